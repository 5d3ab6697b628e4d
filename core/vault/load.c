/*
 * Reading the figures of a case. Nothing in a case is believed: numbers are
 * checked for their range, sizes end at the arena's ceiling, types must be of
 * the catalogue. An ingest that did not finish has no figures: what is known of
 * it (sources, entries, blocks) is summed up instead.
 */
#include <stdlib.h>

#include "impl.h"

#include "../base/limits.h"

struct load {
	struct gbx_vault *v;
	struct gbx_summary *s;
	struct gbx_err *err;
	bool newer; /* a type that this version does not know */
};

/* Room for one more item; arrays double, the old one stays in the arena. */
static void *more(struct gbx_result *r, void **list, uint32_t *n, size_t size)
{
	if (!(*n & (*n - 1))) {
		if (*n > UINT32_MAX / 2) {
			r->bad = true;
			return NULL;
		}
		size_t cap = *n ? (size_t)*n * 2 : 1;
		void *p = gbx_arena_alloc(r->a, cap * size);
		if (!p) {
			r->nomem = true;
			return NULL;
		}
		if (*n)
			memcpy(p, *list, (size_t)*n * size);
		*list = p;
	}
	void *item = (char *)*list + (size_t)(*n)++ * size;
	memset(item, 0, size);
	return item;
}

/* Reads every row of a query into a growing array. */
typedef void read_row(struct load *l, struct gbx_result *r, void *item);
struct list {
	void *p;
	uint32_t n;
	size_t size;
	read_row *row;
};

static enum gbx_rc drain(struct load *l, struct gbx_result *r, struct list *t)
{
	enum gbx_rc rc;
	while ((rc = gbx_result_next(r, l->err)) == GBX_OK) {
		void *item = more(r, &t->p, &t->n, t->size);
		if (item)
			t->row(l, r, item);
	}
	if (rc == GBX_END && l->newer)
		rc = gbx_fail(l->err, GBX_E_CASE_NEWER, "it has types that this one does not know");
	return rc == GBX_END ? GBX_OK : rc;
}

static enum gbx_type row_type(struct load *l, struct gbx_result *r, int c)
{
	const char *name = gbx_row_text(r, c);
	enum gbx_type t = name ? gbx_type_by_name(name) : GBX_T_COUNT;
	if (t != GBX_T_COUNT)
		return t;
	l->newer = true;
	return GBX_T_UNKNOWN;
}

static struct gbx_typeset row_set(struct load *l, struct gbx_result *r, int c)
{
	struct gbx_typeset set = {{0, 0}};
	const unsigned char *text = sqlite3_column_text(r->st, c);
	if (!text || !gbx_set_parse((const char *)text, &set))
		l->newer = true;
	return set;
}

/* A text that must be there. */
static const char *row_name(struct gbx_result *r, int c)
{
	const char *text = gbx_row_text(r, c);
	r->bad |= !text;
	return text ? text : "";
}

static int32_t row_i32(struct gbx_result *r, int c)
{
	int64_t x = gbx_row_i64(r, c);
	r->bad |= x < INT32_MIN || x > INT32_MAX;
	return (int32_t)x;
}

static uint16_t row_u16(struct gbx_result *r, int c)
{
	uint32_t x = gbx_row_u32(r, c);
	r->bad |= x > UINT16_MAX;
	return (uint16_t)x;
}

/* Runs a query that may be bound to a relation and a field. */
static enum gbx_rc fetch(struct load *l, const char *sql, struct list *t, const uint32_t *rel,
                         const uint32_t *field)
{
	struct gbx_result r;
	struct gbx_bind b[2] = {BIND_N(rel ? *rel : 0), BIND_N(field ? *field : 0)};
	enum gbx_rc rc =
	    gbx_result_open(&r, l->v, &l->s->arena, sql, b, (rel != NULL) + (field != NULL), l->err);
	return rc ? rc : drain(l, &r, t);
}

/* ---- custody ---- */

static void source_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_source *)item = (struct gbx_sum_source){
	    .id = gbx_row_u32(r, 0),
	    .name = row_name(r, 1),
	    .bytes = gbx_row_u64(r, 2),
	    .sha256 = gbx_row_text(r, 3),
	    .mtime = gbx_row_i64(r, 4),
	};
}

static enum gbx_entry_status row_status(struct gbx_result *r, int c)
{
	const char *text = row_name(r, c);
	for (int i = GBX_ENTRY_READ; i <= GBX_ENTRY_ERROR; i++)
		if (!strcmp(text, gbx_entry_status_name[i]))
			return (enum gbx_entry_status)i;
	r->bad = true;
	return GBX_ENTRY_ERROR;
}

static void entry_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_entry *)item = (struct gbx_sum_entry){
	    .id = gbx_row_u32(r, 0),
	    .source = gbx_row_u32(r, 1),
	    .path = row_name(r, 2),
	    .format = gbx_row_text(r, 3),
	    .charset = gbx_row_text(r, 4),
	    .bytes = gbx_row_u64(r, 5),
	    .records = gbx_row_u64(r, 6),
	    .repaired = gbx_row_u64(r, 7),
	    .ragged = gbx_row_u64(r, 8),
	    .quarantined = gbx_row_u64(r, 9),
	    .bytes_records = gbx_row_u64(r, 10),
	    .bytes_repaired = gbx_row_u64(r, 11),
	    .bytes_quarantined = gbx_row_u64(r, 12),
	    .skipped_bytes = gbx_row_u64(r, 13),
	    .status = row_status(r, 14),
	    .reason = gbx_row_text(r, 15),
	    .reason_id = gbx_row_text(r, 16),
	    .kind = gbx_row_text(r, 17),
	    .charset_how = gbx_row_text(r, 18),
	    .undecodable = gbx_row_u64(r, 19),
	    .garbled = gbx_row_text(r, 20),
	    .garbled_share = gbx_row_real(r, 21),
	    .more = gbx_row_u64(r, 22),
	};
}

static void skip_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_skip *)item = (struct gbx_sum_skip){
	    .entry = gbx_row_u32(r, 0),
	    .kind = row_name(r, 1),
	    .count = gbx_row_u64(r, 2),
	    .bytes = gbx_row_u64(r, 3),
	};
}

static void count_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_count *)item = (struct gbx_sum_count){
	    .entry = gbx_row_u32(r, 0),
	    .reason_id = row_name(r, 1),
	    .reason = row_name(r, 2),
	    .records = gbx_row_u64(r, 3),
	    .bytes = gbx_row_u64(r, 4),
	    .first_offset = gbx_row_u64(r, 5),
	};
}

static enum gbx_rc load_custody(struct load *l)
{
	struct list source = {.size = sizeof(struct gbx_sum_source), .row = source_row};
	struct list entry = {.size = sizeof(struct gbx_sum_entry), .row = entry_row};
	struct list count = {.size = sizeof(struct gbx_sum_count), .row = count_row};
	struct list skip = {.size = sizeof(struct gbx_sum_skip), .row = skip_row};
	enum gbx_rc rc = fetch(l, "SELECT * FROM source ORDER BY id", &source, NULL, NULL);
	if (!rc)
		rc = fetch(l, "SELECT * FROM entry ORDER BY id", &entry, NULL, NULL);
	if (!rc)
		rc = fetch(l, "SELECT * FROM quarantine_count ORDER BY entry, reason_id", &count,
		           NULL, NULL);
	if (!rc)
		rc = fetch(l, "SELECT * FROM skipped ORDER BY entry, bytes DESC, kind", &skip, NULL,
		           NULL);
	l->s->skip = skip.p;
	l->s->nskip = skip.n;
	l->s->source = source.p;
	l->s->nsource = source.n;
	l->s->entry = entry.p;
	l->s->nentry = entry.n;
	l->s->quarantine = count.p;
	l->s->nquarantine = count.n;
	return rc;
}

/* ---- relations ---- */

static void id_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(uint32_t *)item = gbx_row_u32(r, 0);
}

static void shape_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_shape *)item =
	    (struct gbx_sum_shape){.shape = row_name(r, 0), .records = gbx_row_u64(r, 1)};
}

static void stray_row(struct load *l, struct gbx_result *r, void *item)
{
	*(struct gbx_sum_stray *)item =
	    (struct gbx_sum_stray){.type = row_type(l, r, 0), .records = gbx_row_u64(r, 1)};
}

static void month_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_month *)item =
	    (struct gbx_sum_month){.month = row_i32(r, 0), .records = gbx_row_u64(r, 1)};
}

static void region_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_region *)item =
	    (struct gbx_sum_region){.region = gbx_row_u32(r, 0), .records = gbx_row_u64(r, 1)};
}

static void set_row(struct load *l, struct gbx_result *r, void *item)
{
	*(struct gbx_sum_set *)item =
	    (struct gbx_sum_set){.types = row_set(l, r, 0), .records = gbx_row_u64(r, 1)};
}

static void field_row(struct load *l, struct gbx_result *r, void *item)
{
	struct gbx_sum_field *f = item;
	*f = (struct gbx_sum_field){
	    .id = gbx_row_u32(r, 2),
	    .name = row_name(r, 3),
	    .envelope = gbx_row_flag(r, 4),
	    .list = gbx_row_flag(r, 5),
	    .type = row_type(l, r, 6),
	    .variant = row_u16(r, 7),
	    .scan = gbx_row_flag(r, 8),
	    .strays = gbx_row_flag(r, 9),
	    .confidence = gbx_row_real(r, 10),
	    .reason = gbx_row_text(r, 11),
	    .records = gbx_row_u64(r, 12),
	    .non_empty = gbx_row_u64(r, 13),
	    .placeholders = gbx_row_u64(r, 14),
	    .valid = gbx_row_u64(r, 15),
	    .distinct = gbx_row_estimate(r, 16),
	    .len_min = gbx_row_u32(r, 19),
	    .len_max = gbx_row_u32(r, 20),
	    .earliest = gbx_row_text(r, 21),
	    .latest = gbx_row_text(r, 22),
	    .by_user = gbx_row_flag(r, 23),
	    .header_word = gbx_row_text(r, 24),
	    .beside = gbx_row_text(r, 25),
	    .sampled = gbx_row_u32(r, 26),
	};
}

static void runner_row(struct load *l, struct gbx_result *r, void *item)
{
	*(struct gbx_runner *)item = (struct gbx_runner){
	    .type = row_type(l, r, 0),
	    .score = (float)gbx_row_real(r, 1),
	    .alone = (float)gbx_row_real(r, 2),
	    .share = (float)gbx_row_real(r, 3),
	};
}

static void stored_row(struct load *l, struct gbx_result *r, void *item)
{
	uint32_t store = gbx_row_u32(r, 2), salt = gbx_row_u32(r, 3);
	(void)l;
	*(struct gbx_sum_stored *)item = (struct gbx_sum_stored){
	    .kind = row_name(r, 0),
	    .label = row_name(r, 1),
	    .store = store < GBX_STORES ? (enum gbx_store)store : GBX_STORE_UNKNOWN,
	    .beside = salt < GBX_SALTS ? (enum gbx_salt_beside)salt : GBX_SALT_NONE,
	    .records = gbx_row_u64(r, 4),
	    .lowest = gbx_row_text(r, 5),
	    .highest = gbx_row_text(r, 6),
	    .usual = gbx_row_text(r, 7),
	};
}

static int by_type(const void *a, const void *b)
{
	const struct gbx_sum_stray *x = a, *y = b;
	return (x->type > y->type) - (x->type < y->type);
}

static enum gbx_rc load_field_parts(struct load *l, uint32_t rel, uint32_t at,
                                    struct gbx_sum_field *f)
{
	struct list shape = {.size = sizeof *f->shape, .row = shape_row};
	struct list stray = {.size = sizeof *f->stray, .row = stray_row};
	struct list month = {.size = sizeof *f->month, .row = month_row};
	struct list region = {.size = sizeof *f->region, .row = region_row};
	struct list runner = {.size = sizeof *f->runner, .row = runner_row};
	struct list stored = {.size = sizeof *f->stored, .row = stored_row};
	enum gbx_rc rc = fetch(l,
	                       "SELECT shape, records FROM shape WHERE relation = ?1 AND "
	                       "field = ?2 ORDER BY position",
	                       &shape, &rel, &at);
	if (!rc)
		rc = fetch(l, "SELECT type, records FROM stray WHERE relation = ?1 AND field = ?2",
		           &stray, &rel, &at);
	if (!rc)
		rc = fetch(l,
		           "SELECT month, records FROM month WHERE relation = ?1 AND field = ?2 "
		           "ORDER BY month",
		           &month, &rel, &at);
	if (!rc)
		rc = fetch(l,
		           "SELECT region, records FROM region WHERE relation = ?1 AND field = ?2 "
		           "ORDER BY records DESC, region",
		           &region, &rel, &at);
	if (!rc)
		rc = fetch(l,
		           "SELECT type, score, alone, share FROM verdict WHERE relation = ?1 AND "
		           "field = ?2 ORDER BY position",
		           &runner, &rel, &at);
	if (!rc)
		rc = fetch(l,
		           "SELECT kind, label, store, beside, records, lowest, highest, usual FROM "
		           "stored WHERE relation = ?1 AND field = ?2 ORDER BY position",
		           &stored, &rel, &at);
	f->stored = stored.p;
	f->nstored = stored.n;
	f->runner = runner.p;
	f->nrunner = runner.n;
	f->shape = shape.p;
	f->nshape = shape.n;
	f->stray = stray.p;
	f->nstray = stray.n;
	f->month = month.p;
	f->nmonth = month.n;
	f->region = region.p;
	f->nregion = region.n;
	if (!rc && stray.n)
		qsort(f->stray, f->nstray, sizeof *f->stray, by_type);
	return rc;
}

static enum gbx_rc load_relation_parts(struct load *l, struct gbx_sum_relation *x)
{
	struct list entry = {.size = sizeof *x->entry, .row = id_row};
	struct list field = {.size = sizeof *x->field, .row = field_row};
	struct list set = {.size = sizeof *x->set, .row = set_row};
	enum gbx_rc rc = fetch(l,
	                       "SELECT entry FROM relation_entry WHERE relation = ?1 "
	                       "ORDER BY position",
	                       &entry, &x->id, NULL);
	if (!rc)
		rc = fetch(l, "SELECT * FROM field WHERE relation = ?1 ORDER BY position", &field,
		           &x->id, NULL);
	if (!rc)
		rc = fetch(l,
		           "SELECT types, records FROM exposure_set WHERE relation = ?1 "
		           "ORDER BY position",
		           &set, &x->id, NULL);
	x->entry = entry.p;
	x->nentry = entry.n;
	x->field = field.p;
	x->nfield = field.n;
	x->set = set.p;
	x->nset = set.n;
	for (uint32_t i = 0; i < x->nfield && !rc; i++)
		rc = load_field_parts(l, x->id, i, &x->field[i]);
	if (!rc &&
	    (x->key_field < -1 || (x->key_field >= 0 && (uint32_t)x->key_field >= x->nfield)))
		rc = gbx_fail(l->err, GBX_E_CASE_DAMAGED, "a figure is out of its range");
	return rc;
}

static void relation_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_relation *)item = (struct gbx_sum_relation){
	    .id = gbx_row_u32(r, 0),
	    .name = row_name(r, 1),
	    .shape = (uint64_t)gbx_row_i64(r, 2),
	    .records = gbx_row_u64(r, 4),
	    .quarantined = gbx_row_u64(r, 5),
	    .duplicates = gbx_row_estimate(r, 6),
	    .key_field = row_i32(r, 9),
	    .distinct_keys = gbx_row_estimate(r, 10),
	    .recounted = gbx_row_flag(r, 13),
	    .plan_doubtful = gbx_row_flag(r, 14),
	    .other_sets = gbx_row_u64(r, 15),
	};
}

static enum gbx_rc load_relations(struct load *l)
{
	struct list t = {.size = sizeof(struct gbx_sum_relation), .row = relation_row};
	enum gbx_rc rc = fetch(l,
	                       "SELECT * FROM relation WHERE position IS NOT NULL "
	                       "ORDER BY position",
	                       &t, NULL, NULL);
	l->s->relation = t.p;
	l->s->nrelation = t.n;
	for (uint32_t i = 0; i < t.n && !rc; i++)
		rc = load_relation_parts(l, &l->s->relation[i]);
	return rc;
}

/* ---- totals ---- */

static void class_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_class *)item = (struct gbx_sum_class){
	    .name = row_name(r, 0),
	    .records = gbx_row_u64(r, 1),
	    .distinct = gbx_row_estimate(r, 2),
	};
}

static void type_row(struct load *l, struct gbx_result *r, void *item)
{
	*(struct gbx_sum_type *)item = (struct gbx_sum_type){
	    .type = row_type(l, r, 0),
	    .records = gbx_row_u64(r, 1),
	    .valid = gbx_row_u64(r, 2),
	    .distinct = gbx_row_estimate(r, 3),
	};
}

static int by_total(const void *a, const void *b)
{
	const struct gbx_sum_type *x = a, *y = b;
	return (x->type > y->type) - (x->type < y->type);
}

static enum gbx_rc load_totals(struct load *l)
{
	struct list klass = {.size = sizeof(struct gbx_sum_class), .row = class_row};
	struct list type = {.size = sizeof(struct gbx_sum_type), .row = type_row};
	enum gbx_rc rc = fetch(l,
	                       "SELECT name, records, \"distinct\", distinct_exact, "
	                       "distinct_error FROM data_class ORDER BY position",
	                       &klass, NULL, NULL);
	if (!rc)
		rc = fetch(l, "SELECT * FROM type_count", &type, NULL, NULL);
	l->s->klass = klass.p;
	l->s->nklass = klass.n;
	l->s->type = type.p;
	l->s->ntype = type.n;
	if (!rc && type.n)
		qsort(l->s->type, l->s->ntype, sizeof *l->s->type, by_total);
	return rc;
}

/* Copies what fits; a case of ours always fits. */
static void row_copy(struct gbx_result *r, int c, char *out, size_t cap)
{
	const char *text = row_name(r, c);
	size_t n = strlen(text);
	r->bad |= n >= cap;
	memset(out, 0, cap);
	memcpy(out, text, n < cap ? n : cap - 1);
}

static enum gbx_rc load_info(struct load *l)
{
	struct gbx_result r;
	struct gbx_summary *s = l->s;
	enum gbx_rc rc = GBX_ROWS0(&r, l->v, &s->arena, l->err,
	                           "SELECT case_id, created, vault, finished, shredded, seconds, "
	                           "input_bytes, records, quarantined, repaired, duplicates, "
	                           "duplicates_exact, duplicates_error, earliest, latest "
	                           "FROM case_info WHERE one = 1");
	if (!rc)
		rc = gbx_result_next(&r, l->err);
	if (rc)
		return rc == GBX_END ? gbx_fail(l->err, GBX_E_CASE_DAMAGED, "no case in it") : rc;
	row_copy(&r, 0, s->case_id, sizeof s->case_id);
	row_copy(&r, 1, s->created, sizeof s->created);
	s->vault = gbx_row_flag(&r, 2);
	s->finished = gbx_row_flag(&r, 3);
	s->shredded = gbx_row_flag(&r, 4);
	if (s->finished) {
		s->seconds = gbx_row_real(&r, 5);
		s->input_bytes = gbx_row_u64(&r, 6);
		s->records = gbx_row_u64(&r, 7);
		s->quarantined = gbx_row_u64(&r, 8);
		s->repaired = gbx_row_u64(&r, 9);
		s->duplicates = gbx_row_estimate(&r, 10);
		s->earliest = gbx_row_text(&r, 13);
		s->latest = gbx_row_text(&r, 14);
	}
	rc = gbx_result_next(&r, l->err);
	return rc == GBX_END ? GBX_OK : rc;
}

/* ---- an ingest that did not finish ---- */

static void known_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_sum_relation *)item = (struct gbx_sum_relation){
	    .id = gbx_row_u32(r, 0),
	    .name = row_name(r, 1),
	    .shape = (uint64_t)gbx_row_i64(r, 2),
	    .records = gbx_row_u64(r, 3),
	    .distinct_keys = {.exact = true},
	    .key_field = -1,
	};
}

/* Of so many records none, one, or nearly all may be equal to an earlier one. */
static struct gbx_estimate not_counted(uint64_t records)
{
	return (struct gbx_estimate){.exact = !records, .error = (double)records};
}

static enum gbx_rc load_known(struct load *l)
{
	struct gbx_summary *s = l->s;
	struct list t = {.size = sizeof(struct gbx_sum_relation), .row = known_row};
	enum gbx_rc rc = fetch(l,
	                       "SELECT id, name, shape, coalesce((SELECT sum(records) FROM block "
	                       "WHERE relation = id), 0) FROM relation ORDER BY id",
	                       &t, NULL, NULL);
	s->relation = t.p;
	s->nrelation = t.n;
	for (uint32_t i = 0; i < t.n && !rc; i++) {
		struct gbx_sum_relation *x = &s->relation[i];
		x->duplicates = not_counted(x->records);
		struct list entry = {.size = sizeof *x->entry, .row = id_row};
		s->records += x->records;
		rc = fetch(l, "SELECT DISTINCT entry FROM block WHERE relation = ?1 ORDER BY entry",
		           &entry, &x->id, NULL);
		x->entry = entry.p;
		x->nentry = entry.n;
	}
	s->duplicates = not_counted(s->records);
	for (uint32_t i = 0; i < s->nentry; i++)
		s->repaired += s->entry[i].repaired;
	for (uint32_t i = 0; i < s->nquarantine; i++)
		s->quarantined += s->quarantine[i].records;
	return rc;
}

enum gbx_rc gbx_vault_load(struct gbx_vault *v, struct gbx_summary *out, struct gbx_err *err)
{
	struct load l = {.v = v, .s = out, .err = err};
	v->steps = GBX_LOAD_STEPS;
	gbx_summary_release(out);
	enum gbx_rc rc = load_info(&l);
	if (!rc)
		rc = load_custody(&l);
	if (!rc)
		rc = out->finished ? load_relations(&l) : load_known(&l);
	if (!rc && out->finished)
		rc = load_totals(&l);
	if (rc)
		gbx_summary_release(out);
	return rc;
}

/* ---- what is there besides the figures ---- */

static void candidate_row(struct load *l, struct gbx_result *r, void *item)
{
	*(struct gbx_candidate *)item = (struct gbx_candidate){
	    .relation = gbx_row_u32(r, 0),
	    .set = row_set(l, r, 1),
	    .priority = (uint64_t)gbx_row_i64(r, 2),
	    .block = gbx_row_u64(r, 3),
	    .row = gbx_row_u32(r, 4),
	};
}

#define ORDER(a, b)                                                                                \
	do {                                                                                       \
		if ((a) != (b))                                                                    \
			return (a) < (b) ? -1 : 1;                                                 \
	} while (0)

static int by_priority(const void *a, const void *b)
{
	const struct gbx_candidate *x = a, *y = b;
	ORDER(x->relation, y->relation);
	ORDER(gbx_typeset_cmp(&x->set, &y->set), 0);
	ORDER(x->priority, y->priority);
	ORDER(x->block, y->block);
	ORDER(x->row, y->row);
	return 0;
}

enum gbx_rc gbx_vault_get_candidates(struct gbx_vault *v, struct gbx_arena *a, uint64_t *seed,
                                     struct gbx_candidate **c, uint32_t *n, struct gbx_err *err)
{
	struct load l = {.v = v, .err = err};
	struct gbx_result r;
	struct list t = {.size = sizeof **c, .row = candidate_row};
	*seed = 0;
	v->steps = GBX_LOAD_STEPS;
	enum gbx_rc rc = GBX_ROWS0(&r, v, a, err, "SELECT coalesce(sample_seed, 0) FROM case_info");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (!rc) {
		*seed = (uint64_t)gbx_row_i64(&r, 0);
		gbx_result_close(&r);
		rc = GBX_ROWS0(&r, v, a, err, "SELECT * FROM candidate");
	}
	if (!rc)
		rc = drain(&l, &r, &t);
	*c = t.p;
	*n = t.n;
	if (!rc && t.n)
		qsort(t.p, t.n, t.size, by_priority);
	return rc == GBX_END ? GBX_OK : rc;
}

static void name_row(struct load *l, struct gbx_result *r, void *item)
{
	(void)l;
	*(struct gbx_vault_relation *)item = (struct gbx_vault_relation){
	    .id = gbx_row_u32(r, 0),
	    .name = row_name(r, 1),
	    .shape = (uint64_t)gbx_row_i64(r, 2),
	};
}

enum gbx_rc gbx_vault_relations(struct gbx_vault *v, struct gbx_arena *a,
                                struct gbx_vault_relation **out, uint32_t *n, struct gbx_err *err)
{
	struct load l = {.v = v, .err = err};
	struct gbx_result r;
	struct list t = {.size = sizeof **out, .row = name_row};
	v->steps = GBX_LOAD_STEPS;
	enum gbx_rc rc =
	    GBX_ROWS0(&r, v, a, err, "SELECT id, name, shape FROM relation ORDER BY id");
	if (!rc)
		rc = drain(&l, &r, &t);
	*out = t.p;
	*n = t.n;
	return rc;
}
