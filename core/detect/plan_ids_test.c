/*
 * Columns of identity numbers: named by their header, found without one, told apart by the
 * country around; and columns that are none: counters, order numbers, times, ISBN, EAN,
 * random figures of every length.
 */
#include "chars.h"
#include "id_make.h"
#include "labelled_test.h"
#include "plan.h"

#define ROWS 200u

static const struct gbx_id_form forms[] = {
#define MADE_ID(type, form, written) {type, form, written},
#include "id_forms.def"
#undef MADE_ID
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

struct col {
	char text[ROWS][GBX_ID_BYTES];
	struct gbx_value v[ROWS];
};

static struct gbx_column_sample sample(struct col *c, const char *name)
{
	for (unsigned i = 0; i < ROWS; i++)
		c->v[i] = gbx_value_of(c->text[i], strlen(c->text[i]));
	return (struct gbx_column_sample){.name = gbx_span_str(name ? name : "c1"),
	                                  .v = c->v,
	                                  .n = ROWS,
	                                  .records = ROWS,
	                                  .headerless = !name};
}

static void make(struct col *c, const char *type, const char *form, uint64_t seed)
{
	bool (*check)(const struct gbx_value *) = gbx_type_info(gbx_type_by_name(type))->check;
	uint64_t g = seed;

	for (unsigned i = 0; i < ROWS; i++)
		for (;;) {
			struct gbx_value v =
			    gbx_value_of(c->text[i], gbx_id_fill(form, &g, c->text[i]));
			if (check(&v))
				break;
		}
}

/* The first word of the catalogue that names the type alone. */
static const char *word_of(enum gbx_type t)
{
	for (unsigned i = 0; i < gbx_header_nwords; i++)
		if (gbx_header_words[i].type == t && gbx_header_words[i].weight > 80)
			return gbx_header_words[i].text;
	return NULL;
}

static void named_by_header(void **state)
{
	struct col *c = calloc(1, sizeof(*c));
	unsigned right = 0, n = 0;

	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		enum gbx_type t = gbx_type_by_name(forms[i].type);
		const char *word = word_of(t);
		struct gbx_column_plan p;
		struct gbx_column_sample s;

		if (!word)
			continue;
		make(c, forms[i].type, forms[i].form, i);
		s = sample(c, word);
		gbx_plan_relation(&s, 1, &p);
		n++;
		right += p.type == t && p.confidence >= 0.8f;
		if (p.type != t || p.confidence < 0.8f)
			print_message("  %s under %s: %s (%.2f)\n", forms[i].type, word,
				      gbx_type_info(p.type)->name, (double)p.confidence);
	}
	free(c);
	print_message("with header: %u of %u kinds\n", right, n);
	assert_true(right >= 0.97 * n);
}

static void found_without_header(void **state)
{
	struct col *c = calloc(1, sizeof(*c));
	unsigned right = 0, wrong = 0;

	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		enum gbx_type t = gbx_type_by_name(forms[i].type);
		struct gbx_column_plan p;
		struct gbx_column_sample s;

		make(c, forms[i].type, forms[i].form, i + 1000);
		s = sample(c, NULL);
		gbx_plan_relation(&s, 1, &p);
		right += p.type == t;
		wrong += p.type != t && gbx_is_id_type(p.type) && p.confidence >= 0.5f;
		if (p.type != t && getenv("GBX_SHOW"))
			print_message("  %s: %s (%.2f)\n", forms[i].type,
				      gbx_type_info(p.type)->name, (double)p.confidence);
		if (p.type != t && gbx_is_id_type(p.type) && p.confidence >= 0.5f)
			print_message("  %s taken for %s (%.2f)\n", forms[i].type,
				      gbx_type_info(p.type)->name, (double)p.confidence);
	}
	free(c);
	print_message("without header: %u of %u kinds, %u surely wrong\n", right, (unsigned)FORMS,
		      wrong);
	assert_true(right >= 0.7 * FORMS);
	assert_int_equal(wrong, 0);
}

/* The same figures beside telephone numbers of a country. */
static void country_decides(void **state)
{
	static const struct {
		const char *made, *phone, *want;
	} list[] = {
	    {"national_id.ee", "+372 5ddd dddd", "national_id.ee"},
	    {"national_id.ee", "+370 6dd ddddd", "national_id.lt"},
	    {"national_id.il", "+972 5d ddd dddd", "national_id.il"},
	    {"tax_id.fr", "+33 6 dd dd dd dd", "tax_id.fr"},
	    {"national_id.jp", "+81 90 dddd dddd", "national_id.jp"},
	    {"national_id.nl", "+31 6 dddd dddd", "national_id.nl"},
	    {"tax_id.au", "+61 4dd ddd ddd", "tax_id.au"},
	};
	struct col *c = calloc(2, sizeof(*c));

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct gbx_column_plan p[2];
		struct gbx_column_sample s[2];
		uint64_t g = i;
		const char *form = NULL;

		for (size_t k = 0; k < FORMS; k++)
			if (strcmp(forms[k].type, list[i].made) == 0)
				form = forms[k].form;
		make(&c[0], list[i].made, form, i);
		for (unsigned k = 0; k < ROWS; k++)
			gbx_id_fill(list[i].phone, &g, c[1].text[k]);
		s[0] = sample(&c[0], NULL);
		s[1] = sample(&c[1], NULL);
		gbx_plan_relation(s, 2, p);
		if (strcmp(gbx_type_info(p[0].type)->name, list[i].want) != 0 ||
		    p[0].confidence < 0.7f)
			fail_msg("%s beside %s: %s (%.2f)", list[i].made, list[i].phone,
				 gbx_type_info(p[0].type)->name, (double)p[0].confidence);
	}
	free(c);
}

/* The form of fifteen digits is valid where the column has it and speaks for such numbers. */
static void old_chinese_form(void **state)
{
	struct col *c = calloc(1, sizeof(*c));
	struct gbx_column_plan p;
	struct gbx_column_sample s;
	uint64_t g = 1;

	(void)state;
	make(c, "national_id.cn", "[1-6]ddddd19yymmjjdddd", 1);
	for (unsigned i = 0; i < ROWS; i += 10)
		gbx_id_fill("[1-6]dddddyymmjjddd", &g, c->text[i]);
	s = sample(c, "sfzh");
	gbx_plan_relation(&s, 1, &p);
	assert_int_equal(p.type, GBX_T_NATIONAL_ID_CN);
	for (unsigned i = 0; i < ROWS; i++)
		assert_true(gbx_plan_valid(&p, &c->v[i]));
	c->v[0] = gbx_value_of("110101991331001", 15);
	assert_false(gbx_plan_valid(&p, &c->v[0]));
	free(c);
}

static unsigned ean(const char *s, unsigned n)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += (unsigned)(s[i] - '0') * ((n - i) % 2 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

static unsigned isbn10(const char *s)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < 9; i++)
		sum += (unsigned)(s[i] - '0') * (10 - i);
	return (11 - sum % 11) % 11;
}

static void trap(char *out, unsigned kind, unsigned row, uint64_t *g)
{
	static const char *const random[] = {"ddddddddd",    "dddddddddd",    "ddddddddddd",
					     "dddddddddddd", "ddddddddddddd", "dddddddddddddd",
					     "ddddddddddddddd", "dddddddddddddddd"};

	if (kind < 8)
		gbx_id_fill(random[kind], g, out);
	else if (kind < 16) /* counters of 9 to 16 figures */
		snprintf(out, GBX_ID_BYTES, "%llu",
			 (unsigned long long)gbx_digits((const unsigned char *)"1000200030004000",
							kind + 1) +
			     row);
	else if (kind == 16)
		snprintf(out, GBX_ID_BYTES, "%u", 1500000000u + gbx_id_below(g, 90000000));
	else if (kind == 17)
		snprintf(out, GBX_ID_BYTES, "%u%03u", 1500000000u + gbx_id_below(g, 90000000),
			 gbx_id_below(g, 1000));
	else if (kind == 18)
		snprintf(out, GBX_ID_BYTES, "2020%02u%02u%02u%02u%02u", 1 + gbx_id_below(g, 12),
			 1 + gbx_id_below(g, 28), gbx_id_below(g, 24), gbx_id_below(g, 60),
			 gbx_id_below(g, 60));
	else if (kind == 19) /* yymmdd and a number */
		snprintf(out, GBX_ID_BYTES, "2%u%02u%02u%04u", row % 5, 1 + gbx_id_below(g, 12),
			 1 + gbx_id_below(g, 28), gbx_id_below(g, 900));
	else if (kind == 20) {
		gbx_id_fill("978ddddddddd", g, out);
		snprintf(out + 12, 4, "%u", ean(out, 12));
	} else if (kind == 21) {
		gbx_id_fill("[0-4]dddddddd", g, out);
		snprintf(out + 9, 4, "%c", "0123456789X"[isbn10(out)]);
	} else if (kind == 22) {
		gbx_id_fill("40dddddddddd", g, out);
		snprintf(out + 12, 4, "%u", ean(out, 12));
	} else if (kind == 23)
		gbx_id_fill("ddd.dddddd", g, out);
	else if (kind == 24)
		gbx_id_fill("ORD-2020-dddddd", g, out);
	else if (kind == 25)
		gbx_id_fill("[A-Z][A-Z][A-Z]-ddddd", g, out);
	else if (kind == 26)
		gbx_id_fill("[A-C]ddddddd", g, out);
	else if (kind == 27)
		gbx_id_fill("wwwwwwwwww", g, out);
	else if (kind == 28)
		gbx_id_fill("d.d[0-4].dd", g, out);
	else
		snprintf(out, GBX_ID_BYTES, "2%u%02u%02u%02u%02u%02u", row % 5,
			 1 + gbx_id_below(g, 12), 1 + gbx_id_below(g, 28), gbx_id_below(g, 24),
			 gbx_id_below(g, 60), gbx_id_below(g, 60));
}

static void traps(void **state)
{
	struct col *c = calloc(1, sizeof(*c));
	unsigned bad = 0;

	(void)state;
	for (unsigned kind = 0; kind < 30; kind++) {
		static const char *const name[] = {NULL, "order_no", "ref"};

		for (unsigned h = 0; h < 3; h++) {
			struct gbx_column_plan p;
			struct gbx_column_sample s;
			uint64_t g = kind;

			for (unsigned i = 0; i < ROWS; i++)
				trap(c->text[i], kind, i, &g);
			s = sample(c, name[h]);
			gbx_plan_relation(&s, 1, &p);
			if (gbx_type_info(p.type)->data_class && p.confidence >= 0.5f) {
				print_message("  trap %u (%s): %s (%.2f)\n", kind,
					      name[h] ? name[h] : "-", gbx_type_info(p.type)->name,
					      (double)p.confidence);
				bad++;
			}
		}
	}
	free(c);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(named_by_header),
	    cmocka_unit_test(found_without_header),
	    cmocka_unit_test(country_decides),
	    cmocka_unit_test(old_chinese_form),
	    cmocka_unit_test(traps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
