/*
 * The kinds of password hashes as a table, and their words.
 */
#include "hash.h"

#define K(id, name_, label_, type_, store_, unit_, cost_, modes_, ...)                             \
	static const char *const forms_##id[] = {__VA_ARGS__, NULL};
#include "hash_kinds.def"
#undef K

#define K(id, name_, label_, type_, store_, unit_, cost_, modes_, ...)                             \
	[GBX_HASH_##id] = {.name = name_,                                                          \
	                   .label = label_,                                                        \
	                   .modes = modes_,                                                        \
	                   .form = forms_##id,                                                     \
	                   .type = GBX_T_PASSWORD_HASH_##type_,                                    \
	                   .store = GBX_STORE_##store_,                                            \
	                   .unit = GBX_COST_##unit_,                                               \
	                   .cost = cost_},
const struct gbx_hash_kind gbx_hash_kind[GBX_HASH_KINDS] = {
#include "hash_kinds.def"
};
#undef K

const char *gbx_store_text(enum gbx_store s)
{
	static const char *const text[GBX_STORES] = {[GBX_STORE_PLAIN] = "plain text",
	                                             [GBX_STORE_FAST] = "fast hash, without salt",
	                                             [GBX_STORE_SALTED] = "fast hash, with salt",
	                                             [GBX_STORE_SLOW] = "slow hash",
	                                             [GBX_STORE_LOCK] = "lock of a file or device",
	                                             [GBX_STORE_UNKNOWN] = "not told apart"};

	return text[s];
}

const char *gbx_store_word(enum gbx_store s)
{
	static const char *const word[GBX_STORES] = {
	    [GBX_STORE_PLAIN] = "plain",        [GBX_STORE_FAST] = "fast_unsalted",
	    [GBX_STORE_SALTED] = "fast_salted", [GBX_STORE_SLOW] = "slow",
	    [GBX_STORE_LOCK] = "lock",          [GBX_STORE_UNKNOWN] = "unknown"};

	return word[s];
}

const char *gbx_hash_shown(enum gbx_hash_kind_id k)
{
	static const char *const shown[GBX_HASH_KINDS] = {
	    [GBX_HASH_MD5] = "MD5, NTLM, MD4 or LM",
	    [GBX_HASH_SHA1] = "SHA-1, or MySQL 4.1 without its star",
	    [GBX_HASH_SHA224] = "SHA-224, or another of 224 bits",
	    [GBX_HASH_SHA256] = "SHA-256, or another of 256 bits",
	    [GBX_HASH_SHA384] = "SHA-384, or another of 384 bits",
	    [GBX_HASH_SHA512] = "SHA-512, or another of 512 bits",
	    [GBX_HASH_LM] = "LM, MySQL 3.23 or half MD5",
	    [GBX_HASH_MD5_SALT] = "MD5 with salt (vBulletin, Joomla, MyBB and others)",
	};

	return shown[k] ? shown[k] : gbx_hash_kind[k].label;
}

double gbx_hash_work(enum gbx_hash_kind_id k, const struct gbx_hash_cost *c)
{
	switch (gbx_hash_kind[k].unit) {
	case GBX_COST_ARGON:
		return (double)c->a * c->b;
	case GBX_COST_NR:
	case GBX_COST_NRP:
		return (double)c->a * (c->b ? c->b : 1) * (c->c ? c->c : 1);
	default:
		return c->a;
	}
}

/* With commas: at most ten digits. */
static void put_grouped(struct gbx_buf *b, uint32_t n)
{
	if (n >= 1000000000u)
		gbx_buf_addf(b, "%u,", n / 1000000000u);
	if (n >= 1000000)
		gbx_buf_addf(b, n >= 1000000000u ? "%03u," : "%u,", n / 1000000 % 1000);
	if (n >= 1000)
		gbx_buf_addf(b, n >= 1000000 ? "%03u," : "%u,", n / 1000 % 1000);
	gbx_buf_addf(b, n >= 1000 ? "%03u" : "%u", n % 1000);
}

void gbx_hash_put_cost(enum gbx_hash_kind_id k, const struct gbx_hash_cost *c, struct gbx_buf *b)
{
	if (!c->a)
		return;
	switch (gbx_hash_kind[k].unit) {
	case GBX_COST_NONE:
		break;
	case GBX_COST_COST:
		gbx_buf_addf(b, "cost %u", c->a);
		break;
	case GBX_COST_LOG2:
		gbx_buf_addf(b, "2^%u rounds", c->a);
		break;
	case GBX_COST_ROUNDS:
	case GBX_COST_ITERATIONS:
		put_grouped(b, c->a);
		gbx_buf_adds(b,
		             gbx_hash_kind[k].unit == GBX_COST_ROUNDS ? " rounds" : " iterations");
		break;
	case GBX_COST_ARGON:
		gbx_buf_addf(b, "m=%u t=%u p=%u", c->a, c->b, c->c);
		break;
	case GBX_COST_NR:
	case GBX_COST_NRP:
		gbx_buf_addf(b, "N=%u", c->a);
		if (c->b)
			gbx_buf_addf(b, " r=%u", c->b);
		if (c->c)
			gbx_buf_addf(b, " p=%u", c->c);
		break;
	}
}
