/*
 * The text of an entry as UTF-8: between what reads its bytes and what cuts its records.
 * Text that is UTF-8 already is read straight into the caller's buffer and looked at
 * once. While all is ASCII the charset stays open; the first other byte decides it.
 */
#ifndef GBX_SOURCE_CHARSET_TEXT_H
#define GBX_SOURCE_CHARSET_TEXT_H

#include "../base/err.h"
#include "charset_offsets.h"

/* As gbx_source_read. */
typedef enum gbx_rc gbx_text_read_fn(void *ctx, void *buf, size_t cap, size_t *got, struct gbx_err *err);

struct gbx_text_options {
	enum gbx_charset charset; /* the user's; NONE: find out */
};

struct gbx_text;

struct gbx_text *gbx_text_new(struct gbx_charsets *s, const struct gbx_text_options *o,
			      gbx_text_read_fn *read, void *ctx); /* NULL: out of memory */
void gbx_text_free(struct gbx_text *t);

/*
 * The entry's first bytes as they are, at most GBX_CHARSET_HEAD_BYTES, to see whether
 * it is text at all. They hold until the first gbx_text_read. Errors of ours only.
 */
enum gbx_rc gbx_text_head(struct gbx_text *t, struct gbx_span *head, bool *whole, struct gbx_err *err);
/* It is no text: bytes come as they are from here on. Before the first read. */
void gbx_text_raw(struct gbx_text *t);

/* Up to cap bytes, as gbx_source_read. What ends the entry is told once all bytes before
 * it were given. A caller that reads until its buffer is full gets the same pieces however
 * the entry's own bytes come. */
enum gbx_rc gbx_text_read(struct gbx_text *t, void *buf, size_t cap, size_t *got, struct gbx_err *err);

/* How it is read, as far as that is known. */
struct gbx_text_facts {
	enum gbx_charset charset; /* NONE: no text, or no charset fits */
	enum gbx_charset_how how;
	uint64_t undecodable;	    /* bytes */
	uint64_t mark;		    /* bytes of the byte order mark, which is no text */
	struct gbx_garbled garbled; /* in a sample */
};
void gbx_text_facts(const struct gbx_text *t, struct gbx_text_facts *out);
/* Converted offsets begin at 0 with the byte order mark taken for read: text begins at
 * facts.mark. Grows as text is read; drop what is behind. */
struct gbx_offsets *gbx_text_offsets(struct gbx_text *t);

#endif
