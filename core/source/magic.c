/*
 * The table of magics. Sources: RFC 1952 (gzip), RFC 8878 (zstd, skippable
 * frames), the LZ4 and XZ frame formats, PKWARE APPNOTE 6.3.10 (zip), 7zFormat.txt,
 * POSIX.1-1988/2001 (ustar, cpio odc), cpio(5) and tar(5) of libarchive (old binary,
 * newc, v7), ECMA-119 (ISO 9660), and file(1)'s magic for the refused kinds.
 */
#include "magic.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TAR_BLOCK 512u
#define CPIO_NAME_MAX 4096u

static unsigned le16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}
static unsigned be16(const unsigned char *p)
{
	return p[1] | (unsigned)p[0] << 8;
}

static bool all_in(const unsigned char *p, size_t n, const char *set)
{
	for (size_t i = 0; i < n; i++)
		if (!p[i] || !strchr(set, p[i]))
			return false;
	return true;
}

/* A number of tar: blanks, octal digits, then blank or NUL. -1 when it is not one. */
static int64_t tar_octal(const unsigned char *p, size_t n)
{
	size_t i = 0;
	int64_t v = 0;
	while (i < n && p[i] == ' ')
		i++;
	size_t first = i;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
		v = v * 8 + (p[i] - '0');
	if (i == first || (i < n && p[i] != ' ' && p[i]))
		return -1;
	return v;
}

/* The header checksum, summed with unsigned or (old writers) signed bytes. */
static bool is_tar(const unsigned char *p, size_t n)
{
	if (n < TAR_BLOCK || !p[0])
		return false;
	int64_t want = tar_octal(p + 148, 8);
	int64_t plain = 0, as_signed = 0;
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		unsigned char c = i >= 148 && i < 156 ? ' ' : p[i];
		plain += c;
		as_signed += (signed char)c;
	}
	return want >= 0 && (want == plain || want == as_signed);
}

/* The digits keep telephone numbers that begin like the magic from being archives. */
static bool is_cpio_odc(const unsigned char *p, size_t n)
{
	return n >= 76 && all_in(p, 76, "01234567");
}

static bool is_cpio_newc(const unsigned char *p, size_t n)
{
	return n >= 110 && all_in(p, 110, "0123456789abcdefABCDEF");
}

static bool cpio_binary(const unsigned char *p, size_t n, unsigned (*u16)(const unsigned char *))
{
	if (n < 26)
		return false;
	unsigned type = u16(p + 6) >> 12, name = u16(p + 20);
	bool known = type == 1 || type == 2 || type == 4 || type == 6 || type == 8 || type == 10;
	return known && name > 1 && name <= CPIO_NAME_MAX && n >= 26 + name && p[26] &&
	       !p[26 + name - 1];
}

static bool is_cpio_le(const unsigned char *p, size_t n)
{
	return cpio_binary(p, n, le16);
}
static bool is_cpio_be(const unsigned char *p, size_t n)
{
	return cpio_binary(p, n, be16);
}

static bool is_bzip2(const unsigned char *p, size_t n)
{
	static const char block[] = "\x31\x41\x59\x26\x53\x59", end[] = "\x17\x72\x45\x38\x50\x90";
	return n >= 10 && p[3] >= '1' && p[3] <= '9' &&
	       (!memcmp(p + 4, block, 6) || !memcmp(p + 4, end, 6));
}

static bool is_lzip(const unsigned char *p, size_t n)
{
	return n >= 6 && p[4] <= 1;
}
static bool is_skippable(const unsigned char *p, size_t n)
{
	return n >= 8 && p[0] >> 4 == 5;
}

/* The stream form has no magic of its own: properties, dictionary size, length. */
static bool is_lzma_alone(const unsigned char *p, size_t n)
{
	if (n < 13 || p[1] || p[2])
		return false;
	unsigned dict = le16(p + 3);
	bool unknown = !memcmp(p + 5, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
	return dict && !(dict & (dict - 1)) && (unknown || !memcmp(p + 10, "\0\0\0", 3));
}

static bool is_lha(const unsigned char *p, size_t n)
{
	return n >= 22 && p[6] == '-' && p[20] <= 3 && strchr("0123456789ds", p[5]) && p[5];
}

/*
 * Workbooks and texts of office programs are zips too, but a document of their
 * own to the user. ECMA-376 part 2 and OpenDocument 1.2 part 3 say what stands first.
 */
static bool is_document(const unsigned char *p, size_t n)
{
	static const char *const first[] = { "[Content_Types].xml",
					     "_rels/.rels",
					     "docProps/",
					     "xl/",
					     "word/",
					     "mimetypeapplication/vnd.oasis.opendocument." };
	if (n < 30)
		return false;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		size_t len = strlen(first[i]);
		if (n >= 30 + len && !memcmp(p + 30, first[i], len))
			return true;
	}
	return false;
}

#define FILTER(name, pack, off, magic, also) \
	{ \
		name, GBX_MAGIC_FILTER, GBX_PACK_##pack, off, magic, sizeof magic - 1, also \
	}
#define ARCHIVE(name, pack, off, magic, also) \
	{ \
		name, GBX_MAGIC_ARCHIVE, GBX_PACK_##pack, off, magic, sizeof magic - 1, also \
	}
#define REFUSED(name, off, magic, also) \
	{ \
		name, GBX_MAGIC_REFUSED, GBX_PACK_NONE, off, magic, sizeof magic - 1, also \
	}

/* The first row that fits wins. */
static const struct gbx_magic table[] = {
	FILTER("gzip", GZIP, 0, "\x1f\x8b\x08", NULL),
	FILTER("bzip2", BZIP2, 0, "BZh", is_bzip2),
	FILTER("xz", XZ, 0,
	       "\xfd"
	       "7zXZ\0",
	       NULL),
	FILTER("zstd", ZSTD, 0, "\x28\xb5\x2f\xfd", NULL),
	FILTER("zstd", ZSTD, 1, "\x2a\x4d\x18", is_skippable),
	FILTER("lz4", LZ4, 0, "\x04\x22\x4d\x18", NULL),
	FILTER("lzip", LZIP, 0, "LZIP", is_lzip),
	{ "document", GBX_MAGIC_WHOLE, GBX_PACK_NONE, 0, "PK\3\4", 4, is_document },
	ARCHIVE("zip", ZIP, 0, "PK\3\4", NULL),
	ARCHIVE("zip", ZIP, 0, "PK\5\6", NULL),
	ARCHIVE("zip", ZIP, 0, "PK\7\x08PK\3\4", NULL),
	ARCHIVE("zip", ZIP, 0, "PK00PK\3\4", NULL),
	ARCHIVE("7zip", 7ZIP, 0, "7z\xbc\xaf\x27\x1c", NULL),
	ARCHIVE("rar5", RAR5, 0, "Rar!\x1a\x07\x01\x00", NULL),
	ARCHIVE("rar4", RAR4, 0, "Rar!\x1a\x07\x00", NULL),
	ARCHIVE("cpio", CPIO, 0, "070707", is_cpio_odc),
	ARCHIVE("cpio", CPIO, 0, "070701", is_cpio_newc),
	ARCHIVE("cpio", CPIO, 0, "070702", is_cpio_newc),
	ARCHIVE("cpio", CPIO, 0, "\xc7\x71", is_cpio_le),
	ARCHIVE("cpio", CPIO, 0, "\x71\xc7", is_cpio_be),
	REFUSED("iso9660", 32769, "CD001", NULL),
	REFUSED("xar", 0, "xar!", NULL),
	REFUSED("cab", 0, "MSCF\0\0\0\0", NULL),
	REFUSED("lha", 2, "-lh", is_lha),
	REFUSED("lha", 2, "-lz", is_lha),
	REFUSED("compress", 0, "\x1f\x9d", NULL),
	REFUSED("lzma", 0, "\x5d\0\0", is_lzma_alone),
	REFUSED("lrzip", 0, "LRZI\0", NULL),
	REFUSED("lz4 legacy", 0, "\x02\x21\x4c\x18", NULL),
	REFUSED("rpm", 0, "\xed\xab\xee\xdb", NULL),
	REFUSED("ar", 0, "!<arch>\n", NULL),
	REFUSED("ace", 7, "**ACE**", NULL),
	REFUSED("squashfs", 0, "hsqs", NULL),
	REFUSED("qcow", 0, "QFI\xfb", NULL),
	REFUSED("vmdk", 0, "KDMV", NULL),
	{ "tar", GBX_MAGIC_ARCHIVE, GBX_PACK_TAR, 0, NULL, 0, is_tar },
};

static bool fits(const struct gbx_magic *m, const unsigned char *p, size_t n)
{
	if (m->bytes && (n < m->offset + m->n || memcmp(p + m->offset, m->bytes, m->n) != 0))
		return false;
	return !m->also || m->also(p, n);
}

const struct gbx_magic *gbx_magic_find(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (fits(&table[i], p, n))
			return &table[i];
	return NULL;
}

size_t gbx_magic_inner_name(const char *path, char *out, size_t cap)
{
	static const struct {
		const char *end, *becomes;
	} endings[] = {
		{ ".tgz", ".tar" },  { ".tbz2", ".tar" }, { ".tbz", ".tar" }, { ".txz", ".tar" },
		{ ".tzst", ".tar" }, { ".tlz", ".tar" },  { ".gz", "" },      { ".gzip", "" },
		{ ".bz2", "" },	     { ".xz", "" },	  { ".zst", "" },     { ".zstd", "" },
		{ ".lz4", "" },	     { ".lz", "" },
	};
	const char *base = strrchr(path, '/');
	base = base ? base + 1 : path;
	size_t n = strlen(base);
	const char *tail = "";
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t len = strlen(endings[i].end);
		if (n > len && !strcasecmp(base + n - len, endings[i].end)) {
			n -= len;
			tail = endings[i].becomes;
			break;
		}
	}
	if (!cap)
		return 0;
	int made = snprintf(out, cap, "%.*s%s", (int)(n < cap ? n : cap), base, tail);
	return made < 0 ? 0 : (size_t)made < cap ? (size_t)made : cap - 1;
}
