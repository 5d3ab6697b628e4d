/*
 * Every identity number of the catalogue: made ones pass, in both ways they are
 * written; one changed figure is refused wherever the rule can tell; other
 * separators, placeholders and text are refused.
 */
#include "id_make.h"
#include "labelled_test.h"

#define MADE 200u
#define DRAWS 200000u

static const struct gbx_id_form forms[] = {
#define MADE_ID(type, form, written) {type, form, written},
#include "id_forms.def"
#undef MADE_ID
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

typedef bool check_fn(const struct gbx_value *v);

static check_fn *check_of(const char *type)
{
	enum gbx_type t = gbx_type_by_name(type);

	if (t == GBX_T_COUNT || !gbx_type_info(t)->check)
		fail_msg("%s has no check", type);
	return gbx_type_info(t)->check;
}

static bool drawn(check_fn *check, const char *form, uint64_t *g, char *out)
{
	for (unsigned i = 0; i < DRAWS; i++) {
		struct gbx_value v = gbx_value_of(out, gbx_id_fill(form, g, out));

		if (check(&v))
			return true;
	}
	return false;
}

/* Random figures and letters in the places of the made ones: what chance takes. */
static bool look_alike(check_fn *check, const char *s, uint64_t *g)
{
	char out[GBX_ID_BYTES];
	size_t n = strlen(s);

	for (size_t i = 0; i <= n; i++)
		out[i] = (char)(s[i] >= '0' && s[i] <= '9'   ? '0' + (char)gbx_id_below(g, 10)
				: s[i] >= 'A' && s[i] <= 'Z' ? 'A' + (char)gbx_id_below(g, 26)
							     : s[i]);
	struct gbx_value v = gbx_value_of(out, n);
	return check(&v);
}

/* Share of one-figure changes that pass, and of look-alikes. */
static void made_ones_pass(void **state)
{
	char out[GBX_ID_BYTES];

	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		check_fn *check = check_of(forms[i].type);
		uint64_t g = i;
		double chance = gbx_type_info(gbx_type_by_name(forms[i].type))->chance;
		double mutants = 0, alike = 0;

		for (unsigned k = 0; k < MADE; k++) {
			const char *form = k % 2 && forms[i].written ? forms[i].written
								     : forms[i].form;
			if (!drawn(check, form, &g, out))
				fail_msg("%s: none of %s passes", forms[i].type, form);
			mutants += mutants_passing(check, out) / MADE;
			for (unsigned j = 0; j < 100; j++)
				alike += look_alike(check, out, &g) / (100.0 * MADE);
		}
		if (getenv("GBX_SHOW"))
			print_message("%s %.4f mutants %.4f\n", forms[i].type, alike, mutants);
		/* the catalogue says what chance would give */
		if (alike > chance * 1.25 + 0.005)
			fail_msg("%s: %.4f of look-alikes pass, the catalogue says %.4f",
				 forms[i].type, alike, chance);
	}
}

/* Numbers that the issuers themselves print as examples, or that are made of 1 to 9. */
static void specimens_pass(void **state)
{
	static const char *const list[][2] = {
	    {"national_id.br", "123.456.789-09"},
	    {"tax_id.br", "12.ABC.345/01DE-35"},
	    {"national_id.br.voter", "004356870906"},
	    {"national_id.uy", "1.234.567-2"},
	    {"national_id.cl", "12.345.678-5"},
	    {"national_id.ca", "046 454 286"},
	    {"national_id.ie", "1234567T"},
	    {"health_id.gb", "943 476 5919"},
	    {"national_id.ru.snils", "112-233-445 95"},
	    {"national_id.de", "L01X00T471"},
	    {"passport.de", "C01X00T478"},
	    {"national_id.de.rvnr", "15 070649 C 103"},
	    {"national_id.ch", "756.1234.5678.97"},
	    {"national_id.es", "12345678Z"},
	    {"national_id.es.nie", "X1234567L"},
	    {"tax_id.pt", "123456789"},
	    {"national_id.pt", "00000000 0 ZZ4"},
	    {"tax_id.hu", "8071592153"},
	    {"health_id.hu", "123456788"},
	    {"national_id.fi", "131052-308T"},
	    {"national_id.fi", "131052Y308T"},
	    {"national_id.fi", "010594Y9021"},
	    {"national_id.jp", "1234 5678 9018"},
	    {"national_id.tw", "A123456789"},
	    {"national_id.hk", "A123456(3)"},
	    {"national_id.hk", "AB987654(3)"},
	    {"national_id.sg", "S1234567D"},
	    {"national_id.sg", "T1234567J"},
	    {"national_id.sg", "F1234567N"},
	    {"national_id.sg", "M1234567K"},
	    {"national_id.mo", "1234567(8)"},
	    {"health_id.nz", "ZZZ0016"},
	    {"health_id.nz", "ZAC5361"},
	    {"health_id.nz", "ZBN77VL"},
	    {"health_id.us.mbi", "1EG4-TE5-MK73"},
	    {"health_id.us.npi", "1234567893"},
	    {"health_id.au", "2123 45670 1"},
	    {"tax_id.au", "123 456 782"},
	    {"tax_id.au.abn", "51 824 753 556"},
	    {"tax_id.nz", "49-091-850"},
	    {"national_id.gb", "AB 12 34 56 C"},
	    {"tax_id.in", "AAAPL1234C"},
	    {"national_id.sv", "12345678-4"},
	    {"tax_id.id", "12.345.678.2-901.000"},
	    {"tax_id.ke", "A123456789Z"},
	    {"tax_id.cn", "91350100M000100Y43"},
	    {"national_id.tr", "10000000146"},
	    {"national_id.cz", "736028/5163"},
	    {"national_id.lu", "1893120105732"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct gbx_value v = text(list[i][1]);

		if (!check_of(list[i][0])(&v))
			fail_msg("%s should pass as %s", list[i][1], list[i][0]);
	}
}

/* Wrong signs, wrong checks, one figure over and over, other things of their length. */
static void others_fail(void **state)
{
	static const char *const list[][2] = {
	    {"national_id.br", "111.111.111-11"},	 {"national_id.br", "123-456-789.09"},
	    {"national_id.br", "123.456.789-00"},	 {"national_id.br", "12345678909 "},
	    {"national_id.br", "+12345678909"},		 {"tax_id.in", "ABCDEFGHIJ"},
	    {"tax_id.in", "ABCDX1234E"},		 {"tax_id.in", "AAAPL0000C"},
	    {"national_id.sv", "12345678-5"},		 {"tax_id.id", "12.345.678.3-901.000"},
	    {"tax_id.ke", "B123456789Z"},		 {"tax_id.ke", "A12345678ZZ"},
	    {"national_id.gb", "BG123456A"},		 {"national_id.gb", "QQ123456C"},
	    {"national_id.nl", "000000000"},		 {"national_id.se", "990230-1234"},
	    {"national_id.pl", "99023012345"},		 {"national_id.mx", "AAAA990231HDFAAA01"},
	    {"national_id.fi", "131052 308T"},		 {"national_id.fi", "131052-308U"},
	    {"national_id.us", "000-12-3456"},		 {"tax_id.us.itin", "912-10-1234"},
	    {"national_id.cz", "736028-5163"},		 {"national_id.id", "2020031210203045"},
	    {"national_id.it", "AAAAAA00A00A000A"},	 {"national_id.in", "123412341234"},
	    {"national_id.kr", "820732-2409184"},	 {"health_id.nz", "ZIO0016"},
	    {"national_id.tw", "A323456789"},		 {"national_id.hk", "A123456(4)"},
	    {"national_id.sg", "A1234567D"},		 {"national_id.th", "1583971200000"},
	    {"national_id.ae", "794198012345678"},	 {"national_id.fr", "155082C09910165"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct gbx_value v = text(list[i][1]);

		if (check_of(list[i][0])(&v))
			fail_msg("%s should fail as %s", list[i][1], list[i][0]);
	}
}

/* The labelled values of validator.js; its own rules are looser or older in some of them. */
static void validator_agreement(void **state)
{
	static const char *const list[][3] = {
	    {"isIdentityCard", "[\"ES\"]", "national_id.es"},
	    {"isIdentityCard", "[\"FI\"]", "national_id.fi"},
	    {"isIdentityCard", "[\"IN\"]", "national_id.in"},
	    {"isIdentityCard", "[\"IR\"]", "national_id.ir"},
	    {"isIdentityCard", "[\"IT\"]", "national_id.it"},
	    {"isIdentityCard", "[\"LK\"]", "national_id.lk"},
	    {"isIdentityCard", "[\"NO\"]", "national_id.no"},
	    {"isIdentityCard", "[\"PK\"]", "national_id.pk"},
	    {"isIdentityCard", "[\"PL\"]", "national_id.pl"},
	    {"isIdentityCard", "[\"TH\"]", "national_id.th"},
	    {"isIdentityCard", "[\"he-IL\"]", "national_id.il"},
	    {"isIdentityCard", "[\"zh-HK\"]", "national_id.hk"},
	    {"isIdentityCard", "[\"zh-TW\"]", "national_id.tw"},
	    {"isTaxID", "[\"bg-BG\"]", "national_id.bg"},
	    {"isTaxID", "[\"cs-CZ\"]", "national_id.cz"},
	    {"isTaxID", "[\"sk-SK\"]", "national_id.cz"},
	    {"isTaxID", "[\"de-DE\"]", "tax_id.de"},
	    {"isTaxID", "[\"dk-DK\"]", "national_id.dk"},
	    {"isTaxID", "[\"el-GR\"]", "tax_id.gr"},
	    {"isTaxID", "[\"en-CA\"]", "national_id.ca"},
	    {"isTaxID", "[\"en-IE\"]", "national_id.ie"},
	    {"isTaxID", "[\"es-ES\"]", "national_id.es"},
	    {"isTaxID", "[\"et-EE\"]", "national_id.ee"},
	    {"isTaxID", "[\"fi-FI\"]", "national_id.fi"},
	    {"isTaxID", "[\"fr-FR\"]", "tax_id.fr.spi"},
	    {"isTaxID", "[\"fr-LU\"]", "national_id.lu"},
	    {"isTaxID", "[\"hr-HR\"]", "national_id.hr"},
	    {"isTaxID", "[\"hu-HU\"]", "tax_id.hu"},
	    {"isTaxID", "[\"it-IT\"]", "national_id.it"},
	    {"isTaxID", "[\"lv-LV\"]", "national_id.lv"},
	    {"isTaxID", "[\"nl-BE\"]", "national_id.be"},
	    {"isTaxID", "[\"nl-NL\"]", "national_id.nl"},
	    {"isTaxID", "[\"pl-PL\"]", "national_id.pl"},
	    {"isTaxID", "[\"pt-PT\"]", "tax_id.pt"},
	    {"isTaxID", "[\"ro-RO\"]", "national_id.ro"},
	    {"isTaxID", "[\"sv-SE\"]", "national_id.se"},
	    {"isTaxID", "[\"uk-UA\"]", "tax_id.ua"},
	};
	struct labelled l;
	unsigned n[2] = {0}, ok[2] = {0};

	(void)state;
	if (!labelled_open(&l, "validatorjs.tsv"))
		skip();
	while (labelled_next(&l))
		for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
			struct gbx_value v = labelled_value(l.col[0]);
			unsigned valid = strcmp(l.col[2], "valid") == 0;

			if (strcmp(l.col[1], list[i][0]) != 0 || strcmp(l.col[3], list[i][1]) != 0)
				continue;
			bool said = v.n && check_of(list[i][2])(&v);
			n[valid]++;
			ok[valid] += said == (valid == 1);
			if (said != (valid == 1) && getenv("GBX_SHOW"))
				print_message("  %s %s %s\n", list[i][2], l.col[2], l.col[0]);
		}
	labelled_close(&l);
	print_message("%u of %u valid, %u of %u invalid agree\n", ok[1], n[1], ok[0], n[0]);
	assert_true(n[1] > 80 && ok[1] >= 0.85 * n[1] && ok[0] >= 0.85 * n[0]);
}

/* Any bytes: nothing but an answer. */
static void hostile_bytes(void **state)
{
	uint64_t g = 7;

	(void)state;
	for (unsigned k = 0; k < 20000; k++) {
		unsigned n = 1 + gbx_id_below(&g, 60);
		unsigned char *exact = malloc(n);

		assert_non_null(exact);
		for (unsigned i = 0; i < n; i++)
			exact[i] = (unsigned char)(k % 3 ? "0123456789AZX-./ "[gbx_id_below(&g, 17)]
							 : (char)gbx_id_below(&g, 256));
		struct gbx_value v = gbx_value_of(exact, n);
		for (unsigned t = 0; t < GBX_T_COUNT; t++)
			if (gbx_type_info((enum gbx_type)t)->check)
				gbx_type_info((enum gbx_type)t)->check(&v);
		free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(specimens_pass),
	    cmocka_unit_test(others_fail),
	    cmocka_unit_test(validator_agreement),
	    cmocka_unit_test(hostile_bytes),
	    cmocka_unit_test(made_ones_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
