/*
 * Forms lists come in beside the plain ones: each is written with generated logins
 * and passwords, must be known for a list, and read as what it holds.
 */
#include "combo_testing.h"

#define LINES 40u

/* $n number of the line, $e e-mail address, $u user name, $p password, $w another of letters and digits, $h hash, $s site, $a
 * address of a host, $$ a dollar; the same value wherever it stands in the line and in what it holds. */
struct form {
	const char *line, *want;
};

static const struct form dressed[] = {
    {"$n. $e:$p", "login=\"$e\"password=\"$p\""},
    {"$n) $u:$p", "login=\"$u\"password=\"$p\""},
    {"#$n $e:$p", "login=\"$e\"password=\"$p\""},
    {"[$n] $e;$p", "login=\"$e\"password=\"$p\""},
    {"$n\t$e:$p", "login=\"$e\"password=\"$p\""},
    {"  $n $e:$p", "login=\"$e\"password=\"$p\""},
    {"$n - $s:$e:$p", "url=\"$s\"login=\"$e\"password=\"$p\""},
    {"$n. [+] $e | $p", "login=\"$e\"password=\"$p\""},
    {"- $e:$p", "login=\"$e\"password=\"$p\""},
    {"* $e:$p", "login=\"$e\"password=\"$p\""},
    {"-> $e:$p", "login=\"$e\"password=\"$p\""},
    {"[HIT] $e:$p", "login=\"$e\"password=\"$p\""},
    {"\xe2\x80\xa2 $e:$p", "login=\"$e\"password=\"$p\""},
    {"\xe2\x9c\x94\xef\xb8\x8f $e:$p", "login=\"$e\"password=\"$p\""},
    {"\xf0\x9f\x94\xa5$e:$p", "login=\"$e\"password=\"$p\""},
    {"\"$e:$p\"", "login=\"$e\"password=\"$p\""},
    {"'$e:$p',", "login=\"$e\"password=\"$p\""},
    {"\"$e\":\"$p\"", "login=\"$e\"password=\"$p\""},
};

static const struct form turned[] = {
    {"$p:$e", "login=\"$e\"password=\"$p\""},
    {"$p;$e", "login=\"$e\"password=\"$p\""},
    {"$h:$e", "login=\"$e\"password=\"$h\""},
    {"$h:$p:$e", "login=\"$e\"password=\"$h\"salt=\"$p\""},
    {"$h:$p", "hash=\"$h\"password=\"$p\""},
};

static const struct form noted[] = {
    {"$e:$p | Premium | XK", "login=\"$e\"password=\"$p\"comment=\"Premium | XK\""},
    {"$e:$p|Plan=$u|Country=XK", "login=\"$e\"password=\"$p\"comment=\"Plan=$u|Country=XK\""},
    {"$e:$p [Plan=$u] [XK]", "login=\"$e\"password=\"$p\"comment=\"[Plan=$u] [XK]\""},
    {"$e:$p - Points: $n", "login=\"$e\"password=\"$p\"comment=\"- Points: $n\""},
    {"$e:$p | Plan = $u", "login=\"$e\"password=\"$p\"comment=\"Plan = $u\""},
    {"$e: $p", "login=\"$e\"password=\"$p\""},
};

static const struct form spoken[] = {
    {"Email: $e Password: $p", "email=\"$e\"password=\"$p\""},
    {"Email: $e, Password: $p", "email=\"$e\"password=\"$p\""},
    {"login=$u pass=$p", "login=\"$u\"password=\"$p\""},
    {"email=$e&password=$p", "email=\"$e\"password=\"$p\""},
    {"$n. Username:$u;Password:$p", "login=\"$u\"password=\"$p\""},
    {"URL: $s | Login: $e | Password: $p | Country: XK",
     "url=\"$s\"login=\"$e\"password=\"$p\"comment=\"Country: XK\""},
    {"USER: $u - PASS: login: $p", "login=\"$u\"password=\"login: $p\""},
    {"ftp://$u:$p@ftp.example.com", "url=\"ftp.example.com\"login=\"$u\"password=\"$p\""},
    {"ftp://$u:$p@$a:21/www", "url=\"$a:21/www\"login=\"$u\"password=\"$p\""},
    {"$u:$p@ssh.example.net:22", "url=\"ssh.example.net:22\"login=\"$u\"password=\"$p\""},
    {"$u:$p@$a", "url=\"$a\"login=\"$u\"password=\"$p\""},
    {"$a:3389@$u;$p", "url=\"$a:3389\"login=\"$u\"password=\"$p\""},
};

static const struct form hashes[] = {
    {"$e:$h:$w", "login=\"$e\"hash=\"$h\"password=\"$w\""},
    {"$e:$h:$p", "login=\"$e\"password=\"$h\"salt=\"$p\""},
    {"$e:$h", "login=\"$e\"password=\"$h\""},
    {"$e:$$argon2id$$v=19$$m=65536,t=4,p=1$$c2FsdHNhbHQ$$$h",
     "login=\"$e\"password=\"$$argon2id$$v=19$$m=65536,t=4,p=1$$c2FsdHNhbHQ$$$h\""},
};

static void value(struct gbx_buf *b, char what, unsigned line)
{
	struct list x = {.seed = line * UINT64_C(2654435761) + (unsigned char)what * 97u + 1};
	roll(&x, 2);
	if (what == 'n')
		gbx_buf_addf(b, "%u", line + 1);
	else if (what == 'e')
		gen_email(&x, b);
	else if (what == 'u')
		gen_user(&x, b);
	else if (what == 'p')
		gen_chars(&x, b, "abcdefgXYZ0189!$", 9);
	else if (what == 'w')
		gen_chars(&x, b, "abcdefghij0123", 5 + roll(&x, 8));
	else if (what == 'h')
		gen_chars(&x, b, "0123456789abcdef", 32);
	else if (what == 's')
		gbx_buf_addf(b, "https://www.example.org/%u", line % 7);
	else if (what == 'a')
		gbx_buf_addf(b, "192.0.2.%u", line % 250 + 1);
}

static void write_lines(struct gbx_buf *b, const char *form)
{
	for (unsigned line = 0; line < LINES; line++) {
		for (const char *c = form; *c; c++) {
			if (*c == '$' && c[1] != '$')
				value(b, *++c, line);
			else if (*c == '$')
				gbx_buf_addc(b, *c++);
			else
				gbx_buf_addc(b, *c);
		}
		gbx_buf_addc(b, '\n');
	}
}

static void check_form(const struct form *f)
{
	struct gbx_buf text = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	write_lines(&text, f->line);
	write_lines(&want, f->want);
	unsigned char *p = padded(text.p, text.n);
	struct gbx_head h = head_of(p, text.n, "list.txt");
	const struct gbx_format *format = gbx_format_pick(&h, NULL, NULL);
	if (format != &gbx_format_combo)
		print_message("%s: taken for %s\n", f->line, format ? format->name : "nothing");
	assert_ptr_equal(format, &gbx_format_combo);
	for (size_t step = 7; step < text.n; step *= 16) {
		struct outcome o;
		read_text(&gbx_format_combo, gbx_buf_str(&text), text.n, NULL, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), gbx_buf_str(&want));
		assert_int_equal(o.bad, 0);
		outcome_release(&o);
	}
	free(p);
	gbx_buf_release(&text);
	gbx_buf_release(&want);
}

static void test_dressed_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dressed / sizeof *dressed; i++)
		check_form(&dressed[i]);
}

/* The password, or its hash, first. */
static void test_turned_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof turned / sizeof *turned; i++)
		check_form(&turned[i]);
}

/* Labels within the lines; servers. */
static void test_spoken_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
		check_form(&spoken[i]);
}

/* Commas in a hash make no columns; what is behind it is a salt, or what it was made of. */
static void test_hashes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
		check_form(&hashes[i]);
}

/* What a checker wrote behind. */
static void test_noted_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof noted / sizeof *noted; i++)
		check_form(&noted[i]);
}

/* What a list says about itself is no record, wherever it stands. */
static void test_titles(void **state)
{
	(void)state;
	struct outcome o;
	struct gbx_buf text = GBX_BUF_INIT(1u << 20);
	gbx_buf_adds(&text, "=== Example ===\nTotal: 80 lines\nDate: 2023-01-01\n\n");
	write_lines(&text, "$e:$p");
	gbx_buf_adds(&text, "Email:Password\n");
	write_lines(&text, "$e:$p");
	gbx_buf_adds(&text, "Total: 80\n");
	read_text(&gbx_format_combo, gbx_buf_str(&text), text.n, NULL, text.n, &o);
	assert_int_equal(o.records, 2 * LINES);
	assert_int_equal(o.bad, 0);
	outcome_release(&o);
	gbx_buf_release(&text);
}

/* "user:email" holds no password, and an amount is none. */
static void test_tables_are_no_lists(void **state)
{
	(void)state;
	static const char *const lines[] = {"$u:$e", "$$$n.50,$e", "$n%;$e", "$n!;$e"};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct gbx_buf text = GBX_BUF_INIT(1u << 20);
		write_lines(&text, lines[i]);
		unsigned char *p = padded(text.p, text.n);
		struct gbx_head h = head_of(p, text.n, "list.txt");
		assert_ptr_not_equal(gbx_format_pick(&h, NULL, NULL), &gbx_format_combo);
		free(p);
		gbx_buf_release(&text);
	}
}

/* The usual list keeps the usual layout, which has the short way. */
static void test_usual_lines(void **state)
{
	(void)state;
	static const struct gbx_format_options none;
	struct gbx_combo_dialect d;
	struct gbx_buf text = GBX_BUF_INIT(1u << 20);
	write_lines(&text, "$e:$p");
	unsigned char *p = padded(text.p, text.n);
	struct gbx_head h = head_of(p, text.n, "list.txt");
	assert_true(gbx_combo_sniff(&h, &none, &d) > 0);
	assert_int_equal(d.layout, GBX_COMBO_PAIR);
	assert_false(d.lead || d.quote || d.note || d.hashes);
	free(p);
	gbx_buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_dressed_lines),
	    cmocka_unit_test(test_turned_lines),
	    cmocka_unit_test(test_noted_lines),
	    cmocka_unit_test(test_hashes),
	    cmocka_unit_test(test_spoken_lines),
	    cmocka_unit_test(test_titles),
	    cmocka_unit_test(test_usual_lines),
	    cmocka_unit_test(test_tables_are_no_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
