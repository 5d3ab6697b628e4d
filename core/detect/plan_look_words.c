/*
 * What the words and the dates of a column's sample say.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "chars.h"
#include "plan.h"
#include "times.h"

#define YEARS 256u

static int by_year(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static int year_at(int64_t seconds)
{
	int y;
	unsigned m, d;

	gbx_civil_from_days((seconds - (seconds < 0 ? 86399 : 0)) / 86400, &y, &m, &d);
	return y;
}

static void spread(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	int year[YEARS];
	uint32_t step = n / YEARS + 1, count = 0, birth = 0;

	for (uint32_t i = 0; i < n && count < YEARS; i += step) {
		int64_t at;
		bool day;

		if (!gbx_time_parse(GBX_T_DATE, k->date_order, &v[i], &at, &day))
			continue;
		year[count++] = year_at(at);
		birth += gbx_time_parse(GBX_T_DATE_OF_BIRTH, k->date_order, &v[i], &at, &day);
	}
	if (!count)
		return;
	qsort(year, count, sizeof(year[0]), by_year);
	k->year_from = (float)year[count / 20];
	k->year_to = (float)year[count - 1 - count / 20];
	k->birth = (float)birth / (float)count;
}

/* Three numbers of up to four digits with the same sign between them. */
static bool three_numbers(const struct gbx_value *v)
{
	uint32_t group = 0, digits = 0;
	unsigned char sign = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];
		if (c >= '0' && c <= '9') {
			digits++;
		} else {
			if ((c != '.' && c != '-' && c != '/') || (sign && c != sign) || !digits)
				return false;
			sign = c;
			group++;
			digits = 0;
		}
		if (digits > 4 || group > 2)
			return false;
	}
	return group == 2 && digits;
}

static float share_undated(const struct gbx_value *v, uint32_t n)
{
	uint32_t step = n / YEARS + 1, seen = 0, undated = 0;

	for (uint32_t i = 0; i < n; i += step, seen++)
		undated += three_numbers(&v[i]) && !gbx_is_date(&v[i]) &&
		           !gbx_is_placeholder(&v[i], GBX_T_DATE);
	return seen ? (float)undated / (float)seen : 0;
}

#define MIDNIGHTS 3u /* so many moments, all at midnight, are days */

/* The share of moments. Some databases write every day with a time: 00:00:00. */
static float share_of_moments(const struct gbx_value *v, uint32_t n, uint16_t order)
{
	uint32_t step = n / YEARS + 1, with = 0, seen = 0, midnight = 0;

	for (uint32_t i = 0; i < n; i += step, seen++) {
		int64_t at;
		bool day = true;

		if (!gbx_time_parse(GBX_T_TIMESTAMP, order, &v[i], &at, &day) || day)
			continue;
		with++;
		midnight += order < GBX_TIME_EPOCH_S && at % 86400 == 0;
	}
	return with >= MIDNIGHTS && midnight == with ? 0 : seen ? (float)with / (float)seen : 0;
}

void gbx_look_times(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	double date, clock;

	if (k->has_digit < 0.3f) /* every way to write a day has figures */
		return;
	k->date_order = gbx_time_variant(GBX_T_DATE, v, n, &date);
	k->clock_order = gbx_time_variant(GBX_T_TIMESTAMP, v, n, &clock);
	k->date = (float)date;
	if (k->date_order >= GBX_TIME_EPOCH_S) { /* a count since 1970 is a moment, not a day */
		k->date = k->pass[GBX_T_DATE];
		k->date_order = GBX_TIME_ISO;
	}
	k->clock = clock > 0.3 ? share_of_moments(v, n, k->clock_order) : 0;
	/* any number counts seconds since some day: only those of our time are believed */
	if (k->digits + k->decimal > 0.5f && k->clock > k->pass[GBX_T_TIMESTAMP])
		k->clock = k->decimal > 0.5f && k->mean_len - k->places < 10
		               ? 0
		               : k->pass[GBX_T_TIMESTAMP];
	if (k->date > 0.3f) {
		spread(v, n, k);
		k->undated = share_undated(v, n);
	}
}

/* Endings of files that people keep, as shared-mime-info has them. */
static const char *const endings[] = {
    "7z",  "aac",  "apk",  "avi", "bak", "bin", "bmp",  "bz2",  "cpp", "css",  "csv", "dat",
    "db",  "dll",  "dmg",  "doc", "docx", "eml", "eps", "exe",  "flac", "flv", "gif", "gz",
    "htm", "html", "ico",  "ini", "iso", "java", "jpeg", "jpg", "js",  "json", "key", "log",
    "md",  "mkv",  "mov",  "mp3", "mp4", "mpeg", "msg", "odp",  "ods", "odt",  "ogg", "pdf",
    "php", "png",  "ppt",  "pptx", "psd", "py", "rar",  "rtf",  "sql", "svg",  "tar", "tif",
    "tiff", "tmp", "txt",  "vcf", "wav", "webm", "webp", "wma", "wmv", "xls",  "xlsx", "xml",
    "yaml", "yml", "zip",
};

static bool names_a_file(const struct gbx_value *v)
{
	const unsigned char *dot = v->n > 3 ? memrchr(v->p, '.', v->n) : NULL;
	size_t n = dot ? (size_t)(v->p + v->n - dot) - 1 : 0;

	if (n < 2 || n > 4 || dot == v->p)
		return false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (strlen(endings[i]) == n && !strncasecmp((const char *)dot + 1, endings[i], n))
			return true;
	return false;
}

void gbx_look_files(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	uint32_t step = n / YEARS + 1, seen = 0, files = 0;

	for (uint32_t i = 0; i < n; i += step, seen++)
		files += names_a_file(&v[i]);
	k->file = seen ? (float)files / (float)seen : 0;
}

/* Codes of one letter or digit need a header; words for both do not. */
static bool both_genders(const struct gbx_value *v, uint32_t n)
{
	static const char *const one[] = {"male",   "m",         "man",     "男",       "男性",
	                                  "hombre", "masculino", "homme",   "männlich", "м",
	                                  "М",      "мужской",   "Мужской", "муж",
	                                  "Муж",    "мужчина",   "Мужчина", "МУЖСКОЙ",
	                                  "erkek",  "maschio",   "uomo",    "mężczyzna",
	                                  "mand",   "mann",      "mies",    "чоловік",
	                                  "muž",    "мъж",       "férfi",   "مرد",
	                                  "זכר",    "bărbat",    "ชาย",     "nam",
	                                  "ذكر",    "पुरुष",       "남",      "남성",
	                                  "남자",   "homem",     "vyras",   "laki-laki"};
	static const char *const two[] = {"female", "f",        "woman",    "女",      "女性",
	                                  "mujer",  "femenino", "feminino", "femme",   "weiblich",
	                                  "ж",      "Ж",        "женский",  "Женский", "жен",
	                                  "Жен",    "женщина",  "Женщина",  "ЖЕНСКИЙ", "kadın",
	                                  "kadin",  "femmina",  "donna",    "kobieta", "vrouw",
	                                  "kvinde", "kvinne",   "kvinna",   "nainen",  "жінка",
	                                  "žena",   "жена",     "nő",       "زن",      "נקבה",
	                                  "femeie", "หญิง",      "nữ",       "أنثى",    "انثى",
	                                  "महिला",  "स्त्री",      "여",       "여성",    "여자",
	                                  "mulher", "moteris",  "perempuan"};
	uint32_t step = n / GBX_LOOK_WORDS + 1;
	bool a = false, b = false;

	for (uint32_t i = 0; i < n; i += step) {
		a |= gbx_word_in(&v[i], one, GBX_COUNT(one));
		b |= gbx_word_in(&v[i], two, GBX_COUNT(two));
	}
	return a && b;
}

/* 一月, 12月, 星期三, 月曜日, 5월, 수요일: months and weekdays of East Asia. */
static bool is_calendar_han(const struct gbx_value *v)
{
	static const char *const before[] = {"星期", "礼拜", "周", "週"},
	                         *const behind[] = {"月", "曜日", "월", "요일"};

	if (!(v->cls & GBX_C_HIGH) || v->n > 9)
		return false;
	for (size_t i = 0; i < GBX_COUNT(before); i++) {
		size_t m = strlen(before[i]);

		if (v->n == m + 3 && !memcmp(v->p, before[i], m))
			return true;
		m = strlen(behind[i]);
		if (v->n > m && v->n <= m + 6 && !memcmp(v->p + v->n - m, behind[i], m))
			return true;
	}
	return false;
}

static bool is_calendar(const struct gbx_value *v, const struct gbx_tokens *t)
{
	struct gbx_cursor c = {(const unsigned char *)t->text,
	                       (const unsigned char *)t->text + t->len};

	if (is_calendar_han(v))
		return true;
	if (t->n != 1 || !t->len)
		return false;
	if (!gbx_time_month(&c))
		gbx_time_weekday(&c);
	return c.p == c.end;
}

void gbx_look_words(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	double ev[GBX_EV_COUNT] = {0};
	/* long texts have more words each */
	uint32_t most = k->mean_len > 60 ? GBX_LOOK_WORDS / 4 : GBX_LOOK_WORDS;
	uint32_t step = n / most + 1, seen = 0, calendar = 0;
	struct gbx_tokens t;

	if (k->letters < 0.3f)
		return;
	for (uint32_t i = 0; i < n; i += step) {
		if (gbx_is_placeholder(&v[i], GBX_T_NAME_FULL))
			continue;
		gbx_tokens_of(&v[i], &t);
		gbx_evidence_add(&v[i], &t, ev);
		calendar += k->vocab <= 24 && is_calendar(&v[i], &t);
		seen++;
	}
	for (unsigned i = 0; seen && i < GBX_EV_COUNT; i++)
		k->ev[i] = (float)(ev[i] > 0 ? ev[i] / seen : 0);
	k->calendar = seen ? (float)calendar / (float)seen : 0;
	k->gender_words = k->vocab <= 8 && k->pass[GBX_T_GENDER] > 0.9f && both_genders(v, n);
}
