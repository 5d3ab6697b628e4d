/*
 * Tables login_log, orders and users of the mysqldump shape.
 */
#include "dump.h"
#include "words.h"

#define END(r, f) synth_end(r, f, SYNTH_STRING, SYNTH_VALID)

static void set_number(struct synth_record *r, unsigned f, uint64_t v)
{
	synth_begin(r);
	synth_putu(r, v, 1);
	synth_end(r, f, SYNTH_NUMBER, SYNTH_VALID);
}

static void set_moment(struct synth_record *r, unsigned f, struct synth_rng *g)
{
	synth_begin(r);
	synth_put_moment(r, synth_moment(g, 2012, 2021));
	END(r, f);
}

static void set_ip(struct synth_record *r, unsigned f, struct synth_rng *g)
{
	synth_begin(r);
	synth_put_ip(r, g);
	END(r, f);
}

/* ---- login_log ---- */

enum { LOG_ID, LOG_USER, LOG_IP, LOG_AGENT, LOG_TIME, LOG_FIELDS };

static const struct synth_field log_fields[LOG_FIELDS] = {
	[LOG_ID] = SYNTH_F("id", IDENTIFIER, false),
	[LOG_USER] = SYNTH_F("user_id", IDENTIFIER, false),
	[LOG_IP] = SYNTH_F("ip", IP, true),
	[LOG_AGENT] = SYNTH_F("user_agent", USER_AGENT, true),
	[LOG_TIME] = SYNTH_F("created_at", TIMESTAMP, true),
};

static const char *const log_columns[] = {
	"  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,",
	"  `user_id` int(10) unsigned NOT NULL,",
	"  `ip` varchar(45) NOT NULL,",
	"  `user_agent` varchar(255) DEFAULT NULL,",
	"  `created_at` datetime NOT NULL,",
	"  PRIMARY KEY (`id`),",
	"  KEY `user_id` (`user_id`)",
	NULL,
};

static void put_agent(struct synth_record *r, struct synth_rng *g)
{
	static const char *const platform[] = { "Windows NT 10.0; Win64; x64",
						"Macintosh; Intel Mac OS X 10_15_7",
						"X11; Linux x86_64",
						"Linux; Android 11; Pixel 4a" };
	uint32_t engine = 60 + synth_below(g, 50), build = synth_below(g, 5000);

	synth_puts(r, "Mozilla/5.0 (");
	synth_puts(r, platform[synth_below(g, 4)]);
	synth_puts(r, ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/");
	synth_putu(r, engine, 1);
	synth_puts(r, ".0.");
	synth_putu(r, build, 1);
	synth_puts(r, ".");
	synth_putu(r, synth_below(g, 200), 1);
	synth_puts(r, " Safari/537.36");
}

static void make_log(struct synth_record *r, struct synth_rng *g, uint64_t seed, uint64_t i)
{
	(void)seed;
	set_number(r, LOG_ID, i + 1);
	set_number(r, LOG_USER, 1 + synth_below(g, 900000));
	set_ip(r, LOG_IP, g);
	if (!synth_gap(r, LOG_AGENT, g, &synth_gaps_usual)) {
		synth_begin(r);
		put_agent(r, g);
		END(r, LOG_AGENT);
	}
	set_moment(r, LOG_TIME, g);
}

/* ---- orders ---- */

enum {
	ORD_ID,
	ORD_USER,
	ORD_AMOUNT,
	ORD_STATUS,
	ORD_RECEIVER,
	ORD_PHONE,
	ORD_ADDRESS,
	ORD_NOTE,
	ORD_TIME,
	ORD_FIELDS
};

static const struct synth_field order_fields[ORD_FIELDS] = {
	[ORD_ID] = SYNTH_F("id", IDENTIFIER, false),
	[ORD_USER] = SYNTH_F("user_id", IDENTIFIER, false),
	[ORD_AMOUNT] = SYNTH_F("amount", MONEY, false),
	[ORD_STATUS] = SYNTH_F("status", CATEGORY, false),
	[ORD_RECEIVER] = SYNTH_F("receiver_name", NAME, true),
	[ORD_PHONE] = SYNTH_F("phone", PHONE, true),
	[ORD_ADDRESS] = SYNTH_F("address", ADDRESS, true),
	[ORD_NOTE] = SYNTH_F("note", TEXT, true),
	[ORD_TIME] = SYNTH_F("created_at", TIMESTAMP, true),
};

static const char *const order_columns[] = {
	"  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,",
	"  `user_id` int(10) unsigned NOT NULL,",
	"  `amount` decimal(10,2) NOT NULL,",
	"  `status` varchar(16) NOT NULL,",
	"  `receiver_name` varchar(64) NOT NULL,",
	"  `phone` varchar(32) DEFAULT NULL,",
	"  `address` varchar(255) DEFAULT NULL,",
	"  `note` text,",
	"  `created_at` datetime NOT NULL,",
	"  PRIMARY KEY (`id`)",
	NULL,
};

static void make_note(struct synth_record *r, struct synth_rng *g)
{
	static const char *const note[] = {
		"Please don't ring the bell; leave it with the neighbour.",
		"送到后请放门口，不要按门铃。", "Call me when you're downstairs.\nThanks!",
		"Gift wrap, card says \"for you\".", "周末不收货，工作日下午送。"
	};
	char mobile[11];

	if (synth_ppm(g, 600000))
		return;
	synth_begin(r);
	synth_puts(r, note[synth_below(g, sizeof(note) / sizeof(note[0]))]);
	if (synth_below(g, 8) == 0) {
		synth_mobile_make(mobile, g);
		synth_puts(r, " 电话：");
		synth_put(r, mobile, sizeof(mobile));
		r->found |= UINT64_C(1) << SYNTH_T_PHONE;
	}
	END(r, ORD_NOTE);
}

static void make_order(struct synth_record *r, struct synth_rng *g, uint64_t seed, uint64_t i)
{
	static const char *const status[] = { "paid", "shipped", "done", "refunded" };
	uint32_t user = 1 + synth_below(g, 900000), cents = 500 + synth_below(g, 200000);
	struct synth_person p;

	synth_person_make(&p, seed, user);
	set_number(r, ORD_ID, i + 100001);
	set_number(r, ORD_USER, user);
	synth_begin(r);
	synth_putu(r, cents / 100, 1);
	synth_puts(r, ".");
	synth_putu(r, cents % 100, 2);
	synth_end(r, ORD_AMOUNT, SYNTH_NUMBER, SYNTH_VALID);
	synth_begin(r);
	synth_puts(r, status[synth_below(g, 4)]);
	END(r, ORD_STATUS);
	synth_begin(r);
	synth_put_name(r, &p);
	END(r, ORD_RECEIVER);
	if (!synth_gap(r, ORD_PHONE, g, &synth_gaps_usual))
		synth_set(r, ORD_PHONE, p.mobile, sizeof(p.mobile));
	if (!synth_gap(r, ORD_ADDRESS, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_address_cn(r, &p.home);
		END(r, ORD_ADDRESS);
	}
	make_note(r, g);
	set_moment(r, ORD_TIME, g);
}

/* ---- users ---- */

enum {
	USR_ID,
	USR_NAME,
	USR_EMAIL,
	USR_PHONE,
	USR_PASSWORD,
	USR_REAL_NAME,
	USR_ID_CARD,
	USR_BIRTH,
	USR_GENDER,
	USR_ADDRESS,
	USR_IP,
	USR_TIME,
	USR_FIELDS
};

static const struct synth_field user_fields[USR_FIELDS] = {
	[USR_ID] = SYNTH_F("id", IDENTIFIER, false),
	[USR_NAME] = SYNTH_F("username", USERNAME, true),
	[USR_EMAIL] = SYNTH_F("email", EMAIL, true),
	[USR_PHONE] = SYNTH_F("phone", PHONE, true),
	[USR_PASSWORD] = SYNTH_F("password", BCRYPT, true),
	[USR_REAL_NAME] = SYNTH_F("real_name", NAME, true),
	[USR_ID_CARD] = SYNTH_F("id_card", ID_CN, true),
	[USR_BIRTH] = SYNTH_F("birthday", BIRTH_DATE, true),
	[USR_GENDER] = SYNTH_F("gender", GENDER, true),
	[USR_ADDRESS] = SYNTH_F("address", ADDRESS, true),
	[USR_IP] = SYNTH_F("reg_ip", IP, true),
	[USR_TIME] = SYNTH_F("created_at", TIMESTAMP, true),
};

static const char *const user_columns[] = {
	"  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,",
	"  `username` varchar(64) NOT NULL,",
	"  `email` varchar(128) DEFAULT NULL,",
	"  `phone` varchar(32) DEFAULT NULL,",
	"  `password` char(60) NOT NULL,",
	"  `real_name` varchar(64) DEFAULT NULL,",
	"  `id_card` varchar(18) DEFAULT NULL,",
	"  `birthday` date DEFAULT NULL,",
	"  `gender` enum('M','F') DEFAULT NULL,",
	"  `address` varchar(255) DEFAULT NULL,",
	"  `reg_ip` varchar(45) NOT NULL,",
	"  `created_at` datetime NOT NULL,",
	"  PRIMARY KEY (`id`),",
	"  UNIQUE KEY `username` (`username`)",
	NULL,
};

static void make_account(struct synth_record *r, struct synth_rng *g, uint64_t i)
{
	synth_begin(r);
	synth_put_account(r, g, i + 1);
	END(r, USR_NAME);
	if (!synth_gap(r, USR_EMAIL, g, &synth_gaps_usual)) {
		uint32_t number = synth_below(g, 1000000);
		synth_begin(r);
		synth_put_email(r, g, number);
		END(r, USR_EMAIL);
	}
	synth_begin(r);
	synth_puts(r, "$2y$10$");
	synth_put_base64(r, g, 53, synth_set_bcrypt);
	END(r, USR_PASSWORD);
}

static void make_person(struct synth_record *r, struct synth_rng *g, struct synth_person *p)
{
	if (!synth_gap(r, USR_PHONE, g, &synth_gaps_usual))
		synth_set(r, USR_PHONE, p->mobile, sizeof(p->mobile));
	if (!synth_gap(r, USR_REAL_NAME, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_name(r, p);
		END(r, USR_REAL_NAME);
	}
	if (!synth_gap(r, USR_ID_CARD, g, &synth_gaps_usual))
		synth_set(r, USR_ID_CARD, p->id, sizeof(p->id));
	if (!synth_ppm(g, 30000)) {
		synth_begin(r);
		synth_put_date(r, p->birth);
		END(r, USR_BIRTH);
	}
	synth_set(r, USR_GENDER, p->male ? "M" : "F", 1);
	if (!synth_gap(r, USR_ADDRESS, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_address_cn(r, &p->home);
		END(r, USR_ADDRESS);
	}
}

static void make_user(struct synth_record *r, struct synth_rng *g, uint64_t seed, uint64_t i)
{
	struct synth_person p;

	synth_person_make(&p, seed, i + 1);
	set_number(r, USR_ID, i + 1);
	make_account(r, g, i);
	make_person(r, g, &p);
	set_ip(r, USR_IP, g);
	set_moment(r, USR_TIME, g);
}

const struct synth_table synth_dump_tables[SYNTH_DUMP_TABLES] = {
	{ "login_log", log_fields, LOG_FIELDS, log_columns, 110, 15, make_log },
	{ "orders", order_fields, ORD_FIELDS, order_columns, 111, 45, make_order },
	{ "users", user_fields, USR_FIELDS, user_columns, 112, 100, make_user },
};
