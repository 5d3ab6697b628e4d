/*
 * Kinds of files by libmagic's MIME type; the contract is in kind.h. The words are of
 * the report: they take an s for more than one.
 */
#include "kind.h"

#include <magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_BYTES (64u << 10) /* of the head: containers tell what they are in it */

struct gbx_kinds {
	magic_t magic;
};

/* Beginnings of MIME types (IANA's registry, and libmagic's own x- names): the first that fits. */
static const struct {
	const char *type, *kind;
} table[] = {
	{ "image/vnd.dwg", "drawing" },
	{ "image/vnd.dxf", "drawing" },
	{ "image/", "picture" },
	{ "video/", "video" },
	{ "audio/", "recording" },
	{ "application/ogg", "recording" },
	{ "font/", "font" },
	{ "application/vnd.ms-opentype", "font" },
	{ "application/x-font", "font" },
	{ "application/pdf", "document" },
	{ "application/postscript", "document" },
	{ "application/rtf", "document" },
	{ "text/rtf", "document" },
	{ "application/msword", "document" },
	{ "application/vnd.openxmlformats", "document" },
	{ "application/vnd.oasis.opendocument", "document" },
	{ "application/vnd.ms-", "document" },
	{ "application/vnd.visio", "document" },
	{ "application/CDFV2", "document" },
	{ "application/epub", "document" },
	{ "application/x-mobipocket", "document" },
	{ "text/html", "web page" },
	{ "application/x-dosexec", "program" },
	{ "application/vnd.microsoft.portable-executable", "program" },
	{ "application/x-executable", "program" },
	{ "application/x-pie-executable", "program" },
	{ "application/x-sharedlib", "program" },
	{ "application/x-object", "program" },
	{ "application/x-mach-binary", "program" },
	{ "application/x-coredump", "program" },
	{ "application/java", "program" },
	{ "application/x-java", "program" },
	{ "application/vnd.android", "program" },
	{ "application/x-ms-", "program" },
	{ "application/x-bytecode", "program" },
	{ "application/javascript", "script" },
	{ "application/x-wine", "script" },
	{ "text/x-", "script" },
	{ "application/pgp", "key" },
	{ "text/PGP", "key" },
	{ "application/x-x509", "key" },
	{ "application/x-putty", "key" },
	{ "application/x-sqlite", "database" },
	{ "application/vnd.sqlite", "database" },
	{ "application/x-dbf", "database" },
	{ "application/x-msaccess", "database" },
	{ "application/vnd.tcpdump", "network capture" },
	{ "message/", "message" },
	{ "application/mbox", "message" },
	{ "application/x-iso9660", "disk image" },
	{ "application/x-qemu", "disk image" },
	{ "application/x-virtualbox", "disk image" },
	{ "application/zip", "archive" },
	{ "application/gzip", "archive" },
	{ "application/x-", "other file" },
	{ "application/json", "text" },
	{ "text/", "text" },
};

/* Keys and certificates in text (RFC 7468, RFC 9580, OpenSSH, PuTTY), wherever in the head:
 * libmagic knows them at the very beginning only. */
static bool is_key(const unsigned char *p, size_t n)
{
	static const char *const signs[] = { "-----BEGIN PGP ", "PRIVATE KEY-----", "PUBLIC KEY-----",
					     "-----BEGIN CERTIFICATE", "PuTTY-User-Key-File" };
	static const char *const starts[] = { "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-" };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (memmem(p, n, signs[i], strlen(signs[i])))
			return true;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (n >= strlen(starts[i]) && !memcmp(p, starts[i], strlen(starts[i])))
			return true;
	return false;
}

struct gbx_kinds *gbx_kinds_new(void)
{
	struct gbx_kinds *k = calloc(1, sizeof *k);
	if (!k)
		return NULL;
	k->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_CSV |
			      MAGIC_NO_CHECK_JSON);
	if (k->magic && !magic_load(k->magic, NULL))
		return k;
	gbx_kinds_free(k);
	return NULL;
}

void gbx_kinds_free(struct gbx_kinds *k)
{
	if (!k)
		return;
	if (k->magic)
		magic_close(k->magic);
	free(k);
}

const char *gbx_kind_of(struct gbx_kinds *k, const unsigned char *p, size_t n)
{
	n = n < LOOK_BYTES ? n : LOOK_BYTES;
	if (is_key(p, n))
		return "key";
	const char *type = k && n ? magic_buffer(k->magic, p, n) : NULL;
	for (size_t i = 0; type && i < sizeof table / sizeof *table; i++)
		if (!strncmp(type, table[i].type, strlen(table[i].type)))
			return table[i].kind;
	return "other file";
}
