"""The page Đối chiếu, as Streamlit's script runs it."""

from pathlib import Path

import pytest

from kh213.release.publications.publishing import withdraw
from kh213.words import words
from tests import publications, second_release
from tests.app.test_pages import headings, run, text
from tests.second_release import PAST_NEW, PAST_OLD


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    return second_release.data_root(tmp_path)


@pytest.mark.usefixtures("data")
def test_a_printed_conclusion_is_confirmed_or_said_to_be_replaced() -> None:
    assert headings(run("verify", ky=PAST_NEW, ma="T01", noi="22")) == ["Đây là con số đang dùng"]
    replaced = run("verify", ky=PAST_OLD, ma="T01", noi="22")
    assert headings(replaced) == ["Đã được thay ngày 20/02/2026, nay là: Đạt muộn (hạng 3, năm 2022)"]
    assert "Bảng xếp hạng được tính lại." in text(replaced)
    assert headings(run("verify", ky=PAST_OLD, ma="T02", lang="en")) == ["This is the verdict in use"]


@pytest.mark.usefixtures("data")
def test_a_whole_print_and_a_place_in_it_can_be_checked() -> None:
    assert headings(run("verify", ky=PAST_OLD)) == ["3 trong 14 kết luận của bản ngày 10/01/2026 đã được thay"]
    assert "Phường Hà Tu" in text(run("verify", ky=PAST_NEW, noi="06664"))


@pytest.mark.usefixtures("data")
def test_a_publication_that_never_was_confirms_nothing() -> None:
    said = run("verify", ky="2020-01-01", ma="T01")
    assert headings(said) == ["Con số đang dùng, theo bản mới nhất ngày 20/02/2026"]
    assert "Không có bản công bố “2020-01-01”" in text(said)
    assert words("vi")("verify.newest_said") in text(said)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("ma", ["T99", "<script>", "💥", "T" * 500])
def test_a_wrong_code_is_told_and_the_whole_print_shown(ma: str) -> None:
    said = run("verify", ky=PAST_OLD, ma=ma)
    assert not said.exception
    assert "Hãy xem lại mã trên bản in" in text(said)
    assert "3 trong 14" in headings(said)[0]


def test_where_a_later_publication_cannot_be_read_nothing_is_confirmed(data: Path) -> None:
    (data / "releases" / PAST_NEW / "observations.csv").write_bytes(b"x")
    said = run("verify", ky=PAST_OLD, ma="T01")
    assert headings(said) == ["Đối chiếu con số đã in"]
    assert words("vi")("verify.unread") in text(said)
    assert "đang dùng" not in text(said)


def test_a_print_from_a_withdrawn_publication_says_so_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publications.first(tmp_path)
    publications.publish(tmp_path, publications.SECOND, publications.second_tables())
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    withdraw(tmp_path, publications.SECOND, "Cột bị đổi chỗ")
    said = run("verify", ky=str(publications.SECOND), ma="T01")
    assert headings(said) == ["Bản công bố 15/10/2026 đã được rút lại"]
    assert "Cột bị đổi chỗ" in text(said)


def test_the_target_and_data_pages_say_how_they_are_cited() -> None:
    assert "phiên bản 22/11/2026, truy cập" in text(run("data"))
    assert "T06 Thủ tục cấp tỉnh trực tuyến mức độ 4 (Kế hoạch 213/KH-UBND" in text(run("indicator", ma="T06"))
    assert words("vi")("data.citation_illustrative") in text(run("indicator", ma="T06", ky="demo"))
