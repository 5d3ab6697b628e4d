/*
 * The lists behind words.h. A word listed several times comes up that much more often.
 */
#include "words.h"

/* clang-format off */
#define W(x) { sizeof(x) - 1, x }
/* clang-format on */

const struct synth_word synth_placeholders[4] = {
	W("N/A"),
	W("-"),
	W("null"),
	W("无"),
};

const struct synth_word synth_surnames[104] = {
	W("王"), W("李"),   W("张"),   W("刘"),	  W("陈"),   W("杨"), W("黄"), W("赵"), W("吴"),
	W("周"), W("徐"),   W("孙"),   W("马"),	  W("朱"),   W("胡"), W("郭"), W("何"), W("高"),
	W("林"), W("罗"),   W("郑"),   W("梁"),	  W("谢"),   W("宋"), W("唐"), W("许"), W("韩"),
	W("冯"), W("邓"),   W("曹"),   W("彭"),	  W("曾"),   W("肖"), W("田"), W("董"), W("袁"),
	W("潘"), W("于"),   W("蒋"),   W("蔡"),	  W("余"),   W("杜"), W("叶"), W("程"), W("苏"),
	W("魏"), W("吕"),   W("丁"),   W("任"),	  W("沈"),   W("姚"), W("卢"), W("姜"), W("崔"),
	W("钟"), W("谭"),   W("陆"),   W("汪"),	  W("范"),   W("金"), W("石"), W("廖"), W("贾"),
	W("夏"), W("韦"),   W("付"),   W("方"),	  W("白"),   W("邹"), W("孟"), W("熊"), W("秦"),
	W("邱"), W("江"),   W("尹"),   W("薛"),	  W("闫"),   W("段"), W("雷"), W("侯"), W("龙"),
	W("史"), W("陶"),   W("黎"),   W("贺"),	  W("顾"),   W("毛"), W("郝"), W("龚"), W("邵"),
	W("万"), W("钱"),   W("严"),   W("覃"),	  W("武"),   W("戴"), W("莫"), W("孔"), W("向"),
	W("汤"), W("欧阳"), W("上官"), W("司马"), W("诸葛"),
};

const struct synth_word synth_given[123] = {
	W("伟"), W("芳"), W("娜"), W("敏"), W("静"), W("丽"), W("强"), W("磊"), W("军"), W("洋"),
	W("勇"), W("艳"), W("杰"), W("娟"), W("涛"), W("明"), W("超"), W("秀"), W("霞"), W("平"),
	W("刚"), W("桂"), W("英"), W("华"), W("建"), W("国"), W("志"), W("文"), W("玉"), W("兰"),
	W("红"), W("梅"), W("春"), W("海"), W("燕"), W("鹏"), W("飞"), W("宇"), W("浩"), W("然"),
	W("子"), W("涵"), W("欣"), W("怡"), W("梓"), W("轩"), W("雨"), W("泽"), W("嘉"), W("俊"),
	W("晨"), W("阳"), W("思"), W("佳"), W("慧"), W("琳"), W("婷"), W("雪"), W("颖"), W("倩"),
	W("博"), W("凯"), W("鑫"), W("旭"), W("林"), W("峰"), W("龙"), W("波"), W("斌"), W("辉"),
	W("亮"), W("健"), W("宁"), W("晓"), W("东"), W("荣"), W("福"), W("生"), W("金"), W("凤"),
	W("云"), W("莲"), W("珍"), W("贞"), W("素"), W("淑"), W("惠"), W("珠"), W("翠"), W("雅"),
	W("芝"), W("萍"), W("月"), W("彩"), W("菊"), W("清"), W("美"), W("娥"), W("丹"), W("凡"),
	W("瑞"), W("永"), W("德"), W("庆"), W("成"), W("康"), W("忠"), W("义"), W("兴"), W("良"),
	W("山"), W("仁"), W("宏"), W("诚"), W("信"), W("顺"), W("学"), W("祥"), W("才"), W("发"),
	W("武"), W("新"), W("利"),
};

const struct synth_word synth_latin_given[50] = {
	W("Alba"),   W("Anders"),  W("Anouk"), W("Arlo"),   W("Bea"),	 W("Bjorn"),   W("Carla"),
	W("Cyril"),  W("Dana"),	   W("Dario"), W("Edda"),   W("Elio"),	 W("Enya"),    W("Fabian"),
	W("Fenna"),  W("Gideon"),  W("Greta"), W("Hanno"),  W("Ilsa"),	 W("Ivo"),     W("Jana"),
	W("Jarek"),  W("Jonas"),   W("Kaia"),  W("Kilian"), W("Lara"),	 W("Lennart"), W("Livia"),
	W("Magnus"), W("Marta"),   W("Milan"), W("Nadia"),  W("Nils"),	 W("Odette"),  W("Oskar"),
	W("Petra"),  W("Quentin"), W("Ramon"), W("Rhea"),   W("Sander"), W("Selma"),   W("Tamsin"),
	W("Theo"),   W("Ulla"),	   W("Viggo"), W("Wanda"),  W("Xenia"),	 W("Yannick"), W("Yvaine"),
	W("Zeno"),
};

const struct synth_word synth_latin_family[45] = {
	W("Abendroth"),	 W("Ashgrove"),	 W("Barlowe"),	 W("Birkeland"), W("Castellan"),
	W("Corvane"),	 W("Dahlgrund"), W("Delacort"),	 W("Eastmere"),	 W("Eldergate"),
	W("Falkner"),	 W("Fenwick"),	 W("Garrowby"),	 W("Grimshaw"),	 W("Hallorant"),
	W("Hartwell"),	 W("Inglewood"), W("Jesperton"), W("Kestrel"),	 W("Kirkbride"),
	W("Langmoor"),	 W("Larkspur"),	 W("Merriden"),	 W("Mossgrave"), W("Nightley"),
	W("Northam"),	 W("Oakhurst"),	 W("Orlanti"),	 W("Pellworth"), W("Quillon"),
	W("Ravensby"),	 W("Redfern"),	 W("Silverton"), W("Stormont"),	 W("Tannenby"),
	W("Thornfield"), W("Underhay"),	 W("Valmont"),	 W("Westerby"),	 W("Whitlock"),
	W("Wyndale"),	 W("Yarrow"),	 W("Zellweg"),	 W("O'Brannoc"), W("D'Arvella"),
};

const struct synth_word synth_provinces[16] = {
	W("岚泽省"), W("云渊省"),   W("青朔省"),   W("霁川省"),	  W("珩南省"),	 W("翊北省"),
	W("溟东省"), W("苍梧西省"), W("栾河口省"), W("峤南省"),	  W("澜沧北省"), W("曜山省"),
	W("璟湖省"), W("棠北省"),   W("泠江省"),   W("砚山东省"),
};

const struct synth_word synth_syllables[24] = {
	W("岚"), W("渊"), W("朔"), W("泠"), W("翊"), W("珩"), W("霁"), W("栾"),
	W("蓼"), W("峤"), W("昱"), W("筠"), W("湄"), W("砚"), W("溟"), W("曜"),
	W("棠"), W("璟"), W("蔺"), W("皋"), W("泓"), W("翎"), W("黛"), W("榭"),
};

const struct synth_word synth_districts[12] = {
	W("望湖区"), W("新泽区"), W("石桥区"), W("东屏区"),   W("南渡区"), W("北麓区"),
	W("云门区"), W("古柳区"), W("雁洲县"), W("竹溪口县"), W("双枫县"), W("平野县"),
};

const struct synth_word synth_roads[26] = {
	W("松风路"),   W("竹影街"),   W("望月大道"), W("长虹北路"), W("清溪路"),     W("石榴巷"),
	W("学府东路"), W("滨河大道"), W("梧桐街"),   W("晨光路"),   W("工人新村路"), W("解放二路"),
	W("听雨巷"),   W("荷塘街"),   W("青年路"),   W("银杏大道"), W("驿站路"),     W("朝晖街"),
	W("铁匠巷"),   W("书院路"),   W("渡口街"),   W("凤鸣路"),   W("白鹭街"),     W("麦田路"),
	W("星海大道"), W("和顺街"),
};

const struct synth_word synth_estates[15] = {
	W("翠湖花园"), W("枫林小区"), W("锦绣家园"), W("阳光里"), W("新月苑"),
	W("百合公寓"), W("听涛居"),   W("金桥小区"), W("梧桐苑"), W("春晓园"),
	W("四季城"),   W("云顶家园"), W("田园小区"), W("紫藤园"), W("御景台"),
};

const struct synth_word synth_towns[10] = {
	W("青石镇"), W("双河镇"), W("白塘乡"), W("东岭街道"), W("柳桥街道"),
	W("沙湾镇"), W("古渡镇"), W("新田乡"), W("石门街道"), W("枣园镇"),
};

const struct synth_word synth_jobs[20] = {
	W("农民"), W("工人"),	  W("教师"),   W("司机"),     W("个体经营"), W("护士"),	  W("会计"),
	W("厨师"), W("保安"),	  W("快递员"), W("销售员"),   W("程序员"),   W("医生"),	  W("学生"),
	W("无业"), W("退休人员"), W("电工"),   W("建筑工人"), W("公务员"),   W("理发师"),
};

const struct synth_word synth_ethnicities[22] = {
	W("汉族"),   W("汉族"), W("汉族"), W("汉族"),	  W("汉族"),   W("汉族"),
	W("汉族"),   W("汉族"), W("汉族"), W("汉族"),	  W("汉族"),   W("回族"),
	W("满族"),   W("壮族"), W("苗族"), W("维吾尔族"), W("土家族"), W("彝族"),
	W("蒙古族"), W("藏族"), W("侗族"), W("瑶族"),
};

const struct synth_word synth_marital[7] = {
	W("已婚"), W("已婚"), W("已婚"), W("未婚"), W("未婚"), W("离婚"), W("丧偶"),
};

const struct synth_word synth_education[12] = {
	W("小学"), W("初中"), W("初中"),     W("初中"),	      W("高中"),       W("高中"),
	W("中专"), W("大专"), W("大学本科"), W("硕士研究生"), W("博士研究生"), W("文盲"),
};

const struct synth_word synth_military[6] = {
	W("未服兵役"), W("未服兵役"), W("未服兵役"), W("未服兵役"), W("退出现役"), W("预备役"),
};

const struct synth_word synth_labels[10] = {
	W("重点人员"), W("流动人口"), W("常住人口"),   W("暂住人口"), W("上访人员"),
	W("前科人员"), W("出租房主"), W("网约车司机"), W("快递从业"), W("境外返回"),
};

const struct synth_word synth_idtypes[8] = {
	W("居民身份证"), W("居民身份证"), W("居民身份证"), W("居民身份证"),
	W("居民身份证"), W("居民身份证"), W("临时身份证"), W("户口簿"),
};

const struct synth_word synth_sources[6] = {
	W("快递"), W("外卖"), W("电商"), W("物业"), W("水电缴费"), W("户籍"),
};

const struct synth_word synth_offences[12] = {
	W("盗窃"), W("诈骗"),	      W("故意伤害"), W("寻衅滋事"), W("赌博"),	   W("交通肇事"),
	W("抢夺"), W("非法侵入住宅"), W("敲诈勒索"), W("毁坏财物"), W("失踪人员"), W("家庭纠纷"),
};

const struct synth_word synth_case_states[6] = {
	W("已结案"), W("侦查中"), W("已立案"), W("不予立案"), W("已移送"), W("撤销案件"),
};

const struct synth_word synth_latin_streets[16] = {
	W("Larch Street"),  W("Harbour Lane"),	  W("Old Mill Road"),  W("Quarry Hill"),
	W("Saffron Walk"),  W("Beacon Avenue"),	  W("Cinder Path"),    W("Willow Court"),
	W("Foundry Row"),   W("Meadow Crescent"), W("Tollgate Road"),  W("Orchard Close"),
	W("Juniper Drive"), W("Kingfisher Way"),  W("Lantern Street"), W("Millstone Lane"),
};

const struct synth_word synth_latin_cities[12] = {
	W("Springvale"), W("Port Amaris"), W("New Calder"),  W("Eastmarch"),
	W("Lakewick"),	 W("Fernhollow"),  W("Stonebridge"), W("Ashcombe"),
	W("Greywater"),	 W("Halden Bay"),  W("Ironfield"),   W("Marrowby"),
};

const struct synth_word synth_domains[9] = {
	W("example.com"),      W("example.org"),      W("example.net"),
	W("mail.example.com"), W("mail.example.org"), W("post.example.net"),
	W("web.example.com"),  W("cn.example.net"),   W("inbox.example.org"),
};

const struct synth_word synth_mobile_prefixes[9] = {
	W("154"), W("160"), W("161"), W("163"), W("164"), W("168"), W("169"), W("179"), W("194"),
};
