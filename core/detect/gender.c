/*
 * Words and codes for gender: ISO/IEC 5218 digits, initials, and the words of the
 * languages dumps come in. Weak: a column of 0 and 1 needs its header.
 */
#include "chars.h"
#include "check.h"
#include "words.h"

/* Those longer than a character. */
static bool in_words(const struct gbx_value *v)
{
	static const char *const words[] = {
	    "male",       "female",    "man",       "woman",     "boy",        "girl",
	    "men",        "women",     "trans",     "other",     "non-binary", "nonbinary",
	    "non binary", "diverse",   "divers",    "intersex",  "男性",       "女性",
	    "男子",       "女子",      "先生",      "女士",      "小姐",       "其他",
	    "男の子",     "女の子",    "hombre",    "mujer",     "masculino",  "femenino",
	    "feminino",   "homem",     "mulher",    "masc",      "fem",        "varón",
	    "varon",      "hembra",    "macho",     "otro",      "outro",      "homme",
	    "femme",      "masculin",  "féminin",   "feminin",   "autre",      "männlich",
	    "maennlich",  "weiblich",  "mann",      "frau",      "herr",       "м",
	    "ж",          "М",         "Ж",         "муж",       "жен",        "Муж",
	    "Жен",        "муж.",      "жен.",      "мужской",   "женский",    "Мужской",
	    "Женский",    "мужчина",   "женщина",   "Мужчина",   "Женщина",    "ذكر",
	    "أنثى",       "انثى",      "पुरुष",       "महिला",     "स्त्री",       "erkek",
	    "kadın",      "kadin",     "bay",       "bayan",     "남성",       "여성",
	    "남자",       "여자",      "maschio",   "femmina",   "uomo",       "donna",
	    "nam",        "nữ",        "laki-laki", "perempuan", "pria",       "wanita",
	    "kobieta",    "mężczyzna", "vrouw",     "muž",       "žena",       "чоловік",
	    "жінка",      "ชาย",       "หญิง",      "mannlich",  "férfi",      "nő",
	    "kvinna",     "kvinne",    "kvinde",    "mand",      "mies",       "nainen",
	    "άνδρας",     "γυναίκα",   "άρρεν",     "θήλυ",      "ανδρασ",     "γυναικα",
	    "זכר",        "נקבה",      "مرد",       "زن",        "мъж",        "жена",
	    "vyras",      "moteris",   "vīrietis",  "sieviete",  "mees",       "naine",
	    "moški",      "ženska",    "muški",     "ženski",    "muško",      "žensko",
	    "bărbat",     "femeie",    "ч",         "Ч",          "жін",
	    "чол",        "ferfi",     "mezczyzna", "zena",       "muz",
	};
	char text[24];
	size_t n;

	if (v->n > 21)
		return false;
	if (gbx_word_in(v, words, GBX_COUNT(words)) || !(v->cls & GBX_C_HIGH))
		return gbx_word_in(v, words, GBX_COUNT(words));
	n = gbx_fold(v->p, v->n, text, sizeof(text)); /* MÄNNLICH, МУЖСКОЙ */
	return n && gbx_word_in(&(struct gbx_value){(const unsigned char *)text, (uint32_t)n, v->cls},
	                        words, GBX_COUNT(words));
}

/* Letters and digits that are codes by themselves: bit 1 is A, bit 32 is 0. */
#define LETTER(c) (UINT64_C(1) << ((c) - 'a' + 1))
#define DIGIT(c) (UINT64_C(1) << (32 + (c) - '0'))

bool gbx_is_gender(const struct gbx_value *v)
{
	static const uint64_t codes = LETTER('m') | LETTER('f') | LETTER('w') | LETTER('h') |
	                              LETTER('x') | LETTER('d') | LETTER('k') | LETTER('e') |
	                              LETTER('u') | LETTER('v') | DIGIT('0') | DIGIT('1') | DIGIT('2') |
	                              DIGIT('9');
	unsigned char c = v->p[0];

	if (v->n == 1)
		return (gbx_isalpha(c) || gbx_isdigit(c)) &&
		       codes >> (gbx_isdigit(c) ? 32 + (c & 15) : c & 31) & 1;
	if (v->n == 3 && c >= 0xe0) /* one character of Chinese or Korean */
		return memcmp(v->p, "男", 3) == 0 || memcmp(v->p, "女", 3) == 0 ||
		       memcmp(v->p, "남", 3) == 0 || memcmp(v->p, "여", 3) == 0;
	return in_words(v);
}
