/*
 * Kinds of password hashes: which a value may be, how well such a kind keeps a password,
 * and the cost written in it. Finer than the catalogue of types: a type may have many
 * kinds. Nothing here guesses a password.
 */
#ifndef GBX_DETECT_HASH_H
#define GBX_DETECT_HASH_H

#include "detect.h"

/* How well a password is kept, worst first. */
enum gbx_store {
	GBX_STORE_PLAIN,  /* in the clear, or reversible */
	GBX_STORE_FAST,	  /* one digest: billions of guesses a second, the same for all accounts */
	GBX_STORE_SALTED, /* one digest with a salt: billions a second, for each account anew */
	GBX_STORE_SLOW,	  /* made to be slow */
	GBX_STORE_LOCK,	  /* not an account's password: of a file, a disk, a wallet */
	GBX_STORE_UNKNOWN,
	GBX_STORES
};

/* Words for reports ("fast, without salt") and for report.json ("fast_unsalted"). */
const char *gbx_store_text(enum gbx_store s);
const char *gbx_store_word(enum gbx_store s);

enum gbx_cost_unit {
	GBX_COST_NONE,
	GBX_COST_COST,	     /* bcrypt: 2^a rounds */
	GBX_COST_ROUNDS,     /* a */
	GBX_COST_ITERATIONS, /* a */
	GBX_COST_LOG2,	     /* 2^a rounds */
	GBX_COST_ARGON,	     /* a KiB of memory, b passes, c lanes */
	GBX_COST_NR,	     /* yescrypt: a = N, b = r */
	GBX_COST_NRP,	     /* scrypt: a = N, b = r, c = p */
};

struct gbx_hash_cost {
	uint32_t a, b, c; /* 0: not written, and no common default */
};

struct gbx_hash_kind {
	const char *name;  /* "md5", "bcrypt": stable */
	const char *label; /* for readers */
	const char *modes; /* numbers in hashcat's public list of example hashes, parted by commas */
	const char *const *form;
	enum gbx_type type;
	enum gbx_store store;
	enum gbx_cost_unit unit;
	uint32_t cost; /* `a` when none is written */
};

enum gbx_hash_kind_id {
#define K(id, ...) GBX_HASH_##id,
#include "hash_kinds.def"
#undef K
	GBX_HASH_KINDS
};

extern const struct gbx_hash_kind gbx_hash_kind[GBX_HASH_KINDS];

struct gbx_hash_candidate {
	enum gbx_hash_kind_id kind;
	unsigned rank; /* 0: most likely; equal ranks cannot be told apart by the value */
	struct gbx_hash_cost cost;
};

#define GBX_HASH_CANDIDATES 32u

/*
 * The kinds that a value has the form of, most likely first, at most cap; how many. A value
 * alone can seldom tell more: 32 hexadecimal digits are MD5, NTLM and MD4 at rank 0, LM behind them.
 */
unsigned gbx_hash_candidates(const struct gbx_value *v, struct gbx_hash_candidate *out,
                             unsigned cap);

/* Is 0x before the rest, as SQL Server writes bytes? */
static inline bool gbx_hash_has_0x(const struct gbx_value *v)
{
	return v->n > 2 && v->p[0] == '0' && (v->p[1] | 32) == 'x';
}

/* The kind of a whole value that a head of its own tells, KINDS when none does. hint: a kind
 * to try first. */
enum gbx_hash_kind_id gbx_hash_with_head(const struct gbx_value *v, enum gbx_hash_kind_id hint,
                                         struct gbx_hash_cost *cost);

/*
 * What is stored in a cell of a column of passwords (plan: password.plain or one of
 * password_hash.): a kind, or GBX_HASH_KINDS for what has no form of a hash, with *store
 * PLAIN or UNKNOWN. *kind goes in as the kind of the value before, looked for first;
 * begin with GBX_HASH_KINDS. False for placeholders and locked accounts, which are nothing.
 */
bool gbx_hash_in_cell(enum gbx_type plan, const struct gbx_value *v, enum gbx_hash_kind_id *kind,
                      struct gbx_hash_cost *cost, enum gbx_store *store);

/* Does a column of the type store passwords: password.plain or one of password_hash.? */
bool gbx_is_stored(enum gbx_type t);

/* A kind as a report counts it: those that a value cannot tell apart under one name,
 * "MD5, NTLM, MD4 or LM". */
const char *gbx_hash_shown(enum gbx_hash_kind_id k);

/* Work of a guess, to order costs of one kind. */
double gbx_hash_work(enum gbx_hash_kind_id k, const struct gbx_hash_cost *c);
/* "cost 8", "600,000 iterations", "m=65536 t=3 p=4"; nothing when there is no cost. */
void gbx_hash_put_cost(enum gbx_hash_kind_id k, const struct gbx_hash_cost *c, struct gbx_buf *b);

#endif
