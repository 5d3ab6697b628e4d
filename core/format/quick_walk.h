/*
 * The walk over one object, built once for each kernel: quick.c includes this with
 * NAME, TARGET and FIND defined. FIND(p, limit, c): the first quote, c or control
 * character from p on; at limit or behind it when there is none before.
 */

/* A string with escapes, the first at e: undone where its copy lands. */
TARGET static bool NAME(escaped)(struct gbx_quick_walk *q, const unsigned char *e)
{
	const unsigned char *from = e;
	do {
		e = FIND(from, q->limit, '"');
		if (e >= q->limit || *e != '"')
			return false;
		from = e + 1;
	} while (is_escaped(q->p + 1, e));
	return put_escaped(q, (size_t)(e - q->p) - 1);
}

TARGET static inline bool NAME(string)(struct gbx_quick_walk *q)
{
	const unsigned char *from = q->p + 1, *e = FIND(from, q->limit, '\\');
	if (e >= q->limit)
		return false;
	if (*e != '"')
		return *e == '\\' && NAME(escaped)(q, e);
	q->p = e + 1;
	return put(q, from, (size_t)(e - from));
}

/* A key that was not expected, but came before. */
TARGET static bool NAME(other_key)(struct gbx_quick_walk *q)
{
	const unsigned char *from = q->p + 1, *e = FIND(from, q->limit, '\\');
	if (e >= q->limit || *e != '"')
		return false;
	q->p = e + 1;
	skip_blanks(q);
	return *q->p++ == ':' && take_key(q, gbx_span_of(from, (size_t)(e - from)));
}

/* Up to the value. */
TARGET static inline bool NAME(key)(struct gbx_quick_walk *q)
{
	const struct frame *at = q->at;
	uint32_t i = at->prev == GBX_FLAT_NONE ? q->node[at->parent].first : q->node[at->prev].next;
	if (*q->p != '"')
		return false;
	if (i != GBX_FLAT_NONE && raw_is(&q->node[i], q->p + 1) && !perhaps_wrapper(q)) {
		q->p += 1 + q->node[i].raw;
		q->at->prev = q->cur = i;
	} else if (!NAME(other_key)(q)) {
		return false;
	}
	skip_blanks(q);
	return q->p < q->limit;
}

TARGET static inline enum step NAME(value)(struct gbx_quick_walk *q)
{
	switch (*q->p) {
	case '"':
		return NAME(string)(q) ? DONE : FAILED;
	case '{':
		return push(q, true);
	case '[':
		return push(q, false);
	default:
		return scalar(q) ? DONE : FAILED;
	}
}

TARGET static bool NAME(relation)(struct gbx_quick_walk *q)
{
	static const char begin[] = "{\"_index\":\"";
	const unsigned char *from = q->p + sizeof begin - 1;
	if (memcmp(q->p, begin, sizeof begin - 1) != 0)
		return false;
	const unsigned char *e = FIND(from, q->limit, '\\');
	if (e >= q->limit || *e != '"' || e == from)
		return false;
	q->p = e + 1;
	return begin_record(q, gbx_span_of(from, (size_t)(e - from)));
}

TARGET static bool NAME(walk)(struct gbx_quick_walk *q)
{
	enum step s;
	if (q->relation.p) {
		if (!begin_record(q, q->relation))
			return false;
		s = root(q);
	} else {
		if (!NAME(relation)(q))
			return false;
		s = after(q);
	}
	for (;;) {
		if (s == DONE)
			return true;
		if (s == FAILED)
			return false;
		if (!q->at->object)
			q->cur = q->at->parent;
		else if (!NAME(key)(q))
			return false;
		s = NAME(value)(q);
		if (s == DONE)
			s = after(q);
	}
}
