/*
 * No format takes what is another's: every bid on generated heads of each kind, and
 * on the inputs of the golden cases.
 */
#include <dirent.h>

#include "combo_testing.h"

static const char *winner(const void *text, size_t n)
{
	unsigned char *p = padded(text, n);
	struct gbx_head h = head_of(p, n, "input");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	free(p);
	return f ? f->name : "none";
}

static const char *const first[] = {"Anna", "Boris", "Carla", "David", "Elena", "Farid", "Greta"};
static const char *const city[] = {"Exampleton", "Sampleville", "Testburg", "Mockford", "Demo Bay"};

/* What a cell of a table may hold. */
static void cell(struct list *x, struct gbx_buf *b, unsigned kind)
{
	switch (kind) {
	case 0:
		gen_email(x, b);
		break;
	case 1:
		gbx_buf_addf(b, "%s", PICK(x, first));
		break;
	case 2:
		gbx_buf_addf(b, "%s %s", PICK(x, first), PICK(x, city));
		break;
	case 3:
		gbx_buf_addf(b, "%llu", (unsigned long long)roll(x, 100000));
		break;
	case 4:
		gbx_buf_addf(b, "19%02llu-%02llu-%02llu", (unsigned long long)roll(x, 90) + 10,
		             (unsigned long long)roll(x, 12) + 1,
		             (unsigned long long)roll(x, 28) + 1);
		break;
	case 5:
		gbx_buf_addf(b, "2023-01-02 %02llu:%02llu:00", (unsigned long long)roll(x, 24),
		             (unsigned long long)roll(x, 60));
		break;
	case 6:
		gbx_buf_addf(b, "192.0.2.%llu", (unsigned long long)roll(x, 255));
		break;
	case 7:
		gen_url(x, b, false);
		break;
	case 8:
		gbx_buf_addf(b, "+1202555%04llu", (unsigned long long)roll(x, 100) + 100);
		break;
	case 9:
		gbx_buf_addf(b, "%llu.%02llu", (unsigned long long)roll(x, 1000),
		             (unsigned long long)roll(x, 100));
		break;
	default:
		gen_password(x, b, 0, ",");
		break;
	}
}

/* Tables by the kinds of their columns. */
static const struct {
	const char *header; /* NULL: none */
	unsigned n, kind[8];
} tables[] = {
    {"id,name,email", 3, {3, 2, 0}},
    {"email,password", 2, {0, 10}},
    {"url,username,password", 3, {7, 0, 10}},
    {NULL, 3, {3, 2, 0}},
    {NULL, 2, {0, 2}},
    {NULL, 2, {0, 1}},
    {NULL, 2, {0, 4}},
    {NULL, 2, {0, 5}},
    {NULL, 2, {0, 6}},
    {NULL, 2, {0, 8}},
    {NULL, 2, {0, 3}},
    {NULL, 2, {3, 0}},
    {NULL, 3, {0, 10, 2}},
    {NULL, 3, {5, 0, 6}},
    {NULL, 4, {3, 0, 10, 6}},
    {NULL, 4, {0, 10, 8, 4}},
    {NULL, 2, {4, 9}},
    {NULL, 2, {1, 9}},
    {NULL, 2, {3, 9}},
    {NULL, 3, {7, 2, 2}},
    {NULL, 2, {7, 2}},
};

static void gen_table(struct list *x, unsigned k, const char *sep, bool quoted)
{
	gbx_buf_init(&x->text, 1u << 24);
	if (tables[k].header) {
		for (const char *c = tables[k].header; *c; c++)
			gbx_buf_add(&x->text, *c == ',' ? sep : c, 1);
		gbx_buf_adds(&x->text, "\n");
	}
	for (unsigned row = 0; row < 120; row++) {
		for (unsigned i = 0; i < tables[k].n; i++) {
			gbx_buf_adds(&x->text, i ? sep : "");
			gbx_buf_adds(&x->text, quoted ? "\"" : "");
			cell(x, &x->text, tables[k].kind[i]);
			gbx_buf_adds(&x->text, quoted ? "\"" : "");
		}
		gbx_buf_adds(&x->text, "\n");
	}
}

static void test_tables_stay_tables(void **state)
{
	(void)state;
	static const char *const seps[] = {",", ";", "\t", "|"};
	unsigned wrong = 0;
	for (unsigned k = 0; k < sizeof tables / sizeof *tables; k++) {
		for (unsigned s = 0; s < 8; s++) {
			struct list x = {.seed = 100 + k};
			gen_table(&x, k, seps[s / 2], s % 2);
			const char *w = winner(x.text.p, x.text.n);
			if (strcmp(w, "csv") != 0) {
				print_message("table %u, %s, quoted %u: %s\n", k, seps[s / 2],
				              s % 2, w);
				wrong++;
			}
			gbx_buf_release(&x.text);
		}
	}
	assert_int_equal(wrong, 0);
}

static const struct {
	const char *line; /* %s a name, %u a number */
	const char *format;
} lines[] = {
    {"{\"name\":\"%s\",\"url\":\"https://example.com/\",\"n\":%u}", "ndjson"},
    {"192.0.2.7 - %s [10/Oct/2023:13:55:36 -0700] \"GET /%u HTTP/1.1\" 200 23", "logs"},
    {"2023-01-02 03:04:05,123 [main] INFO  %s - took %u", "logs"},
    {"Oct 11 22:14:15 %s su[%u]: failed", "logs"},
    {"%s%u@example.com", "lines"},
    {"%s%u", "lines"},
    {"https://%s.example.com/%u", "lines"},
    {"%s%u@example.com:Xy%u!", "combo"},
    {"https://example.com/:%s%u:Xy%u!", "combo"},
    {"%s:x:%u:100:Example:/srv/x:/bin/sh", "csv"},
    {"%s-%u|2023-01-02|a b|c", "csv"},
    {"Name: %s\nNumber: %u\nCity: Exampleton\n", "keyvalue"},
    {"URL: https://example.com/\nUsername: %s\nPassword: x%u\nApplication: Chrome\n", "stealer"},
    {".example.com\tTRUE\t/\tFALSE\t1700000000\t%s\t%u", "cookies"},
};

static void test_lines_of_each_format(void **state)
{
	(void)state;
	for (unsigned k = 0; k < sizeof lines / sizeof *lines; k++) {
		struct gbx_buf b = GBX_BUF_INIT(1u << 20);
		uint64_t seed = 6;
		for (unsigned i = 0; i < 80; i++) {
			for (const char *c = lines[k].line; *c; c++) {
				if (*c != '%') {
					gbx_buf_addc(&b, *c);
					continue;
				}
				if (*++c == 's')
					gbx_buf_adds(&b, first[rnd(&seed) % 7]);
				else
					gbx_buf_addf(&b, "%u", i * i * 7 + 13);
			}
			gbx_buf_addc(&b, '\n');
		}
		if (strcmp(winner(b.p, b.n), lines[k].format) != 0)
			print_message("%s\n", lines[k].line);
		assert_string_equal(winner(b.p, b.n), lines[k].format);
		gbx_buf_release(&b);
	}
}

/* What none of the formats for lists and logs may take. */
static void test_foreign_text(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "CREATE TABLE users (id int, email text);\nINSERT INTO users VALUES "
	    "(1,'a@example.com');\n",
	    "INSERT INTO `users` VALUES (1,'a@example.com:x','b'),(2,'b@example.com:y','c');\n",
	    "[{\"a\": 1, \"b\": \"c:d\"},\n {\"a\": 2, \"b\": \"e:f\"}]\n",
	    "<?xml version=\"1.0\"?>\n<users>\n<user id=\"1\">a:b</user>\n</users>\n",
	    "#include <stdio.h>\nint main(void)\n{\n\treturn 0;\n}\n",
	    "From alice@example.com Mon Jan  1 00:00:00 2023\nFrom: alice@example.com\nTo: "
	    "b@example.org\n"
	    "Subject: hi\n\nHello: you\n",
	    "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Example\nEMAIL:ann@example.com\nEND:VCARD\n",
	    "dn: uid=ann,dc=example,dc=com\nuid: ann\nmail: ann@example.com\n\n"
	    "dn: uid=bob,dc=example,dc=com\nuid: bob\nmail: bob@example.com\n",
	    "The quick brown fox: a tale.\nIt ran; it jumped, it slept.\nIn the end: nothing.\n",
	    "192.0.2.1:8080\n192.0.2.2:3128\n192.0.2.3:80\n192.0.2.4:8080\n192.0.2.5:1080\n",
	    "12:30\n12:45\n13:00\n13:15\n13:30\n",
	    "00:1b:44:11:3a:b7\n00:1b:44:11:3a:b8\n00:1b:44:11:3a:b9\n00:1b:44:11:3a:ba\n",
	    "d41d8cd98f00b204e9800998ecf80001  a1.txt\nd41d8cd98f00b204e9800998ecf80002  b22.txt\n"
	    "d41d8cd98f00b204e9800998ecf80003  c333.txt\n",
	    "ann:$6$abcdefgh$0123456789abcdef0123456789:19000:0:99999:7:::\n"
	    "bob:$6$abcdefgh$0123456789abcdef0123456780:19001:0:99999:7:::\n"
	    "eve:$6$abcdefgh$0123456789abcdef0123456781:19002:0:99999:7:::\n",
	    "2001:db8::1\n2001:db8::2\n2001:db8::3:4\n2001:db8::ff\n2001:db8:1::1\n",
	};
	static const char *const ours[] = {"combo", "stealer", "keyvalue",
	                                   "fixed", "logs",    "cookies"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *w = winner(texts[i], strlen(texts[i]));
		for (size_t k = 0; k < sizeof ours / sizeof *ours; k++) {
			if (strcmp(w, ours[k]) == 0)
				print_message("%s takes: %s\n", w, texts[i]);
			assert_string_not_equal(w, ours[k]);
		}
	}
}

/* The inputs of a golden case are not taken by a format of another name. */
static void check_file(const char *dir, const char *name)
{
	static const char *const ours[] = {"combo", "stealer", "keyvalue",
	                                   "fixed", "logs",    "cookies"};
	char path[4096];
	size_t n = 0;
	snprintf(path, sizeof path, "%s/testdata/cases/%s/%s", GBX_SOURCE_DIR, dir, name);
	char *text = slurp(path, &n);
	if (!text || !n || n > (1u << 24)) {
		free(text);
		return;
	}
	const char *w = winner(text, n);
	for (size_t k = 0; k < sizeof ours / sizeof *ours; k++) {
		bool own = strcmp(name, "arrows.txt") == 0; /* a list beside /etc/passwd */
		for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
			own |= strncmp(dir, ours[i], strlen(ours[i])) == 0;
		if (!own && strcmp(w, ours[k]) == 0)
			fail_msg("%s takes %s", w, path);
	}
	free(text);
}

static void test_golden_inputs(void **state)
{
	(void)state;
	char path[4096];
	snprintf(path, sizeof path, "%s/testdata/cases", GBX_SOURCE_DIR);
	DIR *cases = opendir(path);
	assert_non_null(cases);
	for (struct dirent *c; (c = readdir(cases));) {
		if (c->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/testdata/cases/%s", GBX_SOURCE_DIR, c->d_name);
		DIR *one = opendir(path);
		for (struct dirent *f; one && (f = readdir(one));) {
			bool ours = strcmp(f->d_name, "cmd") && strcmp(f->d_name, "stdout") &&
			            strcmp(f->d_name, "stderr") && strcmp(f->d_name, "exit");
			if (f->d_type == DT_REG && ours)
				check_file(c->d_name, f->d_name);
		}
		if (one)
			closedir(one);
	}
	closedir(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_tables_stay_tables),
	    cmocka_unit_test(test_lines_of_each_format),
	    cmocka_unit_test(test_foreign_text),
	    cmocka_unit_test(test_golden_inputs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
