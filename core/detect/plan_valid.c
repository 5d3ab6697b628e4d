/*
 * Is a value what its column's plan says? Asked for every value of every column: the
 * check is looked up once a column, and the placeholders come last.
 */
#include "judge.h"
#include "names.h"
#include "plan.h"

static bool phone(const struct gbx_value *v, uint16_t variant)
{
	return gbx_phone_national(v, variant);
}

/* Variant 1: nine digits without dashes too. */
static bool id_us(const struct gbx_value *v, uint16_t variant)
{
	return gbx_is_national_id_us(v) || (variant && gbx_ssn_bare(v));
}

/* Variant 1: the form of fifteen digits too, which was given until 1999. */
static bool id_cn(const struct gbx_value *v, uint16_t variant)
{
	return gbx_is_national_id_cn(v) || (variant && gbx_cn_id_15(v));
}

/* Variant 1: of any length, as far as the check digits fit. */
static bool iban(const struct gbx_value *v, uint16_t variant)
{
	return variant ? gbx_iban_sum(v) : gbx_is_iban(v);
}

/* Passports, licences, ids without a rule of their own. */
static bool id_other(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return v->n >= 4 && v->n <= 40 && (v->cls & GBX_C_DIGIT) && !(v->cls & GBX_C_AT);
}

/* Variant 0: a pair; 1: latitude; 2: longitude. Whole degrees pass where the plan says which. */
static bool geo(const struct gbx_value *v, uint16_t variant)
{
	if (!variant)
		return gbx_is_geo(v);
	if (!(v->cls & GBX_C_DOT))
		return v->n <= 4 && gbx_is_integer(v);
	return variant == 1 ? gbx_is_latitude(v) : gbx_is_longitude(v);
}

static bool name(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return gbx_is_name_form(v);
}

static bool place(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return gbx_is_place_form(v);
}

/* Regions and vocabularies are as often written in the codes of a standard. */
static bool word_or_code(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return gbx_is_place_form(v) || (v->cls == GBX_C_DIGIT && v->n <= 12);
}

static bool address(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return gbx_is_address_form(v);
}

static bool postcode(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return gbx_is_postcode_form(v);
}

static bool username(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return v->n >= 2 && v->n <= 80 &&
	       (v->cls & (GBX_C_DIGIT | GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH));
}

static bool secret(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return v->n <= 200;
}

static bool hash_other(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return v->n >= 13 && v->n <= 512 && !(v->cls & GBX_C_HIGH);
}

/* Issued by a machine: one word with a digit or a sign in it. */
static bool opaque(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	return v->n >= 8 && v->n <= 8192 && !(v->cls & GBX_C_HIGH) &&
	       (v->cls & ~(uint32_t)(GBX_C_ALPHA | GBX_C_HEX)) && !memchr(v->p, ' ', v->n);
}

/* Cookies come several together, parted by a semicolon and a blank. */
static bool session(const struct gbx_value *v, uint16_t variant)
{
	return opaque(v, variant) || (v->n >= 8 && memchr(v->p, '=', v->n));
}

/* otpauth:// or the seed alone: RFC 4648 base 32, 80 bits and more (RFC 4226). */
static bool otp_seed(const struct gbx_value *v, uint16_t variant)
{
	(void)variant;
	if (v->n < 16 || v->n > 128)
		return gbx_is_otp_seed(v);
	for (uint32_t i = 0; i < v->n; i++)
		if (!((unsigned)((v->p[i] | 32) - 'a') < 26) && (v->p[i] < '2' || v->p[i] > '7') &&
		    v->p[i] != '=' && v->p[i] != ' ')
			return gbx_is_otp_seed(v);
	return true;
}

static bool never(const struct gbx_value *v, uint16_t variant)
{
	(void)v;
	(void)variant;
	return false;
}

/* Types whose check needs the variant, and weak types with a form of their own.
 * The others have a check in the catalogue, or take every value. */
static gbx_form_fn *const form[GBX_T_COUNT] = {
    [GBX_T_EMPTY] = never,
    [GBX_T_PHONE] = phone,
    [GBX_T_NATIONAL_ID_CN] = id_cn,
    [GBX_T_NATIONAL_ID_US] = id_us,
    [GBX_T_NATIONAL_ID_OTHER] = id_other,
    [GBX_T_IBAN] = iban,
    [GBX_T_GEO] = geo,
    [GBX_T_NAME_FULL] = name,
    [GBX_T_NAME_GIVEN] = name,
    [GBX_T_NAME_FAMILY] = name,
    [GBX_T_ADDRESS] = address,
    [GBX_T_CITY] = place,
    [GBX_T_REGION] = word_or_code,
    [GBX_T_COUNTRY] = word_or_code,
    [GBX_T_BIRTHPLACE] = word_or_code,
    [GBX_T_POSTCODE] = postcode,
    [GBX_T_USERNAME] = username,
    [GBX_T_PASSWORD_PLAIN] = secret,
    [GBX_T_PASSWORD_HASH_OTHER] = hash_other,
    [GBX_T_SALT] = secret,
    [GBX_T_TOKEN_OTHER] = opaque,
    [GBX_T_TOKEN_SESSION] = session,
    [GBX_T_SECRET_OTP_SEED] = otp_seed,
    [GBX_T_EMPLOYER] = place,
    [GBX_T_JOB_TITLE] = word_or_code,
    [GBX_T_ETHNICITY] = word_or_code,
    [GBX_T_NATIONALITY] = word_or_code,
    [GBX_T_MARITAL_STATUS] = word_or_code,
    [GBX_T_EDUCATION] = word_or_code,
    [GBX_T_RELIGION] = word_or_code,
};

/* What passes these checks is no placeholder: none of those has the checksum or the form. */
static const bool certain[GBX_T_COUNT] = {
    [GBX_T_NATIONAL_ID_CN] = true,
    [GBX_T_IBAN] = true,
    [GBX_T_PASSWORD_HASH_BCRYPT] = true,
    [GBX_T_PASSWORD_HASH_PHPASS] = true,
    [GBX_T_PASSWORD_HASH_MD5CRYPT] = true,
    [GBX_T_PASSWORD_HASH_SHA256CRYPT] = true,
    [GBX_T_PASSWORD_HASH_SHA512CRYPT] = true,
    [GBX_T_PASSWORD_HASH_ARGON2] = true,
    [GBX_T_PASSWORD_HASH_SCRYPT] = true,
    [GBX_T_PASSWORD_HASH_PBKDF2] = true,
    [GBX_T_PASSWORD_HASH_MYSQL] = true,
    [GBX_T_PASSWORD_HASH_SSHA] = true,
    [GBX_T_TOKEN_JWT] = true,
    [GBX_T_USER_AGENT] = true,
    [GBX_T_URL] = true,
};

/* What is valid as one of these is nothing else, whatever gbx_stray_type() would say. */
static const bool exact[GBX_T_COUNT] = {
    [GBX_T_EMAIL] = true,
    [GBX_T_NATIONAL_ID_CN] = true,
    [GBX_T_IBAN] = true,
    [GBX_T_IP] = true,
    [GBX_T_MAC] = true,
    [GBX_T_UUID] = true,
    [GBX_T_DATE] = true,
    [GBX_T_DATE_OF_BIRTH] = true,
    [GBX_T_TIMESTAMP] = true,
    [GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] = true,
    [GBX_T_PASSWORD_HASH_SHA1] = true,
    [GBX_T_PASSWORD_HASH_SHA256] = true,
    [GBX_T_PASSWORD_HASH_SHA512] = true,
};

void gbx_judge_init(struct gbx_judge *j, const struct gbx_column_plan *p)
{
	unsigned t = (unsigned)p->type < GBX_T_COUNT ? (unsigned)p->type : GBX_T_UNKNOWN;

	*j = (struct gbx_judge){ .type = (enum gbx_type)t,
	                         .variant = p->variant,
	                         .form = form[t],
	                         .check = gbx_type_table[t].check,
	                         .certain = certain[t],
	                         .settled = !p->scan && (!p->strays || exact[t]) };
}

bool gbx_plan_valid(const struct gbx_column_plan *p, const struct gbx_value *v)
{
	struct gbx_judge j;
	int64_t seconds;
	bool day_only;

	gbx_judge_init(&j, p);
	return gbx_type_table[j.type].time ? gbx_plan_time(p, v, &seconds, &day_only)
	                                   : gbx_judge_valid(&j, v);
}
