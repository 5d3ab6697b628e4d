/*
 * Two shapes of JSON that are told by more than one record: objects whose members are the
 * records, each under a key of its own (Firebase's Realtime Database, maps by id), and the
 * pages of an API, each a document around a list.
 */
#include "sniff.h"

#define LOOK_RECORDS 64u
#define LEAST 3u  /* objects under keys of their own */
#define NAMES 64u /* keys of an object that are compared */

/* ---- members as records ---- */

struct keys {
	struct gbx_span name[NAMES];
	unsigned n;
	bool plain; /* a member that is no object: wrapping has none */
};

struct look {
	struct keys now, before;
	unsigned good, bad, plain;
	unsigned pairs, alike; /* neighbours, and those that share half of their keys */
	unsigned lone;	       /* members of the wrapping that hold neither objects nor lists of them */
};

static void keys_of(const struct gbx_tape *t, const unsigned char *base, struct keys *k)
{
	const struct gbx_tape_ev *ev = t->ev;
	*k = (struct keys){ .n = 0 };
	for (uint32_t i = 1; i < ev[0].link;) {
		const struct gbx_tape_ev *v = &ev[i + 1];
		k->plain |= v->kind != GBX_TAPE_OBJ;
		if (k->n < NAMES)
			k->name[k->n++] = gbx_span_of(base + ev[i].off, ev[i].len);
		i = v->kind <= GBX_TAPE_ARR ? v->link + 1 : i + 2;
	}
}

static bool share_half(const struct keys *a, const struct keys *b)
{
	unsigned both = 0, least = a->n < b->n ? a->n : b->n;
	for (unsigned i = 0; i < a->n; i++)
		for (unsigned k = 0; k < b->n; k++)
			both += gbx_span_eq(a->name[i], b->name[k]);
	return both * 2 >= least && both;
}

static void take(struct look *x, struct gbx_tape *t, struct gbx_span s)
{
	if (gbx_tape_parse(t, s.p, s.n) != GBX_E_NONE || t->ev[0].kind != GBX_TAPE_OBJ) {
		x->bad++;
		return;
	}
	x->before = x->now;
	keys_of(t, s.p, &x->now);
	x->good++;
	x->plain += x->now.plain;
	if (!x->before.n)
		return;
	x->pairs++;
	x->alike += share_half(&x->now, &x->before);
}

/* A member that is passed over: "version": 3, but not "users": { */
static bool is_lone(struct gbx_span s)
{
	return s.p[0] == '"' && s.p[s.n - 1] != '{' && s.p[s.n - 1] != '[';
}

static struct look look_at(const struct gbx_head *h, enum gbx_walk_mode mode)
{
	struct look x = { .good = 0 };
	struct gbx_span s = gbx_span_of(h->p, h->n);
	enum gbx_walk_end end = h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	struct gbx_tape t = { 0 };
	struct gbx_piece item;
	struct gbx_walk w;
	gbx_walk_init(&w, mode);
	for (size_t at = 0; kind < GBX_WALK_CUT && x.good + x.bad < LOOK_RECORDS;) {
		unsigned depth = w.st.depth;
		kind = gbx_walk_next(&w, s, &at, end, &item);
		if (w.st.depth != depth) /* neighbours are of one object */
			x.now.n = 0;
		if (kind >= GBX_WALK_RECORD && kind <= GBX_WALK_BROKEN)
			take(&x, &t, gbx_span_of(s.p + w.value, item.off + item.n - w.value));
		else if (kind == GBX_WALK_SKIP)
			x.lone += is_lone(gbx_span_of(s.p + item.off, item.n));
	}
	gbx_tape_release(&t);
	return x;
}

enum gbx_walk_mode gbx_sniff_keyed(const struct gbx_head *h, unsigned *records)
{
	static const enum gbx_walk_mode modes[] = { GBX_WALK_KEYED1, GBX_WALK_KEYED2, GBX_WALK_KEYED3 };
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		struct look x = look_at(h, modes[i]);
		*records = x.good;
		if (x.good >= LEAST && x.pairs && x.alike * 10 >= x.pairs * 7 && x.plain * 2 >= x.good &&
		    (x.lone + x.bad) * 4 <= x.good)
			return modes[i];
	}
	*records = 0;
	return GBX_WALK_ITEMS;
}

/* ---- keys that are data ---- */

#define LEAST_PAIRS 8u

/* An e-mail address or a long number: no name of a field. */
static bool is_data(struct gbx_span key)
{
	const unsigned char *at = key.n ? memchr(key.p, '@', key.n) : NULL;
	size_t digits = 0;
	for (size_t i = 0; i < key.n; i++)
		digits += key.p[i] >= '0' && key.p[i] <= '9';
	if (at && at > key.p)
		return memchr(at, '.', key.n - (size_t)(at - key.p)) != NULL;
	return digits >= 7 && digits + 1 >= key.n;
}

bool gbx_sniff_pairs(const struct gbx_head *h)
{
	struct gbx_span s = gbx_span_of(h->p, h->n);
	enum gbx_walk_end end = h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	unsigned pairs = 0, data = 0;
	struct gbx_piece item;
	struct gbx_walk w;
	gbx_walk_init(&w, GBX_WALK_PAIRS);
	for (size_t at = 0; kind < GBX_WALK_BROKEN && kind != GBX_WALK_RECORD && pairs < LOOK_RECORDS;) {
		kind = gbx_walk_next(&w, s, &at, end, &item);
		if (kind != GBX_WALK_OTHER || w.value == item.off)
			continue;
		const unsigned char *key = s.p + item.off + 1, *quote = memchr(key, '"', w.value - item.off - 1);
		data += quote && is_data(gbx_span_of(key, (size_t)(quote - key)));
		pairs++;
	}
	return kind != GBX_WALK_BROKEN && kind != GBX_WALK_RECORD && pairs >= LEAST_PAIRS && data * 10 >= pairs * 8;
}

/* ---- pages ---- */

/* What APIs say beside a list about where in it they are: of Django REST framework, Laravel,
 * Spring, JSON:API, GraphQL's connections, Stripe, Slack, Google's. */
static const char *const page_words[] = {
	"page",	       "pages",	      "page_no",      "pageNo",	    "page_num",	  "pageNum",
	"page_number", "pageNumber",  "page_index",   "pageIndex",  "pageable",	  "current_page",
	"currentPage", "last_page",   "lastPage",     "total_pages", "totalPages", "per_page",
	"perPage",     "page_size",   "pageSize",     "next_page",  "nextPage",	  "prev_page",
	"offset",      "cursor",      "next_cursor",  "nextCursor", "end_cursor", "has_more",
	"hasMore",     "has_next",    "hasNext",      "next",	    "previous",	  "pagination",
	"paging",      "links",	      "_links",	      "meta",	    "pageInfo",	  "nextPageToken",
	"scroll_id",   "continuation", "next_page_token", "response_metadata",
};

static bool is_page_word(struct gbx_span key)
{
	for (size_t i = 0; i < sizeof page_words / sizeof *page_words; i++)
		if (gbx_span_is(key, page_words[i]))
			return true;
	return false;
}

/* One document that is a page; *lists counts those that hold records. */
static bool is_page(const struct gbx_tape *t, const unsigned char *base, unsigned *lists)
{
	const struct gbx_tape_ev *ev = t->ev;
	unsigned words = 0, empty = 0, full = 0;
	for (uint32_t i = 1; ev[0].kind == GBX_TAPE_OBJ && i < ev[0].link;) {
		struct gbx_span key = gbx_span_of(base + ev[i].off, ev[i].len);
		const struct gbx_tape_ev *v = &ev[i + 1];
		if (gbx_span_is(key, "id") || gbx_span_is(key, "_id"))
			return false;
		empty += v->kind == GBX_TAPE_ARR && v[1].kind == GBX_TAPE_END;
		full += v->kind == GBX_TAPE_ARR && v[1].kind == GBX_TAPE_OBJ;
		words += v->kind != GBX_TAPE_ARR && is_page_word(key);
		i = v->kind <= GBX_TAPE_ARR ? v->link + 1 : i + 2;
	}
	*lists += full > 0;
	return words && full + empty;
}

bool gbx_sniff_pages(const struct gbx_head *h)
{
	struct gbx_span s = gbx_span_of(h->p, h->n);
	enum gbx_walk_end end = h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	unsigned pages = 0, others = 0, lists = 0;
	struct gbx_tape t = { 0 };
	struct gbx_piece item;
	struct gbx_walk w;
	gbx_walk_init(&w, GBX_WALK_ITEMS);
	for (size_t at = 0; kind < GBX_WALK_CUT && !w.st.depth && pages < LOOK_RECORDS;) {
		kind = gbx_walk_next(&w, s, &at, end, &item);
		if (kind < GBX_WALK_RECORD || kind > GBX_WALK_BROKEN)
			continue;
		bool page = kind == GBX_WALK_RECORD &&
			    gbx_tape_parse(&t, s.p + item.off, item.n) == GBX_E_NONE &&
			    is_page(&t, s.p + item.off, &lists);
		pages += page;
		others += !page;
		if (others * 10 > pages)
			break;
	}
	gbx_tape_release(&t);
	return pages > 1 && lists && others * 10 <= pages;
}
