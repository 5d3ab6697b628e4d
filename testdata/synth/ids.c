/*
 * Identity numbers of every kind in id_forms.def: "glovebox-synth ids". Drawn at random until
 * the check of the catalogue takes one, so that this says nothing about whether the
 * checks are right: scripts/check-ids asks another implementation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/detect/detect.h"
#include "../../core/detect/id_make.h"
#include "command.h"

#define DRAWS 1000000u

static const struct gbx_id_form forms[] = {
#define MADE_ID(type, form, written) { type, form, written },
#include "../../core/detect/id_forms.def"
#undef MADE_ID
};

static bool draw(const struct gbx_type_info *t, const char *form, uint64_t *g, char *out)
{
	for (unsigned i = 0; i < DRAWS; i++) {
		struct gbx_value v = gbx_value_of(out, gbx_id_fill(form, g, out));

		if (t->check(&v))
			return true;
	}
	return false;
}

static int write_one(const struct gbx_id_form *f, const struct synth_options *o, FILE *to)
{
	const struct gbx_type_info *t = gbx_type_info(gbx_type_by_name(f->type));
	uint64_t g = o->seed * 1000003 + (uint64_t)(f - forms);
	const char *form = o->written && f->written ? f->written : f->form;
	char out[GBX_ID_BYTES];

	for (uint64_t i = 0; i < o->records; i++) {
		if (!t->check || !draw(t, form, &g, out)) {
			fprintf(stderr, "glovebox-synth: no %s can be made\n", f->type);
			return 1;
		}
		if (o->type)
			fprintf(to, "%s\n", out);
		else
			fprintf(to, "%s\t%s\n", f->type, out);
	}
	return 0;
}

int synth_ids(const struct synth_options *o)
{
	FILE *to = strcmp(o->out, "-") == 0 ? stdout : fopen(o->out, "w");
	int rc = 0;
	bool any = false;

	if (!to) {
		fprintf(stderr, "glovebox-synth: the output cannot be written\n");
		return 1;
	}
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && !rc; i++) {
		if (o->type && strcmp(o->type, forms[i].type) != 0)
			continue;
		any = true;
		rc = write_one(&forms[i], o, to);
	}
	if (fflush(to) || (to != stdout && fclose(to)))
		rc = 1;
	return rc ? rc : any ? 0 : synth_usage("no such kind of identity number");
}
