/*
 * Password hashes by their own form. The kinds and their forms are in hash_kinds.def;
 * bare hexadecimal only says how many bits it has.
 */
#include "hash.h"

#include "chars.h"
#include "check.h"
#include "form.h"

#define HASH_TEXT 1024u /* longest hash of one password */

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
		len = gbx_form_fits(*f, p, n, c);
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
	           ? GBX_FORM_MOST
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
		if (gbx_form_fits(*f + seldom, v->p, v->n, &c) != v->n ||
		    (found && rank >= out->rank))
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
/* Digits alone, or as SQL Server writes bytes: 0x before them. */
static bool is_hex(const struct gbx_value *v, uint32_t n)
{
	if (v->n == n)
		return v->cls == (GBX_C_DIGIT | GBX_C_HEX);
	return v->n == n + 2 && gbx_hash_has_0x(v) &&
	       gbx_class_of(v->p + 2, n) == (GBX_C_DIGIT | GBX_C_HEX);
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

	if (v->n != n || gbx_form_fits(form, v->p, v->n, &c) != v->n)
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
	return mixed_word(v, "%b13-13", 13) && gbx_form_crypt64(v->p[12]) % 4 == 0;
}

bool gbx_is_hash_netntlm(const struct gbx_value *v)
{
	struct gbx_hash_cost c = {0, 0, 0};

	return v->n > 80 && (v->cls & GBX_C_SEP) &&
	       gbx_form_fits(gbx_hash_kind[GBX_HASH_NETNTLM].form[0], v->p, v->n, &c) == v->n;
}
