/*
 * Strong types inside free text. Vector compares find the few bytes such a thing
 * can begin at or hang on; everything else of the text is never looked at. Digits
 * may touch Chinese characters; inside words, hexadecimal, decimals, addresses and
 * URLs they are nothing.
 */
#include "scan.h"

#include "bytes.h"

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

/*
 * Nearly all texts hold nothing. What every hit needs is looked for first, in windows of
 * 64 bytes that overlap by more than any of it is long: @ $ * + : somewhere; the letters
 * eyJ; dashes three apart; or digits, in one of these patterns (? is no digit, U a
 * capital):
 * a run of 11; ddd?dd in every way of writing groups; d?d three times in an
 * address; UUdd at the head of an IBAN.
 */
#define WINDOW 64u
#define WINDOW_STEP 48u

struct signs {
	uint64_t digit, upper; /* bit k: byte k is one */
};

static inline bool digits_may_hit(const struct signs *w)
{
	uint64_t d = w->digit, two = d & d >> 1, three = two & d >> 2, four = two & two >> 2;
	uint64_t gap = d & ~(d >> 1) & d >> 2; /* d?d */
	uint64_t hit = four & four >> 4 & four >> 7;

	hit |= three & ~(d >> 3) & two >> 4;
	hit |= w->upper & w->upper >> 1 & two >> 2;
	gap &= gap - 1;
	gap &= gap - 1;
	return (hit | gap) != 0;
}

#ifdef __SSE2__
struct found {
	__m128i sign, j, dash;
};

static inline void look16(__m128i x, unsigned at, struct signs *w, struct found *f)
{
	/* moves '0'..'9' and 'A'..'Z' to the lowest signed values */
	__m128i d = _mm_add_epi8(x, _mm_set1_epi8((char)(0x80 - '0')));
	__m128i u = _mm_add_epi8(x, _mm_set1_epi8((char)(0x80 - 'A')));
	__m128i sign = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('@')),
	                            _mm_cmpeq_epi8(x, _mm_set1_epi8('$')));
	/* * + : and ; too */
	__m128i more = _mm_cmpeq_epi8(_mm_or_si128(x, _mm_set1_epi8(0x11)), _mm_set1_epi8(0x3b));

	d = _mm_cmplt_epi8(d, _mm_set1_epi8((char)(0x80 + 10)));
	u = _mm_cmplt_epi8(u, _mm_set1_epi8((char)(0x80 + 26)));
	w->digit |= (uint64_t)(uint32_t)_mm_movemask_epi8(d) << at;
	w->upper |= (uint64_t)(uint32_t)_mm_movemask_epi8(u) << at;
	f->sign = _mm_or_si128(f->sign, _mm_or_si128(sign, more));
	f->j = _mm_or_si128(f->j, _mm_cmpeq_epi8(x, _mm_set1_epi8('J')));
	f->dash = _mm_or_si128(f->dash, _mm_cmpeq_epi8(x, _mm_set1_epi8('-')));
}

static bool dashes_three_apart(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 6 < n; i++)
		if (p[i] == '-' && p[i + 3] == '-' && p[i + 6] == '-')
			return true;
	return false;
}

/* False for texts without a hit; n is at least 8. */
static bool may_hit(const unsigned char *p, size_t n)
{
	const __m128i zero = _mm_setzero_si128();
	struct found f = {zero, zero, zero};
	struct signs w = {0, 0};
	size_t base = 0, left = n;

	for (; left > WINDOW; base += WINDOW_STEP, left -= WINDOW_STEP) {
		w = (struct signs){0, 0};
		for (unsigned at = 0; at < WINDOW; at += 16)
			look16(gbx_load16(p + base + at), at, &w, &f);
		if (digits_may_hit(&w) || _mm_movemask_epi8(f.sign))
			return true;
	}
	w = (struct signs){0, 0};
	if (n < 16) {
		look16(gbx_load_short(p, (uint32_t)n), 0, &w, &f);
	} else {
		for (unsigned at = 0; at + 16 < left; at += 16)
			look16(gbx_load16(p + base + at), at, &w, &f);
		look16(gbx_load16(p + n - 16), (unsigned)left - 16, &w, &f);
	}
	return digits_may_hit(&w) || _mm_movemask_epi8(f.sign) ||
	       (_mm_movemask_epi8(f.j) && memmem(p, n, "eyJ", 3)) ||
	       (_mm_movemask_epi8(f.dash) && dashes_three_apart(p, n));
}
#else
static bool may_hit(const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	return true;
}
#endif

uint32_t gbx_scan_text(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	struct gbx_scan s = {p, n, 0, hit, cap, 0};
	size_t from = 0;

	if (n > UINT32_MAX)
		s.n = n = UINT32_MAX;
	if (n < 6 || (n >= 8 && !may_hit(p, n)))
		return 0;
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
