/* Volumes by name; the contract is in volumes.h. */
#include "volumes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/limits.h"

#define PARTS 999u
#define FIRST_LINE 4096u /* bytes looked at for it */

/* Names that count the parts of a file: the ending of the first, and how they go on. */
struct sequence {
	size_t base; /* where the ending begins */
	unsigned width, first;
	bool letters;
	bool named; /* an ending of delimited text stands behind it */
};

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && !strcasecmp(s + n - k, end);
}

/* May the ending stand behind path[0..base)? A mark does, or all of the name is "x", as split
 * calls its files. */
static bool may_count_behind(const char *path, size_t base)
{
	bool alone = base == 1 || (base > 1 && path[base - 2] == '/');
	return base && (strchr(".-_", path[base - 1]) || (path[base - 1] == 'x' && alone));
}

/* Where the count ends: before .csv, .tsv or .txt, or at the end. */
static size_t count_end(const char *path)
{
	size_t n = strlen(path);
	return ends_with(path, ".csv") || ends_with(path, ".tsv") || ends_with(path, ".txt") ? n - 4 : n;
}

/* "x.001", "x.000", "x.00", "x.aa", "xaa", "x_00.csv" are first parts. */
static bool is_first(const char *path, struct sequence *q)
{
	static const struct {
		const char *text;
		unsigned first;
		bool letters;
	} ends[] = { { "001", 1, false }, { "000", 0, false }, { "00", 0, false }, { "aaa", 0, true }, { "aa", 0, true } };
	size_t n = count_end(path);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t width = strlen(ends[i].text);
		*q = (struct sequence){ n - width, (unsigned)width, ends[i].first, ends[i].letters, path[n] };
		if (n > width && !strncmp(path + q->base, ends[i].text, width) && may_count_behind(path, q->base) &&
		    (q->first == 0 || q->named || path[q->base - 1] == '.'))
			return true;
	}
	return false;
}

/* The name of part `number`; false when they cannot be so many. */
static bool part_name(const struct sequence *q, const char *first, unsigned number, char out[GBX_PATH_BYTES])
{
	unsigned left = number, radix = q->letters ? 26 : 10;
	if ((unsigned)snprintf(out, GBX_PATH_BYTES, "%s", first) >= GBX_PATH_BYTES)
		return false;
	for (unsigned i = q->width; i-- > 0; left /= radix)
		out[q->base + i] = (char)((q->letters ? 'a' : '0') + left % radix);
	return !left;
}

/* "x.part2.rar", "x.r07", "x.z03": volumes that only their own program can put together. */
static bool is_volume(const char *path)
{
	size_t n = strlen(path);
	if (n > 4 && path[n - 4] == '.' && strchr("rRzZ", path[n - 3]) &&
	    strspn(path + n - 2, "0123456789") == 2)
		return true;
	if (!ends_with(path, ".rar"))
		return false;
	size_t digits = n - 4;
	while (digits && path[digits - 1] >= '0' && path[digits - 1] <= '9')
		digits--;
	return digits < n - 4 && digits > 5 && !strncasecmp(path + digits - 5, ".part", 5);
}

/* "x.rar" beside "x.r00", "x.zip" beside "x.z01". */
static bool leads_volumes(const char *path)
{
	char beside[GBX_PATH_BYTES];
	const char *first = ends_with(path, ".rar") ? ".r00" : ends_with(path, ".zip") ? ".z01" : NULL;
	size_t n = strlen(path);
	if (!first || n >= sizeof beside)
		return false;
	snprintf(beside, sizeof beside, "%.*s%s", (int)(n - 4), path, first);
	return !access(beside, F_OK);
}

static struct gbx_ingest_file *find(struct gbx_ingest_run *g, const char *path)
{
	for (uint32_t i = 0; i < g->nfile; i++)
		if (g->file[i].path && !strcmp(g->file[i].path, path))
			return g->file + i;
	return NULL;
}

/* The first line of a file and its length, 0 when there is none so short. */
static size_t first_line(const char *path, char line[FIRST_LINE])
{
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(line, 1, FIRST_LINE, f) : 0;
	const char *end = memchr(line, '\n', n);
	if (f)
		fclose(f);
	return end ? (size_t)(end - line) + 1 : 0;
}

static size_t count_of(const char *line, size_t n, const char *which)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += line[i] && strchr(which, line[i]);
	return found;
}

/* Is b what follows a? Files that begin with one line have a header each. Where the names have
 * an ending they may be tables of their own: then a begins with a line of names, and b with one
 * of as many values. */
static bool follows(const struct sequence *q, const char *a, const char *b)
{
	char line[2][FIRST_LINE];
	size_t na = first_line(a, line[0]), nb = first_line(b, line[1]);
	if (na > 1 && na == nb && !memcmp(line[0], line[1], na))
		return false;
	if (!q->named)
		return true;
	bool same = false;
	for (const char *d = ",;\t|"; *d && na && nb; d++) {
		char one[] = { *d, 0 };
		size_t marks = count_of(line[0], na, one);
		same |= marks && marks == count_of(line[1], nb, one);
	}
	return same && !count_of(line[0], na, "0123456789@") && count_of(line[1], nb, "0123456789");
}

/* The parts behind f, the first one: in the list or beside it. */
static enum gbx_rc join(struct gbx_ingest_run *g, struct gbx_ingest_file *f, const struct sequence *q,
			struct gbx_err *err)
{
	char part[GBX_PATH_BYTES];
	const char **list = gbx_arena_alloc(&g->names, PARTS * sizeof *list);
	struct stat st;
	if (!list)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	list[f->nparts++] = f->path;
	while (f->nparts < PARTS) {
		if (!part_name(q, f->path, q->first + f->nparts, part) || stat(part, &st) || !S_ISREG(st.st_mode) ||
		    (f->nparts == 1 && !follows(q, f->path, part)))
			break;
		struct gbx_ingest_file *other = find(g, part);
		list[f->nparts++] = gbx_arena_dup(&g->names, part, strlen(part));
		if (!list[f->nparts - 1])
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		f->size += (uint64_t)st.st_size;
		if (other) {
			other->path = NULL;
			other->reason = GBX_E_VOLUME_PART;
			other->size = 0; /* counted with the first */
		} else {
			g->total_bytes += (uint64_t)st.st_size;
		}
	}
	f->parts = list;
	return GBX_OK;
}

enum gbx_rc gbx_volumes_join(struct gbx_ingest_run *g, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < g->nfile && !rc; i++) {
		struct gbx_ingest_file *f = g->file + i;
		struct sequence q;
		if (!f->path || !strcmp(f->path, "-"))
			continue;
		if (is_first(f->path, &q))
			rc = join(g, f, &q, err);
		if (is_volume(f->path) || leads_volumes(f->path)) {
			f->path = NULL;
			f->reason = GBX_E_VOLUMES;
		}
	}
	return rc;
}
