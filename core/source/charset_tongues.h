/* The words of the generator in charset_testing.h. None is taken from
 * charset_letters.def; common given and family names, invented places. */
#ifndef GBX_SOURCE_CHARSET_TONGUES_H
#define GBX_SOURCE_CHARSET_TONGUES_H

#include "charset_testing.h"

static const struct tongue hans = {
	"伟强 晓梅 建国 秀兰 雅琴 志远 思涵 嘉怡 文博 丽娟 俊杰 海燕 春花 子墨 雨桐 欣妍 浩 婷 磊 敏 霞 凯 琪 璐 瑶 昊天 钰涵",
	"赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 尤 许 何 吕 施 张 孔 曹 严 华 欧阳 上官 诸葛 翟 樊 逯 闻人",
	"银杏大道 麦田路 学府东路 翠竹街 永乐巷 滨江中路 友谊胡同 桃源里 金鼎大厦 四季城小区 紫藤园",
	"云渊省筠朔市新泽区 棠北省栾峤市 泠江省岚霁市石桥区 曜山省筠栾市 青岚自治州澄阳县 鹭洲市海棠镇",
	"订单 已发货 客户 要求 开具 发票 请 尽快 联系 我们 商品 质量 很好 物流 太慢 申请 退款 会员 积分 余额 不足 生日 快乐 "
	"地址 错误 电话 无人 接听 周末 配送 包装 破损 补发 优惠券 过期 系统 升级 维护 通知",
	"姓名,住址,电子邮箱,备注", true
};
static const struct tongue hant = {
	"志偉 雅雯 建國 秀蘭 淑惠 宗憲 思涵 嘉慧 文傑 麗華 俊賢 海燕 春嬌 子維 雨潔 欣儀 浩宇 婷婷 家瑋 美玲",
	"陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 曾 邱 廖 賴 徐 歐陽 龔 嚴 蘇 鍾 顏 魏 盧",
	"中正路 民權東路二段 忠孝街 學府路 翠竹街 永樂巷 濱江路 友愛街 桃源里 復興南路一段 重慶北路",
	"雲淵市新澤區 棠北縣欒嶠鎮 泠江市嵐霽區 曜山縣筠欒鄉 青嵐市澄陽區 鷺洲市海棠里",
	"訂單 已出貨 客戶 要求 開立 發票 請 儘快 聯絡 我們 商品 品質 很好 物流 太慢 申請 退款 會員 點數 餘額 不足 生日 快樂 "
	"地址 錯誤 電話 無人 接聽 週末 配送 包裝 破損 補寄 優惠券 過期 系統 升級 維護 通知",
	"姓名,住址,電子郵件,備註", true
};
static const struct tongue japanese = {
	"太郎 花子 健一 美咲 翔太 さくら 陽菜 大輔 裕子 直樹 明美 拓也 恵美 和也 千尋 ひなた 蓮 結衣 悠斗 葵 ケンジ ユミ",
	"佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村 斎藤 清水 阿部 橋本 榊原 五十嵐",
	"銀杏町 緑ヶ丘 桜通り 本町 中央 若葉台 旭町 花園町 コーポ青葉 グリーンハイツ メゾン白鳥",
	"霞野県雲見市 雪代県青嵐市 汐見都港北区 月影府朝霧市 星野県春日井町 碧海県風待村",
	"ご注文 ありがとうございます 配送 先 を 変更 してください 商品 は 届きました 電話番号 が 間違って います ポイント 会員 登録 "
	"メールアドレス 請求書 返品 希望 です 在庫 なし 至急 対応 お願いします ギフト ラッピング キャンセル 済み",
	"氏名,住所,メール,備考", true
};
static const struct tongue korean = {
	"민수 지영 서연 현우 은지 준호 수진 영희 철수 미경 동현 하늘 지훈 예진 성민 유나 태형 소영 재석 보라",
	"김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 남궁 선우",
	"은행나무로 벚꽃길 중앙로 학교앞길 푸른숲로 강변북로 달빛마을 햇살아파트 무지개빌라 역전로",
	"구름시 새별구 달빛동 해솔시 가람구 푸른동 온누리도 나래시 미르군 한울읍",
	"주문 배송 완료 고객 요청 사항 문 앞에 놓아 주세요 환불 신청 포인트 적립 회원 가입 감사합니다 전화 번호 오류 "
	"연락 바랍니다 상품 품질 좋아요 너무 늦게 도착했습니다 생일 축하 쿠폰 만료",
	"이름,주소,이메일,비고", false
};
static const struct tongue russian = {
	"Александр Мария Дмитрий Анна Сергей Екатерина Иван Ольга Николай Татьяна Пётр Наталья Юлия Фёдор Ксения Эльвира",
	"Иванов Петрова Смирнов Кузнецова Попов Васильева Соколов Михайлова Новиков Фёдорова Морозов Волкова Щербаков Цыганов",
	"ул.Ленина ул.Садовая пр.Мира пер.Школьный ул.Лесная ш.Южное наб.Речная ул.Съезжая",
	"Верхнеречинск Белоозёрск Новоладожье Светлоград Камышлово Жемчужный Заречье",
	"заказ доставлен клиент просит перезвонить после обеда оплата наличными товар возврат скидка адрес уточнить "
	"позвонить завтра спасибо за покупку день рождения ещё не указан объект закрыт",
	"имя,адрес,почта,примечание", false
};
static const struct tongue french = {
	"Hélène François Zoé Jérôme Chloé André Élodie Benoît Noëlle Rémi Cécile Loïc Aurélie Gaël Marie Paul Luc Françoise",
	"Lefèvre Bérenger Gauthier Lemaître Dupré Fauré Béziat Côté Forêt Garçon Noël Morel Petit Château Guérin",
	"rue.de.la.Forêt avenue.des.Chênes impasse.du.Pré boulevard.de.la.République allée.des.Hêtres place.du.Marché",
	"Saint-Évroult Châtelmont Besançonne Orléval Fréjusac Montréal-le-Bas Nîmesac",
	"le colis a été livré à l'étage veuillez rappeler après midi déjà payé très bon état où êtes vous "
	"l'été prochain élève cœur français garçon hôtel là être reçu facture réglée",
	"prénom,adresse,courriel,remarque", false
};
static const struct tongue german = {
	"Jürgen Käthe Günther Björn Jörg Sören Anna Hans Bärbel Rüdiger Lösche Thomas Ursula Götz",
	"Müller Schröder Weiß Köhler Jäger Groß König Schäfer Krüger Böhm Möller Voß Bäcker Schmidt",
	"Bahnhofstraße Mühlenweg Gartenstraße Schloßallee Königsplatz Ährenweg Am.Römerhügel Grüner.Weg",
	"Südlingen Münsterfeld Görlau Großröhrsheim Würzbach Lübenau Dürrfeld",
	"Lieferung bitte für später über die Straße zurückschicken Grüße möglich schön heißt Änderung gemäß fällig "
	"Überweisung bestätigt Käufer wünscht größere Menge",
	"Name,Straße,E-Mail,Bemerkung für Büro", false
};
static const struct tongue spanish = {
	"José María Ángel Iñigo Sofía Andrés Lucía Raúl Inés Martín Begoña Óscar Verónica Ramón Ana Juan",
	"García Muñoz Núñez Peña López Martínez Ibáñez Ordóñez Gómez Díaz Cañete Sáez Güell Ruiz",
	"calle.Señorío avenida.Constitución plaza.España camino.Viñedos paseo.Almirón ronda.Pájaros",
	"Villacañas Peñarrubia Logroñeda Ávilana Córdovas Cádizón",
	"el pedido llegó ayer teléfono sin número dirección errónea mañana llamará también está aquí según niño año "
	"compañía devolución después más información",
	"nombre,dirección,correo,observación año", false
};
static const struct tongue portuguese = {
	"João Conceição Antônio Inês Luís Mônica Sebastião Cauã Patrícia Vânia Flávio Lúcia Ana",
	"Gonçalves Araújo Simões Magalhães Guimarães Brandão Falcão Conceição Sá Leão Silva",
	"rua.São.João avenida.das.Acácias travessa.Órfãos praça.da.Sé alameda.dos.Ipês",
	"São.Tomás.do.Rio Guarapuãva Maringópolis Viçosa.do.Sul Ribeirão.Claro",
	"não há informações sobre o endereço entrega será amanhã você também está à disposição produção coração "
	"devolução já três avó avô pão mãe",
	"nome,endereço,e-mail,observação não", false
};
static const struct tongue swedish = {
	"Åsa Björn Göran Märta Håkan Sören Åke Löfgren Anna Östen Gräddan",
	"Åström Björk Sjöberg Lindström Söderlund Bergström Häggström Nyström Öberg",
	"Storgatan Björkvägen Skolgränd Ängsvägen Öster.Ågatan Kyrkogårdsvägen",
	"Södermåla Västerbråna Örevik Åmhult Härnöping Luleåsen",
	"leverans på fredag före kl tolv åter köpt två små lådor är ej hämtad får på måndag ändrad betalning över",
	"namn,gata,e-post,anmärkning åter", false
};
static const struct tongue mixed = {
	"Hélène Jürgen José Søren João Zoë Åsa François Günther Begoña Anna Paul Jørgen Luís",
	"Müller García Lefèvre Björk Gonçalves Núñez Schröder Ødegård Sánchez Weiß Smith Brown",
	"Bahnhofstraße rue.Forêt calle.Señorío Storgatan rua.São.João Kærvej Oak.Street",
	"Südlingen Châtelmont Peñarrubia Örevik Viçosa Ærøby Springton",
	"order shipped café naïve déjà façade für über señor mañana très bien not at home please call",
	"name,address,email,note", false
};
static const struct tongue polish = {
	"Łukasz Małgorzata Paweł Józef Grażyna Michał Bożena Jędrzej Żaneta Święcisława Anna Zofia Rafał",
	"Wójcik Kowalczyk Wiśniewska Zieliński Dąbrowska Szymański Woźniak Kozłowska Jabłoński Pawłowska Gołąb",
	"ul.Żeromna ul.Łąkowa al.Niepodległości ul.Źródlana pl.Świętojański ul.Dębowa",
	"Łódków Święcin Żarnowiec.Górny Kąty.Wielkie Gdyńsko Poznanów Dębno.Małe",
	"paczka została dostarczona proszę zadzwonić później płatność przelewem błędny adres wysłać ponownie dziękuję "
	"również już jeszcze książka miesiąc świetnie",
	"imię,adres,poczta,uwagi także", false
};
static const struct tongue czech = {
	"Jiří Božena Tomáš Lucie Ondřej Kateřina Václav Růžena Štěpán Žofie Jan Zdeněk Anežka",
	"Novák Dvořáková Černý Procházka Kučera Veselý Krejčí Růžička Němec Říhová Šťastný",
	"Nádražní Školní Lipová.třída Příčná U.Hřbitova Květinová Žižkovo.nám.",
	"Horní.Běleč Česká.Višňová Ústín Dolní.Řečice Kroměřov Žďárec",
	"zásilka byla doručena prosím zavolejte později děkuji úhrada převodem špatná adresa příští měsíc ještě "
	"není možné znovu odeslat vrácení peněz účet",
	"jméno,adresa,pošta,poznámka též", false
};
static const struct tongue hungarian = {
	"Ágnes László Péter Éva Gergő Zsófia István Győző Krisztián Tünde Örs Ibolya",
	"Szabó Kovács Tóth Nagy Horváth Kiss Molnár Németh Győri Szűcs Erdős Fülöp",
	"Kossuthné.utca Erdősor.út Fő.tér Szőlő.köz Árpádházi.körút Tűzoltó.utca",
	"Győrszeg Székesbánya Kőröspuszta Nyíregyfa Hódmező.Alsó",
	"csomag kézbesítve kérem hívjon később köszönöm szépen fizetés átutalással rossz cím következő hónap "
	"még nem lehetséges újra küldés visszatérítés gyűjtő ügyfél",
	"név,cím,levél,megjegyzés több", false
};
static const struct tongue greek = {
	"Γιώργος Μαρία Δημήτρης Ελένη Κώστας Αικατερίνη Νίκος Σοφία Ιωάννης Χρήστος Άννα Ζωή",
	"Παπαδόπουλος Γεωργίου Οικονόμου Βασιλείου Νικολαΐδης Χατζής Ξυδάκης Θεοδώρου Ψαράς",
	"οδός.Ελευθερίας λεωφ.Κηφισού πλατεία.Αγοράς οδός.Ηρώων οδός.Ανθέων",
	"Νέα.Πέτρα Καλλιθέα.Άνω Παλαιόκαστρο Αγία.Μονή Λευκοχώρι",
	"η παραγγελία παραδόθηκε παρακαλώ καλέστε αργότερα ευχαριστώ πληρωμή λάθος διεύθυνση τον επόμενο μήνα δεν είναι "
	"δυνατή επιστροφή χρημάτων λογαριασμός",
	"όνομα,διεύθυνση,ταχυδρομείο,σχόλια", false
};
static const struct tongue turkish = {
	"Ayşe Mehmet Çiğdem Gülşen Işıl Özgür Şükrü Yağmur İbrahim Oğuz Ümit Fatma",
	"Yılmaz Öztürk Şahin Çelik Kılıç Doğan Aydın Güneş Koç Yıldırım Kaçar Ağaoğlu",
	"Atatürkçü.Cad. Gül.Sokağı Çınar.Cad. İstasyon.Yolu Şehit.Sok. Bağdatlı.Cad.",
	"Yeşilova.Köyü İzmirli Şanlıköy Çamlıbel Ağrıca Üsküplü",
	"sipariş teslim edildi lütfen daha sonra arayınız teşekkürler ödeme yapıldı yanlış adres gelecek ay değil "
	"müşteri iade talebi için bilgi doğum günü",
	"adı,adres,e-posta,açıklama", false
};
static const struct tongue hebrew = {
	"דוד שרה משה רחל יוסף מרים אברהם חנה יעקב נועה איתי תמר",
	"כהן לוי מזרחי פרץ ביטון דהן אברהמי פרידמן מלכה אזולאי",
	"רחוב.הגפן שדרות.האלון דרך.הים רחוב.הרצף סמטת.התמר",
	"קרית.אורן נחל.צבי מעלה.שקד בית.דגן.עילית גן.הדס",
	"ההזמנה נמסרה אנא התקשרו מאוחר יותר תודה רבה תשלום במזומן כתובת שגויה בחודש הבא לא ניתן להחזיר כסף חשבון",
	"שם,כתובת,דואר,הערות", false
};
static const struct tongue arabic = {
	"محمد فاطمة أحمد عائشة علي خديجة يوسف مريم إبراهيم زينب عمر ليلى",
	"الحسيني العلي الخطيب النجار الحداد القاسم المصري الشامي حمدان البغدادي",
	"شارع.الزيتون طريق.المطار حي.النخيل شارع.الوحدة ساحة.الحرية",
	"مدينة.الواحة قرية.السلام تل.الورد عين.الماء وادي.القمر",
	"تم تسليم الطلب الرجاء الاتصال لاحقا شكرا جزيلا الدفع نقدا العنوان غير صحيح الشهر القادم لا يمكن استرداد المبلغ حساب ؟ ملاحظة،",
	"الاسم,العنوان,البريد,ملاحظات", false
};

#endif
