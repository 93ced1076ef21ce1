"""Draw every chart with invented data into a folder, so that people can look.

    python benchmarks/gallery.py OUT [NAME…] [--widths 358 640] [--grey]

Needs chromium and a Chinese font, as the server's pictures do.
"""

import argparse
import asyncio
import io
import sys
from pathlib import Path
from typing import Any

import kaleido
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.chart_gallery import figures


async def draw(jobs: list[tuple[Any, int, Path]], *, scale: float, grey: bool) -> None:
    """One browser for all pictures."""
    async with kaleido.Kaleido(n=1, mathjax=False, timeout=60) as browser:
        for figure, width, path in jobs:
            size = {"width": width, "height": int(figure.layout.height), "scale": scale, "format": "png"}
            image = Image.open(io.BytesIO(await browser.calc_fig(figure.to_plotly_json(), opts=size)))
            (image.convert("L") if grey else image).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="beginnings of picture names; all when none is given")
    parser.add_argument("--widths", type=int, nargs="+", default=[358, 554, 640, 1180])
    parser.add_argument("--scale", type=float, default=1.5)
    parser.add_argument("--grey", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    jobs = []
    for name, make in figures().items():
        if options.names and not name.startswith(tuple(options.names)):
            continue
        figure = make()
        widths = [960] if figure.layout.meta.get("slide") else options.widths
        jobs += [(figure, width, options.out / f"{name}-{width}.png") for width in widths]
    asyncio.run(draw(jobs, scale=options.scale, grey=options.grey))
    print(f"{len(jobs)} pictures in {options.out}")


if __name__ == "__main__":
    main()
