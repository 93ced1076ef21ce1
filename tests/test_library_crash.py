"""What the library has acknowledged is there after kill -9, whole; and two processes at once lose nothing."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from analysis.library import Library
from tests.shelf import fresh_url

ROOT = Path(__file__).resolve().parent.parent

#: Imports in a loop, now and then changes something, and says what it was told is kept.
WRITER = """
import sys
from analysis.library import Library
from tests.shelf import fresh_url
from analysis.report import Metadata, Period

url, name, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
library = Library(url)
for number in range(rounds):
    data = f"{name} {number} ".encode() * 400
    metadata = Metadata("甲县" if number % 3 else f"{name}县", "某省", "county", Period(2022, 2022), "综述")
    report = library.add(data, f"{number}.txt", metadata, derived={"text": "[" + "1," * 800 + "1]"}, rules="r")
    print(report.sha256, flush=True)
    if number % 5 == 4:
        library.set_setting("last", str(number))
"""


def writer(url: str, name: str, rounds: int) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", WRITER, url, name, str(rounds)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_acknowledged_is_present_after_kill(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    chance = random.Random(20261120)
    acknowledged: set[str] = set()
    for turn in range(5):
        process = writer(url, f"第{turn}次", 100_000)
        assert process.stdout is not None
        acknowledged.add(process.stdout.readline().strip())
        time.sleep(chance.uniform(0.01, 0.25))
        process.kill()
        acknowledged |= {line.strip() for line in process.stdout.read().splitlines() if len(line.strip()) == 64}
        process.wait()
    library = Library(url)
    library.check()
    reports = {report.sha256: report for report in library.reports()}
    assert len(acknowledged) > 5, "the writers were killed before they had done anything"
    assert acknowledged <= set(reports)
    assert len(reports) - len(acknowledged) <= 5, "at most one a kill was kept and not yet acknowledged"
    for report in reports.values():
        library.original(report.id)
    assert len(library.derived_many([report.id for report in reports.values()], "text", "r")) == len(reports), "no report is half in"
    library.close()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    processes = [writer(url, name, 30) for name in ("甲", "乙")]
    told = [line for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    library = Library(url)
    reports = library.reports()
    assert len(reports) == 60 == len({report.id for report in reports})
    assert {report.sha256 for report in reports} == set(told)
    assert sum(report.counts for report in reports) == 2
    assert sorted({report.place_number for report in reports}) == [1, 2]
    library.close()
