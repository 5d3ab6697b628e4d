/*
 * Documents: files that cannot be split as text and are no archives (a database file,
 * a workbook). They are converted here, inside the unpack process, into sub-entries
 * ("app.db!/users") whose bytes are a rows stream (base/rows.h). One kind, one file
 * doc_*.c with a const struct gbx_doc_kind, listed in documents.def.
 *
 * A kind's run() says what there is, in an order that is always the same:
 *
 *   if (gbx_doc_begin(d, "users")) {
 *           gbx_doc_table(d, relation, columns, n);
 *           for (...) {
 *                   gbx_rows_begin(&d->rows, place);
 *                   gbx_rows_cell(&d->rows, value); ...
 *                   if (!gbx_doc_row(d))
 *                           break;
 *           }
 *           gbx_doc_end(d, why);
 *   }
 *
 * A sub-entry that an unpacker before this one gave already is passed over:
 * gbx_doc_begin answers false then. All of a crash is the sub-entry at hand.
 */
#ifndef GBX_SOURCE_DOC_H
#define GBX_SOURCE_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/rows.h"
#include "layer.h"
#include "outlet.h"

/* What a kind bids on. */
struct gbx_doc_head {
	const unsigned char *p; /* first bytes, up to GBX_MAGIC_BYTES */
	size_t n;
	enum gbx_pack pack;	/* what the magic says besides: GBX_PACK_ZIP, GBX_PACK_TAR ... */
	struct gbx_layer *from; /* NULL in the parent, which asks by the first bytes only.
				 * May be sought when it can; it is put back behind the bid */
	const char *path;	/* NULL in the parent; its ending is a hint, never proof */
};

enum gbx_doc_access {
	GBX_DOC_SEQUENTIAL, /* from its start to its end, once; d->from may be unable to seek */
	GBX_DOC_RANDOM,	    /* d->from can seek: a plain file as it is, else held in memory up
			     * to GBX_DOC_SPOOL_BYTES (E_DOC_SPOOL beyond) */
};

struct gbx_doc {
	struct gbx_layer *from; /* borrowed */
	struct gbx_outlet *out;
	struct gbx_budget *budget; /* of the whole source; gbx_doc_row pays for what it sends */
	uint64_t ratio;		   /* for accounts of one's own, e.g. parts of a package */
	const char *path;	   /* of the document itself: "dump.zip!/book.xlsx" */
	const char *format;	   /* as in the head record: the kind's name unless run() sets another */
	struct gbx_rows_writer rows; /* of the sub-entry that is open */
	bool open;
	enum gbx_eid stopped; /* E_RATIO once a row was refused: the sub-entry is over, and if it
			       * still stands behind gbx_doc_end, so is the document */
	uint64_t worked;
	uint64_t told; /* sub-entries, readable or not */
	size_t path_n;
	char sub[4096]; /* GBX_PATH_BYTES: path of the open sub-entry */
};

struct gbx_doc_kind {
	const char *name;    /* the format in report.json: "sqlite", "xlsx" */
	const char *summary; /* one line for `glovebox formats` */
	enum gbx_doc_access access;
	/* 0 not mine, 1 to 100 how sure. From content; must be cheap (it is asked of every
	 * file) and right in the parent, too, unless the magic is an archive's anyway. */
	int (*bid)(const struct gbx_doc_head *h);
	/*
	 * Gives all sub-entries. Answers E_NONE, or why the document could not be read or not
	 * to its end: told as an unreadable entry with the document's own path. Memory
	 * that runs out may end the process with GBX_UNPACK_EXIT_MEMORY.
	 */
	enum gbx_eid (*run)(struct gbx_doc *d);
};

/* All kinds, NULL-terminated, in the order of documents.def. */
extern const struct gbx_doc_kind *const gbx_doc_kinds[];

/* The best bidder, or NULL. */
const struct gbx_doc_kind *gbx_doc_find(const struct gbx_doc_head *h);

/* Reads the document at l (borrowed, at its start) as that kind; sends all of it. */
void gbx_doc_read(const struct gbx_doc_kind *kind, struct gbx_layer **l, const char *path,
		  struct gbx_outlet *o, struct gbx_budget *b);

/* ---- for kinds ---- */

/* Begins the sub-entry "<path>!/<name>". False: it was given before, go on with the next. */
bool gbx_doc_begin(struct gbx_doc *d, const char *name);
/* Inside one: its relation and columns. False: more columns than the limit; end it then
 * with E_COLUMNS. */
bool gbx_doc_table(struct gbx_doc *d, struct gbx_span relation, const struct gbx_rows_column *col,
		   uint32_t n);
/* Ends the row begun with gbx_rows_begin(&d->rows, ...). False: stop, the document
 * unpacks to far more than its size (d->stopped). A row that was too large became
 * a damage note and is no reason to stop. Notes (gbx_rows_damage, gbx_rows_skip)
 * are appended to d->rows between rows and go out with the next row or the end. */
bool gbx_doc_row(struct gbx_doc *d);
/* For many notes without a row between them: as gbx_doc_row, where no row was begun. */
bool gbx_doc_note(struct gbx_doc *d);
/* Ends the sub-entry; why: E_NONE, or the damage that ends it early. */
void gbx_doc_end(struct gbx_doc *d, enum gbx_eid why);
/* A part that is text: the bytes of l (borrowed) as an ordinary entry, for whoever reads
 * its format. */
void gbx_doc_plain(struct gbx_doc *d, const char *name, struct gbx_layer *l);
/* A sub-entry that cannot be read at all, or that is left out on purpose. */
void gbx_doc_unreadable(struct gbx_doc *d, const char *name, enum gbx_eid why);
/* Long work without a row (shared texts are read): `done` in any unit that only grows and
 * is bounded by what may be unpacked. Keeps the processor-time watchdog away while it
 * grows. */
void gbx_doc_progress(struct gbx_doc *d, uint64_t done);

#endif
