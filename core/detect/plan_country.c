/*
 * Which country the columns of a relation speak for: the values of a country
 * column, the prefixes of telephone numbers and account numbers, the top domains of
 * e-mail addresses, identity numbers that are certain. Only countries that have a
 * number in the catalogue are told apart.
 */
#include "chars.h"
#include "plan.h"

struct country {
	char cc[3];
	const char *calling; /* without the +; NULL: shared with others */
	const char *names;   /* folded, parted by | */
};

/* Calling codes: ITU-T E.164, annex to Operational Bulletin 1114. */
static const struct country countries[] = {
    {"ae", "971", "united arab emirates|uae|emirates|الإمارات"},
    {"ar", "54", "argentina"},
    {"at", "43", "austria|osterreich"},
    {"au", "61", "australia"},
    {"ba", "387", "bosnia and herzegovina|bosna i hercegovina"},
    {"bd", "880", "bangladesh"},
    {"be", "32", "belgium|belgique|belgie|belgien"},
    {"bg", "359", "bulgaria|българия"},
    {"br", "55", "brazil|brasil"},
    {"ca", NULL, "canada"},
    {"ch", "41", "switzerland|schweiz|suisse|svizzera"},
    {"cl", "56", "chile"},
    {"cn", "86", "china|中国"},
    {"co", "57", "colombia"},
    {"cz", "420", "czechia|czech republic|cesko|ceska republika"},
    {"de", "49", "germany|deutschland"},
    {"dk", "45", "denmark|danmark"},
    {"do", NULL, "dominican republic|republica dominicana"},
    {"ec", "593", "ecuador"},
    {"ee", "372", "estonia|eesti"},
    {"eg", "20", "egypt|مصر"},
    {"es", "34", "spain|espana"},
    {"fi", "358", "finland|suomi"},
    {"fr", "33", "france"},
    {"gb", "44", "united kingdom|uk|great britain|england|scotland|wales"},
    {"gh", "233", "ghana"},
    {"gr", "30", "greece|ελλαδα"},
    {"gt", "502", "guatemala"},
    {"hk", "852", "hong kong|香港"},
    {"hr", "385", "croatia|hrvatska"},
    {"hu", "36", "hungary|magyarorszag"},
    {"id", "62", "indonesia"},
    {"ie", "353", "ireland|eire"},
    {"il", "972", "israel|ישראל"},
    {"in", "91", "india|भारत"},
    {"ir", "98", "iran|ایران"},
    {"is", "354", "iceland|island"},
    {"it", "39", "italy|italia"},
    {"jp", "81", "japan|日本"},
    {"ke", "254", "kenya"},
    {"kr", "82", "south korea|korea|republic of korea|대한민국|한국"},
    {"kw", "965", "kuwait|الكويت"},
    {"kz", NULL, "kazakhstan|казахстан"},
    {"lk", "94", "sri lanka"},
    {"lt", "370", "lithuania|lietuva"},
    {"lu", "352", "luxembourg|luxemburg"},
    {"lv", "371", "latvia|latvija"},
    {"md", "373", "moldova"},
    {"me", "382", "montenegro|crna gora"},
    {"mk", "389", "north macedonia|macedonia"},
    {"mo", "853", "macau|macao|澳門|澳门"},
    {"mu", "230", "mauritius"},
    {"mx", "52", "mexico"},
    {"my", "60", "malaysia"},
    {"ng", "234", "nigeria"},
    {"nl", "31", "netherlands|nederland|the netherlands"},
    {"no", "47", "norway|norge"},
    {"nz", "64", "new zealand"},
    {"pe", "51", "peru"},
    {"ph", "63", "philippines|pilipinas"},
    {"pk", "92", "pakistan"},
    {"pl", "48", "poland|polska"},
    {"pt", "351", "portugal"},
    {"qa", "974", "qatar|قطر"},
    {"ro", "40", "romania"},
    {"rs", "381", "serbia|srbija"},
    {"ru", "7", "russia|russian federation|россия"},
    {"sa", "966", "saudi arabia|السعودية"},
    {"se", "46", "sweden|sverige"},
    {"sg", "65", "singapore"},
    {"si", "386", "slovenia|slovenija"},
    {"sv", "503", "el salvador"},
    {"th", "66", "thailand|ประเทศไทย"},
    {"tr", "90", "turkey|turkiye"},
    {"tw", "886", "taiwan|台灣|台湾"},
    {"ua", "380", "ukraine|украина|україна"},
    {"us", NULL, "united states|usa|united states of america|us"},
    {"uy", "598", "uruguay"},
    {"ve", "58", "venezuela"},
    {"vn", "84", "vietnam|viet nam"},
    {"za", "27", "south africa"},
};
#define COUNTRIES GBX_COUNT(countries)

unsigned gbx_country_calling(const char cc[3])
{
	static const struct {
		char cc[3];
		unsigned code;
	} shared[] = {{"us", 1}, {"ca", 1}, {"do", 1}, {"kz", 7}};

	for (size_t i = 0; i < GBX_COUNT(shared); i++)
		if (memcmp(shared[i].cc, cc, 3) == 0)
			return shared[i].code;
	for (size_t i = 0; i < COUNTRIES; i++)
		if (memcmp(countries[i].cc, cc, 3) == 0 && countries[i].calling)
			return (unsigned)gbx_digits((const unsigned char *)countries[i].calling,
			                            strlen(countries[i].calling));
	return 0;
}

_Static_assert(GBX_COUNT(countries) <= GBX_PLAN_COUNTRIES, "a vote for every country");

static unsigned by_code(const unsigned char *p)
{
	char cc[2] = {(char)gbx_lower(p[0]), (char)gbx_lower(p[1])};

	for (unsigned i = 0; i < COUNTRIES; i++)
		if (memcmp(countries[i].cc, cc, 2) == 0)
			return i;
	return COUNTRIES;
}

static unsigned by_calling(const struct gbx_value *v)
{
	unsigned skip = v->p[0] == '+' ? 1 : v->n > 9 && memcmp(v->p, "00", 2) == 0 ? 2 : 0;

	for (unsigned i = 0; skip && i < COUNTRIES; i++) {
		size_t n = countries[i].calling ? strlen(countries[i].calling) : 0;

		if (n && v->n > n + skip && memcmp(v->p + skip, countries[i].calling, n) == 0)
			return i;
	}
	return COUNTRIES;
}

static unsigned by_name(const struct gbx_value *v)
{
	char text[64];
	size_t n;

	if (v->n == 2)
		return by_code(v->p);
	n = v->n < 60 ? gbx_fold(v->p, v->n, text, sizeof(text)) : 0;
	for (unsigned i = 0; n && i < COUNTRIES; i++)
		for (const char *s = countries[i].names; s; s = strchr(s, '|')) {
			size_t k;

			s += *s == '|';
			k = strcspn(s, "|");
			if (k == n && memcmp(s, text, n) == 0)
				return i;
		}
	return COUNTRIES;
}

static unsigned by_domain(const struct gbx_value *v)
{
	if (v->n < 6 || v->p[v->n - 3] != '.')
		return COUNTRIES;
	if (gbx_lower(v->p[v->n - 2]) == 'u' && gbx_lower(v->p[v->n - 1]) == 'k')
		return by_code((const unsigned char *)"gb");
	return by_code(v->p + v->n - 2);
}

static unsigned by_id(enum gbx_type t)
{
	const char *dot = strchr(gbx_type_table[t].name, '.');

	return dot && dot[1] && dot[2] ? by_code((const unsigned char *)dot + 1) : COUNTRIES;
}

static unsigned by_phone_plan(unsigned variant)
{
	static const char cc[GBX_PHONE_COUNTRIES][3] = {
	    [GBX_PHONE_CN] = "cn", [GBX_PHONE_FR] = "fr", [GBX_PHONE_ES] = "es",
	    [GBX_PHONE_PL] = "pl", [GBX_PHONE_RU] = "ru", [GBX_PHONE_BR] = "br",
	    [GBX_PHONE_TR] = "tr", [GBX_PHONE_IN] = "in", [GBX_PHONE_MX] = "mx",
	    [GBX_PHONE_JP] = "jp", [GBX_PHONE_KR] = "kr", [GBX_PHONE_AU] = "au"};

	return variant < GBX_PHONE_ANY && cc[variant][0]
		   ? by_code((const unsigned char *)cc[variant])
		   : COUNTRIES;
}

static unsigned of_value(const struct gbx_value *v, enum gbx_type t)
{
	switch (t) {
	case GBX_T_EMAIL:
		return by_domain(v);
	case GBX_T_PHONE:
		return by_calling(v);
	case GBX_T_COUNTRY:
	case GBX_T_NATIONALITY:
		return by_name(v);
	case GBX_T_IBAN:
		return by_code(v->p);
	default:
		return COUNTRIES;
	}
}

#define SEEN 60u
#define SURE 0.5f

/* How strongly a column of the type speaks: people write to foreign domains. */
static float weight_of(enum gbx_type t)
{
	return t == GBX_T_EMAIL ? 0.5f : t == GBX_T_PHONE ? 0.8f : 1;
}

void gbx_country_vote(const struct gbx_column_sample *c, const struct gbx_column_plan *p,
                      float sign, float vote[GBX_PLAN_COUNTRIES])
{
	uint32_t seen = c->n < SEEN ? c->n : SEEN, one;

	if (p->confidence < SURE || !seen)
		return;
	one = gbx_is_id_type(p->type) || p->type == GBX_T_NATIONAL_ID_CN ||
		      p->type == GBX_T_NATIONAL_ID_US
		  ? by_id(p->type)
	      : p->type == GBX_T_PHONE ? by_phone_plan(p->variant)
				       : COUNTRIES;
	if (one < COUNTRIES)
		vote[one] += sign * 0.8f;
	for (uint32_t i = 0; i < seen; i++) {
		one = of_value(&c->v[i], p->type);
		if (one < COUNTRIES)
			vote[one] += sign * weight_of(p->type) / (float)seen;
	}
}

#define ENOUGH 0.25f
#define AHEAD 3

void gbx_country_elect(const float vote[GBX_PLAN_COUNTRIES], char cc[3])
{
	unsigned best = 0, i;
	float second = 0;

	memset(cc, 0, 3);
	for (i = 1; i < COUNTRIES; i++)
		if (vote[i] > vote[best])
			best = i;
	for (i = 0; i < COUNTRIES; i++)
		if (i != best && vote[i] > second)
			second = vote[i];
	if (vote[best] >= ENOUGH && vote[best] >= AHEAD * second)
		memcpy(cc, countries[best].cc, 3);
}
