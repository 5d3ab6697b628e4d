/*
 * Entries beyond GBX_ENTRIES_LISTED: those of a source that are alike, of one format or of none
 * for one reason, and of one kind, have a row of the case together. It bears the path of the
 * first and says how many more there are; offsets in it count as if they stood one behind the
 * other. Alike is decided before an entry is read, since its records are stored under its number.
 */
#ifndef GBX_RUN_TOGETHER_H
#define GBX_RUN_TOGETHER_H

#include "pipeline.h"

struct gbx_together {
	struct gbx_together *next;
	/* the reading thread's */
	uint32_t id, source;
	const char *format, *kind; /* or NULL; constant strings */
	enum gbx_eid why;	   /* not read, or GBX_E_NONE */
	/* the writer's, once the first entry was fed */
	struct gbx_sum_entry sum; /* of those that ended; path is owned */
	bool any;
};

/* Gives e its number, *next_id when there are none like it in the list. False: out of memory. */
bool gbx_together_join(struct gbx_together **list, struct gbx_entry_state *e, enum gbx_eid why,
		       uint32_t *next_id);
/* An entry of it ended; when they did not end in one way, the row was read in part. */
void gbx_together_add(struct gbx_together *t, const struct gbx_sum_entry *e);
void gbx_together_free(struct gbx_together *list);

#endif
