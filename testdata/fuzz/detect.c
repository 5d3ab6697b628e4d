/*
 * What a value is: the checks of the catalogue, the scanner for free text, the plan of a
 * small table. None of them may look at what stands behind the value: each is asked
 * twice, with other bytes there.
 */
#include "fuzz.h"

#include "../../core/detect/check.h"

/* The value with GBX_CHUNK_PAD times that byte behind it. */
static unsigned char *with_tail(const unsigned char *p, size_t n, unsigned char tail)
{
	unsigned char *q = fuzz_padded(p, n);
	memset(q + n, tail, GBX_CHUNK_PAD);
	return q;
}

/* ---- one value ---- */

static void check_value(const struct gbx_value *a, const struct gbx_value *b)
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const struct gbx_type_info *i = gbx_type_info((enum gbx_type)t);
		if (i->check)
			FUZZ_CHECK(i->check(a) == i->check(b));
		FUZZ_CHECK(gbx_is_placeholder(a, (enum gbx_type)t) ==
			   gbx_is_placeholder(b, (enum gbx_type)t));
	}
	enum gbx_type stray = gbx_stray_type(a);
	FUZZ_CHECK(stray == gbx_stray_type(b));
	FUZZ_CHECK(stray == GBX_T_UNKNOWN || gbx_type_info(stray)->stray);
	FUZZ_CHECK(gbx_name_is_data(gbx_span_of(a->p, a->n)) == gbx_name_is_data(gbx_span_of(b->p, b->n)));
}

static void check_times(const struct gbx_value *a, const struct gbx_value *b, struct fuzz_draw *d)
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		if (!gbx_type_info((enum gbx_type)t)->time)
			continue;
		uint16_t variant = fuzz_draw(d, 2) ? 0 : (uint16_t)fuzz_draw(d, 64);
		int64_t x = 0, y = 0;
		bool xday = false, yday = false;
		bool is = gbx_time_parse((enum gbx_type)t, variant, a, &x, &xday);
		FUZZ_CHECK(is == gbx_time_parse((enum gbx_type)t, variant, b, &y, &yday));
		FUZZ_CHECK(!is || (x == y && xday == yday));
	}
}

void fuzz_types(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_span s = gbx_trim(p, n);
	(void)of;
	if (!s.n)
		return;
	unsigned char *x = with_tail(s.p, s.n, 0), *y = with_tail(s.p, s.n, '7');
	struct gbx_value a = gbx_value_of(x, s.n), b = gbx_value_of(y, s.n);
	check_value(&a, &b);
	check_times(&a, &b, &d);
	free(x);
	free(y);
}

/* ---- free text ---- */

void fuzz_scan(const void *of, const unsigned char *p, size_t n)
{
	struct gbx_hit hit[64], again[64];
	struct fuzz_draw d = fuzz_draw_of(p, n);
	(void)of;
	unsigned char *x = with_tail(p, n, 0), *y = with_tail(p, n, '7');
	uint32_t got = gbx_scan_text(x, n, hit, 64), end = 0;
	uint32_t few = fuzz_draw(&d, 64), less = gbx_scan_text(y, n, again, few);
	FUZZ_CHECK(got <= 64 && less == (got < few ? got : few));
	for (uint32_t i = 0; i < got; i++) {
		FUZZ_CHECK(hit[i].off >= end && hit[i].len && hit[i].len <= n - hit[i].off);
		FUZZ_CHECK(hit[i].type > GBX_T_EMPTY && hit[i].type < GBX_T_COUNT);
		FUZZ_CHECK(i >= less || !memcmp(hit + i, again + i, sizeof hit[i]));
		end = hit[i].off + hit[i].len;
	}
	free(x);
	free(y);
}

/* ---- a small table ---- */

#define COLUMNS 6u
#define ROWS 256u

struct table {
	struct gbx_column_sample col[COLUMNS];
	struct gbx_column_plan plan[COLUMNS];
	struct gbx_value v[COLUMNS][ROWS];
	uint32_t ncol;
};

/* Lines of cells between tabs; the first has the names. */
static void fill(struct table *t, const unsigned char *p, size_t n, struct fuzz_draw *d)
{
	struct gbx_span rest = { p, n }, names = fuzz_cut(&rest, '\n');
	while (t->ncol < COLUMNS && (names.n || !t->ncol)) {
		struct gbx_column_sample *c = &t->col[t->ncol];
		*c = (struct gbx_column_sample){ .name = fuzz_cut(&names, '\t'), .v = t->v[t->ncol] };
		c->headerless = !fuzz_draw(d, 4);
		c->list = !fuzz_draw(d, 8);
		c->envelope = !fuzz_draw(d, 8);
		if (!fuzz_draw(d, 8))
			c->set = (enum gbx_type)fuzz_draw(d, GBX_T_COUNT);
		t->ncol++;
	}
	for (uint32_t row = 0; row < ROWS && rest.n; row++) {
		struct gbx_span line = fuzz_cut(&rest, '\n');
		for (uint32_t i = 0; i < t->ncol; i++) {
			struct gbx_span cell = fuzz_cut(&line, '\t');
			cell = gbx_trim(cell.p, cell.n);
			t->col[i].records = row + 1;
			if (cell.n)
				t->v[i][t->col[i].n++] = gbx_value_of(cell.p, cell.n);
		}
	}
}

static void check_plan(const struct table *t, uint32_t i)
{
	const struct gbx_column_plan *p = &t->plan[i];
	uint64_t valid = 0;
	char why[GBX_WHY];
	FUZZ_CHECK(p->type < GBX_T_COUNT && p->nrunner <= GBX_RUNNERS);
	FUZZ_CHECK(p->confidence >= 0 && p->confidence <= 1);
	FUZZ_CHECK(memchr(p->header_word, 0, sizeof p->header_word));
	for (uint32_t k = 0; k < t->col[i].n; k++) {
		const struct gbx_value *v = &t->col[i].v[k];
		int64_t seconds;
		bool day;
		bool is = gbx_plan_valid(p, v);
		valid += is;
		FUZZ_CHECK(gbx_plan_stray(p, v, is) < GBX_T_COUNT);
		if (gbx_type_info(p->type)->time)
			FUZZ_CHECK(gbx_plan_time(p, v, &seconds, &day) == is);
	}
	memset(why, 1, sizeof why);
	gbx_plan_reason(p, valid, t->col[i].n, t->col[i].n - valid, why);
	FUZZ_CHECK(memchr(why, 0, sizeof why));
	double c = gbx_plan_confidence(p, valid, t->col[i].n, t->col[i].n - valid);
	FUZZ_CHECK(c >= 0 && c <= 1);
	gbx_plan_refuted(p, valid, t->col[i].n, t->col[i].n - valid);
}

void fuzz_plan(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct table *t = fuzz_alloc(sizeof *t);
	unsigned char *text = fuzz_padded(p, n);
	(void)of;
	fill(t, text, n, &d);
	gbx_plan_relation(t->col, t->ncol, t->plan);
	for (uint32_t i = 0; i < t->ncol; i++)
		check_plan(t, i);
	free(text);
	free(t);
}
