/* Columns of fixed width and drawn tables. */
#include "csv_testing.h"
#include "fixed.h"

static void check(const char *text, const char *want, uint64_t bad)
{
	unsigned char *p = padded(text, strlen(text));
	struct gbx_head h = head_of(p, strlen(text), "x.txt");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	if (f != &gbx_format_fixed)
		print_message("%s reads: %s", f ? f->name : "nothing", text);
	assert_ptr_equal(f, &gbx_format_fixed);
	free(p);
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(&gbx_format_fixed, text, strlen(text), NULL, step, &o);
		if (step > 1 || !strstr(text, "id ")) /* columns come as they are filled */
			assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.bad, bad);
		outcome_release(&o);
	}
}

static void test_drawn(void **state)
{
	(void)state;
	static const char want[] = "id=\"1\"name=\"Ann E\"mail=\"ann@example.com\"\n"
	                           "id=\"2\"name=\"B|b\"mail=\"bob@example.com\"\n"
	                           "id=\"3\"name=\"M\xc3\xbcller\"mail=\"m@example.com\"\n";
	check("+----+--------+-----------------+\n| id | name   | mail            |\n"
	      "+----+--------+-----------------+\n|  1 | Ann E  | ann@example.com |\n"
	      "|  2 | B|b    | bob@example.com |\n|  3 | M\xc3\xbcller | m@example.com   |\n"
	      "+----+--------+-----------------+\n3 rows in set (0.00 sec)\n",
	      want, 0);
	check("mysql> select * from t;\n+----+--------+-----------------+\n| id | name   | mail            "
	      "|\n+----+--------+-----------------+\n|  1 | Ann E  | ann@example.com |\n"
	      "|  2 | B|b    | bob@example.com |\n|  3 | M\xc3\xbcller | m@example.com   |\n"
	      "+----+--------+-----------------+\n3 rows in set (0.00 sec)\n",
	      want, 0);
	check(" id |  name  |      mail       \n----+--------+-----------------\n"
	      "  1 | Ann E  | ann@example.com\n  2 | B|b    | bob@example.com\n"
	      "  3 | M\xc3\xbcller | m@example.com\n(3 rows)\n\n",
	      want, 0);
}

/* Values of several lines: psql marks them, mysql breaks off. Places are those of the screen. */
static void test_lines(void **state)
{
	(void)state;
	check(" id |   name   |  note   \n----+----------+---------\n"
	      "  1 | Ann     +| one    +\n    | Example  | two\n"
	      "  2 | \xe6\x9d\x8e|\xe9\x9b\xb7    | x+\n  3 | C+       |        +\n    |          | b      +\n"
	      "    |          | c\n(3 rows)\n",
	      "id=\"1\"name=\"Ann\\nExample\"note=\"one\\ntwo\"\n"
	      "id=\"2\"name=\"\xe6\x9d\x8e|\xe9\x9b\xb7\"note=\"x+\"\n"
	      "id=\"3\"name=\"C+\"note=\"\\nb\\nc\"\n",
	      0);
	check("+----+---------+------+\n| id | note    | city |\n+----+---------+------+\n"
	      "|  1 | two\n\nxy |   E  |\n|  2 | plain   | F    |\n|  3 | a|b\nc   | G    |\n"
	      "|  4 | broken\n|  5 | last    | H    |\n+----+---------+------+\n",
	      "id=\"1\"note=\"two\\n\\nxy\"city=\"E\"\nid=\"2\"note=\"plain\"city=\"F\"\n"
	      "id=\"3\"note=\"a|b\\nc\"city=\"G\"\nid=\"5\"note=\"last\"city=\"H\"\n",
	      1);
}

static void test_ruler(void **state)
{
	(void)state;
	check("ID   NAME         CITY\n---- ------------ ----------\n1    Ann Example  Exampleton\n"
	      "2    Bob          Sampleville\n\n(2 rows affected)\n",
	      "ID=\"1\"NAME=\"Ann "
	      "Example\"CITY=\"Exampleton\"\nID=\"2\"NAME=\"Bob\"CITY=\"Sampleville\"\n",
	      0);
}

static void test_gaps(void **state)
{
	(void)state;
	struct gbx_buf text = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	static const char *const who[] = {"Ann Example", "Bob B.", "Carla M\xc3\xbcller", "Dan"};
	static const int pad[] = {16, 16, 17, 16};
	gbx_buf_addf(&text, "%-8s%-16s%10s  %s\n", "number", "name", "amount", "city");
	for (unsigned i = 0; i < 60; i++) {
		gbx_buf_addf(&text, "%-8u%-*s%10u  %s\n", 1000 + i, pad[i % 4], who[i % 4],
		             i * i * 31, i % 3 ? "Exampleton" : "Sampleville");
		gbx_buf_addf(&want, "number=\"%u\"name=\"%s\"amount=\"%u\"city=\"%s\"\n", 1000 + i,
		             who[i % 4], i * i * 31, i % 3 ? "Exampleton" : "Sampleville");
	}
	/* wider than any in a head */
	gbx_buf_adds(&text, "99999999Eve               123456789  Exampleton\n");
	gbx_buf_adds(&want,
	             "number=\"99999999\"name=\"Eve\"amount=\"123456789\"city=\"Exampleton\"\n");
	struct outcome o;
	struct gbx_head h = head_of((const unsigned char *)text.p, text.n, "x.txt");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	assert_ptr_equal(f, &gbx_format_fixed);
	read_text(f, text.p, text.n, NULL, text.n, &o);
	assert_int_equal(o.records, 61);
	assert_string_equal(gbx_buf_str(&o.text), gbx_buf_str(&want));
	outcome_release(&o);
	gbx_buf_release(&text);
	gbx_buf_release(&want);
}

static void test_what_is_none(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "This is a text of some lines that go\non and on and hold no columns at\nall, as "
	    "texts are, whose words are\nof any length and so on for a while\nuntil it ends here "
	    "now.\n"
	    "One more line for good measure is it.\n",
	    "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\n",
	    "a@example.com:x\nb@example.com:yy\nc@example.com:z\nd@example.com:q\n",
	    "Title\n=====\n\nSome prose below a title, as in Markdown.\nMore of it.\n",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		static const struct gbx_format_options none;
		unsigned char *p = padded(texts[i], strlen(texts[i]));
		struct gbx_head h = head_of(p, strlen(texts[i]), "x.txt");
		assert_int_equal(gbx_format_fixed.bid(&h, &none), 0);
		free(p);
	}
}

static void test_hostile_bytes(void **state)
{
	(void)state;
	static const char head[] =
	    "+----+--------+\n| id | name   |\n+----+--------+\n|  1 | Ann E  |\n";
	static const char plain[] =
	    "ID   NAME         CITY\n---- ------------ ----\n1    Ann          Ex\n";
	static const char psql[] = " id |  name  \n----+--------\n  1 | Ann   +\n    | E\n";
	static const char alphabet[] = "|+- \n\n\r\t\0ab1\xe2\x94\x82\xff";
	uint64_t seed = 4;
	for (unsigned round = 0; round < 3000; round++) {
		char text[300];
		const char *from = round % 3 ? round % 3 == 1 ? head : psql : plain;
		size_t k = strlen(from), n = k + rnd(&seed) % 150;
		memcpy(text, from, k);
		for (size_t i = k; i < n; i++)
			text[i] = alphabet[rnd(&seed) % (sizeof alphabet - 1)];
		for (unsigned i = 0; round % 5 == 0 && i < 4; i++)
			text[rnd(&seed) % n] = alphabet[rnd(&seed) % (sizeof alphabet - 1)];
		struct outcome a, b;
		read_text(&gbx_format_fixed, text, n, NULL, n, &a);
		read_text(&gbx_format_fixed, text, n, NULL, 5, &b);
		assert_int_equal(a.cells.n, b.cells.n);
		assert_int_equal(a.bad, b.bad);
		assert_int_equal(a.records, b.records);
		outcome_release(&a);
		outcome_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_drawn),         cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_ruler),
	    cmocka_unit_test(test_gaps),          cmocka_unit_test(test_what_is_none),
	    cmocka_unit_test(test_hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
