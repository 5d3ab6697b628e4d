/*
 * Inside: the quarantined records of a case whose bytes were kept. They are in
 * memory as a whole: at most GBX_KEEP_BYTES and what it takes to list them.
 */
#ifndef GBX_RUN_QUARANTINE_H
#define GBX_RUN_QUARANTINE_H

#include "../glovebox.h"
#include "../vault/vault.h"

struct gbx_kept_record {
	uint32_t entry;
	struct gbx_quarantine q; /* in bytes of the entry */
	struct gbx_span text;	/* as it was read, in UTF-8; GBX_CHUNK_PAD more can be read */
	bool chosen;		/* by whoever goes through the list */
};

struct gbx_kept_list {
	struct gbx_arena arena;
	struct gbx_kept_record *record; /* by entry, offset, length */
	uint32_t n, cap;
	uint64_t first_seq, end_seq; /* of the blocks they came from */
};

void gbx_kept_list_init(struct gbx_kept_list *l);
void gbx_kept_list_release(struct gbx_kept_list *l);
/* Opens every block. The vault has the key. */
enum gbx_rc gbx_kept_list_load(struct gbx_kept_list *l, struct gbx_vault *v, struct gbx_err *err);
/* The record at that place, or NULL when it was not kept. */
const struct gbx_kept_record *gbx_kept_list_find(const struct gbx_kept_list *l, uint32_t entry,
						 const struct gbx_quarantine *q);

/* Is an entry of that path chosen? glob NULL: all; without a slash: its last part. */
bool gbx_entry_chosen(const char *glob, const char *path);
/* The id of that name; GBX_E_NONE when there is none. */
enum gbx_eid gbx_eid_by_name(const char *name);

#endif
