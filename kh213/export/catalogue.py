"""The releases as a catalogue for data portals: DCAT 3 in JSON-LD, with what DCAT-AP asks for.

Terms: https://www.w3.org/TR/vocab-dcat-3/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/. The context is in the
document itself, so that nothing has to be fetched to read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kh213.model.areas import Area
from kh213.model.plan import Plan, Release, Text
from kh213.release.boundaries.layers import LEVELS
from kh213.release.schema import TABLES
from kh213.view import addresses
from kh213.words import LANGUAGES, formats, words

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TONGUES = tuple(
    {"@id": f"http://publications.europa.eu/resource/authority/language/{code}"} for code in ("VIE", "ENG")
)
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMAT = "http://publications.europa.eu/resource/authority/file-type/"
_TYPES = {
    "csv": ("text/csv", "CSV"),
    "zip": ("application/zip", "ZIP"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "geojson": ("application/geo+json", "GEOJSON"),
}
_DATA_PACKAGE = "https://specs.frictionlessdata.io/data-package/"
_TABULAR = "https://specs.frictionlessdata.io/tabular-data-resource/"
_GEOJSON = "https://www.rfc-editor.org/info/rfc7946"

_Node = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Entry:
    """What the catalogue says of one release: kept in place of its plan, so that many cost little.

    `first` and `last` are the ends of what its figures cover; `files` is what its descriptor says of each table.
    """

    release: Release
    province: Area
    first: date
    last: date
    licence: str
    files: Mapping[str, Mapping[str, Any]]


def entry(plan: Plan, descriptor: Mapping[str, Any]) -> Entry:
    """The entry of a release from its plan and its datapackage.json."""
    told = [period for (period,) in plan.observed.tally("period")]
    periods = told or [target.due for target in plan.targets.values()]
    return Entry(
        release=plan.release,
        province=plan.areas.province,
        first=min(period.first for period in periods),
        last=max(period.last for period in periods),
        licence=descriptor["licenses"][0]["path"],
        files={item["name"]: {"bytes": item["bytes"], "hash": item["hash"]} for item in descriptor["resources"]},
    )


def catalogue(entries: Sequence[Entry], site: str) -> bytes:
    """The catalogue of releases, newest first; at least one. `site` is the site's own address.

    Without it the addresses are relative: JSON-LD takes them from where the document was found.
    """
    newest = entries[0].release
    name = newest.plan_name.short_name
    node = {
        "@context": _CONTEXT,
        "@id": site + addresses.data_catalogue(),
        "@type": "dcat:Catalog",
        "dct:title": _said("frame.site", name),
        "dct:description": _said("catalogue.description", newest.plan_name.name),
        "dct:publisher": _publisher(name, site),
        "dct:language": _TONGUES,
        "dct:license": _document(entries[0].licence, "dct:LicenseDocument"),
        "dct:issued": _day(entries[-1].release.day),
        "dct:modified": _day(newest.day),
        "foaf:homepage": _document(site + addresses.page("overview"), "foaf:Document"),
        "dcat:dataset": [
            _dataset(each, before, site) for each, before in zip(entries, [*entries[1:], None], strict=True)
        ],
    }
    return (json.dumps(node, ensure_ascii=False, indent=1) + "\n").encode()


def _dataset(found: Entry, before: Entry | None, site: str) -> _Node:
    release, plan, ky = found.release, found.release.plan_name.name, found.release.day.isoformat()
    return {
        "@id": _dataset_id(found, site),
        "@type": "dcat:Dataset",
        "dct:identifier": release.name,
        "dct:title": _texts(release.title),
        "dct:description": [
            _tongue(
                words(lang)("catalogue.dataset", plan=plan.within(lang), day=formats.day(words(lang), release.day)),
                lang,
            )
            for lang in LANGUAGES
        ],
        "dct:publisher": _publisher(release.plan_name.short_name, site),
        "dct:license": _document(found.licence, "dct:LicenseDocument"),
        "dct:issued": _day(release.day),
        "dct:modified": _day(release.day),
        "dct:language": _TONGUES,
        "dct:conformsTo": _document(_DATA_PACKAGE, "dct:Standard"),
        "dct:spatial": {
            "@type": "dct:Location",
            "skos:prefLabel": [_tongue(formats.area(words(lang), found.province), lang) for lang in LANGUAGES],
            "dct:identifier": found.province.code,
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(found.first),
            "dcat:endDate": _day(found.last),
        },
        "dcat:version": ky,
        **({"dcat:previousVersion": {"@id": _dataset_id(before, site)}} if before else {}),
        "dcat:landingPage": _document(site + addresses.page("data", ky=ky), "foaf:Document"),
        "dcat:distribution": [*_tables(found, site), *_computed(found, site)],
    }


def _tables(found: Entry, site: str) -> list[_Node]:
    ky = found.release.day.isoformat()
    return [
        {
            **_distribution(found, site, addresses.data_table(ky, table.name), table.about, _TABULAR),
            "dcat:byteSize": _number(found.files[table.name]["bytes"]),
            "spdx:checksum": _checksum(found.files[table.name]["hash"]),
        }
        for table in TABLES.values()
        if table.name in found.files
    ]


def _computed(found: Entry, site: str) -> list[_Node]:
    """The files that are made of the tables; their size and hash are not part of what was published."""
    ky = found.release.day.isoformat()
    return [
        _distribution(found, site, addresses.data_status(ky), _both("data.take_status"), _TABULAR),
        _distribution(found, site, addresses.data_package(ky), _both("catalogue.package"), _DATA_PACKAGE),
        _distribution(found, site, addresses.data_workbook(ky), _both("catalogue.workbook"), ""),
        *(_distribution(found, site, addresses.data_areas(ky, level), _areas(level), _GEOJSON) for level in LEVELS),
    ]


def _distribution(found: Entry, site: str, path: str, title: Text, standard: str) -> _Node:
    media_type, form = _TYPES[path.rpartition(".")[2]]
    address = {"@id": site + path}
    return {
        "@id": f"{_dataset_id(found, site)}/{path.split('/', 3)[3]}",
        "@type": "dcat:Distribution",
        "dct:title": _texts(title),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": _MEDIA + media_type},
        "dct:format": {"@id": _FORMAT + form},
        "dct:license": _document(found.licence, "dct:LicenseDocument"),
        "dct:issued": _day(found.release.day),
        "dct:modified": _day(found.release.day),
        "dct:language": _TONGUES,
        **({"dct:conformsTo": _document(standard, "dct:Standard")} if standard else {}),
    }


def _dataset_id(found: Entry, site: str) -> str:
    return f"{site}{addresses.data_catalogue()}#{found.release.day.isoformat()}"


def _publisher(name: Text, site: str) -> _Node:
    return {
        "@id": f"{site}{addresses.data_catalogue()}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": _said("frame.site", name),
    }


def _checksum(described: str) -> _Node:
    """The descriptor's `sha256:…` in the terms of SPDX."""
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": described.removeprefix("sha256:")},
    }


def _areas(level: str) -> Text:
    return Text(*(words(lang)("catalogue.areas", level=words(lang)(f"level.{level}")) for lang in LANGUAGES))


def _said(key: str, name: Text) -> list[_Node]:
    return [_tongue(words(lang)(key, plan=name.within(lang)), lang) for lang in LANGUAGES]


def _both(key: str) -> Text:
    return Text(*(words(lang)(key) for lang in LANGUAGES))


def _texts(text: Text) -> list[_Node]:
    return [_tongue(text.within(lang), lang) for lang in LANGUAGES]


def _tongue(text: str, lang: str) -> _Node:
    return {"@value": text, "@language": lang}


def _document(address: str, kind: str) -> _Node:
    return {"@id": address, "@type": kind}


def _day(day: date) -> _Node:
    return {"@type": "xsd:date", "@value": day.isoformat()}


def _number(number: int) -> _Node:
    return {"@type": "xsd:nonNegativeInteger", "@value": str(number)}
