/*
 * SHA-256 (FIPS 180-4) and Keccak-256 (the Keccak reference, version 3.0) of short texts.
 */
#include "digest.h"

#include <string.h>

static uint32_t ror(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static void sha256_block(uint32_t h[8], const unsigned char *p)
{
	static const uint32_t k[64] = {
	    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	    0xc67178f2};
	uint32_t w[64], s[8];

	for (unsigned i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
		       (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
	for (unsigned i = 16; i < 64; i++)
		w[i] = w[i - 16] + (ror(w[i - 15], 7) ^ ror(w[i - 15], 18) ^ w[i - 15] >> 3) +
		       w[i - 7] + (ror(w[i - 2], 17) ^ ror(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(s, h, sizeof(s));
	for (unsigned i = 0; i < 64; i++) {
		uint32_t a = s[0], e = s[4];
		uint32_t t1 = s[7] + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) +
			      ((e & s[5]) ^ (~e & s[6])) + k[i] + w[i];
		uint32_t t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) +
			      ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (unsigned i = 0; i < 8; i++)
		h[i] += s[i];
}

void gbx_sha256_short(const unsigned char *p, size_t n, unsigned char out[32])
{
	uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	unsigned char block[128] = {0};
	size_t blocks;

	n = n > 119 ? 119 : n;
	blocks = n > 55 ? 2 : 1;
	memcpy(block, p, n);
	block[n] = 0x80;
	block[blocks * 64 - 2] = (unsigned char)(n * 8 >> 8);
	block[blocks * 64 - 1] = (unsigned char)(n * 8);
	for (size_t i = 0; i < blocks; i++)
		sha256_block(h, block + 64 * i);
	for (unsigned i = 0; i < 32; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static uint64_t rol(uint64_t x, unsigned n)
{
	return n ? x << n | x >> (64 - n) : x;
}

static void keccak(uint64_t a[25])
{
	static const uint64_t rc[24] = {
	    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
	    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
	    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
	    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
	    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
	static const uint8_t turn[25] = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
					 25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};

	for (unsigned r = 0; r < 24; r++) {
		uint64_t c[5], b[25];

		for (unsigned x = 0; x < 5; x++)
			c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
		for (unsigned i = 0; i < 25; i++)
			a[i] ^= c[(i + 4) % 5] ^ rol(c[(i + 1) % 5], 1);
		for (unsigned i = 0; i < 25; i++) {
			unsigned x = i % 5, y = i / 5;

			b[y + 5 * ((2 * x + 3 * y) % 5)] = rol(a[i], turn[i]);
		}
		for (unsigned i = 0; i < 25; i++) {
			unsigned x = i % 5, y = i - x;

			a[i] = b[i] ^ (~b[y + (x + 1) % 5] & b[y + (x + 2) % 5]);
		}
		a[0] ^= rc[r];
	}
}

void gbx_keccak256_short(const unsigned char *p, size_t n, unsigned char out[32])
{
	unsigned char block[136] = {0};
	uint64_t a[25] = {0};

	n = n > 135 ? 135 : n;
	memcpy(block, p, n);
	block[n] = 1;
	block[135] |= 0x80;
	for (unsigned i = 0; i < 136; i++)
		a[i / 8] ^= (uint64_t)block[i] << (8 * (i % 8));
	keccak(a);
	for (unsigned i = 0; i < 32; i++)
		out[i] = (unsigned char)(a[i / 8] >> (8 * (i % 8)));
}
