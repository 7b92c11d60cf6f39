"""How figures are cited: the line on the page, BibTeX, RIS; and the lines of code to copy."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kh213.export import citation as files
from kh213.model.plan import Plan
from kh213.release.reading.read import read_plan
from kh213.view.citation import Work, citation, line, work
from kh213.view.outside.snippets import snippets
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import make_plan
from tests.second_release import FIRST, ROOT

REAL, DEMO = read_plan(FIRST), read_plan(ROOT / "data" / "demo")
SITE = "https://theo-doi.example"


def reader(plan: Plan = REAL, lang: str = "vi") -> Reader:
    return Reader(plan, words(lang), "latest", plan.release.day)


def cited(target: str = "", lang: str = "vi", site: str = SITE) -> Work:
    found = work(reader(lang=lang), site, target)
    assert found is not None
    return found


def test_a_publication_is_cited_by_title_version_day_of_access_and_address() -> None:
    assert citation(reader(), SITE, date(2027, 1, 5)).line == (
        "Kế hoạch 213/KH-UBND tỉnh Quảng Ninh: chỉ tiêu, số liệu đã công bố và nhiệm vụ, phiên bản 22/11/2026, "
        "truy cập 05/01/2027, https://theo-doi.example/du-lieu?ky=2026-11-22. Giấy phép CC BY 4.0."
    )


def test_a_target_is_cited_by_its_own_page_of_that_publication() -> None:
    said = citation(reader(lang="en"), SITE, date(2027, 1, 5), "T06")
    assert "T06 Provincial procedures online at level 4 (Plan 213/KH-UBND of Quảng Ninh province)" in said.line
    assert "https://theo-doi.example/chi-tieu?ma=T06&ky=2026-11-22&lang=en" in said.line
    assert [file.href for file in said.files] == [
        f"/data/2026-11-22/citation.{ending}?target=T06&lang=en" for ending in ("txt", "bib", "ris")
    ]


def test_where_the_site_has_no_known_address_a_blank_stands_in_its_place() -> None:
    assert ", [địa chỉ trang này]/du-lieu?ky=2026-11-22." in line(cited(site=""), None)
    assert b"url " not in files.bibtex(cited(site=""))
    assert "[địa chỉ trang này]/du-lieu" in files.bibtex(cited(site="")).decode()
    assert b"UR  - " not in files.ris(cited(site=""))


def test_a_file_leaves_the_day_of_access_to_whoever_cites() -> None:
    assert "truy cập [ngày/tháng/năm]," in files.text(cited()).decode()


def test_invented_figures_are_not_offered_for_citation() -> None:
    said = citation(reader(DEMO), SITE, date(2027, 1, 5), "T06")
    assert said.files == ()
    assert "bịa" in said.line
    assert work(reader(DEMO), SITE) is None


def test_bibtex_is_one_entry_with_vietnamese_letters_as_they_are() -> None:
    assert files.bibtex(cited("T06")).decode() == (
        "@misc{kh213-2026-11-22-T06,\n"
        "  author  = {{Kế hoạch 213: theo dõi công khai}},\n"
        "  title   = {{T06 Thủ tục cấp tỉnh trực tuyến mức độ 4 (Kế hoạch 213/KH-UBND tỉnh Quảng Ninh)}},\n"
        "  year    = {2026},\n"
        "  month   = {11},\n"
        "  version = {2026-11-22},\n"
        "  url     = {https://theo-doi.example/chi-tieu?ma=T06&ky=2026-11-22},\n"
        "  langid  = {vietnamese},\n"
        "  note    = {Phiên bản 22/11/2026. Giấy phép CC BY 4.0.},\n"
        "}\n"
    )


def test_ris_is_one_record_of_data() -> None:
    lines = files.ris(cited()).decode().split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert "DA  - 2026/11/22/" in lines
    assert "UR  - https://theo-doi.example/du-lieu?ky=2026-11-22" in lines
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", each) for each in lines[:-1])


@given(st.text(min_size=1, max_size=60))
def test_no_title_breaks_out_of_its_field(title: str) -> None:
    told = replace(cited(), title=title)
    entry = files.bibtex(told).decode()
    plain = re.sub(r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\[&%$#_{}]", "", entry)
    assert plain.count("{") == plain.count("}")
    assert len(entry.split("\n")) == 11
    assert len(files.ris(told).decode().split("\r\n")) == 11


def test_the_lines_to_copy_name_the_pinned_table_and_keep_codes_as_text() -> None:
    excel, pandas, r = snippets(reader(), SITE, "2026-11-22")
    address = "https://theo-doi.example/data/2026-11-22/observations.csv"
    assert excel.code == address
    assert f'pd.read_csv("{address}", dtype=str)' in pandas.code
    assert f'"{address}"' in r.code
    assert ".default = col_character()" in r.code
    compile(pandas.code, "snippet", "exec")


def test_a_plan_of_another_name_is_cited_by_that_name() -> None:
    other = work(Reader(make_plan(), words("vi"), "latest", date(2026, 11, 22)), SITE)
    assert other is not None
    assert (other.author, other.title) == ("Thử: theo dõi công khai", "Kế hoạch thử")
