/*
 * JSON objects like those before them, straight into cells: no tape, no list of
 * tokens. Every key is expected to be the one that came at this place last time and
 * compared as it stands in the text; strings are looked through 64 bytes at a time
 * where the processor can.
 *
 * It only ever does what tape.h and flatten.h would do. Whatever is new (a relation,
 * a name, a column), odd or wrong is left to them: nothing has changed then.
 */
#ifndef GBX_FORMAT_QUICK_H
#define GBX_FORMAT_QUICK_H

#include "flatten.h"

struct gbx_quick_walk;

/* One way to look through strings. */
struct gbx_quick_kernel {
	const char *name;
	bool (*fits)(void); /* has the processor got it? */
	bool (*walk)(struct gbx_quick_walk *q);
};

/* Widest first; the last one runs everywhere. */
extern const struct gbx_quick_kernel gbx_quick_kernels[];
extern const unsigned gbx_quick_kernels_count;

struct gbx_quick {
	const struct gbx_quick_kernel *kernel; /* NULL: never mind */
	int credit;                            /* lost by trying in vain; at 0 no more of it */
};

/* Chooses the kernel. */
void gbx_quick_init(struct gbx_quick *q);

/*
 * The object at p[off] of the chunk, which ends before `limit`, as a record. Without
 * a relation (p is NULL) its first member names it: "_index", which becomes no cell.
 * How long it is; 0: not read.
 */
size_t gbx_quick_record(struct gbx_quick *q, struct gbx_flat *f, struct gbx_span relation,
                        size_t off, size_t limit);
/* The same for a line; the length is that of the line, with its end. */
size_t gbx_quick_line(struct gbx_quick *q, struct gbx_flat *f, struct gbx_span relation,
                      size_t off);

#endif
