/*
 * The masks of every kernel this processor has against a plain loop, and the scanner
 * against one that asks the handlers at every anchor and passes over nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "detect.h"
#include "scan.h"
#include "scan_mask.h"

static uint32_t next_random(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*s >> 33);
}

static bool bit_of(const uint64_t *mask, size_t i)
{
	return mask[i / 64] >> i % 64 & 1;
}

static void check_masks(const unsigned char *p, size_t n, const struct gbx_scan_kernel *k)
{
	struct gbx_scan_masks m;
	bool sign = false, j = false, dash = false;

	memset(&m, 0xff, sizeof m);
	k->masks(p, n, &m);
	for (size_t i = 0; i < (n + 63) / 64 * 64; i++) {
		unsigned char c = i < n ? p[i] : ' ';
		assert_int_equal(bit_of(m.digit, i), gbx_isdigit(c));
		assert_int_equal(bit_of(m.upper, i), gbx_isupper(c));
		assert_int_equal(bit_of(m.other, i), strchr("@$%*J", c) && c);
		assert_int_equal(bit_of(m.word, i), gbx_scan_in_word(c));
		assert_int_equal(bit_of(m.line, i), c == '-');
		sign |= strchr("@$%*+:;", c) && c;
		j |= c == 'J';
		dash |= c == '-';
	}
	assert_int_equal(m.digit[(n + 63) / 64] | m.upper[(n + 63) / 64], 0);
	assert_int_equal(m.word[(n + 63) / 64] | m.line[(n + 63) / 64], 0);
	assert_true((m.sign != 0) == sign && (m.j != 0) == j && (m.dash != 0) == dash);
}

static void every_kernel(void **state)
{
	static const unsigned char some[12] = "a9Z@$*+:;J-";
	uint64_t seed = 3;

	(void)state;
	for (size_t n = 1; n <= 64 * GBX_SCAN_BLOCKS; n += n < 300 ? 1 : 37) {
		unsigned char *p = malloc(n); /* ends where it ends: sanitizers see overreads */
		assert_non_null(p);
		for (unsigned round = 0; round < 8; round++) {
			for (size_t i = 0; i < n; i++)
				p[i] = (unsigned char)next_random(&seed);
			for (size_t i = 0; i < n && round & 1; i++)
				p[i] = some[p[i] % sizeof some];
			if (round > 5)
				memset(p, 'a', n - 1);
			for (unsigned k = 0; k < gbx_scan_kernels_count; k++)
				if (gbx_scan_kernels[k].fits())
					check_masks(p, n, &gbx_scan_kernels[k]);
		}
		free(p);
	}
}

static size_t ask(struct gbx_scan *s, size_t i)
{
	if (gbx_isdigit(s->p[i]))
		return gbx_scan_digits(s, i);
	return s->p[i] == '@' ? gbx_scan_mail(s, i) : gbx_scan_secret(s, i);
}

static uint32_t scan_plainly(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	struct gbx_scan s = {.p = p, .n = n, .hit = hit, .cap = cap};

	for (size_t i = 0; i < n && n >= 6; i++) {
		bool word = gbx_scan_in_word(p[i]) && (!i || !gbx_scan_in_word(p[i - 1]));
		bool digit = gbx_isdigit(p[i]) && (!i || !gbx_isdigit(p[i - 1]) || i == s.next);
		bool other = (digit || (p[i] && strchr("@$%*J", p[i]))) && i >= s.next;
		uint32_t before = s.count;
		size_t to = i;
		word = word && i >= s.next_word;
		if ((word || other) && s.count == cap)
			break;
		if (word)
			to = gbx_scan_token(&s, i);
		if (to == i && other)
			to = ask(&s, i);
		if (s.count != before)
			s.next_word = to;
		s.next = to > s.next ? to : s.next;
	}
	return s.count;
}

#define CAP 6u

static void check_scan(const unsigned char *p, size_t n)
{
	struct gbx_hit a[CAP], b[CAP];
	uint32_t na = gbx_scan_text(p, n, a, CAP), nb = scan_plainly(p, n, b, CAP);

	if (na != nb)
		fail_msg("%u hits, %u when asked everywhere: %.*s", na, nb, (int)n,
		         (const char *)p);
	for (uint32_t i = 0; i < na; i++)
		assert_true(a[i].off == b[i].off && a[i].len == b[i].len && a[i].type == b[i].type);
}

/* Texts made of what the handlers look at, of pieces that are hits, of digits. */
static const char *const pieces[] = {
    "13800000001",
    "999999199001010011",
    "alice@example.com",
    "(212) 555-0123",
    "2020-04-23",
    "19:02:02",
    "192.0.2.100",
    "4111111111111111",
    "00:00:5e:00:53:01",
    "GB29NWBK60161331926819",
    "+44 20 7946 0958",
    "4111 1111 1111 1111",
    "138-0000-0001",
    "年",
    "号",
    "，",
    " ",
    ",",
    ".",
    "-",
    "+",
    "(",
    ")",
    "#",
    "/",
    "=",
    ":",
    "x",
    "Ab",
    "7",
    "42",
    "2004",
    "14350",
    "0",
    "12345678901234567890123",
    "order ",
    "eyJ",
    "$2a$05$",
    "\n",
    "00-00-5e-00-53-01",
    "DE89 3704 0044 0532 0130 00",
    "8613800000001",
    "http://example.com/?q=",
    "AKIAABCDEFGHIJ234567",
    "glpat-abcdefghij0123456789",
    "token=",
    "ya29.a0123456789012345678901234567",
    "123456789:AAabcdefghijklmnopqrstuvwxyz0123456",
    "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
    "postgres://user:secret@",
    "a-long-word-with-dashes",
    "[",
    "文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文",
};

static void same_as_plainly(void **state)
{
	uint64_t seed = 9;
	unsigned char text[4096];

	(void)state;
	for (unsigned round = 0; round < 60000; round++) {
		size_t n = 0, most = round % 50 ? 1 + next_random(&seed) % 300 : 4000;
		for (;;) {
			const char *q = pieces[next_random(&seed) % GBX_COUNT(pieces)];
			size_t len = strlen(q);
			if (n + len > most)
				break;
			memcpy(text + n, q, len);
			n += len;
		}
		unsigned char *p = malloc(n + 1);
		assert_non_null(p);
		memcpy(p, text, n);
		check_scan(p, n);
		free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kernel),
	    cmocka_unit_test(same_as_plainly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
