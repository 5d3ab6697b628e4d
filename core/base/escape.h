/*
 * Hostile text made safe to show. One escaper for each place it can go; nothing
 * from an input (file names, column names) reaches an output another way.
 * Input is any bytes; output is valid UTF-8.
 */
#ifndef GBX_BASE_ESCAPE_H
#define GBX_BASE_ESCAPE_H

#include "buf.h"

/* Terminal: control characters (C0, C1, DEL), bidirectional controls, line and
 * paragraph separators and invalid bytes become \xNN or \u{NNNN}. */
void gbx_escape_terminal(struct gbx_buf *out, struct gbx_span s);
/* HTML text and quoted attributes; controls as for the terminal. */
void gbx_escape_html(struct gbx_buf *out, struct gbx_span s);
/* Markdown text in one line, also inside a table cell. */
void gbx_escape_markdown(struct gbx_buf *out, struct gbx_span s);
/* One CSV cell, quoted when needed (RFC 4180); a cell that a spreadsheet would
 * run as a formula (= + - @ TAB CR first) is prefixed with an apostrophe. What a
 * terminal acts on is written as for the terminal, but for TAB, CR and LF. */
void gbx_escape_csv(struct gbx_buf *out, struct gbx_span s);
/* The text of that cell: what a reader of CSV gets, but for the apostrophe. */
void gbx_escape_csv_text(struct gbx_buf *out, struct gbx_span s);
/* Is it valid UTF-8 with nothing in it that gbx_escape_terminal would write otherwise? */
bool gbx_safe_to_show(struct gbx_span s);
/* A JSON string with its quotes (RFC 8259); invalid bytes become U+FFFD. */
void gbx_escape_json(struct gbx_buf *out, struct gbx_span s);

/* Length of the valid UTF-8 sequence at p (1 to 4), or 0. No overlongs, no
 * surrogates, nothing above U+10FFFF. *cp gets the code point. */
unsigned gbx_utf8_next(const unsigned char *p, size_t n, unsigned *cp);
/* True when all n bytes are valid UTF-8. */
bool gbx_utf8_valid(const unsigned char *p, size_t n);

#endif
