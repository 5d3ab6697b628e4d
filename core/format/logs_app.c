/*
 * Lines of applications: a time, then tokens that say what they are by their
 * shape, then the message. Covers what log4j, logback, Python's logging, Apache's
 * and nginx's error logs, Rails, Laravel and Spring Boot write.
 */
#include <strings.h>

#include "logs.h"

#define TOKENS 8u /* before the message */

static bool is_level(struct gbx_span s)
{
	static const char *const levels[] = {
	    "TRACE", "DEBUG", "INFO",   "NOTICE", "WARN",     "WARNING", "ERROR", "ERR",   "SEVERE",
	    "FATAL", "CRIT",  "ALERT",  "EMERG",  "CRITICAL", "FINE",    "FINER", "INF",   "WRN",
	    "DBG",   "PANIC", "FINEST", "CONFIG", "VERBOSE",  "LOG",     "HINT",  "DETAIL"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		if (strlen(levels[i]) == s.n && !strncasecmp(levels[i], (const char *)s.p, s.n))
			return true;
	}
	return false;
}

static bool is_number(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return s.n > 0;
}

/* "123", "123#0", "123:456" */
static bool is_process(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] < '0' || s.p[i] > '9') && (!i || (s.p[i] != '#' && s.p[i] != ':')))
			return false;
	}
	return s.n > 0 && s.n < 24;
}

/* "com.example.Main", "app/views.py:12", "core" */
static bool is_logger(struct gbx_span s)
{
	if (!s.n || s.n > 120)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (!letter && (c < '0' || c > '9') && !memchr("._$/-:#@<>", c, 10))
			return false;
	}
	return true;
}

static struct gbx_span from(struct gbx_span s, size_t at)
{
	s.p += at;
	s.n -= at;
	return s;
}

static struct gbx_span skip(struct gbx_span s, const char *marks, size_t n)
{
	while (s.n && memchr(marks, s.p[0], n))
		s = from(s, 1);
	return s;
}

static void give_once(struct gbx_log_parts *x, unsigned col, struct gbx_span s)
{
	if (!(x->has >> col & 1))
		gbx_log_give(x, col, s);
}

static bool starts(struct gbx_span s, const char *word)
{
	size_t n = strlen(word);
	return s.n > n && !memcmp(s.p, word, n);
}

/* "module:error" of Apache 2.4, "production.ERROR" of Laravel: the level's start. */
static size_t level_inside(struct gbx_span s)
{
	for (size_t i = s.n; i-- > 1;) {
		if ((s.p[i] == ':' || s.p[i] == '.') && is_level(from(s, i + 1)))
			return i + 1;
	}
	return 0;
}

static bool take_level(struct gbx_log_parts *x, struct gbx_span s)
{
	if (x->has >> GBX_LOG_P_LEVEL & 1)
		return false;
	if (is_level(s)) {
		gbx_log_give(x, GBX_LOG_P_LEVEL, s);
		return true;
	}
	size_t at = level_inside(s);
	if (!at)
		return false;
	give_once(x, GBX_LOG_P_LOGGER, gbx_span_of(s.p, at - 1));
	gbx_log_give(x, GBX_LOG_P_LEVEL, from(s, at));
	return true;
}

/* "[…]": false when it is not closed. */
static bool take_bracket(struct gbx_log_parts *x, struct gbx_span *s)
{
	const unsigned char *end = memchr(s->p, ']', s->n);
	if (!end)
		return false;
	struct gbx_span in = gbx_span_of(s->p + 1, (size_t)(end - s->p) - 1);
	*s = from(*s, in.n + 2);
	while (in.n && in.p[in.n - 1] == ' ')
		in.n--;
	in = skip(in, " ", 1);
	if (take_level(x, in))
		return true;
	if (starts(in, "pid ") || is_process(in))
		give_once(x, GBX_LOG_P_PROCESS, starts(in, "pid ") ? from(in, 4) : in);
	else if (starts(in, "client "))
		give_once(x, GBX_LOG_P_CLIENT, from(in, 7));
	else if (!(x->has >> GBX_LOG_P_THREAD & 1))
		gbx_log_give(x, GBX_LOG_P_THREAD, in);
	else if (!(x->has >> GBX_LOG_P_LOGGER & 1))
		gbx_log_give(x, GBX_LOG_P_LOGGER, in);
	else
		return false;
	return true;
}

enum took { NOTHING, TOKEN, LAST };

/* A word: level, process or logger. LAST: the message follows. */
static enum took take_word(struct gbx_log_parts *x, struct gbx_span *s)
{
	const unsigned char *q = memchr(s->p, ' ', s->n);
	size_t n = q ? (size_t)(q - s->p) : s->n;
	struct gbx_span word = gbx_span_of(s->p, n), rest = from(*s, n);
	bool colon = n > 1 && s->p[n - 1] == ':';
	word.n -= colon;
	if (take_level(x, word)) {
		*s = rest;
		return colon && !starts(rest, " [") ? LAST : TOKEN;
	}
	if (is_process(word) && !(x->has >> GBX_LOG_P_PROCESS & 1) && q) {
		gbx_log_give(x, GBX_LOG_P_PROCESS, word);
		*s = rest;
		return colon ? LAST : TOKEN;
	}
	/* "logger: …", "logger - …", "logger : …", "logger | …" */
	rest = skip(rest, " ", 1);
	bool parted = rest.n > 1 && memchr("-:|", rest.p[0], 3) && rest.p[1] == ' ';
	bool free = !(x->has >> GBX_LOG_P_LOGGER & 1);
	if (!free || !is_logger(word) || is_number(word) || (!colon && !parted))
		return NOTHING;
	gbx_log_give(x, GBX_LOG_P_LOGGER, word);
	bool level = x->has >> GBX_LOG_P_LEVEL & 1;
	*s = colon ? from(*s, n) : from(rest, 1);
	return level ? LAST : TOKEN;
}

/* "[INFO] ", "INFO  ", "I, " before the time: its length, and the level in it. */
static size_t leading(struct gbx_span line, struct gbx_span *level)
{
	size_t open = line.n && line.p[0] == '[', i = open;
	*level = gbx_span_of(NULL, 0);
	while (i < line.n && i < 12 && (line.p[i] | 32) >= 'a' && (line.p[i] | 32) <= 'z')
		i++;
	struct gbx_span word = gbx_span_of(line.p + open, i - open);
	if (starts(line, "I, ") || starts(line, "W, ") || starts(line, "E, ") ||
	    starts(line, "D, ") || starts(line, "F, "))
		return 3;
	if (!is_level(word) || (open && (i == line.n || line.p[i] != ']')))
		return 0;
	i += open;
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == ':'))
		i++;
	*level = word;
	return i;
}

/* Where the time of a line stands and how long it is; 0: it begins with none. */
static size_t find_time(struct gbx_span line, size_t *at, struct gbx_span *level)
{
	*at = leading(line, level);
	bool open = *at < line.n && line.p[*at] == '[';
	*at += open;
	if (*at >= line.n)
		return 0;
	size_t n = gbx_log_time(from(line, *at)), end = *at + n;
	if (!n || end >= line.n)
		return 0;
	/* "[2023-01-02T03:04:05.123456 #4711]" of Ruby's Logger */
	bool closed = line.p[end] == ']' || (end + 1 < line.n && !memcmp(line.p + end, " #", 2));
	if (open)
		return closed ? n : 0;
	return memchr(" :|", line.p[end], 3) ? n : 0;
}

bool gbx_log_app_begins(struct gbx_span line)
{
	struct gbx_span level;
	size_t at;
	return find_time(line, &at, &level) != 0;
}

/* Behind the time: its bracket, with Ruby's process in it. */
static struct gbx_span after_time(struct gbx_span s, struct gbx_log_parts *x)
{
	if (s.n && s.p[0] == ']')
		return from(s, 1);
	if (!starts(s, " #"))
		return s;
	size_t i = 2;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == 2 || i == s.n || s.p[i] != ']')
		return s;
	gbx_log_give(x, GBX_LOG_P_PROCESS, gbx_span_of(s.p + 2, i - 2));
	return from(s, i + 1);
}

bool gbx_log_app_line(struct gbx_span line, struct gbx_log_parts *x)
{
	struct gbx_span level;
	size_t at, n = find_time(line, &at, &level);
	x->has = 0;
	if (!n)
		return false;
	gbx_log_give(x, GBX_LOG_P_TIME, gbx_span_of(line.p + at, n));
	if (level.n)
		gbx_log_give(x, GBX_LOG_P_LEVEL, level);
	struct gbx_span s = after_time(from(line, at + n), x);
	bool last = false;
	for (unsigned i = 0; i < TOKENS && !last; i++) {
		struct gbx_span t = skip(s, " -|:", 4);
		if (!t.n)
			break;
		if (t.p[0] == '[') {
			if (!take_bracket(x, &t))
				break;
		} else {
			enum took took = take_word(x, &t);
			if (took == NOTHING)
				break;
			last = took == LAST;
		}
		s = t;
	}
	s = skip(s, " ", 1);
	if (starts(s, "-- : "))
		s = from(s, 3);
	if (s.n > 1 && memchr("-|:", s.p[0], 3) && s.p[1] == ' ')
		s = skip(from(s, 1), " ", 1);
	gbx_log_give(x, GBX_LOG_P_MESSAGE, s);
	return true;
}
