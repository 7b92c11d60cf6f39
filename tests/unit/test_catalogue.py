"""The catalogue: read by a parser that no one here wrote, it holds what DCAT-AP asks for."""

import json
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from kh213.export.catalogue import catalogue, entry
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES

REAL = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"
SPDX = Namespace("http://spdx.org/rdf/terms#")
SITE = "https://example.org"

# rdflib's own reader of JSON-LD uses what rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def content(site: str) -> bytes:
    found = entry(read_plan(REAL), json.loads((REAL / DESCRIPTOR).read_bytes()))
    return catalogue([found, found], site)


@pytest.fixture
def graph() -> Graph:
    return Graph().parse(data=content(SITE), format="json-ld")


def test_a_catalogue_and_its_datasets_have_what_dcat_ap_asks_for(graph: Graph) -> None:
    wanted = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
        DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.distribution, DCTERMS.temporal),
        DCAT.Distribution: (DCAT.accessURL, DCAT.downloadURL, DCTERMS.license, DCAT.mediaType, DCTERMS.title),
        FOAF.Agent: (FOAF.name,),
    }
    for kind, properties in wanted.items():
        nodes = list(graph.subjects(RDF.type, kind))
        assert nodes
        assert [(node, each) for node in nodes for each in properties if (node, each, None) not in graph] == []


def test_titles_and_descriptions_are_in_both_languages(graph: Graph) -> None:
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution):
        for node in graph.subjects(RDF.type, kind):
            languages = {text.language for text in graph.objects(node, DCTERMS.title) if isinstance(text, Literal)}
            assert languages == {"vi", "en"}


def test_every_table_has_its_size_and_hash_from_the_descriptor(graph: Graph) -> None:
    for name in TABLES:
        (node,) = graph.subjects(DCAT.downloadURL, URIRef(f"{SITE}/data/2026-11-22/{name}.csv"))
        size = graph.value(node, DCAT.byteSize)
        assert size == Literal((REAL / f"{name}.csv").stat().st_size, datatype=XSD.nonNegativeInteger)
        checksum = graph.value(node, SPDX.checksum)
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert (checksum, SPDX.checksumValue, None) in graph


def test_nothing_has_to_be_fetched_to_read_it() -> None:
    node = json.loads(content(SITE))
    assert all(isinstance(term, str) for term in node["@context"].values())


def test_without_an_address_of_its_own_it_is_read_from_where_it_was_found() -> None:
    found = Graph().parse(data=content(""), format="json-ld", base="http://elsewhere.example/data/")
    addresses = {str(each) for each in found.objects(None, DCAT.downloadURL)}
    assert "http://elsewhere.example/data/2026-11-22/package.zip" in addresses
    assert all(each.startswith("http://elsewhere.example/data/2026-11-22/") for each in addresses)


def test_a_release_names_the_one_before_it(graph: Graph) -> None:
    assert (None, URIRef(f"{DCAT}previousVersion"), None) in graph
