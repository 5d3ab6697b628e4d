/*
 * gzip by ISA-L, 2.3 times as fast as zlib: the commonest wrapper of dumps is the
 * bottleneck of reading them. RFC 1952: members follow each other; each has a CRC
 * and a length, which are checked. Zero bytes after the last member are padding.
 */
#include "layer.h"

#include <stdlib.h>

#include <isa-l.h>

#include "../base/limits.h"

struct gunzip {
	struct gbx_layer base;
	struct gbx_budget *budget;
	unsigned members;
	bool between;  /* no member is open */
	bool produced; /* the open member gave output */
	struct inflate_state state;
	unsigned char out[GBX_FRAME_BYTES];
};

/* More input; false: there is none. */
static bool fill(struct gunzip *g)
{
	const unsigned char *p = NULL;
	size_t n = gbx_layer_next(g->base.below, &p);
	union {
		const unsigned char *from;
		uint8_t *to; /* ISA-L only reads it */
	} in = { .from = p };
	g->state.next_in = in.to;
	g->state.avail_in = (uint32_t)n;
	return n > 0;
}

static void begin_member(struct gunzip *g)
{
	isal_inflate_reset(&g->state);
	g->state.crc_flag = ISAL_GZIP;
	g->between = false;
	g->produced = false;
	g->members++;
}

/* Looks for another member. False: the stream is over, fault says how. */
static bool next_member(struct gunzip *g)
{
	for (;;) {
		while (g->state.avail_in && !*g->state.next_in) {
			g->state.next_in++;
			g->state.avail_in--;
		}
		if (g->state.avail_in)
			break;
		if (!fill(g)) {
			g->base.fault = g->base.below->fault;
			return false;
		}
	}
	if (*g->state.next_in != 0x1f) {
		g->base.fault = GBX_E_TRAILING;
		return false;
	}
	begin_member(g);
	return true;
}

static enum gbx_eid fault_of(const struct gunzip *g, int rc)
{
	if (rc == ISAL_INVALID_WRAPPER && g->members > 1 && !g->produced)
		return GBX_E_TRAILING;
	return GBX_E_ARCHIVE_DAMAGED;
}

static bool is_finished(const struct gunzip *g)
{
	return g->state.block_state == ISAL_BLOCK_FINISH;
}

/* Inflates until there is output or the member ends or fails. */
static size_t inflate_some(struct gunzip *g)
{
	g->state.next_out = g->out;
	g->state.avail_out = sizeof g->out;
	while (g->state.avail_out && !is_finished(g) && !g->base.fault) {
		if (!g->state.avail_in && !fill(g)) {
			/* what is left inside the decoder comes without input */
			uint32_t before = g->state.avail_out;
			int rc = isal_inflate(&g->state);
			if (rc < 0 || (before == g->state.avail_out && !is_finished(g)))
				g->base.fault = g->base.below->fault ? g->base.below->fault
								     : GBX_E_ARCHIVE_TRUNCATED;
			continue;
		}
		int rc = isal_inflate(&g->state);
		if (rc < 0)
			g->base.fault = fault_of(g, rc);
	}
	size_t n = sizeof g->out - g->state.avail_out;
	g->produced = g->produced || n;
	return n;
}

static size_t gunzip_read(struct gbx_layer *l, const unsigned char **p)
{
	struct gunzip *g = (struct gunzip *)l;
	size_t n = 0;
	while (!n && !l->fault) {
		if (g->between && !next_member(g))
			return 0;
		n = inflate_some(g);
		if (is_finished(g))
			g->between = true;
	}
	*p = g->out;
	if (gbx_budget_take(g->budget, n))
		return n;
	l->fault = GBX_E_RATIO;
	return 0;
}

static void gunzip_free(struct gbx_layer *l)
{
	free(l);
}

struct gbx_layer *gbx_layer_gzip(struct gbx_layer *below, struct gbx_budget *b)
{
	struct gunzip *g = malloc(sizeof *g);
	if (!g) {
		gbx_layer_close(below);
		return NULL;
	}
	g->base = (struct gbx_layer){ .read = gunzip_read, .free = gunzip_free, .below = below };
	g->budget = b;
	g->members = 0;
	isal_inflate_init(&g->state);
	begin_member(g);
	return &g->base;
}
