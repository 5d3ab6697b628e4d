/* Every kernel makes the same masks, and believes only quotes that are regular. */
#include "sql_testing.h"

#define LONGEST 700u

/* The ends found before the first block that is not regular, as "position," each. */
static void ends_of(const struct gbx_sql_kernel *k, const char *text, size_t n, unsigned char quote,
		    size_t *blocks, struct gbx_buf *out)
{
	unsigned char *p = calloc(1, n + 1);
	struct gbx_sql_block block[GBX_SQL_BLOCKS];
	struct gbx_sql_scan scan = {.backslash = true, .quote = quote};
	struct gbx_sql_index ix = {.n = 0};
	ix.end = calloc(GBX_SQL_ENDS, sizeof *ix.end);
	ix.mark = calloc(GBX_SQL_MARKS, sizeof *ix.mark);
	assert_true(p && ix.end && ix.mark);
	memcpy(p, text, n);
	*blocks = k->tuples(&scan, p, n, 0, block);
	k->index(block, *blocks, 0, &ix);
	for (uint32_t i = 0; i < ix.n; i++)
		gbx_buf_addf(out, "%u,", ix.end[i]);
	for (uint32_t i = 0; i < ix.marks; i++)
		gbx_buf_addf(out, "m%u,", ix.mark[i]);
	gbx_buf_addf(out, "odd %llx", (unsigned long long)(*blocks ? scan.odd : 0));
	free(p);
	free(ix.end);
	free(ix.mark);
}

static void kernels_agree(void **state)
{
	(void)state;
	static const char bytes[] = "''''\\\\(),;, \n\t-\"/aN5\xc3\xa4,,'";
	uint64_t x = 7;
	for (unsigned round = 0; round < 3000; round++) {
		char text[LONGEST];
		size_t n = 1 + rnd(&x) % LONGEST, want_blocks, blocks;
		size_t kinds = 1 + rnd(&x) % (sizeof bytes - 1);
		struct gbx_buf want = GBX_BUF_INIT(1 << 20);
		for (size_t i = 0; i < n; i++)
			text[i] = bytes[rnd(&x) % 3 ? sizeof bytes - 2 - rnd(&x) % kinds : 16];
		unsigned char quote = round % 4 ? '\'' : '"';
		ends_of(&gbx_sql_kernels[gbx_sql_kernels_count - 1], text, n, quote, &want_blocks, &want);
		for (unsigned k = 0; k + 1 < gbx_sql_kernels_count; k++) {
			struct gbx_buf got = GBX_BUF_INIT(1 << 20);
			if (!gbx_sql_kernels[k].fits())
				continue;
			ends_of(&gbx_sql_kernels[k], text, n, quote, &blocks, &got);
			assert_int_equal(blocks, want_blocks);
			assert_string_equal(gbx_buf_str(&got), gbx_buf_str(&want));
			gbx_buf_release(&got);
		}
		gbx_buf_release(&want);
	}
}

static bool believes(const char *text)
{
	size_t blocks;
	struct gbx_buf out = GBX_BUF_INIT(1 << 16);
	ends_of(gbx_sql_kernel_pick(), text, strlen(text), '\'', &blocks, &out);
	gbx_buf_release(&out);
	return blocks == 1;
}

static void believes_regular_quotes(void **state)
{
	(void)state;
	assert_true(believes(",(1,'a'),(2,'it''s'),(3, 'x\\'y')"));
	assert_true(believes(",(1,'(),;--\"/#'),(-2,NULL)"));
	assert_false(believes(",(1,'O'Brien')"));
	assert_false(believes(",(1,E'a')"));
	assert_false(believes(",(1,'a' 'b')"));
	assert_false(believes(",(1,'a'::text)"));
	assert_false(believes(",(1,\"a\")"));
	assert_false(believes(",(1) -- x"));
	assert_false(believes(",(1 /* x */)"));
	assert_false(believes(",(ARRAY[1,2])"));
}

static void finds_ends(void **state)
{
	(void)state;
	size_t blocks;
	struct gbx_buf out = GBX_BUF_INIT(1 << 16);
	const char *text = ",(1,'a,(b'),(2,'c\\'');";
	ends_of(gbx_sql_kernel_pick(), text, strlen(text), '\'', &blocks, &out);
	assert_string_equal(gbx_buf_str(&out), "0,1,3,10,11,12,14,20,21,m1,m3,m5,m7,m8,odd 1");
	gbx_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kernels_agree),
	    cmocka_unit_test(believes_regular_quotes),
	    cmocka_unit_test(finds_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
