/* Sentences that several writers show: exposure in words, the status line, warnings. */
#include "../base/limits.h"
#include "model.h"

#define NAMED 3 /* entries not read that the first line names */

void gbx_put_words(struct gbx_buf *b, const struct gbx_model *m, const struct gbx_typeset *t)
{
	const char *said[GBX_T_COUNT];
	unsigned n = 0;

	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		const char *word = m->word[m->order[i]];
		unsigned k = 0;
		if (!gbx_typeset_has(t, m->order[i]))
			continue;
		while (k < n && strcmp(said[k], word) != 0)
			k++;
		if (k < n)
			continue;
		said[n++] = word;
		gbx_buf_adds(b, n > 1 ? " + " : "");
		gbx_buf_adds(b, word);
	}
	if (!n)
		gbx_buf_adds(b, "nothing personal");
}

void gbx_put_types(struct gbx_buf *b, const struct gbx_typeset *t)
{
	bool any = false;

	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		if (!gbx_typeset_has(t, (enum gbx_type)i))
			continue;
		gbx_buf_adds(b, any ? " + " : "");
		gbx_buf_adds(b, gbx_type_info((enum gbx_type)i)->name);
		any = true;
	}
	if (!any)
		gbx_buf_adds(b, "none");
}

/* ---- the first line ---- */

static void put_reasons(struct gbx_buf *b, const struct gbx_model *m)
{
	for (uint32_t i = 0; i < m->nreason; i++) {
		gbx_buf_adds(b, i ? "; " : " ");
		gbx_buf_adds(b, m->reason[i]);
	}
	if (m->bytes_skipped) {
		gbx_buf_adds(b, "; ");
		gbx_put_bytes(b, m->bytes_skipped);
		gbx_buf_adds(b, " skipped");
	}
}

static void put_more(struct gbx_buf *b, uint64_t more)
{
	gbx_buf_adds(b, " and ");
	gbx_put_number(b, more);
	gbx_buf_adds(b, " like it");
}

static void put_unread(struct gbx_buf *b, const struct gbx_model *m)
{
	uint64_t n = 0, told = 0;

	for (uint32_t i = 0; i < m->s->nentry && n < NAMED; i++) {
		const struct gbx_sum_entry *e = &m->s->entry[i];
		if (!gbx_entry_lacks(e))
			continue;
		told += gbx_entry_files_like(e);
		gbx_buf_adds(b, n++ ? "; " : ". Not read in full: ");
		gbx_buf_adds(b, e->path);
		if (e->more)
			put_more(b, e->more);
		gbx_buf_adds(b, " (");
		gbx_buf_adds(b, e->reason ? e->reason : gbx_entry_status_name[e->status]);
		gbx_buf_addc(b, ')');
	}
	if (m->nunread > told) {
		gbx_buf_adds(b, "; and ");
		gbx_put_number(b, m->nunread - told);
		gbx_buf_adds(b, " more");
	}
	gbx_buf_addc(b, '.');
}

void gbx_put_status(struct gbx_buf *b, const struct gbx_model *m)
{
	if (m->nreason) {
		gbx_buf_adds(b, "PARTIAL:");
		put_reasons(b, m);
		put_unread(b, m);
		return;
	}
	gbx_buf_adds(b, "COMPLETE: everything was read (");
	gbx_put_things(b, m->s->nsource, "source", "sources");
	gbx_buf_adds(b, ", ");
	gbx_put_things(b, m->nfile, "entry", "entries");
	gbx_buf_adds(b, ", ");
	gbx_put_bytes(b, m->s->input_bytes);
	gbx_buf_adds(b, ").");
}

/* ---- warnings ---- */

static uint32_t count_relations(const struct gbx_model *m,
				bool (*is)(const struct gbx_sum_relation *r))
{
	uint32_t n = 0;

	for (uint32_t r = 0; r < m->s->nrelation; r++)
		n += is(&m->s->relation[r]);
	return n;
}

static bool is_doubtful(const struct gbx_sum_relation *r)
{
	return r->plan_doubtful;
}
static bool is_recounted(const struct gbx_sum_relation *r)
{
	return r->recounted;
}
static bool has_more_sets(const struct gbx_sum_relation *r)
{
	return r->other_sets > 0;
}

static bool unfinished(const struct gbx_model *m)
{
	return !m->s->finished;
}
static bool unread(const struct gbx_model *m)
{
	return m->nunread > 0;
}
static bool quarantined(const struct gbx_model *m)
{
	return m->s->quarantined > 0;
}
static bool nothing(const struct gbx_model *m)
{
	return m->s->records == 0;
}
static bool doubtful(const struct gbx_model *m)
{
	return count_relations(m, is_doubtful) > 0;
}
static bool recounted(const struct gbx_model *m)
{
	return count_relations(m, is_recounted) > 0;
}
static bool more_sets(const struct gbx_model *m)
{
	return count_relations(m, has_more_sets) > 0;
}
static bool always(const struct gbx_model *m)
{
	return m->s->records > 0;
}

static bool plain_passwords(const struct gbx_model *m)
{
	for (uint32_t i = 0; i < m->s->ntype; i++)
		if (m->s->type[i].valid &&
		    strcmp(gbx_type_info(m->s->type[i].type)->name, "password.plain") == 0)
			return true;
	return false;
}

static bool special(const struct gbx_model *m)
{
	for (uint32_t i = 0; i < m->s->ntype; i++)
		if (m->s->type[i].valid && gbx_type_info(m->s->type[i].type)->special)
			return true;
	return false;
}

static bool estimated(const struct gbx_model *m)
{
	for (uint32_t r = 0; r < m->s->nrelation; r++) {
		const struct gbx_sum_relation *s = &m->s->relation[r];
		if (!s->duplicates.exact || (s->key_field >= 0 && !s->distinct_keys.exact))
			return true;
	}
	return !m->s->duplicates.exact;
}

static void say_unfinished(const struct gbx_model *m, struct gbx_buf *b)
{
	(void)m;
	gbx_buf_adds(b, "The last run did not reach its end: every figure is a lower bound.");
}

static void say_unread(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_number(b, m->nunread);
	gbx_buf_adds(b, " of ");
	gbx_put_things(b, m->nfile, "entry was", "entries were");
	gbx_buf_adds(b, " not read in full: the figures lack what is in them.");
}

static void say_quarantined(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_figure(b, m->quarantined);
	gbx_buf_adds(b, m->s->quarantined == 1 ? " record" : " records");
	gbx_buf_adds(b, " could not be read: in quarantine, outside all other figures.");
}

static void say_nothing(const struct gbx_model *m, struct gbx_buf *b)
{
	(void)m;
	gbx_buf_adds(b, "No record was read: this says nothing about what the files hold.");
}

static void say_plain_passwords(const struct gbx_model *m, struct gbx_buf *b)
{
	(void)m;
	gbx_buf_adds(b, "Passwords stand in the clear: whoever has the data can log in with them.");
}

static void say_special(const struct gbx_model *m, struct gbx_buf *b)
{
	bool first = true;

	gbx_buf_adds(b, "Special-category data is present (GDPR 9, 10): ");
	for (uint32_t i = 0; i < m->s->ntype; i++) {
		enum gbx_type t = m->s->type[i].type;
		if (!m->s->type[i].valid || !gbx_type_info(t)->special)
			continue;
		gbx_buf_adds(b, first ? "" : ", ");
		gbx_buf_adds(b, m->word[t]);
		first = false;
	}
	gbx_buf_addc(b, '.');
}

static void say_doubtful(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_things(b, count_relations(m, is_doubtful), "relation differs", "relations differ");
	gbx_buf_adds(b, " from the first records, no vault to recount: check the types.");
}

static void say_recounted(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_things(b, count_relations(m, is_recounted), "relation was", "relations were");
	gbx_buf_adds(b, " counted again: the first plan of the columns was wrong.");
}

static void say_more_sets(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_things(b, count_relations(m, has_more_sets), "relation has", "relations have");
	gbx_buf_adds(b, " more exposure sets than tracked; the rest is one figure.");
}

static void say_estimated(const struct gbx_model *m, struct gbx_buf *b)
{
	(void)m;
	gbx_buf_adds(b,
		     "Figures with \"about\" are estimates; 99.7 % of them lie within the bound.");
}

static void say_rows(const struct gbx_model *m, struct gbx_buf *b)
{
	(void)m;
	gbx_buf_adds(b, "Records are rows, not persons: rows, distinct keys and persons are three "
			"different figures.");
}

/* Entries with undecodable bytes, or text that was decoded twice. */
static uint32_t count_entries(const struct gbx_model *m, bool (*which)(const struct gbx_sum_entry *e))
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->s->nentry; i++)
		n += which(&m->s->entry[i]);
	return n;
}

static bool has_undecodable(const struct gbx_sum_entry *e) { return e->undecodable > 0; }
static bool has_garbled(const struct gbx_sum_entry *e) { return e->garbled != NULL; }
static bool undecodable(const struct gbx_model *m) { return count_entries(m, has_undecodable) > 0; }
static bool garbled(const struct gbx_model *m) { return count_entries(m, has_garbled) > 0; }

static void say_undecodable(const struct gbx_model *m, struct gbx_buf *b)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < m->s->nentry; i++)
		bytes += m->s->entry[i].undecodable;
	gbx_put_things(b, bytes, "byte in ", "bytes in ");
	gbx_put_things(b, count_entries(m, has_undecodable), "entry", "entries");
	gbx_buf_adds(b, bytes == 1 ? " is no character of its charset; it is kept as U+EF00 plus the byte."
				   : " are no characters of their charset; they are kept as U+EF00 plus the byte.");
}

static void say_garbled(const struct gbx_model *m, struct gbx_buf *b)
{
	uint32_t n = 0, all = count_entries(m, has_garbled);

	gbx_buf_adds(b, "Text was spoiled before it came here and is left as it is: ");
	for (uint32_t i = 0; i < m->s->nentry && n < NAMED; i++) {
		const struct gbx_sum_entry *e = &m->s->entry[i];
		if (!has_garbled(e))
			continue;
		gbx_buf_adds(b, n++ ? "; " : "");
		gbx_buf_adds(b, e->path);
		gbx_buf_addf(b, " (%.0f %% of sampled words beyond ASCII; ", e->garbled_share * 100);
		if (!strcmp(e->garbled, "lost"))
			gbx_buf_adds(b, "characters are lost)");
		else
			gbx_buf_addf(b, "UTF-8 taken for %s)", e->garbled);
	}
	if (all > n) {
		gbx_buf_adds(b, "; and ");
		gbx_put_number(b, all - n);
		gbx_buf_adds(b, " more");
	}
	gbx_buf_addc(b, '.');
}

/* Files that have no row of their own. */
static uint64_t files_more(const struct gbx_model *m)
{
	return m->nfile - m->s->nentry;
}

static bool together(const struct gbx_model *m) { return files_more(m) > 0; }

static void say_together(const struct gbx_model *m, struct gbx_buf *b)
{
	gbx_put_things(b, files_more(m), "entry is", "entries are");
	gbx_buf_adds(b, " not listed: beyond the first ");
	gbx_put_number(b, GBX_ENTRIES_LISTED);
	gbx_buf_adds(b, ", those alike are counted with the first of them.");
}

static uint32_t fields_set(const struct gbx_model *m)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->s->nrelation; i++)
		for (uint32_t k = 0; k < m->s->relation[i].nfield; k++)
			n += m->s->relation[i].field[k].by_user;
	return n;
}

static bool types_set(const struct gbx_model *m) { return fields_set(m) > 0; }

static void say_types_set(const struct gbx_model *m, struct gbx_buf *b)
{
	uint32_t n = fields_set(m);

	gbx_buf_adds(b, "The user set the type of ");
	gbx_put_things(b, n, "field", "fields");
	gbx_buf_adds(b, n == 1 ? "; its reason says what it would have been."
			       : "; their reasons say what they would have been.");
}

const struct gbx_warning gbx_warnings[] = {
	{ "unfinished", unfinished, say_unfinished },
	{ "nothing-read", nothing, say_nothing },
	{ "entries-not-read", unread, say_unread },
	{ "quarantined", quarantined, say_quarantined },
	{ "plain-passwords", plain_passwords, say_plain_passwords },
	{ "special-category", special, say_special },
	{ "rows-are-not-persons", always, say_rows },
	{ "garbled-text", garbled, say_garbled },
	{ "undecodable-bytes", undecodable, say_undecodable },
	{ "entries-counted-together", together, say_together },
	{ "types-set-by-user", types_set, say_types_set },
	{ "plan-doubtful", doubtful, say_doubtful },
	{ "recounted", recounted, say_recounted },
	{ "exposure-sets-cut", more_sets, say_more_sets },
	{ "estimates", estimated, say_estimated },
	{ NULL, NULL, NULL },
};
