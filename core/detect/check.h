/*
 * The checks behind the catalogue, one family of types a file, and what the
 * planner needs besides them. Every check is pure, allocates nothing and looks
 * at length and class mask first; the value is trimmed and not empty.
 */
#ifndef GBX_DETECT_CHECK_H
#define GBX_DETECT_CHECK_H

#include "detect.h"

extern const struct gbx_type_info gbx_type_table[GBX_T_COUNT];

/* ---- contact ---- */
bool gbx_is_email(const struct gbx_value *v);
bool gbx_is_url(const struct gbx_value *v);
bool gbx_is_user_agent(const struct gbx_value *v);
/* International form only (+, 00, tel:). */
bool gbx_is_phone(const struct gbx_value *v);

/* National numbering plans, tightest first; gbx_column_plan.variant of a phone. */
enum gbx_phone_country {
	GBX_PHONE_INTL = 0, /* none: international form only */
	GBX_PHONE_CN,
	GBX_PHONE_US, /* the North American plan, Canada and the Caribbean too */
	GBX_PHONE_FR,
	GBX_PHONE_ES,
	GBX_PHONE_PL,
	GBX_PHONE_RU,
	GBX_PHONE_BR,
	GBX_PHONE_TR,
	GBX_PHONE_IN,
	GBX_PHONE_MX,
	GBX_PHONE_JP,
	GBX_PHONE_KR,
	GBX_PHONE_AU,
	GBX_PHONE_NL,
	GBX_PHONE_ZA,
	GBX_PHONE_SA,
	GBX_PHONE_VN,
	GBX_PHONE_TH,
	GBX_PHONE_PH,
	GBX_PHONE_EG,
	GBX_PHONE_NG,
	GBX_PHONE_PK,
	GBX_PHONE_UA,
	GBX_PHONE_GB,
	GBX_PHONE_ID,
	GBX_PHONE_IT,
	GBX_PHONE_DE,
	GBX_PHONE_ANY, /* 7 to 15 digits written like a number: only behind a header that says phone
	                */
	GBX_PHONE_COUNTRIES
};

/* International form, or the national form of that country. */
bool gbx_phone_national(const struct gbx_value *v, unsigned country);
/* Seven to fifteen digits written like a telephone number, whatever plan they fit. */
bool gbx_phone_form(const struct gbx_value *v);
/* The country whose form fits most of n values, and the share that fits. Bare
 * digits of the right length fit by chance: ask only where a header or
 * punctuation speaks for numbers. */
unsigned gbx_phone_guess_country(const struct gbx_value *v, uint32_t n, double *share);

/* ---- numbers with a check digit, identity numbers ---- */
bool gbx_is_national_id_cn(const struct gbx_value *v);
/* The form of 15 digits used until 1999: no check digit, a date with a two-digit year. */
bool gbx_cn_id_15(const struct gbx_value *v);
/* With dashes. */
bool gbx_is_national_id_us(const struct gbx_value *v);
/* Nine digits by the same rules: most nine-digit numbers pass, so the column must speak for it. */
bool gbx_ssn_bare(const struct gbx_value *v);
bool gbx_is_payment_card(const struct gbx_value *v);
/* "visa" and so on; NULL when it is not a card number. */
const char *gbx_card_brand(const struct gbx_value *v);
bool gbx_is_iban(const struct gbx_value *v);
/* Code of a country and check digits that fit, whatever the length: mistyped or made up. One in
 * 97 does by chance, so the column must speak for it. */
bool gbx_iban_sum(const struct gbx_value *v);
/* How many bytes of an account number the text begins with, 0 when none. */
size_t gbx_iban_prefix(const unsigned char *p, size_t n);

/* ---- network ---- */
bool gbx_is_ip(const struct gbx_value *v);
bool gbx_is_mac(const struct gbx_value *v);
bool gbx_is_uuid(const struct gbx_value *v);

/* ---- secrets ---- */
bool gbx_is_hash_md5(const struct gbx_value *v);
bool gbx_is_hash_sha1(const struct gbx_value *v);
bool gbx_is_hash_sha256(const struct gbx_value *v);
bool gbx_is_hash_sha512(const struct gbx_value *v);
bool gbx_is_hash_bcrypt(const struct gbx_value *v);
bool gbx_is_hash_phpass(const struct gbx_value *v);
bool gbx_is_hash_md5crypt(const struct gbx_value *v);
bool gbx_is_hash_sha256crypt(const struct gbx_value *v);
bool gbx_is_hash_sha512crypt(const struct gbx_value *v);
bool gbx_is_hash_argon2(const struct gbx_value *v);
bool gbx_is_hash_scrypt(const struct gbx_value *v);
bool gbx_is_hash_pbkdf2(const struct gbx_value *v);
bool gbx_is_hash_mysql(const struct gbx_value *v);
bool gbx_is_hash_ssha(const struct gbx_value *v);
/* The hash type whose exact form (prefix, lengths) the text begins with, and how
 * long it is; GBX_T_UNKNOWN when none. Bare hexadecimal is none. */
enum gbx_type gbx_hash_prefix(const unsigned char *p, size_t n, size_t *len);
bool gbx_is_jwt(const struct gbx_value *v);
/* How many bytes of a token the text begins with, 0 when none. */
size_t gbx_jwt_prefix(const unsigned char *p, size_t n);

/* The secret of a service that the text begins with, and how long it is; UNKNOWN when none.
 * Forms with a head of their own only. */
enum gbx_type gbx_token_prefix(const unsigned char *p, size_t n, size_t *len);
/* Could such a secret begin with these two bytes? n is at least 2. */
bool gbx_token_begins(const unsigned char *p);
/* scheme://user:password@host at the head of the text; its length up to the host's end or 0. */
size_t gbx_url_password_prefix(const unsigned char *p, size_t n);
/* Three parts whose first is a user's number in base 64 (Discord); length or 0. */
size_t gbx_discord_prefix(const unsigned char *p, size_t n);
/* A private key from its BEGIN line or PuTTY's first to its end; length or 0. *none: no END
 * line begins before that place of the text; for calls one after the other. */
size_t gbx_private_key_prefix(const unsigned char *p, size_t n, size_t *none);

/* ---- times ---- */
bool gbx_is_date(const struct gbx_value *v);
bool gbx_is_timestamp(const struct gbx_value *v);
bool gbx_is_date_of_birth(const struct gbx_value *v);
bool gbx_is_year_of_birth(const struct gbx_value *v);
bool gbx_is_age(const struct gbx_value *v);

/* ---- numbers and codes ---- */
bool gbx_is_integer(const struct gbx_value *v);
bool gbx_is_number(const struct gbx_value *v);
bool gbx_is_boolean(const struct gbx_value *v);
bool gbx_is_money(const struct gbx_value *v);
bool gbx_is_identifier(const struct gbx_value *v); /* one token of printable ASCII */
bool gbx_is_gender(const struct gbx_value *v);
/* A pair "latitude, longitude" in decimal degrees. */
bool gbx_is_geo(const struct gbx_value *v);
/* One coordinate with decimals, in range. */
bool gbx_is_latitude(const struct gbx_value *v);
bool gbx_is_longitude(const struct gbx_value *v);

#endif
