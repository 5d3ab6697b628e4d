/*
 * The format "csv": delimited text of two columns and more.
 */
#include "beside.h"
#include "csv_sniff.h"

/* Is the first field that name, and so a header? */
static bool begins_with(const struct gbx_head *h, size_t at, struct gbx_span name)
{
	return h->n - at > name.n && h->p[at + name.n] == '\t' &&
	       gbx_span_eq(gbx_span_of(h->p + at, name.n), name);
}

/* The table the rows are of, when they look like MySQL's SELECT INTO OUTFILE with nothing
 * chosen: tabs, backslashes, no quotes. The guess then says so. */
static const struct gbx_beside_table *table_of(const struct gbx_head *h,
                                               const struct gbx_format_options *o,
                                               struct gbx_csv_guess *g)
{
	const struct gbx_beside_table *t = gbx_beside_find(o->beside, h->path);
	struct gbx_format_options as = *o;

	/* Rows of a relation told by name are pg_dump's: pgcopy.c. */
	if (!t || t->relation.n || t->ncol < 2 || o->delimiter || o->quote || o->escape || o->header > 0)
		return NULL;
	as.delimiter = "\t";
	as.quote = -1;
	as.escape = '\\';
	as.header = -1;
	gbx_csv_sniff(h, &as, g);
	return g->d.columns == t->ncol && !begins_with(h, g->d.skip, t->name[0]) ? t : NULL;
}

static int csv_bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_csv_guess g;
	if (!gbx_csv_is_text(gbx_csv_sample_of(h)))
		return 0;
	if (table_of(h, o, &g))
		return 100;
	gbx_csv_sniff(h, o, &g);
	return g.bid;
}

static enum gbx_rc csv_open(const struct gbx_head *h, const struct gbx_format_options *o,
                            struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_csv_guess g;
	*out = NULL;
	if (!gbx_csv_options_valid(o))
		return gbx_fail(err, GBX_E_USAGE, "delimiter, quote or escape holds a line end");
	const struct gbx_beside_table *t = table_of(h, o, &g);
	if (!t)
		gbx_csv_sniff(h, o, &g);
	enum gbx_rc rc = gbx_csv_reader_new(&gbx_format_csv, h, &g.d, out, err);
	if (rc || !t || gbx_csv_is_table((struct gbx_csv_reader *)*out, t))
		return rc;
	gbx_csv_close(*out);
	*out = NULL;
	return gbx_fail(err, GBX_E_NOMEM, "a reader of delimited text");
}

const struct gbx_format gbx_format_csv = {
    .name = "csv",
    .summary = "delimited text (CSV, TSV and the like), any delimiter",
    .bid = csv_bid,
    .open = csv_open,
    .split = gbx_csv_split,
    .resync = gbx_csv_resync,
    .parse = gbx_csv_parse,
    .close = gbx_csv_close,
};
