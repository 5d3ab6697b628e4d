/*
 * A bounded queue of pointers between threads. push waits while the queue is
 * full, pop while it is empty. gbx_queue_close lets pop drain what is left and
 * then answer NULL; push on a closed queue answers false.
 */
#ifndef GBX_BASE_QUEUE_H
#define GBX_BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>

#define GBX_QUEUE_MAX 256u

struct gbx_queue {
	pthread_mutex_t mu;
	pthread_cond_t not_full, not_empty;
	void *slot[GBX_QUEUE_MAX];
	unsigned cap, head, len;
	bool closed;
};

/* cap is at most GBX_QUEUE_MAX. Returns false when the system refuses. */
bool gbx_queue_init(struct gbx_queue *q, unsigned cap);
void gbx_queue_release(struct gbx_queue *q); /* does not free what is still queued */
bool gbx_queue_push(struct gbx_queue *q, void *item);
void *gbx_queue_pop(struct gbx_queue *q);
void gbx_queue_close(struct gbx_queue *q);

#endif
