/* Walked chunks; the contract is in walkread.h. */
#include "walkread.h"

#include "text.h"
#include "walk.h"

struct reading {
	struct gbx_jrec r;
	struct gbx_walk w;
	const void *reader;
	gbx_walk_record *record;
	gbx_walk_relation *relation;
	bool junk; /* the last thing accounted was junk that fits nowhere */
};

/* Adjacent junk is one note, not one a byte. */
static void account_junk(struct reading *x, struct gbx_piece item)
{
	struct gbx_parsed *out = x->r.out;
	if (!x->junk) {
		gbx_jrec_account(&x->r, item.off, item.n, GBX_E_JSON_SYNTAX);
		x->junk = true;
		return;
	}
	out->bad[out->nbad - 1].len += item.n;
	out->bytes_quarantined += item.n;
}

/* Without the separators behind it, which belong to no document. */
static size_t trimmed(const struct gbx_chunk *c, struct gbx_piece item)
{
	while (item.n > 1 && memchr(", \t\r\n\x1E", c->p[item.off + item.n - 1], 6))
		item.n--;
	return item.n;
}

/* True when the whole of the object was read so. */
static bool take_quick(struct reading *x, struct gbx_piece item)
{
	struct gbx_jrec *r = &x->r;
	struct gbx_span relation = x->relation(x->reader, x->w.name);
	size_t n = gbx_quick_record(&r->quick, &r->flat, relation, item.off, item.off + item.n);
	if (n && n != item.n)
		gbx_flat_undo(&r->flat);
	if (n != item.n)
		return false;
	r->out->bytes_records += n;
	return true;
}

/* The key that the record stood under, as a field of it. */
static enum gbx_eid put_key(struct gbx_jrec *r, struct gbx_piece item)
{
	struct gbx_flat *f = &r->flat;
	const unsigned char *p = r->chunk->p + item.off + 1, *end = p;
	while (*end != '"')
		end += 1 + (*end == '\\');
	size_t n = (size_t)(end - p);
	struct gbx_tape_ev ev = { .off = (uint32_t)item.off + 1, .len = (uint32_t)n, .kind = GBX_TAPE_STR };
	ev.escaped = memchr(p, '\\', n) && gbx_text_escapes_ok(p, n);
	struct gbx_tape one = { .ev = &ev, .n = 1 };
	struct gbx_flat_at at = gbx_flat_top(f);
	uint32_t name = gbx_flat_name(f, &at, gbx_span_str("_key"), 0);
	enum gbx_eid why = name == GBX_FLAT_NONE ? gbx_flat_why(f) : gbx_flat_value(f, &one, 0, 0, name);
	if (why != GBX_E_NONE)
		gbx_flat_undo(f);
	return why;
}

static void take(struct reading *x, struct gbx_piece item, enum gbx_walk_kind kind)
{
	struct gbx_piece value = { x->w.value, item.off + item.n - x->w.value };
	size_t n = trimmed(x->r.chunk, value);
	enum gbx_eid why;
	bool values = x->w.st.mode == GBX_WALK_VALUES || x->w.st.mode == GBX_WALK_PAIRS;
	if (values && x->r.chunk->p[value.off] != '{') {
		why = gbx_jrec_value(&x->r, x->relation(x->reader, x->w.name), value.off, n);
	} else {
		why = gbx_jrec_load(&x->r, value.off, n);
		if (why == GBX_E_NONE)
			why = x->record(x->reader, &x->r, x->w.name, item.off);
	}
	if (why == GBX_E_NONE && value.off > item.off)
		why = put_key(&x->r, item);
	else if (kind == GBX_WALK_CUT && why == GBX_E_JSON_SYNTAX)
		why = GBX_E_CUT;
	gbx_jrec_account(&x->r, item.off, item.n, why);
}

/* The walk only looks for the end of a member that it does not enter. */
static void account_wrapping(struct reading *x, struct gbx_piece item)
{
	size_t v = x->w.value, n = item.off + item.n - v;
	if (v > item.off && gbx_jrec_load(&x->r, v, n) == GBX_E_JSON_SYNTAX)
		gbx_jrec_account(&x->r, item.off, item.n, GBX_E_JSON_SYNTAX);
	else
		gbx_jrec_skip(&x->r, "wrapping", item.n);
}

static void account(struct reading *x, struct gbx_piece item, enum gbx_walk_kind kind)
{
	bool object = x->r.chunk->p[x->w.value] == '{', keyed = x->w.value > item.off;
	if (kind == GBX_WALK_BROKEN && !object) {
		account_junk(x, item);
		return;
	}
	x->junk = false;
	if (kind == GBX_WALK_SKIP)
		account_wrapping(x, item);
	else if (kind != GBX_WALK_RECORD || keyed || !take_quick(x, item))
		take(x, item, kind);
}

enum gbx_rc gbx_walk_parse(const void *reader, gbx_walk_record *record, gbx_walk_relation *relation,
                           struct gbx_chunk *c, struct gbx_parsed *out, struct gbx_err *err)
{
	struct reading x = {.reader = reader, .record = record, .relation = relation};
	enum gbx_walk_end end = c->last ? GBX_WALK_INPUT : GBX_WALK_CHUNK;
	struct gbx_piece item;
	size_t at = 0, n = c->n;
	gbx_jrec_open(&x.r, c, out);
	gbx_walk_resume(&x.w, &c->split);
	for (;;) {
		/* The chunk's bytes may have moved with the last record. */
		struct gbx_span s = gbx_span_of(c->p, n);
		enum gbx_walk_kind kind = gbx_walk_next(&x.w, s, &at, end, &item);
		if (kind == GBX_WALK_END || kind == GBX_WALK_MORE)
			break;
		account(&x, item, kind);
		if (kind == GBX_WALK_CUT)
			goto out;
	}
	/* The wrapping was never closed: what came after is missing. */
	if (c->last && x.w.st.depth)
		x.r.nomem |= !gbx_parsed_bad(out, c->off + n, 0, GBX_E_CUT);
out:
	return gbx_jrec_close(&x.r, err);
}
