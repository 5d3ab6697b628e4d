/* Names as they are handed out: what points at a person is masked, the rest stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

struct name {
	const char *is, *shown;
};

static void same(const struct name *n, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct gbx_buf b = GBX_BUF_INIT(4096);
		gbx_report_name(gbx_span_str(n[i].is), &b);
		assert_string_equal(gbx_buf_str(&b), n[i].shown ? n[i].shown : n[i].is);
		gbx_buf_release(&b);
	}
}

static void what_points_at_a_person_is_masked(void **state)
{
	static const struct name n[] = {
		{ "Passwords/john.smith@example.org.txt", "Passwords/[email].txt" },
		{ "US[1F2E]_203.0.113.7/All.txt", "US[1F2E]_[ip]/All.txt" },
		{ "203.0.113.7", "[ip]" },
		{ "dump.zip!/zorvel@example.org/users.csv", "dump.zip!/[email]/users.csv" },
		{ "DE_zorvel@example.org_x.log", "[email]_x.log" },
		{ "calls/+1 (212) 555-0123.csv", "calls/+[number].csv" },
		{ "id123456789.json", "id[number].json" },
		{ "CV John Smith.pdf", "CV [name].pdf" },
		{ "john_smith.csv", "[name].csv" },
		{ "smith-maria/x.csv", "[name]/x.csv" },
		{ "Maria Zorveldru.xlsx", "[name].xlsx" },
		{ "王小明.xlsx", "[name].xlsx" },
	};
	(void)state;
	same(n, sizeof n / sizeof *n);
}

static void what_does_not_stands(void **state)
{
	static const struct name n[] = {
		{ "public.users", NULL },
		{ "backup_20221123.sql.gz!/backup.sql", NULL },
		{ "2022-11-23 10-15-59/orders.csv", NULL },
		{ "23.11.2022.csv", NULL },
		{ "part-00000012.csv", NULL },
		{ "dump.7z!/db/users.sql.gz!/users.sql", NULL },
		{ "customer_orders", NULL },
		{ "Sheet1", NULL },
		{ "price_list", NULL },
		{ "v1.2.3/New York Stores.csv", NULL },
		{ "Full Name.csv", NULL },
		{ "order details", NULL },
		{ "", NULL },
		{ "@", NULL },
		{ "\xff\xfe/\xc3.csv", NULL },
	};
	(void)state;
	same(n, sizeof n / sizeof *n);
}

static void all_names_of_a_summary(void **state)
{
	struct gbx_summary s;
	struct gbx_err err;
	struct gbx_sum_source source = { .name = "203.0.113.7.zip" };
	struct gbx_sum_entry entry = { .path = "203.0.113.7.zip!/ann@example.org" };
	struct gbx_sum_relation relation[] = { { .name = "ann@example.org" }, { .name = "users" } };
	const char *users = relation[1].name;
	(void)state;
	gbx_summary_init(&s);
	s.source = &source, s.nsource = 1;
	s.entry = &entry, s.nentry = 1;
	s.relation = relation, s.nrelation = 2;
	assert_int_equal(gbx_report_mask_names(&s, &err), GBX_OK);
	assert_string_equal(source.name, "[ip].zip");
	assert_string_equal(entry.path, "[ip].zip!/[email]");
	assert_string_equal(relation[0].name, "[email]");
	assert_ptr_equal(relation[1].name, users);
	s.nsource = s.nentry = s.nrelation = 0;
	gbx_summary_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_points_at_a_person_is_masked),
		cmocka_unit_test(what_does_not_stands),
		cmocka_unit_test(all_names_of_a_summary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
