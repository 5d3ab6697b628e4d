/* Kinds of files that are no tables. */
#include "kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *bytes;
	size_t n;
	const char *kind;
	bool sure;
} samples[] = {
#define S(bytes, kind) { bytes, sizeof bytes - 1, kind, true }
#define T(bytes, kind) { bytes, sizeof bytes - 1, kind, false }
	S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", "picture"),
	S("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", "picture"),
	S("GIF89a\1\0\1\0\x80\0\0", "picture"),
	S("%PDF-1.7\n1 0 obj\n", "document"),
	S("{\\rtf1\\ansi hello}", "document"),
	S("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0", "program"),
	S("-----BEGIN OPENSSH PRIVATE KEY-----\nnone\n", "key"),
	T("some words first\n-----BEGIN PGP MESSAGE-----\n", "key"),
	S("\x30\x82\0\5\x30\3\2\1\0", "key"),
	S("Certificate:\n-----BEGIN CERTIFICATE-----\n", "key"),
	S("OggS\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x1e\1vorbis", "recording"),
	T("just a few words of prose, nothing else.\n", "text"),
	T("\1\2\3\4\xfe\xdc\xba\x98", "other file"),
	T("", "other file"),
};

static void kinds(void **state)
{
	(void)state;
	struct gbx_kinds *k = gbx_kinds_new();
	assert_non_null(k);
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const unsigned char *p = (const unsigned char *)samples[i].bytes;
		bool sure = !samples[i].sure;
		assert_string_equal(gbx_kind_of(k, p, samples[i].n, &sure), samples[i].kind);
		assert_int_equal(sure, samples[i].sure);
	}
	gbx_kinds_free(k);
}

static void without_a_database(void **state)
{
	(void)state;
	const unsigned char *p = (const unsigned char *)samples[0].bytes;
	bool sure;
	assert_string_equal(gbx_kind_of(NULL, p, samples[0].n, &sure), "other file");
	p = (const unsigned char *)samples[6].bytes;
	assert_string_equal(gbx_kind_of(NULL, p, samples[6].n, &sure), "key");
	gbx_kinds_free(NULL);
}

/* Every beginning of every sample, with noise behind: an answer, no crash. */
static void hostile(void **state)
{
	(void)state;
	struct gbx_kinds *k = gbx_kinds_new();
	unsigned char *p = malloc(256u << 10);
	assert_non_null(p);
	uint32_t x = 7;
	bool sure;
	for (size_t i = 0; i < 256u << 10; i++)
		p[i] = (unsigned char)((x = x * 1664525u + 1013904223u) >> 24);
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		for (size_t n = 0; n <= samples[i].n; n += 3) {
			memcpy(p, samples[i].bytes, n);
			assert_non_null(gbx_kind_of(k, p, 256u << 10, &sure));
			assert_non_null(gbx_kind_of(k, p, n, &sure));
		}
	free(p);
	gbx_kinds_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(without_a_database),
		cmocka_unit_test(hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
