/* Files that are parts of one table; the contract is in series.h. */
#include "series.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define HEX_RUN 4u /* of a UUID */

/* ---- names ---- */

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static bool is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_word(unsigned char c) { return is_digit(c) || is_letter(c) || c >= 0x80; }

/* Bytes of the hexadecimal number at p, 0 when there is none. */
static size_t hex_run(const char *p)
{
	size_t n = 0;
	bool digit = false;
	for (; is_digit((unsigned char)p[n]) || ((p[n] | 32) >= 'a' && (p[n] | 32) <= 'f'); n++)
		digit |= is_digit((unsigned char)p[n]);
	return digit && n >= HEX_RUN && !is_word((unsigned char)p[n]) ? n : 0;
}

bool gbx_series_name(const char *name, char *out, size_t cap)
{
	size_t o = 0;
	bool numbered = false;
	for (size_t i = 0; name[i];) {
		bool inside = i && is_word((unsigned char)name[i - 1]);
		size_t n = inside ? 0 : hex_run(name + i);
		while (!n && is_digit((unsigned char)name[i]))
			for (n = 1; is_digit((unsigned char)name[i + n]); n++)
				;
		if (o + 1 >= cap)
			return false;
		out[o++] = n ? '*' : name[i];
		i += n ? n : 1;
		numbered |= n > 0;
	}
	if (cap)
		out[o] = 0;
	return numbered && cap;
}

/* Does name[0..end) end with a word for a part, and what may stand behind it? */
static bool names_part(const char *name, size_t end)
{
	static const char *const words[] = { "part",  "chunk",	 "shard", "split", "segment",
					     "slice", "piece" };
	while (end && memchr("-_. (#", name[end - 1], 6))
		end--;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if (end >= n && !strncasecmp(name + end - n, words[i], n) &&
		    (end == n || !is_letter((unsigned char)name[end - n - 1])))
			return true;
	}
	return false;
}

bool gbx_series_counts_parts(const char *name)
{
	for (size_t i = 0; name[i]; i++)
		if (is_digit((unsigned char)name[i]) && names_part(name, i))
			return true;
	return false;
}

/* ---- the table ---- */

static struct gbx_series *slot_of(const struct gbx_series_table *t, uint64_t key)
{
	uint32_t i = (uint32_t)key & (t->cap - 1);
	while (t->slot[i].key && t->slot[i].key != key)
		i = (i + 1) & (t->cap - 1);
	return t->slot + i;
}

static bool table_grow(struct gbx_series_table *t)
{
	struct gbx_series_table more = { .n = t->n, .cap = t->cap ? t->cap * 2 : 32 };
	if (t->n * 2 < t->cap)
		return true;
	more.slot = calloc(more.cap, sizeof *more.slot);
	if (!more.slot)
		return false;
	for (uint32_t i = 0; i < t->cap; i++)
		if (t->slot[i].key)
			*slot_of(&more, t->slot[i].key) = t->slot[i];
	free(t->slot);
	*t = more;
	return true;
}

struct gbx_series *gbx_series_get(struct gbx_series_table *t, const char *series, uint64_t shape)
{
	uint64_t key = XXH3_64bits_withSeed(series, strlen(series), shape) | 1;
	if (!table_grow(t))
		return NULL;
	struct gbx_series *s = slot_of(t, key);
	t->n += !s->key;
	s->key = key;
	return s;
}

void gbx_series_release(struct gbx_series_table *t)
{
	free(t->slot);
	*t = (struct gbx_series_table){ 0 };
}
