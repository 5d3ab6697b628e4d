/*
 * How one cell of a column of passwords keeps its password. Columns mix: accounts older
 * than the last change of method keep the old one, so every cell is looked at. Which
 * method stood before is the best guess for the next.
 */
#include "chars.h"
#include "check.h"
#include "hash.h"

bool gbx_is_stored(enum gbx_type t)
{
	return (t >= GBX_T_PASSWORD_HASH_MD5_NTLM_MD4 && t <= GBX_T_PASSWORD_HASH_OTHER) ||
	       t == GBX_T_PASSWORD_PLAIN;
}

/* Words for accounts without a password or that are locked: shadow(5). */
static bool is_locked(const struct gbx_value *v)
{
	return (v->n <= 2 && !gbx_isalnum(v->p[0])) || gbx_same_word(v->p, v->n, "*lk*") ||
	       gbx_same_word(v->p, v->n, "*np*") || gbx_same_word(v->p, v->n, "nologin");
}

/* The kind of bare hexadecimal, with or without a salt behind it; KINDS when it is none. */
static enum gbx_hash_kind_id of_digits(const struct gbx_value *v)
{
	static const struct {
		uint32_t digits;
		enum gbx_hash_kind_id bare, salted;
	} of[] = {
	    {32, GBX_HASH_MD5, GBX_HASH_MD5_SALT},
	    {40, GBX_HASH_SHA1, GBX_HASH_SHA1_SALT},
	    {64, GBX_HASH_SHA256, GBX_HASH_SHA256_SALT},
	    {128, GBX_HASH_SHA512, GBX_HASH_SHA512_SALT},
	    {56, GBX_HASH_SHA224, GBX_HASH_SHA224_SALT},
	    {96, GBX_HASH_SHA384, GBX_HASH_SHA384_SALT},
	};

	for (size_t i = 0; i < GBX_COUNT(of); i++) {
		if (v->n == of[i].digits + 2 && gbx_hash_has_0x(v) &&
		    gbx_class_of(v->p + 2, of[i].digits) == (GBX_C_DIGIT | GBX_C_HEX))
			return of[i].bare;
		if (v->n == of[i].digits)
			return v->cls == (GBX_C_DIGIT | GBX_C_HEX) ? of[i].bare : GBX_HASH_KINDS;
		if (v->n > of[i].digits + 1 && v->p[of[i].digits] == ':' &&
		    gbx_class_of(v->p, of[i].digits) == (GBX_C_DIGIT | GBX_C_HEX))
			return of[i].salted;
	}
	return GBX_HASH_KINDS;
}

/* Forms that only count where the whole column has them. */
static enum gbx_hash_kind_id of_plan(enum gbx_type plan, const struct gbx_value *v)
{
	switch (plan) {
	case GBX_T_PASSWORD_HASH_DESCRYPT:
		return gbx_is_hash_descrypt(v) ? GBX_HASH_DESCRYPT : GBX_HASH_KINDS;
	case GBX_T_PASSWORD_HASH_MYSQL323_ORACLE_LM:
		return gbx_is_hash_16_hex(v) ? GBX_HASH_LM : GBX_HASH_KINDS;
	case GBX_T_PASSWORD_HASH_NETNTLM:
		return gbx_is_hash_netntlm(v) ? GBX_HASH_NETNTLM : GBX_HASH_KINDS;
	case GBX_T_PASSWORD_HASH_PBKDF2:
		return gbx_is_hash_pbkdf2(v) ? GBX_HASH_ASPNET2 : GBX_HASH_KINDS;
	default:
		return GBX_HASH_KINDS;
	}
}

/* Could it be an encoded hash of a kind that is not in the list? */
static bool is_opaque(const struct gbx_value *v)
{
	return v->n >= 20 && !(v->cls & GBX_C_HIGH) && (v->cls & GBX_C_DIGIT) &&
	       !memchr(v->p, ' ', v->n);
}

/* Digits of a bare digest, which is neither locked nor has a head: nearly all of a column. */
static bool is_digest(const struct gbx_value *v, enum gbx_hash_kind_id *kind)
{
	if (v->cls != (GBX_C_DIGIT | GBX_C_HEX) || v->n < 32 || v->n % 8)
		return false;
	*kind = of_digits(v);
	return *kind != GBX_HASH_KINDS && !gbx_hash_kind[*kind].cost;
}

bool gbx_hash_in_cell(enum gbx_type plan, const struct gbx_value *v, enum gbx_hash_kind_id *kind,
                      struct gbx_hash_cost *cost, enum gbx_store *store)
{
	enum gbx_hash_kind_id hint = *kind;

	bool digest = is_digest(v, kind);

	if ((!digest && is_locked(v)) || gbx_is_placeholder(v, plan))
		return false;
	*cost = (struct gbx_hash_cost){0, 0, 0};
	if (digest) {
		*store = gbx_hash_kind[*kind].store;
		return true;
	}
	*kind = gbx_hash_with_head(v, hint, cost);
	if (*kind == GBX_HASH_KINDS)
		*kind = of_digits(v);
	if (*kind == GBX_HASH_KINDS)
		*kind = of_plan(plan, v);
	if (*kind != GBX_HASH_KINDS) {
		if (!cost->a)
			cost->a = gbx_hash_kind[*kind].cost;
		*store = gbx_hash_kind[*kind].store;
	} else {
		*store = plan != GBX_T_PASSWORD_PLAIN && is_opaque(v) ? GBX_STORE_UNKNOWN
		                                                      : GBX_STORE_PLAIN;
	}
	return true;
}
