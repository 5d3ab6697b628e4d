/*
 * Display width; the contract is in width.h. The ranges are the East Asian Wide
 * and Fullwidth blocks of Unicode's EastAsianWidth.txt and the combining marks of
 * the scripts that dumps commonly hold, merged into few rows.
 */
#include "width.h"

#include <stdint.h>

#include "escape.h"

struct range {
	uint32_t first, last;
};

static const struct range zero[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },   { 0x0610, 0x061a },
	{ 0x064b, 0x065f }, { 0x0900, 0x0902 }, { 0x093c, 0x093c },   { 0x0941, 0x0948 },
	{ 0x094d, 0x094d }, { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a },   { 0x0e47, 0x0e4e },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200d },   { 0x2060, 0x2064 },
	{ 0x20d0, 0x20f0 }, { 0x302a, 0x302d }, { 0x3099, 0x309a },   { 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff }, { 0xe0100, 0xe01ef },
};

static const struct range wide[] = {
	{ 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },   { 0x23e9, 0x23ec },
	{ 0x25fd, 0x25fe },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },   { 0x2e80, 0x303e },
	{ 0x3041, 0x33ff },   { 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },   { 0xa000, 0xa4cf },
	{ 0xa960, 0xa97c },   { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },
	{ 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x16fe0, 0x18cff },
	{ 0x1b000, 0x1b2ff }, { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
	{ 0x20000, 0x2fffd }, { 0x30000, 0x3fffd },
};

static bool within(const struct range *r, size_t n, unsigned cp)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (cp > r[mid].last)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && cp >= r[lo].first;
}

unsigned gbx_width_of(unsigned cp)
{
	if (cp < 0x300)
		return 1;
	if (within(zero, sizeof(zero) / sizeof(*zero), cp))
		return 0;
	return within(wide, sizeof(wide) / sizeof(*wide), cp) ? 2 : 1;
}

unsigned gbx_width_step(struct gbx_span s, size_t i, unsigned *columns)
{
	unsigned cp, k = gbx_utf8_next(s.p + i, s.n - i, &cp);

	*columns = k ? gbx_width_of(cp) : 1;
	return k ? k : 1;
}

unsigned gbx_text_width(struct gbx_span s)
{
	unsigned all = 0, w;

	for (size_t i = 0; i < s.n; all += w)
		i += gbx_width_step(s, i, &w);
	return all;
}
