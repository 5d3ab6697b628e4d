/*
 * Strong types inside free text. Vector compares find the few bytes such a thing
 * can begin at or hang on; everything else of the text is never looked at. Digits
 * may touch Chinese characters; inside words, hexadecimal, decimals, addresses and
 * URLs they are nothing.
 */
#include "scan.h"

#include "scan_mask.h"

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
#define WINDOW_STEP 48u

static inline bool digits_may_hit(uint64_t d, uint64_t upper)
{
	uint64_t two = d & d >> 1, three = two & d >> 2, four = two & two >> 2;
	uint64_t gap = d & ~(d >> 1) & d >> 2; /* d?d */
	uint64_t hit = four & four >> 4 & four >> 7;

	hit |= three & ~(d >> 3) & two >> 4;
	hit |= upper & upper >> 1 & two >> 2;
	gap &= gap - 1;
	gap &= gap - 1;
	return (hit | gap) != 0;
}

static bool dashes_three_apart(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 6 < n; i++)
		if (p[i] == '-' && p[i + 3] == '-' && p[i + 6] == '-')
			return true;
	return false;
}

/* Bits at to at + 63 of masks that follow each other. */
static inline uint64_t window(const uint64_t *mask, size_t at)
{
	const uint64_t *m = mask + at / 64;

	return m[0] >> at % 64 | m[1] << 1 << (63 - at % 64);
}

/* False for texts without a hit; m speaks of all n bytes. */
static bool may_hit(const unsigned char *p, size_t n, const struct gbx_scan_masks *m)
{
	if (m->sign)
		return true;
	for (size_t at = 0; at < n; at += WINDOW_STEP)
		if (digits_may_hit(window(m->digit, at), window(m->upper, at)))
			return true;
	return (m->j && memmem(p, n, "eyJ", 3)) || (m->dash && dashes_three_apart(p, n));
}

/*
 * Runs of up to ten digits between bytes that nothing hangs on are nothing: the handler
 * would go on right behind them. That holds for text in Chinese above all. A byte is
 * quiet before or behind a run when no handler asks for it there.
 */
#define QUIET_RUN 10u

enum { LOUD_BEFORE = 1, LOUD_BEHIND = 2 };

#define WORD(c) [c] = LOUD_BEFORE | LOUD_BEHIND
#define WORDS4(c) WORD(c), WORD((c) + 1), WORD((c) + 2), WORD((c) + 3)
#define WORDS12(c) WORDS4(c), WORDS4((c) + 4), WORDS4((c) + 8)
#define WORDS26(c) WORDS12(c), WORDS12((c) + 12), WORD((c) + 24), WORD((c) + 25)

static const unsigned char loud[256] = {
    WORDS4('0'),         WORDS4('4'),
    WORD('8'),           WORD('9'),
    WORDS26('A'),        WORDS26('a'),
    WORD('_'),           WORD(':'),
    WORD('%'),           WORD('-'),
    WORD('.'),           WORD('+'),
    ['#'] = LOUD_BEFORE, ['\\'] = LOUD_BEFORE,
    ['/'] = LOUD_BEFORE, ['='] = LOUD_BEFORE,
    ['&'] = LOUD_BEFORE, ['?'] = LOUD_BEFORE,
    ['@'] = LOUD_BEHIND, [' '] = LOUD_BEHIND,
    [')'] = LOUD_BEHIND,
};

/* The run of digits at i, of which the block's mask has bit i % 64: a quiet one? */
static inline bool is_quiet(const struct gbx_scan *s, size_t i, uint64_t digit)
{
	uint64_t rest = ~(digit >> i % 64);
	unsigned len = rest ? (unsigned)__builtin_ctzll(rest) : 64;

	if (len > QUIET_RUN || i % 64 + len >= 64)
		return false;
	if (i && loud[s->p[i - 1]] & LOUD_BEFORE)
		return false;
	return i + len == s->n || !(loud[s->p[i + len]] & LOUD_BEHIND);
}

/* The anchors of a block from byte `from` of the text on. A run of digits is one, at its
 * first; or at `from`, when something ended inside it. */
static inline uint64_t anchors(const struct gbx_scan_masks *m, size_t b, size_t base, size_t from,
                               uint64_t before)
{
	uint64_t d = m->digit[b], all = (d & ~(d << 1 | before)) | m->other[b];

	if (from <= base)
		return all;
	if (from - base >= 64)
		return 0;
	return (all | (d & UINT64_C(1) << (from - base))) & ~UINT64_C(0) << (from - base);
}

/* The bytes from base on that m speaks of. Where to go on, SIZE_MAX when there is no
 * room for more hits. */
static size_t scan_blocks(struct gbx_scan *s, size_t base, size_t from,
                          const struct gbx_scan_masks *m)
{
	uint64_t before = base && gbx_isdigit(s->p[base - 1]);

	for (size_t b = 0; b < GBX_SCAN_BLOCKS && base < s->n; b++, base += 64) {
		uint64_t left = anchors(m, b, base, from, before);
		while (left) {
			size_t i = base + (unsigned)__builtin_ctzll(left);
			left &= left - 1;
			if (gbx_isdigit(s->p[i]) && is_quiet(s, i, m->digit[b]))
				continue;
			if (s->count == s->cap)
				return SIZE_MAX;
			from = handle(s, i);
			left = anchors(m, b, base, from, before);
		}
		before = m->digit[b] >> 63;
	}
	return from;
}

uint32_t gbx_scan_text(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	const size_t most = 64 * (size_t)GBX_SCAN_BLOCKS;
	struct gbx_scan s = {p, n, 0, hit, cap, 0};
	struct gbx_scan_masks m GBX_UNINITIALISED;

	if (n > UINT32_MAX)
		s.n = n = UINT32_MAX;
	if (n < 6)
		return 0;
	for (size_t base = 0, from = 0; base < n && from != SIZE_MAX;) {
		size_t have = n - base < most ? n - base : most;
		gbx_scan_make_masks(p + base, have, &m);
		if (have == n && !may_hit(p, n, &m))
			return 0;
		from = scan_blocks(&s, base, from, &m);
		base += most;
		if (from != SIZE_MAX && from > base)
			base = from - from % 64;
	}
	return s.count;
}
