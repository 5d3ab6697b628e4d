/* Blocks of keys and values. */
#include "csv_testing.h"
#include "keyvalue.h"

static void check(const char *text, const char *want)
{
	unsigned char *p = padded(text, strlen(text));
	struct gbx_head h = head_of(p, strlen(text), "x.txt");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	if (!f)
		print_message("nothing reads: %s", text);
	assert_non_null(f);
	assert_string_equal(f->name, "keyvalue");
	free(p);
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(&gbx_format_keyvalue, text, strlen(text), NULL, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.bad, 0);
		outcome_release(&o);
	}
}

static void test_blocks(void **state)
{
	(void)state;
	static const char want[] = "Name=\"Ann Example\"City=\"Exampleton\"\n"
	                           "Name=\"Bob Example\"City=\"Sampleville\"\n";
	check("Name: Ann Example\nCity: Exampleton\n\nName: Bob Example\nCity: Sampleville\n",
	      want);
	check("Name: Ann Example\r\nCity: Exampleton\r\nName: Bob Example\r\nCity: Sampleville\r\n",
	      want);
	check("------\nName = Ann Example\nCity = Exampleton\n------\nName = Bob Example\nCity = "
	      "Sampleville\n",
	      want);
	check("Name:Ann Example\nCity:Exampleton\n\nName:Bob Example\nCity:Sampleville\n", want);
	check("-[ RECORD 1 ]------\nName | Ann Example\nCity | Exampleton\n"
	      "-[ RECORD 2 ]------\nName | Bob Example\nCity | Sampleville\n",
	      want);
	check("[a]\nName=Ann Example\nCity=Exampleton\n[b]\nName=Bob Example\nCity=Sampleville\n",
	      want);
	check("*** 1. row ***\nName: Ann Example\nCity: Exampleton\n"
	      "*** 2. row ***\nName: Bob Example\nCity: Sampleville\n",
	      want);
	check("Array\n(\n    [Name] => Ann Example\n    [City] => Exampleton\n)\n"
	      "Array\n(\n    [Name] => Bob Example\n    [City] => Sampleville\n)\n",
	      want);
	check("array(\n  'Name' => 'Ann Example',\n  'City' => 'Exampleton',\n),\n"
	      "array(\n  'Name' => 'Bob Example',\n  'City' => 'Sampleville',\n)\n",
	      want);
}

static void test_values_go_on(void **state)
{
	(void)state;
	check("Id: 1\nNote: a\n  b\nTel: 5\n\nId: 2\nNote: c\nTel: 6\n\nId: 3\nNote: d\nTel: 6\n",
	      "Id=\"1\"Note=\"a\\n  "
	      "b\"Tel=\"5\"\nId=\"2\"Note=\"c\"Tel=\"6\"\nId=\"3\"Note=\"d\"Tel=\"6\"\n");
	check("Id: 1\nTel: 5\nTel: 7\n\nId: 2\nTel: 6\n",
	      "Id=\"1\"Tel=\"5\"Tel_2=\"7\"\nId=\"2\"Tel=\"6\"\n");
	/* blank lines inside the records: the first key divides them */
	check("Id: 1\nA: 5\n\nB: 7\n\nId: 2\nA: 6\n\nB: 8\n\nC: 1\n\nD: 2\n",
	      "Id=\"1\"A=\"5\"B=\"7\"\nId=\"2\"A=\"6\"B=\"8\"C=\"1\"D=\"2\"\n");
}

static void test_a_dozen_lines(void **state)
{
	(void)state;
	struct gbx_buf text = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	for (unsigned i = 0; i < 200; i++) {
		for (unsigned k = 0; k < 14; k++) {
			gbx_buf_addf(&text, "Field %c: %u\n", 'A' + k, i * k);
			gbx_buf_addf(&want, "Field %c=\"%u\"", 'A' + k, i * k);
		}
		gbx_buf_adds(&text, "\n\n");
		gbx_buf_adds(&want, "\n");
	}
	check(gbx_buf_str(&text), gbx_buf_str(&want));
	gbx_buf_release(&text);
	gbx_buf_release(&want);
}

/* YAML: a list below its name. */
/* YAML writes what may be read as a number or more in quotes. */
static void test_quoted_values(void **state)
{
	(void)state;
	static const char want[] = "Tel=\"+1 202 555 0101\"City=\"Exampleton\"\n"
	                           "Tel=\"+1 202 555 0102\"City=\"'s-Sampleville\"\n";
	check("- Tel: '+1 202 555 0101'\n  City: \"Exampleton\"\n"
	      "- Tel: '+1 202 555 0102'\n  City: \"'s-Sampleville\"\n",
	      want);
	check("Tel: 'a' or 'b'\nNote: \"a\\\"b\"\n\nTel: '\nNote: \"\"\n",
	      "Tel=\"'a' or 'b'\"Note=\"\\\"a\\\\\\\"b\\\"\"\nTel=\"'\"Note=\"\"\n");
}

static void test_titled_list(void **state)
{
	(void)state;
	struct gbx_buf text = GBX_BUF_INIT(1u << 16), want = GBX_BUF_INIT(1u << 16);
	gbx_buf_adds(&text, "---\nusers:\n");
	for (unsigned i = 0; i < 40; i++) {
		gbx_buf_addf(&text, "- id: %u\n  name: Ann\n  mail: u%u@example.com\n", i, i);
		gbx_buf_addf(&want, "id=\"%u\"name=\"Ann\"mail=\"u%u@example.com\"\n", i, i);
	}
	check(gbx_buf_str(&text), gbx_buf_str(&want));
	gbx_buf_release(&text);
	gbx_buf_release(&want);
}

static void test_what_is_none(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "ERROR: disk is full\nWARN: disk is slow\nERROR: disk is full\nINFO: done\nERROR: x\n",
	    "BEGIN:VCARD\nFN: Ann\nN: x\nEND:VCARD\nBEGIN:VCARD\nFN: Bob\nN: y\nEND:VCARD\n",
	    "Dear all: hello\nthis is a text.\nIt has lines: some.\n",
	    "p {\n  color: blue;\n  margin: 1em;\n}\n\nh1 {\n  color: green;\n  margin: 2em;\n}\n",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		static const struct gbx_format_options none;
		unsigned char *p = padded(texts[i], strlen(texts[i]));
		struct gbx_head h = head_of(p, strlen(texts[i]), "x.txt");
		assert_int_equal(gbx_format_keyvalue.bid(&h, &none), 0);
		assert_int_equal(gbx_format_stealer.bid(&h, &none), 0);
		free(p);
	}
}

/* More keys than a relation may have columns: put aside, the rest is read. */
static void test_too_many_keys(void **state)
{
	(void)state;
	struct gbx_buf text = GBX_BUF_INIT(1u << 24);
	gbx_buf_adds(&text, "Id: 1\nA: b\n\nId: 2\nA: c\n\nId: 3\nA: d\n\n");
	for (unsigned i = 0; i < 5000; i++)
		gbx_buf_addf(&text, "Key%u: x\n", i);
	gbx_buf_adds(&text, "\nId: 4\nA: e\n");
	struct outcome o;
	read_text(&gbx_format_keyvalue, text.p, text.n, NULL, text.n, &o);
	assert_int_equal(o.records, 4);
	assert_int_equal(o.bad, 1);
	assert_int_equal(o.reason, GBX_E_COLUMNS);
	outcome_release(&o);
	gbx_buf_release(&text);
}

static void test_hostile_bytes(void **state)
{
	(void)state;
	static const char alphabet[] = "ab:= >\"'[](),-\n\n\r\t\0\xe2\x94\xff";
	uint64_t seed = 3;
	for (unsigned round = 0; round < 3000; round++) {
		char text[240] = "Id: 1\nA: b\n\nId: 2\nA: c\n\n";
		size_t n = rnd(&seed) % 180 + 40;
		struct outcome a, b;
		for (size_t i = round % 2 ? 26 : 0; i < n; i++)
			text[i] = alphabet[rnd(&seed) % (sizeof alphabet - 1)];
		read_text(&gbx_format_keyvalue, text, n, NULL, n, &a);
		read_text(&gbx_format_keyvalue, text, n, NULL, 3, &b);
		assert_string_equal(gbx_buf_str(&a.cells), gbx_buf_str(&b.cells));
		outcome_release(&a);
		outcome_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_blocks),        cmocka_unit_test(test_values_go_on),
	    cmocka_unit_test(test_a_dozen_lines), cmocka_unit_test(test_what_is_none),
	    cmocka_unit_test(test_titled_list),   cmocka_unit_test(test_quoted_values),
	    cmocka_unit_test(test_too_many_keys), cmocka_unit_test(test_hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
