"""Readers who go back, load anew or lose the server find the page where they left it."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from kh213.words import words
from tests.browser.conftest import handed_over, with_flags
from tests.serving import Site


def test_back_forward_reload_and_another_language(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    page.goto(f"{site.url}/chi-tieu?ma=T06")
    handed_over(page)
    page.locator('#root nav a[href="/nhiem-vu"]').click()
    expect(page.locator("#root .kh-tasks h1")).to_be_visible()
    page.go_back()
    expect(page.locator("#root .kh-target h1")).to_contain_text("trực tuyến")
    page.reload()
    expect(page.locator("h1").first).to_contain_text("trực tuyến")
    handed_over(page)
    page.locator("#root .kh-language").click()
    expect(page.locator("#root .kh-target h1")).to_contain_text("online")
    assert page.locator("html").get_attribute("lang") == "en"
    page.go_back()
    expect(page.locator("#root .kh-target h1")).to_contain_text("trực tuyến")
    page.go_forward()
    expect(page.locator("#root .kh-target h1")).to_contain_text("online")


def test_loaded_anew_or_gone_back_to_a_page_stands_at_the_same_line(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    page.goto(f"{site.url}/phuong-phap")
    handed_over(page)
    main = page.locator("#root .stMain")
    main.evaluate("each => { each.scrollTop = 1200; }")
    page.reload()
    handed_over(page)
    assert abs(main.evaluate("each => each.scrollTop") - 1200) <= 2
    page.goto(f"{site.url}/healthz")
    page.go_back()
    handed_over(page)
    assert abs(main.evaluate("each => each.scrollTop") - 1200) <= 2


def test_a_page_that_the_browser_kept_is_alive_when_it_comes_back(browser: Browser, site: Site) -> None:
    own = with_flags(browser, drop="--disable-back-forward-cache")
    try:
        page = own.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN").new_page()
        page.add_init_script("addEventListener('pageshow', event => { window.kept = event.persisted; })")
        page.goto(f"{site.url}/chi-tieu?ma=T06")
        handed_over(page)
        page.evaluate("location.href = '/healthz'")
        page.wait_for_url("**/healthz")
        page.evaluate("history.back()")
        page.wait_for_function("window.kept === true")
        page.locator(
            '#root [data-test-connection-state="CONNECTED"], #root[data-test-connection-state="CONNECTED"]'
        ).wait_for()
        page.evaluate("window.same = true")
        page.locator('#root nav a[href="/nhiem-vu"]').click()
        expect(page.locator("#root .kh-tasks h1")).to_be_visible()
        assert page.evaluate("window.same")  # within the app, not loaded anew
    finally:
        own.close()


def test_while_the_server_is_away_the_page_is_read_in_peace(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    sockets: list[WebSocketRoute] = []
    away = False

    def connect(socket: WebSocketRoute) -> None:
        if away:
            socket.close()
            return
        sockets.append(socket)
        socket.connect_to_server()

    page.route_web_socket("**/_stcore/stream", connect)
    page.route("**/_stcore/health", lambda route: route.abort() if away else route.continue_())
    page.goto(f"{site.url}/chi-tieu?ma=T06&lang=en")
    handed_over(page)
    page.locator("#root nav a").nth(2).focus()
    away = True
    sockets[0].close()
    page.locator('[role="dialog"]').wait_for(state="attached", timeout=30_000)  # Streamlit's
    assert not page.locator('[role="dialog"]').is_visible()
    assert page.locator("#root").get_attribute("inert") is None
    assert page.locator("#root").get_attribute("aria-hidden") is None
    assert page.evaluate("document.activeElement.closest('#root nav') !== null")
    assert page.locator(".kh-lost").inner_text() == ""  # a restart takes no longer than this: nothing is said
    expect(page.locator(".kh-lost")).to_have_text(words("en")("frame.lost"), timeout=15_000)
    away = False
    expect(page.locator(".kh-lost")).to_have_text("", timeout=30_000)
    page.evaluate("window.same = true")
    page.locator('#root nav a[href^="/nhiem-vu"]').click()
    expect(page.locator("#root .kh-tasks h1")).to_be_visible()
    assert page.evaluate("window.same")
