/*
 * One look at a value, against a plain reference: classes and shape of every byte,
 * of random values of every length, and never a byte past what may be read.
 */
#include "profile_testing.h"
#include "shape.h"

#define ROOM_BEHIND 32u /* readable bytes behind a value: shape.h */

static uint32_t plain_class(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return GBX_C_DIGIT;
	if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		return GBX_C_HEX;
	if ((c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z'))
		return GBX_C_ALPHA;
	if (c >= 0x80)
		return GBX_C_HIGH;
	return c == '@' ? GBX_C_AT : c == '.' ? GBX_C_DOT : c && strchr(" -/:+()", c) ? GBX_C_SEP : GBX_C_OTHER;
}

static uint32_t plain_long(uint32_t n, char *out)
{
	if (n > 65536)
		return (uint32_t)snprintf(out, 100, "(over 65536 bytes)");
	uint32_t to = 128;
	while (to < n)
		to *= 2;
	return (uint32_t)snprintf(out, 100, "(%u-%u bytes)", to / 2 + 1, to);
}

static uint32_t plain_shape(const unsigned char *p, uint32_t n, char *out)
{
	uint32_t len = 0;
	if (n > GBX_SHAPE_BYTES)
		return plain_long(n, out);
	uint32_t all = 0;
	for (uint32_t i = 0; i < n; i++)
		all |= plain_class(p[i]);
	if (n >= 16 && all == (GBX_C_DIGIT | GBX_C_HEX))
		return (uint32_t)snprintf(out, 100, "(%u hex)", n);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t cls = plain_class(p[i]);
		if (cls == GBX_C_DIGIT)
			out[len++] = '9';
		else if (cls == GBX_C_HEX || cls == GBX_C_ALPHA)
			out[len++] = p[i] & 0x20 ? 'a' : 'A';
		else if (cls == GBX_C_HIGH && p[i] < 0xC0)
			continue; /* goes on with a character */
		else
			out[len++] = cls == GBX_C_HIGH ? 'x' : p[i] < 32 || p[i] == 127 ? '?' : (char)p[i];
	}
	return len;
}

/* Looks at a copy with exactly the room promised on both sides of the contract. */
static void check(const unsigned char *p, uint32_t n, unsigned char behind)
{
	unsigned char *copy = malloc(n + ROOM_BEHIND);
	char *shape = malloc(GBX_SHAPE_ROOM), want[128];
	assert_true(copy && shape);
	memcpy(copy, p, n);
	memset(copy + n, behind, ROOM_BEHIND);
	memset(shape, 0x55, GBX_SHAPE_ROOM);
	uint32_t len, cls = 0, want_len = plain_shape(p, n, want);
	for (uint32_t i = 0; i < n; i++)
		cls |= plain_class(p[i]);
	uint32_t got = gbx_look(copy, n, shape, &len);
	assert_int_equal(got, cls);
	assert_int_equal(got, gbx_class_of(p, n));
	assert_int_equal(len, want_len);
	assert_memory_equal(shape, want, len);
	for (uint32_t i = len; i % 16; i++)
		assert_int_equal(shape[i], 0);
	free(copy);
	free(shape);
}

static void every_byte_everywhere(void **state)
{
	(void)state;
	unsigned char v[70];
	for (unsigned c = 0; c < 256; c++)
		for (uint32_t n = 1; n <= 66; n += n < 4 || n > 60 ? 1 : 7)
			for (uint32_t at = 0; at < n; at += at < 2 || at + 3 > n ? 1 : 9) {
				memset(v, 'a', n);
				v[at] = (unsigned char)c;
				check(v, n, (unsigned char)~c);
			}
}

static void all_the_same(void **state)
{
	(void)state;
	unsigned char v[130];
	for (unsigned c = 0; c < 256; c++)
		for (uint32_t n = 1; n <= sizeof v; n += 3) {
			memset(v, (int)c, n);
			check(v, n, 0xFF);
		}
}

static void random_values(void **state)
{
	(void)state;
	static const char *const alphabet[] = {
	    "0123456789abcdefABCDEF", "0123456789", "abcxyzABCXYZ", "user@example.com", " -/:+().@", "\x01\x1f\x7f\t\n\"'<>[]{}",
	};
	struct rng r = {2};
	for (unsigned k = 0; k < 1000000; k++) {
		unsigned char v[100];
		uint32_t n = 1 + below(&r, 100), kind = below(&r, 9);
		for (uint32_t i = 0; i < n; i++) {
			const char *a = alphabet[kind < 6 ? kind : below(&r, 6)];
			v[i] = kind == 8 ? (unsigned char)draw(&r)
					 : (unsigned char)a[below(&r, (uint32_t)strlen(a))];
			if (kind == 7 && !below(&r, 5))
				v[i] |= 0x80;
		}
		check(v, n, (unsigned char)draw(&r));
	}
}

static void told(const char *value, const char *want)
{
	uint32_t n = (uint32_t)strlen(value), len;
	char shape[GBX_SHAPE_ROOM];
	unsigned char *copy = calloc(1, n + ROOM_BEHIND);
	assert_non_null(copy);
	memcpy(copy, value, n);
	gbx_look(copy, n, shape, &len);
	if (len != strlen(want) || memcmp(shape, want, len))
		fail_msg("%s became %.*s", value, (int)len, shape);
	free(copy);
}

static void known_shapes(void **state)
{
	(void)state;
	told("Jo.Doe+x@Example.COM", "Aa.Aaa+a@Aaaaaaa.AAA");
	told("2022-06-30T12:00:00Z", "9999-99-99A99:99:99A");
	told("\xE5\xBC\xA0\xE4\xBC\x9F 3", "xx 9");		   /* Han */
	told("a\xF0\x9F\x98\x80z", "axa");			   /* an emoji is one character */
	told("\xC3\xA9t\xC3\xA9", "xax");			   /* accents */
	told("\x80\xBF", "");					   /* continuation without a beginning */
	told("\xFF\xFE\xC0" "1", "xxx9");			   /* never valid anywhere */
	told("\xE5\xBC", "x");					   /* cut short */
	told("a\tb\x1b[31m\x7f", "a?a?[99a?");		   /* no escape reaches a terminal */
	told("%$\"<script>", "%$\"<aaaaaa>");
	told("1234567890123456789012345678901234567890123456789012345678901234",
	     "9999999999999999999999999999999999999999999999999999999999999999");
	told("12345678901234567890123456789012345678901234567890123456789012345", "(65-128 bytes)");
	told("098f6bcd4621d373cade4e832627b4f6", "(32 hex)");
	told("098F6BCD4621D373", "(16 hex)");
	told("098F6BCD4621D37", "999A9AAA9999A99");
	told("123456789012345678", "999999999999999999");
	told("abcdefabcdefabcdef", "aaaaaaaaaaaaaaaaaa");
}

static void long_values(void **state)
{
	(void)state;
	static const uint32_t length[] = {64,	65,    128,   129,   256,    257,   1000,   1024,  1025,
					  4096, 4097, 32768, 32769, 65535, 65536, 65537, 1u << 20};
	unsigned char *v = malloc(1u << 20);
	assert_non_null(v);
	for (uint32_t i = 0; i < 1u << 20; i++)
		v[i] = "a1.\xC3"[mixed(i) % 4];
	for (size_t i = 0; i < sizeof length / sizeof *length; i++) {
		check(v, length[i], 0);
		memset(v, ' ', 3);
		check(v, length[i], '9');
	}
	memset(v, 'x', 70000);
	v[69999] = '@'; /* classes are of all bytes, not of the first */
	check(v, 70000, '.');
	free(v);
}

/* ---- many at once ---- */

/* A random value at p, of a kind that many of its neighbours share. Its length. */
static uint32_t draw_value(struct rng *r, uint32_t kind, unsigned char *p)
{
	static const char *const alphabet[] = {
	    "0123456789abcdef", "0123456789", "abcxyzABCXYZ", "user9@example.com", " -/:+().@\x01\x7f",
	};
	uint32_t n = 1 + below(r, kind & 8 ? 300 : kind & 16 ? 64 : 12);
	const char *a = alphabet[kind % 5];
	for (uint32_t i = 0; i < n; i++) {
		p[i] = (unsigned char)a[below(r, (uint32_t)strlen(a))];
		if (kind & 32 && !below(r, 3))
			p[i] = (unsigned char)draw(r);
	}
	return n;
}

/* Every way this processor has, against single looks: classes, and what the tally holds. */
static void check_ways(const struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c)
{
	struct gbx_value *got = malloc(n * sizeof *got);
	struct gbx_tally want, tally;
	char shape[GBX_SHAPE_ROOM];
	assert_non_null(got);
	gbx_tally_init(&want, 512);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t len;
		gbx_look(v[i].p, v[i].n, shape, &len);
		gbx_tally_add(&want, shape, len, 1);
	}
	char *a = tally_text(&want);
	for (unsigned w = 0; w < gbx_look_way_count; w++) {
		if (!gbx_look_ways[w].usable())
			continue;
		memcpy(got, v, n * sizeof *got);
		gbx_tally_init(&tally, 512);
		gbx_shape_cache_begin(c);
		gbx_look_ways[w].many(got, n / 2, c, &tally);
		gbx_look_ways[w].many(got + n / 2, n - n / 2, c, &tally);
		gbx_shape_cache_end(c, &tally);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(got[i].cls, gbx_class_of(v[i].p, v[i].n));
		char *b = tally_text(&tally);
		assert_same_text(a, b);
		free(b);
		gbx_tally_release(&tally);
	}
	free(a);
	free(got);
	gbx_tally_release(&want);
}

static void ways_agree(void **state)
{
	(void)state;
	enum { MOST = 700 };
	struct rng r = {9};
	struct gbx_shape_cache *c = malloc(sizeof *c);
	struct gbx_value *v = malloc(MOST * sizeof *v);
	unsigned char *bytes = malloc(MOST * 300 + ROOM_BEHIND);
	assert_true(c && v && bytes);
	for (unsigned round = 0; round < 600; round++) {
		uint32_t n = 1 + below(&r, MOST), at = 0, kind = below(&r, 64);
		for (uint32_t i = 0; i < n; i++) {
			v[i] = (struct gbx_value){ bytes + at, draw_value(&r, kind, bytes + at), 0 };
			at += v[i].n;
		}
		check_ways(v, n, c);
	}
	free(bytes);
	free(v);
	free(c);
}

/* ---- the cache ---- */

/* A random stream of shapes, `pool` different ones, straight and through the cache. */
static void cached_stream(struct rng *r, uint32_t pool, uint32_t n, uint32_t limit)
{
	struct gbx_tally direct, cached;
	struct gbx_shape_cache *c = malloc(sizeof *c);
	assert_non_null(c);
	gbx_tally_init(&direct, limit);
	gbx_tally_init(&cached, limit);
	memset(c, 0x5A, sizeof *c); /* begin needs nothing of before */
	for (unsigned column = 0; column < 3; column++) {
		gbx_shape_cache_begin(c);
		for (uint32_t i = 0; i < n; i++) {
			uint64_t which = mixed(below(r, pool));
			unsigned char v[64 + ROOM_BEHIND];
			char shape[GBX_SHAPE_ROOM];
			uint32_t len, size = 1 + (uint32_t)(which % 64);
			for (uint32_t k = 0; k < size; k++)
				v[k] = (unsigned char)(mixed(which + k) >> 20);
			gbx_look(v, size, shape, &len);
			gbx_shape_cache_add(c, &cached, shape, len);
			gbx_tally_add(&direct, shape, len, 1);
		}
		gbx_shape_cache_end(c, &cached);
	}
	char *a = tally_text(&direct), *b = tally_text(&cached);
	assert_same_text(a, b);
	free(a);
	free(b);
	gbx_tally_release(&direct);
	gbx_tally_release(&cached);
	free(c);
}

static void cache_equals_tally(void **state)
{
	(void)state;
	static const uint32_t pool[] = {1, 2, 50, 128, 400, 3000, 100000};
	struct rng r = {4};
	for (unsigned i = 0; i < 42; i++)
		cached_stream(&r, pool[i % 7], 1 + below(&r, 5000), i % 2 ? 4096 : 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_byte_everywhere),
	    cmocka_unit_test(all_the_same),
	    cmocka_unit_test(random_values),
	    cmocka_unit_test(known_shapes),
	    cmocka_unit_test(long_values),
	    cmocka_unit_test(ways_agree),
	    cmocka_unit_test(cache_equals_tally),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
