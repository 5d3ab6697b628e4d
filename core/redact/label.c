/*
 * Words a column of categories, countries or regions may show: lists, since what names of persons
 * look like has none. The words that name kinds stand in kinds.def; places, company forms and the
 * like in the tables of detect; the codes of countries are those of ISO 3166-1 (and of Kosovo,
 * which it leaves to the user).
 */
#include <stdlib.h>

#include "../detect/words.h"
#include "impl.h"

static const char two[] =
		"adaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybzcacccdcfcgchcick"
		"clcmcncocrcucvcwcxcyczdedjdkdmdodzeceeegeheresetfifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgs"
		"gtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulv"
		"lymamcmdmemfmgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpm"
		"pnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsvsxsysztctdtftgthtjtktltmtntotr"
		"tttvtwtzuaugumusuyuzvavcvevgvivnvuwfwsyeytzazmzwxk";
static const char three[] =
		"abwafgagoaiaalaalbandareargarmasmataatfatgausautazebdibelbenbesbfabgdbgrbhrbhsbihblmblrblz"
		"bmubolbrabrbbrnbtnbvtbwacafcancckchechlchncivcmrcodcogcokcolcomcpvcricubcuwcxrcymcypczedeu"
		"djidmadnkdomdzaecuegyerieshespestethfinfjiflkfrafrofsmgabgbrgeoggyghagibginglpgmbgnbgnqgrc"
		"grdgrlgtmgufgumguyhkghmdhndhrvhtihunidnimnindiotirlirnirqislisritajamjeyjorjpnkazkenkgzkhm"
		"kirknakorkwtlaolbnlbrlbylcalielkalsoltuluxlvamacmafmarmcomdamdgmdvmexmhlmkdmlimltmmrmnemng"
		"mnpmozmrtmsrmtqmusmwimysmytnamnclnernfknganicniunldnornplnrunzlomnpakpanpcnperphlplwpngpol"
		"priprkprtprypsepyfqatreurourusrwasausdnsensgpsgsshnsjmslbsleslvsmrsomspmsrbssdstpsursvksvn"
		"sweswzsxmsycsyrtcatcdtgothatjktkltkmtlstonttotunturtuvtwntzaugaukrumiuryusauzbvatvctvenvgb"
		"virvnmvutwlfwsmyemzafzmbzwexkx";

static bool in_codes(const char *list, size_t n, struct gbx_span code)
{
	for (; *list; list += n) {
		size_t i = 0;
		while (i < n && (code.p[i] | 32) == (unsigned char)list[i])
			i++;
		if (i == n)
			return true;
	}
	return false;
}

bool gbx_is_country_code(struct gbx_span code)
{
	return (code.n == 2 && in_codes(two, 2, code)) || (code.n == 3 && in_codes(three, 3, code));
}

static int by_text(const void *key, const void *word)
{
	const struct gbx_span *k = key;
	const char *w = *(const char *const *)word;
	size_t n = strlen(w);
	int order = memcmp(k->p, w, k->n < n ? k->n : n);
	return order ? order : (k->n > n) - (k->n < n);
}

static bool is_kind(struct gbx_span w)
{
	static const char *const kind[] = {
#define GBX_KIND(word) word,
#include "kinds.def"
#undef GBX_KIND
	};
	return bsearch(&w, kind, sizeof kind / sizeof *kind, sizeof *kind, by_text) != NULL;
}

/* Of the lists of things, not of those of persons. */
static bool is_listed(struct gbx_span w)
{
	const uint64_t thing = GBX_W_COUNTRY | GBX_W_REGION | GBX_W_CITY_WORD | GBX_W_EDUCATION | GBX_W_MARITAL |
			       GBX_W_COMPANY | GBX_W_STREET | GBX_W_BLOOD | GBX_W_MILITARY | GBX_W_THING |
			       GBX_W_NAME_TITLE;
	const uint64_t person = GBX_W_GIVEN | GBX_W_FAMILY | GBX_W_HAN_SURNAME | GBX_W_HAN_GIVEN;
	uint64_t kinds = gbx_word_kinds((const char *)w.p, w.n);
	return (kinds & thing) && !(kinds & person);
}

static bool word_char(unsigned char c)
{
	return c >= 0x80 || (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

/* The next word of the text; n 0 at its end. */
static struct gbx_span next_word(const unsigned char **p, const unsigned char *end)
{
	const unsigned char *from;
	while (*p < end && !word_char(**p))
		++*p;
	for (from = *p; *p < end && word_char(**p);)
		++*p;
	return gbx_span_of(from, (size_t)(*p - from));
}

/* "en-US", "pt_br" */
static bool is_locale(const struct gbx_value *v)
{
	return v->n == 5 && (v->p[2] == '-' || v->p[2] == '_') && word_char(v->p[0]) && word_char(v->p[1]) &&
	       gbx_is_country_code(gbx_span_of(v->p + 3, 2));
}

bool gbx_is_plain(const struct gbx_value *v, const struct gbx_tokens *t, bool kinds)
{
	const unsigned char *p = (const unsigned char *)t->text, *end = p + t->len;
	unsigned digits = 0, letters = 0;
	if (v->n <= 2 || is_locale(v) || (kinds && is_listed(gbx_span_of(p, t->len))))
		return true;
	if (t->n == GBX_TOKENS)
		return false;
	for (struct gbx_span w; (w = next_word(&p, end)).n;) {
		unsigned figures = 0;
		while (figures < w.n && (unsigned)(w.p[figures] - '0') < 10)
			figures++;
		digits += figures;
		if (figures < w.n && w.n == 1) /* plan b; more of them are initials */
			letters++;
		else if (figures < w.n && !is_kind(w) && !(kinds && is_listed(w)))
			return false;
	}
	return digits <= 3 && letters <= 1;
}
