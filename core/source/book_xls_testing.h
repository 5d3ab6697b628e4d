/*
 * For the unit tests of old workbooks: records ([MS-XLS]) put together by hand, in a
 * compound file ([MS-CFB]) of one stream, which stands in sectors or, when it is short,
 * in the short stream.
 */
#ifndef GBX_SOURCE_BOOK_XLS_TESTING_H
#define GBX_SOURCE_BOOK_XLS_TESTING_H

#include "book_biff.h"
#include "book_testing.h"

#define SECTOR 512u
#define CHAIN_END UINT32_C(0xfffffffe)

static inline void put_le(unsigned char *p, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

static inline void add_record(struct kit_blob *b, unsigned type, const void *p, size_t n)
{
	unsigned char h[4];
	put_le(h, type, 2);
	put_le(h + 2, n, 2);
	kit_append(b, h, 4);
	kit_append(b, p, n);
}

/* A cell record: row, column, style, then n bytes of v. */
static inline void add_cell(struct kit_blob *b, unsigned type, unsigned row, unsigned column,
			    unsigned style, uint64_t v, unsigned n)
{
	unsigned char r[14];
	put_le(r, row, 2);
	put_le(r + 2, column, 2);
	put_le(r + 4, style, 2);
	put_le(r + 6, v, n);
	add_record(b, type, r, 6 + n);
}

static inline uint64_t bits_of(double v)
{
	uint64_t bits;
	memcpy(&bits, &v, sizeof bits);
	return bits;
}

static inline void add_bof(struct kit_blob *b, unsigned version, unsigned kind)
{
	unsigned char r[16] = { 0 };
	put_le(r, version, 2);
	put_le(r + 2, kind, 2);
	add_record(b, GBX_BIFF_BOF, r, sizeof r);
}

static inline size_t add_bound(struct kit_blob *b, const char *name, unsigned state, unsigned kind)
{
	unsigned char r[64] = { 0 };
	size_t n = strlen(name), at = b->n + 4;
	r[4] = (unsigned char)state;
	r[5] = (unsigned char)kind;
	r[6] = (unsigned char)n;
	memcpy(r + 8, name, n);
	add_record(b, GBX_BIFF_BOUNDSHEET, r, 8 + n);
	return at;
}

static inline void add_xf(struct kit_blob *b, unsigned format)
{
	unsigned char r[20] = { 0 };
	put_le(r + 2, format, 2);
	add_record(b, GBX_BIFF_XF, r, sizeof r);
}

/* A text as LABEL and STRING have it: length in two bytes, one byte a character. */
static inline void add_label(struct kit_blob *b, unsigned row, unsigned column, const char *text)
{
	unsigned char r[256];
	size_t n = strlen(text);
	put_le(r, row, 2);
	put_le(r + 2, column, 2);
	put_le(r + 4, 0, 2);
	put_le(r + 6, n, 2);
	r[8] = 0;
	memcpy(r + 9, text, n);
	add_record(b, GBX_BIFF_LABEL, r, 9 + n);
}

/* Three shared texts; the second runs on in another record, there with two bytes each. */
static inline void add_shared(struct kit_blob *b)
{
	static const unsigned char first[] = "\3\0\0\0\3\0\0\0\2\0\0id\6\0\0Exa";
	static const unsigned char more[] = "\1m\0p\0\xe9\0"
					    "\3\0\x0d\1\0\4\0\0\0=\xd8\0\xdeZ\0";
	static const unsigned char rest[] = "\0\0\0\0____";
	add_record(b, GBX_BIFF_SST, first, sizeof first - 1);
	add_record(b, GBX_BIFF_CONTINUE, more, sizeof more - 1);
	add_record(b, GBX_BIFF_CONTINUE, rest, sizeof rest - 1);
}

/* The compound file around the stream; n bytes, short when below 4,096. */
static inline struct kit_blob book_ole(const char *name, struct kit_blob s)
{
	uint32_t sectors = (uint32_t)((s.n + SECTOR - 1) / SECTOR);
	bool shorter = s.n < 4096;
	size_t all = SECTOR * (4 + (size_t)sectors);
	unsigned char *f = calloc(1, all), *fat = f + SECTOR, *dir = f + 2 * SECTOR;
	unsigned char *mini = f + 3 * SECTOR;
	assert_true(f && sectors < 120);
	memcpy(f, GBX_OLE_MAGIC, GBX_OLE_MAGIC_BYTES);
	put_le(f + 26, 3, 2);
	put_le(f + 30, 9, 2);
	put_le(f + 32, 6, 2);
	put_le(f + 44, 1, 4);
	put_le(f + 48, 1, 4);
	put_le(f + 56, 4096, 4);
	put_le(f + 60, shorter ? 2 : CHAIN_END, 4);
	put_le(f + 64, shorter, 4);
	put_le(f + 68, CHAIN_END, 4);
	memset(f + 76, 0xff, 436);
	put_le(f + 76, 0, 4);
	memset(fat, 0xff, SECTOR);
	put_le(fat, 0xfffffffd, 4);
	put_le(fat + 4, CHAIN_END, 4);
	put_le(fat + 8, CHAIN_END, 4);
	for (uint32_t i = 0; i < sectors; i++)
		put_le(fat + 4 * (3 + i), i + 1 < sectors ? 4 + i : CHAIN_END, 4);
	for (size_t i = 0; shorter && i < (s.n + 63) / 64; i++)
		put_le(mini + 4 * i, i + 1 < (s.n + 63) / 64 ? i + 1 : CHAIN_END, 4);
	const char *names[] = { "Root Entry", name };
	for (unsigned i = 0; i < 2; i++) {
		unsigned char *e = dir + 128 * i;
		for (size_t k = 0; k < strlen(names[i]); k++)
			e[2 * k] = (unsigned char)names[i][k];
		put_le(e + 64, 2 * strlen(names[i]) + 2, 2);
		e[66] = i ? 2 : 5;
		put_le(e + 116, i && shorter ? 0 : 3, 4);
		put_le(e + 120, i || shorter ? s.n : 0, 4);
	}
	memcpy(f + 4 * SECTOR, s.p, s.n);
	return (struct kit_blob){ f, all };
}

/* Cells of every type, a hidden row and column, a hidden sheet, a chart. */
static inline struct kit_blob book_xls_stream(void)
{
	struct kit_blob b = { NULL, 0 };
	add_bof(&b, 0x600, 5);
	add_xf(&b, 0);
	add_xf(&b, 14);
	add_record(&b, GBX_BIFF_FORMAT, "\xa4\0\5\0\0" "00000", 10);
	add_xf(&b, 164);
	size_t first = add_bound(&b, "Alt", 0, 0);
	add_bound(&b, "Bild", 0, 2);
	size_t second = add_bound(&b, "Weg", 1, 0);
	add_shared(&b);
	add_record(&b, GBX_BIFF_EOF, "", 0);
	put_le(b.p + first, b.n, 4);
	add_bof(&b, 0x600, 0x10);
	add_record(&b, GBX_BIFF_COLINFO, "\1\0\1\0\0\0\0\0\1\0\0\0", 12);
	add_record(&b, GBX_BIFF_ROW, "\2\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0", 16);
	add_cell(&b, GBX_BIFF_LABELSST, 0, 0, 0, 0, 4);
	add_label(&b, 0, 1, "name");
	add_label(&b, 0, 2, "born");
	add_label(&b, 0, 3, "zip");
	add_cell(&b, GBX_BIFF_RK, 1, 0, 0, 1001 << 2 | 2, 4);
	add_cell(&b, GBX_BIFF_LABELSST, 1, 1, 0, 1, 4);
	add_cell(&b, GBX_BIFF_NUMBER, 1, 2, 1, bits_of(32874), 8);
	add_cell(&b, GBX_BIFF_NUMBER, 1, 3, 2, bits_of(1234), 8);
	add_record(&b, GBX_BIFF_MULRK, "\2\0\0\0\0\0\x0e\x02\0\0\0\0\x07\x01\0\0\1\0", 18);
	add_cell(&b, GBX_BIFF_FORMULA, 2, 2, 0, UINT64_C(0xffff000000000000), 8);
	add_record(&b, GBX_BIFF_STRING, "\2\0\0ok", 5);
	add_cell(&b, GBX_BIFF_BOOLERR, 2, 3, 0, 1, 2);
	add_bof(&b, 0x600, 0x20);
	add_label(&b, 9, 9, "inside a chart");
	add_record(&b, GBX_BIFF_EOF, "", 0);
	add_cell(&b, GBX_BIFF_BOOLERR, 3, 0, 0, 0x12a, 2);
	add_cell(&b, GBX_BIFF_LABELSST, 3, 1, 0, 2, 4);
	add_cell(&b, GBX_BIFF_FORMULA, 3, 2, 0, bits_of(0.1), 8);
	add_cell(&b, GBX_BIFF_LABELSST, 4, 0, 0, 3, 4);
	add_record(&b, GBX_BIFF_EOF, "", 0);
	put_le(b.p + second, b.n, 4);
	add_bof(&b, 0x600, 0x10);
	add_cell(&b, GBX_BIFF_NUMBER, 0, 0, 0, bits_of(-1.5), 8);
	add_record(&b, GBX_BIFF_EOF, "", 0);
	return b;
}

#endif
