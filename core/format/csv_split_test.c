/* Splitting and parsing must see the same records, wherever buffers end. */
#include "csv_testing.h"

#include "csv_mask.h"

static struct gbx_csv_dialect dialect(const char *delim, int quote, int escape, bool any_eol)
{
	struct gbx_csv_dialect d = {.quote = quote, .escape = escape, .any_eol = any_eol};
	d.ndelim = (unsigned)strlen(delim);
	memcpy(d.delim, delim, d.ndelim);
	d.columns = 3;
	d.record = 8;
	gbx_csv_dialect_ready(&d);
	return d;
}

struct setting {
	const char *delim, *alphabet;
	int quote, escape;
	bool any_eol;
};

static const struct setting settings[] = {
    {",", "a,\"\n\r'\\", '"', -1, false},   {",", "a,\"\n ", '"', -1, false},
    {",", "\",\n", '"', -1, false},         {",", "aaaaaaaaaaaa,,\"\n", '"', -1, false},
    {",", "a,\"\n\r'\\", '"', '\\', false}, {",", "a,\"\n\r'\\", '"', -1, true},
    {"||", "a|\"\n\r ", '"', -1, false},    {",", "a,'\n\r", '\'', -1, false},
    {",", "a,\"\n\r", -1, -1, false},       {"", "a\"\n\r", '"', -1, false},
    {"\t", "a\t\\\n\r", -1, '\\', false}, {"\t", "a\t\"\n", '"', -1, false},
    {"|", "a|a|a|a\"\n", '"', -1, false}, {",", "a,a,a,\n\n\n\"", '"', -1, false},
};

static size_t random_text(uint64_t *seed, const char *alphabet, unsigned char *p, size_t max)
{
	size_t n = rnd(seed) % max, k = strlen(alphabet);
	unsigned rare = rnd(seed) % 4 ? 1 : 8;
	for (size_t i = 0; i < n; i++) {
		uint64_t x = rnd(seed) >> 20;
		p[i] = (unsigned char)alphabet[x % rare ? 0 : (x >> 8) % k];
	}
	return n;
}

/* The border splitting must find: the last record end the machine is sure of. */
static size_t machine_cut(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n)
{
	size_t at = 0;
	for (size_t end; at < n && (end = gbx_csv_record_end(d, p, n, at, false)); at = end)
		;
	return at;
}

static void test_cut_is_the_machines(void **state)
{
	(void)state;
	uint64_t seed = 42;
	unsigned char *p = calloc(1, 4096);
	for (int i = 0; i < 200000; i++) {
		const struct setting *s =
		    &settings[(size_t)i % (sizeof settings / sizeof *settings)];
		struct gbx_csv_dialect d = dialect(s->delim, s->quote, s->escape, s->any_eol);
		size_t n = random_text(&seed, s->alphabet, p, i % 7 ? 120 : 1500);
		size_t want = machine_cut(&d, p, n), got = gbx_csv_cut(&d, p, n, 0);
		if (want != got)
			fail_msg("setting %td, round %d, %zu bytes: %zu, not %zu", s - settings, i,
			         n, got, want);
	}
	free(p);
}

/* A decision taken on some bytes stands when more arrive. */
static void test_borders_do_not_move(void **state)
{
	(void)state;
	uint64_t seed = 7;
	unsigned char p[200];
	for (int i = 0; i < 60000; i++) {
		const struct setting *s =
		    &settings[(size_t)i % (sizeof settings / sizeof *settings)];
		struct gbx_csv_dialect d = dialect(s->delim, s->quote, s->escape, s->any_eol);
		size_t n = random_text(&seed, s->alphabet, p, sizeof p);
		size_t all = gbx_csv_record_end(&d, p, n, 0, true);
		for (size_t k = 1; k < n; k++) {
			size_t end = gbx_csv_record_end(&d, p, k, 0, false);
			if (end && end != all)
				fail_msg("setting %td round %d: %zu of %zu says %zu, not %zu",
				         s - settings, i, k, n, end, all);
		}
		/* alone, cut at its end, the record is the same */
		assert_int_equal(gbx_csv_record_end(&d, p, all, 0, true), all);
	}
}

/* A reader for a dialect given, not sniffed. */
static struct gbx_csv_reader reader_of(const struct gbx_csv_dialect *d)
{
	struct gbx_csv_reader r = {.base.format = &gbx_format_csv, .d = *d};
	r.relation = strdup("t");
	assert_true(gbx_csv_name_columns(&r, NULL, 0, 0));
	return r;
}

static void free_reader(struct gbx_csv_reader *r)
{
	for (unsigned i = 0; i < r->d.columns; i++)
		free(r->name[i]);
	free(r->name);
	free(r->relation);
}

static void feed_fresh(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                       size_t step, struct outcome *o)
{
	struct gbx_csv_reader r = reader_of(d);
	outcome_init(o);
	feed(&r.base, p, n, step, o);
	free_reader(&r);
}

static void check_steps(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n, int id)
{
	static const size_t steps[] = {1, 7, 64, 100};
	struct outcome whole;
	feed_fresh(d, p, n, n + 1, &whole);
	for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
		struct outcome part;
		feed_fresh(d, p, n, steps[k], &part);
		if (strcmp(gbx_buf_str(&whole.text), gbx_buf_str(&part.text)) != 0)
			fail_msg("case %d: steps of %zu:\n%s\nwhole:\n%s", id, steps[k],
			         gbx_buf_str(&part.text), gbx_buf_str(&whole.text));
		assert_int_equal(whole.ragged, part.ragged);
		outcome_release(&part);
	}
	outcome_release(&whole);
}

static void test_chunks_do_not_matter(void **state)
{
	(void)state;
	uint64_t seed = 99;
	unsigned char *p = calloc(1, 4096);
	for (int i = 0; i < 6000; i++) {
		const struct setting *s =
		    &settings[(size_t)i % (sizeof settings / sizeof *settings)];
		struct gbx_csv_dialect d = dialect(s->delim, s->quote, s->escape, s->any_eol);
		size_t n = random_text(&seed, s->alphabet, p, i % 9 ? 150 : 3000);
		check_steps(&d, p, n, i);
	}
	free(p);
}

/* The rows by masks are the rows by the machine: any_eol turns the masks off and
 * says the same where there is no CR. */
static void test_masks_parse_as_the_machine(void **state)
{
	(void)state;
	static const char *const alphabets[] = {"a,\"\n", "aaaaaaaa,,\"\n", "\",\n",
	                                        "aaaaaaaaaaaaaa,\n", "a,\"\n '",
	                                        "aaaaaa,,,,,,\n\n\n\""};
	uint64_t seed = 5;
	unsigned char *p = calloc(1, 4096);
	for (int i = 0; i < 40000; i++) {
		size_t n = random_text(&seed, alphabets[i % 6], p, i % 5 ? 200 : 3000);
		const char *delim = i % 4 ? "," : "|";
		for (size_t k = 0; k < n && i % 4 == 0; k++)
			p[k] = p[k] == ',' ? '|' : p[k];
		struct gbx_csv_dialect fast = dialect(delim, '"', -1, false),
		                       slow = dialect(delim, '"', -1, true);
		struct outcome a, b;
		feed_fresh(&fast, p, n, n + 1, &a);
		feed_fresh(&slow, p, n, n + 1, &b);
		if (strcmp(gbx_buf_str(&a.text), gbx_buf_str(&b.text)) != 0)
			fail_msg("round %d: masks\n%s\nmachine\n%s", i, gbx_buf_str(&a.text),
			         gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
	}
	free(p);
}

/* The same for what a database wrote: escapes, no quotes. */
static void test_masks_read_escapes_as_the_machine(void **state)
{
	(void)state;
	static const char *const alphabets[] = {"a\t\\\n", "aaaaaaaa\t\t\\N\n", "aaa\\tn\t\n", "\\N\t\n\""};
	uint64_t seed = 6;
	unsigned char *p = calloc(1, 4096);
	struct gbx_csv_dialect fast = dialect("\t", -1, '\\', false),
	                       slow = dialect("\t", -1, '\\', true);
	fast.database = slow.database = true;
	for (int i = 0; i < 20000; i++) {
		size_t n = random_text(&seed, alphabets[i % 4], p, i % 5 ? 200 : 3000);
		struct outcome a, b;
		feed_fresh(&fast, p, n, n + 1, &a);
		feed_fresh(&slow, p, n, n + 1, &b);
		if (strcmp(gbx_buf_str(&a.text), gbx_buf_str(&b.text)) != 0)
			fail_msg("round %d: masks\n%s\nmachine\n%s", i, gbx_buf_str(&a.text),
			         gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
	}
	free(p);
}

static void append_rows(struct gbx_buf *b, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++)
		gbx_buf_addf(b, "%u,user%u@example.com,x\n", i, i);
}

/* A quote opened among thousands of plain rows costs its own row only. */
static void test_unclosed_quote_swallows_one_row(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	for (int where = 0; where < 2; where++) {
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		append_rows(&b, 0, 20000);
		gbx_buf_adds(&b, "bad,\"open,row\n");
		append_rows(&b, 20001, where ? 20009 : 59999);
		/* what would close the quote comes too late, or is text there */
		gbx_buf_adds(&b, where ? "u,v,w\n" : "u,v\",w\n");
		struct outcome o, small;
		feed_fresh(&d, (const unsigned char *)b.p, b.n, b.n, &o);
		assert_int_equal(o.records, where ? 20010 : 60000);
		assert_int_equal(o.ragged, 0);
		assert_non_null(
		    strstr(gbx_buf_str(&o.text), "c1=\"bad\"c2=\"\\\"open\"c3=\"row\"\n"));
		feed_fresh(&d, (const unsigned char *)b.p, b.n, 5000, &small);
		assert_string_equal(gbx_buf_str(&o.text), gbx_buf_str(&small.text));
		outcome_release(&o);
		outcome_release(&small);
		gbx_buf_release(&b);
	}
}

/* Rows of a database far behind the sample, whose notes hold a quote now and then. */
static void check_letters(const char *delim, const char *const *notes, size_t n, unsigned gap)
{
	struct gbx_csv_dialect d = dialect(delim, '"', -1, false);
	struct gbx_buf b = GBX_BUF_INIT(16u << 20);
	for (unsigned i = 0; i < 6000; i++)
		gbx_buf_addf(&b, "%u%s%s%suser%u@example.com\n", i, delim,
		             i > 3000 && i % gap == 0 ? notes[i / gap % n] : "plain, words", delim,
		             i);
	for (size_t step = 5000; step <= b.n; step *= 200) {
		struct outcome o;
		feed_fresh(&d, (const unsigned char *)b.p, b.n, step, &o);
		assert_int_equal(o.records, 6000);
		assert_int_equal(o.ragged, 0);
		outcome_release(&o);
	}
	gbx_buf_release(&b);
}

static void test_late_quotes_are_letters(void **state)
{
	(void)state;
	static const char *const alone[] = {"\""}, *const ends[] = {"\"begins", "ends 5\""};
	for (unsigned gap = 1; gap < 1500; gap = 3 * gap + 1) {
		check_letters("\t", alone, 1, gap);
		check_letters("|", alone, 1, gap);
		check_letters("\t", ends, 2, gap + 1);
		check_letters("|", ends, 2, gap + 1);
	}
}

/* Text in quotes is text, be its lines as long as rows now and then. */
static void test_lines_in_quotes_are_kept(void **state)
{
	(void)state;
	static const char text[] = "1,\"9 Oak Lane, Ironfield\nWest, 99\",x\n"
	                           "2,y,\"so\nit\nis\"\n"
	                           "3,\"a,\nb,c,d\ne,\",z\n4,\"\n,\",z\n";
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	for (size_t step = 1; step < 200; step *= 6) {
		struct outcome o;
		feed_fresh(&d, (const unsigned char *)text, sizeof text - 1, step, &o);
		assert_int_equal(o.records, 4);
		assert_int_equal(o.ragged, 0);
		outcome_release(&o);
	}
}

/* What the end of an entry cut off within quotes becomes. */
static void check_open_end(const char *text, uint64_t records, uint64_t bad, const char *last)
{
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	static const size_t steps[] = {1, 50, 100000};
	for (size_t i = 0; i < 3; i++) {
		struct outcome o;
		feed_fresh(&d, (const unsigned char *)text, strlen(text), steps[i], &o);
		assert_int_equal(o.records, records);
		assert_int_equal(o.bad, bad);
		if (bad)
			assert_int_equal(o.reason, GBX_E_QUOTE_OPEN);
		assert_non_null(strstr(gbx_buf_str(&o.cells), last));
		outcome_release(&o);
	}
}

static void test_quote_open_at_the_end(void **state)
{
	(void)state;
	/* the row is kept as text */
	check_open_end("1,a,b\n2,c,\"d", 2, 0, "\"2\"|\"c\"|\"\\\"d\"");
	/* rows follow: it was never meant to hold them */
	check_open_end("1,a,b\n2,\"c,d\n3,e,f\n4,g,h\n", 4, 0, "\"4\"|\"g\"|\"h\"");
	/* long text follows: its lines are no records */
	check_open_end("1,a,b\n2,c,\"Dear all,\nit is late\nso we stop", 1, 1, "\"1\"|\"a\"|\"b\"");
}

/* One quote too many before a cell: with it as text the row has its three fields. */
static void test_stray_quote_before_quoted_cell(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	static const char text[] = "1,a,b\n\"2,c,\"d, e\"\n\"3\"\",\"f\",g\n"
	                           "4,\"so ,\"he\" said\",h\n";
	static const size_t steps[] = {1, 20, 1000};
	for (size_t i = 0; i < 3; i++) {
		struct outcome o;
		feed_fresh(&d, (const unsigned char *)text, sizeof text - 1, steps[i], &o);
		assert_string_equal(gbx_buf_str(&o.cells),
		                    "\"1\"|\"a\"|\"b\"\n\"\\\"2\"|\"c\"|\"d, e\"\n"
		                    "\"3\\\"\"|\"f\"|\"g\"\n"
		                    "\"4\"|\"so ,\\\"he\\\" said\"|\"h\"\n");
		outcome_release(&o);
	}
}

static void test_unclosed_quote_before_quoted_rows(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	static const char text[] = "1,\"open,x\n2,\"b, c\",y\n3,\"d\",z\n";
	struct outcome o;
	feed_fresh(&d, (const unsigned char *)text, sizeof text - 1, 1000, &o);
	assert_string_equal(gbx_buf_str(&o.cells),
	                    "\"1\"|\"\\\"open\"|\"x\"\n\"2\"|\"b, c\"|\"y\"\n\"3\"|\"d\"|\"z\"\n");
	outcome_release(&o);
}

/* A long quoted text whose lines are no records stays one field. */
static void test_long_quoted_text_is_kept(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	append_rows(&b, 0, 10);
	gbx_buf_adds(&b, "long,\"");
	for (int i = 0; i < 20000; i++)
		gbx_buf_adds(&b, i % 5 ? "a line of a letter\n"
		                       : "with \"\"words\"\", and more, as said, too\n");
	gbx_buf_adds(&b, "\",z\n");
	append_rows(&b, 11, 20);
	struct outcome o, small;
	feed_fresh(&d, (const unsigned char *)b.p, b.n, b.n, &o);
	assert_int_equal(o.records, 20);
	assert_int_equal(o.ragged, 0);
	feed_fresh(&d, (const unsigned char *)b.p, b.n, 7, &small);
	assert_string_equal(gbx_buf_str(&o.text), gbx_buf_str(&small.text));
	outcome_release(&o);
	outcome_release(&small);
	gbx_buf_release(&b);
}

/* Runs the reader as the pipeline does when a record is too large. */
static size_t lose_record(struct gbx_reader *r, const unsigned char *p, size_t n, size_t part)
{
	bool found = false;
	size_t lost = 0;
	while (!found && lost < n) {
		size_t have = n - lost < part ? n - lost : part;
		size_t k = r->format->resync(r, p + lost, have, &found);
		assert_true(k <= have && (found || k == have));
		lost += k;
	}
	return lost;
}

static void test_oversized_record_is_lost_alone(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "big,\"");
	for (int i = 0; i < 400000; i++)
		gbx_buf_adds(&b, "text in quotes, with \"\"marks\"\"\nand ends of lines\n ");
	gbx_buf_adds(&b, "\",z\n");
	size_t end = b.n;
	append_rows(&b, 1, 100);
	assert_true(end > 18u << 20);
	struct gbx_csv_reader r = reader_of(&d);
	struct gbx_split st;
	const unsigned char *p = (const unsigned char *)b.p;
	assert_int_equal(gbx_csv_split(&r.base, p, GBX_RECORD_BYTES, false, &st), 0);
	assert_int_equal(lose_record(&r.base, p, b.n, 1 << 20), end);
	assert_true(gbx_csv_split(&r.base, p + end, b.n - end, false, &st) > 0);
	free_reader(&r);
	gbx_buf_release(&b);
}

/* A quote never closed in text that looks like nothing must not eat the rest. */
static void test_lost_record_has_an_end(void **state)
{
	(void)state;
	struct gbx_csv_dialect d = dialect(",", '"', -1, false);
	struct gbx_buf b = GBX_BUF_INIT(128u << 20);
	gbx_buf_adds(&b, "big,\"");
	while (b.n < 40u << 20)
		gbx_buf_adds(&b, "text without an end of the quotes\n");
	struct gbx_csv_reader r = reader_of(&d);
	size_t lost = lose_record(&r.base, (const unsigned char *)b.p, b.n, 1 << 20);
	assert_true(lost > 2u * GBX_RECORD_BYTES && lost < 2u * GBX_RECORD_BYTES + 100);
	free_reader(&r);
	gbx_buf_release(&b);
}

/* Work must grow with the input, not faster: inputs made of hunts. */
static void test_hostile_quotes_take_linear_time(void **state)
{
	(void)state;
	static const char *const parts[] = {",\"x\n",     "\"a", "\"a\",b\"", ",\"",     "\"\"x",
	                                    ",\"\"\"x\n", "\" ", "\"\\",      ",\"\"\n", "\n\""};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct gbx_csv_dialect d = dialect(",", '"', i % 2 ? -1 : '\\', false);
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		gbx_buf_adds(&b, ",\"");
		while (b.n < 2u << 20)
			gbx_buf_adds(&b, parts[i]);
		size_t steps = 0;
		for (size_t at = 0; at < b.n; steps++) {
			at = gbx_csv_record_end(&d, (const unsigned char *)b.p, b.n, at, true);
			assert_true(at > 0 && steps <= b.n);
		}
		gbx_buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cut_is_the_machines),
	    cmocka_unit_test(test_borders_do_not_move),
	    cmocka_unit_test(test_chunks_do_not_matter),
	    cmocka_unit_test(test_masks_parse_as_the_machine),
	    cmocka_unit_test(test_masks_read_escapes_as_the_machine),
	    cmocka_unit_test(test_unclosed_quote_swallows_one_row),
	    cmocka_unit_test(test_unclosed_quote_before_quoted_rows),
	    cmocka_unit_test(test_late_quotes_are_letters),
	    cmocka_unit_test(test_lines_in_quotes_are_kept),
	    cmocka_unit_test(test_quote_open_at_the_end),
	    cmocka_unit_test(test_stray_quote_before_quoted_cell),
	    cmocka_unit_test(test_long_quoted_text_is_kept),
	    cmocka_unit_test(test_oversized_record_is_lost_alone),
	    cmocka_unit_test(test_lost_record_has_an_end),
	    cmocka_unit_test(test_hostile_quotes_take_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
