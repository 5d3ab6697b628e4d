/*
 * Collections of mongodump: one file each (.bson), named after the file, or an archive
 * of many, named by their blocks' headers. Documents are flattened like JSON's.
 */
#include "bson.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "flatten.h"
#include "format.h"

/* Names of an archive's collections: blocks alternate between few of them. */
#define NAMES_BYTES ((size_t)4 << 20)
#define ARCHIVE_MAGIC UINT32_C(0x8199e26d)
/* MongoDB's own limit of a document is 16 MiB and 16 KiB for what the server adds. */
#define DOCUMENT_BYTES (GBX_RECORD_BYTES + (64u << 10))

struct reader {
	struct gbx_reader base;
	struct gbx_bson_key key;
	struct gbx_bson_state now;
	struct gbx_arena names;
	struct gbx_buf scratch;
	size_t burst; /* left of a document that is too large */
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_bson, gbx_format_mongodump;

static bool is_archive(const struct gbx_head *h)
{
	return h->n >= 8 && gbx_bson_u32(h->p) == ARCHIVE_MAGIC;
}

static int bid_archive(const struct gbx_head *h, const struct gbx_format_options *o)
{
	(void)o;
	return is_archive(h) && gbx_bson_plausible(h->p + 4, h->n - 4) ? 100 : 0;
}

/* The name of the first element is text, as everybody's is. */
static bool has_name(const unsigned char *p, size_t n)
{
	size_t i = 5;
	while (i < n && i < 5 + 4 * GBX_BSON_KEY_BYTES && p[i] >= 0x20)
		i++;
	return n > 5 && (i > 5 ? i == n || !p[i] : p[4] == 0);
}

/* Whole documents one after another; a damaged one may be among them, not all. */
static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	(void)o;
	size_t at = 0, good = 0;
	if (!gbx_bson_plausible(h->p, h->n) || (h->n > GBX_BSON_LEAST && !has_name(h->p, h->n)))
		return 0;
	for (; gbx_bson_plausible(h->p + at, h->n - at); good++) {
		size_t n = gbx_bson_u32(h->p + at);
		if (n > h->n - at || !gbx_bson_fits(h->p + at, n))
			break;
		at += n;
	}
	if (good)
		return 95;
	/* the first one is longer than the head, or damaged; or text in UTF-32 behind its mark */
	if (h->n > 3 && !memcmp(h->p, "\xff\xfe\0", 4))
		return 0;
	return gbx_bson_u32(h->p) > h->n || has_name(h->p, h->n) ? 60 : 0;
}

/* What every document seems to begin with, to find the next one after damage. */
static void learn_key(struct gbx_bson_key *key, const struct gbx_head *h)
{
	static const unsigned char usual[] = "_id";
	const unsigned char *name = h->p + 5;
	const unsigned char *nul = h->n > 6 ? memchr(name, 0, h->n - 5) : NULL;
	size_t n = nul && !key->archive ? (size_t)(nul - name) + 1 : 0;
	if (n < 2 || n > sizeof key->p) {
		name = usual;
		n = sizeof usual;
	}
	memcpy(key->p, name, n);
	key->n = (uint8_t)n;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
			       struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->key.archive = is_archive(h);
	r->base.format = r->key.archive ? &gbx_format_mongodump : &gbx_format_bson;
	r->now.phase = r->key.archive ? GBX_BSON_MAGIC : GBX_BSON_BODY;
	learn_key(&r->key, h);
	gbx_arena_init(&r->names, NAMES_BYTES);
	gbx_buf_init(&r->scratch, 4 * GBX_NAME_BYTES);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	if (!r)
		return;
	gbx_arena_release(&r->names);
	gbx_buf_release(&r->scratch);
	free(r);
}

static void keep_name(struct reader *r, const unsigned char *p, size_t n)
{
	bool named = gbx_bson_namespace(p, n, &r->scratch);
	if (named && r->now.ns && !strcmp(r->now.ns, gbx_buf_str(&r->scratch)))
		return;
	r->now.ns = named ? gbx_arena_dup(&r->names, r->scratch.p, r->scratch.n) : NULL;
}

/* A document larger than a record may be, but no larger than documents are. */
static bool bursts(const unsigned char *p, size_t n)
{
	uint32_t len = n > GBX_BSON_LEAST ? gbx_bson_u32(p) : 0;
	return len > GBX_RECORD_BYTES && len <= DOCUMENT_BYTES && has_name(p, n);
}

/* Where the cut is, and what is behind it. */
static size_t cut(struct gbx_split *st, const unsigned char *p, size_t at, size_t n)
{
	struct gbx_bson_state *before = (struct gbx_bson_state *)(void *)st->opaque;
	size_t left = n - at;
	before->nafter = (uint8_t)(left < sizeof before->after ? left : sizeof before->after);
	memcpy(before->after, p + at, before->nafter);
	return at;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
		    struct gbx_split *st)
{
	_Static_assert(sizeof(struct gbx_bson_state) <= GBX_SPLIT_STATE, "state fits");
	struct reader *r = (struct reader *)reader;
	struct gbx_bson_item i;
	size_t at = 0;
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->now, sizeof r->now);
	while (!(r->now.phase == GBX_BSON_BODY && !r->now.syncing && bursts(p + at, n - at))) {
		i = gbx_bson_next(&r->key, &r->now, gbx_span_of(p, n), &at, last);
		if (i.kind >= GBX_BSON_MORE)
			break;
		if (i.kind == GBX_BSON_NAMES)
			keep_name(r, p + i.off, i.n);
	}
	return cut(st, p, last ? n : at, n);
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	struct reader *r = (struct reader *)reader;
	if (!r->burst)
		r->burst = n >= 4 ? gbx_bson_u32(p) : n;
	size_t take = r->burst < n ? r->burst : n;
	r->burst -= take;
	*found = !r->burst;
	return take;
}

/* ---- parse ---- */

struct parse {
	const struct reader *r;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_flat flat;
	struct gbx_tape tape;
	struct gbx_buf scratch, ns;
	bool named; /* ns is newer than the chunk's state */
	bool nomem;
};

static struct gbx_span relation_of(const struct parse *x, const struct gbx_bson_state *st)
{
	if (x->named)
		return gbx_buf_span(&x->ns);
	return gbx_span_str(st->ns ? st->ns : x->r->stem);
}

static enum gbx_eid record(struct parse *x, struct gbx_span relation, size_t off, size_t n)
{
	enum gbx_eid why = gbx_bson_tape(&x->tape, x->c, off, n, &x->scratch);
	if (why == GBX_E_NONE)
		why = gbx_flat_begin(&x->flat, relation, x->c->off + off);
	if (why != GBX_E_NONE)
		return why;
	why = gbx_flat_value(&x->flat, &x->tape, 0, 0, x->flat.root);
	if (why != GBX_E_NONE)
		gbx_flat_undo(&x->flat);
	return why;
}

static void quarantine(struct parse *x, struct gbx_bson_item i, enum gbx_eid why)
{
	x->nomem |= why == GBX_E_NOMEM;
	x->out->bytes_quarantined += i.n;
	x->nomem |= i.n && !gbx_parsed_bad(x->out, x->c->off + i.off, i.n, why);
}

static void account(struct parse *x, struct gbx_bson_state *st, struct gbx_bson_item i)
{
	enum gbx_eid why = GBX_E_NONE;
	switch (i.kind) {
	case GBX_BSON_RECORD:
		why = record(x, relation_of(x, st), i.off, i.n);
		if (why == GBX_E_NONE)
			x->out->bytes_records += i.n;
		else
			quarantine(x, i, why);
		break;
	case GBX_BSON_NAMES:
		x->named = gbx_bson_namespace(x->c->p + i.off, i.n, &x->ns);
		st->ns = NULL; /* a header without names: what follows is of no collection */
		gbx_parsed_skip(x->out, "archive wrapping", 1, i.n);
		break;
	case GBX_BSON_SKIP:
		gbx_parsed_skip(x->out, "archive wrapping", 1, i.n);
		break;
	default: /* what the end of the input cuts short begins like a document */
		why = x->c->last && i.off + i.n == x->c->n &&
			      gbx_bson_plausible(x->c->p + i.off, i.n) &&
			      gbx_bson_u32(x->c->p + i.off) > i.n
			  ? GBX_E_CUT
			  : GBX_E_BSON;
		quarantine(x, i, why);
	}
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
			 struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = { .r = (const struct reader *)reader, .c = c, .out = out };
	struct gbx_bson_state st;
	struct gbx_bson_item i = { GBX_BSON_SKIP, 0, 0 };
	size_t at = 0, n = c->n;
	memcpy(&st, c->split.opaque, sizeof st);
	gbx_flat_init(&x.flat, c, out);
	gbx_buf_init(&x.scratch, 4 * GBX_BLOB_BYTES + GBX_RECORD_BYTES);
	gbx_buf_init(&x.ns, 4 * GBX_NAME_BYTES);
	while (!x.nomem) {
		i = gbx_bson_next(&x.r->key, &st, gbx_span_of(c->p, n), &at, true);
		if (i.kind >= GBX_BSON_MORE)
			break;
		account(&x, &st, i);
	}
	for (uint32_t k = 0; k < out->nbatch; k++)
		out->batch[k]->bytes = c->p;
	gbx_parsed_finish(out);
	gbx_flat_release(&x.flat);
	gbx_tape_release(&x.tape);
	gbx_buf_release(&x.scratch);
	gbx_buf_release(&x.ns);
	return x.nomem ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

const struct gbx_format gbx_format_bson = {
	.name = "bson",
	.summary = "BSON documents one after another (mongodump)",
	.bid = bid,
	.open = open_reader,
	.split = split,
	.resync = resync,
	.parse = parse,
	.close = close_reader,
	.binary = true,
};

const struct gbx_format gbx_format_mongodump = {
	.name = "mongodump",
	.summary = "archives of mongodump, one relation a collection",
	.bid = bid_archive,
	.open = open_reader,
	.split = split,
	.resync = resync,
	.parse = parse,
	.close = close_reader,
	.binary = true,
};
