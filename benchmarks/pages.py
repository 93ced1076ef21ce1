"""How long a reader waits, page by page and change by change, in a real browser, beside an empty Streamlit app.

usage: python benchmarks/pages.py [--reports 5] [--library URL] [--rounds 4] [--browser PATH] [--entry FILE] [--pages 对比,指标]

Everything is measured in one run on one machine, and beside an empty app: the seconds themselves depend on the machine and
on who else is using it. `first` is what nobody asked for before, the rest is asked again. The library is a new one with the
five samples, or one with many reports made of them, or that of --library, which is brought up to date before.
"""

import argparse
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analysis.library import Library  # noqa: E402
from analysis.reference_places import load_places  # noqa: E402
from analysis.study import Study, sample_files  # noqa: E402
from benchmarks.pace import ARGUMENTS, Measured, Reader, Server, first_page, serving  # noqa: E402

EMPTY = """import streamlit as st
st.title(str(st.session_state.get("pressed", 0)))
st.button("按", on_click=lambda: st.session_state.update(pressed=st.session_state.get("pressed", 0) + 1))
"""


def sides(reader: Reader) -> None:
    reader.press("互换")
    before = reader.choose("stSelectbox", "一方")
    reader.choose("stSelectbox", "一方", before)
    reader.press("表")
    reader.press("图")


def several(*views: str) -> Callable[[Reader], None]:
    def go(reader: Reader) -> None:
        dropped = reader.drop()
        reader.choose("stMultiSelect", "报告")
        reader.drop()
        reader.choose("stMultiSelect", "报告", dropped)
        for view in views:
            reader.press(view)

    return go


def one(reader: Reader) -> None:
    before = reader.choose("stSelectbox", "报告")
    reader.choose("stSelectbox", "报告", before)
    reader.press("读出的数")
    reader.press("整理后的文字")


#: Pages by the name in the menu, and what is changed on each.
JOURNEY: dict[str, Callable[[Reader], None] | None] = {
    "对比": sides,
    "指标": several("图", "热图", "年度", "排名", "表", "协商议政", "全部"),
    "关键词": several("趋势", "热图", "词云", "对照", "排行"),
    "提法": several("表", "图"),
    "主题": several("职能", "话题", "相近", "沿用", "主题词"),
    "原文": one,
    "报告库": None,
    "简报": several(),
    "总览": None,
}


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def told(name: str, found: Sequence[Measured]) -> None:
    """Median and p95 of the first screen, of the whole page, and of the work of both sides."""
    if found:
        parts = [("first screen", "seen"), ("whole page", "still"), ("server's work", "server"), ("browser's work", "browser")]
        values = {said: [getattr(each, part) for each in found] for said, part in parts}
        said = "; ".join(f"{said} {statistics.median(own):.2f} (p95 {p95(own):.2f})" for said, own in values.items())
        print(f"{name}, {len(found)} times: {said} s")


def table(found: Sequence[Measured]) -> None:
    """The slowest changes first: medians of each, and the worst."""
    kinds: dict[tuple[str, str, bool], list[Measured]] = {}
    for each in found:
        kinds.setdefault((each.page, each.change, each.fresh), []).append(each)
    rows = []
    for (page, change, fresh), own in kinds.items():
        middle = {
            part: statistics.median(getattr(each, part) for each in own) for part in ("seen", "server", "browser", "runs", "kilobytes")
        }
        still = [each.still for each in own]
        rows.append((statistics.median(still), max(still), middle, f"{page} {change}{' · first' if fresh else ''}"))
    print(" seen  still  worst server browser runs   kB")
    for still_, worst, part, name in sorted(rows, key=lambda row: -row[0]):
        times = f"{part['seen']:5.2f}  {still_:5.2f}  {worst:5.2f}  {part['server']:5.2f}   {part['browser']:5.2f}"
        print(f"{times} {part['runs']:4.0f} {part['kilobytes']:4.0f}  {name}")


def fill(url: str, reports: int) -> None:
    """A library of many reports: the samples under other names and years, some paragraphs left out, the numbers changed."""
    study = Study(Library(url))
    texts = [path.read_text(encoding="utf-8").split("---", 2)[1:] for path in sample_files()]
    chance = random.Random(1)
    places = [place for place in load_places() if place.level == "county" and len(place.name) == 3]
    chance.shuffle(places)
    for number in range(reports):
        place, year = places[number // 5], 2019 + number % 5 + (number // 5) % 2
        head, body = texts[number % len(texts)]
        own = re.search(r"地方：(.{1,20})", head)
        body = body.replace(own[1].strip(), place.name).replace(own[1].strip()[:-1], place.name[:-1]) if own else body
        body = "\n\n".join(part for at, part in enumerate(body.split("\n\n")) if at < 3 or chance.random() < 0.85)
        factor = chance.uniform(0.6, 1.5)
        body = re.sub(r"(\d{1,6})(余?)([条件次场期篇个])", lambda m, f=factor: f"{max(1, int(int(m[1]) * f))}{m[2]}{m[3]}", body)
        lines = (
            f"标题：{place.name}政协{year}年工作综述",
            f"地方：{place.name}",
            f"省份：{place.province}",
            f"时期：{year}",
            "文体：工作综述",
        )
        study.add("\n".join(("---", *lines, "---", body)).encode(), f"{place.name}{year}.txt")


def up_to_date(url: str) -> list[str]:
    """Read again what older rules have read, so that no page has to; the labels of the reports."""
    study = Study.open(url)
    for report_id in study.stale():
        study.refresh(report_id)
    labels = [report.label for report in study.reports()]
    study.library.close()
    return labels


def first_pages(browser: Browser, floor: Server, ours: Server, rounds: int) -> None:
    """Of the server as it started, and of the warm one in pairs with the empty app."""
    read, still = first_page(browser, ours.url)
    print(f"very first page after the start: words {read:.2f} s, whole {still:.2f} s")
    first_page(browser, floor.url)
    for path in ("", "/compare"):
        first_page(browser, ours.url + path)
        pairs = [(first_page(browser, floor.url), first_page(browser, ours.url + path)) for _ in range(max(5, rounds))]
        for part, name in enumerate(("words", "whole page")):
            bare, full = (statistics.median(pair[side][part] for pair in pairs) for side in (0, 1))
            print(f"first page {path or '/'} of a warm server, {name}: {full:.2f} s, empty app {bare:.2f} s, ratio {full / bare:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--library", default="")
    parser.add_argument("--reports", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome") or "")
    parser.add_argument("--entry", default="serving.py")
    parser.add_argument("--pages", default=",".join(JOURNEY))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = options.library or f"sqlite:///{(Path(folder) / 'reports.db').as_posix()}"
        if options.reports > len(sample_files()) and not options.library:
            fill(library, options.reports)
        labels = up_to_date(library)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        with serving(empty, {}) as floor, serving(ROOT / options.entry, {"REPORT_LIBRARY": library}) as ours:
            print(f"{len(labels)} reports")
            first_pages(browser, floor, ours, options.rounds)
            bare, reader = Reader(browser, floor, []), Reader(browser, ours, labels)
            for turn in range(options.rounds + 1):
                reader.fresh = turn == 0
                for name in options.pages.split(","):
                    bare.timed("按", bare.page.locator("[data-testid=stMain] button").click)
                    reader.switch(name)
                    if acts := JOURNEY[name]:
                        acts(reader)
            told("empty app, rerun", bare.found)
            for switching, said in ((False, "change of choice"), (True, "page switch")):
                own = [each for each in reader.found if (each.change == "换页") == switching]
                told(said, [each for each in own if not each.fresh])
                told(f"{said}, first", [each for each in own if each.fresh])
            table(reader.found)
        browser.close()


if __name__ == "__main__":
    main()
