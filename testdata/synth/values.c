/*
 * Persons, identity numbers, mobiles, accounts and the like; see values.h for
 * why none of them can be anybody's.
 */
#include "values.h"

#include "words.h"

const char synth_set_url[65] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const char synth_set_bcrypt[65] =
	"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static void digits(char *out, uint64_t v, unsigned n)
{
	while (n--) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

char synth_id_check(const char d[17])
{
	static const uint8_t weight[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	unsigned sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (unsigned)(d[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

void synth_id_make(char out[18], struct synth_rng *g, struct synth_date birth, bool male)
{
	uint64_t z = synth_next(g);

	digits(out, 999000 + z % 1000, 6);
	digits(out + 6, birth.y, 4);
	digits(out + 10, birth.m, 2);
	digits(out + 12, birth.d, 2);
	digits(out + 14, ((z >> 32) % 500) * 2 + male, 3);
	out[17] = synth_id_check(out);
}

void synth_mobile_make(char out[11], struct synth_rng *g)
{
	memcpy(out, SYNTH_PICK(g, synth_mobile_prefixes)->s, 3);
	digits(out + 3, synth_below(g, 100000000), 8);
}

void synth_person_make(struct synth_person *p, uint64_t seed, uint64_t number)
{
	struct synth_rng g = synth_rng_of(seed, 1, number);

	p->male = synth_below(&g, 1000) < 512;
	p->birth = synth_date_make(&g, 1928, 2015);
	if (p->birth.y == 1970 && p->birth.m == 1 && p->birth.d == 1)
		p->birth.d = 2; /* 1970-01-01 is what an empty date becomes */
	if (p->birth.y == 1969 && p->birth.m == 12 && p->birth.d == 31)
		p->birth.d = 30; /* the same, west of Greenwich */
	p->surname = SYNTH_PICK(&g, synth_surnames);
	p->given[0] = SYNTH_PICK(&g, synth_given);
	p->given[1] = synth_below(&g, 100) < 84 ? SYNTH_PICK(&g, synth_given) : NULL;
	synth_id_make(p->id, &g, p->birth, p->male);
	synth_mobile_make(p->mobile, &g);
	p->home = synth_rng_of(seed, 2, number);
}

void synth_put_name(struct synth_record *r, const struct synth_person *p)
{
	synth_putw(r, p->surname);
	synth_putw(r, p->given[0]);
	if (p->given[1])
		synth_putw(r, p->given[1]);
}

void synth_put_phone_us(struct synth_record *r, struct synth_rng *g)
{
	synth_puts(r, "+1-");
	synth_putu(r, 201 + synth_below(g, 700), 3);
	synth_puts(r, "-555-01");
	synth_putu(r, synth_below(g, 100), 2);
}

void synth_put_account(struct synth_record *r, struct synth_rng *g, uint64_t number)
{
	static const char *const syllable[] = { "an",  "bei", "chu", "da",  "er",  "fen",
						"gao", "hua", "in",  "jo",  "ka",  "lin",
						"mo",  "nor", "oda", "pei", "ri",  "sol",
						"tam", "ve",  "wen", "xia", "yun", "zo" };

	for (unsigned i = 2 + synth_below(g, 2); i; i--)
		synth_puts(r, syllable[synth_below(g, sizeof(syllable) / sizeof(*syllable))]);
	if (synth_below(g, 4) == 0)
		synth_puts(r, synth_below(g, 2) ? "." : "_");
	synth_putu(r, number, 1);
}

void synth_put_email(struct synth_record *r, struct synth_rng *g, uint64_t number)
{
	synth_put_account(r, g, number);
	synth_puts(r, "@");
	SYNTH_PUT_ONE(r, g, synth_domains);
}

void synth_put_ip(struct synth_record *r, struct synth_rng *g)
{
	static const char *const net[] = { "192.0.2.", "198.51.100.", "203.0.113." };
	uint32_t k = synth_below(g, 64);

	if (k < 3) {
		synth_puts(r, net[k]);
	} else {
		synth_puts(r, synth_below(g, 2) ? "198.18." : "198.19.");
		synth_putu(r, synth_below(g, 256), 1);
		synth_puts(r, ".");
	}
	synth_putu(r, synth_below(g, 256), 1);
}

void synth_put_hex(struct synth_record *r, struct synth_rng *g, unsigned n)
{
	char out[64];
	uint64_t z = 0;

	for (unsigned i = 0; i < n && i < sizeof(out); i++) {
		if (i % 16 == 0)
			z = synth_next(g);
		out[i] = "0123456789abcdef"[z & 15];
		z >>= 4;
	}
	synth_put(r, out, n < sizeof(out) ? n : sizeof(out));
}

void synth_put_base64(struct synth_record *r, struct synth_rng *g, unsigned n, const char set[64])
{
	char out[64];
	uint64_t z = 0;

	for (unsigned i = 0; i < n && i < sizeof(out); i++) {
		if (i % 10 == 0)
			z = synth_next(g);
		out[i] = set[z & 63];
		z >>= 6;
	}
	synth_put(r, out, n < sizeof(out) ? n : sizeof(out));
}
