/*
 * JSON Web Tokens (RFC 7519, compact form of RFC 7515): three parts of base64url,
 * the first a JSON object that names its algorithm.
 */
#include "chars.h"
#include "check.h"

#define HEADER_MAX 2048u /* letters of a header; real ones have some forty to some hundred */

static int b64url(unsigned char c)
{
	if (gbx_isupper(c))
		return c - 'A';
	if (gbx_isalpha(c))
		return c - 'a' + 26;
	if (gbx_isdigit(c))
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* Does the decoded text hold the key "alg"? */
static bool names_algorithm(const unsigned char *p, size_t n)
{
	static const char key[] = "\"alg\"";
	uint32_t bits = 0;
	unsigned have = 0, matched = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 6 | (uint32_t)b64url(p[i]);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		unsigned char c = (unsigned char)(bits >> have);
		matched = c == (unsigned char)key[matched] ? matched + 1 : c == '"';
		if (matched == sizeof(key) - 1)
			return true;
	}
	return false;
}

static size_t b64_run(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && b64url(p[i]) >= 0)
		i++;
	return i;
}

size_t gbx_jwt_prefix(const unsigned char *p, size_t n)
{
	size_t header, i, run;

	if (n < 20 || memcmp(p, "eyJ", 3) != 0)
		return 0;
	header = b64_run(p, n < HEADER_MAX ? n : HEADER_MAX);
	if (header < 10 || header == n || p[header] != '.' || !names_algorithm(p, header))
		return 0;
	i = header + 1;
	run = b64_run(p + i, n - i);
	i += run;
	if (run < 2 || i == n || p[i] != '.')
		return 0;
	i++;
	return i + b64_run(p + i, n - i);
}

bool gbx_is_jwt(const struct gbx_value *v)
{
	return v->n >= 20 && v->p[0] == 'e' && (v->cls & GBX_C_DOT) &&
	       gbx_jwt_prefix(v->p, v->n) == v->n;
}
