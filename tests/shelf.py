"""What the tests of the library share: metadata with one line, and a library of its own for each test."""

import json
import sqlite3
from typing import Any

from analysis.report import Anchor, Level, Metadata, Period


def about(place: str = "甲县", start: int = 2022, end: int | None = None, **fields: Any) -> Metadata:
    level: Level = "county"
    return Metadata(place, fields.pop("province", "某省"), level, Period(start, end or start), fields.pop("title", "工作综述"), **fields)


def tampered(url: str, statement: str, *values: object) -> None:
    """Change a library's file behind its back."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement, values)
    connection.close()


ANCHOR = Anchor(10, 12, "42", "立案提案42件", 0)
WHOLE = {
    "value": 42, "upper": None, "bound": "exact", "unit": "件", "indicator": "proposal_filed", "topic": "提案", "scope": "total",
    "status": "done", "period_years": 1, "quote": "立案提案42件", "start": 10, "end": 12,
}  # fmt: skip
FIGURE = json.dumps(WHOLE)
