/* One message (RFC 5322, MIME: RFC 2045 to 2047) as fields of a record. Part of the
 * format "mail". */
#ifndef GBX_FORMAT_MAIL_H
#define GBX_FORMAT_MAIL_H

#include "fields.h"
#include "mime.h"

struct gbx_mail {
	struct gbx_fields *f;
	struct gbx_buf line, text, rest; /* scratch */
	uint64_t attachments;		 /* of the message */
	struct gbx_mime_charsets charsets; /* of the message */
};

void gbx_mail_init(struct gbx_mail *m, struct gbx_fields *f);
void gbx_mail_release(struct gbx_mail *m);
/* The message p[off..off+n) of the chunk; `quoted`: lines that begin with >From are
 * those of a mailbox. */
void gbx_mail_read(struct gbx_mail *m, size_t off, size_t n, bool quoted);

/* How many of the first lines of s are headers that a mail has; 0 when it does not begin
 * with headers. */
unsigned gbx_mail_headers(struct gbx_span s);

#endif
