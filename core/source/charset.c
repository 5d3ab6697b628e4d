/*
 * The list of charsets and their tables. A table is filled by giving iconv each byte,
 * pair or four bytes once: 24,000 calls, two milliseconds, for the largest.
 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "charset_table.h"

const struct gbx_charset_info gbx_charset_info[] = {
	{ NULL, NULL, NULL, "", GBX_CHARSET_KIND_UTF8, 0 },
#define GBX_CHARSET(id, name, iconv, kind, langs, handicap, aliases) \
	{ name, iconv, langs, aliases, GBX_CHARSET_KIND_##kind, handicap },
#include "charset.def"
#undef GBX_CHARSET
};

const char *const gbx_charset_how_name[] = {
	[GBX_CHARSET_HOW_NONE] = NULL,		 [GBX_CHARSET_HOW_DECLARED] = "declared",
	[GBX_CHARSET_HOW_BOM] = "bom",		 [GBX_CHARSET_HOW_VALID] = "valid",
	[GBX_CHARSET_HOW_STATISTICS] = "statistics", [GBX_CHARSET_HOW_USER] = "user",
};

/* ---- names ---- */

#define LABEL 32u

/* Letters and digits only, in lower case; "" when it is too long. */
static size_t plain(struct gbx_span s, char out[LABEL])
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i];
		bool upper = c >= 'A' && c <= 'Z';
		if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			continue;
		if (n + 1 >= LABEL)
			return 0;
		out[n++] = (char)(upper ? c | 0x20 : c);
	}
	return n;
}

static bool among(const char *list, const char *word, size_t n)
{
	for (const char *p = list; *p;) {
		size_t k = strcspn(p, " ");
		if (k == n && !memcmp(p, word, n))
			return true;
		p += k + (p[k] == ' ');
	}
	return false;
}

enum gbx_charset gbx_charset_find(struct gbx_span name)
{
	char want[LABEL], have[LABEL];
	size_t n = plain(name, want);
	for (unsigned c = 1; n && c < GBX_CHARSET_COUNT; c++) {
		size_t k = plain(gbx_span_str(gbx_charset_info[c].name), have);
		if ((k == n && !memcmp(want, have, n)) || among(gbx_charset_info[c].aliases, want, n))
			return (enum gbx_charset)c;
	}
	return GBX_CHARSET_NONE;
}

/* ---- tables ---- */

#define NO_ICONV ((iconv_t)(intptr_t)-1)

struct gbx_charsets {
	iconv_t conv[GBX_CHARSET_COUNT]; /* open from the start: its module is loaded */
	struct gbx_charset_tables *table[GBX_CHARSET_COUNT];
	struct gbx_charset_model *model;
};

struct gbx_charsets *gbx_charsets_new(void)
{
	struct gbx_charsets *s = calloc(1, sizeof *s);
	for (unsigned c = 0; s && c < GBX_CHARSET_COUNT; c++) {
		const char *name = gbx_charset_info[c].iconv;
		s->conv[c] = name ? iconv_open("UTF-32LE", name) : NO_ICONV;
	}
	return s;
}

static void table_free(struct gbx_charset_tables *t)
{
	if (!t)
		return;
	free(t->two);
	free(t->three);
	free(t->back);
	free(t);
}

void gbx_charsets_free(struct gbx_charsets *s)
{
	if (!s)
		return;
	for (unsigned c = 0; c < GBX_CHARSET_COUNT; c++) {
		if (s->conv[c] != NO_ICONV)
			iconv_close(s->conv[c]);
		table_free(s->table[c]);
	}
	gbx_charset_model_free(s->model);
	free(s);
}

struct gbx_charset_model **gbx_charset_model_of(struct gbx_charsets *s) { return &s->model; }

static uint32_t little(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* What iconv makes of n bytes: a code point, a pair, BAD, or LEAD when it wants more. */
static uint32_t ask(iconv_t conv, const unsigned char *bytes, size_t n)
{
	char in[4], out[16], *from = in, *to = out;
	size_t left = n, room = sizeof out;
	memcpy(in, bytes, n);
	iconv(conv, NULL, NULL, NULL, NULL);
	size_t rc = iconv(conv, &from, &left, &to, &room);
	if (left == n && rc == (size_t)-1)
		return errno == EINVAL ? GBX_TABLE_LEAD : GBX_CHARSET_BAD;
	if (rc == (size_t)-1 || left)
		return GBX_CHARSET_BAD;
	iconv(conv, NULL, NULL, &to, &room); /* a character held back for a combining one */
	size_t wrote = (size_t)(to - out);
	if (wrote == 4)
		return little(out);
	uint32_t a = wrote == 8 ? little(out) : UINT32_MAX, b = wrote == 8 ? little(out + 4) : 0;
	return a < 0x8000 && b < 0x8000 ? GBX_CHARSET_PAIR | a << 15 | b : GBX_CHARSET_BAD;
}

static uint32_t *pairs(void)
{
	uint32_t *t = malloc(65536 * sizeof *t);
	for (unsigned i = 0; t && i < 65536; i++)
		t[i] = GBX_CHARSET_BAD;
	return t;
}

/* Characters of lead bytes, behind an optional byte in front of them. */
static bool fill_pairs(iconv_t conv, const uint32_t *one, unsigned front, uint32_t *to)
{
	for (unsigned lead = 0x80; to && lead < 256; lead++)
		for (unsigned trail = 0x30; trail < 256 && (front || one[lead] == GBX_TABLE_LEAD); trail++) {
			unsigned char b[3] = { (unsigned char)front, (unsigned char)lead, (unsigned char)trail };
			uint32_t cp = ask(conv, front ? b : b + 1, front ? 3 : 2);
			to[lead << 8 | trail] = cp == GBX_TABLE_LEAD ? GBX_CHARSET_BAD : cp;
		}
	return to != NULL;
}

/* Four bytes of GB18030 for the first plane, by their number in sequence. */
static bool fill_four(iconv_t conv, uint32_t *to)
{
	for (unsigned i = 0; to && i < 50400; i++) {
		unsigned char b[4] = { (unsigned char)(0x81 + i / 12600), (unsigned char)(0x30 + i / 1260 % 10),
				       (unsigned char)(0x81 + i / 10 % 126), (unsigned char)(0x30 + i % 10) };
		uint32_t cp = ask(conv, b, 4);
		to[i] = cp > 0xFFFF ? GBX_CHARSET_BAD : cp;
	}
	return to != NULL;
}

static struct gbx_charset_tables *make(iconv_t conv, enum gbx_charset_kind kind)
{
	struct gbx_charset_tables *t = calloc(1, sizeof *t);
	bool ok = t != NULL;
	for (unsigned b = 0; ok && b < 256; b++) {
		unsigned char byte = (unsigned char)b;
		t->one[b] = b < 0x80 ? b : ask(conv, &byte, 1);
		if (t->one[b] & GBX_CHARSET_PAIR && t->one[b] < GBX_TABLE_LEAD)
			t->one[b] = GBX_CHARSET_BAD;
	}
	if (ok && kind != GBX_CHARSET_KIND_SINGLE)
		ok = fill_pairs(conv, t->one, 0, t->two = pairs());
	if (ok && kind == GBX_CHARSET_KIND_EUC)
		ok = fill_pairs(conv, t->one, 0x8F, t->three = pairs());
	if (ok)
		return t;
	table_free(t);
	return NULL;
}

static struct gbx_charset_tables *tables(struct gbx_charsets *s, enum gbx_charset c)
{
	if (!s->table[c] && s->conv[c] != NO_ICONV)
		s->table[c] = make(s->conv[c], gbx_charset_info[c].kind);
	return s->table[c];
}

const struct gbx_charset_tables *gbx_charset_tables(struct gbx_charsets *s, enum gbx_charset c)
{
	struct gbx_charset_tables *t = tables(s, c);
	/* Characters of four bytes are many, rare, and not needed on the way back. */
	if (t && gbx_charset_info[c].kind == GBX_CHARSET_KIND_GB18030 && !t->three &&
	    !fill_four(s->conv[c], t->three = pairs()))
		return NULL;
	return t;
}

const struct gbx_charset_tables *gbx_charset_tables_back(struct gbx_charsets *s, enum gbx_charset c)
{
	struct gbx_charset_tables *t = tables(s, c);
	if (!t || t->back)
		return t;
	t->back = calloc(65536, sizeof *t->back);
	for (unsigned b = 0xFFFF; t->back && t->two && b > 0xFF; b--)
		if (t->two[b] < 65536)
			t->back[t->two[b]] = (uint16_t)b;
	for (unsigned b = 0xFF; t->back && b > 0; b--)
		if (t->one[b] < 65536)
			t->back[t->one[b]] = (uint16_t)b;
	return t->back ? t : NULL;
}

size_t gbx_charset_encode(struct gbx_charsets *s, enum gbx_charset c, uint32_t cp, unsigned char out[2])
{
	const struct gbx_charset_tables *t = gbx_charset_tables_back(s, c);
	uint16_t bytes = t && cp < 65536 ? t->back[cp] : 0;
	if (bytes > 0xFF)
		out[0] = (unsigned char)(bytes >> 8);
	out[bytes > 0xFF] = (unsigned char)bytes;
	return bytes > 0xFF ? 2 : bytes != 0;
}
