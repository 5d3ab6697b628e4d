/*
 * Password hashes by their own form. The kinds and their forms are in hash_kinds.def;
 * bare hexadecimal only says how many bits it has.
 *
 * A form: %x %X hexadecimal (X: capitals only), %b crypt's base 64, %B MIME's base 64 and its
 * URL variant, %n digits, %w letters and digits, %q the same with + and /, %s any but $ :
 * and blank, %u any but these * and #, %p any but blank, %a the same, %h too and without end, %z
 * any but : and blank; each with its least and, after a dash, most length. A cost stands in %N
 * (decimal), %P (decimal, a power of two), %L (one letter of crypt's base 64, a power of two), %Y
 * (the same as yescrypt counts), %I and %J (in the first bytes of base 64). Everything else stands
 * for itself.
 */
#include "hash.h"

#include "chars.h"
#include "check.h"

#define HASH_TEXT 1024u    /* longest hash of one password */
#define HASH_LOCK 1048576u /* longest of anything: disk headers, tickets */

/* Bits of the sets of bytes a form can name. */
enum {
	SET_X = 1,
	SET_x = 2,
	SET_b = 4,
	SET_B = 8,
	SET_n = 16,
	SET_s = 32,
	SET_w = 64,
	SET_z = 128,
};

#define WORD_SETS (SET_b | SET_B | SET_s | SET_w | SET_z)

static const uint8_t sets[256] = {
    ['!' ... '#'] = SET_s | SET_z,
    ['$'] = SET_z,
    ['%' ... '*'] = SET_s | SET_z,
    ['+'] = SET_s | SET_B | SET_z,
    [','] = SET_s | SET_z,
    ['-'] = SET_s | SET_B | SET_z,
    ['.'] = SET_s | SET_b | SET_z,
    ['/'] = SET_s | SET_b | SET_B | SET_z,
    ['0' ... '9'] = WORD_SETS | SET_x | SET_X | SET_n,
    [';' ... '<'] = SET_s | SET_z,
    ['='] = SET_s | SET_B | SET_z,
    ['>' ... '@'] = SET_s | SET_z,
    ['A' ... 'F'] = WORD_SETS | SET_x | SET_X,
    ['G' ... 'Z'] = WORD_SETS,
    ['[' ... '^'] = SET_s | SET_z,
    ['_'] = SET_s | SET_B | SET_z,
    ['`'] = SET_s | SET_z,
    ['a' ... 'f'] = WORD_SETS | SET_x,
    ['g' ... 'z'] = WORD_SETS,
    ['{' ... '~'] = SET_s | SET_z,
};

/* By the letter of a form; ':' is in p, a and h besides. */
static const uint8_t set_of[128] = {
    ['x'] = SET_x, ['X'] = SET_X, ['b'] = SET_b, ['B'] = SET_B, ['n'] = SET_n,
    ['s'] = SET_s, ['w'] = SET_w, ['z'] = SET_z, ['p'] = SET_z, ['a'] = SET_z,
    ['h'] = SET_z, ['q'] = SET_w, ['N'] = SET_n, ['P'] = SET_n, ['D'] = SET_n,
    ['L'] = SET_b, ['Y'] = SET_b, ['I'] = SET_B, ['J'] = SET_B,
};

static inline bool fits_byte(char set, unsigned char c)
{
	if (sets[c] & set_of[(unsigned char)set])
		return true;
	if (set == 'q')
		return c == '+' || c == '/';
	if (set == 'u')
		return (sets[c] & SET_s) && c != '*' && c != '#';
	return c == ':' && (set == 'p' || set == 'a' || set == 'h');
}

static unsigned length_of(const char **f)
{
	unsigned x = 0;

	while (gbx_isdigit((unsigned char)**f))
		x = x * 10 + (unsigned)(*(*f)++ - '0');
	return x;
}

/* Place of a letter in crypt's base 64. */
static unsigned crypt64(unsigned char c)
{
	if (c == '.' || c == '/')
		return c - '.';
	if (gbx_isdigit(c))
		return c - '0' + 2u;
	return gbx_isupper(c) ? c - 'A' + 12u : c - 'a' + 38u;
}

/* The same in MIME's. */
static unsigned mime64(unsigned char c)
{
	if (gbx_isalpha(c))
		return gbx_isupper(c) ? c - 'A' + 0u : c - 'a' + 26u;
	if (gbx_isdigit(c))
		return c - '0' + 52u;
	return c == '+' || c == '-' ? 62 : 63;
}

/* Four bytes, big end first, from byte `at` of base 64. */
static uint32_t in_base64(const unsigned char *p, unsigned n, unsigned at)
{
	uint64_t bits = 0;
	unsigned have = 0, seen = 0;
	uint32_t out = 0;

	for (unsigned i = 0; i < n && seen < at + 4; i++) {
		bits = bits << 6 | mime64(p[i]);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (seen++ >= at)
			out = out << 8 | (uint32_t)(bits >> have & 0xff);
	}
	return out;
}

static uint32_t decimal(const unsigned char *p, unsigned n)
{
	int64_t x = n <= 18 ? gbx_digits(p, n) : -1;

	return x < 0 || x > UINT32_MAX ? UINT32_MAX : (uint32_t)x;
}

/* The number in what a cost stands in. */
static uint32_t number_in(char set, const unsigned char *p, unsigned n)
{
	uint32_t x;

	switch (set) {
	case 'N':
		return decimal(p, n);
	case 'P':
		x = decimal(p, n);
		return x < 32 ? UINT32_C(1) << x : UINT32_MAX;
	case 'L':
		x = crypt64(p[0]);
		return x < 32 ? UINT32_C(1) << x : UINT32_MAX;
	case 'I':
		return in_base64(p, n, 0);
	default: /* behind AQAAAA: four bytes and a half are gone */
		return 0;
	}
}

static void note_cost(struct gbx_hash_cost *c, uint32_t x)
{
	if (!c->a)
		c->a = x;
	else if (!c->b)
		c->b = x;
	else if (!c->c)
		c->c = x;
}

/* yescrypt's letters count from one, the first a power of two. */
static void note_yescrypt(struct gbx_hash_cost *c, unsigned char letter)
{
	unsigned x = crypt64(letter) + 1;

	note_cost(c, c->a ? x : x < 32 ? UINT32_C(1) << x : UINT32_MAX);
}

/* How many bytes of p the form takes, 0 when it does not fit. */
static size_t fits_form(const char *f, const unsigned char *p, size_t n, struct gbx_hash_cost *c)
{
	size_t i = 0;

	while (*f) {
		if (*f != '%') {
			if (i == n || p[i] != (unsigned char)*f)
				return 0;
			i++, f++;
			continue;
		}
		char set = f[1];
		f += 2;
		unsigned least = length_of(&f), most, run = 0;
		f++; /* the dash */
		most = length_of(&f);
		most = most ? most : HASH_LOCK;
		while (run < most && i < n && fits_byte(set, p[i]))
			i++, run++;
		if (run < least)
			return 0;
		if (set == 'Y')
			note_yescrypt(c, p[i - run]);
		else if (set == 'J') /* ASP.NET: marker, PRF, iterations, length of salt */
			note_cost(c, in_base64(p, (unsigned)i, 5));
		else if (set == 'N' || set == 'P' || set == 'L' || set == 'I')
			note_cost(c, number_in(set, p + i - run, run));
	}
	return i;
}

/* ---- forms with a head of their own ---- */

/* The first letters of heads that are words: most other words are turned away by them. */
static bool head_word(const unsigned char *p)
{
	static const char heads[][5] = {"AQAA", "SCRA", "SCRY", "argo", "bcry", "cryp", "grub",
	                                "md5$", "md5:", "otm_", "pbkd", "scry", "sha1", "sha2",
	                                "sha5", "wcf2", "blow", "v1;P", "PBKD", "eyJ"};

	for (size_t i = 0; i < GBX_COUNT(heads); i++)
		if (memcmp(p, heads[i], 4) == 0)
			return true;
	return false;
}

/* $tag$ or {tag}: amounts of money and braces of other kinds are turned away at once. */
static bool has_tag(const unsigned char *p, size_t n)
{
	unsigned char end = p[0] == '$' ? '$' : '}';
	size_t i = 1;

	while (i < n && i < 48 &&
	       (gbx_isalnum(p[i]) || p[i] == '-' || p[i] == '_' ||
	        (end == '}' && (p[i] == ',' || p[i] == ' '))))
		i++;
	return i > 1 && i < n && p[i] == end;
}

static bool may_have_head(const unsigned char *p, size_t n)
{
	switch (p[0]) {
	case '$':
	case '{':
		return has_tag(p, n);
	case '*':
	case 'U':
		return true;
	case 'S':
	case 'T':
		return p[1] == ':' || head_word(p);
	case '0':
		return p[1] == 'x';
	case ':':
		return p[1] == 'A' || p[1] == 'B';
	case 'm':
		return p[1] == 'd';
	default:
		return head_word(p);
	}
}

/* Does it hold more than what any hexadecimal number has? */
static bool has_head(const char *form)
{
	return form[0] != '%' && form[0] != '~';
}

/* Types that are believed outside their column too. */
static bool is_exact(const struct gbx_hash_kind *k)
{
	return gbx_type_table[k->type].strength == GBX_STRONG;
}

static size_t head_form(const struct gbx_hash_kind *k, const unsigned char *p, size_t n,
                        struct gbx_hash_cost *c)
{
	for (const char *const *f = k->form; *f; f++) {
		size_t len;
		if ((unsigned char)(*f)[0] != p[0] || !has_head(*f) ||
		    ((*f)[1] != '%' && (unsigned char)(*f)[1] != p[1]))
			continue;
		*c = (struct gbx_hash_cost){0, 0, 0};
		len = fits_form(*f, p, n, c);
		if (len)
			return len;
	}
	return 0;
}

enum gbx_type gbx_hash_prefix(const unsigned char *p, size_t n, size_t *len)
{
	struct gbx_hash_cost c;

	if (n < 20 || !may_have_head(p, n))
		return GBX_T_UNKNOWN;
	for (size_t i = 0; i < GBX_HASH_KINDS; i++) {
		if (!is_exact(&gbx_hash_kind[i]))
			continue;
		*len = head_form(&gbx_hash_kind[i], p, n, &c);
		if (*len)
			return gbx_hash_kind[i].type;
	}
	return GBX_T_UNKNOWN;
}

enum gbx_hash_kind_id gbx_hash_with_head(const struct gbx_value *v, enum gbx_hash_kind_id hint,
                                         struct gbx_hash_cost *cost)
{
	if (v->n < 13 || v->n > HASH_TEXT || !may_have_head(v->p, v->n))
		return GBX_HASH_KINDS;
	if (hint < GBX_HASH_KINDS && head_form(&gbx_hash_kind[hint], v->p, v->n, cost) == v->n)
		return hint;
	for (unsigned i = 0; i < GBX_HASH_KINDS; i++)
		if (head_form(&gbx_hash_kind[i], v->p, v->n, cost) == v->n)
			return (enum gbx_hash_kind_id)i;
	*cost = (struct gbx_hash_cost){0, 0, 0};
	return GBX_HASH_KINDS;
}

/* ---- candidates ---- */

static uint32_t most_bytes(const struct gbx_hash_kind *k)
{
	return k->store == GBX_STORE_LOCK || k->type == GBX_T_PASSWORD_HASH_KERBEROS ||
	               k->type == GBX_T_PASSWORD_HASH_OTHER
	           ? HASH_LOCK
	           : 4096;
}

/* The kind by its best form: rank 0 with a head, 1 or 2 without; false when none fits. */
static bool candidate(enum gbx_hash_kind_id id, const struct gbx_value *v,
                      struct gbx_hash_candidate *out)
{
	const struct gbx_hash_kind *k = &gbx_hash_kind[id];
	bool found = false;

	if (v->n > most_bytes(k))
		return false;
	for (const char *const *f = k->form; *f; f++) {
		unsigned seldom = (*f)[0] == '~',
		         rank = has_head(*f + seldom) ? seldom : 1 + seldom;
		struct gbx_hash_cost c = {0, 0, 0};
		if (fits_form(*f + seldom, v->p, v->n, &c) != v->n || (found && rank >= out->rank))
			continue;
		if (!c.a)
			c.a = k->cost;
		*out = (struct gbx_hash_candidate){id, rank, c};
		found = true;
	}
	return found;
}

unsigned gbx_hash_candidates(const struct gbx_value *v, struct gbx_hash_candidate *out,
                             unsigned cap)
{
	struct gbx_hash_candidate all[GBX_HASH_KINDS];
	unsigned n = 0, given = 0, least = UINT32_MAX, rank = 0;

	if (v->n < 6 || (v->cls & GBX_C_HIGH))
		return 0;
	for (unsigned i = 0; i < GBX_HASH_KINDS; i++) {
		if (!candidate((enum gbx_hash_kind_id)i, v, &all[n]))
			continue;
		least = all[n].rank < least ? all[n].rank : least;
		n++;
	}
	for (unsigned at = least; given < n && given < cap; at++, rank++)
		for (unsigned i = 0; i < n && given < cap; i++)
			if (all[i].rank == at) {
				out[given] = all[i];
				out[given++].rank = rank;
			}
	return given;
}

/* ---- what the catalogue asks ---- */

static bool is_form(const struct gbx_value *v, enum gbx_type t)
{
	struct gbx_hash_cost c;

	if (v->n < 20 || v->n > HASH_TEXT || (v->cls & GBX_C_HIGH) || !may_have_head(v->p, v->n))
		return false;
	for (size_t i = 0; i < GBX_HASH_KINDS; i++)
		if (gbx_hash_kind[i].type == t &&
		    head_form(&gbx_hash_kind[i], v->p, v->n, &c) == v->n)
			return true;
	return false;
}

/* Exactly n hexadecimal digits, decimal digits and letters among them. */
static bool is_hex(const struct gbx_value *v, uint32_t n)
{
	return v->n == n && v->cls == (GBX_C_DIGIT | GBX_C_HEX);
}

/* n hexadecimal digits, a colon and a salt; or a form with a head. */
static bool is_salted(const struct gbx_value *v, uint32_t n, enum gbx_type t)
{
	if (v->n < n + 2 || v->p[n] != ':')
		return is_form(v, t);
	if (v->n > n + 257 || (v->cls & GBX_C_HIGH))
		return false;
	for (uint32_t i = n + 1; i < v->n; i++)
		if (v->p[i] <= ' ' || v->p[i] > '~')
			return false;
	return gbx_class_of(v->p, n) == (GBX_C_DIGIT | GBX_C_HEX);
}

#define BARE(name, digits)                                                                         \
	bool gbx_is_hash_##name(const struct gbx_value *v)                                         \
	{                                                                                          \
		return is_hex(v, digits);                                                          \
	}
#define FORM(name, type)                                                                           \
	bool gbx_is_hash_##name(const struct gbx_value *v)                                         \
	{                                                                                          \
		return is_form(v, GBX_T_PASSWORD_HASH_##type);                                     \
	}
#define SALTED(name, digits, type)                                                                 \
	bool gbx_is_hash_##name(const struct gbx_value *v)                                         \
	{                                                                                          \
		return is_salted(v, digits, GBX_T_PASSWORD_HASH_##type);                           \
	}

BARE(md5, 32)
BARE(sha1, 40)
BARE(sha224, 56)
BARE(sha256, 64)
BARE(sha384, 96)
BARE(sha512, 128)
BARE(16_hex, 16)
SALTED(md5_salted, 32, MD5_SALTED)
SALTED(sha1_salted, 40, SHA1_SALTED)
SALTED(sha256_salted, 64, SHA256_SALTED)
SALTED(sha512_salted, 128, SHA512_SALTED)
FORM(bcrypt, BCRYPT)
FORM(phpass, PHPASS)
FORM(md5crypt, MD5CRYPT)
FORM(sha256crypt, SHA256CRYPT)
FORM(sha512crypt, SHA512CRYPT)
FORM(argon2, ARGON2)
FORM(scrypt, SCRYPT)
FORM(mysql, MYSQL)
FORM(ssha, SSHA)
FORM(yescrypt, YESCRYPT)
FORM(bsdicrypt, BSDICRYPT)
FORM(mssql, MSSQL)
FORM(oracle, ORACLE)
FORM(postgres, POSTGRES)
FORM(scram, SCRAM)
FORM(cisco, CISCO)
FORM(kerberos, KERBEROS)
FORM(other, OTHER)

/* Small and capital letters in a form: ASP.NET Identity v2 has no head but a zero byte. */
static bool mixed_word(const struct gbx_value *v, const char *form, uint32_t n)
{
	struct gbx_hash_cost c = {0, 0, 0};
	unsigned kinds = 0;

	if (v->n != n || fits_form(form, v->p, v->n, &c) != v->n)
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		kinds |= gbx_isdigit(v->p[i])   ? 1
		         : gbx_isupper(v->p[i]) ? 2
		         : gbx_isalpha(v->p[i]) ? 4
		                                : 8;
	return (kinds & 6) == 6;
}

bool gbx_is_hash_pbkdf2(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_PBKDF2) ||
	       (v->n == 68 && v->p[0] == 'A' && v->p[1] >= 'A' && v->p[1] <= 'P' &&
	        mixed_word(v, gbx_hash_kind[GBX_HASH_ASPNET2].form[0], 68));
}

/* Thirteen letters of crypt's base 64, small and capital ones among them. The last holds
 * two bits less: crypt(5). */
bool gbx_is_hash_descrypt(const struct gbx_value *v)
{
	return mixed_word(v, "%b13-13", 13) && crypt64(v->p[12]) % 4 == 0;
}

bool gbx_is_hash_netntlm(const struct gbx_value *v)
{
	struct gbx_hash_cost c = {0, 0, 0};

	return v->n > 80 && (v->cls & GBX_C_SEP) &&
	       fits_form(gbx_hash_kind[GBX_HASH_NETNTLM].form[0], v->p, v->n, &c) == v->n;
}
