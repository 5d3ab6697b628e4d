/* The text of an entry on its way into chunks: bytes as they are, or converted, and
 * where they stood. */
#ifndef GBX_RUN_TEXT_H
#define GBX_RUN_TEXT_H

#include "ingest.h"

struct gbx_entry_text {
	struct gbx_source *src;
	struct gbx_text *text; /* NULL: rows, which are no text */
	bool raw;	       /* a binary format */
	uint64_t off, source;  /* where the chunk begins: converted, and in the entry */
};

/* rows: the entry is read as it is. E_NOMEM. */
enum gbx_rc gbx_entry_text_open(struct gbx_entry_text *t, struct gbx_charsets *s, struct gbx_source *src,
				const struct gbx_reading *how, bool rows, struct gbx_err *err);
void gbx_entry_text_close(struct gbx_entry_text *t);
/* As gbx_source_read. */
enum gbx_rc gbx_entry_text_read(struct gbx_entry_text *t, void *buf, size_t cap, size_t *got,
				struct gbx_err *err);
/* What gbx_text_head gives, and NULL for rows. */
enum gbx_rc gbx_entry_text_head(struct gbx_entry_text *t, struct gbx_span *head, bool *whole,
				struct gbx_err *err);
/* From here on the bytes come as they are. */
void gbx_entry_text_raw(struct gbx_entry_text *t);
/* After the first read: passes over a byte order mark; its length. */
uint64_t gbx_entry_text_begin(struct gbx_entry_text *t);

/* Tells the job, whose chunk is p[0..n), where it stood. */
enum gbx_rc gbx_entry_text_place(struct gbx_entry_text *t, struct gbx_job *j, const unsigned char *p, size_t n,
				 struct gbx_err *err);
/* Goes on by n of p[0..have), which begin at the chunk; bytes of the entry they took. */
uint64_t gbx_entry_text_pass(struct gbx_entry_text *t, const unsigned char *p, size_t n, size_t have);

/* What is known of the charset, for the end of the entry. */
void gbx_entry_text_facts(const struct gbx_entry_text *t, struct gbx_entry_end *end);

#endif
