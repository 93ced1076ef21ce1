"""`python -m analysis bench`: how fast this computer is at what people wait for, as ratios to cutting the same text into words.

Seconds depend on the machine and on who else uses it; the ratios of one run can be compared with those of another one.
"""

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jieba

from analysis import identity, importing
from analysis.export.browser import Browser, find_browser
from analysis.export.compose import draft
from analysis.export.images import SLIDE, png
from analysis.export.safe import ExportError
from analysis.importing.sources import Upload
from analysis.library import Library
from analysis.report import Report
from analysis.study import Study, sample_files
from analysis.study.results import compare

jieba.dt.tmp_dir = tempfile.mkdtemp()  # its cache must not lie in a folder that everybody can write to

#: Reports of each invented place, one a year.
YEARS = 10
LAST = 2024
#: Runs of what is measured warm; the fastest one counts.
RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One line: what was done, its seconds, and its ratio to `base`, which is named in words; without a base it is the measure."""

    name: str
    seconds: float
    ratio: float = 1.0
    base: str = ""
    note: str = ""

    def __str__(self) -> str:
        spent = f"{self.seconds:.2f} 秒" if self.seconds >= 1 else f"{self.seconds * 1000:.0f} 毫秒"
        ratio = f"，是{self.base}的 {self.ratio:.2f} 倍" if self.base else ""
        return f"{self.name}：{spent}{ratio}" + (f"（{self.note}）" if self.note else "")


def made_up(reports: int) -> Iterator[Upload]:
    """As many reports as asked for, made from the samples: other places, other years, the same sentences."""
    samples = [path.read_text(encoding="utf-8") for path in sample_files()]
    for number in range(reports):
        text = samples[number % len(samples)]
        head, _ = identity.split_head(text)
        place, year = f"测试{_letters(number // YEARS)}县", LAST - number % YEARS
        told = {f"省份：{head['省份']}": "省份：测试省", "层级：地市级": "层级：县级", "样稿：是": "样稿：否"}
        told |= {head["地方"]: place, head["时期"]: str(year)}
        for old, new in told.items():
            text = text.replace(old, new)
        yield Upload(f"{place}-{year}.txt", text.encode())


def _letters(number: int) -> str:
    """A name for a place without a digit: 甲, 乙, … 甲甲."""
    stems = "甲乙丙丁戊己庚辛壬癸"
    return (_letters(number // 10 - 1) if number >= 10 else "") + stems[number % 10]


def run(reports: int, tell: Callable[[str], None]) -> list[Measured]:
    """Measure import, comparison and pictures with as many made-up reports; `tell` is given a sentence before each step."""
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        files = list(made_up(reports))
        tell(f"造 {reports} 份报告，逐份导入……")
        alone = Library(f"sqlite:///{(Path(folder) / 'alone.db').as_posix()}")
        study = Study(alone)
        study.prepare(files[0].data, files[0].name)  # dictionaries and catalogues are loaded once, whatever the number of reports
        single = _timed(lambda: [study.add(file.data, file.name) for file in files])
        held = study.reports()
        cut = _cut(study, held)
        found.append(Measured("全部文字用 jieba.lcut 切词，下面的尺", cut, note=f"{_size(study, held):.0f} 万字"))
        found.append(Measured(f"导入 {reports} 份，一个进程", single, single / cut, "切词", f"每份 {single / reports * 1000:.0f} 毫秒"))
        tell("再用几个进程导入一遍……")
        together = Library(f"sqlite:///{(Path(folder) / 'together.db').as_posix()}")
        several = _timed(lambda: importing.run(together, files, study.process))
        found.append(Measured(f"导入 {reports} 份，几个进程（连同启动进程）", several, several / cut, "切词"))
        together.close()
        tell("对比两份……")
        found += _comparison(alone, held, cut / reports)
        tell("画图……")
        found += _pictures(study, held)
        alone.close()
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _cut(study: Study, reports: tuple[Report, ...]) -> float:
    """Seconds that jieba needs for the text of all reports, its dictionary loaded before."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    texts = [study.repaired(report.id).text for report in reports]
    return _timed(lambda: [jieba.lcut(text) for text in texts])


def _size(study: Study, reports: tuple[Report, ...]) -> float:
    return sum(study.repaired(report.id).characters for report in reports) / 10_000


def _comparison(library: Library, reports: tuple[Report, ...], cut: float) -> list[Measured]:
    """A comparison by a study that has read nothing yet, and by one that has. cut: seconds for cutting one report."""
    sides = ((reports[0].id,), (reports[-1].id,))
    study = Study(library)
    cold = _timed(lambda: compare(study, sides).whole())
    warm = min(_timed(lambda: compare(study, sides).whole()) for _ in range(RUNS))
    base = "切一份的词"
    return [
        Measured("对比两份，第一次", cold, cold / cut, base),
        Measured("对比两份，以后", warm, warm / cut, base, f"第一次的 {warm / cold:.0%}"),
    ]


def _pictures(study: Study, reports: tuple[Report, ...]) -> list[Measured]:
    """The first PNG with the start of the browser, and a later one; nothing where there is no browser."""
    made = draft(study, (reports[0].id, reports[-1].id))
    figures = [part.picture.figure for part in made.parts if part.picture is not None]
    if find_browser() is None or not figures:
        return []
    drawing = Browser(tabs=1)
    try:
        cold = _timed(lambda: png(figures[0], SLIDE, using=drawing))
        warm = min(_timed(lambda: png(figures[0], SLIDE, using=drawing)) for _ in range(RUNS))
    except ExportError:
        return []
    finally:
        drawing.close()
    name = "PNG（3840 × 2160）"
    return [
        Measured(f"{name}第一张，连同启动浏览器", cold, cold / warm, "以后一张"),
        Measured(f"{name}以后一张", warm, warm / cold, "第一张"),
    ]
