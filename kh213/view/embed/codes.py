"""What stands in for an embed elsewhere: its address, the page behind it, and the codes that are pasted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from kh213.release.publications.store import LATEST
from kh213.view import addresses
from kh213.view.data import pinned as pinned_name
from kh213.view.embed.choices import DARK, FRAME, LIGHT, PHONE, Embed
from kh213.view.map.choices import GEOGRAPHY, Choices
from kh213.view.pinned import pinned as pinned_page
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, Words

FRAME_HEIGHT = 640  # of a frame until it says how high it is; on a host page that does not listen, for good

_SHRUNK = 480  # pixels of a window in which a wider picture would be shrunk until its words are too small

# What a host page needs once, to give every frame of ours the height that it asks for (draw/framed.py).
LISTENER = """<script>
addEventListener("message", function (event) {
  if (!event.data || event.data.type !== "kh213:height") return;
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.contentWindow === event.source) frame.style.height = Math.min(Number(event.data.height), 4000) + "px";
  });
});
</script>"""


@dataclass(frozen=True, slots=True)
class Code:
    """A text to paste somewhere: what it is for, and the text itself."""

    name: str
    text: str


def address(reader: Reader, embed: Embed, ending: str, *, pinned: bool = False, scale: int = 1) -> str:
    """Where the picture or frame is, as a path; with `pinned`, in this publication whatever was chosen."""
    pinned = pinned or embed.pinned
    ky = pinned_name(reader) if pinned else LATEST
    query = {
        "lang": embed.lang if embed.lang != LANGUAGES[0] else None,
        "theme": _theme(embed.theme, ending),
        "width": None if ending == FRAME else embed.width,
        "scale": str(scale) if scale > 1 else None,
        "tai": reader.kept()["tai"],
    }
    if embed.map:
        return addresses.embed_map(ky, embed.code, ending, **_map_query(embed.map, pinned), **query)
    area = embed.area.code if embed.area != reader.plan.areas.province else None
    return addresses.embed_chart(ky, embed.code, ending, area=area, **query)


def page(reader: Reader, embed: Embed, site: str, *, pinned: bool = False) -> str:
    """The page on which whoever sees the embed finds the whole: of this publication where the embed, or `pinned`, is."""
    pinned = pinned or embed.pinned
    name, query = _page(reader, embed, pinned)
    if pinned:
        return pinned_page(reader, site, name, **query)
    return site + addresses.page(name, **{**query, **reader.kept(), "ky": None})


def codes(reader: Reader, w: Words, embed: Embed, site: str, title: str, alt: str) -> tuple[Code, ...]:
    """What to paste, most used first. `reader` speaks the language of the embed, `w` that of the page; `site` comes
    before every address, `alt` is said in place of a picture.
    """
    where = site + address(reader, embed, embed.form)
    if embed.form == FRAME:
        mark = f"{reader.w('frame.illustrative')}. " if reader.plan.release.illustrative else ""
        frame = (
            f'<iframe src="{escape(where)}" title="{escape(mark + title)}" width="100%" height="{FRAME_HEIGHT}" '
            f'style="max-width: {embed.width}px; border: 0" lang="{embed.lang}" loading="lazy"></iframe>'
        )
        return (
            Code(w("embedding.code.iframe"), frame),
            Code(w("embedding.code.address"), where),
            Code(w("embedding.code.listener"), LISTENER),
        )
    whole = page(reader, embed, site)
    return (
        Code(w("embedding.code.address"), where),
        Code(w("embedding.code.img"), f'<a href="{escape(whole)}">{_picture(reader, embed, site, alt)}</a>'),
        Code(w("embedding.code.markdown"), f"[![{_markdown(alt)}]({where})]({whole})"),
        Code(w("embedding.code.alt"), alt),
    )


def _picture(reader: Reader, embed: Embed, site: str, alt: str) -> str:
    """The tag of a picture; on a phone a wide one, shrunk, could not be read, so there it is the one laid out for it."""
    sharp = f' srcset="{_sharp(reader, embed, site)}"' if embed.form == "png" else ""
    image = (
        f'<img src="{escape(site + address(reader, embed, embed.form))}"{sharp} width="{embed.width}" '
        f'style="max-width: 100%; height: auto" lang="{embed.lang}" alt="{escape(alt)}">'
    )
    if int(embed.width) <= _SHRUNK:
        return image
    narrow = replace(embed, width=PHONE)
    where = escape(site + address(reader, narrow, embed.form))
    source = f"{where}, {_sharp(reader, narrow, site)}" if embed.form == "png" else where
    return f'<picture><source media="(max-width: {_SHRUNK}px)" srcset="{source}">{image}</picture>'


def _sharp(reader: Reader, embed: Embed, site: str) -> str:
    return f"{escape(site + address(reader, embed, 'png', scale=2))} 2x"


def _theme(theme: str, ending: str) -> str | None:
    """The ground, where it is not the usual one: of a picture light, of a frame the reader's."""
    if theme == DARK:
        return "dark"
    return "light" if theme == LIGHT and ending == FRAME else None


def _map_query(chosen: Choices, pinned: bool) -> dict[str, str | None]:
    return {
        "level": chosen.level,
        "period": chosen.moment.code if pinned else None,  # what follows the newest goes on to newer periods
        "within": chosen.within.code if chosen.within else None,
        "compare": chosen.beside.code if chosen.beside else None,
        "drawing": "geography" if chosen.drawing == GEOGRAPHY else None,
    }


def _page(reader: Reader, embed: Embed, pinned: bool) -> tuple[str, dict[str, str | None]]:
    if embed.map:
        asked = _map_query(embed.map, pinned)
        names = {"cap": "level", "thoi": "period", "trong": "within", "so": "compare"}
        drawing = GEOGRAPHY if asked["drawing"] else None
        return "map", {"ma": embed.code, **{own: asked[name] for own, name in names.items()}, "ve": drawing}
    if embed.area == reader.plan.areas.province:
        return "indicator", {"ma": embed.code}
    return "area", {"ma": embed.area.code, "chi": embed.code}


def _markdown(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\[]*_`<>" else char for char in text)
