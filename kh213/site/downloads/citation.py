"""/data/{ky}/citation.txt, .bib, .ris: how to cite a publication, or with `target` one of its targets."""

from collections.abc import Callable
from functools import lru_cache

from starlette.requests import Request
from starlette.routing import BaseRoute

from kh213.export import citation
from kh213.site import asked
from kh213.site.asked import Publication, RefusalError
from kh213.site.downloads import served
from kh213.site.downloads.served import File, named
from kh213.site.openapi import KY, LANG, TEXT, Described, Operation, Parameter, text
from kh213.site.sending.answers import Body
from kh213.view import addresses
from kh213.view.citation import ENDINGS, Work, work
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, formats, words

_FORMS: dict[str, tuple[str, Callable[[Work], bytes]]] = {
    "txt": (TEXT, citation.text),
    "bib": ("application/x-bibtex", citation.bibtex),
    "ris": ("application/x-research-info-systems", citation.ris),
}
_TARGET = Parameter("target", "citing.api.target", text("T06"))


def _route(ending: str) -> Described:
    """The route of the citation in one form."""

    def find(publication: Publication, request: Request) -> File:
        target = _target(publication, request)
        lang = asked.one_of(request, LANG.name, LANGUAGES, LANGUAGES[0])
        name = named(publication, "-".join(filter(None, (target, f"citation.{ending}"))))
        return File(name, lambda: _made(publication, ending, target, lang, addresses.site()))

    operation = Operation(
        f"citation_{ending}", f"citing.api.{ending}", _FORMS[ending][0], path=(KY,), query=(_TARGET, LANG)
    )
    return served.route(f"citation.{ending}", find, operation)


def _target(publication: Publication, request: Request) -> str:
    """The target that is cited; "" where the address names none. Invented figures have nothing to cite."""
    plan = publication.plan
    if plan.release.illustrative:
        raise RefusalError(404, "citing_error.invented")
    target = request.query_params.get(_TARGET.name)
    if target is not None and target not in plan.targets:
        existing = ", ".join(plan.targets)
        raise RefusalError(404, "citing_error.unknown_target", found=formats.excerpt(target), existing=existing)
    return target or ""


@lru_cache(maxsize=256)
def _made(publication: Publication, ending: str, target: str, lang: str, site: str) -> Body:
    plan = publication.plan
    cited = work(Reader(plan, words(lang), plan.release.day.isoformat(), plan.release.day), site, target)
    if cited is None:
        raise ValueError("invented figures are not cited")
    media_type, written = _FORMS[ending]
    return served.ready(written(cited), media_type)


routes: list[BaseRoute] = [_route(ending) for ending in ENDINGS]
