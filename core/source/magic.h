/*
 * What the first bytes of a layer say it is: a compressed stream, an archive, or
 * a kind that is not opened on purpose. The parent asks to decide whether it
 * needs the unpacker; the unpacker asks again for every layer it opens.
 */
#ifndef GBX_SOURCE_MAGIC_H
#define GBX_SOURCE_MAGIC_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes needed for a full answer: an ISO 9660 volume is marked at 32769. */
#define GBX_MAGIC_BYTES 32776u

enum gbx_magic_kind {
	GBX_MAGIC_FILTER,  /* one compressed stream */
	GBX_MAGIC_ARCHIVE, /* entries */
	GBX_MAGIC_WHOLE,   /* a document in a container: handed on as it is */
	GBX_MAGIC_REFUSED, /* recognised, not opened: E_ARCHIVE_KIND */
};

enum gbx_pack {
	GBX_PACK_NONE,
	GBX_PACK_GZIP,
	GBX_PACK_BZIP2,
	GBX_PACK_XZ,
	GBX_PACK_ZSTD,
	GBX_PACK_LZ4,
	GBX_PACK_LZIP,
	GBX_PACK_ZIP,
	GBX_PACK_TAR,
	GBX_PACK_7ZIP,
	GBX_PACK_RAR4,
	GBX_PACK_RAR5,
	GBX_PACK_CPIO,
	GBX_PACK_COUNT
};

struct gbx_magic {
	const char *name;
	enum gbx_magic_kind kind;
	enum gbx_pack pack;
	size_t offset;	   /* where bytes stand */
	const char *bytes; /* NULL: only also decides */
	size_t n;
	bool (*also)(const unsigned char *p, size_t n); /* NULL, or must agree too */
};

/* The row for a layer beginning with p[0..n), or NULL: plain bytes. */
const struct gbx_magic *gbx_magic_find(const unsigned char *p, size_t n);

/*
 * The name of what a filter holds, from the filter's own name: "a/users.sql.gz"
 * gives "users.sql", "x.tgz" gives "x.tar"; a name without a known ending gives
 * itself. out gets at most cap - 1 bytes and a NUL; returns the length.
 */
size_t gbx_magic_inner_name(const char *path, char *out, size_t cap);

#endif
