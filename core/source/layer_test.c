/* Layers: peeking, taking, some of a block, fetching, spooling; any size of blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "layer.h"

#define ALL 100000u

struct blocks {
	struct gbx_layer base;
	size_t at, step;
};

static unsigned char byte_at(size_t i)
{
	return (unsigned char)(i * 2654435761u >> 13);
}

static size_t blocks_read(struct gbx_layer *l, const unsigned char **p)
{
	static unsigned char buf[ALL];
	struct blocks *b = (struct blocks *)l;
	size_t n = ALL - b->at < b->step ? ALL - b->at : b->step;
	for (size_t i = 0; i < n; i++)
		buf[i] = byte_at(b->at + i);
	b->at += n;
	*p = buf;
	return n;
}

static void blocks_free(struct gbx_layer *l)
{
	free(l);
}

static struct gbx_layer *blocks(size_t step)
{
	struct blocks *b = calloc(1, sizeof *b);
	assert_non_null(b);
	b->base = (struct gbx_layer){ .read = blocks_read, .free = blocks_free };
	b->step = step;
	return &b->base;
}

static void expect(const unsigned char *p, size_t at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(p[i], byte_at(at + i));
}

/* Every byte comes once and in order, however it is asked for, after a peek too. */
static void in_order(void **state)
{
	(void)state;
	static const size_t steps[] = { 1000, 20000, GBX_MAGIC_BYTES, 40000, ALL };
	static const size_t asks[] = { 1, 7, 5000, 33000 };
	for (size_t s = 0; s < 5; s++) {
		for (size_t a = 0; a < 4; a++) {
			struct gbx_layer *l = blocks(steps[s]);
			unsigned char some[8];
			const unsigned char *p = NULL;
			size_t at = 0, n = gbx_layer_peek(l, &p);
			expect(p, 0, n < 100 ? n : 100);
			assert_true(gbx_layer_take(l, some, sizeof some));
			expect(some, 0, sizeof some);
			for (at = sizeof some; (n = gbx_layer_some(l, asks[a], &p)); at += n) {
				assert_true(n <= asks[a]);
				expect(p, at, n);
			}
			assert_int_equal(at, ALL);
			assert_int_equal(l->at, ALL);
			gbx_layer_close(l);
		}
	}
}

static void spooled(void **state)
{
	(void)state;
	enum gbx_eid why;
	unsigned char buf[100];
	const unsigned char *p = NULL;
	struct gbx_layer *l = gbx_layer_spool_up_to(blocks(4096), ALL + 1, &why);
	assert_non_null(l);
	assert_true(gbx_layer_fetch(l, ALL - 100, buf, 100));
	expect(buf, ALL - 100, 100);
	assert_false(gbx_layer_fetch(l, ALL - 99, buf, 100));
	assert_false(gbx_layer_fetch(l, UINT64_MAX, buf, 1));
	assert_true(gbx_layer_seek(l, 5));
	assert_int_equal(gbx_layer_next(l, &p), ALL - 5);
	expect(p, 5, 1000);
	gbx_layer_close(l);
	assert_null(gbx_layer_spool_up_to(blocks(4096), ALL, &why));
	assert_int_equal(why, GBX_E_SPOOL);
	l = blocks(10);
	assert_false(gbx_layer_fetch(l, 0, buf, 1));
	gbx_layer_close(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(spooled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
