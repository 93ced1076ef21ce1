"""Pictures from the long-lived browser: everyone gets their own, at the exact size, in Chinese, without a way out to the net."""

import errno
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO

import plotly.graph_objects as go
import pytest
from PIL import Image, ImageChops

from analysis.charts.look import FONT
from analysis.export import images
from analysis.export.browser import Browser, browser, find_browser, without_links
from analysis.export.images import ARTICLE, PAGE, SLIDE, SQUARE, Size, chinese_readable, own_size, pixels, png, pngs, svg
from analysis.export.safe import ExportError
from tests.export_briefings import figure

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chrome, Edge or Chromium on this computer")

SMALL = Size("klein", 160, 120, 1)


def plain(colour: str = "rgb(10,20,30)", text: str = "", family: str = FONT) -> go.Figure:
    """One colour from edge to edge, a word in the middle."""
    note = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 60, "family": family}}
    hidden = {"visible": False}
    return go.Figure(
        layout={"paper_bgcolor": colour, "plot_bgcolor": colour, "xaxis": hidden, "yaxis": hidden, "annotations": [note] if text else []}
    )


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@needs_browser
def test_sixty_requests_from_four_threads_each_get_their_own() -> None:
    colours = [(number * 4, 255 - number * 4, (number * 37) % 256) for number in range(60)]
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda colour: png(plain("rgb({},{},{})".format(*colour)), SMALL), colours))
    assert [opened(data).getpixel((80, 60)) for data in drawn] == colours


@needs_browser
@pytest.mark.parametrize(
    ("size", "expected"),
    [(SLIDE, (3840, 2160)), (SQUARE, (2160, 2160)), (own_size(1001, 777), (1001, 777)), (own_size(300, 900), (300, 900))],
)
def test_pictures_have_the_exact_size(size: Size, expected: tuple[int, int]) -> None:
    assert pixels(png(figure(), size)) == expected


@needs_browser
def test_article_picture_prints_16_cm_wide_at_300_dpi() -> None:
    made = Image.open(BytesIO(png(figure(), ARTICLE, title="标题<b>")))
    assert made.size[0] == 1890
    assert made.info["dpi"][0] == pytest.approx(300, abs=0.01)
    assert made.size[0] / made.info["dpi"][0] * 2.54 == pytest.approx(16, abs=0.01)
    assert made.info["Title"] == "标题<b>"


@needs_browser
def test_page_picture_keeps_the_figures_height() -> None:
    chart = figure()
    assert pixels(png(chart, PAGE)) == (3840, chart.layout.height * 6)


@pytest.mark.parametrize("wrong", [(100, 900), (900, 13_000), (0, 0)])
def test_sizes_out_of_reach_are_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ExportError, match="像素"):
        own_size(*wrong)


@needs_browser
def test_same_figure_same_bytes() -> None:
    assert png(figure(), SLIDE, title="甲") == png(figure(), SLIDE, title="甲")
    first = svg(figure())
    assert first == svg(figure())
    assert first.startswith(b"<?xml") and "青禾县".encode() in first
    assert svg(figure(values=(1, 2))) != first


@needs_browser
def test_nothing_of_the_frame_is_cut_off() -> None:
    """White at every edge, ink within: title, legend and source line lie inside the picture."""
    for size in (SLIDE, SQUARE, ARTICLE):
        picture = opened(png(figure("青禾县政协 2022 年与 2024 年履职数字对照一览"), size))
        wide, high = picture.size
        ground = Image.new("RGB", picture.size, "white")
        left, top, right, bottom = ImageChops.difference(picture, ground).getbbox() or (0, 0, 0, 0)
        assert min(left, top, wide - right, high - bottom) >= 8 and right - left > wide * 0.8 and bottom - top > high * 0.8


@needs_browser
def test_chinese_is_no_box_and_has_mainland_forms() -> None:
    assert chinese_readable()
    ours, mainland = (png(plain("white", "骨直角令复", family), SMALL) for family in (FONT, "Noto Sans CJK SC"))
    japanese = png(plain("white", "骨直角令复", "Noto Sans CJK JP"), SMALL)
    assert ours == mainland  # only where these fonts are installed does the next line say something
    if japanese == mainland:
        pytest.skip("no Japanese forms on this computer to tell from")
    assert ours != japanese


@needs_browser
def test_two_characters_look_different_also_in_the_heading_face() -> None:
    from analysis.charts.look import SERIF

    first, second = (opened(png(plain("white", letter, SERIF), SMALL)) for letter in ("职", "责"))
    assert ImageChops.difference(first, second).getbbox() is not None


def test_pictures_from_files_and_addresses_are_left_out() -> None:
    inline = {"source": "data:image/png;base64,AAAA"}
    loud = [{"source": "file:///etc/hostname"}, {"source": "http://127.0.0.1:1/x.png"}, inline]
    spec = without_links(go.Figure(layout={"images": loud, "template": {"layout": {"images": loud}}}))
    assert [image["source"] for image in spec["layout"]["images"]] == [inline["source"]]
    assert [image["source"] for image in spec["layout"]["template"]["layout"]["images"]] == [inline["source"]]


@needs_browser
def test_the_browser_reaches_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when a figure asks for it, and even on this computer: a server that listens hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[object] = []

        def listen() -> None:
            try:
                heard.append(server.accept())
            except TimeoutError:
                return

        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        loud = plain().update_layout(images=[{"source": address, "x": 0, "y": 1, "sizex": 1, "sizey": 1, "xref": "paper", "yref": "paper"}])
        monkeypatch.setattr("analysis.export.browser.without_links", lambda chart: chart.to_dict())
        server.settimeout(4)
        listener = threading.Thread(target=listen)
        listener.start()
        with suppress(ExportError):  # drawn without the image, or not drawn: either way nothing may leave the browser
            png(loud, SMALL)
        listener.join()
    assert heard == []


@needs_browser
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are a POSIX matter")
def test_a_browser_that_is_killed_or_hangs_or_was_closed_comes_back() -> None:
    """One story, because every start of a browser costs seconds."""
    own = Browser(tabs=1, timeout=8, idle=1)
    try:
        assert pixels(png(plain(), SMALL, using=own)) == (160, 120)
        first = own.process
        assert first is not None

        # Killed while four threads wait for twelve pictures: everyone still gets their own.
        colours = [(number, 200, 100) for number in range(12)]
        with ThreadPoolExecutor(4) as threads:
            running = [threads.submit(png, plain("rgb({},{},{})".format(*colour)), SMALL, using=own) for colour in colours]
            time.sleep(0.3)
            os.killpg(first, signal.SIGKILL)
            assert [opened(one.result()).getpixel((5, 5)) for one in running] == colours
        second = own.process
        assert second not in (None, first)

        # Stopped, so that it answers nothing: given up after the timeout, and replaced.
        os.killpg(second or 0, signal.SIGSTOP)
        assert pixels(png(plain(), SMALL, using=own)) == (160, 120)
        third = own.process
        assert third not in (None, second) and not _alive(second or 0)

        # Idle for a second: it rests, and no process of it is left.
        assert _within(15, lambda: own.process is None and not _alive(third or 0))
    finally:
        own.close()


@needs_browser
def test_closing_leaves_no_process_and_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        own = Browser(tabs=1)
        png(plain(), SMALL, using=own)
        process = own.process
        assert process is not None and os.listdir(folder)
        own.close()
        assert _within(10, lambda: not _alive(process) and not os.listdir(folder))


def test_a_full_disk_under_the_browser_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("analysis.export.browser.tempfile.mkdtemp", full)
    monkeypatch.setattr("analysis.export.browser.find_browser", lambda: "/usr/bin/chromium")
    own = Browser()
    with pytest.raises(ExportError, match="磁盘空间不足") as found:
        png(plain(), SMALL, using=own)
    own.close()
    assert found.value.code == "E160"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not happened():
        time.sleep(0.1)
    return happened()


@needs_browser
def test_a_figure_that_cannot_be_drawn_is_one_sentence_and_harms_no_other() -> None:
    broken = go.Figure()
    broken.to_dict = lambda: {"data": 5, "layout": {}}  # type: ignore[method-assign]
    drawn = images.attempts([(plain("rgb(1,2,3)"), ""), (broken, ""), (plain("rgb(4,5,6)"), "")], SMALL)
    assert opened(drawn[0] if isinstance(drawn[0], bytes) else b"").getpixel((5, 5)) == (1, 2, 3)
    assert isinstance(drawn[1], ExportError) and drawn[1].code == "E162"
    assert opened(drawn[2] if isinstance(drawn[2], bytes) else b"").getpixel((5, 5)) == (4, 5, 6)


def test_no_browser_is_said_in_one_go_and_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    assert find_browser() is None
    own = Browser()
    with pytest.raises(ExportError) as found:
        png(plain(), SMALL, using=own)
    own.close()
    assert found.value.code == "E161"
    assert "没有找到" in str(found.value) and "BROWSER_PATH" in str(found.value) and "Traceback" not in str(found.value)


@needs_browser
def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    pngs([(plain(), ""), (plain(), "")], SMALL, progress=lambda done, total, what: told.append((done, total, what)))
    assert told == [(0, 2, "正在画第 1 张图，共 2 张"), (1, 2, "正在画第 2 张图，共 2 张")]


def test_one_browser_for_the_process() -> None:
    assert browser() is browser()
