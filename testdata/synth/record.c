/*
 * Building records, and writing them as JSON (RFC 8259).
 */
#include "record.h"

#include "words.h"

const struct synth_type_info synth_types[SYNTH_T_COUNT] = {
#define SYNTH_TYPE(id, name, klass) { name, klass },
#include "types.def"
#undef SYNTH_TYPE
};

const struct synth_gaps synth_gaps_usual = { 10000, 8000, 15000, 10000 };
const struct synth_gaps synth_gaps_key = { 2000, 2000, 4000, 2000 };
const struct synth_gaps synth_gaps_rare = { 50000, 60000, 200000, 40000 };

void synth_putu(struct synth_record *r, uint64_t v, unsigned width)
{
	char d[20];
	unsigned n = 0;

	do {
		d[sizeof(d) - ++n] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	while (n < width && n < sizeof(d))
		d[sizeof(d) - ++n] = '0';
	synth_put(r, d + sizeof(d) - n, n);
}

void synth_end_item(struct synth_record *r, unsigned f)
{
	r->cell[f].kind = SYNTH_LIST;
	if (r->nitem == SYNTH_ITEMS)
		synth_die("a list is too long");
	r->item[r->nitem++] =
		(struct synth_cell){ r->from, r->n - r->from, SYNTH_STRING, SYNTH_VALID };
}

bool synth_gap(struct synth_record *r, unsigned f, struct synth_rng *g, const struct synth_gaps *q)
{
	uint32_t d = synth_below(g, 1000000);

	if (d < q->missing)
		return true;
	d -= q->missing;
	synth_begin(r);
	if (d < q->null) {
		synth_end(r, f, SYNTH_NULL, SYNTH_INVALID);
		return true;
	}
	d -= q->null;
	if (d < q->empty) {
		synth_end(r, f, SYNTH_STRING, SYNTH_INVALID);
		return true;
	}
	if (d - q->empty >= q->placeholder)
		return false;
	SYNTH_PUT_ONE(r, g, synth_placeholders);
	synth_end(r, f, SYNTH_STRING, SYNTH_PLACEHOLDER);
	return true;
}

char *synth_json_text(char *p, const char *s, size_t n, bool bare)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '\\' || (c == '"' && !bare)) {
			*p++ = '\\';
		} else if (c == '\n') {
			*p++ = '\\';
			c = 'n';
		}
		*p++ = c;
	}
	return p;
}

static char *put(char *p, const char *s)
{
	size_t n = strlen(s);

	memcpy(p, s, n);
	return p + n;
}

static char *put_cell(char *p, const struct synth_record *r, const struct synth_cell *c, bool bare)
{
	if (c->kind == SYNTH_NULL)
		return put(p, "null");
	if (c->kind == SYNTH_NUMBER) {
		memcpy(p, r->text + c->off, c->len);
		return p + c->len;
	}
	*p++ = '"';
	p = synth_json_text(p, r->text + c->off, c->len, bare);
	*p++ = '"';
	return p;
}

static char *put_list(char *p, const struct synth_record *r)
{
	*p++ = '[';
	for (uint32_t i = 0; i < r->nitem; i++) {
		if (i)
			*p++ = ',';
		p = put_cell(p, r, &r->item[i], false);
	}
	*p++ = ']';
	return p;
}

/* Key of a field; opens and closes the object it stands in. */
static char *put_key(char *p, const struct synth_field *f, const char **group, char *first)
{
	if (*group && (!f->group || strcmp(f->group, *group) != 0)) {
		*p++ = '}';
		*group = NULL;
	}
	if (p != first)
		*p++ = ',';
	if (f->group && !*group) {
		*p++ = '"';
		p = put(p, f->group);
		p = put(p, "\":{");
		*group = f->group;
	}
	*p++ = '"';
	p = put(p, f->key);
	return put(p, "\":");
}

char *synth_json(char *p, const struct synth_shape *s, const struct synth_record *r, bool bare)
{
	const char *group = NULL;
	char *first;

	*p++ = '{';
	first = p;
	for (unsigned i = 0; i < s->nfield; i++) {
		const struct synth_cell *c = &r->cell[i];
		if (c->kind == SYNTH_MISSING)
			continue;
		p = put_key(p, &s->field[i], &group, first);
		p = c->kind == SYNTH_LIST ? put_list(p, r) : put_cell(p, r, c, bare);
	}
	if (group)
		*p++ = '}';
	*p++ = '}';
	return p;
}
