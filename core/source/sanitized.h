/*
 * SANITIZED: 1 when this is built with the address or thread sanitizer, which
 * reserve terabytes of address space, open files to report and are slow.
 */
#ifndef GBX_SOURCE_SANITIZED_H
#define GBX_SOURCE_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
