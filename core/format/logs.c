/*
 * The format "logs" (logs.h). Lines of web servers and syslog are records; those
 * of applications begin with a time, and lines below without one go on with the
 * message.
 */
#include "logs.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "lines.h"

#define LINES 300u
#define WEAK 45           /* bid for lines that begin with a time and say no more */
#define FIELD_LINES 1024u /* different "#Fields:" lines of one entry that are kept */

struct fields {
	struct fields *next;
	size_t n;
	unsigned char text[];
};

struct reader {
	struct gbx_reader base;
	enum gbx_log_layout layout;
	struct fields *fields; /* newest first; those handed out stay */
	unsigned nfields;
	char stem[GBX_NAME_BYTES + 1];
};

static const char *const access_names[] = {"vhost",   "remote_addr", "ident",  "user",
                                           "time",    "request",     "status", "bytes",
                                           "referer", "user_agent",  "extra"};
static const char *const syslog_names[] = {"priority", "time",  "host", "ident",
                                           "pid",      "msgid", "data", "message"};
static const char *const app_names[] = {"time",   "level",  "process", "thread",
                                        "logger", "client", "message"};

static const struct {
	gbx_log_line *line;
	const char *const *names;
	uint32_t columns;
	int bid;
} layouts[] = {
    [GBX_LOG_ACCESS] = {gbx_log_access_line, access_names, GBX_LOG_A_COLUMNS, 94},
    [GBX_LOG_SYSLOG] = {gbx_log_syslog_line, syslog_names, GBX_LOG_S_COLUMNS, 88},
    [GBX_LOG_SYSLOG_5424] = {gbx_log_syslog_5424_line, syslog_names, GBX_LOG_S_COLUMNS, 94},
    [GBX_LOG_APP] = {gbx_log_app_line, app_names, GBX_LOG_P_COLUMNS, 87},
};

static bool next_line(struct gbx_span s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *p = s.p + *at, *lf = memchr(p, '\n', s.n - *at);
	size_t n = lf ? (size_t)(lf - p) : s.n - *at;
	*at += n + (lf != NULL);
	while (n && p[n - 1] == '\r')
		n--;
	*line = gbx_span_of(p, n);
	return true;
}

/* Lines of the layout, and for applications those that say a level or the like. */
static void count(struct gbx_span s, enum gbx_log_layout layout, unsigned *lines, unsigned *fit,
                  unsigned *told)
{
	struct gbx_span line;
	struct gbx_log_parts x;
	*lines = *fit = *told = 0;
	for (size_t at = 0; *lines < LINES && next_line(s, &at, &line);) {
		if (!line.n)
			continue;
		++*lines;
		if (!layouts[layout].line(line, &x))
			continue;
		++*fit;
		const unsigned signs = 1u << GBX_LOG_P_LEVEL | 1u << GBX_LOG_P_THREAD |
		                       1u << GBX_LOG_P_LOGGER | 1u << GBX_LOG_P_PROCESS;
		*told += layout != GBX_LOG_APP || (x.has & signs);
	}
}

static bool is_w3c(struct gbx_span s)
{
	struct gbx_span line, names;
	for (size_t at = 0; next_line(s, &at, &line);) {
		if (gbx_log_w3c_fields(line, &names))
			return true;
		if (line.n && line.p[0] != '#')
			return false;
	}
	return false;
}

/* Lines of three key=value words and more, and nothing else. */
static bool is_fmt(struct gbx_span s)
{
	struct gbx_span line, key, value;
	unsigned lines = 0, fit = 0;
	for (size_t at = 0; lines < LINES && next_line(s, &at, &line);) {
		unsigned pairs = 0;
		while (line.n && line.p[line.n - 1] == ' ')
			line.n--;
		lines += line.n > 0;
		while (gbx_log_fmt_pair(&line, &key, &value))
			pairs++;
		fit += pairs >= 3 && !line.n;
	}
	return fit >= 2 && fit * 10 >= lines * 8;
}

static int sniff(const struct gbx_head *h, enum gbx_log_layout *layout)
{
	struct gbx_csv_sample sample = gbx_csv_sample_of(h);
	struct gbx_span s = gbx_span_of(sample.p, sample.n);
	int best = 0;
	*layout = GBX_LOG_APP;
	if (!s.n || !gbx_csv_is_text(sample))
		return 0;
	if (is_w3c(s)) {
		*layout = GBX_LOG_W3C;
		return 95;
	}
	if (is_fmt(s)) {
		*layout = GBX_LOG_FMT;
		return 88;
	}
	for (int i = 0; i < GBX_LOG_W3C; i++) {
		unsigned lines, fit, told;
		count(s, (enum gbx_log_layout)i, &lines, &fit, &told);
		unsigned percent = i == GBX_LOG_APP ? 25 : 80;
		if (!fit || fit * 100 < lines * percent)
			continue;
		int bid = lines < 2 ? layouts[i].bid - 40 : layouts[i].bid;
		/* Times and text: a log when each line has its time. */
		if (told * 10 < fit * 7)
			bid = fit >= 5 && fit * 10 >= lines * 9 ? WEAK : 0;
		if (bid > best) {
			best = bid;
			*layout = (enum gbx_log_layout)i;
		}
	}
	return best;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	enum gbx_log_layout layout;
	return o->delimiter && *o->delimiter ? 0 : sniff(h, &layout);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_logs;
	sniff(h, &r->layout);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	while (r->fields) {
		struct fields *f = r->fields;
		r->fields = f->next;
		free(f);
	}
	free(r);
}

/* Splitting */

/* The last line of p[0..n) that a record begins with; 0: none but the first. */
static size_t last_begin(const unsigned char *p, size_t n)
{
	const unsigned char *lf = n ? memrchr(p, '\n', n) : NULL;
	size_t end = lf ? (size_t)(lf - p) + 1 : 0;
	while (end) {
		const unsigned char *before = end > 1 ? memrchr(p, '\n', end - 1) : NULL;
		size_t from = before ? (size_t)(before - p) + 1 : 0, at = from;
		struct gbx_span line;
		if (next_line(gbx_span_of(p, end), &at, &line) && gbx_log_app_begins(line))
			return from;
		end = from;
	}
	return 0;
}

/* Notes the last "#Fields:" line of a chunk, for the next one. */
static void note_fields(struct reader *r, const unsigned char *p, size_t n)
{
	struct gbx_span names = {NULL, 0}, line;
	for (size_t at = 0; at < n;) {
		const unsigned char *q = memmem(p + at, n - at, "#Fields:", 8);
		if (!q)
			break;
		size_t i = (size_t)(q - p);
		at = i + 8;
		if ((!i || p[i - 1] == '\n') && next_line(gbx_span_of(p, n), &i, &line))
			gbx_log_w3c_fields(line, &names);
	}
	if (!names.p || r->nfields == FIELD_LINES ||
	    (r->fields && gbx_span_eq(names, gbx_span_of(r->fields->text, r->fields->n))))
		return;
	struct fields *f = malloc(sizeof *f + names.n);
	if (!f)
		return;
	f->n = names.n;
	memcpy(f->text, names.p, names.n);
	f->next = r->fields;
	r->fields = f;
	r->nfields++;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	struct reader *r = (struct reader *)reader;
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->fields, sizeof r->fields);
	if (r->layout == GBX_LOG_APP)
		return last || !n ? n : last_begin(p, n);
	size_t cut = gbx_line_split(p, n, last);
	if (r->layout == GBX_LOG_W3C)
		note_fields(r, p, cut);
	return cut;
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_span line, all = gbx_span_of(p, n);
	if (r->layout != GBX_LOG_APP)
		return gbx_line_resync(p, n, found);
	*found = false;
	for (size_t at = 0, from = 0; next_line(all, &at, &line); from = at) {
		if (from && p[at - 1] == '\n' && gbx_log_app_begins(line)) {
			*found = true;
			return from;
		}
	}
	return n;
}

/* Parsing */

struct parse {
	const struct reader *r;
	struct gbx_lrows rows;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	uint32_t rec; /* of the application's record at hand; UINT32_MAX: none */
};

static bool bad_line(struct parse *x, size_t at, size_t all)
{
	x->out->bytes_quarantined += all;
	return gbx_parsed_bad(x->out, x->c->off + at, all, GBX_E_LINE_SHAPE);
}

static bool skip_blank(struct parse *x, size_t all)
{
	gbx_parsed_skip(x->out, "blank line", 1, all);
	return true;
}

/* A line without a time goes on with the message above. */
static bool go_on(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	if (x->rec == UINT32_MAX)
		return line.n ? bad_line(x, at, all) : skip_blank(x, all);
	struct gbx_cell *cell = &x->rows.cell[GBX_LOG_P_MESSAGE][x->rec];
	if (line.n)
		cell->len = (uint32_t)(line.p + line.n - x->c->p) - cell->off;
	x->out->bytes_records += all;
	return true;
}

static bool take_line(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	struct gbx_log_parts parts;
	if (!line.n && x->r->layout != GBX_LOG_APP)
		return skip_blank(x, all);
	if (!layouts[x->r->layout].line(line, &parts))
		return x->r->layout == GBX_LOG_APP ? go_on(x, line, at, all) : bad_line(x, at, all);
	x->rec = gbx_lrows_record(&x->rows, at);
	if (x->rec == UINT32_MAX)
		return false;
	for (unsigned m = parts.has; m; m &= m - 1) {
		unsigned i = (unsigned)__builtin_ctz(m);
		gbx_lrows_set(&x->rows, i, x->rec, parts.part[i]);
	}
	x->out->bytes_records += all;
	return true;
}

static bool take_lines(struct parse *x)
{
	struct gbx_span line, all = gbx_span_of(x->c->p, x->c->n);
	if (!gbx_lrows_open(&x->rows, x->c, x->out, layouts[x->r->layout].columns, 64))
		return false;
	for (size_t at = 0, from = 0; next_line(all, &at, &line); from = at) {
		if (!take_line(x, line, from, at - from))
			return false;
	}
	return gbx_lrows_close(&x->rows, x->r->stem, layouts[x->r->layout].names);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = {
	    .r = (const struct reader *)reader, .c = c, .out = out, .rec = UINT32_MAX};
	struct fields *f;
	bool ok;
	memcpy(&f, c->split.opaque, sizeof f);
	struct gbx_span names = f ? gbx_span_of(f->text, f->n) : gbx_span_of(NULL, 0);
	if (x.r->layout == GBX_LOG_W3C)
		ok = gbx_log_w3c_parse(c, out, x.r->stem, names);
	else if (x.r->layout == GBX_LOG_FMT)
		ok = gbx_log_fmt_parse(c, out, x.r->stem);
	else
		ok = take_lines(&x);
	return ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, "a chunk of a log");
}

const struct gbx_format gbx_format_logs = {
    .name = "logs",
    .summary = "logs of web servers (Common, Combined, W3C), syslog and applications",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};
