/*
 * Names and addresses in free text: what is found, with its bytes, and what must not be.
 */
#include "labelled_test.h"
#include "chars.h"
#include "mention.h"

static const struct {
	const char *text, *type, *span; /* span NULL: nothing is found */
} row[] = {
    {"We met Mr. J. Doe at the station", "name.mention", "J. Doe"},
    {"call Mrs Anna van der Berg, please", "name.mention", "Anna van der Berg"},
    {"seen by Dr. Miller", "name.mention", "Miller"},
    {"Customer name: Jane Roe; ticket closed", "name.mention", "Jane Roe"},
    {"Nombre: María López, llamar mañana", "name.mention", "María López"},
    {"{\"full_name\":\"Jane Roe\",\"x\":1}", "name.mention", "Jane Roe"},
    {"报警人张某某称其手机被盗", "name.mention", "张某某"},
    {"嫌疑人李伟驾驶车辆逃离", "name.mention", "李伟"},
    {"据了解，王某与邻居发生纠纷", "name.mention", "王某"},
    {"姓名：张伟，性别：男", "name.mention", "张伟"},
    {"residing at 12 Larch Street, Anytown. Nothing else", "address.mention", "12 Larch Street, Anytown"},
    {"Address: 4 Elm Road; no phone", "address.mention", "4 Elm Road"},
    {"住址：幸福市和平路12号3单元，电话不详", "address.mention", "幸福市和平路12号3单元"},
    {"其家住和平路12号3栋。", "address.mention", "和平路12号3栋"},
    {"Mr. and that was all", NULL, NULL},
    {"The time is 12:30 and Dreams are dreams", NULL, NULL},
    {"Subject: Invoice overdue", NULL, NULL},
    {"Product name: Blue Chair", NULL, NULL},
    {"look at 12 files", NULL, NULL},
    {"有人在现场围观，某地发生事故", NULL, NULL},
    {"", NULL, NULL},
    {":", NULL, NULL},
    {"：", NULL, NULL},
    {"住", NULL, NULL},
    {"某", NULL, NULL},
    {"\xba\xba\xbc\x9a:\xff\xfe at Mr", NULL, NULL},
};

static void table_of_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < GBX_COUNT(row); i++) {
		struct gbx_hit hit[4];
		const char *s = row[i].text;
		uint32_t n = gbx_scan_mentions((const unsigned char *)s, strlen(s), hit, 4);

		if (n != (row[i].span != NULL))
			fail_msg("row %zu: %u found", i, n);
		if (!n)
			continue;
		assert_string_equal(gbx_type_info(hit[0].type)->name, row[i].type);
		if (hit[0].len != strlen(row[i].span) || memcmp(s + hit[0].off, row[i].span, hit[0].len) != 0)
			fail_msg("row %zu: %.*s", i, (int)hit[0].len, s + hit[0].off);
	}
}

/* Any cut of any text: hits in order, inside it, not overlapping. */
static void every_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < GBX_COUNT(row); i++) {
		size_t n = strlen(row[i].text);

		for (size_t from = 0; from <= n; from++) {
			unsigned char *copy = malloc(n - from + 1);
			struct gbx_hit hit[3];
			uint32_t end = 0, hits;

			assert_non_null(copy);
			memcpy(copy, row[i].text + from, n - from);
			hits = gbx_scan_mentions(copy, n - from, hit, 3);
			for (uint32_t k = 0; k < hits; k++) {
				assert_true(hit[k].off >= end && hit[k].len > 0);
				end = hit[k].off + hit[k].len;
				assert_true(end <= n - from);
			}
			free(copy);
		}
	}
}

static void room_is_kept(void **state)
{
	const char *s = "Mr. Doe, Mr. Roe, Mr. Poe";
	struct gbx_hit hit[2];

	(void)state;
	assert_int_equal(gbx_scan_mentions((const unsigned char *)s, strlen(s), hit, 2), 2);
	assert_int_equal(gbx_scan_mentions((const unsigned char *)s, strlen(s), hit, 0), 0);
}

/* Every way finds each anchor, whatever its place and the place of the end. */
static void ways_agree(void **state)
{
	static const char *const pair[] = {"Mr", "Ms", "Dr", "t ", "\xbc\x9a", "\xba\xba",
	                                   "\x9f\x90", "\xbd\x8f", "a:"};
	unsigned char *p = malloc(130);

	(void)state;
	assert_non_null(p);
	for (unsigned w = 0; w < gbx_mention_nways; w++) {
		const struct gbx_mention_way *way = &gbx_mention_ways[w];
		for (size_t k = 0; way->fits() && k < GBX_COUNT(pair); k++)
			for (size_t n = 2; n <= 130; n++)
				for (size_t at = n - 2, back = 0; back < 66 && at + 1; at--, back++) {
					unsigned char *q = p + 130 - n; /* nothing behind is readable */
					memset(q, 'x', n);
					memcpy(q + at, pair[k], 2);
					size_t i = at + 1 > 64 ? at + 1 - 63 : 1;
					uint64_t m = way->pairs(q, i, n);
					assert_true(m >> (at + 1 - i) & 1);
					if (i + 64 <= n)
						assert_int_equal(m, UINT64_C(1) << (at + 1 - i));
				}
	}
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table_of_texts),
	    cmocka_unit_test(every_cut),
	    cmocka_unit_test(room_is_kept),
	    cmocka_unit_test(ways_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
