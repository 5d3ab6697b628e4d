/*
 * Free text: what hangs on a run of digits. First what stands around the run says
 * whether it is a number at all, then its length says which.
 */
#include "scan.h"

static size_t run_end(const struct gbx_scan *s, size_t i)
{
	while (i < s->n && gbx_isdigit(s->p[i]))
		i++;
	return i;
}

static bool address_byte(unsigned char c)
{
	return gbx_ishex(c) || c == ':' || c == '.';
}

/* IPv6 and MAC with colons: from anywhere inside. A time of day is skipped whole;
 * 0 when it may be a number between colons. */
static size_t colon_address(struct gbx_scan *s, size_t i)
{
	size_t from = i, to = i, colons = 0, group = 0, longest = 0;
	struct gbx_value v;

	while (from > s->floor && i - from < 45 && address_byte(s->p[from - 1]))
		from--;
	while (to < s->n && to - i < 46 && address_byte(s->p[to]))
		to++;
	while (to > i && s->p[to - 1] == '.')
		to--;
	for (size_t k = from; k < to; k++) {
		colons += s->p[k] == ':';
		group = gbx_ishex(s->p[k]) ? group + 1 : 0;
		longest = group > longest ? group : longest;
	}
	if (colons < 2 || longest > 4)
		return 0;
	if (to - from < 6 || (from && gbx_scan_word_byte(s->p[from - 1])) || !gbx_scan_ends(s, to))
		return to;
	v = gbx_value_of(s->p + from, to - from);
	if (gbx_is_mac(&v))
		return gbx_scan_hit(s, from, to, GBX_T_MAC);
	return gbx_is_ip(&v) ? gbx_scan_hit(s, from, to, GBX_T_IP) : to;
}

/* Digits and dots from i: an IPv4 address, or nothing. A version has small parts. */
static size_t dotted(struct gbx_scan *s, size_t i)
{
	size_t to = i;
	struct gbx_value v;

	while (to < s->n &&
	       (gbx_isdigit(s->p[to]) || (s->p[to] == '.' && gbx_isdigit(gbx_scan_at(s, to + 1)))))
		to++;
	v = gbx_value_of(s->p + i, to - i);
	if (gbx_is_ip(&v) && v.n >= 9 && gbx_scan_ends(s, to))
		return gbx_scan_hit(s, i, to, GBX_T_IP);
	return to;
}

/* A word with letters and digits in it: IBAN, MAC with dashes, else nothing. */
static size_t inside_word(struct gbx_scan *s, size_t i)
{
	size_t from = i, to, len;
	struct gbx_value v;

	if (i >= s->floor + 2 && gbx_isupper(s->p[i - 1]) && gbx_isupper(s->p[i - 2]) &&
	    (i == 2 || !gbx_scan_word_byte(s->p[i - 3]))) {
		len = gbx_iban_prefix(s->p + i - 2, s->n - i + 2);
		if (len)
			return gbx_scan_hit(s, i - 2, i - 2 + len, GBX_T_IBAN);
	}
	to = gbx_scan_word_end(s, i);
	while (from > s->floor && i - from < 18 &&
	       (gbx_scan_word_byte(s->p[from - 1]) || s->p[from - 1] == '-'))
		from--;
	if (to - from == 17) {
		v = gbx_value_of(s->p + from, 17);
		if (gbx_is_mac(&v))
			return gbx_scan_hit(s, from, to, GBX_T_MAC);
	}
	return to > i ? to : i + 1;
}

struct tail {
	unsigned n;
	const char *w;
};

/* How many bytes of one of the words stand right before i. */
static size_t ends_with(const struct gbx_scan *s, size_t i, const struct tail *t, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (i >= t[k].n && gbx_lower(s->p[i - 1]) == (unsigned char)t[k].w[t[k].n - 1] &&
		    gbx_prefix_word(s->p + i - t[k].n, t[k].n, t[k].w))
			return t[k].n;
	return 0;
}

/* Do words before the number make it an order, a parcel, a reference? */
static bool names_other_number(const struct gbx_scan *s, size_t i)
{
	static const struct tail marks[] = {
	    {6, "单号"},    {6, "订单"},     {6, "编号"},  {6, "流水"}, {3, "单"},     {5, "order"},
	    {7, "invoice"}, {8, "tracking"}, {5, "trace"}, {3, "ref"},  {6, "serial"},
	};
	static const struct tail between[] = {
	    {1, " "},  {1, ":"},  {1, "#"},  {1, "="},  {1, "."},  {3, "："},
	    {3, "为"}, {3, "是"}, {3, "号"}, {2, "no"}, {2, "id"},
	};

	for (unsigned step = 0; step < 4; step++) {
		if (ends_with(s, i, marks, GBX_COUNT(marks)))
			return true;
		size_t n = ends_with(s, i, between, GBX_COUNT(between));
		if (!n)
			return false;
		i -= n;
	}
	return false;
}

bool gbx_scan_called_phone(const struct gbx_scan *s, size_t i)
{
	static const struct tail marks[] = {
	    {3, "tel"},      {5, "phone"},   {6, "mobile"},     {4, "cell"},      {3, "fax"},
	    {4, "call"},     {8, "whatsapp"}, {7, "contact"},   {5, "mobil"},     {5, "handy"},
	    {7, "telefon"},  {8, "telefono"}, {9, "teléfono"},  {7, "celular"},   {6, "móvil"},
	    {11, "téléphone"}, {4, "tél"},   {8, "portable"},   {9, "cellulare"}, {8, "telefone"},
	    {14, "телефон"}, {6, "тел"},     {14, "Телефон"},   {6, "Тел"},       {6, "电话"},
	    {6, "手机"},     {6, "座机"},    {6, "固话"},       {6, "传真"},      {6, "電話"},
	    {6, "携帯"},     {6, "手機"},    {6, "전화"},       {3, "gsm"},       {2, "ph"},
	    {8, "telefoon"}, {12, "الهاتف"},
	};
	static const struct tail between[] = {
	    {1, " "},  {1, ":"},  {1, "#"},  {1, "="},  {1, "."},   {1, "("},      {3, "："},
	    {3, "为"}, {3, "是"}, {3, "号"}, {6, "号码"}, {2, "no"}, {6, "number"}, {2, "on"},
	};

	for (unsigned step = 0; step < 5; step++) {
		if (ends_with(s, i, marks, GBX_COUNT(marks)))
			return true;
		size_t n = ends_with(s, i, between, GBX_COUNT(between));
		if (!n)
			return false;
		i -= n;
	}
	return false;
}

static bool is_mobile(const unsigned char *p)
{
	return p[0] == '1' && p[1] >= '3';
}

/* A run in one piece that a word may not go on from. */
static enum gbx_type plain_run(const struct gbx_scan *s, size_t i, size_t n)
{
	struct gbx_value v = gbx_value_of(s->p + i, n);

	switch (n) {
	case 11:
		return is_mobile(v.p) && !names_other_number(s, i) ? GBX_T_PHONE : GBX_T_UNKNOWN;
	case 13:
		return v.p[0] == '8' && v.p[1] == '6' && is_mobile(v.p + 2) ? GBX_T_PHONE
		                                                            : GBX_T_UNKNOWN;
	case 18:
		return gbx_is_national_id_cn(&v) ? GBX_T_NATIONAL_ID_CN : GBX_T_UNKNOWN;
	case 14:
	case 15:
	case 16:
	case 19:
		if (v.p[0] == '0')
			return gbx_is_phone(&v) ? GBX_T_PHONE : GBX_T_UNKNOWN;
		/* a fraction behind a decimal comma passes Luhn too */
		if (i >= 2 && s->p[i - 1] == ',' && gbx_isdigit(s->p[i - 2]))
			return GBX_T_UNKNOWN;
		return gbx_is_payment_card(&v) && !names_other_number(s, i) ? GBX_T_PAYMENT_CARD
		                                                            : GBX_T_UNKNOWN;
	default:
		return GBX_T_UNKNOWN;
	}
}

/* May a number of n digits begin at i, by what stands before it? */
static bool may_begin(const struct gbx_scan *s, size_t i, size_t n)
{
	unsigned char prev = i ? s->p[i - 1] : ' ', before = i >= 2 ? s->p[i - 2] : ' ';

	if (prev == '#') /* a card, or the number of a telephone; else of a ticket, or a colour */
		return n >= 14 || gbx_scan_called_phone(s, i);
	if (prev == '%' || prev == '\\')
		return false;
	if (prev == '.' && n >= 11 && gbx_isalpha(before)) /* card no.4111 */
		return true;
	if ((prev == '-' || prev == '.' || prev == '+') && gbx_scan_word_byte(before))
		return false;
	if (prev == '/' || prev == '=' || prev == '&' || prev == '?')
		return (n >= 7 || (prev == '=' && gbx_scan_at(s, i + n) == '.')) &&
		       !gbx_scan_in_url(s, i);
	return true;
}

size_t gbx_scan_digits(struct gbx_scan *s, size_t i)
{
	size_t to = run_end(s, i), end;
	unsigned char prev = i ? s->p[i - 1] : ' ', next = gbx_scan_at(s, to);
	enum gbx_type t;

	if ((next == ':' || prev == ':' || gbx_ishex(next) || gbx_ishex(prev)) &&
	    (end = colon_address(s, i)) != 0)
		return end;
	if (gbx_scan_word_byte(prev))
		return inside_word(s, i);
	if (!may_begin(s, i, to - i))
		return gbx_scan_word_end(s, i);
	if (to - i == 17 && (next | 32) == 'x' && gbx_scan_ends(s, to + 1)) {
		struct gbx_value v = gbx_value_of(s->p + i, 18);
		if (gbx_is_national_id_cn(&v))
			return gbx_scan_hit(s, i, to + 1, GBX_T_NATIONAL_ID_CN);
	}
	if (gbx_scan_word_byte(next) || next == '@')
		return inside_word(s, i);
	if (prev == '+' && (end = gbx_scan_plus(s, i)) != 0)
		return end;
	if ((end = gbx_scan_groups(s, i)) != 0)
		return end;
	if (next == '.' && gbx_isdigit(gbx_scan_at(s, to + 1)))
		return dotted(s, i);
	if (!gbx_scan_ends(s, to))
		return inside_word(s, i);
	t = plain_run(s, i, to - i);
	return t == GBX_T_UNKNOWN ? to : gbx_scan_hit(s, i, to, t);
}
