/* [MS-CFB] 2.2 (header), 2.3 (FAT), 2.4 (mini FAT), 2.5 (DIFAT), 2.6 (directory). */
#include "book_ole.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

#define HEADER_BYTES 512u
#define HEADER_DIFAT 109u
#define ENTRY_BYTES 128u
#define MINI_SHIFT 6u
#define LAST_SECTOR UINT32_C(0xfffffffa) /* above stand marks: free, end of chain ... */

struct entry {
	unsigned type; /* 2: a stream, 5: the root */
	uint32_t start;
	uint64_t size;
};

static uint64_t number(const unsigned char *p, unsigned n)
{
	uint64_t v = 0;
	while (n)
		v = v << 8 | p[--n];
	return v;
}

static uint64_t sector_at(const struct gbx_book_ole *o, uint32_t sector)
{
	return ((uint64_t)sector + 1) << o->shift;
}

static bool read_sector(struct gbx_book_ole *o, uint32_t sector, unsigned char *to)
{
	return sector <= LAST_SECTOR && gbx_layer_seek(o->from, sector_at(o, sector)) &&
	       gbx_layer_take(o->from, to, (size_t)1 << o->shift);
}

static uint32_t next_of(const uint32_t *table, size_t n, uint32_t sector)
{
	return sector < n ? table[sector] : UINT32_MAX;
}

/* Appends the numbers of one sector to the FAT. */
static bool add_fat(struct gbx_book_ole *o, uint32_t sector, size_t most, unsigned char *buf)
{
	if (!read_sector(o, sector, buf))
		return false;
	for (size_t i = 0; i < (size_t)1 << o->shift && o->fat_n < most; i += 4)
		o->fat[o->fat_n++] = (uint32_t)number(buf + i, 4);
	return true;
}

/* The list of FAT sectors: 109 in the header, the rest in a chain of its own. */
static enum gbx_eid read_fat(struct gbx_book_ole *o, const unsigned char *h, size_t most)
{
	unsigned char *buf = malloc((size_t)2 << o->shift);
	unsigned char *list = buf ? buf + ((size_t)1 << o->shift) : NULL;
	size_t per = ((size_t)1 << o->shift) / 4 - 1;
	uint32_t sector = (uint32_t)number(h + 68, 4);
	enum gbx_eid why = buf ? GBX_E_NONE : GBX_E_UNPACK_MEMORY;
	o->fat = calloc(most + 1, sizeof *o->fat);
	if (!o->fat)
		why = GBX_E_UNPACK_MEMORY;
	for (size_t i = 0; !why && i < HEADER_DIFAT; i++) {
		uint32_t s = (uint32_t)number(h + 76 + 4 * i, 4);
		if (s <= LAST_SECTOR && !add_fat(o, s, most, buf))
			why = GBX_E_ARCHIVE_TRUNCATED;
	}
	for (size_t lists = 0; !why && sector <= LAST_SECTOR && o->fat_n < most; lists++) {
		if (lists > most / per + 1 || !read_sector(o, sector, list))
			why = GBX_E_ARCHIVE_DAMAGED;
		for (size_t i = 0; !why && i < per; i++) {
			uint32_t s = (uint32_t)number(list + 4 * i, 4);
			if (s <= LAST_SECTOR && !add_fat(o, s, most, buf))
				why = GBX_E_ARCHIVE_TRUNCATED;
		}
		sector = why ? UINT32_MAX : (uint32_t)number(list + 4 * per, 4);
	}
	free(buf);
	return why;
}

/* The i-th entry of the directory; its name as ASCII, "?" for the rest. False: no more. */
static bool read_entry(struct gbx_book_ole *o, unsigned char *buf, uint32_t *sector, size_t i,
		       char name[33], struct entry *e)
{
	size_t per = ((size_t)1 << o->shift) / ENTRY_BYTES;
	if (i && i % per == 0)
		*sector = next_of(o->fat, o->fat_n, *sector);
	if (i % per == 0 && !read_sector(o, *sector, buf))
		return false;
	const unsigned char *p = buf + i % per * ENTRY_BYTES;
	size_t n = number(p + 64, 2) / 2;
	n = n ? n - 1 : 0;
	n = n < 32 ? n : 32;
	for (size_t k = 0; k < n; k++)
		name[k] = p[2 * k + 1] || p[2 * k] > 126 ? '?' : (char)p[2 * k];
	name[n] = 0;
	*e = (struct entry){ .type = p[66],
			     .start = (uint32_t)number(p + 116, 4),
			     .size = number(p + 120, o->shift == 9 ? 4 : 8) };
	return true;
}

/* Looks for a stream, or with name NULL for the root. */
static bool find(struct gbx_book_ole *o, const char *name, struct entry *e)
{
	unsigned char *buf = malloc((size_t)1 << o->shift);
	uint32_t sector = o->directory;
	char is[33];
	bool found = false;
	size_t most = o->fat_n * (((size_t)1 << o->shift) / ENTRY_BYTES);
	most = most < GBX_BOOK_PARTS ? most : GBX_BOOK_PARTS;
	for (size_t i = 0; buf && !found && i < most; i++) {
		if (!read_entry(o, buf, &sector, i, is, e))
			break;
		found = name ? e->type == 2 && !strcmp(is, name) : e->type == 5;
	}
	free(buf);
	return found;
}

struct chain {
	struct gbx_layer base;
	struct gbx_book_ole *o;
	uint32_t sector;
	uint64_t left;	 /* bytes of the stream */
	size_t followed; /* sectors; more than there are is a circle */
	struct gbx_layer *host; /* the short stream when it stands there, else NULL */
	unsigned char buf[4096];
};

static size_t chain_read(struct gbx_layer *l, const unsigned char **p)
{
	struct chain *c = (struct chain *)l;
	struct gbx_book_ole *o = c->o;
	struct gbx_layer *from = c->host ? c->host : o->from;
	size_t unit = c->host ? (size_t)1 << MINI_SHIFT : (size_t)1 << o->shift;
	uint64_t at = c->host ? (uint64_t)c->sector << MINI_SHIFT : sector_at(o, c->sector);
	size_t n = c->left < unit ? (size_t)c->left : unit;
	if (!n || l->fault)
		return 0;
	bool there = c->sector <= LAST_SECTOR && c->followed++ <= o->fat_n + o->mini_n &&
		     (from->at == at || gbx_layer_seek(from, at)) &&
		     gbx_layer_take(from, c->buf, n);
	if (!there) {
		l->fault = GBX_E_ARCHIVE_TRUNCATED;
		return 0;
	}
	c->left -= n;
	c->sector = c->host ? next_of(o->mini, o->mini_n, c->sector)
			    : next_of(o->fat, o->fat_n, c->sector);
	*p = c->buf;
	return n;
}

static void chain_free(struct gbx_layer *l)
{
	gbx_layer_close(((struct chain *)l)->host);
	free(l);
}

static struct chain *chain_new(struct gbx_book_ole *o, uint32_t sector, uint64_t size)
{
	struct chain *c = malloc(sizeof *c);
	if (!c)
		return NULL;
	c->base = (struct gbx_layer){ .read = chain_read, .free = chain_free };
	c->o = o;
	c->sector = sector;
	c->left = size;
	c->followed = 0;
	c->host = NULL;
	return c;
}

/* A chain as numbers of sectors, for the mini FAT. */
static enum gbx_eid read_mini(struct gbx_book_ole *o, uint32_t start, size_t most)
{
	struct chain *c = chain_new(o, start, (uint64_t)most * 4);
	const unsigned char *p = NULL;
	size_t n;
	o->mini = calloc(most + 1, sizeof *o->mini);
	if (!c || !o->mini) {
		gbx_layer_close(c ? &c->base : NULL);
		return GBX_E_UNPACK_MEMORY;
	}
	while ((n = gbx_layer_next(&c->base, &p)))
		for (size_t i = 0; i + 4 <= n && o->mini_n < most; i += 4)
			o->mini[o->mini_n++] = (uint32_t)number(p + i, 4);
	gbx_layer_close(&c->base);
	return GBX_E_NONE;
}

enum gbx_eid gbx_book_ole_open(struct gbx_book_ole *o, struct gbx_layer *from)
{
	unsigned char h[HEADER_BYTES];
	struct entry root = { 0 };
	*o = (struct gbx_book_ole){ .from = from };
	if (!gbx_layer_seek(from, 0) || !gbx_layer_take(from, h, sizeof h))
		return GBX_E_ARCHIVE_TRUNCATED;
	o->shift = (unsigned)number(h + 30, 2);
	o->cutoff = (uint32_t)number(h + 56, 4);
	o->directory = (uint32_t)number(h + 48, 4);
	if (memcmp(h, GBX_OLE_MAGIC, GBX_OLE_MAGIC_BYTES) != 0 ||
	    (o->shift != 9 && o->shift != 12) || number(h + 32, 2) != MINI_SHIFT)
		return GBX_E_ARCHIVE_DAMAGED;
	uint64_t sectors = (from->size >> o->shift) + 1;
	if (sectors > GBX_OLE_SECTORS)
		return GBX_E_SPOOL;
	enum gbx_eid why = read_fat(o, h, (size_t)sectors);
	if (why || !find(o, NULL, &root))
		return why ? why : GBX_E_ARCHIVE_DAMAGED;
	o->short_start = root.start;
	o->short_size = root.size;
	uint64_t minis = number(h + 64, 4) << (o->shift - 2);
	uint64_t most = from->size >> MINI_SHIFT;
	return read_mini(o, (uint32_t)number(h + 60, 4), (size_t)(minis < most ? minis : most));
}

void gbx_book_ole_release(struct gbx_book_ole *o)
{
	free(o->fat);
	free(o->mini);
	*o = (struct gbx_book_ole){ 0 };
}

bool gbx_book_ole_has(struct gbx_book_ole *o, const char *name)
{
	struct entry e;
	return find(o, name, &e);
}

struct gbx_layer *gbx_book_ole_read(struct gbx_book_ole *o, const char *name, enum gbx_eid *why)
{
	struct entry e = { 0 };
	*why = GBX_E_BOOK_PART;
	if (!find(o, name, &e))
		return NULL;
	struct chain *c = chain_new(o, e.start, e.size);
	*why = c ? GBX_E_NONE : GBX_E_UNPACK_MEMORY;
	if (!c || e.size >= o->cutoff)
		return c ? &c->base : NULL;
	struct chain *host = chain_new(o, o->short_start, o->short_size);
	if (host)
		c->host = gbx_layer_spool(&host->base, why);
	if (c->host)
		return &c->base;
	gbx_layer_close(&c->base);
	*why = *why ? *why : GBX_E_UNPACK_MEMORY;
	return NULL;
}
