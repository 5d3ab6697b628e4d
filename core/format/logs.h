/*
 * Logs with a steady shape. Private to the format "logs".
 *
 * Sources: the Common Log Format of the W3C's httpd and Apache's "combined";
 * W3C Extended Log File Format (WD-logfile-960323); RFC 3164 and RFC 5424 for
 * syslog. Application logs have no standard: a time, then in any order level,
 * process, thread and logger, then the message.
 */
#ifndef GBX_FORMAT_LOGS_H
#define GBX_FORMAT_LOGS_H

#include "csv_sniff.h"
#include "format.h"
#include "lines_rows.h"

enum gbx_log_layout {
	GBX_LOG_ACCESS,
	GBX_LOG_SYSLOG,
	GBX_LOG_SYSLOG_5424,
	GBX_LOG_APP,
	GBX_LOG_W3C,
	GBX_LOG_FMT, /* key=value key="value" */
};

/* Columns of each layout but W3C. */
enum gbx_log_access {
	GBX_LOG_A_VHOST,
	GBX_LOG_A_ADDR,
	GBX_LOG_A_IDENT,
	GBX_LOG_A_USER,
	GBX_LOG_A_TIME,
	GBX_LOG_A_REQUEST,
	GBX_LOG_A_STATUS,
	GBX_LOG_A_BYTES,
	GBX_LOG_A_REFERER,
	GBX_LOG_A_AGENT,
	GBX_LOG_A_EXTRA,
	GBX_LOG_A_COLUMNS
};
enum gbx_log_syslog {
	GBX_LOG_S_PRIORITY,
	GBX_LOG_S_TIME,
	GBX_LOG_S_HOST,
	GBX_LOG_S_IDENT,
	GBX_LOG_S_PID,
	GBX_LOG_S_MSGID,
	GBX_LOG_S_DATA,
	GBX_LOG_S_MESSAGE,
	GBX_LOG_S_COLUMNS
};
enum gbx_log_app {
	GBX_LOG_P_TIME,
	GBX_LOG_P_LEVEL,
	GBX_LOG_P_PROCESS,
	GBX_LOG_P_THREAD,
	GBX_LOG_P_LOGGER,
	GBX_LOG_P_CLIENT,
	GBX_LOG_P_MESSAGE,
	GBX_LOG_P_COLUMNS
};

struct gbx_log_parts {
	struct gbx_span part[GBX_LROWS_COLUMNS]; /* borrowed from the line */
	unsigned has;
};

static inline void gbx_log_give(struct gbx_log_parts *x, unsigned col, struct gbx_span s)
{
	x->part[col] = s;
	x->has |= 1u << col;
}

/* Each reads a line without its end; false: another shape. */
typedef bool gbx_log_line(struct gbx_span line, struct gbx_log_parts *x);
gbx_log_line gbx_log_access_line, gbx_log_syslog_line, gbx_log_syslog_5424_line, gbx_log_app_line;

/* Length of the point in time at the start of s, fraction and zone with it; or 0. */
size_t gbx_log_time(struct gbx_span s);
/* Does a record of an application's log begin with this line? */
bool gbx_log_app_begins(struct gbx_span line);

/* W3C: the names of a "#Fields:" line; false: another line. */
bool gbx_log_w3c_fields(struct gbx_span line, struct gbx_span *names);
/* Takes the next word of s, a "quoted string" as one. False at the end. */
bool gbx_log_w3c_word(struct gbx_span *s, struct gbx_span *word);
/* The whole of parse for W3C logs; `fields` are the names that hold at its start. */
bool gbx_log_w3c_parse(struct gbx_chunk *c, struct gbx_parsed *out, const char *relation,
                       struct gbx_span fields);

/* Takes the next pair of a line of key=value words off s; false: no such thing
 * (*s is empty at the line's end). */
bool gbx_log_fmt_pair(struct gbx_span *s, struct gbx_span *key, struct gbx_span *value);
/* The whole of parse for such logs. */
bool gbx_log_fmt_parse(struct gbx_chunk *c, struct gbx_parsed *out, const char *relation);

extern const struct gbx_format gbx_format_logs;

#endif
