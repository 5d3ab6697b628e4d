/*
 * Words inside dates: months, weekdays, zones. Month names after the Unicode
 * CLDR; abbreviations of zones after RFC 5322 and common use.
 */
#include "chars.h"
#include "times.h"

struct word {
	const char *w;
	int value;
};

/* Longer names stand before their abbreviations. Lower case where ASCII. */
static const struct word months[] = {
	{ "january", 1 },   { "januar", 1 },   { "janvier", 1 },   { "janeiro", 1 },
	{ "janv.", 1 },	    { "janv", 1 },     { "jan", 1 },	   { "enero", 1 },
	{ "ene", 1 },	    { "gennaio", 1 },  { "gen", 1 },	   { "января", 1 },
	{ "январь", 1 },    { "янв", 1 },      { "february", 2 },  { "februar", 2 },
	{ "février", 2 },   { "fevereiro", 2 }, { "febrero", 2 },  { "febbraio", 2 },
	{ "févr.", 2 },	    { "févr", 2 },     { "feb", 2 },	   { "fev", 2 },
	{ "февраля", 2 },   { "февраль", 2 },  { "фев", 2 },	   { "march", 3 },
	{ "märz", 3 },	    { "mars", 3 },     { "março", 3 },	   { "marzo", 3 },
	{ "mar", 3 },	    { "mrz", 3 },      { "марта", 3 },	   { "март", 3 },
	{ "мар", 3 },	    { "april", 4 },    { "avril", 4 },	   { "abril", 4 },
	{ "aprile", 4 },    { "apr", 4 },      { "avr", 4 },	   { "abr", 4 },
	{ "апреля", 4 },    { "апрель", 4 },   { "апр", 4 },	   { "mayo", 5 },
	{ "maio", 5 },	    { "maggio", 5 },   { "may", 5 },	   { "mai", 5 },
	{ "mag", 5 },	    { "мая", 5 },      { "май", 5 },	   { "june", 6 },
	{ "juni", 6 },	    { "juin", 6 },     { "junio", 6 },	   { "junho", 6 },
	{ "giugno", 6 },    { "jun", 6 },      { "giu", 6 },	   { "июня", 6 },
	{ "июнь", 6 },	    { "июн", 6 },      { "july", 7 },	   { "juli", 7 },
	{ "juillet", 7 },   { "juil", 7 },     { "julio", 7 },	   { "julho", 7 },
	{ "luglio", 7 },    { "jul", 7 },      { "lug", 7 },	   { "июля", 7 },
	{ "июль", 7 },	    { "июл", 7 },      { "august", 8 },	   { "août", 8 },
	{ "agosto", 8 },    { "aug", 8 },      { "ago", 8 },	   { "августа", 8 },
	{ "август", 8 },    { "авг", 8 },      { "september", 9 }, { "septembre", 9 },
	{ "septiembre", 9 }, { "setembro", 9 }, { "settembre", 9 }, { "sept", 9 },
	{ "sep", 9 },	    { "set", 9 },      { "сентября", 9 },  { "сентябрь", 9 },
	{ "сен", 9 },	    { "october", 10 }, { "oktober", 10 },  { "octobre", 10 },
	{ "octubre", 10 },  { "outubro", 10 }, { "ottobre", 10 },  { "oct", 10 },
	{ "okt", 10 },	    { "out", 10 },     { "ott", 10 },	   { "октября", 10 },
	{ "октябрь", 10 },  { "окт", 10 },     { "november", 11 }, { "novembre", 11 },
	{ "noviembre", 11 }, { "novembro", 11 }, { "nov", 11 },	   { "ноября", 11 },
	{ "ноябрь", 11 },   { "ноя", 11 },     { "december", 12 }, { "dezember", 12 },
	{ "décembre", 12 }, { "diciembre", 12 }, { "dezembro", 12 }, { "dicembre", 12 },
	{ "dec", 12 },	    { "dez", 12 },     { "dic", 12 },	   { "déc", 12 },
	{ "декабря", 12 },  { "декабрь", 12 }, { "дек", 12 },
};

static const struct word weekdays[] = {
	{ "monday", 0 }, { "tuesday", 0 },  { "wednesday", 0 }, { "thursday", 0 }, { "friday", 0 },
	{ "saturday", 0 }, { "sunday", 0 }, { "mon", 0 },	{ "tue", 0 },	   { "wed", 0 },
	{ "thu", 0 },	 { "fri", 0 },	    { "sat", 0 },	{ "sun", 0 },
};

static const struct word zones[] = {
	{ "utc", 0 },		 { "gmt", 0 },		 { "z", 0 },
	{ "est", -5 * 3600 },	 { "edt", -4 * 3600 },	 { "cst", -6 * 3600 },
	{ "cdt", -5 * 3600 },	 { "mst", -7 * 3600 },	 { "mdt", -6 * 3600 },
	{ "pst", -8 * 3600 },	 { "pdt", -7 * 3600 },	 { "cest", 2 * 3600 },
	{ "cet", 3600 },	 { "eest", 3 * 3600 },	 { "eet", 2 * 3600 },
	{ "bst", 3600 },	 { "msk", 3 * 3600 },	 { "ist", 19800 },
	{ "jst", 9 * 3600 },	 { "kst", 9 * 3600 },
};

/* Most of what is asked begins with a figure. */
static const struct word *find_word(struct gbx_cursor *c, const struct word *w, size_t count)
{
	if (c->p == c->end || !(gbx_isalpha(*c->p) || *c->p >= 0x80))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		if (gbx_lower(*c->p) == (unsigned char)w[i].w[0])
			k = gbx_prefix_word(c->p, (size_t)(c->end - c->p), w[i].w);
		if (k && (c->p + k == c->end || !gbx_isalpha(c->p[k]))) {
			c->p += k;
			return &w[i];
		}
	}
	return NULL;
}

unsigned gbx_time_month(struct gbx_cursor *c)
{
	const struct word *w = find_word(c, months, GBX_COUNT(months));

	if (w && c->p < c->end && *c->p == '.')
		c->p++;
	return w ? (unsigned)w->value : 0;
}

void gbx_time_weekday(struct gbx_cursor *c)
{
	if (!find_word(c, weekdays, GBX_COUNT(weekdays)))
		return;
	if (c->p < c->end && *c->p == ',')
		c->p++;
	while (c->p < c->end && *c->p == ' ')
		c->p++;
}

static bool zone_offset(struct gbx_cursor *c, int *seconds)
{
	int sign = *c->p == '-' ? -1 : 1;
	int64_t h, m = 0;

	if (c->end - c->p < 3 || (h = gbx_digits(c->p + 1, 2)) < 0)
		return false;
	c->p += 3;
	if (c->end - c->p >= 3 && c->p[0] == ':') {
		m = gbx_digits(c->p + 1, 2);
		c->p += 3;
	} else if (c->end - c->p >= 2 && gbx_isdigit(c->p[0])) {
		m = gbx_digits(c->p, 2);
		c->p += 2;
	}
	*seconds += sign * (int)(h * 3600 + m * 60);
	return h <= 15 && m >= 0 && m < 60;
}

bool gbx_time_zone(struct gbx_cursor *c, int *seconds)
{
	const struct word *w;

	*seconds = 0;
	if (c->p < c->end && *c->p == ' ')
		c->p++;
	if (c->p == c->end)
		return true;
	w = find_word(c, zones, GBX_COUNT(zones));
	if (w)
		*seconds = w->value;
	if (c->p < c->end && (*c->p == '+' || *c->p == '-'))
		return zone_offset(c, seconds);
	return w != NULL;
}
