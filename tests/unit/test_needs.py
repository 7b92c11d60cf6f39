"""Which parts of Streamlit's bundle a page needs, and that a bundle made in another way is noticed."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Piece
from kh213.arrange.site import arranged
from kh213.site.bundle import files, needs, pack


def pieces(page: str, *query: tuple[str, str]) -> tuple[Piece, ...]:
    return arranged(Asked(page, query)).pieces


def names(addresses: tuple[str, ...]) -> set[str]:
    return {address.rpartition("/")[2].partition(".")[0] for address in addresses}


@pytest.fixture(autouse=True)
def _afresh() -> None:
    for each in (needs.at_once, needs._scripts, needs.every_page, needs.style):
        each.cache_clear()


def test_only_the_page_of_a_target_needs_vega() -> None:
    assert {"ArrowVegaLiteChart", "embed"} <= names(needs.first_needs(pieces("indicator", ("ma", "T01"))))
    for page in ("overview", "map", "area", "tasks", "data", "embed", "changes", "verify", "method"):
        assert not {"ArrowVegaLiteChart", "embed"} & names(needs.first_needs(pieces(page)))


def test_the_overview_needs_the_least() -> None:
    assert names(needs.first_needs(pieces("overview"))) == {"Html", "purify"}


def test_a_framed_page_needs_nothing_to_choose_with() -> None:
    shown = pieces("map")
    assert {"Selectbox", "Slider", "moment"} <= names(needs.first_needs(shown))
    assert not {"Selectbox", "Slider", "moment"} & names(needs.first_needs(shown, embedded=True))


def test_no_page_needs_a_part_that_is_not_compressed_ahead() -> None:
    ahead = set(pack.ahead())
    for page in ("overview", "indicator", "map", "area", "tasks", "data", "embed", "changes", "verify", "method"):
        assert set(needs.first_needs(pieces(page))) <= ahead
    assert set(needs.at_once()) <= ahead


def test_a_bundle_whose_imports_cannot_be_read_any_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = needs.at_once()[0]
    needs.at_once.cache_clear()
    script = tmp_path / "index.js"
    script.write_text(files.listed()[module].read_text("utf-8").replace('from"./', "from'./"), "utf-8")
    changed = {**files.listed(), module: script}
    monkeypatch.setattr(files, "listed", lambda: changed)
    with pytest.raises(ValueError, match="cannot read it"):
        needs.at_once()


@pytest.mark.parametrize("found", [[], ["/static/js/Html.AAAAAAAA.js", "/static/js/Html.BBBBBBBB.js"]])
def test_a_part_that_is_gone_or_there_twice_is_refused(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    monkeypatch.setattr(files, "listed", lambda: dict.fromkeys(found, Path()))
    with pytest.raises(ValueError, match="parts named Html"):
        needs.part("Html")


@pytest.mark.parametrize("font", [files.text_font, files.icon_font])
def test_a_font_that_is_gone_or_there_twice_is_refused(font: Callable[[Iterable[str]], str]) -> None:
    there = font(files.listed())
    for found in ([], [there, there.replace(".woff2", "2.woff2")]):
        with pytest.raises(ValueError, match="expects one"):
            font(found)
