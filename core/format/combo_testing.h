/*
 * For the tests of combo lists: a seeded generator of lists with what each line
 * holds. Logins and sites are of example domains, passwords random and nasty.
 */
#ifndef GBX_FORMAT_COMBO_TESTING_H
#define GBX_FORMAT_COMBO_TESTING_H

#include "csv_testing.h"
#include "combo.h"

struct truth {
	uint64_t off;
	bool record;                   /* else junk or a banner */
	char *part[GBX_COMBO_COLUMNS]; /* NULL: absent */
};

struct list {
	struct gbx_buf text;
	struct truth *line;
	size_t n, cap;
	uint64_t seed;
};

enum login_kind { EMAILS, USERS, PHONES, MIXED_LOGINS };
enum secret_kind { PLAIN, HASHES, SALTED, BCRYPT };

struct recipe {
	enum gbx_combo_layout layout;
	const char *url, *pair; /* separators */
	enum login_kind logins;
	enum secret_kind secrets;
	unsigned nasty;   /* passwords in a thousand that hold separators and the like */
	unsigned junk;    /* lines in a thousand that are no records */
	unsigned comment; /* in a thousand */
	bool bare;        /* URLs without scheme */
	bool crlf;
};

static UNUSED uint64_t roll(struct list *x, uint64_t n)
{
	return (rnd(&x->seed) >> 11) % n;
}

static UNUSED const char *pick(struct list *x, const char *const *from, size_t n)
{
	return from[roll(x, n)];
}
#define PICK(x, list) pick(x, list, sizeof(list) / sizeof *(list))

static UNUSED void gen_chars(struct list *x, struct gbx_buf *b, const char *alphabet, size_t n)
{
	size_t k = strlen(alphabet);
	while (n--)
		gbx_buf_addc(b, alphabet[roll(x, k)]);
}

static UNUSED void gen_user(struct list *x, struct gbx_buf *b)
{
	static const char *const words[] = {"anna",  "boris",   "carla.b", "dave_", "elena", "fox",
	                                    "greta", "mr.hugo", "irina-x", "jonas", "Karin", "LEO"};
	gbx_buf_adds(b, PICK(x, words));
	gbx_buf_addf(b, "%llu", (unsigned long long)roll(x, 100000));
}

static UNUSED void gen_email(struct list *x, struct gbx_buf *b)
{
	static const char *const hosts[] = {"example.com", "example.org", "mail.example.net",
	                                    "post.example.test", "EXAMPLE.COM"};
	gen_user(x, b);
	if (roll(x, 10) == 0)
		gbx_buf_adds(b, "+tag");
	gbx_buf_addf(b, "@%s", PICK(x, hosts));
}

static UNUSED void gen_login(struct list *x, struct gbx_buf *b, enum login_kind k)
{
	if (k == MIXED_LOGINS)
		k = (enum login_kind)(roll(x, 3));
	if (k == EMAILS)
		gen_email(x, b);
	else if (k == USERS)
		gen_user(x, b);
	else
		gbx_buf_addf(b, "%s1%llu55501%02llu", roll(x, 2) ? "+" : "",
		             (unsigned long long)(200 + roll(x, 790)),
		             (unsigned long long)roll(x, 100));
}

static UNUSED void gen_nasty(struct list *x, struct gbx_buf *b, const char *sep)
{
	static const char *const bits[] = {"\"",  "'", "@", "#", "\\", "/",        "//",   "{", "}",
	                                   "<b>", "=", "&", "?", "%",  "\xc3\xa9", "\xff", "$$"};
	gen_chars(x, b, "abcXYZ0189", 1 + roll(x, 5));
	gbx_buf_adds(b, roll(x, 2) ? sep : PICK(x, bits));
	gen_chars(x, b, "abcXYZ0189", roll(x, 5));
	if (roll(x, 2))
		gbx_buf_adds(b, PICK(x, bits));
	if (roll(x, 4) == 0)
		gbx_buf_adds(b, sep);
}

static UNUSED void gen_password(struct list *x, struct gbx_buf *b, unsigned nasty, const char *sep)
{
	static const char *const common[] = {"qwerty", "monkey", "password1", "letmein", "123456"};
	if (roll(x, 1000) < nasty)
		gen_nasty(x, b, sep);
	else if (roll(x, 8) == 0)
		gbx_buf_adds(b, PICK(x, common));
	else
		gen_chars(x, b, "abcdefghijkmnopqrstuvwxyzABCDEFGHJK0123456789!$_.-*",
		          6 + roll(x, 9));
}

static UNUSED void gen_url(struct list *x, struct gbx_buf *b, bool bare)
{
	static const char *const hosts[] = {"example.com",      "www.example.org",
	                                    "shop.example.net", "a-b.example.com",
	                                    "192.0.2.17",       "accounts.example.test"};
	static const char *const paths[] = {"",
	                                    "/",
	                                    "/login",
	                                    "/a/b.php?x=1&y=2",
	                                    "/wiki/Talk:Main/x",
	                                    "/r?u=https://example.org/x",
	                                    "/#/auth",
	                                    "/~u/;s=1/"};
	if (!bare && roll(x, 12) == 0) {
		gbx_buf_adds(b, "android://");
		gen_chars(x, b, "ABCDEFabcdef0123456789-_", 40);
		gbx_buf_adds(b, "==@com.example.app/");
		return;
	}
	if (!bare)
		gbx_buf_adds(b, roll(x, 4) ? "https://" : "http://");
	if (!bare && roll(x, 20) == 0)
		gbx_buf_adds(b, "[2001:db8::1]");
	else
		gbx_buf_adds(b, PICK(x, hosts));
	if (roll(x, 6) == 0)
		gbx_buf_addf(b, ":%llu/", (unsigned long long)(80 + roll(x, 9000)));
	else
		gbx_buf_adds(b, PICK(x, paths));
}

static UNUSED char *taken(struct gbx_buf *b)
{
	char *s = strdup(gbx_buf_str(b));
	assert_non_null(s);
	gbx_buf_reset(b);
	return s;
}

static UNUSED struct truth *gen_line(struct list *x)
{
	if (x->n == x->cap) {
		x->cap = 2 * x->cap + 256;
		x->line = realloc(x->line, x->cap * sizeof *x->line);
		assert_non_null(x->line);
	}
	struct truth *t = &x->line[x->n++];
	*t = (struct truth){.off = x->text.n};
	return t;
}

static UNUSED void gen_junk(struct list *x)
{
	static const char *const lines[] = {"==========================",
	                                    "----------",
	                                    "",
	                                    "   ",
	                                    "Join our telegram channel: t.me/example_ads",
	                                    "***** fresh list by example *****",
	                                    "no separator here",
	                                    ":only-a-password",
	                                    "https://t.me/example_cloud"};
	gen_line(x);
	gbx_buf_adds(&x->text, PICK(x, lines));
}

static UNUSED void gen_secret(struct list *x, const struct recipe *r, struct truth *t,
                              struct gbx_buf *b)
{
	if (r->secrets == PLAIN)
		gen_password(x, b, r->nasty, roll(x, 2) ? r->pair : ":");
	else if (r->secrets == BCRYPT)
		gbx_buf_adds(b, "$2y$10$");
	if (r->secrets != PLAIN)
		gen_chars(x, b, r->secrets == BCRYPT ? "abcdefXYZ0123./" : "0123456789abcdef",
		          r->secrets == BCRYPT ? 53 : 32);
	t->part[GBX_COMBO_PASSWORD] = taken(b);
	if (r->secrets == SALTED) {
		gen_chars(x, b, "abcXYZ019!#:;|,", 1 + roll(x, 9));
		t->part[GBX_COMBO_SALT] = taken(b);
	}
	if (roll(x, 1000) < r->comment)
		t->part[GBX_COMBO_COMMENT] = strdup("Country = XX | Plan = Basic");
}

static UNUSED void write_line(struct list *x, const struct recipe *r, const struct truth *t)
{
	char *const *p = t->part;
	struct gbx_buf *b = &x->text;
	if (r->layout == GBX_COMBO_URL_FIRST)
		gbx_buf_addf(b, "%s%s", p[GBX_COMBO_URL], r->url);
	gbx_buf_addf(b, "%s%s", p[GBX_COMBO_LOGIN], r->pair);
	if (p[GBX_COMBO_EMAIL])
		gbx_buf_addf(b, "%s%s", p[GBX_COMBO_EMAIL], r->pair);
	gbx_buf_adds(b, p[GBX_COMBO_PASSWORD]);
	if (p[GBX_COMBO_SALT])
		gbx_buf_addf(b, "%s%s", r->pair, p[GBX_COMBO_SALT]);
	if (p[GBX_COMBO_COMMENT])
		gbx_buf_addf(b, " | %s", p[GBX_COMBO_COMMENT]);
	if (r->layout == GBX_COMBO_URL_LAST)
		gbx_buf_addf(b, "%s%s", r->url, p[GBX_COMBO_URL]);
}

static UNUSED void gen_record(struct list *x, const struct recipe *r)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	struct truth *t = gen_line(x);
	t->record = true;
	if (r->layout == GBX_COMBO_URL_FIRST || r->layout == GBX_COMBO_URL_LAST) {
		gen_url(x, &b, r->bare);
		t->part[GBX_COMBO_URL] = taken(&b);
	}
	gen_login(x, &b, r->layout == GBX_COMBO_NAMED ? USERS : r->logins);
	t->part[GBX_COMBO_LOGIN] = taken(&b);
	if (r->layout == GBX_COMBO_NAMED) {
		gen_email(x, &b);
		t->part[GBX_COMBO_EMAIL] = taken(&b);
	}
	gen_secret(x, r, t, &b);
	write_line(x, r, t);
	gbx_buf_release(&b);
}

static UNUSED void gen_list(struct list *x, const struct recipe *r, size_t lines, uint64_t seed)
{
	*x = (struct list){.seed = seed * UINT64_C(2654435761) + 1};
	gbx_buf_init(&x->text, (size_t)1 << 30);
	for (size_t i = 0; i < lines; i++) {
		if (roll(x, 1000) < r->junk)
			gen_junk(x);
		else
			gen_record(x, r);
		gbx_buf_adds(&x->text, r->crlf ? "\r\n" : "\n");
	}
}

static UNUSED void list_release(struct list *x)
{
	for (size_t i = 0; i < x->n; i++) {
		for (unsigned k = 0; k < GBX_COMBO_COLUMNS; k++)
			free(x->line[i].part[k]);
	}
	free(x->line);
	gbx_buf_release(&x->text);
}

#endif
