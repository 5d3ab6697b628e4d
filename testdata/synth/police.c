/*
 * glovebox-synth police: the three exports of the reference case with their
 * damage, loose or in one archive, and the truth about them. A record is a
 * function of seed, part and number, so archives that want sizes first are
 * written in a second pass, and duplicates need no memory of what was written.
 */
#include "police.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "command.h"
#include "sink.h"
#include "truth.h"
#include "words.h"

/* Rates in a million lines. */
#define DUPLICATES 30000
#define QUOTED 50000	     /* records with quotation marks in a text */
#define BARE_OF_QUOTED 40000 /* of those left unescaped */
static const struct {
	enum synth_damage damage;
	uint32_t ppm;
} damages[] = {
	{ SYNTH_WRAPPED_ESCAPED, 1000 }, { SYNTH_WRAPPED_RAW, 1000 }, { SYNTH_TRUNCATED, 400 },
	{ SYNTH_BINARY, 100 },		 { SYNTH_NUL_BYTES, 50 },     { SYNTH_FOREIGN_TEXT, 50 },
};

enum { PARTS = 3, STREAM_LINE = 16, STREAM_BODY = 32, STREAM_PERSON = 48 };
static const struct synth_part *const parts[PARTS] = { &synth_part_person, &synth_part_address,
						       &synth_part_case };

struct pass {
	uint64_t seed;
	unsigned part;
	uint64_t records;
	unsigned population_bits; /* the population is 2 to this power */
	struct synth_sink out;
	struct synth_truth *truth; /* NULL: count nothing */
	struct synth_record record;
	char sound[SYNTH_LINE], bare[SYNTH_LINE], line[SYNTH_LINE];
};

bool synth_quote_here(struct synth_record *r, struct synth_rng *g)
{
	r->quoted = synth_ppm(g, QUOTED);
	return r->quoted;
}

char *synth_hit_head(char *p, const char *index, struct synth_rng *g)
{
	uint64_t z = 0;
	int n = snprintf(p, 256, "{\"_index\":\"%s\",\"_type\":\"_doc\",\"_id\":\"", index);

	p += n;
	for (unsigned i = 0; i < 20; i++) {
		if (i % 10 == 0)
			z = synth_next(g);
		*p++ = synth_set_url[z & 63];
		z >>= 6;
	}
	return p + snprintf(p, 64, "\",\"_score\":null,\"_source\":");
}

char *synth_hit_tail(char *p, uint64_t sort)
{
	return p + snprintf(p, 64, ",\"sort\":[%ju]}", (uintmax_t)sort);
}

void synth_set_mobile(struct synth_record *r, unsigned f, struct synth_rng *g,
		      const char mobile[11])
{
	uint32_t d = synth_below(g, 1000);

	if (synth_gap(r, f, g, &synth_gaps_usual))
		return;
	synth_begin(r);
	if (d < 3) {
		synth_puts(r, "13800138000");
		synth_end(r, f, SYNTH_STRING, SYNTH_PLACEHOLDER);
		return;
	}
	if (d >= 970)
		synth_puts(r, "+86 ");
	synth_put(r, mobile, 11);
	if (d < 8)
		synth_puts(r, "00"); /* two digits too many */
	synth_end(r, f, SYNTH_STRING, d < 8 ? SYNTH_INVALID : SYNTH_VALID);
}

/* The i-th record's person: a bijection on the population, so that no part meets
 * the same person twice, and two parts share as many as chance gives. */
static uint64_t person_number(const struct pass *s, uint64_t i)
{
	struct synth_rng g = synth_rng_of(s->seed, STREAM_PERSON + s->part, 0);
	uint64_t mask = (UINT64_C(1) << s->population_bits) - 1, k = i;

	for (unsigned round = 0; round < 3; round++) {
		k = (k * (synth_next(&g) | 1)) & mask;
		k = (k + synth_next(&g)) & mask;
		k ^= k >> (s->population_bits / 2 + 1);
	}
	return k;
}

/* The number of the record whose body the i-th line has. *g then goes on with
 * what else is drawn for line i. */
static uint64_t original(const struct pass *s, uint64_t i, struct synth_rng *g)
{
	struct synth_rng h;
	uint64_t j = i;

	*g = h = synth_rng_of(s->seed, STREAM_LINE + s->part, i);
	synth_next(g);
	while (j && synth_ppm(&h, DUPLICATES)) {
		j = synth_next(&h) % j;
		h = synth_rng_of(s->seed, STREAM_LINE + s->part, j);
	}
	synth_next(g);
	return j;
}

static void make_body(struct pass *s, uint64_t i)
{
	struct synth_rng g = synth_rng_of(s->seed, STREAM_BODY + s->part, i);
	struct synth_person person;

	synth_person_make(&person, s->seed, person_number(s, i));
	synth_record_reset(&s->record);
	parts[s->part]->body(&s->record, &g, &person, i);
}

static enum synth_damage draw_damage(struct synth_rng *g, bool quoted)
{
	uint32_t d = synth_below(g, 1000000);

	if (quoted)
		return d < BARE_OF_QUOTED ? SYNTH_BARE_QUOTES : SYNTH_SOUND;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		if (d < damages[i].ppm)
			return damages[i].damage;
		d -= damages[i].ppm;
	}
	return SYNTH_SOUND;
}

static size_t binary(char *p, struct synth_rng *g)
{
	size_t n = 40 + synth_below(g, 160);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)(0x80 | (synth_next(g) >> 56)); /* no line end among them */
	return n;
}

/* Writes the damaged form of the line[0..n) to p; its length. */
static size_t put_damaged(char *p, const char *line, size_t n, enum synth_damage d,
			  struct synth_rng *g)
{
	static const char foreign[] =
		"curl: (18) transfer closed with outstanding read data remaining";

	switch (d) {
	case SYNTH_WRAPPED_ESCAPED:
	case SYNTH_WRAPPED_RAW:
		*p = '"';
		n = (size_t)(synth_json_text(p + 1, line, n, d == SYNTH_WRAPPED_RAW) - p);
		break;
	case SYNTH_TRUNCATED:
		n = n / 20 + synth_below(g, (uint32_t)(n * 17 / 20));
		memcpy(p, line, n);
		return n;
	case SYNTH_BINARY:
		return binary(p, g);
	case SYNTH_NUL_BYTES:
		n = 16 + synth_below(g, 240);
		memset(p, 0, n);
		return n;
	case SYNTH_FOREIGN_TEXT:
		memcpy(p, foreign, sizeof(foreign) - 1);
		return sizeof(foreign) - 1;
	default:
		memcpy(p, line, n);
		return n;
	}
	p[n] = '"';
	return n + 1;
}

static void write_line(struct pass *s, uint64_t i)
{
	struct synth_rng g;
	uint64_t body = original(s, i, &g);
	const struct synth_shape *shape = &parts[s->part]->shape;
	enum synth_damage d;
	char *p = s->line, *to = synth_sink_room(&s->out);
	size_t nsound, n;

	make_body(s, body);
	d = draw_damage(&g, s->record.quoted);
	nsound = (size_t)(synth_json(s->sound, shape, &s->record, false) - s->sound);
	p = synth_hit_head(p, shape->relation, &g);
	if (d == SYNTH_BARE_QUOTES) {
		p = synth_json(p, shape, &s->record, true);
	} else {
		memcpy(p, s->sound, nsound);
		p += nsound;
	}
	p = synth_hit_tail(p, UINT64_C(1577836800000) + i);
	n = put_damaged(to, s->line, (size_t)(p - s->line), d, &g);
	to[n++] = '\n';
	synth_sink_took(&s->out, n);
	if (!s->truth)
		return;
	synth_truth_line(s->truth, d, n);
	if (d <= SYNTH_LAST_REPAIRABLE)
		synth_truth_record(s->truth, &s->record, s->sound, nsound);
}

/* One part from beginning to end, to a file, an archive's entry, or nowhere. */
static void write_part(struct pass *s, const char *path, struct archive *a)
{
	bool count = s->truth != NULL;

	synth_sink_open(&s->out, path, a, count);
	for (uint64_t i = 0; i < s->records; i++)
		write_line(s, i);
	synth_sink_close(&s->out, count ? s->truth->sha256 : NULL);
}

static void in_folder(char path[4096], const char *folder, const char *name)
{
	int n = snprintf(path, 4096, "%s/%s", folder, name);

	if (n < 0 || n >= 4096)
		synth_die("the folder's name is too long");
}

static void begin_part(struct pass *s, unsigned k, uint64_t records, struct synth_truth *t)
{
	s->part = k;
	s->records = records / PARTS + (k < records % PARTS);
	s->truth = t;
}

static void write_loose(struct pass *s, const struct synth_options *o, struct synth_truth **t)
{
	char path[4096];

	for (unsigned k = 0; k < PARTS; k++) {
		begin_part(s, k, o->records, t[k]);
		in_folder(path, o->out, parts[k]->file);
		write_part(s, path, NULL);
	}
}

static void write_archive(struct pass *s, const struct synth_options *o, struct synth_truth **t,
			  const struct synth_archive_kind *kind, const char *name)
{
	struct archive *a;
	char path[4096];

	in_folder(path, o->out, name);
	a = synth_archive_open(kind, path);
	for (unsigned k = 0; k < PARTS; k++) {
		begin_part(s, k, o->records, t[k]);
		if (kind->sizes) {
			write_part(s, NULL, NULL);
			s->truth = NULL;
		}
		synth_archive_entry(a, kind, parts[k]->file, t[k]->bytes);
		write_part(s, NULL, a);
	}
	synth_archive_close(a);
}

/* The population is at least four times a part. */
static unsigned population_bits(uint64_t records)
{
	unsigned bits = 4;

	while (UINT64_C(1) << bits < records / PARTS * 4)
		bits++;
	return bits;
}

int synth_police(const struct synth_options *o)
{
	const struct synth_archive_kind *kind = synth_archive_kind(o->archive);
	struct synth_truth *t[PARTS];
	struct pass *s;
	char name[64], path[4096];

	if (!kind && strcmp(o->archive, "none") != 0)
		return synth_usage("--archive is one of tar.gz, zip, 7z, none");
	if (mkdir(o->out, 0755) && errno != EEXIST)
		synth_die("cannot make the folder");
	s = calloc(1, sizeof(*s));
	if (!s)
		synth_die("out of memory");
	s->seed = o->seed;
	s->population_bits = population_bits(o->records);
	for (unsigned k = 0; k < PARTS; k++) {
		t[k] = synth_truth_new(&parts[k]->shape, "_source.");
		snprintf(t[k]->file, sizeof(t[k]->file), "%s", parts[k]->file);
	}
	snprintf(name, sizeof(name), "police-sample.%s", o->archive);
	if (kind)
		write_archive(s, o, t, kind, name);
	else
		write_loose(s, o, t);
	in_folder(path, o->out, "manifest.json");
	synth_manifest_write(path, &(struct synth_manifest){ "police", o->seed, kind ? name : NULL,
							     UINT64_C(1) << s->population_bits, t,
							     PARTS });
	for (unsigned k = 0; k < PARTS; k++)
		synth_truth_free(t[k]);
	free(s);
	return 0;
}
