"""The feed, read by a program that no one here wrote."""

from typing import Any
from uuid import UUID

import feedparser
import pytest

from kh213.export.atom import atom
from kh213.release.comparing.diff import difference
from kh213.release.publications.log import Entry as Withdrawal
from kh213.release.reading.read import read_plan
from kh213.view.outside.feed import News, feed
from kh213.words import words
from tests import second_release
from tests.builders import make_plan

SITE = "https://theo-doi.example"
HEADERS = {"content-location": "https://host.example/feed.atom", "content-type": "application/atom+xml"}
GONE = Withdrawal("2027-02-01T08:30:00+00:00", "withdrawn", "2026-12-01", "", "Cột <b>tử số</b> & mẫu số\x0b đổi chỗ")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> tuple[News, ...]:
    old, new = second_release.pair(tmp_path_factory.mktemp("releases"))
    return (read_plan(old), None), (read_plan(new), difference(old, new))


def parsed(news: tuple[News, ...], lang: str = "vi", site: str = SITE, withdrawn: tuple[Withdrawal, ...] = ()) -> Any:
    found = feedparser.parse(atom(feed(words(lang), news, withdrawn), site), response_headers=HEADERS)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_feed_has_what_the_standard_demands(news: tuple[News, ...]) -> None:
    found = parsed(news)
    assert found.feed.title == "Kế hoạch 213: theo dõi công khai"
    assert found.feed.author == found.feed.title
    assert found.feed.updated == "2027-01-15T00:00:00+07:00"
    assert {link.rel: link.href for link in found.feed.links if link.type == "text/html"} == {"alternate": f"{SITE}/"}
    assert next(link.href for link in found.feed.links if link.rel == "self") == f"{SITE}/feed.atom"
    for each in [found.feed, *found.entries]:
        assert UUID(each.id.removeprefix("urn:uuid:"))
        assert each.title
        assert each.updated_parsed
    assert len({each.id for each in found.entries}) == len(found.entries)


def test_every_publication_and_every_verdict_that_turned_is_an_entry(news: tuple[News, ...]) -> None:
    titles = [entry.title for entry in parsed(news).entries]
    assert titles[0].startswith("Bản công bố ngày 15/01/2027: 1 chỉ tiêu đổi, 7 kết luận đổi")
    assert titles[-1] == "Bản công bố ngày 22/11/2026"
    assert "T01 Thứ hạng sẵn sàng công nghệ thông tin (toàn tỉnh): Đạt muộn" in titles
    turned = next(entry for entry in parsed(news).entries if entry.title.startswith("T06"))
    assert turned.link == f"{SITE}/chi-tieu?ma=T06&ky=2027-01-15"
    assert "Nay: Đạt: năm 2020 là 61%" in turned.content[0].value


def test_an_entry_of_a_publication_says_what_changed(news: tuple[News, ...]) -> None:
    entry = parsed(news, "en").entries[0]
    assert entry.link == f"{SITE}/thay-doi?ky=2027-01-15&lang=en"
    assert "rank 3 → rank 4" in entry.content[0].value


def test_ids_stay_when_the_site_moves_and_differ_between_languages(news: tuple[News, ...]) -> None:
    here, elsewhere, english = parsed(news), parsed(news, site="https://khac.example"), parsed(news, "en")
    assert [each.id for each in here.entries] == [each.id for each in elsewhere.entries]
    assert not {each.id for each in here.entries} & {each.id for each in english.entries}
    assert here.feed.id != english.feed.id


def test_a_withdrawal_is_news_with_its_reason_as_text(news: tuple[News, ...]) -> None:
    entry = parsed(news, withdrawn=(GONE,)).entries[0]
    assert entry.title == "Bản công bố 01/12/2026 đã được rút lại"
    assert entry.updated == "2027-02-01T08:30:00+00:00"
    assert "&lt;b&gt;tử số&lt;/b&gt; &amp; mẫu số" in entry.content[0].value


def test_without_an_address_of_its_own_the_links_are_paths_that_a_reader_resolves(news: tuple[News, ...]) -> None:
    found = parsed(news, site="")
    assert found.entries[-1].link == "https://host.example/?ky=2026-11-22"


def test_one_publication_alone_is_a_feed() -> None:
    found = parsed(((make_plan(), None),))
    assert [entry.title for entry in found.entries] == ["Bản công bố ngày 22/11/2026"]


def test_the_same_publications_give_the_same_bytes(news: tuple[News, ...]) -> None:
    assert atom(feed(words("vi"), news, ()), SITE) == atom(feed(words("vi"), news, ()), SITE)


def test_a_release_day_in_the_log_without_a_zone_is_still_a_moment() -> None:
    naive = GONE._replace(recorded_at="2027-02-01T08:30:00")
    entry = parsed(((make_plan(), None),), withdrawn=(naive,)).entries[0]
    assert entry.updated == "2027-02-01T08:30:00+00:00"
