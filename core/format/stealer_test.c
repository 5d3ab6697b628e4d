/* Logs of password stealers: generated in the ways of the known families, against
 * what they hold. */
#include "combo_testing.h"
#include "keyvalue.h"

#define RECORDS 3000

/* One family's way to write a block. */
static const struct family {
	const char *name, *top, *site, *user, *secret, *program; /* program: NULL for none */
	bool program_first;
	const char *between;
	const char *after; /* the colon */
} families[] = {
    {"redline",
     "***********************************************\n*   Telegram: t.me/example   *\n\n", "URL",
     "Username", "Password", "Application", false, "===============\n", ": "},
    {"raccoon", "", "URL", "USER", "PASS", "SOFT", true, "\n", ":\t"},
    {"vidar", "", "Host", "Login", "Password", "Soft", true, "\n", ": "},
    {"lumma", "\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80 ads \xe2\x94\x80\n\n", "URL",
     "Username", "Password", "Browser", true, "\n-----------------\n\n", ": "},
    {"stealc", "", "url", "login", "password", "browser", true, "\n", ": "},
    {"meta", "", "URL", "Username", "Password", "Application", false, "===============\r\n", ": "},
    {"tight", "", "URL", "Login", "Pass", NULL, false, "\n", ":"},
    {"storage", "", "Url", "UserName", "Password", "Storage", false, "\n\n", ": "},
    {"nothing between", "", "URL", "Username", "Password", "Application", false, "", ": "},
};

struct block {
	uint64_t off;
	char *site, *user, *secret;
};

static void gen_blocks(struct list *x, const struct family *f, struct block *t)
{
	static const char *const programs[] = {"Google Chrome [Default]", "Edge_Profile 1",
	                                       "Opera"};
	struct gbx_buf b = GBX_BUF_INIT(1u << 20), *o = &x->text;
	gbx_buf_init(o, (size_t)1 << 30);
	gbx_buf_adds(o, f->top);
	for (size_t i = 0; i < RECORDS; i++) {
		gen_url(x, &b, false);
		t[i].site = taken(&b);
		if (roll(x, 30))
			gen_login(x, &b, MIXED_LOGINS);
		t[i].user = taken(&b);
		gen_password(x, &b, 200, ": ");
		t[i].secret = taken(&b);
		t[i].off = o->n;
		if (f->program && f->program_first)
			gbx_buf_addf(o, "%s%s%s\n", f->program, f->after, PICK(x, programs));
		gbx_buf_addf(o, "%s%s%s\n%s%s%s\n%s%s%s\n", f->site, f->after, t[i].site, f->user,
		             f->after, t[i].user, f->secret, f->after, t[i].secret);
		if (f->program && !f->program_first)
			gbx_buf_addf(o, "%s%s%s\n", f->program, f->after, PICK(x, programs));
		gbx_buf_adds(o, f->between);
	}
	gbx_buf_release(&b);
}

static bool is_cell(const struct gbx_batch *b, uint32_t rec, const char *name, const char *want)
{
	for (uint32_t i = 0; i < b->ncol; i++) {
		const struct gbx_column *c = &b->col[i];
		if (strcmp(c->name, name) != 0)
			continue;
		for (uint32_t k = c->rec ? 0 : rec; k < c->n; k++) {
			if ((c->rec ? c->rec[k] : k) == rec)
				return gbx_span_is(gbx_cell_span(b, c->cell[k]), want);
		}
	}
	return false;
}

static uint64_t right_in(const struct gbx_batch *b, const struct family *f, const struct block *t)
{
	uint64_t right = 0;
	uint32_t rec = 0;
	for (size_t i = 0; i < RECORDS; i++) {
		while (rec < b->nrec && b->rec_off[rec] < t[i].off)
			rec++;
		if (rec == b->nrec || b->rec_off[rec] != t[i].off)
			continue;
		right += is_cell(b, rec, f->site, t[i].site);
		right += is_cell(b, rec, f->user, t[i].user);
		right += is_cell(b, rec, f->secret, t[i].secret);
	}
	return right;
}

static void measure(const struct family *f, uint64_t seed)
{
	struct list x = {.seed = seed};
	struct block *t = calloc(RECORDS, sizeof *t);
	assert_non_null(t);
	gen_blocks(&x, f, t);
	unsigned char *p = padded(x.text.p, x.text.n);
	struct gbx_head h = head_of(p, x.text.n, "Passwords.txt");
	const struct gbx_format *format = gbx_format_pick(&h, NULL, NULL);
	if (format != &gbx_format_stealer)
		print_message("%s: taken for %s\n", f->name, format ? format->name : "nothing");
	assert_ptr_equal(format, &gbx_format_stealer);
	struct gbx_reader *r = open_text(format, p, x.text.n, NULL);
	struct gbx_chunk c = {
	    .p = p, .n = x.text.n, .cap = x.text.n + GBX_CHUNK_PAD, .first = true};
	struct gbx_parsed out;
	gbx_parsed_init(&out);
	assert_int_equal(format->parse(r, &c, &out, NULL), GBX_OK);
	assert_int_equal(out.bytes_records + out.bytes_quarantined + out.bytes_skipped, x.text.n);
	assert_int_equal(out.nbatch, 1);
	uint64_t right = right_in(out.batch[0], f, t);
	print_message("%s: %llu of %u fields, %u records\n", f->name, (unsigned long long)right,
	              3 * RECORDS, out.batch[0]->nrec);
	assert_true(right * 1000 >= 3 * RECORDS * UINT64_C(995));
	assert_int_equal(out.batch[0]->nrec, RECORDS);
	for (size_t i = 0; i < RECORDS; i++) {
		free(t[i].site);
		free(t[i].user);
		free(t[i].secret);
	}
	gbx_parsed_release(&out);
	format->close(r);
	gbx_buf_release(&x.text);
	free(p);
	free(t);
}

static void test_fields_of_generated_logs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		measure(&families[i], 7 + i);
}

static void check_as(const char *text, const struct gbx_format *format, const char *want)
{
	unsigned char *p = padded(text, strlen(text));
	struct gbx_head h = head_of(p, strlen(text), "x.txt");
	assert_ptr_equal(gbx_format_pick(&h, NULL, NULL), format);
	free(p);
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(format, text, strlen(text), NULL, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.bad, 0);
		outcome_release(&o);
	}
}

static void test_one_block(void **state)
{
	(void)state;
	check_as(
	    "URL: https://example.com/a:b\nUsername: bob\nPassword:  x: y \nApplication: Chrome\n",
	    &gbx_format_stealer,
	    "URL=\"https://example.com/a:b\"Username=\"bob\"Password=\"x: y "
	    "\"Application=\"Chrome\"\n");
	check_as("   ___\n  / _ \\\n\nTelegram: @example\n\nSite: https://example.com/\nUser: "
	         "bob\nPass: x\n",
	         &gbx_format_stealer, "Site=\"https://example.com/\"User=\"bob\"Pass=\"x\"\n");
	check_as("CARD: 4111111111111111\nHolder: EXAMPLE NAME\nExpire: 01/2031\n\n"
	         "CARD: 4242424242424242\nHolder: OTHER NAME\nExpire: 02/2032\n",
	         &gbx_format_stealer,
	         "CARD=\"4111111111111111\"Holder=\"EXAMPLE NAME\"Expire=\"01/2031\"\n"
	         "CARD=\"4242424242424242\"Holder=\"OTHER NAME\"Expire=\"02/2032\"\n");
}

/* The file about the machine is one record, art and lists aside. */
static void test_machine(void **state)
{
	(void)state;
	check_as(
	    "   ____ _  _\n  |  _  \\| |  example\n  |_|_\\_\\|_|\n\n"
	    "Build ID: example\nIP: 192.0.2.7\nFileLocation: C:\\x\\y.exe\nUserName: bob\n"
	    "Country: XX\nHWID: 0123456789ABCDEF\n\n"
	    "Hardwares:\nName: Example CPU, 4 Cores\n\nOperation System: Windows 10\n",
	    &gbx_format_stealer,
	    "Build ID=\"example\"IP=\"192.0.2.7\"FileLocation=\"C:\\\\x\\\\y.exe\"UserName=\"bob\""
	    "Country=\"XX\"HWID=\"0123456789ABCDEF\"Hardwares=\"\"Name=\"Example CPU, 4 Cores\""
	    "Operation System=\"Windows 10\"\n");
	/* a key that comes again does not end the record */
	check_as("Build ID: x\nIP: 192.0.2.7\nCountry: XX\nHWID: 01\n\nHardwares:\nName: CPU\n\n"
	         "Name: GPU\n",
	         &gbx_format_stealer,
	         "Build ID=\"x\"IP=\"192.0.2.7\"Country=\"XX\"HWID=\"01\"Hardwares=\"\"Name=\"CPU\""
	         "Name_2=\"GPU\"\n");
	check_as("- IP Info -\n\tIP: 192.0.2.9\n\tCountry: XX\n\n- PC Info -\n\t- OS: Windows\n"
	         "\t- HWID: AB-CD\n\t- Installed Apps: \n\t\tExample App\n\t\tOther App\n",
	         &gbx_format_stealer,
	         "IP=\"192.0.2.9\"Country=\"XX\"OS=\"Windows\"HWID=\"AB-CD\""
	         "Installed Apps=\"\\t\\tExample App\\n\\t\\tOther App\"\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_block),
	    cmocka_unit_test(test_machine),
	    cmocka_unit_test(test_fields_of_generated_logs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
