/*
 * Is the first row a header? Votes of the columns: a header cell is of another
 * kind or length than the cells below it, is a word that names fields, and does
 * not occur below.
 */
#include "csv_kind.h"

#include <stdint.h>
#include <stdlib.h>

static const char *const header_words[] = {
    "id",
    "uid",
    "gid",
    "guid",
    "uuid",
    "key",
    "index",
    "name",
    "names",
    "firstname",
    "first",
    "lastname",
    "last",
    "middle",
    "fullname",
    "surname",
    "given",
    "family",
    "username",
    "user",
    "userid",
    "login",
    "nick",
    "nickname",
    "handle",
    "email",
    "emails",
    "mail",
    "phone",
    "phones",
    "tel",
    "telephone",
    "mobile",
    "cell",
    "fax",
    "address",
    "addr",
    "street",
    "city",
    "town",
    "state",
    "province",
    "region",
    "county",
    "country",
    "zip",
    "zipcode",
    "postal",
    "postcode",
    "date",
    "dob",
    "birth",
    "birthday",
    "birthdate",
    "born",
    "time",
    "timestamp",
    "datetime",
    "created",
    "updated",
    "modified",
    "age",
    "sex",
    "gender",
    "password",
    "passwd",
    "pass",
    "pwd",
    "hash",
    "md5",
    "sha1",
    "sha256",
    "salt",
    "ip",
    "ipaddress",
    "url",
    "website",
    "domain",
    "host",
    "company",
    "employer",
    "organization",
    "title",
    "job",
    "status",
    "type",
    "category",
    "amount",
    "price",
    "total",
    "balance",
    "currency",
    "account",
    "iban",
    "bic",
    "card",
    "cvv",
    "ssn",
    "passport",
    "nationality",
    "language",
    "lat",
    "lon",
    "lng",
    "latitude",
    "longitude",
    "description",
    "comment",
    "comments",
    "notes",
    "note",
    "value",
    "val",
    "code",
    "number",
    "count",
    "level",
    "role",
    "token",
    "imei",
    "mac",
    "vin",
    "customer",
    "order",
    "product",
    "quantity",
    "qty",
    "year",
    "month",
    "day",
    "subject",
    "message",
    /* German, French, Spanish, Portuguese, Italian */
    "vorname",
    "nachname",
    "strasse",
    "plz",
    "ort",
    "stadt",
    "land",
    "geburtsdatum",
    "telefon",
    "anrede",
    "passwort",
    "nom",
    "prenom",
    "adresse",
    "ville",
    "pays",
    "nombre",
    "apellido",
    "apellidos",
    "direccion",
    "ciudad",
    "telefono",
    "correo",
    "fecha",
    "nome",
    "cognome",
    "sobrenome",
    "endereco",
    "cidade",
    "indirizzo",
    "data",
    /* Russian */
    "Имя",
    "Фамилия",
    "Отчество",
    "Телефон",
    "Адрес",
    "Город",
    "Пароль",
    "Дата",
    "имя",
    "фамилия",
    "отчество",
    "телефон",
    "адрес",
    "город",
    "почта",
    "пароль",
    "дата",
    /* Chinese, Japanese */
    "姓名",
    "名字",
    "姓",
    "名",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "电话号码",
    "身份证",
    "身份证号",
    "身份证号码",
    "证件号",
    "地址",
    "住址",
    "性别",
    "年龄",
    "邮箱",
    "电子邮件",
    "生日",
    "出生日期",
    "用户名",
    "密码",
    "日期",
    "编号",
    "序号",
    "氏名",
    "住所",
    "電話番号",
    "郵便番号",
    "性別",
    "生年月日",
};

static bool is_known(struct gbx_span s)
{
	for (size_t i = 0; i < sizeof header_words / sizeof *header_words; i++) {
		if (gbx_span_is(s, header_words[i]))
			return true;
	}
	return false;
}

static bool is_lower(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x80;
}
static bool is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}
static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}
static bool in_word(unsigned char c)
{
	return is_lower(c) || is_upper(c) || is_digit(c);
}

/* Is one of the words of the cell known? UserID and user_id hold two words. */
static bool holds_known(struct gbx_span s)
{
	unsigned char word[40];
	size_t n = 0;
	for (size_t i = 0; i <= s.n; i++) {
		bool inside = i < s.n && in_word(s.p[i]);
		bool hump = inside && n && is_upper(s.p[i]) && is_lower(s.p[i - 1]);
		if (!inside || hump) {
			if (n && is_known(gbx_span_of(word, n)))
				return true;
			n = 0;
		}
		if (inside && n < sizeof word)
			word[n++] = is_upper(s.p[i]) ? s.p[i] | 32 : s.p[i];
	}
	return false;
}

bool gbx_csv_header_word(struct gbx_span s)
{
	if (!s.n || s.n > 40 || gbx_csv_kind_strong(gbx_csv_kind_of(s)))
		return false;
	unsigned char joined[40];
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!in_word(s.p[i]) && !memchr(" _-./()#[]?", s.p[i], 11))
			return false;
		if (in_word(s.p[i]))
			joined[n++] = is_upper(s.p[i]) ? s.p[i] | 32 : s.p[i];
	}
	return is_known(gbx_span_of(joined, n)) || holds_known(s);
}

static uint32_t hash_of(struct gbx_span s)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * 16777619u;
	return h;
}

static void note_value(struct gbx_csv_below *c, struct gbx_span cell)
{
	const uint32_t h = hash_of(cell);
	for (unsigned i = 0; i < c->nseen; i++) {
		if (c->seen[i] == h)
			return;
	}
	if (c->nseen < GBX_CSV_SEEN)
		c->seen[c->nseen++] = h;
	else
		c->unseen++;
}

void gbx_csv_below_add(struct gbx_csv_below *c, struct gbx_span cell)
{
	enum gbx_csv_kind kind = gbx_csv_kind_of(cell);
	c->kinds[kind]++;
	if (kind == GBX_CSV_K_EMPTY)
		return;
	if (!c->cells || cell.n < c->min)
		c->min = cell.n;
	if (cell.n > c->max)
		c->max = cell.n;
	c->cells++;
	c->same += gbx_span_eq(cell, c->head);
	note_value(c, cell);
}

/* Choices the head is none of, each made more than twice in the mean. */
static bool is_no_choice(const struct gbx_csv_below *c)
{
	return !c->same && !c->unseen && c->cells >= 8 && c->cells > 2 * c->nseen;
}

/* One word above cells of several. */
static bool is_shorter(const struct gbx_csv_below *c, enum gbx_csv_kind kind)
{
	unsigned longer = c->kinds[GBX_CSV_K_WORDS] + c->kinds[GBX_CSV_K_TEXT];
	return kind == GBX_CSV_K_WORD && c->cells >= 5 && longer * 10 >= c->cells * 9;
}

/* Share of the strong kinds, or of one of them, among the cells, in percent. */
static unsigned strong_percent(const struct gbx_csv_below *c, int only)
{
	unsigned n = 0;
	for (int k = GBX_CSV_K_INT; k <= GBX_CSV_K_HEX; k++)
		n += only < 0 || only == k ? c->kinds[k] : 0;
	return c->cells ? n * 100 / c->cells : 0;
}

/* A column's vote, in tenths. */
static int vote(const struct gbx_csv_below *c)
{
	enum gbx_csv_kind kind = gbx_csv_kind_of(c->head);
	bool known = gbx_csv_header_word(c->head);
	int v = known ? 20 : 0;
	if (kind == GBX_CSV_K_EMPTY)
		return -2;
	if (gbx_csv_kind_strong(kind))
		v -= strong_percent(c, (int)kind) >= 50 ? 30 : 15;
	else if (strong_percent(c, -1) >= 80)
		v += 20;
	if (!c->cells)
		return v;
	if (c->same && !known)
		v -= 10;
	bool fixed = c->min == c->max && c->min >= 4 && c->cells >= 3;
	if (fixed)
		v += c->head.n != c->min ? 10 : -5;
	if (kind == GBX_CSV_K_TEXT)
		v -= 10;
	else if (!gbx_csv_kind_strong(kind) && (is_no_choice(c) || is_shorter(c, kind)))
		v += 10;
	return v;
}

static int compare_heads(const void *a, const void *b)
{
	const struct gbx_span *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int d = n ? memcmp(x->p, y->p, n) : 0;
	return d ? d : (x->n > y->n) - (x->n < y->n);
}

/* Tenths to take away for names that occur twice. */
static int repeated(const struct gbx_csv_below *c, unsigned columns)
{
	struct gbx_span *head = calloc(columns, sizeof *head);
	int found = 0;
	if (!head)
		return 0;
	for (unsigned i = 0; i < columns; i++)
		head[i] = c[i].head;
	qsort(head, columns, sizeof *head, compare_heads);
	for (unsigned i = 1; i < columns; i++)
		found += head[i].n && compare_heads(&head[i - 1], &head[i]) == 0;
	free(head);
	return 10 * found;
}

/* Are all of them single words, and different? */
static bool are_names(const struct gbx_csv_below *c, unsigned columns)
{
	for (unsigned i = 0; i < columns; i++) {
		if (gbx_csv_kind_of(c[i].head) != GBX_CSV_K_WORD)
			return false;
	}
	return columns > 1 && !repeated(c, columns);
}

bool gbx_csv_header_likely(const struct gbx_csv_below *c, unsigned columns, unsigned rows)
{
	int sum = 0;
	unsigned known = 0;
	for (unsigned i = 0; i < columns; i++) {
		sum += vote(&c[i]);
		known += gbx_csv_header_word(c[i].head);
	}
	if (!rows)
		return 2 * known > columns || (known && are_names(c, columns));
	return sum - repeated(c, columns) > 0;
}
