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
		{ "dump.tar!/Home/zanthorpe/.ssh/id", "dump.tar!/Home/[user]/.ssh/id" },
		{ "C/Users/Zanthorpe Q/x.txt", "C/Users/[user]/x.txt" },
		{ "Documents and Settings/qz@example.org/x", "Documents and Settings/[user]/x" },
		{ "x/Zanthorpe Quillem.xlsx", "x/[name].xlsx" },
		{ "public.Zanthorpe Quillem", "public.[name]" },
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
		{ "dump/users/2022/part.csv", NULL },
		{ "Customer Address.csv", NULL },
		{ "Google Chrome/Order History.csv", NULL },
		{ "Northwind Employees", NULL },
		{ "Zanthorpe Quillem Data.csv", NULL },
		{ "zanthorpe quillem.csv", NULL },
		{ "home/all.csv", NULL },
		{ "power_users/zanthorpe/x", NULL },
		{ "Users/Public/x", NULL },
		{ "/users//x", NULL },
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

/* "name:records ..." of a relation of so many records; what is shown of them, by spaces. */
static void fields(uint64_t records, const char *const *name, const uint64_t *has, uint32_t n, const char *shown)
{
	struct gbx_summary s;
	struct gbx_err err;
	struct gbx_sum_field field[16] = { 0 };
	struct gbx_sum_relation relation = { .name = "users", .records = records, .field = field, .nfield = n };
	struct gbx_buf b = GBX_BUF_INIT(4096);
	gbx_summary_init(&s);
	for (uint32_t i = 0; i < n; i++)
		field[i].name = name[i], field[i].non_empty = has[i], field[i].records = records;
	s.relation = &relation, s.nrelation = 1;
	assert_int_equal(gbx_report_mask_names(&s, &err), GBX_OK);
	for (uint32_t i = 0; i < n; i++)
		gbx_buf_addf(&b, "%s%s", i ? " " : "", *field[i].name == '[' ? "-" : field[i].name);
	assert_string_equal(gbx_buf_str(&b), shown);
	gbx_buf_release(&b);
	s.nrelation = 0;
	gbx_summary_release(&s);
}

static void names_of_fields_that_are_data(void **state)
{
	static const char *const rare[] = { "email", "zanthorpe", "phone", "user_id", "createdAt", "x", "zanthorpeQ",
					    "quillem", "seen.quillem" };
	static const uint64_t few[] = { 20, 4, 4, 1, 1, 1, 5, 0, 0 };
	static const char *const first_row[] = { "[field 1: name withheld]", "Quillem Zanthorpe", "city", "zanthorpe77", "data[1988-11-13]" };
	static const uint64_t all[] = { 30, 30, 30, 30, 30, 30, 30, 30 };
	static const char *const key[] = { "users.jdoe81.mail", "users.zanthorpe.mail", "users.quillem.mail",
					   "users.qzv_77.mail",	"users.bormelk.mail",	"users.count",
					   "users.jdoe81.name",	"zanthorpe" };
	static const char *const half[] = { "zanthorpe", "seen.quillem", "seen.bormelk", "address.city" };
	static const uint64_t halves[] = { 1, 1, 2, 1 };
	static const uint64_t one[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
	(void)state;
	fields(20, rare, few, 9, "email - phone user_id createdAt x zanthorpeQ quillem -");
	fields(9, rare, few, 9, "email zanthorpe phone user_id createdAt x zanthorpeQ quillem -");
	fields(2, half, halves, 4, "zanthorpe - seen.bormelk address.city");
	fields(30, first_row, all, 5, "- - city - -");
	fields(30, first_row + 1, all, 3, "Quillem Zanthorpe city zanthorpe77");
	fields(1, key, one, 8, "- - - - - users.count users.jdoe81.name zanthorpe");
	fields(1, key + 1, one, 7, "users.zanthorpe.mail users.quillem.mail users.qzv_77.mail users.bormelk.mail "
				   "users.count users.jdoe81.name zanthorpe");
	fields(30, key, all, 8, "users.jdoe81.mail users.zanthorpe.mail users.quillem.mail users.qzv_77.mail "
				"users.bormelk.mail users.count users.jdoe81.name zanthorpe");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_points_at_a_person_is_masked),
		cmocka_unit_test(what_does_not_stands),
		cmocka_unit_test(names_of_fields_that_are_data),
		cmocka_unit_test(all_names_of_a_summary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
