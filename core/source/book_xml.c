/* expat behind a few rules; the contract is in book_xml.h. */
#include "book_xml.h"

#include <limits.h>
#include <string.h>

#include "../base/limits.h"

static const char *local(const struct gbx_book_xml *x, const char *name)
{
	const char *colon = x->prefixed ? NULL : strchr(name, ':');
	return colon ? colon + 1 : name;
}

static void on_start(void *ctx, const char *name, const char **attr)
{
	struct gbx_book_xml *x = ctx;
	if (++x->depth > GBX_XML_DEPTH)
		gbx_book_xml_stop(x, GBX_E_NESTING);
	else if (!x->fault && !x->done)
		x->on->start(x, local(x, name), attr);
}

static void on_end(void *ctx, const char *name)
{
	struct gbx_book_xml *x = ctx;
	x->depth--;
	if (!x->fault && !x->done && x->on->end)
		x->on->end(x, local(x, name));
}

static void on_text(void *ctx, const char *p, int n)
{
	struct gbx_book_xml *x = ctx;
	if (!x->fault && !x->done && x->on->text && n > 0)
		x->on->text(x, p, (size_t)n);
}

static void on_doctype(void *ctx, const char *name, const char *system, const char *public,
		       int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	gbx_book_xml_stop(ctx, GBX_E_XML_DOCTYPE);
}

bool gbx_book_xml_open(struct gbx_book_xml *x, const struct gbx_book_events *on, void *ctx,
		       bool prefixed)
{
	*x = (struct gbx_book_xml){ .on = on, .ctx = ctx, .prefixed = prefixed };
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser)
		return false;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	return true;
}

void gbx_book_xml_close(struct gbx_book_xml *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	x->parser = NULL;
}

void gbx_book_xml_stop(struct gbx_book_xml *x, enum gbx_eid why)
{
	if (!x->fault)
		x->fault = why;
	x->done = true;
	XML_StopParser(x->parser, XML_FALSE);
}

/* Bytes of a tag or the like that is not whole yet. */
static uint64_t pending(const struct gbx_book_xml *x)
{
	XML_Index at = XML_GetCurrentByteIndex(x->parser);
	return at < 0 || (uint64_t)at > x->fed ? 0 : x->fed - (uint64_t)at;
}

static bool feed_some(struct gbx_book_xml *x, const char *p, size_t n, bool last)
{
	x->fed += n;
	if (XML_Parse(x->parser, p, (int)n, last) == XML_STATUS_OK) {
		if (last || pending(x) <= GBX_XML_TAG_BYTES)
			return true;
		x->fault = GBX_E_OVERSIZE;
		return false;
	}
	if (!x->done && !x->fault)
		x->fault = XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY
			       ? GBX_E_UNPACK_MEMORY
			       : GBX_E_XML;
	return false;
}

bool gbx_book_xml_feed(struct gbx_book_xml *x, const void *p, size_t n, bool last)
{
	const char *at = p;
	if (x->fault || x->done)
		return false;
	while (n > GBX_XML_STEP_BYTES) {
		if (!feed_some(x, at, GBX_XML_STEP_BYTES, false))
			return false;
		at += GBX_XML_STEP_BYTES;
		n -= GBX_XML_STEP_BYTES;
	}
	return feed_some(x, at, n, last);
}

const char *gbx_book_xml_attr(const struct gbx_book_xml *x, const char **attr, const char *name)
{
	for (; attr[0]; attr += 2)
		if (!strcmp(local(x, attr[0]), name))
			return attr[1];
	return NULL;
}

bool gbx_book_xml_flag(const struct gbx_book_xml *x, const char **attr, const char *name,
		       bool missing)
{
	const char *v = gbx_book_xml_attr(x, attr, name);
	if (!v)
		return missing;
	return !strcmp(v, "1") || !strcmp(v, "true") || !strcmp(v, "on");
}

enum gbx_eid gbx_book_xml_all(struct gbx_book_xml *x, struct gbx_layer *l)
{
	const unsigned char *p = NULL;
	size_t n;
	while ((n = gbx_layer_next(l, &p)))
		if (!gbx_book_xml_feed(x, p, n, false))
			return x->fault;
	if (l->fault)
		return l->fault;
	gbx_book_xml_feed(x, NULL, 0, true);
	return x->fault;
}
