-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)
CREATE TABLE `towns` (
  `code` char(4) NOT NULL,
  `town` varchar(40) NOT NULL
);
