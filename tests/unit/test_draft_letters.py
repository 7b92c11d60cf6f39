"""The letters of a file, in whatever encoding an office saved them, and letters that were damaged on the way."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.release.cells.legacy import from_tcvn3, from_vni, western
from kh213.release.cells.letters import Letters, Meant, decoded, meant, small_beginnings, stray_words
from kh213.release.cells.syllables import LETTERS, is_syllable
from kh213.release.schema import TABLES

SENTENCES = "Ủy ban nhân dân tỉnh Quảng Ninh; Tỷ lệ hồ sơ giải quyết trực tuyến mức độ 4"

SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ"
_VNI = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï "
    "oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î"
)
VNI = _VNI.split()


def windows_1258(text: str) -> bytes:
    """As Windows writes Vietnamese: letters with their shape, then the tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in text:
        split = normalize("NFD", letter)
        parts.append(normalize("NFC", "".join(part for part in split if part not in tones)))
        parts.append("".join(part for part in split if part in tones))
    return "".join(parts).encode("cp1258")


def tcvn3(text: str) -> bytes:
    table = dict(zip(SMALL + "ĂÂĐÊÔƠƯ", TCVN3 + "¡¢§£¤¥¦", strict=True))
    table |= {small.upper(): byte for small, byte in zip(SMALL, TCVN3, strict=True) if small.upper() not in table}
    return "".join(table.get(letter, letter) for letter in text).encode("latin-1")


def vni(text: str) -> bytes:
    table = dict(zip(SMALL, VNI, strict=True))
    table |= {small.upper(): pair.upper() for small, pair in table.items()}
    return "".join(table.get(letter, letter) for letter in text).encode("latin-1")


@pytest.mark.parametrize(
    ("encoding", "code"), [("utf-8", None), ("utf-8-sig", "byte_order_mark"), ("utf-16", "utf_16")]
)
def test_unicode_is_read_as_it_is(encoding, code):
    assert decoded(SENTENCES.encode(encoding)) == Letters(SENTENCES, code)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf_16_is_read_in_both_orders_marked_or_not(encoding, mark):
    text = f"area_code,name_vi\r\n22,{SENTENCES}\r\n"
    assert decoded((mark + text).encode(encoding)) == Letters(text, "utf_16")


def test_windows_1258_becomes_composed_unicode():
    found = decoded(windows_1258(SENTENCES))
    assert (found.text, found.code, found.expected) == (SENTENCES, "letters_windows", "Ủy ban nhân dân tỉnh Quảng Ninh")


def test_tcvn3_is_recognised_and_shown_as_it_stands_and_as_it_reads():
    found = decoded(tcvn3("tỉnh Quảng Ninh;hồ sơ"))
    assert found == Letters("tỉnh Quảng Ninh;hồ sơ", "letters_tcvn3", "tØnh Qu¶ng Ninh", "tỉnh Quảng Ninh")


def test_tcvn3_keeps_no_capitals_with_tones_except_among_capitals():
    assert decoded(tcvn3(SENTENCES)).text == SENTENCES.replace("Ủy", "ủy")
    assert decoded(tcvn3("TỈNH QUẢNG NINH, ĐỒNG LỢI")).text == "TỈNH QUẢNG NINH, ĐỒNG LỢI"


def test_vni_is_recognised_and_shown_as_it_stands_and_as_it_reads():
    found = decoded(vni(SENTENCES))
    assert found == Letters(
        SENTENCES, "letters_vni", "UÛy ban nhaân daân tænh Quaûng Ninh", "Ủy ban nhân dân tỉnh Quảng Ninh"
    )


def test_every_vietnamese_letter_has_its_byte_in_tcvn3():
    assert from_tcvn3(TCVN3) == SMALL
    assert from_tcvn3("¡¢§£¤¥¦") == "ĂÂĐÊÔƠƯ"
    assert {*SMALL, *SMALL.upper()} == LETTERS


@pytest.mark.parametrize(("pair", "letter"), list(zip(VNI, SMALL, strict=True)))
def test_every_vietnamese_letter_has_its_bytes_in_vni(pair, letter):
    assert from_vni(pair) == letter
    assert from_vni(pair.upper()) == letter.upper()


def test_a_file_in_no_vietnamese_encoding_is_shown_and_not_guessed():
    found = decoded("a,Ýòîò\n1,Äîì Ëåíèíà\n".encode("latin-1"))
    assert (found.code, found.found) == ("letters_unknown", "Ýòîò")


def test_a_file_that_lost_its_letters_is_not_taken_for_another_encoding():
    saved = "note_vi\nBộ Thông tin và Truyền thông công bố, xã nào cũng có\n".encode("cp1252", "replace")
    found = decoded(saved)
    assert (found.code, found.text) == ("letters_lost", saved.decode("cp1252"))
    assert "Thông" in found.text


def test_a_question_in_a_file_of_another_encoding_is_no_letter_lost():
    asked = "vì sao tỷ lệ hồ sơ trực tuyến thấp? do thiếu máy;https://a.vn/tim?q=b"
    assert decoded(vni(asked)).text == asked


def test_a_letter_cut_in_two_does_not_make_the_file_another_encoding():
    content = SENTENCES.encode()
    at = content.index("ả".encode()) + 1
    found = decoded(content[:at] + content[at + 1 :])
    assert found.code is None
    assert found.text == SENTENCES.replace("ả", "\ufffd", 1)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", b"a,b\n1,\0\n", b"\0", b"\xff\xfea\0\0\0", b"a\0\xd8\0"]
)
def test_what_is_not_text_is_not_read(content):
    assert decoded(content) is None


@pytest.mark.parametrize(
    ("text", "code", "was"),
    [
        ("Quáº£ng Ninh", "mojibake", "Quảng Ninh"),
        ("Háº¡ Long", "mojibake", "Hạ Long"),
        ("QuÃ¡ÂºÂ£ng Ninh", "mojibake", "Quảng Ninh"),
        ("lÃ\u00a0m viá»‡c", "mojibake", "làm việc"),
        ("Ä\u0090áº·ng", "mojibake", "Đặng"),
        ("30 Â°C", "mojibake", "30 °C"),
        ("BÃ\u00a0i vá»\u0081 XÃ\u00a0", "mojibake", "Bài về Xà"),
        ("Qu¶ng Ninh", "letters_tcvn3", "Quảng Ninh"),
        ("Tû lÖ hå s¬ gi¶i quyÕt trùc tuyÕn møc ®é 4", "letters_tcvn3", "Tỷ lệ hồ sơ giải quyết trực tuyến mức độ 4"),
        ("Hµ Tu", "letters_tcvn3", "Hà Tu"),
        ("Haï Long", "letters_vni", "Hạ Long"),
        ("Uûy ban nhaân daân tænh", "letters_vni", "Ủy ban nhân dân tỉnh"),
        ("Qu?ng Ninh", "letters_lost", ""),
        ("T? l? h? so", "letters_lost", ""),
        ("Qu\ufffdng Ninh", "letters_lost", ""),
    ],
)
def test_a_damaged_cell_says_what_was_meant(text, code, was):
    assert meant(text) == Meant(code, was)


@pytest.mark.parametrize(
    "text",
    [
        "Quảng Ninh", "UBND phường, QĐ 213/QĐ-UBND", "Đắk Lắk", "PHƯỜNG, XÃ\u00a0HÀ KHÁNH", "“XÃ”", "PHƯỜNG, XÃ…",
        "30 °C", "5 µm", "kWh/m²", "© 2020", "São Paulo", "Zürich", "café", "https://a.vn/tim?q=b&c=?d", "Vì sao? Do thiếu",
        "là và có thì", "±5 %", "≥ 50", "",
    ],
)  # fmt: skip
def test_a_cell_in_order_is_left_alone(text):
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("Theo báo cáo của tỉnh Qu¶ng Ninh năm 2020", {"Qu¶ng": "Quảng"}),
        ("số liệu do thaønh phố công bố rồi", {"thaønh": "thành"}),
        ("đã có kÕ hoạch từ năm trước", {"kÕ": "kế"}),
        ("vốn ñaàu tư công của tỉnh, phường Hµ Tu", {"ñaàu": "đầu", "Hµ": "Hà"}),
    ],
)
def test_a_single_word_of_an_old_font_among_others_is_seen(text, strays):
    assert meant(text) is None
    assert stray_words(text) == strays


@pytest.mark.parametrize(
    "text",
    [
        "Zürich, São Paulo, café, Müller, España, naïve, Björk, Noël, Citroën", "tỷ lệ m², xã³, 5 µm, 30 °C, kW·h, Ø50",
        "QĐ-UBND, TP®, ©Sở, «Báo», ±5", "thôn A, ở Đắk Lắk", "",
    ],
)  # fmt: skip
def test_a_word_from_elsewhere_is_no_old_font(text):
    assert stray_words(text) == {}


def test_a_small_letter_with_a_tone_at_the_beginning_is_seen():
    assert small_beginnings("ủy ban. ấn phẩm của ủy ban") == ["ủy", "ấn"]
    assert small_beginnings("Ủy ban; ấn phẩm. đơn vị. năm") == []


def test_no_label_of_ours_looks_damaged():
    labels = [
        label for table in TABLES.values() for column in table.columns for label in (column.about.vi, column.about.en)
    ]
    assert [label for label in labels if meant(label)] == []


@pytest.mark.parametrize(
    "word", ["nghiêng", "Quảng", "uỷ", "ủy", "hoà", "hòa", "giải", "khuỷu", "đường", "yêu", "ĐÔNG"]
)
def test_a_vietnamese_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Qu¶ng", "caù", "Zürich", "àáo", "bcd", "tuyÕn", "café"])
def test_no_vietnamese_syllable(word):
    assert not is_syllable(word)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_not(content):
    found = decoded(content)
    assert found is None or isinstance(found.text, str)


@given(st.text(max_size=80))
def test_unicode_always_comes_back(text):
    content = text.encode("utf-8", "ignore")
    if b"\0" not in content and not content.startswith(b"\xef\xbb\xbf"):
        assert decoded(content) == Letters(content.decode())


@given(st.sets(st.sampled_from(["Quảng Ninh", "hạ long", "tỷ lệ", "hồ sơ", "trực tuyến", "mức độ", "xã", "phường"])))
def test_utf_8_read_as_windows_and_saved_again_is_undone(words):
    text = " ".join(words)
    damaged = western(text.encode())
    assert meant(damaged) == (None if damaged == text else Meant("mojibake", text))
