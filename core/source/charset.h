/*
 * Character sets: what there is, reading one, guessing which.
 *
 * An undecodable byte B becomes the private-use character U+EF00+B (U+EF80..U+EFFF as
 * MirBSD's OPTU-8 has it), so that nothing is lost, the byte can be told, and the
 * result is valid UTF-8; such bytes are counted. Tables come from the C library's
 * iconv and are held here: it is asked for no input bytes, and its modules are
 * loaded by gbx_charsets_new, before a process locks itself down.
 */
#ifndef GBX_SOURCE_CHARSET_H
#define GBX_SOURCE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/span.h"

enum gbx_charset {
	GBX_CHARSET_NONE, /* not decided, or not text */
#define GBX_CHARSET(id, name, iconv, kind, langs, handicap, aliases) GBX_CHARSET_##id,
#include "charset.def"
#undef GBX_CHARSET
	GBX_CHARSET_COUNT
};

enum gbx_charset_kind {
	GBX_CHARSET_KIND_UTF8,
	GBX_CHARSET_KIND_UTF16,
	GBX_CHARSET_KIND_UTF32,
	GBX_CHARSET_KIND_SINGLE,
	GBX_CHARSET_KIND_DOUBLE,
	GBX_CHARSET_KIND_GB18030, /* double, and four bytes for the rest of Unicode */
	GBX_CHARSET_KIND_EUC,	  /* double, and three bytes after 0x8F */
	GBX_CHARSET_KIND_ISO2022,
};

struct gbx_charset_info {
	const char *name, *iconv, *languages, *aliases;
	enum gbx_charset_kind kind;
	int handicap;
};

/* Rows of charset.def; GBX_CHARSET_NONE's name is NULL. */
extern const struct gbx_charset_info gbx_charset_info[];

/* By name or alias; letters' case, hyphens and the like do not matter. NONE: unknown. */
enum gbx_charset gbx_charset_find(struct gbx_span name);

struct gbx_charsets; /* tables, made when first needed; for one thread */

struct gbx_charsets *gbx_charsets_new(void); /* NULL: out of memory */
void gbx_charsets_free(struct gbx_charsets *s);

/* ---- reading ---- */

#define GBX_CHARSET_ESCAPE 0xEF00u     /* plus the byte */
#define GBX_CHARSET_BAD UINT32_MAX     /* not a character */
#define GBX_CHARSET_PAIR 0x80000000u   /* two characters of 15 bits each (Big5-HKSCS) */
#define GBX_CHARSET_STEP 16u	       /* most bytes one step writes */

struct gbx_charset_tables; /* private */

struct gbx_decoder {
	enum gbx_charset_kind kind;
	bool big;			      /* UTF-16 and UTF-32 */
	const struct gbx_charset_tables *table; /* NULL for UTF-* */
	const struct gbx_charset_tables *other; /* ISO-2022: what SO shifts to */
	unsigned char g0, shifted;	      /* ISO-2022: designated set */
};

/* False: out of memory, or this system's iconv does not know it. */
bool gbx_decoder_init(struct gbx_decoder *d, struct gbx_charsets *s, enum gbx_charset c);

/*
 * One character of p[0..n), n > 0. Returns the bytes it takes and sets *cp: a code
 * point, a PAIR, BAD (all these bytes are undecodable), or for escape sequences
 * that write nothing 0 with *silent set. 0: more bytes are needed, never when last.
 */
size_t gbx_decoder_step(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last,
			uint32_t *cp, bool *silent);

struct gbx_decoded {
	size_t used, wrote;
	uint64_t bad; /* undecodable bytes among those used */
};

/*
 * Decodes until the input is used up (but for an incomplete character, unless last)
 * or less than GBX_CHARSET_STEP bytes are free in out. Stops after a line feed when
 * `line` is set, so that a caller can note where lines begin.
 */
struct gbx_decoded gbx_decode(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last,
			      bool line, unsigned char *out, size_t cap);

/* Writes cp as UTF-8 (1 to 4 bytes). */
size_t gbx_utf8_put(unsigned char *out, uint32_t cp);
/* True when all n bytes are valid UTF-8; by vector instructions. */
bool gbx_utf8_all(const unsigned char *p, size_t n);
/* How many of p[0..n) are ASCII; ESC is not, unless told. */
size_t gbx_ascii_run(const unsigned char *p, size_t n, bool escapes);

/* Bytes of a character back in a two-byte or single-byte charset, for finding text
 * decoded twice. 0: it has none. */
size_t gbx_charset_encode(struct gbx_charsets *s, enum gbx_charset c, uint32_t cp,
			  unsigned char out[2]);

/* ---- deciding ---- */

enum gbx_charset_how {
	GBX_CHARSET_HOW_NONE,
	GBX_CHARSET_HOW_DECLARED,
	GBX_CHARSET_HOW_BOM,
	GBX_CHARSET_HOW_VALID,
	GBX_CHARSET_HOW_STATISTICS,
	GBX_CHARSET_HOW_USER,
};
extern const char *const gbx_charset_how_name[]; /* NULL, "declared", "bom" ... */

struct gbx_charset_guess {
	enum gbx_charset charset; /* NONE: no text, or none fits */
	enum gbx_charset_how how;
	bool binary;		  /* no text: bytes should be left as they are */
};

/* What the text says of itself: weak hints give way to statistics. */
struct gbx_charset_declared {
	enum gbx_charset charset;
	bool weak; /* of a table, not of the file */
};
/* XML declaration, HTML meta, SET NAMES, client_encoding, CHARACTER SET, vCard. */
struct gbx_charset_declared gbx_charset_declared(const unsigned char *p, size_t n);

/* A byte order mark: its length, 0 for none. */
size_t gbx_charset_bom(const unsigned char *p, size_t n, enum gbx_charset *c);

/*
 * Decides by p[0..n), which begins at the entry's first byte (start) or at its first
 * byte that is not ASCII. whole: nothing follows. NOMEM shows as NONE.
 */
struct gbx_charset_guess gbx_charset_guess(struct gbx_charsets *s, const unsigned char *p, size_t n,
					   bool start, bool whole,
					   const struct gbx_charset_declared *said);

/* ---- text decoded twice ---- */

struct gbx_garbled {
	enum gbx_charset via; /* read as this though it was UTF-8; NONE with `lost` */
	bool lost;	      /* U+FFFD, or what became of it, stands for characters */
	unsigned runs, garbled; /* runs of characters beyond ASCII, those garbled */
};

/* Looks at UTF-8 text. Values are left as they are. */
struct gbx_garbled gbx_charset_garbled(struct gbx_charsets *s, const unsigned char *p, size_t n);

#endif
