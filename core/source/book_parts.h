/*
 * The parts of an xlsx that all its sheets share: texts and cell formats.
 */
#ifndef GBX_SOURCE_BOOK_PARTS_H
#define GBX_SOURCE_BOOK_PARTS_H

#include <stdint.h>

#include "book_value.h"
#include "layer.h"

/* xl/sharedStrings.xml: text i stands from at[i] up to at[i + 1]. */
struct gbx_book_strings {
	struct gbx_buf text;
	uint32_t *at;
	size_t n, cap;
};

/* Adds all texts of l. E_NONE, or what is wrong: those before it are there. */
enum gbx_eid gbx_book_strings_read(struct gbx_book_strings *s, struct gbx_layer *l);
void gbx_book_strings_release(struct gbx_book_strings *s);
/* Adds one text. False: a ceiling or no memory, see *why. */
bool gbx_book_strings_add(struct gbx_book_strings *s, struct gbx_span text, enum gbx_eid *why);
/* False: there is no text i. It holds as long as nothing is added. */
bool gbx_book_strings_get(const struct gbx_book_strings *s, size_t i, struct gbx_span *to);

/* xl/styles.xml: the format of each cell style. */
struct gbx_book_styles {
	struct gbx_book_format *xf, *custom;
	bool *is_custom;
	size_t n;
};

bool gbx_book_styles_init(struct gbx_book_styles *s); /* false: out of memory */
void gbx_book_styles_release(struct gbx_book_styles *s);
enum gbx_eid gbx_book_styles_read(struct gbx_book_styles *s, struct gbx_layer *l);
void gbx_book_styles_format(struct gbx_book_styles *s, unsigned long id, const char *code);
void gbx_book_styles_xf(struct gbx_book_styles *s, unsigned long format);
/* A plain number for a style that is not there. */
const struct gbx_book_format *gbx_book_styles_get(const struct gbx_book_styles *s,
						  unsigned long i);

/*
 * Characters XML cannot hold stand as _xHHHH_ (ECMA-376 part 1, 22.9.2.19). Decodes in
 * place; returns the new length.
 */
size_t gbx_book_unescape(char *p, size_t n);

#endif
