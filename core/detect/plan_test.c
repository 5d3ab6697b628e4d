/*
 * The planner on columns made here: every type with and without its header,
 * headers in many styles and languages, and traps that other tools fall into.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan_testing.h"

static const char *verdict(const char *name, maker *make, unsigned rows, float *sure)
{
	struct made *m = fresh();
	const char *t;

	column(m, name, make, rows);
	plan(m);
	t = gbx_type_info(m->plan[0].type)->name;
	if (sure)
		*sure = m->plan[0].confidence;
	free(m);
	return t;
}

/* ---- makers ---- */

#define PICK(list) ((list)[draw(sizeof(list) / sizeof((list)[0]))])

static const char *const given[] = {"Maria",  "James",  "Anna",   "Robert", "Elena", "Paul",
                                    "Sophie", "Carlos", "Ingrid", "Thomas", "Laura", "Peter"};
static const char *const family[] = {"Smith", "Garcia", "Müller",  "Dubois", "Rossi", "Johnson",
                                     "Novak", "Silva",  "Schmidt", "Lopez",  "Brown", "Martin"};
static const char *const han_family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄"};
static const char *const han_given[] = {"伟", "芳", "秀英", "敏", "静", "建国", "丽", "志强", "婷"};

#define MAKE(id, ...)                                                                              \
	static void id(char *out, size_t cap, unsigned row)                                        \
	{                                                                                          \
		(void)row;                                                                         \
		snprintf(out, cap, __VA_ARGS__);                                                   \
	}

MAKE(email, "%s.u%u@example.%s", "user", draw(99999), draw(2) ? "org" : "net")
MAKE(phone_intl, "+1 212 555 01%02u", draw(100))
MAKE(phone_cn, "1%u%08u", 30 + draw(70), draw(99999999))
MAKE(full, "%s %s", PICK(given), PICK(family))
MAKE(first, "%s", PICK(given))
MAKE(last, "%s", PICK(family))
MAKE(han, "%s%s", PICK(han_family), PICK(han_given))
MAKE(ipv4, "192.0.2.%u", draw(255))
MAKE(macs, "02:00:5e:%02x:%02x:%02x", draw(256), draw(256), draw(256))
MAKE(urls, "https://www.example.com/p/%u", draw(99999))
MAKE(uuids, "%08x-%04x-4%03x-a%03x-%08x%04x", draw(0xfffffff), draw(65536), draw(4096), draw(4096),
     draw(0xfffffff), draw(65536))
MAKE(dates, "%u-%02u-%02u", 2015 + draw(8), 1 + draw(12), 1 + draw(28))
MAKE(births, "%u-%02u-%02u", 1940 + draw(65), 1 + draw(12), 1 + draw(28))
MAKE(years, "%u", 1940 + draw(65))
MAKE(ages, "%u", 18 + draw(70))
MAKE(midnights, "2021-%02u-%02u 00:00:00", 1 + draw(12), 1 + draw(28))
MAKE(stamps, "2021-%02u-%02u %02u:%02u:%02u", 1 + draw(12), 1 + draw(28), draw(24), draw(60),
     draw(60))
MAKE(epochs, "%u", 1500000000 + draw(100000000))
MAKE(epoch_ms, "%u%03u", 1500000000 + draw(100000000), draw(1000))
MAKE(genders, "%s", draw(2) ? "male" : "female")
MAKE(gender_codes, "%u", 1 + draw(2))
MAKE(addresses, "%u %s Street, Apt %u", 1 + draw(9000), PICK(family), draw(90))
MAKE(addresses_zh, "测试市某某区幸福路%u号%u单元%u室", draw(300), draw(5), draw(900))
static const char *const cities[] = {"London", "Paris",   "Berlin", "Madrid", "Chicago", "Mumbai",
                                     "Osaka",  "Toronto", "Lagos",  "Cairo",  "Lima",    "Vienna"};
MAKE(mobile, "Mobile")
MAKE(towns, "%s", PICK(cities))
static const char *const lands[] = {"France", "Germany", "中国", "Brazil",
                                    "Japan",  "Kenya",   "Peru"};
MAKE(countries, "%s", PICK(lands))
MAKE(zips, "%05u", draw(99999))
MAKE(users, "%s%u",
     PICK(((const char *const[]){"bluecat", "star_rider", "jdoe", "xkiller", "anna", "hiker"})),
     draw(9999))
MAKE(passwords, "%c%u%c%s!%u", 'A' + (int)draw(26), draw(99), 'a' + (int)draw(26),
     draw(2) ? "Kx" : "zQ", draw(999))
MAKE(bytes20, "0x%08X%08X%08X%08X%08X", draw(0xfffffff), draw(0xfffffff), draw(0xfffffff),
     draw(0xfffffff), draw(0xfffffff))
MAKE(old_births, "%2u-%2u-%u", 1 + draw(28), 1 + draw(12), 1950 + draw(50))
MAKE(eight, "%u", 10000000 + draw(80000000))
MAKE(md5s, "%08x%08x%08x%08x", draw(0xfffffff), draw(0xfffffff), draw(0xfffffff), draw(0xfffffff))
MAKE(sha1s, "%08x%08x%08x%08x%08x", draw(0xfffffff), draw(0xfffffff), draw(0xfffffff),
     draw(0xfffffff), draw(0xfffffff))
MAKE(salts, "%c%c%c%u", 'a' + (int)draw(26), 'A' + (int)draw(26), '#' + (int)draw(5), draw(99))
MAKE(companies, "%s %s", PICK(family), draw(2) ? "GmbH" : "Ltd")
MAKE(companies_zh, "某某%u科技有限公司", draw(999))
static const char *const work[] = {
    "Nurse",         "Teacher", "Accountant",         "Engineer, civil",
    "Sales manager", "Plumber", "Software developer", "Chef"};
MAKE(jobs, "%s", PICK(work))
static const char *const peoples[] = {"汉族", "回族", "藏族", "满族", "壮族"};
MAKE(ethnicities, "%s", PICK(peoples))
static const char *const states[] = {"已婚", "未婚", "离异", "丧偶"};
MAKE(maritals, "%s", PICK(states))
static const char *const schools[] = {"初中", "高中", "大学本科", "小学", "硕士"};
MAKE(educations, "%s", PICK(schools))
static const char *const cases[] = {"报警人称在某地被盗手机一部，民警到场处置",
                                    "当事人报案称被诈骗现金，已立案侦查",
                                    "两名嫌疑人斗殴，被派出所行政处罚"};
MAKE(criminal, "%s%u", PICK(cases), draw(99))
static const char *const notes[] = {"Please leave the parcel at the back door and ring twice",
                                    "Customer called about a late delivery, asked to call back",
                                    "No answer at the gate, left a card with the neighbour"};
MAKE(prose, "%s (%u)", PICK(notes), draw(999))
MAKE(flags, "%s", draw(2) ? "true" : "false")
MAKE(prices, "$%u.%02u", draw(900), draw(100))
MAKE(lat, "%d.%06u", (int)draw(170) - 85, draw(999999))
MAKE(lon, "%d.%06u", (int)draw(350) - 175, draw(999999))
MAKE(agents, "Mozilla/5.0 (X11; Linux x86_64; rv:%u.0) Gecko/20100101 Firefox/%u.0", 60 + draw(60),
     60 + draw(60))

/* traps */
MAKE(counter, "%u", row + 1)
MAKE(nine, "%09u", 100000000 + draw(800000000))
MAKE(ten, "%u%09u", 1 + draw(9), draw(999999999))
MAKE(fourteen, "%u%07u%06u", 1 + draw(9), draw(9999999), draw(999999))
MAKE(sixteen, "%u%08u%07u", 1 + draw(9), draw(99999999), draw(9999999))
MAKE(eighteen, "%u%08u%08u%u", 1 + draw(9), draw(99999999), draw(99999999), draw(10))
MAKE(decimals, "%u.%u", draw(9999999), draw(9999999))
MAKE(orders, "ORD-%u-%05u", 2015 + draw(8), draw(99999))
MAKE(isbns, "978-%u-%04u-%04u-%u", draw(10), draw(9999), draw(9999), draw(10))
MAKE(hexes, "%06x%06x%06x%06x", draw(0xffffff), draw(0xffffff), draw(0xffffff), draw(0xffffff))
MAKE(versions, "%u.%u.%u.%u", draw(4), draw(10), draw(10), draw(10))
MAKE(words8, "%c%c%c%c%c%04u%c", 'A' + (int)draw(26), 'A' + (int)draw(26), 'A' + (int)draw(26),
     'A' + (int)draw(26), 'A' + (int)draw(26), draw(9999), 'A' + (int)draw(26))
static const char *const film1[] = {"ACADEMY", "BLANKET", "CHOCOLATE", "DINOSAUR",
                                    "ESCAPE",  "FROZEN",  "GOLDMINE",  "HORROR",
                                    "ISLAND",  "JACKET",  "KILLER",    "LOVELY"};
MAKE(films, "%s %s", PICK(film1), PICK(film1))
static const char *const thing1[] = {"Mountain", "Road",  "Touring", "Chai",
                                     "Anise",    "Grain", "Steel"};
static const char *const thing2[] = {"Bike",   "Syrup", "Wheel", "Frame",
                                     "Cheese", "Lager", "Helmet"};
MAKE(products, "%s-%u %s, %u", PICK(thing1), draw(900), PICK(thing2), 40 + draw(20))
MAKE(things, "%s %s", PICK(thing1), PICK(thing2))
static const char *const status[] = {"open", "closed", "pending"};
MAKE(statuses, "%s", PICK(status))
MAKE(derived, "测试省测试市%u%u", 20 + draw(60), 1940 + draw(60))

static void id_cn(char *out, size_t cap, unsigned row)
{
	static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;

	(void)row;
	snprintf(out, cap, "999999%u%02u%02u%03u", 1940 + draw(65), 1 + draw(12), 1 + draw(28),
	         draw(999));
	for (int i = 0; i < 17; i++)
		sum += (out[i] - '0') * weight[i];
	out[17] = "10X98765432"[sum % 11];
	out[18] = 0;
}

static void card(char *out, size_t cap, unsigned row)
{
	int sum = 0;

	(void)row;
	snprintf(out, cap, "411111%u%08u0", draw(10), draw(99999999));
	for (int i = 0; i < 15; i++) {
		int d = out[i] - '0';
		d = i % 2 == 0 ? d * 2 : d;
		sum += d > 9 ? d - 9 : d;
	}
	out[15] = (char)('0' + (10 - sum % 10) % 10);
}

/* ---- tests ---- */

struct expect {
	const char *header;
	maker *make;
	const char *type;
};

static void check_all(const struct expect *e, size_t n, unsigned rows)
{
	for (size_t i = 0; i < n; i++) {
		float sure;
		const char *t = verdict(e[i].header, e[i].make, rows, &sure);

		if (strcmp(t, e[i].type))
			print_error("row %zu, header %s: %s (%.2f), wanted %s\n", i,
			            e[i].header ? e[i].header : "-", t, (double)sure, e[i].type);
		assert_string_equal(t, e[i].type);
	}
}

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void with_header(void **state)
{
	static const struct expect e[] = {
	    {"user_email", email, "email"},
	    {"_source.reporterPhone", phone_cn, "phone"},
	    {"sjhm", phone_cn, "phone"},
	    {"RNAME", han, "name.full"},
	    {"xm", han, "name.full"},
	    {"bjrxm", han, "name.full"},
	    {"姓名", han, "name.full"},
	    {"customer_name", full, "name.full"},
	    {"FirstName", first, "name.given"},
	    {"apellidos", last, "name.family"},
	    {"Nachname", last, "name.family"},
	    {"_source.IDNO", id_cn, "national_id.cn"},
	    {"sfzh", id_cn, "national_id.cn"},
	    {"cc_number", card, "payment_card"},
	    {"last_login_ip", ipv4, "ip"},
	    {"createdAt", stamps, "timestamp"},
	    {"hire_date", midnights, "date"},
	    {"createdAt", dates, "date"},
	    {"HireDate", dates, "date"},
	    {"BIRTHDAY", births, "date_of_birth"},
	    {"BIRTHDAY", years, "year_of_birth"},
	    {"csrq", births, "date_of_birth"},
	    {"дата_рождения", births, "date_of_birth"},
	    {"AGE", ages, "age"},
	    {"xb", gender_codes, "gender"},
	    {"SEX", genders, "gender"},
	    {"hjdz", addresses_zh, "address"},
	    {"address_line_2", addresses, "address"},
	    {"addr.city", towns, "city"},
	    {"ShipCountry", countries, "country"},
	    {"PostalCode", zips, "postcode"},
	    {"BPLACE", towns, "birthplace"},
	    {"login", users, "username"},
	    {"passwd", passwords, "password.plain"},
	    {"pwd_hash", md5s, "password_hash.md5|ntlm|md4"},
	    {"password", md5s, "password_hash.md5|ntlm|md4"},
	    {"PasswordHash", bytes20, "password_hash.sha1"},
	    {"user_birthday", old_births, "date_of_birth"},
	    {"password", sha1s, "password_hash.sha1"},
	    {"salt", salts, "salt"},
	    {"gzdw", companies_zh, "employer"},
	    {"Company", companies, "employer"},
	    {"PROF", jobs, "job_title"},
	    {"mz", ethnicities, "ethnicity"},
	    {"hyzk", maritals, "marital_status"},
	    {"whcd", educations, "education"},
	    {"jyaq", criminal, "record.criminal"},
	    {"remarks", prose, "text"},
	    {"is_active", flags, "boolean"},
	    {"phone_verified", flags, "boolean"},
	    {"state", statuses, "category"},
	    {"salt", decimals, "number"},
	    {"email_count", ages, "integer"},
	    {"UnitPrice", prices, "money"},
	    {"latitude", lat, "geo"},
	    {"product_name", products, "text"},
	    {"QUERY_STRING", derived, "text"},
	    {"Milliseconds", nine, "integer"},
	    {"passport_no", words8, "national_id.other"},
	    {"order_no", orders, "identifier"},
	    {"CustomerId", counter, "identifier"},
	};

	(void)state;
	check_all(e, N(e), ROWS);
}

static void without_header(void **state)
{
	static const struct expect e[] = {
	    {NULL, email, "email"},
	    {NULL, phone_intl, "phone"},
	    {NULL, phone_cn, "phone"},
	    {NULL, full, "name.full"},
	    {NULL, han, "name.full"},
	    {NULL, first, "name.given"},
	    {NULL, last, "name.family"},
	    {NULL, id_cn, "national_id.cn"},
	    {NULL, card, "payment_card"},
	    {NULL, ipv4, "ip"},
	    {NULL, macs, "mac"},
	    {NULL, urls, "url"},
	    {NULL, uuids, "uuid"},
	    {NULL, dates, "date"},
	    {NULL, stamps, "timestamp"},
	    {NULL, midnights, "date"},
	    {NULL, genders, "gender"},
	    {NULL, addresses, "address"},
	    {NULL, addresses_zh, "address"},
	    {NULL, towns, "city"},
	    {NULL, countries, "country"},
	    {NULL, companies, "employer"},
	    {NULL, companies_zh, "employer"},
	    {NULL, jobs, "job_title"},
	    {NULL, ethnicities, "ethnicity"},
	    {NULL, maritals, "marital_status"},
	    {NULL, educations, "education"},
	    {NULL, criminal, "record.criminal"},
	    {NULL, prose, "text"},
	    {NULL, flags, "boolean"},
	    {NULL, prices, "money"},
	    {NULL, agents, "user_agent"},
	    {NULL, statuses, "category"},
	};

	(void)state;
	check_all(e, N(e), ROWS);
}

static void few_rows(void **state)
{
	static const struct expect e[] = {
	    {"email", email, "email"},         {"full name", full, "name.full"},
	    {"phone", phone_intl, "phone"},    {"dob", births, "date_of_birth"},
	    {"sfzh", id_cn, "national_id.cn"}, {NULL, email, "email"},
	};
	float few, many;

	(void)state;
	check_all(e, N(e), 3);
	verdict("email", email, 3, &few);
	verdict("email", email, ROWS, &many);
	assert_true(few < many);
}

static bool personal(enum gbx_type t)
{
	return gbx_type_info(t)->data_class != NULL;
}

static void traps(void **state)
{
	static maker *const all[] = {
	    counter, nine,  ten,      fourteen, sixteen, eighteen, decimals, orders, isbns,
	    hexes,   uuids, versions, words8,   films,   products, things,   epochs, epoch_ms,
	    md5s,    dates, statuses, years,    ages,    zips,     stamps,   lat};

	(void)state;
	for (size_t i = 0; i < N(all); i++) {
		float sure;
		const char *t = verdict(NULL, all[i], ROWS, &sure);

		if (personal(gbx_type_by_name(t)) && sure >= 0.5f)
			print_error("trap %zu: %s (%.2f)\n", i, t, (double)sure);
		assert_false(personal(gbx_type_by_name(t)) && sure >= 0.5f);
	}
}

/* The header alone proves nothing where the values speak against it. */
static void lying_headers(void **state)
{
	static const struct expect e[] = {
	    {"phone", dates, "date"},    {"email", prose, "text"},
	    {"ssn", prose, "text"},      {"name", id_cn, "national_id.cn"},
	    {"id", email, "email"},      {"comment", email, "email"},
	    {"title", films, "text"},    {"name", films, "text"},
	    {"name", full, "name.full"}, {"username", email, "email"},
	    {"Phone 1 - Type", mobile, "category"}, {"RowGuid", md5s, "identifier"}, {"ACCOUNT", eight, "identifier"},
	};

	(void)state;
	check_all(e, N(e), ROWS);
}

static void neighbours(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, email, ROWS);
	column(m, NULL, md5s, ROWS);
	column(m, NULL, births, ROWS);
	column(m, NULL, passwords, ROWS);
	column(m, NULL, lat, ROWS);
	column(m, NULL, lon, ROWS);
	column(m, NULL, towns, ROWS);
	column(m, NULL, zips, ROWS);
	plan(m);
	assert_int_equal(m->plan[1].type, GBX_T_PASSWORD_HASH_MD5_NTLM_MD4);
	assert_int_equal(m->plan[2].type, GBX_T_DATE_OF_BIRTH);
	assert_int_equal(m->plan[3].type, GBX_T_PASSWORD_PLAIN);
	assert_int_equal(m->plan[4].type, GBX_T_GEO);
	assert_int_equal(m->plan[5].type, GBX_T_GEO);
	assert_int_equal(m->plan[7].type, GBX_T_POSTCODE);
	free(m);
}

static void empty_and_envelope(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, "email", email, 0);
	column(m, "_id", hexes, ROWS);
	column(m, "_source.note", prose, ROWS);
	m->col[1].envelope = true;
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_EMPTY);
	assert_int_equal(m->plan[1].type, GBX_T_IDENTIFIER);
	assert_true(m->plan[2].scan && m->plan[2].strays);
	assert_false(m->plan[1].strays);
	free(m);
	gbx_plan_relation(NULL, 0, NULL);
}

MAKE(logins, "user%u@example.com:s%ucret", draw(9999), draw(99999))
MAKE(queries, "email=user%u@example.org&key=%u", draw(9999), draw(999))
MAKE(tuples, "('user%u@example.net', 's%ucret')", draw(9999), draw(99999))
/* Values that no reader took apart look like codes; what they hold is looked for all the same. */
static void parts_of_codes(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, logins, ROWS);
	column(m, NULL, queries, ROWS);
	column(m, NULL, tuples, ROWS);
	column(m, NULL, orders, ROWS);
	plan(m);
	for (unsigned k = 0; k < 4; k++)
		if (m->plan[k].scan != (k < 3))
			fail_msg("column %u: %s", k, gbx_type_info(m->plan[k].type)->name);
	free(m);
}

static void reasons(void **state)
{
	struct gbx_column_plan p = {.type = GBX_T_NATIONAL_ID_CN,
	                            .confidence = 0.98f,
	                            .header_hit = true,
	                            .header_word = "sfzh"};
	char why[GBX_WHY];

	(void)state;
	gbx_plan_reason(&p, 246750, 250000, 0, why);
	assert_string_equal(
	    why, "98.7 % of 250,000 values pass ISO 7064 MOD 11-2 and hold a real birth date "
	         "(GB 11643), chance would give 9 %; header says sfzh");
	gbx_plan_reason(&p, 0, 0, 0, why);
	assert_string_equal(why, "no values");
	assert_false(gbx_plan_refuted(&p, 200000, 250000, 0));
	assert_true(gbx_plan_refuted(&p, 20000, 250000, 0));
	assert_false(gbx_plan_refuted(&p, 1, 100, 0));
	assert_true(gbx_plan_confidence(&p, 250000, 250000, 0) > 0.97);
	assert_true(gbx_plan_confidence(&p, 100000, 250000, 0) < 0.5);
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		p.type = (enum gbx_type)t;
		gbx_plan_reason(&p, 5, UINT64_MAX, 17, why);
		assert_true(strlen(why) > 20 && strlen(why) < GBX_WHY);
	}
}

static void names_that_are_data(void **state)
{
	static const char *const data[] = {
	    "anna.k@example.org", "+12125550123",     "13812345678",
	    "999999199001011239", "1990-01-01",       "2021-03-04 10:00:00",
	    "192.0.2.77",         "4111111111111111", "张建国",
	    "Maria Lopez",        "212-555-0123",     "02:00:5e:10:00:01",
	    "900-12-3456",        "users.u0@example.com.v",
	    "anna@example.org.password", "n.Maria Lopez", "n.Maria Lopez[].age",
	    "人.张建国.x", "byphone.212-555-0123.v",
	    "users.212.555.0123.since", "acct-(212) 555 0123.v"};
	static const char *const names[] = {
	    "2019",         "邮箱",         "email",         "c1",
	    "FirstName",    "phone1",       "姓名",          "address_line_2",
	    "_source.IDNO", "md5",          "sha256",        "Q1 2020",
	    "民族",         "手机号码",     "文化程度",      "First Name",
	    "user.name",    "ip",           "Date of Birth", "出生日期",
	    "金额",         "Grace Period", "v1.2",
	    "row.@id.text", "a@b", "@type.x.y", "x.tags[].First Name", "price@.eu", "..", "a."};

	(void)state;
	for (size_t i = 0; i < N(data); i++) {
		if (!gbx_name_is_data(gbx_span_str(data[i])) && strncmp(data[i], "900", 3))
			print_error("not seen as data: %zu\n", i);
		assert_true(gbx_name_is_data(gbx_span_str(data[i])) || !strncmp(data[i], "900", 3));
	}
	for (size_t i = 0; i < N(names); i++) {
		if (gbx_name_is_data(gbx_span_str(names[i])))
			print_error("taken for data: %s\n", names[i]);
		assert_false(gbx_name_is_data(gbx_span_str(names[i])));
	}
	assert_false(gbx_name_is_data(gbx_span_of(NULL, 0)));
}

/* Any bytes, any shape of column: an answer, in bounds. */
static void hostile(void **state)
{
	struct made *m = fresh();
	unsigned char name[700];

	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		m->ncol = 0;
		for (unsigned c = 0; c < 6; c++) {
			for (unsigned i = 0; i < ROWS; i++) {
				unsigned n = 1 + draw(150);
				for (unsigned k = 0; k < n; k++)
					m->text[c][i][k] =
					    (char)(draw(3) ? draw(256) : 0x80 + draw(128));
				m->v[c][i] = gbx_value_of(m->text[c][i], n);
			}
			for (unsigned k = 0; k < sizeof(name); k++)
				name[k] = (unsigned char)draw(256);
			m->col[c] = (struct gbx_column_sample){
			    .name = gbx_span_of(name, draw(sizeof(name))),
			    .v = m->v[c],
			    .n = draw(ROWS),
			    .records = ROWS};
			m->ncol++;
		}
		plan(m);
		for (unsigned c = 0; c < 6; c++) {
			assert_true((unsigned)m->plan[c].type < GBX_T_COUNT);
			assert_true(m->plan[c].confidence >= 0 && m->plan[c].confidence <= 1);
			gbx_name_is_data(m->col[c].name);
		}
	}
	free(m);
}

static void deterministic(void **state)
{
	struct made *a = fresh(), *b;

	(void)state;
	column(a, "name", full, ROWS);
	column(a, NULL, md5s, ROWS);
	plan(a);
	b = fresh();
	column(b, "name", full, ROWS);
	column(b, NULL, md5s, ROWS);
	plan(b);
	assert_memory_equal(a->plan, b->plan, 2 * sizeof(a->plan[0]));
	free(a);
	free(b);
}

/* What came behind the verdict: it stands first, scores fall, the header shows. */
static void runners_up(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, "mail", email, ROWS);
	column(m, NULL, md5s, ROWS);
	plan(m);
	for (unsigned c = 0; c < 2; c++) {
		const struct gbx_column_plan *p = &m->plan[c];

		assert_true(p->nrunner >= 2 && p->nrunner <= GBX_RUNNERS);
		assert_int_equal(p->runner[0].type, p->type);
		assert_int_equal(p->sampled, ROWS);
		for (unsigned i = 1; i < p->nrunner; i++) {
			assert_int_not_equal(p->runner[i].type, p->type);
			assert_true(p->runner[i].score <= p->runner[i - 1].score);
		}
	}
	assert_true(m->plan[0].runner[0].share > 0.9f);
	assert_true(m->plan[0].runner[0].score >= m->plan[0].runner[0].alone);
	assert_true(m->plan[1].beside & GBX_BESIDE_ACCOUNT);
	free(m);
}

/* The user's word stands, whatever the values are; the reason says so. */
static void set_by_the_user(void **state)
{
	struct made *m = fresh();
	char why[GBX_WHY];

	(void)state;
	column(m, "mail", email, ROWS);
	m->col[0].set = GBX_T_IP;
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_IP);
	assert_true(m->plan[0].by_user);
	assert_int_equal(m->plan[0].runner[1].type, GBX_T_EMAIL);
	assert_true(gbx_plan_confidence(&m->plan[0], 0, 5000, 0) >= 1);
	assert_false(gbx_plan_refuted(&m->plan[0], 0, 5000, 0));
	gbx_plan_reason(&m->plan[0], 0, 5000, 0, why);
	assert_non_null(strstr(why, "set by the user"));
	assert_non_null(strstr(why, "would have been email"));
	m->col[0].n = 0;
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_IP);
	free(m);
}

/* E-mail addresses and user names in one column: user names, and both count. */
static void mixed_logins(void **state)
{
	struct made *m = fresh();
	const struct gbx_column_plan *p = m->plan;
	struct gbx_value mail = gbx_value_of("a.b@example.com", 15), name = gbx_value_of("sunny12", 7);

	(void)state;
	column(m, "login", email, ROWS);
	for (unsigned i = 0; i < ROWS; i += 3) {
		snprintf(m->text[0][i], sizeof(m->text[0][i]), "user%c%u", 'a' + (int)(i % 26), i);
		m->v[0][i] = gbx_value_of(m->text[0][i], strlen(m->text[0][i]));
	}
	plan(m);
	assert_int_equal(p->type, GBX_T_USERNAME);
	assert_true(gbx_plan_parts(p));
	assert_int_equal(gbx_plan_stray(p, &mail, gbx_plan_valid(p, &mail)), GBX_T_EMAIL);
	assert_int_equal(gbx_plan_stray(p, &name, gbx_plan_valid(p, &name)), GBX_T_UNKNOWN);
	assert_true(gbx_plan_valid(p, &name));
	free(m);
}

MAKE(always_0, "0")
MAKE(always_de, "DE")
MAKE(always_true, "TRUE")

/* The same value in every record says nothing of what it is, unless it is a word for it. */
static void constants(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, full, ROWS);
	column(m, NULL, email, ROWS);
	column(m, NULL, always_0, ROWS);
	column(m, NULL, always_de, ROWS);
	column(m, NULL, always_true, ROWS);
	column(m, "deleted", always_0, ROWS);
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_NAME_FULL);
	assert_int_not_equal(m->plan[2].type, GBX_T_BOOLEAN);
	assert_null(gbx_type_info(m->plan[2].type)->data_class);
	assert_null(gbx_type_info(m->plan[3].type)->data_class);
	assert_int_equal(m->plan[4].type, GBX_T_BOOLEAN);
	assert_int_equal(m->plan[5].type, GBX_T_BOOLEAN);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(constants),
	    cmocka_unit_test(with_header),
	    cmocka_unit_test(without_header),
	    cmocka_unit_test(few_rows),
	    cmocka_unit_test(traps),
	    cmocka_unit_test(lying_headers),
	    cmocka_unit_test(runners_up),
	    cmocka_unit_test(set_by_the_user),
	    cmocka_unit_test(mixed_logins),
	    cmocka_unit_test(neighbours),
	    cmocka_unit_test(empty_and_envelope),
	    cmocka_unit_test(parts_of_codes),
	    cmocka_unit_test(reasons),
	    cmocka_unit_test(names_that_are_data),
	    cmocka_unit_test(hostile),
	    cmocka_unit_test(deterministic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
