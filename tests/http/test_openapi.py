"""The OpenAPI document is true: asked by a client that no one here wrote, the site answers as it says."""

import copy
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import BaseSchema
from starlette.routing import Route

from kh213.site.openapi import Described
from kh213.site.routes import routes
from tests.serving import Site

FOR_PROGRAMS = ("/data/", "/embed/", "/brief/", "/card/", "/feed.atom", "/sitemap.xml", "/healthz", "/readyz", "/api/")
DESCRIBED = [route for route in routes if isinstance(route, Described)]
PATHS = [route.path for route in DESCRIBED]
ASKED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# A code of the right form that names nothing is a 404 and not a 2xx; a wrong value in a path is one, too.
LEFT_OUT = ("positive_data_acceptance",)


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    return client.get("/api/openapi.json").json()


@pytest.fixture(scope="module")
def schema(site: Site) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{site.url}/api/openapi.json")


def test_every_address_for_programs_is_in_it(document: dict[str, Any]) -> None:
    served = [route.path for route in routes if isinstance(route, Route) and route.path.startswith(FOR_PROGRAMS)]
    assert sorted(document["paths"]) == sorted(served)


def test_names_of_operations_are_told_apart(document: dict[str, Any]) -> None:
    names = [
        each["operationId"] for path in document["paths"].values() for each in path.values() if "operationId" in each
    ]
    assert len(names) == len(set(names))


def ask_of(schema: BaseSchema, path: str, mode: GenerationMode, known: dict[str, str]) -> set[int]:
    """Asks GET in some ways, holds every answer to the document, and says which statuses there were."""
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in LEFT_OUT]
    seen: set[int] = set()

    @ASKED
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        if case.path_parameters:
            case.path_parameters |= {name: value for name, value in known.items() if name in case.path_parameters}
        answer = case.call()
        seen.add(answer.status_code)
        case.validate_response(answer, checks=checks)

    ask()
    return seen


@pytest.mark.parametrize("path", PATHS)
def test_parameters_as_described_are_answered_as_described(schema: BaseSchema, path: str) -> None:
    ask_of(schema, path, GenerationMode.POSITIVE, {})


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_what_exists_is_answered_as_described(schema: BaseSchema, path: str) -> None:
    code = "dan-so" if "indicators" in path else "T08"
    seen = ask_of(
        schema, path, GenerationMode.POSITIVE, {"ky": "latest", "old": "latest", "new": "latest", "code": code}
    )
    assert 200 in seen or path.startswith("/embed/")  # where a period or a district was made up, it is 422


@pytest.mark.parametrize("path", [route.path for route in DESCRIBED if route.operation.path or route.operation.query])
def test_wrong_parameters_are_refused_as_described(schema: BaseSchema, path: str) -> None:
    ask_of(schema, path, GenerationMode.NEGATIVE, {})


def test_a_status_that_the_document_does_not_name_would_be_found(site: Site, document: dict[str, Any]) -> None:
    wrong = copy.deepcopy(document)
    del wrong["paths"]["/data/{ky}/package.zip"]["get"]["responses"]["404"]
    schema = schemathesis.openapi.from_dict(wrong)
    schema.config.update(base_url=site.url)
    with pytest.raises(FailureGroup, match="404"):
        ask_of(schema, "/data/{ky}/package.zip", GenerationMode.POSITIVE, {"ky": "x"})
