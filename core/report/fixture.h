/*
 * Summaries for the tests of the writers: a rich case, complete or partial, with
 * names as an attacker would choose them. All of it is made up.
 */
#ifndef GBX_REPORT_FIXTURE_H
#define GBX_REPORT_FIXTURE_H

#include <string.h>

#include "report.h"

#define HOSTILE_COUNT 12
static const char *const hostile[HOSTILE_COUNT] = {
	"<script>alert(1)</script>",
	"=cmd|' /C calc'!A0",
	"red\033[31m\033]0;title\007",
	"bidi\xe2\x80\xaetxt.exe\xe2\x81\xa6",
	"pipe|`tick`|*star*",
	"\"quotes\" and 'ticks'",
	"line\nbreak\r\ttab",
	"bad\xff\xfe\x80utf8",
	"@SUM(1+1)",
	"\"><img src=x onerror=alert(1)>",
	"# heading ](javascript:alert(1)) <!--",
	"\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e\xe7\x9a\x84\xe8\xa1\xa8", /* CJK */
};

static void *fix_take(struct gbx_summary *s, size_t n, size_t size)
{
	return gbx_arena_zalloc(&s->arena, n * size);
}

static inline enum gbx_type fix_type(const char *name)
{
	return gbx_type_by_name(name);
}

static inline void fix_set(struct gbx_sum_set *set, uint64_t records, const char *a, const char *b,
			   const char *c)
{
	const char *const name[] = { a, b, c };

	*set = (struct gbx_sum_set){ .records = records };
	for (int i = 0; i < 3; i++)
		if (name[i])
			gbx_typeset_add(&set->types, fix_type(name[i]));
}

static inline void fix_field(struct gbx_summary *s, struct gbx_sum_field *f, uint32_t id,
			     const char *name, const char *type, uint64_t records)
{
	*f = (struct gbx_sum_field){
		.id = id,
		.name = name,
		.type = fix_type(type),
		.confidence = 0.99,
		.reason = "98.7 % of the values fit",
		.records = records,
		.non_empty = records,
		.placeholders = 0,
		.valid = records,
		.len_min = 3,
		.len_max = 18,
		.distinct = { records / 2, false, 0.017 },
	};
	f->shape = fix_take(s, 5, sizeof(*f->shape));
	f->nshape = 3;
	f->shape[0] = (struct gbx_sum_shape){ "999999999999999999", records - 3 };
	f->shape[1] = (struct gbx_sum_shape){ "aaaa|`9999`@aaa.aaa", 2 };
	f->shape[2] = (struct gbx_sum_shape){ "\xe5\xad\x97xx…", 1 };
}

/* Provinces, a calling code, numbers of nobody knows where; one of them a small count. */
static inline void fix_regions(struct gbx_summary *s, struct gbx_sum_field *f)
{
	static const struct gbx_sum_region all[] = { { 44, 41 }, { 11, 17 }, { 100 + 1, 9 }, { 0, 2 } };

	f->nregion = sizeof(all) / sizeof(*all);
	f->region = fix_take(s, f->nregion, sizeof(*f->region));
	for (uint32_t i = 0; i < f->nregion; i++)
		f->region[i] = all[i];
}

static inline void fix_stored(struct gbx_summary *s, struct gbx_sum_field *f)
{
	f->stored = fix_take(s, 3, sizeof(*f->stored));
	f->nstored = 3;
	f->stored[0] = (struct gbx_sum_stored){ .kind = "plain",
						.label = "plain text",
						.store = GBX_STORE_PLAIN,
						.records = 3 };
	f->stored[1] = (struct gbx_sum_stored){ .kind = "md5",
						.label = "MD5, NTLM or MD4",
						.store = GBX_STORE_SALTED,
						.beside = GBX_SALT_OWN,
						.records = 7 };
	f->stored[2] = (struct gbx_sum_stored){ .kind = "bcrypt",
						.label = "bcrypt",
						.store = GBX_STORE_SLOW,
						.records = 400000,
						.lowest = "cost 8",
						.highest = "cost 12",
						.usual = "cost 10" };
}

static inline void fix_months(struct gbx_summary *s, struct gbx_sum_field *f, int32_t first,
			      uint32_t n)
{
	f->month = fix_take(s, n, sizeof(*f->month));
	f->nmonth = n;
	f->earliest = "1995-01-03";
	f->latest = "2019-12-30";
	for (uint32_t i = 0; i < n; i++)
		f->month[i] =
		    (struct gbx_sum_month){ first + (int32_t)i, i == 1 ? 3 : 40 + i * 7 % 23 };
}

static inline void fix_relation(struct gbx_summary *s, struct gbx_sum_relation *r, uint32_t id,
				const char *name, uint32_t nfield)
{
	static const char *const type[] = {
		"name.full", "national_id.cn",  "phone",          "address", "date_of_birth",
		"gender",    "record.criminal", "password.plain", "email",   "timestamp",
		"text",      "unknown",
	};
	const uint64_t n = 412031 + id;

	*r = (struct gbx_sum_relation){ .id = id,
					.name = name,
					.records = n,
					.quarantined = 37,
					.duplicates = { 1234567, false, 0.017 },
					.key_field = 1,
					.distinct_keys = { 250123, false, 0.017 } };
	r->entry = fix_take(s, 1, sizeof(*r->entry));
	r->entry[0] = id;
	r->nentry = 1;
	r->field = fix_take(s, nfield, sizeof(*r->field));
	r->nfield = nfield;
	for (uint32_t i = 0; i < nfield; i++)
		fix_field(s, &r->field[i], i + 1, hostile[i % HOSTILE_COUNT], type[i % 12], n);
	if (nfield > 1)
		fix_regions(s, &r->field[1]);
	if (nfield > 7)
		fix_stored(s, &r->field[7]);
	if (nfield > 9)
		fix_months(s, &r->field[9], 300, 300);
	r->set = fix_take(s, 4, sizeof(*r->set));
	r->nset = 4;
	fix_set(&r->set[0], n - 1009, "name.full", "national_id.cn", "phone");
	fix_set(&r->set[1], 1000, "name.full", "email", "password.plain");
	fix_set(&r->set[2], 7, "record.criminal", NULL, NULL);
	fix_set(&r->set[3], 2, NULL, NULL, NULL);
}

static inline void fix_totals(struct gbx_summary *s)
{
	static const char *const type[] = { "phone", "name.full", "national_id.cn",
					    "password.plain", "record.criminal" };
	uint32_t n = s->nrelation ? 5 : 0;

	for (uint32_t r = 0; r < s->nrelation; r++)
		s->records += s->relation[r].records;
	s->type = fix_take(s, 5, sizeof(*s->type));
	s->klass = fix_take(s, 5, sizeof(*s->klass));
	s->ntype = s->nklass = n;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t records = i == 4 ? 3 : s->records / (i + 1);
		struct gbx_estimate e = { records, i < 2, i < 2 ? 0 : 0.0123 };
		s->type[i] = (struct gbx_sum_type){ fix_type(type[i]), records, records, e };
		s->klass[i] = (struct gbx_sum_class){ gbx_type_info(fix_type(type[i]))->data_class,
						      records, e };
	}
	s->duplicates = (struct gbx_estimate){ n ? 1234567 : 0, !n, n ? 0.017 : 0 };
	s->earliest = n ? "1995-01-03" : NULL;
	s->latest = n ? "2019-12-30" : NULL;
}

static inline void fix_entries(struct gbx_summary *s, bool partial)
{
	for (uint32_t i = 0; i < s->nentry; i++) {
		struct gbx_sum_entry *e = &s->entry[i];
		*e = (struct gbx_sum_entry){ .id = i + 1,
					     .source = 1,
					     .path = hostile[i % HOSTILE_COUNT],
					     .format = "elasticsearch",
					     .charset = "utf-8",
					     .bytes = 1000000000,
					     .records =
						 i < s->nrelation ? s->relation[i].records : 0,
					     .bytes_records = 1000000000 };
		if (!partial || i % 3)
			continue;
		e->status = i % 2 ? GBX_ENTRY_NOT_READ : GBX_ENTRY_PARTIAL;
		e->reason = "unpacks to far more than its size";
		e->reason_id = "E_RATIO";
		e->skipped_bytes = 5000;
		e->quarantined = 40;
		e->repaired = 4;
	}
}

static inline void fix_quarantine(struct gbx_summary *s)
{
	s->quarantine = fix_take(s, 2, sizeof(*s->quarantine));
	s->nquarantine = 2;
	s->quarantine[0] =
	    (struct gbx_sum_count){ 1, "E_JSON_SYNTAX", "not valid JSON", 37, 4000, 12 };
	s->quarantine[1] =
	    (struct gbx_sum_count){ 1, "E_CUT", "cut off by the end of the input", 3, 9, 99 };
	s->quarantined = 40;
	s->repaired = 4;
}

/* The caller releases it. */
static inline void fix_case(struct gbx_summary *s, uint32_t nrelation, uint32_t nfield,
			    bool partial)
{
	gbx_summary_init(s);
	memcpy(s->case_id, "00000000-0000-4000-8000-000000000000", 37);
	memcpy(s->created, "2026-01-02T03:04:05Z", 21);
	s->vault = true;
	s->finished = true;
	s->seconds = 12.34;
	s->input_bytes = UINT64_C(3000000000);
	s->source = fix_take(s, 1, sizeof(*s->source));
	s->nsource = 1;
	s->source[0] = (struct gbx_sum_source){
		1, hostile[0], s->input_bytes,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0
	};
	s->relation = fix_take(s, nrelation, sizeof(*s->relation));
	s->nrelation = nrelation;
	for (uint32_t r = 0; r < nrelation; r++)
		fix_relation(s, &s->relation[r], r + 1, hostile[(r + 11) % HOSTILE_COUNT], nfield);
	s->entry = fix_take(s, nrelation + 2, sizeof(*s->entry));
	s->nentry = nrelation + 2;
	fix_entries(s, partial);
	if (partial)
		fix_quarantine(s);
	fix_totals(s);
}

#endif
