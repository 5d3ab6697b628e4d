/*
 * Where converted bytes stood in the entry. Readers count in converted bytes; users are
 * told offsets of the entry's own bytes. Both are known exactly at marks (line starts);
 * between two marks they are found by what each character took in the charset, which is
 * exact too but for the rare ones of three and four bytes in GB18030 and EUC-JP.
 */
#ifndef GBX_SOURCE_CHARSET_OFFSETS_H
#define GBX_SOURCE_CHARSET_OFFSETS_H

#include "charset.h"

struct gbx_offset_mark {
	uint64_t at, source;
};

struct gbx_offsets {
	enum gbx_charset_kind kind;
	bool same; /* nothing was converted: at and source are one */
	struct gbx_offset_mark *mark; /* ascending */
	size_t n, cap;
};

void gbx_offsets_init(struct gbx_offsets *o, enum gbx_charset_kind kind);
void gbx_offsets_release(struct gbx_offsets *o);
/* False without memory or over GBX_CHARSET_MARKS. */
bool gbx_offsets_add(struct gbx_offsets *o, uint64_t at, uint64_t source);
/* `at`, the first mark or before it, stands at source: found before, said so that it
 * need not be found again without the text that led there. */
void gbx_offsets_fix(struct gbx_offsets *o, uint64_t at, uint64_t source);
/* Forgets marks before `at`, but for the last of them. */
void gbx_offsets_drop(struct gbx_offsets *o, uint64_t at);
/* Copies what is needed for [from, to). */
bool gbx_offsets_copy(const struct gbx_offsets *o, uint64_t from, uint64_t to, struct gbx_offsets *out);

/* The source offset of `at`. p[0..n) is the text from `from` on; it need not reach
 * back to the last mark when `at` or `from` is a mark. */
uint64_t gbx_offsets_find(const struct gbx_offsets *o, uint64_t at, const unsigned char *p, uint64_t from,
			  size_t n);

#endif
