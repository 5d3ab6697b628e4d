/*
 * The figures of a case, ready to be stored, shown or compared: plain structs,
 * nothing raw in them. Built by the profile, kept by the vault, written by
 * report. Everything is owned by the summary's arena and freed with it.
 */
#ifndef GBX_PROFILE_SUMMARY_H
#define GBX_PROFILE_SUMMARY_H

#include "../base/arena.h"
#include "../detect/detect.h"
#include "../detect/hash.h"

struct gbx_estimate {
	uint64_t value;
	bool exact;
	double error; /* relative, 99.7 % of estimates lie within it; 0.0 when exact. Of the
		       * value 0: how many there may be at most */
};

struct gbx_sum_source {
	uint32_t id;
	const char *name; /* escape before showing */
	uint64_t bytes;
	const char *sha256;
	int64_t mtime;
};

/* How far an entry was read. */
enum gbx_entry_status { GBX_ENTRY_READ, GBX_ENTRY_PARTIAL, GBX_ENTRY_NOT_READ, GBX_ENTRY_ERROR };
extern const char *const gbx_entry_status_name[]; /* "read", "partial", "not read", "error" */

struct gbx_sum_entry {
	uint32_t id, source;
	const char *path;   /* escape before showing */
	const char *format; /* NULL when none bid */
	const char *charset;	 /* as it was read; NULL: not read, or no text */
	const char *charset_how; /* "declared", "bom", "valid", "statistics", "user"; NULL with it */
	uint64_t undecodable;	 /* bytes that are no character of it, kept as U+EF00 plus the byte */
	const char *garbled;	 /* charset UTF-8 was taken for before ("windows-1252"), "lost" where
				  * U+FFFD stands for characters; NULL: nothing seen */
	double garbled_share;	 /* of the words beyond ASCII in a sample */
	uint64_t bytes, records, repaired, ragged, quarantined;
	uint64_t bytes_records, bytes_repaired, bytes_quarantined, skipped_bytes;
	enum gbx_entry_status status;
	const char *reason;    /* in words; NULL when read whole */
	const char *reason_id; /* "E_RATIO"; NULL with it */
	const char *kind;      /* of a file that is no table: "picture"; NULL when not looked at */
	uint64_t more;	       /* entries like it that are counted here too: see GBX_ENTRIES_LISTED */
};

/* Entries that a row stands for, and those of them that bear its status: of a row that was read in
 * part at least one is not whole. */
static inline uint64_t gbx_entry_files(const struct gbx_sum_entry *e)
{
	return 1 + e->more;
}
static inline uint64_t gbx_entry_files_like(const struct gbx_sum_entry *e)
{
	return e->status == GBX_ENTRY_PARTIAL ? 1 : 1 + e->more;
}

/*
 * Are there records it may hold that the case lacks? An empty file holds none, nor does a picture;
 * those of a file that equals another one are in the case.
 */
bool gbx_entry_lacks(const struct gbx_sum_entry *e);

struct gbx_sum_skip { /* what skipped_bytes of an entry are, most bytes first */
	uint32_t entry;
	const char *kind;
	uint64_t count, bytes;
};

struct gbx_sum_count { /* quarantine by reason, per entry */
	uint32_t entry;
	const char *reason_id, *reason;
	uint64_t records, bytes;
	uint64_t first_offset;
};

struct gbx_sum_shape {
	const char *shape; /* UTF-8: digits 9, letters a and A, other scripts x, cut at 64 with … */
	uint64_t records;
};

struct gbx_sum_stray { /* a type found in a column of another */
	enum gbx_type type;
	uint64_t records;
};

struct gbx_sum_month {
	int32_t month; /* months since 1970-01: (year - 1970) * 12 + month - 1 */
	uint64_t records;
};

struct gbx_sum_region { /* see detect/region.h */
	uint32_t region;
	uint64_t records;
};

/* A salt in another field of the relation. */
enum gbx_salt_beside {
	GBX_SALT_NONE,
	GBX_SALT_OWN,	 /* another one for each account */
	GBX_SALT_SHARED, /* one for all or a few for many: as if there were none */
	GBX_SALTS
};

struct gbx_sum_stored { /* passwords of a field that are kept in one way */
	const char *kind;  /* name of a gbx_hash_kind, "plain" or "unknown" */
	const char *label; /* the same for readers: "MD5, NTLM, MD4 or LM" */
	enum gbx_store store;
	enum gbx_salt_beside beside; /* of fast hashes */
	uint64_t records;
	const char *lowest, *highest, *usual; /* cost, "cost 8"; NULL: it has none */
};

struct gbx_sum_field {
	uint32_t id;
	const char *name; /* safe: a name that is data was replaced by "[data N]"; escape before showing */
	bool envelope, list;
	enum gbx_type type;
	uint16_t variant; /* with scan and strays: the plan, so that a sample can be redacted later */
	bool scan, strays;
	double confidence;
	const char *reason;
	uint64_t records, non_empty, placeholders, valid;
	struct gbx_estimate distinct;
	uint32_t len_min, len_max; /* bytes of non-empty values; 0, 0 when there is none */
	struct gbx_sum_shape *shape; /* at most five, most records first, ties by text */
	uint32_t nshape;
	struct gbx_sum_stray *stray; /* in type order */
	uint32_t nstray;
	const char *earliest, *latest; /* ISO 8601, year only for dates of birth; NULL for no time */
	struct gbx_sum_month *month;   /* ascending; for times, not for dates of birth */
	uint32_t nmonth;
	struct gbx_sum_region *region; /* of valid values; most first, ties by number */
	uint32_t nregion;
	bool by_user;		 /* the type was set, not found */
	const char *header_word; /* of the catalogue, that speaks for the type; NULL: none */
	const char *beside;	 /* what other fields are that spoke for it, in words; NULL: none */
	uint32_t sampled;	 /* values the plan was made from */
	struct gbx_runner *runner; /* how types stood: the verdict, then the runners-up */
	uint32_t nrunner;
	struct gbx_sum_stored *stored; /* worst first; of fields that hold passwords */
	uint32_t nstored;
};

struct gbx_sum_set {
	struct gbx_typeset types; /* only types with a data class; empty: exposes nothing */
	uint64_t records;
};

struct gbx_sum_relation {
	uint32_t id;
	const char *name; /* safe as field names are */
	uint64_t shape;	  /* as in gbx_batch */
	uint32_t *entry;
	uint32_t nentry;
	uint64_t records, quarantined;
	struct gbx_estimate duplicates;	   /* records equal to an earlier one, envelope apart */
	int32_t key_field;		   /* index of the field that tells records apart best; -1 */
	struct gbx_estimate distinct_keys; /* distinct valid values of that field */
	bool recounted;			   /* the first plan was wrong; counted again from the vault */
	bool plan_doubtful;		   /* the plan was wrong and there is no vault to count again */
	uint64_t other_sets;		   /* records in sets beyond GBX_EXPOSURE_SETS */
	struct gbx_sum_field *field;
	uint32_t nfield;
	struct gbx_sum_set *set; /* most records first, ties by bits */
	uint32_t nset;
};

struct gbx_sum_class {
	const char *name;
	uint64_t records;
	struct gbx_estimate distinct;
};

struct gbx_sum_type {
	enum gbx_type type;
	uint64_t records; /* with at least one valid value */
	uint64_t valid;	  /* values */
	struct gbx_estimate distinct;
};

struct gbx_summary {
	struct gbx_arena arena;
	char case_id[37];    /* UUID text */
	char created[32];    /* ISO 8601 UTC */
	bool vault;
	bool finished;	     /* the last ingest ran to its end */
	bool shredded;
	double seconds;	     /* of the last run; 0 when unknown */
	uint64_t input_bytes;
	struct gbx_sum_source *source;
	uint32_t nsource;
	struct gbx_sum_entry *entry;
	uint32_t nentry;
	struct gbx_sum_count *quarantine;
	uint32_t nquarantine;
	struct gbx_sum_skip *skip; /* by entry */
	uint32_t nskip;
	struct gbx_sum_relation *relation; /* in order of first appearance */
	uint32_t nrelation;
	struct gbx_sum_class *klass; /* most records first, ties by gravity, then name */
	uint32_t nklass;
	struct gbx_sum_type *type; /* in type order */
	uint32_t ntype;
	uint64_t records, quarantined, repaired;
	struct gbx_estimate duplicates;
	const char *earliest, *latest; /* over all dates and timestamps but dates of birth */
};

void gbx_summary_init(struct gbx_summary *s);
void gbx_summary_release(struct gbx_summary *s);

/* Why the case is partial, in words, one at a time: NULL after the last. A case
 * with no reason is complete. Text holds until the summary is released. */
const char *gbx_summary_partial(struct gbx_summary *s, uint32_t i);

#endif
