/*
 * What the vault's tests share: a folder of their own with the user's data folder
 * in it, batches of made-up people, and bytes looked for in files.
 */
#ifndef GBX_VAULT_TESTING_H
#define GBX_VAULT_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "impl.h"

#define CANARY "canary-7f3a91c5d2" /* part of every e-mail */

struct place {
	char dir[64], path[96], journal[112], keys[160];
};

static inline int place_new(void **state)
{
	struct place *t = calloc(1, sizeof *t);
	assert_non_null(t);
	snprintf(t->dir, sizeof t->dir, "/tmp/gbx-vault-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	snprintf(t->path, sizeof t->path, "%s/a.gbx", t->dir);
	snprintf(t->journal, sizeof t->journal, "%s-journal", t->path);
	snprintf(t->keys, sizeof t->keys, "%s/glovebox/keys", t->dir);
	setenv("XDG_DATA_HOME", t->dir, 1);
	*state = t;
	return 0;
}

static inline int place_remove(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st, (void)kind, (void)f;
	return remove(path);
}

static inline int place_free(void **state)
{
	struct place *t = *state;
	nftw(t->dir, place_remove, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
	return 0;
}

/* A record's values, all made up; the seed decides. */
static inline uint64_t mix(uint64_t *s)
{
	uint64_t z = *s += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

struct people {
	struct gbx_parsed p;
	struct gbx_batch *b;
	struct gbx_buf bytes;
};

static inline void person(struct people *x, uint32_t rec, uint64_t *s)
{
	static const char *const family[] = {"王", "李", "张", "Smith", "Muster", "Doe"};
	static const char *const given[] = {"小明", "丽", "Jane", "Max", "Erika", "Ann"};
	static const char *const names[] = {"name", "id",   "email",   "phone",
	                                    "hash", "born", "address", "note"};
	char text[8][96];
	snprintf(text[0], 96, "%s%s", family[mix(s) % 6], given[mix(s) % 6]);
	snprintf(text[1], 96, "990000%04u%02u%02u%04u", 1950 + (unsigned)(mix(s) % 60),
	         1 + (unsigned)(mix(s) % 12), 1 + (unsigned)(mix(s) % 28),
	         (unsigned)(mix(s) % 10000));
	snprintf(text[2], 96, "%s%u@mail%u.example.com", CANARY, (unsigned)(mix(s) % 1000000),
	         (unsigned)(mix(s) % 9));
	snprintf(text[3], 96, "+1-555-01%02u", (unsigned)(mix(s) % 100));
	snprintf(text[4], 96, "%016llx%016llx", (unsigned long long)mix(s),
	         (unsigned long long)mix(s));
	snprintf(text[5], 96, "%u-%02u-%02u", 1950 + (unsigned)(mix(s) % 60),
	         1 + (unsigned)(mix(s) % 12), 1 + (unsigned)(mix(s) % 28));
	snprintf(text[6], 96, "%u Main Street, Building %u", (unsigned)(mix(s) % 900),
	         (unsigned)(mix(s) % 40));
	text[7][0] = 0;
	for (unsigned c = 0; c < 8; c++) {
		uint32_t col = gbx_batch_column(&x->p, x->b, gbx_span_str(names[c]), 0, c);
		struct gbx_cell cell = {(uint32_t)x->bytes.n, (uint32_t)strlen(text[c])};
		if (c == 7 && mix(s) % 2)
			cell = (struct gbx_cell){GBX_ABSENT, 0};
		gbx_buf_add(&x->bytes, text[c], cell.len);
		assert_true(gbx_batch_cell(&x->p, x->b, col, rec, cell));
	}
}

static inline void people_new(struct people *x, uint32_t n, uint64_t seed)
{
	gbx_parsed_init(&x->p);
	gbx_buf_init(&x->bytes, 64u << 20);
	x->b = gbx_parsed_batch(&x->p, gbx_span_str("people"), 0);
	assert_non_null(x->b);
	for (uint32_t i = 0; i < n; i++) {
		assert_int_equal(gbx_batch_record(&x->p, x->b, x->bytes.n + 9 * (uint64_t)i), i);
		person(x, i, &seed);
	}
	x->b->bytes = (const unsigned char *)x->bytes.p;
	gbx_batch_finish(x->b);
}

static inline void people_free(struct people *x)
{
	gbx_parsed_release(&x->p);
	gbx_buf_release(&x->bytes);
}

static inline void batch_equal(const struct gbx_batch *a, const struct gbx_batch *b)
{
	assert_string_equal(a->relation, b->relation);
	assert_true(a->shape == b->shape);
	assert_int_equal(a->nrec, b->nrec);
	assert_int_equal(a->ncol, b->ncol);
	assert_memory_equal(a->rec_off, b->rec_off, a->nrec * sizeof *a->rec_off);
	for (uint32_t c = 0; c < a->ncol; c++) {
		const struct gbx_column *x = &a->col[c], *y = &b->col[c];
		assert_string_equal(x->name, y->name);
		assert_int_equal(x->name_len, y->name_len);
		assert_int_equal(x->flags, y->flags);
		assert_int_equal(x->n, y->n);
		assert_int_equal(!x->rec, !y->rec);
		if (x->rec)
			assert_memory_equal(x->rec, y->rec, x->n * sizeof *x->rec);
		for (uint32_t i = 0; i < x->n; i++) {
			assert_int_equal(x->cell[i].off == GBX_ABSENT,
			                 y->cell[i].off == GBX_ABSENT);
			assert_true(gbx_span_eq(gbx_cell_span(a, x->cell[i]),
			                        gbx_cell_span(b, y->cell[i])));
		}
	}
}

/* Seals and stores a block of n people at the end. */
static inline enum gbx_rc store_people(struct gbx_vault *v, struct gbx_sealer *s, uint64_t seq,
                                       uint32_t n, struct gbx_err *err)
{
	struct people x;
	struct gbx_buf out = GBX_BUF_INIT(GBX_SEALED_BYTES);
	struct gbx_block_id id = {.seq = seq, .relation = 1, .entry = 1, .records = n};
	people_new(&x, n, seq + 1);
	enum gbx_rc rc = gbx_seal(s, &id, x.b, &out, err);
	if (!rc)
		rc = gbx_vault_put_block(v, &id, gbx_buf_span(&out), err);
	gbx_buf_release(&out);
	people_free(&x);
	return rc;
}

/* A case with so many blocks of 100 people, committed, not finished. */
static inline struct gbx_vault *case_with(const char *path, uint64_t blocks)
{
	struct gbx_vault *v = NULL;
	struct gbx_sealer *s = NULL;
	struct gbx_err err = {.text = ""};
	if (gbx_vault_create(&v, path, NULL, &err))
		fail_msg("%s", err.text);
	assert_int_equal(gbx_vault_begin(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_put_relation(v, 1, "people", 0, &err), GBX_OK);
	assert_int_equal(gbx_sealer_new(v, &s, &err), GBX_OK);
	for (uint64_t i = 0; i < blocks; i++)
		assert_int_equal(store_people(v, s, i, 100, &err), GBX_OK);
	assert_int_equal(gbx_vault_commit(v, &err), GBX_OK);
	gbx_sealer_free(s);
	return v;
}

static inline enum gbx_eid open_as(const char *path, enum gbx_vault_mode mode,
                                   const struct gbx_vault_options *o)
{
	struct gbx_vault *v = NULL;
	struct gbx_err err = {.id = GBX_E_NONE};
	gbx_vault_open(&v, path, mode, o, &err);
	gbx_vault_close(v);
	return err.id;
}

/* How often the bytes stand in a file; 0 when there is none. */
static inline size_t count_in(const char *path, const void *what, size_t n)
{
	size_t found = 0;
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	assert_int_equal(fstat(fd, &st), 0);
	char *all = malloc((size_t)st.st_size + 1);
	assert_non_null(all);
	ssize_t got = pread(fd, all, (size_t)st.st_size, 0);
	char *at = all, *end = all + (got > 0 ? got : 0);
	while ((at = memmem(at, (size_t)(end - at), what, n)) != NULL)
		found++, at++;
	free(all);
	close(fd);
	return found;
}

static inline void run_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

#endif
