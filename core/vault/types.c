/* Sets of types as text: the case stores types by name, never by number. */
#include "impl.h"

const char *gbx_set_text(const struct gbx_typeset *s, struct gbx_buf *b)
{
	gbx_buf_reset(b);
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		if (!gbx_typeset_has(s, (enum gbx_type)t))
			continue;
		if (b->n)
			gbx_buf_addc(b, '+');
		gbx_buf_adds(b, gbx_type_info((enum gbx_type)t)->name);
	}
	return gbx_buf_str(b);
}

bool gbx_set_parse(const char *text, struct gbx_typeset *s)
{
	*s = (struct gbx_typeset){{0, 0}};
	while (*text) {
		char name[64];
		size_t n = strcspn(text, "+");
		if (n >= sizeof name)
			return false;
		memcpy(name, text, n);
		name[n] = 0;
		enum gbx_type t = gbx_type_by_name(name);
		if (t == GBX_T_COUNT)
			return false;
		gbx_typeset_add(s, t);
		text += n;
		if (*text && !*++text)
			return false; /* ends in '+' */
	}
	return true;
}
