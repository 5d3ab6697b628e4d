/*
 * Text decoded twice: UTF-8 that was read as another charset and written as UTF-8 again
 * ("JosÃ©"), and what is left when characters were lost on the way (U+FFFD; read as GBK
 * that is 锟斤拷). A run of characters beyond ASCII is garbled when, put back into the other
 * charset's bytes, it is UTF-8: by chance letters of one word hardly ever are.
 */
#include "charset.h"

#include "../base/escape.h"

#define RUN_CHARS 64u

struct run {
	uint32_t cp[RUN_CHARS];
	unsigned n;
};

/* Puts the run back into bytes; 0: a character has none. Bytes that windows-1252 leaves
 * undefined come as C1 controls. */
static size_t put_back(struct gbx_charsets *s, enum gbx_charset via, const struct run *r,
		       unsigned char out[2 * RUN_CHARS])
{
	size_t n = 0;
	for (unsigned i = 0; i < r->n; i++) {
		size_t k = gbx_charset_encode(s, via, r->cp[i], out + n);
		if (!k && r->cp[i] < 0x100 && via != GBX_CHARSET_GB18030) {
			out[n] = (unsigned char)r->cp[i];
			k = 1;
		}
		if (!k)
			return 0;
		n += k;
	}
	return n;
}

/* The bytes are UTF-8, but for an end that was cut. In GBK two bytes make a character, so
 * words of two may be UTF-8 by chance: there it takes a character of three bytes. */
static bool was_utf8(const unsigned char *p, size_t n, bool strict)
{
	unsigned longer = 0, any = 0, cp;
	for (size_t i = 0; i < n;) {
		unsigned k = gbx_utf8_next(p + i, n - i, &cp);
		if (!k) {
			if (n - i > 2 || !any)
				return false;
			break;
		}
		any += k > 1;
		longer += k > 2;
		i += k;
	}
	return strict ? longer > 0 && n >= 6 : any > 0;
}

static bool is_lost(const struct run *r)
{
	for (unsigned i = 0; i < r->n; i++) {
		if (r->cp[i] == 0xFFFD)
			return true;
		if (i + 2 < r->n && r->cp[i] == 0x951F && r->cp[i + 1] == 0x65A4 && r->cp[i + 2] == 0x62F7)
			return true;
		if (i + 2 < r->n && r->cp[i] == 0xEF && r->cp[i + 1] == 0xBF && r->cp[i + 2] == 0xBD)
			return true;
	}
	return false;
}

static const enum gbx_charset readers[] = { GBX_CHARSET_WINDOWS_1252, GBX_CHARSET_WINDOWS_1251,
					    GBX_CHARSET_GB18030 };
#define READERS (sizeof readers / sizeof *readers)

struct tally {
	unsigned runs, lost, via[READERS];
};

static void judge(struct gbx_charsets *s, const struct run *r, struct tally *t)
{
	unsigned char bytes[2 * RUN_CHARS];
	t->runs++;
	if (is_lost(r)) {
		t->lost++;
		return;
	}
	for (size_t v = 0; v < READERS && r->n > 1; v++) {
		size_t n = put_back(s, readers[v], r, bytes);
		if (n && was_utf8(bytes, n, readers[v] == GBX_CHARSET_GB18030)) {
			t->via[v]++;
			return;
		}
	}
}

struct gbx_garbled gbx_charset_garbled(struct gbx_charsets *s, const unsigned char *p, size_t n)
{
	struct tally t = { 0 };
	struct run r = { .n = 0 };
	for (size_t i = 0; i <= n;) {
		unsigned cp = 0, k = i < n ? gbx_utf8_next(p + i, n - i, &cp) : 0;
		if (cp >= 0x80 && r.n < RUN_CHARS) {
			r.cp[r.n++] = cp;
		} else if (r.n) {
			judge(s, &r, &t);
			r.n = 0;
			continue;
		}
		i += k ? k : 1;
	}
	struct gbx_garbled g = { GBX_CHARSET_NONE, false, t.runs, t.lost };
	g.lost = t.lost > 0;
	for (size_t v = 0; v < READERS; v++)
		if (t.via[v] > g.garbled)
			g = (struct gbx_garbled){ readers[v], false, t.runs, t.via[v] };
	return g;
}
