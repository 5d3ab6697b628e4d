/*
 * Dumps of pg_dump, written here as its source says: versions, packings, escapes; cut at
 * every byte, numbers that lie.
 */
#include "book_testing.h"
#include "doc_pgtoc.h"

enum how { NONE, GZIP, LZ4, ZSTD };

struct shape {
	unsigned minor; /* of the version */
	unsigned format;
	enum how how;
};

static void number(struct kit_blob *b, int64_t v)
{
	unsigned char p[5] = { v < 0 };
	uint64_t n = (uint64_t)(v < 0 ? -v : v);
	for (unsigned i = 0; i < 4; i++)
		p[1 + i] = (unsigned char)(n >> 8 * i);
	kit_append(b, p, sizeof p);
}

static void text(struct kit_blob *b, const char *s)
{
	number(b, s ? (int64_t)strlen(s) : -1);
	if (s)
		kit_append(b, s, strlen(s));
}

static void head(struct kit_blob *b, struct shape s)
{
	unsigned char p[11] = { 'P', 'G', 'D', 'M', 'P', 1, (unsigned char)s.minor, 0, 4, 8,
				(unsigned char)s.format };
	kit_append(b, p, sizeof p);
	unsigned char how = (unsigned char)s.how;
	if (s.minor >= 15)
		kit_append(b, &how, 1);
	else
		number(b, s.how == GZIP ? -1 : 0);
	for (unsigned i = 0; i < 7; i++)
		number(b, (int64_t)i);
	text(b, "shop");
	if (s.minor >= 10) {
		text(b, "15.1");
		text(b, "15.1");
	}
}

static void item(struct kit_blob *b, struct shape s, int id, const char *tag, const char *kind,
		 const char *copy, const char *file)
{
	number(b, id);
	number(b, file != NULL);
	text(b, "0");
	text(b, "16385");
	text(b, tag);
	text(b, kind);
	if (s.minor >= 11)
		number(b, 3);
	text(b, "some definition");
	text(b, "");
	text(b, copy);
	text(b, "public");
	for (unsigned since = 10; since <= 14; since += 4)
		if (s.minor >= since)
			text(b, since == 10 ? NULL : "heap");
	if (s.minor >= 16)
		number(b, 'r');
	text(b, "owner");
	text(b, "false");
	text(b, "12");
	text(b, NULL);
	if (s.format == GBX_PG_CUSTOM)
		kit_append(b, "\1\0\0\0\0\0\0\0\0", 9);
	else
		text(b, file);
}

static void contents(struct kit_blob *b, struct shape s)
{
	head(b, s);
	number(b, 4);
	item(b, s, 7, "people", "TABLE", NULL, NULL);
	item(b, s, 9, "v", "VIEW", NULL, NULL);
	item(b, s, 20, "odd", "TABLE DATA", "COPY public.\"od(d\" (\"two \"\"words\", b) FROM stdin;\n",
	     "20.dat");
	item(b, s, 10, "people", "TABLE DATA", "COPY public.people (id, name, note) FROM stdin;\n",
	     "10.dat");
}

#define PEOPLE "1\tAnn\ttab\\there\\nline\\\\back\n2\t\\N\t\n3\tx\\x41\\102\\q\t\\\\N\n\\.\n\n\n"
#define ODD "a\tb\n\\.\n\n\n"
#define WANT_ROWS "1: 1|Ann|tab\there\nline\\back\n2: 2|-|\n3: 3|xABq|\\N\n"
#define WANT_ODD "T public.odd: two \"words|b\n1: a|b\n"

static int64_t deflated(struct kit_blob *to, const char *p)
{
	/* the zlib stream inside a gzip file, with its own head and sum: stored blocks */
	size_t n = strlen(p);
	uint32_t a = 1, c = 0;
	for (size_t i = 0; i < n; i++) {
		a = (a + (unsigned char)p[i]) % 65521;
		c = (c + a) % 65521;
	}
	unsigned char h[7] = { 0x78, 1, 1, (unsigned char)n, (unsigned char)(n >> 8),
			       (unsigned char)~n, (unsigned char)(~n >> 8) };
	unsigned char t[4] = { (unsigned char)(c >> 8), (unsigned char)c, (unsigned char)(a >> 8),
			       (unsigned char)a };
	kit_append(to, h, 7);
	kit_append(to, p, n);
	kit_append(to, t, 4);
	return (int64_t)n;
}

static struct kit_blob packed(const char *p, enum how how)
{
	struct kit_blob b = { 0 };
	if (how == NONE)
		kit_append(&b, p, strlen(p));
	else if (how == GZIP)
		deflated(&b, p);
	else
		b = kit_squeeze(how == LZ4 ? ARCHIVE_FILTER_LZ4 : ARCHIVE_FILTER_ZSTD, p, strlen(p));
	return b;
}

/* A block of rows, in chunks of 11 bytes. */
static void block(struct kit_blob *b, int id, const char *p, enum how how)
{
	struct kit_blob rows = packed(p, how);
	kit_append(b, "\1", 1);
	number(b, id);
	for (size_t at = 0; at < rows.n; at += 11) {
		size_t n = rows.n - at < 11 ? rows.n - at : 11;
		number(b, (int64_t)n);
		kit_append(b, rows.p + at, n);
	}
	number(b, 0);
	kit_free(&rows);
}

static struct kit_blob custom(struct shape s)
{
	struct kit_blob b = { 0 };
	contents(&b, s);
	block(&b, 10, PEOPLE, s.how);
	block(&b, 20, ODD, s.how);
	kit_append(&b, "\3", 1);
	number(&b, 30);
	number(&b, 16414);
	number(&b, 3);
	kit_append(&b, "abc", 3);
	number(&b, 0);
	number(&b, 0);
	return b;
}

static void check(const char *name, const struct kit_blob *b, size_t n, const char *want)
{
	struct gbx_buf got = GBX_BUF_INIT(1u << 20);
	struct kit_list *l = kit_source(name, b->p, n);
	book_list_text(&got, l);
	assert_string_equal(gbx_buf_str(&got), want);
	gbx_buf_release(&got);
	kit_close(l);
}

static const char whole[] = "= x.dump!/public.people\nS views 1\nT public.people: id|name|note\n" WANT_ROWS
			    "= x.dump!/public.odd\n" WANT_ODD
			    "= x.dump!/large objects\nS large objects 1\n";

static void versions_and_packings(void **state)
{
	(void)state;
	static const struct shape shapes[] = {
		{ 10, 1, NONE }, { 12, 1, GZIP }, { 14, 1, NONE }, { 14, 1, GZIP }, { 15, 1, LZ4 },
		{ 15, 1, ZSTD }, { 16, 1, GZIP }, { 16, 1, ZSTD },
	};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct kit_blob b = custom(shapes[i]);
		check("x.dump", &b, b.n, whole);
		kit_free(&b);
	}
}

static void packed_once_more(void **state)
{
	(void)state;
	struct kit_blob b = custom((struct shape){ 14, 1, GZIP });
	struct kit_blob z = kit_squeeze(ARCHIVE_FILTER_GZIP, b.p, b.n);
	struct kit_list *l = kit_source("x.dump.gz", z.p, z.n);
	assert_int_equal(l->n, 3);
	assert_string_equal(l->e[1].path, "x.dump.gz!/x.dump!/public.odd");
	kit_close(l);
	kit_free(&z);
	kit_free(&b);
}

static void what_is_not_read(void **state)
{
	(void)state;
	struct kit_blob b = custom((struct shape){ 17, 1, NONE });
	check("x.dump", &b, b.n, "= x.dump\n! E_DUMP_VERSION\n");
	kit_free(&b);
	b = custom((struct shape){ 16, 1, (enum how)9 });
	check("x.dump", &b, b.n, "= x.dump\n! E_METHOD\n");
	kit_free(&b);
	contents(&b, (struct shape){ 14, GBX_PG_DIRECTORY, NONE });
	check("toc.dat", &b, b.n,
	      "= toc.dat!/contents\nS tables of contents 1\nB 10 T public.people: id|name|note\n"
	      "B 20 T public.odd: two \"words|b\nS views 1\n");
	kit_free(&b);
}

/* Rows without a COPY statement are text for another format. */
static void rows_as_statements(void **state)
{
	(void)state;
	static const char sql[] = "INSERT INTO public.t VALUES (1);\n";
	struct shape s = { 14, 1, NONE };
	struct kit_blob b = { 0 };
	head(&b, s);
	number(&b, 1);
	item(&b, s, 5, "t", "TABLE DATA", "", "5.dat");
	block(&b, 5, sql, NONE);
	struct kit_list *l = kit_source("i.dump", b.p, b.n);
	assert_int_equal(l->n, 1);
	kit_expect(l, 0, "i.dump!/public.t.sql", sql, sizeof sql - 1);
	kit_close(l);
	kit_free(&b);
}

static struct kit_blob tarred(unsigned format, bool gzip)
{
	struct kit_blob toc = { 0 }, people = { 0 }, odd = { 0 };
	contents(&toc, (struct shape){ 14, format, NONE });
	kit_append(&people, PEOPLE, sizeof PEOPLE - 1);
	if (!gzip)
		kit_append(&odd, ODD, sizeof ODD - 1);
	else
		odd = kit_squeeze(ARCHIVE_FILTER_GZIP, ODD, sizeof ODD - 1);
	const struct kit_file f[] = { { "d/toc.dat", toc.p, toc.n },
				      { "d/10.dat", people.p, people.n },
				      { gzip ? "d/20.dat.gz" : "d/20.dat", odd.p, odd.n },
				      { "d/blob_7.dat", "abc", 3 },
				      { "d/restore.sql", "-- text", 7 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, f, 5);
	kit_free(&toc);
	kit_free(&people);
	kit_free(&odd);
	return b;
}

static void tar_format(void **state)
{
	(void)state;
	for (unsigned gzip = 0; gzip < 2; gzip++) {
		struct kit_blob b = tarred(gzip ? GBX_PG_DIRECTORY : GBX_PG_TAR, gzip);
		check("x.dump", &b, b.n, whole);
		kit_free(&b);
	}
}

/* ---- hostile ---- */

/* Gives p[0..n) in pieces; the copy ends where it ends. */
struct pieces {
	struct gbx_layer base;
	unsigned char *p;
	size_t n, at, step;
};

static size_t pieces_read(struct gbx_layer *l, const unsigned char **p)
{
	struct pieces *x = (struct pieces *)l;
	size_t n = x->n - x->at < x->step ? x->n - x->at : x->step;
	*p = x->p + x->at;
	x->at += n;
	return n;
}

static enum gbx_eid open_toc(const unsigned char *p, size_t n, size_t step, size_t *tables)
{
	struct pieces x = { .base = { .read = pieces_read }, .n = n, .step = step };
	struct gbx_pg_in in;
	struct gbx_pg_toc toc;
	x.p = malloc(n ? n : 1);
	assert_non_null(x.p);
	memcpy(x.p, p, n);
	enum gbx_eid why = gbx_pg_open(&in, &toc, &x.base);
	*tables = toc.n;
	gbx_pg_release(&toc);
	free(x.base.head);
	free(x.p);
	return why;
}

static void contents_cut_anywhere(void **state)
{
	(void)state;
	struct kit_blob b = { 0 };
	size_t tables;
	contents(&b, (struct shape){ 14, 1, NONE });
	assert_int_equal(open_toc(b.p, b.n, 3, &tables), GBX_E_NONE);
	assert_int_equal(tables, 2);
	for (size_t n = 0; n < b.n; n++)
		assert_int_equal(open_toc(b.p, n, 1 + n % 7, &tables), GBX_E_DUMP_DAMAGED);
	unsigned seed = 1;
	for (unsigned i = 0; i < 20000; i++) {
		seed = seed * 1103515245u + 12345u;
		size_t at = (seed >> 8) % b.n;
		unsigned char was = b.p[at];
		b.p[at] = (unsigned char)(seed >> 24);
		enum gbx_eid why = open_toc(b.p, b.n, b.n, &tables);
		assert_true(why == GBX_E_NONE || gbx_rc_is_data(gbx_eid_rc(why)));
		b.p[at] = was;
	}
	kit_free(&b);
}

/* Cut or changed anywhere: an end, no rows that are not there. */
static void dump_cut_and_changed(void **state)
{
	(void)state;
	struct kit_blob b = custom((struct shape){ 14, 1, GZIP });
	for (size_t n = b.n - 330; n < b.n; n += 3) {
		struct kit_list *l = kit_source("c.dump", b.p, n);
		assert_int_equal(l->rc, GBX_END);
		assert_true(l->n >= 1);
		kit_close(l);
	}
	struct kit_list *l = kit_source("c.dump", b.p, b.n - 100);
	kit_expect_fault(l, l->n - 1, "c.dump", GBX_E_DUMP_DAMAGED);
	kit_close(l);
	unsigned seed = 8;
	for (unsigned i = 0; i < 100; i++) {
		seed = seed * 1103515245u + 12345u;
		size_t at = b.n - 1 - (seed >> 8) % 330;
		unsigned char was = b.p[at];
		b.p[at] = (unsigned char)(seed >> 24);
		l = kit_source("c.dump", b.p, b.n);
		assert_int_equal(l->rc, GBX_END);
		kit_close(l);
		b.p[at] = was;
	}
	kit_free(&b);
	b = tarred(GBX_PG_TAR, false);
	for (size_t n = 600; n < b.n; n += 97) {
		l = kit_source("c.tar", b.p, n);
		assert_int_equal(l->rc, GBX_END);
		kit_close(l);
	}
	kit_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_and_packings), cmocka_unit_test(packed_once_more),
		cmocka_unit_test(what_is_not_read),	 cmocka_unit_test(rows_as_statements),
		cmocka_unit_test(tar_format),		 cmocka_unit_test(contents_cut_anywhere),
		cmocka_unit_test(dump_cut_and_changed),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}
