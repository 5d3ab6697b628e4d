/* Tables defined in the file beside; the contract is in beside.h. */
#include "beside.h"

#include <stdlib.h>
#include <string.h>

#include "../base/arena.h"
#include "../base/limits.h"
#include "format.h"

struct known {
	struct known *next;
	uint32_t folder; /* bytes of path that are its folder */
	const char *path;
	struct gbx_span table;
	struct gbx_beside_table t;
};

struct gbx_beside {
	struct gbx_arena arena;
	struct known *last;
	uint32_t n;
};

struct gbx_beside *gbx_beside_new(void)
{
	struct gbx_beside *b = calloc(1, sizeof *b);

	if (b)
		gbx_arena_init(&b->arena, GBX_SQL_NAMES_BYTES);
	return b;
}

void gbx_beside_free(struct gbx_beside *b)
{
	if (b)
		gbx_arena_release(&b->arena);
	free(b);
}

/* "db/3363.dat.gz!/3363.dat": is the folder before `slash` the same file, packed? */
static const char *unpacked(const char *path, const char *slash)
{
	const char *before = slash > path && slash[-1] == '!' ? memrchr(path, '/', (size_t)(slash - path)) : NULL;
	const char *name = before ? before + 1 : path;
	size_t n = strlen(slash + 1);
	bool same = slash > path && slash[-1] == '!' && (size_t)(slash - name) > n + 1 &&
		    !memcmp(name, slash + 1, n) && name[n] == '.';

	return same ? before : slash;
}

static uint32_t folder_of(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	slash = slash ? unpacked(path, slash) : NULL;
	return slash ? (uint32_t)(slash - path) + 1 : 0;
}

static struct gbx_span without_schema(struct gbx_span s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '.')
			return gbx_span_of(s.p + i, s.n - i);
	return s;
}

static struct gbx_span copy_of(struct gbx_arena *a, struct gbx_span s)
{
	return gbx_span_of(gbx_arena_dup(a, s.p, s.n), s.n);
}

void gbx_beside_add(struct gbx_beside *b, const char *path, struct gbx_span file,
		    struct gbx_beside_table t)
{
	if (!b || !t.ncol || b->n >= GBX_RELATIONS)
		return;
	struct known *k = gbx_arena_zalloc(&b->arena, sizeof *k);
	struct gbx_span *name = gbx_arena_alloc(&b->arena, t.ncol * sizeof *name);
	if (!k || !name)
		return;
	k->folder = folder_of(path);
	k->path = gbx_arena_dup(&b->arena, path, k->folder);
	k->table = copy_of(&b->arena, without_schema(file));
	struct gbx_span relation = copy_of(&b->arena, t.relation);
	bool ok = k->path && k->table.p && relation.p;
	for (uint32_t i = 0; ok && i < t.ncol; i++) {
		name[i] = copy_of(&b->arena, t.name[i]);
		ok = name[i].p;
	}
	if (!ok)
		return;
	k->t = (struct gbx_beside_table){relation, t.ncol, name};
	k->next = b->last;
	b->last = k;
	b->n++;
}

const struct gbx_beside_table *gbx_beside_find(const struct gbx_beside *b, const char *path)
{
	char stem[GBX_NAME_BYTES + 1];
	uint32_t folder = folder_of(path);

	if (!b)
		return NULL;
	gbx_format_stem(path, stem, sizeof stem);
	for (const struct known *k = b->last; k; k = k->next)
		if (k->folder == folder && memcmp(k->path, path, folder) == 0 &&
		    gbx_span_is(k->table, stem))
			return &k->t;
	return NULL;
}
