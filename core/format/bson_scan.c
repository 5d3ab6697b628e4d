/*
 * Where BSON documents begin and end; the contract is in bson.h. The archive format is
 * that of mongo-tools, common/archive/archive.go: a magic, a prelude, then blocks of one
 * collection each, with a header in front and a terminator of four 0xFF behind.
 *
 * Damage: a document whose elements do not fit is bad as long as it says it is, if what
 * could be a document follows it. Otherwise everything is, up to the next thing that
 * begins like the first document did.
 */
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "bson.h"

#define TERMINATOR UINT32_MAX
#define MAGIC_BYTES 4u
#define NAME_AT 5u /* of the first element's name */

static bool known_type(unsigned type)
{
	return (type >= GBX_BSON_DOUBLE && type <= GBX_BSON_DECIMAL) || type == GBX_BSON_MIN_KEY ||
	       type == GBX_BSON_MAX_KEY;
}

bool gbx_bson_plausible(const unsigned char *p, size_t n)
{
	uint32_t len = n >= 4 ? gbx_bson_u32(p) : 0;
	if (n < GBX_BSON_LEAST || len < GBX_BSON_LEAST || len > GBX_RECORD_BYTES)
		return false;
	return len == GBX_BSON_LEAST ? !p[4] : known_type(p[4]);
}

bool gbx_bson_fits(const unsigned char *p, size_t n)
{
	size_t at = 4;
	if (!gbx_bson_plausible(p, n) || gbx_bson_u32(p) != n)
		return false;
	while (at < n - 1) {
		unsigned type = p[at++];
		const unsigned char *nul = memchr(p + at, 0, n - 1 - at);
		if (!nul)
			return false;
		at = (size_t)(nul - p) + 1;
		size_t size = gbx_bson_size(type, p + at, n - 1 - at);
		if (size == GBX_BSON_INVALID)
			return false;
		at += size;
	}
	return !p[n - 1];
}

/* The string element of that name; elements before it are passed over. */
static struct gbx_span string_of(const unsigned char *p, size_t n, const char *name)
{
	size_t at = 4, len = strlen(name);
	while (at < n - 1) {
		unsigned type = p[at++];
		const unsigned char *nul = memchr(p + at, 0, n - 1 - at);
		if (!nul)
			break;
		size_t value = (size_t)(nul - p) + 1;
		size_t size = gbx_bson_size(type, p + value, n - 1 - value);
		if (size == GBX_BSON_INVALID)
			break;
		if (type == GBX_BSON_STRING && value - 1 - at == len && !memcmp(p + at, name, len))
			return gbx_span_of(p + value + 4, size - 5);
		at = value + size;
	}
	return (struct gbx_span){ NULL, 0 };
}

bool gbx_bson_namespace(const unsigned char *p, size_t n, struct gbx_buf *to)
{
	struct gbx_span db = string_of(p, n, "db"), collection = string_of(p, n, "collection");
	if (!db.p || !collection.p)
		return false;
	gbx_buf_reset(to);
	gbx_buf_add(to, db.p, db.n < GBX_NAME_BYTES ? db.n : GBX_NAME_BYTES);
	gbx_buf_addc(to, '.');
	gbx_buf_add(to, collection.p, collection.n < GBX_NAME_BYTES ? collection.n : GBX_NAME_BYTES);
	return !gbx_buf_failed(to);
}

static struct gbx_bson_item item(enum gbx_bson_kind kind, size_t *at, size_t n)
{
	struct gbx_bson_item i = { kind, *at, n };
	*at += n;
	return i;
}

/* ---- damage ---- */

/* The name is in the document, as it says: who has all of that sees the same. */
static bool begins_with(const unsigned char *p, const unsigned char *name, size_t n)
{
	return gbx_bson_plausible(p, NAME_AT + n) && gbx_bson_u32(p) > NAME_AT + n &&
	       !memcmp(p + NAME_AT, name, n);
}

/* Everything up to the next beginning, or up to where one cannot be told yet. */
static struct gbx_bson_item resync(const struct gbx_bson_key *key, struct gbx_bson_state *st,
				   struct gbx_span s, size_t *at, size_t from, bool whole)
{
	static const unsigned char header[] = "db";
	size_t most = key->n > sizeof header ? key->n : sizeof header;
	size_t hold = NAME_AT + most;
	bool was = st->syncing;
	st->syncing = true;
	for (size_t q = from; q + hold <= s.n; q++) {
		bool block = key->archive && s.p[q + 4] == GBX_BSON_STRING &&
			     begins_with(s.p + q, header, sizeof header);
		if (!block && !begins_with(s.p + q, key->p, key->n))
			continue;
		st->syncing = false;
		st->phase = block ? GBX_BSON_HEADER : GBX_BSON_BODY;
		return item(GBX_BSON_DAMAGE, at, q - *at);
	}
	size_t keep = whole ? 0 : s.n < hold ? s.n : hold - 1;
	size_t end = s.n - keep;
	if (end > *at)
		return item(GBX_BSON_DAMAGE, at, end - *at);
	st->syncing = was;
	return (struct gbx_bson_item){ GBX_BSON_MORE, *at, 0 };
}

/* What follows the bad document could be one, or a terminator. The chunk may end before
 * that: the bytes behind it decide for parse as they did for split. */
static bool follows(const struct gbx_bson_state *st, struct gbx_span s, size_t end, bool archive)
{
	unsigned char p[GBX_BSON_LEAST];
	size_t n = s.n - end < sizeof p ? s.n - end : sizeof p;
	memcpy(p, s.p + end, n);
	for (size_t k = 0; k < st->nafter && n < sizeof p; k++)
		p[n++] = st->after[k];
	if (!n || (archive && n >= 4 && gbx_bson_u32(p) == TERMINATOR))
		return true;
	return gbx_bson_plausible(p, n);
}

static struct gbx_bson_item bad_document(const struct gbx_bson_key *key, struct gbx_bson_state *st,
					 struct gbx_span s, size_t *at, size_t n, bool whole)
{
	size_t end = *at + n;
	if (!s.p[end - 1]) {
		if (!whole && s.n - end < GBX_BSON_LEAST)
			return (struct gbx_bson_item){ GBX_BSON_MORE, *at, 0 };
		if (follows(st, s, end, key->archive))
			return item(GBX_BSON_DAMAGE, at, n);
	}
	return resync(key, st, s, at, *at + 1, whole);
}

/* ---- items ---- */

static struct gbx_bson_item terminator(struct gbx_bson_state *st, size_t *at)
{
	st->phase = GBX_BSON_HEADER;
	return item(GBX_BSON_SKIP, at, 4);
}

static enum gbx_bson_kind document_kind(struct gbx_bson_state *st)
{
	switch (st->phase) {
	case GBX_BSON_PRELUDE:
		return GBX_BSON_SKIP;
	case GBX_BSON_HEADER:
		st->phase = GBX_BSON_BODY;
		return GBX_BSON_NAMES;
	default:
		return GBX_BSON_RECORD;
	}
}

struct gbx_bson_item gbx_bson_next(const struct gbx_bson_key *key, struct gbx_bson_state *st,
				   struct gbx_span s, size_t *at, bool whole)
{
	size_t left = s.n - *at;
	const unsigned char *p = s.p + *at;
	if (!left)
		return (struct gbx_bson_item){ GBX_BSON_END, *at, 0 };
	if (st->syncing)
		return resync(key, st, s, at, *at, whole);
	if (left < GBX_BSON_LEAST && !whole)
		return (struct gbx_bson_item){ GBX_BSON_MORE, *at, 0 };
	if (st->phase == GBX_BSON_MAGIC && left >= MAGIC_BYTES) {
		st->phase = GBX_BSON_PRELUDE;
		return item(GBX_BSON_SKIP, at, MAGIC_BYTES);
	}
	if (key->archive && left >= 4 && gbx_bson_u32(p) == TERMINATOR)
		return terminator(st, at);
	if (!gbx_bson_plausible(p, left))
		return resync(key, st, s, at, *at + 1, whole);
	size_t n = gbx_bson_u32(p);
	if (n > left)
		return whole ? resync(key, st, s, at, *at + 1, true)
			     : (struct gbx_bson_item){ GBX_BSON_MORE, *at, 0 };
	if (!gbx_bson_fits(p, n))
		return bad_document(key, st, s, at, n, whole);
	return item(document_kind(st), at, n);
}
