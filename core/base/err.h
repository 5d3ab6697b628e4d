/*
 * Return codes and error detail.
 *
 * Every fallible function returns an enum gbx_rc. The codes stand in three
 * bands: fine; the data's fault (note it, go on with the next record or entry);
 * ours (stop). Detail goes into a caller-owned struct gbx_err, the last
 * parameter, which may be NULL. Its text never holds input bytes: ids, offsets,
 * sizes and the tool's own words only. Names of files are the caller's to add.
 */
#ifndef GBX_BASE_ERR_H
#define GBX_BASE_ERR_H

enum gbx_rc {
	/* fine */
	GBX_OK = 0,
	GBX_END = 1, /* nothing more to read */
	/* the data's fault */
	GBX_BAD_RECORD = 16, /* this record cannot be read */
	GBX_BAD_ENTRY = 17,  /* this entry cannot be read further */
	GBX_TRUNCATED = 18,  /* this entry ends early */
	GBX_LIMIT = 19,	     /* a ceiling of limits.h was reached */
	GBX_UNSUPPORTED = 20, /* a kind of input we do not read */
	/* ours */
	GBX_NOMEM = 32,
	GBX_IO = 33,
	GBX_STORE = 34,	  /* the case file cannot be read or written */
	GBX_MISUSE = 35,  /* caller's or user's mistake */
	GBX_REFUSED = 36, /* wrong key, locked, newer case */
	GBX_CRASHED = 37, /* a child process died */
};

/* The stable identity of an error; errors.def is the list. */
enum gbx_eid {
	GBX_E_NONE = 0,
#define GBX_E(name, rc, text) GBX_E_##name,
#include "errors.def"
#undef GBX_E
	GBX_E_COUNT
};

#define GBX_ERR_TEXT 640 /* the list of charsets fits */

struct gbx_err {
	enum gbx_rc rc;
	enum gbx_eid id;
	int sys;		 /* errno at the time, or 0 */
	char text[GBX_ERR_TEXT]; /* one sentence: what, where, what to do */
};

static inline int gbx_rc_is_data(enum gbx_rc rc) { return rc >= 16 && rc < 32; }
static inline int gbx_rc_is_ours(enum gbx_rc rc) { return rc >= 32; }

/*
 * Fills *err (if not NULL) from the id's row in errors.def plus an optional
 * detail, and returns the id's rc, so that `return gbx_fail(err, ...)` reads
 * well. fmt may be NULL. Never pass input bytes.
 */
enum gbx_rc gbx_fail(struct gbx_err *err, enum gbx_eid id, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As gbx_fail, and keeps errno as it is at the call. */
enum gbx_rc gbx_fail_sys(struct gbx_err *err, enum gbx_eid id, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "E_RATIO"; valid for ever. */
const char *gbx_eid_name(enum gbx_eid id);
/* The sentence of errors.def; valid for ever. */
const char *gbx_eid_text(enum gbx_eid id);
enum gbx_rc gbx_eid_rc(enum gbx_eid id);

#endif
