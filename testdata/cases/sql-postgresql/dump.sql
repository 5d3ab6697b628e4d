--
-- PostgreSQL database dump
--

\restrict abc
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log VALUES ('it''s not a record');
END $$;

CREATE TABLE public.users (
    id integer NOT NULL,
    name character varying(64) NOT NULL,
    email text,
    phone text,
    ip inet,
    created_at timestamp without time zone DEFAULT now(),
    note text
);
ALTER TABLE public.users OWNER TO app;
CREATE TABLE crm.tags (
    id integer,
    tags text[]
);

COPY public.users (id, name, email, phone, ip, created_at, note) FROM stdin;
1	Carla Larsen	carla.larsen690@example.com	\N	192.0.2.147	2016-01-14 13:04:06	note 1
2	Carla Becker	carla.becker485@example.test	555-0125	192.0.2.82	2020-11-11 10:27:05	note 2
3	Irina Sato	irina.sato414@example.com	555-0131	192.0.2.9	2016-02-03 06:16:44	note 3
4	Elena Larsen	elena.larsen706@example.net	555-0115	192.0.2.232	2015-05-23 07:54:53	note 4
5	David Fischer	david.fischer57@example.com	555-0179	192.0.2.77	2017-03-23 20:21:38	note 5
6	Hugo Garcia	hugo.garcia653@example.net	555-0155	192.0.2.41	2016-07-23 03:44:08	note 6
7	Jonas O'Neil	jonas.oneil353@example.org	555-0177	192.0.2.14	2019-04-14 05:11:53	line one\nsays \\ "hello"; it's (fine), ok
8	Boris Novak	boris.novak802@example.net	555-0183	192.0.2.205	2017-11-24 12:29:33	note 8
9	Anna Garcia	anna.garcia120@example.test	555-0101	192.0.2.19	2019-12-04 02:21:16	note 9
10	Boris Larsen	boris.larsen679@example.com	555-0124	192.0.2.57	2019-09-23 00:10:01	note 10
11	Irina Garcia	irina.garcia319@example.org	555-0113	192.0.2.100	2015-04-08 06:54:14	note 11
12	Boris Larsen	boris.larsen128@example.test	\N	192.0.2.166	2015-08-16 00:11:12	note 12
13	Elena O'Neil	elena.oneil867@example.com	\N	192.0.2.76	2016-06-20 09:09:43	note 13
14	Boris Keller	boris.keller282@example.com	\N	192.0.2.96	2020-05-13 14:51:06	line one\nsays \\ "hello"; it's (fine), ok
15	Boris Sato	boris.sato216@example.com	555-0167	192.0.2.18	2021-09-20 10:45:00	note 15
16	Carla Larsen	carla.larsen301@example.com	555-0105	192.0.2.55	2020-04-20 12:44:38	note 16
17	Boris Becker	boris.becker808@example.net	555-0183	192.0.2.36	2019-07-28 17:25:25	note 17
18	Elena Keller	elena.keller819@example.test	555-0162	192.0.2.82	2016-04-10 14:56:21	note 18
19	Greta Fischer	greta.fischer638@example.com	555-0111	192.0.2.192	2021-06-01 03:30:15	note 19
20	Irina Garcia	irina.garcia303@example.com	555-0146	192.0.2.90	2019-03-01 07:27:33	note 20
21	Hugo Fischer	hugo.fischer400@example.test	555-0189	192.0.2.233	2017-09-20 20:45:18	line one\nsays \\ "hello"; it's (fine), ok
22	Jonas Novak	jonas.novak669@example.test	555-0194	192.0.2.33	2018-11-24 07:31:08	note 22
23	Farid Becker	farid.becker643@example.org	555-0189	192.0.2.185	2020-11-18 03:47:17	note 23
24	Anna Fischer	anna.fischer379@example.test	555-0164	192.0.2.181	2017-08-21 05:57:08	note 24
25	Carla Larsen	carla.larsen25@example.com	\N	192.0.2.44	2017-05-08 21:20:05	note 25
\.

INSERT INTO public.users (id, name, email, phone, ip, created_at, note) VALUES
	(26, 'Carla Larsen', 'carla.larsen265@example.com', '555-0109', '192.0.2.127', '2015-09-02 15:30:25', 'note 26'),
	(27, 'Irina Novak', 'irina.novak669@example.org', NULL, '192.0.2.80', '2019-09-14 05:29:28', 'note 27'),
	(28, 'Irina Sato', 'irina.sato853@example.org', '555-0125', '192.0.2.75', '2015-04-15 12:29:04', E'line one
says \\ "hello"; it''s (fine), ok'),
	(29, 'Elena Novak', 'elena.novak817@example.org', '555-0126', '192.0.2.187', '2017-04-17 09:27:54', 'note 29'),
	(30, 'Hugo Novak', 'hugo.novak372@example.org', '555-0123', '192.0.2.144', '2019-06-27 09:09:00', 'note 30'),
	(31, 'Farid O''Neil', 'farid.oneil150@example.net', '555-0193', '192.0.2.33', '2019-02-06 19:52:32', 'note 31'),
	(32, 'Irina Keller', 'irina.keller119@example.net', NULL, '192.0.2.145', '2015-09-07 19:53:57', 'note 32'),
	(33, 'Hugo Sato', 'hugo.sato417@example.com', '555-0122', '192.0.2.213', '2016-02-16 22:38:36', 'note 33'),
	(34, 'Elena Garcia', 'elena.garcia248@example.net', NULL, '192.0.2.31', '2015-09-23 17:37:28', 'note 34'),
	(35, 'Greta Becker', 'greta.becker802@example.org', '555-0121', '192.0.2.131', '2015-08-03 16:01:18', E'line one
says \\ "hello"; it''s (fine), ok'),
	(36, 'Anna Larsen', 'anna.larsen786@example.net', '555-0139', '192.0.2.249', '2019-07-21 21:04:43', 'note 36'),
	(37, 'Farid Keller', 'farid.keller63@example.org', '555-0181', '192.0.2.19', '2020-08-14 01:00:38', 'note 37'),
	(38, 'David O''Neil', 'david.oneil553@example.test', '555-0197', '192.0.2.218', '2021-08-23 21:49:52', 'note 38'),
	(39, 'Irina Larsen', 'irina.larsen336@example.com', '555-0119', '192.0.2.160', '2020-02-24 01:54:22', 'note 39'),
	(40, 'Carla Fischer', 'carla.fischer184@example.org', '555-0115', '192.0.2.14', '2016-07-17 20:38:24', 'note 40')
ON CONFLICT DO NOTHING;
INSERT INTO crm.tags VALUES (1, '{a,"b c"}');
CREATE INDEX users_email ON public.users USING btree (email);
GRANT SELECT ON TABLE public.users TO reader;
COMMENT ON TABLE public.users IS 'it''s all; here';

\unrestrict abc
