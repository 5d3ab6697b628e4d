/*
 * Password hashes by their own form. The forms are those of crypt(5), passlib's
 * modular crypt format, RFC 2307, RFC 9106, and the documentation of the programs
 * named beside them. Bare hexadecimal only says how many bits it has.
 *
 * A form is a pattern: %x %X hexadecimal, %b crypt's base 64, %B MIME's base 64 (and
 * its URL variant), %n digits, %s any but $ : and blank; each with its least and, after
 * a dash, most length. Everything else stands for itself.
 */
#include "chars.h"
#include "check.h"

struct form {
	enum gbx_type type;
	const char *pattern;
};

static const struct form forms[] = {
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2a$%n2-2$%b53-53"},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2b$%n2-2$%b53-53"},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2y$%n2-2$%b53-53"},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2x$%n2-2$%b53-53"},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2$%n2-2$%b53-53"},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$bcrypt-sha256$%s5-20$%b22-22$%b31-31"},
    {GBX_T_PASSWORD_HASH_PHPASS, "$P$%b31-31"},
    {GBX_T_PASSWORD_HASH_PHPASS, "$H$%b31-31"},
    {GBX_T_PASSWORD_HASH_PHPASS, "$S$%b52-52"}, /* Drupal 7 */
    {GBX_T_PASSWORD_HASH_MD5CRYPT, "$1$%s0-8$%b22-22"},
    {GBX_T_PASSWORD_HASH_MD5CRYPT, "$apr1$%s0-8$%b22-22"},
    {GBX_T_PASSWORD_HASH_SHA256CRYPT, "$5$rounds=%n1-9$%s0-16$%b43-43"},
    {GBX_T_PASSWORD_HASH_SHA256CRYPT, "$5$%s0-16$%b43-43"},
    {GBX_T_PASSWORD_HASH_SHA512CRYPT, "$6$rounds=%n1-9$%s0-16$%b86-86"},
    {GBX_T_PASSWORD_HASH_SHA512CRYPT, "$6$%s0-16$%b86-86"},
    {GBX_T_PASSWORD_HASH_ARGON2, "$argon2id$v=%n1-3$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_ARGON2, "$argon2i$v=%n1-3$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_ARGON2, "$argon2d$v=%n1-3$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_ARGON2, "$argon2i$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_ARGON2,
     "argon2$argon2id$v=%n1-3$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_ARGON2,
     "argon2$argon2i$v=%n1-3$m=%n1-10,t=%n1-10,p=%n1-5$%B4-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_SCRYPT, "$scrypt$ln=%n1-2,r=%n1-5,p=%n1-5$%B0-128$%B8-172"},
    {GBX_T_PASSWORD_HASH_SCRYPT, "$s0$%x5-8$%B8-64$%B16-172"},
    {GBX_T_PASSWORD_HASH_SCRYPT, "$7$%b1-80$%b43-43"},
    {GBX_T_PASSWORD_HASH_SCRYPT, "scrypt:%n2-8:%n1-4:%n1-4$%s1-64$%x64-128"},  /* werkzeug */
    {GBX_T_PASSWORD_HASH_SCRYPT, "SCRYPT:%n2-8:%n1-4:%n1-4:%B4-128:%B16-172"}, /* hashcat */
    {GBX_T_PASSWORD_HASH_SCRYPT, "scrypt$%s1-64$%n2-8$%n1-4$%n1-4$%B16-172"},  /* Django */
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2_sha256$%n1-8$%s1-64$%B44-44"},        /* Django */
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2_sha1$%n1-8$%s1-64$%B28-28"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2_sha512$%n1-8$%s1-64$%B88-88"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "$pbkdf2-sha256$%n1-8$%b0-128$%b43-43"}, /* passlib */
    {GBX_T_PASSWORD_HASH_PBKDF2, "$pbkdf2-sha512$%n1-8$%b0-128$%b86-86"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "$pbkdf2$%n1-8$%b0-128$%b27-27"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2:sha256:%n1-8$%s1-64$%x64-64"}, /* werkzeug */
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2:sha1:%n1-8$%s1-64$%x40-40"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2:sha512:%n1-8$%s1-64$%x128-128"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2(%n1-7,%n1-3,sha1)$%s1-64$%x16-128"}, /* web2py */
    {GBX_T_PASSWORD_HASH_PBKDF2, "pbkdf2(%n1-7,%n1-3,sha512)$%s1-64$%x16-128"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "grub.pbkdf2.sha512.%n1-7.%x16-256.%x32-256"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "sha1:%n1-7:%B4-128:%B16-172"}, /* hashcat's own */
    {GBX_T_PASSWORD_HASH_PBKDF2, "sha256:%n1-7:%B4-128:%B16-172"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "sha512:%n1-7:%B4-128:%B16-172"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "md5:%n1-7:%B4-128:%B16-172"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "{PBKDF2_SHA256}%B64-512"}, /* 389-ds */
    {GBX_T_PASSWORD_HASH_PBKDF2, "{PKCS5S2}%B64-64"},        /* Atlassian */
    {GBX_T_PASSWORD_HASH_PBKDF2, "{PBKDF2}%n1-8$%b4-128$%b27-27"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "{PBKDF2-SHA256}%n1-8$%b4-128$%b43-43"},
    {GBX_T_PASSWORD_HASH_PBKDF2, "AQAAAAEAACcQAAAAE%B67-67"}, /* ASP.NET Core Identity */
    {GBX_T_PASSWORD_HASH_PBKDF2, "AQAAAAIAAYagAAAAE%B67-67"},
    {GBX_T_PASSWORD_HASH_MYSQL, "*%X40-40"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SSHA}%B30-120"},
    {GBX_T_PASSWORD_HASH_SSHA, "{ssha}%B30-120"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SHA}%B28-28"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SSHA256}%B44-160"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SHA256}%B44-44"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SSHA384}%B64-200"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SSHA512}%B88-240"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SHA512}%B88-88"},
    {GBX_T_PASSWORD_HASH_SSHA, "{SMD5}%B24-80"},
    {GBX_T_PASSWORD_HASH_SSHA, "{MD5}%B24-24"},
};

/* Bits of the sets of bytes a pattern can name. */
enum {
	SET_x = 1,
	SET_X = 2,
	SET_b = 4,
	SET_B = 8,
	SET_n = 16,
	SET_s = 32,
};

#define ALL (SET_x | SET_b | SET_B | SET_s)

static const uint8_t sets[256] = {
    ['!' ... '#'] = SET_s,         ['%' ... '*'] = SET_s,
    ['+'] = SET_s | SET_B,         [','] = SET_s,
    ['-'] = SET_s | SET_B,         ['.'] = SET_s | SET_b,
    ['/'] = SET_s | SET_b | SET_B, ['0' ... '9'] = ALL | SET_X | SET_n,
    [';' ... '<'] = SET_s,         ['='] = SET_s | SET_B,
    ['>' ... '@'] = SET_s,         ['A' ... 'F'] = ALL | SET_X,
    ['G' ... 'Z'] = ALL & ~SET_x,  ['[' ... '^'] = SET_s,
    ['_'] = SET_s | SET_B,         ['`'] = SET_s,
    ['a' ... 'f'] = ALL,           ['g' ... 'z'] = ALL & ~SET_x,
    ['{' ... '~'] = SET_s,
};

static uint8_t set_of(char name)
{
	static const char names[] = "xXbBns";
	const char *at = strchr(names, name);

	return at ? (uint8_t)(1u << (at - names)) : 0;
}

static unsigned length_of(const char **f)
{
	unsigned x = 0;

	while (gbx_isdigit((unsigned char)**f))
		x = x * 10 + (unsigned)(*(*f)++ - '0');
	return x;
}

/* How many bytes of p the form takes, 0 when it does not fit. */
static size_t fits_form(const char *f, const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (*f) {
		if (*f != '%') {
			if (i == n || p[i] != (unsigned char)*f)
				return 0;
			i++, f++;
			continue;
		}
		uint8_t set = set_of(f[1]);
		f += 2;
		unsigned least = length_of(&f), most, run = 0;
		f++; /* the dash */
		most = length_of(&f);
		while (run < most && i < n && (sets[p[i]] & set))
			i++, run++;
		if (run < least)
			return 0;
	}
	return i;
}

/* Could a hash of a known form begin with this byte? */
static bool first_byte(unsigned char c)
{
	return c == '$' || c == '{' || c == '*' || c == 'p' || c == 's' || c == 'A' || c == 'a' ||
	       c == 'g' || c == 'm' || c == 'S';
}

enum gbx_type gbx_hash_prefix(const unsigned char *p, size_t n, size_t *len)
{
	if (n < 20 || !first_byte(p[0]))
		return GBX_T_UNKNOWN;
	for (size_t i = 0; i < GBX_COUNT(forms); i++) {
		const char *f = forms[i].pattern;
		if ((unsigned char)f[0] != p[0] || (f[1] != '%' && (unsigned char)f[1] != p[1]))
			continue;
		*len = fits_form(f, p, n);
		if (*len)
			return forms[i].type;
	}
	return GBX_T_UNKNOWN;
}

static bool is_form(const struct gbx_value *v, enum gbx_type t)
{
	size_t len = 0;

	if (v->n < 20 || v->n > 1024 || (v->cls & GBX_C_HIGH) || !first_byte(v->p[0]))
		return false;
	return gbx_hash_prefix(v->p, v->n, &len) == t && len == v->n;
}

/* Exactly n hexadecimal digits, decimal digits and letters among them. */
static bool is_hex(const struct gbx_value *v, uint32_t n)
{
	return v->n == n && v->cls == (GBX_C_DIGIT | GBX_C_HEX);
}

bool gbx_is_hash_md5(const struct gbx_value *v)
{
	return is_hex(v, 32);
}

bool gbx_is_hash_sha1(const struct gbx_value *v)
{
	return is_hex(v, 40);
}

bool gbx_is_hash_sha256(const struct gbx_value *v)
{
	return is_hex(v, 64);
}

bool gbx_is_hash_sha512(const struct gbx_value *v)
{
	return is_hex(v, 128);
}

bool gbx_is_hash_bcrypt(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_BCRYPT);
}

bool gbx_is_hash_phpass(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_PHPASS);
}

bool gbx_is_hash_md5crypt(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_MD5CRYPT);
}

bool gbx_is_hash_sha256crypt(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_SHA256CRYPT);
}

bool gbx_is_hash_sha512crypt(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_SHA512CRYPT);
}

bool gbx_is_hash_argon2(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_ARGON2);
}

bool gbx_is_hash_scrypt(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_SCRYPT);
}

bool gbx_is_hash_pbkdf2(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_PBKDF2);
}

bool gbx_is_hash_mysql(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_MYSQL);
}

bool gbx_is_hash_ssha(const struct gbx_value *v)
{
	return is_form(v, GBX_T_PASSWORD_HASH_SSHA);
}
