/* Walking the wrapping of JSON records; the contract is in walk.h. */
#include "walk.h"

#include <assert.h>

#include "text.h"

/* How far behind damage the next record is preferred to the array's end. */
#define RECOVER_NEAR (64u << 10)
#define COMMENT 64u /* longest comment between documents */
#define SCRIPT 160u /* longest beginning of a script */

static_assert(sizeof(struct gbx_walk_state) <= GBX_SPLIT_STATE, "the state travels in a split");

/* One call of gbx_walk_next. */
struct step {
	struct gbx_walk *w;
	struct gbx_span s;
	size_t from; /* where the item begins */
	size_t to;   /* where it ends */
	enum gbx_walk_end end;
};

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Between items; RFC 7464 begins each with a record separator. */
static bool is_separator(unsigned char c)
{
	return is_blank(c) || c == ',' || c == 0x1E;
}

static size_t over_blanks(struct gbx_span s, size_t i)
{
	while (i < s.n && is_blank(s.p[i]))
		i++;
	return i;
}

void gbx_walk_init(struct gbx_walk *w, enum gbx_walk_mode mode)
{
	*w = (struct gbx_walk){.st = {.mode = (uint8_t)mode}};
}

void gbx_walk_resume(struct gbx_walk *w, const struct gbx_split *st)
{
	*w = (struct gbx_walk){.renamed = false};
	memcpy(&w->st, st->opaque, sizeof w->st);
	if (w->st.name) {
		size_t n = strnlen(w->st.name, GBX_NAME_BYTES);
		memcpy(w->name, w->st.name, n);
	}
}

/* Levels */

static bool in_array(const struct gbx_walk *w)
{
	return w->st.depth && w->st.arrays >> (w->st.depth - 1) & 1;
}

/* The level whose members are records, 0: none. */
static unsigned keyed_level(const struct gbx_walk *w)
{
	if (w->st.mode == GBX_WALK_PAIRS)
		return 1;
	return w->st.mode < GBX_WALK_KEYED1 ? 0 : w->st.mode - GBX_WALK_KEYED1 + 1u;
}

/* Records are arrays. */
static bool takes_rows(const struct gbx_walk *w)
{
	return w->st.mode == GBX_WALK_ROWS || w->st.mode == GBX_WALK_GRID;
}

static void push(struct gbx_walk *w, bool array)
{
	uint8_t bit = (uint8_t)(1u << w->st.depth++);
	w->st.arrays = (uint8_t)(array ? w->st.arrays | bit : w->st.arrays & ~bit);
	w->st.first_len = array ? 0 : w->st.first_len;
}

static void set_name(struct gbx_walk *w, struct gbx_span raw)
{
	unsigned char *out = (unsigned char *)w->name;
	size_t n = raw.n < GBX_NAME_BYTES ? raw.n : GBX_NAME_BYTES;
	if (n)
		memcpy(out, raw.p, n);
	if (gbx_text_escapes_ok(out, n))
		n = gbx_text_unescape(out, n);
	out[n] = 0;
	w->renamed = true;
}

static void pop(struct gbx_walk *w)
{
	/* The table's name holds until the table ends. */
	bool table = w->st.mode == GBX_WALK_TABLES && in_array(w) && w->st.depth > 1;
	w->st.depth--;
	if (!table)
		set_name(w, (struct gbx_span){NULL, 0});
}

/* Pieces */

static enum gbx_walk_kind until(struct step *x, size_t to, enum gbx_walk_kind kind)
{
	x->to = to;
	return kind;
}

static enum gbx_walk_kind more(struct step *x)
{
	return x->end == GBX_WALK_OPEN ? GBX_WALK_MORE : until(x, x->s.n, GBX_WALK_CUT);
}

/* Bytes that fit nowhere, up to a separator or where something may begin or end. */
static enum gbx_walk_kind junk(struct step *x, const char *stops)
{
	size_t i = x->from + 1, n = strlen(stops);
	while (i < x->s.n && !is_separator(x->s.p[i]) && !memchr(stops, x->s.p[i], n))
		i++;
	if (i == x->s.n && x->end == GBX_WALK_OPEN)
		return GBX_WALK_MORE;
	return until(x, i, GBX_WALK_BROKEN);
}

static enum gbx_scan_result scan(struct step *x, size_t at, size_t *end)
{
	struct gbx_scan *sc = &x->w->scan;
	if (!sc->live || sc->base != at)
		gbx_scan_start(sc, at);
	enum gbx_scan_result r = gbx_scan_run(sc, x->s);
	sc->live = r == GBX_SCAN_MORE;
	*end = sc->at;
	return r;
}

/* Recovery */

/* The brace (of rows: bracket) at i begins a record, as far as one can tell. *unsure: bytes that
 * would tell are missing. */
static bool begins_record(const struct gbx_walk *w, struct gbx_span s, size_t i, bool *unsure)
{
	size_t k = over_blanks(s, i + 1), need = w->st.first_len ? w->st.first_len : 1;
	*unsure = k >= s.n || need > s.n - k;
	bool rows = takes_rows(w);
	if (*unsure)
		return false;
	if (!rows && (w->st.first_len ? memcmp(s.p + k, w->st.first, need) != 0 : s.p[k] != '"'))
		return false;
	bool line = false, comma = false;
	for (; i && is_separator(s.p[i - 1]); i--) {
		line |= s.p[i - 1] == '\n';
		comma |= s.p[i - 1] == ',';
	}
	if (!i)
		return false;
	if (rows)
		return s.p[i - 1] == ']' ? line || comma : line && comma;
	return s.p[i - 1] == '}' ? line || comma || w->st.first_len : line && w->st.first_len;
}

/* The first record that begins in [from, to), or SIZE_MAX. */
static size_t find_record(const struct gbx_walk *w, struct gbx_span s, size_t from, size_t to,
                          bool *unsure)
{
	*unsure = false;
	for (size_t i = from; i < to; i++) {
		const unsigned char *b = memchr(s.p + i, takes_rows(w) ? '[' : '{', to - i);
		if (!b)
			break;
		i = (size_t)(b - s.p);
		if (begins_record(w, s, i, unsure))
			return i;
		if (*unsure)
			break;
	}
	return SIZE_MAX;
}

/* What may follow the bracket that closes the array we are in. */
static bool may_follow_array(const struct step *x, size_t i)
{
	if (i == x->s.n)
		return x->end != GBX_WALK_OPEN;
	/* Behind a top-level array another document, not a member. */
	return memchr(x->w->st.depth == 1 ? "[{" : ",}", x->s.p[i], 2);
}

/* The first bracket at or behind from that may close the array. */
static size_t find_array_end(const struct step *x, size_t from)
{
	struct gbx_span s = x->s;
	for (size_t i = from; i < s.n; i++) {
		const unsigned char *b = memchr(s.p + i, ']', s.n - i);
		if (!b)
			break;
		i = (size_t)(b - s.p);
		size_t back = i;
		while (back && is_blank(s.p[back - 1]))
			back--;
		unsigned char closed = takes_rows(x->w) ? ']' : '}';
		if (back && s.p[back - 1] == closed && may_follow_array(x, over_blanks(s, i + 1)))
			return i;
	}
	return SIZE_MAX;
}

/* What the first record of an array begins with tells where others begin. */
static void learn_first(struct step *x, size_t end)
{
	struct gbx_walk_state *st = &x->w->st;
	if (st->first_len || takes_rows(x->w))
		return;
	size_t k = over_blanks(x->s, x->w->value + 1);
	if (k >= end || x->s.p[k] != '"')
		return;
	const unsigned char *close = memchr(x->s.p + k + 1, '"', end - k - 1);
	size_t n = close ? (size_t)(close - (x->s.p + k)) + 1 : 1;
	st->first_len = (uint8_t)(n < GBX_WALK_FIRST ? n : GBX_WALK_FIRST);
	memcpy(st->first, x->s.p + k, st->first_len);
}

/*
 * A record broke at `at`: it ends where the next begins, if that is near; else
 * where a record begins or the array may end. At a cut without a record in sight
 * the record behind the cut was near: other cuts are held back until all that
 * counts as near is in the chunk.
 */
static enum gbx_walk_kind recover(struct step *x, size_t at)
{
	bool unsure;
	size_t from = at > x->w->value ? at : x->w->value + 1;
	size_t ahead = x->s.n - from;
	size_t near = ahead > RECOVER_NEAR ? from + RECOVER_NEAR : x->s.n;
	/* a chunk must hold what shows the damage */
	if (x->w->hold <= x->w->scan.at)
		x->w->hold = x->w->scan.at + 1;
	learn_first(x, x->s.n);
	size_t i = find_record(x->w, x->s, from, near, &unsure);
	if (i != SIZE_MAX)
		return until(x, i, GBX_WALK_BROKEN);
	if (x->end == GBX_WALK_OPEN && (unsure || ahead <= RECOVER_NEAR))
		return GBX_WALK_MORE;
	if (x->end == GBX_WALK_CHUNK && ahead < RECOVER_NEAR)
		return until(x, x->s.n, GBX_WALK_BROKEN);
	i = find_record(x->w, x->s, near, x->s.n, &unsure);
	size_t end = in_array(x->w) ? find_array_end(x, from) : SIZE_MAX;
	i = i < end ? i : end;
	if (x->end == GBX_WALK_OPEN && (unsure || i == SIZE_MAX))
		return GBX_WALK_MORE;
	x->w->hold = from + RECOVER_NEAR;
	return until(x, i == SIZE_MAX ? x->s.n : i, GBX_WALK_BROKEN);
}

/* Items */

static enum gbx_walk_kind record(struct step *x)
{
	size_t end;
	switch (scan(x, x->w->value, &end)) {
	case GBX_SCAN_MORE:
		return more(x);
	case GBX_SCAN_BROKEN:
		return recover(x, x->w->scan.string);
	default:
		until(x, end, GBX_WALK_RECORD);
		learn_first(x, end);
		return GBX_WALK_RECORD;
	}
}

static enum gbx_walk_kind other(struct step *x)
{
	size_t end, from = x->w->value;
	enum gbx_scan_result r = scan(x, from, &end);
	if (r == GBX_SCAN_MORE) {
		bool scalar = !memchr("\"{[", x->s.p[from], 3);
		return x->end != GBX_WALK_OPEN && scalar ? until(x, x->s.n, GBX_WALK_OTHER)
		                                         : more(x);
	}
	if (r == GBX_SCAN_BROKEN)
		return until(x, end > from ? end : from + 1, GBX_WALK_BROKEN);
	return until(x, end, GBX_WALK_OTHER);
}

static enum gbx_walk_kind in_items(struct step *x)
{
	struct gbx_walk *w = x->w;
	unsigned char c = x->s.p[x->from];
	if (c == ']') {
		pop(w);
		return until(x, x->from + 1, GBX_WALK_SKIP);
	}
	if (c == '{' && w->st.mode == GBX_WALK_TABLES && w->st.depth == 1) {
		push(w, false);
		return until(x, x->from + 1, GBX_WALK_SKIP);
	}
	bool rows = takes_rows(w);
	if (c == '{' && rows && w->st.depth < GBX_WALK_LEVELS) {
		push(w, false);
		return until(x, x->from + 1, GBX_WALK_SKIP);
	}
	if (c == '}' || c == ':')
		return junk(x, "\"{[]");
	return c == (rows ? '[' : '{') ? record(x) : other(x);
}

/* Lists of tables, each an object that holds its rows: InfluxDB, Azure's and Druid's queries. */
static bool holds_tables(struct gbx_span key)
{
	static const char *const names[] = {"results", "series", "tables", "Tables", "resultSets"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (gbx_span_is(key, names[i]))
			return true;
	return false;
}

/* Does an array whose first item begins so hold records? */
static bool holds_records(const struct gbx_walk *w, struct gbx_span key, unsigned char c)
{
	if (w->st.mode == GBX_WALK_GRID)
		return c == '[' || (c == '{' && holds_tables(key));
	return c == '{';
}

/* Members of a wrapping object */

static bool enters(const struct gbx_walk *w, struct gbx_span key, bool array)
{
	if (w->st.depth >= GBX_WALK_LEVELS)
		return false;
	switch (w->st.mode) {
	case GBX_WALK_HITS:
		return gbx_span_is(key, "hits");
	case GBX_WALK_TABLES:
		return array && gbx_span_is(key, "data");
	default:
		return true;
	}
}

static enum gbx_walk_kind member_value(struct step *x, struct gbx_span key, size_t v)
{
	struct gbx_walk *w = x->w;
	unsigned char c = x->s.p[v];
	if (keyed_level(w) && w->st.depth == keyed_level(w)) {
		w->value = v;
		return c == '{' ? record(x) : other(x);
	}
	if (c == '{' && enters(w, key, false)) {
		push(w, false);
		if (w->st.depth == keyed_level(w))
			set_name(w, key);
		return until(x, v + 1, GBX_WALK_SKIP);
	}
	if (c == '[' && enters(w, key, true)) {
		size_t item = over_blanks(x->s, v + 1);
		bool cut = item == x->s.n; /* split saw the brace behind its cut */
		if (cut && x->end != GBX_WALK_CHUNK)
			return more(x);
		if (cut || holds_records(w, key, x->s.p[item])) {
			push(w, true);
			if (w->st.mode == GBX_WALK_MEMBERS || w->st.mode == GBX_WALK_GRID ||
			    keyed_level(w))
				set_name(w, key);
			return until(x, v + 1, GBX_WALK_SKIP);
		}
	}
	size_t end;
	enum gbx_scan_result r = scan(x, v, &end);
	/* a number that split saw end where the next member began, without a comma */
	bool ends = x->end == GBX_WALK_CHUNK && !memchr("\"{[", c, 3);
	if (r == GBX_SCAN_MORE && !ends)
		return more(x);
	if (r == GBX_SCAN_BROKEN || end == v)
		return until(x, end > v ? end : v, GBX_WALK_BROKEN);
	if (w->st.mode == GBX_WALK_TABLES && c == '"' && gbx_span_is(key, "name"))
		set_name(w, gbx_span_of(x->s.p + v + 1, end - v - 2));
	w->value = v;
	return until(x, end, GBX_WALK_SKIP);
}

static enum gbx_walk_kind in_members(struct step *x)
{
	unsigned char c = x->s.p[x->from];
	if (c == '}') {
		pop(x->w);
		return until(x, x->from + 1, GBX_WALK_SKIP);
	}
	if (c == '{' || c == '[')
		return other(x);
	if (c != '"')
		return junk(x, "\"{[}");
	struct gbx_scan sc;
	gbx_scan_start(&sc, x->from);
	if (gbx_scan_run(&sc, x->s) == GBX_SCAN_MORE)
		return more(x);
	struct gbx_span key = gbx_span_of(x->s.p + x->from + 1, sc.at - x->from - 2);
	size_t colon = over_blanks(x->s, sc.at);
	if (colon == x->s.n)
		return more(x);
	if (x->s.p[colon] != ':')
		return until(x, sc.at, GBX_WALK_BROKEN);
	size_t v = over_blanks(x->s, colon + 1);
	return v == x->s.n ? more(x) : member_value(x, key, v);
}

size_t gbx_walk_comment(struct gbx_span s)
{
	if (s.n < 4 || s.p[0] != '/' || s.p[1] != '*')
		return 0;
	const unsigned char *stop = memmem(s.p + 2, (s.n < COMMENT ? s.n : COMMENT) - 2, "*/", 2);
	bool number = false;
	for (const unsigned char *p = s.p + 2; stop && p < stop; p++) {
		if (*p != ' ' && (*p < '0' || *p > '9'))
			return 0;
		number |= *p != ' ';
	}
	return number ? (size_t)(stop - s.p) + 2 : 0;
}

static enum gbx_walk_kind comment(struct step *x)
{
	struct gbx_span s = gbx_span_of(x->s.p + x->from, x->s.n - x->from);
	size_t n = gbx_walk_comment(s);
	if (!n && s.n < COMMENT && x->end == GBX_WALK_OPEN)
		return GBX_WALK_MORE;
	return n ? until(x, x->from + n, GBX_WALK_SKIP) : junk(x, "{[");
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_byte(unsigned char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c == '$' || c == '.';
}

/* Names, of which the first begins with a letter, then '=' or '(', then the document. */
size_t gbx_walk_script(struct gbx_span s)
{
	s.n = s.n < SCRIPT ? s.n : SCRIPT;
	/* JSONP begins with an empty comment, against Flash. */
	size_t i = s.n > 4 && !memcmp(s.p, "/**/", 4) ? over_blanks(s, 4) : 0;
	if (i == s.n || !is_name_byte(s.p[i]) || s.p[i] == '.' || is_digit(s.p[i]))
		return 0;
	for (unsigned words = 0; words < 4 && i < s.n && is_name_byte(s.p[i]); words++) {
		while (i < s.n && is_name_byte(s.p[i]))
			i++;
		i = over_blanks(s, i);
	}
	if (i == s.n || (s.p[i] != '=' && s.p[i] != '('))
		return 0;
	i = over_blanks(s, i + 1);
	return i < s.n && (s.p[i] == '{' || s.p[i] == '[') ? i : 0;
}

/* What a script puts around a document; false when there is none. */
static bool script(struct step *x, enum gbx_walk_kind *kind)
{
	const struct gbx_walk *w = x->w;
	struct gbx_span s = gbx_span_of(x->s.p + x->from, x->s.n - x->from);
	bool name = is_name_byte(s.p[0]) || s.p[0] == '/';
	if (w->st.begun) {
		*kind = GBX_WALK_SKIP;
		x->to = x->from + 1;
		return s.p[0] == ')' || s.p[0] == ';';
	}
	size_t n = name ? gbx_walk_script(s) : 0;
	bool wait = name && !n && s.n < SCRIPT && x->end == GBX_WALK_OPEN;
	*kind = wait ? GBX_WALK_MORE : GBX_WALK_SKIP;
	x->to = x->from + n;
	return n || wait;
}

static enum gbx_walk_kind at_top(struct step *x)
{
	struct gbx_walk *w = x->w;
	unsigned char c = x->s.p[x->from];
	enum gbx_walk_kind kind;
	if (script(x, &kind))
		return kind;
	x->to = x->from;
	if (c == '/')
		return comment(x);
	if (c == '{' && (w->st.mode == GBX_WALK_ITEMS || w->st.mode == GBX_WALK_ROWS))
		return record(x);
	if (c == '[' && w->st.mode == GBX_WALK_ROWS)
		return record(x);
	if (c != '{' && c != '[')
		return junk(x, "{[");
	push(w, c == '[');
	return until(x, x->from + 1, GBX_WALK_SKIP);
}

enum gbx_walk_kind gbx_walk_next(struct gbx_walk *w, struct gbx_span s, size_t *at,
                                 enum gbx_walk_end end, struct gbx_piece *item)
{
	struct step x = {w, s, *at, *at, end};
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	if (*at >= s.n)
		return GBX_WALK_END;
	w->value = x.from;
	if (is_separator(s.p[x.to])) {
		while (x.to < s.n && is_separator(s.p[x.to]))
			x.to++;
	} else if (in_array(w)) {
		kind = in_items(&x);
	} else {
		kind = w->st.depth ? in_members(&x) : at_top(&x);
	}
	if (kind != GBX_WALK_MORE) {
		w->st.begun |= kind == GBX_WALK_RECORD;
		*item = (struct gbx_piece){x.from, x.to - x.from};
		*at = x.to;
	}
	return kind;
}

/* Splitting */

/* Where a chunk may be cut. */
struct cut {
	size_t at;
	struct gbx_walk_state st;
	char name[GBX_NAME_BYTES + 1];
	bool renamed;
};

static void mark(struct cut *c, struct gbx_walk *w, size_t at)
{
	c->at = at;
	c->st = w->st;
	if (!w->renamed)
		return;
	memcpy(c->name, w->name, sizeof c->name);
	c->renamed = true;
	w->renamed = false;
}

/* The name at the cut, kept for the chunks that follow. When the arena is full
 * (hostile: a new array every chunk) records are named after the file. */
static void keep_name(struct cut *c, struct gbx_arena *names)
{
	if (!c->renamed)
		return;
	size_t n = strlen(c->name);
	c->st.name = n ? gbx_arena_dup(names, c->name, n) : NULL;
}

/* Goes back to the cut; a value half scanned behind it need not be scanned again. */
static void return_to(struct gbx_walk *w, const struct cut *c)
{
	struct gbx_scan half = w->scan;
	struct gbx_split st;
	memcpy(st.opaque, &c->st, sizeof c->st);
	gbx_walk_resume(w, &st);
	if (!half.live || half.base < c->at)
		return;
	w->scan = half;
	w->scan.base -= c->at;
	w->scan.at -= c->at;
	w->scan.string -= c->at;
}

size_t gbx_walk_split(struct gbx_walk *w, struct gbx_arena *names, struct gbx_span s, bool last,
                      struct gbx_split *st)
{
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &w->st, sizeof w->st);
	if (last)
		return s.n;
	struct cut cut = {.st = w->st};
	struct gbx_piece item;
	size_t at = 0;
	w->syncing = false;
	w->hold = 0;
	for (;;) {
		enum gbx_walk_kind kind = gbx_walk_next(w, s, &at, GBX_WALK_OPEN, &item);
		if (kind == GBX_WALK_MORE || kind == GBX_WALK_END)
			break;
		/* Not between two pieces of junk: the parser notes them as one. */
		bool junk_before =
		    kind == GBX_WALK_BROKEN && s.p[w->value] != (takes_rows(w) ? '[' : '{');
		if (at >= w->hold && !junk_before)
			mark(&cut, w, at);
	}
	keep_name(&cut, names);
	return_to(w, &cut);
	return cut.at;
}

/* Where the value of the item at the start of s begins. */
static size_t value_of_item(const struct gbx_walk *w, struct gbx_span s)
{
	size_t i = 0;
	while (i < s.n && is_separator(s.p[i]))
		i++;
	if (i == s.n || s.p[i] != '"' || in_array(w) || !w->st.depth)
		return i;
	struct gbx_scan sc;
	gbx_scan_start(&sc, i);
	if (gbx_scan_run(&sc, s) != GBX_SCAN_DONE)
		return i;
	size_t colon = over_blanks(s, sc.at);
	return colon < s.n && s.p[colon] == ':' ? over_blanks(s, colon + 1) : i;
}

size_t gbx_walk_resync(struct gbx_walk *w, struct gbx_span s, bool *found)
{
	bool unsure;
	if (!w->syncing) {
		gbx_scan_start(&w->scan, value_of_item(w, s));
		w->scan.live = true;
		w->syncing = true;
	}
	size_t from = w->scan.at < s.n ? w->scan.at : s.n;
	enum gbx_scan_result r = GBX_SCAN_BROKEN;
	if (w->scan.live) {
		r = gbx_scan_run(&w->scan, s);
		from = w->scan.at;
	}
	*found = r == GBX_SCAN_DONE;
	if (r == GBX_SCAN_MORE)
		w->scan.at -= s.n < w->scan.at ? s.n : w->scan.at;
	if (r == GBX_SCAN_BROKEN) {
		w->scan.live = false;
		w->scan.at = 0;
		size_t i = find_record(w, s, from, s.n, &unsure);
		*found = i != SIZE_MAX;
		from = *found ? i : s.n;
	}
	if (*found)
		w->scan.live = w->syncing = false;
	return r == GBX_SCAN_MORE ? s.n : from;
}
