"""An import names every file, keeps the good ones, survives the bad ones, and can be left, stopped and come back to."""

import io
import os
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from analysis import importing
from analysis.importing import Limits, Upload, sources
from analysis.library import Job, JobItem, Library
from analysis.reading.package import overlapping
from analysis.report import ReadingError
from tests.processes import obey, strange

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    yield opened
    opened.close()


def files(*texts: str) -> list[Upload]:
    return [Upload(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]


def states(job: Job) -> list[str]:
    return [item.state for item in job.items]


def waited(library: Library, job_id: int, seconds: float = 30) -> Job:
    end = time.monotonic() + seconds
    while (job := library.job(job_id)).state == "running":
        assert time.monotonic() < end, job
        time.sleep(0.05)
    return job


def test_good_files_go_in_and_bad_ones_are_named(library: Library) -> None:
    """One batch with every kind of trouble: what can be kept is kept, in order, and every process that died is replaced."""
    first = files("甲县 2021", "bad", "die", "hang", "甲县 2022", "甲县 2021", "raise", f"memory {1 << 60}")
    batch = [*first, *files("无年份", "sleep 0.1\n甲县 2023", "noise\n乙县 2022")]
    told: list[tuple[JobItem, int, int]] = []
    job = importing.run(library, batch, obey, workers=2, who="某人", limits=Limits(seconds=1.5), progress=lambda *step: told.append(step))
    assert states(job) == ["done", "failed", "failed", "failed", "done", "duplicate", "failed", "failed", "failed", "done", "done"]
    assert [item.report_id for item in job.items if item.report_id] == ["甲县-2021", "甲县-2022", "甲县-2021", "甲县-2023", "乙县-2022"]
    assert [item.code for item in job.items if item.state == "failed"] == ["E101", "E108", "E108", "E108", "E108", "E121"]
    assert job.items[1].message == "文件为空，请检查。" and "1.5 秒" in job.items[3].message and "内存" in job.items[7].message
    assert not any("secret" in item.message for item in job.items)
    assert (job.state, job.settled, job.skipped, job.who) == ("done", 11, 7, "某人")
    assert [(item.position, count, total) for item, count, total in told] == [(n, n + 1, 11) for n in range(11)]
    assert [item for item, _, _ in told] == list(job.items)
    assert [report.id for report in library.reports()] == ["甲县-2021", "甲县-2022", "甲县-2023", "乙县-2022"]
    assert library.derived("甲县-2021", "text", "r1") == f'"{len("甲县 2021")}"'
    assert library.history("甲县-2021")[0].who == "某人"
    metadata = library.get("甲县-2021").metadata
    assert metadata.reasons["pid"] != str(os.getpid()) and not Path(metadata.reasons["cwd"]).exists(), "its own folder, cleaned up"


def test_a_name_cannot_forge_a_line_of_the_progress(library: Library) -> None:
    told: list[str] = []
    name = "甲\n[9/9] 全部完成\x1b[2J\u202etxt.exe"
    importing.run(library, [Upload(name, "甲县 2021".encode())], obey, workers=1, progress=lambda item, *_: told.append(item.name))
    assert told == ["甲 [9/9] 全部完成[2Jtxt.exe"]


def test_versions_do_not_depend_on_which_worker_was_faster(library: Library) -> None:
    batch = files("sleep 0.4 a\n甲县 2022", "甲县 2022", "sleep 0.2 b\n甲县 2022", " \n甲县 2022")
    job = importing.run(library, batch, obey, workers=2)
    assert [item.report_id for item in job.items] == ["甲县-2022", "甲县-2022~2", "甲县-2022~3", "甲县-2022~4"]
    assert library.get("甲县-2022~4").counts


def test_what_is_in_the_library_is_told_without_work_and_deleted_files_come_back(library: Library) -> None:
    batch = files("甲县 2022", "乙县 2022")
    importing.run(library, batch, obey, workers=1)
    library.delete("乙县-2022")
    job = importing.run(library, batch, partial(obey, rules="r2"), workers=1, fields={"地方": "丙县"})
    assert states(job) == ["duplicate", "done"]
    assert "甲县-2022" in job.items[0].message
    assert [(one.id, one.deleted) for one in library.reports()] == [("甲县-2022", False), ("丙县-2022", False)]
    assert library.derived("丙县-2022", "text", "r2") is not None


def test_an_import_in_the_background_is_followed_and_cancelled(library: Library, url: str) -> None:
    first = importing.start(url, files("甲县 2022", "bad"), obey, workers=1)
    second = importing.start(url, files("乙县 2022", "sleep 60\n丙县 2022", "丁县 2022", "戊县 2022"), obey, workers=1)
    assert states(waited(library, first)) == ["done", "failed"]
    end = time.monotonic() + 20
    while library.job(second).counts.get("done") != 1 and time.monotonic() < end:
        time.sleep(0.05)
    started = time.monotonic()
    importing.cancel(url, second)
    job = waited(library, second)
    assert time.monotonic() - started < 8
    assert (job.state, states(job)) == ("cancelled", ["done", "cancelled", "cancelled", "cancelled"])
    assert "已取消" in job.message
    assert {one.id for one in library.reports()} == {"甲县-2022", "乙县-2022"}
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join(timeout=5)
            assert not thread.is_alive()


def test_an_import_whose_server_is_killed_is_told_as_interrupted(library: Library, url: str) -> None:
    script = (
        "import sys, time; from analysis import importing; from tests.processes import obey;"
        "files = [('a', '甲县 2022'.encode()), ('b', 'sleep 60\\n乙县 2022'.encode()), ('c', b'bad')];"
        "importing.start(sys.argv[1], files, obey, workers=1);"
        "time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", script, url], cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"})
    end = time.monotonic() + 30
    while not (library.jobs() and library.jobs()[0].counts.get("done")) and time.monotonic() < end:
        time.sleep(0.05)
    server.kill()
    server.wait()
    assert library.jobs()[0].state == "interrupted"
    again = Library(url)
    job = again.job(library.jobs()[0].id)
    assert (job.state, states(job)) == ("interrupted", ["done", "interrupted", "interrupted"])
    assert "重新导入" in job.message
    retry = importing.run(again, [("a", "甲县 2022".encode()), ("c", "丙县 2022".encode())], obey, workers=1)
    assert states(retry) == ["duplicate", "done"]
    again.close()


def test_trouble_of_the_library_ends_the_import_and_keeps_what_is_in(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.report import LibraryError

    whole = library.add

    def full(data: bytes, *rest: object, **options: object) -> object:
        if b"2023" in data:
            raise LibraryError("磁盘空间不足，没有保存；请清出空间后重试。", "E160")
        return whole(data, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "add", full)
    job = importing.run(library, files("甲县 2022", "甲县 2023", "甲县 2024"), obey, workers=1)
    assert (job.state, states(job)) == ("failed", ["done", "failed", "interrupted"])
    assert "磁盘空间不足" in job.message and "磁盘空间不足" in job.items[1].message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux counts the memory of a process for us")
def test_a_file_that_eats_the_memory_is_stopped_at_the_limit(library: Library) -> None:
    greedy, modest = f"memory {400 << 20}\n甲县 2022", f"memory {1 << 20}\n甲县 2023"
    job = importing.run(library, files(greedy, modest), obey, workers=1, limits=Limits(memory=200 << 20))
    assert [(item.state, item.code) for item in job.items] == [("failed", "E108"), ("done", "")]


def test_what_no_database_can_hold_is_one_failed_file(library: Library) -> None:
    job = importing.run(library, files("甲县 2022"), strange, workers=1)
    assert (job.state, states(job), job.items[0].code) == ("done", ["failed"], "E130")
    assert library.reports() == ()


def test_a_process_that_cannot_be_imported_ends_the_job_with_a_sentence(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obey, "__module__", "tests.no_such_module")
    job = importing.run(library, files("甲县 2022", "甲县 2023"), obey, workers=1)
    assert (job.state, states(job)) == ("failed", ["interrupted", "interrupted"])
    assert "无法启动" in job.message


def test_a_function_that_no_other_process_could_find_is_refused_at_once(library: Library) -> None:
    with pytest.raises(ValueError, match="importable"):
        importing.run(library, files("甲县 2022"), lambda *_: strange(b"", "", {}), workers=1)
    with pytest.raises(ValueError, match="keyword"):
        importing.run(library, files("甲县 2022"), partial(obey, b""), workers=1)
    assert library.jobs() == ()


def test_nothing_to_import_is_a_finished_job(library: Library) -> None:
    job = importing.run(library, [], obey)
    assert (job.state, job.total) == ("done", 0)


# -- what is pointed at


def names(*inputs: importing.Input) -> list[str]:
    return [source.name for source in importing.gather(inputs)]


def zipped(entries: dict[str, bytes], **options: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


def refused(source: sources.Source) -> str:
    with pytest.raises(ReadingError) as raised:
        source.load()
    return raised.value.code


def test_folders_are_walked_in_order_without_junk_and_links(tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    for name in ("乙/2.txt", "甲/1.txt", "甲/~$1.docx", ".git/config", "Thumbs.db", "0.txt", "__MACOSX/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("secret")
    if os.name == "posix":
        (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
        (folder / "up").symlink_to(tmp_path)
    (folder / "包.zip").write_bytes(zipped({"内.txt": b"x"}))
    assert names(folder) == ["0.txt", "包.zip/内.txt", "乙/2.txt", "甲/1.txt"]
    assert [source.load().decode() for source in importing.gather([folder])] == ["0.txt", "x", "乙/2.txt", "甲/1.txt"]
    (tmp_path / "空").mkdir()
    (empty,) = importing.gather([tmp_path / "空"])
    assert (empty.name, refused(empty)) == ("空", "E101")


def test_what_is_not_there_or_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (missing,) = importing.gather([tmp_path / "没有.txt"])
    assert (missing.name, refused(missing)) == ("没有.txt", "E100")
    assert refused(importing.gather(["\0"])[0]) == "E100"
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe.txt")
        assert refused(importing.gather([tmp_path / "pipe.txt"])[0]) == "E103"
    monkeypatch.setattr(sources, "MAX_FILE_BYTES", 10)
    (tmp_path / "big.txt").write_bytes(b"x" * 11)
    assert refused(importing.gather([tmp_path / "big.txt"])[0]) == "E107"
    assert refused(importing.gather([Upload("big.txt", b"x" * 11)])[0]) == "E107"
    assert importing.gather([("fits.txt", b"x" * 10)])[0].load() == b"x" * 10


def test_archives_open_in_order_with_names_of_chinese_systems() -> None:
    data = bytearray(zipped({"b.txt": b"2", "AAAA.txt": b"1", "__MACOSX/._a": b"", ".DS_Store": b"", "dir/": b""}))
    gbk = "平罗".encode("gb18030")
    data = data.replace(b"AAAA", gbk)
    found = importing.gather([Upload("包.zip", bytes(data), {"地方": "甲县"})])
    assert [(one.name, one.load(), one.fields) for one in found] == [
        ("包.zip/b.txt", b"2", {"地方": "甲县"}), ("包.zip/平罗.txt", b"1", {"地方": "甲县"}),
    ]  # fmt: skip
    assert names(Upload("x.zip", zipped({"../../etc/x.txt": b"", "/abs.txt": b"", "报告.txt": b""}))) == [
        "x.zip/abs.txt", "x.zip/etc/x.txt", "x.zip/报告.txt",
    ]  # fmt: skip


def test_hostile_archives_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def codes(data: bytes) -> list[str]:
        return [refused(source) for source in importing.gather([Upload("a.zip", data)])]

    assert codes(b"PK\x03\x04 cut") == ["E102"] == codes(b"")
    assert codes(zipped({})) == ["E101"]
    assert codes(zipped({"bomb.txt": b"\0" * 20_000_000})) == ["E106"]
    assert codes(zipped({f"{n}.txt": b"" for n in range(2_001)})) == ["E106"]
    assert codes(zipped({"inner.zip": zipped({"a.txt": b"x"})})) == ["E103"]
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert codes(held.getvalue()) == ["E103"]
    damaged = bytearray(zipped({"a.txt": b"some text that is packed" * 50}))
    damaged[45:60] = b"\xff" * 15
    assert codes(bytes(damaged)) == ["E102"]
    encrypted = bytearray(zipped({"a.txt": b"x"}))
    encrypted[6] |= 1
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    assert codes(bytes(encrypted)) == ["E104"]
    monkeypatch.setattr(sources, "MAX_UNPACKED_BYTES", 100)
    lying = bytearray(zipped({"a.txt": b"abcdefgh" * 20}))
    where = lying.rindex(b"PK\x01\x02") + 24
    lying[where : where + 4] = (50).to_bytes(4, "little")
    assert codes(bytes(lying))[0] in {"E102", "E106"}, "a directory that lies about sizes"


def quoting(kernel: bytes, names: list[bytes]) -> bytes:
    """A bomb that no count of packed bytes sees: each entry packs, as stored bytes, the local heads of those after it and then the kernel.

    Every entry unpacks the one kernel again (D. Fifield, A better zip bomb, 2019).
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, plain = packer.compress(kernel) + packer.flush(), kernel
    files = packed
    listed: list[tuple[bytes, bytes, int]] = []
    for name in reversed(names):
        sizes = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(plain), len(packed), len(plain), len(name), 0)
        head = b"PK\x03\x04" + sizes + name
        files = head + files
        listed.append((name, sizes, len(files)))
        packed = b"\x00" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF) + head + packed
        files = packed[:5] + files if name != names[0] else files
        plain = head + plain
    directory = b"".join(
        b"PK\x01\x02" + b"\x14\x00" + sizes + struct.pack("<HHHII", 0, 0, 0, 0, len(files) - back) + name for name, sizes, back in listed
    )
    count = len(listed)
    return files + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(files), 0)


def test_archives_whose_entries_share_bytes_are_refused_whole() -> None:
    kernel = os.urandom(2_000) * 5
    data = quoting(kernel, [b"a.txt", b"b.txt", b"c.txt"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        assert len(infos) == 3 and sum(info.file_size for info in infos) < sources.MAX_SWELLING * sum(info.compress_size for info in infos)
    for info in infos:  # each is whole by itself
        start = info.header_offset + 30 + len(info.filename)
        assert zlib.decompress(data[start : start + info.compress_size], -15).endswith(kernel)
    assert overlapping(infos)
    (bomb,) = importing.gather([Upload("a.zip", data)])
    assert (bomb.name, refused(bomb)) == ("a.zip", "E106")
    single = importing.gather([Upload("a.zip", quoting(kernel, [b"a.txt"]))])
    assert [source.load() for source in single] == [kernel]
    same = bytearray(zipped({"a.txt": b"1" * 50, "b.txt": b"2" * 50}))
    second = same.rindex(b"PK\x01\x02")
    same[second + 42 : second + 46] = bytes(4)
    assert [refused(source) for source in importing.gather([Upload("a.zip", bytes(same))])] == ["E106"]


def test_entries_beside_each_other_do_not_overlap() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name in ("b.txt", "a.txt", "dir/", "空.txt"):
            archive.writestr(name, b"")
    for data in (
        stored.getvalue(),
        zipped({f"{n}.txt": b"x" * n for n in range(50)}),
        b"before the archive" + zipped({"a.txt": b"x", "b.txt": b""}),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert not overlapping(archive.infolist())
