/*
 * A layer: bytes in order, from the input, a filter, an archive's entry or memory.
 * Layers stand on each other; only the unpacker uses them.
 *
 * A layer ends when gbx_layer_next gives 0; fault then says whether it should
 * have gone on. What was given before stands. Blocks hold until the next call on
 * the same layer.
 */
#ifndef GBX_SOURCE_LAYER_H
#define GBX_SOURCE_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"
#include "magic.h"

struct gbx_layer {
	size_t (*read)(struct gbx_layer *l, const unsigned char **p);
	/* NULL: cannot. Copies n bytes from `at`, which are inside size, and leaves the reading
	 * position anywhere; false: they cannot be had */
	bool (*fetch)(struct gbx_layer *l, uint64_t at, void *buf, size_t n);
	bool (*seek)(struct gbx_layer *l, uint64_t to); /* NULL: cannot; to: at most size */
	void (*free)(struct gbx_layer *l); /* the layer alone, not what is below */
	struct gbx_layer *below; /* NULL: stands on nothing of this kind */
	uint64_t size;		 /* when it can seek, or known; else 0 */
	enum gbx_eid fault;
	uint64_t at; /* of the next byte given, when it can seek */
	bool ended;
	unsigned char *head; /* copied by a peek that needed more than one block */
	size_t head_n, head_at; /* bytes in it, and how many of them were given */
	const unsigned char *rest; /* of the current block */
	size_t rest_n;
};

/* Output that is allowed: one account over all layers. See GBX_RATIO_MAX. */
struct gbx_budget {
	const uint64_t *in; /* input bytes consumed */
	uint64_t ratio;
	uint64_t out;
	unsigned strikes; /* entries cut so far */
	bool cut;	  /* something was refused since the last gbx_budget_forgive */
};

size_t gbx_layer_next(struct gbx_layer *l, const unsigned char **p);
/* As gbx_layer_next, at most that many bytes; what is more comes with the next call. */
size_t gbx_layer_some(struct gbx_layer *l, size_t most, const unsigned char **p);
/* Shows the first bytes without taking them, up to GBX_MAGIC_BYTES. 0: there are none. */
size_t gbx_layer_peek(struct gbx_layer *l, const unsigned char **p);
bool gbx_layer_seek(struct gbx_layer *l, uint64_t to);
/* Copies exactly n bytes, or answers false. */
bool gbx_layer_take(struct gbx_layer *l, void *buf, size_t n);
/* Copies n bytes from `at` of a layer that can seek, or answers false. The reading position
 * is anywhere afterwards. Little reads all over a file are best done so. */
bool gbx_layer_fetch(struct gbx_layer *l, uint64_t at, void *buf, size_t n);
/* Frees l and all below it. NULL is fine. */
void gbx_layer_close(struct gbx_layer *l);

/*
 * Takes over below, on failure too. NULL: out of memory. The layer gives what
 * one gzip file or one compressed stream of that kind holds.
 */
struct gbx_layer *gbx_layer_gzip(struct gbx_layer *below, struct gbx_budget *b);
struct gbx_layer *gbx_layer_filter(struct gbx_layer *below, enum gbx_pack pack,
				   struct gbx_budget *b);
/*
 * Reads all of below, at most GBX_SPOOL_BYTES (or as said), into memory, so that it can be sought; takes it over and
 * closes it. NULL with *why: too large, faulty, or no memory.
 */
struct gbx_layer *gbx_layer_spool(struct gbx_layer *below, enum gbx_eid *why);
struct gbx_layer *gbx_layer_spool_up_to(struct gbx_layer *below, size_t most, enum gbx_eid *why);

/* Takes n bytes of output from the account; false: past the ratio. */
bool gbx_budget_take(struct gbx_budget *b, uint64_t n);
/*
 * Between entries: if one was cut, the free part is given back, so that the next
 * can be read. False: this was once too often (GBX_RATIO_STRIKES), read no more.
 */
bool gbx_budget_forgive(struct gbx_budget *b);

#endif
