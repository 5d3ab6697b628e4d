/*
 * Why a field has its type: the verdict, what spoke for it, what came behind it, of what its
 * values are a mixture, and what becomes of them in a sample. Figures only, for who works on
 * the case: never suppressed, and no value is in it.
 */
#include "../base/escape.h"
#include "jsonout.h"
#include "model.h"

/* What the policy `publish` does, in words. */
static const char *const redaction_word[] = {
	[GBX_R_DROP] = "dropped",
	[GBX_R_TOKEN] = "replaced by tokens",
	[GBX_R_YEAR] = "cut to the year",
	[GBX_R_REGION] = "cut to a region many share, or dropped",
	[GBX_R_KIND] = "replaced by the name of the kind",
	[GBX_R_BAND] = "put into bands",
	[GBX_R_KEEP] = "shown as they are",
};

/* One part of the values of a field. */
struct part {
	const char *what; /* a type's name, or what it is else */
	bool type;
	uint64_t values;
};

#define PARTS (GBX_T_COUNT + 3)

static bool parted(const struct gbx_sum_field *f)
{
	return gbx_plan_parts(&(struct gbx_column_plan){ .strays = f->strays, .scan = f->scan });
}

/* Parts that add up to the non-empty values: of the type, of others, placeholders, the rest. */
static uint32_t mixture(const struct gbx_sum_field *f, struct part out[PARTS])
{
	uint64_t rest = f->non_empty;
	uint32_t n = 0;

	out[n++] = (struct part){ gbx_type_info(f->type)->name, true, f->valid };
	for (uint32_t i = 0; i < f->nstray && parted(f); i++)
		out[n++] = (struct part){ gbx_type_info(f->stray[i].type)->name, true, f->stray[i].records };
	out[n++] = (struct part){ "placeholders", false, f->placeholders };
	for (uint32_t i = 0; i < n; i++)
		rest -= out[i].values < rest ? out[i].values : rest;
	out[n++] = (struct part){ "rest", false, rest };
	return n;
}

static const char *redaction(enum gbx_type t)
{
	return redaction_word[gbx_type_info(t)->redaction];
}

/* ---- text ---- */

static void put_percent(struct gbx_buf *b, double share)
{
	gbx_buf_addf(b, "%5.1f %%", 100 * share);
}

static void put_runners(struct gbx_buf *b, const struct gbx_sum_field *f)
{
	gbx_buf_adds(b, "candidates, by ");
	gbx_put_things(b, f->sampled, "value", "values");
	gbx_buf_adds(b, ":\n  type                         score  without header  pass its check  by chance\n");
	for (uint32_t i = 0; i < f->nrunner; i++) {
		const struct gbx_runner *r = &f->runner[i];
		const struct gbx_type_info *t = gbx_type_info(r->type);
		gbx_buf_addf(b, "  %-28s  %.2f            %.2f         ", t->name, (double)r->score,
			     (double)r->alone);
		if (r->share >= 0)
			put_percent(b, (double)r->share);
		else
			gbx_buf_adds(b, "      -");
		if (t->chance > 0)
			gbx_buf_addf(b, "    %5.1f %%\n", 100 * t->chance);
		else
			gbx_buf_adds(b, "          -\n");
	}
}

static void put_mixture(struct gbx_buf *b, const struct gbx_sum_field *f)
{
	struct part p[PARTS];
	uint32_t n = mixture(f, p);

	gbx_put_number(b, f->non_empty);
	gbx_buf_addf(b, " value%s:\n", f->non_empty == 1 ? "" : "s");
	for (uint32_t i = 0; i < n; i++) {
		if (!p[i].values && i)
			continue;
		gbx_buf_addf(b, "  %-28s ", p[i].what);
		put_percent(b, f->non_empty ? (double)p[i].values / (double)f->non_empty : 0);
		gbx_buf_adds(b, "  ");
		gbx_put_number(b, p[i].values);
		gbx_buf_addc(b, '\n');
	}
	for (uint32_t i = 0; i < f->nstray && !parted(f); i++) {
		gbx_buf_adds(b, i ? ", " : "  found inside: ");
		gbx_buf_addf(b, "%s in ", gbx_type_info(f->stray[i].type)->name);
		gbx_put_number(b, f->stray[i].records);
	}
	if (f->nstray && !parted(f))
		gbx_buf_addc(b, '\n');
}

static void put_redaction(struct gbx_buf *b, const struct gbx_sum_field *f)
{
	gbx_buf_addf(b, "in a sample: %s\n", redaction(f->type));
	for (uint32_t i = 1; i < f->nrunner && i < 3; i++)
		gbx_buf_addf(b, "  were it %s: %s\n", gbx_type_info(f->runner[i].type)->name,
			     redaction(f->runner[i].type));
}

static void put_text(struct gbx_buf *b, const struct gbx_sum_relation *r, const struct gbx_sum_field *f)
{
	gbx_escape_terminal(b, gbx_span_str(r->name));
	gbx_buf_addc(b, '.');
	gbx_escape_terminal(b, gbx_span_str(f->name));
	gbx_buf_addf(b, ": %s, ", gbx_type_info(f->type)->name);
	if (f->by_user)
		gbx_buf_adds(b, "set by the user\n");
	else
		gbx_buf_addf(b, "confidence %.2f\n", f->confidence);
	gbx_buf_addf(b, "reason: %s\n", f->reason ? f->reason : "none");
	gbx_buf_addf(b, "header: %s%s\n", f->header_word ? "says " : "no word of it speaks for the type",
		     f->header_word ? f->header_word : "");
	gbx_buf_addf(b, "beside: %s\n", f->beside ? f->beside : "nothing that made a difference");
	put_runners(b, f);
	put_mixture(b, f);
	put_redaction(b, f);
}

/* ---- JSON ---- */

void gbx_json_runners(struct gbx_json *j, const struct gbx_sum_field *f, uint32_t from)
{
	for (uint32_t i = from; i < f->nrunner; i++) {
		const struct gbx_runner *r = &f->runner[i];
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "type", gbx_type_info(r->type)->name);
		gbx_json_decimal(j, "score", (double)r->score, 4);
		gbx_json_decimal(j, "without_header", (double)r->alone, 4);
		if (r->share >= 0)
			gbx_json_decimal(j, "share", (double)r->share, 4);
		else
			gbx_json_null(j, "share");
		gbx_json_decimal(j, "chance", gbx_type_info(r->type)->chance, 4);
		gbx_json_close(j, '}');
	}
}

static void json_mixture(struct gbx_json *j, const struct gbx_sum_field *f)
{
	struct part p[PARTS];
	uint32_t n = mixture(f, p);

	gbx_json_open(j, "mixture", '[');
	for (uint32_t i = 0; i < n; i++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, p[i].type ? "type" : "part", p[i].what);
		gbx_json_number(j, "values", p[i].values);
		gbx_json_decimal(j, "share",
				 f->non_empty ? (double)p[i].values / (double)f->non_empty : 0, 4);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
	gbx_json_open(j, "inside", '[');
	for (uint32_t i = 0; i < f->nstray && !parted(f); i++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "type", gbx_type_info(f->stray[i].type)->name);
		gbx_json_number(j, "values", f->stray[i].records);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_json(struct gbx_json *j, const struct gbx_sum_relation *r, const struct gbx_sum_field *f)
{
	gbx_json_open(j, NULL, '{');
	gbx_json_text(j, "relation", r->name);
	gbx_json_text(j, "field", f->name);
	gbx_json_text(j, "type", gbx_type_info(f->type)->name);
	gbx_json_bool(j, "by_user", f->by_user);
	gbx_json_decimal(j, "confidence", f->confidence, 4);
	gbx_json_text(j, "reason", f->reason);
	gbx_json_text(j, "header_word", f->header_word);
	gbx_json_text(j, "beside", f->beside);
	gbx_json_number(j, "sampled", f->sampled);
	gbx_json_number(j, "non_empty", f->non_empty);
	gbx_json_open(j, "candidates", '[');
	gbx_json_runners(j, f, 0);
	gbx_json_close(j, ']');
	json_mixture(j, f);
	gbx_json_text(j, "redaction", redaction(f->type));
	gbx_json_close(j, '}');
}

/* ---- finding ---- */

/* How long the relation's name is when name is "RELATION.FIELD" of this one; 1 for "*.FIELD";
 * 0 when it is not. */
static size_t fits(const char *name, const struct gbx_sum_relation *r, const struct gbx_sum_field *f)
{
	size_t n = strlen(r->name);

	if (!strncmp(name, r->name, n) && name[n] == '.' && !strcmp(name + n + 1, f->name))
		return n + 1;
	return name[0] == '*' && name[1] == '.' && !strcmp(name + 2, f->name) ? 1 : 0;
}

enum gbx_rc gbx_report_explain(struct gbx_summary *s, const char *field, bool json, struct gbx_buf *out,
			       struct gbx_err *err)
{
	struct gbx_json j = { .out = out, .first = true };
	size_t longest = 0;
	bool first = true;

	for (uint32_t i = 0; i < s->nrelation; i++)
		for (uint32_t k = 0; k < s->relation[i].nfield; k++) {
			size_t n = fits(field, &s->relation[i], &s->relation[i].field[k]);
			longest = n > longest ? n : longest;
		}
	if (!longest)
		return gbx_fail(err, GBX_E_USAGE,
				"no such field in the case; name it RELATION.FIELD, as 'glovebox report' shows it");
	if (json) {
		gbx_json_open(&j, NULL, '{');
		gbx_json_open(&j, "fields", '[');
	}
	for (uint32_t i = 0; i < s->nrelation; i++)
		for (uint32_t k = 0; k < s->relation[i].nfield; k++) {
			const struct gbx_sum_field *f = &s->relation[i].field[k];
			if (fits(field, &s->relation[i], f) != longest)
				continue;
			if (json) {
				put_json(&j, &s->relation[i], f);
				continue;
			}
			gbx_buf_adds(out, first ? "" : "\n");
			put_text(out, &s->relation[i], f);
			first = false;
		}
	if (json) {
		gbx_json_close(&j, ']');
		gbx_json_close(&j, '}');
		gbx_buf_addc(out, '\n');
	}
	return gbx_buf_failed(out) ? gbx_fail(err, GBX_E_NOMEM, "the explanation") : GBX_OK;
}
