/*
 * Lists of logins and passwords, one a line: "login:password", "url:login:password"
 * and their kin, under any usual separator. Private to the format "combo".
 *
 * There is no standard. The rules: a login holds no separator, a password may; a
 * URL (RFC 3986) holds colons of its own, told by the scheme, brackets, ports and
 * slashes around them; a hash is known by its length.
 */
#ifndef GBX_FORMAT_COMBO_H
#define GBX_FORMAT_COMBO_H

#include "format.h"

enum gbx_combo_layout {
	GBX_COMBO_PAIR,      /* login password */
	GBX_COMBO_URL_FIRST, /* url login password */
	GBX_COMBO_URL_LAST,  /* login password url */
	GBX_COMBO_NAMED,     /* username email password */
	GBX_COMBO_REVERSED,  /* password email: the address behind the last separator */
	GBX_COMBO_LABELED,   /* "Email: x Password: y" */
	GBX_COMBO_SERVER,    /* "ftp://user:password@host", "host:port@user;password" */
};

enum gbx_combo_column {
	GBX_COMBO_URL,
	GBX_COMBO_LOGIN,
	GBX_COMBO_EMAIL, /* of NAMED */
	GBX_COMBO_HASH, /* what stands in the place of a login in lists of cracked hashes */
	GBX_COMBO_PASSWORD,
	GBX_COMBO_SALT,
	GBX_COMBO_COMMENT, /* what a checker wrote behind " | " */
	GBX_COMBO_COLUMNS
};

#define GBX_COMBO_DASHES "----" /* what '-' between login and password stands for */

struct gbx_combo_dialect {
	enum gbx_combo_layout layout;
	unsigned char pair; /* between login and password */
	unsigned char url;  /* between the URL and the rest */
	bool padded;        /* blanks stand around separators */
	bool hashes;        /* hashes stand where logins do */
	bool cracked;       /* behind the hashes stand passwords, not salts */
	bool strict;        /* lines with other separators do not fit */
	bool lead;          /* numbers or bullets stand before the lines */
	unsigned char note;  /* '|', '[' or '-' before what a checker wrote behind; 0: not in each line */
	unsigned char quote; /* around lines, or around their parts; 0: none */
	size_t skip;        /* header line */
	size_t record;      /* bytes of a usual line */
};

struct gbx_combo_parts {
	struct gbx_span part[GBX_COMBO_COLUMNS]; /* borrowed from the line */
	unsigned has;                            /* bit i: part i is there, perhaps empty */
};

enum gbx_combo_verdict {
	GBX_COMBO_RECORD,
	GBX_COMBO_SKIP, /* blank, ruler, advertisement */
	GBX_COMBO_NO_SEPARATOR,
	GBX_COMBO_NO_LOGIN,
	GBX_COMBO_SHAPE, /* a sentence or the like */
};

/* Reads one line, without its line end. A line of another layout than the
 * dialect's is read as what it is when it shows (a scheme, an e-mail address). */
enum gbx_combo_verdict gbx_combo_line(const struct gbx_combo_dialect *d, struct gbx_span line,
                                      struct gbx_combo_parts *x);

/* The dialect of a head; 0 when it is no such list, else how sure. d is usable
 * either way. */
int gbx_combo_sniff(const struct gbx_head *h, const struct gbx_format_options *o,
                    struct gbx_combo_dialect *d);

/* Parts of lines */

/* Length of "scheme://" at the start of s, or 0. */
size_t gbx_combo_scheme(struct gbx_span s);
/* Length of the host name or IPv4 address at the start of s, or 0: dotted labels,
 * the last of letters. */
size_t gbx_combo_host(struct gbx_span s);
/* Where in s, which begins with a URL (with or without its scheme), the separator
 * behind it stands; login and password follow it. 0 when there is none. */
size_t gbx_combo_url_end(const struct gbx_combo_dialect *d, struct gbx_span s);
/* Where in s, which ends with a URL, that URL begins (the separator is before it);
 * 0 when there is none. */
size_t gbx_combo_url_begin(const struct gbx_combo_dialect *d, struct gbx_span s);
/* Has the shape of an e-mail address. */
bool gbx_combo_is_email(struct gbx_span s);
/* Length of the hash at the start of s when the separator follows or s ends; else 0. */
size_t gbx_combo_hash(struct gbx_span s, unsigned char sep);
/* A line without its number, bullet and quotes, as the dialect says. */
struct gbx_span gbx_combo_undress(const struct gbx_combo_dialect *d, struct gbx_span line);
/* The same for the quotes at the separator. */
void gbx_combo_unquote(const struct gbx_combo_dialect *d, struct gbx_combo_parts *x);
/* Are the first lines of text dressed so? Sets lead and quote of d. */
bool gbx_combo_dressed(struct gbx_span text, unsigned lines, struct gbx_combo_dialect *d);
/* Lines of the layouts LABELED and SERVER. */
enum gbx_combo_verdict gbx_combo_labels(struct gbx_span line, struct gbx_combo_parts *x);
enum gbx_combo_verdict gbx_combo_userinfo(struct gbx_span line, struct gbx_combo_parts *x);
/* "email:password": a header, wherever it stands. */
bool gbx_combo_is_header(struct gbx_span login, struct gbx_span password);
/* A ruler or an advertisement. */
bool gbx_combo_is_banner(struct gbx_span s);

extern const struct gbx_format gbx_format_combo;

#endif
