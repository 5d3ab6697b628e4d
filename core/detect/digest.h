/*
 * The two digests that addresses of crypto-currencies are checked with. Small and plain:
 * they see one short value at a time.
 */
#ifndef GBX_DETECT_DIGEST_H
#define GBX_DETECT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* At most 119 bytes. FIPS 180-4. */
void gbx_sha256_short(const unsigned char *p, size_t n, unsigned char out[32]);
/* At most 135 bytes. Keccak as Ethereum and Monero use it, with the padding of before FIPS 202. */
void gbx_keccak256_short(const unsigned char *p, size_t n, unsigned char out[32]);

#endif
