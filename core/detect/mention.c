/*
 * Names and addresses in free text. Anchors first, two bytes each: the colon of a label,
 * the last letters of a title, Han characters that end a role (person), mask a name
 * (so-and-so) or begin an address (live). Only there words are looked at, in a bounded
 * stretch before and behind, so the scan is linear.
 */
#include "mention.h"

#include "../base/escape.h"
#include "bytes.h"
#include "chars.h"
#include "names.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define LABEL_BYTES 48u	   /* looked at before a colon */
#define ADDRESS_BYTES 150u /* of an address */

struct text {
	const unsigned char *p;
	size_t n, floor;
	struct gbx_hit *hit;
	uint32_t cap, count;
};

static size_t note(struct text *t, size_t from, size_t to, enum gbx_type type)
{
	if (from < t->floor || from >= to || t->count == t->cap)
		return 0;
	t->hit[t->count++] = (struct gbx_hit){(uint32_t)from, (uint32_t)(to - from), type};
	t->floor = to;
	return to;
}

static unsigned char at(const struct text *t, size_t i)
{
	return i < t->n ? t->p[i] : ' ';
}

static bool follows(const struct text *t, size_t i, const char *s)
{
	size_t k = strlen(s);

	return i <= t->n && k <= t->n - i && memcmp(t->p + i, s, k) == 0;
}

static bool before(const struct text *t, size_t i, const char *s)
{
	size_t k = strlen(s);

	return k <= i && memcmp(t->p + i - k, s, k) == 0;
}

/* Is the character at i one of these of three bytes each? */
static bool one_of(const struct text *t, size_t i, const char *list)
{
	if (i + 3 > t->n)
		return false;
	for (; *list; list += 3)
		if (t->p[i] == (unsigned char)list[0] && t->p[i + 1] == (unsigned char)list[1] &&
		    t->p[i + 2] == (unsigned char)list[2])
			return true;
	return false;
}

/* ---- where things end ---- */

/* A sign that ends an address; it goes on behind a comma, and behind the dot of St. or No. */
static bool stop_at(const struct text *t, size_t i)
{
	unsigned char c = t->p[i];

	if (c == '.')
		return at(t, i + 1) == ' ' && gbx_isupper(at(t, i + 2)) && i > 4 &&
		       gbx_isalpha(t->p[i - 3]) && gbx_isalpha(t->p[i - 4]);
	if (c < 0x80)
		return memchr("\n\r\t;|\"<(", c, 8) != NULL;
	return (c == 0xef || c == 0xe3) && one_of(t, i, "，。；、！？（）　");
}

static size_t stretch(const struct text *t, size_t from)
{
	size_t i = from;

	while (i < t->n && i - from < ADDRESS_BYTES && !stop_at(t, i))
		i++;
	while (i > from && i < t->n && (t->p[i] & 0xc0) == 0x80)
		i--;
	while (i > from && (t->p[i - 1] == ' ' || t->p[i - 1] == '.' || t->p[i - 1] == ','))
		i--;
	return i;
}

/* ---- names in Han ---- */

enum { SURNAME = 1, GIVEN = 2 };

/* What the character at i is in names, 0 when it is none of Han. */
static unsigned han_at(const struct text *t, size_t i)
{
	unsigned c;

	if (i + 3 > t->n || t->p[i] < 0xe4 || t->p[i] > 0xe9)
		return 0;
	c = ((t->p[i] & 15u) << 12 | (t->p[i + 1] & 63u) << 6 | (t->p[i + 2] & 63u)) - 0x4e00;
	return c < GBX_HAN_NAMES ? gbx_han_names[c] : 0;
}

/* Bytes of the surname at i: two characters where the first can begin such a one. */
static size_t surname(const struct text *t, size_t i)
{
	if (one_of(t, i, "欧上司诸东皇尉公慕令夏端西南轩长宇独闻濮澹淳单申万钟") && i + 6 <= t->n &&
	    (gbx_word_kinds((const char *)t->p + i, 6) & GBX_W_HAN_SURNAME))
		return 6;
	return han_at(t, i) & SURNAME ? 3 : 0;
}

/* May a name end before i: a sign, a figure, or a word that goes on with what somebody did? */
static bool name_ends(const struct text *t, size_t i)
{
	if (i >= t->n || t->p[i] < 0xe4 || t->p[i] > 0xe9)
		return true;
	return one_of(t, i, "来称报与和的在于被把将至到向驾因从说对系为是等及住去有使利以持已发打给用跟女男");
}

/* The end of the name in Han that begins at i, 0 when none does. */
static size_t han_name(const struct text *t, size_t i)
{
	size_t k = i + surname(t, i), one, two;

	if (k == i)
		return 0;
	if (follows(t, k, "某") || follows(t, k, "×") || at(t, k) == '*') {
		while (follows(t, k, "某") || follows(t, k, "×") || at(t, k) == '*')
			k += at(t, k) == '*' ? 1 : follows(t, k, "×") ? 2 : 3;
		return (han_at(t, k) & GIVEN) && name_ends(t, k + 3) ? k + 3 : k;
	}
	one = han_at(t, k) & GIVEN ? k + 3 : 0;
	two = one && (han_at(t, one) & GIVEN) ? one + 3 : 0;
	if (two && name_ends(t, two))
		return two;
	return one && name_ends(t, one) ? one : 0;
}

/* ---- names in letters ---- */

/* The end of the word at i when it begins with a capital, i otherwise. */
static size_t capital_word(const struct text *t, size_t i)
{
	size_t k = i;
	unsigned c;

	if (i >= t->n)
		return i;
	if (t->p[i] < 0x80 ? !gbx_isupper(t->p[i]) : t->p[i] < 0xc3 || t->p[i] > 0xd4)
		return i;
	if (t->p[i] >= 0x80 && (!gbx_utf8_next(t->p + i, t->n - i, &c) || (c >= 0x430 && c < 0x460)))
		return i;
	while (k < t->n && k - i < 40 &&
	       (gbx_isalpha(t->p[k]) || (t->p[k] >= 0x80 && t->p[k] < 0xe0) ||
		((t->p[k] == '-' || t->p[k] == '\'') && k + 1 < t->n && gbx_isalpha(t->p[k + 1]))))
		k++;
	return k;
}

static size_t particle(const struct text *t, size_t i)
{
	static const char *const list[] = {"van der ", "van den ", "van ", "von ", "de la ", "de ", "da ",
					   "do ", "dos ", "del ", "di ", "al ", "bin ", "el "};

	for (size_t k = 0; k < GBX_COUNT(list); k++)
		if (follows(t, i, list[k]))
			return i + strlen(list[k]);
	return i;
}

/* One to four words with capitals, initials and particles among them; 0 without. */
static size_t latin_name(const struct text *t, size_t i)
{
	size_t end = 0;

	for (unsigned words = 1; words <= 4; words++) {
		size_t from = particle(t, i), k = capital_word(t, from);

		if (k == from)
			break;
		if (k - from == 1 && at(t, k) == '.')
			k++;
		else if (k - from == 1 && at(t, k) != ' ')
			break;
		end = k;
		if (at(t, k) != ' ')
			break;
		i = k + 1;
	}
	return end;
}

/* ---- addresses ---- */

static size_t address(const struct text *t, size_t i, double least)
{
	size_t end = stretch(t, i);
	struct gbx_tokens words;
	struct gbx_value v;

	if (end < i + 6)
		return 0;
	v = gbx_value_of(t->p + i, end - i);
	gbx_tokens_of(&v, &words);
	return gbx_evidence_address(&v, &words) >= least ? end : 0;
}

/* ---- anchors ---- */

static bool word_before(const struct text *t, size_t i)
{
	return i && (gbx_isalnum(t->p[i - 1]) || t->p[i - 1] >= 0x80 || t->p[i - 1] == '_');
}

/* Mr Mrs Ms Dr: i is behind the second letter. */
static size_t title(struct text *t, size_t i)
{
	size_t from = i - 2, end;

	if (word_before(t, from))
		return 0;
	if (at(t, i) == 's' && t->p[i - 1] == 'r')
		i++;
	if (at(t, i) == '.')
		i++;
	if (at(t, i) != ' ')
		return 0;
	end = latin_name(t, i + 1);
	return end > i + 2 ? note(t, i + 1, end, GBX_T_NAME_MENTION) : 0;
}

/* What the words before a colon at i speak of. */
static enum gbx_type label_of(const struct text *t, size_t i)
{
	size_t from = i;
	struct gbx_header h;

	while (from && (t->p[from - 1] == '"' || t->p[from - 1] == ' ') && i - from < 2)
		from--;
	i = from;
	while (from > t->floor && i - from < LABEL_BYTES &&
	       (gbx_isalpha(t->p[from - 1]) || t->p[from - 1] >= 0x80 || t->p[from - 1] == '_' ||
		(t->p[from - 1] == ' ' && from > 1 && gbx_isalpha(t->p[from - 2]))) &&
	       !before(t, from, "，") && !before(t, from, "。") && !before(t, from, "；") &&
	       !before(t, from, "：") && !before(t, from, "、"))
		from--;
	while (from < i && (t->p[from] & 0xc0) == 0x80)
		from++;
	if (i < from + 2)
		return GBX_T_UNKNOWN;
	h = gbx_header_of(gbx_span_of(t->p + from, i - from));
	return h.word && h.weight >= 0.4 ? h.word->type : GBX_T_UNKNOWN;
}

/* Behind a colon, which ends before i and begins at colon. */
static size_t label(struct text *t, size_t colon, size_t i)
{
	unsigned char c;
	size_t end;

	while (at(t, i) == ' ' && i < t->n)
		i++;
	if (at(t, i) == '"')
		i++;
	c = at(t, i);
	if ((!gbx_isupper(c) && !gbx_isdigit(c) && c < 0x80) || colon < 2 || gbx_isdigit(t->p[colon - 1]))
		return 0;
	switch (label_of(t, colon)) {
	case GBX_T_NAME_FULL:
	case GBX_T_NAME_GIVEN:
	case GBX_T_NAME_FAMILY:
		end = c >= 0xe4 && c <= 0xe9 ? han_name(t, i) : latin_name(t, i);
		return end > i + 1 ? note(t, i, end, GBX_T_NAME_MENTION) : 0;
	case GBX_T_ADDRESS:
		end = address(t, i, 0.35);
		return end ? note(t, i, end, GBX_T_ADDRESS_MENTION) : 0;
	default:
		return 0;
	}
}

/* Behind a role: the one who called, was caught, saw it. i is behind the character for person. */
static size_t role(struct text *t, size_t i)
{
	static const char roles[] = "报警报案嫌疑受害被害当事举报投诉联系被告监护申请委托负责持卡借款收款"
				    "收件行为驾驶经办求助求救肇事目击中间介绍亲属";
	size_t end;

	if (!surname(t, i))
		return 0;
	if (i < 9 || !one_of(t, i - 6, "证户")) {
		const char *r = roles;
		while (*r && (i < 9 || memcmp(t->p + i - 9, r, 6) != 0))
			r += 6;
		if (!*r)
			return 0;
	}
	end = han_name(t, i);
	return end ? note(t, i, end, GBX_T_NAME_MENTION) : 0;
}

/* A surname and so-and-so. i is behind the mask. */
static size_t masked(struct text *t, size_t i)
{
	size_t from = i - 6, end;

	if (i >= 9 && surname(t, i - 9) == 6)
		from = i - 9;
	else if (!(han_at(t, from) & SURNAME))
		return 0;
	end = han_name(t, from);
	return end ? note(t, from, end, GBX_T_NAME_MENTION) : 0;
}

/* Lives at. i is behind the character for living, or behind "at ". */
static size_t lives(struct text *t, size_t i)
{
	static const char *const living[] = {"residing ", "resides ", "lives ", "living ", "reside ",
					     "live ", "resident ", "address ", "home ", "located "};
	size_t end = 0;

	if (t->p[i - 1] == ' ') {
		for (size_t k = 0; k < GBX_COUNT(living) && !end; k++)
			if (before(t, i - 3, living[k]))
				end = address(t, i, 1);
		return end ? note(t, i, end, GBX_T_ADDRESS_MENTION) : 0;
	}
	if (follows(t, i, "在") || follows(t, i, "于"))
		i += 3;
	else if (!before(t, i - 3, "家") && !before(t, i - 3, "现"))
		return 0;
	end = address(t, i, 1);
	return end ? note(t, i, end, GBX_T_ADDRESS_MENTION) : 0;
}

/* The pair of bytes that ends before i: where to go on, 0 when it was nothing. */
static size_t anchor(struct text *t, size_t i)
{
	switch (t->p[i - 2] << 8 | t->p[i - 1]) {
	case 'M' << 8 | 'r':
	case 'M' << 8 | 's':
	case 'D' << 8 | 'r':
		return title(t, i);
	case 0xbc << 8 | 0x9a:
		return i >= 3 && t->p[i - 3] == 0xef ? label(t, i - 3, i) : 0;
	case 0xba << 8 | 0xba:
		return i >= 3 && t->p[i - 3] == 0xe4 ? role(t, i) : 0;
	case 0x9f << 8 | 0x90:
		return i >= 6 && t->p[i - 3] == 0xe6 ? masked(t, i) : 0;
	case 0xbd << 8 | 0x8f:
		return i >= 3 && t->p[i - 3] == 0xe4 ? lives(t, i) : 0;
	case 't' << 8 | ' ':
		return i >= 8 && t->p[i - 3] == 'a' && t->p[i - 4] == ' ' ? lives(t, i) : 0;
	default:
		return t->p[i - 1] == ':' ? label(t, i - 1, i) : 0;
	}
}

/* ---- where the anchors are ---- */

#ifdef __SSE2__
static inline __m128i same(__m128i v, int c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)c));
}

static inline unsigned pairs16(const unsigned char *p)
{
	__m128i a = gbx_load16(p - 1), b = gbx_load16(p);
	__m128i m = _mm_and_si128(same(a, 'M'), _mm_or_si128(same(b, 'r'), same(b, 's')));

	m = _mm_or_si128(m, _mm_and_si128(same(a, 'D'), same(b, 'r')));
	m = _mm_or_si128(m, _mm_and_si128(same(a, 't'), same(b, ' ')));
	m = _mm_or_si128(m, _mm_and_si128(same(a, 0xbc), same(b, 0x9a)));
	m = _mm_or_si128(m, _mm_and_si128(same(a, 0xba), same(b, 0xba)));
	m = _mm_or_si128(m, _mm_and_si128(same(a, 0x9f), same(b, 0x90)));
	m = _mm_or_si128(m, _mm_and_si128(same(a, 0xbd), same(b, 0x8f)));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(m, same(b, ':')));
}
#else
static inline unsigned pairs16(const unsigned char *p)
{
	(void)p;
	return 0xffff;
}
#endif

static uint64_t pairs_small(const unsigned char *p, size_t i, size_t n)
{
	uint64_t m = 0;

	for (unsigned k = 0; k < 64 && i + k < n; k += 16)
		m |= (uint64_t)(i + k + 16 <= n ? pairs16(p + i + k)
		                                : (1u << (n - i - k)) - 1)
		     << k;
	return m;
}

#ifdef __x86_64__
__attribute__((target("avx512f,avx512bw,avx512vl,bmi2"))) GBX_WIDE_VECTORS static uint64_t
pairs_avx512(const unsigned char *p, size_t i, size_t n)
{
#define IS(v, c) _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)(c)))
	__mmask64 have = n - i < 64 ? _bzhi_u64(~UINT64_C(0), (unsigned)(n - i)) : ~UINT64_C(0);
	__m512i b = _mm512_maskz_loadu_epi8(have, p + i);
	__m512i a = _mm512_maskz_loadu_epi8(have, p + i - 1);
	uint64_t m = IS(a, 'M') & (IS(b, 'r') | IS(b, 's'));

	m |= (IS(a, 'D') & IS(b, 'r')) | (IS(a, 't') & IS(b, ' ')) | (IS(a, 0xbc) & IS(b, 0x9a)) |
	     (IS(a, 0xba) & IS(b, 0xba)) | (IS(a, 0x9f) & IS(b, 0x90)) | (IS(a, 0xbd) & IS(b, 0x8f));
	return (m | IS(b, ':')) & have;
#undef IS
}

static bool fits_avx512(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("bmi2");
}
#endif

static bool fits_always(void)
{
	return true;
}

const struct gbx_mention_way gbx_mention_ways[] = {
#ifdef __x86_64__
    {fits_avx512, pairs_avx512},
#endif
    {fits_always, pairs_small},
};
const unsigned gbx_mention_nways = GBX_COUNT(gbx_mention_ways);

uint32_t gbx_scan_mentions(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap)
{
	struct text t = {p, n > UINT32_MAX ? UINT32_MAX : n, 0, hit, cap, 0};
	const struct gbx_mention_way *way = gbx_mention_ways;

	while (!way->fits())
		way++;
	for (size_t i = 1; i < t.n && t.count < cap; i += 64) {
		for (uint64_t m = way->pairs(p, i, t.n); m && t.count < cap; m &= m - 1) {
			size_t end = i + (unsigned)__builtin_ctzll(m) + 1;

			if (end > t.floor)
				anchor(&t, end);
		}
	}
	return t.count;
}
