/*
 * What the values of a column say for user names, passwords, their hashes and tokens:
 * the rules of plan_rules.c for what logs in.
 */
#include "plan_rules.h"

static double hash(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	if (k->pass[t] < 0.6f || (k->vocab <= GBX_LOOK_VOCAB && k->distinct < 0.05f))
		return 0;
	/* bare hexadecimal is a digest of something: of a password where accounts are */
	return k->pass[t] * (a->salt ? 0.9 : a->account ? 0.78 : 0.4);
}

double gbx_rule_hash_md5(const struct gbx_look *k, const struct gbx_around *a)
{
	double p = k->pass[GBX_T_PASSWORD_HASH_MD5_NTLM_MD4];

	/* user:rid:LM:NT, as pwdump writes it; where all LM hashes are of nothing they are one
	 * value, and no password's */
	if (k->bare_uuid)
		return 0;
	if (p > 0.6 && (k->lm ? k->vocab > 1 : a->lm && k->distinct > 0.05f))
		return 0.95 * p;
	return hash(k, a, GBX_T_PASSWORD_HASH_MD5_NTLM_MD4);
}

double gbx_rule_hash_sha1(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash(k, a, GBX_T_PASSWORD_HASH_SHA1);
}

double gbx_rule_hash_sha256(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash(k, a, GBX_T_PASSWORD_HASH_SHA256);
}

double gbx_rule_hash_sha512(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash(k, a, GBX_T_PASSWORD_HASH_SHA512);
}

double gbx_rule_hash_sha224(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash(k, a, GBX_T_PASSWORD_HASH_SHA224);
}

double gbx_rule_hash_sha384(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash(k, a, GBX_T_PASSWORD_HASH_SHA384);
}

/* Digits of a digest, a colon and a salt: hardly anything else is written so. */
static double hash_salted(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	return proof(k, t, a->account ? 0.95 : 0.85);
}

double gbx_rule_hash_md5_salted(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash_salted(k, a, GBX_T_PASSWORD_HASH_MD5_SALTED);
}

double gbx_rule_hash_sha1_salted(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash_salted(k, a, GBX_T_PASSWORD_HASH_SHA1_SALTED);
}

double gbx_rule_hash_sha256_salted(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash_salted(k, a, GBX_T_PASSWORD_HASH_SHA256_SALTED);
}

double gbx_rule_hash_sha512_salted(const struct gbx_look *k, const struct gbx_around *a)
{
	return hash_salted(k, a, GBX_T_PASSWORD_HASH_SHA512_SALTED);
}

/* What stands beside a password's hash and has one small word in every row, none twice, is
 * whose it is: passwd(5), shadow(5), htpasswd. */
static double beside_hash(const struct gbx_look *k)
{
	if (k->len_same > 0.6f && k->has_digit > 0.3f) /* a salt */
		return 0;
	if (k->distinct < 0.95f || k->n < 5 || k->max_len > 64 || k->symbol > 0.1f ||
	    k->letters < 0.95f || k->lower < 0.9f || k->space > 0 || k->mean_len > 16 ||
	    k->pass[GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] > 0.3f)
		return 0;
	return 0.82;
}

/* One word, Latin, mostly small letters, some with figures, hardly ever twice;
 * or names joined by dots, strokes and figures. */
double gbx_rule_username(const struct gbx_look *k, const struct gbx_around *a)
{
	double mixed = 1 - 2 * (k->has_digit > 0.5f ? k->has_digit - 0.5 : 0.5 - k->has_digit);
	double named = ramp(k->ev[GBX_EV_HANDLE], 0.12, 0.4), plain = 0;

	/* a domain in front of some: local accounts have none */
	if (k->domain > 0.5f && k->distinct > 0.6f && k->space < 0.02f)
		return (a->hash ? 0.9 : 0.6) * ramp(k->domain, 0.3, 0.8);
	if (a->hash && beside_hash(k) > 0)
		return beside_hash(k);
	if (k->space > 0.02f || k->letters < 0.95f || k->distinct < 0.6f || k->symbol > 0.06f ||
	    k->high > 0.1f || k->mean_len < 5 || k->mean_len > 24 || k->len_same > 0.6f ||
	    k->ev[GBX_EV_GIVEN] + k->ev[GBX_EV_FAMILY] > 0.5 || k->ev[GBX_EV_CITY] > 0.4f ||
	    k->date > 0.3f || k->pass[GBX_T_IP] > 0.3f || k->pass[GBX_T_URL] > 0.3f ||
	    k->file > 0.3f)
		return 0;
	/* without a figure anywhere they are words: tags, slugs, colours */
	if (k->lower > 0.75f && k->mean_len < 18)
		plain = (a->person ? 0.78 : 0.55) * (0.75 + 0.25 * ramp(mixed, 0.05, 0.4)) *
		        (0.75 + 0.25 * ramp(k->has_digit, 0, 0.04));
	if (k->upper > 0.95f && k->has_digit < 0.1f) /* RED_FOX: constants */
		named *= ramp(k->ev[GBX_EV_HANDLE], 0.6, 1);
	named *= a->person ? 0.82 : 0.68;
	named = named > plain ? named : plain;
	/* hosts, slugs and codes are joined by hyphens throughout, names now and then */
	return named * (1 - 0.5 * ramp(k->hyphen, 0.7, 0.95));
}

/* Three of four kinds of signs in nearly every value; alone that is a token of
 * any sort, beside an account it is a password. */
double gbx_rule_password(const struct gbx_look *k, const struct gbx_around *a)
{
	if (k->space > 0.1f || k->mixed < 0.6f || k->symbol < 0.4f || k->distinct < 0.5f ||
	    k->mean_len < 5 || k->mean_len > 20 || k->pass[GBX_T_EMAIL] > 0.2f ||
	    k->pass[GBX_T_URL] > 0.2f || k->pass[GBX_T_IP] > 0.2f || k->pass[GBX_T_MAC] > 0.2f ||
	    k->date > 0.2f || k->clock > 0.2f || k->pass[GBX_T_MONEY] > 0.3f ||
	    k->high > 0.2f || k->has_digit < 0.3f ||
	    ((k->sign_kept > 0.8f || k->sign_place > 0.9f || k->signs_same > 0.6f ||
	      (gbx_few_frames(k) && k->n >= 20)) &&
	     k->n > 3)) /* one form: a code */
		return 0;
	return a->account ? 0.8 : 0.42;
}

double gbx_rule_jwt(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_TOKEN_JWT, 0.98);
}
