/*
 * The strong type of a value by itself. This runs on values that are not what
 * their column is planned as, so only forms that nothing else has are believed:
 * a checksum with a structure, or an exact shape.
 */
#include "chars.h"
#include "check.h"

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

enum gbx_type gbx_stray_type(const struct gbx_value *v)
{
	unsigned char c = v->p[0];
	size_t len = 0;
	enum gbx_type t;

	if (v->n < 6 || v->n > 8192)
		return GBX_T_UNKNOWN;
	if (v->cls & GBX_C_AT)
		return when(gbx_is_email(v), GBX_T_EMAIL);
	if (c == '+')
		return when(gbx_is_phone(v), GBX_T_PHONE);
	if (v->n >= 20 && (c == '$' || c == '{' || c == '*' || c == 'p' || c == 's' || c == 'A')) {
		t = gbx_hash_prefix(v->p, v->n, &len);
		if (t != GBX_T_UNKNOWN && len == v->n)
			return t;
	}
	if (c == 'e' && gbx_is_jwt(v))
		return GBX_T_TOKEN_JWT;
	if (gbx_isdigit(c) && !(v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP | GBX_C_ALPHA))) {
		t = stray_number(v);
		if (t != GBX_T_UNKNOWN)
			return t;
	}
	if (v->n >= 15 && v->n <= 42 && gbx_isalpha(c) && gbx_is_iban(v))
		return GBX_T_IBAN;
	if ((v->n == 17 || v->n == 14) && gbx_is_mac(v))
		return GBX_T_MAC;
	return when(v->n <= 45 && plain_address(v), GBX_T_IP);
}
