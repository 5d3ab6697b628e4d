/*
 * The figures of a case: lifetime, and the words for what is missing from them.
 */
#include "summary.h"

#include "../base/err.h"
#include "../base/limits.h"

const char *const gbx_entry_status_name[] = {
    [GBX_ENTRY_READ] = "read",
    [GBX_ENTRY_PARTIAL] = "partial",
    [GBX_ENTRY_NOT_READ] = "not read",
    [GBX_ENTRY_ERROR] = "error",
};

void gbx_summary_init(struct gbx_summary *s)
{
	*s = (struct gbx_summary){.nsource = 0};
	gbx_arena_init(&s->arena, GBX_SUMMARY_BYTES);
}

void gbx_summary_release(struct gbx_summary *s)
{
	gbx_arena_release(&s->arena);
	gbx_summary_init(s);
}

static bool is_for(const struct gbx_sum_entry *e, enum gbx_eid why)
{
	return e->reason_id && !strcmp(e->reason_id, gbx_eid_name(why));
}

bool gbx_entry_lacks(const struct gbx_sum_entry *e)
{
	bool holds_none = (!e->bytes && is_for(e, GBX_E_EMPTY)) || is_for(e, GBX_E_NO_TABLE) ||
			  is_for(e, GBX_E_NO_RECORDS) || is_for(e, GBX_E_SAME_SOURCE);
	return e->status != GBX_ENTRY_READ && !holds_none;
}

static uint64_t entries(const struct gbx_summary *s, enum gbx_entry_status status)
{
	uint64_t n = 0;
	for (uint32_t i = 0; i < s->nentry; i++)
		if (s->entry[i].status == status && gbx_entry_lacks(&s->entry[i]))
			n += gbx_entry_files_like(&s->entry[i]);
	return n;
}

static uint64_t unfinished(const struct gbx_summary *s)
{
	return !s->finished;
}
static uint64_t not_read(const struct gbx_summary *s)
{
	return entries(s, GBX_ENTRY_NOT_READ);
}
static uint64_t in_error(const struct gbx_summary *s)
{
	return entries(s, GBX_ENTRY_ERROR);
}
static uint64_t cut_short(const struct gbx_summary *s)
{
	return entries(s, GBX_ENTRY_PARTIAL);
}
static uint64_t quarantined(const struct gbx_summary *s)
{
	return s->quarantined;
}

/* One row a reason: how often it holds, what to say for one and for several. */
static const struct {
	uint64_t (*count)(const struct gbx_summary *s);
	const char *one, *many;
} reasons[] = {
    {unfinished, "ingest did not finish", ""},
    {not_read, "1 entry was not read", "entries were not read"},
    {in_error, "1 entry ended in an error", "entries ended in an error"},
    {cut_short, "1 entry was read in part", "entries were read in part"},
    {quarantined, "1 record is in quarantine", "records are in quarantine"},
};

/* The number and the words, in the summary's arena. */
static const char *several(struct gbx_summary *s, uint64_t n, const char *words)
{
	struct gbx_buf b = GBX_BUF_INIT(128);
	gbx_buf_addf(&b, "%llu %s", (unsigned long long)n, words);
	const char *text = gbx_arena_dup(&s->arena, b.p, b.n);
	gbx_buf_release(&b);
	return text ? text : words;
}

const char *gbx_summary_partial(struct gbx_summary *s, uint32_t i)
{
	for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++) {
		uint64_t n = reasons[r].count(s);
		if (!n || i--)
			continue;
		return n == 1 ? reasons[r].one : several(s, n, reasons[r].many);
	}
	return NULL;
}
