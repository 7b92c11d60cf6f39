"""The subset of icons holds every icon that a page can show, as Streamlit draws it."""

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from kh213.site.bundle import files
from tests import icon_font


def outline(font: TTFont, glyph: str) -> list[object]:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


def test_every_icon_that_a_script_of_ours_names_is_there_and_no_other() -> None:
    assert set(icon_font.icons(TTFont(files.listed()[files.ICONS]))) == icon_font.named()


def test_the_scripts_name_the_icons_that_everyone_sees() -> None:
    """Else a new Streamlit could name them in another way, and the subset would be empty without a word."""
    assert {"chevron_right", "keyboard_arrow_down", "close", "upload"} <= icon_font.named()


def test_an_icon_is_drawn_as_streamlit_s_own() -> None:
    whole, subset = icon_font.whole(), TTFont(files.listed()[files.ICONS])
    theirs, ours = icon_font.icons(whole), icon_font.icons(subset)
    for name, glyph in ours.items():
        assert outline(subset, glyph) == outline(whole, theirs[name]) != []
        assert subset["hmtx"][glyph] == whole["hmtx"][theirs[name]]
