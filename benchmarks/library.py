"""How long the library takes with many reports: `python benchmarks/library.py [--reports 3000]`.

Synthetic reports of the size of real ones (a text of 5,000 characters, 60 figures). Seconds depend on the machine; what the
engine promises is that whatever a page asks for takes less than a second with three thousand reports.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.library import Library
from analysis.report import Anchor, Metadata, Period

FIGURE = {
    "value": 42.0, "upper": None, "bound": "exact", "unit": "件", "indicator": "proposal_filed", "topic": "立案提案", "scope": "total",
    "status": "done", "period_years": 1, "quote": "全年共审查立案提案42件", "start": 100, "end": 102, "number_text": "42",
    "repeats": [], "confidence": 0.9, "reason": "宾语在数字之前", "checked": False, "origin": "rule",
}  # fmt: skip
REASONS = {"place": "标题写明地方名称", "period": "正文首段写明年份", "kind": "标题含“综述”"}


def fill(library: Library, reports: int) -> None:
    """Import as many reports, ten years of each place."""
    text = json.dumps({"text": "委员们围绕中心工作协商议政、建言资政，推动各项任务落地见效。" * 170}, ensure_ascii=False)
    figures = json.dumps({"figures": [FIGURE] * 60}, ensure_ascii=False)
    for number in range(reports):
        place, year = f"示例{number // 10}县", 2015 + number % 10
        metadata = Metadata(place, f"第{number // 100}省", "county", Period(year, year), f"{place}政协工作综述", reasons=REASONS)
        data = f"{place} {year} ".encode() + b"\xe6\xad\xa3" * 5_000
        library.add(data, f"{place}{year}.txt", metadata, derived={"text": text, "figures": figures}, rules="1")
        if number % 10 == 0:
            library.add_correction(f"{place}-{year}", "confirm", Anchor(100, 102, "42", "全年共审查立案提案42件", 0))


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of a few runs."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=3_000)
    count = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'reports.db').as_posix()}"
        library = Library(url)
        began = time.perf_counter()
        fill(library, count)
        spent = time.perf_counter() - began
        size = Path(folder, "reports.db").stat().st_size
        print(f"{count} reports, {size / 1e6:.0f} MB, imported in {spent:.1f} s ({spent / count * 1000:.1f} ms each)")
        ids = [report.id for report in library.reports()]
        asked: dict[str, Callable[[], object]] = {
            "open": lambda: Library(url).close(),
            "revision()": library.revision,
            "reports()": library.reports,
            "get(id)": lambda: library.get(ids[len(ids) // 2]),
            "original(id)": lambda: library.original(ids[0]),
            "derived_many(all, figures)": lambda: library.derived_many(ids, "figures", "1"),
            "derived_many(all, text)": lambda: library.derived_many(ids, "text", "1"),
            "derived_many(20, figures)": lambda: library.derived_many(ids[:20], "figures", "1"),
            "corrections_many(all)": lambda: library.corrections_many(ids),
            "stale(figures)": lambda: library.stale("figures", "2"),
            "put_derived_many(all)": lambda: library.put_derived_many(dict.fromkeys(ids, "{}"), "small", str(time.time())),
            "add_correction": lambda: library.add_correction(ids[0], "confirm", Anchor(1, 3, "42", "立案42件", 0)),
            "check()": library.check,
        }
        for name, work in asked.items():
            print(f"{name:30} {timed(work) * 1000:10.1f} ms")
        library.close()


if __name__ == "__main__":
    main()
