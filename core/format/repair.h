/*
 * Lines that were JSON objects before they were damaged, in the two ways known
 * from the reference leak (public import scripts repair the same two):
 *
 *  - bare quotes inside a value: {"a":"he said "hi" to","b":1}. A quote ends a
 *    string only when what follows makes sense there.
 *  - the whole line wrapped once more in quotes, its own quotes bare, escaped by
 *    backslashes or doubled as in CSV; a comma may trail. Both together as well.
 *
 * And lines of JSON's relatives, see gbx_repair_words. A repair counts only when the result parses. Time is linear in the line.
 */
#ifndef GBX_FORMAT_REPAIR_H
#define GBX_FORMAT_REPAIR_H

#include <stdbool.h>

#include "../base/buf.h"
#include "tape.h"

/*
 * As JSON what its relatives say: text in single quotes, names without quotes, None, True, NaN,
 * commas before a bracket, comments, u"" (Python, JavaScript), and ObjectId("x"), ISODate("x"),
 * NumberLong(1) and the like of the MongoDB shell, of which the argument stays. False: too little
 * in the line is said as they say it, or something is said otherwise. Private to repair.c.
 */
bool gbx_repair_words(struct gbx_span s, struct gbx_buf *out);

struct gbx_repair {
	struct gbx_buf text, spare; /* owned */
};

void gbx_repair_init(struct gbx_repair *r);
void gbx_repair_release(struct gbx_repair *r);

/* True when a repair of s is an object: r->text holds it and t its tape. */
bool gbx_repair_try(struct gbx_repair *r, struct gbx_tape *t, struct gbx_span s);

#endif
