/*
 * SQL dumps and scripts, private to the format "sql": the lexer, the statements, the
 * state that is carried from chunk to chunk, and the masks that find tuples fast.
 *
 * sql_lex.c is the one definition of where a string, a value and a tuple end. The
 * masks (sql_mask.h) shorten it only where they prove that the shortcut says the same.
 * split and parse walk the same statements with the same code; split keeps the state
 * at its cut, parse starts from it.
 */
#ifndef GBX_FORMAT_SQL_H
#define GBX_FORMAT_SQL_H

#include "format.h"

#include "../base/limits.h"

enum gbx_sql_dialect {
	GBX_SQL_ANY,
	GBX_SQL_MYSQL, /* and MariaDB */
	GBX_SQL_POSTGRESQL,
	GBX_SQL_SQLSERVER,
	GBX_SQL_ORACLE,
	GBX_SQL_SQLITE,
	GBX_SQL_DIALECTS
};

/* A table: as CREATE TABLE defines it, or as an INSERT or COPY fills it. Never changed
 * once made. */
struct gbx_sql_table {
	const struct gbx_sql_table *next; /* in a list */
	struct gbx_span relation;
	uint64_t key;	 /* hash of the relation's name, capital letters made small */
	uint64_t shape;	 /* hash of the names of the columns; not 0 */
	uint32_t ncol;	 /* 0: not known */
	uint32_t nvalue; /* of a tuple */
	bool told;	 /* the statement itself names the columns */
	bool listed;	 /* known by the lists of its rows only, not by CREATE TABLE */
	bool fixed;	 /* defined anew as another one: never grows */
	uint8_t grown;	 /* how often a list added columns; shape stays that of the first */
	const struct gbx_span *name; /* [ncol], unique */
	const bool *bytes;   /* [nbytes] of MySQL: is a column's type one of bytes? NULL: none is */
	uint32_t nbytes;     /* columns added later are not */
	const uint16_t *map; /* [nvalue] their columns; NULL: one after another, as many as ncol */
};

/* The tables defined so far: a search tree by key, whose nodes are never changed; a new
 * definition makes the nodes on its way anew. So every chunk keeps its own. */
struct gbx_sql_tables {
	const struct gbx_sql_tables *left, *right;
	const struct gbx_sql_table *table;
};

struct gbx_sql_database {
	struct gbx_span name;
};

enum gbx_sql_where {
	GBX_SQL_STATEMENTS, /* between statements */
	GBX_SQL_VALUES,	    /* in an INSERT, behind VALUES, between tuples */
	GBX_SQL_SELECTS,    /* in an INSERT, before a SELECT that may be a row */
	GBX_SQL_LOST,	    /* at the start of a line, behind what is no SQL */
	GBX_SQL_COPY,	    /* in the data of COPY ... FROM stdin, at the start of a line */
};

#define GBX_SQL_DELIMITER 8u

/* How COPY's data is written. */
enum gbx_sql_copy_form {
	GBX_SQL_COPY_USUAL, /* as pg_dump does: tabs, \N, no header */
	GBX_SQL_COPY_TEXT,  /* the same with another delimiter, null or a header */
	GBX_SQL_COPY_CSV,
};
#define GBX_SQL_COPY_NULL 8u /* a longer word for null is not believed: the data is skipped */
struct gbx_sql_copy {
	uint8_t form;
	unsigned char delimiter, quote, escape;
	bool header; /* the next line is one */
	uint8_t nnull;
	unsigned char null[GBX_SQL_COPY_NULL];
};

/* All that must be known of what came before: fits struct gbx_split. */
struct gbx_sql_state {
	const struct gbx_sql_tables *tables;	 /* defined so far */
	const struct gbx_sql_table *target;	 /* of the INSERT or COPY at hand */
	const struct gbx_sql_database *database; /* chosen by USE or \connect, or NULL */
	uint8_t where, dialect;
	bool backslash; /* escapes in plain strings */
	bool qualify;	/* relations are named with their database */
	uint16_t ntables; /* in `tables` */
	bool fresh;	/* no tuple of this INSERT was read so far */
	bool shaken;	/* the last tuple was broken */
	bool all;	/* in Oracle's INSERT ALL */
	bool broken;	/* of a chunk: its last statement is broken, not ended by the chunk's end */
	struct gbx_sql_copy copy; /* of the COPY at hand */
	uint8_t ndelimiter;
	unsigned char delimiter[GBX_SQL_DELIMITER]; /* of statements: ";" or what DELIMITER says */
};
_Static_assert(sizeof(struct gbx_sql_state) <= GBX_SPLIT_STATE, "state fits a chunk");

/* ---- sql_lex.c ---- */

struct gbx_sql_lex {
	const unsigned char *p;
	size_t n, at;
	bool last;	/* nothing follows p[n) */
	bool broken;	/* what has no end before n is broken: the splitter saw what follows */
	bool backslash; /* as in the state */
	uint8_t dialect;
	bool cut; /* something did not end before n */
	/* Searches through all of p are not made again and again: hostile bytes ask for that. */
	bool string;	 /* what did not end is a string */
	bool hopeless;	 /* a statement was given up: the next ones are given up sooner */
	unsigned misses; /* long searches for an end that was not there */
	size_t no_close; /* no comment ends from here on; 0: not known */
};
#define GBX_SQL_MISSES 16u
#define GBX_SQL_GIVEN_UP 512u /* bytes of a statement that are looked at after so many */

enum gbx_sql_token_kind {
	GBX_SQL_END,	/* nothing left; x->cut: something was left that does not end */
	GBX_SQL_WORD,	/* keyword, bare name or number */
	GBX_SQL_NAME,	/* quoted name: "x", `x`, [x] */
	GBX_SQL_STRING, /* with its prefix */
	GBX_SQL_PUNCT,	/* one byte */
};

struct gbx_sql_token {
	enum gbx_sql_token_kind kind;
	size_t from, to;
	size_t text; /* a string's opening quote; a name's first byte inside the quotes */
	unsigned char c; /* of punctuation; the quote of names and strings */
};

/* Blanks and comments; those of MySQL that hold code count as blanks at their borders
 * only. How many comments. Sets x->cut. */
unsigned gbx_sql_blank(struct gbx_sql_lex *x);
/* The token behind blanks and comments. */
struct gbx_sql_token gbx_sql_next(struct gbx_sql_lex *x);
bool gbx_sql_is(const struct gbx_sql_lex *x, const struct gbx_sql_token *t, const char *word);
/* The first of two bytes from `at` on, or n. */
size_t gbx_sql_either(const unsigned char *p, size_t n, size_t at, unsigned char a, unsigned char b);
/* Place behind the quote that closes what was opened before `at`; SIZE_MAX: none. */
size_t gbx_sql_quoted(const unsigned char *p, size_t n, size_t at, unsigned char quote,
		      bool backslash);
static inline struct gbx_span gbx_sql_text(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	return gbx_span_of(x->p + t->from, t->to - t->from);
}

/* A tuple: where its values stand. */
struct gbx_sql_tuple {
	size_t from, to; /* with its brackets */
	uint32_t n;	 /* values; may pass the room */
	struct gbx_cell value[GBX_RECORD_COLUMNS]; /* off and len of p */
	enum gbx_eid why; /* GBX_E_NONE: it is whole */
	size_t trouble;	  /* else: where it broke */
};

/* None so far. */
static inline void gbx_sql_tuple_start(struct gbx_sql_tuple *t, size_t from)
{
	t->from = t->to = from;
	t->n = 0;
	t->why = GBX_E_NONE;
}

/* Working space of whoever walks statements. */
struct gbx_sql_work {
	struct gbx_sql_tuple tuple;
	struct gbx_span name[GBX_RECORD_COLUMNS];
	uint16_t slot[2 * GBX_RECORD_COLUMNS]; /* hash table of them */
	const struct gbx_sql_table *numbered; /* made last; NULL when its arena is emptied */
	struct gbx_arena *keep; /* for what later statements need of lists of columns */
};

/* The tuple whose bracket is at x->at; false: it does not end before n and x is not the
 * last. Moves x->at behind it when it is whole. */
bool gbx_sql_tuple(struct gbx_sql_lex *x, struct gbx_sql_tuple *t);

struct gbx_sql_scan;
/* How to scan the tuples from `at` on, which stands behind one (sql_mask.h). */
struct gbx_sql_scan gbx_sql_scan_start(const struct gbx_sql_state *s, const unsigned char *p, size_t n,
				       size_t at);

/* Does the line p[at..) look like the start of a statement? */
bool gbx_sql_starts(const unsigned char *p, size_t n, size_t at);
/* First line from `at` on that looks like the start of a statement, or n. */
size_t gbx_sql_resume(const unsigned char *p, size_t n, size_t at);
/* The same, or a bracket that looks like the start of a tuple. */
size_t gbx_sql_resume_tuple(const unsigned char *p, size_t n, size_t at);

/* ---- sql_table.c: all NULL or false without memory ---- */

/* Behind CREATE TABLE: the table and its columns; NULL also when there are none. */
struct gbx_sql_table *gbx_sql_create(struct gbx_sql_lex x, const struct gbx_sql_state *s,
				     struct gbx_arena *a, struct gbx_sql_work *w);
/* Adds it to the tables; without memory they stay as they are. The same definition
 * once more changes nothing. */
void gbx_sql_define(struct gbx_sql_state *s, struct gbx_sql_table *t, struct gbx_arena *a);

enum gbx_sql_header {
	GBX_SQL_H_VALUES, /* *out is the table; x stands before the first tuple */
	GBX_SQL_H_COPY,
	GBX_SQL_H_SET,	  /* w->tuple is the one row; x stands behind it */
	GBX_SQL_H_SELECT, /* x stands before SELECT */
	GBX_SQL_H_OTHER, /* no values follow */
	GBX_SQL_H_OWN,	 /* into what SQLite keeps for itself: sqlite_schema, sqlite_sequence */
	GBX_SQL_H_CUT,	 /* does not end before n */
	GBX_SQL_H_NOMEM,
};
/* Behind INSERT, REPLACE or COPY. A list of columns may define their table, or add
 * to it: rows of one table stay rows of one relation, whatever columns they name. */
enum gbx_sql_header gbx_sql_header(struct gbx_sql_lex *x, struct gbx_sql_state *s, bool copy,
				   struct gbx_arena *a, struct gbx_sql_work *w,
				   const struct gbx_sql_table **out);
/* Columns c1 to cn. */
struct gbx_sql_table *gbx_sql_numbered(struct gbx_span relation, uint32_t n, struct gbx_arena *a,
				       struct gbx_sql_work *w);
struct gbx_sql_table *gbx_sql_table_copy(const struct gbx_sql_table *t, struct gbx_arena *a);
/* The database of USE, \connect or CREATE DATABASE is chosen from here on. */
void gbx_sql_choose(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a);

/* ---- sql_statement.c ---- */

enum gbx_sql_step {
	GBX_SQL_S_MORE,	    /* give more: nothing was taken */
	GBX_SQL_S_SKIP,	    /* p[from..to) holds no records: `kind` */
	GBX_SQL_S_VALUES,   /* p[from..to) begins an INSERT; the state says so */
	GBX_SQL_S_COPY,
	GBX_SQL_S_TUPLE,    /* a tuple, whole or broken */
	GBX_SQL_S_END,	    /* the INSERT ended */
	GBX_SQL_S_BROKEN,   /* p[from..to) cannot be read: `why` */
	GBX_SQL_S_NOMEM,
};

struct gbx_sql_piece {
	size_t from, to;
	const char *kind;
	uint64_t count;
	enum gbx_eid why;
};

/* What gbx_sql_statement remembers of the INSERT before: rows of one table, an INSERT
 * each, begin with the same bytes. Zeroed for other bytes p. */
struct gbx_sql_again {
	const struct gbx_sql_table *target;
	size_t from, n; /* of the bytes in p, from the verb to the first bracket */
};

/* One statement, comment or line for a client at x->at < x->n. What later statements
 * need of it goes to `keep`, what only this one needs to `a`. */
enum gbx_sql_step gbx_sql_statement(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				    struct gbx_arena *keep, struct gbx_arena *a, struct gbx_sql_work *w,
				    struct gbx_sql_again *again, struct gbx_sql_piece *out);
/* In the states GBX_SQL_VALUES and GBX_SQL_SELECTS: what follows at x->at. */
enum gbx_sql_step gbx_sql_values(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				 struct gbx_arena *a, struct gbx_sql_work *w,
				 struct gbx_sql_piece *out);
/* The line p[at..) ends COPY's data: 1, with its own line (\.); 2: before it, for it is
 * a statement. */
int gbx_sql_copy_ends(const unsigned char *p, size_t n, size_t at);
struct gbx_sql_lex gbx_sql_lex_of(const struct gbx_sql_state *s, const unsigned char *p, size_t n,
				  bool last);

/* Does the statement at hand end with the token? It may end before it: then x goes back. */
bool gbx_sql_ends(struct gbx_sql_lex *x, const struct gbx_sql_state *s, const struct gbx_sql_token *t);
static inline bool gbx_sql_at_delimiter(const struct gbx_sql_lex *x, const struct gbx_sql_state *s)
{
	return x->n - x->at >= s->ndelimiter && memcmp(x->p + x->at, s->delimiter, s->ndelimiter) == 0;
}

/* ---- sql_select.c ---- */

enum gbx_sql_item {
	GBX_SQL_I_VALUE,
	GBX_SQL_I_NEXT,	 /* x stands behind the comma */
	GBX_SQL_I_END,	 /* x stands before what ends the statement */
	GBX_SQL_I_FROM,	 /* behind that word */
	GBX_SQL_I_UNION, /* behind that word */
	GBX_SQL_I_TAIL,	 /* something else follows the row */
	GBX_SQL_I_BAD,	 /* this is no value */
	GBX_SQL_I_CUT,	 /* does not end before n */
};
/* Adds the value at x to the tuple, without the name that a SELECT gives it. */
enum gbx_sql_item gbx_sql_item(struct gbx_sql_lex *x, const struct gbx_sql_state *s, bool select,
			       struct gbx_sql_tuple *tuple);

enum gbx_sql_row {
	GBX_SQL_R_MORE,	 /* a row; x stands before what should be the next SELECT */
	GBX_SQL_R_LAST,	 /* a row; the rest of the statement is none */
	GBX_SQL_R_QUERY, /* no row of constants */
	GBX_SQL_R_CUT,
};
/* The SELECT at x as a tuple. */
enum gbx_sql_row gbx_sql_row(struct gbx_sql_lex *x, const struct gbx_sql_state *s,
			     struct gbx_sql_tuple *tuple);

/* ---- sql_copy.c ---- */

/* The options of a COPY, up to and with its semicolon; false: data of another form follows. */
bool gbx_sql_copy_options(struct gbx_sql_lex *x, struct gbx_sql_copy *copy);
/* The row at p[at], of a form that is not the usual one: its values, raw, in t. Place behind its
 * line end; SIZE_MAX: there is none before n. t->why: a quote is left open. */
size_t gbx_sql_copy_row(const struct gbx_sql_copy *o, const unsigned char *p, size_t n, size_t at,
			struct gbx_sql_tuple *t);
/* The value of one of its cells, undone in the side area if it must be. */
bool gbx_sql_copy_value(struct gbx_chunk *c, const struct gbx_sql_copy *o, struct gbx_cell *cell);
/* Of a value that is undone: bytes, which PostgreSQL writes as \x and digits, as such. */
bool gbx_sql_copy_bytes(struct gbx_chunk *c, struct gbx_cell *cell);

/* ---- sql_text.c ---- */

/* How a string is undone. */
enum gbx_sql_escapes {
	GBX_SQL_E_DOUBLED,   /* quotes only */
	GBX_SQL_E_BACKSLASH, /* MySQL's */
	GBX_SQL_E_C,	     /* PostgreSQL's E'' */
	GBX_SQL_E_UNICODE,   /* \0041, \+010041, \u0041: U&'' and UNISTR */
	GBX_SQL_E_COPY,	     /* a value of COPY's data */
};
/* Undoes a string between its quotes, in the side area if it must be. */
bool gbx_sql_undo(struct gbx_chunk *c, enum gbx_sql_escapes how, unsigned char quote,
		  struct gbx_cell *cell);
/* In place; the length that is left. */
size_t gbx_sql_unescape(unsigned char *p, size_t n, enum gbx_sql_escapes how, unsigned char quote);

/* ---- sql_value.c ---- */

/* The value that stands as `cell` in the chunk: itself, without its quotes, or undone
 * in the side area. bytes: of a column whose type is one of bytes, however it is written. */
bool gbx_sql_value(struct gbx_chunk *c, const struct gbx_sql_state *s, bool bytes,
		   struct gbx_cell *cell);

/* ---- sql_sniff.c ---- */

int gbx_sql_bid(const struct gbx_head *h);
/* The state to start with: the dialect, whether backslashes escape, whether there is
 * more than one database. `dialect` may be told. */
struct gbx_sql_state gbx_sql_sniff(const struct gbx_head *h, uint8_t dialect);
/* What SET and PRAGMA, or a line DELIMITER, change. */
void gbx_sql_note_setting(struct gbx_sql_state *s, struct gbx_span text);
void gbx_sql_note_delimiter(struct gbx_sql_state *s, struct gbx_span line);

/* ---- the reader ---- */

struct gbx_sql_kernel;

struct gbx_sql_reader {
	struct gbx_reader base;
	const struct gbx_sql_kernel *kernel;
	struct gbx_sql_state now; /* where the last split cut */
	struct gbx_arena names;	  /* tables, databases: bounded */
	struct gbx_arena scratch; /* of one split */
	const struct gbx_sql_table *targets; /* those that chunks point to */
	struct gbx_sql_table *nowhere;	     /* instead of one there was no memory for */
	struct gbx_sql_work work;
	char stem[GBX_NAME_BYTES + 1];
	struct gbx_beside *beside; /* of the reading thread, or NULL */
	char *path;
};

size_t gbx_sql_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
		     struct gbx_split *st);
enum gbx_rc gbx_sql_parse(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
			  struct gbx_err *err);

#endif
