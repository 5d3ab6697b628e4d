/*
 * Addresses of crypto-currencies, with their checksums: Base58Check (Bitcoin wiki), Bech32 and
 * Bech32m (BIP 173, BIP 350), mixed case of Ethereum (EIP-55), Monero's Base58 in blocks
 * (CryptoNote standard 7), XRP Ledger's own alphabet.
 */
#include "chars.h"
#include "check.h"
#include "digest.h"

static const char base58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char ripple58[] = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/* The number in exactly `bytes` bytes; false when a sign is none or it does not fit. */
static bool from58(const unsigned char *p, size_t n, const char *signs, unsigned char *out,
                   size_t bytes)
{
	memset(out, 0, bytes);
	for (size_t i = 0; i < n; i++) {
		const char *s = p[i] ? strchr(signs, p[i]) : NULL;
		unsigned carry;

		if (!s)
			return false;
		carry = (unsigned)(s - signs);
		for (size_t k = bytes; k--;) {
			carry += out[k] * 58u;
			out[k] = (unsigned char)carry;
			carry >>= 8;
		}
		if (carry)
			return false;
	}
	return true;
}

/* 21 bytes and the first four of their SHA-256 of SHA-256; the version, -1 when it does not hold. */
static int version58(const struct gbx_value *v, const char *signs)
{
	unsigned char d[25], once[32], twice[32];
	unsigned zeros = 0, lead = 0;

	if (v->n < 25 || v->n > 35 || (v->cls & (GBX_C_HIGH | GBX_C_OTHER | GBX_C_SEP)) ||
	    !from58(v->p, v->n, signs, d, sizeof(d)))
		return -1;
	while (zeros < sizeof(d) && !d[zeros])
		zeros++;
	while (lead < v->n && v->p[lead] == (unsigned char)signs[0])
		lead++;
	if (zeros != lead)
		return -1;
	gbx_sha256_short(d, 21, once);
	gbx_sha256_short(once, 32, twice);
	return memcmp(twice, d + 21, 4) == 0 ? d[0] : -1;
}

static uint32_t bech32_step(uint32_t x, uint32_t in)
{
	static const uint32_t g[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = x >> 25;

	x = (x & 0x1ffffff) << 5 ^ in;
	for (unsigned j = 0; j < 5; j++)
		x ^= top >> j & 1 ? g[j] : 0;
	return x;
}

/* BIP 173: the human part, 1, data; BIP 350: another constant for witness versions above 0. */
static bool bech32(const struct gbx_value *v, const char *human)
{
	static const char signs[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	size_t k = strlen(human), i;
	uint32_t x = 1, first = 32;
	unsigned cases = 0;

	if (v->n < k + 8 || v->n > 90 || gbx_prefix_word(v->p, v->n, human) != k || v->p[k] != '1')
		return false;
	for (i = 0; i < k; i++)
		x = bech32_step(x, (uint32_t)human[i] >> 5);
	x = bech32_step(x, 0);
	for (i = 0; i < k; i++)
		x = bech32_step(x, (uint32_t)human[i] & 31);
	for (i = k + 1; i < v->n; i++) {
		const char *s = v->p[i] ? strchr(signs, gbx_lower(v->p[i])) : NULL;

		if (!s)
			return false;
		first = first == 32 ? (uint32_t)(s - signs) : first;
		x = bech32_step(x, (uint32_t)(s - signs));
	}
	for (i = 0; i < v->n; i++)
		cases |= gbx_isupper(v->p[i]) ? 1 : gbx_isalpha(v->p[i]) ? 2 : 0;
	return cases != 3 && x == (first ? 0x2bc830a3u : 1u);
}

bool gbx_is_crypto_address_btc(const struct gbx_value *v)
{
	int version;

	if ((v->p[0] | 32) == 'b')
		return bech32(v, "bc");
	if ((v->p[0] | 32) == 't')
		return bech32(v, "tb"); /* of the test network, as m, n, 2 */
	version = strchr("123mn", v->p[0]) && v->p[0] ? version58(v, base58) : -1;
	return version == 0 || version == 5 || version == 0x6f || version == 0xc4;
}

bool gbx_is_crypto_address_ltc(const struct gbx_value *v)
{
	int version;

	if ((v->p[0] | 32) == 'l' && v->n > 40)
		return bech32(v, "ltc");
	version = v->p[0] == 'L' || v->p[0] == 'M' ? version58(v, base58) : -1;
	return version == 0x30 || version == 0x32;
}

bool gbx_is_crypto_address_doge(const struct gbx_value *v)
{
	int version = v->p[0] == 'D' || v->p[0] == 'A' || v->p[0] == '9' ? version58(v, base58) : -1;

	return version == 0x1e || version == 0x16;
}

bool gbx_is_crypto_address_trx(const struct gbx_value *v)
{
	return v->p[0] == 'T' && version58(v, base58) == 0x41;
}

bool gbx_is_crypto_address_xrp(const struct gbx_value *v)
{
	return v->p[0] == 'r' && version58(v, ripple58) == 0;
}

/* Small letters carry no checksum; capital ones are the digest's bits (EIP-55). Capitals only
 * are SQL Server's way to write any 20 bytes: of these, only the ones whose digest says so. */
bool gbx_is_crypto_address_eth(const struct gbx_value *v)
{
	unsigned char low[40], digest[32];
	bool upper = false, holds = true;

	if (v->n != 42 || v->p[0] != '0' || (v->p[1] | 32) != 'x')
		return false;
	for (unsigned i = 0; i < 40; i++) {
		unsigned char c = v->p[i + 2];

		if (!gbx_ishex(c))
			return false;
		upper |= gbx_isupper(c);
		low[i] = gbx_lower(c);
	}
	if (!upper)
		return true;
	gbx_keccak256_short(low, 40, digest);
	for (unsigned i = 0; i < 40; i++)
		if (gbx_isalpha(low[i]))
			holds &= gbx_isupper(v->p[i + 2]) ==
				 ((digest[i / 2] >> (i % 2 ? 0 : 4) & 8) != 0);
	return holds;
}

/* Blocks of 11 signs are 8 bytes, the last of 7 signs 5 bytes: 69 bytes, or 77 with a payment id. */
bool gbx_is_crypto_address_xmr(const struct gbx_value *v)
{
	unsigned char d[80], digest[32];
	size_t bytes = 0;

	if ((v->n != 95 && v->n != 106) || (v->p[0] != '4' && v->p[0] != '8'))
		return false;
	for (size_t i = 0; i < v->n; i += 11) {
		size_t n = v->n - i < 11 ? v->n - i : 11, out = n == 11 ? 8 : 5;

		if (!from58(v->p + i, n, base58, d + bytes, out))
			return false;
		bytes += out;
	}
	if (d[0] != 18 && d[0] != 19 && d[0] != 42)
		return false;
	gbx_keccak256_short(d, bytes - 4, digest);
	return memcmp(digest, d + bytes - 4, 4) == 0;
}

/* A public key of 32 bytes without a checksum: only the length tells. */
bool gbx_is_crypto_address_sol(const struct gbx_value *v)
{
	unsigned char d[32];

	return v->n >= 32 && v->n <= 44 && (v->cls & GBX_C_DIGIT) && (v->cls & GBX_C_ALPHA) &&
	       from58(v->p, v->n, base58, d, sizeof(d)) && (v->n > 40 || !d[0]);
}
