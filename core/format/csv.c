/*
 * The format "csv": delimited text of two columns and more.
 */
#include "csv_sniff.h"

static int csv_bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_csv_guess g;
	if (!gbx_csv_is_text(gbx_csv_sample_of(h)))
		return 0;
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
	gbx_csv_sniff(h, o, &g);
	return gbx_csv_reader_new(&gbx_format_csv, h, &g.d, out, err);
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
