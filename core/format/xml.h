/*
 * Records in XML (1.0, fifth edition): tokens, what the head says about where the
 * records are, and one record's elements. No entity is ever declared or expanded but
 * the five of the standard and character numbers; nothing recurses.
 */
#ifndef GBX_FORMAT_XML_H
#define GBX_FORMAT_XML_H

#include "fields.h"
#include "format.h"

enum gbx_xml_kind {
	GBX_XML_TEXT,
	GBX_XML_START,
	GBX_XML_EMPTY, /* <a/> */
	GBX_XML_STOP,  /* </a> */
	GBX_XML_CDATA,
	GBX_XML_NOTE, /* a comment or processing instruction */
	GBX_XML_DECL, /* <!DOCTYPE and its like */
	GBX_XML_BAD,  /* fits nowhere */
	GBX_XML_MORE, /* not all here */
	GBX_XML_END,
};

struct gbx_xml_token {
	enum gbx_xml_kind kind;
	size_t off, n;
	struct gbx_span name; /* of a tag */
	struct gbx_span body; /* attributes, or text as it is written */
};

/* The token at `at`; MORE only when not `last`. */
void gbx_xml_next(struct gbx_span s, size_t at, bool last, struct gbx_xml_token *t);
/* The next attribute of a tag's body at *at: 1, 0 at the end, -1 when malformed. */
int gbx_xml_attribute(struct gbx_span body, size_t *at, struct gbx_span *name,
                      struct gbx_span *value);
/* The value of that attribute as written, or an empty span with p NULL. */
struct gbx_span gbx_xml_find(struct gbx_span body, const char *name);
/* Undoes references in place; the new length, never larger. */
size_t gbx_xml_decode(unsigned char *p, size_t n);
bool gbx_xml_is_blank(struct gbx_span s);

#define GBX_XML_LISTS 256u /* paths remembered as lists */
#define GBX_XML_NAME 128u  /* bytes of an element's name that matter */
#define GBX_XML_MORE_NAMES 8u

/* Where the records are. */
struct gbx_xml_dialect {
	unsigned depth;          /* of a record; the root has 0 */
	char name[GBX_XML_NAME]; /* the only element there, or "" */
	char parent[GBX_XML_NAME]; /* what holds it, or "" */
	char more[GBX_XML_MORE_NAMES][GBX_XML_NAME]; /* rarer elements beside it that are records too */
	unsigned nmore;
	bool nests;              /* the name comes inside records too */
	bool declared;           /* has a document type: refused */
	bool self;               /* a record's own name attribute names its relation */
	uint64_t list[GBX_XML_LISTS]; /* sorted hashes of paths below a record */
	unsigned lists;
};

/* What the head looks like; 0: no XML, else a bid. */
int gbx_xml_sniff(const struct gbx_head *h, struct gbx_xml_dialect *d);

#define GBX_XML_PATH UINT64_C(14695981039346656037) /* hash of the record's own path */
uint64_t gbx_xml_path(uint64_t parent, struct gbx_span name);

/* One record's elements. */
struct gbx_xml_record;
struct gbx_xml_record *gbx_xml_record_new(const struct gbx_xml_dialect *d, struct gbx_fields *f);
void gbx_xml_record_free(struct gbx_xml_record *r);
/* The element p[off..off+n) of the chunk, whole or broken, as fields. */
void gbx_xml_record_read(struct gbx_xml_record *r, size_t off, size_t n);

#endif
