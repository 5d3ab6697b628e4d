/*
 * Is a head such a list, and of which layout and separators? Each is tried on the
 * first lines; a list needs lines that fit, logins that differ and passwords that
 * look like passwords: not dates, names or amounts, which are columns of tables.
 */
#include "combo.h"
#include "csv_sniff.h"

#include <stdint.h>

#define LINES 400u    /* lines looked at */
#define SLOTS 1024u   /* of the set that counts distinct texts */
#define LOGIN_MAX 128 /* bytes of the longest likely login */

/* Distinct texts by hash: an estimate is all that is needed. */
struct distinct {
	uint32_t slot[SLOTS];
	unsigned n;
};

struct tally {
	unsigned lines;   /* but for blank ones and banners */
	unsigned fit;     /* records of the layout */
	unsigned noted;   /* records with a comment */
	unsigned emails;  /* logins that are e-mail addresses */
	unsigned hashes;  /* logins that are hashes */
	unsigned phones;  /* logins that are long numbers */
	unsigned handles; /* logins of letters and digits or marks */
	unsigned short_ints, typed_logins, foreign_logins;
	unsigned mixed, plain, empty, typed, digits, spaced, names; /* passwords */
	unsigned hashed, marked; /* passwords: hashes; letters with marks that names never have */
	unsigned salted, wordy, salt_of[16]; /* what stands behind hashes, by its length */
	unsigned again[8]; /* passwords that hold the separator so often; 7: or more */
	unsigned shape[64];
	unsigned other[5][4]; /* passwords that hold another separator so often */
	size_t bytes;
	struct distinct logins, passwords;
};

static const unsigned char marks[5] = {',', ';', '|', '\t', ':'};

static void note(struct distinct *x, struct gbx_span s)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * 16777619u;
	h |= 1;
	for (uint32_t i = h, k = 0; k < SLOTS; i++, k++) {
		uint32_t *at = &x->slot[i % SLOTS];
		if (*at == h)
			return;
		if (!*at) {
			*at = h;
			x->n++;
			return;
		}
	}
}

static unsigned count_byte(struct gbx_span s, unsigned char c)
{
	unsigned n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

struct census {
	bool digit, lower, upper, inner_upper, symbol, blank;
};

static struct census census_of(struct gbx_span s)
{
	struct census c = {0};
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = s.p[i];
		c.digit |= b >= '0' && b <= '9';
		c.lower |= (b >= 'a' && b <= 'z') || b >= 0x80;
		c.upper |= b >= 'A' && b <= 'Z';
		c.inner_upper |= i && b >= 'A' && b <= 'Z';
		c.blank |= b == ' ';
		c.symbol |=
		    b > ' ' && b < 0x7f && memchr("!@#$%^&*()_-+=[]{}?<>~`/\\'\".,;:|", b, 32);
	}
	return c;
}

static bool is_typed(enum gbx_csv_kind k)
{
	return k == GBX_CSV_K_DATE || k == GBX_CSV_K_DECIMAL || k == GBX_CSV_K_PHONE ||
	       k == GBX_CSV_K_EMAIL || k == GBX_CSV_K_URL;
}

/* "example.com/x": a column of pages. */
static bool is_page(struct gbx_span s)
{
	size_t host = s.n > 4 && memchr(s.p, '/', s.n) ? gbx_combo_host(s) : 0;
	return host && host < s.n && s.p[host] == '/';
}

static void look_at_password(struct tally *t, struct gbx_span s, struct gbx_span salt,
                             unsigned char sep)
{
	while (s.n && s.p[s.n - 1] == ' ') /* that end the lines */
		s.n--;
	struct census c = census_of(s);
	enum gbx_csv_kind kind = gbx_csv_kind_of(s);
	bool hash = gbx_combo_hash(s, sep) != 0;
	bool digits = c.digit && !c.lower && !c.upper && !c.symbol && !c.blank;
	unsigned classes = c.digit + c.lower + c.upper + c.symbol;
	unsigned again = count_byte(s, sep) + count_byte(salt, sep);
	t->typed += !hash && (is_typed(kind) || is_page(s) ||
			      (kind == GBX_CSV_K_HEX && !c.lower && !c.upper));
	t->digits += digits && !hash;
	t->mixed +=
	    hash || (classes >= 2 && !is_typed(kind) && (c.digit || c.symbol || c.inner_upper));
	t->empty += !s.n;
	t->hashed += hash;
	for (size_t i = 0; i < s.n && !hash && (c.lower || c.upper); i++) {
		if (!memchr("!$%^&*?=", s.p[i], 8))
			continue;
		t->marked++;
		break;
	}
	t->plain += !hash && classes == 1 && !c.upper && !c.blank;
	t->spaced += c.blank;
	t->names += c.upper && c.lower && !c.digit && !c.symbol && !c.inner_upper;
	t->again[again < 7 ? again : 7]++;
	if (!hash)
		t->shape[(s.n * 16 + c.digit + 2 * c.lower + 4 * c.upper + 8 * c.symbol) % 64]++;
	for (unsigned i = 0; i < 5; i++) {
		unsigned n = marks[i] == sep || hash ? 0 : count_byte(s, marks[i]);
		t->other[i][n < 3 ? n : 3]++;
	}
	note(&t->passwords, s);
}

static bool is_most(unsigned part, unsigned all, unsigned percent)
{
	return part * 100 >= all * percent && all;
}

/* Salts are random texts of one or two lengths; passwords are not. */
static void look_at_salt(struct tally *t, struct gbx_span s)
{
	size_t word = 0;
	while (word < s.n && ((s.p[word] >= 'a' && s.p[word] <= 'z') ||
			      (s.p[word] >= '0' && s.p[word] <= '9')))
		word++;
	t->salted++;
	t->wordy += word == s.n && s.n >= 5;
	t->salt_of[s.n < 16 ? s.n : 15]++;
}

static bool are_cracked(const struct tally *t)
{
	unsigned lengths = 0, brief = 0;
	for (unsigned i = 0; i < 16; i++) {
		lengths += is_most(t->salt_of[i], t->salted, 3);
		brief += i < 4 ? t->salt_of[i] : 0;
	}
	return is_most(t->salted, t->fit, 80) && t->salted >= 20 && lengths >= 5 &&
	       !is_most(brief, t->salted, 10) && is_most(t->wordy, t->salted, 30);
}

static void look_at_login(struct tally *t, const struct gbx_combo_dialect *d, struct gbx_span s)
{
	enum gbx_csv_kind kind = gbx_csv_kind_of(s);
	bool email = gbx_combo_is_email(s), hash = gbx_combo_hash(s, d->pair) != 0;
	t->emails += email;
	t->hashes += hash;
	struct census c = census_of(s);
	t->handles += c.lower && !(s.p[0] >= 'A' && s.p[0] <= 'Z') && (c.digit || c.symbol);
	t->phones += s.n >= 7 && (kind == GBX_CSV_K_INT || kind == GBX_CSV_K_PHONE);
	t->short_ints += kind == GBX_CSV_K_INT && s.n < 6;
	bool address = kind == GBX_CSV_K_HEX && !hash;
	t->typed_logins += !email && (is_typed(kind) || address) && kind != GBX_CSV_K_PHONE;
	bool foreign = s.n && (memchr("\"'{[(<", s.p[0], 6) || s.p[s.n - 1] == '"');
	for (unsigned i = 0; i < 4 && !foreign; i++)
		foreign = memchr(s.p, marks[i], s.n) != NULL;
	t->foreign_logins += foreign;
	note(&t->logins, s);
}

/* Is this a record as the layout wants it? */
static bool fits(const struct gbx_combo_dialect *d, const struct gbx_combo_parts *x)
{
	if (d->layout == GBX_COMBO_LABELED)
		return x->part[GBX_COMBO_PASSWORD].n <= 512;
	/* "https://host:login@mail.example:1234" */
	if (d->layout == GBX_COMBO_SERVER)
		return x->part[GBX_COMBO_PASSWORD].n && !memchr(x->part[GBX_COMBO_LOGIN].p, ' ',
			x->part[GBX_COMBO_LOGIN].n) &&
		       gbx_combo_host(x->part[GBX_COMBO_LOGIN]) != x->part[GBX_COMBO_LOGIN].n;
	const struct gbx_span login = x->part[GBX_COMBO_LOGIN], pass = x->part[GBX_COMBO_PASSWORD];
	bool url = x->has >> GBX_COMBO_URL & 1;
	bool wanted = d->layout == GBX_COMBO_URL_FIRST || d->layout == GBX_COMBO_URL_LAST;
	if (url != wanted || login.n > LOGIN_MAX || memchr(login.p, ' ', login.n))
		return false;
	if (d->layout == GBX_COMBO_NAMED)
		return (x->has >> GBX_COMBO_EMAIL & 1) && !gbx_combo_is_email(login);
	if (!login.n)
		return wanted;
	if (d->layout == GBX_COMBO_REVERSED && gbx_combo_is_email(pass))
		return false;
	return pass.n <= 512 && (!pass.n || (pass.p[0] != ' ' && pass.p[0] != '\t'));
}

static bool next_line(struct gbx_csv_sample s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *p = s.p + *at, *end = memchr(p, '\n', s.n - *at);
	size_t n = end ? (size_t)(end - p) : s.n - *at;
	*at += n + 1;
	while (n && p[n - 1] == '\r')
		n--;
	*line = gbx_span_of(p, n);
	return true;
}

static void tally(struct gbx_csv_sample s, const struct gbx_combo_dialect *d, struct tally *t)
{
	struct gbx_span line;
	struct gbx_combo_parts x;
	memset(t, 0, sizeof *t);
	for (size_t at = d->skip; t->lines < LINES && next_line(s, &at, &line);) {
		enum gbx_combo_verdict v = gbx_combo_line(d, line, &x);
		if (v == GBX_COMBO_SKIP)
			continue;
		t->lines++;
		t->bytes += line.n + 1;
		if (v != GBX_COMBO_RECORD || !fits(d, &x))
			continue;
		t->fit++;
		t->noted += x.has >> GBX_COMBO_COMMENT & 1;
		bool named = x.has >> GBX_COMBO_LOGIN & 1;
		look_at_login(t, d, x.part[named ? GBX_COMBO_LOGIN : GBX_COMBO_EMAIL]);
		bool salted = x.has >> GBX_COMBO_SALT & 1;
		if (salted)
			look_at_salt(t, x.part[GBX_COMBO_SALT]);
		look_at_password(t, x.part[GBX_COMBO_PASSWORD],
		                 salted ? x.part[GBX_COMBO_SALT] : gbx_span_of(NULL, 0), d->pair);
	}
}

/* More columns than the list has: the separator comes again as often in each. */
static bool is_wider(const struct tally *t)
{
	unsigned most = 0;
	for (unsigned i = 1; i < 8; i++)
		most = t->again[i] > most ? t->again[i] : most;
	for (unsigned i = 0; i < 5; i++) {
		for (unsigned k = 1; k < 4; k++) {
			if (t->fit >= 4 && is_most(t->other[i][k], t->fit, 90))
				return true;
		}
	}
	return is_most(most, t->fit, 50) && t->fit > 2;
}

static bool one_shape(const struct tally *t)
{
	unsigned most = 0;
	for (unsigned i = 0; i < 64; i++)
		most = t->shape[i] > most ? t->shape[i] : most;
	return is_most(most, t->fit, 70) && t->fit > 4;
}

static int bid_urls(const struct gbx_combo_dialect *d, const struct tally *t)
{
	bool table = d->pair != ':' && d->url != ' ';
	if (is_wider(t) || is_most(t->empty, t->fit, 40) || is_most(t->spaced, t->fit, 25) ||
	    is_most(t->typed, t->fit, 50))
		return 0;
	if (table && !is_most(t->mixed + t->digits, t->fit, 35))
		return 0;
	if (table && (is_most(t->names, t->fit, 60) || is_most(t->digits, t->fit, 90)))
		return 0;
	return t->fit >= 2 ? 88 : 60;
}

static int bid_emails(const struct gbx_combo_dialect *d, const struct tally *t)
{
	if (d->pair == ':')
		return is_most(t->spaced, t->fit, 30) || is_most(t->typed, t->fit, 60) ? 0
		       : t->fit >= 2                                                   ? 86
		                                                                       : 50;
	if (!is_most(t->mixed, t->fit, 15) || !is_most(t->mixed + t->plain, t->fit, 60) ||
	    is_most(t->typed, t->fit, 20) || is_most(t->spaced, t->fit, d->padded ? 35 : 15) ||
	    is_most(t->names, t->fit, 50))
		return 0;
	if (!is_most(t->passwords.n, t->fit, 30) ||
	    (one_shape(t) && !is_most(t->mixed, t->fit, 98)))
		return 0;
	return t->fit >= 3 ? 86 : 0;
}

/* "password:email", "hash:email"; but "user:email" has no passwords. */
static int bid_reversed(const struct tally *t)
{
	if (!is_most(t->emails, t->fit, 90) || is_most(t->typed, t->fit, 20) ||
	    is_most(t->spaced, t->fit, 10) || is_most(t->names, t->fit, 40) || t->fit < 3)
		return 0;
	if (is_most(t->hashed, t->fit, 80))
		return 86;
	return is_most(t->marked, t->fit, 4) && is_most(t->mixed + t->plain, t->fit, 60) ? 84 : 0;
}

static int bid_users(const struct gbx_combo_dialect *d, const struct tally *t)
{
	bool colon = d->pair == ':';
	if (t->fit < 3 || d->pair == ' ' || is_most(t->typed_logins, t->fit, 30) ||
	    is_most(t->short_ints, t->fit, 40))
		return 0;
	if (is_most(t->spaced, t->fit, 6) || is_most(t->typed, t->fit, 10) ||
	    is_most(t->digits, t->fit, 80) || is_most(t->names, t->fit, 40))
		return 0;
	/* Handles and telephone numbers are no words: fewer passwords must prove it. */
	bool handles =
	    is_most(t->handles + t->phones, t->fit, 60) && is_most(t->mixed + t->plain, t->fit, 80);
	if (!is_most(t->mixed, t->fit, colon || handles ? 35 : 60) || one_shape(t))
		return 0;
	if (!colon && !is_most(t->passwords.n, t->fit, 30))
		return 0;
	/* Keys that come again make no list; telephone numbers may. */
	return is_most(t->logins.n, t->fit, 25) || is_most(t->phones, t->fit, 80) ? 82 : 0;
}

static int bid_for(const struct gbx_combo_dialect *d, const struct tally *t)
{
	if (d->layout == GBX_COMBO_LABELED || d->layout == GBX_COMBO_SERVER)
		return is_most(t->fit, t->lines, 75) && t->fit > 1 && !is_most(t->empty, t->fit, 60)
			       ? 90
			       : 0;
	if (!is_most(t->fit, t->lines, 75) || is_most(t->foreign_logins, t->fit, 30))
		return 0;
	if (d->layout == GBX_COMBO_URL_FIRST || d->layout == GBX_COMBO_URL_LAST)
		return bid_urls(d, t);
	if (is_wider(t) || (d->note && (!is_most(t->noted, t->fit, 80) ||
					!is_most(t->emails, t->fit, 80))))
		return 0;
	if (d->layout == GBX_COMBO_REVERSED)
		return bid_reversed(t);
	if (d->layout == GBX_COMBO_NAMED || is_most(t->emails, t->fit, 50))
		return bid_emails(d, t);
	/* "hash:count" is a table of counts */
	if (is_most(t->hashes, t->fit, 80))
		return is_most(t->digits, t->fit, 80) || is_most(t->spaced, t->fit, 50) ? 0 : 80;
	return bid_users(d, t);
}

/* Do blanks stand around the separator (or behind it)? */
static bool is_padded(struct gbx_csv_sample s, const struct gbx_combo_dialect *d)
{
	struct gbx_span line;
	unsigned char sep = d->pair;
	unsigned lines = 0, padded = 0;
	for (size_t at = 0; lines < LINES && next_line(s, &at, &line);) {
		line = gbx_combo_undress(d, line);
		const unsigned char *q = line.n ? memchr(line.p, sep, line.n) : NULL;
		while (q && sep == ':' && line.n - (size_t)(q - line.p) > 2 && q[1] == '/' &&
		       q[2] == '/')
			q = memchr(q + 1, sep, line.n - (size_t)(q - line.p) - 1);
		lines += line.n > 0;
		bool behind = q && q > line.p && q + 1 < line.p + line.n && q[1] == ' ';
		/* "bob@example.com: x": of a colon the blank behind is enough */
		padded += behind && (q[-1] == ' ' || (sep == ':' && memchr(line.p, '@', (size_t)(q - line.p))));
	}
	return sep != ' ' && is_most(padded, lines, 85);
}

/* "email:password" as the first line. Bytes to skip, or 0. */
static size_t header_line(struct gbx_csv_sample s, const struct gbx_combo_dialect *d)
{
	struct gbx_span line;
	unsigned char sep = d->pair;
	size_t at = 0;
	unsigned words = 0, known = 0;
	if (!next_line(s, &at, &line))
		return 0;
	line = gbx_combo_undress(d, line);
	for (size_t i = 0; i <= line.n && words < 4; words++) {
		const unsigned char *q = i < line.n ? memchr(line.p + i, sep, line.n - i) : NULL;
		size_t end = q ? (size_t)(q - line.p) : line.n;
		known += end > i && gbx_csv_header_word(gbx_span_of(line.p + i, end - i));
		i = end + 1;
	}
	return words >= 2 && known == words ? at : 0;
}

struct choice {
	struct gbx_combo_dialect d;
	struct tally t;
	int bid;
	bool fits; /* most lines fit one that was tried, as a list or as something else */
	struct gbx_combo_dialect dress; /* lead and quote for all that are tried */
};

static void try_one(struct gbx_csv_sample s, struct gbx_combo_dialect d, struct choice *best)
{
	unsigned char pair = d.pair;
	struct choice one = {.d = d, .fits = best->fits, .dress = best->dress};
	one.d.lead = best->dress.lead;
	one.d.quote = best->dress.quote;
	one.d.padded = is_padded(s, &one.d);
	size_t header = header_line(s, &one.d);
	best->fits |= header && pair != ':'; /* a table */
	if (header && pair != ':')
		return;
	one.d.skip = header;
	tally(s, &one.d, &one.t);
	one.fits |= is_most(one.t.fit, one.t.lines, 75);
	best->fits = one.fits;
	one.bid = bid_for(&one.d, &one.t);
	one.d.strict = false;
	one.d.hashes = is_most(one.t.hashes, one.t.fit, 80);
	one.d.cracked = are_cracked(&one.t);
	one.d.record = one.t.lines ? one.t.bytes / one.t.lines + 1 : 32;
	if (one.bid && (!best->bid || one.t.fit > best->t.fit))
		*best = one;
}

static void try_strict(struct gbx_csv_sample s, int layout, unsigned char url, unsigned char pair,
		       struct choice *best)
{
	struct gbx_combo_dialect d = {.pair = pair, .url = url, .strict = true};
	d.layout = (enum gbx_combo_layout)layout;
	try_one(s, d, best);
}

/* Lists put together from others have a separator a line. Where no single one fits most lines,
 * e-mail addresses or URLs at nearly all beginnings tell. */
static void try_loose(struct gbx_csv_sample s, struct choice *best)
{
	for (int layout = GBX_COMBO_PAIR; layout <= GBX_COMBO_URL_FIRST; layout++) {
		struct choice one = {.bid = 0, .dress = best->dress};
		struct gbx_combo_dialect d = {.pair = ':', .url = ':'};
		d.layout = (enum gbx_combo_layout)layout;
		try_one(s, d, &one);
		bool told = layout == GBX_COMBO_URL_FIRST ||
			    is_most(one.t.emails, one.t.fit, 90);
		if (one.bid && told && is_most(one.t.fit, one.t.lines, 85) && !best->bid)
			*best = one;
	}
}

static bool has(struct gbx_csv_sample s, unsigned char c)
{
	return memchr(s.p, c, s.n) != NULL;
}

/* Layouts whose lines say themselves what they are. */
static void try_plain_spoken(struct gbx_csv_sample s, struct choice *best)
{
	static const char *const words[] = {"ass", "ASS", "wd", "WD"};
	bool secret = false;
	for (size_t i = 0; i < 4 && (has(s, ':') || has(s, '=')); i++)
		secret |= memmem(s.p, s.n, words[i], strlen(words[i])) != NULL;
	if (secret)
		try_strict(s, GBX_COMBO_LABELED, ':', ':', best);
	if (!best->bid && has(s, '@') && has(s, '.'))
		try_strict(s, GBX_COMBO_SERVER, ':', ':', best);
}

/* What checkers of accounts write behind the password: columns of a table but for the first. */
static void try_noted(struct gbx_csv_sample s, struct choice *best)
{
	static const unsigned char notes[] = "|[-";
	for (size_t i = 0; i < 3 && !best->bid; i++) {
		struct gbx_combo_dialect d = {.pair = ':', .url = ':', .strict = true};
		d.note = notes[i];
		if (memchr(s.p, notes[i], s.n))
			try_one(s, d, best);
	}
}

static void choose(struct gbx_csv_sample s, struct choice *best)
{
	static const unsigned char seps[] = ":|;,\t ";
	static const unsigned char mixed[][2] = {
	    {' ', ':'}, {'|', ':'}, {'\t', ':'}, {';', ':'}, {',', ':'}};
	try_plain_spoken(s, best);
	for (int layout = GBX_COMBO_URL_FIRST; layout <= GBX_COMBO_URL_LAST && !best->bid; layout++) {
		for (size_t i = 0; i < 6; i++) {
			if (has(s, seps[i]))
				try_strict(s, layout, seps[i], seps[i], best);
		}
		for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++) {
			if (has(s, mixed[i][0]) && has(s, ':'))
				try_strict(s, layout, mixed[i][0], mixed[i][1], best);
		}
	}
	for (size_t i = 0; i < 5 && !best->bid; i++) {
		if (has(s, seps[i]))
			try_strict(s, GBX_COMBO_NAMED, seps[i], seps[i], best);
	}
	for (size_t i = 0; i < 4 && !best->bid; i++) {
		if (has(s, seps[i]) && has(s, '@'))
			try_strict(s, GBX_COMBO_REVERSED, seps[i], seps[i], best);
	}
	if (best->bid)
		return;
	for (size_t i = 0; i < 6; i++) {
		if (has(s, seps[i]))
			try_strict(s, GBX_COMBO_PAIR, seps[i], seps[i], best);
	}
	if (!best->bid && memmem(s.p, s.n, GBX_COMBO_DASHES, strlen(GBX_COMBO_DASHES)))
		try_strict(s, GBX_COMBO_PAIR, '-', '-', best);
	if (!best->bid && has(s, ':') && has(s, '@'))
		try_noted(s, best);
	if (!best->bid && !best->fits)
		try_loose(s, best);
}

int gbx_combo_sniff(const struct gbx_head *h, const struct gbx_format_options *o,
                    struct gbx_combo_dialect *d)
{
	struct gbx_csv_sample s = gbx_csv_sample_of(h);
	*d = (struct gbx_combo_dialect){.pair = ':', .url = ':', .record = 32};
	if (o->delimiter && strlen(o->delimiter) == 1)
		d->pair = d->url = (unsigned char)o->delimiter[0];
	if (!s.n || !gbx_csv_is_text(s) || gbx_csv_is_foreign(s) || gbx_csv_is_code(s))
		return 0;
	struct choice best = {.bid = 0};
	if (o->delimiter && *o->delimiter) {
		for (int l = GBX_COMBO_PAIR; l <= GBX_COMBO_NAMED; l++)
			try_strict(s, l, d->url, d->pair, &best);
	} else if (gbx_combo_dressed(gbx_span_of(s.p, s.n), LINES, &best.dress)) {
		choose(s, &best);
	}
	if (!best.bid && !(o->delimiter && *o->delimiter)) {
		best = (struct choice){.bid = 0};
		choose(s, &best);
	}
	if (best.bid)
		*d = best.d;
	return best.bid;
}
