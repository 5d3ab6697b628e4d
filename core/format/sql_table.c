/*
 * Tables: the columns of CREATE TABLE, the table and columns an INSERT or COPY names,
 * and how a relation is called. The contract is in sql.h.
 */
#include "sql.h"

#include <stdio.h>
#include <strings.h>

#include "../base/escape.h"

#define PARTS 4u   /* server.database.schema.table */
#define SUFFIX 16u /* room for "_4096" */
#define GROWTHS 64u /* of one table by lists of columns: each makes its names anew */

static uint64_t fnv(uint64_t h, struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * UINT64_C(1099511628211);
	return (h ^ 0x1f) * UINT64_C(1099511628211);
}

#define FNV_START UINT64_C(14695981039346656037)

/* A name as written: doubled quotes undone, valid UTF-8 without NUL, cut. */
static struct gbx_span clean(struct gbx_span s, unsigned char quote, struct gbx_arena *a)
{
	size_t cap = s.n * 3 < GBX_NAME_BYTES - SUFFIX ? s.n * 3 : GBX_NAME_BYTES - SUFFIX;
	unsigned char *out = gbx_arena_alloc(a, cap + 1);
	size_t n = 0;
	if (!out)
		return (struct gbx_span){NULL, 0};
	for (size_t i = 0; i < s.n;) {
		unsigned w = s.p[i] ? gbx_utf8_next(s.p + i, s.n - i, NULL) : 0;
		const void *from = w ? (const void *)(s.p + i) : (const void *)"\xef\xbf\xbd";
		size_t put = w ? w : 3;
		if (n + put > cap)
			break;
		memcpy(out + n, from, put);
		n += put;
		i += w ? w : 1;
		if (quote && out[n - 1] == quote && i < s.n && s.p[i] == quote)
			i++;
	}
	out[n] = 0;
	return gbx_span_of(out, n);
}

/* SQLite takes a string where only a name can stand, and writes such names back. */
static bool is_name(const struct gbx_sql_token *t)
{
	return t->kind == GBX_SQL_WORD || t->kind == GBX_SQL_NAME ||
	       (t->kind == GBX_SQL_STRING && t->c == '\'' && t->from == t->text);
}

static struct gbx_span name_of(const struct gbx_sql_lex *x, const struct gbx_sql_token *t,
			       struct gbx_arena *a)
{
	if (t->kind == GBX_SQL_WORD)
		return clean(gbx_sql_text(x, t), 0, a);
	unsigned char close = t->c == '[' ? ']' : t->c;
	size_t text = t->text + (t->kind == GBX_SQL_STRING);
	return clean(gbx_span_of(x->p + text, t->to - 1 - text), close, a);
}

/* Columns while they are gathered. */
struct columns {
	struct gbx_arena *a;
	struct gbx_span *name;
	uint16_t *slot; /* + 1 */
	bool *bytes;	/* as in a table; [n] all the same */
	uint32_t n;
};

#define SLOTS (GBX_RECORD_COLUMNS * 2)

static void columns_open(struct columns *c, struct gbx_arena *a, struct gbx_sql_work *w)
{
	*c = (struct columns){.a = a, .name = w->name, .slot = w->slot};
	memset(w->slot, 0, sizeof w->slot);
}

static uint16_t *slot_of(const struct columns *c, struct gbx_span name)
{
	for (uint64_t i = fnv(FNV_START, name);; i++) {
		uint16_t *s = &c->slot[(i ^ i >> 32) % SLOTS];
		if (!*s || gbx_span_eq(c->name[*s - 1], name))
			return s;
	}
}

/* False without memory; too many are left out. */
static bool columns_add(struct columns *c, struct gbx_span name)
{
	char full[GBX_NAME_BYTES + 1];
	if (!name.p)
		return false;
	if (c->n == GBX_RECORD_COLUMNS)
		return true;
	if (!name.n)
		name = gbx_span_of(full, (size_t)snprintf(full, sizeof full, "c%u", c->n + 1));
	uint16_t *s = slot_of(c, name);
	for (unsigned again = 2; *s; again++) {
		int n = snprintf(full, sizeof full, "%.*s_%u", (int)(name.n < 480 ? name.n : 480),
				 (const char *)name.p, again);
		struct gbx_span other = gbx_span_of(full, (size_t)n);
		s = slot_of(c, other);
		if (!*s)
			name = other;
	}
	const char *copy = gbx_arena_dup(c->a, name.p, name.n);
	c->name[c->n++] = gbx_span_of(copy, name.n);
	*s = (uint16_t)c->n;
	return copy != NULL;
}

/* A name without the schema that goes without saying: scripts qualify it here and not there. */
static struct gbx_span homely(struct gbx_span s)
{
	static const char *const home[] = {"public.", "dbo."};
	for (size_t i = 0; i < sizeof home / sizeof *home; i++) {
		size_t n = strlen(home[i]);
		if (s.n > n && !strncasecmp((const char *)s.p, home[i], n))
			return gbx_span_of(s.p + n, s.n - n);
	}
	return s;
}

static uint64_t key_of(struct gbx_span s)
{
	s = homely(s);
	uint64_t h = FNV_START;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (s.p[i] | (unsigned char)((s.p[i] >= 'A' && s.p[i] <= 'Z') << 5))) *
		    UINT64_C(1099511628211);
	return h;
}

static struct gbx_sql_table *table_new(struct gbx_span relation, const struct gbx_span *name,
				       uint32_t n, struct gbx_arena *a)
{
	struct gbx_sql_table *t = gbx_arena_alloc(a, sizeof *t);
	struct gbx_span *own = gbx_arena_alloc(a, n * sizeof *own + 1);
	if (!t || !own)
		return NULL;
	*t = (struct gbx_sql_table){.relation = relation,
				    .key = key_of(relation),
				    .ncol = n,
				    .nvalue = n,
				    .name = own,
				    .shape = FNV_START};
	for (uint32_t i = 0; i < n; i++) {
		own[i] = name[i];
		t->shape = fnv(t->shape, name[i]);
	}
	t->shape += !t->shape;
	return t;
}

struct gbx_sql_table *gbx_sql_numbered(struct gbx_span relation, uint32_t n, struct gbx_arena *a,
				       struct gbx_sql_work *w)
{
	struct columns c;
	columns_open(&c, a, w);
	for (uint32_t i = 0; i < n && i < GBX_RECORD_COLUMNS; i++)
		if (!columns_add(&c, gbx_span_str("")))
			return NULL;
	return table_new(relation, c.name, c.n, a);
}

static bool dup_span(struct gbx_span *s, struct gbx_arena *a)
{
	s->p = (const unsigned char *)gbx_arena_dup(a, s->p, s->n);
	return s->p != NULL;
}

struct gbx_sql_table *gbx_sql_table_copy(const struct gbx_sql_table *from, struct gbx_arena *a)
{
	struct gbx_sql_table *t = gbx_arena_alloc(a, sizeof *t);
	struct gbx_span *own = gbx_arena_alloc(a, from->ncol * sizeof *own + 1);
	if (!t || !own)
		return NULL;
	*t = *from;
	t->name = own;
	bool ok = dup_span(&t->relation, a);
	if (t->bytes)
		t->bytes = (const bool *)gbx_arena_dup(a, t->bytes, t->nbytes * sizeof *t->bytes);
	for (uint32_t i = 0; ok && i < t->ncol; i++) {
		own[i] = from->name[i];
		ok = dup_span(&own[i], a);
	}
	if (ok && t->map)
		t->map = (const uint16_t *)gbx_arena_dup(a, t->map, t->nvalue * sizeof *t->map);
	return ok && (t->map || !from->map) && (t->bytes || !from->bytes) ? t : NULL;
}

/* Relations */

struct qualified {
	struct gbx_span part[PARTS];
	unsigned n;
};

/* a.b.c at x; false: no name stands there. */
static bool read_name(struct gbx_sql_lex *x, struct gbx_arena *a, struct qualified *q)
{
	q->n = 0;
	for (;;) {
		struct gbx_sql_lex before = *x;
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_PUNCT && t.c == '.' && q->n) /* a..c: schema left out */
			continue;
		if (!is_name(&t)) {
			*x = before;
			return false;
		}
		if (q->n == PARTS)
			memmove(q->part, q->part + 1, --q->n * sizeof *q->part);
		q->part[q->n] = name_of(x, &t, a);
		if (!q->part[q->n++].p)
			return false;
		before = *x;
		t = gbx_sql_next(x);
		if (t.kind != GBX_SQL_PUNCT || t.c != '.') {
			*x = before;
			return true;
		}
	}
}

static struct gbx_span join(struct gbx_span first, struct gbx_span second, struct gbx_arena *a)
{
	size_t n = first.n + 1 + second.n;
	char *out = gbx_arena_alloc(a, n + 1);
	if (!out)
		return (struct gbx_span){NULL, 0};
	snprintf(out, n + 1, "%.*s.%.*s", (int)first.n, (const char *)first.p, (int)second.n,
		 (const char *)second.p);
	return gbx_span_of(out, n);
}

/* "table", or "schema.table" when the statement says so; with the database in front when the
 * dump holds more than one. */
static struct gbx_span relation_of(const struct gbx_sql_state *s, const struct qualified *q,
				   struct gbx_arena *a)
{
	struct gbx_span r = q->part[q->n - 1];
	bool main = q->n > 1 && s->dialect == GBX_SQL_SQLITE && gbx_span_is(q->part[q->n - 2], "main");
	if (q->n > 1 && !main)
		r = join(q->part[q->n - 2], r, a);
	bool mysql = s->dialect == GBX_SQL_MYSQL && q->n > 1; /* its schemas are databases */
	if (r.p && s->qualify && s->database && !mysql)
		r = join(s->database->name, r, a);
	if (r.p && !r.n)
		r = gbx_span_str("table");
	return r;
}

static bool same_name(struct gbx_span a, struct gbx_span b)
{
	a = homely(a);
	b = homely(b);
	return a.n == b.n && strncasecmp((const char *)a.p, (const char *)b.p, a.n) == 0;
}

static const struct gbx_sql_table *by_key(const struct gbx_sql_state *s, uint64_t key)
{
	const struct gbx_sql_tables *n = s->tables;
	while (n && n->table->key != key)
		n = key < n->table->key ? n->left : n->right;
	return n ? n->table : NULL;
}

static const struct gbx_sql_table *find(const struct gbx_sql_state *s, struct gbx_span relation)
{
	const struct gbx_sql_table *t = by_key(s, key_of(relation));
	return t && same_name(t->relation, relation) ? t : NULL;
}

static void define(struct gbx_sql_state *s, const struct gbx_sql_table *t, struct gbx_arena *a)
{
	const struct gbx_sql_tables *old = s->tables, *root = NULL, **at = &root;
	for (;;) {
		struct gbx_sql_tables *n = gbx_arena_alloc(a, sizeof *n);
		if (!n)
			return;
		*n = old ? *old : (struct gbx_sql_tables){.table = t};
		*at = n;
		if (!old || old->table->key == t->key) {
			n->table = t;
			break;
		}
		bool less = t->key < old->table->key;
		at = less ? &n->left : &n->right;
		old = less ? old->left : old->right;
	}
	s->tables = root;
	s->ntables++;
}

void gbx_sql_define(struct gbx_sql_state *s, struct gbx_sql_table *t, struct gbx_arena *a)
{
	const struct gbx_sql_table *old = by_key(s, t->key);
	if (old && old->shape == t->shape && !old->listed && same_name(old->relation, t->relation))
		return;
	t->fixed = old != NULL;
	define(s, t, a);
}

/* CREATE TABLE */

static bool is_any(const struct gbx_sql_lex *x, const struct gbx_sql_token *t,
		   const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (gbx_sql_is(x, t, list[i]))
			return true;
	return false;
}

/* Words that begin an item which is no column. */
static const char *const not_columns[] = {"PRIMARY",  "KEY",	"UNIQUE", "CONSTRAINT", "INDEX",
					  "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK",	"EXCLUDE",
					  "LIKE",     "PERIOD"};

static bool is_column(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	if (!is_name(t))
		return false;
	return !is_any(x, t, not_columns, sizeof not_columns / sizeof *not_columns);
}

/* MySQL's types of bytes, which mariadb-dump writes as if they were text. */
static const char *const of_bytes[] = {"BLOB",   "TINYBLOB", "MEDIUMBLOB", "LONGBLOB",
				       "BINARY", "VARBINARY", "BIT"};

/* The column added last holds bytes. False without memory. */
static bool note_bytes(struct columns *c)
{
	if (!c->bytes)
		c->bytes = gbx_arena_zalloc(c->a, GBX_RECORD_COLUMNS * sizeof *c->bytes);
	if (c->bytes)
		c->bytes[c->n - 1] = true;
	return c->bytes != NULL;
}

/* The bracket with the columns is open. Columns that are computed, AS (…), are in no row that
 * SQLite dumps; MariaDB dumps them. */
static bool read_columns(struct gbx_sql_lex *x, struct columns *c, bool computed)
{
	bool begins = true, as = false, named = false, bytes = false;
	struct gbx_span name = {NULL, 0}; /* of the column at hand */
	for (unsigned depth = 1; depth;) {
		struct gbx_sql_token t = gbx_sql_next(x);
		bool opens = t.kind == GBX_SQL_PUNCT && t.c == '(';
		if (t.kind == GBX_SQL_END)
			return false;
		bytes = named ? is_any(x, &t, of_bytes, sizeof of_bytes / sizeof *of_bytes) : bytes;
		named = begins && is_column(x, &t);
		if (named) {
			name = name_of(x, &t, c->a);
			if (!name.p)
				return false;
		}
		if (opens && as && !computed)
			name.p = NULL;
		as = depth == 1 && !begins && gbx_sql_is(x, &t, "AS");
		depth += opens;
		depth -= t.kind == GBX_SQL_PUNCT && t.c == ')';
		begins = t.kind == GBX_SQL_PUNCT && t.c == ',' && depth == 1;
		bool done = (begins || !depth) && name.p;
		if (done && (!columns_add(c, name) || (bytes && !note_bytes(c))))
			return false;
		name.p = begins ? NULL : name.p;
	}
	return true;
}

struct gbx_sql_table *gbx_sql_create(struct gbx_sql_lex x, const struct gbx_sql_state *s,
				     struct gbx_arena *a, struct gbx_sql_work *w)
{
	struct qualified q;
	struct columns c;
	struct gbx_sql_lex back = x;
	struct gbx_sql_token t = gbx_sql_next(&x);
	if (gbx_sql_is(&x, &t, "IF")) {
		gbx_sql_next(&x);
		gbx_sql_next(&x);
	} else {
		x = back;
	}
	if (!read_name(&x, a, &q))
		return NULL;
	t = gbx_sql_next(&x);
	columns_open(&c, a, w);
	if (t.kind != GBX_SQL_PUNCT || t.c != '(' || !read_columns(&x, &c, s->dialect != GBX_SQL_SQLITE) || !c.n)
		return NULL;
	struct gbx_span relation = relation_of(s, &q, a);
	struct gbx_sql_table *table = relation.p ? table_new(relation, c.name, c.n, a) : NULL;
	if (table && c.bytes && (s->dialect == GBX_SQL_MYSQL || s->dialect == GBX_SQL_ANY)) {
		table->bytes = c.bytes;
		table->nbytes = c.n;
	}
	return table;
}

/* INSERT and COPY */

/* What may stand between the verb and the table's name. */
static void skip_modifiers(struct gbx_sql_lex *x)
{
	static const char *const words[] = {"INTO",   "IGNORE", "LOW_PRIORITY", "DELAYED",
					    "HIGH_PRIORITY", "OR",     "REPLACE",	"ROLLBACK",
					    "ABORT",  "FAIL",	"OVERWRITE",	"TABLE"};
	for (;;) {
		struct gbx_sql_lex before = *x;
		struct gbx_sql_token t = gbx_sql_next(x);
		bool into = gbx_sql_is(x, &t, "INTO");
		if (!is_any(x, &t, words, sizeof words / sizeof *words)) {
			*x = before;
			return;
		}
		if (into)
			return;
	}
}

/* The list of columns at x, its bracket read. */
static bool read_list(struct gbx_sql_lex *x, struct columns *c)
{
	for (;;) {
		struct gbx_sql_token t = gbx_sql_next(x);
		if (!is_name(&t) || !columns_add(c, name_of(x, &t, c->a)))
			return false;
		t = gbx_sql_next(x);
		while (t.kind == GBX_SQL_PUNCT && t.c == '.') { /* table.column: the last one counts */
			t = gbx_sql_next(x);
			t = gbx_sql_next(x);
		}
		if (t.kind != GBX_SQL_PUNCT || (t.c != ',' && t.c != ')'))
			return false;
		if (t.c == ')')
			return true;
	}
}

static void skip_brackets(struct gbx_sql_lex *x)
{
	for (unsigned depth = 1; depth;) {
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_END)
			return;
		depth += t.kind == GBX_SQL_PUNCT && t.c == '(';
		depth -= t.kind == GBX_SQL_PUNCT && t.c == ')';
	}
}

/* A list of columns against a table. */
struct match {
	uint16_t *map; /* [n] the table's columns; UINT16_MAX: it has no such column */
	uint32_t found;
	uint32_t in_place;
};

static bool match(struct match *m, const struct columns *c, const struct gbx_sql_table *known,
		  struct gbx_arena *a)
{
	*m = (struct match){.map = gbx_arena_alloc(a, c->n * sizeof *m->map + 1)};
	if (!m->map)
		return false;
	memset(m->map, 0xff, c->n * sizeof *m->map);
	for (uint32_t i = 0; i < known->ncol; i++) {
		uint16_t at = *slot_of(c, known->name[i]);
		if (!at)
			continue;
		m->map[at - 1] = (uint16_t)i;
		m->found++;
		m->in_place += at - 1u == i;
	}
	return true;
}

/* Too few for a row to hold all columns of the table. */
static bool too_few(uint32_t n, uint32_t ncol)
{
	return ncol > 4 * n + 16;
}

/* The table with the columns it did not have so far; NULL: it stays as it is. */
static struct gbx_sql_table *grown(struct gbx_sql_state *s, const struct columns *c,
				   const struct gbx_sql_table *known, struct match *m,
				   struct gbx_arena *keep)
{
	uint32_t n = known->ncol, all = n + c->n - m->found;
	if (known->fixed || known->grown == GROWTHS || !m->found || all > GBX_RECORD_COLUMNS ||
	    too_few(c->n, all))
		return NULL;
	struct gbx_sql_table *t = gbx_arena_alloc(keep, sizeof *t);
	struct gbx_span *own = gbx_arena_alloc(keep, all * sizeof *own);
	if (!t || !own)
		return NULL;
	memcpy(own, known->name, n * sizeof *own);
	for (uint32_t i = 0; i < c->n; i++) {
		if (m->map[i] != UINT16_MAX)
			continue;
		own[n] = c->name[i];
		if (!dup_span(&own[n], keep))
			return NULL;
		m->map[i] = (uint16_t)n++;
	}
	*t = *known;
	t->name = own;
	t->ncol = t->nvalue = all;
	t->grown++;
	define(s, t, keep);
	return t;
}

/*
 * The list names some columns of a known table, or all in another order, or new ones:
 * the row is one of that table, its other columns have no value. NULL: it is not.
 */
static struct gbx_sql_table *mapped(struct gbx_sql_state *s, const struct columns *c,
				    const struct gbx_sql_table *known, struct gbx_arena *a,
				    struct gbx_arena *keep)
{
	struct match m;
	if (!known || too_few(c->n, known->ncol) || !match(&m, c, known, a))
		return NULL;
	if (m.found < c->n)
		known = grown(s, c, known, &m, keep);
	struct gbx_sql_table *t = known ? gbx_arena_alloc(a, sizeof *t) : NULL;
	if (!t)
		return NULL;
	*t = *known;
	t->nvalue = c->n;
	t->map = m.in_place == c->n && c->n == known->ncol ? NULL : m.map;
	return t;
}

/* A table nobody defined is what the first list says, until another one says more. */
static void learn(struct gbx_sql_state *s, const struct gbx_sql_table *t, struct gbx_arena *keep)
{
	if (by_key(s, t->key) || s->ntables >= GBX_RELATIONS)
		return;
	struct gbx_sql_table *own = gbx_sql_table_copy(t, keep);
	if (!own)
		return;
	own->listed = true;
	define(s, own, keep);
}

/* COPY ... FROM stdin; the data begins on the next line. */
static enum gbx_sql_header copy_header(struct gbx_sql_lex *x, struct gbx_sql_copy *copy)
{
	static const char *const words[] = {"FROM", "stdin"};
	struct gbx_sql_copy found;
	for (size_t i = 0; i < 2; i++) {
		struct gbx_sql_token t = gbx_sql_next(x);
		if (!gbx_sql_is(x, &t, words[i]))
			return x->cut ? GBX_SQL_H_CUT : GBX_SQL_H_OTHER;
	}
	struct gbx_sql_lex before = *x;
	bool ours = gbx_sql_copy_options(x, &found);
	bool ended = x->at > before.at && x->p[x->at - 1] == ';';
	if (ended && !ours) {
		*x = before;
		return GBX_SQL_H_OTHER;
	}
	const unsigned char *lf = x->at < x->n ? memchr(x->p + x->at, '\n', x->n - x->at) : NULL;
	if (!ended || !lf)
		return x->last ? GBX_SQL_H_OTHER : GBX_SQL_H_CUT;
	x->at = (size_t)(lf - x->p) + 1;
	*copy = found;
	return GBX_SQL_H_COPY;
}

/* Up to the values, or to what else follows the table. */
static enum gbx_sql_header to_values(struct gbx_sql_lex *x)
{
	static const char *const words[] = {"OVERRIDING", "SYSTEM", "USER", "VALUE",  "PARTITION",
					    "WITH",	  "AS",	    "OUTPUT", "TABLOCK"};
	for (;;) {
		struct gbx_sql_lex before = *x;
		struct gbx_sql_token t = gbx_sql_next(x);
		if (gbx_sql_is(x, &t, "VALUES"))
			return GBX_SQL_H_VALUES;
		if (gbx_sql_is(x, &t, "SET"))
			return GBX_SQL_H_SET;
		if (gbx_sql_is(x, &t, "SELECT")) {
			*x = before;
			return GBX_SQL_H_SELECT;
		}
		if (gbx_sql_is(x, &t, "VALUE")) {
			struct gbx_sql_lex look = *x;
			struct gbx_sql_token u = gbx_sql_next(&look);
			if (u.kind == GBX_SQL_PUNCT && u.c == '(')
				return GBX_SQL_H_VALUES;
		}
		if (t.kind == GBX_SQL_PUNCT && t.c == '(')
			skip_brackets(x);
		else if (!is_any(x, &t, words, sizeof words / sizeof *words))
			return GBX_SQL_H_OTHER;
	}
}

/* a = 1, b = 2: the columns and the row. */
static enum gbx_sql_header set_list(struct gbx_sql_lex *x, const struct gbx_sql_state *s,
				    struct columns *c, struct gbx_sql_tuple *row)
{
	enum gbx_sql_item what;
	gbx_sql_tuple_start(row, x->at);
	do {
		struct gbx_sql_token name = gbx_sql_next(x), t = gbx_sql_next(x);
		for (; t.kind == GBX_SQL_PUNCT && t.c == '.'; t = gbx_sql_next(x)) /* table.column */
			name = gbx_sql_next(x);
		if (t.kind == GBX_SQL_PUNCT && t.c == ':')
			t = gbx_sql_next(x);
		if (!is_name(&name) || t.kind != GBX_SQL_PUNCT || t.c != '=')
			return GBX_SQL_H_OTHER;
		if (!columns_add(c, name_of(x, &name, c->a)))
			return GBX_SQL_H_NOMEM;
		what = gbx_sql_item(x, s, false, row);
	} while (what == GBX_SQL_I_NEXT);
	return what == GBX_SQL_I_END || what == GBX_SQL_I_TAIL ? GBX_SQL_H_SET : GBX_SQL_H_OTHER;
}

/* The table with its list of columns, or without. */
static const struct gbx_sql_table *target(struct gbx_sql_state *s, struct gbx_span relation,
					  const struct columns *list, struct gbx_arena *a,
					  struct gbx_arena *keep)
{
	const struct gbx_sql_table *known = find(s, relation);
	if (known)
		relation = known->relation;
	if (!list) /* a list may lack columns: it says nothing of rows without one */
		return known && !known->listed ? known : table_new(relation, NULL, 0, a);
	struct gbx_sql_table *mine = mapped(s, list, known, a, keep);
	if (mine) {
		mine->told = true;
		return mine;
	}
	mine = table_new(relation, list->name, list->n, a);
	if (mine) {
		learn(s, mine, keep);
		mine->told = true;
	}
	return mine;
}

enum gbx_sql_header gbx_sql_header(struct gbx_sql_lex *x, struct gbx_sql_state *s, bool copy,
				   struct gbx_arena *a, struct gbx_sql_work *w,
				   const struct gbx_sql_table **out)
{
	struct qualified q;
	struct columns c = {.n = 0};
	skip_modifiers(x);
	if (!read_name(x, a, &q))
		return x->cut ? GBX_SQL_H_CUT : GBX_SQL_H_OTHER;
	struct gbx_span relation = relation_of(s, &q, a);
	if (!relation.p)
		return GBX_SQL_H_NOMEM;
	if (s->dialect == GBX_SQL_SQLITE && relation.n > 7 &&
	    strncasecmp((const char *)relation.p, "sqlite_", 7) == 0)
		return GBX_SQL_H_OWN;
	struct gbx_sql_lex before = *x;
	struct gbx_sql_token k = gbx_sql_next(x);
	bool list = k.kind == GBX_SQL_PUNCT && k.c == '(';
	columns_open(&c, a, w);
	if (!list)
		*x = before;
	else if (!read_list(x, &c))
		return x->cut ? GBX_SQL_H_CUT : GBX_SQL_H_OTHER;
	enum gbx_sql_header h = copy ? copy_header(x, &s->copy) : to_values(x);
	if (h == GBX_SQL_H_SET) {
		h = list ? GBX_SQL_H_OTHER : set_list(x, s, &c, &w->tuple);
		list = true;
	}
	if (h == GBX_SQL_H_OTHER || h == GBX_SQL_H_CUT || h == GBX_SQL_H_NOMEM)
		return h == GBX_SQL_H_OTHER && x->cut ? GBX_SQL_H_CUT : h;
	*out = target(s, relation, list ? &c : NULL, a, w->keep);
	return *out ? h : GBX_SQL_H_NOMEM;
}

void gbx_sql_choose(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a)
{
	struct qualified q;
	struct gbx_sql_database *d = gbx_arena_alloc(a, sizeof *d);
	if (!d || !read_name(x, a, &q))
		return;
	d->name = q.part[q.n - 1];
	if (s->database && gbx_span_eq(s->database->name, d->name))
		return;
	s->qualify |= s->database != NULL;
	s->database = d;
}
