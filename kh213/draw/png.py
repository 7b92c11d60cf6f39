"""SVG in, PNG out, by vl-convert in a process of its own.

vl-convert keeps Python's lock while it draws (0.1 to 0.3 s, and 70 MB for the largest picture): in the server's own
process every reader would wait for it. The pictures have no address in them, and vl-convert loads none.

Run as a script it reads SVG from standard input and writes PNG to standard output.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
_PATIENCE = 60  # seconds


class NotDrawn(RuntimeError):
    """The process that draws did not give a picture."""


def png(svg: str, scale: int = 1) -> bytes:
    """The picture in pixels, `scale` times as large. Takes some 0.5 s: call it in a thread. Raises NotDrawn."""
    command = [sys.executable, "-I", __file__, str(scale)]
    try:
        done = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        raise NotDrawn(f"{error}: {said.decode(errors='replace')[-500:]}") from error
    return done.stdout


def _draw(svg: str, scale: int) -> bytes:
    """vl-convert packs hardly at all: Pillow makes it a quarter of that, without the transparency that we do not use."""
    import vl_convert  # noqa: PLC0415  only here, in the process that draws
    from PIL import Image  # noqa: PLC0415

    vl_convert.register_font_directory(str(FONTS))
    packed = io.BytesIO()
    Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale))).convert("RGB").save(packed, "PNG")
    return packed.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read().decode(), int(sys.argv[1])))
