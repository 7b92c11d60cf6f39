"""/data/changes: every cell that changed between two publications."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kh213.release.publications import log
from kh213.release.schema import TABLES
from kh213.site.asked import A_MINUTE, A_YEAR
from tests import second_release
from tests.second_release import PAST_NEW, PAST_OLD
from tests.serving import running

GOLDEN = Path(__file__).parents[1] / "golden" / "changes.csv"
PAIR = f"/data/changes/{PAST_OLD}..{PAST_NEW}.csv"
WITHDRAWN = "2026-03-01"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A site with two publications, a third that was withdrawn, and the illustrative one."""
    root = second_release.data_root(tmp_path_factory.mktemp("data"))
    second_release.write_release(root / "releases" / WITHDRAWN, second_release.changed())
    log.prepare(root, [log.Entry("2026-03-02T00:00:00+07:00", log.WITHDRAWN, WITHDRAWN, "", "Sai bảng.")])
    log.put_in_place(root)
    with (
        running({"KH213_DATA": str(root)}) as site,
        httpx.Client(base_url=site.url, headers={"accept-encoding": "identity"}, timeout=60) as client,
    ):
        yield client


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


def two_lines(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(lines) == 2
    return lines


def test_every_changed_cell_is_given_byte_for_byte(changed: httpx.Client) -> None:
    answer = changed.get(PAIR)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content == GOLDEN.read_bytes()


def test_a_row_says_table_key_column_old_new_and_why(changed: httpx.Client) -> None:
    found = rows(changed.get(PAIR))
    rank = next(row for row in found if row["key"].startswith("ict-index-hang;") and row["column"] == "obs_value")
    assert rank == {
        "table": "observations",
        "key": "ict-index-hang;22;2020;period;bao-cao-2027;2026-01-20",
        "column": "obs_value",
        "old": "",
        "new": "4",
        "change": "added",
        "source_code": "bao-cao-2027",
        "note_vi": "Bảng xếp hạng được tính lại.",
        "note_en": "Computed anew.",
    }
    assert {row["change"] for row in found} == {"added", "removed", "changed"}
    assert {row["table"] for row in found} == {"targets", "observations", "agencies", "sources", "task_updates"}


def test_the_key_of_a_row_can_be_taken_apart_again(changed: httpx.Client) -> None:
    for row in rows(changed.get(PAIR)):
        assert row["key"].count(";") == len(TABLES[row["table"]].key) - 1


def test_the_file_has_a_telling_name(changed: httpx.Client) -> None:
    assert changed.get(PAIR).headers["content-disposition"] == (
        f'attachment; filename="kh213-{PAST_NEW}-changes-since-{PAST_OLD}.csv"'
    )


@pytest.mark.parametrize(
    ("old", "new", "cache"),
    [
        (PAST_OLD, PAST_NEW, A_YEAR),
        (PAST_OLD, "latest", A_MINUTE),
        ("latest", PAST_OLD, A_MINUTE),
        ("demo", "demo", A_MINUTE),
    ],
)
def test_a_pair_of_dates_may_be_kept_for_a_year(changed: httpx.Client, old: str, new: str, cache: str) -> None:
    answer = changed.get(f"/data/changes/{old}..{new}.csv")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, cache)


def test_latest_stands_for_its_date_at_either_place(changed: httpx.Client) -> None:
    assert changed.get(f"/data/changes/{PAST_OLD}..latest.csv").content == GOLDEN.read_bytes()
    back = rows(changed.get(f"/data/changes/latest..{PAST_OLD}.csv"))
    assert {(row["key"], row["column"], row["new"], row["old"]) for row in back} == {
        (row["key"], row["column"], row["old"], row["new"]) for row in rows(changed.get(PAIR))
    }


def test_a_publication_and_itself_give_a_header_alone(changed: httpx.Client) -> None:
    answer = changed.get(f"/data/changes/{PAST_NEW}..{PAST_NEW}.csv")
    assert answer.content == GOLDEN.read_bytes().splitlines(keepends=True)[0]
    invented = changed.get("/data/changes/demo..demo.csv")
    assert invented.text == answer.text.replace("\n", ",publication_status\n")


def test_etag_head_and_gzip_are_those_of_the_other_files(changed: httpx.Client) -> None:
    get, head = changed.get(PAIR), changed.head(PAIR)
    assert (head.content, {**head.headers, "date": ""}) == (b"", {**get.headers, "date": ""})
    assert changed.get(PAIR, headers={"if-none-match": get.headers["etag"]}).status_code == 304
    with changed.stream("GET", PAIR, headers={"accept-encoding": "gzip"}) as packed:
        assert gzip.decompress(b"".join(packed.iter_raw())) == get.content
    assert get.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        (f"/data/changes/2001-01-01..{PAST_NEW}.csv", 404, "2001-01-01"),
        (f"/data/changes/{PAST_OLD}..x.csv", 404, "x"),
        (f"/data/changes/{WITHDRAWN}..latest.csv", 410, "Sai bảng."),
        (f"/data/changes/{PAST_OLD}..{WITHDRAWN}.csv", 410, "Sai bảng."),
        (f"{PAIR}?excel=1", 422, "excel"),
        (f"/data/changes/demo..{PAST_NEW}.csv", 422, ""),
        (f"/data/changes/{PAST_OLD}.csv", 404, "changes"),
        ("/data/changes/...csv", 404, ""),
        ("/data/changes/..%2f..%2fapp..latest.csv", 404, ""),
    ],
)
def test_what_cannot_be_compared_is_refused_in_two_lines(
    changed: httpx.Client, path: str, status: int, named: str
) -> None:
    answer = changed.get(path)
    assert answer.status_code == status
    assert all(named in line for line in two_lines(answer))


def test_the_page_of_changes_has_a_first_response(changed: httpx.Client) -> None:
    answer = changed.get("/thay-doi?lang=en")
    assert answer.status_code == 200
    assert "<title>Changes · " in answer.text
