/*
 * What all writers share: the summary plus every figure that needs a decision
 * before it may be shown, the top exposure sets over all relations, and the
 * warnings. Built once a document; nothing in it is escaped yet.
 */
#ifndef GBX_REPORT_MODEL_H
#define GBX_REPORT_MODEL_H

#include "../base/arena.h"
#include "figures.h"
#include "report.h"

struct gbx_model_field {
	struct gbx_figure *shape; /* nshape */
	struct gbx_figure *month; /* nmonth */
	struct gbx_figure *region; /* nregion */
	struct gbx_figure *stored; /* nstored */
};

struct gbx_model_relation {
	struct gbx_figure records, quarantined;
	struct gbx_figure *set; /* nset */
	struct gbx_figure other_sets;
	struct gbx_model_field *field; /* nfield */
	bool tight;                    /* so small that every count of it is a range */
};

struct gbx_model_entry {
	struct gbx_figure records, repaired, ragged, quarantined;
	uint32_t *note, nnote; /* indexes of its rows of summary.quarantine */
	uint32_t skip, nskip;  /* its rows of summary.skip */
};

/* Records of all relations that expose the same kinds of things. */
struct gbx_model_top {
	struct gbx_typeset types; /* one type for each word */
	struct gbx_figure records;
};

/* Something added up over entries. */
struct gbx_model_sum {
	const char *word;
	uint64_t count, bytes, entries; /* entries: rows of them for skips, files for kinds */
};

struct gbx_model {
	struct gbx_summary *s;
	const struct gbx_report_options *o;
	struct gbx_arena arena;
	bool suppress;
	struct gbx_model_relation *relation;
	struct gbx_model_entry *entry;
	struct gbx_figure *quarantine; /* nquarantine */
	struct gbx_figure records, quarantined, repaired, duplicates;
	struct gbx_model_top *top; /* most records first; "exposes nothing" is not in it */
	uint32_t ntop;
	const char *word[GBX_T_COUNT];    /* "national id" */
	enum gbx_type order[GBX_T_COUNT]; /* in which types are said: who, then the rest */
	struct gbx_model_sum *skip; /* what was passed over, by kind, most bytes first */
	uint32_t nskip;
	struct gbx_model_sum *kind; /* files that are no tables, the same */
	uint32_t nkind;
	uint64_t bytes_skipped;
	uint64_t nfile;		 /* entries, those counted together too */
	uint64_t nread, nunread; /* of them read whole or empty, and the others */
	const char **reason;     /* why the case is partial, small counts covered */
	uint32_t nreason;        /* 0: complete */
};

enum gbx_rc gbx_model_init(struct gbx_model *m, struct gbx_summary *s,
			   const struct gbx_report_options *o, bool suppress, struct gbx_err *err);
void gbx_model_release(struct gbx_model *m);

/* Inside: fills skip and kind. */
bool gbx_model_account(struct gbx_model *m);

/* The index of an entry by its id; nentry when there is none. */
uint32_t gbx_model_entry_index(const struct gbx_model *m, uint32_t id);
/* A count, or estimate, of relation r as it may be shown. */
struct gbx_figure gbx_model_count(const struct gbx_model *m, uint32_t r, uint64_t n);
struct gbx_figure gbx_model_estimate(const struct gbx_model *m, uint32_t r, struct gbx_estimate e);

/* "name + national id + phone"; plain text. "nothing personal" when empty. */
void gbx_put_words(struct gbx_buf *b, const struct gbx_model *m, const struct gbx_typeset *t);
/* "name.full + national_id.cn" */
void gbx_put_types(struct gbx_buf *b, const struct gbx_typeset *t);
/* The first line: PARTIAL with why and what was not read, or COMPLETE. Hostile
 * names are in it: escape. One line. */
void gbx_put_status(struct gbx_buf *b, const struct gbx_model *m);

/* ---- how passwords are stored ---- */

bool gbx_model_storage(const struct gbx_model *m); /* were any found? */
/* Passwords of the case kept in this way. */
struct gbx_figure gbx_model_stored(const struct gbx_model *m, enum gbx_store store);
/* "2 in plain text, 7 under a fast hash without salt, 400 under a slow hash (bcrypt, cost 8 to
 * 12)": one sentence without its end; nothing where there are none. */
void gbx_put_storage(struct gbx_buf *b, const struct gbx_model *m);
/* "cost 8 to 12"; nothing when there is no cost. */
void gbx_put_cost_range(struct gbx_buf *b, const struct gbx_sum_stored *x);

/* ---- warnings ---- */

struct gbx_warning {
	const char *word; /* stable, for report.json */
	bool (*applies)(const struct gbx_model *m);
	void (*text)(const struct gbx_model *m, struct gbx_buf *b); /* one sentence; escape */
};
extern const struct gbx_warning gbx_warnings[]; /* gravest first; NULL word ends the list */

#endif
