/*
 * The reader of delimited text: its column names and its life.
 */
#include "csv.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "beside.h"

#define SUFFIX 16u /* room for "_4096" and a NUL */

static uint64_t fnv(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (h ^ 0x1f) * UINT64_C(1099511628211);
}

#define FNV_START UINT64_C(14695981039346656037)

static bool is_space(unsigned char c)
{
	return c == ' ' || c == '\t';
}

/* Text of a header cell as a name: trimmed, valid UTF-8, without NUL. */
static void clean_name(struct gbx_span s, char *out, size_t cap)
{
	size_t n = 0;
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	for (size_t i = 0; i < s.n;) {
		unsigned w = s.p[i] ? gbx_utf8_next(s.p + i, s.n - i, NULL) : 0;
		const void *from = w ? (const void *)(s.p + i) : (const void *)"\xef\xbf\xbd";
		size_t put = w ? w : 3;
		if (n + put + SUFFIX > cap)
			break;
		memcpy(out + n, from, put);
		n += put;
		i += w ? w : 1;
	}
	out[n] = 0;
}

struct slot {
	unsigned name; /* + 1; 0: free */
	unsigned next; /* number the next column of that name gets */
};

struct names {
	struct gbx_csv_reader *r;
	struct slot *slot; /* hash table of the names so far, at most half full */
	size_t nslot;
	unsigned n;
};

/* The slot that holds the name, or the free one where it belongs. */
static struct slot *slot_of(const struct names *s, const char *name)
{
	uint64_t i = fnv(FNV_START, name);
	for (;; i++) {
		struct slot *k = &s->slot[i & (s->nslot - 1)];
		if (!k->name || strcmp(s->r->name[k->name - 1], name) == 0)
			return k;
	}
}

/* Adds a name; an empty one becomes cN, a used one name_2, name_3 … */
static bool add_name(struct names *s, const char *name)
{
	char base[GBX_NAME_BYTES + 1], full[GBX_NAME_BYTES + 1 + SUFFIX];
	if (*name)
		snprintf(base, sizeof base, "%s", name);
	else
		snprintf(base, sizeof base, "c%u", s->n + 1);
	snprintf(full, sizeof full, "%s", base);
	struct slot *first = slot_of(s, base), *k = first;
	while (k->name) {
		snprintf(full, sizeof full, "%s_%u", base, first->next++);
		k = slot_of(s, full);
	}
	s->r->name[s->n] = strdup(full);
	if (!s->r->name[s->n])
		return false;
	*k = (struct slot){.name = ++s->n, .next = 2};
	return true;
}

/* Value of a header field, undone in a copy. */
static bool add_header(struct names *s, const unsigned char *p, const struct gbx_csv_field *f)
{
	unsigned char raw[2 * GBX_NAME_BYTES];
	char name[GBX_NAME_BYTES + 1];
	size_t n = f->to - f->from < sizeof raw ? f->to - f->from : sizeof raw;
	memcpy(raw, p + f->from, n);
	n = gbx_csv_unescape(&s->r->d, raw, n, f->how);
	clean_name(gbx_span_of(raw, n), name, sizeof name);
	return add_name(s, name);
}

static bool name_from(struct names *s, const unsigned char *p, size_t n, size_t at)
{
	enum gbx_csv_step step = GBX_CSV_NEXT_FIELD;
	while (step == GBX_CSV_NEXT_FIELD && s->n < s->r->d.columns) {
		struct gbx_csv_field f;
		step = gbx_csv_field_next(&s->r->d, p, n, at, s->n, true, &f);
		at = f.next;
		if (!add_header(s, p, &f))
			return false;
	}
	return true;
}

static void hash_names(struct gbx_csv_reader *r)
{
	r->shape = FNV_START;
	for (unsigned i = 0; i < r->d.columns; i++)
		r->shape = fnv(r->shape, r->name[i]);
	r->shape += !r->shape;
}

static bool names_begin(struct names *s, struct gbx_csv_reader *r)
{
	*s = (struct names){.r = r, .nslot = 16};
	while (s->nslot < 2 * (size_t)r->d.columns)
		s->nslot *= 2;
	s->slot = calloc(s->nslot, sizeof *s->slot);
	return s->slot;
}

bool gbx_csv_is_table(struct gbx_csv_reader *r, const struct gbx_beside_table *t)
{
	struct names s;
	char name[GBX_NAME_BYTES + 1];
	bool ok = names_begin(&s, r);
	for (unsigned i = 0; ok && i < r->d.columns; i++) {
		free(r->name[i]);
		r->name[i] = NULL;
	}
	for (unsigned i = 0; ok && i < r->d.columns; i++) {
		clean_name(t->name[i], name, sizeof name);
		ok = add_name(&s, name);
	}
	if (ok)
		hash_names(r);
	r->d.database = true;
	free(s.slot);
	return ok;
}

bool gbx_csv_name_columns(struct gbx_csv_reader *r, const unsigned char *p, size_t n, size_t at)
{
	struct names s;
	r->name = calloc(r->d.columns, sizeof *r->name);
	bool ok = names_begin(&s, r) && r->name;
	if (ok && r->d.header)
		ok = name_from(&s, p, n, at);
	while (ok && s.n < r->d.columns)
		ok = add_name(&s, "");
	if (ok)
		hash_names(r);
	free(s.slot);
	return ok;
}

/* Files put together from others have it again among their rows. */
static bool keep_head(struct gbx_csv_reader *r, const struct gbx_head *h)
{
	if (!r->d.header || r->d.skip >= h->n)
		return true;
	size_t end = gbx_csv_record_end(&r->d, h->p, h->n, r->d.skip, false);
	if (end < r->d.skip + 8)
		return true;
	r->head_n = end - r->d.skip;
	r->head = malloc(r->head_n);
	if (r->head)
		memcpy(r->head, h->p + r->d.skip, r->head_n);
	return r->head;
}

enum gbx_rc gbx_csv_reader_new(const struct gbx_format *format, const struct gbx_head *h,
                               const struct gbx_csv_dialect *d, struct gbx_reader **out,
                               struct gbx_err *err)
{
	char stem[GBX_NAME_BYTES + 1];
	*out = NULL;
	struct gbx_csv_reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, "a reader of delimited text");
	r->base.format = format;
	r->d = *d;
	gbx_format_stem(h->path, stem, sizeof stem);
	r->relation = strdup(stem);
	if (!r->relation || !gbx_csv_name_columns(r, h->p, h->n, d->skip) ||
	    !keep_head(r, h)) {
		gbx_csv_close(&r->base);
		return gbx_fail(err, GBX_E_NOMEM, "a reader of delimited text");
	}
	*out = &r->base;
	return GBX_OK;
}

void gbx_csv_close(struct gbx_reader *r)
{
	struct gbx_csv_reader *x = (struct gbx_csv_reader *)r;
	if (!x)
		return;
	for (unsigned i = 0; x->name && i < x->d.columns; i++)
		free(x->name[i]);
	free(x->name);
	free(x->head);
	free(x->relation);
	free(x);
}
