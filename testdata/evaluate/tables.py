"""Tables whose columns are known: people of ten locales, and traps, columns that only look personal.

Nobody in them exists: names are common ones put together at random, domains and telephone
numbers are reserved ones where a plan has them.
"""
import hashlib
import string

import ids

# locale: given names, family names, (street, city, postcode, country) patterns, phone pattern, header
LOCALES = {
    "en_GB": ("Oliver Amelia Harry Isla Jack Ava Freya Alfie Poppy Archie Edith Stanley",
              "Smith Patel Evans Hughes Walsh Begum Cooper Turner Reid Shaw Fletcher Doyle",
              "{n} {w} Road|{n} {w} Lane|Flat {s}, {n} {w} Street|{n} {w} Avenue", "Chapel Mill Station Victoria Abbey Park",
              "Leeds Bristol Norwich Exeter Derby Preston Swansea Dundee", "{U}{U}{d} {d}{U}{U}", "+44 7700 900{ddd}",
              "first_name last_name email mobile address town postcode dob"),
    "it_IT": ("Giulia Marco Francesca Luca Chiara Matteo Sara Andrea Elena Davide Martina Paolo",
              "Rossi Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Conti Gallo Bruno",
              "Via {w} {n}|Piazza {w} {s}|Viale {w}, {n}", "Garibaldi Roma Mazzini Dante Verdi Cavour",
              "Torino Bologna Firenze Bari Padova Verona Parma Modena", "{ddddd}", "+39 3{d}{d} {ddddddd}",
              "nome cognome email cellulare indirizzo citta cap data_di_nascita"),
    "nl_NL": ("Sanne Daan Lotte Bram Fleur Thijs Anouk Jeroen Femke Ruben Maud Sven",
              "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer",
              "{w}straat {n}|{w}laan {n}|{w}weg {n}", "Kerk Dorps Molen School Beuken Linden",
              "Utrecht Eindhoven Groningen Tilburg Breda Arnhem Zwolle Leiden", "{dddd} {U}{U}", "+31 61{d} {dddddd}",
              "voornaam achternaam e-mailadres telefoonnummer adres woonplaats postcode geboortedatum"),
    "pl_PL": ("Agnieszka Piotr Katarzyna Tomasz Magdalena Krzysztof Joanna Marcin Ewa Jakub Zofia Adam",
              "Nowak Kowalski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski Mazur Krawczyk Pawlak Duda",
              "ul. {w} {n}|ul. {w} {n}/{s}|al. {w} {n}", "Lipowa Polna Leśna Ogrodowa Słoneczna Krótka",
              "Kraków Gdańsk Wrocław Poznań Lublin Katowice Szczecin Toruń", "{dd}-{ddd}", "+48 5{dd} {ddd} {ddd}",
              "imie nazwisko email telefon adres miasto kod_pocztowy data_urodzenia"),
    "tr_TR": ("Ayşe Mehmet Fatma Mustafa Zeynep Emre Elif Burak Merve Hakan Selin Kemal",
              "Yılmaz Kaya Demir Çelik Şahin Yıldız Aydın Öztürk Arslan Doğan Kılıç Aslan",
              "{w} Mah. {w} Sok. No: {n}|{w} Cad. No:{n}/{s}", "Cumhuriyet Atatürk Barış Çınar Gül Lale",
              "Ankara Bursa Antalya Konya Adana Kayseri Samsun Trabzon", "{ddddd}", "+90 53{d} {ddd} {dd} {dd}",
              "ad soyad eposta telefon adres sehir posta_kodu dogum_tarihi"),
    "ko_KR": ("민준 서연 지훈 수빈 현우 지은 도윤 하은 예준 유진 준호 미경", "김 이 박 최 정 강 조 윤 장 임 한 오",
              "서울특별시 {w}구 {w}로 {n}|부산광역시 {w}구 {w}로 {n}", "강남 중앙 해운대 종로 마포 서초",
              "서울 부산 대구 인천 광주 대전 울산 수원", "{ddddd}", "010-{dddd}-{dddd}",
              "이름 성 이메일 휴대폰 주소 도시 우편번호 생년월일"),
    "zh_CN": ("伟 芳 秀英 敏 静 丽 强 磊 洋 艳 勇 军", "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙",
              "广东省广州市{w}区{w}路{n}号|北京市{w}区{w}街{n}号院{s}室", "天河 朝阳 海淀 中山 解放 人民",
              "广州 深圳 成都 武汉 南京 西安 杭州 天津", "{d6}", "1{x}{ddddddddd}", "名 姓 邮箱 手机号 住址 城市 邮编 出生日期"),
    "pt_PT": ("João Inês Tiago Beatriz Rui Catarina Nuno Marta Miguel Sofia Pedro Carla",
              "Silva Santos Ferreira Pereira Costa Rodrigues Martins Sousa Fernandes Gomes Lopes Marques",
              "Rua {w}, {n}|Avenida {w} {n}|Travessa {w} {n}", "das Flores|da Liberdade|do Sol|de Camões|Nova|da Igreja",
              "Porto Braga Coimbra Aveiro Faro Setúbal Évora Viseu", "{dddd}-{ddd}", "+351 91{d} {ddd} {ddd}",
              "nome_proprio apelido email telemovel morada cidade codigo_postal data_de_nascimento"),
    "ru_RU": ("Мария Алексей Ольга Дмитрий Анна Сергей Елена Иван Наталья Павел Татьяна Михаил",
              "Иванов Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов Волков Зайцев Павлов",
              "ул. {w}, д. {n}, кв. {s}|пр. {w}, д. {n}", "Ленина Мира Советская Садовая Лесная Гагарина",
              "Казань Самара Омск Пермь Воронеж Саратов Тюмень Ижевск", "{dddddd}", "+7 9{dd} {ddd}-{dd}-{dd}",
              "имя фамилия почта телефон адрес город индекс дата_рождения"),
    "es_ES": ("Lucía Hugo Paula Álvaro Carmen Javier Marta Sergio Laura Pablo Nuria Diego",
              "García Fernández López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno Álvarez Romero",
              "Calle {w} {n}|Avenida {w}, {n}|Plaza {w} {s}", "Mayor|de la Paz|del Carmen|Real|San Juan|Nueva",
              "Sevilla Zaragoza Málaga Murcia Bilbao Granada Vigo Gijón", "{ddddd}", "+34 6{dd} {ddd} {ddd}",
              "nombre apellidos correo telefono direccion ciudad codigo_postal fecha_nacimiento"),
}
TYPES = ["name.given", "name.family", "email", "phone", "address", "city", "postcode", "date_of_birth"]
EXTRA = ["ip", "payment_card", "iban", "password_hash.md5|ntlm|md4", "user_agent", "gender", "uuid", "timestamp"]
EXTRA_HEADERS = ["last_ip", "card_number", "iban", "password", "user_agent", "sex", "uuid", "created_at"]


def fill(r, pattern):
    out, i = "", 0
    while i < len(pattern):
        if pattern[i] != "{":
            out += pattern[i]
            i += 1
            continue
        j = pattern.index("}", i)
        for c in ("dddddd" if pattern[i + 1:j] == "d6" else pattern[i + 1:j]):
            out += {"d": lambda: r.choice(string.digits), "U": lambda: r.choice("ABCDEFGHJKLMNPRSTW"),
                    "x": lambda: r.choice("3578"), "n": lambda: str(r.randrange(1, 180)),
                    "s": lambda: str(r.randrange(1, 30))}[c]()
        i = j + 1
    return out


def words(text):
    return text.split("|") if "|" in text else text.split()


def person(r, spec):
    given, family, street, street_words, cities, postcode, phone, _ = spec
    g, f = r.choice(words(given)), r.choice(words(family))
    place = r.choice(street.split("|"))
    while "{w}" in place:
        place = place.replace("{w}", r.choice(words(street_words)), 1)
    login = "".join(r.choice(string.ascii_lowercase) for _ in range(r.randrange(5, 10))) + str(r.randrange(1, 99))
    y, m, d = ids.day(r)
    born = "%04d-%02d-%02d" % (y, m, d)
    return [g, f, "%s@%s" % (login, r.choice(["example.com", "example.org", "example.net"])), fill(r, phone),
            fill(r, place), r.choice(words(cities)), fill(r, postcode), born]


AGENTS = ["Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101 Firefox/%d.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.%d Safari/537.36"]


def extra(r):
    return ["198.51.100.%d" % r.randrange(256) if r.random() < .5 else "203.0.113.%d" % r.randrange(256), ids.card(r),
            ids.iban(r), hashlib.md5(str(r.random()).encode()).hexdigest(), r.choice(AGENTS) % ((r.randrange(60, 120),) * 2),
            r.choice("MF"), uuid(r), "20%02d-%02d-%02d %02d:%02d:%02d" % (r.randrange(10, 24), r.randrange(1, 13),
                                                                            r.randrange(1, 29), r.randrange(24), r.randrange(60),
                                                                            r.randrange(60))]


def uuid(r):
    h = "%032x" % r.getrandbits(128)
    return "-".join([h[:8], h[8:12], "4" + h[13:16], "a" + h[17:20], h[20:]])


def people(r, locale, rows):
    """Header, rows, types of the columns."""
    spec = LOCALES[locale]
    header = spec[7].split() + EXTRA_HEADERS
    return header, [person(r, spec) + extra(r) for _ in range(rows)], TYPES + EXTRA


# Sets 0 and 1 were looked at while the rules were made, set 2 was not.
FILM = {
    0: ("Dark Silent Golden Broken Hidden Lost Last Crimson Distant Frozen".split(),
            "River Summer Empire Shadow Witness Garden Horizon Letter Kingdom Storm".split()),
    1: ("Iron Velvet Paper Hollow Burning Second Electric Secret Northern Blue".split(),
           "Lantern Orchard Passenger Verdict Harvest Mirror Station Tide Machine Fever".split()),
    2: ("Little Grey Sacred Naked Wild Perfect Great Midnight Bitter Seven".split(),
        "Samurai Dancer Island Circus Engine Bride Desert Harbour Prophet Winter".split()),
}
PRODUCT = {
    0: ("Steel Cotton Classic Compact Organic Deluxe Mini Wireless".split(),
            "Kettle Shirt Lamp Speaker Blender Chair Backpack Mouse".split()),
    1: ("Bamboo Ceramic Travel Ultra Leather Smart Folding Heavy-Duty".split(),
           "Wallet Bowl Charger Drill Umbrella Notebook Bottle Toaster".split()),
    2: ("Stainless Waterproof Portable Vintage Wooden Digital Silicone Foldable".split(),
        "Scale Tent Ladder Pillow Router Helmet Grill Tripod".split()),
}


# What only looks like a special category, and what is one: beside persons, without a header.
NEAR = {
    "zodiac": "Aries Taurus Gemini Cancer Leo Virgo Libra Scorpio Sagittarius Capricorn Aquarius Pisces", "side": "left right",
    "lado": "izquierda derecha", "grade": "A+ A A- B+ B B- C+ C D F", "grade_short": "A+ A- B+ B-", "hair": "straight curly wavy",
    "shirt": "navy black white olive", "tax": "exempt taxable reduced", "stance": "open closed", "seat": "window aisle middle",
    "topic": "politics health sports science travel", "branch_of": "sales reserve marketing army", "vitamin": "Zinc Magnesium Iron Calcium",
    "month": "January February March April May June July August", "weekday": "Montag Dienstag Mittwoch Donnerstag Freitag",
    "liquid": "milk water juice insulin-free syrup", "mode": "active reserve standby", "edition": "Republic Independent Herald Tribune",
}
SPECIAL = {
    "health.diagnosis": ["Asthma|Hypertension|Type 2 diabetes|Migraine|Depression", "高血压|糖尿病|冠心病|哮喘", "Bluthochdruck|Asthma|Epilepsie|Grippe",
                         "гипертония|астма|бронхит|грипп"],
    "health.medication": ["Ibuprofen|Metformin|Amoxicillin|Insulin|Aspirin", "阿司匹林|布洛芬|二甲双胍|胰岛素"],
    "blood_type": ["A+|A-|B+|B-|AB+|O+|O-", "A型|B型|AB型|O型"],
    "politics": ["Democrat|Republican|Independent|Libertarian", "群众|中共党员|共青团员|民革党员", "CDU|SPD|FDP|AfD|parteilos"],
    "orientation": ["heterosexual|homosexual|bisexual", "Straight|Gay|Lesbian|Bisexual", "异性恋|同性恋|双性恋"],
    "disability": ["blind|deaf|wheelchair user|hearing impaired|none"], "military": ["未服兵役|服现役|预备役|退出现役", "active duty|veteran|reservist|never served"],
    "religion": ["Catholic|Muslim|Hindu|Buddhist|Atheist", "佛教|基督教|伊斯兰教|无宗教信仰"], "ethnicity": ["汉族|回族|满族|苗族", "White|Black|Asian|Hispanic"],
}


def special(r, rows):
    """(name, type, values) of columns of special categories."""
    return [("%s_%d" % (t.replace(".", "-"), i), t, [r.choice(words.split("|")) for _ in range(rows)])
            for t, sets in SPECIAL.items() for i, words in enumerate(sets)]


def film(r, held):
    a, b = FILM[held]
    return r.choice(["The %s %s", "%s %s", "%s %s", "A %s %s"]) % (r.choice(a), r.choice(b)) + \
        (r.choice([" II", " Returns", ""]) if r.random() < .3 else "")


def product(r, held):
    a, b = PRODUCT[held]
    return "%s %s" % (r.choice(a), r.choice(b)) + (" %d%s" % (r.randrange(1, 60), r.choice([" cm", "L", "W"])) if r.random() < .3 else "")


ORDER = [lambda r: "ORD-%06d" % r.randrange(10 ** 6), lambda r: "PO%08d/%02d" % (r.randrange(10 ** 8), r.randrange(99)),
         lambda r: "%03d-%07d-%07d" % (r.randrange(100, 999), r.randrange(10 ** 7), r.randrange(10 ** 7))]
INVOICE = [lambda r, i: "2023-%05d" % r.randrange(10 ** 5), lambda r, i: "INV%d-%06d" % (r.randrange(18, 24), i),
           lambda r, i: "RE.%d.%04d.A" % (r.randrange(2015, 2024), i)]
STATUS = ["open closed pending".split(), "paid shipped returned new".split(), "active banned trial expired deleted".split()]
STEM = [lambda r: "/" + r.choice(["index", "about", "shop", "cart", "login"]) + r.choice([".html", ".aspx", "/"]),
        lambda r: "/" + r.choice(["api", "static", "img"]) + "/" + r.choice(["items", "logo.png", "app.js", "users/list"]),
        lambda r: "/v%d/%s/%d" % (r.randrange(1, 4), r.choice(["orders", "cart", "rooms"]), r.randrange(900))]
NUMBERED = ["Sensor", "Gate", "Kapitel"]
QUANTITY = ["pieces", "rooms", "Tage"]


def traps(r, rows, held):
    """Columns by name: values of a column that must get no personal type."""
    def number(n):
        return lambda i: ids.digits(r, n, "123456789")
    base, step = [(1600000000, 86400), (1450000000, 40000), (1300000000, 700000)][held]
    t = {
        "epoch": lambda i: str(base + r.randrange(step * 400)),
        "epoch_ms": lambda i: str((base + r.randrange(step * 400)) * 1000 + r.randrange(1000)),
        "moment": lambda i: "20%02d-%02d-%02dT%02d:%02d:%02d.%03dZ" % (r.randrange(12, 24), r.randrange(1, 13), r.randrange(1, 29),
                                                                       r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(1000)),
        "day": lambda i: "%02d/%02d/20%02d" % (r.randrange(1, 29), r.randrange(1, 13), r.randrange(15, 24)),
        "day8": lambda i: "20%02d%02d%02d" % (r.randrange(10, 24), r.randrange(1, 13), r.randrange(1, 29)),
        "syslog": lambda i: "%s %2d %02d:%02d:%02d" % (r.choice("Jan Feb Mar Apr May Jun Jul Aug Sep Oct".split()), r.randrange(1, 29),
                                                       r.randrange(24), r.randrange(60), r.randrange(60)),
        "decimal": lambda i: "%.2f" % (r.random() * 10000),
        "decimal9": lambda i: "%.9f" % r.random(),
        "price": lambda i: "%d.%02d" % (r.randrange(1, 500), r.choice([0, 50, 95, 99])),
        "order": lambda i: ORDER[held](r), "invoice": lambda i: INVOICE[held](r, i),
        "isbn": lambda i: ids.isbn(r), "ean": lambda i: ids.ean(r),
        "isbn_dash": lambda i: "%s-%s-%s-%s-%s" % (lambda s: (s[:3], s[3], s[4:8], s[8:12], s[12]))(ids.isbn(r)),
        "hex16": lambda i: "%016x" % r.getrandbits(64), "hex24": lambda i: "%024x" % r.getrandbits(96),
        "hex10": lambda i: "%010x" % r.getrandbits(40), "uuid": lambda i: uuid(r),
        "code26": lambda i: "".join(r.choice(string.ascii_letters + string.digits) for _ in range(26)),
        "version": lambda i: "%d.%d.%d" % (r.randrange(12), r.randrange(30), r.randrange(200)),
        "version4": lambda i: "%d.%d.%d.%d" % (r.randrange(1, 12), r.randrange(9), r.randrange(9), r.randrange(99)),
        "numbered": lambda i: "%s %d" % (NUMBERED[held], r.randrange(1, 400)),
        "quantity": lambda i: "%d %s" % (r.randrange(1, 400), QUANTITY[held]),
        "film": lambda i: film(r, held), "product": lambda i: product(r, held),
        "serial": lambda i: str(1000 + i), "serial9": lambda i: str(100000000 + i * 7),
        "sku": lambda i: "%s%s-%04d" % (r.choice("ABCDEF"), r.choice("XYZ"), r.randrange(10 ** 4)),
        "status": lambda i: r.choice(STATUS[held]),
        "flag": lambda i: r.choice("01"), "count": lambda i: str(int(r.expovariate(1 / 40))),
        "percent": lambda i: "%d %%" % r.randrange(101), "size": lambda i: "%d x %d" % (r.randrange(10, 99), r.randrange(10, 99)),
        "uri_stem": lambda i: STEM[held](r),
        "method": lambda i: r.choice("GET GET GET POST HEAD PUT".split()),
        "http_status": lambda i: r.choice("200 200 304 404 500 301".split()),
        "score": lambda i: "%.1f" % (r.random() * 10), "temperature": lambda i: "%.2f" % (r.random() * 60 - 20),
        "colour": lambda i: "#%06x" % r.getrandbits(24), "file": lambda i: "%s_%d.%s" % (r.choice(["scan", "report", "IMG"]), i, r.choice(["pdf", "jpg", "docx"])),
        "code10": lambda i: "".join(r.choice(string.ascii_uppercase + string.digits) for _ in range(10)),
    }
    for n in range(9, 17):
        t["random%d" % n] = number(n)
    for name, near in NEAR.items():
        t["near_" + name] = lambda i, near=near: r.choice(near.split())
    return {name: [make(i) for i in range(rows)] for name, make in t.items()}


def coordinates(r, rows):
    return [["%.6f" % (r.random() * 160 - 80), "%.6f" % (r.random() * 340 - 170)] for _ in range(rows)]
