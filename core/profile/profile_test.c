/*
 * From batches to figures. A small table is counted by hand, figure for figure; a
 * large random one must give the same summary for any order of its batches and any
 * number of profiles they were counted in.
 */
#include "profile_testing.h"

/* ---- a small table, counted by hand ---- */

struct plan_row {
	const char *column;
	struct gbx_column_plan plan;
};

static const struct plan_row by_hand[] = {
    {"email", {.type = GBX_T_EMAIL, .confidence = 1, .strays = true}},
    {"name", {.type = GBX_T_NAME_FULL, .confidence = 1, .strays = true}},
    {"note", {.type = GBX_T_TEXT, .confidence = 1, .scan = true, .strays = true}},
    {"at", {.type = GBX_T_TIMESTAMP, .confidence = 1, .strays = true}},
    {"born", {.type = GBX_T_DATE_OF_BIRTH, .confidence = 1, .strays = true}},
    {"tags[]", {.type = GBX_T_CATEGORY, .confidence = 1, .strays = true}},
    {"_id", {.type = GBX_T_IDENTIFIER, .confidence = 1}},
    {"Valid-Until", {.type = GBX_T_DATE, .confidence = 1}},
};
#define COLUMNS 8

/* NULL: absent. A record of two tags is "red blue". */
static const char *const people[6][COLUMNS] = {
    {"amy@mail.example.net", "Ann Muster", "call me", "2020-01-31T23:59:59Z", "1980-05-06", "red blue",
     "1", "2031-01-01"},
    {"  amy@mail.example.net\t", "Max Muster", "write to bob@mail.example.net now",
     "2020-02-01T08:00:00Z", "1990-12-31", "red", "2"},
    {"N/A", NULL, "   ", "n/a", NULL, NULL, "3"},
    {"amy@mail.example.net", "Ann Muster", "call me", "2020-01-31T23:59:59Z", "1980-05-06", "red blue",
     "4", "2031-01-01"},
    {"not an address", "bob@mail.example.net", "call me", "1999-07-01T00:00:00Z", "1955-01-01", NULL,
     "5"},
    {NULL, "", "\r\n", NULL, "", NULL, "6"},
};

static void put_person(struct maker *m, const char *const *person)
{
	maker_record(m);
	for (unsigned c = 0; c < COLUMNS; c++) {
		uint32_t flags = c == 6 ? GBX_COLUMN_ENVELOPE : c == 5 ? GBX_COLUMN_LIST : 0;
		const char *v = person[c], *space = c == 5 && v ? strchr(v, ' ') : NULL;
		if (c == 5 && !v)
			continue;
		if (space) {
			maker_put_span(m, by_hand[c].column, flags, v, (size_t)(space - v));
			v = space + 1;
		}
		maker_put(m, by_hand[c].column, flags, v);
	}
}

/* The plan of every column as it stands above, whatever the detectors would say. */
static void set_plans(struct gbx_registry *reg, struct gbx_count_column *col, const struct gbx_batch *b)
{
	for (uint32_t i = 0; i < b->ncol; i++)
		for (unsigned c = 0; c < COLUMNS; c++)
			if (!strcmp(b->col[i].name, by_hand[c].column)) {
				col[i].plan = &by_hand[c].plan;
				reg->rel[0]->col[col[i].id]->plan = &by_hand[c].plan;
			}
}

struct counted {
	struct gbx_registry reg;
	struct gbx_profile profile;
	struct gbx_records dup;
	struct gbx_summary s;
	struct gbx_sum_entry entry[1];
};

/* A record for every i: the people as they are, then variations of them. */
static void put_row(struct maker *m, uint32_t i)
{
	struct rng r = {i};
	const char *p[COLUMNS];
	char mail[64], at[64], id[16];
	memcpy(p, people[i % 6], sizeof p);
	snprintf(mail, sizeof mail, "u%u@mail.example.net", below(&r, i % 2 ? 5 : 10000));
	snprintf(at, sizeof at, "20%02u-03-01T10:00:00Z", below(&r, 20));
	snprintf(id, sizeof id, "%u", i);
	if (i >= 6 && i % 4)
		p[i % 5 ? 0 : 1] = mail;
	p[3] = i >= 6 && i % 3 ? at : p[3];
	p[6] = i >= 6 ? id : p[6];
	put_person(m, p);
}

/* The first `rows` records in batches of such a number, each batch counted by a
 * profile of its own. */
static void count_people(struct counted *k, uint32_t rows, const uint32_t *size)
{
	struct gbx_err err;
	memset(k, 0, sizeof *k);
	assert_int_equal(gbx_registry_init(&k->reg, 1, &err), GBX_OK);
	gbx_profile_init(&k->profile, 2, 42);
	gbx_records_init(&k->dup, 1000);
	for (uint32_t part = 0, at = 0; at < rows; part++) {
		struct maker m;
		struct gbx_profile p;
		struct gbx_reg_relation *rel = NULL;
		struct gbx_count_column *col;
		const uint64_t *hash;
		maker_begin(&m, "people", 0);
		for (uint32_t end = at + size[part]; at < end && at < rows; at++)
			put_row(&m, at);
		struct gbx_batch *b = maker_end(&m);
		assert_int_equal(
		    gbx_registry_resolve(&k->reg, b, 9, &m.parsed.arena, &rel, &col, &err), GBX_OK);
		set_plans(&k->reg, col, b);
		gbx_profile_init(&p, 2, 42);
		assert_int_equal(gbx_profile_batch(&p, 0, b, col, k->reg.type, part, &hash, &err),
				 GBX_OK);
		gbx_records_add(&k->dup, hash, b->nrec);
		assert_int_equal(gbx_profile_merge(&k->profile, &p, &err), GBX_OK);
		gbx_profile_release(&p);
		maker_release(&m);
	}
	gbx_summary_init(&k->s);
	k->entry[0] = (struct gbx_sum_entry){.id = 9, .quarantined = 4, .repaired = 1};
	k->s.entry = k->entry;
	k->s.nentry = 1;
	assert_int_equal(gbx_profile_summarise(&k->profile, &k->reg, &k->dup, &k->s, &err), GBX_OK);
}

static void counted_release(struct counted *k)
{
	gbx_summary_release(&k->s);
	gbx_profile_release(&k->profile);
	gbx_records_release(&k->dup);
	gbx_registry_release(&k->reg);
}

static const struct gbx_sum_field *field(const struct counted *k, const char *name)
{
	for (uint32_t i = 0; i < k->s.relation[0].nfield; i++)
		if (!strcmp(k->s.relation[0].field[i].name, name))
			return k->s.relation[0].field + i;
	fail_msg("no field %s", name);
	return NULL;
}

static void assert_field(const struct counted *k, const char *name, uint64_t non_empty,
			 uint64_t placeholders, uint64_t valid, uint64_t distinct, uint32_t len_min,
			 uint32_t len_max)
{
	const struct gbx_sum_field *f = field(k, name);
	assert_int_equal(f->records, 6);
	assert_int_equal(f->non_empty, non_empty);
	assert_int_equal(f->placeholders, placeholders);
	assert_int_equal(f->valid, valid);
	assert_int_equal(f->distinct.value, distinct);
	assert_true(f->distinct.exact && f->distinct.error <= 0);
	assert_int_equal(f->len_min, len_min);
	assert_int_equal(f->len_max, len_max);
}

static void assert_shape(const struct gbx_sum_field *f, uint32_t i, const char *shape, uint64_t records)
{
	assert_true(i < f->nshape);
	assert_string_equal(f->shape[i].shape, shape);
	assert_int_equal(f->shape[i].records, records);
}

static void hand_fields(const struct counted *k)
{
	assert_field(k, "email", 5, 1, 3, 3, 3, 20);
	assert_field(k, "name", 4, 0, 3, 3, 10, 20);
	assert_field(k, "note", 4, 0, 4, 2, 7, 33);
	assert_field(k, "at", 5, 1, 4, 4, 3, 20);
	assert_field(k, "born", 4, 0, 4, 3, 10, 10);
	assert_field(k, "tags[]", 5, 0, 5, 2, 3, 4);
	assert_field(k, "_id", 6, 0, 6, 6, 1, 1);
	assert_true(field(k, "tags[]")->list && !field(k, "email")->list);
	assert_true(field(k, "_id")->envelope && !field(k, "tags[]")->envelope);
	const struct gbx_sum_field *f = field(k, "email");
	assert_int_equal(f->type, GBX_T_EMAIL);
	assert_int_equal(f->nshape, 3);
	assert_shape(f, 0, "aaa@aaaa.aaaaaaa.aaa", 3);
	assert_shape(f, 1, "A/A", 1);
	assert_shape(f, 2, "aaa aa aaaaaaa", 1);
	assert_int_equal(f->nstray, 0);
	f = field(k, "tags[]");
	assert_int_equal(f->nshape, 2);
	assert_shape(f, 0, "aaa", 3);
	assert_shape(f, 1, "aaaa", 2);
}

static void hand_strays_and_times(const struct counted *k)
{
	const struct gbx_sum_field *f = field(k, "name");
	assert_int_equal(f->nstray, 1);
	assert_int_equal(f->stray[0].type, GBX_T_EMAIL);
	assert_int_equal(f->stray[0].records, 1);
	f = field(k, "note"); /* inside the text */
	assert_int_equal(f->nstray, 1);
	assert_int_equal(f->stray[0].type, GBX_T_EMAIL);
	assert_int_equal(f->stray[0].records, 1);
	assert_null(f->earliest);
	f = field(k, "at");
	assert_string_equal(f->earliest, "1999-07-01T00:00:00");
	assert_string_equal(f->latest, "2020-02-01T08:00:00");
	assert_int_equal(f->nmonth, 3);
	static const struct gbx_sum_month month[] = {{354, 1}, {600, 2}, {601, 1}};
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(f->month[i].month, month[i].month);
		assert_int_equal(f->month[i].records, month[i].records);
	}
	f = field(k, "born"); /* of a birth the year, and no months */
	assert_string_equal(f->earliest, "1955");
	assert_string_equal(f->latest, "1990");
	assert_int_equal(f->nmonth, 0);
	assert_string_equal(field(k, "Valid-Until")->latest, "2031-01-01");
	assert_string_equal(k->s.earliest, "1999-07-01T00:00:00"); /* without births, nor what is to come */
	assert_string_equal(k->s.latest, "2020-02-01T08:00:00");
}

static void assert_set(const struct gbx_sum_set *s, uint64_t records, unsigned n,
		       const enum gbx_type *type)
{
	struct gbx_typeset want = {{0}};
	for (unsigned i = 0; i < n; i++)
		gbx_typeset_add(&want, type[i]);
	assert_int_equal(s->records, records);
	assert_memory_equal(&s->types, &want, sizeof want);
}

static void hand_relation(const struct counted *k)
{
	const struct gbx_sum_relation *r = k->s.relation;
	assert_int_equal(k->s.nrelation, 1);
	assert_int_equal(r->records, 6);
	assert_int_equal(r->quarantined, 4);
	assert_int_equal(r->nentry, 1);
	assert_int_equal(r->entry[0], 9);
	assert_int_equal(r->duplicates.value, 1); /* the fourth is the first but for its wrapping */
	assert_true(r->duplicates.exact);
	assert_ptr_equal(r->field + r->key_field, field(k, "email"));
	assert_int_equal(r->distinct_keys.value, 1);
	static const enum gbx_type all[] = {GBX_T_EMAIL, GBX_T_DATE_OF_BIRTH, GBX_T_NAME_FULL};
	assert_int_equal(r->nset, 3);
	assert_set(r->set, 3, 3, all);
	assert_set(r->set + 1, 2, 0, all);
	assert_set(r->set + 2, 1, 2, all);
	assert_int_equal(r->other_sets, 0);
}

static void hand_totals(const struct counted *k)
{
	static const struct {
		const char *name;
		uint64_t records, distinct;
	} klass[] = {{"Email addresses", 4, 2}, {"Dates of birth", 4, 3}, {"Names", 3, 2}};
	static const struct {
		enum gbx_type type;
		uint64_t records, valid, distinct;
	} type[] = {
	    {GBX_T_EMAIL, 4, 5, 2},	    {GBX_T_NAME_FULL, 3, 3, 2},	 {GBX_T_DATE, 2, 2, 1},
	    {GBX_T_DATE_OF_BIRTH, 4, 4, 3}, {GBX_T_TIMESTAMP, 4, 4, 3},	 {GBX_T_IDENTIFIER, 6, 6, 6},
	    {GBX_T_CATEGORY, 3, 5, 2},	    {GBX_T_TEXT, 4, 4, 2},
	};
	assert_int_equal(k->s.nklass, 3);
	for (unsigned i = 0; i < 3; i++) {
		assert_string_equal(k->s.klass[i].name, klass[i].name);
		assert_int_equal(k->s.klass[i].records, klass[i].records);
		assert_int_equal(k->s.klass[i].distinct.value, klass[i].distinct);
	}
	assert_int_equal(k->s.ntype, 8);
	for (unsigned i = 0; i < 8; i++) {
		assert_int_equal(k->s.type[i].type, type[i].type);
		assert_int_equal(k->s.type[i].records, type[i].records);
		assert_int_equal(k->s.type[i].valid, type[i].valid);
		assert_int_equal(k->s.type[i].distinct.value, type[i].distinct);
	}
	assert_int_equal(k->s.records, 6);
	assert_int_equal(k->s.quarantined, 4);
	assert_int_equal(k->s.repaired, 1);
	assert_int_equal(k->s.duplicates.value, 1);
}

static void counted_by_hand(void **state)
{
	(void)state;
	static const uint32_t size[][6] = {{6}, {3, 3}, {1, 5}, {4, 1, 1}, {1, 1, 1, 1, 1, 1}};
	for (unsigned i = 0; i < sizeof size / sizeof *size; i++) {
		struct counted k;
		count_people(&k, 6, size[i]);
		hand_fields(&k);
		hand_strays_and_times(&k);
		hand_relation(&k);
		hand_totals(&k);
		counted_release(&k);
	}
}

/* Long columns remember what they saw; short ones do not. Both count the same. */
static void batch_size_does_not_matter(void **state)
{
	(void)state;
	enum { ROWS = 6000 };
	static uint32_t size[ROWS];
	struct rng r = {12};
	struct counted k;
	size[0] = ROWS;
	count_people(&k, ROWS, size);
	char *want = summary_text(&k.s);
	counted_release(&k);
	for (unsigned trial = 0; trial < 6; trial++) {
		for (uint32_t i = 0; i < ROWS; i++)
			size[i] = 1 + below(&r, trial % 2 ? 400 : 3000);
		count_people(&k, ROWS, size);
		char *got = summary_text(&k.s);
		assert_same_text(want, got);
		free(got);
		counted_release(&k);
	}
	free(want);
}

static void nothing_counted(void **state)
{
	(void)state;
	struct gbx_registry reg;
	struct gbx_profile p;
	struct gbx_summary s;
	struct gbx_records dup;
	struct gbx_reg_relation *rel;
	struct gbx_err err;
	assert_int_equal(gbx_registry_init(&reg, 1, &err), GBX_OK);
	gbx_profile_init(&p, 0, 0);
	gbx_summary_init(&s);
	assert_int_equal(gbx_profile_summarise(&p, &reg, NULL, &s, &err), GBX_OK);
	assert_int_equal(s.nrelation + s.nklass + s.ntype, 0);
	assert_null(s.earliest);
	gbx_records_init(&dup, 1);
	assert_int_equal(gbx_registry_add(&reg, "known", 0, &rel, &err), GBX_OK);
	assert_int_equal(gbx_profile_summarise(&p, &reg, &dup, &s, &err), GBX_OK);
	assert_int_equal(s.nrelation, 1);
	assert_int_equal(s.relation[0].records, 0);
	assert_int_equal(s.relation[0].key_field, -1);
	gbx_summary_release(&s);
	gbx_profile_release(&p);
	gbx_registry_release(&reg);
}

static void months(void **state)
{
	(void)state;
	assert_int_equal(gbx_month_bucket(0), 70 * 12);
	assert_int_equal(gbx_month_bucket(-1), 70 * 12 - 1);
	assert_int_equal(gbx_month_bucket(951782400), 100 * 12 + 1); /* 29 February 2000 */
	assert_int_equal(gbx_month_bucket(INT64_C(253402300799)), GBX_MONTHS);
	assert_int_equal(gbx_month_bucket(INT64_MAX), GBX_MONTHS);
	assert_int_equal(gbx_month_bucket(INT64_MIN), GBX_MONTHS);
	for (int64_t t = INT64_C(-2208988800) - 3 * 86400; t < INT64_C(4102444800) + 3 * 86400; t += 43199) {
		struct tm tm;
		time_t at = (time_t)t;
		assert_non_null(gmtime_r(&at, &tm));
		uint32_t want = tm.tm_year < 0 || tm.tm_year > 199
					? GBX_MONTHS
					: (uint32_t)(tm.tm_year * 12 + tm.tm_mon);
		assert_int_equal(gbx_month_bucket(t), want);
	}
}

/* ---- a large table, any way ---- */

#define BATCHES 48u

static const char *any_value(struct rng *r, unsigned column, char out[120])
{
	static const char *const odd[] = {"", "   ", "N/A", "-", "null", "\t\n", "?", "0"};
	uint32_t k = below(r, below(r, 2) ? 40 : 100000);
	if (!below(r, 9))
		return odd[below(r, 8)];
	switch (column % 7) {
	case 0:
		snprintf(out, 120, "user%u@mail.example.net", k);
		break;
	case 1:
		snprintf(out, 120, "Name%c Family%c", 'a' + (int)(k % 26), 'a' + (int)(k / 26 % 26));
		break;
	case 2:
		snprintf(out, 120, "ask user%u@mail.example.net or 192.0.2.%u about it", k, k % 250);
		break;
	case 3:
		snprintf(out, 120, "%04u-%02u-%02uT%02u:00:00Z", 1990 + k % 40, 1 + k % 12, 1 + k % 28, k % 24);
		break;
	case 4:
		snprintf(out, 120, "%u", k);
		break;
	case 5:
		snprintf(out, 120, k % 50 ? "\xE6\xB1\x9F\xE8\x8B\x8F%u" : "mail%u@mail.example.org", k);
		break;
	default:
		snprintf(out, 120, "192.0.2.%u", k % 256);
	}
	return out;
}

/* Batch number i: of one of three relations, dense or sparse, with or without lists,
 * its columns in any order. */
static void random_batch(struct maker *m, uint32_t i)
{
	static const char *const name[] = {"email", "name", "note", "at", "no", "city", "ip"};
	struct rng r = {i * 1000 + 1};
	uint32_t kind = i % 3, records = below(&r, 5) ? 1 + below(&r, 900) : 2;
	uint32_t *order = any_order(&r, 7);
	char v[120];
	maker_begin(m, (const char *[]){"people", "mails", "people"}[kind], kind == 2 ? 77 : 0);
	for (uint32_t k = 0; k < records; k++) {
		maker_record(m);
		for (uint32_t c = 0; c < 7; c++) {
			uint32_t col = kind == 2 ? c : order[c];
			if (kind == 1 && below(&r, 3))
				continue; /* sparse */
			const char *value = below(&r, 12) ? any_value(&r, col, v) : NULL;
			maker_put(m, name[col], 0, value);
		}
		for (uint32_t n = kind == 1 ? below(&r, 4) : 0; n; n--)
			maker_put(m, "ips[]", GBX_COLUMN_LIST, any_value(&r, 6, v));
		maker_put(m, "_id", GBX_COLUMN_ENVELOPE, any_value(&r, 4, v));
	}
	maker_end(m);
	free(order);
}

static void tell_picks(struct gbx_buf *b, const struct gbx_sets *s)
{
	uint64_t sum = 0, n = 0; /* slots have no order */
	for (uint32_t i = 0; i < s->cap; i++)
		for (uint32_t k = 0; k < s->slot[i].npick; k++, n++)
			sum += mixed(s->slot[i].pick[k].priority ^ s->slot[i].set.w[0]) +
			       mixed(s->slot[i].pick[k].block * 100000 + s->slot[i].pick[k].row);
	gbx_buf_addf(b, "picks %llu %llx\n", (unsigned long long)n, (unsigned long long)sum);
}

/* Counts all batches with so many profiles, in that order, and tells the outcome. */
static char *count_any_way(struct maker *m, struct rng *r, uint32_t parts, bool in_order)
{
	struct gbx_registry reg;
	struct gbx_profile *p = calloc(parts + 1, sizeof *p);
	struct gbx_records dup[3];
	struct gbx_reg_relation *rel[BATCHES] = {NULL};
	struct gbx_count_column *col[BATCHES];
	struct gbx_err err;
	struct gbx_summary s;
	assert_non_null(p);
	assert_int_equal(gbx_registry_init(&reg, 1, &err), GBX_OK);
	for (uint32_t i = 0; i < 3; i++)
		gbx_records_init(dup + i, 2000);
	for (uint32_t i = 0; i <= parts; i++)
		gbx_profile_init(p + i, 20, 4711);
	for (uint32_t i = 0; i < BATCHES; i++)
		assert_int_equal(gbx_registry_resolve(&reg, m[i].b, i / 10, &m[i].parsed.arena, rel + i,
						      col + i, &err),
				 GBX_OK);
	uint32_t *order = any_order(r, BATCHES), *merge = any_order(r, parts);
	for (uint32_t i = 0; i < BATCHES; i++) {
		uint32_t b = in_order ? i : order[i], at = rel[b]->id - 1;
		const uint64_t *hash;
		assert_int_equal(gbx_profile_batch(p + 1 + below(r, parts), at, m[b].b, col[b], reg.type,
						   b, &hash, &err),
				 GBX_OK);
		gbx_records_add(dup + at, hash, m[b].b->nrec);
	}
	for (uint32_t i = 0; i < parts; i++)
		assert_int_equal(gbx_profile_merge(p, p + 1 + merge[i], &err), GBX_OK);
	assert_int_equal(gbx_registry_settle(&reg, &err), GBX_OK);
	gbx_summary_init(&s);
	assert_int_equal(gbx_profile_summarise(p, &reg, dup, &s, &err), GBX_OK);
	struct gbx_buf b = GBX_BUF_INIT(1u << 26);
	char *text = summary_text(&s);
	gbx_buf_adds(&b, text);
	for (uint32_t i = 0; i < reg.nrel; i++)
		tell_picks(&b, &p->rel[i]->sets);
	free(text);
	free(order);
	free(merge);
	gbx_summary_release(&s);
	for (uint32_t i = 0; i <= parts; i++)
		gbx_profile_release(p + i);
	for (uint32_t i = 0; i < 3; i++)
		gbx_records_release(dup + i);
	gbx_registry_release(&reg);
	free(p);
	return b.p;
}

static void any_split_gives_the_same(void **state)
{
	(void)state;
	struct maker *m = calloc(BATCHES, sizeof *m);
	struct rng r = {1};
	assert_non_null(m);
	for (uint32_t i = 0; i < BATCHES; i++)
		random_batch(m + i, i);
	char *want = count_any_way(m, &r, 1, true);
	assert_non_null(strstr(want, "type email"));
	assert_non_null(strstr(want, "stray"));
	assert_non_null(strstr(want, "month"));
	static const uint32_t parts[] = {1, 2, 5};
	for (unsigned trial = 0; trial < 12; trial++) {
		char *got = count_any_way(m, &r, parts[trial % 3], false);
		assert_same_text(want, got);
		free(got);
	}
	free(want);
	for (uint32_t i = 0; i < BATCHES; i++)
		maker_release(m + i);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counted_by_hand),
	    cmocka_unit_test(batch_size_does_not_matter),
	    cmocka_unit_test(nothing_counted),
	    cmocka_unit_test(months),
	    cmocka_unit_test(any_split_gives_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
