/*
 * What tests of charsets share: an entry in memory, and a generator of tables and text in
 * many languages. Names, streets and places are combined at random; places are invented.
 */
#ifndef GBX_SOURCE_CHARSET_TESTING_H
#define GBX_SOURCE_CHARSET_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "charset_text.h"

/* ---- an entry in memory ---- */

struct memory {
	const unsigned char *p;
	size_t n, at, step; /* step: most bytes given at once */
	enum gbx_rc end;    /* what ends it */
};

static inline enum gbx_rc memory_read(void *ctx, void *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	struct memory *m = ctx;
	size_t k = m->n - m->at;
	*got = 0;
	if (!k)
		return m->end == GBX_END ? GBX_END : gbx_fail(err, GBX_E_ARCHIVE_TRUNCATED, NULL);
	k = k < cap ? k : cap;
	k = k < m->step ? k : m->step;
	memcpy(buf, m->p + m->at, k);
	m->at += k;
	*got = k;
	return GBX_OK;
}

/* Reads all of m as text into out, in pieces of at most `cap`. */
static inline enum gbx_rc read_text(struct gbx_charsets *s, struct memory *m, enum gbx_charset told, size_t cap,
				    struct gbx_buf *out, struct gbx_text_facts *facts)
{
	struct gbx_text_options o = { told };
	struct gbx_text *t = gbx_text_new(s, &o, memory_read, m);
	unsigned char *buf = malloc(cap);
	enum gbx_rc rc;
	size_t got;
	assert_non_null(t);
	gbx_buf_reset(out);
	while (!(rc = gbx_text_read(t, buf, cap, &got, NULL))) {
		assert_true(got > 0 && got <= cap);
		gbx_buf_add(out, buf, got);
	}
	gbx_text_facts(t, facts);
	gbx_text_free(t);
	free(buf);
	return rc;
}

/* ---- the generator ---- */

static inline uint32_t dice(uint64_t *state, uint32_t n)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % n;
}

/* Lists are parted by spaces. */
struct tongue {
	const char *given, *family, *street, *place, *word;
	const char *head; /* of a table: name,address,place,note */
	bool joined;	  /* names and words are written without blanks */
};

static inline void put_word(struct gbx_buf *b, uint64_t *r, const char *list)
{
	unsigned n = 1;
	for (const char *p = list; *p; p++)
		n += *p == ' ';
	const char *p = list;
	for (unsigned i = dice(r, n); i; i--)
		p = strchr(p, ' ') + 1;
	gbx_buf_add(b, p, strcspn(p, " "));
}

static inline void put_name(struct gbx_buf *b, uint64_t *r, const struct tongue *t)
{
	put_word(b, r, t->joined ? t->family : t->given);
	gbx_buf_adds(b, t->joined ? "" : " ");
	put_word(b, r, t->joined ? t->given : t->family);
}

static inline void put_address(struct gbx_buf *b, uint64_t *r, const struct tongue *t)
{
	if (t->joined)
		put_word(b, r, t->place);
	put_word(b, r, t->street);
	gbx_buf_addf(b, t->joined ? "%u" : " %u", 1 + dice(r, 200));
}

static inline void put_words(struct gbx_buf *b, uint64_t *r, const struct tongue *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		gbx_buf_adds(b, i && !t->joined ? " " : "");
		put_word(b, r, t->word);
	}
}

static inline void put_row(struct gbx_buf *b, uint64_t *r, const struct tongue *t, const char *const part[6],
			   unsigned id)
{
	gbx_buf_adds(b, part[0]);
	gbx_buf_addf(b, "%u", id);
	gbx_buf_adds(b, part[1]);
	put_name(b, r, t);
	gbx_buf_adds(b, part[2]);
	put_address(b, r, t);
	gbx_buf_adds(b, part[3]);
	gbx_buf_addf(b, "user%u@mail.example.org", dice(r, 90000));
	gbx_buf_adds(b, part[4]);
	if (dice(r, 2))
		put_words(b, r, t, 2 + dice(r, 5));
	gbx_buf_adds(b, part[5]);
}

/* At least `least` bytes of CSV, SQL, JSON or plain text. */
static inline void put_sample(struct gbx_buf *b, uint64_t *r, const struct tongue *t, unsigned shape, size_t least)
{
	static const char *const csv[6] = { "", ",", ",\"", "\",", ",", "\n" };
	static const char *const sql[6] = { "INSERT INTO users VALUES (", ",'", "','", "','", "','", "');\n" };
	static const char *const json[6] = { "{\"id\":", ",\"name\":\"", "\",\"address\":\"", "\",\"email\":\"",
					     "\",\"note\":\"", "\"}\n" };
	const char *const *const shapes[] = { csv, sql, json };
	gbx_buf_reset(b);
	if (shape == 0)
		gbx_buf_addf(b, "id,%s\n", dice(r, 2) ? t->head : "name,address,email,note");
	for (unsigned id = 1; b->n < least; id++) {
		if (shape < 3) {
			put_row(b, r, t, shapes[shape], id);
			continue;
		}
		put_words(b, r, t, 6 + dice(r, 10));
		gbx_buf_adds(b, t->joined ? "\n" : ". ");
		if (dice(r, 3) == 0) {
			put_name(b, r, t);
			gbx_buf_adds(b, "\n");
		}
	}
}

/* UTF-8 to a charset by iconv; false when a character is not in it. */
static inline bool encode(const char *to, const struct gbx_buf *text, struct gbx_buf *out)
{
	iconv_t conv = iconv_open(to, "UTF-8");
	char *from = text->p;
	size_t left = text->n;
	assert_true(conv != (iconv_t)(intptr_t)-1);
	gbx_buf_reset(out);
	bool ok = true;
	while (left && ok) {
		char step[4096], *at = step;
		size_t room = sizeof step;
		ok = iconv(conv, &from, &left, &at, &room) != (size_t)-1 || errno == E2BIG;
		gbx_buf_add(out, step, sizeof step - room);
	}
	char step[16], *at = step;
	size_t room = sizeof step;
	iconv(conv, NULL, NULL, &at, &room);
	gbx_buf_add(out, step, sizeof step - room);
	iconv_close(conv);
	return ok;
}

#endif
