"""From a choice of reports to a briefing: which template fits, and which parts it offers.

`draft` makes every part once; `compose` takes the chosen ones in their order and makes the one value that all exporters take.
Everything is made from the tables that the pages draw, so that page and file tell the same number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from analysis import captions
from analysis.charts import look
from analysis.comparison import pairs
from analysis.comparison.limits import Chip, chinese_number
from analysis.comparison.summary import scale
from analysis.export import compose_figures, compose_ranking, compose_text
from analysis.export.compose_briefing import compose as compose
from analysis.export.compose_parts import Context, Draft, Part, Said
from analysis.report import LibraryError, Report
from analysis.study import Study
from analysis.study.indicatorstudy import Matrix, has_series, matrix
from analysis.study.results import Comparison, compare, functions
from analysis.themes import passages

ONE, YEARS, PLACES, RANKING = "one", "years", "places", "ranking"
#: id, which stands in links and on the command line -> name.
TEMPLATES: Mapping[str, str] = {YEARS: "县自身年度对比", PLACES: "县际对比", RANKING: "多县排名", ONE: "单份报告"}

#: Up to so many reports stand side by side in one picture.
ABREAST = 4
#: Up to so many reports are told apart by their words.
MOST_SUBJECTS = 12

_TRUST = ("样稿", "未核")  # said in the credits of every file


#: What an export says of how its numbers were made: 规则 1a2b…; the office's own indicators only where there are any.
VERSIONS = {"规则": "rules", "词典": "dictionary", "本单位指标": "indicators", "报告库": "library"}


def latest(reports: Sequence[Report]) -> list[Report]:
    """Of every place the report of its last period, in the order given: what a ranking of a whole library compares."""
    last: dict[tuple[str, str], Report] = {}
    for report in (report for report in reports if report.counts):
        key, period = (report.metadata.place, report.metadata.province), report.metadata.period
        held = last.get(key)
        if held is None or (period.end, period.start) > (held.metadata.period.end, held.metadata.period.start):
            last[key] = report
    return [report for report in reports if report in last.values()]


def possible(reports: Sequence[Report]) -> tuple[str, ...]:
    """Templates that make sense for these reports, the fitting one first."""
    if len(reports) < 2:
        return (ONE,)
    many = (RANKING,) if len(reports) > 2 else ()
    if len({(report.metadata.place, report.metadata.province) for report in reports}) == 1:
        return (YEARS, *many)
    return (PLACES, *many) if len(reports) <= ABREAST else many


def draft(
    study: Study, ids: Sequence[str], template: str = "", *, yearly: bool = False, per_head: bool = False, today: date | None = None
) -> Draft:
    """Everything that can go into a briefing about these reports. template: one of TEMPLATES, by itself the fitting one.

    Raises LibraryError for no report, an unknown one, an unknown template, or one that does not fit the reports.
    """
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise LibraryError("没有选报告，请先选一份或几份。", "E130")
    held = {report.id: report for report in study.reports()}
    reports = [held[report_id] if report_id in held else study.report(report_id) for report_id in ids]
    chosen = template or possible(reports)[0]
    _check(chosen, reports)
    if chosen == YEARS:
        reports.sort(key=lambda report: (report.metadata.period.end, report.metadata.period.start, report.id))
    found = matrix(study, [report.id for report in reports], yearly=yearly, per_head=per_head)
    day = today or date.today()
    context = Context(
        found.sides, captions.named(reports), day, captions.switched(yearly=found.yearly, per_head=found.per_head), study.dictionary.version
    )
    made = {ONE: _one, YEARS: _years, PLACES: _places, RANKING: _ranking}[chosen](study, context, found)
    told = pairs(found.cells, found.sides, study.catalogue, yearly=found.yearly)
    limits = tuple(_limit(chip) for chip in found.chips if chip.limits and not chip.text.startswith(_TRUST))
    versions = study.versions
    return Draft(
        chosen, _title(chosen, reports), _subtitle(chosen, context), found.sides, tuple(part for part in made if part is not None),
        found.chips, tuple({note.partition("：")[0]: note for note in (*compose_figures.notes(told), *limits)}.values()),
        {name: versions[key] for name, key in VERSIONS.items() if versions[key]}, day,
    )  # fmt: skip


def _limit(chip: Chip) -> str:
    """A limit of the whole comparison for 说明, without what only a page can do."""
    return f"{chip.text.partition('：')[0]}：{chip.reason.replace('；可打开“年均”', '')}"


def _check(template: str, reports: Sequence[Report]) -> None:
    if template not in TEMPLATES:
        known = "、".join(f"{key}（{name}）" for key, name in TEMPLATES.items())
        raise LibraryError(f"没有“{template}”这个模板，可选 {known}。", "E130")
    if template not in possible(reports):
        fitting = "、".join(TEMPLATES[key] for key in possible(reports))
        raise LibraryError(f"所选的 {len(reports)} 份报告不能用“{TEMPLATES[template]}”模板，可用：{fitting}。", "E130")


def _title(template: str, reports: Sequence[Report]) -> str:
    who = captions.named(reports)
    if template == ONE:
        return f"{reports[0].metadata.place}政协 {reports[0].metadata.period} 年工作报告简报"
    if template == YEARS:
        place, known = reports[0].metadata.place, [report.metadata.period for report in reports]
        years = who.removeprefix(place).strip() if len(reports) < ABREAST else f"{known[0].start}—{known[-1].end} 年"
        return f"{place}政协 {years}工作报告对比简报"
    if template == PLACES and len(reports) < ABREAST:
        return f"{who}政协工作报告对比简报"
    places = len({(report.metadata.place, report.metadata.province) for report in reports})
    return f"{chinese_number(places)}个地方{chinese_number(len(reports))}份政协工作报告{'对比' if template == PLACES else '排列'}简报"


def _subtitle(template: str, context: Context) -> str:
    return TEMPLATES[template] + (f"　{context.switched}" if context.switched else "")


def _one(study: Study, context: Context, found: Matrix) -> list[Part | None]:
    """A single report: its figures by group, its weight, its words, its subject."""
    side = found.sides[0]
    told = pairs(found.cells, found.sides, study.catalogue, yearly=found.yearly)
    count, figures = found.cells["indicator"].nunique(), len(side.figures[0])
    said = Said(f"这份报告写到 {count} 项指标，读出 {figures} 个数。" if figures else "这份报告里没有读到数。")
    (words,) = study.words([side.reports[0].id])
    return [
        _sentence(0, said),
        *compose_figures.pictures(context, found.cells, told),
        compose_figures.whole(context, found.cells, told),
        compose_text.functions(context, functions(study, found.sides)),
        compose_text.ranking(context, {side.label: words}),
        compose_text.subjects(
            context,
            study.tfidf({side.label: words}),
            usual=False,
        ),
    ]


def _years(study: Study, context: Context, found: Matrix) -> list[Part | None]:
    """One place: all its years side by side, or along a line; text of the first year against the last."""
    ends = (found.sides[0].reports[0].id, found.sides[-1].reports[0].id)
    result = compare(study, ((ends[0],), (ends[1],)), yearly=found.yearly, per_head=found.per_head)
    two = replace(context, sides=result.sides, who=captions.named([side.reports[0] for side in result.sides]))
    abreast = (context, found) if len(found.sides) <= ABREAST else (two, matrix(study, ends, yearly=found.yearly, per_head=found.per_head))
    lines = compose_ranking.along(context, found, study.catalogue) if has_series(found.sides) else []
    return [
        *_glance(study, found, result),
        *_numbers(study, *abreast, result, whole=(context, found)),
        *lines,
        compose_text.functions(abreast[0], functions(study, abreast[0].sides)),
        compose_text.words(two, result),
        compose_text.expressions(two, result.phrases, (result.sides[0].label, result.sides[1].label)),
        _carried(study, two, result, usual=True),
        compose_text.subjects(two, result.tfidf, usual=False),
    ]


def _places(study: Study, context: Context, found: Matrix) -> list[Part | None]:
    """Two to four places side by side; words against words when they are two."""
    ids = [side.reports[0].id for side in found.sides]
    result = compare(study, tuple((one,) for one in ids), yearly=found.yearly, per_head=found.per_head)
    pair = len(ids) == 2
    labels = (found.sides[0].label, found.sides[1].label)
    return [
        *_glance(study, found, result),
        *_numbers(study, context, found, result, whole=(context, found)),
        compose_text.functions(context, result.functions),
        compose_text.words(context, result) if pair else None,
        compose_text.expressions(context, result.phrases, labels) if pair else None,
        _carried(study, context, result, usual=False) if pair else None,
        compose_text.subjects(context, result.tfidf, usual=not pair),
    ]


def _ranking(study: Study, context: Context, found: Matrix) -> list[Part | None]:
    """Many reports: who states what, indicator by indicator; where the weight of each lies."""
    told = pairs(found.cells, found.sides, study.catalogue, yearly=found.yearly)
    parts: list[Part | None] = [
        _sentence(place, said) for place, said in enumerate(compose_ranking.sentences(context, found, study.catalogue))
    ]
    parts += [compose_ranking.overview(context, found), *compose_ranking.pictures(context, found, study.catalogue)]
    if has_series(found.sides) and len({place for side in found.sides for place in side.places}) <= look.COLOURED:
        parts += [replace(part, usual=False) for part in compose_ranking.along(context, found, study.catalogue)]
    parts += [compose_figures.whole(context, found.cells, told), compose_text.functions(context, functions(study, found.sides))]
    if len(found.sides) <= MOST_SUBJECTS:
        ids = [side.reports[0].id for side in found.sides]
        words = dict(zip((side.label for side in found.sides), study.words(ids), strict=True))
        parts.append(compose_text.subjects(context, study.tfidf(words), usual=True))
    return parts


def _numbers(study: Study, context: Context, found: Matrix, result: Comparison, *, whole: tuple[Context, Matrix]) -> list[Part]:
    told = pairs(found.cells, found.sides, study.catalogue, yearly=found.yearly)
    told = result.pairs if len(found.sides) == 2 else told
    all_pairs = pairs(whole[1].cells, whole[1].sides, study.catalogue, yearly=whole[1].yearly)
    return [*compose_figures.pictures(context, found.cells, told), compose_figures.whole(whole[0], whole[1].cells, all_pairs)]


def _glance(study: Study, found: Matrix, result: Comparison) -> list[Part]:
    """The sentence of scale and those of the comparison, each with its figures."""
    told = pairs(found.cells, found.sides, study.catalogue, yearly=found.yearly)
    said = [Said(scale(found.cells, told, found.sides).text)]
    for sentence in result.sentences:
        names = sentence.indicators or (sentence.indicator,)
        rows = result.cells[result.cells["indicator"].isin(names)].sort_values(["indicator", "side"], kind="stable")
        said.append(Said(sentence.text, tuple((str(report), int(index)) for figures in rows["figures"] for report, index in figures)))
    return [_sentence(place, one) for place, one in enumerate(said)]


def _sentence(place: int, said: Said) -> Part:
    return Part(f"句:{place + 1}", "句", "", said.text, said=(said,))


def _carried(study: Study, context: Context, result: Comparison, *, usual: bool) -> Part:
    share = passages.share(result.carried, study.repaired(result.sides[1].reports[-1].id))
    return compose_text.carried(context, result, share, usual=usual)
