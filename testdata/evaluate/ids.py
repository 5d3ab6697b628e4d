"""Numbers with a check digit, made by their public rules: valid ones, and one digit changed.

Every maker takes a random.Random and gives text. Person numbers use birth dates that fit and
serial numbers at random; region codes that do not exist where the rule leaves them free.
"""


def luhn(body):
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return str(-total % 10)


def weighted(body, weights):
    return sum(int(c) * w for c, w in zip(body, weights))


def digits(r, n, first="0123456789"):
    return r.choice(first) + "".join(r.choice("0123456789") for _ in range(n - 1))


def day(r, a=1940, b=2004):
    return r.randrange(a, b), r.randrange(1, 13), r.randrange(1, 29)


def card(r):
    prefix, n = r.choice([("4", 16), ("51", 16), ("55", 16), ("34", 15), ("37", 15), ("6011", 16), ("3528", 16)])
    body = prefix + digits(r, n - 1 - len(prefix))
    return body + luhn(body)


def iban(r):
    country, form = r.choice([("DE", "n18"), ("GB", "a4n14"), ("FR", "n10c11n2"), ("ES", "n20"), ("NL", "a4n10"),
                              ("PL", "n24"), ("AT", "n16"), ("CH", "n5c12"), ("BE", "n12"), ("SE", "n20")])
    body, i = "", 0
    while i < len(form):
        j = i + 1
        while j < len(form) and form[j].isdigit():
            j += 1
        pool = {"n": "0123456789", "a": "ABCDEFGHJKLMNPRSTW", "c": "0123456789ABCDEF"}[form[i]]
        body += "".join(r.choice(pool) for _ in range(int(form[i + 1:j])))
        i = j
    number = int("".join(str(int(c, 36)) for c in body + country + "00"))
    return "%s%02d%s" % (country, 98 - number % 97, body)


def cn(r):
    body = r.choice(["990101", "980203", "970199"]) + "%04d%02d%02d" % day(r) + digits(r, 3)
    s = weighted(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
    return body + "10X98765432"[s % 11]


def cpf(r):
    body = digits(r, 9)
    for n in (10, 11):
        s = weighted(body, range(n, 1, -1)) * 10 % 11 % 10
        body += str(s)
    return body


def verhoeff(body):
    d = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
         [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
         [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
         [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
    p = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    for i in range(2, 8):
        p.append([p[i - 1][p[1][j]] for j in range(10)])
    c = 0
    for i, ch in enumerate(reversed(body)):
        c = d[c][p[(i + 1) % 8][int(ch)]]
    return str([0, 4, 3, 2, 1, 5, 6, 7, 8, 9][c])


def aadhaar(r):
    body = digits(r, 11, "23456789")
    return body + verhoeff(body)


def dni(r):
    n = int(digits(r, 8))
    return "%08d%s" % (n, "TRWAGMYFPDXBNJZSQVHLCKE"[n % 23])


def bsn(r):
    while True:
        body = digits(r, 8, "123456789")
        s = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
        if s < 10:
            return body + str(s)


def pesel(r):
    y, m, d = day(r, 1940, 2000)
    body = "%02d%02d%02d" % (y % 100, m, d) + digits(r, 4)
    return body + str(-weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)


def personnummer(r):
    y, m, d = day(r, 1940, 2000)
    body = "%02d%02d%02d" % (y % 100, m, d) + digits(r, 3)
    return body[:6] + "-" + body[6:] + luhn(body)


def nir(r):
    y, m, _ = day(r)
    body = r.choice("12") + "%02d%02d%02d" % (y % 100, m, r.randrange(1, 95)) + digits(r, 6)
    if body[5:7] == "20":
        body = body[:5] + "21" + body[7:]
    return body + "%02d" % (97 - int(body) % 97)


def tckn(r):
    b = digits(r, 9, "123456789")
    odd, even = sum(map(int, b[0::2])), sum(map(int, b[1::2]))
    b += str((odd * 7 - even) % 10)
    return b + str(sum(map(int, b)) % 10)


def rut(r):
    body = str(r.randrange(5000000, 25000000))
    s = sum(int(c) * (2 + i % 6) for i, c in enumerate(reversed(body)))
    return body + "-" + "0K987654321"[s % 11]


def sin(r):
    body = digits(r, 8, "1245679")
    return body + luhn(body)


def cnp(r):
    y, m, d = day(r, 1940, 1999)
    body = r.choice("12") + "%02d%02d%02d%02d" % (y % 100, m, d, r.randrange(1, 47)) + "%03d" % r.randrange(1, 999)
    s = weighted(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return body + str(1 if s == 10 else s)


def egn(r):
    y, m, d = day(r, 1940, 1999)
    body = "%02d%02d%02d" % (y % 100, m, d) + digits(r, 3)
    return body + str(weighted(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10)


def rrn_be(r):
    y, m, d = day(r, 1940, 1999)
    body = "%02d%02d%02d%03d" % (y % 100, m, d, r.randrange(1, 998))
    return body + "%02d" % (97 - int(body) % 97)


def fnr(r):
    while True:
        y, m, d = day(r, 1940, 1999)
        body = "%02d%02d%02d%03d" % (d, m, y % 100, r.randrange(0, 500))
        a = -weighted(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11
        if a == 10:
            continue
        b = -weighted(body + str(a), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
        if b < 10:
            return body + str(a) + str(b)


def hetu(r):
    y, m, d = day(r, 1940, 1999)
    serial = r.randrange(2, 900)
    date = "%02d%02d%02d" % (d, m, y % 100)
    return "%s-%03d%s" % (date, serial, "0123456789ABCDEFHJKLMNPRSTUVWXY"[int("%s%03d" % (date, serial)) % 31])


def za(r):
    y, m, d = day(r, 1940, 1999)
    body = "%02d%02d%02d" % (y % 100, m, d) + digits(r, 4) + r.choice("01") + "8"
    return body + luhn(body)


def il(r):
    body = digits(r, 8, "23456")
    s = 0
    for i, c in enumerate(body):
        p = int(c) * (1 + i % 2)
        s += p - 9 if p > 9 else p
    return body + str(-s % 10)


def tfn(r):
    while True:
        body = digits(r, 9, "123456789")
        if weighted(body, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0:
            return body


def nhs(r):
    while True:
        body = digits(r, 9, "4679")
        s = 11 - weighted(body, range(10, 1, -1)) % 11
        if s != 10:
            return body + str(0 if s == 11 else s)


def nif_pt(r):
    body = r.choice("12") + digits(r, 7)
    s = 11 - weighted(body, range(9, 1, -1)) % 11
    return body + str(0 if s > 9 else s)


def inn_ru(r):
    body = "99" + digits(r, 8)
    body += str(weighted(body, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)
    return body + str(weighted(body, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)


def th(r):
    body = digits(r, 12, "12345678")
    return body + str((11 - weighted(body, range(13, 1, -1)) % 11) % 10)


def imei(r):
    body = "35" + digits(r, 12)
    return body + luhn(body)


def isbn(r):
    body = r.choice(["978", "979"]) + digits(r, 9)
    return body + str(-weighted(body, [1, 3] * 6) % 10)


def ean(r):
    body = r.choice(["40", "50", "30", "76"]) + digits(r, 10)
    return body + str(-weighted(body, [1, 3] * 6) % 10)


# Names in the catalogue: the first that it has is meant; how to make one; what share of one-digit
# changes the rule lets pass at most. Thailand's third digit weighs 11, modulo 11: it is not checked.
VALID = [
    (["payment_card"], card, 0.10), (["iban"], iban, 0.02), (["national_id.cn"], cn, 0.02),
    (["national_id.br", "tax_id.br"], cpf, 0.02), (["national_id.in"], aadhaar, 0.02),
    (["national_id.es"], dni, 0.05), (["national_id.nl"], bsn, 0.02), (["national_id.pl"], pesel, 0.02),
    (["national_id.se"], personnummer, 0.02), (["national_id.fr"], nir, 0.02), (["national_id.tr"], tckn, 0.02),
    (["national_id.cl"], rut, 0.02), (["national_id.ca"], sin, 0.02), (["national_id.ro"], cnp, 0.02),
    (["national_id.bg"], egn, 0.02), (["national_id.be"], rrn_be, 0.02), (["national_id.no"], fnr, 0.02),
    (["national_id.fi"], hetu, 0.05), (["national_id.za"], za, 0.02), (["national_id.il"], il, 0.02),
    (["tax_id.au", "national_id.au"], tfn, 0.02), (["health_id.gb"], nhs, 0.02),
    (["tax_id.pt", "national_id.pt"], nif_pt, 0.02), (["tax_id.ru", "national_id.ru"], inn_ru, 0.02),
    (["national_id.th"], th, 0.10), (["imei"], imei, 0.02),
]


def mutate(r, s):
    at = [i for i, c in enumerate(s) if c.isdigit()]
    i = r.choice(at)
    return s[:i] + r.choice([d for d in "0123456789" if d != s[i]]) + s[i + 1:]


# What columns of them are called where they come from.
HEADERS = {
    "payment_card": "card_number", "iban": "iban", "national_id.cn": "sfzh", "national_id.br": "cpf", "national_id.in": "aadhaar",
    "national_id.es": "dni", "national_id.nl": "bsn", "national_id.pl": "pesel", "national_id.se": "personnummer",
    "national_id.fr": "nir", "national_id.tr": "tc_kimlik_no", "national_id.cl": "rut", "national_id.ca": "sin", "national_id.ro": "cnp",
    "national_id.bg": "egn", "national_id.be": "rijksregisternummer", "national_id.no": "fodselsnummer", "national_id.fi": "hetu",
    "national_id.za": "id_number", "national_id.il": "teudat_zehut", "tax_id.au": "tfn", "health_id.gb": "nhs_number",
    "tax_id.pt": "nif", "tax_id.ru": "inn", "national_id.th": "thai_id", "imei": "imei",
}
