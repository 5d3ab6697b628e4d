/*
 * The reader of delimited text: its column names and its life.
 */
#include "csv.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"

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

struct names {
	struct gbx_csv_reader *r;
	uint64_t *hash; /* of each name so far */
	unsigned n;
};

static unsigned times_used(const struct names *s, const char *name)
{
	uint64_t h = fnv(FNV_START, name);
	unsigned used = 0;
	for (unsigned i = 0; i < s->n; i++)
		used += s->hash[i] == h && strcmp(s->r->name[i], name) == 0;
	return used;
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
	for (unsigned again = 2; times_used(s, full); again++)
		snprintf(full, sizeof full, "%s_%u", base, again);
	s->r->name[s->n] = strdup(full);
	s->hash[s->n] = fnv(FNV_START, full);
	return s->r->name[s->n++] != NULL;
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
		step = gbx_csv_field_next(&s->r->d, p, n, at, true, &f);
		at = f.next;
		if (!add_header(s, p, &f))
			return false;
	}
	return true;
}

bool gbx_csv_name_columns(struct gbx_csv_reader *r, const unsigned char *p, size_t n, size_t at)
{
	struct names s = {.r = r, .hash = calloc(r->d.columns, sizeof *s.hash)};
	r->name = calloc(r->d.columns, sizeof *r->name);
	bool ok = r->name && s.hash;
	if (ok && r->d.header)
		ok = name_from(&s, p, n, at);
	while (ok && s.n < r->d.columns)
		ok = add_name(&s, "");
	r->shape = FNV_START;
	for (unsigned i = 0; ok && i < r->d.columns; i++)
		r->shape = fnv(r->shape, r->name[i]);
	r->shape += !r->shape;
	free(s.hash);
	return ok;
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
	if (!r->relation || !gbx_csv_name_columns(r, h->p, h->n, d->skip)) {
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
	free(x->relation);
	free(x);
}
