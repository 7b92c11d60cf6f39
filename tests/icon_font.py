"""`python -m tests.icon_font`: makes the subset of Streamlit's icons that site/bundle/files.py serves in their place.

What is in it is not a list that someone keeps: it is every icon that a script names which this site or the publisher's
page can load. tests/unit/test_icon_font.py holds the file that is committed against that.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from kh213.site.bundle import files, needs

# What the publisher's page (publisher/) has besides the parts of the site's own.
PUBLISHERS = ("FileUploader", "DownloadButton", "Spinner", "Checkbox", "TextArea", "Toast")
_NAMED = re.compile(r":material/([a-z0-9_]+):")


def named() -> set[str]:
    """The icons that the scripts name which a page of ours can load."""
    scripts = {*needs.at_once(), *needs.closure(map(needs.part, (*needs.USED, *PUBLISHERS)))}
    return {name for address in scripts for name in _NAMED.findall(files.listed()[address].read_text("utf-8"))}


def whole() -> TTFont:
    """The font as Streamlit ships it."""
    address = files.icon_font(files.listed())
    path = files.package("streamlit") / "static" / address.removeprefix("/")
    return TTFont(path, recalcTimestamp=False)  # the same bytes each time


def icons(font: TTFont) -> dict[str, str]:
    """The icons of a font: name to glyph. A name is written in letters, which a ligature turns into the picture."""
    return {name: lig.LigGlyph for name, lig in _ligatures(font)}


def make(path: Path) -> None:
    """Writes the subset."""
    font, wanted = whole(), named()
    wanted_ligatures = {id(lig) for name, lig in _ligatures(font) if name in wanted}
    for table in _tables(font):
        kept = {first: [lig for lig in each if id(lig) in wanted_ligatures] for first, each in table.ligatures.items()}
        table.ligatures = {first: each for first, each in kept.items() if each}
    options = subset.Options(hinting=False, flavor="woff2", layout_features=["rlig"], name_IDs=[0, 1, 2, 3, 4, 5, 6])
    options.drop_tables += ["STAT", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(wanted))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)


def _tables(font: TTFont) -> Iterator[subset.otTables.LigatureSubst]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield getattr(table, "ExtSubTable", table)


def _ligatures(font: TTFont) -> Iterator[tuple[str, subset.otTables.Ligature]]:
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code < 127}
    for table in _tables(font):
        for first, each in table.ligatures.items():
            for lig in each:
                yield "".join(letters[glyph] for glyph in (first, *lig.Component)), lig


if __name__ == "__main__":
    make(files.listed()[files.ICONS])
