/* Rows of delimited text: own fixtures, then the public suites csv-spectrum and
 * PapaParse, limits, damage. */
#include "csv_testing.h"

#include "tape.h"
#include "text.h"

struct fixture {
	const char *text, *cells;
	struct gbx_format_options o;
	unsigned ragged;
};

static void check(const struct fixture *f)
{
	static const size_t steps[] = {1 << 20, 1, 7, 64};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct outcome o;
		read_text(&gbx_format_csv, f->text, strlen(f->text), &f->o, steps[i], &o);
		if (strcmp(gbx_buf_str(&o.cells), f->cells) != 0 || o.ragged != f->ragged)
			fail_msg("steps of %zu, ragged %u:\n%s\ngives\n%s", steps[i],
			         (unsigned)o.ragged, f->text, gbx_buf_str(&o.cells));
		outcome_release(&o);
	}
}

#define COMMA                                                                                      \
	{                                                                                          \
		.delimiter = ",", .header = -1                                                     \
	}

static void test_rows(void **state)
{
	(void)state;
	static const struct fixture cases[] = {
	    {"a,b\n", "\"a\"|\"b\"\n", COMMA, 0},
	    {"a,b", "\"a\"|\"b\"\n", COMMA, 0},
	    {"a,b\r\nc,d\r\n", "\"a\"|\"b\"\n\"c\"|\"d\"\n", COMMA, 0},
	    {"a,b\rc,d\r", "\"a\"|\"b\"\n\"c\"|\"d\"\n", COMMA, 0},
	    {" a , b \n", "\" a \"|\" b \"\n", COMMA, 0},
	    {"\\N,,x\n", "\"\\\\N\"|\"\"|\"x\"\n", COMMA, 0},
	    {"\n\na,b\n\r\n\nc,d\n\n", "\"a\"|\"b\"\n\"c\"|\"d\"\n", COMMA, 0},
	    {"\"a,1\",\"b\n2\"\n", "\"a,1\"|\"b\\n2\"\n", COMMA, 0},
	    {"\"say \"\"hi\"\"\",\"\"\n", "\"say \\\"hi\\\"\"|\"\"\n", COMMA, 0},
	    {"5\" pipe,6\" \"x\"\n", "\"5\\\" pipe\"|\"6\\\" \\\"x\\\"\"\n", COMMA, 0},
	    {"\"a\"\"b\"cd,\"e\"\"f\"\n", "\"a\\\"bcd\"|\"e\\\"f\"\n", COMMA, 0},
	    {"\"ab\"cd,x\n", "\"abcd\"|\"x\"\n", COMMA, 0},
	    {"\"ab\"cd,\"x\"\n", "\"abcd\"|\"x\"\n", COMMA, 0},
	    {"\"a\" ,\"b\"  \n", "\"a\"|\"b\"\n", COMMA, 0},
	    {"\"he said \"no\" twice\",x\n", "\"he said \\\"no\\\" twice\"|\"x\"\n", COMMA, 0},
	    {"\"he said \"yes,\" and left\",x\n", "\"he said \\\"yes,\\\" and left\"|\"x\"\n",
	     COMMA, 0},
	    {"a,b,c\nd,e\nf,g,h,i\n", "\"a\"|\"b\"|\"c\"\n\"d\"|\"e\"\n\"f\"|\"g\"|\"h\"|\"i\"\n",
	     COMMA, 2},
	    {"a,\"b\nc,d\n", "\"a\"|\"\\\"b\"\n\"c\"|\"d\"\n", COMMA, 0},
	    {"a,\"", "\"a\"|\"\\\"\"\n", COMMA, 0},
	    {"a||b||c\n||\"d||e\"||\n",
	     "\"a\"|\"b\"|\"c\"\n\"\"|\"d||e\"|\"\"\n",
	     {.delimiter = "||", .header = -1},
	     0},
	    {"a|b||c|\n", "\"a|b\"|\"c|\"\n", {.delimiter = "||", .header = -1}, 0},
	    {"\"a\\\"b\",\"c\\\\\",\"C:\\dir\"\n",
	     "\"a\\\"b\"|\"c\\\\\"|\"C:\\\\dir\"\n",
	     {.delimiter = ",", .header = -1, .escape = '\\'},
	     0},
	    {"a\\,b,c\\\nd,\\N\n",
	     "\"a,b\"|\"c\\nd\"|\"\\\\N\"\n",
	     {.delimiter = ",", .header = -1, .escape = '\\'},
	     0},
	    {"'a,b','it''s'\n",
	     "\"a,b\"|\"it's\"\n",
	     {.delimiter = ",", .header = -1, .quote = '\''},
	     0},
	    {"\"a\",\"b\"\n",
	     "\"\\\"a\\\"\"|\"\\\"b\\\"\"\n",
	     {.delimiter = ",", .header = -1, .quote = -1},
	     0},
	    {"x\xff,\xc3\n", "\"x\xef\xbf\xbd\"|\"\xef\xbf\xbd\"\n", COMMA, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(&cases[i]);
}

static void check_names(const char *text, int header, const char *want)
{
	struct outcome o;
	struct gbx_format_options opt = {.delimiter = ",", .header = header};
	read_text(&gbx_format_csv, text, strlen(text), &opt, 4096, &o);
	assert_string_equal(gbx_buf_str(&o.text), want);
	outcome_release(&o);
}

/* What mysql --batch and COPY write: quotes are letters, \\N is no value, \\t a tab. */
static void test_text_of_databases(void **state)
{
	(void)state;
	static const struct fixture cases[] = {
	    {"id\tnote\temail\n1\t\"never closed\ta@example.com\n2\t\\N\tb@example.com\n"
	     "3\tC:\\\\x\\ty\\n\tc@example.com\n4\tends here\"\td@example.com\n",
	     "\"1\"|\"\\\"never closed\"|\"a@example.com\"\n\"2\"|\"b@example.com\"\n"
	     "\"3\"|\"C:\\\\x\\ty\\n\"|\"c@example.com\"\n\"4\"|\"ends here\\\"\"|\"d@example.com\"\n",
	     {.format = NULL},
	     0},
	    {"1|\"|a@example.com\n2|b|b@example.com\n3|\"|c@example.com\n4|C:\\d|d@example.com\n",
	     "\"1\"|\"\\\"\"|\"a@example.com\"\n\"2\"|\"b\"|\"b@example.com\"\n"
	     "\"3\"|\"\\\"\"|\"c@example.com\"\n\"4\"|\"C:\\\\d\"|\"d@example.com\"\n",
	     {.format = NULL},
	     0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(&cases[i]);
}

static void test_names(void **state)
{
	(void)state;
	check_names("a,b\n1,2\n", 1, "a=\"1\"b=\"2\"\n");
	check_names("a,b\n1,2\n", -1, "c1=\"a\"c2=\"b\"\nc1=\"1\"c2=\"2\"\n");
	check_names("a,a,,a\n1,2,3,4\n", 1, "a=\"1\"a_2=\"2\"c3=\"3\"a_3=\"4\"\n");
	check_names("a,a_3,a,a,a\n1,2,3,4,5\n", 1, "a=\"1\"a_3=\"2\"a_2=\"3\"a_4=\"4\"a_5=\"5\"\n");
	check_names("a,a_2,a\n1,2,3\n", 1, "a=\"1\"a_2=\"2\"a_3=\"3\"\n");
	check_names(" a ,\"b\"\"c\"\n1,2\n", 1, "a=\"1\"b\"c=\"2\"\n");
	check_names("a,\xff\n1,2\n", 1, "a=\"1\"\xef\xbf\xbd=\"2\"\n");
	/* cells beyond the header; a header that took the name */
	check_names("a,c4,b\n1,2,3,4\n5,6,7\n", 1,
	            "a=\"1\"c4=\"2\"b=\"3\"c4_2=\"4\"\na=\"5\"c4=\"6\"b=\"7\"\n");
	/* only a header */
	check_names("a,b\n", 1, "");
}

static void test_nul_is_data(void **state)
{
	(void)state;
	static const char text[] = "a\0b,c\nd,\0\n";
	struct outcome o;
	struct gbx_format_options opt = COMMA;
	read_text(&gbx_format_csv, text, sizeof text - 1, &opt, 3, &o);
	assert_string_equal(gbx_buf_str(&o.cells), "\"a\\u0000b\"|\"c\"\n\"d\"|\"\\u0000\"\n");
	outcome_release(&o);
}

static void test_absent_is_not_empty(void **state)
{
	(void)state;
	struct gbx_format_options opt = COMMA;
	static const char text[] = "a,b,c\nd\ne,,\n";
	unsigned char *p = padded(text, sizeof text - 1);
	struct gbx_reader *r = open_text(&gbx_format_csv, p, sizeof text - 1, &opt);
	struct gbx_chunk c = {.p = p, .n = sizeof text - 1, .first = true, .last = true};
	c.cap = c.n + GBX_CHUNK_PAD;
	c.off = 100;
	r->format->split(r, p, c.n, true, &c.split);
	struct gbx_parsed out;
	gbx_parsed_init(&out);
	assert_int_equal(r->format->parse(r, &c, &out, NULL), GBX_OK);
	assert_int_equal(out.nbatch, 1);
	const struct gbx_batch *b = out.batch[0];
	assert_string_equal(b->relation, "people");
	assert_true(b->shape != 0);
	assert_int_equal(b->nrec, 3);
	assert_int_equal(b->ncol, 3);
	assert_null(b->col[1].rec);
	assert_int_equal(b->col[1].cell[1].off, GBX_ABSENT);
	assert_int_equal(b->col[1].cell[2].len, 0);
	assert_int_not_equal(b->col[1].cell[2].off, GBX_ABSENT);
	assert_int_equal(b->rec_off[1], 106);
	assert_ptr_equal(b->bytes, c.p);
	gbx_parsed_release(&out);
	r->format->close(r);
	gbx_chunk_release(&c);
}

/* Limits */

static void add_wide_row(struct gbx_buf *b, unsigned columns)
{
	for (unsigned i = 0; i < columns; i++)
		gbx_buf_adds(b, i ? ",1" : "1");
	gbx_buf_addc(b, '\n');
}

static void test_too_many_columns(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(16 << 20);
	add_wide_row(&b, 4);
	add_wide_row(&b, 5000);
	add_wide_row(&b, GBX_RECORD_COLUMNS);
	add_wide_row(&b, GBX_RECORD_COLUMNS + 1);
	add_wide_row(&b, 4);
	struct outcome o;
	struct gbx_format_options opt = COMMA;
	read_text(&gbx_format_csv, b.p, b.n, &opt, 1 << 20, &o);
	assert_int_equal(o.records, 3);
	assert_int_equal(o.bad, 2);
	assert_int_equal(o.reason, GBX_E_COLUMNS);
	assert_int_equal(o.quarantined, 2 * (5000 + GBX_RECORD_COLUMNS + 1));
	outcome_release(&o);
	gbx_buf_release(&b);
}

static void test_all_rows_too_wide(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(16 << 20);
	for (int i = 0; i < 20; i++)
		add_wide_row(&b, 5000);
	struct outcome o;
	read_text(&gbx_format_csv, b.p, b.n, NULL, 1 << 20, &o);
	assert_int_equal(o.records, 0);
	assert_int_equal(o.bad, 20);
	outcome_release(&o);
	gbx_buf_release(&b);
}

/* Tiny rows under a wide header must not cost columns times rows. */
static void test_short_rows_stay_small(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(16 << 20);
	add_wide_row(&b, 4000);
	gbx_buf_adds(&b, "no header ");
	add_wide_row(&b, 4000);
	for (int i = 0; i < 300000; i++)
		gbx_buf_adds(&b, i % 1000 ? "x\n" : "x,y\n");
	gbx_buf_adds(&b, "no header ");
	add_wide_row(&b, 4000);
	unsigned char *p = padded(b.p, b.n);
	struct gbx_format_options opt = {.delimiter = ",", .header = 1};
	struct gbx_reader *r = open_text(&gbx_format_csv, p, b.n, &opt);
	struct gbx_chunk c = {.p = p, .n = b.n, .cap = b.n + GBX_CHUNK_PAD, .first = true};
	r->format->split(r, p, b.n, true, &c.split);
	struct gbx_parsed out;
	gbx_parsed_init(&out);
	assert_int_equal(r->format->parse(r, &c, &out, NULL), GBX_OK);
	assert_true(out.arena.used < 64u << 20);
	const struct gbx_batch *wide = out.batch[0];
	assert_int_equal(wide->nrec, 300002);
	assert_int_equal(wide->ncol, 4000);
	assert_int_equal(out.ragged, 300000);
	/* every record has the first cell, one in a thousand the second */
	assert_null(wide->col[0].rec);
	assert_int_equal(wide->col[0].n, 300002);
	assert_int_equal(wide->col[1].n, 302);
	assert_int_equal(wide->col[1].rec[1], 1);
	assert_int_equal(wide->col[1].rec[2], 1001);
	assert_int_equal(wide->col[3999].n, 2);
	assert_int_equal(wide->col[3999].rec[1], 300001);
	gbx_parsed_release(&out);
	r->format->close(r);
	gbx_chunk_release(&c);
	gbx_buf_release(&b);
}

static void test_long_field(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "a,b\n1,\"");
	while (b.n < 20u << 20)
		gbx_buf_adds(&b, "words, \"\"and\"\" ends, of\nlines; some words\n");
	gbx_buf_adds(&b, "\"\n2,x\n");
	struct outcome o;
	struct gbx_format_options opt = {.delimiter = ",", .header = 1};
	read_text(&gbx_format_csv, b.p, b.n, &opt, 1 << 20, &o);
	assert_int_equal(o.records, 2);
	assert_int_equal(o.ragged, 0);
	outcome_release(&o);
	gbx_buf_release(&b);
}

/* Damage */

static const char sample[] = "id,name,note\n1,\"Lee, Ann\",\"she said "
                             "\"\"hi\"\"\"\n2,Bo,\"two\nlines\"\r\n3,\"Cy\"d,5\" pipe\n"
                             "\n4,Dee\n5,Eve,x,y\n6,\"open,z\n7,Fay,end\n8,\"Gil\",\"g, g\"\n";

static void test_cut_at_every_byte(void **state)
{
	(void)state;
	struct gbx_format_options opt = COMMA;
	for (size_t n = 0; n < sizeof sample; n++) {
		struct outcome a, b;
		read_text(&gbx_format_csv, sample, n, &opt, 1 << 20, &a);
		read_text(&gbx_format_csv, sample, n, &opt, 1 + n % 17, &b);
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
		read_text(&gbx_format_csv, sample, n, NULL, 64, &a);
		outcome_release(&a);
	}
}

static void test_mutations(void **state)
{
	(void)state;
	static const char marks[] = "\",\n\r\\';\t|\0 ";
	uint64_t seed = 11;
	char text[2 * sizeof sample];
	for (int i = 0; i < 20000; i++) {
		size_t n = sizeof sample - 1;
		memcpy(text, sample, n);
		for (uint64_t k = 1 + rnd(&seed) % 6; k; k--)
			text[rnd(&seed) % n] = marks[rnd(&seed) % (sizeof marks - 1)];
		n -= rnd(&seed) % 40;
		struct gbx_format_options opt = COMMA;
		struct outcome a, b;
		read_text(&gbx_format_csv, text, n, i & 1 ? &opt : NULL, 1 << 20, &a);
		read_text(&gbx_format_csv, text, n, i & 1 ? &opt : NULL, 1 + rnd(&seed) % 90, &b);
		if (strcmp(gbx_buf_str(&a.text), gbx_buf_str(&b.text)) != 0)
			fail_msg("round %d:\n%s\nor\n%s", i, gbx_buf_str(&a.text),
			         gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
	}
}

/* The public suites. Their JSON is read with the module's own tape. */

struct json {
	char *text;
	struct gbx_tape tape;
};

static void json_open(struct json *j, const char *text, size_t n)
{
	memset(j, 0, sizeof *j);
	j->text = (char *)padded(text, n);
	assert_int_equal(gbx_tape_parse(&j->tape, (unsigned char *)j->text, n), GBX_E_NONE);
}

static void json_close(struct json *j)
{
	gbx_tape_release(&j->tape);
	free(j->text);
}

static bool corpus(struct json *j, const char *name)
{
	char path[512];
	size_t n;
	snprintf(path, sizeof path, "%s/../shared/corpora/csv/%s", GBX_SOURCE_DIR, name);
	char *text = slurp(path, &n);
	if (text)
		json_open(j, text, n);
	free(text);
	return text != NULL;
}

static uint32_t after(const struct json *j, uint32_t e)
{
	const struct gbx_tape_ev *ev = &j->tape.ev[e];
	return ev->kind == GBX_TAPE_OBJ || ev->kind == GBX_TAPE_ARR ? ev->link + 1 : e + 1;
}

/* The value of a key of the object e, or 0. */
static uint32_t member(const struct json *j, uint32_t e, const char *key)
{
	const struct gbx_tape_ev *ev = j->tape.ev;
	for (uint32_t i = e + 1; ev[i].kind != GBX_TAPE_END; i = after(j, i + 1)) {
		if (gbx_span_is(gbx_span_of(j->text + ev[i].off, ev[i].len), key))
			return i + 1;
	}
	return 0;
}

static size_t text_of(const struct json *j, uint32_t e, unsigned char *out, size_t cap)
{
	const struct gbx_tape_ev *ev = &j->tape.ev[e];
	assert_true(ev->len < cap);
	memcpy(out, j->text + ev->off, ev->len);
	size_t n = ev->escaped ? gbx_text_unescape(out, ev->len) : ev->len;
	out[n] = 0;
	return n;
}

/* Rows of expected data as outcome.cells has them; objects give their values. */
static void rows_of(const struct json *j, uint32_t e, struct gbx_buf *out)
{
	const struct gbx_tape_ev *ev = j->tape.ev;
	unsigned char text[4096];
	for (uint32_t row = e + 1; ev[row].kind != GBX_TAPE_END; row = after(j, row)) {
		bool object = ev[row].kind == GBX_TAPE_OBJ;
		unsigned put = 0;
		for (uint32_t i = row + 1; i < ev[row].link; i++) {
			bool extra = ev[i].kind == GBX_TAPE_ARR || ev[i].kind == GBX_TAPE_END;
			if (extra || (object && ev[i].kind == GBX_TAPE_KEY))
				continue;
			if (put++)
				gbx_buf_addc(out, '|');
			size_t n = text_of(j, i, text, sizeof text);
			gbx_escape_json(out, gbx_span_of(text, n));
		}
		gbx_buf_addc(out, '\n');
	}
}

static const char *const spectrum[] = {
    "comma_in_quotes",      "empty",    "empty_crlf",    "escaped_quotes",      "json",
    "location_coordinates", "newlines", "newlines_crlf", "quotes_and_newlines", "simple",
    "simple_crlf",          "utf8",
};

static void test_csv_spectrum(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof spectrum / sizeof *spectrum; i++) {
		char path[512], name[64];
		size_t n;
		struct json j;
		snprintf(name, sizeof name, "csv-spectrum/json/%s.json", spectrum[i]);
		if (!corpus(&j, name)) {
			print_message("no corpora: skipped\n");
			skip();
		}
		snprintf(path, sizeof path, "%s/../shared/corpora/csv/csv-spectrum/csvs/%s.csv",
		         GBX_SOURCE_DIR, spectrum[i]);
		char *text = slurp(path, &n);
		assert_non_null(text);
		struct gbx_buf want = GBX_BUF_INIT(1 << 20);
		struct outcome o;
		read_text(&gbx_format_csv, text, n, NULL, 64, &o);
		if (j.tape.ev[0].kind == GBX_TAPE_ARR)
			rows_of(&j, 0, &want);
		if (strcmp(spectrum[i], "location_coordinates") == 0) {
			/* its twin is one object, with another phone number than the CSV */
			assert_non_null(
			    strstr(gbx_buf_str(&o.text), "Location Coordinates=\"37\xef\xbf\xbd"));
			assert_non_null(strstr(gbx_buf_str(&o.text), "36'37.8\\\"N 121"));
			assert_int_equal(o.records, 1);
		} else {
			assert_string_equal(gbx_buf_str(&o.cells), gbx_buf_str(&want));
		}
		outcome_release(&o);
		gbx_buf_release(&want);
		json_close(&j);
		free(text);
	}
}

/* Cases of PapaParse that do not apply: what they ask for is no part of reading. */
static const char *const not_ours[] = {
    "comments",        "preview",  "dynamicTyping",   "transform",
    "skipFirstNLines", "download", "transformHeader",
};

/* Cases where we differ on purpose, by number, and why. */
static const struct {
	unsigned number;
	const char *why;
} differs[] = {
    {19, "an unclosed quote is text and ends with its row"},
    {21, "an unclosed quote is text and ends with its row"},
    {22, "text after a closing quote joins its field, not the next rows"},
    {23, "text after a closing quote joins its field"},
    {87, "a line end as delimiter is refused, not replaced"},
    {72, "line ends may be mixed: a CR alone ends a record when rows then are even"},
    {151, "a record of empty cells is a record"},
    {152, "a record of empty cells is a record"},
};

static const char *why_differs(unsigned number)
{
	for (size_t i = 0; i < sizeof differs / sizeof *differs; i++) {
		if (differs[i].number == number)
			return differs[i].why;
	}
	return NULL;
}

/* Blank lines: PapaParse makes them rows of one empty cell unless told otherwise,
 * we skip them. Both sides are compared without such rows. */
static void drop_blank_rows(struct gbx_buf *b)
{
	const char *from = gbx_buf_str(b);
	struct gbx_buf out = GBX_BUF_INIT(1 << 20);
	for (const char *end; (end = strchr(from, '\n')) != NULL; from = end + 1) {
		if ((size_t)(end - from) != 2 || memcmp(from, "\"\"", 2) != 0)
			gbx_buf_add(&out, from, (size_t)(end - from) + 1);
	}
	gbx_buf_release(b);
	*b = out;
}

/* False: the configuration asks for something that is not reading. */
static bool options_of(const struct json *j, uint32_t config, struct gbx_format_options *o,
                       unsigned char *delim, size_t cap)
{
	for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++) {
		if (member(j, config, not_ours[i]))
			return false;
	}
	uint32_t d = member(j, config, "delimiter"), q = member(j, config, "quoteChar");
	uint32_t e = member(j, config, "escapeChar"), h = member(j, config, "header");
	*o = (struct gbx_format_options){.header =
	                                     h && j->tape.ev[h].kind == GBX_TAPE_TRUE ? 1 : -1};
	if (d) {
		text_of(j, d, delim, cap);
		if (delim[0] == '[')
			return false;
		o->delimiter = (const char *)delim;
	}
	o->quote = q ? (unsigned char)j->text[j->tape.ev[q].off] : 0;
	o->escape = e ? '\\' : 0;
	return true;
}

static bool runs_right(const struct json *j, uint32_t at, const struct gbx_format_options *opt,
                       struct gbx_buf *want, struct outcome *o)
{
	unsigned char input[4096];
	size_t n = text_of(j, member(j, at, "input"), input, sizeof input);
	/* the byte order mark is removed before formats see the text */
	size_t mark = n >= 3 && memcmp(input, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	n -= mark;
	memmove(input, input + mark, n);
	struct gbx_head h = head_of(input, n, "x.csv");
	struct gbx_reader *r = NULL;
	outcome_init(o);
	if (gbx_format_csv.open(&h, opt, &r, NULL) != GBX_OK)
		return false;
	feed(r, input, n, 16, o);
	r->format->close(r);
	rows_of(j, member(j, member(j, at, "expected"), "data"), want);
	/* names of columns are ours; PapaParse lists them as a row in some cases */
	drop_blank_rows(want);
	drop_blank_rows(&o->cells);
	const char *body = gbx_buf_str(want);
	if (opt->header > 0 && strncmp(body, "\"A\"|\"A_1\"", 9) == 0)
		body = strchr(body, '\n') + 1;
	else if (opt->header > 0 &&
	         (strncmp(body, "\"c\"|", 4) == 0 || strncmp(body, "\"__p", 4) == 0))
		body = strchr(body, '\n') + 1;
	return strcmp(gbx_buf_str(&o->cells), body) == 0;
}

static void test_papaparse(void **state)
{
	(void)state;
	struct json j;
	unsigned number = 0, applicable = 0, right = 0;
	if (!corpus(&j, "papaparse_cases.json")) {
		print_message("no corpora: skipped\n");
		skip();
	}
	for (uint32_t at = 1; j.tape.ev[at].kind != GBX_TAPE_END; at = after(&j, at), number++) {
		unsigned char delim[64];
		struct gbx_format_options opt;
		if (!options_of(&j, member(&j, at, "config"), &opt, delim, sizeof delim))
			continue;
		struct gbx_buf want = GBX_BUF_INIT(1 << 20);
		struct outcome o;
		bool ok = runs_right(&j, at, &opt, &want, &o);
		applicable++;
		right += ok;
		if (ok && why_differs(number))
			fail_msg("case %u agrees: take it off the list", number);
		if (!ok && !why_differs(number))
			fail_msg("case %u:\n%s\nnot\n%s", number, gbx_buf_str(&o.cells),
			         gbx_buf_str(&want));
		outcome_release(&o);
		gbx_buf_release(&want);
	}
	print_message("PapaParse: %u of %u applicable cases (%u in all)\n", right, applicable,
	              number);
	assert_int_equal(number, 163);
	assert_true(applicable >= 100 && right * 10 >= applicable * 9);
	json_close(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_text_of_databases),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_nul_is_data),
	    cmocka_unit_test(test_absent_is_not_empty),
	    cmocka_unit_test(test_too_many_columns),
	    cmocka_unit_test(test_all_rows_too_wide),
	    cmocka_unit_test(test_short_rows_stay_small),
	    cmocka_unit_test(test_long_field),
	    cmocka_unit_test(test_cut_at_every_byte),
	    cmocka_unit_test(test_mutations),
	    cmocka_unit_test(test_csv_spectrum),
	    cmocka_unit_test(test_papaparse),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
