/*
 * Fuzz targets. One function each: bytes in, nothing out, abort() when a contract
 * breaks. The same functions run under libFuzzer (scripts/fuzz) and, over the kept
 * inputs, under the plain driver replay.c (ctest, fuzz/NAME).
 */
#ifndef GBX_FUZZ_FUZZ_H
#define GBX_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/base/buf.h"
#include "../../core/base/limits.h"
#include "../../core/format/format.h"

/* What must hold. Says what did not, then ends the process: a finding. */
#define FUZZ_CHECK(that)                                                                      \
	do {                                                                                  \
		if (!(that)) {                                                                \
			fprintf(stderr, "fuzz: %s:%d: %s\n", __FILE__, __LINE__, #that);      \
			abort();                                                              \
		}                                                                             \
	} while (0)

/* Targets of a family share a function: `of` is the row of its table, or NULL. */
struct fuzz_target {
	const char *name;
	void (*run)(const void *of, const unsigned char *p, size_t n);
	const void *of;
	size_t most; /* bytes an input may have */
};

/* All of them, up to the one without a name: rows of readers.def, documents.def, targets.def. */
extern const struct fuzz_target fuzz_targets[];
/* By name, with or without "fuzz_" before it; NULL when there is none. */
const struct fuzz_target *fuzz_find(const char *name);
/* One input; also checks that it took at most FUZZ_SECONDS of processor time. */
void fuzz_run(const struct fuzz_target *t, const unsigned char *p, size_t n);

#define FUZZ_SECONDS 2.0

/* ---- the targets' own functions ---- */

#define FUZZ_TARGET(name, most) \
	void fuzz_##name(const void *of, const unsigned char *p, size_t n);
#include "targets.def"
#undef FUZZ_TARGET
void fuzz_reader(const void *format, const unsigned char *p, size_t n);
void fuzz_document(const void *kind, const unsigned char *p, size_t n);

/* ---- for targets ---- */

/* A copy with GBX_CHUNK_PAD zero bytes behind it and nothing more, for the sanitizer. */
unsigned char *fuzz_padded(const void *p, size_t n);
void *fuzz_alloc(size_t n);

struct gbx_charsets; /* core/source/charset.h */
/* One for all inputs: its tables are made when first needed. */
struct gbx_charsets *fuzz_charsets(void);

/* Reads a rows stream as the pipeline does: nothing in it may be broken. */
void fuzz_rows_stream(const unsigned char *p, size_t n);

/* Numbers drawn from an input: its first bytes and its length decide, so that an
 * input is a plain file of its format and needs no bytes of the harness before it. */
struct fuzz_draw {
	uint64_t s;
};
struct fuzz_draw fuzz_draw_of(const unsigned char *p, size_t n);
uint32_t fuzz_draw(struct fuzz_draw *d, uint32_t below);

/* Takes a text apart at the bytes of `at`, as small tables need it. */
struct gbx_span fuzz_cut(struct gbx_span *rest, unsigned char at);

#endif
