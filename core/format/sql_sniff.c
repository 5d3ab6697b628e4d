/*
 * Is it SQL, and whose? By the lines that begin statements, and by words only one
 * dialect uses.
 */
#include "sql.h"

#include <strings.h>

#define LOOK ((size_t)64 << 10) /* of the head looked at for words */

/* How lines of dumps and scripts begin. rows: it says that records may follow. */
static const struct {
	const char *text;
	bool rows;
} lines[] = {
    {"INSERT INTO ", true},   {"INSERT IGNORE ", true}, {"INSERT [", true},	  {"INSERT OR ", true},
    {"INSERT ALL", true},     {"REPLACE INTO ", true},	{"CREATE TABLE ", true},  {"COPY ", false},
    {"DROP TABLE ", false},   {"-- MySQL dump", true},	{"-- MariaDB dump", true}, {"/*!40", true},
    {"/*M!", true},	      {"/*!999999", true},	{"-- PostgreSQL database", true},
    {"-- phpMyAdmin", true},  {"SET IDENTITY_INSERT ", true}, {"REM INSERTING into", true},
    {"PRAGMA foreign_keys", true}, {"CREATE DATABASE ", false}, {"USE [", false}, {"USE `", false},
    {"INSERT ", false},	      {"LOCK TABLES ", true},	{"CREATE UNLOGGED TABLE ", true},
};

/* How the first line may begin, apart from those. */
static const char *const openings[] = {"--", "/*", "#", "SET ", "BEGIN", "START ", "DROP ", "CREATE ",
				       "ALTER ", "USE ", "\\", "PRAGMA ", "GO", "DELIMITER ", "PROMPT ",
				       "REM ", "IF ", "SELECT ", "TRUNCATE ", "DELETE ", "GRANT ", ":setvar"};

static const struct {
	const char *text;
	uint8_t dialect, points;
} words[] = {
    {"-- MySQL dump", GBX_SQL_MYSQL, 20},
    {"-- MariaDB dump", GBX_SQL_MYSQL, 20},
    {"-- phpMyAdmin", GBX_SQL_MYSQL, 20},
    {"-- Adminer", GBX_SQL_MYSQL, 8},
    {"/*!40", GBX_SQL_MYSQL, 10},
    {"/*M!", GBX_SQL_MYSQL, 10},
    {"ENGINE=", GBX_SQL_MYSQL, 6},
    {"AUTO_INCREMENT", GBX_SQL_MYSQL, 5},
    {"LOCK TABLES ", GBX_SQL_MYSQL, 3},
    {"INSERT IGNORE", GBX_SQL_MYSQL, 5},
    {"REPLACE INTO", GBX_SQL_MYSQL, 3},
    {"INTO `", GBX_SQL_MYSQL, 6},
    {"TABLE `", GBX_SQL_MYSQL, 6},
    {"SET NAMES utf8", GBX_SQL_MYSQL, 3},
    {"PostgreSQL database", GBX_SQL_POSTGRESQL, 20},
    {"standard_conforming_strings", GBX_SQL_POSTGRESQL, 10},
    {"pg_catalog", GBX_SQL_POSTGRESQL, 10},
    {"FROM stdin;", GBX_SQL_POSTGRESQL, 15},
    {"FROM stdin ", GBX_SQL_POSTGRESQL, 15},
    {"character varying", GBX_SQL_POSTGRESQL, 5},
    {"\n\\connect ", GBX_SQL_POSTGRESQL, 5},
    {"\n\\c ", GBX_SQL_POSTGRESQL, 5},
    {"INTO public.", GBX_SQL_POSTGRESQL, 8},
    {"::", GBX_SQL_POSTGRESQL, 1},
    {" E'", GBX_SQL_POSTGRESQL, 2},
    {"$$", GBX_SQL_POSTGRESQL, 2},
    {"PostgreSql", GBX_SQL_POSTGRESQL, 6},
    {"\nGO\n", GBX_SQL_SQLSERVER, 8},
    {"\nGO\r\n", GBX_SQL_SQLSERVER, 8},
    {"[dbo].", GBX_SQL_SQLSERVER, 10},
    {"IDENTITY_INSERT", GBX_SQL_SQLSERVER, 10},
    {"SET ANSI_NULLS", GBX_SQL_SQLSERVER, 6},
    {"SET QUOTED_IDENTIFIER", GBX_SQL_SQLSERVER, 6},
    {"[nvarchar]", GBX_SQL_SQLSERVER, 6},
    {", N'", GBX_SQL_SQLSERVER, 4},
    {"(N'", GBX_SQL_SQLSERVER, 4},
    {"USE [", GBX_SQL_SQLSERVER, 4},
    {"INSERT [", GBX_SQL_SQLSERVER, 6},
    {"AS DateTime", GBX_SQL_SQLSERVER, 3},
    {"VARCHAR2", GBX_SQL_ORACLE, 10},
    {"SET DEFINE OFF", GBX_SQL_ORACLE, 10},
    {"REM INSERTING", GBX_SQL_ORACLE, 10},
    {"to_date('", GBX_SQL_ORACLE, 6},
    {"TO_DATE('", GBX_SQL_ORACLE, 6},
    {"to_timestamp('", GBX_SQL_ORACLE, 4},
    {"INSERT ALL", GBX_SQL_ORACLE, 8},
    {"NUMBER(", GBX_SQL_ORACLE, 4},
    {" NUMBER ", GBX_SQL_ORACLE, 3},
    {"q'[", GBX_SQL_ORACLE, 6},
    {"\n/\n", GBX_SQL_ORACLE, 4},
    {"PRAGMA ", GBX_SQL_SQLITE, 15},
    {"AUTOINCREMENT", GBX_SQL_SQLITE, 6},
    {"sqlite_sequence", GBX_SQL_SQLITE, 12},
    {"BEGIN TRANSACTION;", GBX_SQL_SQLITE, 4},
    {"char(10))", GBX_SQL_SQLITE, 3},
    {"Sqlite", GBX_SQL_SQLITE, 8},
    {"SQLite", GBX_SQL_SQLITE, 8},
};

static bool begins(struct gbx_span s, const char *text)
{
	size_t n = strlen(text);
	return s.n >= n && strncasecmp((const char *)s.p, text, n) == 0;
}

static bool next_line(struct gbx_span *rest, struct gbx_span *line)
{
	if (!rest->n)
		return false;
	const unsigned char *lf = memchr(rest->p, '\n', rest->n);
	size_t n = lf ? (size_t)(lf - rest->p) : rest->n;
	*line = gbx_span_of(rest->p, n);
	rest->p += n + (lf != NULL);
	rest->n -= n + (lf != NULL);
	while (line->n && (line->p[0] == ' ' || line->p[0] == '\t' || line->p[0] == '\r')) {
		line->p++;
		line->n--;
	}
	return true;
}

static bool opens(struct gbx_span line)
{
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (begins(line, openings[i]))
			return true;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (begins(line, lines[i].text))
			return true;
	return false;
}

/* A line that begins with COPY is one of a dump when it ends so: FROM stdin, the options of
 * other forms than pg_dump's, a semicolon. */
static bool copies(struct gbx_span line)
{
	static const char from[] = " FROM stdin";
	const size_t n = sizeof from - 1;
	while (line.n && line.p[line.n - 1] <= ' ')
		line.n--;
	if (!begins(line, "COPY ") || line.n <= n || line.p[line.n - 1] != ';')
		return false;
	for (size_t i = 0; i + n < line.n; i++)
		if (strncasecmp((const char *)line.p + i, from, n) == 0 && memchr(" \t(;", line.p[i + n], 4))
			return true;
	return false;
}

static int judge(struct gbx_span s)
{
	struct gbx_span line;
	unsigned rows = 0, first = 0, seen = 0;
	while (next_line(&s, &line)) {
		if (!line.n)
			continue;
		if (!seen++)
			first = opens(line);
		for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
			if (lines[i].rows && begins(line, lines[i].text))
				rows++;
		rows += copies(line);
	}
	if (first && rows)
		return 97;
	return rows > 2 ? 75 : 0;
}

static uint8_t whose(struct gbx_span s)
{
	unsigned points[GBX_SQL_DIALECTS] = {0};
	uint8_t best = GBX_SQL_ANY;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(s.p, s.n, words[i].text, strlen(words[i].text)))
			points[words[i].dialect] += words[i].points;
	for (uint8_t d = 1; d < GBX_SQL_DIALECTS; d++)
		if (points[d] > points[best])
			best = d;
	return points[best] > 1 ? best : GBX_SQL_ANY;
}

/* Without a dialect: \' escapes a quote when text goes on behind it. */
static bool escapes(struct gbx_span s)
{
	unsigned inside = 0, border = 0;
	for (size_t i = 0; i + 2 < s.n; i++) {
		if (s.p[i] != '\\' || s.p[i + 1] != '\'')
			continue;
		bool end = memchr(",);\r\n", s.p[i + 2], 5) != NULL;
		inside += !end;
		border += end;
	}
	return inside > border;
}

/* Does the head choose more than one database, or say that it will? */
static bool has_databases(struct gbx_span s)
{
	struct gbx_span line, first = {NULL, 0};
	while (next_line(&s, &line)) {
		while (line.n && line.p[line.n - 1] <= ' ')
			line.n--;
		if (begins(line, "-- Host:") && line.n > 9 && memcmp(line.p + line.n - 9, "Database:", 9) == 0)
			return true; /* mysqldump --all-databases */
		if (begins(line, "-- PostgreSQL database cluster dump"))
			return true;
		if (!begins(line, "USE ") && !begins(line, "\\connect "))
			continue;
		if (first.p && !gbx_span_eq(first, line))
			return true;
		first = line;
	}
	return false;
}

static struct gbx_span look(const struct gbx_head *h)
{
	return gbx_span_of(h->p, h->n < LOOK ? h->n : LOOK);
}

int gbx_sql_bid(const struct gbx_head *h)
{
	return judge(look(h));
}

struct gbx_sql_state gbx_sql_sniff(const struct gbx_head *h, uint8_t dialect)
{
	struct gbx_span s = look(h);
	struct gbx_sql_state state = {.ndelimiter = 1, .delimiter = ";", .dialect = dialect};
	if (!dialect)
		state.dialect = whose(s);
	state.backslash = state.dialect == GBX_SQL_MYSQL || (state.dialect == GBX_SQL_ANY && escapes(s));
	state.qualify = has_databases(gbx_span_of(h->p, h->n));
	return state;
}

/* Settings */

static bool contains(struct gbx_span s, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= s.n; i++)
		if (strncasecmp((const char *)s.p + i, word, n) == 0)
			return true;
	return false;
}

void gbx_sql_note_setting(struct gbx_sql_state *s, struct gbx_span text)
{
	if (contains(text, "standard_conforming_strings"))
		s->backslash = contains(text, "off");
	if (contains(text, "sql_mode") && text.n && memchr(text.p, '\'', text.n))
		s->backslash = !contains(text, "NO_BACKSLASH_ESCAPES");
}

void gbx_sql_note_delimiter(struct gbx_sql_state *s, struct gbx_span line)
{
	size_t from = 9; /* behind the word */
	while (from < line.n && (line.p[from] == ' ' || line.p[from] == '\t'))
		from++;
	size_t n = 0;
	while (from + n < line.n && line.p[from + n] > ' ')
		n++;
	if (!n || n > GBX_SQL_DELIMITER)
		return;
	memcpy(s->delimiter, line.p + from, n);
	s->ndelimiter = (uint8_t)n;
}
