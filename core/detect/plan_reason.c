/*
 * The verdict in words, its confidence after the whole relation was counted, and
 * whether the counts contradict it. Only shares, counts, rules and words of the
 * catalogue appear: nothing of the input.
 */
#include <inttypes.h>
#include <stdio.h>

#include "plan.h"

/* 1234567 as 1,234,567 */
static void grouped(uint64_t x, char out[32])
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, x), k = 0;

	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = 0;
}

/* 98.7, 100, 0.04: never rounded up to all or down to none. */
static void percent(uint64_t part, uint64_t whole, char out[16])
{
	double x = whole ? 100.0 * (double)part / (double)whole : 0;

	if (part == whole || !part)
		snprintf(out, 16, "%.0f", x);
	else if (x > 99.9)
		snprintf(out, 16, "%s", "over 99.9");
	else if (x < 0.1)
		snprintf(out, 16, "%s", "under 0.1");
	else
		snprintf(out, 16, "%.1f", x);
}

static size_t add(char out[GBX_WHY], size_t at, const char *s)
{
	size_t n = strlen(s);

	if (n > GBX_WHY - 1 - at)
		n = GBX_WHY - 1 - at;
	memcpy(out + at, s, n);
	out[at + n] = 0;
	return at + n;
}

void gbx_plan_reason(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
                     uint64_t placeholders, char out[GBX_WHY])
{
	const struct gbx_type_info *info = gbx_type_info(p->type);
	uint64_t real = non_empty > placeholders ? non_empty - placeholders : 0;
	char share[16], count[32], part[200];
	size_t at = 0;

	out[0] = 0;
	if (!non_empty) {
		add(out, 0, "no values");
		return;
	}
	if (p->by_user)
		at = add(out, at, "set by the user; ");
	percent(valid, real, share);
	grouped(real, count);
	snprintf(part, sizeof(part), "%s %% of %s values ", share, count);
	at = add(out, at, part);
	at = add(out, at,
	         p->type == GBX_T_IBAN && p->variant
	             ? "pass ISO 7064 MOD 97-10, though not with the length of their country"
	             : info->rule);
	if (info->chance >= 0.005) {
		snprintf(part, sizeof(part), ", chance would give %.0f %%", info->chance * 100);
		at = add(out, at, part);
	}
	if (placeholders) {
		grouped(placeholders, count);
		snprintf(part, sizeof(part), "; %s placeholder%s left out", count,
		         placeholders == 1 ? "" : "s");
		at = add(out, at, part);
	}
	if (p->header_hit && p->header_word[0]) {
		snprintf(part, sizeof(part), "; header says %.47s", p->header_word);
		at = add(out, at, part);
	} else if (p->by_user && p->nrunner > 1) {
		const struct gbx_runner *r = &p->runner[1];

		snprintf(part, sizeof(part), "; by itself it would have been %s",
		         gbx_type_info(r->type)->name);
		add(out, at, part);
	} else if (info->identifying != GBX_ID_NONE) {
		add(out, at, "; no header word speaks for it");
	}
}

/* The share of real values that the plan expects to hold, by strength. */
static double expected(const struct gbx_column_plan *p)
{
	switch (gbx_type_info(p->type)->strength) {
	case GBX_STRONG:
		return 0.9;
	case GBX_SHAPED:
		return 0.85;
	default:
		return 0.75;
	}
}

double gbx_plan_confidence(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
                           uint64_t placeholders)
{
	uint64_t real = non_empty > placeholders ? non_empty - placeholders : 0;
	double share, want = expected(p), x = p->confidence;

	if (p->by_user)
		return 1;
	if (p->type == GBX_T_EMPTY)
		return non_empty ? 0 : p->confidence;
	if (!real)
		return p->header_hit ? 0.5 * x : 0.25 * x;
	share = (double)valid / (double)real;
	/* fewer valid values than such columns have: the verdict loses with them */
	if (share < want)
		x *= share / want;
	return x < 0 ? 0 : x > 0.99 ? 0.99 : x;
}

#define FEW 200u /* fewer values prove nothing against a plan */

bool gbx_plan_refuted(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
                      uint64_t placeholders)
{
	uint64_t real = non_empty > placeholders ? non_empty - placeholders : 0;

	if (p->by_user)
		return false;
	if (p->type == GBX_T_EMPTY)
		return non_empty > 0;
	if (p->type == GBX_T_TEXT || p->type == GBX_T_CATEGORY || p->type == GBX_T_UNKNOWN)
		return false;
	if (real < FEW)
		return false;
	return (double)valid < (p->header_hit ? 0.35 : 0.5) * (double)real;
}
