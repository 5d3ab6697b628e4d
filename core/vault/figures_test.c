/* What is put is what is loaded: rich figures, none, unfinished ones, hostile ones. */
#include "testing.h"

#include "../base/limits.h"

/* ---- figures with something in every place ---- */

static enum gbx_type type(const char *name)
{
	enum gbx_type t = gbx_type_by_name(name);
	assert_true(t != GBX_T_COUNT);
	return t;
}

static struct gbx_typeset set_of(const char *names)
{
	struct gbx_typeset s;
	assert_true(gbx_set_parse(names, &s));
	return s;
}

static struct gbx_sum_source sources[] = {
    {1, "dump.7z", 1234567890123, "ab01", 1600000000},
    {2, "bad \xff name\n", 0, NULL, -5},
};
static struct gbx_sum_entry entries[] = {
    {.id = 1,
     .source = 1,
     .path = "dump.7z!/a.json",
     .format = "elasticsearch",
     .charset = "utf-8",
     .bytes = 900,
     .records = 10,
     .repaired = 1,
     .ragged = 2,
     .quarantined = 3,
     .bytes_records = 800,
     .bytes_repaired = 20,
     .bytes_quarantined = 50,
     .skipped_bytes = 30,
     .status = GBX_ENTRY_PARTIAL,
     .reason = "archive ends early",
     .reason_id = "E_ARCHIVE_TRUNCATED"},
    {.id = 2,
     .source = 1,
     .path = "dump.7z!/b",
     .status = GBX_ENTRY_NOT_READ,
     .reason = "format not recognised",
     .reason_id = "E_NOT_RECOGNISED"},
    {.id = 3,
     .source = 2,
     .path = "c.csv",
     .format = "csv",
     .charset = "gb18030",
     .bytes = 7,
     .records = 1,
     .bytes_records = 7,
     .status = GBX_ENTRY_READ},
};
static struct gbx_sum_shape shapes[] = {{"9999-99-99", 90}, {"\xe2\x80\xa6xx", 3}};
static struct gbx_sum_month months[] = {{-13, 1}, {0, 2}, {640, 87}};
static struct gbx_sum_stored stored[] = {
    {"plain", "plain text", GBX_STORE_PLAIN, GBX_SALT_NONE, 2, NULL, NULL, NULL},
    {"bcrypt", "bcrypt", GBX_STORE_SLOW, GBX_SALT_SHARED, 88, "cost 8", "cost 12", "cost 10"},
};
static uint32_t entry_ids[] = {3, 1};

static void fill_fields(struct gbx_sum_field *f, struct gbx_sum_stray *stray)
{
	stray[0] = (struct gbx_sum_stray){type("email"), 4};
	stray[1] = (struct gbx_sum_stray){type("payment_card"), 1};
	if (stray[0].type > stray[1].type) {
		struct gbx_sum_stray x = stray[0];
		stray[0] = stray[1];
		stray[1] = x;
	}
	f[0] = (struct gbx_sum_field){
	    .id = 7,
	    .name = "born",
	    .type = type("date"),
	    .variant = 65535,
	    .scan = true,
	    .confidence = 0.987654321,
	    .reason = "98.7 % of 100 values are dates",
	    .records = 100,
	    .non_empty = 95,
	    .placeholders = 2,
	    .valid = 90,
	    .distinct = {88, false, 0.0123},
	    .len_min = 8,
	    .len_max = UINT32_MAX,
	    .shape = shapes,
	    .nshape = 2,
	    .stray = stray,
	    .nstray = 2,
	    .earliest = "1968-12-01",
	    .latest = "2023-05-31",
	    .month = months,
	    .nmonth = 3,
	    .stored = stored,
	    .nstored = 2,
	};
	f[1] = (struct gbx_sum_field){.id = 8,
	                              .name = "[data 2]",
	                              .envelope = true,
	                              .list = true,
	                              .strays = true,
	                              .type = GBX_T_UNKNOWN,
	                              .distinct = {.exact = true}};
}

/* Everything points to storage of the caller's. */
struct rich {
	struct gbx_sum_field field[2];
	struct gbx_sum_stray stray[2];
	struct gbx_sum_set set[3];
	struct gbx_sum_relation relation[2];
	struct gbx_sum_class klass[2];
	struct gbx_sum_type type[2];
};

static void fill(struct gbx_summary *s, struct rich *x)
{
	fill_fields(x->field, x->stray);
	x->set[0] = (struct gbx_sum_set){set_of("email+phone"), 60};
	x->set[1] = (struct gbx_sum_set){set_of("password_hash.md5|ntlm|md4"), 39};
	x->set[2] = (struct gbx_sum_set){set_of(""), 1};
	x->relation[0] = (struct gbx_sum_relation){
	    .id = 2,
	    .name = "people",
	    .shape = UINT64_MAX - 4,
	    .entry = entry_ids,
	    .nentry = 2,
	    .records = 100,
	    .quarantined = 3,
	    .duplicates = {5, false, 0.02},
	    .key_field = 1,
	    .distinct_keys = {95, true, 0},
	    .recounted = true,
	    .other_sets = 6,
	    .field = x->field,
	    .nfield = 2,
	    .set = x->set,
	    .nset = 3,
	};
	x->relation[1] = (struct gbx_sum_relation){
	    .id = 1,
	    .name = "",
	    .key_field = -1,
	    .plan_doubtful = true,
	    .duplicates = {.exact = true},
	    .distinct_keys = {.exact = true},
	};
	x->klass[0] = (struct gbx_sum_class){"Email addresses", 60, {59, true, 0}};
	x->klass[1] = (struct gbx_sum_class){"Phone numbers", 60, {12, false, 0.5}};
	enum gbx_type a = type("email"), b = type("phone");
	x->type[0] = (struct gbx_sum_type){a < b ? a : b, 60, 61, {59, true, 0}};
	x->type[1] = (struct gbx_sum_type){a < b ? b : a, 60, 60, {12, false, 0.25}};
	s->finished = true;
	s->seconds = 12.75;
	s->input_bytes = INT64_MAX;
	s->relation = x->relation;
	s->nrelation = 2;
	s->klass = x->klass;
	s->nklass = 2;
	s->type = x->type;
	s->ntype = 2;
	s->records = 100;
	s->quarantined = 3;
	s->repaired = 1;
	s->duplicates = (struct gbx_estimate){5, false, 0.02};
	s->earliest = "1968-12-01";
	s->latest = "2023-05-31";
}

static void put_custody(struct gbx_vault *v)
{
	struct gbx_err err;
	const struct gbx_quarantine q[] = {
	    {50, 10, GBX_E_UTF8}, {20, 30, GBX_E_UTF8}, {99, 10, GBX_E_JSON_SYNTAX}};
	for (int i = 0; i < 2; i++)
		assert_int_equal(gbx_vault_put_source(v, &sources[i], &err), GBX_OK);
	for (int i = 0; i < 3; i++)
		assert_int_equal(gbx_vault_put_entry(v, &entries[i], &err), GBX_OK);
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q, 1, &err), GBX_OK);
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q + 1, 2, &err), GBX_OK);
}

/* ---- equality ---- */

static void text_equal(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static void estimate_equal(struct gbx_estimate a, struct gbx_estimate b)
{
	assert_true(a.value == b.value && a.exact == b.exact && a.error == b.error);
}

static void field_equal(const struct gbx_sum_field *a, const struct gbx_sum_field *b)
{
	assert_int_equal(a->id, b->id);
	text_equal(a->name, b->name);
	assert_true(a->envelope == b->envelope && a->list == b->list && a->type == b->type);
	assert_true(a->variant == b->variant && a->scan == b->scan && a->strays == b->strays);
	assert_true(a->confidence == b->confidence);
	text_equal(a->reason, b->reason);
	assert_true(a->records == b->records && a->non_empty == b->non_empty &&
	            a->placeholders == b->placeholders && a->valid == b->valid);
	estimate_equal(a->distinct, b->distinct);
	assert_true(a->len_min == b->len_min && a->len_max == b->len_max);
	text_equal(a->earliest, b->earliest);
	text_equal(a->latest, b->latest);
	assert_true(a->nshape == b->nshape && a->nstray == b->nstray && a->nmonth == b->nmonth);
	for (uint32_t i = 0; i < a->nshape; i++) {
		text_equal(a->shape[i].shape, b->shape[i].shape);
		assert_true(a->shape[i].records == b->shape[i].records);
	}
	for (uint32_t i = 0; i < a->nstray; i++)
		assert_true(a->stray[i].type == b->stray[i].type &&
		            a->stray[i].records == b->stray[i].records);
	assert_int_equal(a->nstored, b->nstored);
	for (uint32_t i = 0; i < a->nstored; i++) {
		const struct gbx_sum_stored *x = &a->stored[i], *y = &b->stored[i];
		assert_string_equal(x->kind, y->kind);
		assert_string_equal(x->label, y->label);
		assert_true(x->store == y->store && x->beside == y->beside);
		assert_int_equal(x->records, y->records);
		assert_true(!x->lowest == !y->lowest && !x->usual == !y->usual);
		if (x->lowest && y->lowest)
			assert_string_equal(x->lowest, y->lowest);
	}
	for (uint32_t i = 0; i < a->nmonth; i++)
		assert_true(a->month[i].month == b->month[i].month &&
		            a->month[i].records == b->month[i].records);
}

static void relation_equal(const struct gbx_sum_relation *a, const struct gbx_sum_relation *b)
{
	assert_int_equal(a->id, b->id);
	text_equal(a->name, b->name);
	assert_true(a->shape == b->shape && a->nentry == b->nentry && a->nset == b->nset &&
	            a->nfield == b->nfield);
	assert_true(a->records == b->records && a->quarantined == b->quarantined &&
	            a->other_sets == b->other_sets);
	estimate_equal(a->duplicates, b->duplicates);
	estimate_equal(a->distinct_keys, b->distinct_keys);
	assert_int_equal(a->key_field, b->key_field);
	assert_true(a->recounted == b->recounted && a->plan_doubtful == b->plan_doubtful);
	for (uint32_t i = 0; i < a->nentry; i++)
		assert_int_equal(a->entry[i], b->entry[i]);
	for (uint32_t i = 0; i < a->nset; i++) {
		assert_memory_equal(&a->set[i].types, &b->set[i].types, sizeof a->set[i].types);
		assert_true(a->set[i].records == b->set[i].records);
	}
	for (uint32_t i = 0; i < a->nfield; i++)
		field_equal(&a->field[i], &b->field[i]);
}

static void totals_equal(const struct gbx_summary *a, const struct gbx_summary *b)
{
	assert_true(a->finished == b->finished && a->seconds == b->seconds &&
	            a->input_bytes == b->input_bytes && a->records == b->records &&
	            a->quarantined == b->quarantined && a->repaired == b->repaired);
	estimate_equal(a->duplicates, b->duplicates);
	text_equal(a->earliest, b->earliest);
	text_equal(a->latest, b->latest);
	assert_true(a->nklass == b->nklass && a->ntype == b->ntype && a->nrelation == b->nrelation);
	for (uint32_t i = 0; i < a->nklass; i++) {
		text_equal(a->klass[i].name, b->klass[i].name);
		assert_true(a->klass[i].records == b->klass[i].records);
		estimate_equal(a->klass[i].distinct, b->klass[i].distinct);
	}
	for (uint32_t i = 0; i < a->ntype; i++) {
		assert_true(a->type[i].type == b->type[i].type &&
		            a->type[i].records == b->type[i].records &&
		            a->type[i].valid == b->type[i].valid);
		estimate_equal(a->type[i].distinct, b->type[i].distinct);
	}
	for (uint32_t i = 0; i < a->nrelation; i++)
		relation_equal(&a->relation[i], &b->relation[i]);
}

static void custody_equal(const struct gbx_summary *s)
{
	assert_int_equal(s->nsource, 2);
	for (int i = 0; i < 2; i++) {
		assert_true(s->source[i].id == sources[i].id &&
		            s->source[i].bytes == sources[i].bytes &&
		            s->source[i].mtime == sources[i].mtime);
		text_equal(s->source[i].name, sources[i].name);
		text_equal(s->source[i].sha256, sources[i].sha256);
	}
	assert_int_equal(s->nentry, 3);
	for (int i = 0; i < 3; i++) {
		const struct gbx_sum_entry *a = &s->entry[i], *b = &entries[i];
		assert_true(a->id == b->id && a->source == b->source && a->bytes == b->bytes &&
		            a->records == b->records && a->repaired == b->repaired &&
		            a->ragged == b->ragged && a->quarantined == b->quarantined &&
		            a->bytes_records == b->bytes_records &&
		            a->bytes_repaired == b->bytes_repaired &&
		            a->bytes_quarantined == b->bytes_quarantined &&
		            a->skipped_bytes == b->skipped_bytes && a->status == b->status);
		text_equal(a->path, b->path);
		text_equal(a->format, b->format);
		text_equal(a->charset, b->charset);
		text_equal(a->reason, b->reason);
		text_equal(a->reason_id, b->reason_id);
	}
	assert_int_equal(s->nquarantine, 2);
	assert_string_equal(s->quarantine[0].reason_id, "E_JSON_SYNTAX");
	assert_string_equal(s->quarantine[1].reason, "not valid UTF-8");
	assert_true(s->quarantine[1].records == 2 && s->quarantine[1].bytes == 40 &&
	            s->quarantine[1].first_offset == 20 && s->quarantine[1].entry == 1);
}

static struct gbx_vault *rich_case(const char *path, struct rich *x, struct gbx_summary *s)
{
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	struct gbx_vault_options o = {.no_vault = true};
	assert_int_equal(gbx_vault_create(&v, path, &o, &err), GBX_OK);
	assert_int_equal(gbx_vault_begin(v, &err), GBX_OK);
	put_custody(v);
	gbx_summary_init(s);
	fill(s, x);
	if (gbx_vault_put_figures(v, s, &err))
		fail_msg("%s", err.text);
	return v;
}

/* ---- the tests ---- */

static void round_trip(void **state)
{
	const struct place *t = *state;
	struct rich x;
	struct gbx_summary s, got;
	struct gbx_err err;
	struct gbx_vault *v = rich_case(t->path, &x, &s);
	gbx_summary_init(&got);
	for (int again = 0; again < 3; again++) {
		if (gbx_vault_load(v, &got, &err))
			fail_msg("%s", err.text);
		totals_equal(&s, &got);
		custody_equal(&got);
		assert_false(got.vault);
		if (again == 0) /* replaced, not added */
			assert_int_equal(gbx_vault_put_figures(v, &s, &err), GBX_OK);
		gbx_vault_close(v);
		assert_int_equal(gbx_vault_open(&v, t->path,
		                                again ? GBX_VAULT_FIGURES : GBX_VAULT_WRITE, NULL,
		                                &err),
		                 GBX_OK);
	}
	struct gbx_verify_result r;
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
	assert_true(r.finished);
	gbx_vault_close(v);
	gbx_summary_release(&got);
}

static void fewer_figures(void **state)
{
	const struct place *t = *state;
	struct rich x;
	struct gbx_summary s, got;
	struct gbx_err err;
	struct gbx_vault *v = rich_case(t->path, &x, &s);
	gbx_summary_init(&got);
	s.nrelation = 0;
	s.nklass = s.ntype = 0;
	s.records = 0;
	s.earliest = s.latest = NULL;
	s.duplicates.error = 0.0 / 0.0; /* not a number is stored as 0 */
	assert_int_equal(gbx_vault_put_figures(v, &s, &err), GBX_OK);
	s.duplicates.error = 0;
	assert_int_equal(gbx_vault_load(v, &got, &err), GBX_OK);
	totals_equal(&s, &got);
	gbx_vault_close(v);
	gbx_summary_release(&got);
}

static void unfinished(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 3);
	struct gbx_summary s;
	struct gbx_err err;
	uint32_t source, entry, relation;
	uint64_t block;
	put_custody(v);
	assert_int_equal(gbx_vault_put_relation(v, 4, "nothing yet", 77, &err), GBX_OK);
	assert_int_equal(gbx_vault_commit(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_next_ids(v, &source, &entry, &relation, &block, &err), GBX_OK);
	assert_true(source == 3 && entry == 4 && relation == 5 && block == 3);
	bool found = false;
	assert_int_equal(gbx_vault_has_source(v, "ab01", &found, &err), GBX_OK);
	assert_true(found);
	assert_int_equal(gbx_vault_has_source(v, "ab02", &found, &err), GBX_OK);
	assert_false(found);
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_load(v, &s, &err), GBX_OK);
	custody_equal(&s);
	assert_false(s.finished);
	assert_true(s.vault && s.records == 300 && s.quarantined == 3 && s.repaired == 1);
	assert_int_equal(s.nrelation, 2);
	assert_true(s.relation[0].records == 300 && s.relation[0].nentry == 1 &&
	            s.relation[0].entry[0] == 1 && s.relation[0].nfield == 0);
	assert_true(s.relation[1].records == 0 && s.relation[1].shape == 77);
	gbx_summary_release(&s);
	gbx_vault_close(v);
}

/* Figures that do not go with the blocks. */
static void wrong_sums(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 3);
	struct gbx_verify_result r;
	struct gbx_err err;
	struct gbx_summary s;
	struct gbx_sum_relation rel = {.id = 1, .name = "people", .records = 300, .key_field = -1};
	gbx_summary_init(&s);
	s.relation = &rel;
	s.nrelation = 1;
	s.records = 300;
	s.finished = true;
	assert_int_equal(gbx_vault_put_figures(v, &s, &err), GBX_OK);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
	assert_true(r.finished && r.blocks == 3 && r.records == 300);
	rel.records = s.records = 299;
	assert_int_equal(gbx_vault_put_figures(v, &s, &err), GBX_OK);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_STORE);
	rel.records = 300;
	assert_int_equal(gbx_vault_put_figures(v, &s, &err), GBX_OK);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_STORE);
	/* The next ingest makes them provisional again. */
	assert_int_equal(gbx_vault_begin(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
	assert_false(r.finished);
	gbx_vault_close(v);
}

static void candidates(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 1);
	struct gbx_err err;
	struct gbx_arena a;
	struct gbx_candidate *got;
	uint64_t seed = 1;
	uint32_t n = 1;
	const struct gbx_candidate c[] = {
	    {2, set_of("email"), 5, 0, 1},
	    {1, set_of("email+phone"), UINT64_MAX, 0, 7},
	    {1, set_of("email+phone"), UINT64_C(1) << 62, UINT64_C(1) << 40, UINT32_MAX},
	    {1, set_of(""), 9, 0, 3},
	};
	gbx_arena_init(&a, 1 << 20);
	assert_int_equal(gbx_vault_get_candidates(v, &a, &seed, &got, &n, &err), GBX_OK);
	assert_true(n == 0 && seed == 0);
	assert_int_equal(gbx_vault_put_candidates(v, UINT64_MAX - 1, c, 4, &err), GBX_OK);
	assert_int_equal(gbx_vault_put_candidates(v, UINT64_MAX - 1, c, 4, &err), GBX_OK);
	assert_int_equal(gbx_vault_get_candidates(v, &a, &seed, &got, &n, &err), GBX_OK);
	assert_true(seed == UINT64_MAX - 1);
	assert_int_equal(n, 4);
	static const int order[] = {3, 2, 1, 0};
	for (int i = 0; i < 4; i++) {
		const struct gbx_candidate *x = &c[order[i]];
		assert_true(got[i].relation == x->relation && got[i].priority == x->priority &&
		            got[i].block == x->block && got[i].row == x->row);
		assert_memory_equal(&got[i].set, &x->set, sizeof x->set);
	}
	struct gbx_vault_relation *r;
	assert_int_equal(gbx_vault_relations(v, &a, &r, &n, &err), GBX_OK);
	assert_int_equal(n, 1);
	assert_string_equal(r[0].name, "people");
	gbx_arena_release(&a);
	gbx_vault_close(v);
}

static void sets_as_text(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(GBX_SET_TEXT);
	struct gbx_typeset all = {{0, 0}}, back;
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		gbx_typeset_add(&all, (enum gbx_type)i);
	assert_true(gbx_set_parse(gbx_set_text(&all, &b), &back));
	assert_false(gbx_buf_failed(&b));
	assert_memory_equal(&all, &back, sizeof all);
	static const char *const bad[] = {
	    "+", "email+", "+email", "email++phone", "no such type", "email,phone"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(gbx_set_parse(bad[i], &back));
	gbx_buf_release(&b);
}

/* A case from elsewhere: nothing in it is believed. */
static void hostile_figures(void **state)
{
	static const struct {
		const char *sql;
		enum gbx_eid id;
	} attack[] = {
	    {"UPDATE field SET type = 'email.of.the.future'", GBX_E_CASE_NEWER},
	    {"UPDATE exposure_set SET types = 'x+y'", GBX_E_CASE_NEWER},
	    {"UPDATE stray SET type = 'x' || type", GBX_E_CASE_NEWER},
	    {"UPDATE relation SET records = -1", GBX_E_CASE_DAMAGED},
	    {"UPDATE relation SET key_field = 2", GBX_E_CASE_DAMAGED},
	    {"UPDATE relation SET key_field = -2", GBX_E_CASE_DAMAGED},
	    {"UPDATE field SET len_max = 4294967296", GBX_E_CASE_DAMAGED},
	    {"UPDATE field SET variant = 65536", GBX_E_CASE_DAMAGED},
	    {"UPDATE field SET confidence = 9e999", GBX_E_CASE_DAMAGED},
	    {"UPDATE relation_entry SET entry = -1", GBX_E_CASE_DAMAGED},
	    {"UPDATE entry SET status = 'fine'", GBX_E_CASE_DAMAGED},
	    {"UPDATE entry SET source = 1 << 40", GBX_E_CASE_DAMAGED},
	    {"UPDATE case_info SET created = hex(zeroblob(40))", GBX_E_CASE_DAMAGED},
	    {"UPDATE month SET month = 1 << 33 WHERE month = 0", GBX_E_CASE_DAMAGED},
	    {"INSERT INTO source VALUES (1 << 40, 'x', 1, 'x', 1)", GBX_E_CASE_DAMAGED},
	    {"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) "
	     "INSERT INTO source SELECT i + 9, hex(zeroblob(8000000)), 1, NULL, 1 FROM n",
	     GBX_E_NOMEM},
	};
	const struct place *t = *state;
	for (size_t i = 0; i < sizeof attack / sizeof *attack; i++) {
		struct rich x;
		struct gbx_summary s, got;
		struct gbx_err err;
		struct gbx_vault *v = rich_case(t->path, &x, &s);
		char sql[512];
		gbx_vault_close(v);
		snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints = ON; %s",
		         attack[i].sql);
		run_sql(t->path, sql);
		assert_int_equal(gbx_vault_open(&v, t->path, GBX_VAULT_FIGURES, NULL, &err),
		                 GBX_OK);
		gbx_summary_init(&got);
		if (gbx_vault_load(v, &got, &err) == GBX_OK || err.id != attack[i].id)
			fail_msg("%s: %s", attack[i].sql, err.text);
		assert_int_equal(got.nrelation, 0);
		gbx_vault_close(v);
		unlink(t->path);
	}
}

static void quarantine_is_bounded(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 0);
	struct gbx_err err;
	struct gbx_summary s;
	struct gbx_quarantine *q = calloc(GBX_QUARANTINE_ROWS, sizeof *q);
	assert_non_null(q);
	for (uint32_t i = 0; i < GBX_QUARANTINE_ROWS; i++)
		q[i] = (struct gbx_quarantine){1000 + i, 1, GBX_E_QUOTE_OPEN};
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q, GBX_QUARANTINE_ROWS, &err), GBX_OK);
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q, 5, &err), GBX_OK);
	assert_int_equal(gbx_vault_begin(v, &err), GBX_OK); /* counts what is there */
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q, 5, &err), GBX_OK);
	assert_int_equal(v->quarantine_rows, GBX_QUARANTINE_ROWS);
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_load(v, &s, &err), GBX_OK);
	assert_int_equal(s.quarantined, GBX_QUARANTINE_ROWS + 10);
	gbx_summary_release(&s);
	gbx_vault_close(v);
	free(q);
}

static void no_writing_to_readers(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	gbx_vault_close(case_with(t->path, 0));
	assert_int_equal(gbx_vault_open(&v, t->path, GBX_VAULT_READ, NULL, &err), GBX_OK);
	assert_int_equal(gbx_vault_begin(v, &err), GBX_MISUSE);
	assert_int_equal(gbx_vault_put_source(v, &sources[0], &err), GBX_MISUSE);
	assert_int_equal(gbx_vault_audit(v, "x", NULL, &err), GBX_MISUSE);
	gbx_vault_close(v);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(round_trip),
	    IN_PLACE(fewer_figures),
	    IN_PLACE(unfinished),
	    IN_PLACE(wrong_sums),
	    IN_PLACE(candidates),
	    cmocka_unit_test(sets_as_text),
	    IN_PLACE(hostile_figures),
	    IN_PLACE(quarantine_is_bounded),
	    IN_PLACE(no_writing_to_readers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
