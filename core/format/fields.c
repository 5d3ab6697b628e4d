/* Records of named values; the contract is in fields.h. */
#include "fields.h"

#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"

#define FIRST_FIELDS 32u
#define NAME_MOST (GBX_NAME_BYTES - 2)

void gbx_fields_init(struct gbx_fields *f, struct gbx_chunk *c, struct gbx_parsed *out)
{
	*f = (struct gbx_fields){.chunk = c, .out = out};
	gbx_buf_init(&f->names, GBX_RECORD_BYTES + GBX_NAME_BYTES);
}

enum gbx_rc gbx_fields_close(struct gbx_fields *f, struct gbx_err *err)
{
	bool nomem = f->nomem;
	for (uint32_t i = 0; i < f->out->nbatch; i++)
		f->out->batch[i]->bytes = f->chunk->p;
	gbx_parsed_finish(f->out);
	free(f->field);
	free(f->slot);
	gbx_buf_release(&f->names);
	*f = (struct gbx_fields){.n = 0};
	return nomem ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

void gbx_fields_reset(struct gbx_fields *f)
{
	f->n = 0;
	f->why = GBX_E_NONE;
	gbx_buf_reset(&f->names);
}

void gbx_fields_fail(struct gbx_fields *f, enum gbx_eid why)
{
	if (f->why == GBX_E_NONE)
		f->why = why;
	f->nomem |= why == GBX_E_NOMEM;
}

static uint32_t hash_of(struct gbx_span s)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool is_listed(const struct gbx_fields_lists *l, uint32_t hash)
{
	for (uint32_t i = 0; l && i < l->n; i++)
		if (l->hash[i] == hash)
			return true;
	return false;
}

static bool is_marked(struct gbx_span name)
{
	return name.n && memmem(name.p, name.n, "[]", 2);
}

static bool room(struct gbx_fields *f)
{
	if (f->n < f->cap)
		return true;
	if (f->n >= GBX_RECORD_CELLS)
		return false;
	uint32_t cap = f->cap ? 2 * f->cap : FIRST_FIELDS;
	struct gbx_field *field = realloc(f->field, cap * sizeof *field);
	if (!field)
		return false;
	f->field = field;
	f->cap = cap;
	return true;
}

void gbx_fields_add(struct gbx_fields *f, struct gbx_span name, struct gbx_cell cell,
                    uint32_t flags)
{
	if (!room(f)) {
		gbx_fields_fail(f, f->n >= GBX_RECORD_CELLS ? GBX_E_COLUMNS : GBX_E_NOMEM);
		return;
	}
	/* As its column will have it, with room for a list's mark: two that are cut to the same
	 * name are one field, whichever comes first. */
	unsigned char GBX_UNINITIALISED text[GBX_NAME_BYTES];
	if (name.n > NAME_MOST || (name.n && memchr(name.p, 0, name.n)) || !gbx_utf8_valid(name.p, name.n))
		name = gbx_span_of(text, gbx_name_clean(text, NAME_MOST, name));
	/* A name that is written like a list's is one: the column is the same. */
	if (is_listed(f->lists, hash_of(name)) || is_marked(name))
		flags |= GBX_COLUMN_LIST;
	f->field[f->n++] = (struct gbx_field){(uint32_t)f->names.n, (uint32_t)name.n, flags, cell};
	gbx_buf_add(&f->names, name.p, name.n);
	if (gbx_buf_failed(&f->names))
		gbx_fields_fail(f, GBX_E_OVERSIZE);
}

struct gbx_cell gbx_fields_copy(struct gbx_fields *f, struct gbx_span s)
{
	uint32_t off = gbx_chunk_side(f->chunk, s.p, s.n);
	if (off != UINT32_MAX)
		return (struct gbx_cell){off, (uint32_t)s.n};
	gbx_fields_fail(f, GBX_E_NOMEM);
	return (struct gbx_cell){GBX_ABSENT, 0};
}

/* Lists */

static struct gbx_span name_of(const struct gbx_fields *f, const struct gbx_field *x)
{
	return gbx_span_of(f->names.p + x->name, x->name_len);
}

static bool slots_ready(struct gbx_fields *f)
{
	uint32_t want = 2 * FIRST_FIELDS;
	while (want < 2 * f->n)
		want *= 2;
	if (want > f->nslot) {
		free(f->slot);
		f->slot = malloc(want * sizeof *f->slot);
		f->nslot = f->slot ? want : 0;
	}
	if (f->slot)
		memset(f->slot, 0, want * sizeof *f->slot);
	return f->slot != NULL;
}

/* Names that come twice are lists, each time they come. */
static bool find_lists(struct gbx_fields *f)
{
	if (!slots_ready(f))
		return false;
	uint32_t mask = 2 * FIRST_FIELDS;
	while (mask < 2 * f->n)
		mask *= 2;
	mask--;
	for (uint32_t i = 0; i < f->n; i++) {
		struct gbx_field *x = &f->field[i];
		struct gbx_span name = name_of(f, x);
		uint32_t s = hash_of(name) & mask;
		while (f->slot[s] && !gbx_span_eq(name_of(f, &f->field[f->slot[s] - 1]), name))
			s = (s + 1) & mask;
		if (!f->slot[s]) {
			f->slot[s] = i + 1;
			continue;
		}
		struct gbx_field *first = &f->field[f->slot[s] - 1];
		first->flags |= GBX_COLUMN_LIST;
		x->flags |= first->flags;
	}
	return true;
}

/* Cells */

static uint32_t column_of(struct gbx_fields *f, struct gbx_batch *b, const struct gbx_field *x,
                          uint32_t guess)
{
	char GBX_UNINITIALISED text[GBX_NAME_BYTES];
	struct gbx_span name = name_of(f, x);
	if (x->flags & GBX_COLUMN_LIST && !is_marked(name)) {
		memcpy(text, name.p, name.n);
		memcpy(text + name.n, "[]", 2);
		name = gbx_span_of(text, name.n + 2);
	}
	return gbx_batch_column(f->out, b, name, x->flags, guess);
}

static enum gbx_eid put_cells(struct gbx_fields *f, struct gbx_batch *b, uint32_t rec)
{
	uint32_t guess = 0;
	for (uint32_t i = 0; i < f->n; i++) {
		const struct gbx_field *x = &f->field[i];
		uint32_t col = column_of(f, b, x, guess);
		if (col == UINT32_MAX)
			return b->ncol >= GBX_RECORD_COLUMNS ? GBX_E_COLUMNS : GBX_E_NOMEM;
		if (!gbx_batch_cell(f->out, b, col, rec, x->cell))
			return GBX_E_NOMEM;
		guess = col + 1;
	}
	return GBX_E_NONE;
}

static enum gbx_eid put_record(struct gbx_fields *f, struct gbx_span relation, uint64_t off)
{
	if (f->why != GBX_E_NONE)
		return f->why;
	if (!find_lists(f))
		return GBX_E_NOMEM;
	struct gbx_batch *b = gbx_parsed_batch(f->out, relation, 0);
	uint32_t rec = b ? gbx_batch_record(f->out, b, off) : UINT32_MAX;
	if (rec == UINT32_MAX)
		return GBX_E_NOMEM;
	enum gbx_eid why = put_cells(f, b, rec);
	if (why != GBX_E_NONE)
		gbx_batch_undo(b);
	return why;
}

bool gbx_fields_put(struct gbx_fields *f, struct gbx_span relation, size_t off, size_t n)
{
	enum gbx_eid why = put_record(f, relation, f->chunk->off + off);
	gbx_fields_reset(f);
	if (why == GBX_E_NONE) {
		f->out->bytes_records += n;
		return true;
	}
	f->nomem |= why == GBX_E_NOMEM;
	f->out->bytes_quarantined += n;
	f->nomem |= !gbx_parsed_bad(f->out, f->chunk->off + off, n, why);
	return false;
}

static void note_lists(struct gbx_fields_lists *l, const struct gbx_parsed *p)
{
	for (uint32_t i = 0; i < p->nbatch; i++) {
		for (uint32_t k = 0; k < p->batch[i]->ncol; k++) {
			const struct gbx_column *c = &p->batch[i]->col[k];
			if (!(c->flags & GBX_COLUMN_LIST) || c->name_len < 2)
				continue;
			uint32_t hash = hash_of(gbx_span_of(c->name, c->name_len - 2));
			if (l->n < GBX_FIELDS_LISTS && !is_listed(l, hash))
				l->hash[l->n++] = hash;
		}
	}
}

bool gbx_fields_learn(struct gbx_fields_lists *l, const struct gbx_head *h,
                      const struct gbx_reader *r)
{
	struct gbx_fields_lists found = {.n = 0};
	struct gbx_chunk c = {.first = true, .last = h->whole};
	struct gbx_parsed out;
	struct gbx_err err;
	bool good = gbx_chunk_reserve(&c, h->n + GBX_CHUNK_PAD);
	gbx_parsed_init(&out);
	if (good) {
		memcpy(c.p, h->p, h->n);
		c.n = h->n;
		good = r->format->parse(r, &c, &out, &err) == GBX_OK;
		note_lists(&found, &out);
	}
	gbx_parsed_release(&out);
	gbx_chunk_release(&c);
	*l = found;
	return good;
}
