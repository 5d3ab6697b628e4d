/* A table told column by column; the contract is in jrecord.h. */
#include <stdio.h>
#include <stdlib.h>

#include "jrecord.h"

/* The event behind value i. */
static uint32_t behind(const struct gbx_tape *t, uint32_t i)
{
	uint8_t kind = t->ev[i].kind;
	return kind == GBX_TAPE_OBJ || kind == GBX_TAPE_ARR ? t->ev[i].link + 1 : i + 1;
}

/* Is the key that number, written plainly? */
static bool is_number(struct gbx_span key, uint32_t n)
{
	char text[16];
	return gbx_span_eq(key, gbx_span_of(text, (size_t)snprintf(text, sizeof text, "%u", n)));
}

/* Members of object i, whose keys must count from 0; 0 when they do not. */
static uint32_t counted(const struct gbx_jrec *r, uint32_t i)
{
	const struct gbx_tape *t = &r->tape;
	uint32_t n = 0;
	if (t->ev[i].kind != GBX_TAPE_OBJ)
		return 0;
	for (uint32_t k = i + 1; t->ev[k].kind == GBX_TAPE_KEY; k = behind(t, k + 1))
		if (!is_number(gbx_jrec_text(r, t->ev + k), n++))
			return 0;
	return n;
}

uint32_t gbx_jrec_rows(const struct gbx_jrec *r, uint32_t *columns)
{
	const struct gbx_tape *t = &r->tape;
	uint32_t rows = 0;
	*columns = 0;
	for (uint32_t k = 1; t->ev[k].kind == GBX_TAPE_KEY; k = behind(t, k + 1), ++*columns) {
		uint32_t n = counted(r, k + 1);
		if (n < 2 || (*columns && n != rows))
			return 0;
		rows = n;
	}
	return rows;
}

/* Row by row: at[c] is the event of column c's key at first, next[c] that of its next value's. */
enum gbx_eid gbx_jrec_columns(struct gbx_jrec *r, struct gbx_span relation, size_t off,
                              uint32_t rows, uint32_t columns)
{
	const struct gbx_tape *t = &r->tape;
	struct gbx_flat *f = &r->flat;
	uint32_t *key = malloc(2 * (size_t)columns * sizeof *key), *next = key + columns;
	enum gbx_eid why = key ? GBX_E_NONE : GBX_E_NOMEM;
	for (uint32_t c = 0, k = 1; key && c < columns; c++, k = behind(t, k + 1)) {
		key[c] = k;
		next[c] = k + 2;
	}
	for (uint32_t row = 0; row < rows && why == GBX_E_NONE; row++) {
		why = gbx_flat_begin(f, relation, r->chunk->off + off);
		if (why != GBX_E_NONE)
			break;
		struct gbx_flat_at at = gbx_flat_top(f);
		for (uint32_t c = 0; c < columns && why == GBX_E_NONE; c++) {
			uint32_t name = gbx_flat_key(f, &at, t->ev + key[c], r->shift, 0);
			why = name == GBX_FLAT_NONE
			          ? gbx_flat_why(f)
			          : gbx_flat_value(f, t, r->shift, next[c] + 1, name);
			next[c] = behind(t, next[c] + 1);
		}
		if (why != GBX_E_NONE)
			gbx_flat_undo(f);
	}
	free(key);
	return why;
}
