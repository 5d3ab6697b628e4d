/*
 * Records of an old workbook's stream ([MS-XLS] 2.1.4), and the texts in them, which
 * run on over records that continue them.
 */
#ifndef GBX_SOURCE_BOOK_BIFF_H
#define GBX_SOURCE_BOOK_BIFF_H

#include "book_ole.h"
#include "../base/buf.h"

#define GBX_BIFF_RECORD_BYTES 8224u /* longer ones do not occur: [MS-XLS] 2.1.4 */

enum gbx_biff_type {
	GBX_BIFF_FORMULA = 0x0006,
	GBX_BIFF_EOF = 0x000a,
	GBX_BIFF_DATE1904 = 0x0022,
	GBX_BIFF_FILEPASS = 0x002f,
	GBX_BIFF_CONTINUE = 0x003c,
	GBX_BIFF_COLINFO = 0x007d,
	GBX_BIFF_BOUNDSHEET = 0x0085,
	GBX_BIFF_MULRK = 0x00bd,
	GBX_BIFF_RSTRING = 0x00d6,
	GBX_BIFF_XF = 0x00e0,
	GBX_BIFF_SST = 0x00fc,
	GBX_BIFF_LABELSST = 0x00fd,
	GBX_BIFF_NUMBER = 0x0203,
	GBX_BIFF_LABEL = 0x0204,
	GBX_BIFF_BOOLERR = 0x0205,
	GBX_BIFF_STRING = 0x0207,
	GBX_BIFF_ROW = 0x0208,
	GBX_BIFF_RK = 0x027e,
	GBX_BIFF_FORMAT = 0x041e,
	GBX_BIFF_BOF = 0x0809,
};

struct gbx_biff {
	struct gbx_layer *from; /* the stream; borrowed */
	uint64_t at;		/* of the next record */
	unsigned type;
	size_t n, used; /* of the record: its bytes, and those taken */
	bool ahead;	/* the record was looked at and not taken */
	enum gbx_eid fault;
	unsigned char p[GBX_BIFF_RECORD_BYTES + 1];
};

/* The next record, also one that continues another. False: the end, or fault says why. */
bool gbx_biff_next(struct gbx_biff *b);

/* Takes bytes of the record that are not continued: false, too few are left. */
bool gbx_biff_take(struct gbx_biff *b, unsigned n, uint64_t *v);

/*
 * A text that begins here, its length in `width` bytes, appended to `to` as UTF-8; goes
 * on in continuing records. False: it is not whole.
 */
bool gbx_biff_text(struct gbx_biff *b, unsigned width, struct gbx_buf *to);

#endif
