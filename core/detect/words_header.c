/*
 * What a column name says. The name is cut at dots into a path, at case changes,
 * digits and punctuation into words; then the longest run of words that the
 * catalogue knows speaks: the whole last part first, then its end (the head of
 * an English compound: billing phone), then its beginning (that of a Romance
 * one: telefone celular), then any part of it.
 */
#include "chars.h"
#include "check.h"
#include "words.h"

#define NAME_WORDS 16

struct name {
	char text[GBX_FOLDED]; /* folded, nothing between the words */
	unsigned n;
	struct {
		uint16_t off, len;
		bool part; /* first of a part of the path */
	} w[NAME_WORDS];
};

static const struct gbx_header_word *find(const char *s, size_t n)
{
	unsigned lo = 0, hi = gbx_header_nwords;

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		const struct gbx_header_word *h = &gbx_header_words[mid];
		int d = memcmp(s, h->key, n < h->n ? n : h->n);

		if (!d && n == h->n)
			return h;
		if (d < 0 || (!d && n < h->n))
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

enum { CUT, LOWER, UPPER, DIGIT, HIGH };

static int class_of(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 0x80)
		return HIGH;
	return c == '\'' ? LOWER : CUT;
}

static void add_word(struct name *m, const unsigned char *p, size_t n, bool part)
{
	size_t at = m->n ? (size_t)m->w[m->n - 1].off + m->w[m->n - 1].len : 0;
	char folded[GBX_FOLDED];
	size_t len = gbx_fold(p, n, folded, sizeof(folded)), k = 0;

	for (size_t i = 0; i < len && at + k < sizeof(m->text); i++)
		if (folded[i] != ' ' && folded[i] != '\'' && folded[i] != '-')
			m->text[at + k++] = folded[i];
	if (!k)
		return;
	m->w[m->n].off = (uint16_t)at;
	m->w[m->n].len = (uint16_t)k;
	m->w[m->n].part = part;
	m->n++;
}

static bool breaks(int before, int c, int after)
{
	if (before == UPPER && c == UPPER)
		return after == LOWER; /* HTTPServer */
	/* digits stay with the word before them: ipv4, address2 */
	return (before == LOWER && c == UPPER) || (before == DIGIT && c != DIGIT && c != LOWER) ||
	       ((before == HIGH) != (c == HIGH) && c != DIGIT && before != DIGIT);
}

/* At most the last 200 bytes are looked at: the last part of the path is what counts. */
static void cut_name(struct gbx_span name, struct name *m)
{
	size_t i = name.n > 200 ? name.n - 200 : 0;
	bool part = true;

	m->n = 0;
	while (i < name.n && m->n < NAME_WORDS) {
		size_t from = i;
		int c = class_of(name.p[i]), next;

		if (c == CUT) {
			part |= name.p[i] == '.' || name.p[i] == ':';
			i++;
			continue;
		}
		for (i++; i < name.n; i++, c = next) {
			next = class_of(name.p[i]);
			if (next == CUT ||
			    breaks(c, next, i + 1 < name.n ? class_of(name.p[i + 1]) : CUT))
				break;
		}
		add_word(m, name.p + from, i - from, part);
		part = false;
	}
}

static const struct gbx_header_word *run(const struct name *m, unsigned from, unsigned to)
{
	size_t off = m->w[from].off, end = (size_t)m->w[to - 1].off + m->w[to - 1].len;
	const struct gbx_header_word *h = find(m->text + off, end - off);

	while (!h && end > off + 1 && m->text[end - 1] >= '0' && m->text[end - 1] <= '9')
		h = find(m->text + off, --end - off); /* phone2 */
	if (!h && end > off + 4 && m->text[end - 1] == 's')
		h = find(m->text + off, end - 1 - off); /* phones */
	return h;
}

#define OF_END 0.88   /* contact phone: the end of the name */
#define OF_START 0.75 /* telefone contato: its beginning */
#define OF_PART 0.55  /* somewhere inside */

/* address_id is an id, phone_verified a flag: such an end outweighs any beginning. */
static bool rules_alone(const struct gbx_header_word *h)
{
	return h && h->weight >= 60 &&
	       (h->type == GBX_T_IDENTIFIER || h->type == GBX_T_BOOLEAN ||
	        h->type == GBX_T_INTEGER || h->type == GBX_T_DATE || h->type == GBX_T_TIMESTAMP);
}

static bool one_of(const struct gbx_header_word *h, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(h->text, list[i]) == 0)
			return true;
	return false;
}

/* iban_no, vin code: the number of what stands before it. Not customer_no: that is an id. */
static bool counts(const struct gbx_header_word *end, const struct gbx_header_word *what)
{
	static const char *const list[] = {"no",    "number", "num",   "numero", "nummer", "code",
	                                   "nomer", "nro",    "номер", "رقم",    "番号",   "id"};

	return what->weight >= 85 && gbx_type_table[what->type].strength != GBX_WEAK &&
	       gbx_type_table[what->type].data_class && one_of(end, list, GBX_COUNT(list));
}

/* Two words of which each says something else, and what they say together. */
static struct gbx_header of_two(const struct gbx_header_word *a, const struct gbx_header_word *z)
{
	static const char name[] = "fullname";
	static const char *const bare_name[] = {"name", "nombre", "nome", "nom", "naam", "имя"};
	bool given = a->type == GBX_T_NAME_GIVEN || z->type == GBX_T_NAME_GIVEN;
	bool family = a->type == GBX_T_NAME_FAMILY || z->type == GBX_T_NAME_FAMILY;
	bool bare = one_of(a, bare_name, GBX_COUNT(bare_name)) ||
	            one_of(z, bare_name, GBX_COUNT(bare_name));

	/* nome_cognome; not customer[nachname], client_lname */
	if ((given || bare) && family && a->weight + z->weight >= 130)
		return (struct gbx_header){find(name, sizeof(name) - 1), 0.86};
	if (counts(z, a))
		return (struct gbx_header){a, a->weight / 100.0 * OF_END};
	/* password_usuario: in Romance languages whose it is stands behind */
	if (a->type == GBX_T_PASSWORD_PLAIN && z->type == GBX_T_USERNAME)
		return (struct gbx_header){a, a->weight / 100.0 * OF_END};
	return (struct gbx_header){NULL, 0};
}

static struct gbx_header match(const struct name *m, unsigned from, unsigned to)
{
	const struct gbx_header_word *h = run(m, from, to), *last = run(m, to - 1, to);
	bool end = rules_alone(last);

	if (h)
		return (struct gbx_header){h, h->weight / 100.0};
	if (last && to - from > 1 && (h = run(m, from, to - 1)) != NULL) {
		struct gbx_header both = of_two(h, last);

		if (both.word)
			return both;
	}
	for (unsigned k = to - from - 1; k; k--) {
		if ((h = run(m, to - k, to)) != NULL)
			return (struct gbx_header){h, h->weight / 100.0 * OF_END};
		if (!end && (h = run(m, from, from + k)) != NULL)
			return (struct gbx_header){h, h->weight / 100.0 * OF_START};
	}
	for (unsigned i = from + 1; i + 1 < to; i++)
		if ((h = run(m, i, i + 1)) != NULL)
			return (struct gbx_header){h, h->weight / 100.0 * OF_PART};
	return (struct gbx_header){NULL, 0};
}

/* useremail, bjrdh: qualifiers that stand before a word without a seam. */
static const char *const qualifiers[] = {
    "user",    "usr",      "cust",    "customer",  "client",    "member",   "contact",  "home",
    "work",    "personal", "primary", "secondary", "billing",   "shipping", "emp",      "employee",
    "student", "patient",  "account", "acct",      "acc",       "owner",    "reporter", "victim",
    "suspect", "caller",   "sender",  "receiver",  "recipient", "person",   "my",       "login",
    "reg",     "last",     "new",     "old",       "the",       "u",        "c",        "bjr",
    "bar",     "shr",      "bhr",     "xyr",       "fzxyr",     "lxr",      "jhr",      "sjr",
    "fjr",     "hz",       "yh",      "kh",        "ry",        "dsr",      "jbr",      "djr",
    "czr",     "mq",       "fq",      "po",        "bjrx",      "fmq",      "hzh",      "jjlxr",
};

static struct gbx_header seamless(const char *s, size_t n)
{
	const struct gbx_header_word *h;

	for (size_t i = 0; i < sizeof(qualifiers) / sizeof(qualifiers[0]); i++) {
		size_t k = strlen(qualifiers[i]);

		if (n > k + 1 && memcmp(s, qualifiers[i], k) == 0 && (h = find(s + k, n - k)) &&
		    (k > 1 || h->n > 3))
			return (struct gbx_header){h, h->weight / 100.0 * OF_END};
	}
	/* Scripts without spaces: the longest end, then the longest beginning. */
	for (size_t k = 3; k < n; k += 3)
		if (((unsigned char)s[k] & 0xc0) != 0x80 && (unsigned char)s[k] >= 0xe0 &&
		    (h = find(s + k, n - k)) != NULL) {
			/* the name of something: not the half of a name that the sign alone means */
			if (h->n == 3 && h->type == GBX_T_NAME_GIVEN && !(h = find("name", 4)))
				break;
			return (struct gbx_header){h, h->weight / 100.0 * OF_END};
		}
	for (size_t k = n; k > 5; k--)
		if ((unsigned char)s[0] >= 0xe0 && (h = find(s, k)) != NULL)
			return (struct gbx_header){h, h->weight / 100.0 * OF_START};
	return (struct gbx_header){NULL, 0};
}

/* Words that mean what the part of the path above them means: phone.value. */
static bool says_nothing(const struct gbx_header_word *h)
{
	static const char *const list[] = {"value", "text", "number",  "no",
	                                   "data",  "full", "content", "body"};

	return one_of(h, list, sizeof(list) / sizeof(list[0]));
}

/* Words that may mean something else together with it: email.address. */
static bool says_little(const struct gbx_header_word *h)
{
	static const char *const list[] = {"id",    "name",  "code", "type", "address",
	                                   "label", "first", "last", "key"};

	return says_nothing(h) || one_of(h, list, sizeof(list) / sizeof(list[0]));
}

/* The wrapping that exports put around a record is no part of its field's name. */
static struct gbx_span unwrapped(struct gbx_span name)
{
	static const char *const wrap[] = {"_source.", "doc.", "fields."};

	for (size_t i = 0; i < sizeof(wrap) / sizeof(wrap[0]); i++) {
		size_t n = strlen(wrap[i]);
		if (name.n > n && memcmp(name.p, wrap[i], n) == 0)
			return gbx_span_of(name.p + n, name.n - n);
	}
	return name;
}

struct gbx_header gbx_header_of(struct gbx_span name)
{
	struct name m;
	struct gbx_header best = {NULL, 0}, up;
	unsigned last, above;

	cut_name(unwrapped(name), &m);
	for (last = m.n ? m.n - 1 : 0; last && !m.w[last].part;)
		last--;
	if (m.n)
		best.word = run(&m, last, m.n);
	/* a number at the end of a name counts its likes: address_line_2 */
	while (!best.word && m.n > last + 1 && (unsigned char)m.text[m.w[m.n - 1].off] <= '9')
		m.n--;
	if (!m.n)
		return best;
	best = match(&m, last, m.n);
	if (!best.word && m.n - last == 1)
		best = seamless(m.text + m.w[last].off, m.w[last].len);
	if (!last || (best.word && !says_little(best.word)))
		return best;
	for (above = last - 1; above && !m.w[above].part;)
		above--;
	up.word = run(&m, above, m.n);
	if (up.word)
		return (struct gbx_header){up.word, up.word->weight / 100.0};
	if (best.word && m.n - last > 1)
		return best;
	up = match(&m, above, last);
	if (up.word && (!best.word || says_nothing(best.word)))
		return (struct gbx_header){up.word, up.weight * OF_START};
	return best;
}
