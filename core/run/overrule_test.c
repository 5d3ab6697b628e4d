/* Types that the user gives to fields: what is read, and what is refused and how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../detect/detect.h"
#include "../glovebox.h"

static void from_options(void **state)
{
	const char *const item[] = {"users.col7=phone", "*.a=b=email", "x.y.z=password_hash.md5|ntlm|md4"};
	struct gbx_type_rule *rule;
	struct gbx_err err = {0};
	size_t n;
	(void)state;
	assert_int_equal(gbx_read_type_rules(NULL, item, 3, &rule, &n, &err), GBX_OK);
	assert_int_equal(n, 3);
	assert_string_equal(rule[0].field, "users.col7");
	assert_int_equal(rule[0].type, GBX_T_PHONE);
	assert_string_equal(rule[1].field, "*.a=b"); /* types hold no =, names may */
	assert_int_equal(rule[1].type, GBX_T_EMAIL);
	assert_string_equal(rule[2].field, "x.y.z");
	free(rule);
}

static void refused(void **state)
{
	static const struct {
		const char *item, *says;
	} cases[] = {
	    {"users.col7=phon", "phone"},  {"users.col7=pasword", "password.plain"},
	    {"users.col7=bcrypt", "password_hash.bcrypt"}, {"users.col7=zzzzzzzzzz", "lists them"},
	    {"users.col7", "RELATION.FIELD"}, {"col7=phone", "RELATION.FIELD"},
	    {"=phone", "RELATION.FIELD"},  {"users.col7=", "RELATION.FIELD"},
	    {"users.col7=unknown", "no type"}, {"users.col7=empty", "no type"}, {"", "RELATION.FIELD"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct gbx_type_rule *rule;
		struct gbx_err err = {0};
		size_t n;
		assert_int_equal(gbx_read_type_rules(NULL, &cases[i].item, 1, &rule, &n, &err), GBX_MISUSE);
		assert_null(rule);
		if (!strstr(err.text, cases[i].says))
			fail_msg("%s: %s", cases[i].item, err.text);
	}
}

static char *file_with(const void *bytes, size_t n)
{
	char *path = strdup("/tmp/gbx-types-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	close(fd);
	return path;
}

static enum gbx_rc read_text(const void *bytes, size_t n, struct gbx_type_rule **rule, size_t *count,
			     struct gbx_err *err)
{
	char *path = file_with(bytes, n);
	enum gbx_rc rc = gbx_read_type_rules(path, NULL, 0, rule, count, err);
	unlink(path);
	free(path);
	return rc;
}

static void from_file(void **state)
{
	static const char text[] = "# all\n\n a.b=email  # mail\r\n\ta.c#1=phone\nlast.line=date";
	struct gbx_type_rule *rule;
	struct gbx_err err = {0};
	size_t n;
	(void)state;
	assert_int_equal(read_text(text, sizeof text - 1, &rule, &n, &err), GBX_OK);
	assert_int_equal(n, 3);
	assert_string_equal(rule[0].field, "a.b");
	assert_string_equal(rule[1].field, "a.c#1");
	assert_string_equal(rule[2].field, "last.line");
	free(rule);
	assert_int_equal(read_text("", 0, &rule, &n, &err), GBX_OK);
	assert_int_equal(n, 0);
	free(rule);
}

static void hostile_files(void **state)
{
	struct gbx_type_rule *rule;
	struct gbx_err err = {0};
	size_t n, big = (size_t)5 << 20;
	char *much = malloc(big);
	(void)state;
	assert_int_equal(read_text("a.b=email\0c", 11, &rule, &n, &err), GBX_MISUSE);
	assert_int_equal(read_text("a.b=email\nx\n", 12, &rule, &n, &err), GBX_MISUSE);
	assert_non_null(strstr(err.text, "line 2"));
	assert_non_null(much);
	memset(much, 'a', big);
	assert_int_equal(read_text(much, big, &rule, &n, &err), GBX_MISUSE);
	for (size_t i = 0; i + 7 <= big / 8; i += 7) /* more rules than there may be */
		memcpy(much + i, "a.b=ip\n", 7);
	assert_int_equal(read_text(much, (size_t)9000 * 7, &rule, &n, &err), GBX_MISUSE);
	assert_non_null(strstr(err.text, "8192"));
	free(much);
	assert_int_equal(gbx_read_type_rules("/nonexistent/types", NULL, 0, &rule, &n, &err), GBX_MISUSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(from_options),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(from_file),
	    cmocka_unit_test(hostile_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
