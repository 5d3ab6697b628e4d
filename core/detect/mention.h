/*
 * Names and addresses inside free text, told by what stands around them: a title, a
 * label, a role, a masked surname. Weaker than every strong type: types of their own
 * (name.mention, address.mention), never a reason for a verdict on a column.
 */
#ifndef GBX_DETECT_MENTION_H
#define GBX_DETECT_MENTION_H

#include "detect.h"

/* As gbx_scan_text: at most cap hits, in order, not overlapping. */
uint32_t gbx_scan_mentions(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap);

/* Ways to find where anchors are; the first that fits is taken. */
struct gbx_mention_way {
	bool (*fits)(void);
	/* Of p[i..n), at most 64 bytes, those that end the pair of an anchor, perhaps a few
	 * more at its end. i is not 0. */
	uint64_t (*pairs)(const unsigned char *p, size_t i, size_t n);
};
extern const struct gbx_mention_way gbx_mention_ways[];
extern const unsigned gbx_mention_nways;

#endif
