/* What reports say without any record. */
#ifndef GBX_RUN_OWN_WORDS_H
#define GBX_RUN_OWN_WORDS_H

#include "../report/report.h"

/*
 * Every report, made from those figures of the summary that cannot hold a value: names
 * (which were looked at), types, regions, kinds of passwords, reasons, counts and dates, but
 * neither shapes nor the figures of a cost. An original value that occurs there proves
 * nothing where it occurs in a report.
 */
enum gbx_rc gbx_own_words(const struct gbx_summary *s, const struct gbx_report_options *o,
			  struct gbx_buf *out, struct gbx_err *err);

#endif
