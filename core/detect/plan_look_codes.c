/*
 * What gives codes away: forms that are near those of telephone numbers, user names and
 * digests, and are none.
 */
#include "chars.h"
#include "plan.h"

#define CODES 256u /* values looked at */

/* 16823-13-9, 1-455-70490-3: a check digit of its own at the end (CAS registry numbers, ISBN).
 * No country's telephone numbers end in a group of one. */
static bool ends_in_stub(const struct gbx_value *v)
{
	return v->n > 6 && gbx_isdigit(v->p[v->n - 1]) &&
	       (v->p[v->n - 2] == '-' || v->p[v->n - 2] == ' ');
}

/* 10.184.162.0/24 (RFC 4632): three dots, a stroke, one or two figures. */
static bool is_block(const struct gbx_value *v)
{
	const unsigned char *stroke = v->cls & GBX_C_DOT ? memchr(v->p, '/', v->n) : NULL;
	size_t rest = stroke ? (size_t)(v->p + v->n - stroke) - 1 : 0, dots = 0;

	for (uint32_t i = 0; stroke && i < v->n; i++)
		dots += v->p[i] == '.';
	return dots == 3 && rest >= 1 && rest <= 2;
}

/* rgb(12, 200, 7), point(3): a word, a bracket, and the other at the end. */
static bool is_call(const struct gbx_value *v)
{
	uint32_t i = 0;

	while (i < v->n && gbx_isalpha(v->p[i]))
		i++;
	return i && i < v->n && v->p[i] == '(' && v->p[v->n - 1] == ')';
}

static bool has_hyphen(const struct gbx_value *v)
{
	return memchr(v->p, '-', v->n) && (v->cls & (GBX_C_HEX | GBX_C_ALPHA));
}

/* The digits of a UUID of version 4 without its dashes (RFC 9562, 5.4). By chance one value in
 * sixty-four has both marks. */
static bool is_bare_uuid(const struct gbx_value *v)
{
	unsigned char c = v->n == 32 ? v->p[16] | 32 : 0;

	return v->n == 32 && v->p[12] == '4' && (c == 'a' || c == 'b' ||
	                                         v->p[16] == '8' || v->p[16] == '9');
}

void gbx_look_codes(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	uint32_t step = n / CODES + 1, seen = 0, stubs = 0, blocks = 0, hyphens = 0, uuids = 0,
		 calls = 0;

	for (uint32_t i = 0; i < n; i += step, seen++) {
		stubs += ends_in_stub(&v[i]);
		blocks += is_block(&v[i]);
		hyphens += has_hyphen(&v[i]);
		calls += is_call(&v[i]);
		uuids += is_bare_uuid(&v[i]);
	}
	k->stub = seen ? (float)stubs / (float)seen : 0;
	k->block = seen ? (float)blocks / (float)seen : 0;
	k->hyphen = seen ? (float)hyphens / (float)seen : 0;
	k->call = seen ? (float)calls / (float)seen : 0;
	k->bare_uuid = seen >= 4 && uuids == seen;
}
