/*
 * The fields of one record, gathered before their columns are known: a name that comes
 * more than once in the record is a list (name[]). For formats whose records are names
 * with values in any order: LDIF, vCard, mail, XML.
 */
#ifndef GBX_FORMAT_FIELDS_H
#define GBX_FORMAT_FIELDS_H

#include "../base/buf.h"
#include "../record/batch.h"
#include "../record/chunk.h"
#include "format.h"

struct gbx_field {
	uint32_t name, name_len; /* in `names` */
	uint32_t flags;
	struct gbx_cell cell;
};

/* Names that the head of an entry has as lists: they are lists in every record. */
#define GBX_FIELDS_LISTS 256u
struct gbx_fields_lists {
	uint32_t hash[GBX_FIELDS_LISTS];
	uint32_t n;
};

struct gbx_fields {
	struct gbx_chunk *chunk;
	struct gbx_parsed *out;
	struct gbx_field *field; /* owned */
	uint32_t n, cap;
	uint32_t *slot; /* owned: hash table of field + 1 by name */
	uint32_t nslot;
	struct gbx_buf names;
	const struct gbx_fields_lists *lists; /* or NULL; the user's */
	enum gbx_eid why; /* the first fault of the record */
	bool nomem;       /* sticks */
};

void gbx_fields_init(struct gbx_fields *f, struct gbx_chunk *c, struct gbx_parsed *out);
/* Completes the batches; GBX_OK or GBX_NOMEM. */
enum gbx_rc gbx_fields_close(struct gbx_fields *f, struct gbx_err *err);

/* Forgets the record. */
void gbx_fields_reset(struct gbx_fields *f);
/* A field; GBX_COLUMN_LIST makes it a list even when it comes once. The name is copied. */
void gbx_fields_add(struct gbx_fields *f, struct gbx_span name, struct gbx_cell cell,
                    uint32_t flags);
/* The record cannot be used, for that reason; the first one counts. */
void gbx_fields_fail(struct gbx_fields *f, enum gbx_eid why);

/* Bytes of the chunk as a cell. */
static inline struct gbx_cell gbx_fields_cell(const struct gbx_fields *f, struct gbx_span s)
{
	return (struct gbx_cell){(uint32_t)(s.p - f->chunk->p), (uint32_t)s.n};
}
/* Copies bytes to the side area. The chunk may move. */
struct gbx_cell gbx_fields_copy(struct gbx_fields *f, struct gbx_span s);

/*
 * The record, n bytes at off of the chunk: its cells, or a note in quarantine; its
 * bytes are accounted. Then it is forgotten. True when it was kept.
 */
bool gbx_fields_put(struct gbx_fields *f, struct gbx_span relation, size_t off, size_t n);

/*
 * Reads the head of an entry by the reader's own parse, while that knows no lists yet,
 * and notes which there are. False without memory.
 */
bool gbx_fields_learn(struct gbx_fields_lists *l, const struct gbx_head *h,
                      const struct gbx_reader *r);

#endif
