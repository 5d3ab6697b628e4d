/*
 * Which values may be shown. The policy says so by type; here the records have their
 * say, since what one column keeps another may not give back:
 *
 * - a kept value is one that many records share: it occurs in GBX_SMALL_COUNT sampled
 *   records, or the column repeats its values so often that at most one record in a
 *   hundred can hold a rarer one (a column of D distinct values has fewer than
 *   GBX_SMALL_COUNT * D records whose value so few share);
 * - it is a label: short, one line, no sentence, no strong type inside;
 * - it does not hold a value of the same record that is not shown, nor a direct
 *   identifier of any sampled record;
 * - a column that holds pieces of such values in one record of five is derived from
 *   them and treated as they are: dropped;
 * - words for ethnicity, religion, offences and the like are not labels, nor are names of
 *   persons, and what is no country or region is not shown as one; a column of which every second
 *   value is so was taken for something else and is dropped;
 * - of categories only words that name kinds (kinds.def), codes of two letters and small
 *   numbers are shown, and words of the lists of places and things where the column's name
 *   says that it holds kinds: a name that no list knows looks like any other word, and
 *   logins stand under "status", too;
 * - an age says the year of birth and the other way round: beside a date or year of
 *   birth, which is shown as its year, the age is dropped. Ids are tokens and
 *   birthplaces are dropped in any case.
 *
 * Gender and yes or no are closed lists that their checks know; they need none of this.
 */
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "../detect/mention.h"
#include "../detect/names.h"
#include "../detect/words.h"
#include "impl.h"

#define RARE_SHARE 100u	  /* one in a hundred */
#define DERIVED_SHARE 5u  /* one in five */
#define OTHER_SHARE 2u	  /* one in two */
#define LABEL_BYTES 64u
#define INSIDE_HITS 16u	  /* strong types of one text that are searched for by themselves */

/* ---- what the policy and the types say ---- */

/* Countries and first-level regions are shared by many; nothing smaller is shown. */
static bool wide_place(enum gbx_type t) { return t == GBX_T_COUNTRY || t == GBX_T_REGION; }

static bool closed_list(enum gbx_type t) { return t == GBX_T_GENDER || t == GBX_T_BOOLEAN; }

static enum gbx_redaction action_for(const struct gbx_policy *p, enum gbx_type t)
{
	enum gbx_redaction a = gbx_policy_action(p, t);
	if (t == GBX_T_EMPTY) /* a value after all: nobody knows what it is */
		return GBX_R_DROP;
	if (a == GBX_R_REGION)
		return wide_place(t) ? GBX_R_KEEP : GBX_R_DROP;
	return a;
}

static void decide_by_type(struct gbx_exporting *e)
{
	bool birth = false;
	for (uint32_t i = 0; i < e->ncol; i++) {
		enum gbx_type t = e->col[i].plan.type;
		e->action[i] = action_for(e->x->policy, t);
		birth |= (t == GBX_T_DATE_OF_BIRTH || t == GBX_T_YEAR_OF_BIRTH) &&
			 e->action[i] == GBX_R_YEAR;
	}
	for (uint32_t i = 0; i < e->ncol && birth; i++)
		if (e->col[i].plan.type == GBX_T_AGE)
			e->action[i] = GBX_R_DROP;
}

/* ---- one row ---- */

/* Calls each() for every value of a row; col is UINT32_MAX where the export has none. */
static void each_value(struct gbx_exporting *e, const struct gbx_export_row *r,
		       void (*each)(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v))
{
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		const struct gbx_column *c = r->batch->col + i;
		uint32_t from, to;
		gbx_row_cells(c, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++) {
			struct gbx_span raw = gbx_cell_span(r->batch, c->cell[k]);
			struct gbx_span v = gbx_trim(raw.p, raw.n);
			struct gbx_value value = v.n ? gbx_value_of(v.p, v.n) : (struct gbx_value){ 0 };
			if (v.n)
				each(e, r->map[i] < e->ncol ? r->map[i] : UINT32_MAX, &value);
		}
	}
}

static bool shows(const struct gbx_exporting *e, uint32_t col)
{
	return col != UINT32_MAX && e->action[col] == GBX_R_KEEP;
}

static void note_less(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	if (shows(e, col))
		return;
	if (v->n >= 4 && v->n <= LABEL_BYTES)
		gbx_bytes_set_add(&e->less, gbx_span_of(v->p, v->n));
	if (col != UINT32_MAX)
		gbx_pieces_add(&e->piece, &e->col[col].plan, v, &e->work);
}

void gbx_begin_row(struct gbx_exporting *e, const struct gbx_export_row *r)
{
	gbx_bytes_set_reset(&e->less);
	gbx_bytes_set_reset(&e->piece);
	e->failed |= !gbx_column_map_set(&e->columns, r);
	if (!e->failed)
		each_value(e, r, note_less);
	e->failed |= e->less.failed | e->piece.failed;
}

/* ---- what all rows say ---- */

/* "3:open" */
static struct gbx_span seen_key(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	gbx_buf_reset(&e->work);
	gbx_buf_addf(&e->work, "%u:", col);
	gbx_buf_add(&e->work, v->p, v->n);
	e->failed |= e->work.failed;
	return gbx_buf_span(&e->work);
}

/* Words that a column of categories does not hold. */
static bool sensitive_word(const struct gbx_tokens *t)
{
	const uint32_t kinds = GBX_W_ETHNICITY | GBX_W_RELIGION | GBX_W_CRIME | GBX_W_CRIME_HAN |
			       GBX_W_MARITAL | GBX_W_NATIONALITY | GBX_W_JOB_TITLE;
	return ((t->whole & kinds) && !(t->whole & GBX_W_COUNTRY)) ||
	       gbx_word_inside(t->text, t->len, GBX_W_CRIME_HAN);
}

/* A person's: those who handle records are few and stand in many of them. Words of the lists of
 * names, or a login made of them. */
static bool is_person(const struct gbx_value *v, const struct gbx_tokens *t)
{
	double ev[GBX_EV_COUNT] = { 0 };
	if (t->whole & (GBX_W_COUNTRY | GBX_W_CITY))
		return false;
	gbx_evidence_name(v, t, ev);
	return ev[GBX_EV_FULL] >= 0.45 || ev[GBX_EV_GIVEN] >= 0.5 || ev[GBX_EV_FAMILY] >= 0.5 ||
	       gbx_evidence_handle(v, t) >= 0.5;
}

/* A name of the list, or an ISO 3166-1 code. */
static bool country_word(const struct gbx_tokens *t, const struct gbx_value *v)
{
	return gbx_is_country_code(gbx_span_of(v->p, v->n)) || (t->whole & GBX_W_COUNTRY);
}

/* Does the column's name say that it holds kinds: status, level? Not what may name persons, too:
 * who operates, whom a label names, where something comes from. */
static bool names_kinds(const struct gbx_export_column *c)
{
	static const char *const open[] = { "operator", "carrier", "service", "departement service", "source",
		"channel", "group", "group name", "segment", "plan", "label", "labels", "tag", "tags", "标签",
		"bq", "relation", "relationship", "prefix", "suffix", "name prefix", "name suffix", "name title",
		"titulo", "s sitename", "s computername" };
	const struct gbx_header_word *w = c->name ? gbx_header_of(gbx_span_str(c->name)).word : NULL;
	if (!w || w->type != GBX_T_CATEGORY)
		return false;
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (!strcmp(w->text, open[i]))
			return false;
	return true;
}

static bool other_kind(const struct gbx_export_column *c, const struct gbx_value *v)
{
	enum gbx_type type = c->plan.type;
	struct gbx_tokens t;
	if (v->n > LABEL_BYTES || closed_list(type))
		return false;
	gbx_tokens_of(v, &t);
	if (type == GBX_T_COUNTRY)
		return !country_word(&t, v);
	if (type == GBX_T_REGION)
		return !(t.whole & (GBX_W_REGION | GBX_W_REGION_CODE | GBX_W_COUNTRY)) &&
		       !gbx_word_inside(t.text, t.len, GBX_W_REGION);
	if (sensitive_word(&t) || type != GBX_T_CATEGORY)
		return sensitive_word(&t);
	/* households and offices stand in many records, too */
	return is_person(v, &t) || gbx_evidence_address(v, &t) >= 0.5 || !gbx_is_plain(v, &t, names_kinds(c));
}

static void remember_inside(struct gbx_exporting *e, const struct gbx_value *v)
{
	struct gbx_hit hit[INSIDE_HITS];
	uint32_t n = gbx_scan_text(v->p, v->n, hit, INSIDE_HITS);
	for (uint32_t i = 0; i < n; i++)
		gbx_bytes_set_add(&e->x->original, gbx_span_of(v->p + hit[i].off, hit[i].len));
	n = gbx_scan_mentions(v->p, v->n, hit, INSIDE_HITS);
	for (uint32_t i = 0; i < n; i++)
		gbx_bytes_set_add(&e->x->original, gbx_span_of(v->p + hit[i].off, hit[i].len));
}

static void remember(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	gbx_bytes_set_add(&e->x->original, gbx_span_of(v->p, v->n));
	remember_inside(e, v);
	if (col == UINT32_MAX)
		return;
	const struct gbx_column_plan *plan = &e->col[col].plan;
	if (!shows(e, col) && v->n >= 4 && v->n <= LABEL_BYTES &&
	    gbx_type_info(plan->type)->identifying == GBX_ID_DIRECT && !gbx_is_placeholder(v, plan->type))
		gbx_bytes_set_add(&e->direct, gbx_span_of(v->p, v->n));
}

/* tag of a seen value: the row it was last seen in, and how many rows have it. */
static void count_seen(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	enum gbx_type type = col == UINT32_MAX ? GBX_T_UNKNOWN : e->col[col].plan.type;
	if (!shows(e, col) || closed_list(type) || v->n > LABEL_BYTES)
		return;
	struct gbx_bytes_item *i = gbx_bytes_set_add(&e->seen, seen_key(e, col, v));
	uint64_t row = (uint64_t)e->nseen << 32;
	if (i && (i->tag & ~(uint64_t)UINT32_MAX) != row)
		i->tag = row | ((i->tag & UINT32_MAX) + 1);
	e->with[col]++;
	/* A region is a piece of every address in it, and may be shown all the same. */
	e->held[col] += !wide_place(type) && gbx_pieces_in(&e->piece, gbx_span_of(v->p, v->n), &e->work);
	e->other[col] += other_kind(e->col + col, v);
}

/* Names that are data were withheld: no output may hold them. */
static void remember_names(struct gbx_exporting *e, const struct gbx_export_row *r)
{
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		struct gbx_span name = gbx_span_of(r->batch->col[i].name, r->batch->col[i].name_len);
		if (r->map[i] >= e->ncol && name.n && gbx_name_is_data(name))
			gbx_bytes_set_add(&e->x->original, name);
	}
}

void gbx_decide(struct gbx_exporting *e)
{
	decide_by_type(e);
	for (uint32_t i = 0; i < e->nrow && !e->failed; i++) {
		if (!i || e->row[i].batch != e->row[i - 1].batch)
			remember_names(e, e->row + i);
		e->nseen = i + 1;
		gbx_begin_row(e, e->row + i);
		each_value(e, e->row + i, remember);
		each_value(e, e->row + i, count_seen);
	}
	for (uint32_t c = 0; c < e->ncol; c++)
		if ((e->held[c] && e->held[c] * (uint64_t)DERIVED_SHARE >= e->with[c]) ||
		    (e->other[c] && e->other[c] * (uint64_t)OTHER_SHARE >= e->with[c]))
			e->action[c] = GBX_R_DROP;
	e->failed |= e->x->original.failed | e->seen.failed | e->direct.failed;
}

/* ---- one value ---- */

static bool shared(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	const struct gbx_export_column *c = e->col + col;
	if (c->distinct && c->non_empty / (GBX_SMALL_COUNT - 1) / RARE_SHARE >= c->distinct)
		return true;
	const struct gbx_bytes_item *i = gbx_bytes_set_find(&e->seen, seen_key(e, col, v));
	return i && (i->tag & UINT32_MAX) >= GBX_SMALL_COUNT;
}

/* One line without the marks that end sentences (. ! ? before a space; Han ones
 * anywhere), without what would read as two values of a list. */
static bool is_label(const struct gbx_value *v)
{
	static const char *const mark[] = { "。", "，", "！", "？", "；", ". ", "! ", "? ", GBX_BETWEEN };
	if (v->n > LABEL_BYTES || !gbx_utf8_valid(v->p, v->n))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		if (v->p[i] < ' ' || v->p[i] == 127)
			return false;
	for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
		if (memmem(v->p, v->n, mark[i], strlen(mark[i])))
			return false;
	return true;
}

static bool holds_strong_type(const struct gbx_value *v)
{
	struct gbx_hit hit;
	return gbx_stray_type(v) != GBX_T_UNKNOWN || gbx_scan_text(v->p, v->n, &hit, 1) ||
	       gbx_scan_mentions(v->p, v->n, &hit, 1);
}

bool gbx_may_show(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v)
{
	enum gbx_type t = e->col[col].plan.type;
	struct gbx_span s = gbx_span_of(v->p, v->n);
	if (closed_list(t))
		return true;
	return is_label(v) && shared(e, col, v) && !other_kind(e->col + col, v) && !holds_strong_type(v) &&
	       !gbx_holds(&e->less, s) && !gbx_holds(&e->direct, s);
}
