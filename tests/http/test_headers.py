"""What every answer carries."""

import httpx
import pytest

from kh213.view.pages import PAGES

EVERY_KIND = {
    "/": 200,
    "/chi-tieu?lang=en": 200,
    "/chi-tieu/": 308,
    "/?staticAppId=x": 307,
    "/healthz": 200,
    "/readyz": 200,
    "/robots.txt": 200,
    "/favicon.ico": 200,
    "/kh213/kh213.css": 200,
    "/leaflet/1.9.4/leaflet.js": 200,
    "/component/streamlit_folium.st_folium/index.html": 200,
    "/_stcore/health": 200,
    "/_stcore/metrics": 404,
    "/khong-co": 404,
    "//evil.example/": 404,
}


def policy(answer: httpx.Response) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    directives = (each.strip().partition(" ") for each in answer.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in directives}


@pytest.mark.parametrize(("path", "status"), EVERY_KIND.items())
def test_every_kind_of_answer_carries_the_security_headers(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert ("camera=()" in answer.headers.get("permissions-policy", "")) == ("script-src" in policy(answer))
    assert policy(answer)["default-src"] == "'none'"
    for name in answer.headers:
        assert len(answer.headers.get_list(name)) == 1, f"{name} is sent twice"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_runs_scripts_of_this_site_only(client: httpx.Client, page) -> None:
    found = policy(client.get(page.path))
    assert found["script-src"] == "'self'"
    assert found["connect-src"] == "'self'"
    assert found["object-src"] == "'none'"
    assert found["base-uri"] == "'self'"
    assert found["form-action"] == "'self'"


@pytest.mark.parametrize(
    "query", ["", "?embed=false", "?embed=true&embed=true", "?embed=false&embed=true", "?Embed=true"]
)
def test_a_page_cannot_be_framed(client: httpx.Client, query: str) -> None:
    assert policy(client.get(f"/chi-tieu{query}"))["frame-ancestors"] == "'none'"


def test_exactly_one_embed_true_opens_framing(client: httpx.Client) -> None:
    assert policy(client.get("/chi-tieu?ma=T01&embed=true"))["frame-ancestors"] == "*"


def test_embed_true_opens_nothing_but_a_page(client: httpx.Client) -> None:
    for path in ("/healthz", "/khong-co", "/_stcore/health", "/kh213/kh213.js"):
        assert policy(client.get(f"{path}?embed=true"))["frame-ancestors"] == "'none'"


def test_the_map_component_runs_in_an_origin_of_its_own(client: httpx.Client) -> None:
    found = policy(client.get("/component/streamlit_folium.st_folium/index.html"))
    assert "allow-scripts" in found["sandbox"]
    assert "allow-same-origin" not in found["sandbox"]
    assert "connect-src" not in found


HOSTILE = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "forwarded": "host=evil.example",
}


@pytest.mark.parametrize("path", EVERY_KIND)
def test_no_host_header_is_reflected(client: httpx.Client, path: str) -> None:
    url = httpx.URL(str(client.base_url), raw_path=path.encode())
    answer = client.get(url, headers=HOSTILE)
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


def test_a_redirect_leads_nowhere_else(client: httpx.Client) -> None:
    assert client.get("/chi-tieu/?ma=T06", headers=HOSTILE).headers["location"] == "/chi-tieu?ma=T06"
    assert client.get("/?staticAppId=x&lang=en&staticAppId=y").headers["location"] == "/?lang=en"
    for path in (
        "//evil.example/",
        "//evil.example/chi-tieu/",
        "/\\evil.example/",
        "/chi-tieu//",
        "/.//evil.example/",
        "/C:/x",
        "/%2e%2e/x",
        "/%5C%5Cevil.example/x",
    ):
        answer = client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
        assert answer.status_code == 404
        assert "location" not in answer.headers
