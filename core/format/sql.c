/*
 * The format "sql": dumps and scripts of MySQL, MariaDB, PostgreSQL, SQL Server, Oracle
 * and SQLite. What is shared stands in sql.h.
 */
#include "sql.h"

#include <stdlib.h>
#include <string.h>

#include "sql_mask.h"

#define HOLD 64u /* a statement's start may be cut in two by the end of a buffer */

extern const struct gbx_format gbx_format_sql;

/* By enum gbx_sql_dialect; the first is the format's own name. */
static const char *const kinds[] = {"sql",    "mysql",	"postgresql", "sqlserver",
				    "oracle", "sqlite", NULL};

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	return o->delimiter && *o->delimiter ? 0 : gbx_sql_bid(h);
}

/* The dialect the user asks for; GBX_SQL_ANY: find out. */
static uint8_t dialect_of(const char *format)
{
	uint8_t d = GBX_SQL_DIALECTS - 1;
	while (d && !(format && strcmp(kinds[d], format) == 0))
		d--;
	return d;
}

static void close_reader(struct gbx_reader *reader)
{
	struct gbx_sql_reader *r = (struct gbx_sql_reader *)reader;
	if (!r)
		return;
	gbx_arena_release(&r->names);
	gbx_arena_release(&r->scratch);
	free(r->path);
	free(r);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
			       struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_sql_reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_sql;
	r->kernel = gbx_sql_kernel_pick();
	r->now = gbx_sql_sniff(h, dialect_of(o->format));
	gbx_arena_init(&r->names, GBX_SQL_NAMES_BYTES);
	gbx_arena_init(&r->scratch, GBX_PARSED_BYTES);
	r->work.keep = &r->names;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	r->nowhere = gbx_sql_numbered(gbx_span_str(r->stem), 0, &r->names, &r->work);
	r->beside = o->beside;
	r->path = strdup(h->path ? h->path : "");
	if (!r->nowhere || !r->path) {
		close_reader(&r->base);
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	*out = &r->base;
	return GBX_OK;
}

/* Nothing but the start of a statement is believed behind what burst the limit. */
static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	struct gbx_sql_reader *r = (struct gbx_sql_reader *)reader;
	size_t at = gbx_sql_resume(p, n, 0);
	*found = at < n;
	if (*found)
		r->now.where = GBX_SQL_STATEMENTS;
	return *found || n <= HOLD ? at : n - HOLD;
}

static const char *found(const struct gbx_reader *reader)
{
	return kinds[((const struct gbx_sql_reader *)reader)->now.dialect];
}

const struct gbx_format gbx_format_sql = {
    .name = "sql",
    .summary = "SQL dumps and scripts (MySQL, MariaDB, PostgreSQL, SQL Server, Oracle, SQLite)",
    .bid = bid,
    .open = open_reader,
    .split = gbx_sql_split,
    .resync = resync,
    .parse = gbx_sql_parse,
    .close = close_reader,
    .found = found,
    .kinds = kinds,
};
