/*
 * Secrets that services issue, by the heads and lengths they publish. Where a checksum is
 * part of the form it must be right: GitHub and npm put CRC-32 of the random part, in base
 * 62, into the last six letters (github.blog, "Behind GitHub's new authentication token
 * formats", 2021). With a wrong one it is still shown as some token.
 */
#include "chars.h"
#include "check.h"
#include "form.h"

struct token_form {
	enum gbx_type type;
	const char *form;
};

static const struct token_form forms[] = {
#define T(type, form) {GBX_T_##type, form},
#include "token_forms.def"
#undef T
};

/* By the first letter of all forms, their second ones. */
#define B(c) (UINT64_C(1) << ((c)&63))
static const uint64_t second[128] = {
    ['A'] = B('C') | B('G') | B('I') | B('K') | B('S') | B('T') | B('B') | B('c'),
    ['C'] = B('C'),
    ['D'] = B('e'),
    ['E'] = B('A') | B('Z'),
    ['F'] = B('L'),
    ['G'] = B('O'),
    ['H'] = B('R'),
    ['N'] = B('R'),
    ['P'] = B('M'),
    ['S'] = B('G') | B('K') | B('h'),
    ['a'] = B('m'),
    ['d'] = B('a') | B('c') | B('o') | B('p'),
    ['f'] = B('i') | B('o'),
    ['g'] = B('h') | B('i') | B('l') | B('s'),
    ['h'] = B('f') | B('t') | B('v'),
    ['k'] = B('e'),
    ['l'] = B('i'),
    ['m'] = B('f'),
    ['n'] = B('p') | B('t'),
    ['o'] = B('t'),
    ['p'] = B('a') | B('k') | B('p') | B('s') | B('u') | B('y'),
    ['r'] = B('8') | B('k') | B('z'),
    ['s'] = B('b') | B('e') | B('g') | B('h') | B('k') | B('q'),
    ['t'] = B('s'),
    ['w'] = B('h'),
    ['x'] = B('a') | B('k') | B('o'),
    ['y'] = B('a'),
};
#undef B

bool gbx_token_begins(const unsigned char *p)
{
	return p[0] < 128 && (second[p[0]] >> (p[1] & 63) & 1);
}

/* ISO 3309, bit by bit: thirty letters, and few of them. */
static uint32_t crc32_of(const unsigned char *p, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		for (unsigned k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
	}
	return ~crc;
}

/* Do the last six letters, in base 62, hold the checksum of those between head and them? */
static bool checksum_holds(const unsigned char *p, size_t n, size_t head)
{
	uint64_t x = 0;

	for (size_t i = n - 6; i < n; i++) {
		unsigned c = p[i], digit = c - '0';
		if (gbx_isalpha(p[i]))
			digit = gbx_isupper(p[i]) ? c - 'A' + 10 : c - 'a' + 36;
		x = x * 62 + digit;
	}
	return x == crc32_of(p + head, n - 6 - head);
}

static bool one_letter(const unsigned char *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (p[i] != p[0])
			return false;
	return true;
}

/* What the form leaves open: checksums, and fillers like xxxxxxxx. UNKNOWN: no secret. */
static enum gbx_type settle(enum gbx_type t, const unsigned char *p, size_t len)
{
	if (one_letter(p + len - 8, 8))
		return GBX_T_UNKNOWN;
	if (t == GBX_T_TOKEN_NPM ||
	    (t == GBX_T_TOKEN_GITHUB && p[2] != 't' && len == 40 && p[3] == '_'))
		return checksum_holds(p, len, 4) ? t : GBX_T_TOKEN_OTHER;
	if (t == GBX_T_TOKEN_TWILIO && gbx_class_of(p + 2, len - 2) != (GBX_C_DIGIT | GBX_C_HEX))
		return GBX_T_UNKNOWN;
	return t;
}

/* Azure's strings hold a key or signature in one of their parts. */
static bool holds_key(enum gbx_type t, const unsigned char *p, size_t len)
{
	if (t != GBX_T_TOKEN_AZURE || p[0] == 'A' || (p[0] == 'S' && p[12] == 'K'))
		return true;
	return memmem(p, len, "AccountKey=", 11) || memmem(p, len, "sig=", 4) ||
	       memmem(p, len, "SharedAccessSignature=", 22);
}

enum gbx_type gbx_token_prefix(const unsigned char *p, size_t n, size_t *len)
{
	struct gbx_hash_cost unused;

	if (n < 20 || (!gbx_token_begins(p) && !gbx_isdigit(p[0])))
		return GBX_T_UNKNOWN;
	for (size_t i = 0; i < GBX_COUNT(forms); i++) {
		const char *f = forms[i].form;
		if (f[0] == '%' ? !gbx_isdigit(p[0])
		                : (unsigned char)f[0] != p[0] || (unsigned char)f[1] != p[1])
			continue;
		*len = gbx_form_fits(f, p, n, &unused);
		if (*len && holds_key(forms[i].type, p, *len))
			return settle(forms[i].type, p, *len);
	}
	*len = 0;
	return GBX_T_UNKNOWN;
}

size_t gbx_discord_prefix(const unsigned char *p, size_t n)
{
	static const char form[] = "%t24-28.%t6-6.%t27-38";
	struct gbx_hash_cost unused;
	size_t len, i = 0;

	if (n < 59 || (p[0] != 'M' && p[0] != 'N' && p[0] != 'O'))
		return 0;
	len = gbx_form_fits(form, p, n, &unused);
	/* three digits in base 64 */
	for (size_t first = len ? (size_t)((unsigned char *)memchr(p, '.', len) - p) : 0;
	     i + 4 <= first; i += 4)
		if (!memchr("MNO", p[i], 3) || !memchr("DTjz", p[i + 1], 4))
			return 0;
	return len;
}

/* ---- keys ---- */

#define KEY_MOST 32768u /* bytes of a key with its lines: RSA of 16384 bits has 13 KB */

/* -----BEGIN ... PRIVATE KEY, of all kinds. Length of the line up to its words, or 0. */
static size_t begin_line(const unsigned char *p, size_t n)
{
	static const char head[] = "-----BEGIN ";
	size_t i = sizeof(head) - 1;

	if (n < 27 || memcmp(p, head, i) != 0)
		return 0;
	while (i < n && i < 60 && (gbx_isupper(p[i]) || gbx_isdigit(p[i]) || p[i] == ' '))
		i++;
	return memmem(p, i, "PRIVATE KEY", 11) ? i : 0;
}

/* The bytes a key's body is made of, with the ways to write its line ends. */
static size_t body(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && i < KEY_MOST &&
	       (gbx_isalnum(p[i]) || (p[i] && strchr("+/=\r\n\t\\:,.-", p[i]))))
		i++;
	return i;
}

size_t gbx_private_key_prefix(const unsigned char *p, size_t n, size_t *none)
{
	static const char putty[] = "PuTTY-User-Key-File-";
	size_t i, most = n < KEY_MOST ? n : KEY_MOST, from;
	const unsigned char *end = NULL;

	if (n > 40 && memcmp(p, putty, sizeof(putty) - 1) == 0)
		return most;
	i = begin_line(p, n);
	if (!i)
		return 0;
	from = *none > i ? *none : i;
	if (from < most)
		end = memmem(p + from, most - from, "-----END ", 9);
	if (!end) {
		*none = most;
		return i + body(p + i, n - i);
	}
	i = (size_t)(end - p) + 9;
	while (i < n && (gbx_isupper(p[i]) || gbx_isdigit(p[i]) || p[i] == ' '))
		i++;
	while (i < n && p[i] == '-')
		i++;
	return i;
}

/* ---- what the catalogue asks ---- */

static bool is_token(const struct gbx_value *v, enum gbx_type t)
{
	size_t len = 0;

	return v->n >= 20 && v->n <= 4096 && !(v->cls & GBX_C_HIGH) &&
	       gbx_token_prefix(v->p, v->n, &len) == t && len == v->n;
}

#define TOKEN(name, type)                                                                          \
	bool gbx_is_##name(const struct gbx_value *v)                                              \
	{                                                                                          \
		return is_token(v, GBX_T_##type);                                                  \
	}

TOKEN(aws_key, SECRET_AWS_KEY)
TOKEN(token_google, TOKEN_GOOGLE)
TOKEN(token_github, TOKEN_GITHUB)
TOKEN(token_gitlab, TOKEN_GITLAB)
TOKEN(token_slack, TOKEN_SLACK)
TOKEN(token_stripe, TOKEN_STRIPE)
TOKEN(token_twilio, TOKEN_TWILIO)
TOKEN(token_sendgrid, TOKEN_SENDGRID)
TOKEN(token_npm, TOKEN_NPM)
TOKEN(token_pypi, TOKEN_PYPI)
TOKEN(token_telegram, TOKEN_TELEGRAM)
TOKEN(token_openai, TOKEN_OPENAI)
TOKEN(token_anthropic, TOKEN_ANTHROPIC)
TOKEN(token_azure, TOKEN_AZURE)
TOKEN(token_other, TOKEN_OTHER)

bool gbx_is_token_discord(const struct gbx_value *v)
{
	return gbx_discord_prefix(v->p, v->n) == v->n || is_token(v, GBX_T_TOKEN_DISCORD);
}

/* Forty letters of base 64 of all kinds: nothing says more, so a header must. */
bool gbx_is_aws_secret(const struct gbx_value *v)
{
	struct gbx_hash_cost unused;
	unsigned kinds = 0;

	if (v->n != 40 || gbx_form_fits("%q40-40", v->p, v->n, &unused) != 40)
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		kinds |= gbx_isdigit(v->p[i]) ? 1 : gbx_isupper(v->p[i]) ? 2 : 4;
	return kinds == 7;
}

bool gbx_is_otp_seed(const struct gbx_value *v)
{
	return is_token(v, GBX_T_SECRET_OTP_SEED);
}

bool gbx_is_private_key(const struct gbx_value *v)
{
	size_t none = 0;

	return v->n >= 27 && gbx_private_key_prefix(v->p, v->n, &none) == v->n;
}

/* RFC 4253: the name of the algorithm, again as the first string of the key. */
bool gbx_is_public_key(const struct gbx_value *v)
{
	static const char *const heads_of[] = {
	    "ssh-rsa AAAAB3NzaC1yc2E",
	    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
	    "ssh-dss AAAAB3NzaC1kc3M",
	    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY",
	    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQ",
	    "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjE",
	    "sk-ssh-ed25519@openssh.com AAAA",
	};

	for (size_t i = 0; i < GBX_COUNT(heads_of); i++) {
		size_t n = strlen(heads_of[i]);
		if (v->n > n + 20 && memcmp(v->p, heads_of[i], n) == 0)
			return true;
	}
	return false;
}

/* scheme://user:password@host; the password is not empty and no placeholder word. */
bool gbx_is_url_password(const struct gbx_value *v)
{
	return v->n >= 12 && (v->cls & GBX_C_AT) && !(v->cls & GBX_C_HIGH) &&
	       gbx_url_password_prefix(v->p, v->n) > 0 && !memchr(v->p, ' ', v->n);
}

size_t gbx_url_password_prefix(const unsigned char *p, size_t n)
{
	size_t i = 0, user, word, host;

	while (i < n && i < 20 && (gbx_isalnum(p[i]) || p[i] == '+' || p[i] == '-' || p[i] == '.'))
		i++;
	if (i < 2 || n - i < 8 || memcmp(p + i, "://", 3) != 0)
		return 0;
	user = i += 3;
	while (i < n && p[i] > ' ' && !strchr("/?#@:\"'<>", p[i]))
		i++;
	if (i == user || i == n || p[i] != ':')
		return 0;
	word = ++i;
	while (i < n && p[i] > ' ' && i - word < 256 && !strchr("/?#@\"'<>", p[i]))
		i++;
	if (i == word || i == n || p[i] != '@')
		return 0;
	host = ++i;
	while (i < n && (gbx_isalnum(p[i]) || p[i] == '.' || p[i] == '-'))
		i++;
	return i > host ? i : 0;
}
