/*
 * glovebox-synth mysqldump: three tables as mysqldump writes them (MySQL
 * Reference Manual, "mysqldump"): CREATE TABLE, then extended INSERTs of about
 * one megabyte on one line each.
 */
#include "dump.h"

#include <stdio.h>

#include "output.h"

#define STATEMENT (1000u << 10)

static char *put_escaped(char *p, const char *s, size_t n)
{
	*p++ = '\'';
	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '\'' || c == '"' || c == '\\' || c == '\n')
			*p++ = '\\';
		*p++ = c == '\n' ? 'n' : c;
	}
	*p++ = '\'';
	return p;
}

static char *put_tuple(char *p, const struct synth_record *r, unsigned nfield)
{
	*p++ = '(';
	for (unsigned i = 0; i < nfield; i++) {
		const struct synth_cell *c = &r->cell[i];
		if (i)
			*p++ = ',';
		if (c->kind == SYNTH_STRING) {
			p = put_escaped(p, r->text + c->off, c->len);
		} else if (c->kind == SYNTH_NUMBER) {
			memcpy(p, r->text + c->off, c->len);
			p += c->len;
		} else {
			memcpy(p, "NULL", 4);
			p += 4;
		}
	}
	*p++ = ')';
	return p;
}

static void put_lines(struct synth_sink *s, const char *const *line)
{
	for (; *line; line++) {
		synth_sink_puts(s, *line);
		synth_sink_puts(s, "\n");
	}
}

/* Both texts stand around the name of the table. */
static void put_named(struct synth_sink *s, const char *before, const char *name, const char *after)
{
	synth_sink_puts(s, before);
	synth_sink_puts(s, name);
	synth_sink_puts(s, after);
}

static void put_structure(struct synth_sink *s, const struct synth_table *t)
{
	put_named(s, "\n--\n-- Table structure for table `", t->name, "`\n--\n\n");
	put_named(s, "DROP TABLE IF EXISTS `", t->name, "`;\n");
	synth_sink_puts(s, "/*!40101 SET @saved_cs_client     = @@character_set_client */;\n"
			   "/*!40101 SET character_set_client = utf8mb4 */;\n");
	put_named(s, "CREATE TABLE `", t->name, "` (\n");
	put_lines(s, t->columns);
	synth_sink_puts(s, ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n"
			   "/*!40101 SET character_set_client = @saved_cs_client */;\n");
}

/* Rows until the file has `until` bytes. */
static void put_rows(struct synth_output *w, const struct synth_table *t, uint64_t seed,
		     uint64_t until)
{
	uint64_t begun = 0;

	for (uint64_t i = 0; w->sink.bytes < until; i++) {
		struct synth_rng g = synth_rng_of(seed, t->stream, i);
		char *p, *e;
		if (begun && w->sink.bytes - begun > STATEMENT) {
			synth_sink_puts(&w->sink, ";\n");
			begun = 0;
		}
		if (begun) {
			synth_sink_puts(&w->sink, ",");
		} else {
			begun = w->sink.bytes + 1;
			put_named(&w->sink, "INSERT INTO `", t->name, "` VALUES ");
		}
		synth_record_reset(&w->record);
		t->make(&w->record, &g, seed, i);
		p = synth_sink_room(&w->sink);
		e = put_tuple(p, &w->record, t->nfield);
		synth_output_record(w, (size_t)(e - p), p, (size_t)(e - p));
	}
	if (begun)
		synth_sink_puts(&w->sink, ";\n");
}

static void put_data(struct synth_output *w, const struct synth_table *t, uint64_t seed,
		     uint64_t until)
{
	put_named(&w->sink, "\n--\n-- Dumping data for table `", t->name, "`\n--\n\n");
	put_named(&w->sink, "LOCK TABLES `", t->name, "` WRITE;\n");
	put_named(&w->sink, "/*!40000 ALTER TABLE `", t->name, "` DISABLE KEYS */;\n");
	put_rows(w, t, seed, until);
	put_named(&w->sink, "/*!40000 ALTER TABLE `", t->name, "` ENABLE KEYS */;\n");
	synth_sink_puts(&w->sink, "UNLOCK TABLES;\n");
}

static const char *const head[] = {
	"-- MySQL dump 10.13  Distrib 5.7.38, for Linux (x86_64)",
	"--",
	"-- Host: db.example.com    Database: members",
	"-- ------------------------------------------------------",
	"-- Server version\t5.7.38-log",
	"",
	"/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;",
	"/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;",
	"/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;",
	"/*!40101 SET NAMES utf8mb4 */;",
	"/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;",
	"/*!40103 SET TIME_ZONE='+00:00' */;",
	"/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;",
	"/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;",
	"/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
	"/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;",
	NULL,
};

static const char *const tail[] = {
	"/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;",
	"",
	"/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;",
	"/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;",
	"/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;",
	"/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;",
	"/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;",
	"/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;",
	"/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;",
	"",
	"-- Dump completed on 2022-07-01 12:00:00",
	NULL,
};

int synth_dump(const struct synth_options *o)
{
	struct synth_output *w = synth_output_open(o, NULL, 0, "");

	put_lines(&w->sink, head);
	for (unsigned k = 0; k < SYNTH_DUMP_TABLES; k++) {
		const struct synth_table *t = &synth_dump_tables[k];
		synth_output_relation(w, t->name, t->field, t->nfield, "");
		put_structure(&w->sink, t);
		put_data(w, t, o->seed, o->bytes / 100 * t->until_percent);
	}
	put_lines(&w->sink, tail);
	synth_output_close(w, o, "mysqldump");
	return 0;
}
