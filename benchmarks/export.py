"""What exports cost: `python benchmarks/export.py`. Fails when a limit is passed.

Limits: first PNG 5 s, warm PNG 0.5 s, ZIP of 20 charts 8 s, DOCX of 10 charts 12 s, a briefing over 300 reports 30 s.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.export import export
from analysis.export.briefing import Briefing, Picture, Section
from analysis.export.browser import browser, find_browser
from analysis.export.images import SLIDE, png
from tests.export_briefings import briefing, figure, large, rulers, rulers_table


def of_charts(count: int) -> Briefing:
    """A briefing with so many pictures, no two alike."""
    pictures = tuple(
        Picture(
            f"图{number}",
            f"第 {number} 张",
            figure(f"第 {number} 张", values=tuple(range(number, number + 8)), height=400),
            rulers_table(),
            native=rulers(),
        )
        for number in range(1, count + 1)
    )
    return replace(briefing(), sections=(Section("图", (), pictures),))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and say by the exit status whether every limit holds."""
    if find_browser() is None:
        print("没有浏览器，不能测量图片。")
        return 2
    measured = [("第一张 PNG（含启动浏览器）", seconds(lambda: png(figure(), SLIDE)), 5.0)]
    measured.append(("之后每张 PNG（3840×2160，9 次的中位数）", median(seconds(lambda: png(figure(), SLIDE)) for _ in range(9)), 0.5))
    twenty, ten, many = of_charts(20), of_charts(10), large(300)
    measured.append(("ZIP，20 张图", seconds(lambda: export(twenty, "zip")), 8.0))
    measured.append(("DOCX，10 张图", seconds(lambda: export(ten, "docx")), 12.0))
    for format in ("pptx", "docx", "xlsx", "zip", "csv"):
        measured.append((f"300 份报告、3000 条证据：{format}", seconds(lambda format=format: export(many, format)), 30.0))
    browser().close()
    for name, needed, limit in measured:
        print(f"{needed:7.2f} s  （上限 {limit:4.1f} s）{'' if needed <= limit else '  超过'}  {name}")
    return 0 if all(needed <= limit for _, needed, limit in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
