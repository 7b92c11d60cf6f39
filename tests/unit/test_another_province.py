"""Another province needs data and nothing else: its map, its areas and its verdicts come from the same code."""

from datetime import date
from pathlib import Path

import pytest

from kh213.draw.map.page import drawing, interactive_map
from kh213.model.verdict import status
from kh213.release.boundaries.layers import Layer, layer_for
from kh213.release.grids import read_grids
from kh213.release.publications.store import open_publication
from kh213.view.map.area import map_area
from kh213.view.map.choices import choices
from kh213.view.map.page import MapPage, map_page
from kh213.view.reader import Reader
from kh213.words import words
from tests import invented_province


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = invented_province.build(tmp_path_factory.mktemp("province"))
    invented_province.install_outlines(made)
    return made


@pytest.fixture(scope="module")
def who(root: Path) -> Reader:
    plan = open_publication(root, "latest", date(2026, 1, 1)).plan
    return Reader(plan, words("vi"), "latest", plan.release.day)


def page(who: Reader, root: Path, **asked: str) -> MapPage:
    chosen = choices(who, **asked)
    layer = layer_for(root, who.plan.areas, chosen.day, chosen.level)
    return map_page(who, chosen, read_grids(root), layer)


@pytest.mark.parametrize(("period", "communes"), [("2019", 9), ("2020", 8)])
@pytest.mark.parametrize("drawn_as", ["o", "dia-ly"])
def test_its_map_shows_the_communes_of_each_year_on_squares_and_on_outlines(
    who: Reader, root: Path, period: str, communes: int, drawn_as: str
) -> None:
    view = page(who, root, thoi=period, ve=drawn_as)
    assert view.table == f"Bảng: cả {communes} xã"
    assert len(drawing(view).shapes) == len(view.places) == communes
    assert drawing(view).geographic == (drawn_as == "dia-ly")
    assert interactive_map(view, who.w, dark=False) is not None


def test_its_merger_is_followed_and_not_compared(who: Reader, root: Path) -> None:
    chosen = choices(who, thoi="2020", so="2019", noi="93001")
    view = map_page(who, chosen, read_grids(root))
    assert [place.code for place in view.places if place.step == "changed"] == ["93001"]
    found = map_area(who, chosen, view, chosen.area)
    assert {kin.place.text for kin in found.history[0].kin} == {"Xã Số 1 Đảo", "Xã Số 2 Đảo"}
    layer = layer_for(root, who.plan.areas, chosen.day, "commune")
    assert isinstance(layer, Layer)
    assert layer.dissolved


def test_its_districts_open(who: Reader, root: Path) -> None:
    view = page(who, root, cap="commune", trong="992", thoi="2020")
    assert (view.within, len(view.places)) == ("Thị xã Nam Thử", 4)


def test_its_verdicts_are_computed(who: Reader) -> None:
    codes = {verdict.area_code: verdict.code for verdict in status(who.plan, who.as_of)}
    assert codes["99"] == "met"
    assert codes["91001"] == "missed"
    assert set(codes.values()) == {"met", "missed", "undetermined"}
