/*
 * Forms of hashes and tokens, matched from the left without going back.
 *
 * A form: %x %X hexadecimal (X: capitals only), %b crypt's base 64, %B MIME's base 64 and its
 * URL variant, %n digits, %w letters and digits, %q the same with + and /, %t the
 * same with _ and -, %U capitals and digits, %s any but $ :
 * and blank, %u any but these * and #, %p any but blank, %a the same, %h too and without end, %k
 * what URLs have, %z
 * any but : and blank; each with its least and, after a dash, most length. A cost stands in %N
 * (decimal), %P (decimal, a power of two), %L (one letter of crypt's base 64, a power of two), %Y
 * (the same as yescrypt counts), %I and %J (in the first bytes of base 64). Everything else stands
 * for itself.
 */
#include "form.h"

#include "chars.h"

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
    ['h'] = SET_z, ['q'] = SET_w, ['t'] = SET_w, ['N'] = SET_n, ['P'] = SET_n,
    ['D'] = SET_n, ['L'] = SET_b, ['Y'] = SET_b, ['I'] = SET_B, ['J'] = SET_B,
};

static inline bool fits_byte(char set, unsigned char c)
{
	if (sets[c] & set_of[(unsigned char)set])
		return true;
	if (set == 'U')
		return gbx_isupper(c) || gbx_isdigit(c);
	if (set == 'q')
		return c == '+' || c == '/';
	if (set == 'k')
		return c > ' ' && c < 0x7f && !strchr("\"'<>()[]{}`,", c);
	if (set == 't')
		return c == '_' || c == '-';
	if (set == 'u')
		return (sets[c] & SET_s) && c != '*' && c != '#';
	return c == ':' && (set == 'p' || set == 'a' || set == 'h');
}

/* How many of the bytes are of the set, from the first on. */
static size_t run_of(char set, const unsigned char *p, size_t n)
{
	uint8_t bits = set_of[(unsigned char)set];
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		if (!(sets[p[i]] & sets[p[i + 1]] & sets[p[i + 2]] & sets[p[i + 3]] & bits))
			break;
	while (i < n && fits_byte(set, p[i]))
		i++;
	return i;
}

static unsigned length_of(const char **f)
{
	unsigned x = 0;

	while (gbx_isdigit((unsigned char)**f))
		x = x * 10 + (unsigned)(*(*f)++ - '0');
	return x;
}

unsigned gbx_form_crypt64(unsigned char c)
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
		x = gbx_form_crypt64(p[0]);
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
	unsigned x = gbx_form_crypt64(letter) + 1;

	note_cost(c, c->a ? x : x < 32 ? UINT32_C(1) << x : UINT32_MAX);
}

size_t gbx_form_fits(const char *f, const unsigned char *p, size_t n, struct gbx_hash_cost *c)
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
		unsigned least = length_of(&f), most;
		f++; /* the dash */
		most = length_of(&f);
		most = most ? most : GBX_FORM_MOST;
		unsigned run = (unsigned)run_of(set, p + i, n - i < most ? n - i : most);
		if (run < least)
			return 0;
		i += run;
		if (set == 'Y')
			note_yescrypt(c, p[i - run]);
		else if (set == 'J') /* ASP.NET: marker, PRF, iterations, length of salt */
			note_cost(c, in_base64(p, (unsigned)i, 5));
		else if (set == 'N' || set == 'P' || set == 'L' || set == 'I')
			note_cost(c, number_in(set, p + i - run, run));
	}
	return i;
}
