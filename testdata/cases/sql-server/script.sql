USE [shop]
GO
SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Users](
	[id] [nvarchar](64) NULL,
	[name] [nvarchar](64) NULL,
	[email] [nvarchar](64) NULL,
	[phone] [nvarchar](64) NULL,
	[ip] [nvarchar](64) NULL,
	[created_at] [nvarchar](64) NULL,
	[note] [nvarchar](64) NULL,
 CONSTRAINT [PK_Users] PRIMARY KEY CLUSTERED ([id] ASC)
) ON [PRIMARY]
GO
CREATE PROCEDURE [dbo].[p] AS
BEGIN
  INSERT INTO log VALUES (N'no record');
END
GO
SET IDENTITY_INSERT [dbo].[Users] ON 

INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (1, N'Carla Larsen', N'carla.larsen690@example.com', N'192.0.2.147', CAST(N'2016-01-14T13:04:06' AS DateTime), N'note 1')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (2, N'Carla Becker', N'carla.becker485@example.test', N'555-0125', N'192.0.2.82', CAST(N'2020-11-11T10:27:05' AS DateTime), N'note 2')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (3, N'Irina Sato', N'irina.sato414@example.com', N'555-0131', N'192.0.2.9', CAST(N'2016-02-03T06:16:44' AS DateTime), N'note 3')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (4, N'Elena Larsen', N'elena.larsen706@example.net', N'555-0115', N'192.0.2.232', CAST(N'2015-05-23T07:54:53' AS DateTime), N'note 4')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (5, N'David Fischer', N'david.fischer57@example.com', N'555-0179', N'192.0.2.77', CAST(N'2017-03-23T20:21:38' AS DateTime), N'note 5')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (6, N'Hugo Garcia', N'hugo.garcia653@example.net', N'555-0155', N'192.0.2.41', CAST(N'2016-07-23T03:44:08' AS DateTime), N'note 6')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (7, N'Jonas O''Neil', N'jonas.oneil353@example.org', N'555-0177', N'192.0.2.14', CAST(N'2019-04-14T05:11:53' AS DateTime), N'line one
says \ "hello"; it''s (fine), ok')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (8, N'Boris Novak', N'boris.novak802@example.net', N'555-0183', N'192.0.2.205', CAST(N'2017-11-24T12:29:33' AS DateTime), N'note 8')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (9, N'Anna Garcia', N'anna.garcia120@example.test', N'555-0101', N'192.0.2.19', CAST(N'2019-12-04T02:21:16' AS DateTime), N'note 9')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (10, N'Boris Larsen', N'boris.larsen679@example.com', N'555-0124', N'192.0.2.57', CAST(N'2019-09-23T00:10:01' AS DateTime), N'note 10')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (11, N'Irina Garcia', N'irina.garcia319@example.org', N'555-0113', N'192.0.2.100', CAST(N'2015-04-08T06:54:14' AS DateTime), N'note 11')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (12, N'Boris Larsen', N'boris.larsen128@example.test', N'192.0.2.166', CAST(N'2015-08-16T00:11:12' AS DateTime), N'note 12')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (13, N'Elena O''Neil', N'elena.oneil867@example.com', N'192.0.2.76', CAST(N'2016-06-20T09:09:43' AS DateTime), N'note 13')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (14, N'Boris Keller', N'boris.keller282@example.com', N'192.0.2.96', CAST(N'2020-05-13T14:51:06' AS DateTime), N'line one
says \ "hello"; it''s (fine), ok')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (15, N'Boris Sato', N'boris.sato216@example.com', N'555-0167', N'192.0.2.18', CAST(N'2021-09-20T10:45:00' AS DateTime), N'note 15')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (16, N'Carla Larsen', N'carla.larsen301@example.com', N'555-0105', N'192.0.2.55', CAST(N'2020-04-20T12:44:38' AS DateTime), N'note 16')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (17, N'Boris Becker', N'boris.becker808@example.net', N'555-0183', N'192.0.2.36', CAST(N'2019-07-28T17:25:25' AS DateTime), N'note 17')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (18, N'Elena Keller', N'elena.keller819@example.test', N'555-0162', N'192.0.2.82', CAST(N'2016-04-10T14:56:21' AS DateTime), N'note 18')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (19, N'Greta Fischer', N'greta.fischer638@example.com', N'555-0111', N'192.0.2.192', CAST(N'2021-06-01T03:30:15' AS DateTime), N'note 19')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (20, N'Irina Garcia', N'irina.garcia303@example.com', N'555-0146', N'192.0.2.90', CAST(N'2019-03-01T07:27:33' AS DateTime), N'note 20')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (21, N'Hugo Fischer', N'hugo.fischer400@example.test', N'555-0189', N'192.0.2.233', CAST(N'2017-09-20T20:45:18' AS DateTime), N'line one
says \ "hello"; it''s (fine), ok')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (22, N'Jonas Novak', N'jonas.novak669@example.test', N'555-0194', N'192.0.2.33', CAST(N'2018-11-24T07:31:08' AS DateTime), N'note 22')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (23, N'Farid Becker', N'farid.becker643@example.org', N'555-0189', N'192.0.2.185', CAST(N'2020-11-18T03:47:17' AS DateTime), N'note 23')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (24, N'Anna Fischer', N'anna.fischer379@example.test', N'555-0164', N'192.0.2.181', CAST(N'2017-08-21T05:57:08' AS DateTime), N'note 24')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (25, N'Carla Larsen', N'carla.larsen25@example.com', N'192.0.2.44', CAST(N'2017-05-08T21:20:05' AS DateTime), N'note 25')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (26, N'Carla Larsen', N'carla.larsen265@example.com', N'555-0109', N'192.0.2.127', CAST(N'2015-09-02T15:30:25' AS DateTime), N'note 26')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (27, N'Irina Novak', N'irina.novak669@example.org', N'192.0.2.80', CAST(N'2019-09-14T05:29:28' AS DateTime), N'note 27')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (28, N'Irina Sato', N'irina.sato853@example.org', N'555-0125', N'192.0.2.75', CAST(N'2015-04-15T12:29:04' AS DateTime), N'line one
says \ "hello"; it''s (fine), ok')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (29, N'Elena Novak', N'elena.novak817@example.org', N'555-0126', N'192.0.2.187', CAST(N'2017-04-17T09:27:54' AS DateTime), N'note 29')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (30, N'Hugo Novak', N'hugo.novak372@example.org', N'555-0123', N'192.0.2.144', CAST(N'2019-06-27T09:09:00' AS DateTime), N'note 30')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (31, N'Farid O''Neil', N'farid.oneil150@example.net', N'555-0193', N'192.0.2.33', CAST(N'2019-02-06T19:52:32' AS DateTime), N'note 31')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (32, N'Irina Keller', N'irina.keller119@example.net', N'192.0.2.145', CAST(N'2015-09-07T19:53:57' AS DateTime), N'note 32')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (33, N'Hugo Sato', N'hugo.sato417@example.com', N'555-0122', N'192.0.2.213', CAST(N'2016-02-16T22:38:36' AS DateTime), N'note 33')
INSERT [dbo].[Users] ([id], [name], [email], [ip], [created_at], [note]) VALUES (34, N'Elena Garcia', N'elena.garcia248@example.net', N'192.0.2.31', CAST(N'2015-09-23T17:37:28' AS DateTime), N'note 34')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (35, N'Greta Becker', N'greta.becker802@example.org', N'555-0121', N'192.0.2.131', CAST(N'2015-08-03T16:01:18' AS DateTime), N'line one
says \ "hello"; it''s (fine), ok')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (36, N'Anna Larsen', N'anna.larsen786@example.net', N'555-0139', N'192.0.2.249', CAST(N'2019-07-21T21:04:43' AS DateTime), N'note 36')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (37, N'Farid Keller', N'farid.keller63@example.org', N'555-0181', N'192.0.2.19', CAST(N'2020-08-14T01:00:38' AS DateTime), N'note 37')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (38, N'David O''Neil', N'david.oneil553@example.test', N'555-0197', N'192.0.2.218', CAST(N'2021-08-23T21:49:52' AS DateTime), N'note 38')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (39, N'Irina Larsen', N'irina.larsen336@example.com', N'555-0119', N'192.0.2.160', CAST(N'2020-02-24T01:54:22' AS DateTime), N'note 39')
INSERT [dbo].[Users] ([id], [name], [email], [phone], [ip], [created_at], [note]) VALUES (40, N'Carla Fischer', N'carla.fischer184@example.org', N'555-0115', N'192.0.2.14', CAST(N'2016-07-17T20:38:24' AS DateTime), N'note 40')
SET IDENTITY_INSERT [dbo].[Users] OFF
GO
