/*
 * Between the files of rules: what they reckon with, and the rules that stand in a file of
 * their own.
 */
#ifndef GBX_DETECT_PLAN_RULES_H
#define GBX_DETECT_PLAN_RULES_H

#include "plan.h"

typedef double gbx_rule_fn(const struct gbx_look *k, const struct gbx_around *a);

static inline double clamp(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* Where x stands between lo (0) and hi (1). */
static inline double ramp(double x, double lo, double hi)
{
	return clamp((x - lo) / (hi - lo));
}

/* A check that chance passes with share c and that p of the values pass: nothing
 * up to a half or thrice the odds, proof near one. */
static inline double proof(const struct gbx_look *k, enum gbx_type t, double most)
{
	double p = k->pass[t], c = gbx_type_table[t].chance;
	double room = k->n ? (double)k->real / k->n : 1;

	p = room > 0.2 ? clamp(p / room) : p; /* placeholders say nothing */
	if (p < 0.45 || p < 3 * c)
		return 0;
	return most * (0.75 + 0.25 * ramp(p, 0.6, 0.95)) * clamp((p - c) / (1 - c) + 0.1);
}

/* plan_phone.c */
gbx_rule_fn gbx_rule_phone;

/* plan_logins.c */
gbx_rule_fn gbx_rule_hash_md5;
gbx_rule_fn gbx_rule_hash_sha1;
gbx_rule_fn gbx_rule_hash_sha256;
gbx_rule_fn gbx_rule_hash_sha512;
gbx_rule_fn gbx_rule_hash_sha224;
gbx_rule_fn gbx_rule_hash_sha384;
gbx_rule_fn gbx_rule_hash_md5_salted;
gbx_rule_fn gbx_rule_hash_sha1_salted;
gbx_rule_fn gbx_rule_hash_sha256_salted;
gbx_rule_fn gbx_rule_hash_sha512_salted;
gbx_rule_fn gbx_rule_username;
gbx_rule_fn gbx_rule_password;
gbx_rule_fn gbx_rule_jwt;

#endif
