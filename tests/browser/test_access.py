"""What a screen reader and tired eyes need: axe-core finds nothing serious on any page."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_journeys import PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "dashboard")
def test_axe_finds_nothing_serious(visit: Visit, page: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visit.open(page)
    visit.page.wait_for_timeout(1500)
    found = axe.run(visit.page).response["violations"]
    serious = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found if one["impact"] in {"serious", "critical"}]
    assert serious == []


def test_every_chart_has_words_for_who_cannot_see_it(visit: Visit) -> None:
    visit.open("compare")
    visit.page.wait_for_selector('[data-testid="stPlotlyChart"]', timeout=30_000)
    labels = visit.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].map(e => e.getAttribute('aria-label') || '')"""
    )
    assert labels and all("平罗县" in label for label in labels)
