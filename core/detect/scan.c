/*
 * Strong types inside free text. Vector compares find the few bytes such a thing
 * can begin at or hang on; everything else of the text is never looked at. Digits
 * may touch Chinese characters; inside words, hexadecimal, decimals, addresses and
 * URLs they are nothing.
 */
#include "scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool is_anchor(unsigned char c)
{
	return gbx_isdigit(c) || c == '@' || c == '$' || c == '*' || c == 'J';
}

#ifdef __SSE2__
static uint32_t anchors16(const unsigned char *p)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	/* moves '0'..'9' to the ten lowest signed values */
	__m128i d = _mm_add_epi8(x, _mm_set1_epi8((char)(0x80 - '0')));
	__m128i hit = _mm_cmplt_epi8(d, _mm_set1_epi8((char)(0x80 + 10)));

	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('@')));
	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('$')));
	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('*')));
	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('J')));
	return (uint32_t)_mm_movemask_epi8(hit);
}
#else
static uint32_t anchors16(const unsigned char *p)
{
	uint32_t m = 0;

	for (unsigned i = 0; i < 16; i++)
		m |= (uint32_t)is_anchor(p[i]) << i;
	return m;
}
#endif

/* Bit k: byte i + k is an anchor. Reads nothing behind the text. */
static uint64_t anchors64(const unsigned char *p, size_t left)
{
	uint64_t m = 0;

	if (left >= 64) {
		for (unsigned k = 0; k < 4; k++)
			m |= (uint64_t)anchors16(p + 16 * k) << (16 * k);
		return m;
	}
	for (size_t k = 0; k < left; k++)
		m |= (uint64_t)is_anchor(p[k]) << k;
	return m;
}

bool gbx_scan_ends(const struct gbx_scan *s, size_t i)
{
	unsigned char c = gbx_scan_at(s, i), next = gbx_scan_at(s, i + 1);

	if (gbx_scan_word_byte(c) || c == '@' || c == '%')
		return false;
	return !((c == '-' || c == '.' || c == '+') && gbx_isalnum(next));
}

size_t gbx_scan_word_end(const struct gbx_scan *s, size_t i)
{
	while (i < s->n) {
		unsigned char c = s->p[i];
		if (!gbx_scan_word_byte(c) &&
		    !((c == '-' || c == '.') && gbx_scan_word_byte(gbx_scan_at(s, i + 1))))
			break;
		i++;
	}
	return i;
}

bool gbx_scan_in_url(const struct gbx_scan *s, size_t i)
{
	size_t least = i > GBX_SCAN_WORD ? i - GBX_SCAN_WORD : 0;

	while (i > least && s->p[i - 1] > ' ' && s->p[i - 1] < 0x80) {
		i--;
		if (s->p[i] == ':' && gbx_scan_at(s, i + 1) == '/' && gbx_scan_at(s, i + 2) == '/')
			return true;
	}
	return false;
}

static size_t handle(struct gbx_scan *s, size_t i)
{
	unsigned char c = s->p[i];

	if (gbx_isdigit(c))
		return gbx_scan_digits(s, i);
	return c == '@' ? gbx_scan_mail(s, i) : gbx_scan_secret(s, i);
}

uint32_t gbx_scan_text(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	struct gbx_scan s = {p, n, 0, hit, cap, 0};
	size_t from = 0;

	if (n > UINT32_MAX)
		s.n = n = UINT32_MAX;
	for (size_t base = 0; base < n; base += 64) {
		uint64_t m = anchors64(p + base, n - base);
		for (; m; m &= m - 1) {
			size_t i = base + (unsigned)__builtin_ctzll(m);
			if (i < from)
				continue;
			if (s.count == cap)
				return s.count;
			from = handle(&s, i);
		}
		if (from > base + 128)
			base = from - from % 64 - 64;
	}
	return s.count;
}
