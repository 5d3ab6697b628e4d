/*
 * The XML of workbooks, by expat, as events. What a hostile file could make grow is
 * bounded: depth, one tag, and there is no document type declaration, so there are
 * no entities (expat 2.5.0 costs 793 MB for five million nested tags, and quadratic
 * time for one huge tag: CVE-2023-52425). A NUL ends every name and attribute.
 */
#ifndef GBX_SOURCE_BOOK_XML_H
#define GBX_SOURCE_BOOK_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <expat.h>

#include "layer.h"

struct gbx_book_xml;

/* attr: name, value, ..., NULL. Text comes in any number of pieces, as UTF-8. */
struct gbx_book_events {
	void (*start)(struct gbx_book_xml *x, const char *name, const char **attr);
	void (*end)(struct gbx_book_xml *x, const char *name);
	void (*text)(struct gbx_book_xml *x, const char *p, size_t n);
};

struct gbx_book_xml {
	XML_Parser parser;
	const struct gbx_book_events *on;
	void *ctx; /* the events' own */
	bool prefixed; /* names keep their namespace prefix */
	bool done;     /* an event saw all it needs */
	unsigned depth;
	uint64_t fed;
	enum gbx_eid fault;
};

/* False: out of memory. Without prefixed, "x:row" is "row". */
bool gbx_book_xml_open(struct gbx_book_xml *x, const struct gbx_book_events *on, void *ctx,
		       bool prefixed);
void gbx_book_xml_close(struct gbx_book_xml *x);

/* Takes the next bytes; last: there are no more. False: stopped, fault may say why. */
bool gbx_book_xml_feed(struct gbx_book_xml *x, const void *p, size_t n, bool last);

/* For events: nothing more is wanted, because of why or E_NONE. */
void gbx_book_xml_stop(struct gbx_book_xml *x, enum gbx_eid why);

/* The value of an attribute, or NULL; name is compared as events get names. */
const char *gbx_book_xml_attr(const struct gbx_book_xml *x, const char **attr, const char *name);
/* "1" and "true" are true; so is what is not there, when missing says so. */
bool gbx_book_xml_flag(const struct gbx_book_xml *x, const char **attr, const char *name,
		       bool missing);

/* Feeds all of l. E_NONE, what is wrong with the XML, or with l. */
enum gbx_eid gbx_book_xml_all(struct gbx_book_xml *x, struct gbx_layer *l);

#endif
