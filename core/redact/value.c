/*
 * One value redacted. What is not recognised is not shown: a value that is not what
 * its column says, or that holds a strong type inside, is dropped whatever the policy.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "impl.h"

static const char dropped[] = "[dropped]";

/* Crockford's base 32: no letters that look like digits. */
static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* [email:7KQ2M4XZ0A]: 50 bits of HMAC-SHA-256 over type and value, the same inside
 * one export only, as wide for every value of a type. */
static void token(struct gbx_export *x, enum gbx_type t, const struct gbx_value *v,
		  struct gbx_buf *out)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	struct gbx_buf msg = GBX_BUF_INIT((size_t)v->n + 64);
	gbx_buf_addf(&msg, "%u:", (unsigned)t);
	gbx_buf_add(&msg, v->p, v->n);
	bool ok = !gbx_buf_failed(&msg) &&
		  HMAC(EVP_sha256(), x->key, sizeof x->key, (const unsigned char *)msg.p, msg.n, md, &n);
	if (msg.p)
		OPENSSL_cleanse(msg.p, msg.n);
	gbx_buf_release(&msg);
	if (!ok) {
		gbx_buf_adds(out, dropped);
		return;
	}
	gbx_buf_addf(out, "[%s:", gbx_type_info(t)->name);
	uint64_t bits = 0;
	for (unsigned i = 0; i < 8; i++)
		bits = bits << 8 | md[i];
	for (unsigned i = 0; i < GBX_TOKEN_CHARS; i++, bits >>= 5)
		gbx_buf_addc(out, base32[bits & 31]);
	gbx_buf_addc(out, ']');
}

static void year(const struct gbx_column_plan *plan, const struct gbx_value *v, struct gbx_buf *out)
{
	int64_t seconds;
	bool day_only;
	if (!gbx_time_parse(plan->type, plan->variant, v, &seconds, &day_only)) {
		gbx_buf_adds(out, dropped);
		return;
	}
	int64_t days = (seconds - (seconds < 0 ? 86399 : 0)) / 86400, y = 1970;
	/* 400 Gregorian years are 146,097 days; from there year by year. */
	y += days / 146097 * 400;
	days %= 146097;
	for (;; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
		if (days >= 0 && days < 365 + leap)
			break;
		if (days < 0) {
			bool before = ((y - 1) % 4 == 0 && (y - 1) % 100 != 0) || (y - 1) % 400 == 0;
			days += 365 + before;
			y -= 2;
		} else {
			days -= 365 + leap;
		}
	}
	gbx_buf_addf(out, "%lld", (long long)y);
}

/* Ages by decade, other numbers by their power of ten. */
static void band(const struct gbx_column_plan *plan, const struct gbx_value *v, struct gbx_buf *out)
{
	uint64_t n = 0;
	for (uint32_t i = 0; i < v->n; i++) {
		if (v->p[i] < '0' || v->p[i] > '9' || n > UINT64_MAX / 100) {
			gbx_buf_adds(out, dropped);
			return;
		}
		n = n * 10 + (uint64_t)(v->p[i] - '0');
	}
	uint64_t low = plan->type == GBX_T_AGE ? n / 10 * 10 : 1, high = low + 9;
	if (plan->type != GBX_T_AGE) {
		while (low * 10 <= n)
			low *= 10;
		high = low * 10 - 1;
		low = n ? low : 0;
		high = n ? high : 0;
	}
	gbx_buf_addf(out, "%llu to %llu", (unsigned long long)low, (unsigned long long)high);
}

/* Countries and first-level regions are shared by many; nothing smaller is shown. */
static bool wide_place(enum gbx_type t) { return t == GBX_T_COUNTRY || t == GBX_T_REGION; }

static void kind(enum gbx_type t, struct gbx_buf *out)
{
	const char *name = gbx_type_info(t)->name, *dot = strchr(name, '.');
	gbx_buf_addf(out, "[%s]", dot ? dot + 1 : name);
}

static bool holds_strong_type(const struct gbx_value *v)
{
	struct gbx_hit hit;
	return gbx_stray_type(v) != GBX_T_UNKNOWN || gbx_scan_text(v->p, v->n, &hit, 1);
}

void gbx_redact_value(struct gbx_export *x, enum gbx_redaction action,
		      const struct gbx_column_plan *plan, const struct gbx_value *v,
		      struct gbx_buf *out, bool *shown)
{
	*shown = false;
	if (action == GBX_R_DROP) {
		gbx_buf_adds(out, dropped);
		return;
	}
	if (gbx_is_placeholder(v, plan->type)) {
		gbx_buf_add(out, v->p, v->n);
		*shown = true;
		return;
	}
	if (!gbx_plan_valid(plan, v)) {
		gbx_buf_adds(out, dropped);
		return;
	}
	switch (action) {
	case GBX_R_TOKEN:
		token(x, plan->type, v, out);
		return;
	case GBX_R_YEAR:
		year(plan, v, out);
		return;
	case GBX_R_BAND:
		band(plan, v, out);
		return;
	case GBX_R_KIND:
		kind(plan->type, out);
		return;
	case GBX_R_REGION:
	case GBX_R_KEEP:
		if ((action == GBX_R_KEEP || wide_place(plan->type)) && !holds_strong_type(v)) {
			gbx_buf_add(out, v->p, v->n);
			*shown = true;
			return;
		}
		break;
	case GBX_R_DROP:
		break;
	}
	gbx_buf_adds(out, dropped);
}
