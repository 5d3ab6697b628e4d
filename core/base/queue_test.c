/* The queue: order, waiting on both sides, closing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "queue.h"

static void first_in_first_out(void **state)
{
	(void)state;
	struct gbx_queue q;
	int item[8];
	assert_true(gbx_queue_init(&q, 8));
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 8; i++)
			assert_true(gbx_queue_push(&q, item + i));
		for (int i = 0; i < 8; i++)
			assert_ptr_equal(gbx_queue_pop(&q), item + i);
	}
	gbx_queue_release(&q);
}

static void closing_drains_and_refuses(void **state)
{
	(void)state;
	struct gbx_queue q;
	int item[2];
	assert_true(gbx_queue_init(&q, GBX_QUEUE_MAX + 99));
	assert_int_equal(q.cap, GBX_QUEUE_MAX);
	gbx_queue_push(&q, item);
	gbx_queue_push(&q, item + 1);
	gbx_queue_close(&q);
	assert_false(gbx_queue_push(&q, item));
	assert_ptr_equal(gbx_queue_pop(&q), item);
	assert_ptr_equal(gbx_queue_pop(&q), item + 1);
	assert_null(gbx_queue_pop(&q));
	assert_null(gbx_queue_pop(&q));
	gbx_queue_release(&q);
}

#define ITEMS 20000u

struct traffic {
	struct gbx_queue q;
	unsigned item[ITEMS];
};

static void *produce(void *arg)
{
	struct traffic *t = arg;
	for (unsigned i = 0; i < ITEMS; i++) {
		t->item[i] = i;
		if (!gbx_queue_push(&t->q, t->item + i))
			break;
	}
	gbx_queue_close(&t->q);
	return NULL;
}

static void two_threads_pass_everything_in_order(void **state)
{
	(void)state;
	static struct traffic t;
	pthread_t thread;
	unsigned n = 0;
	assert_true(gbx_queue_init(&t.q, 3));
	assert_int_equal(pthread_create(&thread, NULL, produce, &t), 0);
	for (unsigned *p; (p = gbx_queue_pop(&t.q)); n++)
		assert_int_equal(*p, n);
	pthread_join(thread, NULL);
	assert_int_equal(n, ITEMS);
	gbx_queue_release(&t.q);
}

static void *push_one(void *arg)
{
	static int item;
	return gbx_queue_push(arg, &item) ? arg : NULL;
}

static void closing_wakes_who_waits_for_room(void **state)
{
	(void)state;
	struct gbx_queue q;
	pthread_t thread;
	void *pushed = &q;
	assert_true(gbx_queue_init(&q, 1));
	assert_non_null(push_one(&q));
	assert_int_equal(pthread_create(&thread, NULL, push_one, &q), 0);
	usleep(20000);
	gbx_queue_close(&q);
	pthread_join(thread, &pushed);
	assert_null(pushed);
	gbx_queue_release(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_in_first_out),
		cmocka_unit_test(closing_drains_and_refuses),
		cmocka_unit_test(two_threads_pass_everything_in_order),
		cmocka_unit_test(closing_wakes_who_waits_for_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
