/*
 * Part three of the reference case: case_data_index.json, and the narratives that
 * other shapes use too.
 */
#include "police.h"
#include "words.h"

enum { AJBH, AJLB, SLSJ, FASJ, BJRXM, BJRDH, FADD, JYAQ, AJZT, FIELDS };

static const struct synth_field fields[FIELDS] = {
	[AJBH] = SYNTH_F("AJBH", IDENTIFIER, true), [AJLB] = SYNTH_F("AJLB", CRIMINAL, false),
	[SLSJ] = SYNTH_F("SLSJ", TIMESTAMP, true),  [FASJ] = SYNTH_F("FASJ", TIMESTAMP, true),
	[BJRXM] = SYNTH_F("BJRXM", NAME, true),	    [BJRDH] = SYNTH_F("BJRDH", PHONE, true),
	[FADD] = SYNTH_F("FADD", ADDRESS, true),    [JYAQ] = SYNTH_F("JYAQ", TEXT, false),
	[AJZT] = SYNTH_F("AJZT", CATEGORY, false),
};

static const char *const events[] = {
	"报警人称其停放在楼下的电动自行车被人推走，车锁遭到破坏。",
	"报警人称接到自称客服的陌生来电，按对方要求转账后发现被骗。",
	"双方因停车问题发生口角，继而互相推搡，其中一人面部受轻微伤。",
	"报警人称回家后发现门窗被撬，屋内抽屉被翻动，现金和首饰不见。",
	"群众举报有人聚众打麻将赌博，民警到场后现场查获筹码若干。",
	"报警人称家中老人外出后未归，手机无法接通，请求协助查找。",
	"一辆白色小型轿车与电动三轮车发生碰撞，三轮车驾驶人倒地。",
	"报警人称邻居长期深夜制造噪音，多次沟通无效，今日再次发生争吵。",
	"报警人称在网上购买二手手机，付款后卖家将其拉黑。",
	"工地负责人称仓库内电缆被剪断盗走，监控拍到两名男子。",
};

static const char *const outcomes[] = {
	"民警到场后对双方进行了询问并制作笔录。",
	"经现场勘查，提取指纹两枚，已送检。",
	"经调解，双方自愿达成协议，不再追究。",
	"现场监控已调取，案件正在进一步侦查中。",
	"嫌疑人身着深色外套，年龄约三十岁，操外地口音。",
	"伤者已送往医院治疗，无生命危险。",
	"目前已立案侦查，相关物品已依法扣押。",
	"报警人表示后续如有线索将主动与派出所联系。",
};

static void put_loss(struct synth_record *r, struct synth_rng *g)
{
	synth_puts(r, "损失约");
	synth_putu(r, (1 + synth_below(g, 400)) * 50, 1);
	synth_puts(r, "元。");
}

/* Somebody else with an id; one in ten ids has a wrong check character. */
static void put_suspect(struct synth_record *r, struct synth_rng *g)
{
	struct synth_person other;
	bool wrong = synth_below(g, 10) == 0;

	synth_person_make(&other, synth_next(g), 0);
	if (wrong)
		other.id[17] = other.id[17] == 'X' ? '5' : 'X';
	else
		r->found |= UINT64_C(1) << SYNTH_T_ID_CN;
	synth_puts(r, "嫌疑人");
	synth_put_name(r, &other);
	synth_puts(r, other.male ? "，男，身份证号" : "，女，身份证号");
	synth_put(r, other.id, sizeof(other.id));
	synth_puts(r, "。");
}

static void put_witness(struct synth_record *r, struct synth_rng *g)
{
	char mobile[11];

	synth_mobile_make(mobile, g);
	synth_puts(r, "证人");
	SYNTH_PUT_ONE(r, g, synth_surnames);
	synth_puts(r, "某，联系电话");
	synth_put(r, mobile, sizeof(mobile));
	synth_puts(r, "。");
	r->found |= UINT64_C(1) << SYNTH_T_PHONE;
}

static void put_mail(struct synth_record *r, struct synth_rng *g)
{
	uint32_t number = synth_below(g, 1000);

	synth_puts(r, "对方使用的邮箱为 ");
	synth_put_email(r, g, number);
	synth_puts(r, " 。");
	r->found |= UINT64_C(1) << SYNTH_T_EMAIL;
}

static void put_nickname(struct synth_record *r, struct synth_rng *g)
{
	synth_puts(r, "在场人员绰号\"老");
	SYNTH_PUT_ONE(r, g, synth_surnames);
	synth_puts(r, synth_below(g, 4) ? "\"，身份待查。" : "\"");
}

#define SENTENCE(g, table) ((table)[synth_below(g, sizeof(table) / sizeof((table)[0]))])

void synth_put_narrative(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
			 const struct synth_word *offence, int64_t when, unsigned sentences)
{
	synth_put_moment_cn(r, when);
	synth_puts(r, "，");
	synth_put_name(r, p);
	if (synth_below(g, 3) == 0) {
		synth_puts(r, "（身份证号");
		synth_put(r, p->id, sizeof(p->id));
		synth_puts(r, "）");
		r->found |= UINT64_C(1) << SYNTH_T_ID_CN;
	}
	synth_puts(r, "报警称在");
	synth_put_street_cn(r, g);
	synth_puts(r, "附近发生");
	synth_putw(r, offence);
	synth_puts(r, "。");
	synth_puts(r, SENTENCE(g, events));
	if (synth_below(g, 2))
		put_loss(r, g);
	if (synth_below(g, 4) == 0)
		put_suspect(r, g);
	if (synth_below(g, 3) == 0)
		put_witness(r, g);
	if (synth_below(g, 50) == 0)
		put_mail(r, g);
	if (synth_below(g, 50) == 0)
		synth_puts(r, "\n");
	while (sentences--)
		synth_puts(r, SENTENCE(g, outcomes));
	if (synth_quote_here(r, g))
		put_nickname(r, g);
}

static void set_case_number(struct synth_record *r, struct synth_rng *g, int64_t when, uint64_t i)
{
	synth_begin(r);
	synth_puts(r, "A999");
	synth_putu(r, synth_below(g, 1000), 3);
	synth_putu(r, (uint64_t)(1970 + when / 31556952), 4);
	synth_putu(r, i, 7);
	synth_end(r, AJBH, SYNTH_STRING, SYNTH_VALID);
}

static void set_moment(struct synth_record *r, unsigned f, struct synth_rng *g, int64_t when)
{
	bool wrong = synth_ppm(g, 1000);

	if (synth_gap(r, f, g, &synth_gaps_usual))
		return;
	synth_begin(r);
	if (wrong)
		synth_puts(r, "2013-13-45 25:61:00");
	else
		synth_put_moment(r, when);
	synth_end(r, f, SYNTH_STRING, wrong ? SYNTH_INVALID : SYNTH_VALID);
}

static void body(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		 uint64_t i)
{
	const struct synth_word *offence = SYNTH_PICK(g, synth_offences);
	int64_t taken = synth_moment(g, 1995, 2019);
	int64_t done = taken - 60 * (int64_t)(5 + synth_below(g, 3000));

	if (done < INT64_C(788918400)) /* 1995-01-01 */
		done = taken;
	set_case_number(r, g, taken, i);
	if (!synth_gap(r, AJLB, g, &synth_gaps_usual))
		synth_set_word(r, AJLB, offence);
	set_moment(r, SLSJ, g, taken);
	set_moment(r, FASJ, g, done);
	if (!synth_gap(r, BJRXM, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_name(r, p);
		synth_end(r, BJRXM, SYNTH_STRING, SYNTH_VALID);
	}
	synth_set_mobile(r, BJRDH, g, p->mobile);
	if (!synth_gap(r, FADD, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_address_cn(r, g);
		synth_end(r, FADD, SYNTH_STRING, SYNTH_VALID);
	}
	if (!synth_gap(r, JYAQ, g, &synth_gaps_key)) {
		synth_begin(r);
		synth_put_narrative(r, g, p, offence, done, 1 + synth_below(g, 3));
		synth_end(r, JYAQ, SYNTH_STRING, SYNTH_VALID);
	}
	if (!synth_gap(r, AJZT, g, &synth_gaps_usual))
		synth_set_word(r, AJZT, SYNTH_PICK(g, synth_case_states));
}

const struct synth_part synth_part_case = {
	"case_data_index.json",
	{ "nb_theme_address_case_dwd", fields, FIELDS },
	body,
};
