/*
 * One JSON document (RFC 8259) as a flat list of events.
 *
 * simdjson finds the tokens (and checks UTF-8, control characters and closed
 * strings); the grammar is checked here, without recursion. Numbers are checked
 * against the RFC's grammar and stay text. An escaped lone surrogate is accepted:
 * gbx_text_unescape makes it U+FFFD. Keys may repeat.
 */
#ifndef GBX_FORMAT_TAPE_H
#define GBX_FORMAT_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum gbx_tape_kind {
	GBX_TAPE_OBJ,
	GBX_TAPE_ARR,
	GBX_TAPE_END, /* of an object or array */
	GBX_TAPE_KEY,
	GBX_TAPE_STR,
	GBX_TAPE_NUM,
	GBX_TAPE_TRUE,
	GBX_TAPE_FALSE,
	GBX_TAPE_NULL,
};

struct gbx_tape_ev {
	uint32_t off, len; /* raw text from the document's start; strings and keys without quotes;
	                    * objects and arrays with their brackets */
	uint32_t link;     /* OBJ, ARR: event of its END. END: event of its begin. Else 0 */
	uint8_t kind;
	uint8_t escaped; /* STR, KEY: holds backslashes, checked */
	uint8_t depth;   /* 0 for the document itself */
};

struct gbx_tape {
	struct gbx_tape_ev *ev; /* owned; holds until the next parse */
	uint32_t n, cap;
	void *finder; /* simdjson's token finder, owned */
	size_t finder_cap;
};

/* Zeroed is initialised. Not for several threads at once; reuse it. */
void gbx_tape_release(struct gbx_tape *t);

/*
 * Reads p[0..n), which must be one document and nothing else but blanks, and be
 * followed by 64 readable bytes. GBX_E_NONE, or why not: JSON_SYNTAX, UTF8,
 * NESTING (deeper than GBX_NESTING), OVERSIZE (more than about GBX_RECORD_CELLS
 * values) or NOMEM.
 */
enum gbx_eid gbx_tape_parse(struct gbx_tape *t, const unsigned char *p, size_t n);

/* True when all n bytes are valid UTF-8. */
bool gbx_tape_utf8(const unsigned char *p, size_t n);

#ifdef __cplusplus
}
#endif

#endif
