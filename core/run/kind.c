/*
 * Kinds of files by libmagic's MIME type; the contract is in kind.h. The words are of
 * the report: they take an s for more than one.
 */
#include "kind.h"

#include <magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct gbx_kinds {
	magic_t magic;
};

/* Beginnings of MIME types (IANA's registry, and libmagic's own x- names): the first that fits. */
static const struct {
	const char *type, *kind;
	bool sure; /* no table is lost when it is not read */
} table[] = {
	{ "image/vnd.dwg", "drawing", true },
	{ "image/vnd.dxf", "drawing", true },
	{ "image/", "picture", true },
	{ "video/", "video", true },
	{ "audio/", "recording", true },
	{ "application/ogg", "recording", true },
	{ "font/", "font", true },
	{ "application/vnd.ms-opentype", "font", true },
	{ "application/x-font", "font", true },
	{ "application/pdf", "document", true },
	{ "application/postscript", "document", true },
	{ "application/rtf", "document", true },
	{ "text/rtf", "document", true },
	{ "application/vnd.ms-excel", "spreadsheet", false },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml", "spreadsheet", false },
	{ "application/vnd.oasis.opendocument.spreadsheet", "spreadsheet", false },
	{ "application/vnd.ms-outlook", "message", false },
	{ "application/vnd.ms-tnef", "message", false },
	{ "application/msword", "document", true },
	{ "application/vnd.openxmlformats", "document", true },
	{ "application/vnd.oasis.opendocument", "document", true },
	{ "application/vnd.ms-", "document", true },
	{ "application/vnd.visio", "document", true },
	{ "application/CDFV2", "document", false },
	{ "application/epub", "document", true },
	{ "application/x-mobipocket", "document", true },
	{ "text/html", "web page", false },
	{ "application/x-dosexec", "program", true },
	{ "application/vnd.microsoft.portable-executable", "program", true },
	{ "application/x-executable", "program", true },
	{ "application/x-pie-executable", "program", true },
	{ "application/x-sharedlib", "program", true },
	{ "application/x-object", "program", true },
	{ "application/x-mach-binary", "program", true },
	{ "application/x-coredump", "program", false },
	{ "application/java", "program", true },
	{ "application/x-java", "program", true },
	{ "application/vnd.android", "program", true },
	{ "application/x-ms-", "program", true },
	{ "application/x-bytecode", "program", true },
	{ "application/javascript", "script", false },
	{ "application/x-wine", "script", false },
	{ "text/x-", "script", false },
	{ "application/pgp-keys", "key", true },
	{ "application/pgp", "key", false }, /* a message: who knows what of */
	{ "text/PGP", "key", false },
	{ "application/x-x509", "key", true },
	{ "application/x-putty", "key", true },
	{ "application/x-sqlite", "database", false },
	{ "application/vnd.sqlite", "database", false },
	{ "application/x-dbf", "database", false },
	{ "application/x-msaccess", "database", false },
	{ "application/vnd.tcpdump", "network capture", false },
	{ "message/", "message", false },
	{ "application/mbox", "message", false },
	{ "application/x-iso9660", "disk image", false },
	{ "application/x-qemu", "disk image", false },
	{ "application/x-virtualbox", "disk image", false },
	{ "application/zip", "archive", false },
	{ "application/gzip", "archive", false },
	{ "application/x-", "other file", false },
	{ "application/json", "text", false },
	{ "text/", "text", false },
};

/* Keys and certificates in text (RFC 7468, RFC 9580, OpenSSH, PuTTY), wherever in the head:
 * libmagic knows them at the very beginning only. In DER (X.690) the file is one sequence. */
static bool is_key(const unsigned char *p, size_t n, bool *sure)
{
	static const char *const signs[] = { "PRIVATE KEY-----", "PUBLIC KEY-----", "KEY BLOCK-----",
					     "-----BEGIN CERTIFICATE", "PuTTY-User-Key-File",
					     "-----BEGIN PGP " };
	static const char *const starts[] = { "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-" };
	const size_t nsign = sizeof signs / sizeof *signs;
	for (size_t i = 0; i < nsign; i++)
		if (memmem(p, n, signs[i], strlen(signs[i]))) {
			*sure = n < GBX_KIND_BYTES && i + 1 < nsign; /* a PGP message is no key */
			return true;
		}
	*sure = true;
	if (n > 4 && p[0] == 0x30 && p[1] == 0x82 && ((size_t)p[2] << 8 | p[3]) + 4 == n)
		return true;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (n >= strlen(starts[i]) && !memcmp(p, starts[i], strlen(starts[i])))
			return true;
	*sure = false;
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

const char *gbx_kind_of(struct gbx_kinds *k, const unsigned char *p, size_t n, bool *sure)
{
	n = n < GBX_KIND_BYTES ? n : GBX_KIND_BYTES;
	if (is_key(p, n, sure))
		return "key";
	const char *type = k && n ? magic_buffer(k->magic, p, n) : NULL;
	for (size_t i = 0; type && i < sizeof table / sizeof *table; i++)
		if (!strncmp(type, table[i].type, strlen(table[i].type))) {
			*sure = table[i].sure;
			return table[i].kind;
		}
	return "other file";
}
