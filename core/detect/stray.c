/*
 * The strong type of a value by itself. This runs on values that are not what
 * their column is planned as, so only forms that nothing else has are believed:
 * a checksum with a structure, or an exact shape.
 */
#include "bytes.h"
#include "chars.h"
#include "check.h"
#include "hash.h"

static enum gbx_type when(bool is, enum gbx_type t)
{
	return is ? t : GBX_T_UNKNOWN;
}

/* Digits, with an X at the end or separators between. */
static enum gbx_type stray_number(const struct gbx_value *v)
{
	if (v->n == 18 && gbx_is_national_id_cn(v))
		return GBX_T_NATIONAL_ID_CN;
	if (v->n == 11 && v->p[3] == '-')
		return when(gbx_is_national_id_us(v), GBX_T_NATIONAL_ID_US);
	if (v->n >= 14 && v->n <= 23)
		return when(gbx_is_payment_card(v), GBX_T_PAYMENT_CARD);
	return GBX_T_UNKNOWN;
}

/* "1.2.3.4" is as likely a version or a chapter. */
static bool plain_address(const struct gbx_value *v)
{
	return gbx_is_ip(v) && (v->n >= 9 || !(v->cls & GBX_C_DOT)) && v->n >= 6;
}

/* What a strong form may begin with. */
enum {
	BEGINS_NUMBER = 1,
	BEGINS_PLUS = 2,
	BEGINS_HASH = 4,
	BEGINS_TOKEN = 8,
	BEGINS_LETTER = 16,
};

static const uint8_t begins[256] = {
    ['0' ... '9'] = BEGINS_NUMBER,
    ['+'] = BEGINS_PLUS,
    ['$'] = BEGINS_HASH,
    ['*'] = BEGINS_HASH,
    ['{'] = BEGINS_HASH,
    ['A'] = BEGINS_LETTER | BEGINS_HASH,
    ['B' ... 'Z'] = BEGINS_LETTER,
    ['a' ... 'd'] = BEGINS_LETTER,
    ['e'] = BEGINS_LETTER | BEGINS_TOKEN,
    ['f' ... 'o'] = BEGINS_LETTER,
    ['p'] = BEGINS_LETTER | BEGINS_HASH,
    ['q' ... 'r'] = BEGINS_LETTER,
    ['s'] = BEGINS_LETTER | BEGINS_HASH,
    ['t' ... 'z'] = BEGINS_LETTER,
};

/* Could it be an IP address, by its bytes? n is at least 6. Four octets, or a colon behind
 * at most four hexadecimal digits. */
static inline bool may_be_ip(const struct gbx_value *v)
{
	const uint32_t no = GBX_C_HIGH | GBX_C_OTHER | GBX_C_ALPHA | GBX_C_AT;

	if (v->n > 45 || (v->cls & no))
		return false;
	if (v->cls == (GBX_C_DIGIT | GBX_C_DOT))
		return v->n >= 9 && v->n <= 15;
	return (v->cls & GBX_C_SEP) && (v->p[4] == ':' || gbx_first8(gbx_load4(v->p), ':') < 4);
}

static inline bool may_be_number(const struct gbx_value *v)
{
	return v->n == 11 ? v->p[3] == '-' : v->n >= 14 && v->n <= 23;
}

/* Could it be a secret of a service, or a private key? */
static inline bool may_be_secret(const struct gbx_value *v, unsigned begin)
{
	if (v->n < 20)
		return false;
	if (begin & BEGINS_LETTER)
		return gbx_token_begins(v->p) || (v->n >= 59 && v->p[0] >= 'M' && v->p[0] <= 'P');
	if (begin & BEGINS_NUMBER)
		return v->n >= 44 && v->n <= 46 && v->p[v->n - 36] == ':';
	return v->p[0] == '-' && v->p[1] == '-';
}

static enum gbx_type whole_secret(const struct gbx_value *v)
{
	size_t len = 0;
	enum gbx_type t = gbx_token_prefix(v->p, v->n, &len);

	if (t != GBX_T_UNKNOWN)
		return when(len == v->n, t);
	if (gbx_is_token_discord(v))
		return GBX_T_TOKEN_DISCORD;
	return when(gbx_is_private_key(v), GBX_T_PRIVATE_KEY);
}

/* Forms that are neither an e-mail address nor a number with a + before it. */
static __attribute__((noinline)) enum gbx_type other_form(const struct gbx_value *v)
{
	unsigned begin = begins[v->p[0]];
	size_t len = 0;
	enum gbx_type t;

	if (v->n >= 20 && (begin & BEGINS_HASH)) {
		t = gbx_hash_prefix(v->p, v->n, &len);
		if (t != GBX_T_UNKNOWN && len == v->n)
			return t;
	}
	if ((begin & BEGINS_TOKEN) && gbx_is_jwt(v))
		return GBX_T_TOKEN_JWT;
	if (may_be_secret(v, begin)) {
		t = whole_secret(v);
		if (t != GBX_T_UNKNOWN)
			return t;
	}
	if ((begin & BEGINS_NUMBER) &&
	    !(v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP | GBX_C_ALPHA))) {
		t = stray_number(v);
		if (t != GBX_T_UNKNOWN)
			return t;
	}
	if ((begin & BEGINS_LETTER) && v->n >= 15 && v->n <= 42 && gbx_is_iban(v))
		return GBX_T_IBAN;
	if ((v->n == 17 || v->n == 14) && gbx_is_mac(v))
		return GBX_T_MAC;
	return when(v->n <= 45 && plain_address(v), GBX_T_IP);
}

enum gbx_type gbx_stray_type(const struct gbx_value *v)
{
	unsigned begin = begins[v->p[0]];

	if (v->n < 6 || v->n > 8192)
		return GBX_T_UNKNOWN;
	if (v->cls & GBX_C_AT) {
		if (gbx_is_email(v))
			return GBX_T_EMAIL;
		return when(gbx_is_url_password(v), GBX_T_SECRET_URL_PASSWORD);
	}
	if (begin & BEGINS_PLUS)
		return when(gbx_is_phone(v), GBX_T_PHONE);
	if (((begin & BEGINS_HASH) && v->n >= 20) ||
	    ((begin & BEGINS_TOKEN) && v->n >= 20 && (v->cls & GBX_C_DOT)) ||
	    ((begin & BEGINS_NUMBER) && may_be_number(v)) ||
	    ((begin & BEGINS_LETTER) && v->n >= 15 && v->n <= 42 && gbx_isdigit(v->p[2])) ||
	    may_be_secret(v, begin) || may_be_ip(v) ||
	    ((v->n == 17 || v->n == 14) && !(v->cls & (GBX_C_ALPHA | GBX_C_HIGH))))
		return other_form(v);
	return GBX_T_UNKNOWN;
}

/* Another way to keep a password than the column's. */
static enum gbx_type stored_otherwise(enum gbx_type plan, const struct gbx_value *v, bool valid)
{
	enum gbx_hash_kind_id kind = GBX_HASH_KINDS;
	struct gbx_hash_cost cost;
	enum gbx_store store;
	enum gbx_type t;

	if (valid && plan != GBX_T_PASSWORD_PLAIN)
		return GBX_T_UNKNOWN;
	if (!gbx_hash_in_cell(plan, v, &kind, &cost, &store))
		return GBX_T_UNKNOWN;
	if (kind != GBX_HASH_KINDS)
		return gbx_hash_kind[kind].type;
	t = gbx_stray_type(v);
	return t == GBX_T_UNKNOWN && store == GBX_STORE_PLAIN ? GBX_T_PASSWORD_PLAIN : t;
}

enum gbx_type gbx_plan_stray(const struct gbx_column_plan *p, const struct gbx_value *v, bool valid)
{
	enum gbx_type t;

	if (!p->strays)
		return GBX_T_UNKNOWN;
	/* with an @ it is an e-mail address or nothing, with a + a telephone number */
	if (valid && ((p->type == GBX_T_EMAIL && (v->cls & GBX_C_AT)) ||
	              (p->type == GBX_T_PHONE && v->p[0] == '+' && !(v->cls & GBX_C_AT))))
		return GBX_T_UNKNOWN;
	t = gbx_is_stored(p->type) ? stored_otherwise(p->type, v, valid) : gbx_stray_type(v);
	return t == p->type ? GBX_T_UNKNOWN : t;
}
