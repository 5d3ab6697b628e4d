/*
 * Words and codes for gender: ISO/IEC 5218 digits, initials, and the words of the
 * languages dumps come in. Weak: a column of 0 and 1 needs its header.
 */
#include "chars.h"
#include "check.h"

bool gbx_is_gender(const struct gbx_value *v)
{
	static const char *const words[] = {
	    "m",         "f",          "0",         "1",         "2",        "9",
	    "w",         "h",          "x",         "d",         "k",        "e",
	    "u",         "male",       "female",    "man",       "woman",    "boy",
	    "girl",      "men",        "women",     "trans",     "other",    "non-binary",
	    "nonbinary", "non binary", "diverse",   "divers",    "intersex", "男",
	    "女",        "男性",       "女性",      "男子",      "女子",     "先生",
	    "女士",      "小姐",       "其他",      "男の子",    "女の子",   "hombre",
	    "mujer",     "masculino",  "femenino",  "feminino",  "homem",    "mulher",
	    "masc",      "fem",        "varón",     "varon",     "hembra",   "macho",
	    "otro",      "outro",      "homme",     "femme",     "masculin", "féminin",
	    "feminin",   "autre",      "männlich",  "maennlich", "weiblich", "mann",
	    "frau",      "herr",       "м",         "ж",         "М",        "Ж",
	    "муж",       "жен",        "Муж",       "Жен",       "муж.",     "жен.",
	    "мужской",   "женский",    "Мужской",   "Женский",   "мужчина",  "женщина",
	    "Мужчина",   "Женщина",    "ذكر",       "أنثى",      "انثى",     "पुरुष",
	    "महिला",     "स्त्री",       "erkek",     "kadın",     "kadin",    "bay",
	    "bayan",     "남",         "여",        "남성",      "여성",     "남자",
	    "여자",      "maschio",    "femmina",   "uomo",      "donna",    "nam",
	    "nữ",        "laki-laki",  "perempuan", "pria",      "wanita",   "kobieta",
	    "mężczyzna", "vrouw",      "muž",       "žena",      "чоловік",  "жінка",
	    "ชาย",       "หญิง",
	};
	return v->n <= 21 && gbx_word_in(v, words, GBX_COUNT(words));
}
