/*
 * Small character tests and word tables the checks share. ASCII only, no locale.
 */
#ifndef GBX_DETECT_CHARS_H
#define GBX_DETECT_CHARS_H

#include "value.h"

static inline bool gbx_isdigit(unsigned char c)
{
	return (unsigned)(c - '0') < 10;
}
static inline bool gbx_isupper(unsigned char c)
{
	return (unsigned)(c - 'A') < 26;
}
static inline bool gbx_isalpha(unsigned char c)
{
	return (unsigned)((c | 32) - 'a') < 26;
}
static inline bool gbx_isxdigit(unsigned char c)
{
	return gbx_isdigit(c) || (unsigned)((c | 32) - 'a') < 6;
}

static inline bool gbx_isalnum(unsigned char c)
{
	return gbx_isalpha(c) || gbx_isdigit(c);
}
static inline bool gbx_ishex(unsigned char c)
{
	return gbx_isdigit(c) || (unsigned)((c | 32) - 'a') < 6;
}
/* What tokens and keys are written in. */
static inline bool gbx_token_byte(unsigned char c)
{
	return gbx_isalnum(c) || c == '_' || c == '-';
}
static inline unsigned char gbx_lower(unsigned char c)
{
	return gbx_isupper(c) ? c | 32 : c;
}

/* The number in n digits, all of which must be digits; -1 otherwise. n <= 18. */
static inline int64_t gbx_digits(const unsigned char *p, size_t n)
{
	int64_t x = 0;

	for (size_t i = 0; i < n; i++) {
		if (!gbx_isdigit(p[i]))
			return -1;
		x = x * 10 + (p[i] - '0');
	}
	return x;
}

/* Is p of n bytes the word w, upper and lower case alike? w is lower case. */
static inline bool gbx_same_word(const unsigned char *p, size_t n, const char *w)
{
	size_t i = 0;

	for (; i < n && w[i]; i++)
		if (gbx_lower(p[i]) != (unsigned char)w[i])
			return false;
	return i == n && !w[i];
}

/* Does p of n bytes begin with w, upper and lower case alike? Returns its length or 0. */
static inline size_t gbx_prefix_word(const unsigned char *p, size_t n, const char *w)
{
	size_t i = 0;

	for (; w[i]; i++)
		if (i == n || gbx_lower(p[i]) != (unsigned char)w[i])
			return 0;
	return i;
}

/* Is the value one of the words of a table of count entries? */
static inline bool gbx_word_in(const struct gbx_value *v, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((unsigned char)words[i][0] == gbx_lower(v->p[0]) &&
		    gbx_same_word(v->p, v->n, words[i]))
			return true;
	return false;
}

#define GBX_COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
