/*
 * The truth written as JSON. Names are the program's own and plain ASCII but for
 * file names, which are escaped.
 */
#include "truth.h"

#include <errno.h>
#include <stdlib.h>

static void put_string(FILE *o, const char *s)
{
	char buf[2048];
	size_t n = strlen(s);

	if (n > sizeof(buf) / 2 - 1)
		n = sizeof(buf) / 2 - 1;
	*synth_json_text(buf, s, n, false) = 0;
	fprintf(o, "\"%s\"", buf);
}

static uint64_t sum(const uint64_t *v, unsigned from, unsigned to)
{
	uint64_t n = 0;

	while (from < to)
		n += v[from++];
	return n;
}

static void put_damage(FILE *o, const struct synth_truth *t, unsigned from, unsigned to)
{
	fputc('{', o);
	for (unsigned i = from; i < to; i++)
		fprintf(o, "%s\"%s\": %ju", i > from ? ", " : "", synth_damage_name[i],
			(uintmax_t)t->damage[i]);
	fputc('}', o);
}

static void put_field(FILE *o, const struct synth_truth *t, unsigned i)
{
	const struct synth_field *d = &t->shape->field[i];
	const struct synth_field_truth *f = &t->field[i];
	const char *klass = synth_types[d->type].data_class;

	fprintf(o, "      {\"name\": \"%s%s\", \"type\": \"%s\", ", t->prefix, d->name,
		synth_types[d->type].name);
	fprintf(o, "\"data_class\": %s%s%s, ", klass ? "\"" : "", klass ? klass : "null",
		klass ? "\"" : "");
	fprintf(o, "\"firm\": %s, \"records\": %ju, \"non_empty\": %ju, ",
		d->firm ? "true" : "false", (uintmax_t)t->records, (uintmax_t)f->values);
	fprintf(o, "\"records_non_empty\": %ju, \"placeholders\": %ju, \"valid\": %ju, ",
		(uintmax_t)f->records, (uintmax_t)f->placeholders, (uintmax_t)f->valid);
	fprintf(o, "\"distinct\": %ju, \"length\": {\"min\": %u, \"max\": %u}",
		(uintmax_t)f->distinct.n, f->len_min, f->len_max);
	if (f->earliest[0])
		fprintf(o, ", \"earliest\": \"%s\", \"latest\": \"%s\"", f->earliest, f->latest);
	fputc('}', o);
}

static void put_types(FILE *o, uint64_t types)
{
	const char *comma = "";

	fputc('[', o);
	for (unsigned i = 0; i < SYNTH_T_COUNT; i++) {
		if (!(types >> i & 1))
			continue;
		fprintf(o, "%s\"%s\"", comma, synth_types[i].name);
		comma = ", ";
	}
	fputc(']', o);
}

/* Most records first, ties by bits. */
static int by_records(const void *a, const void *b)
{
	const struct synth_combination *x = a, *y = b;

	if (x->records != y->records)
		return x->records < y->records ? 1 : -1;
	return (x->types > y->types) - (x->types < y->types);
}

static void put_combinations(FILE *o, struct synth_truth *t)
{
	qsort(t->combination, SYNTH_COMBINATIONS, sizeof(t->combination[0]), by_records);
	fprintf(o, "     \"exposure_sets\": [");
	for (uint64_t i = 0; i < t->ncombination; i++) {
		fprintf(o, "%s\n      {\"types\": ", i ? "," : "");
		put_types(o, t->combination[i].types);
		fprintf(o, ", \"records\": %ju}", (uintmax_t)t->combination[i].records);
	}
	fprintf(o, "]}");
}

static void put_relation(FILE *o, struct synth_truth *t)
{
	fprintf(o, "    {\"name\": \"%s\", \"file\": ", t->shape->relation);
	put_string(o, t->file);
	fprintf(o, ", \"bytes\": %ju", (uintmax_t)t->bytes);
	if (t->sha256[0])
		fprintf(o, ", \"sha256\": \"%s\"", t->sha256);
	fprintf(o,
		",\n     \"lines\": %ju, \"records\": %ju, \"duplicates\": %ju,\n     "
		"\"repaired\": ",
		(uintmax_t)t->lines, (uintmax_t)t->records, (uintmax_t)t->duplicates);
	put_damage(o, t, SYNTH_SOUND + 1, SYNTH_LAST_REPAIRABLE + 1);
	fprintf(o, ",\n     \"quarantined\": ");
	put_damage(o, t, SYNTH_LAST_REPAIRABLE + 1, SYNTH_DAMAGES);
	fprintf(o, ", \"bytes_quarantined\": %ju,\n     \"fields\": [\n",
		(uintmax_t)t->bytes_quarantined);
	for (unsigned i = 0; i < t->shape->nfield; i++) {
		put_field(o, t, i);
		fprintf(o, i + 1 < t->shape->nfield ? ",\n" : "],\n");
	}
	put_combinations(o, t);
}

static uint64_t records_with(const struct synth_manifest *m, uint64_t types)
{
	uint64_t n = 0;

	for (unsigned k = 0; k < m->ntruth; k++) {
		for (unsigned i = 0; i < SYNTH_COMBINATIONS; i++) {
			if (m->truth[k]->combination[i].types & types)
				n += m->truth[k]->combination[i].records;
		}
	}
	return n;
}

static void put_total_types(FILE *o, const struct synth_manifest *m)
{
	const char *comma = "";

	fprintf(o, ",\n    \"types\": [");
	for (unsigned i = 0; i < SYNTH_T_COUNT; i++) {
		uint64_t n = records_with(m, UINT64_C(1) << i);
		if (!n)
			continue;
		fprintf(o, "%s\n      {\"type\": \"%s\", \"records\": %ju}", comma,
			synth_types[i].name, (uintmax_t)n);
		comma = ",";
	}
	fprintf(o, "]");
}

/* The set of types of i's data class; 0 when an earlier type has the same one. */
static uint64_t class_of(unsigned i)
{
	const char *klass = synth_types[i].data_class;
	uint64_t types = 0;

	for (unsigned k = 0; klass && k < SYNTH_T_COUNT; k++) {
		const char *other = synth_types[k].data_class;
		if (!other || strcmp(other, klass) != 0)
			continue;
		if (k < i)
			return 0;
		types |= UINT64_C(1) << k;
	}
	return types;
}

static void put_total_classes(FILE *o, const struct synth_manifest *m)
{
	const char *comma = "";

	fprintf(o, ",\n    \"data_classes\": [");
	for (unsigned i = 0; i < SYNTH_T_COUNT; i++) {
		uint64_t n = records_with(m, class_of(i));
		if (!n)
			continue;
		fprintf(o, "%s\n      {\"name\": \"%s\", \"records\": %ju}", comma,
			synth_types[i].data_class, (uintmax_t)n);
		comma = ",";
	}
	fprintf(o, "]");
}

static void put_totals(FILE *o, const struct synth_manifest *m)
{
	uint64_t lines = 0, records = 0, duplicates = 0, repaired = 0, quarantined = 0;

	for (unsigned k = 0; k < m->ntruth; k++) {
		const struct synth_truth *t = m->truth[k];
		lines += t->lines;
		records += t->records;
		duplicates += t->duplicates;
		repaired += sum(t->damage, SYNTH_SOUND + 1, SYNTH_LAST_REPAIRABLE + 1);
		quarantined += sum(t->damage, SYNTH_LAST_REPAIRABLE + 1, SYNTH_DAMAGES);
	}
	fprintf(o, "  \"totals\": {\"lines\": %ju, \"records\": %ju, \"repaired\": %ju, ",
		(uintmax_t)lines, (uintmax_t)records, (uintmax_t)repaired);
	fprintf(o, "\"quarantined\": %ju, \"duplicates\": %ju", (uintmax_t)quarantined,
		(uintmax_t)duplicates);
	put_total_types(o, m);
	put_total_classes(o, m);
	fprintf(o, "}\n");
}

void synth_manifest_write(const char *path, const struct synth_manifest *m)
{
	FILE *o = fopen(path, "we");

	if (!o) {
		fprintf(stderr, "glovebox-synth: cannot write %s: %s\n", path, strerror(errno));
		exit(1);
	}
	fprintf(o, "{\n  \"manifest\": 1, \"kind\": \"%s\", \"seed\": %ju, ", m->kind,
		(uintmax_t)m->seed);
	if (m->population)
		fprintf(o, "\"population\": %ju, ", (uintmax_t)m->population);
	fprintf(o, "\"types_sorted\": \"catalogue order\",\n  \"archive\": ");
	if (m->archive)
		put_string(o, m->archive);
	else
		fputs("null", o);
	fprintf(o, ",\n  \"relations\": [\n");
	for (unsigned i = 0; i < m->ntruth; i++) {
		put_relation(o, m->truth[i]);
		fprintf(o, i + 1 < m->ntruth ? ",\n" : "],\n");
	}
	put_totals(o, m);
	fprintf(o, "}\n");
	if (ferror(o) || fclose(o))
		synth_die("cannot write the manifest");
}
