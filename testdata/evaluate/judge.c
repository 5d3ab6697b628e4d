/*
 * glovebox-judge: the verdict on single values and texts, for scripts/evaluate. Reads
 * lines: "v TAB value" or "t TAB text". Answers a line each: for a value, by itself as a
 * column of one, its best type, its strong type, then every type whose check it passes;
 * for a text the spans of strong types, "offset:length:type". Not installed: it reads test data.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../core/detect/detect.h"

#define HITS 256u

static void say_value(const struct gbx_value *v)
{
	struct gbx_column_sample c = {
		.name = gbx_span_str("c1"), .v = v, .n = 1, .records = 1, .headerless = true
	};
	struct gbx_column_plan p;
	gbx_plan_relation(&c, 1, &p);
	printf("%s\t%s", gbx_type_info(p.type)->name, gbx_type_info(gbx_stray_type(v))->name);
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const struct gbx_type_info *i = gbx_type_info((enum gbx_type)t);
		if (i->check && i->check(v))
			printf("\t%s", i->name);
	}
	putchar('\n');
}

static void say_text(const struct gbx_value *v)
{
	struct gbx_hit hit[HITS];
	uint32_t n = gbx_scan_text(v->p, v->n, hit, HITS);
	for (uint32_t i = 0; i < n; i++)
		printf("%s%u:%u:%s", i ? "\t" : "", hit[i].off, hit[i].len, gbx_type_info(hit[i].type)->name);
	putchar('\n');
}

int main(void)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	while ((n = getline(&line, &cap, stdin)) > 2) {
		struct gbx_span s = gbx_trim((const unsigned char *)line + 2, (size_t)n - 2);
		/* what looks for anchors may read past the end of a value */
		unsigned char *copy = s.n ? calloc(s.n + 64, 1) : NULL;
		if (!copy) {
			putchar('\n');
			continue;
		}
		memcpy(copy, s.p, s.n);
		struct gbx_value v = gbx_value_of(copy, s.n);
		(line[0] == 't' ? say_text : say_value)(&v);
		free(copy);
	}
	free(line);
	return 0;
}
