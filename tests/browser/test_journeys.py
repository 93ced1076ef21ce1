"""What an official does in ten minutes: open, switch, open a sentence, save a picture, send a link."""

import io
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image, ImageChops

from tests.browser.conftest import Visit

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["", *(path.stem for path in sorted((ROOT / "pages").glob("*.py")))]
SWITCH = "看永宁县 2022 与中卫市 2024"

#: Words of Streamlit's own that the project cannot reach: the tooltip of a keyboard reader, not seen by the eye.
LATIN = re.compile(r"[A-Za-z]{3,}")
OURS = re.compile(
    r"PowerPoint|Markdown|TXT|PNG|PPTX|DOCX|XLSX|ZIP|CSV|TSV|PDF|Word|OFD|Office|TF-IDF|KWIC|NMF|MDS|txt|docx|pdf|html|ofd|zip|log|UTF|SVG|Excel|WPS|wps|doc|md|[0-9a-f]{12}"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "dashboard")
def test_every_page_draws_and_stays_at_home(visit: Visit, page: str) -> None:
    visit.open(page)
    text = visit.page.inner_text('[data-testid="stMain"]')
    assert "没有画出来" not in text and "Traceback" not in text
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert visit.hosts == {visit.url.split("/")[2]}
    assert visit.errors == []
    assert visit.page.evaluate("() => document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "dashboard")
def test_no_english_is_left_on_a_page(visit: Visit, page: str) -> None:
    visit.open(page)
    visit.page.wait_for_timeout(1000)  # the style sheet that speaks Chinese for the upload box must have arrived
    words = visit.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] *, [data-testid="stSidebar"] *')]
            .filter(e => e.childElementCount === 0 && e.offsetParent !== null && !e.closest('[data-testid="stIconMaterial"]')
                && getComputedStyle(e).fontSize !== '0px' && getComputedStyle(e).visibility !== 'hidden')
            .map(e => e.innerText || '').filter(Boolean)"""
    )
    left = [text for text in words if LATIN.search(OURS.sub("", text))]
    assert left == []


def test_the_first_comparison_and_one_click_to_the_second(visit: Visit) -> None:
    visit.open("compare")
    assert visit.page.inner_text("h1").strip() == "平罗县 2022 年与 2024 年"
    visit.page.get_by_text(SWITCH).click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('永宁县')")
    visit.settled()
    assert visit.page.inner_text("h1").strip() == "永宁县 2022 年与中卫市 2024 年"
    assert visit.page.get_by_text("层级不同：中卫市是地市级").count() >= 1


def test_swap_and_add_a_side(visit: Visit) -> None:
    visit.open("compare")
    visit.page.get_by_role("button", name="互换").click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('2024 年与 2022 年')")
    visit.settled()
    visit.page.get_by_role("button", name="加一方").click()
    visit.settled()
    box = visit.page.get_by_role("combobox").nth(2)
    box.click()
    visit.page.get_by_role("option", name="永宁县 2022").click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('永宁县')")
    visit.settled()
    assert "没有画出来" not in visit.page.inner_text('[data-testid="stMain"]')


def test_a_click_opens_the_sentence(visit: Visit) -> None:
    visit.open("compare")
    visit.page.get_by_role("button", name="看原句").first.click()
    visit.page.wait_for_selector("blockquote mark", timeout=30_000)
    marked = visit.page.locator("blockquote mark").first.inner_text()
    assert re.search(r"\d", marked)
    quote = visit.page.locator("blockquote").first.inner_text()
    assert marked in quote and len(quote) > len(marked) + 5


def test_a_click_on_a_point_opens_its_sentence(visit: Visit) -> None:
    visit.open("compare")
    visit.page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    visit.page.locator(".js-plotly-plot .scatterlayer .points path").first.click(force=True)
    visit.page.wait_for_selector("blockquote", timeout=30_000)
    assert visit.page.locator("blockquote").first.inner_text().strip()


def test_the_png_is_wide_and_its_chinese_is_no_boxes(visit: Visit) -> None:
    visit.open("compare")
    chart = visit.page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    with visit.page.expect_download() as download:
        chart.locator(".modebar-btn").first.click()
    name = download.value.suggested_filename
    assert name.endswith(".png") and "平罗县" in name
    image = Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("L")
    assert image.width == 3840
    # The title's first two characters: two boxes would be the same picture, two characters never are.
    size, left, top = 17 * 6, 14 * 6, 18 * 6
    first, second = (image.crop((left + n * size, top, left + (n + 1) * size, top + size + 24)) for n in (0, 1))
    assert ImageChops.invert(first).getbbox() and ImageChops.invert(second).getbbox()
    different = sum(ImageChops.difference(first, second).histogram()[65:])
    assert different > 0.05 * size * size


def test_a_link_opens_the_same_view_elsewhere(visit: Visit, browser: object) -> None:
    visit.open("compare")
    visit.page.get_by_text(SWITCH).click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('永宁县')")
    visit.settled()
    visit.page.get_by_text("表", exact=True).click()
    visit.settled()
    link = visit.page.url
    assert "永宁县" in unquote(link) and len(link) < 300
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    other = Visit(context.new_page(), visit.url)
    other.page.goto(link)
    other.settled()
    assert other.page.inner_text("h1") == visit.page.inner_text("h1")
    other.page.wait_for_selector('[data-testid="stDataFrame"]', timeout=30_000)
    context.close()


def test_ids_in_a_link_work_and_a_lost_report_is_said(visit: Visit) -> None:
    visit.open("compare?left=永宁县-2022&right=中卫市-2024")
    assert visit.page.inner_text("h1").strip() == "永宁县 2022 年与中卫市 2024 年"
    visit.open("compare?left=无此县-1999&right=中卫市-2024")
    assert visit.page.get_by_text("不在库里").count() == 1
    assert "没有画出来" not in visit.page.inner_text('[data-testid="stMain"]')


def test_the_choice_goes_from_page_to_page(visit: Visit) -> None:
    visit.open("compare?left=永宁县+2022&right=中卫市+2024")
    visit.page.locator('[data-testid="stSidebar"]').get_by_text("原文").click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('的报告')")
    visit.settled()
    assert "永宁县" in visit.page.inner_text("h1")
    visit.page.locator('[data-testid="stSidebar"]').get_by_text("对比").click()
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.includes('年与')")


@pytest.mark.parametrize(
    ("link", "next_page", "title"),
    [
        ("compare?left=永宁县+2022&right=中卫市+2024", "原文", "永宁县 2022 年与中卫市 2024 年"),
        ("indicators?reports=永宁县+2022&reports=中卫市+2024", "原文", "两份报告的指标"),
        ("reader?report=永宁县+2022", "报告库", "永宁县 2022 年的报告"),
    ],
)
def test_the_way_back_of_the_browser_keeps_the_choice(visit: Visit, link: str, next_page: str, title: str) -> None:
    visit.open(link)
    visit.page.locator('[data-testid="stSidebar"]').get_by_text(next_page, exact=True).click()
    visit.page.wait_for_function("title => document.querySelector('h1') && document.querySelector('h1').innerText !== title", arg=title)
    visit.settled()
    visit.page.go_back()
    visit.page.wait_for_function("title => document.querySelector('h1')?.innerText.trim() === title", arg=title)
    visit.settled()
    assert visit.page.inner_text("h1").strip() == title and "永宁县" in unquote(visit.page.url)


@pytest.mark.parametrize("page", ["themes", "compare", "keywords"])
def test_a_chart_is_drawn_once(visit: Visit, page: str) -> None:
    """Streamlit hands every chart to plotly.js twice; the second time there must be nothing to draw."""
    visit.page.add_init_script(
        """window.times = new Map();
        new MutationObserver(records => { for (const one of records) for (const node of one.addedNodes)
          if (node.classList?.contains('shape-group') && node.dataset.index === '0') {
            const chart = one.target.closest('[data-testid="stPlotlyChart"]');
            window.times.set(chart, (window.times.get(chart) ?? 0) + 1);
          } }).observe(document, {subtree: true, childList: true});"""
    )
    for _ in range(2):  # a scroll bar that appears in between makes a chart narrower, and that is drawn again
        visit.open(page)
        visit.page.wait_for_function("() => window.times.size === document.querySelectorAll('[data-testid=stPlotlyChart]').length")
        visit.page.wait_for_timeout(1000)
        times = visit.page.evaluate("() => [...window.times.values()]")
        if set(times) == {1}:
            break
    assert times and set(times) == {1}


@pytest.mark.parametrize("name", ["永宁县 2022.{0,2}，读出", "永宁县 2022$"], ids=["grid", "table"])
def test_a_press_on_the_overview_opens_the_report(visit: Visit, name: str) -> None:
    visit.open("")
    visit.page.get_by_role("table").get_by_role("button", name=re.compile(f"^{name}")).last.press("Enter")
    visit.page.wait_for_function("() => document.querySelector('h1')?.innerText.trim() === '永宁县 2022 年的报告'")


def test_names_are_text_and_never_markup(visit: Visit) -> None:
    visit.open("reader?find=<img src=x onerror=window.PWN=1>")
    assert visit.page.evaluate("() => window.PWN") is None
    assert visit.page.locator("img[src='x']").count() == 0
