/*
 * Accounting: what was passed over, by kind, and the files that are no tables,
 * added up over the case.
 */
#include "model.h"

#include <stdlib.h>

/* The item of that word, made when new; a case has few words. */
static struct gbx_model_sum *sum_of(struct gbx_model_sum *list, uint32_t *n, const char *word)
{
	uint32_t i = 0;

	while (i < *n && strcmp(list[i].word, word) != 0)
		i++;
	if (i == *n)
		list[(*n)++] = (struct gbx_model_sum){ .word = word };
	return &list[i];
}

static int by_bytes(const void *pa, const void *pb)
{
	const struct gbx_model_sum *a = pa, *b = pb;

	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return strcmp(a->word, b->word);
}

static void sort(struct gbx_model_sum *list, uint32_t n)
{
	if (n)
		qsort(list, n, sizeof(*list), by_bytes);
}

static bool skips(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	m->skip = gbx_arena_alloc(&m->arena, ((size_t)s->nskip + 1) * sizeof(*m->skip));
	for (uint32_t i = 0; m->skip && i < s->nskip; i++) {
		struct gbx_model_sum *x = sum_of(m->skip, &m->nskip, s->skip[i].kind);
		x->count += s->skip[i].count;
		x->bytes += s->skip[i].bytes;
		x->entries++;
	}
	sort(m->skip, m->nskip);
	return m->skip != NULL;
}

/* An entry that is a table, or was not looked at, is of no kind. */
static bool kinds(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	m->kind = gbx_arena_alloc(&m->arena, ((size_t)s->nentry + 1) * sizeof(*m->kind));
	for (uint32_t i = 0; m->kind && i < s->nentry; i++) {
		if (!s->entry[i].kind)
			continue;
		struct gbx_model_sum *x = sum_of(m->kind, &m->nkind, s->entry[i].kind);
		x->entries += gbx_entry_files(&s->entry[i]);
		x->bytes += s->entry[i].bytes;
	}
	sort(m->kind, m->nkind);
	return m->kind != NULL;
}

/* summary.skip is in order of entries: where each begins. */
static void place(struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	for (uint32_t i = 0; i < s->nskip; i++) {
		uint32_t e = gbx_model_entry_index(m, s->skip[i].entry);
		if (e < s->nentry && !m->entry[e].nskip++)
			m->entry[e].skip = i;
	}
}

bool gbx_model_account(struct gbx_model *m)
{
	place(m);
	return skips(m) && kinds(m);
}
