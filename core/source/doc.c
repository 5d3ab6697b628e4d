/* The registry of documents and their way out; the contract is in doc.h. */
#include "doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/limits.h"

/* Rows go out together once so many bytes are waiting. */
#define SEND_BYTES (64u << 10)

#define GBX_DOCUMENT(name) extern const struct gbx_doc_kind gbx_doc_##name;
#include "documents.def"
#undef GBX_DOCUMENT

const struct gbx_doc_kind *const gbx_doc_kinds[] = {
#define GBX_DOCUMENT(name) &gbx_doc_##name,
#include "documents.def"
#undef GBX_DOCUMENT
	NULL
};

const struct gbx_doc_kind *gbx_doc_find(const struct gbx_doc_head *h)
{
	const struct gbx_doc_kind *best = NULL;
	int high = 0;
	for (const struct gbx_doc_kind *const *k = gbx_doc_kinds; *k; k++) {
		int bid = (*k)->bid(h);
		if (bid > high) {
			high = bid;
			best = *k;
		}
	}
	return best;
}

static void sub_path(struct gbx_doc *d, const char *name)
{
	int n = snprintf(d->sub, sizeof d->sub, "%s!/%s", d->path, name && *name ? name : "data");
	d->told++;
	d->path_n = n < 0 ? 0 : (size_t)n < sizeof d->sub ? (size_t)n : sizeof d->sub - 1;
}

/* Whole records only: nothing is sent while a row is being written. */
static bool send(struct gbx_doc *d)
{
	if (!d->rows.out.n)
		return !d->stopped;
	if (gbx_buf_failed(&d->rows.out))
		_exit(GBX_UNPACK_EXIT_MEMORY);
	if (!d->stopped && !gbx_budget_take(d->budget, d->rows.out.n))
		d->stopped = GBX_E_RATIO;
	if (!d->stopped)
		gbx_outlet_data(d->out, (const unsigned char *)d->rows.out.p, d->rows.out.n);
	gbx_buf_reset(&d->rows.out);
	return !d->stopped;
}

bool gbx_doc_begin(struct gbx_doc *d, const char *name)
{
	sub_path(d, name);
	if (!gbx_outlet_rows(d->out, d->sub))
		return false;
	gbx_buf_reset(&d->rows.out);
	d->rows.columns = 0;
	d->open = true;
	gbx_rows_head(&d->rows, d->format);
	return true;
}

bool gbx_doc_table(struct gbx_doc *d, struct gbx_span relation, const struct gbx_rows_column *col,
		   uint32_t n)
{
	return gbx_rows_table(&d->rows, relation, col, n);
}

bool gbx_doc_note(struct gbx_doc *d)
{
	return d->rows.out.n < SEND_BYTES ? !d->stopped : send(d);
}

bool gbx_doc_row(struct gbx_doc *d)
{
	gbx_rows_end(&d->rows);
	return gbx_doc_note(d);
}

/* One bomb costs its own part, as one entry of an archive; too many of them, all. */
static void end_part(struct gbx_doc *d, enum gbx_eid why)
{
	gbx_outlet_end(d->out, d->stopped ? d->stopped : why);
	if (d->stopped && gbx_budget_forgive(d->budget))
		d->stopped = GBX_E_NONE;
}

void gbx_doc_end(struct gbx_doc *d, enum gbx_eid why)
{
	if (!d->open)
		return;
	send(d);
	d->open = false;
	end_part(d, why);
}

void gbx_doc_unreadable(struct gbx_doc *d, const char *name, enum gbx_eid why)
{
	sub_path(d, name);
	gbx_outlet_unreadable(d->out, d->sub, why);
}

void gbx_doc_plain(struct gbx_doc *d, const char *name, struct gbx_layer *l)
{
	const unsigned char *p = NULL;
	size_t n;
	sub_path(d, name);
	if (!gbx_outlet_entry(d->out, d->sub, 0))
		return;
	while (!d->stopped && (n = gbx_layer_next(l, &p))) {
		if (!gbx_budget_take(d->budget, n))
			d->stopped = GBX_E_RATIO;
		else
			gbx_outlet_data(d->out, p, n);
	}
	end_part(d, l->fault);
}

void gbx_doc_progress(struct gbx_doc *d, uint64_t done)
{
	if (done <= d->worked)
		return;
	d->worked = done;
	d->out->watch.progress++;
}

/* What is to be sought and cannot is read into memory. */
static enum gbx_eid make_seekable(struct gbx_layer **l)
{
	enum gbx_eid why = GBX_E_NONE;
	if (!(*l)->seek)
		*l = gbx_layer_spool_up_to(*l, GBX_DOC_SPOOL_BYTES, &why);
	return why == GBX_E_SPOOL ? GBX_E_DOC_SPOOL : why;
}

void gbx_doc_read(const struct gbx_doc_kind *kind, struct gbx_layer **l, const char *path,
		  struct gbx_outlet *o, struct gbx_budget *b)
{
	enum gbx_eid why = GBX_E_NONE;
	if (kind->access == GBX_DOC_RANDOM)
		why = make_seekable(l);
	struct gbx_doc *d = why ? NULL : calloc(1, sizeof *d);
	if (!d) {
		gbx_outlet_unreadable(o, path, why ? why : GBX_E_UNPACK_MEMORY);
		return;
	}
	d->from = *l;
	d->out = o;
	d->budget = b;
	d->ratio = b->ratio;
	d->path = path;
	d->format = kind->name;
	gbx_rows_init(&d->rows);
	why = kind->run(d);
	gbx_doc_end(d, why);
	if (d->stopped && !why)
		why = d->stopped;
	if (!why && !d->told)
		why = GBX_E_EMPTY;
	if (why)
		gbx_outlet_unreadable(o, path, why);
	gbx_rows_release(&d->rows);
	free(d);
}
