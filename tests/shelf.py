"""What the tests of the library share: metadata with one line, and a library of its own for each test."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analysis.report import Anchor, Level, Metadata, Period


def about(place: str = "甲县", start: int = 2022, end: int | None = None, **fields: Any) -> Metadata:
    level: Level = "county"
    return Metadata(place, fields.pop("province", "某省"), level, Period(start, end or start), fields.pop("title", "工作综述"), **fields)


def fresh_url(folder: Path) -> str:
    """A library that nobody has used: a file in `folder`, or a new database of the server that REPORT_TEST_SERVER names.

    REPORT_TEST_SERVER=postgresql+psycopg://user@host/postgres runs the same tests on PostgreSQL.
    """
    server = os.environ.get("REPORT_TEST_SERVER", "")
    if not server:
        return f"sqlite:///{(folder / 'library' / 'reports.db').as_posix()}"
    name = f"test_{secrets.token_hex(8)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def tampered(url: str, statement: str, **values: object) -> None:
    """Change a library behind its back."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement), values)
    engine.dispose()


ANCHOR = Anchor(10, 12, "42", "立案提案42件", 0)
WHOLE = {
    "value": 42, "upper": None, "bound": "exact", "unit": "件", "indicator": "proposal_filed", "topic": "提案", "scope": "total",
    "status": "done", "period_years": 1, "quote": "立案提案42件", "start": 10, "end": 12,
}  # fmt: skip
FIGURE = json.dumps(WHOLE)
