"""Small values for tests: reports, figures and sides with only what a test cares about."""

from analysis.comparison import Side
from analysis.report import Figure, Level, Metadata, Period, Report


def report(
    place: str = "甲县", year: int = 2022, *, end: int | None = None, level: Level = "county", number: int = 1, sample: bool = False
) -> Report:
    metadata = Metadata(place, "某省", level, Period(year, end or year), f"{place}政协工作综述", sample=sample)
    return Report(metadata.base_id, metadata, "0" * 64, "a.txt", "2026-01-01T00:00:00+00:00", number)


def figure(indicator: str, value: float, unit: str, **fields: object) -> Figure:
    """A figure whose quotation is built from its topic; any field can be given."""
    topic = str(fields.pop("topic", indicator))
    defaults: dict[str, object] = {
        "upper": None, "bound": "exact", "scope": "total", "status": "done", "period_years": 1,
        "quote": f"{topic}{value:g}{unit}", "start": 0, "end": 1, "number_text": f"{value:g}",
    }  # fmt: skip
    return Figure(value=value, unit=unit, indicator=indicator, topic=topic, **(defaults | fields))  # type: ignore[arg-type]


def side(of: Report, *figures: Figure, population: int | None = None) -> Side:
    return Side(of.label, (of,), (figures,), population)
