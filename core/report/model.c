/* The report's model; the contract is in model.h. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

static void *take(struct gbx_model *m, uint64_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n ? n : 1, size, &bytes))
		return NULL;
	return gbx_arena_zalloc(&m->arena, bytes);
}

struct gbx_figure gbx_model_count(const struct gbx_model *m, uint32_t r, uint64_t n)
{
	struct gbx_figure f = gbx_figure_count(n, m->suppress);

	return m->relation[r].tight ? gbx_figure_range(f) : f;
}

struct gbx_figure gbx_model_estimate(const struct gbx_model *m, uint32_t r, struct gbx_estimate e)
{
	struct gbx_figure f = gbx_figure_estimate(e, m->suppress);

	return m->relation[r].tight ? gbx_figure_range(f) : f;
}

/* ---- relations ---- */

/* Shapes are the commonest five: only when they are all, their sum is known. */
static bool shapes(struct gbx_model *m, uint32_t r, const struct gbx_sum_field *f,
		   struct gbx_model_field *out)
{
	uint64_t sum = 0;

	out->shape = take(m, f->nshape, sizeof(*out->shape));
	if (!out->shape)
		return false;
	for (uint32_t i = 0; i < f->nshape; i++) {
		out->shape[i] = gbx_model_count(m, r, f->shape[i].records);
		sum += f->shape[i].records;
	}
	if (m->suppress && sum == f->non_empty)
		gbx_figures_cover(out->shape, f->nshape);
	return true;
}

static bool regions(struct gbx_model *m, uint32_t r, const struct gbx_sum_field *f,
		    struct gbx_model_field *out)
{
	out->region = take(m, f->nregion, sizeof(*out->region));
	if (!out->region)
		return false;
	for (uint32_t i = 0; i < f->nregion; i++)
		out->region[i] = gbx_model_count(m, r, f->region[i].records);
	if (m->suppress) /* their sum is the count of valid values */
		gbx_figures_cover(out->region, f->nregion);
	return true;
}

static bool months(struct gbx_model *m, uint32_t r, const struct gbx_sum_field *f,
		   struct gbx_model_field *out)
{
	out->month = take(m, f->nmonth, sizeof(*out->month));
	if (!out->month)
		return false;
	for (uint32_t i = 0; i < f->nmonth; i++)
		out->month[i] = gbx_model_count(m, r, f->month[i].records);
	if (m->suppress)
		gbx_figures_cover(out->month, f->nmonth);
	return true;
}

/* Together they are all values but placeholders, which may be shown. */
static bool stored(struct gbx_model *m, uint32_t r, const struct gbx_sum_field *f,
		   struct gbx_model_field *out)
{
	out->stored = take(m, f->nstored, sizeof(*out->stored));
	if (!out->stored)
		return false;
	for (uint32_t i = 0; i < f->nstored; i++)
		out->stored[i] = gbx_model_count(m, r, f->stored[i].records);
	if (m->suppress)
		gbx_figures_cover(out->stored, f->nstored);
	return true;
}

/* Every record is in one exposure set, so the sets give the relation's records. */
static bool sets(struct gbx_model *m, const struct gbx_sum_relation *s,
		 struct gbx_model_relation *out)
{
	uint32_t n = s->nset;

	out->set = take(m, (uint64_t)n + 1, sizeof(*out->set));
	if (!out->set)
		return false;
	for (uint32_t i = 0; i < n; i++)
		out->set[i] = gbx_figure_count(s->set[i].records, m->suppress);
	out->set[n] = gbx_figure_count(s->other_sets, m->suppress);
	if (m->suppress)
		out->tight = !gbx_figures_cover(out->set, n + 1) && out->records.cover == GBX_SHOWN;
	out->other_sets = out->set[n];
	return true;
}

static bool relation(struct gbx_model *m, uint32_t r)
{
	const struct gbx_sum_relation *s = &m->s->relation[r];
	struct gbx_model_relation *out = &m->relation[r];

	out->records = gbx_figure_count(s->records, m->suppress);
	out->quarantined = gbx_figure_count(s->quarantined, m->suppress);
	out->field = take(m, s->nfield, sizeof(*out->field));
	if (!out->field || !sets(m, s, out))
		return false;
	out->records = gbx_model_count(m, r, s->records);
	for (uint32_t i = 0; i < s->nfield; i++)
		if (!shapes(m, r, &s->field[i], &out->field[i]) ||
		    !months(m, r, &s->field[i], &out->field[i]) ||
		    !regions(m, r, &s->field[i], &out->field[i]) ||
		    !stored(m, r, &s->field[i], &out->field[i]))
			return false;
	return true;
}

static bool relations(struct gbx_model *m)
{
	m->relation = take(m, m->s->nrelation, sizeof(*m->relation));
	for (uint32_t r = 0; m->relation && r < m->s->nrelation; r++)
		if (!relation(m, r))
			return false;
	return m->relation != NULL;
}

/* ---- entries ---- */

uint32_t gbx_model_entry_index(const struct gbx_model *m, uint32_t id)
{
	uint32_t n = m->s->nentry;

	if (id && id <= n && m->s->entry[id - 1].id == id)
		return id - 1; /* the usual case: ids count from 1 */
	for (uint32_t i = 0; i < n; i++)
		if (m->s->entry[i].id == id)
			return i;
	return n;
}

/* The records of a relation's entries sum up to its own, which is shown. */
static bool cover_entries(struct gbx_model *m, uint32_t r)
{
	const struct gbx_sum_relation *s = &m->s->relation[r];
	struct gbx_figure *f = take(m, s->nentry, sizeof(*f));
	uint32_t *at = take(m, s->nentry, sizeof(*at));
	uint32_t n = 0;

	if (!f || !at)
		return false;
	for (uint32_t i = 0; i < s->nentry; i++) {
		at[n] = gbx_model_entry_index(m, s->entry[i]);
		if (at[n] < m->s->nentry)
			f[n] = m->entry[at[n]].records, n++;
	}
	if (!gbx_figures_cover(f, n) || m->relation[r].tight)
		for (uint32_t i = 0; i < n; i++)
			f[i] = gbx_figure_range(f[i]);
	for (uint32_t i = 0; i < n; i++)
		m->entry[at[i]].records = f[i];
	return true;
}

/* An empty file is read with nothing; a picture is not, though it lacks nothing. */
static bool passed_over(const struct gbx_sum_entry *e)
{
	return e->bytes && e->status != GBX_ENTRY_READ && !gbx_entry_lacks(e);
}

static bool entries(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	m->entry = take(m, s->nentry, sizeof(*m->entry));
	if (!m->entry)
		return false;
	for (uint32_t i = 0; i < s->nentry; i++) {
		const struct gbx_sum_entry *e = &s->entry[i];
		m->entry[i].records = gbx_figure_count(e->records, m->suppress);
		m->entry[i].repaired = gbx_figure_count(e->repaired, m->suppress);
		m->entry[i].ragged = gbx_figure_count(e->ragged, m->suppress);
		m->entry[i].quarantined = gbx_figure_count(e->quarantined, m->suppress);
		/* a header line or a bracket is no loss */
		if (e->status == GBX_ENTRY_NOT_READ || e->status == GBX_ENTRY_ERROR)
			m->bytes_skipped += e->skipped_bytes;
		m->nfile += gbx_entry_files(e);
		m->nunread += gbx_entry_lacks(e) ? gbx_entry_files_like(e) : 0;
		m->nread -= passed_over(e) ? gbx_entry_files(e) : 0;
	}
	m->nread += m->nfile - m->nunread;
	for (uint32_t r = 0; m->suppress && r < s->nrelation; r++)
		if (!cover_entries(m, r))
			return false;
	return true;
}

/* Sorts the notes by entry, keeping their order. */
static bool sort_notes(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;
	uint32_t *slot = take(m, s->nquarantine, sizeof(*slot));

	if (!slot)
		return false;
	for (uint32_t i = 0; i < s->nquarantine; i++) {
		uint32_t e = gbx_model_entry_index(m, s->quarantine[i].entry);
		if (e < s->nentry)
			m->entry[e].nnote++;
	}
	for (uint32_t i = 0; i < s->nentry; i++) {
		m->entry[i].note = slot;
		slot += m->entry[i].nnote;
		m->entry[i].nnote = 0;
	}
	for (uint32_t i = 0; i < s->nquarantine; i++) {
		uint32_t e = gbx_model_entry_index(m, s->quarantine[i].entry);
		if (e < s->nentry)
			m->entry[e].note[m->entry[e].nnote++] = i;
	}
	return true;
}

/* The reasons of one entry sum up to its quarantined records. */
static bool cover_notes(struct gbx_model *m, const struct gbx_model_entry *e)
{
	struct gbx_figure *f = take(m, e->nnote, sizeof(*f));

	if (!f)
		return false;
	for (uint32_t i = 0; i < e->nnote; i++)
		f[i] = m->quarantine[e->note[i]];
	gbx_figures_cover(f, e->nnote);
	for (uint32_t i = 0; i < e->nnote; i++)
		m->quarantine[e->note[i]] = f[i];
	return true;
}

static bool quarantine(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	m->quarantine = take(m, s->nquarantine, sizeof(*m->quarantine));
	if (!m->quarantine || !sort_notes(m))
		return false;
	for (uint32_t i = 0; i < s->nquarantine; i++)
		m->quarantine[i] = gbx_figure_count(s->quarantine[i].records, m->suppress);
	for (uint32_t i = 0; m->suppress && i < s->nentry; i++)
		if (m->entry[i].nnote && !cover_notes(m, &m->entry[i]))
			return false;
	return true;
}

/* ---- totals ---- */

/* The total as it may stand beside its parts; parts that do not make up the
 * total leave it as it is. */
static struct gbx_figure beside(const struct gbx_model *m, uint64_t total,
				const struct gbx_figure *part, uint32_t n)
{
	struct gbx_figure sum = gbx_figures_total(part, n);

	return m->suppress && sum.value == total ? sum : gbx_figure_count(total, m->suppress);
}

static bool totals(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;
	uint32_t n = s->nrelation > s->nentry ? s->nrelation : s->nentry;
	struct gbx_figure *f = take(m, n, sizeof(*f));

	if (!f)
		return false;
	for (uint32_t i = 0; i < s->nrelation; i++)
		f[i] = m->relation[i].records;
	m->records = beside(m, s->records, f, s->nrelation);
	for (uint32_t i = 0; i < s->nentry; i++)
		f[i] = m->entry[i].quarantined;
	m->quarantined = beside(m, s->quarantined, f, s->nentry);
	for (uint32_t i = 0; i < s->nentry; i++)
		f[i] = m->entry[i].repaired;
	m->repaired = beside(m, s->repaired, f, s->nentry);
	m->duplicates = gbx_figure_estimate(s->duplicates, m->suppress);
	return true;
}

/* ---- why partial ---- */

/* The summary's own words hold the exact count of quarantined records. Where that
 * is covered, its reason is said here instead. */
static bool reasons(struct gbx_model *m)
{
	struct gbx_summary *s = m->s;
	uint64_t records = s->quarantined;
	bool covered = m->quarantined.cover != GBX_SHOWN;
	const char *why;

	if (covered)
		s->quarantined = 0;
	while (gbx_summary_partial(s, m->nreason))
		m->nreason++;
	m->reason = take(m, (uint64_t)m->nreason + 1, sizeof(*m->reason));
	for (uint32_t i = 0; m->reason && (why = gbx_summary_partial(s, i)); i++)
		m->reason[i] = why;
	s->quarantined = records;
	if (!covered || !m->reason)
		return m->reason != NULL;
	struct gbx_buf b = GBX_BUF_INIT(128);
	gbx_put_figure(&b, m->quarantined);
	gbx_buf_adds(&b, " records are in quarantine");
	m->reason[m->nreason] = b.failed ? NULL : gbx_arena_dup(&m->arena, b.p, b.n);
	gbx_buf_release(&b);
	return m->reason[m->nreason++] != NULL;
}

/* ---- exposure over all relations ---- */

static int by_types(const void *a, const void *b)
{
	const struct gbx_model_top *x = a, *y = b;

	return gbx_typeset_cmp(&x->types, &y->types);
}

static int by_records(const void *a, const void *b)
{
	const struct gbx_model_top *x = a, *y = b;

	if (x->records.value != y->records.value)
		return x->records.value > y->records.value ? -1 : 1;
	return by_types(a, b);
}

/* Two national ids are one thing to say: keep the first type of each word. */
static struct gbx_typeset canonical(const enum gbx_type *first, const struct gbx_typeset *t)
{
	struct gbx_typeset out = { { 0, 0 } };

	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (gbx_typeset_has(t, (enum gbx_type)i))
			gbx_typeset_add(&out, first[i]);
	return out;
}

static uint32_t merge_top(struct gbx_model_top *top, uint32_t n)
{
	uint32_t k = 0;

	qsort(top, n, sizeof(*top), by_types);
	for (uint32_t i = 0; i < n; i++) {
		if (k && by_types(&top[k - 1], &top[i]) == 0)
			top[k - 1].records = gbx_figure_sum(top[k - 1].records, top[i].records);
		else
			top[k++] = top[i];
	}
	qsort(top, k, sizeof(*top), by_records);
	return k;
}

static bool exposures(struct gbx_model *m, const enum gbx_type *first)
{
	const struct gbx_summary *s = m->s;
	uint64_t n = 0;

	for (uint32_t r = 0; r < s->nrelation; r++)
		n += s->relation[r].nset;
	m->top = n <= UINT32_MAX ? take(m, n, sizeof(*m->top)) : NULL;
	if (!m->top)
		return false;
	for (uint32_t r = 0; r < s->nrelation; r++)
		for (uint32_t i = 0; i < s->relation[r].nset; i++) {
			const struct gbx_typeset *t = &s->relation[r].set[i].types;
			if (t->w[0] || t->w[1])
				m->top[m->ntop++] = (struct gbx_model_top){ canonical(first, t),
									    m->relation[r].set[i] };
		}
	m->ntop = merge_top(m->top, m->ntop);
	return true;
}

/* ---- words ---- */

/* Where the name of a type does not read as English. The rule for the rest: up
 * to the first dot, spaces for underscores. */
static const struct {
	const char *name, *word;
} type_word[] = {
	{ "name.full", "name" },
	{ "name.given", "given name" },
	{ "name.family", "family name" },
	{ "password.plain", "plain password" },
	{ "token.jwt", "access token" },
	{ "secret.aws_key", "cloud key" },
	{ "ip", "IP address" },
	{ "mac", "MAC address" },
	{ "url", "URL" },
	{ "uuid", "UUID" },
	{ "iban", "IBAN" },
	{ "imei", "IMEI" },
	{ "vin", "VIN" },
	{ "geo", "coordinates" },
	{ "record.criminal", "criminal record" },
	{ "health.term", "health" },
};

static const char *word_of(struct gbx_model *m, const char *name)
{
	for (size_t i = 0; i < sizeof(type_word) / sizeof(*type_word); i++)
		if (strcmp(type_word[i].name, name) == 0)
			return type_word[i].word;
	char *w = gbx_arena_dup(&m->arena, name, strcspn(name, "."));
	for (char *p = w; p && *p; p++)
		if (*p == '_')
			*p = ' ';
	return w;
}

/* Said first, in this order; all others follow in the order of the catalogue. */
static const char *const lead[] = {
	"name",  "given name", "family name", "national id",   "passport",      "tax id",
	"phone", "email",      "address",     "date of birth", "year of birth",
};
#define LEADS (sizeof(lead) / sizeof(*lead))

static void put_in_order(struct gbx_model *m)
{
	unsigned n = 0;

	for (size_t l = 0; l <= LEADS; l++)
		for (unsigned t = 0; t < GBX_T_COUNT; t++) {
			size_t at = 0;
			while (at < LEADS && strcmp(lead[at], m->word[t]) != 0)
				at++;
			if (at == l)
				m->order[n++] = (enum gbx_type)t;
		}
}

static bool words(struct gbx_model *m, enum gbx_type *first)
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		m->word[t] = word_of(m, gbx_type_info((enum gbx_type)t)->name);
		if (!m->word[t])
			return false;
		unsigned u = 0;
		while (strcmp(m->word[u], m->word[t]) != 0)
			u++;
		first[t] = (enum gbx_type)u;
	}
	put_in_order(m);
	return true;
}

enum gbx_rc gbx_model_init(struct gbx_model *m, struct gbx_summary *s,
			   const struct gbx_report_options *o, bool suppress, struct gbx_err *err)
{
	enum gbx_type first[GBX_T_COUNT];

	*m = (struct gbx_model){ .s = s, .o = o, .suppress = suppress };
	gbx_arena_init(&m->arena, GBX_REPORT_BYTES);
	if (words(m, first) && relations(m) && entries(m) && quarantine(m) && totals(m) &&
	    gbx_model_account(m) && reasons(m) && exposures(m, first))
		return GBX_OK;
	gbx_model_release(m);
	return gbx_fail(err, GBX_E_NOMEM, "preparing the report");
}

void gbx_model_release(struct gbx_model *m)
{
	gbx_arena_release(&m->arena);
}
