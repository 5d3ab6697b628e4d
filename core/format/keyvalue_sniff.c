/*
 * Is a head made of key and value lines, and where do its records end? Keys must
 * come again, in the same company; an entry whose keys never come again is one
 * record when enough of them are known words.
 */
#include <strings.h>

#include "keyvalue.h"

#define LINES 1500u
#define KEYS 128u
#define TITLES 3u /* keys above a list */

struct key {
	struct gbx_span name;
	unsigned seen;    /* times */
	unsigned records; /* records that hold it */
	unsigned last;    /* record it was seen in last */
};

struct look {
	struct gbx_csv_sample s;
	const struct gbx_kv_dialect *d;
	struct gbx_kv_trial *t;
	struct key key[KEYS];
	unsigned nkey;
	unsigned blocks; /* that pairs stand in, divided by blank lines and rulers */
	unsigned led;    /* blocks that begin with the first key */
	unsigned lead;   /* the key that begins records, where the first one is a title's */
};

static unsigned key_of(struct look *x, struct gbx_span name)
{
	unsigned i = 0;
	while (i < x->nkey && !gbx_span_eq(x->key[i].name, name))
		i++;
	if (i == x->nkey && x->nkey < KEYS)
		x->key[x->nkey++] = (struct key){.name = name, .last = UINT32_MAX};
	return i;
}

static void count_group(struct gbx_kv_trial *t, enum gbx_kv_group g)
{
	t->site += g == GBX_KV_SITE;
	t->user += g == GBX_KV_USER;
	t->secret += g == GBX_KV_SECRET;
	t->system += g == GBX_KV_SYSTEM;
	t->card += g == GBX_KV_CARD;
	t->known += g != GBX_KV_OTHER;
}

/* First walk: which keys are there, how often, and what begins the blocks. */
static void count_keys(struct look *x)
{
	struct gbx_span line, all = gbx_span_of(x->s.p, x->s.n);
	struct gbx_kv_pair pair;
	bool inside = false;
	for (size_t at = 0; x->t->lines < LINES && gbx_kv_next(all, &at, &line);) {
		enum gbx_kv_kind kind = gbx_kv_line(x->d, line, &pair);
		x->t->lines += kind != GBX_KV_BLANK && kind != GBX_KV_RULER;
		x->t->texts += kind == GBX_KV_TEXT;
		x->t->rules += line.n && line.p[line.n - 1] == ';';
		x->t->opened += line.n && line.p[line.n - 1] == '{';
		if (kind == GBX_KV_BLANK || kind == GBX_KV_RULER)
			inside = false;
		if (kind != GBX_KV_PAIR)
			continue;
		x->t->pairs++;
		unsigned i = key_of(x, pair.key);
		if (i < KEYS)
			x->key[i].seen++;
		x->blocks += !inside;
		x->led += !inside && i == 0;
		inside = true;
	}
	x->t->keys = x->nkey;
	for (unsigned i = 0; i < x->nkey; i++)
		count_group(x->t, gbx_kv_group_of(x->key[i].name));
}

/* Second walk: which keys are in the records. */
static void count_records(struct look *x)
{
	struct gbx_span line, all = gbx_span_of(x->s.p, x->s.n);
	struct gbx_kv_pair pair;
	bool inside = false;
	unsigned lines = 0, begun = UINT32_MAX;
	for (size_t at = 0; lines < LINES && gbx_kv_next(all, &at, &line);) {
		enum gbx_kv_kind kind = gbx_kv_line(x->d, line, &pair);
		lines += kind != GBX_KV_BLANK && kind != GBX_KV_RULER;
		if ((kind == GBX_KV_BLANK || kind == GBX_KV_RULER) &&
		    x->d->ending == GBX_KV_AT_BLANK)
			inside = false;
		if (kind != GBX_KV_PAIR)
			continue;
		unsigned i = key_of(x, pair.key);
		if (x->d->ending == GBX_KV_AT_FIRST ? i == x->lead : !inside || i == begun) {
			x->t->records++;
			begun = i;
		}
		inside = true;
		if (i < KEYS && x->key[i].last != x->t->records) {
			x->key[i].last = x->t->records;
			x->key[i].records++;
		}
	}
	/* of the keys behind the commonest */
	unsigned most = 0, second = 0;
	for (unsigned i = 0; i < x->nkey; i++) {
		unsigned n = x->key[i].records;
		second = n > most ? most : n > second ? n : second;
		most = n > most ? n : most;
	}
	x->t->alike = second;
}

void gbx_kv_try(struct gbx_csv_sample s, struct gbx_kv_dialect *d, struct gbx_kv_trial *t)
{
	struct look x = {.s = s, .d = d, .t = t};
	memset(t, 0, sizeof *t);
	count_keys(&x);
	if (!t->pairs)
		return;
	/* "users:" above a list stands there once, and hardly another key. */
	unsigned once = 0;
	for (unsigned i = 0; i < x.nkey; i++)
		once += x.key[i].seen < 2;
	while (x.blocks == 1 && once <= TITLES && x.lead < once && x.key[x.lead].seen < 2)
		x.lead++;
	x.lead = x.lead < x.nkey ? x.lead : 0;
	unsigned again = x.key[x.lead].seen, most = 0;
	for (unsigned i = 0; i < x.nkey; i++)
		most = x.key[i].seen > most ? x.key[i].seen : most;
	bool framed = x.blocks > 1 && (x.led * 2 >= x.blocks || again < 2);
	if (most < 2 && s.whole)
		d->ending = GBX_KV_NEVER;
	else if (framed || again < 2)
		d->ending = GBX_KV_AT_BLANK;
	else
		d->ending = GBX_KV_AT_FIRST;
	memcpy(d->first, x.key[x.lead].name.p, x.key[x.lead].name.n);
	d->first[x.key[x.lead].name.n] = 0;
	count_records(&x);
}

bool gbx_kv_sniff(const struct gbx_head *h, struct gbx_kv_dialect *d, struct gbx_kv_trial *t)
{
	static const struct {
		unsigned char sep;
		bool tight;
	} tries[] = {{':', false}, {'=', false}, {'>', false}, {'|', false}, {':', true}};
	struct gbx_csv_sample s = gbx_csv_sample_of(h);
	*d = (struct gbx_kv_dialect){.sep = ':', .ending = GBX_KV_AT_BLANK};
	memset(t, 0, sizeof *t);
	if (!s.n || !gbx_csv_is_text(s))
		return false;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		struct gbx_kv_dialect one = {.sep = tries[i].sep, .tight = tries[i].tight};
		struct gbx_kv_trial trial;
		gbx_kv_try(s, &one, &trial);
		if (trial.pairs * 10 > t->pairs * 12) {
			*d = one;
			*t = trial;
		}
	}
	return t->pairs > 0;
}
