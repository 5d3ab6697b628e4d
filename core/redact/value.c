/*
 * One value redacted. What is not recognised is not shown: a value that is not what
 * its column says is dropped whatever the policy. Placeholders stay what they are, so
 * that they cannot give away how values become tokens.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "../base/escape.h"
#include "impl.h"

/* Crockford's base 32: no letters that look like digits. */
static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* [email:7KQ2M4XZ0A]: 50 bits of HMAC-SHA-256 over the type's name and the value, the same
 * inside one export only, as wide for every value of a type. */
static void token(struct gbx_export *x, enum gbx_type t, const struct gbx_value *v,
		  struct gbx_buf *out)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	struct gbx_buf msg = GBX_BUF_INIT((size_t)v->n + 64);
	gbx_buf_addf(&msg, "%s:", gbx_type_info(t)->name);
	gbx_buf_add(&msg, v->p, v->n);
	bool ok = !gbx_buf_failed(&msg) &&
		  HMAC(EVP_sha256(), x->key, sizeof x->key, (const unsigned char *)msg.p, msg.n, md, &n);
	if (msg.p)
		OPENSSL_cleanse(msg.p, msg.n);
	gbx_buf_release(&msg);
	if (!ok) {
		gbx_buf_adds(out, GBX_DROPPED);
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

/* Howard Hinnant, "chrono-compatible low-level date algorithms". */
int64_t gbx_civil(int64_t seconds, unsigned *month, unsigned *day)
{
	int64_t days = seconds / 86400 - (seconds % 86400 < 0) + 719468; /* since 0000-03-01 */
	int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100), m = (5 * of_year + 2) / 153;
	*day = (unsigned)(of_year - (153 * m + 2) / 5 + 1);
	*month = (unsigned)(m < 10 ? m + 3 : m - 9);
	return year + era * 400 + (*month <= 2);
}

static void year(const struct gbx_column_plan *plan, const struct gbx_value *v, struct gbx_buf *out)
{
	int64_t seconds;
	bool day_only;
	unsigned month, day;
	if (gbx_time_parse(plan->type, plan->variant, v, &seconds, &day_only))
		gbx_buf_addf(out, "%lld", (long long)gbx_civil(seconds, &month, &day));
	else
		gbx_buf_adds(out, GBX_DROPPED);
}

/* Ages by decade; 90 and older are few and stand together (45 CFR 164.514(b)). */
static void band(const struct gbx_value *v, struct gbx_buf *out)
{
	unsigned n = 0;
	for (uint32_t i = 0; i < v->n; i++) {
		if (v->p[i] < '0' || v->p[i] > '9' || n > 125) {
			gbx_buf_adds(out, GBX_DROPPED);
			return;
		}
		n = n * 10 + (v->p[i] - '0');
	}
	unsigned low = n / 10 * 10;
	if (low >= 90)
		gbx_buf_adds(out, "90 or more");
	else
		gbx_buf_addf(out, "%u to %u", low, low + 9);
}

static void kind(enum gbx_type t, struct gbx_buf *out)
{
	const char *name = gbx_type_info(t)->name, *dot = strchr(name, '.');
	gbx_buf_addf(out, "[%s]", dot ? dot + 1 : name);
}

bool gbx_is_redacted(struct gbx_span cell)
{
	if (gbx_span_is(cell, GBX_DROPPED))
		return true;
	if (cell.n < 3 || cell.p[0] != '[' || cell.p[cell.n - 1] != ']')
		return false;
	struct gbx_span inner = gbx_span_of(cell.p + 1, cell.n - 2);
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const char *name = gbx_type_info((enum gbx_type)t)->name, *dot = strchr(name, '.');
		size_t n = strlen(name);
		if (gbx_span_is(inner, dot ? dot + 1 : name))
			return true;
		if (inner.n != n + 1 + GBX_TOKEN_CHARS || memcmp(inner.p, name, n) || inner.p[n] != ':')
			continue;
		size_t k = n + 1;
		while (k < inner.n && inner.p[k] && strchr(base32, inner.p[k]))
			k++;
		if (k == inner.n)
			return true;
	}
	return false;
}

void gbx_redact_value(struct gbx_export *x, enum gbx_redaction action,
		      const struct gbx_column_plan *plan, const struct gbx_value *v,
		      struct gbx_buf *out, bool *shown)
{
	bool dropped = action == GBX_R_DROP;
	bool placeholder = !dropped && gbx_utf8_valid(v->p, v->n) && gbx_is_placeholder(v, plan->type);
	*shown = placeholder || (action == GBX_R_KEEP && gbx_plan_valid(plan, v));
	if (*shown)
		gbx_buf_add(out, v->p, v->n);
	else if (dropped || !gbx_plan_valid(plan, v))
		gbx_buf_adds(out, GBX_DROPPED);
	else if (action == GBX_R_TOKEN)
		token(x, plan->type, v, out);
	else if (action == GBX_R_KIND)
		kind(plan->type, out);
	else if (action == GBX_R_YEAR)
		year(plan, v, out);
	else if (action == GBX_R_BAND)
		band(v, out);
	else
		gbx_buf_adds(out, GBX_DROPPED);
}
