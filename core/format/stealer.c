/*
 * The format "stealer": what malware that steals passwords leaves: files of
 * URL/Host, Username/Login, Password, Application blocks, of cards, and one file
 * about the machine. Read as keys and values (keyvalue.h); here is how they are
 * known. The keys are in keyvalue_line.c.
 */
#include "keyvalue.h"

static bool has_passwords(const struct gbx_kv_trial *t)
{
	return t->secret && (t->site || t->user) && t->site + t->user + t->secret >= 3;
}

bool gbx_kv_is_machine(const struct gbx_head *h, const struct gbx_kv_trial *t)
{
	/* Art and lists of programs stand around the keys. */
	return h->whole && !has_passwords(t) && t->card < 3 && t->system >= 4 &&
	       t->system * 3 >= t->keys && t->pairs * 5 >= t->lines * 2 && t->pairs <= 2 * t->keys;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_kv_dialect d;
	struct gbx_kv_trial t;
	if ((o->delimiter && *o->delimiter) || !gbx_kv_sniff(h, &d, &t) || !memchr(":=", d.sep, 2))
		return 0;
	if ((has_passwords(&t) || t.card >= 3) && t.records && t.pairs * 10 >= t.lines * 6 &&
	    t.known * 2 >= t.keys && t.pairs >= t.records * 2)
		return 92;
	return gbx_kv_is_machine(h, &t) ? 88 : 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	return gbx_kv_open(&gbx_format_stealer, h, out, err);
}

const struct gbx_format gbx_format_stealer = {
    .name = "stealer",
    .summary = "logs of password stealers: URL, login, password blocks; cards; machine facts",
    .bid = bid,
    .open = open_reader,
    .split = gbx_kv_split,
    .resync = gbx_kv_resync,
    .parse = gbx_kv_parse,
    .close = gbx_kv_close,
};
