/* Bounded counts by key; the contract is in tally.h. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

void gbx_tally_init(struct gbx_tally *t, uint32_t limit)
{
	*t = (struct gbx_tally){ .limit = limit };
}

void gbx_tally_release(struct gbx_tally *t)
{
	for (uint32_t i = 0; i < t->cap; i++)
		free(t->slot[i].text);
	free(t->slot);
	gbx_tally_init(t, t->limit);
}

static bool kept(const struct gbx_tally *t, uint64_t hash)
{
	return !t->level || hash >> (64 - t->level) == 0;
}

static uint32_t find(const struct gbx_tally_key *slot, uint32_t cap, uint64_t hash, const char *key,
		     uint32_t len)
{
	uint32_t i = (uint32_t)hash & (cap - 1);
	while (slot[i].hash) {
		if (slot[i].hash == hash && slot[i].len == len && !memcmp(slot[i].text, key, len))
			return i;
		i = (i + 1) & (cap - 1);
	}
	return i;
}

/* Moves the kept keys to a table of cap slots; the others are counted away. */
static bool rebuild(struct gbx_tally *t, uint32_t cap)
{
	struct gbx_tally_key *slot = calloc(cap, sizeof *slot);
	if (!slot) {
		t->failed = true;
		return false;
	}
	t->n = 0;
	for (uint32_t i = 0; i < t->cap; i++) {
		struct gbx_tally_key *k = t->slot + i;
		if (!k->hash)
			continue;
		if (kept(t, k->hash)) {
			slot[find(slot, cap, k->hash, k->text, k->len)] = *k;
			t->n++;
		} else {
			t->other += k->count;
			free(k->text);
		}
	}
	free(t->slot);
	t->slot = slot;
	t->cap = cap;
	return true;
}

static bool insert(struct gbx_tally *t, uint64_t hash, const char *key, uint32_t len, uint64_t count)
{
	if (t->n + t->n / 2 + 4 >= t->cap && !rebuild(t, t->cap ? t->cap * 2 : 8))
		return false;
	char *text = malloc(len ? len : 1);
	if (!text) {
		t->failed = true;
		return false;
	}
	memcpy(text, key, len);
	uint32_t i = find(t->slot, t->cap, hash, key, len);
	t->slot[i] = (struct gbx_tally_key){ hash, count, text, len };
	t->n++;
	while (t->n > t->limit && t->level < 63) {
		t->level++;
		if (!rebuild(t, t->cap))
			return false;
	}
	return true;
}

static void add_hashed(struct gbx_tally *t, uint64_t hash, const char *key, uint32_t len,
		       uint64_t count)
{
	if (!kept(t, hash)) {
		t->other += count;
		return;
	}
	if (t->cap) {
		uint32_t i = find(t->slot, t->cap, hash, key, len);
		if (t->slot[i].hash) {
			t->slot[i].count += count;
			return;
		}
	}
	if (!insert(t, hash, key, len, count))
		t->other += count;
}

void gbx_tally_add(struct gbx_tally *t, const char *key, uint32_t len, uint64_t count)
{
	uint64_t hash = XXH3_64bits(key, len);
	add_hashed(t, hash ? hash : 1, key, len, count);
}

void gbx_tally_merge(struct gbx_tally *t, const struct gbx_tally *from)
{
	t->failed |= from->failed;
	t->other += from->other;
	if (from->level > t->level) {
		t->level = from->level;
		if (t->cap && !rebuild(t, t->cap))
			return;
	}
	for (uint32_t i = 0; i < from->cap; i++) {
		const struct gbx_tally_key *k = from->slot + i;
		if (k->hash)
			add_hashed(t, k->hash, k->text, k->len, k->count);
	}
}

static bool before(const struct gbx_tally_key *a, const struct gbx_tally_key *b)
{
	if (a->count != b->count)
		return a->count > b->count;
	uint32_t n = a->len < b->len ? a->len : b->len;
	int c = memcmp(a->text, b->text, n);
	return c ? c < 0 : a->len < b->len;
}

uint32_t gbx_tally_top(const struct gbx_tally *t, const struct gbx_tally_key **out, uint32_t most)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < t->cap; i++) {
		const struct gbx_tally_key *k = t->slot + i;
		if (!k->hash || !most || (n == most && !before(k, out[n - 1])))
			continue;
		uint32_t at = n < most ? n++ : n - 1;
		while (at && before(k, out[at - 1])) {
			out[at] = out[at - 1];
			at--;
		}
		out[at] = k;
	}
	return n;
}
