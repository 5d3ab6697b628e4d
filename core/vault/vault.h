/*
 * The case file: one SQLite database with plain tables of figures and sealed
 * blocks of records. Only this folder includes sqlite3.h.
 *
 * A block is a batch: columnar, zstd level 1, AES-256-GCM. Sealing is done by
 * workers (gbx_sealer, one per thread), storing by one writer thread. The key is
 * never in the file: it lies in a key file of mode 0600 in the user's data folder
 * ($XDG_DATA_HOME/glovebox/keys, else ~/.local/share/glovebox/keys), or it is wrapped by a passphrase (scrypt).
 */
#ifndef GBX_VAULT_VAULT_H
#define GBX_VAULT_VAULT_H

#include "../profile/summary.h"
#include "../record/batch.h"
#include "../base/buf.h"
#include "../base/limits.h"

struct gbx_vault; /* an open case; used from one thread at a time */

struct gbx_vault_options {
	const char *key_file;	     /* NULL: by case id in the user's data folder */
	const char *passphrase_file; /* NULL: none; "-" is not accepted */
	bool no_vault;		     /* on create: counts only, no key, no block */
	const char *reproducible_id; /* on create: case id to use (tests), else random */
};

/* E_CASE_EXISTS when the file is there. O_EXCL, mode 0600. */
enum gbx_rc gbx_vault_create(struct gbx_vault **out, const char *path,
			     const struct gbx_vault_options *o, struct gbx_err *err);
enum gbx_vault_mode {
	GBX_VAULT_FIGURES, /* read, no key wanted */
	GBX_VAULT_READ,	   /* read, with the key */
	GBX_VAULT_WRITE,   /* write, with the key (unless no_vault) */
};
/* E_CASE_MISSING, E_CASE_NOT_A_CASE, E_CASE_DAMAGED, E_CASE_NEWER, E_CASE_LOCKED,
 * E_KEY_MISSING, E_KEY_WRONG, E_SHREDDED. */
enum gbx_rc gbx_vault_open(struct gbx_vault **out, const char *path, enum gbx_vault_mode mode,
			   const struct gbx_vault_options *o, struct gbx_err *err);
/* Rolls back what was not committed. Opens and removes no file, so that it works
 * inside the sandbox: a writer leaves an empty NAME.gbx-journal behind. */
void gbx_vault_close(struct gbx_vault *v);
/* Removes that journal, as far as possible. For the parent, once the writer ended. */
void gbx_vault_tidy(const char *path);

const char *gbx_vault_case_id(const struct gbx_vault *v);
bool gbx_vault_has_records(const struct gbx_vault *v); /* false with --no-vault */

/* ---- writing, in the order it happens; all inside one transaction at a time ---- */

/* Marks the case as being written: from here until figures say finished it is PARTIAL.
 * Commits at once. */
enum gbx_rc gbx_vault_begin(struct gbx_vault *v, struct gbx_err *err);
/* Ids are given out by the caller, ascending from gbx_vault_next_ids. */
enum gbx_rc gbx_vault_next_ids(struct gbx_vault *v, uint32_t *source, uint32_t *entry,
			       uint32_t *relation, uint64_t *block, struct gbx_err *err);
/* *found: a source with that SHA-256 is in the case. */
enum gbx_rc gbx_vault_has_source(struct gbx_vault *v, const char *sha256, bool *found,
				 struct gbx_err *err);
enum gbx_rc gbx_vault_put_source(struct gbx_vault *v, const struct gbx_sum_source *s,
				 struct gbx_err *err); /* insert or replace by id */
enum gbx_rc gbx_vault_put_entry(struct gbx_vault *v, const struct gbx_sum_entry *e,
				struct gbx_err *err); /* insert or replace by id */
enum gbx_rc gbx_vault_put_quarantine(struct gbx_vault *v, uint32_t entry,
				     const struct gbx_quarantine *q, uint32_t n,
				     struct gbx_err *err);
/* Adds to what was skipped of an entry, by kind. */
enum gbx_rc gbx_vault_put_skips(struct gbx_vault *v, uint32_t entry, const struct gbx_skip *s,
				uint32_t n, struct gbx_err *err);
/* Announces a relation before its first block. shape as in gbx_batch; name safe as
 * in gbx_sum_relation: it is stored plain. */
enum gbx_rc gbx_vault_put_relation(struct gbx_vault *v, uint32_t id, const char *name,
				   uint64_t shape, struct gbx_err *err);

/* What identifies a block; bound to it as associated data. */
struct gbx_block_id {
	uint64_t seq; /* position among all blocks of the case, from 0 */
	uint32_t relation, entry;
	uint32_t records;
};

/*
 * Bytes of quarantined records, sealed like records: one column for each reason,
 * named as its id; a record has one value, in the column of its reason; rec_off is
 * where it stood in the entry.
 */
#define GBX_KEPT_RELATION UINT32_MAX
struct gbx_kept_state {
	uint64_t next_seq;	 /* the block to be stored next */
	uint64_t records, bytes; /* of all: see GBX_KEEP_BYTES */
};
enum gbx_rc gbx_vault_kept(struct gbx_vault *v, struct gbx_kept_state *out, struct gbx_err *err);
enum gbx_rc gbx_vault_put_kept(struct gbx_vault *v, const struct gbx_block_id *id, uint64_t bytes,
			       struct gbx_span sealed, struct gbx_err *err);
/* The first block from `from` on; GBX_END after the last. */
enum gbx_rc gbx_vault_next_kept(struct gbx_vault *v, uint64_t from, struct gbx_buf *sealed,
				struct gbx_block_id *id, struct gbx_err *err);
enum gbx_rc gbx_vault_drop_kept(struct gbx_vault *v, uint64_t seq, struct gbx_err *err);
/* Takes one record out of quarantine and its counts. */
enum gbx_rc gbx_vault_drop_quarantine(struct gbx_vault *v, uint32_t entry,
				      const struct gbx_quarantine *q, struct gbx_err *err);
/* While held, nothing is committed but by gbx_vault_commit: all or nothing. */
void gbx_vault_hold(struct gbx_vault *v, bool hold);

struct gbx_sealer; /* per thread; may outlive the vault */
enum gbx_rc gbx_sealer_new(const struct gbx_vault *v, struct gbx_sealer **out, struct gbx_err *err);
void gbx_sealer_free(struct gbx_sealer *s);
/* Seals b into out (reset first). out's bytes are what gbx_vault_put_block stores.
 * b is finished, has at least one record and as many as id says. out's ceiling
 * bounds what may be sealed: GBX_SEALED_BYTES is enough for any block. E_OVERSIZE when
 * the batch is over GBX_BLOCK_BYTES: its records go to quarantine. Touches no file,
 * no SQLite and asks the system for nothing: any number of sealers may run at once. */
enum gbx_rc gbx_seal(struct gbx_sealer *s, const struct gbx_block_id *id, const struct gbx_batch *b,
		     struct gbx_buf *out, struct gbx_err *err);
/* The inverse. Resets p; the batch is p->batch[0], with all it points to in p's
 * arena. E_CASE_DAMAGED when it does not authenticate or is not a block. */
enum gbx_rc gbx_unseal(struct gbx_sealer *s, const struct gbx_block_id *id, struct gbx_span sealed,
		       struct gbx_parsed *p, struct gbx_err *err);

/* Commits by itself about every GBX_COMMIT_BYTES. */
enum gbx_rc gbx_vault_put_block(struct gbx_vault *v, const struct gbx_block_id *id,
				struct gbx_span sealed, struct gbx_err *err);
enum gbx_rc gbx_vault_commit(struct gbx_vault *v, struct gbx_err *err);

/* Replaces all figures of the case (relations, fields, sets, totals), marks it
 * finished if s->finished, commits. Sources, entries and quarantine rows stay as put. */
enum gbx_rc gbx_vault_put_figures(struct gbx_vault *v, const struct gbx_summary *s,
				  struct gbx_err *err);

/* Records drawn for samples: which of each exposure set, by ascending priority. */
struct gbx_candidate {
	uint32_t relation;
	struct gbx_typeset set;
	uint64_t priority; /* keyed hash of seed, block and row */
	uint64_t block;
	uint32_t row;
};
/* Replaces those there are. Like every put but put_figures and begin, it lasts from
 * the next commit on. */
enum gbx_rc gbx_vault_put_candidates(struct gbx_vault *v, uint64_t seed,
				     const struct gbx_candidate *c, uint32_t n, struct gbx_err *err);
/* In (relation, set, priority) order, in the arena of s; *seed is theirs. */
enum gbx_rc gbx_vault_get_candidates(struct gbx_vault *v, struct gbx_arena *a, uint64_t *seed,
				     struct gbx_candidate **c, uint32_t *n, struct gbx_err *err);

/* One line of the audit log: what was done, with which options. No values. */
enum gbx_rc gbx_vault_audit(struct gbx_vault *v, const char *action, const char *detail,
			    struct gbx_err *err);

/* ---- reading ---- */

/* Everything but the records. out was initialised; what it held is released. An
 * ingest that did not finish gives sources, entries and relations with the records
 * of their blocks, no fields. E_CASE_NEWER for types that are not in the catalogue. */
enum gbx_rc gbx_vault_load(struct gbx_vault *v, struct gbx_summary *out, struct gbx_err *err);

/* What stands in quarantine, one by one (up to GBX_QUARANTINE_ROWS), by entry and offset. */
struct gbx_quarantine_row {
	uint32_t entry;
	uint64_t off, len;
	const char *reason_id; /* holds for the call */
};
/* reason: an id, or NULL for all. each() ends it by answering anything but GBX_OK, which is
 * handed on, GBX_END apart. */
enum gbx_rc gbx_vault_list_quarantine(struct gbx_vault *v, const char *reason,
				      enum gbx_rc (*each)(void *ctx, const struct gbx_quarantine_row *q,
							  struct gbx_err *err),
				      void *ctx, struct gbx_err *err);

struct gbx_vault_block {
	struct gbx_block_id id;
	struct gbx_span sealed; /* holds until the next call */
};
/* Blocks in order from `from` on. GBX_END after the last. The count and the last
 * block are authenticated: E_CASE_DAMAGED when blocks are missing, moved or extra. */
enum gbx_rc gbx_vault_next_block(struct gbx_vault *v, uint64_t from, struct gbx_vault_block *b,
				 struct gbx_err *err);
/* The first block of an entry; *found: there is one. */
enum gbx_rc gbx_vault_first_block(struct gbx_vault *v, uint32_t entry, uint64_t *seq, bool *found,
				  struct gbx_err *err);
/* Relation ids with name and shape, for counting again; in the arena. */
struct gbx_vault_relation {
	uint32_t id;
	const char *name;
	uint64_t shape;
};
enum gbx_rc gbx_vault_relations(struct gbx_vault *v, struct gbx_arena *a,
				struct gbx_vault_relation **r, uint32_t *n, struct gbx_err *err);

/* ---- the rest ---- */

/* integrity_check, every block authenticated, sums compared. Wants the key, unless
 * there are no records or it was destroyed: then only the file is checked. */
struct gbx_verify_result {
	uint64_t blocks, records;
	bool finished;
};
enum gbx_rc gbx_vault_verify(struct gbx_vault *v, struct gbx_verify_result *r, struct gbx_err *err);

/* Destroys the key file (or the wrapped key) and marks the case: its records cannot
 * be read again, by anyone without a copy of that key. E_KEY_MISSING when the key file
 * is not where o says: then nothing is marked. E_SHREDDED, E_NO_VAULT. */
enum gbx_rc gbx_vault_shred(const char *path, const struct gbx_vault_options *o,
			    struct gbx_err *err);

struct gbx_sql_row {
	int n;
	const char *const *text; /* NULL for null */
	const bool *number;	 /* its text is a JSON number too */
	bool names;		 /* of the columns, not values */
};
/* Answering anything but GBX_OK stops the query, and is handed on. */
typedef enum gbx_rc gbx_sql_row_fn(void *ctx, const struct gbx_sql_row *row);
/* Runs one read-only query over the plain tables; sealed blobs cannot be selected.
 * Calls row() with the column names, then with each row. */
enum gbx_rc gbx_vault_sql(struct gbx_vault *v, const char *query, gbx_sql_row_fn *row, void *ctx,
			  struct gbx_err *err);

#endif
