/* Combo lists: single lines, and generated lists against what they hold. */
#include "combo_testing.h"

#define LINES 4000

/* Every layout and separator. */
static const struct recipe recipes[] = {
    {GBX_COMBO_PAIR, "", ":", EMAILS, PLAIN, 150, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ";", EMAILS, PLAIN, 150, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", "|", EMAILS, PLAIN, 150, 20, 0, false, true},
    {GBX_COMBO_PAIR, "", ",", EMAILS, PLAIN, 150, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", "\t", EMAILS, PLAIN, 150, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", USERS, PLAIN, 150, 20, 0, false, true},
    {GBX_COMBO_PAIR, "", ";", USERS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", "|", USERS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ",", USERS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", "\t", USERS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", PHONES, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", " : ", EMAILS, PLAIN, 0, 0, 0, false, false},
    {GBX_COMBO_PAIR, "", " | ", EMAILS, PLAIN, 0, 0, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", EMAILS, PLAIN, 100, 20, 900, false, false},
    {GBX_COMBO_PAIR, "", ":", EMAILS, HASHES, 0, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ";", EMAILS, HASHES, 0, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", EMAILS, BCRYPT, 0, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", EMAILS, SALTED, 0, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", "|", EMAILS, SALTED, 0, 20, 0, false, false},
    {GBX_COMBO_PAIR, "", ":", USERS, SALTED, 0, 20, 0, false, false},
    {GBX_COMBO_NAMED, "", ":", USERS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_NAMED, "", ":", USERS, SALTED, 0, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, ":", ":", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, ":", ":", EMAILS, PLAIN, 100, 20, 0, true, true},
    {GBX_COMBO_URL_FIRST, ":", ":", USERS, PLAIN, 50, 20, 0, true, false},
    {GBX_COMBO_URL_FIRST, ";", ";", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, "|", "|", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, ",", ",", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, "\t", "\t", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, " ", " ", MIXED_LOGINS, PLAIN, 0, 0, 0, false, false},
    {GBX_COMBO_URL_FIRST, " ", ":", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_FIRST, "|", ":", MIXED_LOGINS, PLAIN, 0, 20, 0, false, false},
    {GBX_COMBO_URL_LAST, ":", ":", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_LAST, ":", ":", EMAILS, PLAIN, 50, 20, 0, true, false},
    {GBX_COMBO_URL_LAST, "|", "|", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_LAST, "\t", "\t", MIXED_LOGINS, PLAIN, 100, 20, 0, false, false},
    {GBX_COMBO_URL_LAST, " ", ":", EMAILS, PLAIN, 0, 20, 0, false, false},
};

static const char *const columns[GBX_COMBO_COLUMNS] = {"url",      "login", "email",  "hash",
                                                       "password", "salt",  "comment"};

static struct gbx_span got(const struct gbx_batch *b, unsigned part, uint32_t rec)
{
	for (uint32_t i = 0; i < b->ncol; i++) {
		if (strcmp(b->col[i].name, columns[part]) == 0)
			return gbx_cell_span(b, b->col[i].cell[rec]);
	}
	return (struct gbx_span){NULL, 0};
}

struct score {
	uint64_t fields, right;
};

/* Counts fields of a truth that came out as they went in. */
static void compare(const struct list *x, const struct gbx_batch *b, struct score *s)
{
	uint32_t rec = 0;
	for (size_t i = 0; i < x->n; i++) {
		while (rec < b->nrec && b->rec_off[rec] < x->line[i].off)
			rec++;
		bool here = rec < b->nrec && b->rec_off[rec] == x->line[i].off;
		if (!x->line[i].record) {
			s->fields++;
			s->right += !here;
			continue;
		}
		for (unsigned k = 0; k < GBX_COMBO_COLUMNS; k++) {
			const char *want = x->line[i].part[k];
			struct gbx_span have = here ? got(b, k, rec) : (struct gbx_span){NULL, 0};
			if (!want && !have.p)
				continue;
			s->fields++;
			s->right += here && want && have.p && gbx_span_is(have, want);
		}
		if (getenv("GBX_SHOW_WRONG") && here && got(b, GBX_COMBO_PASSWORD, rec).p &&
		    !gbx_span_is(got(b, GBX_COMBO_PASSWORD, rec),
		                 x->line[i].part[GBX_COMBO_PASSWORD]))
			print_message("wrong: %.*s", 100, x->text.p + x->line[i].off);
	}
}

static void measure(const struct recipe *r, uint64_t seed, struct score *s, unsigned number,
                    unsigned *low)
{
	struct list x;
	struct score one = {0, 0};
	gen_list(&x, r, LINES, seed);
	unsigned char *p = padded(x.text.p, x.text.n);
	struct gbx_head h = head_of(p, x.text.n, "list.txt");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	assert_non_null(f);
	if (f != &gbx_format_combo)
		print_message("recipe %u: taken for %s\n", number, f->name);
	assert_ptr_equal(f, &gbx_format_combo);
	struct gbx_reader *reader = open_text(f, p, x.text.n, NULL);
	struct gbx_chunk c = {
	    .p = p, .n = x.text.n, .cap = x.text.n + GBX_CHUNK_PAD, .first = true};
	struct gbx_parsed out;
	gbx_parsed_init(&out);
	assert_int_equal(f->parse(reader, &c, &out, NULL), GBX_OK);
	assert_int_equal(out.nbatch, 1);
	assert_int_equal(out.bytes_records + out.bytes_quarantined + out.bytes_skipped, x.text.n);
	compare(&x, out.batch[0], &one);
	if (one.right * 1000 < one.fields * 995)
		print_message("recipe %u: %llu of %llu fields\n", number,
		              (unsigned long long)one.right, (unsigned long long)one.fields);
	s->fields += one.fields;
	s->right += one.right;
	*low += one.right * 1000 < one.fields * 995;
	gbx_parsed_release(&out);
	f->close(reader);
	free(p);
	list_release(&x);
}

static void test_fields_of_generated_lists(void **state)
{
	(void)state;
	struct score s = {0, 0};
	unsigned low = 0; /* lists below 99.5 % */
	for (unsigned i = 0; i < sizeof recipes / sizeof *recipes; i++) {
		for (uint64_t seed = 1; seed <= 3; seed++)
			measure(&recipes[i], seed + 10 * i, &s, i, &low);
	}
	print_message("%llu of %llu fields\n", (unsigned long long)s.right,
	              (unsigned long long)s.fields);
	assert_int_equal(low, 0);
}

/* Short lists and single lines bid right, too. */
static void test_short_lists(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof recipes / sizeof *recipes; i++) {
		struct recipe r = recipes[i];
		struct list x;
		r.junk = 0, r.nasty = 300;
		gen_list(&x, &r, 12, 77 + i);
		unsigned char *p = padded(x.text.p, x.text.n);
		struct gbx_head h = head_of(p, x.text.n, "list.txt");
		const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
		if (f != &gbx_format_combo)
			print_message("recipe %u: %s\n", i, f ? f->name : "none");
		assert_ptr_equal(f, &gbx_format_combo);
		free(p);
		list_release(&x);
	}
}

static void check(const char *text, const char *want, unsigned bad)
{
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(&gbx_format_combo, text, strlen(text), NULL, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.bad, bad);
		outcome_release(&o);
	}
}

static void test_lines(void **state)
{
	(void)state;
	check("bob@example.com:pa:ss\n", "login=\"bob@example.com\"password=\"pa:ss\"\n", 0);
	check("bob@example.com:\n", "login=\"bob@example.com\"password=\"\"\n", 0);
	check("bob@example.com:a\nx@example.org|b:c\nnothing\n:d\n",
	      "login=\"bob@example.com\"password=\"a\"\nlogin=\"x@example.org\"password=\"b:c\"\n",
	      2);
	check("http://[2001:db8::1]:80/:u:p\nhttps://h.example.com:8443/x:user:pass\n"
	      "https://h.example.com:8443:user:pa:ss\nhttps://h.example.com:u:\n"
	      "android://abc==@com.example/:u@h:p\nhttps://h.example.com/::p\n",
	      "url=\"http://[2001:db8::1]:80/\"login=\"u\"password=\"p\"\n"
	      "url=\"https://h.example.com:8443/x\"login=\"user\"password=\"pass\"\n"
	      "url=\"https://h.example.com:8443\"login=\"user\"password=\"pa:ss\"\n"
	      "url=\"https://h.example.com\"login=\"u\"password=\"\"\n"
	      "url=\"android://abc==@com.example/\"login=\"u@h\"password=\"p\"\n"
	      "url=\"https://h.example.com/\"login=\"\"password=\"p\"\n",
	      0);
	check(
	    "email:password\nbob@example.com:x1\neve@example.com:y2\n",
	    "login=\"bob@example.com\"password=\"x1\"\nlogin=\"eve@example.com\"password=\"y2\"\n",
	    0);
	check("a@example.com:d41d8cd98f00b204e9800998ecf8427e:x:y\n",
	      "login=\"a@example.com\"password=\"d41d8cd98f00b204e9800998ecf8427e\"salt=\"x:y\"\n",
	      0);
}

/* What the reader's short way makes of a line is what gbx_combo_line makes of it. */
static void test_short_way(void **state)
{
	(void)state;
	static const char alphabet[] = "abcdefgh0123456789@.:;|,/ \t\r=$-";
	static const struct gbx_format_options none;
	struct gbx_buf b = GBX_BUF_INIT(1u << 24);
	uint64_t seed = 8;
	for (unsigned i = 0; i < 20000; i++) {
		gbx_buf_addf(&b, "bob%u@example.com:", i);
		for (uint64_t k = rnd(&seed) % 50; k; k--)
			gbx_buf_addc(
			    &b, alphabet[rnd(&seed) % (rnd(&seed) % 4 ? 18 : sizeof alphabet - 1)]);
		gbx_buf_addc(&b, '\n');
	}
	unsigned char *p = padded(b.p, b.n);
	struct gbx_head h = head_of(p, b.n, "list.txt");
	struct gbx_combo_dialect d;
	assert_true(gbx_combo_sniff(&h, &none, &d) > 0);
	assert_int_equal(d.layout, GBX_COMBO_PAIR);
	struct gbx_reader *r = open_text(&gbx_format_combo, p, b.n, NULL);
	struct gbx_chunk c = {.p = p, .n = b.n, .cap = b.n + GBX_CHUNK_PAD, .first = true};
	struct gbx_parsed out;
	gbx_parsed_init(&out);
	assert_int_equal(gbx_format_combo.parse(r, &c, &out, NULL), GBX_OK);
	uint32_t rec = 0;
	for (size_t at = 0; at < b.n;) {
		const unsigned char *lf = memchr(p + at, '\n', b.n - at);
		size_t n = (size_t)(lf - p) - at, all = n + 1;
		struct gbx_combo_parts x;
		while (n && p[at + n - 1] == '\r')
			n--;
		if (gbx_combo_line(&d, gbx_span_of(p + at, n), &x) == GBX_COMBO_RECORD) {
			assert_int_equal(out.batch[0]->rec_off[rec], at);
			for (unsigned k = 0; k < GBX_COMBO_COLUMNS; k++) {
				struct gbx_span want =
				    x.has >> k & 1 ? x.part[k] : gbx_span_of(NULL, 0);
				struct gbx_span have = got(out.batch[0], k, rec);
				assert_ptr_equal(have.p, want.p);
				assert_int_equal(have.n, want.n);
			}
			rec++;
		}
		at += all;
	}
	assert_int_equal(rec, out.batch[0]->nrec);
	gbx_parsed_release(&out);
	r->format->close(r);
	gbx_buf_release(&b);
	free(p);
}

/* No bytes crash it, and every byte is accounted for (take_chunk checks). */
static void test_hostile_bytes(void **state)
{
	(void)state;
	static const char alphabet[] = ":;|,\t @/.[]\n\r\0ab1$=#-\xff";
	uint64_t seed = 5;
	for (unsigned round = 0; round < 3000; round++) {
		char text[200];
		size_t n = rnd(&seed) % sizeof text + 1;
		struct outcome a, b;
		for (size_t i = 0; i < n; i++)
			text[i] = rnd(&seed) % 40 ? alphabet[rnd(&seed) % (sizeof alphabet - 1)]
			                          : (char)rnd(&seed);
		if (round % 3 == 0 && n > 20)
			memcpy(text, "https://a.example.com/", n < 22 ? n : 22);
		read_text(&gbx_format_combo, text, n, NULL, n, &a);
		read_text(&gbx_format_combo, text, n, NULL, 3, &b);
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		assert_int_equal(a.bad, b.bad);
		outcome_release(&a);
		outcome_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),         cmocka_unit_test(test_fields_of_generated_lists),
	    cmocka_unit_test(test_short_lists),   cmocka_unit_test(test_short_way),
	    cmocka_unit_test(test_hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
