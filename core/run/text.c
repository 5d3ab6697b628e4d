/* Text of an entry, converted and placed; the contract is in text.h. */
#include "text.h"

/* So many words must be garbled, and such a share of them, to be worth a word. */
#define GARBLED_LEAST 3u
#define GARBLED_SHARE 0.02

static enum gbx_rc read_source(void *ctx, void *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	return gbx_source_read(ctx, buf, cap, got, err);
}

enum gbx_rc gbx_entry_text_open(struct gbx_entry_text *t, struct gbx_charsets *s, struct gbx_source *src,
				const struct gbx_reading *how, bool rows, struct gbx_err *err)
{
	struct gbx_text_options o = { gbx_charset_find(gbx_span_str(how->charset)) };
	*t = (struct gbx_entry_text){ .src = src };
	if (rows)
		return GBX_OK;
	t->text = gbx_text_new(s, &o, read_source, src);
	return t->text ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

void gbx_entry_text_close(struct gbx_entry_text *t) { gbx_text_free(t->text); }

enum gbx_rc gbx_entry_text_read(struct gbx_entry_text *t, void *buf, size_t cap, size_t *got,
				struct gbx_err *err)
{
	if (!t->text)
		return gbx_source_read(t->src, buf, cap, got, err);
	return gbx_text_read(t->text, buf, cap, got, err);
}

enum gbx_rc gbx_entry_text_head(struct gbx_entry_text *t, struct gbx_span *head, bool *whole,
				struct gbx_err *err)
{
	*head = (struct gbx_span){ NULL, 0 };
	return t->text ? gbx_text_head(t->text, head, whole, err) : GBX_OK;
}

void gbx_entry_text_raw(struct gbx_entry_text *t)
{
	t->raw = true;
	gbx_text_raw(t->text);
}

uint64_t gbx_entry_text_begin(struct gbx_entry_text *t)
{
	struct gbx_text_facts f = { .mark = 0 };
	if (t->text)
		gbx_text_facts(t->text, &f);
	t->off = t->source = f.mark;
	return f.mark;
}

enum gbx_rc gbx_entry_text_place(struct gbx_entry_text *t, struct gbx_job *j, const unsigned char *p, size_t n,
				 struct gbx_err *err)
{
	j->source_off = t->source;
	j->source_bytes = n;
	j->offsets.same = true;
	if (!t->text || gbx_text_offsets(t->text)->same)
		return GBX_OK;
	const struct gbx_offsets *o = gbx_text_offsets(t->text);
	uint64_t end = gbx_offsets_find(o, t->off + n, p, t->off, n);
	j->source_bytes = end > t->source ? end - t->source : 0;
	if (!gbx_offsets_copy(o, t->off, t->off + n, &j->offsets))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	return GBX_OK;
}

uint64_t gbx_entry_text_pass(struct gbx_entry_text *t, const unsigned char *p, size_t n, size_t have)
{
	uint64_t before = t->source;
	struct gbx_offsets *o = t->text ? gbx_text_offsets(t->text) : NULL;
	if (o && !o->same) {
		uint64_t end = gbx_offsets_find(o, t->off + n, p, t->off, have);
		t->source = end > before ? end : before;
		gbx_offsets_drop(o, t->off + n);
		if (n) /* what is behind is known exactly, for what comes */
			gbx_offsets_fix(o, t->off + n, t->source);
	} else {
		t->source += n;
	}
	t->off += n;
	return t->source - before;
}

void gbx_entry_text_facts(const struct gbx_entry_text *t, struct gbx_entry_end *end)
{
	struct gbx_text_facts f;
	if (t->raw)
		return;
	end->charset = "utf-8"; /* rows of documents are */
	if (!t->text)
		return;
	gbx_text_facts(t->text, &f);
	end->charset = f.charset ? gbx_charset_info[f.charset].name : "unknown";
	end->charset_how = gbx_charset_how_name[f.how];
	end->undecodable = f.undecodable;
	double share = f.garbled.runs ? (double)f.garbled.garbled / f.garbled.runs : 0;
	if (f.garbled.garbled < GARBLED_LEAST || share < GARBLED_SHARE)
		return;
	end->garbled = f.garbled.via ? gbx_charset_info[f.garbled.via].name : "lost";
	end->garbled_share = share;
}
