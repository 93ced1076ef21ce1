"""The tables of the library, as SQLAlchemy Core knows them. Nothing here that only one database understands."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

#: Raised by one whenever a table changes its shape.
SCHEMA = 1

tables = MetaData()

#: Named numbers: `schema`, `revision`; `identity` keeps in `label` what tells this library from another one.
state = Table(
    "state",
    tables,
    Column("name", String, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("label", String, nullable=False, default=""),
)

#: Places in the order of their first import: the number is their colour on every chart and is never given again.
places = Table(
    "places",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", String, nullable=False),
    Column("province", String, nullable=False),
)

originals = Table(
    "originals",
    tables,
    Column("sha256", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

#: `chosen` is the revision at which a version was last made the one that counts; the highest living one of its group counts.
reports = Table(
    "reports",
    tables,
    Column("key", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("base_id", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("place_number", Integer, ForeignKey("places.number"), nullable=False),
    Column("start_year", Integer, nullable=False),
    Column("end_year", Integer, nullable=False),
    Column("sha256", String, ForeignKey("originals.sha256"), nullable=False, unique=True),
    Column("file_name", String, nullable=False),
    Column("imported_at", String, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    Column("chosen", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
)
Index("reports_group", reports.c.place_number, reports.c.start_year, reports.c.end_year)

#: Ids that a report once had, so that a link sent last year still opens it.
former_ids = Table(
    "former_ids",
    tables,
    Column("id", String, primary_key=True),
    Column("report_key", Integer, ForeignKey("reports.key"), nullable=False),
)

derived = Table(
    "derived",
    tables,
    Column("report_key", Integer, ForeignKey("reports.key"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("rules", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
)

#: Append-only but for `undone`. `reference`: number of the correction or, for an undo, of the entry that was undone.
history = Table(
    "history",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("report_key", Integer, ForeignKey("reports.key"), nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("reference", Integer, nullable=False, default=0),
    Column("undone", Boolean, nullable=False, default=False),
)

corrections = Table(
    "corrections",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("report_key", Integer, ForeignKey("reports.key"), nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
)

views = Table(
    "views",
    tables,
    Column("name", String, primary_key=True),
    Column("query", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
)

dictionary = Table(
    "dictionary",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("action", String, nullable=False),
    Column("term", String, nullable=False),
    Column("value", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
)

settings = Table(
    "settings",
    tables,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

#: `owner` is machine and process; `beat` the last sign of life in seconds since 1970.
jobs = Table(
    "jobs",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String, nullable=False, index=True),
    Column("who", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("finished_at", String, nullable=False, default=""),
    Column("message", String, nullable=False, default=""),
    Column("cancel", Boolean, nullable=False, default=False),
    Column("owner", String, nullable=False),
    Column("beat", BigInteger, nullable=False),
)

job_items = Table(
    "job_items",
    tables,
    Column("job_id", Integer, ForeignKey("jobs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("state", String, nullable=False),
    Column("message", String, nullable=False, default=""),
    Column("code", String, nullable=False, default=""),
    Column("sha256", String, nullable=False, default=""),
    Column("report_id", String, nullable=False, default=""),
)
