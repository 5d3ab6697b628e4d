/* Volumes by name; the contract is in volumes.h. */
#include "volumes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/limits.h"

/* The number of a name's ending ".NNN" (three digits), and where it begins; 0: none. */
static unsigned split_number(const char *name, size_t *base)
{
	size_t n = strlen(name);
	if (n < 5 || name[n - 4] != '.' || strspn(name + n - 3, "0123456789") != 3)
		return 0;
	*base = n - 3;
	return (unsigned)(name[n - 3] - '0') * 100 + (unsigned)(name[n - 2] - '0') * 10 +
	       (unsigned)(name[n - 1] - '0');
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && !strcasecmp(s + n - k, end);
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

/* Parts 2, 3 ... of f, whose path ends in "001" at base: in the list or beside it. */
static enum gbx_rc join(struct gbx_ingest_run *g, struct gbx_ingest_file *f, size_t base,
			struct gbx_err *err)
{
	char part[GBX_PATH_BYTES];
	const char **list = gbx_arena_alloc(&g->names, 999 * sizeof *list);
	struct stat st;
	if (!list)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	list[f->nparts++] = f->path;
	for (unsigned i = 2; i < 1000; i++) {
		snprintf(part, sizeof part, "%.*s%03u", (int)base, f->path, i);
		if (stat(part, &st) || !S_ISREG(st.st_mode))
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
		size_t base = 0;
		if (!f->path || !strcmp(f->path, "-"))
			continue;
		unsigned number = split_number(f->path, &base);
		if (number == 1)
			rc = join(g, f, base, err);
		if (is_volume(f->path) || leads_volumes(f->path)) {
			f->path = NULL;
			f->reason = GBX_E_VOLUMES;
		}
	}
	return rc;
}
