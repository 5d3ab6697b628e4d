/*
 * What mail, vCards and LDIF have in common: base64 (RFC 4648), quoted-printable
 * (RFC 2045 section 6.7), encoded words (RFC 2047), the addresses of a header
 * (RFC 5322 section 3.4). Output never passes the length of the input but where said.
 */
#ifndef GBX_FORMAT_MIME_H
#define GBX_FORMAT_MIME_H

#include "../base/buf.h"
#include "../base/span.h"
#include "../source/charset.h"

/* Appends what base64 stands for; blanks and line ends are passed over. False: another
 * byte, or a length that cannot be; what came before is appended all the same. */
bool gbx_mime_base64(struct gbx_buf *out, struct gbx_span s);
/* Appends what quoted-printable stands for; `word`: an underscore is a blank, as in
 * encoded words. What is no valid escape stays as it is. */
void gbx_mime_quoted(struct gbx_buf *out, struct gbx_span s, bool word);
/* Charsets that may be converted from: `ready` (a bit a charset) have their tables, which
 * never change, so that any thread may read them. Zeroed: none. */
struct gbx_mime_charsets {
	struct gbx_charsets *tables;
	uint64_t ready;
};
/* Makes ready what text names, in "charset=" or an encoded word. On the one thread that
 * makes tables. */
void gbx_mime_prepare(struct gbx_mime_charsets *m, struct gbx_span text);
/* Those of them that text names: what is converted does not hang on what stands beside it. */
struct gbx_mime_charsets gbx_mime_named(const struct gbx_mime_charsets *m, struct gbx_span text);
/* Appends text in that charset as UTF-8, at most three bytes for one. UTF-8, ASCII and
 * Latin-1 (windows-1252 read as such) are always converted, others when they are ready,
 * undecodable bytes as charset.h has them; of the rest what is not ASCII becomes U+FFFD.
 * For bytes that base64 or quoted-printable stood for: what stands in the entry as it is
 * was converted with it. m may be NULL. */
void gbx_mime_charset(const struct gbx_mime_charsets *m, struct gbx_buf *out, struct gbx_span text,
                      struct gbx_span charset);
/* Appends a header's text with its encoded words undone. */
void gbx_mime_words(const struct gbx_mime_charsets *m, struct gbx_buf *out, struct gbx_span s);
/* The next address of a list at *at: its mailbox and its display name, either perhaps
 * empty, without brackets and quotes. False at the end. */
bool gbx_mime_address(struct gbx_span list, size_t *at, struct gbx_span *mailbox,
                      struct gbx_span *name);
/* The value of a parameter (; name=value) of a header, without its quotes; empty when
 * it is not there. */
struct gbx_span gbx_mime_parameter(struct gbx_span header, const char *name);
/*
 * The logical line at *at of s: with the lines below it that begin with a blank (folded).
 * `raw` has no line end behind it; *at goes behind that. False at the end.
 */
bool gbx_mime_line(struct gbx_span s, size_t *at, struct gbx_span *raw, bool *folded);
/* Appends it in one line: line ends go, and with `blank` the blank behind each too. */
void gbx_mime_unfold(struct gbx_buf *out, struct gbx_span raw, bool blank);
/* Letters of ASCII alike. */
bool gbx_mime_same(struct gbx_span a, const char *b);
bool gbx_mime_begins(struct gbx_span s, const char *with);
struct gbx_span gbx_mime_trim(struct gbx_span s);

#endif
