/* Error detail: one table of ids, one formatter. */
#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	enum gbx_rc rc;
	const char *text;
} table[] = {
	[GBX_E_NONE] = { "E_NONE", GBX_OK, "no error" },
#define GBX_E(name, rc, text) [GBX_E_##name] = { "E_" #name, rc, text },
#include "errors.def"
#undef GBX_E
};

static unsigned row(enum gbx_eid id)
{
	return (unsigned)id < GBX_E_COUNT ? (unsigned)id : GBX_E_INTERNAL;
}

const char *gbx_eid_name(enum gbx_eid id) { return table[row(id)].name; }
const char *gbx_eid_text(enum gbx_eid id) { return table[row(id)].text; }
enum gbx_rc gbx_eid_rc(enum gbx_eid id) { return table[row(id)].rc; }

__attribute__((format(printf, 4, 0))) static enum gbx_rc
fill(struct gbx_err *err, enum gbx_eid id, int sys, const char *fmt, va_list ap)
{
	if (!err)
		return gbx_eid_rc(id);
	err->rc = gbx_eid_rc(id);
	err->id = id;
	err->sys = sys;
	size_t at = (size_t)snprintf(err->text, sizeof err->text, "%s", gbx_eid_text(id));
	if (fmt) {
		at += (size_t)snprintf(err->text + at, sizeof err->text - at, ": ");
		vsnprintf(err->text + at, sizeof err->text - at, fmt, ap);
	}
	bool said = sys == ENOENT && (id == GBX_E_MISSING || id == GBX_E_CASE_MISSING);
	if (sys && !said) {
		const char *why = strerrordesc_np(sys);
		at = strlen(err->text);
		snprintf(err->text + at, sizeof err->text - at, " (%s)", why ? why : "unknown error");
	}
	return err->rc;
}

enum gbx_rc gbx_fail(struct gbx_err *err, enum gbx_eid id, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	enum gbx_rc rc = fill(err, id, 0, fmt, ap);
	va_end(ap);
	return rc;
}

enum gbx_rc gbx_fail_sys(struct gbx_err *err, enum gbx_eid id, const char *fmt, ...)
{
	int sys = errno;
	va_list ap;
	va_start(ap, fmt);
	enum gbx_rc rc = fill(err, id, sys, fmt, ap);
	va_end(ap);
	return rc;
}
