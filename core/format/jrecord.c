/* JSON documents into records; the contract is in jrecord.h. */
#include "jrecord.h"

#include "sniff.h"
#include "text.h"

void gbx_jrec_open(struct gbx_jrec *r, struct gbx_chunk *c, struct gbx_parsed *out)
{
	*r = (struct gbx_jrec){.chunk = c, .out = out};
	gbx_flat_init(&r->flat, c, out);
	gbx_quick_init(&r->quick);
	gbx_repair_init(&r->repair);
}

enum gbx_rc gbx_jrec_close(struct gbx_jrec *r, struct gbx_err *err)
{
	bool nomem = r->nomem;
	for (uint32_t i = 0; i < r->out->nbatch; i++)
		r->out->batch[i]->bytes = r->chunk->p;
	gbx_parsed_finish(r->out);
	gbx_flat_release(&r->flat);
	gbx_repair_release(&r->repair);
	gbx_tape_release(&r->tape);
	return nomem ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

/* Worth trying: objects and wrapped objects that broke the grammar. */
static bool may_mend(enum gbx_eid why)
{
	return why == GBX_E_JSON_SYNTAX || why == GBX_E_JSON_NOT_OBJECT;
}

enum gbx_eid gbx_jrec_load(struct gbx_jrec *r, size_t off, size_t n)
{
	r->mended = false;
	r->shift = (uint32_t)off;
	enum gbx_eid why = gbx_tape_parse(&r->tape, r->chunk->p + off, n);
	if (why == GBX_E_NONE && r->tape.ev[0].kind != GBX_TAPE_OBJ)
		why = GBX_E_JSON_NOT_OBJECT;
	if (!may_mend(why))
		return why;
	if (!gbx_repair_try(&r->repair, &r->tape, gbx_span_of(r->chunk->p + off, n)))
		return why;
	uint32_t at = gbx_chunk_side(r->chunk, r->repair.text.p, r->repair.text.n);
	if (at == UINT32_MAX)
		return GBX_E_NOMEM;
	r->shift = at;
	r->mended = true;
	return GBX_E_NONE;
}

struct gbx_span gbx_jrec_text(const struct gbx_jrec *r, const struct gbx_tape_ev *e)
{
	return gbx_span_of(r->chunk->p + r->shift + e->off, e->len);
}

uint32_t gbx_jrec_find(const struct gbx_jrec *r, uint32_t i, const char *key)
{
	return gbx_sniff_find(&r->tape, r->chunk->p + r->shift, i, key);
}

struct gbx_span gbx_jrec_string(struct gbx_jrec *r, uint32_t i)
{
	const struct gbx_tape_ev *e = &r->tape.ev[i];
	if (e->kind != GBX_TAPE_STR)
		return (struct gbx_span){NULL, 0};
	struct gbx_span s = gbx_jrec_text(r, e);
	if (!e->escaped)
		return s;
	struct gbx_buf *b = &r->flat.key;
	gbx_buf_reset(b);
	gbx_buf_add(b, s.p, s.n);
	if (gbx_buf_failed(b))
		return (struct gbx_span){NULL, 0};
	return gbx_span_of(b->p, gbx_text_unescape((unsigned char *)b->p, b->n));
}

enum gbx_eid gbx_jrec_object(struct gbx_jrec *r, struct gbx_span relation, size_t off, uint32_t i)
{
	uint32_t columns, rows = i || !r->chunk->first ? 0 : gbx_jrec_rows(r, &columns);
	if (rows)
		return gbx_jrec_columns(r, relation, off, rows, columns);
	enum gbx_eid why = gbx_flat_begin(&r->flat, relation, r->chunk->off + off);
	if (why != GBX_E_NONE)
		return why;
	why = gbx_flat_value(&r->flat, &r->tape, r->shift, i, r->flat.root);
	if (why != GBX_E_NONE)
		gbx_flat_undo(&r->flat);
	return why;
}

enum gbx_eid gbx_jrec_value(struct gbx_jrec *r, struct gbx_span relation, size_t off, size_t n)
{
	struct gbx_flat *f = &r->flat;
	r->mended = false;
	r->shift = (uint32_t)off;
	enum gbx_eid why = gbx_tape_parse(&r->tape, r->chunk->p + off, n);
	if (why == GBX_E_NONE)
		why = gbx_flat_begin(f, relation, r->chunk->off + off);
	if (why != GBX_E_NONE)
		return why;
	struct gbx_flat_at at = gbx_flat_top(f);
	uint32_t name = gbx_flat_name(f, &at, gbx_span_str("value"), 0);
	why = name == GBX_FLAT_NONE ? gbx_flat_why(f) : gbx_flat_value(f, &r->tape, r->shift, 0, name);
	if (why != GBX_E_NONE)
		gbx_flat_undo(f);
	return why;
}

void gbx_jrec_account(struct gbx_jrec *r, size_t off, size_t n, enum gbx_eid why)
{
	if (why == GBX_E_NONE && r->mended) {
		r->out->repaired++;
		r->out->bytes_repaired += n;
	} else if (why == GBX_E_NONE) {
		r->out->bytes_records += n;
	} else {
		r->nomem |= why == GBX_E_NOMEM;
		r->out->bytes_quarantined += n;
		r->nomem |= !gbx_parsed_bad(r->out, r->chunk->off + off, n, why);
	}
}

void gbx_jrec_skip(struct gbx_jrec *r, const char *kind, size_t n)
{
	gbx_parsed_skip(r->out, kind, 1, n);
}

enum gbx_eid gbx_jrec_cut(const struct gbx_jrec *r, size_t end, enum gbx_eid why)
{
	bool tail = r->chunk->last && end == r->chunk->n && end && r->chunk->p[end - 1] != '\n';
	return tail && why == GBX_E_JSON_SYNTAX ? GBX_E_CUT : why;
}
