/* Rows for several entries; the contract is in together.h. */
#include "together.h"

#include <stdlib.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static struct gbx_together *find(struct gbx_together *t, const struct gbx_sum_entry *e, enum gbx_eid why)
{
	while (t && (t->source != e->source || t->why != why || !same(t->format, e->format) ||
		     !same(t->kind, e->kind)))
		t = t->next;
	return t;
}

bool gbx_together_join(struct gbx_together **list, struct gbx_entry_state *e, enum gbx_eid why,
		       uint32_t *next_id)
{
	struct gbx_together *t = find(*list, &e->sum, why);
	e->later = t != NULL;
	if (!t) {
		char *path = strdup(e->sum.path);
		t = calloc(1, sizeof *t);
		if (!t || !path) {
			free(t);
			free(path);
			return false;
		}
		*t = (struct gbx_together){ *list, (*next_id)++, e->sum.source, e->sum.format,
					    e->sum.kind, why, e->sum, false };
		t->sum.id = t->id;
		t->sum.path = path;
		*list = t;
	}
	e->sum.id = t->id;
	e->together = t;
	return true;
}

/* Of two charsets neither is that of the row. */
static void add_charset(struct gbx_sum_entry *to, const struct gbx_sum_entry *e)
{
	if (!e->charset)
		return;
	if (to->charset && strcmp(to->charset, e->charset) != 0) {
		to->charset = "mixed";
		to->charset_how = NULL;
	} else {
		to->charset = e->charset;
		to->charset_how = e->charset_how;
	}
}

static void add_counts(struct gbx_sum_entry *to, const struct gbx_sum_entry *e)
{
	to->undecodable += e->undecodable;
	to->bytes += e->bytes;
	to->records += e->records;
	to->repaired += e->repaired;
	to->ragged += e->ragged;
	to->quarantined += e->quarantined;
	to->bytes_records += e->bytes_records;
	to->bytes_repaired += e->bytes_repaired;
	to->bytes_quarantined += e->bytes_quarantined;
	to->skipped_bytes += e->skipped_bytes;
}

void gbx_together_add(struct gbx_together *t, const struct gbx_sum_entry *e)
{
	struct gbx_sum_entry *to = &t->sum;
	if (t->any)
		to->more++;
	if (!t->any)
		to->status = e->status;
	else if (to->status != e->status)
		to->status = GBX_ENTRY_PARTIAL;
	t->any = true;
	add_charset(to, e);
	add_counts(to, e);
	if (e->garbled && e->garbled_share > to->garbled_share) {
		to->garbled = e->garbled;
		to->garbled_share = e->garbled_share;
	}
	if (!to->reason) {
		to->reason = e->reason;
		to->reason_id = e->reason_id;
	}
}

void gbx_together_free(struct gbx_together *list)
{
	for (struct gbx_together *t = list, *next; t; t = next) {
		next = t->next;
		free((void *)(uintptr_t)t->sum.path);
		free(t);
	}
}
