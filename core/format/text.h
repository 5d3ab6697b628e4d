/* The text of JSON strings and numbers (RFC 8259 sections 6 and 7). */
#ifndef GBX_FORMAT_TEXT_H
#define GBX_FORMAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* True when every backslash begins a valid escape that ends within n. */
bool gbx_text_escapes_ok(const unsigned char *p, size_t n);
/* Undoes checked escapes in place and returns the new length, never larger. A
 * surrogate without its partner becomes U+FFFD. */
size_t gbx_text_unescape(unsigned char *p, size_t n);
/* Length of the number at p, or 0. */
size_t gbx_text_number(const unsigned char *p, size_t n);

#ifdef __cplusplus
}
#endif

#endif
