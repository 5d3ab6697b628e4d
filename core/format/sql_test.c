/*
 * Dumps as the tools write them, one table of cases a dialect: what the records are, what
 * was skipped; then damage, and the same dump in chunks of every size.
 */
#include "sql_testing.h"

struct example {
	const char *what, *dialect, *sql, *want;
};

static void one_way(const struct example *c, size_t step, const struct gbx_sql_kernel *k)
{
	struct outcome o;
	read_with(c->sql, strlen(c->sql), step, c->dialect, k, &o);
	if (strcmp(gbx_buf_str(&o.text), c->want) != 0)
		fail_msg("%s, step %zu, %s:\ngot:\n%swant:\n%s%s", c->what, step, k ? k->name : "best",
			 gbx_buf_str(&o.text), c->want, gbx_buf_str(&o.spans));
	outcome_release(&o);
}

static void check(const struct example *c, size_t n)
{
	static const size_t steps[] = {0, 1, 2, 3, 5, 7, 16, 31, 64, 100, 333};
	for (size_t i = 0; i < n; i++) {
		for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
			one_way(c + i, steps[s], NULL);
		for (unsigned k = 0; k < gbx_sql_kernels_count; k++)
			if (gbx_sql_kernels[k].fits())
				one_way(c + i, 0, &gbx_sql_kernels[k]);
	}
}
#define CHECK(list) check(list, sizeof list / sizeof *(list))

static const struct example mysql[] = {
    {"extended", "mysql",
     "CREATE TABLE `t` (\n  `id` int NOT NULL,\n  `na``me` varchar(9) DEFAULT ',)',\n"
     "  PRIMARY KEY (`id`),\n  KEY `k` (`na``me`)\n) ENGINE=InnoDB;\n"
     "INSERT INTO `t` VALUES (1,'a'),(2,NULL),(3,'it\\'s'),(4,'it''s'),(-5,''),(6,'x),(7');\n",
     "t: id=\"1\" na`me=\"a\"\nt: id=\"2\"\nt: id=\"3\" na`me=\"it's\"\nt: id=\"4\" na`me=\"it's\"\n"
     "t: id=\"-5\" na`me=\"\"\nt: id=\"6\" na`me=\"x),(7\"\n"},
    {"rows on lines, insert ignore, no table", "mysql",
     "/*M!999999\\- enable the sandbox mode */ \nINSERT IGNORE INTO `a` VALUES\n(1,'x'),\n(2,'y');\n",
     "a: c1=\"1\" c2=\"x\"\na: c1=\"2\" c2=\"y\"\n"},
    {"sandbox of old, replace, columns", "mysql",
     "/*!999999\\- enable the sandbox mode */ \nREPLACE INTO `a` (`p`, `q`) VALUES (1,'x');\n"
     "REPLACE INTO `a` (`p`, `q`) VALUES (2,'y');\n",
     "a: p=\"1\" q=\"x\"\na: p=\"2\" q=\"y\"\n"},
    {"escapes", "mysql",
     "INSERT INTO e VALUES ('\\0\\'\\\"\\b\\n\\r\\t\\Z\\\\\\%\\_\\x',1),('\\\\',2),('a\\\\\\'',3),('\\\\\\\\',4);\n",
     "e: c1=\"\\u0000'\\\"\\b\\n\\r\\t\\u001a\\\\\\\\%\\\\_x\" c2=\"1\"\ne: c1=\"\\\\\" c2=\"2\"\n"
     "e: c1=\"a\\\\'\" c2=\"3\"\ne: c1=\"\\\\\\\\\" c2=\"4\"\n"},
    {"no backslash escapes", "mysql",
     "SET SQL_MODE='NO_BACKSLASH_ESCAPES';\nINSERT INTO e VALUES ('a\\',1),('\\n',2);\n",
     "e: c1=\"a\\\\\" c2=\"1\"\ne: c1=\"\\\\n\" c2=\"2\"\n"},
    {"literals", "mysql",
     "INSERT INTO l VALUES (_binary 'x\\0y',X'4142',0x6162,b'101',_utf8mb4'u',_utf8mb4 0xE4,TRUE,1.5e3,"
     "\"dq \\\" ', (\",from_unixtime(12),CAST('z' AS CHAR),now(),.5,'a' 'b');\n",
     "l: c1=\"780079\" c2=\"AB\" c3=\"ab\" c4=\"101\" c5=\"u\" c6=\"E4\" c7=\"TRUE\" c8=\"1.5e3\" "
     "c9=\"dq \\\" ', (\" c10=\"12\" c11=\"z\" c12=\"now()\" c13=\".5\" c14=\"ab\"\n"},
    {"table left open", "mysql", "CREATE TABLE t (a;\nINSERT INTO t VALUES (1,f(2));\n",
     "t: c1=\"1\" c2=\"f(2)\"\n"},
    {"one database is not named", "mysql",
     "CREATE DATABASE `d`;\nUSE `d`;\nINSERT INTO t VALUES (1);\nUSE `d`;\nINSERT INTO t VALUES (2);\n",
     "t: c1=\"1\"\nt: c1=\"2\"\n"},
    {"two databases are", "mysql",
     "USE `d`;\nINSERT INTO t VALUES (1);\nUSE `e`;\nINSERT INTO t VALUES (2);\n"
     "INSERT INTO `f`.`t` VALUES (3);\n",
     "d.t: c1=\"1\"\ne.t: c1=\"2\"\nf.t: c1=\"3\"\n"},
    {"triggers, procedures, views", "mysql",
     "INSERT INTO a VALUES (1);\nDELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`h`*/ /*!50003 "
     "TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN INSERT INTO log VALUES (1); END */;;\nDELIMITER ;\n"
     "/*!50001 CREATE VIEW `v` AS SELECT 1 */;\nINSERT INTO a VALUES (2);\n",
     "a: c1=\"1\"\na: c1=\"2\"\n"},
    {"on duplicate key, comments, ROW", "mysql",
     "INSERT INTO a (x,y) VALUES (1,'-- no'), /* (9,9) */ (2,'/* no */') -- it's ( \n"
     ", # it's (\n ROW(3,'#') ON DUPLICATE KEY UPDATE y=VALUES(y);\nINSERT INTO a (x,y) VALUES (4,'');\n",
     "a: x=\"1\" y=\"-- no\"\na: x=\"2\" y=\"/* no */\"\na: x=\"3\" y=\"#\"\na: x=\"4\" y=\"\"\n"},
    {"columns of another order, or fewer", "mysql",
     "CREATE TABLE a (x int, y int, z int);\nINSERT INTO a (z,x) VALUES (3,1);\nINSERT INTO a VALUES (4,5,6);\n",
     "a: x=\"1\" z=\"3\"\na: x=\"4\" y=\"5\" z=\"6\"\n"},
    {"lists of other columns, no CREATE TABLE", "mysql",
     "INSERT INTO a (x,y) VALUES (1,2),(3,4);\nINSERT INTO a (x,z) VALUES (5,6);\nINSERT INTO a (z,y,x) VALUES "
     "(7,8,9),(10,11,12);\nINSERT INTO a (x,y) VALUES (13,14);\nINSERT INTO a (q) VALUES (15);\n"
     "INSERT INTO a VALUES (16,17);\nINSERT INTO A (z,w,x) VALUES (18,19,20);\n",
     "a: x=\"1\" y=\"2\"\na: x=\"3\" y=\"4\"\na: x=\"5\" z=\"6\"\na: x=\"9\" y=\"8\" z=\"7\"\n"
     "a: x=\"12\" y=\"11\" z=\"10\"\na: x=\"13\" y=\"14\"\na: q=\"15\"\na: c1=\"16\" c2=\"17\"\n"
     "a: x=\"20\" z=\"18\" w=\"19\"\n"},
    {"columns added to a table, which is defined once more", "mysql",
     "CREATE TABLE a (x int, y int);\nINSERT INTO a VALUES (1,2);\nALTER TABLE a ADD z int;\n"
     "INSERT INTO a (x,y,z) VALUES (3,4,5);\nCREATE TABLE a (x int, y int);\nINSERT INTO a (x,z) VALUES (6,7);\n"
     "CREATE TABLE a (k int);\nINSERT INTO a VALUES (8);\nINSERT INTO a (k,m) VALUES (9,10);\n",
     "a: x=\"1\" y=\"2\"\na: x=\"3\" y=\"4\" z=\"5\"\na: x=\"6\" z=\"7\"\na: k=\"8\"\n"
     "a: k=\"9\" m=\"10\"\n"},
    {"names as strings, computed columns, tables of SQLite's own", "sqlite",
     "PRAGMA foreign_keys=OFF;\nCREATE TABLE 'p ''q'(id INTEGER PRIMARY KEY,'c0a',n AS (id*2) STORED,m INT GENERATED "
     "ALWAYS AS (id) VIRTUAL,z INT GENERATED ALWAYS AS IDENTITY);\nINSERT INTO 'p ''q' VALUES(1,'x',3);\n"
     "INSERT INTO sqlite_schema(type,name)VALUES('table','docs');\nINSERT INTO sqlite_sequence VALUES('p',1);\n",
     "p 'q: id=\"1\" c0a=\"x\" z=\"3\"\n"},
    {"computed columns of MariaDB", "mysql",
     "CREATE TABLE `t` (\n  `a` int,\n  `b` int GENERATED ALWAYS AS (`a` * 2) STORED,\n  `c` text\n);\n"
     "INSERT INTO `t` VALUES (1,2,'x');\n",
     "t: a=\"1\" b=\"2\" c=\"x\"\n"},
    {"INSERT ... SET", "mysql",
     "CREATE TABLE s (a int, b text);\nINSERT INTO s SET a=1, `b`='x, y; FROM';\nREPLACE INTO s SET s.b := CONCAT('p','q') , a=-2"
     " ON DUPLICATE KEY UPDATE a=3;\nINSERT INTO u SET k=NULL,v=\"w\";INSERT u SET v='z' ;\n",
     "s: a=\"1\" b=\"x, y; FROM\"\ns: a=\"-2\" b=\"CONCAT('p','q')\"\nu: v=\"w\"\nu: v=\"z\"\n"},
    {"SELECT of constants", "mysql",
     "INSERT INTO t (a,b) SELECT 1,'x' FROM dual WHERE NOT EXISTS (SELECT * FROM t WHERE a=1);\n"
     "INSERT INTO t (a,b) SELECT 2 AS a,'y' b UNION ALL SELECT 3,NULL UNION SELECT -4, CAST('z' AS char) FROM "
     "`d`.dual;\nINSERT INTO t (a,b) SELECT a,b FROM old;\nINSERT INTO t (a,b) SELECT 5,'v' UNION ALL SELECT c,d FROM e;\n"
     "INSERT INTO t SELECT 6 ON DUPLICATE KEY UPDATE a=1;\n",
     "t: a=\"1\" b=\"x\"\nt: a=\"2\" b=\"y\"\nt: a=\"3\"\nt: a=\"-4\" b=\"z\"\nt: a=\"5\" b=\"v\"\n"
     "t: c1=\"6\"\n"},
    {"a table that was changed", "mysql",
     "CREATE TABLE a (x int);\nALTER TABLE a ADD y int;\nINSERT INTO a VALUES (4,5),(6,7);\n",
     "a: c1=\"4\" c2=\"5\"\na: c1=\"6\" c2=\"7\"\n"},
    {"mydumper", "mysql",
     "/*!40101 SET NAMES binary*/;\nINSERT INTO `t` VALUES(1,\"a\"),\n(2,\"it's, ('\"),\n(3,\"x\\\"y\"),(4,NULL),"
     "(5,\"e\"\"f\"),(6,\"\"),(7,'g'),(8,\"h\");\n",
     "t: c1=\"1\" c2=\"a\"\nt: c1=\"2\" c2=\"it's, ('\"\nt: c1=\"3\" c2=\"x\\\"y\"\nt: c1=\"4\"\n"
     "t: c1=\"5\" c2=\"e\\\"f\"\nt: c1=\"6\" c2=\"\"\nt: c1=\"7\" c2=\"g\"\nt: c1=\"8\" c2=\"h\"\n"},
    {"Adminer", "mysql",
     "INSERT INTO `t` (`a`, `b`) VALUES\n(1,\t'x'),\n(2,\tNULL),\n(3,\t-1)\nON DUPLICATE KEY UPDATE `a` = VALUES(`a`);\n",
     "t: a=\"1\" b=\"x\"\nt: a=\"2\"\nt: a=\"3\" b=\"-1\"\n"},
    {"doubled names", "mysql", "INSERT INTO a (x,x,``) VALUES (1,2,3);\n",
     "a: x=\"1\" x_2=\"2\" c3=\"3\"\n"},
};

static void reads_mysql(void **state)
{
	(void)state;
	CHECK(mysql);
}

static const struct example postgresql[] = {
    {"copy", "postgresql",
     "COPY public.t (id, name, \"a b\") FROM stdin;\n1\tx\\ty\t\\N\n2\t\\\\N\t{a,\"b\"}\n3\t\t\\x41\\101\\n\n\\.\n\n"
     "COPY s.u FROM stdin;\n\\.\nCOPY s.u (a) FROM stdin;\n\n\\.\nSELECT 1;\n",
     "public.t: id=\"1\" name=\"x\\ty\"\npublic.t: id=\"2\" name=\"\\\\N\" a b=\"{a,\\\"b\\\"}\"\n"
     "public.t: id=\"3\" name=\"\" a b=\"AA\\n\"\ns.u: a=\"\"\n"},
    {"copy without a list, CR LF", "postgresql",
     "CREATE TABLE public.t (\r\n id integer NOT NULL,\r\n name text,\r\n CONSTRAINT c CHECK ((id > 0))\r\n);\r\n"
     "COPY public.t FROM stdin;\r\n1\tx\r\n\\.\r\n",
     "public.t: id=\"1\" name=\"x\"\n"},
    {"copy as csv", "postgresql",
     "COPY t (a, b, c) FROM stdin WITH (FORMAT csv, HEADER);\na,b,c\n1,\"x, \"\"y\"\"\n\\z\",\n2,,\"\"\n"
     "pre\"f,x\"post,3,4\n\\.\nCOPY u FROM stdin CSV DELIMITER AS ';' NULL AS 'NUL' QUOTE '''' ESCAPE E'\\\\';\n"
     "'it\\'s; a \\\\';NUL\r\n'NUL';\r\n\\.\nINSERT INTO v VALUES (1);\n",
     "t: a=\"1\" b=\"x, \\\"y\\\"\\n\\\\z\"\nt: a=\"2\" c=\"\"\nt: a=\"pref,xpost\" b=\"3\" c=\"4\"\n"
     "u: c1=\"it's; a \\\\\"\nu: c1=\"NUL\" c2=\"\"\nv: c1=\"1\"\n"},
    {"copy as text of another kind", "postgresql",
     "COPY t (a, b) FROM stdin WITH DELIMITER '|' NULL AS '';\n1|x\\|y\n|\\N\n\\.\n"
     "COPY t (a, b) FROM stdin (DELIMITER E'\\x01', HEADER true);\na\x01z\n2\x01\\N\n\\.\n"
     "COPY t (a, b) FROM stdin WITH (FORMAT text, ENCODING 'UTF8', FORCE_NULL (a));\n3\t4\n\\.\n",
     "t: a=\"1\" b=\"x|y\"\nt: b=\"N\"\nt: a=\"2\"\nt: a=\"3\" b=\"4\"\n"},
    {"inserts", "postgresql",
     "INSERT INTO public.t VALUES (1, 'it''s', '\\n', E'a\\'b\\n\\u00e4', U&'\\00e4', NULL, true, '\\x4142', "
     "'{1,2}', ARRAY[1,2], 'x'::text, $$do$l$$, $q$it's$q$, DATE '2020-01-02', -1.5);\n",
     "public.t: c1=\"1\" c2=\"it's\" c3=\"\\\\n\" c4=\"a'b\\n\xc3\xa4\" c5=\"\xc3\xa4\" c7=\"true\" c8=\"AB\" "
     "c9=\"{1,2}\" c10=\"ARRAY[1,2]\" c11=\"x\" c12=\"do$l\" c13=\"it's\" c14=\"2020-01-02\" c15=\"-1.5\"\n"},
    {"column inserts, many rows, conflicts", "postgresql",
     "INSERT INTO public.t (id, n) VALUES\n\t(1, 'a'),\n\t(2, 'b')\n\tON CONFLICT DO NOTHING;\n"
     "INSERT INTO public.t (id, n) OVERRIDING SYSTEM VALUE VALUES\n\t(3, 'c') ON CONFLICT DO NOTHING;\n",
     "public.t: id=\"1\" n=\"a\"\npublic.t: id=\"2\" n=\"b\"\npublic.t: id=\"3\" n=\"c\"\n"},
    {"the usual schema, here and not there", "postgresql",
     "CREATE TABLE public.t (a int);\nINSERT INTO t VALUES (1);\nINSERT INTO public.T VALUES (2);\n",
     "public.t: a=\"1\"\npublic.t: a=\"2\"\n"},
    {"strings of old", "postgresql",
     "SET standard_conforming_strings = off;\nINSERT INTO t VALUES ('a\\'b'),('\\101');\n",
     "t: c1=\"a'b\"\nt: c1=\"A\"\n"},
    {"clusters", "postgresql",
     "\\connect a\nINSERT INTO public.t VALUES (1);\n\\connect b\nINSERT INTO public.t VALUES (2);\n",
     "a.public.t: c1=\"1\"\nb.public.t: c1=\"2\"\n"},
    {"functions", "postgresql",
     "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $_$ BEGIN INSERT INTO x VALUES (1); it's; END $_$;\n"
     "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\nINSERT INTO t VALUES (2);\n",
     "t: c1=\"2\"\n"},
    {"data that is not ended", "postgresql",
     "COPY t (a, b) FROM stdin;\n1\t2\nCOPY u (c) FROM stdin;\n3\n\\.\n", "t: a=\"1\" b=\"2\"\nu: c=\"3\"\n"},
};

static void reads_postgresql(void **state)
{
	(void)state;
	CHECK(postgresql);
}

static const struct example others[] = {
    {"SSMS", "sqlserver",
     "USE [d]\r\nGO\r\nSET ANSI_NULLS ON\r\nGO\r\nCREATE TABLE [dbo].[T](\r\n\t[Id] [int] IDENTITY(1,1) NOT NULL,\r\n"
     "\t[A]]b] [nvarchar](9) NULL,\r\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)\r\n)\r\nGO\r\n"
     "SET IDENTITY_INSERT [dbo].[T] ON \r\n\r\nINSERT [dbo].[T] ([Id], [A]]b]) VALUES (1, N'it''s')\r\n"
     "INSERT [dbo].[T] ([Id], [A]]b]) VALUES (2, CAST(N'2001-02-03T00:00:00.000' AS DateTime))\r\n"
     "INSERT [dbo].[T] ([Id], [A]]b]) VALUES (3, CAST(0x5B950A00 AS Date))\r\nGO\r\n"
     "CREATE PROCEDURE p AS BEGIN\r\nINSERT INTO x VALUES (1); END\r\nGO\r\n"
     "INSERT [dbo].[T] ([Id]) VALUES (4)\r\nSET IDENTITY_INSERT [dbo].[T] OFF\r\nGO\r\n",
     "dbo.T: Id=\"1\" A]b=\"it's\"\ndbo.T: Id=\"2\" A]b=\"2001-02-03T00:00:00.000\"\n"
     "dbo.T: Id=\"3\" A]b=\"5B950A00\"\ndbo.T: Id=\"4\"\n"},
    {"many rows", "sqlserver",
     "INSERT INTO [dbo].[G] ([I], [N]) VALUES\n    (1, N'a'),\n    (2, N'b' + N'c' + CHAR(10)),\n"
     "    (3, CONVERT(datetime, '2020'));\nGO\n",
     "dbo.G: I=\"1\" N=\"a\"\ndbo.G: I=\"2\" N=\"bc\\n\"\ndbo.G: I=\"3\" N=\"2020\"\n"},
    {"SQL Developer", "oracle",
     "REM INSERTING into S.T\nSET DEFINE OFF;\nPROMPT it's\n"
     "Insert into S.T (ID,D,C) values (1,to_date('2020-01-02','YYYY-MM-DD'),q'[it's]');\n"
     "Insert into S.T (ID,D,C) values (2,null,'a'||chr(10)||'b');\nCOMMIT;\n/\n"
     "BEGIN\n INSERT INTO x VALUES (1);\nEND;\n/\n"
     "INSERT INTO T VALUES (3, TO_TIMESTAMP('x', 'y'), N'n', TO_CLOB('a')||TO_CLOB('b'), nq'{}}');\n",
     "S.T: ID=\"1\" D=\"2020-01-02\" C=\"it's\"\nS.T: ID=\"2\" C=\"a\\nb\"\n"
     "T: c1=\"3\" c2=\"x\" c3=\"n\" c4=\"ab\" c5=\"}\"\n"},
    {"insert all", "oracle",
     "INSERT ALL\n INTO a (x) VALUES (1)\n INTO b (y, z) VALUES ('q', 2)\nSELECT * FROM dual;\n"
     "INSERT INTO a (x) VALUES (3);\n",
     "a: x=\"1\"\nb: y=\"q\" z=\"2\"\na: x=\"3\"\n"},
    {"SELECT from dual", "oracle",
     "INSERT INTO a (x, y)\n  SELECT 1, q'[it's]' FROM DUAL\n  UNION ALL SELECT 2, TO_DATE('2020-01-02','YYYY-MM-DD') FROM sys.dual\n"
     "/\nINSERT INTO a (x, y) SELECT 3, 'z' FROM dual, b;\nINSERT ALL INTO a (x, y) VALUES (4, 'v') SELECT 1 FROM dual;\n",
     "a: x=\"1\" y=\"it's\"\na: x=\"2\" y=\"2020-01-02\"\na: x=\"4\" y=\"v\"\n"},
    {"SELECT and UNION ALL", "sqlserver",
     "INSERT INTO G (I, N)\nSELECT 1, N'a' UNION ALL\nSELECT 2, NULL\nGO\nINSERT G SELECT 3, N'b' AS [n]\n"
     "INSERT G SELECT TOP 5 4, N'c'\nINSERT INTO G (I, N) SELECT ALL 5, (6)\n",
     "G: I=\"1\" N=\"a\"\nG: I=\"2\"\nG: c1=\"3\" c2=\"b\"\nG: I=\"5\" N=\"6\"\n"},
    {".dump", "sqlite",
     "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"t\" (id INTEGER PRIMARY KEY, "
     "[b] BLOB, c TEXT);\nINSERT INTO t VALUES(1,X'0aff','it''s');\n"
     "INSERT INTO t VALUES(2,NULL,replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10)));\n"
     "INSERT INTO t VALUES(3,1.0e+2,unistr('a\\u000ab'));\n"
     "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO x VALUES(1); SELECT CASE WHEN 1 THEN 2 END; END;\n"
     "INSERT INTO sqlite_sequence VALUES('t',3);\nCOMMIT;\n",
     "t: id=\"1\" b=\"0aff\" c=\"it's\"\nt: id=\"2\" c=\"a\\r\\nb\"\nt: id=\"3\" b=\"1.0e+2\" c=\"a\\nb\"\n"},
    {"nobody's", "sql", "insert into \"T\" (a) values ('x');\nInsert Into T2(b) Values(1),(2)\n;",
     "T: a=\"x\"\nT2: b=\"1\"\nT2: b=\"2\"\n"},
};

static void reads_others(void **state)
{
	(void)state;
	CHECK(others);
}

static const struct example damaged[] = {
    {"quote in a name", "mysql", "INSERT INTO t VALUES (1,'O'Brien'),(2,'b'),(3,'c');\nINSERT INTO t VALUES (4,'d');\n",
     "t: c1=\"2\" c2=\"b\"\nt: c1=\"3\" c2=\"c\"\nt: c1=\"4\" c2=\"d\"\n"},
    {"quote left open", "mysql", "INSERT INTO t VALUES (1,'a'),(2,'b,5),(3,'c');\nINSERT INTO t VALUES (4,'d');\n",
     "t: c1=\"1\" c2=\"a\"\nt: c1=\"3\" c2=\"c\"\nt: c1=\"4\" c2=\"d\"\n"},
    {"quote left open to the end", "mysql",
     "INSERT INTO t VALUES (1,'a'),(2,'b);\nINSERT INTO t VALUES (4,5);\nINSERT INTO t VALUES (6,7);\n",
     "t: c1=\"1\" c2=\"a\"\nt: c1=\"4\" c2=\"5\"\nt: c1=\"6\" c2=\"7\"\n"},
    {"cut off", "mysql", "INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c", "t: c1=\"1\" c2=\"a\"\nt: c1=\"2\" c2=\"b\"\n"},
    {"values too few and too many", "mysql", "INSERT INTO t (a,b) VALUES (1,2),(3),(4,5,6),(7,8);\n",
     "t: a=\"1\" b=\"2\"\nt: a=\"7\" b=\"8\"\n"},
    {"text before the first statement", "mysql", "bc','x'),(9,'d');\nINSERT INTO t VALUES (1,2);\n",
     "t: c1=\"1\" c2=\"2\"\n"},
    {"comment left open", "postgresql", "INSERT INTO t VALUES (1);\n/* it's\nINSERT INTO t VALUES (2);\n",
     "t: c1=\"1\"\nt: c1=\"2\"\n"},
    {"copy of another width", "postgresql", "COPY t (a, b) FROM stdin;\n1\t2\n3\n4\t5\t6\n7\t8\n\\.\n",
     "t: a=\"1\" b=\"2\"\nt: a=\"7\" b=\"8\"\n"},
    {"copy as csv with a quote left open", "postgresql",
     "COPY t (a, b) FROM stdin CSV;\n1,2\n3,\"4\n5,6\n\\.\nINSERT INTO t VALUES (7,8);\n",
     "t: a=\"1\" b=\"2\"\nt: c1=\"7\" c2=\"8\"\n"},
    {"copy as csv cut off", "postgresql", "COPY t (a, b) FROM stdin CSV;\n1,2\n3,4", "t: a=\"1\" b=\"2\"\n"},
    {"copy cut off", "postgresql", "COPY t (a, b) FROM stdin;\n1\t2\n3\t", "t: a=\"1\" b=\"2\"\n"},
};

/* Rows of one table that name other columns are one relation, in chunks of any size. */
static void keeps_tables_whole(void **state)
{
	static const char dump[] =
	    "INSERT INTO a (x,y) VALUES (1,2);\nINSERT INTO a (x,z) VALUES (3,4);\nINSERT INTO a (y,x) VALUES (5,6);\n"
	    "CREATE TABLE b (x int);\nINSERT INTO b VALUES (1);\nINSERT INTO b (x,n) VALUES (2,3);\n";
	(void)state;
	for (size_t step = 1; step < sizeof dump; step += 13) {
		struct outcome o;
		read_sql(dump, step, &o);
		assert_int_equal(o.relations, 2);
		outcome_release(&o);
	}
}

static void goes_on_after_damage(void **state)
{
	(void)state;
	CHECK(damaged);
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		struct outcome o;
		read_with(damaged[i].sql, strlen(damaged[i].sql), 0, damaged[i].dialect, NULL, &o);
		assert_true(o.bad > 0);
		assert_true(o.quarantined > 0 && o.quarantined < strlen(damaged[i].sql));
		outcome_release(&o);
	}
}

static void names_what_it_skips(void **state)
{
	(void)state;
	static const char sql[] =
	    "-- a\n-- b\nSET NAMES utf8mb4;\nCREATE TABLE `t` (`a` int) ENGINE=x;\nLOCK TABLES `t` WRITE;\n"
	    "INSERT INTO `t` VALUES (1);\nINSERT INTO `t` SELECT a FROM `u`;\nUNLOCK TABLES;\nCREATE VIEW v AS SELECT 1;\n"
	    "GRANT ALL ON x TO y;\nUPDATE t SET a=2;\nFROB it;\n";
	struct outcome o;
	read_sql(sql, 0, &o);
	assert_string_equal(gbx_buf_str(&o.kinds),
			    "comment 2,setting 1,table definition 1,lock 2,insert from a query 1,view 1,"
			    "grant 1,update 1,other statement 1,blank line 1,");
	assert_int_equal(o.records, 1);
	assert_string_equal(o.found, "mysql");
	outcome_release(&o);
}

static void says_where_it_broke(void **state)
{
	(void)state;
	struct outcome o;
	read_sql("INSERT INTO `t` VALUES (1),(2 'x'y),(3);\nINSERT INTO `t` VALUES (4,", 0, &o);
	assert_string_equal(gbx_buf_str(&o.spans), "E_SQL_TUPLE 27+9,E_CUT 64+3,");
	outcome_release(&o);
}

/* Any bytes, in chunks of any size, come to the same. */
static void any_bytes(void **state)
{
	(void)state;
	static const char *const parts[] = {
	    "INSERT INTO `t` VALUES ", "(1,'a'),", "(2,'b\\'');\n", "'", "\\", "\"", "(", ")", ",", ";\n", "--",
	    "/*", "*/", "COPY t (a, b) FROM stdin;\n", "1\t2\n", "\\.\n", "CREATE TABLE t (a int, b int);\n",
	    "$$", "x", "NULL", " ", "\n", "`", "GO\n", "DELIMITER ;;\n", "BEGIN ", "END", "[", "]", "\xc3\xa4",
	    "INSERT INTO u (a) VALUES (0);\n", "INSERT INTO u SET a=", "INSERT u (a) SELECT 1", "\nUNION ALL SELECT ",
	    " FROM dual", ",(3,'c')", "q'[", "N'x'", "E'", "#", "DELIMITER ;\n"};
	static const char *const dialects[] = {"sql", "mysql", "postgresql", "sqlserver", "oracle", "sqlite"};
	uint64_t x = 42;
	for (unsigned round = 0; round < 4000; round++) {
		char text[2048];
		size_t n = 0, pieces = 1 + rnd(&x) % 60;
		for (size_t i = 0; i < pieces; i++) {
			const char *p = parts[rnd(&x) % (sizeof parts / sizeof *parts)];
			memcpy(text + n, p, strlen(p));
			n += strlen(p);
		}
		const char *dialect = dialects[rnd(&x) % 6];
		struct outcome a, b, c;
		read_with(text, n, 0, dialect, NULL, &a);
		read_with(text, n, 1 + rnd(&x) % 90, dialect, NULL, &b);
		read_with(text, n, 0, dialect, &gbx_sql_kernels[gbx_sql_kernels_count - 1], &c);
		if (strcmp(gbx_buf_str(&a.text), gbx_buf_str(&c.text)) != 0)
			fail_msg("%s, kernels differ:\n%.*s\n--\n%s--\n%s", dialect, (int)n, text,
				 gbx_buf_str(&a.text), gbx_buf_str(&c.text));
		if (strcmp(gbx_buf_str(&a.text), gbx_buf_str(&b.text)) != 0)
			fail_msg("%s, chunks differ:\n%.*s\n--\n%s--\n%s", dialect, (int)n, text,
				 gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
		outcome_release(&c);
	}
}

/* What never ends, again and again: every search must end early (minutes otherwise). */
static void hostile_repeats(void **state)
{
	(void)state;
	static const char *const unit[] = {
	    "INSERT INTO t VALUES (\n",	"INSERT INTO t VALUES (/*\n", "SELECT 1 /*;\nINSERT INTO t VALUES (1);\n",
	    "SELECT $a$;\nSELECT $b$;\n", "INSERT INTO t VALUES (1,q'[ ),(2,3);\n", "CREATE TRIGGER x BEGIN\n",
	    "((9),(8),",		"(9),(((8,7),",		       "(1,'a'b),",
	    "INSERT INTO t SELECT 1, 'a\n",	"INSERT INTO t SET a='\n",  "SELECT 1 UNION ALL\n", "INSERT INTO t SET a=((\n",
	    "'",			"(",			       "USE a;\nUSE b;\n",
	    "DELIMITER ;;\nDELIMITER ;\n", "COPY t (a) FROM stdin;\n", "CREATE TABLE t (a int);\n"};
	static const char *const dialects[] = {"sql", "mysql", "postgresql", "oracle"};
	const size_t n = (5u << 20) + 123; /* beyond what one statement may be */
	char *text = malloc(n);
	assert_non_null(text);
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		static const char start[] = "INSERT INTO t VALUES (0),";
		size_t w = strlen(unit[i]), at = *unit[i] == '(' ? sizeof start - 1 : 0;
		memcpy(text, start, at);
		for (; at < n; at += w)
			memcpy(text + at, unit[i], w < n - at ? w : n - at);
		struct outcome o;
		read_with(text, n, 1 << 20, dialects[i % 4], NULL, &o);
		outcome_release(&o);
	}
	free(text);
}

static int bid_of(const char *text)
{
	char p[4096] = {0};
	size_t n = strlen(text);
	memcpy(p, text, n);
	struct gbx_head h = {.p = (unsigned char *)p, .n = n, .whole = true, .path = "x"};
	return gbx_format_sql.bid(&h, &(struct gbx_format_options){.format = NULL});
}

static void bids(void **state)
{
	(void)state;
	assert_true(bid_of("INSERT INTO t VALUES (1);\n") > 90);
	assert_true(bid_of("\n\n-- x\ncreate table t (a int);\n") > 90);
	assert_true(bid_of("COPY t (a) FROM stdin;\n1\n\\.\n") > 90);
	assert_true(bid_of("COPY t (a, b) FROM stdin WITH (FORMAT csv, HEADER);\na,b\n1,2\n\\.\n") > 90);
	assert_true(bid_of("copy t from STDIN CSV HEADER; \r\n1,2\r\n\\.\r\n") > 90);
	assert_true(bid_of("COPY t FROM stdin(DELIMITER '|');\n1|2\n\\.\n") > 90);
	assert_int_equal(bid_of("COPY t FROM stdin_of_it;\n"), 0);
	assert_int_equal(bid_of("copy of letters from stdin,date\n1,2\n"), 0);
	assert_int_equal(bid_of("id,name\n1,INSERT INTO t\n"), 0);
	assert_int_equal(bid_of("a text that says INSERT INTO t VALUES\n"), 0);
	assert_int_equal(bid_of("-- only a comment\n"), 0);
	assert_int_equal(bid_of("{\"q\": \"x\"}\n"), 0);
	assert_int_equal(bid_of(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_mysql),	   cmocka_unit_test(reads_postgresql),
	    cmocka_unit_test(reads_others),	   cmocka_unit_test(goes_on_after_damage),
	    cmocka_unit_test(names_what_it_skips), cmocka_unit_test(says_where_it_broke),
	    cmocka_unit_test(any_bytes),	   cmocka_unit_test(hostile_repeats),
	    cmocka_unit_test(bids),		   cmocka_unit_test(keeps_tables_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
