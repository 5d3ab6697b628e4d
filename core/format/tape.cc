/*
 * Documents to tapes; the contract is in tape.h. The only C++ here: simdjson has
 * no C interface. Its first stage (vectorised, chosen for the processor at run
 * time, see Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019)
 * lists where tokens start; the walk over that list is ours.
 */
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "../base/limits.h"
#include "tape.h"
#include "text.h"

namespace
{

using finder = simdjson::internal::dom_parser_implementation;

/* A token takes a structural byte or its first; events are never more. */
constexpr uint32_t max_tokens = 2 * GBX_RECORD_CELLS;

bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

enum step { failed, opened, done };

class walk
{
      public:
	walk(struct gbx_tape *tape, const unsigned char *text, size_t size, const uint32_t *token,
	     uint32_t tokens)
	    : t(tape), p(text), n((uint32_t)size), at(token), end(token + tokens), ev(tape->ev)
	{
		slash = find_slash(0);
	}
	enum gbx_eid run();

      private:
	uint32_t find_slash(uint32_t from) const
	{
		const void *s = memchr(p + from, '\\', n - from);
		return s ? (uint32_t)((const unsigned char *)s - p) : n;
	}
	/* The first byte of the next token, or 0 behind the last. */
	unsigned char peek() const { return at < end ? p[*at] : 0; }
	/* Where the text of the token before `at` ends at the latest. */
	uint32_t bound() const { return at < end ? *at : n; }
	bool blank_until_next(uint32_t from) const;
	struct gbx_tape_ev *emit(enum gbx_tape_kind kind, uint32_t off, uint32_t len);
	enum step push(enum gbx_tape_kind kind);
	void pop();
	bool text(enum gbx_tape_kind kind);
	bool scalar();
	bool key();
	enum step value();
	enum step after();

	struct gbx_tape *t;
	const unsigned char *p;
	uint32_t n;
	const uint32_t *at, *end;
	struct gbx_tape_ev *ev;
	uint32_t slash; /* the next backslash at or behind here */
	uint32_t depth = 0;
	uint32_t open[GBX_NESTING];
	enum gbx_eid why = GBX_E_JSON_SYNTAX;
};

struct gbx_tape_ev *walk::emit(enum gbx_tape_kind kind, uint32_t off, uint32_t len)
{
	struct gbx_tape_ev *e = ev++;
	e->off = off;
	e->len = len;
	e->link = 0;
	e->kind = (uint8_t)kind;
	e->escaped = 0;
	e->depth = (uint8_t)depth;
	return e;
}

bool walk::blank_until_next(uint32_t from) const
{
	for (uint32_t stop = bound(); from < stop; from++)
		if (!is_blank(p[from]))
			return false;
	return true;
}

/* Behind a string's opening quote the next token starts after the closing quote
 * and blanks, so the closing quote is found backwards. */
bool walk::text(enum gbx_tape_kind kind)
{
	if (peek() != '"')
		return false;
	uint32_t s = *at++ + 1, e = bound();
	while (e > s && is_blank(p[e - 1]))
		e--;
	if (e <= s || p[e - 1] != '"')
		return false;
	e--;
	struct gbx_tape_ev *x = emit(kind, s, e - s);
	if (slash >= e)
		return true;
	x->escaped = 1;
	bool good = gbx_text_escapes_ok(p + s, e - s);
	slash = find_slash(e);
	return good;
}

bool walk::scalar()
{
	uint32_t s = *at++, limit = bound(), e;
	enum gbx_tape_kind kind;
	if (p[s] == '-' || (p[s] >= '0' && p[s] <= '9')) {
		kind = GBX_TAPE_NUM;
		e = s + (uint32_t)gbx_text_number(p + s, limit - s);
	} else if (limit - s >= 4 && memcmp(p + s, "true", 4) == 0) {
		kind = GBX_TAPE_TRUE;
		e = s + 4;
	} else if (limit - s >= 5 && memcmp(p + s, "false", 5) == 0) {
		kind = GBX_TAPE_FALSE;
		e = s + 5;
	} else if (limit - s >= 4 && memcmp(p + s, "null", 4) == 0) {
		kind = GBX_TAPE_NULL;
		e = s + 4;
	} else {
		return false;
	}
	if (e == s || !blank_until_next(e))
		return false;
	emit(kind, s, e - s);
	return true;
}

bool walk::key()
{
	if (!text(GBX_TAPE_KEY) || peek() != ':')
		return false;
	at++;
	return true;
}

enum step walk::push(enum gbx_tape_kind kind)
{
	if (depth == GBX_NESTING) {
		why = GBX_E_NESTING;
		return failed;
	}
	struct gbx_tape_ev *e = emit(kind, *at++, 0);
	open[depth++] = (uint32_t)(e - t->ev);
	if (peek() == (kind == GBX_TAPE_OBJ ? '}' : ']')) {
		pop();
		return done;
	}
	if (kind == GBX_TAPE_OBJ && !key())
		return failed;
	return opened;
}

void walk::pop()
{
	uint32_t o = open[--depth];
	uint32_t close = *at++;
	struct gbx_tape_ev *e = emit(GBX_TAPE_END, close, 1);
	e->link = o;
	t->ev[o].link = (uint32_t)(e - t->ev);
	t->ev[o].len = close + 1 - t->ev[o].off;
}

enum step walk::value()
{
	switch (peek()) {
	case '{':
		return push(GBX_TAPE_OBJ);
	case '[':
		return push(GBX_TAPE_ARR);
	case '"':
		return text(GBX_TAPE_STR) ? done : failed;
	case 0:
		return failed;
	default:
		return scalar() ? done : failed;
	}
}

/* Behind a value: opened when another value must follow, done at the end. */
enum step walk::after()
{
	while (depth) {
		bool object = t->ev[open[depth - 1]].kind == GBX_TAPE_OBJ;
		unsigned char c = peek();
		if (c == ',') {
			at++;
			return !object || key() ? opened : failed;
		}
		if (c != (object ? '}' : ']'))
			return failed;
		pop();
	}
	return done;
}

enum gbx_eid walk::run()
{
	for (;;) {
		enum step s = value();
		if (s == done)
			s = after();
		if (s == failed)
			return why;
		if (s == done)
			break;
	}
	if (at != end)
		return GBX_E_JSON_SYNTAX;
	t->n = (uint32_t)(ev - t->ev);
	return GBX_E_NONE;
}

finder *of(struct gbx_tape *t)
{
	return static_cast<finder *>(t->finder);
}

bool finder_room(struct gbx_tape *t, size_t n)
{
	if (t->finder && n <= t->finder_cap)
		return true;
	size_t cap = 4096;
	while (cap < n)
		cap *= 2;
	std::unique_ptr<finder> made;
	if (simdjson::get_active_implementation()->create_dom_parser_implementation(cap, 1, made) !=
	    simdjson::SUCCESS)
		return false;
	delete of(t);
	t->finder = made.release();
	t->finder_cap = cap;
	return true;
}

bool event_room(struct gbx_tape *t, uint32_t n)
{
	if (n <= t->cap)
		return true;
	uint32_t cap = t->cap ? t->cap : 256;
	while (cap < n)
		cap *= 2;
	free(t->ev);
	t->ev = static_cast<struct gbx_tape_ev *>(malloc(cap * sizeof *t->ev));
	t->cap = t->ev ? cap : 0;
	return t->ev != nullptr;
}

} /* namespace */

extern "C" void gbx_tape_release(struct gbx_tape *t)
{
	delete of(t);
	free(t->ev);
	*t = gbx_tape{};
}

extern "C" enum gbx_eid gbx_tape_parse(struct gbx_tape *t, const unsigned char *p, size_t n)
{
	t->n = 0;
	if (n > GBX_RECORD_BYTES)
		return GBX_E_OVERSIZE;
	if (!n)
		return GBX_E_JSON_SYNTAX;
	if (!finder_room(t, n))
		return GBX_E_NOMEM;
	finder *f = of(t);
	switch (f->stage1(p, n, simdjson::stage1_mode::regular)) {
	case simdjson::SUCCESS:
		break;
	case simdjson::UTF8_ERROR:
		return GBX_E_UTF8;
	case simdjson::MEMALLOC:
		return GBX_E_NOMEM;
	default:
		return GBX_E_JSON_SYNTAX;
	}
	if (f->n_structural_indexes > max_tokens)
		return GBX_E_OVERSIZE;
	if (!event_room(t, f->n_structural_indexes))
		return GBX_E_NOMEM;
	return walk(t, p, n, f->structural_indexes.get(), f->n_structural_indexes).run();
}

extern "C" bool gbx_tape_utf8(const unsigned char *p, size_t n)
{
	return !n || simdjson::validate_utf8(reinterpret_cast<const char *>(p), n);
}
