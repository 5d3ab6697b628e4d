/*
 * The end of a JSON value by its quotes and brackets alone, sixteen bytes at a
 * time where the processor can. Checks as much grammar as tells damage near
 * where it is: what may follow a string, what may stand before a bracket.
 */
#include "walk.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { PHASE_START, PHASE_OUT, PHASE_SCALAR, PHASE_STRING, PHASE_ESCAPE, PHASE_AFTER };

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The next quote, or n. */
static size_t to_quote(const unsigned char *p, size_t i, size_t n)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	for (; i + 16 <= n; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		unsigned m = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote));
		if (m)
			return i + (unsigned)__builtin_ctz(m);
	}
#endif
	while (i < n && p[i] != '"')
		i++;
	return i;
}

/* Is the byte at `to` escaped, when that at `from` is not? */
static bool is_escaped(const unsigned char *p, size_t from, size_t to)
{
	size_t i = to;
	while (i > from && p[i - 1] == '\\')
		i--;
	return (to - i) & 1;
}

/* The next quote or bracket, or n. With bit 5 set the four brackets are two. */
static size_t to_mark(const unsigned char *p, size_t i, size_t n)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), bit = _mm_set1_epi8(0x20);
	const __m128i left = _mm_set1_epi8('{'), right = _mm_set1_epi8('}');
	for (; i + 16 <= n; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i w = _mm_or_si128(v, bit);
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(w, left), _mm_cmpeq_epi8(w, right));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, quote));
		unsigned m = (unsigned)_mm_movemask_epi8(hit);
		if (m)
			return i + (unsigned)__builtin_ctz(m);
	}
#endif
	while (i < n && p[i] != '"' && (p[i] | 0x20) != '{' && (p[i] | 0x20) != '}')
		i++;
	return i;
}

void gbx_scan_start(struct gbx_scan *sc, size_t at)
{
	*sc = (struct gbx_scan){.base = at, .at = at, .string = at, .phase = PHASE_START};
}

static bool in_object(const struct gbx_scan *sc)
{
	return sc->depth && sc->depth <= 64 && sc->objects >> (sc->depth - 1) & 1;
}

/* A bracket opens here: in an object only behind a colon, in an array behind the
 * bracket or a comma. Unknown before the first byte we have. */
static bool may_open(const struct gbx_scan *sc, const unsigned char *p)
{
	size_t i = sc->at;
	while (i && is_blank(p[i - 1]))
		i--;
	if (!i || !sc->depth || sc->depth > 64)
		return true;
	return in_object(sc) ? p[i - 1] == ':' : p[i - 1] == ',' || p[i - 1] == '[';
}

/* The bracket at sc->at. DONE when it was the last, MORE to go on. */
static enum gbx_scan_result bracket(struct gbx_scan *sc, const unsigned char *p)
{
	unsigned char c = p[sc->at];
	if (c == '{' || c == '[') {
		if (!may_open(sc, p) || sc->depth == UINT32_MAX)
			return GBX_SCAN_BROKEN;
		if (sc->depth < 64) {
			uint64_t bit = UINT64_C(1) << sc->depth;
			sc->objects = c == '{' ? sc->objects | bit : sc->objects & ~bit;
		}
		sc->depth++;
	} else {
		if (!sc->depth || (sc->depth <= 64 && in_object(sc) != (c == '}')))
			return GBX_SCAN_BROKEN;
		sc->depth--;
	}
	sc->at++;
	return sc->depth ? GBX_SCAN_MORE : GBX_SCAN_DONE;
}

static void start(struct gbx_scan *sc, unsigned char c)
{
	if (c == '"') {
		sc->phase = PHASE_STRING;
		sc->at++;
	} else {
		sc->phase = c == '{' || c == '[' ? PHASE_OUT : PHASE_SCALAR;
	}
}

static enum gbx_scan_result in_scalar(struct gbx_scan *sc, struct gbx_span s)
{
	while (sc->at < s.n && !is_blank(s.p[sc->at]) && !memchr(",:{}[]\"", s.p[sc->at], 7))
		sc->at++;
	return sc->at < s.n ? GBX_SCAN_DONE : GBX_SCAN_MORE;
}

static enum gbx_scan_result in_string(struct gbx_scan *sc, struct gbx_span s)
{
	size_t i = to_quote(s.p, sc->at, s.n);
	bool escaped = is_escaped(s.p, sc->at, i);
	sc->at = i;
	if (i == s.n) {
		sc->phase = escaped ? PHASE_ESCAPE : PHASE_STRING;
		return GBX_SCAN_MORE;
	}
	sc->at++;
	if (escaped)
		return GBX_SCAN_MORE;
	sc->phase = PHASE_AFTER;
	return sc->depth ? GBX_SCAN_MORE : GBX_SCAN_DONE;
}

static enum gbx_scan_result after_string(struct gbx_scan *sc, struct gbx_span s)
{
	while (sc->at < s.n && is_blank(s.p[sc->at]))
		sc->at++;
	if (sc->at == s.n)
		return GBX_SCAN_MORE;
	sc->phase = PHASE_OUT;
	return memchr(",:}]", s.p[sc->at], 4) ? GBX_SCAN_MORE : GBX_SCAN_BROKEN;
}

static enum gbx_scan_result outside(struct gbx_scan *sc, struct gbx_span s)
{
	sc->at = to_mark(s.p, sc->at, s.n);
	if (sc->at == s.n)
		return GBX_SCAN_MORE;
	if (s.p[sc->at] != '"')
		return bracket(sc, s.p);
	sc->phase = PHASE_STRING;
	sc->string = sc->at++;
	return GBX_SCAN_MORE;
}

enum gbx_scan_result gbx_scan_run(struct gbx_scan *sc, struct gbx_span s)
{
	enum gbx_scan_result r = GBX_SCAN_MORE;
	while (sc->at < s.n && r == GBX_SCAN_MORE) {
		switch (sc->phase) {
		case PHASE_START:
			start(sc, s.p[sc->at]);
			break;
		case PHASE_OUT:
			r = outside(sc, s);
			break;
		case PHASE_SCALAR:
			r = in_scalar(sc, s);
			break;
		case PHASE_STRING:
			r = in_string(sc, s);
			break;
		case PHASE_ESCAPE:
			sc->at++;
			sc->phase = PHASE_STRING;
			break;
		default:
			r = after_string(sc, s);
		}
	}
	return r;
}
