/* Types that the user gives to fields; the contract is in glovebox.h. */
#include <errno.h>
#include <stdlib.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "../detect/detect.h"
#include "../glovebox.h"

#define NEAR 4u /* names told when a type is unknown */

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Steps from one name to the other (Levenshtein 1966), UINT_MAX for long ones. */
static size_t steps(const char *a, const char *b)
{
	size_t row[64], m = strlen(b);
	if (m >= 64 || strlen(a) >= 64)
		return SIZE_MAX;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t left = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t over = row[j];
			row[j] = least(least(row[j], row[j - 1]) + 1, left + (a[i - 1] != b[j - 1]));
			left = over;
		}
	}
	return row[m];
}

/* How far a known name is from what was written; a part of it is near too. */
static size_t distance(const char *known, const char *written)
{
	size_t n = steps(known, written);
	const char *dot = strchr(known, '.');
	char family[64];
	if (dot && snprintf(family, sizeof family, "%.*s", (int)(dot - known), known) > 0)
		n = least(n, least(steps(dot + 1, written), steps(family, written)) + 1);
	if (strlen(written) >= 3 && strstr(known, written))
		n = least(n, 2);
	return n;
}

static enum gbx_rc unknown_type(const char *written, struct gbx_err *err)
{
	char names[256] = "";
	size_t at = 0, far = strlen(written) / 2 + 1;
	unsigned told = 0;
	for (size_t d = 0; d <= far && told < NEAR; d++) {
		for (unsigned t = GBX_T_EMPTY + 1; t < GBX_T_COUNT && told < NEAR; t++) {
			const char *name = gbx_type_info((enum gbx_type)t)->name;
			if (distance(name, written) != d || at + strlen(name) + 3 > sizeof names)
				continue;
			at += (size_t)snprintf(names + at, sizeof names - at, "%s%s", told++ ? ", " : "",
					       name);
		}
		far = told && d + 1 < far ? d + 1 : far; /* what is much further was not meant */
	}
	if (!told)
		return gbx_fail(err, GBX_E_USAGE, "no type of that name; 'glovebox types' lists them");
	return gbx_fail(err, GBX_E_USAGE, "no type of that name; near: %s; 'glovebox types' lists all",
			names);
}

/* Cuts "FIELD=TYPE" in place. */
static enum gbx_rc read_rule(char *text, struct gbx_type_rule *rule, struct gbx_err *err)
{
	char *eq = strrchr(text, '=');
	if (!eq || eq == text || !eq[1] || !strchr(text, '.') || strchr(text, '.') > eq)
		return gbx_fail(err, GBX_E_USAGE, "a type is given as RELATION.FIELD=TYPE or *.FIELD=TYPE");
	*eq = 0;
	enum gbx_type t = gbx_type_by_name(eq + 1);
	if (t == GBX_T_COUNT || t == GBX_T_UNKNOWN || t == GBX_T_EMPTY)
		return unknown_type(eq + 1, err);
	*rule = (struct gbx_type_rule){ text, t };
	return GBX_OK;
}

static enum gbx_rc read_file(const char *path, struct gbx_buf *b, struct gbx_err *err)
{
	char part[4096];
	size_t n;
	FILE *f = fopen(path, "re");
	if (!f)
		return gbx_fail_sys(err, GBX_E_MISSING, "the file of types");
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		gbx_buf_add(b, part, n);
	bool bad = ferror(f);
	fclose(f);
	if (bad)
		return gbx_fail_sys(err, GBX_E_READ, "the file of types");
	if (gbx_buf_failed(b) || memchr(gbx_buf_str(b), 0, b->n))
		return gbx_fail(err, GBX_E_USAGE, "the file of types is no text, or longer than %zu bytes",
				GBX_TYPE_RULE_BYTES);
	return GBX_OK;
}

/* The next line without its comment and white space; NULL behind the last. */
static char *next_line(char **at, unsigned *number)
{
	char *p = *at, *end = strchr(p, '\n'), *hash;
	if (!*p)
		return NULL;
	*at = end ? end + 1 : p + strlen(p);
	if (end)
		*end = 0;
	if ((hash = strchr(p, '#')) && (hash == p || hash[-1] == ' ' || hash[-1] == '\t'))
		*hash = 0;
	for (size_t n = strlen(p); n && (unsigned char)p[n - 1] <= ' ';)
		p[--n] = 0;
	while (*p && (unsigned char)*p <= ' ')
		p++;
	++*number;
	return p;
}

static enum gbx_rc read_lines(char *text, struct gbx_type_rule *rule, size_t *n, struct gbx_err *err)
{
	unsigned number = 0;
	for (char *p = text, *line; (line = next_line(&p, &number));) {
		struct gbx_err inner = { 0 };
		if (!*line)
			continue;
		if (*n == GBX_TYPE_RULES)
			return gbx_fail(err, GBX_E_USAGE, "more than %u types", GBX_TYPE_RULES);
		if (read_rule(line, rule + (*n)++, &inner)) {
			const char *detail = strstr(inner.text, ": ");
			return gbx_fail(err, GBX_E_USAGE, "line %u: %s", number,
					detail ? detail + 2 : inner.text);
		}
	}
	return GBX_OK;
}

enum gbx_rc gbx_read_type_rules(const char *file, const char *const *item, size_t n,
				struct gbx_type_rule **rule, size_t *nrule, struct gbx_err *err)
{
	struct gbx_buf b = GBX_BUF_INIT(GBX_TYPE_RULE_BYTES);
	struct gbx_type_rule *out = NULL;
	char *copy = NULL;
	size_t from, head = (GBX_TYPE_RULES + 1) * sizeof *out;
	enum gbx_rc rc = file ? read_file(file, &b, err) : GBX_OK;
	gbx_buf_addc(&b, 0);
	from = b.n;
	for (size_t i = 0; i < n; i++)
		gbx_buf_add(&b, item[i], strlen(item[i]) + 1);
	*rule = NULL;
	*nrule = 0;
	if (!rc && (gbx_buf_failed(&b) || n > GBX_TYPE_RULES || !(out = malloc(head + b.n))))
		rc = gbx_fail(err, GBX_E_NOMEM, "types of fields");
	if (rc)
		goto out;
	copy = (char *)out + head;
	memcpy(copy, gbx_buf_str(&b), b.n);
	rc = read_lines(copy, out, nrule, err);
	for (char *p = copy + from; p < copy + b.n && !rc;) {
		size_t len = strlen(p) + 1;
		if (*nrule == GBX_TYPE_RULES)
			rc = gbx_fail(err, GBX_E_USAGE, "more than %u types", GBX_TYPE_RULES);
		else
			rc = read_rule(p, out + (*nrule)++, err);
		p += len;
	}
out:
	gbx_buf_release(&b);
	if (rc)
		free(out);
	else
		*rule = out;
	return rc;
}
