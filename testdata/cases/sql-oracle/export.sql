REM INSERTING into USERS
SET DEFINE OFF;
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (1,'Carla Larsen','carla.larsen690@example.com',NULL,'192.0.2.147',to_date('2016-01-14 13:04:06','YYYY-MM-DD HH24:MI:SS'),'note 1');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (2,'Carla Becker','carla.becker485@example.test','555-0125','192.0.2.82',to_date('2020-11-11 10:27:05','YYYY-MM-DD HH24:MI:SS'),'note 2');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (3,'Irina Sato','irina.sato414@example.com','555-0131','192.0.2.9',to_date('2016-02-03 06:16:44','YYYY-MM-DD HH24:MI:SS'),'note 3');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (4,'Elena Larsen','elena.larsen706@example.net','555-0115','192.0.2.232',to_date('2015-05-23 07:54:53','YYYY-MM-DD HH24:MI:SS'),'note 4');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (5,'David Fischer','david.fischer57@example.com','555-0179','192.0.2.77',to_date('2017-03-23 20:21:38','YYYY-MM-DD HH24:MI:SS'),'note 5');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (6,'Hugo Garcia','hugo.garcia653@example.net','555-0155','192.0.2.41',to_date('2016-07-23 03:44:08','YYYY-MM-DD HH24:MI:SS'),'note 6');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (7,q'[Jonas O'Neil]','jonas.oneil353@example.org','555-0177','192.0.2.14',to_date('2019-04-14 05:11:53','YYYY-MM-DD HH24:MI:SS'),'line one'||chr(10)||'says \ "hello"; it''s (fine), ok');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (8,'Boris Novak','boris.novak802@example.net','555-0183','192.0.2.205',to_date('2017-11-24 12:29:33','YYYY-MM-DD HH24:MI:SS'),'note 8');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (9,'Anna Garcia','anna.garcia120@example.test','555-0101','192.0.2.19',to_date('2019-12-04 02:21:16','YYYY-MM-DD HH24:MI:SS'),'note 9');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (10,'Boris Larsen','boris.larsen679@example.com','555-0124','192.0.2.57',to_date('2019-09-23 00:10:01','YYYY-MM-DD HH24:MI:SS'),'note 10');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (11,'Irina Garcia','irina.garcia319@example.org','555-0113','192.0.2.100',to_date('2015-04-08 06:54:14','YYYY-MM-DD HH24:MI:SS'),'note 11');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (12,'Boris Larsen','boris.larsen128@example.test',NULL,'192.0.2.166',to_date('2015-08-16 00:11:12','YYYY-MM-DD HH24:MI:SS'),'note 12');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (13,q'[Elena O'Neil]','elena.oneil867@example.com',NULL,'192.0.2.76',to_date('2016-06-20 09:09:43','YYYY-MM-DD HH24:MI:SS'),'note 13');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (14,'Boris Keller','boris.keller282@example.com',NULL,'192.0.2.96',to_date('2020-05-13 14:51:06','YYYY-MM-DD HH24:MI:SS'),'line one'||chr(10)||'says \ "hello"; it''s (fine), ok');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (15,'Boris Sato','boris.sato216@example.com','555-0167','192.0.2.18',to_date('2021-09-20 10:45:00','YYYY-MM-DD HH24:MI:SS'),'note 15');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (16,'Carla Larsen','carla.larsen301@example.com','555-0105','192.0.2.55',to_date('2020-04-20 12:44:38','YYYY-MM-DD HH24:MI:SS'),'note 16');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (17,'Boris Becker','boris.becker808@example.net','555-0183','192.0.2.36',to_date('2019-07-28 17:25:25','YYYY-MM-DD HH24:MI:SS'),'note 17');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (18,'Elena Keller','elena.keller819@example.test','555-0162','192.0.2.82',to_date('2016-04-10 14:56:21','YYYY-MM-DD HH24:MI:SS'),'note 18');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (19,'Greta Fischer','greta.fischer638@example.com','555-0111','192.0.2.192',to_date('2021-06-01 03:30:15','YYYY-MM-DD HH24:MI:SS'),'note 19');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (20,'Irina Garcia','irina.garcia303@example.com','555-0146','192.0.2.90',to_date('2019-03-01 07:27:33','YYYY-MM-DD HH24:MI:SS'),'note 20');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (21,'Hugo Fischer','hugo.fischer400@example.test','555-0189','192.0.2.233',to_date('2017-09-20 20:45:18','YYYY-MM-DD HH24:MI:SS'),'line one'||chr(10)||'says \ "hello"; it''s (fine), ok');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (22,'Jonas Novak','jonas.novak669@example.test','555-0194','192.0.2.33',to_date('2018-11-24 07:31:08','YYYY-MM-DD HH24:MI:SS'),'note 22');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (23,'Farid Becker','farid.becker643@example.org','555-0189','192.0.2.185',to_date('2020-11-18 03:47:17','YYYY-MM-DD HH24:MI:SS'),'note 23');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (24,'Anna Fischer','anna.fischer379@example.test','555-0164','192.0.2.181',to_date('2017-08-21 05:57:08','YYYY-MM-DD HH24:MI:SS'),'note 24');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (25,'Carla Larsen','carla.larsen25@example.com',NULL,'192.0.2.44',to_date('2017-05-08 21:20:05','YYYY-MM-DD HH24:MI:SS'),'note 25');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (26,'Carla Larsen','carla.larsen265@example.com','555-0109','192.0.2.127',to_date('2015-09-02 15:30:25','YYYY-MM-DD HH24:MI:SS'),'note 26');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (27,'Irina Novak','irina.novak669@example.org',NULL,'192.0.2.80',to_date('2019-09-14 05:29:28','YYYY-MM-DD HH24:MI:SS'),'note 27');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (28,'Irina Sato','irina.sato853@example.org','555-0125','192.0.2.75',to_date('2015-04-15 12:29:04','YYYY-MM-DD HH24:MI:SS'),'line one'||chr(10)||'says \ "hello"; it''s (fine), ok');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (29,'Elena Novak','elena.novak817@example.org','555-0126','192.0.2.187',to_date('2017-04-17 09:27:54','YYYY-MM-DD HH24:MI:SS'),'note 29');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (30,'Hugo Novak','hugo.novak372@example.org','555-0123','192.0.2.144',to_date('2019-06-27 09:09:00','YYYY-MM-DD HH24:MI:SS'),'note 30');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (31,q'[Farid O'Neil]','farid.oneil150@example.net','555-0193','192.0.2.33',to_date('2019-02-06 19:52:32','YYYY-MM-DD HH24:MI:SS'),'note 31');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (32,'Irina Keller','irina.keller119@example.net',NULL,'192.0.2.145',to_date('2015-09-07 19:53:57','YYYY-MM-DD HH24:MI:SS'),'note 32');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (33,'Hugo Sato','hugo.sato417@example.com','555-0122','192.0.2.213',to_date('2016-02-16 22:38:36','YYYY-MM-DD HH24:MI:SS'),'note 33');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (34,'Elena Garcia','elena.garcia248@example.net',NULL,'192.0.2.31',to_date('2015-09-23 17:37:28','YYYY-MM-DD HH24:MI:SS'),'note 34');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (35,'Greta Becker','greta.becker802@example.org','555-0121','192.0.2.131',to_date('2015-08-03 16:01:18','YYYY-MM-DD HH24:MI:SS'),'line one'||chr(10)||'says \ "hello"; it''s (fine), ok');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (36,'Anna Larsen','anna.larsen786@example.net','555-0139','192.0.2.249',to_date('2019-07-21 21:04:43','YYYY-MM-DD HH24:MI:SS'),'note 36');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (37,'Farid Keller','farid.keller63@example.org','555-0181','192.0.2.19',to_date('2020-08-14 01:00:38','YYYY-MM-DD HH24:MI:SS'),'note 37');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (38,q'[David O'Neil]','david.oneil553@example.test','555-0197','192.0.2.218',to_date('2021-08-23 21:49:52','YYYY-MM-DD HH24:MI:SS'),'note 38');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (39,'Irina Larsen','irina.larsen336@example.com','555-0119','192.0.2.160',to_date('2020-02-24 01:54:22','YYYY-MM-DD HH24:MI:SS'),'note 39');
Insert into USERS (ID,NAME,EMAIL,PHONE,IP,CREATED_AT,NOTE) values (40,'Carla Fischer','carla.fischer184@example.org','555-0115','192.0.2.14',to_date('2016-07-17 20:38:24','YYYY-MM-DD HH24:MI:SS'),'note 40');
COMMIT;
CREATE OR REPLACE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW
BEGIN
  INSERT INTO log VALUES ('no record');
END;
/
INSERT ALL
  INTO logins (id, at) VALUES (1, 'x')
  INTO logins (id, at) VALUES (2, 'y')
SELECT * FROM dual;
