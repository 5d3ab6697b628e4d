/*
 * Inside the free-text scanner: the state of one scan and the handlers of its
 * anchors. A handler is called at an anchor, adds at most one hit, and answers
 * where to go on, always behind the anchor: the scan is linear.
 */
#ifndef GBX_DETECT_SCAN_H
#define GBX_DETECT_SCAN_H

#include "chars.h"
#include "check.h"

struct gbx_scan {
	const unsigned char *p;
	size_t n;
	size_t floor; /* end of the last hit: nothing may begin before it */
	struct gbx_hit *hit;
	uint32_t cap, count;
	size_t next;      /* where handlers may be asked again */
	size_t next_word; /* the same for words: never behind it */
	size_t no_end;    /* no END line of a key begins before */
};

#define GBX_SCAN_WORD 256u /* how far a handler looks for the end of a word */

/* Notes a hit and returns its end. */
static inline size_t gbx_scan_hit(struct gbx_scan *s, size_t from, size_t to, enum gbx_type t)
{
	s->hit[s->count++] = (struct gbx_hit){(uint32_t)from, (uint32_t)(to - from), t};
	s->floor = to;
	return to;
}

/* The byte at i, or a blank outside the text. */
static inline unsigned char gbx_scan_at(const struct gbx_scan *s, size_t i)
{
	return i < s->n ? s->p[i] : ' ';
}

static inline bool gbx_scan_word_byte(unsigned char c)
{
	return gbx_isalnum(c) || c == '_';
}

/* May something end before i: no word, decimal, address goes on there? */
bool gbx_scan_ends(const struct gbx_scan *s, size_t i);
/* The end of the word at i: letters, digits, and single - . between them. */
size_t gbx_scan_word_end(const struct gbx_scan *s, size_t i);
/* Does i stand inside a URL? */
bool gbx_scan_in_url(const struct gbx_scan *s, size_t i);

size_t gbx_scan_mail(struct gbx_scan *s, size_t i);   /* at @, or the % of %40 */
size_t gbx_scan_secret(struct gbx_scan *s, size_t i); /* at $ * J */
/* scheme://user:password@host around the @ at i: 0 when it is none. */
size_t gbx_scan_url_password(struct gbx_scan *s, size_t i);
/* At the first of a long run of letters, digits, _ and -; i when nothing begins there. */
size_t gbx_scan_token(struct gbx_scan *s, size_t i);
size_t gbx_scan_digits(struct gbx_scan *s, size_t i); /* at the first of a run of digits */
/* Groups of digits parted by single signs, from the run at i: 0 when nothing fits. */
/* Does a word before i say that a telephone number follows? */
bool gbx_scan_called_phone(const struct gbx_scan *s, size_t i);
size_t gbx_scan_groups(struct gbx_scan *s, size_t i);
/* The number behind a + at i - 1: 0 when nothing fits. */
size_t gbx_scan_plus(struct gbx_scan *s, size_t i);

#endif
