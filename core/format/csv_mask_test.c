/*
 * Every kernel this processor has says what the machine of csv_field.c says, cell
 * by cell, on tables that are mostly well made, have all line ends, and sometimes
 * quotes where none belong.
 */
#include "csv_testing.h"

#include "csv_mask.h"

#define ROUNDS 1500
#define COLUMNS 4u

struct setting {
	char delim;
	int quote;
	unsigned crooked; /* per mille of cells */
	unsigned quoted;  /* percent of cells */
	const char *eol;
};

static const struct setting settings[] = {
    {',', '"', 0, 0, "\n"},   {',', '"', 0, 40, "\n"},   {',', '"', 0, 100, "\r\n"},
    {'\t', '"', 1, 30, "\n"}, {';', '\'', 2, 50, "\n"},  {',', '"', 10, 50, "\r\n"},
    {'|', -1, 0, 20, "\n"},   {',', '"', 100, 60, "\n"}, {0, '"', 5, 50, "\n"},
    {',', '"', 1, 100, "\n"},
};

static struct gbx_csv_dialect dialect_of(const struct setting *s)
{
	struct gbx_csv_dialect d = {.quote = s->quote, .escape = -1, .columns = COLUMNS};
	d.record = 20;
	d.ndelim = s->delim != 0;
	d.delim[0] = (unsigned char)s->delim;
	d.columns = d.ndelim ? COLUMNS : 1;
	gbx_csv_dialect_ready(&d);
	return d;
}

static void put_inside(struct gbx_buf *b, const struct setting *s, uint64_t *seed)
{
	static const char *const parts[] = {"a", "word", "\n", "\r\n", "xyz xyz xyz xyz ", ",;|\t"};
	for (unsigned n = (unsigned)(rnd(seed) % 6); n; n--) {
		uint64_t x = rnd(seed) >> 20;
		if (x % 40 == 0 && s->quote > 0) {
			gbx_buf_addc(b, (char)s->quote);
			gbx_buf_addc(b, (char)s->quote);
		}
		gbx_buf_adds(b, parts[x % 6]);
	}
}

static void put_cell(struct gbx_buf *b, const struct setting *s, uint64_t *seed)
{
	static const char *const crooked[] = {"\"",     "'",      "\"a\"b", "a\"b\"",
	                                      " \"a\"", "\"a\" ", "\r"};
	uint64_t x = rnd(seed) >> 16;
	if (x % 1000 < s->crooked) {
		gbx_buf_adds(b, crooked[x / 1000 % 7]);
	} else if (x / 7000 % 100 < s->quoted && s->quote > 0) {
		gbx_buf_addc(b, (char)s->quote);
		put_inside(b, s, seed);
		gbx_buf_addc(b, (char)s->quote);
	} else {
		gbx_buf_add(b, "abcdefghijklmnopqrstuvwxyz012345", x / 700000 % 33);
	}
}

static void put_row(struct gbx_buf *b, const struct setting *s, uint64_t *seed)
{
	uint64_t x = rnd(seed) >> 24;
	unsigned cells = COLUMNS;
	if (x % 50 == 0)
		cells = (unsigned)(x / 50 % 9);
	for (unsigned i = 0; i < cells; i++) {
		if (i && s->delim)
			gbx_buf_addc(b, s->delim);
		put_cell(b, s, seed);
	}
	gbx_buf_adds(b, x % 64 == 1 ? "\r\n" : s->eol);
}

/* What the machine makes of it, as outcome.cells. */
static void by_machine(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                       struct gbx_buf *out)
{
	unsigned char *copy = malloc(n + 1);
	assert_non_null(copy);
	for (size_t at = 0; at < n;) {
		size_t blank = gbx_csv_blank(d, p, n, at);
		enum gbx_csv_step step = blank ? GBX_CSV_NEXT_RECORD : GBX_CSV_NEXT_FIELD;
		size_t row = out->n;
		at += blank;
		for (unsigned i = 0; step == GBX_CSV_NEXT_FIELD; i++) {
			struct gbx_csv_field f;
			step = gbx_csv_field_next(d, p, n, at, i, true, &f);
			at = f.next;
			/* its lines are no rows: quarantined to the end */
			if ((f.how & GBX_CSV_ENDLESS) && !gbx_csv_lines_fit(d, p, f.from, n)) {
				out->n = row;
				gbx_buf_addc(out, 0);
				free(copy);
				return;
			}
			memcpy(copy, p + f.from, f.to - f.from);
			size_t len = gbx_csv_unescape(d, copy, f.to - f.from, f.how);
			if (f.how & GBX_CSV_JUNK) {
				memcpy(copy + len, p + f.tail, f.tail_to - f.tail);
				len += f.tail_to - f.tail;
			}
			if (i)
				gbx_buf_addc(out, '|');
			gbx_escape_json(out, gbx_span_of(copy, len));
		}
		if (!blank)
			gbx_buf_addc(out, '\n');
	}
	free(copy);
}

static void by_kernel(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                      struct outcome *o)
{
	struct gbx_csv_reader r = {.base.format = &gbx_format_csv, .d = *d};
	r.relation = strdup("t");
	assert_true(gbx_csv_name_columns(&r, NULL, 0, 0));
	outcome_init(o);
	feed(&r.base, p, n, n + 1, o);
	for (unsigned i = 0; i < d->columns; i++)
		free(r.name[i]);
	free(r.name);
	free(r.relation);
}

static size_t machine_cut(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n)
{
	size_t at = 0;
	for (size_t end; at < n && (end = gbx_csv_record_end(d, p, n, at, false)); at = end)
		;
	return at;
}

static void check_kernels(struct gbx_csv_dialect d, const struct gbx_buf *b, int round)
{
	/* exactly as many bytes as there are, for the sanitizer */
	unsigned char *p = malloc(b->n + !b->n);
	struct gbx_buf want = GBX_BUF_INIT((size_t)1 << 28);
	assert_non_null(p);
	memcpy(p, b->p, b->n);
	by_machine(&d, p, b->n, &want);
	size_t cut = machine_cut(&d, p, b->n);
	for (unsigned k = 0; k < gbx_csv_kernels_count; k++) {
		struct outcome o;
		d.kernel = &gbx_csv_kernels[k];
		if (!d.kernel->fits())
			continue;
		if (gbx_csv_cut(&d, p, b->n, 0) != cut)
			fail_msg("round %d, %s: cut elsewhere", round, d.kernel->name);
		by_kernel(&d, p, b->n, &o);
		if (strcmp(gbx_buf_str(&want), gbx_buf_str(&o.cells)) != 0)
			fail_msg("round %d, %s\n%s\nmachine\n%s", round, d.kernel->name,
			         gbx_buf_str(&o.cells), gbx_buf_str(&want));
		outcome_release(&o);
	}
	gbx_buf_release(&want);
	free(p);
}

static void test_kernels_say_what_the_machine_says(void **state)
{
	(void)state;
	uint64_t seed = 20;
	for (int i = 0; i < ROUNDS; i++) {
		const struct setting *s =
		    &settings[(size_t)i % (sizeof settings / sizeof *settings)];
		struct gbx_buf b = GBX_BUF_INIT(1u << 24);
		gbx_buf_addc(&b, 'x'); /* never empty */
		/* a few rows, or several batches of blocks */
		for (unsigned n = (unsigned)(rnd(&seed) % (i % 8 ? 12 : 600)); n; n--)
			put_row(&b, s, &seed);
		if (rnd(&seed) >> 20 & 1)
			b.n -= b.n > 40 ? rnd(&seed) >> 30 & 31 : 0;
		check_kernels(dialect_of(s), &b, i);
		gbx_buf_release(&b);
	}
}

/* Where the widest is not, the next one is; the last one is everywhere. */
static void test_kernels_are_listed(void **state)
{
	(void)state;
	assert_true(gbx_csv_kernels[gbx_csv_kernels_count - 1].fits());
	for (unsigned k = 0; k < gbx_csv_kernels_count; k++)
		print_message("%s: %s\n", gbx_csv_kernels[k].name,
		              gbx_csv_kernels[k].fits() ? "tested" : "not on this processor");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kernels_say_what_the_machine_says),
	    cmocka_unit_test(test_kernels_are_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
