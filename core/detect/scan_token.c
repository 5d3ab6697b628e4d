/*
 * Free text: secrets of services, private keys, URLs with a password. Called at the first
 * byte of a long word, so nothing is tried anywhere else.
 */
#include "scan.h"
#include "scan_mask.h"

#define LONG_WORD 16u /* the shortest part of a secret that is looked at */
#define BEHIND 30u    /* of a head that a dot or colon parts from the long word */

/* May a secret begin at i: no word or base 64 goes on there? */
static bool may_begin(const struct gbx_scan *s, size_t i)
{
	unsigned char c = i ? s->p[i - 1] : ' ';

	return i >= s->floor && !gbx_token_byte(c) && c != '+' && c != '%' && c != '.';
}

/* A secret from i on; where it ends, 0 when there is none. */
static size_t token_from(struct gbx_scan *s, size_t i)
{
	size_t len = 0, left = s->n - i;
	enum gbx_type t;

	if (!may_begin(s, i) || left < 20)
		return 0;
	t = gbx_token_prefix(s->p + i, left < 4096 ? left : 4096, &len);
	if (t == GBX_T_UNKNOWN) {
		len = gbx_discord_prefix(s->p + i, left < 128 ? left : 128);
		t = len ? GBX_T_TOKEN_DISCORD : t;
	}
	if (t == GBX_T_UNKNOWN && s->p[i] == 'P') {
		len = gbx_private_key_prefix(s->p + i, left, &s->no_end);
		t = len ? GBX_T_PRIVATE_KEY : t;
	}
	if (t == GBX_T_UNKNOWN || gbx_token_byte(gbx_scan_at(s, i + len)))
		return 0;
	/* a name of a file or a word between signs that goes on is something else */
	if (gbx_scan_at(s, i + len) == '/' || gbx_scan_at(s, i + len) == '+')
		return 0;
	return gbx_scan_hit(s, i, i + len, t);
}

static size_t key_from(struct gbx_scan *s, size_t i)
{
	size_t none = s->no_end > i ? s->no_end - i : 0;
	size_t len = i >= s->floor ? gbx_private_key_prefix(s->p + i, s->n - i, &none) : 0;

	s->no_end = i + none;
	return len ? gbx_scan_hit(s, i, i + len, GBX_T_PRIVATE_KEY) : 0;
}

/* The signature of a shared access URL: sig=..., with sv=20... before it (Azure). */
static size_t signature_from(struct gbx_scan *s, size_t i)
{
	size_t from = i > 512 ? i - 512 : 0, to = i;

	if (i < 5 || memcmp(s->p + i - 4, "sig=", 4) != 0 || i - 4 < s->floor ||
	    !memmem(s->p + from, i - from, "sv=20", 5))
		return 0;
	while (to < s->n && (gbx_token_byte(s->p[to]) || s->p[to] == '%' || s->p[to] == '+' ||
	                     s->p[to] == '/' || s->p[to] == '='))
		to++;
	return to - i >= 40 ? gbx_scan_hit(s, i - 4, to, GBX_T_TOKEN_AZURE) : 0;
}

/* The head before a dot or colon: ya29.<word>, 123456789:<word>. */
static size_t head_before(const struct gbx_scan *s, size_t i)
{
	size_t least = i > BEHIND ? i - BEHIND : 0, from = i;

	if (!i || (s->p[i - 1] != '.' && s->p[i - 1] != ':' && s->p[i - 1] != '='))
		return i;
	while (from > least && (gbx_token_byte(s->p[from - 1]) ||
	                        ((s->p[from - 1] == '.' || s->p[from - 1] == ':' || from == i) &&
	                         s->p[from - 1] > ' ')))
		from--;
	return from;
}

static bool is_long(const struct gbx_scan *s, size_t i, size_t least)
{
	size_t n = 0;

	while (n < least && i + n < s->n && gbx_scan_in_word(s->p[i + n]))
		n++;
	return n == least;
}

/* URLs that are secrets as a whole: the long word is their last part. */
static size_t url_from(struct gbx_scan *s, size_t i)
{
	size_t least, from = i;

	if (i < 16 || (s->p[i - 1] != '/' && memcmp(s->p + i - 7, "secret=", 7) != 0))
		return 0;
	least = s->p[i - 1] == '/' ? 64 : GBX_SCAN_WORD;
	least = i > least ? i - least : 0;
	while (from > least && s->p[from - 1] > ' ' && !strchr("\"'<>()", s->p[from - 1]))
		from--;
	for (; from + 12 < i; from++)
		if (memcmp(s->p + from, "https://hook", 12) == 0 ||
		    memcmp(s->p + from, "otpauth://", 10) == 0)
			return token_from(s, from);
	return 0;
}

size_t gbx_scan_token(struct gbx_scan *s, size_t i)
{
	size_t to, head, from;

	if (s->p[i] == '-') {
		to = key_from(s, i);
		return to ? to : i;
	}
	if (!is_long(s, i, LONG_WORD))
		return i;
	from = i;
	while (from < s->n && strchr("[]\\^`", s->p[from]) && s->p[from])
		from++;
	to = token_from(s, from);
	if (to)
		return to;
	head = head_before(s, i);
	/* key:AIza..., id:pk.eyJ...: each place where something could begin */
	for (from = head; from < i; from++) {
		if (gbx_isalnum(s->p[from]) && may_begin(s, from)) {
			to = token_from(s, from);
			if (to)
				return to;
		}
	}
	to = signature_from(s, i);
	if (!to)
		to = url_from(s, i);
	return to ? to : i;
}

size_t gbx_scan_url_password(struct gbx_scan *s, size_t i)
{
	size_t from = i, least = i > GBX_SCAN_WORD ? i - GBX_SCAN_WORD : 0, len;

	least = least > s->floor ? least : s->floor;
	while (from > least && s->p[from - 1] > ' ' && s->p[from - 1] < 0x80 &&
	       s->p[from - 1] != '@')
		from--;
	for (; from + 8 < i; from++) {
		if (!gbx_isalpha(s->p[from]) || (from && gbx_isalnum(s->p[from - 1])))
			continue;
		len = gbx_url_password_prefix(s->p + from, s->n - from);
		if (len && from + len > i)
			return gbx_scan_hit(s, from, from + len, GBX_T_SECRET_URL_PASSWORD);
	}
	return 0;
}
