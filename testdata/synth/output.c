/*
 * One output file with its truth.
 */
#include "output.h"

#include <stdlib.h>

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void synth_output_relation(struct synth_output *w, const char *relation,
			   const struct synth_field *field, unsigned nfield, const char *prefix)
{
	unsigned k = w->n++;

	if (k == SYNTH_TABLES)
		synth_die("too many relations");
	w->shape[k] = (struct synth_shape){ relation ? relation : w->stem, field, nfield };
	if (w->count)
		w->truth[k] = synth_truth_new(&w->shape[k], prefix);
}

struct synth_output *synth_output_open(const struct synth_options *o,
				       const struct synth_field *field, unsigned nfield,
				       const char *prefix)
{
	struct synth_output *w = calloc(1, sizeof(*w));
	const char *name = base_name(o->out);

	if (!w)
		synth_die("out of memory");
	snprintf(w->stem, sizeof(w->stem), "%.*s", (int)strcspn(name, "."), name);
	w->count = o->manifest != NULL;
	synth_sink_open(&w->sink, o->out, NULL, w->count);
	if (field)
		synth_output_relation(w, NULL, field, nfield, prefix);
	return w;
}

void synth_output_record(struct synth_output *w, size_t n, const char *body, size_t nbody)
{
	struct synth_truth *t = w->truth[w->n - 1];

	synth_sink_took(&w->sink, n);
	if (!t)
		return;
	synth_truth_line(t, SYNTH_SOUND, n);
	synth_truth_record(t, &w->record, body, nbody);
}

void synth_output_close(struct synth_output *w, const struct synth_options *o, const char *kind)
{
	struct synth_manifest m = {
		.kind = kind, .seed = o->seed, .truth = w->truth, .ntruth = w->n
	};
	uint64_t bytes = w->sink.bytes;
	char hex[65] = "";

	synth_sink_close(&w->sink, hex);
	for (unsigned k = 0; w->count && k < w->n; k++) {
		struct synth_truth *t = w->truth[k];
		snprintf(t->file, sizeof(t->file), "%s", base_name(o->out));
		snprintf(t->sha256, sizeof(t->sha256), "%s", hex);
		t->bytes = bytes;
	}
	if (w->count)
		synth_manifest_write(o->manifest, &m);
	for (unsigned k = 0; w->count && k < w->n; k++)
		synth_truth_free(w->truth[k]);
	free(w);
}
