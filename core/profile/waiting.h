/*
 * Values of one column that wait for others, until there are enough to plan it by.
 * They lie in one block of memory: thousands of columns may wait at once.
 */
#ifndef GBX_PROFILE_WAITING_H
#define GBX_PROFILE_WAITING_H

#include "../detect/value.h"

struct gbx_waiting {
	unsigned char *block; /* of each value its length, classes and bytes; owned */
	size_t used, cap;
	size_t bytes; /* of the values alone */
	uint32_t n;
};

/* Keeps a copy, of at most `most` bytes. False without memory: nothing is kept then. */
bool gbx_waiting_add(struct gbx_waiting *w, const struct gbx_value *v, uint32_t most);
/* Fills out[0..w->n); they point into w until the next call that changes it. */
void gbx_waiting_list(const struct gbx_waiting *w, struct gbx_value *out);
void gbx_waiting_release(struct gbx_waiting *w);

#endif
