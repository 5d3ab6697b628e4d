/* BSON documents built here: every type, nesting, lies about lengths, damage, archives. */
#include "bson.h"
#include "json_testing.h"

struct doc {
	unsigned char p[8192];
	size_t n;
	size_t open[80];
	unsigned depth;
};

static void put(struct doc *d, const void *p, size_t n)
{
	assert_true(d->n + n <= sizeof d->p);
	if (n)
		memcpy(d->p + d->n, p, n);
	d->n += n;
}

static void put_int(struct doc *d, uint64_t v, unsigned bytes)
{
	unsigned char b[8];
	for (unsigned i = 0; i < bytes; i++)
		b[i] = (unsigned char)(v >> 8 * i);
	put(d, b, bytes);
}

static void begin(struct doc *d)
{
	d->open[d->depth++] = d->n;
	put_int(d, 0, 4);
}

static void end(struct doc *d)
{
	size_t at = d->open[--d->depth];
	put_int(d, 0, 1);
	size_t n = d->n - at;
	for (unsigned i = 0; i < 4; i++)
		d->p[at + i] = (unsigned char)(n >> 8 * i);
}

static void name(struct doc *d, unsigned type, const char *key)
{
	put_int(d, type, 1);
	put(d, key, strlen(key) + 1);
}

static void text(struct doc *d, const char *key, const char *value)
{
	name(d, GBX_BSON_STRING, key);
	put_int(d, strlen(value) + 1, 4);
	put(d, value, strlen(value) + 1);
}

static void id(struct doc *d, unsigned number)
{
	name(d, GBX_BSON_OBJECT_ID, "_id");
	put(d, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b", 11);
	put_int(d, number, 1);
}

static void small(struct doc *d, unsigned number, const char *mail)
{
	begin(d);
	id(d, number);
	text(d, "email", mail);
	end(d);
}

static void check(const struct doc *d, const char *path, const char *want, uint64_t bad)
{
	static const size_t steps[] = { 1, 7, 64, 8192 };
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct fed f = feed(d->p, d->n, steps[i], path, NULL);
		assert_string_equal(gbx_buf_str(&f.text), want);
		if (steps[i] >= d->n)
			assert_int_equal(f.quarantined, bad);
		fed_release(&f);
	}
}

static void scalar_types(struct doc *d)
{
	name(d, GBX_BSON_DOUBLE, "a");
	put(d, "\x9a\x99\x99\x99\x99\x99\xb9\x3f", 8);
	name(d, GBX_BSON_BINARY, "b");
	put(d, "\x02\0\0\0\0\xab\xcd", 7);
	name(d, GBX_BSON_BINARY, "c");
	put(d, "\x10\0\0\0\x04\0\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 21);
	name(d, GBX_BSON_BOOL, "d");
	put_int(d, 1, 1);
	name(d, GBX_BSON_DATE, "e");
	put_int(d, UINT64_C(1415907000123), 8);
	name(d, GBX_BSON_DATE, "f");
	put_int(d, (uint64_t)-1, 8);
	name(d, GBX_BSON_NULL, "g");
	name(d, GBX_BSON_REGEX, "h");
	put(d, "^x\0i", 5);
	name(d, GBX_BSON_INT32, "i");
	put_int(d, (uint32_t)-7, 4);
	name(d, GBX_BSON_TIMESTAMP, "j");
	put_int(d, UINT64_C(1415907000) << 32 | 5, 8);
	name(d, GBX_BSON_INT64, "k");
	put_int(d, UINT64_C(9007199254740993), 8);
	name(d, GBX_BSON_MIN_KEY, "l");
	name(d, GBX_BSON_DATE, "m");
	put_int(d, INT64_MAX, 8);
	name(d, GBX_BSON_BINARY, "n");
	put(d, "\x06\0\0\0\x02\x02\0\0\0\xab\xcd", 11);
}

static void every_type(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	begin(&d);
	id(&d, 255);
	scalar_types(&d);
	end(&d);
	check(&d, "dump/users.bson",
	      "users@000000 _id=0102030405060708090a0bff|a=0.1|b=abcd|"
	      "c=00112233-4455-6677-8899-aabbccddeeff|d=true|e=2014-11-13T19:30:00.123Z|"
	      "f=1969-12-31T23:59:59.999Z|g=-|h=/^x/i|i=-7|j=2014-11-13T19:30:00Z|"
	      "k=9007199254740993|l=MinKey|m=9223372036854775807|n=abcd|\n",
	      0);
}

/* From the tests of MongoDB's Decimal128 specification. */
static void decimals(void **state)
{
	(void)state;
	static const struct {
		uint64_t high, low;
		const char *want;
	} t[] = {
		{ UINT64_C(0x3040000000000000), 1, "1" },
		{ UINT64_C(0xb040000000000000), 1, "-1" },
		{ UINT64_C(0x303e000000000000), 1, "0.1" },
		{ UINT64_C(0x3034000000000000), 0x4d2, "0.001234" },
		{ UINT64_C(0x3040000000000000), UINT64_C(123456789012), "123456789012" },
		{ UINT64_C(0x303a000000000000), 123456, "123.456" },
		{ UINT64_C(0x3042000000000000), 1, "1E+1" },
		{ UINT64_C(0x302a000000000000), 12345, "1.2345E-7" },
		{ UINT64_C(0x5ffe314dc6448d93), UINT64_C(0x38c15b0a00000000),
		  "1.000000000000000000000000000000000E+6144" },
		{ UINT64_C(0x7800000000000000), 0, "Infinity" },
		{ UINT64_C(0xf800000000000000), 0, "-Infinity" },
		{ UINT64_C(0x7c00000000000000), 0, "NaN" },
		{ UINT64_C(0x6c10000000000000), 0, "0" },
	};
	struct gbx_buf b = GBX_BUF_INIT(4096);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct doc d = { .n = 0 };
		struct gbx_span raw;
		put_int(&d, t[i].low, 8);
		put_int(&d, t[i].high, 8);
		gbx_buf_reset(&b);
		assert_true(gbx_bson_text(GBX_BSON_DECIMAL, d.p, 16, &raw, &b));
		if (i != 12)
			assert_string_equal(gbx_buf_str(&b), t[i].want);
		else
			assert_int_equal(gbx_buf_str(&b)[0], '0');
	}
	gbx_buf_release(&b);
}

static void nested_like_json(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	begin(&d);
	id(&d, 1);
	name(&d, GBX_BSON_OBJECT, "a");
	begin(&d);
	text(&d, "b", "x");
	name(&d, GBX_BSON_ARRAY, "list");
	begin(&d);
	text(&d, "0", "p");
	name(&d, GBX_BSON_OBJECT, "1");
	begin(&d);
	text(&d, "q", "r");
	end(&d);
	end(&d);
	end(&d);
	end(&d);
	check(&d, "f.bson",
	      "f@000000 _id=0102030405060708090a0b01|a.b=x|a.list[]=p|a.list[].q=r|\n", 0);
	d.p[d.n - 24]++; /* an item that is not named by its number */
	struct fed f = feed(d.p, d.n, d.n, "f.bson", "bson");
	assert_int_equal(f.records + f.quarantined, 1);
	fed_release(&f);
}

static void too_deep(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	for (unsigned i = 0; i < 70; i++) {
		if (i)
			name(&d, GBX_BSON_OBJECT, "o");
		begin(&d);
	}
	while (d.depth)
		end(&d);
	small(&d, 2, "a@example.com");
	struct fed f = feed(d.p, d.n, d.n, "f.bson", "bson");
	assert_int_equal(f.records, 1);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_NESTING);
	fed_release(&f);
}

/* A length that lies costs its document, not the ones behind it. */
static void lies(void **state)
{
	(void)state;
	static const uint32_t lengths[] = { 0, 4, 5, 30, 5000, 60000, 0x7fffffff, 0xffffffff };
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct doc d = { .n = 0 };
		small(&d, 1, "one@example.com");
		size_t second = d.n;
		small(&d, 2, "two@example.com");
		small(&d, 3, "three@example.com");
		for (unsigned k = 0; k < 4; k++)
			d.p[second + k] = (unsigned char)(lengths[i] >> 8 * k);
		struct fed f = feed(d.p, d.n, d.n, "f.bson", "bson");
		assert_int_equal(f.records, 2);
		assert_true(f.quarantined >= 1);
		assert_int_equal(f.bad_off[0], second);
		assert_true(strstr(gbx_buf_str(&f.text), "three@example.com") != NULL);
		fed_release(&f);
	}
}

static void cut_and_changed_anywhere(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	small(&d, 1, "one@example.com");
	begin(&d);
	id(&d, 2);
	scalar_types(&d);
	end(&d);
	small(&d, 3, "three@example.com");
	for (size_t n = 0; n < d.n; n++) {
		struct fed f = feed(d.p, n, 5, "f.bson", "bson");
		assert_true(f.records <= 2);
		fed_release(&f);
	}
	uint64_t seed = 9;
	for (unsigned i = 0; i < 30000; i++) {
		struct doc m = d;
		for (unsigned k = 0; k < 1 + i % 4; k++)
			m.p[next_random(&seed) % m.n] = (unsigned char)(next_random(&seed) % 3
									    ? next_random(&seed) % 24
									    : next_random(&seed));
		struct fed a = feed(m.p, m.n, m.n, "f.bson", "bson");
		struct fed b = feed(m.p, m.n, next_random(&seed) % 40 + 1, "f.bson", "bson");
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		fed_release(&a);
		fed_release(&b);
	}
}

/* ---- archives ---- */

static void block(struct doc *d, const char *collection, bool eof)
{
	begin(d);
	text(d, "db", "shop");
	text(d, "collection", collection);
	name(d, GBX_BSON_BOOL, "EOF");
	put_int(d, eof, 1);
	name(d, GBX_BSON_INT64, "CRC");
	put_int(d, 0, 8);
	end(d);
	if (eof)
		put_int(d, UINT32_MAX, 4);
}

static void an_archive(struct doc *d)
{
	put_int(d, UINT32_C(0x8199e26d), 4);
	begin(d);
	text(d, "version", "0.1");
	end(d);
	begin(d);
	text(d, "db", "shop");
	text(d, "collection", "users");
	text(d, "metadata", "{}");
	end(d);
	put_int(d, UINT32_MAX, 4);
	block(d, "users", false);
	small(d, 1, "one@example.com");
	put_int(d, UINT32_MAX, 4);
	block(d, "orders", false);
	small(d, 2, "two@example.com");
	small(d, 3, "three@example.com");
	put_int(d, UINT32_MAX, 4);
	block(d, "orders", true);
	block(d, "users", false);
	small(d, 4, "four@example.com");
	put_int(d, UINT32_MAX, 4);
	block(d, "users", true);
}

static void collections_of_an_archive(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	an_archive(&d);
	check(&d, "x.archive",
	      "shop.orders@000259 _id=0102030405060708090a0b02|email=two@example.com|\n"
	      "shop.orders@000308 _id=0102030405060708090a0b03|email=three@example.com|\n"
	      "shop.users@000146 _id=0102030405060708090a0b01|email=one@example.com|\n"
	      "shop.users@000486 _id=0102030405060708090a0b04|email=four@example.com|\n",
	      0);
	for (size_t n = 8; n < d.n; n++) {
		struct fed f = feed(d.p, n, 11, "x.archive", "mongodump");
		assert_true(f.records <= 4);
		fed_release(&f);
	}
	uint64_t seed = 4;
	for (unsigned i = 0; i < 10000; i++) {
		struct doc m = d;
		m.p[next_random(&seed) % m.n] = (unsigned char)next_random(&seed);
		struct fed a = feed(m.p, m.n, m.n, "f", "mongodump");
		struct fed b = feed(m.p, m.n, next_random(&seed) % 50 + 1, "f", "mongodump");
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		fed_release(&a);
		fed_release(&b);
	}
}

/* Whatever pieces it comes in: a header that names nothing ends what the one before named;
 * what damage is searched for is a document with the name in it, not bytes in front of it. */
static void pieces_say_the_same(void **state)
{
	(void)state;
	struct doc d = { .n = 0 };
	put_int(&d, UINT32_C(0x8199e26d), 4);
	begin(&d);
	text(&d, "version", "0.1");
	end(&d);
	put_int(&d, UINT32_MAX, 4);
	block(&d, "users", false);
	small(&d, 1, "one@example.com");
	put_int(&d, UINT32_MAX, 4);
	begin(&d);
	text(&d, "db", "shop");
	end(&d);
	small(&d, 2, "two@example.com");
	check(&d, "x.archive",
	      "shop.users@000089 _id=0102030405060708090a0b01|email=one@example.com|\n"
	      "x.archive@000160 _id=0102030405060708090a0b02|email=two@example.com|\n",
	      0);
	static const char empty[] = "\0\x05\0\0\0\0_id\0\1\2e";
	for (size_t step = 1; step < sizeof empty; step++) {
		struct fed f = feed(empty, sizeof empty - 1, step, "f", "bson");
		assert_int_equal(f.records, 0);
		fed_release(&f);
	}
}

static void others_are_not_bson(void **state)
{
	(void)state;
	static const char *const texts[] = { "id,name\n1,x\n", "{\"a\":1}\n", "\x05", "     \n",
					     ("abcd\x02" "efgh") };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct fed f = feed(texts[i], strlen(texts[i]), 100, "f.bson", NULL);
		assert_string_not_equal(f.format, "bson");
		fed_release(&f);
	}
}

static void corpora(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint64_t records, bad;
	} files[] = { { "all_types", 20, 0 },	{ "all_in_one_doc", 1, 0 }, { "sample", 4, 0 },
		      { "deep_nested", 0, 1 },	{ "partial_file", 2, 1 },   { "bad_type", 3, 1 },
		      { "bad_cstring", 3, 1 },	{ "broken_array", 19, 1 },
		      { "random_bytes", 0, 0 }, { "invalid_field_name", 4, 1 } };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[64];
		size_t n = 0;
		snprintf(path, sizeof path, "nosql/bson/%s.bson", files[i].name);
		char *p = corpus(path, &n);
		if (!p)
			skip();
		struct fed f = feed(p, n, 64, path, NULL);
		assert_int_equal(f.records, files[i].records);
		assert_int_equal(f.quarantined, files[i].bad);
		fed_release(&f);
		free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type),
		cmocka_unit_test(decimals),
		cmocka_unit_test(nested_like_json),
		cmocka_unit_test(too_deep),
		cmocka_unit_test(lies),
		cmocka_unit_test(cut_and_changed_anywhere),
		cmocka_unit_test(collections_of_an_archive),
		cmocka_unit_test(pieces_say_the_same),
		cmocka_unit_test(others_are_not_bson),
		cmocka_unit_test(corpora),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
