-- MySQL dump 10.13
--
-- Host: localhost    Database: 
-- ---
CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;

USE `a`;
INSERT INTO `users` (`id`, `email`) VALUES (1,'carla.larsen690@example.com'),(2,'carla.becker485@example.test'),(3,'irina.sato414@example.com'),(4,'elena.larsen706@example.net'),(5,'david.fischer57@example.com'),(6,'hugo.garcia653@example.net'),(7,'jonas.oneil353@example.org'),(8,'boris.novak802@example.net'),(9,'anna.garcia120@example.test'),(10,'boris.larsen679@example.com'),(11,'irina.garcia319@example.org'),(12,'boris.larsen128@example.test'),(13,'elena.oneil867@example.com'),(14,'boris.keller282@example.com'),(15,'boris.sato216@example.com'),(16,'carla.larsen301@example.com'),(17,'boris.becker808@example.net'),(18,'elena.keller819@example.test'),(19,'greta.fischer638@example.com'),(20,'irina.garcia303@example.com');
USE `b`;
INSERT INTO `users` (`id`, `email`) VALUES (21,'hugo.fischer400@example.test'),(22,'jonas.novak669@example.test'),(23,'farid.becker643@example.org'),(24,'anna.fischer379@example.test'),(25,'carla.larsen25@example.com'),(26,'carla.larsen265@example.com'),(27,'irina.novak669@example.org'),(28,'irina.sato853@example.org'),(29,'elena.novak817@example.org'),(30,'hugo.novak372@example.org'),(31,'farid.oneil150@example.net'),(32,'irina.keller119@example.net'),(33,'hugo.sato417@example.com'),(34,'elena.garcia248@example.net'),(35,'greta.becker802@example.org'),(36,'anna.larsen786@example.net'),(37,'farid.keller63@example.org'),(38,'david.oneil553@example.test'),(39,'irina.larsen336@example.com'),(40,'carla.fischer184@example.org');
