"""The publisher's page in a real Chromium: from damaged files to the public site, and closed to everyone else."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from kh213.release.publications import store
from kh213.release.publications.publishing import publish
from kh213.release.reading.package import read_package
from tests import serving
from tests.browser.conftest import Opened
from tests.serving import ROOT, Site

Open = Callable[..., Opened]

REAL = ROOT / "data" / "releases" / "2026-11-22"
BASE = date.today() - timedelta(days=9)
ADDED = "bcci-tthc-phat-sinh,22,2020,period,600,1000,,eq,A,2021-02-01,cand19,,\n"  # 60 % of 50 %: T03 is met


def published(folder: Path) -> Path:
    """A data folder with the real figures, published some days ago."""
    (folder / "releases").mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "grids", folder / "grids")
    release, tables = read_package(REAL)
    publish(folder, BASE, tables, release.title, release.plan_name)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return published(tmp_path / "data")


@pytest.fixture
def page(root: Path) -> Iterator[Site]:
    """A page of its own, for a test that publishes or kills."""
    with serving.running({"KH213_DATA": str(root), "TMPDIR": str(root.parent)}, "publisher") as started:
        yield started


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the page that tests share."""
    return tmp_path_factory.mktemp("desks")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, desks: Path) -> Iterator[Site]:
    """One page for all tests that only look."""
    data = published(tmp_path_factory.mktemp("shared") / "data")
    with serving.running({"KH213_DATA": str(data), "TMPDIR": str(desks)}, "publisher") as started:
        yield started


@pytest.fixture
def drafts(tmp_path: Path) -> dict[str, Path]:
    """The real figures with one more: as they should be, and as Excel and a tired person leave them."""
    whole = (REAL / "observations.csv").read_text("utf-8") + ADDED
    damaged = whole.replace(",2019-08-24,", ",24/08/2019,", 1).replace(",600,1000,", ",1600,1000,")
    made = {}
    for name, text in (("good", whole), ("bad", damaged)):
        made[name] = tmp_path / name / "observations.csv"
        made[name].parent.mkdir()
        made[name].write_text(text, "utf-8", newline="\n")
    return made


def hand_in(seen: Opened, *files: Path) -> None:
    seen.page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", list(files))
    seen.page.locator("h2:has-text('2. ')").wait_for(timeout=60_000)
    seen.settle()


def tick_and_publish(page: Page) -> None:
    page.get_by_text("Tôi đã xem những thay đổi này").click()
    expect(button := page.get_by_role("button", name=re.compile("^Công bố bản"))).to_be_enabled()
    button.click()


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def test_from_damaged_files_to_the_public_site(
    open_page: Open, page: Site, root: Path, drafts: dict[str, Path]
) -> None:
    seen = open_page("/", at=page)
    hand_in(seen, drafts["bad"])
    marked = seen.page.locator("td.kh-cell-problem")
    assert [text.split("Sửa")[0].strip() for text in marked.all_inner_texts()] == ["24/08/2019", "1600"]
    assert "solid" in marked.first.evaluate("cell => getComputedStyle(cell).outlineStyle")
    assert "Ngày “24/08/2019” viết theo thứ tự ngày, tháng, năm. Viết 2019-08-24." in " ".join(
        seen.page.locator(".kh-draft").inner_text().split()
    )

    seen.page.click("summary:has-text('Danh sách các chỗ')")
    seen.page.click(".kh-places-wrong a >> nth=1")
    expect(marked.nth(1)).to_be_in_viewport()

    seen.page.click("button:has-text('Sửa những gì chắc chắn')")
    seen.page.get_by_text("“24/08/2019” thành “2019-08-24”").wait_for()
    expect(marked).to_have_count(1)
    assert marked.inner_text().startswith("1600")

    seen.page.get_by_role("button", name="Bỏ tệp observations.csv").click()
    seen.page.wait_for_selector(".kh-draft", state="detached")
    hand_in(seen, drafts["good"])
    expect(seen.page.get_by_text("Đạt", exact=False).first).to_be_visible()
    seen.page.click("button:has-text('Xem thử trang')")
    link = seen.page.get_by_role("link", name="Mở bản xem thử")
    link.wait_for(timeout=60_000)
    with seen.page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("h1").first).to_contain_text("2 đạt", timeout=30_000)
    expect(opened.value.locator(".kh-band").first).to_contain_text("chưa công bố")
    assert store.releases(root, date.max) == (BASE.isoformat(),)

    with serving.running({"KH213_DATA": str(root)}) as public:
        reader = open_page("/", at=public)
        expect(reader.page.locator("h1")).to_contain_text("1 đạt")
        expect(reader.page.locator(".kh-band")).to_have_count(0)
        tick_and_publish(seen.page)
        seen.page.get_by_text("Đã công bố bản ngày").wait_for()
        reader.page.reload()
        expect(reader.page.locator("h1").first).to_contain_text("2 đạt", timeout=60_000)
        seen.page.reload()
        seen.page.get_by_text("Đã công bố bản ngày").wait_for()
    assert store.releases(root, date.max) == (date.today().isoformat(), BASE.isoformat())
    assert seen.errors == []


def test_of_two_tabs_that_publish_at_once_one_wins_and_the_other_is_told(
    open_page: Open, page: Site, root: Path, drafts: dict[str, Path]
) -> None:
    tabs = [open_page("/", at=page) for _ in range(2)]
    for tab in tabs:
        hand_in(tab, drafts["good"])
        tab.page.get_by_text("Tôi đã xem những thay đổi này").click()
        tab.settle()
    for tab in tabs:
        tab.page.get_by_role("button", name=re.compile("^Công bố bản")).click()
    for tab in tabs:
        tab.page.locator(".kh-notice").first.wait_for()
    told = sorted(tab.page.locator(".kh-notice").first.inner_text()[:12] for tab in tabs)
    assert len([text for text in told if text.startswith("Đã công bố")]) == 1
    assert len(store.releases(root, date.max)) == 2


def test_a_closed_browser_leaves_nothing_behind(
    open_page: Open, shared: Site, desks: Path, drafts: dict[str, Path]
) -> None:
    seen = open_page("/", at=shared)
    hand_in(seen, drafts["good"])
    seen.page.click("button:has-text('Xem thử trang')")
    seen.page.get_by_role("link", name="Mở bản xem thử").wait_for(timeout=60_000)
    assert len(children(shared.pid)) == 1
    assert len(list(desks.glob("kh213-publisher-*"))) == 1
    seen.page.context.close()
    _until(lambda: not children(shared.pid) and not list(desks.glob("kh213-publisher-*")))


def test_a_killed_page_takes_its_preview_with_it(open_page: Open, page: Site, drafts: dict[str, Path]) -> None:
    seen = open_page("/", at=page)
    hand_in(seen, drafts["good"])
    seen.page.click("button:has-text('Xem thử trang')")
    link = seen.page.get_by_role("link", name="Mở bản xem thử")
    link.wait_for(timeout=60_000)
    preview = str(link.get_attribute("href"))
    assert httpx.get(f"{preview}healthz").text == "ok"
    os.kill(page.pid, signal.SIGKILL)
    _until(lambda: not _answers(preview))
    told = seen.page.get_by_role("dialog")
    expect(told).to_contain_text("Trang này đã dừng")
    expect(told).not_to_contain_text("Streamlit")


def test_a_page_whose_server_was_started_again_begins_anew(
    open_page: Open, page: Site, root: Path, drafts: dict[str, Path]
) -> None:
    seen = open_page("/", at=page)
    hand_in(seen, drafts["good"])
    os.kill(page.pid, signal.SIGKILL)
    expect(seen.page.get_by_role("dialog")).to_contain_text("Trang này đã dừng")
    command = [sys.executable, "-m", "publisher", page.url.rpartition(":")[2]]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "KH213_DATA": str(root)}) as again:
        try:
            expect(seen.page.get_by_text("observations.csv", exact=True)).to_have_count(0, timeout=90_000)
            seen.settle()
            assert seen.page.locator("h2:has-text('2. ')").count() == 0
        finally:
            again.terminate()


@pytest.mark.parametrize(
    ("lang", "width", "dark"), [("vi", 390, False), ("en", 390, True), ("vi", 1280, True), ("en", 1280, False)]
)
def test_the_page_is_clean_and_open_to_everyone(
    open_page: Open, shared: Site, drafts: dict[str, Path], lang: str, width: int, dark: bool
) -> None:
    seen = open_page(f"/?lang={lang}", at=shared, width=width, dark=dark)
    for draft in ("bad", "good"):
        if draft == "good":
            seen.page.reload()
            seen.settle()
        hand_in(seen, drafts[draft])
        seen.screenshot(f"publisher-{draft}-{lang}-{width}-{'dark' if dark else 'light'}")
        assert seen.violations() == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        for cell in seen.page.locator("td[class^=kh-cell]").all():
            place = cell.bounding_box()
            assert place is not None
            assert place["x"] + place["width"] <= width
        assert seen.page.locator("h1").count() == 1
        words = seen.page.locator("[data-testid=stFileUploader]").inner_text()
        assert lang == "en" or not re.search("Upload|Drag|per file|Browse", words)
    seen.assert_clean()


@pytest.mark.parametrize(
    ("button", "name", "beginning"),
    [
        ("Tải mẫu Excel", "mau-so-lieu.xlsx", b"PK"),
        ("Tải mẫu CSV", "mau-csv.zip", b"PK"),
        ("Tải danh sách (CSV)", "can-sua.csv", b"\xef\xbb\xbf"),
        ("Tải danh sách (JSON)", "can-sua.json", b'{\n  "problems"'),
    ],
)
def test_what_can_be_taken_along(
    open_page: Open, shared: Site, drafts: dict[str, Path], button: str, name: str, beginning: bytes
) -> None:
    seen = open_page("/", at=shared)
    hand_in(seen, drafts["bad"])
    if "mẫu" in button:
        seen.page.click("summary:has-text('Mẫu để bắt đầu')")
    with seen.page.expect_download() as taken:
        seen.page.get_by_role("button", name=button).click()
    assert taken.value.suggested_filename == name
    assert Path(taken.value.path()).read_bytes().startswith(beginning)
    seen.assert_clean()


def test_the_way_is_open_to_a_keyboard(open_page: Open, shared: Site, drafts: dict[str, Path]) -> None:
    seen = open_page("/", at=shared)
    hand_in(seen, drafts["good"])
    met = []
    for _ in range(20):
        seen.page.keyboard.press("Tab")
        met.append(
            seen.page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()")
        )
        if met[-1].startswith("Xem thử"):
            break
    assert "Xem thử trang" in met
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Space")
    expect(seen.page.get_by_role("button", name=re.compile("^Công bố bản"))).to_be_enabled()


def test_only_this_machine_comes_in_and_only_by_its_own_name(shared: Site) -> None:
    port = shared.url.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert httpx.get(shared.url, headers={"Host": f"{host}:{port}"}).status_code == 200
    for host in (f"kh213.example:{port}", "192.168.1.5", "127.0.0.1.evil.example", ""):
        refused = httpx.get(shared.url, headers={"Host": host})
        assert refused.status_code == 403
        assert refused.headers["content-security-policy"].startswith("default-src 'none'")


def test_only_the_page_itself_hands_files_in(shared: Site) -> None:
    door = f"{shared.url}/_stcore/upload_file/session/file"
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}):
        assert httpx.put(door, headers=headers).status_code == 405
    assert httpx.put(door, headers={"Origin": shared.url}).status_code == 400  # no such session
    assert httpx.put(shared.url, headers={"Origin": shared.url}).status_code == 405
    assert httpx.get(f"{shared.url}/data/latest/package.zip").status_code == 404
    assert httpx.get(f"{shared.url}/_stcore/metrics").status_code == 404


def test_the_page_does_not_start_where_others_can_reach_it(root: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "publisher/app.py", "--server.address", "0.0.0.0"]
    ended = subprocess.run(
        [*command, "--server.port", "0"],
        cwd=ROOT,
        env={**os.environ, "KH213_DATA": str(root), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "chỉ được mở trên chính máy này" in ended.stderr + ended.stdout


def test_the_public_site_has_no_trace_of_it(client: httpx.Client) -> None:
    for path in ("/publisher", "/publisher/publisher.js", "/publisher/publisher.css", "/cong-bo"):
        assert client.get(path).status_code == 404
    assert client.put("/_stcore/upload_file/a/b", headers={"Origin": str(client.base_url)}).status_code == 405
    assert "/publisher/" not in client.get("/").text


def _until(holds: Callable[[], bool]) -> None:
    patience = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < patience
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}healthz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
