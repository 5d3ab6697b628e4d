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
	if (c == '@' || c == '%')
		return gbx_scan_mail(s, i);
	return c == '$' || c == '*' || c == 'J' ? gbx_scan_secret(s, i) : i + 1;
}

/*
 * Nearly all texts hold nothing. What every hit needs is looked for first, in windows of
 * 64 bytes that overlap by more than any of it is long: @ $ % * + : somewhere; the letters
 * eyJ; dashes three apart; or digits, in one of these patterns (? is no digit, U a
 * capital):
 * a run of 11; ddd?dd in every way of writing groups; d?d three times in an
 * address; UUdd at the head of an IBAN. And secrets: a word of 16 bytes, or four dashes.
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

static inline bool secret_may_hit(uint64_t word, uint64_t dash)
{
	uint64_t line = dash & dash >> 1;

	word &= word >> 1;
	word &= word >> 2;
	word &= word >> 4;
	return ((word & word >> 8) | (line & line >> 2)) != 0;
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
		if (digits_may_hit(window(m->digit, at), window(m->upper, at)) ||
		    secret_may_hit(window(m->word, at), window(m->line, at)))
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

/* The first bytes of words of 16 bytes and more, and of lines of dashes. before: what stands
 * right before the block. */
static inline uint64_t long_words(const struct gbx_scan_masks *m, size_t b, unsigned char before)
{
	unsigned __int128 w = (unsigned __int128)m->word[b + 1] << 64 | m->word[b];
	unsigned __int128 l = (unsigned __int128)m->line[b + 1] << 64 | m->line[b];
	uint64_t first = ~(m->word[b] << 1 | gbx_scan_in_word(before));

	w &= w >> 1;
	w &= w >> 2;
	w &= w >> 4;
	w &= w >> 8;
	l &= l >> 1;
	l &= l >> 2;
	return (uint64_t)(w | l) & first;
}

/* The anchors of a block: first bytes of runs of digits, of long words, and others. */
struct block_anchors {
	uint64_t digit, word, other;
};

static inline struct block_anchors anchors_of(const struct gbx_scan_masks *m, size_t b,
                                              unsigned char before)
{
	uint64_t d = m->digit[b];

	return (struct block_anchors){d & ~(d << 1 | gbx_isdigit(before)),
	                              long_words(m, b, before), m->other[b]};
}

/* Bits of bytes from `from` of the text on. */
static inline uint64_t bits_from(size_t base, size_t from)
{
	if (from <= base)
		return ~UINT64_C(0);
	return from - base < 64 ? ~UINT64_C(0) << (from - base) : 0;
}

/* Those that are still to be asked; a run of digits has one where something ended inside it. */
static inline uint64_t left_of(const struct gbx_scan *s, const struct block_anchors *x, uint64_t d,
                               size_t base)
{
	uint64_t on = bits_from(base, s->next), first = 0;

	if (s->next > base && s->next - base < 64)
		first = d & UINT64_C(1) << (s->next - base);
	return ((x->digit | x->other) & on) | first | (x->word & bits_from(base, s->next_word));
}

/* Asks at i. What ends without a hit is passed over, but for the words in it. */
static void ask(struct gbx_scan *s, size_t i, bool word)
{
	uint32_t before = s->count;
	size_t to = i;

	if (word)
		to = gbx_scan_token(s, i);
	s->next_word = i + 1;
	if (to == i && i >= s->next)
		to = handle(s, i);
	if (s->count != before)
		s->next_word = to;
	s->next = to > s->next ? to : s->next;
}

/* The bytes from base on that m speaks of. False when there is no room for more hits. */
static bool scan_blocks(struct gbx_scan *s, size_t base, const struct gbx_scan_masks *m)
{
	for (size_t b = 0; b < GBX_SCAN_BLOCKS && base < s->n; b++, base += 64) {
		struct block_anchors x = anchors_of(m, b, base ? s->p[base - 1] : ' ');
		uint64_t d = m->digit[b], left = left_of(s, &x, d, base);
		while (left) {
			size_t i = base + (unsigned)__builtin_ctzll(left);
			bool word = x.word >> i % 64 & 1;
			left &= left - 1;
			if (!word && gbx_isdigit(s->p[i]) && is_quiet(s, i, d))
				continue;
			if (s->count == s->cap)
				return false;
			ask(s, i, word);
			left = left_of(s, &x, d, base);
		}
	}
	return true;
}

uint32_t gbx_scan_text(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	const size_t most = 64 * (size_t)GBX_SCAN_BLOCKS;
	struct gbx_scan s = {.p = p, .n = n, .hit = hit, .cap = cap};
	struct gbx_scan_masks m GBX_UNINITIALISED;

	if (n > UINT32_MAX)
		s.n = n = UINT32_MAX;
	if (n < 6)
		return 0;
	for (size_t base = 0; base < n;) {
		size_t have = n - base < most ? n - base : most;
		gbx_scan_make_masks(p + base, have, &m);
		if (have < n - base) /* a word may go on: look */
			m.word[GBX_SCAN_BLOCKS] = m.line[GBX_SCAN_BLOCKS] = ~UINT64_C(0);
		if (have == n && !may_hit(p, n, &m))
			return 0;
		if (!scan_blocks(&s, base, &m))
			break;
		base += most;
		if (s.next_word > base)
			base = s.next_word - s.next_word % 64;
	}
	return s.count;
}
