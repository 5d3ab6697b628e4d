"""Narratives in English and Chinese with what a scanner must find, and with what it must not."""
import ids
from tables import fill, uuid

# Sets 0 and 1 were looked at while the scanner was made, set 2 was not.
EN = {
    0: ["Customer wrote from {email} and asked to be called back at {phone} before noon.",
            "Card {card} was declined twice; the order came from {ip}.",
            "Refund goes to {iban}, confirmation to {email}.",
            "Login from {ip} and later {ip} within a minute, session {uuid}.",
            "Order {order} of {date} weighs {decimal} kg, version {version} of the form.",
            "She left two numbers, {phone} and {phone}; neither answered on {date}.",
            "Nothing to report on ticket {order}, see build {version} and commit {hex}.",
            "Paid with {card}. Receipt sent to {email}."],
    1: ["Please forward this to {email}; his mobile ({phone}) is switched off.",
           "Chargeback on {card}, reference {order}, filed {date}.",
           "The address {ip} was blocked after it tried {email} forty times.",
           "Bank details: {iban} (salary), as told on the phone from {phone}.",
           "Parcel {order} scanned at {decimal}, {decimal}; driver app {version}.",
           "Ticket closed, hash {hex}, request {uuid}.",
           "From: {email}\\tTo: {email}\\tIP={ip}",
           "Contact:{phone}, card no.{card}; account:{iban}."],
    2: ["Reach me on {phone} / {email}, thanks!", "We charged card ending... in full: {card}; refund pending since {date}.",
        "[{date}] host {ip} -> {ip}: handshake failed ({hex})", "IBAN {iban}; BIC unknown; payee {email}",
        "<{email}> wrote: my new number is {phone}, old one is dead.", "Part {serial}, batch {order}, firmware {version}, {decimal} V.",
        "The caller ({phone}) gave card {card} and asked about order {order}.", "user={email};src={ip};sid={uuid}"],
}
ZH = {
    0: ["报警人称其手机号{cnphone}被冒用，身份证号{cn}已泄露。", "请将发票寄到{email}，联系电话{cnphone}。",
            "嫌疑人用银行卡{card}转账，登录地址{ip}。", "案件编号{order}，立案时间{date}，现场编号{serial}。",
            "证件号码：{cn}，电话：{cnphone}。", "版本{version}，流水号{hex}，金额{decimal}元。"],
    1: ["当事人{cn}于{date}报案，留下电话{cnphone}和邮箱{email}。", "转账至{card}，随后从{ip}登录，订单{order}。",
           "其兄身份证{cn}，手机{cnphone}，均已核实。", "会话{uuid}无异常，重量{decimal}公斤。",
           "请联系{email}或拨打{cnphone}；卡号{card}。", "系统版本{version}，编号{serial}，无人员信息。"],
    2: ["经查，{cn}（电话{cnphone}）系本案证人。", "来电号码{cnphone}，自称客服，要求提供卡号{card}和邮箱{email}。",
        "服务器{ip}于{date}遭攻击，日志号{hex}。", "登记信息：身份证{cn}；手机：{cnphone}；邮箱：{email}。",
        "货物{order}已签收，重{decimal}千克，批次{serial}。", "退款账户{iban}，联系人邮箱{email}，版本{version}。"],
}
PHONES = ["+1 202-555-01{dd}", "+44 7700 900{ddd}", "+33 6 39 98 {dd} {dd}", "+61 491 570 {ddd}", "+49 151 2345{dddd}", "+12025550{ddd}"]
TYPE = {"email": "email", "phone": "phone", "card": "payment_card", "iban": "iban", "ip": "ip", "cn": "national_id.cn",
        "cnphone": "phone"}


def value(r, kind):
    if kind == "email":
        return "%s%d@%s" % (r.choice(["info.desk", "maria", "j_walker", "li-wei", "office"]), r.randrange(1, 999),
                            r.choice(["example.com", "mail.example.org", "example.net"]))
    make = {
        "phone": lambda: fill(r, r.choice(PHONES)), "cnphone": lambda: fill(r, "1{x}{ddddddddd}"), "card": lambda: ids.card(r),
        "iban": lambda: ids.iban(r), "ip": lambda: "%s.%d" % (r.choice(["192.0.2", "198.51.100", "203.0.113"]), r.randrange(256)),
        "cn": lambda: ids.cn(r), "uuid": lambda: uuid(r), "order": lambda: "%d-%07d" % (r.randrange(10, 99), r.randrange(10 ** 7)),
        "date": lambda: "20%02d-%02d-%02d" % (r.randrange(10, 24), r.randrange(1, 13), r.randrange(1, 29)),
        "decimal": lambda: "%.4f" % (r.random() * 90), "version": lambda: "%d.%d.%d" % (r.randrange(9), r.randrange(20), r.randrange(90)),
        "hex": lambda: "%040x" % r.getrandbits(160), "serial": lambda: ids.digits(r, 9, "123456789"),
    }
    return make[kind]()


def narratives(r, n, held):
    """Pairs of a text and its spans: (byte offset, byte length, type)."""
    out = []
    for i in range(n):
        text, spans = b"", []
        for _ in range(r.randrange(1, 5)):
            t = r.choice((EN if i % 2 else ZH)[held]).replace("\\t", " ")
            while "{" in t:
                a, b = t.index("{"), t.index("}")
                text += t[:a].encode()
                v = value(r, t[a + 1:b])
                if t[a + 1:b] in TYPE:
                    spans.append((len(text), len(v.encode()), TYPE[t[a + 1:b]]))
                text += v.encode()
                t = t[b + 1:]
            text += t.encode() + (b" " if i % 2 else b"")
        out.append((text.decode(), spans))
    return out
