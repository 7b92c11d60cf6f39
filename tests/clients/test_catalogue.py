"""The catalogue as a data portal reads it: JSON-LD into triples, and every file that they promise."""

import hashlib

import httpx
import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace, URIRef

from tests.clients.conftest import HOME
from tests.publications import SECOND
from tests.serving import Site

# rdflib 7.6 warns of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SPDX = Namespace("http://spdx.org/rdf/terms#")


def read(answer: httpx.Response, found_at: str) -> Graph:
    assert answer.headers["content-type"].startswith("application/ld+json")
    return Graph().parse(data=answer.content, format="json-ld", publicID=found_at)


@pytest.fixture
def portal(client: httpx.Client, site: Site) -> Graph:
    return read(client.get("/data/"), f"{site.url}/data/")


def test_there_is_one_catalogue_with_a_dataset_a_release(portal: Graph) -> None:
    (catalogue,) = portal.subjects(RDF.type, DCAT.Catalog)
    datasets = set(portal.objects(catalogue, DCAT.dataset))
    assert datasets == set(portal.subjects(RDF.type, DCAT.Dataset)) != set()
    for dataset in datasets:
        for term in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.issued):
            assert portal.value(dataset, term, any=True) is not None, term
        assert {title.language for title in portal.objects(dataset, DCTERMS.title)} == {"vi", "en"}


def test_every_download_that_is_promised_answers_with_what_is_promised(portal: Graph, client: httpx.Client) -> None:
    files = list(portal.subjects(RDF.type, DCAT.Distribution))
    assert len(files) > 12
    for file in files:
        answer = client.get(str(portal.value(file, DCAT.downloadURL)))
        assert answer.status_code == 200, str(portal.value(file, DCAT.downloadURL))
        kind = str(portal.value(file, DCAT.mediaType)).removeprefix("https://www.iana.org/assignments/media-types/")
        assert answer.headers["content-type"].partition(";")[0] == kind
        size = portal.value(file, DCAT.byteSize)
        assert size is None or int(size) == len(answer.content)
        checksum = portal.value(file, SPDX.checksum)
        if checksum is not None:
            assert str(portal.value(checksum, SPDX.checksumValue)) == hashlib.sha256(answer.content).hexdigest()


def test_the_checksums_are_there_to_be_compared(portal: Graph) -> None:
    assert len(list(portal.triples((None, SPDX.checksumValue, None)))) >= 12


def test_a_site_that_knows_its_address_says_it_and_a_withdrawn_release_is_not_offered(
    public_client: httpx.Client,
) -> None:
    graph = read(public_client.get("/data/", headers={"host": "evil.example"}), "http://found.example/data/")
    files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert files
    assert all(url.startswith(f"{HOME}/data/{SECOND}/") for url in files)
    assert not [node for triple in graph for node in triple if isinstance(node, URIRef) and "evil" in node]
