"""The publisher's page as Streamlit's script runs it: from files to a release, step by step."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kh213.release.publications import log, store
from kh213.release.publications.publishing import withdraw
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from kh213.words import words
from tests.builders import make_tables, observation, write_package

VI = words("vi")

pytestmark = pytest.mark.usefixtures("root")

BASE = date.today() - timedelta(days=30)
OLD = observation("2020", 40)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with one release, in which the one promise (50 %) was missed."""
    folder = tmp_path / "data"
    write_package(folder / "releases" / BASE.isoformat(), OLD, day=BASE)
    monkeypatch.setenv("KH213_DATA", str(folder))
    yield folder
    st.cache_resource.clear()  # for Streamlit all pages of the tests are one session: its desk is cleared away


def observations(*records: object) -> bytes:
    """observations.csv with the old figure and more."""
    return write_csv(TABLES["observations"], make_tables(OLD, *records)["observations"])  # type: ignore[arg-type]


GOOD = observations(observation("2021", 60, "2022-01-15"))
BAD = GOOD.replace(b",60,", b',"60,5",')


def page(*files: tuple[str, bytes], **query: str) -> AppTest:
    app = AppTest.from_file("../../publisher/page.py", default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return hand_in(app, *files) if files else app


def hand_in(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


def text(app: AppTest) -> str:
    bodies = " ".join(element.proto.body for element in app.main if element.type == "html")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bodies)).split())


def steps(app: AppTest) -> str:
    """The numbers of the steps that are there."""
    bodies = " ".join(element.proto.body for element in app.main if element.type == "html")
    return "".join(re.findall(r"<h2>([1-4])\.", bodies))


def button(app: AppTest, label: str) -> object:
    return next(each for each in app.button if each.label.startswith(label))


def click(app: AppTest, label: str) -> AppTest:
    button(app, label).click()  # type: ignore[attr-defined]
    return app.run()


def publish(app: AppTest) -> AppTest:
    app.checkbox[0].check()
    return click(app.run(), "Công bố bản")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_begins_with_one_step_in_either_language(lang: str) -> None:
    app = page(lang=lang)
    assert not app.exception
    assert steps(app) == "1"
    assert words(lang)("publisher.files_lead") in text(app)
    assert words("en" if lang == "vi" else "vi")("publisher.files_lead") not in text(app)


def test_a_problem_ends_the_way_at_the_marked_cell() -> None:
    app = page(("observations.csv", BAD))
    assert steps(app) == "12"
    assert "1 chỗ phải sửa" in text(app)
    assert "ô G3 (obs_value):" in text(app)
    assert not any(each.label.startswith("Công bố bản") for each in app.button)


def test_the_same_in_english() -> None:
    app = page(("observations.csv", BAD), lang="en")
    assert "1 to mend" in text(app)
    assert "cell G3 (obs_value):" in text(app)


def test_what_changes_is_told_before_the_button() -> None:
    app = page(("observations.csv", GOOD))
    assert steps(app) == "1234"
    assert "1 con số mới" in text(app)
    assert button(app, "Công bố bản").disabled  # type: ignore[attr-defined]


def test_the_tick_and_the_button_publish(root: Path) -> None:
    app = publish(page(("observations.csv", GOOD)))
    today = date.today().isoformat()
    assert not app.exception
    assert store.releases(root, date.today()) == (today, BASE.isoformat())
    assert app.query_params["ban"] in (today, [today])
    assert "Đã công bố bản ngày" in text(app)
    assert steps(app) == "1"


def test_a_reload_still_says_what_was_published_and_publishes_nothing(root: Path) -> None:
    publish(page(("observations.csv", GOOD)))
    app = page(ban=date.today().isoformat())
    assert "Đã công bố bản ngày" in text(app)
    assert len(log.entries(root)) == 2


def test_an_address_that_names_no_release_says_nothing() -> None:
    assert "Đã công bố bản ngày" not in text(page(ban="../../etc"))


def test_a_draft_that_changes_nothing_is_not_published() -> None:
    app = page(("observations.csv", observations()))
    assert steps(app) == "123"
    assert "giống hệt bản" in text(app)


def test_what_is_certain_is_mended_in_a_copy_and_can_be_left_again() -> None:
    blank = GOOD.replace(b",bao,", b", bao,")
    app = click(page(("observations.csv", blank)), "Sửa những gì chắc chắn")
    assert not app.exception
    assert "“ bao” thành “bao”" in text(app)
    assert steps(app) == "1234"
    assert steps(click(app, "Quay lại")) == "12"


def test_where_nothing_is_certain_there_is_no_mended_copy_to_take_along() -> None:
    wrong = GOOD.replace(b",bao,", b",boa,")
    app = click(page(("observations.csv", wrong)), "Sửa những gì chắc chắn")
    assert "Không có chỗ nào có thể tự sửa" in text(app)
    assert not any(each.label.startswith("Tải các tệp đã sửa") for each in app.get("download_button"))


def test_capitals_lost_by_an_old_encoding_are_to_be_looked_at() -> None:
    legacy = observations(observation("2021", 60, "2022-01-15", note_vi="Tû lÖ hå s¬ gi¶i quyÕt trùc tuyÕn møc ®é 4"))
    app = page(("observations.csv", legacy.decode().encode("latin-1")))
    assert "soát lại chữ hoa trong bản sao" in text(click(app, "Sửa những gì chắc chắn"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2027", "không phải là ngày"),
        ("mai", "không phải là ngày"),
        (f"{BASE:%d/%m/%Y}", "Đã có bản công bố"),
        (f"{BASE - timedelta(days=9):%d/%m/%Y}", "trước ngày của bản mới nhất"),
    ],
)
def test_a_date_that_cannot_be_had_is_told(typed: str, said: str) -> None:
    app = page()
    app.text_input(key="day-0").set_value(typed)
    assert said in text(app.run())


def test_a_future_date_is_taken_and_told(root: Path) -> None:
    app = page(("observations.csv", GOOD))
    app.text_input(key="day-0").set_value("01/01/2099")
    app.run()
    assert "chỉ hiện cho người đọc từ ngày 01/01/2099" in text(app)
    assert "theo ngày hôm nay" in text(app)
    published = text(publish(app))
    assert "chỉ hiện cho người đọc từ ngày 01/01/2099" in published
    assert "tự hiện bản ấy khi đến ngày" in published
    assert "trong vòng một phút" not in published
    assert store.releases(root, date.today()) == (BASE.isoformat(),)


def test_a_tick_for_what_is_no_longer_so_is_gone_and_told(root: Path) -> None:
    app = page(("observations.csv", GOOD))
    app.checkbox[0].check()
    assert VI("publisher.seen_before") not in text(app.run())
    app.text_input(key="day-0").set_value("01/01/2099")
    assert VI("publisher.seen_before") in text(app.run())
    assert not app.checkbox[0].value
    app.checkbox[0].check()
    assert VI("publisher.seen_before") not in text(app.run())
    assert len(log.entries(root)) == 0


def test_a_day_to_come_is_not_told_before_there_is_a_draft_for_it() -> None:
    app = publish(page(("observations.csv", GOOD)))
    assert app.text_input(key="day-1").value == f"{date.today() + timedelta(days=1):%d/%m/%Y}"
    assert "còn ở phía trước" not in text(app)


def test_a_folder_of_this_machine_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "thư mục").mkdir()
    (tmp_path / "thư mục" / "observations.csv").write_bytes(BAD)
    app = page()
    app.text_input(key="local").set_value(f'"{tmp_path / "thư mục"}"')
    assert "ô G3 (obs_value):" in text(app.run())
    app.text_input(key="local").set_value("/không/có")
    assert "Không tìm thấy thư mục /không/có" in text(app.run())


def test_what_is_no_table_is_told() -> None:
    app = page(("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))))
    assert not app.exception
    assert steps(app) == "12"


def test_two_files_of_one_name_both_reach_the_check() -> None:
    app = page(("observations.csv", GOOD), ("observations.csv", BAD))
    assert "Có hai tệp cùng tên observations.csv" in text(app)
    assert "observations (2).csv" in text(app)
    assert steps(app) == "12"


@pytest.mark.parametrize(
    "name", ["../../ra-ngoai.csv", "..", "C:\\x\\observations.csv", "a" * 300 + ".csv", "\0.csv", ""]
)
def test_no_name_leads_out_of_the_desk(tmp_path: Path, name: str) -> None:
    app = page((name, GOOD))
    assert not app.exception
    assert not list(tmp_path.rglob("ra-ngoai*"))


def test_a_release_is_withdrawn_with_its_reason(root: Path) -> None:
    app = page()
    app.text_area(key="withdraw-why").set_value("Nhầm kỳ")
    app.run()
    app.checkbox(key=f"withdraw-sure-{BASE}").check()
    click(app.run(), "Rút lại bản này")
    assert log.withdrawn(root) == {BASE.isoformat(): "Nhầm kỳ"}
    assert "Đã rút lại bản ngày" in text(app)
    assert VI("publisher.addresses_withdrawn") in text(app)


def test_without_any_release_the_page_stands_and_asks_for_all_tables(root: Path) -> None:
    withdraw(root, BASE, "thử")
    app = page(("observations.csv", GOOD))
    assert not app.exception
    assert "chưa có bản nào" in text(app)
    assert steps(app) == "12"


def test_an_empty_data_folder_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_DATA", str(tmp_path / "nowhere"))
    app = page()
    assert not app.exception
    assert "chưa có bản nào" in text(app)
    assert words("vi")("publisher.failed") not in text(app)


FEW = observations()


def rows_tick(app: AppTest) -> Any:
    """The tick by which rows may go; None where it is not asked for."""
    return next((each for each in app.checkbox if each.label == VI("publisher.rows_may_go")), None)


@pytest.fixture
def twelve(root: Path) -> None:
    """The release has twelve figures, of which the draft FEW keeps one."""
    shutil.rmtree(root / "releases")
    years = [observation(str(year), 40, "2022-01-15") for year in range(2009, 2020)]
    write_package(root / "releases" / BASE.isoformat(), OLD, *years, day=BASE)


@pytest.mark.usefixtures("twelve")
def test_most_rows_go_after_a_tick_that_is_for_these_very_files() -> None:
    app = page(("observations.csv", FEW))
    assert (steps(app), rows_tick(app).value) == ("12", False)
    rows_tick(app).check()
    app.run()
    assert (steps(app), rows_tick(app).value) == ("1234", True)
    assert "11 điều nên xem lại" in text(app)
    hand_in(app, ("observations.csv", FEW.replace(b",40,", b",41,")))
    assert (steps(app), rows_tick(app).value) == ("12", False)


def test_where_no_rows_are_lost_nothing_is_asked() -> None:
    assert rows_tick(page(("observations.csv", GOOD))) is None


def test_how_a_file_was_read_is_no_warning() -> None:
    app = page(("observations.csv", b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")))
    assert "Kiểm tra: không thấy lỗi nào" in text(app)
    assert VI("publisher.fine_lead") in text(app)
    assert "Đã đọc đúng" in text(app)
    assert "Xem 1" not in text(app)
