/* A bounded queue between threads; the contract is in queue.h. */
#include "queue.h"

bool gbx_queue_init(struct gbx_queue *q, unsigned cap)
{
	*q = (struct gbx_queue){ .cap = cap < GBX_QUEUE_MAX ? cap : GBX_QUEUE_MAX };
	if (pthread_mutex_init(&q->mu, NULL))
		return false;
	if (pthread_cond_init(&q->not_full, NULL))
		goto no_full;
	if (pthread_cond_init(&q->not_empty, NULL))
		goto no_empty;
	return true;
no_empty:
	pthread_cond_destroy(&q->not_full);
no_full:
	pthread_mutex_destroy(&q->mu);
	return false;
}

void gbx_queue_release(struct gbx_queue *q)
{
	pthread_cond_destroy(&q->not_empty);
	pthread_cond_destroy(&q->not_full);
	pthread_mutex_destroy(&q->mu);
}

bool gbx_queue_push(struct gbx_queue *q, void *item)
{
	pthread_mutex_lock(&q->mu);
	while (q->len == q->cap && !q->closed)
		pthread_cond_wait(&q->not_full, &q->mu);
	bool ok = !q->closed;
	if (ok) {
		q->slot[(q->head + q->len++) % q->cap] = item;
		pthread_cond_signal(&q->not_empty);
	}
	pthread_mutex_unlock(&q->mu);
	return ok;
}

void *gbx_queue_pop(struct gbx_queue *q)
{
	pthread_mutex_lock(&q->mu);
	while (!q->len && !q->closed)
		pthread_cond_wait(&q->not_empty, &q->mu);
	void *item = NULL;
	if (q->len) {
		item = q->slot[q->head];
		q->head = (q->head + 1) % q->cap;
		q->len--;
		pthread_cond_signal(&q->not_full);
	}
	pthread_mutex_unlock(&q->mu);
	return item;
}

void gbx_queue_close(struct gbx_queue *q)
{
	pthread_mutex_lock(&q->mu);
	q->closed = true;
	pthread_cond_broadcast(&q->not_full);
	pthread_cond_broadcast(&q->not_empty);
	pthread_mutex_unlock(&q->mu);
}
