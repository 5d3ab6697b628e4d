/*
 * The quick walk against the tape: every kernel this processor has, and none, must
 * make the same records of the same lines, whatever they hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "jrecord.h"
#include "lines.h"

/* Everything of a batch, in its order. */
static void print_batch(struct gbx_buf *b, const struct gbx_batch *x)
{
	gbx_buf_addf(b, "%s %u\n", x->relation, x->nrec);
	for (uint32_t i = 0; i < x->nrec; i++)
		gbx_buf_addf(b, "@%llu", (unsigned long long)x->rec_off[i]);
	for (uint32_t k = 0; k < x->ncol; k++) {
		const struct gbx_column *c = &x->col[k];
		gbx_buf_addf(b, "\n%s %u %u:", c->name, c->flags, c->n);
		for (uint32_t i = 0; i < c->n; i++) {
			gbx_buf_addf(b, " %u=", c->rec ? c->rec[i] : i);
			if (c->cell[i].off == GBX_ABSENT)
				gbx_buf_adds(b, "-");
			else
				gbx_buf_add(b, x->bytes + c->cell[i].off, c->cell[i].len);
		}
	}
	gbx_buf_adds(b, "\n");
}

struct told {
	struct gbx_buf text;
	uint32_t quick; /* records that needed no tape */
};

static void take_line(struct gbx_jrec *r, struct gbx_span relation, size_t *at, struct told *t)
{
	size_t n = gbx_quick_line(&r->quick, &r->flat, relation, *at);
	struct gbx_line l;
	t->quick += n != 0;
	*at += n;
	if (n || !gbx_line_next(gbx_span_of(r->chunk->p, r->chunk->n), at, &l))
		return;
	enum gbx_eid why = gbx_jrec_load(r, l.off, l.text);
	if (why == GBX_E_NONE)
		why = gbx_jrec_object(r, relation, l.off, 0);
	gbx_jrec_account(r, l.off, l.all, why);
}

/* Parses lines with that kernel, or by tape alone. The chunk ends at its pad, which is
 * full of what would lead on. */
static struct told tell(const char *p, size_t n, const struct gbx_quick_kernel *k)
{
	struct told t = {.text = GBX_BUF_INIT(64u << 20)};
	struct gbx_chunk c = {.off = 1000};
	struct gbx_parsed out;
	struct gbx_jrec r;
	struct gbx_err err;
	assert_true(gbx_chunk_reserve(&c, n + GBX_CHUNK_PAD));
	memcpy(c.p, p, n);
	for (size_t i = 0; i < GBX_CHUNK_PAD; i++)
		c.p[n + i] = (unsigned char)"\":1, }]1"[i % 8];
	c.n = n;
	gbx_parsed_init(&out);
	gbx_jrec_open(&r, &c, &out);
	r.quick.kernel = k;
	for (size_t at = 0; at < n;)
		take_line(&r, gbx_span_str("rel"), &at, &t);
	assert_int_equal(gbx_jrec_close(&r, &err), GBX_OK);
	for (uint32_t i = 0; i < out.nbatch; i++)
		print_batch(&t.text, out.batch[i]);
	for (uint32_t i = 0; i < out.nbad; i++)
		gbx_buf_addf(&t.text, "bad %llu+%llu %s\n", (unsigned long long)out.bad[i].off,
		             (unsigned long long)out.bad[i].len, gbx_eid_name(out.bad[i].reason));
	gbx_parsed_release(&out);
	gbx_chunk_release(&c);
	return t;
}

/* Records read quickly by the first kernel that fits. */
static uint32_t same_by_all(const char *p, size_t n)
{
	struct told want = tell(p, n, NULL);
	uint32_t quick = 0;
	bool first = true;
	for (unsigned k = 0; k < gbx_quick_kernels_count; k++) {
		if (!gbx_quick_kernels[k].fits())
			continue;
		struct told got = tell(p, n, &gbx_quick_kernels[k]);
		assert_string_equal(gbx_buf_str(&got.text), gbx_buf_str(&want.text));
		assert_true(first || got.quick == quick);
		quick = got.quick;
		first = false;
		gbx_buf_release(&got.text);
	}
	assert_int_equal(want.quick, 0);
	gbx_buf_release(&want.text);
	return quick;
}

static void check(const char *text, uint32_t quick)
{
	assert_int_equal(same_by_all(text, strlen(text)), quick);
}

static void test_taken(void **state)
{
	(void)state;
	check("{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\",\"b\":-2.5e3}\n", 1);
	check("{\"a\":{\"b\":[1,2,{\"c\":\"z\"}]}}\n{\"a\":{\"b\":[{\"c\":\"q\"},3,[]]}}\n", 0);
	check("{\"a\":{\"b\":[1,{\"c\":\"z\"}]}}\n{\"a\":{\"b\":[{\"c\":\"q\"},3]}} \r\n", 1);
	check("{\"a\": 1, \"b\": [\"x\", \"y\"]}\n{ \"b\" : [ ] , \"a\" : null }\n", 1);
	check("{\"a\":\"1\\n\"}\n{\"a\":\"2\\u4e2d\\\"\"}\n{\"a\":\"\"}", 2);
	check("{\"_id\":{\"$oid\":\"aa\"}}\n{\"_id\":{\"$oid\":\"bb\"}}\n", 1);
	check("{\"d\":{\"$date\":{\"$numberLong\":\"1\"}}}\n{\"d\":{\"$date\":{\"$numberLong\":"
	      "\"2\"}}}",
	      1);
	check("{\"a\":true,\"b\":false}\n{\"a\":false,\"b\":null}\n{\"b\":1,\"b\":2}\n", 2);
}

static void test_left(void **state)
{
	(void)state;
	/* new names, wrappers that are none, keys with escapes, grammar, text behind */
	check("{\"a\":1}\n{\"a\":1,\"b\":2}\n", 0);
	check("{\"d\":{\"$oid\":\"1\"}}\n{\"d\":{\"$oid\":\"1\",\"x\":2}}\n", 0);
	check("{\"a\":1}\n{\"\\u0061\":2}\n", 0);
	check("{\"a\":1}\n{\"a\":01}\n{\"a\":1,}\n{\"a\":tru}\n{\"a\":1}x\n{\"a\":1]\n{a:1}\n", 0);
	check("{\"a\":\"1\"}\n{\"a\":\"\t\"}\n{\"a\":\"\\x\"}\n{\"a\":\"b\n\"}\n{\"a\":\"b", 0);
	check("{\"a\":1}\n{}\n{\"a\":[]}\n{\"a\":", 0);
	/* a key whose text would hold its own end */
	check("{\"a\\\":1,\\\"b\":1}\n{\"a\":1,\"b\":1}\n", 0);
	check("{\"a\n\":1}\n{\"a\\n\":1}\n{\"a\n\":2}\n", 0);
}

static void test_utf8(void **state)
{
	(void)state;
	check("{\"a\":\"\xe4\xb8\xad\"}\n{\"a\":\"\xe4\xb8\xad\"}\n", 1);
	check("{\"a\":\"x\"}\n{\"a\":\"\xff\"}\n{\"a\":\"y\"}\n", 1);
	check("{\"a\":\"x\"}\n{\"a\":\"\xed\xa0\x80\"}\n{\"a\":\"\xe4\xb8\"}\n{\"a\":1}\n", 1);
}

/* Strings, keys and blanks of all lengths across the steps of the kernels. */
static void test_lengths(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	for (int n = 0; n < 200; n++) {
		gbx_buf_reset(&b);
		for (int line = 0; line < 3; line++)
			gbx_buf_addf(&b, "{\"%0*d\":\"%0*d\",\"z\":%*d,\"e\":\"\\t%0*d\\n\"}\n",
			             n + 1, 7, n + 1, line, n + 1, line, 1 + n / 2, line);
		assert_int_equal(same_by_all(b.p, b.n), 2);
	}
	gbx_buf_release(&b);
}

static void test_nesting(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	for (unsigned depth = 1; depth < GBX_NESTING + 3; depth++) {
		gbx_buf_reset(&b);
		for (int line = 0; line < 2; line++) {
			for (unsigned i = 0; i < depth; i++)
				gbx_buf_adds(&b, "{\"k\":");
			gbx_buf_adds(&b, "1");
			for (unsigned i = 0; i < depth; i++)
				gbx_buf_adds(&b, "}");
			gbx_buf_adds(&b, "\n");
		}
		assert_int_equal(same_by_all(b.p, b.n), depth <= GBX_NESTING);
	}
	gbx_buf_release(&b);
}

static uint32_t next_random(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*s >> 33);
}

static void test_mutations(void **state)
{
	(void)state;
	static const char line[] =
	    "{\"_id\":{\"$oid\":\"5f00\"},\"name\":\"Ada \\u00e9\",\"n\":[1,-2.5e3,{\"x\":null}],"
	    "\"o\":{\"p\":true,\"q\":{}},\"long\":\"0123456789012345678901234567890123456789"
	    "01234567890123456789\\n\xe4\xb8\xad\"}\n";
	static const char alphabet[] = "{}[]\",:\\ 0eu-\n\r\xff$ax";
	const size_t n = sizeof line - 1, lines = 6;
	char *doc = malloc(n * lines);
	uint64_t s = 5;
	uint32_t quick = 0;
	assert_non_null(doc);
	for (int round = 0; round < 8000; round++) {
		for (size_t i = 0; i < lines; i++)
			memcpy(doc + i * n, line, n);
		for (uint32_t k = next_random(&s) % 6; k; k--)
			doc[next_random(&s) % (n * lines)] =
			    alphabet[next_random(&s) % (sizeof alphabet - 1)];
		size_t cut = next_random(&s) % 3 ? 0 : next_random(&s) % (n * lines);
		quick += same_by_all(doc, n * lines - cut);
	}
	assert_true(quick > 8000);
	free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_taken),   cmocka_unit_test(test_left),
	    cmocka_unit_test(test_utf8),    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_nesting), cmocka_unit_test(test_mutations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
