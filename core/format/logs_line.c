/*
 * Lines of web servers (Common and Combined Log Format) and of syslog, and the
 * points in time that lines begin with.
 */
#include "logs.h"

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* d: digit, D: digit or blank, M: letter; all else stands for itself. */
static size_t match(struct gbx_span s, const char *pattern)
{
	size_t i = 0;
	for (; pattern[i]; i++) {
		if (i >= s.n)
			return 0;
		unsigned char c = s.p[i];
		bool ok = pattern[i] == 'd'   ? is_digit(c)
		          : pattern[i] == 'D' ? is_digit(c) || c == ' '
		          : pattern[i] == 'M' ? is_letter(c)
		                              : c == (unsigned char)pattern[i];
		if (!ok)
			return 0;
	}
	return i;
}

static const char *const times[] = {
    "dddd-dd-dd dd:dd:dd",   "dddd-dd-ddTdd:dd:dd",
    "dddd/dd/dd dd:dd:dd",   "dd/MMM/dddd:dd:dd:dd",
    "dd-MMM-dddd dd:dd:dd",  "dd/dd/dddd dd:dd:dd",
    "dd.dd.dddd dd:dd:dd",   "dddd.dd.dd dd:dd:dd",
    "dd MMM dddd dd:dd:dd",  "MMM MMM Dd dd:dd:dd",
    "MMM Dd dd:dd:dd",       "dd-dd-dddd dd:dd:dd",
    "MMM dd, dddd dd:dd:dd", "dd:dd:dd",
};

static size_t over_zone(struct gbx_span s, size_t i)
{
	static const char *const zones[] = {"Z",      " UTC",   " GMT",  " Z",
	                                    "+dd:dd", "-dd:dd", "+dddd", "-dddd",
	                                    " +dddd", " -dddd", "+dd"};
	for (size_t k = 0; k < sizeof zones / sizeof *zones; k++) {
		size_t n = match(gbx_span_of(s.p + i, s.n - i), zones[k]);
		if (n)
			return i + n;
	}
	return i;
}

size_t gbx_log_time(struct gbx_span s)
{
	size_t n = 0;
	if (!s.n || (!is_digit(s.p[0]) && !is_letter(s.p[0])))
		return 0;
	for (size_t k = 0; !n && k < sizeof times / sizeof *times; k++)
		n = match(s, times[k]);
	if (!n)
		return 0;
	if (n + 1 < s.n && (s.p[n] == '.' || s.p[n] == ',') && is_digit(s.p[n + 1])) {
		for (n++; n < s.n && is_digit(s.p[n]);)
			n++;
	}
	/* "Wed Oct 11 14:32:52.123 2000": the year behind */
	size_t year = match(gbx_span_of(s.p + n, s.n - n), " dddd");
	if (year && is_letter(s.p[0]) && (n + year == s.n || !is_digit(s.p[n + year])))
		n += year;
	return over_zone(s, n);
}

/* Access logs */

/* The word at *s, up to a blank; false when there is none. */
static bool word(struct gbx_span *s, struct gbx_span *out)
{
	const unsigned char *q = s->n ? memchr(s->p, ' ', s->n) : NULL;
	*out = gbx_span_of(s->p, q ? (size_t)(q - s->p) : s->n);
	size_t take = out->n + (q != NULL);
	s->p += take;
	s->n -= take;
	return out->n > 0;
}

/* From open to close, which a backslash may escape; the blank behind goes too. */
static bool enclosed(struct gbx_span *s, unsigned char open, unsigned char close,
                     struct gbx_span *out)
{
	if (!s->n || s->p[0] != open)
		return false;
	size_t i = 1;
	while (i < s->n && s->p[i] != close)
		i += close == '"' && s->p[i] == '\\' ? 2 : 1;
	if (i >= s->n)
		return false;
	*out = gbx_span_of(s->p + 1, i - 1);
	i++;
	i += i < s->n && s->p[i] == ' ';
	s->p += i;
	s->n -= i;
	return true;
}

static bool is_number(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
	}
	return s.n > 0;
}

/* "host ident user" or "vhost:port host ident user", up to the bracket. A user may
 * hold blanks. */
static bool who(struct gbx_span s, struct gbx_log_parts *x)
{
	struct gbx_span first, second, third, rest = s;
	if (!word(&rest, &first) || !word(&rest, &second) || !rest.n)
		return false;
	struct gbx_span probe = rest;
	bool vhost =
	    word(&probe, &third) && probe.n && gbx_span_is(third, "-") && !gbx_span_is(second, "-");
	if (vhost) {
		gbx_log_give(x, GBX_LOG_A_VHOST, first);
		first = second;
		second = third;
		rest = probe;
	}
	if (rest.n && rest.p[rest.n - 1] == ' ')
		rest.n--;
	gbx_log_give(x, GBX_LOG_A_ADDR, first);
	gbx_log_give(x, GBX_LOG_A_IDENT, second);
	gbx_log_give(x, GBX_LOG_A_USER, rest);
	return rest.n > 0;
}

bool gbx_log_access_line(struct gbx_span line, struct gbx_log_parts *x)
{
	struct gbx_span part;
	x->has = 0;
	const unsigned char *open = line.n ? memchr(line.p, '[', line.n) : NULL;
	if (!open || !who(gbx_span_of(line.p, (size_t)(open - line.p)), x))
		return false;
	struct gbx_span s = gbx_span_of(open, (size_t)(line.p + line.n - open));
	if (!enclosed(&s, '[', ']', &part) || !gbx_log_time(part))
		return false;
	gbx_log_give(x, GBX_LOG_A_TIME, part);
	if (!enclosed(&s, '"', '"', &part))
		return false;
	gbx_log_give(x, GBX_LOG_A_REQUEST, part);
	if (!word(&s, &part) || (!is_number(part) && !gbx_span_is(part, "-")))
		return false;
	gbx_log_give(x, GBX_LOG_A_STATUS, part);
	if (word(&s, &part))
		gbx_log_give(x, GBX_LOG_A_BYTES, part);
	if (enclosed(&s, '"', '"', &part))
		gbx_log_give(x, GBX_LOG_A_REFERER, part);
	if (enclosed(&s, '"', '"', &part))
		gbx_log_give(x, GBX_LOG_A_AGENT, part);
	if (s.n)
		gbx_log_give(x, GBX_LOG_A_EXTRA, s);
	return true;
}

/* Syslog */

static struct gbx_span rest_of(struct gbx_span s, size_t at)
{
	return gbx_span_of(s.p + at, s.n - at);
}

static struct gbx_span take_priority(struct gbx_span s, struct gbx_log_parts *x)
{
	struct gbx_span part;
	struct gbx_span t = s;
	if (!enclosed(&t, '<', '>', &part) || !is_number(part) || part.n > 3)
		return s;
	gbx_log_give(x, GBX_LOG_S_PRIORITY, part);
	return t;
}

/* "sshd[123]:" */
static bool take_tag(struct gbx_span *s, struct gbx_log_parts *x)
{
	size_t i = 0;
	while (i < s->n && i < 64 && s->p[i] > ' ' && s->p[i] != ':' && s->p[i] != '[')
		i++;
	struct gbx_span tag = gbx_span_of(s->p, i), pid = {NULL, 0};
	struct gbx_span t = rest_of(*s, i);
	if (!tag.n || (t.n && t.p[0] == '[' && !enclosed(&t, '[', ']', &pid)))
		return false;
	if (!t.n || t.p[0] != ':')
		return false;
	gbx_log_give(x, GBX_LOG_S_IDENT, tag);
	if (pid.p)
		gbx_log_give(x, GBX_LOG_S_PID, pid);
	*s = rest_of(t, t.n > 1 && t.p[1] == ' ' ? 2 : 1);
	return true;
}

bool gbx_log_syslog_line(struct gbx_span line, struct gbx_log_parts *x)
{
	struct gbx_span part;
	x->has = 0;
	struct gbx_span s = take_priority(line, x);
	size_t n = gbx_log_time(s);
	if (!n || n >= s.n || s.p[n] != ' ' || is_digit(s.p[2]) != is_digit(s.p[0]))
		return false;
	/* RFC 3164's time, or RFC 3339's as rsyslog writes it */
	if (!is_letter(s.p[0]) && !memchr(s.p, 'T', n))
		return false;
	gbx_log_give(x, GBX_LOG_S_TIME, gbx_span_of(s.p, n));
	s = rest_of(s, n + 1);
	if (!word(&s, &part) || part.p[part.n - 1] == ':' || part.p[0] == '[' || !s.n)
		return false;
	gbx_log_give(x, GBX_LOG_S_HOST, part);
	bool tagged = take_tag(&s, x);
	gbx_log_give(x, GBX_LOG_S_MESSAGE, s);
	/* RFC 3339 times stand in logs of all kinds: only the tag tells. */
	return tagged || (x->part[GBX_LOG_S_TIME].p[0] > '9' && !memchr(s.p, '=', s.n));
}

/* Structured data: "-" or [id name="value" …][…] */
static bool take_data(struct gbx_span *s, struct gbx_span *out)
{
	if (s->n && s->p[0] == '-')
		return word(s, out);
	size_t i = 0;
	bool quoted = false;
	if (!s->n || s->p[0] != '[')
		return false;
	for (; i < s->n; i++) {
		if (s->p[i] == '\\' && quoted)
			i++;
		else if (s->p[i] == '"')
			quoted = !quoted;
		else if (s->p[i] == ']' && !quoted && (i + 1 == s->n || s->p[i + 1] != '['))
			break;
	}
	if (i >= s->n)
		return false;
	*out = gbx_span_of(s->p, i + 1);
	*s = rest_of(*s, i + 1 + (i + 1 < s->n && s->p[i + 1] == ' '));
	return true;
}

bool gbx_log_syslog_5424_line(struct gbx_span line, struct gbx_log_parts *x)
{
	static const unsigned columns[] = {GBX_LOG_S_TIME, GBX_LOG_S_HOST, GBX_LOG_S_IDENT,
	                                   GBX_LOG_S_PID, GBX_LOG_S_MSGID};
	struct gbx_span part;
	x->has = 0;
	struct gbx_span s = take_priority(line, x);
	if (!x->has || !word(&s, &part) || !gbx_span_is(part, "1"))
		return false;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (!word(&s, &part))
			return false;
		gbx_log_give(x, columns[i], part);
	}
	if (!take_data(&s, &part))
		return false;
	gbx_log_give(x, GBX_LOG_S_DATA, part);
	if (s.n)
		gbx_log_give(x, GBX_LOG_S_MESSAGE, s);
	return true;
}
