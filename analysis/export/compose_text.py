"""Text of reports as parts of a briefing: where its weight lies, which words and expressions it uses, what it carries over."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import captions
from analysis.charts import butterfly, heat, ranks, shares
from analysis.charts.frame import Caption
from analysis.charts.look import Side as Look
from analysis.export.briefing import NativeChart, Picture, Series, Table
from analysis.export.compose_parts import Context, Part, Said, frame
from analysis.study.results import Comparison
from analysis.tables import records
from analysis.words.phrases import PhraseChange

#: Rows of a table on paper for each direction, and in the workbook.
PRINTED, KEPT = 8, 60
#: Pairs of sentences on paper; words of a single report; terms of a report's subject.
PASSAGES, RANKED, SUBJECT = 5, 15, 10
#: Columns of a heat map that can be read beside each other on a slide.
MOST_HEAT = 12

VERDICTS = {"characteristic": "特有", "suggestive": "倾向", "alike": "相近", "stock": "体裁常用词", "too_little": "文本太少，不足以判断"}


def functions(context: Context, table: pd.DataFrame) -> Part | None:
    """Share of text by function, for up to four sides as dots, for more as a heat map. table: results.FUNCTION_COLUMNS."""
    known = table.dropna(subset=["share"])
    if known.empty:
        return None
    data = _wide(context, known)
    title = f"{context.who}：各职能占全文字数的份额"
    left_over = "、".join(f"{row.share:.1%}" for row in records(known[known["function"] == "none"].sort_values("side")))
    note = "按段落归类" + (f"；未归类的占 {left_over}。" if left_over and len(context.sides) <= MOST_HEAT else "。")
    caption = captions.caption(title, context.sides, context.today, note=note)
    colours = captions.chart_sides(context.sides)
    if len(context.sides) <= 4:
        figure = shares.shares(known[known["function"] != "none"], colours, caption)
        native: NativeChart | None = _bars(data[data["职能"] != _none(known)], colours)
    elif len(context.sides) <= MOST_HEAT:
        figure, native = _heat(context, known, caption), None
    else:
        down = data.set_index("职能").T.reset_index(names="报告")
        return Part("篇幅", "表", "篇幅", title, table=Table("篇幅", f"{title}（%）", down, "篇幅", note=note, source=caption.source))
    picture = Picture(
        "篇幅", title, figure, data, native=native, topic="篇幅", marks=captions.page_marks(context.sides), note=note, source=caption.source
    )
    return Part("篇幅", "图", "篇幅", title, drawn=lambda: picture)


def _none(known: pd.DataFrame) -> str:
    names = known.loc[known["function"] == "none", "name"]
    return str(names.iloc[0]) if len(names) else ""


def _wide(context: Context, known: pd.DataFrame) -> pd.DataFrame:
    """职能 and a column of percentages a side, as rounded as the picture; the last side's largest share first, 未归类 last."""
    by_name = {
        str(name): {int(row.side): round(100 * row.share, 1) for row in records(own)} for name, own in known.groupby("name", sort=False)
    }
    none, last = _none(known), len(context.sides) - 1
    order = sorted(by_name, key=lambda name: (name == none, -by_name[name].get(last, 0.0) if len(context.sides) <= 4 else 0.0))
    rows = [(name, *(by_name[name].get(index) for index in range(len(context.sides)))) for name in order]
    return frame(rows, ["职能", *(f"{side.label}（%）" if len(context.sides) <= 4 else side.label for side in context.sides)])


def _bars(data: pd.DataFrame, colours: Sequence[Look]) -> NativeChart:
    columns = [[None if value != value else float(value) for value in data[name]] for name in data.columns[1:]]
    series = tuple(
        Series(side.label, tuple(values), side.colour, side.fill, tuple(f"{value:.1f}%" if value is not None else "" for value in values))
        for side, values in zip(colours, columns, strict=True)
    )
    return NativeChart("bar", tuple(map(str, data["职能"])), series, unit="%")


def _heat(context: Context, known: pd.DataFrame, caption: Caption) -> object:
    drawn = known[known["function"] != "none"]  # what belongs to none would be the darkest
    cells = pd.DataFrame(
        {
            "row": drawn["name"],
            "column": [context.sides[int(side)].label for side in drawn["side"]],
            "value": drawn["share"] * 100,
            "text": [f"{share * 100:.1f}" for share in drawn["share"]],
            "key": "",
        }
    )
    return heat.heat(cells, Caption(caption.title, (), "格里是百分比，越深份额越大", caption.marks, caption.note, caption.source))


def words(context: Context, result: Comparison) -> Part | None:
    """Words that tell the two sides of a comparison apart, as the page shows them, and what so little text can say."""
    told = result.contrast[result.contrast["verdict"].isin(["characteristic", "suggestive"])]
    shown = told if len(told) else result.contrast[result.contrast["side"] != ""]
    if shown.empty:
        return None
    left, right = result.sides[:2]
    more = [rows.head(butterfly.MOST) for rows in _halves(shown)]
    chosen = pd.concat(more, ignore_index=True)
    title = f"{context.who}：用得多少不同的词"
    source = captions.source(result.sides[:2], context.today, dictionary=context.dictionary)
    looks = captions.chart_sides(result.sides[:2])
    caption = Caption(title, (), "", captions.page_marks(result.sides[:2]), "每万字次数；条端是原始次数。" + result.caution, source)
    figure = butterfly.butterfly(shown, (looks[0], looks[1]), caption)
    series = tuple(
        Series(
            side.label,
            tuple(round(float(rate), 1) for rate in chosen[f"{name}_per_10k"]),
            side.colour,
            side.fill,
            tuple(f"{rate:.1f}（{count:g} 次）" for rate, count in zip(chosen[f"{name}_per_10k"], chosen[f"{name}_count"], strict=True)),
        )
        for name, side in zip(("left", "right"), looks, strict=True)
    )
    data = frame(
        [
            (
                row.term, int(row.left_count), int(row.right_count), round(row.left_per_10k, 1), round(row.right_per_10k, 1),
                round(row.log_ratio, 2), row.q, int(row.left_sentences), int(row.right_sentences), VERDICTS.get(row.verdict, ""),
            )
            for row in records(chosen)
        ],
        ["词", f"{left.label} 次数", f"{right.label} 次数", f"{left.label} 每万字", f"{right.label} 每万字", "差距（log2）", "校正显著性 q",
         f"{left.label} 句数", f"{right.label} 句数", "判断"],
    )  # fmt: skip
    picture = Picture(
        "用词", title, figure, data, native=NativeChart("bar", tuple(map(str, chosen["term"])), series, unit="每万字次数"), topic="用词",
        marks=caption.marks, note="每万字次数，括号里是原始次数。", source=source, shown=data[[*data.columns[:5], "判断"]],
    )  # fmt: skip
    return Part("用词", "图", "用词", title, said=(Said(result.caution),) if result.caution else (), drawn=lambda: picture)


def _halves(shown: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """As the butterfly divides them: more at the left, then more at the right or the same."""
    more = shown["left_per_10k"] > shown["right_per_10k"]
    return shown[more], shown[~more]


def expressions(context: Context, change: PhraseChange, labels: tuple[str, str]) -> Part | None:
    """Expressions that came, stayed and went."""
    left, right = labels
    tables = (("新提法", change.new), ("沿用", change.kept), ("不再出现", change.dropped))
    if not any(len(table) for _, table in tables):
        return None
    moved = {"stronger": "加强", "weaker": "减弱"}
    columns = ["走向", "提法", f"{left} 次数", f"{right} 次数"]

    def rows(most: int) -> list[tuple[object, ...]]:
        return [
            (way, row.expression, int(row.left), int(row.right), moved.get(row.change, ""))
            for way, table in tables
            for row in records(table.head(most))
        ]

    shown = frame(rows(PRINTED), [*columns, "变化"])
    shown = shown if any(shown["变化"]) else shown.drop(columns="变化")
    title = f"{context.who}：提法的变化"
    note = f"新提法只见于{right}，不再出现的只见于{left}；每类列出前 {PRINTED} 个，更多见同一简报的 XLSX 工作簿。"
    source = captions.source(context.sides, context.today, dictionary=context.dictionary)
    table = Table("提法", title, frame(rows(KEPT), [*columns, "变化"]), "提法", note=note, source=source, shown=shown)
    return Part("提法", "表", "提法", title, table=table)


def carried(context: Context, result: Comparison, share: float, *, usual: bool) -> Part:
    """Sentences of the right side that stand in the left one; share: part of the right side's text, 0–1."""
    left, right = (side.label for side in result.sides[:2])
    work = result.carried[result.carried["kind"] != "formula"]
    title = f"{context.who}：沿用的文字"
    if work.empty:
        said = (Said(f"{right} 没有整句沿用 {left} 的工作文字。"),)
        return Part("沿用", "句", "沿用的文字", title, usual=False, said=said)
    said = (Said(f"{right} 有 {len(work)} 句与 {left} 相同或相近，占正文字数的 {share:.1%}。"),)
    columns = ["相似（%）", f"{left} 原句", f"{right} 原句"]
    rows = [(round(100 * row.similarity), row.left_text, row.right_text) for row in records(work)]
    note = f"列出前 {PASSAGES} 句，全部见同一简报的 XLSX 工作簿。" if len(rows) > PASSAGES else ""
    source = captions.source(result.sides[:2], context.today)
    table = Table("沿用的文字", title, frame(rows, columns), "沿用的文字", note=note, source=source, shown=frame(rows[:PASSAGES], columns))
    return Part("沿用", "表", "沿用的文字", title, usual=usual, said=said, table=table)


def subjects(context: Context, tfidf: pd.DataFrame, *, usual: bool) -> Part | None:
    """The terms that set each report apart from ordinary ones. tfidf: weights.TFIDF_COLUMNS by label, best first."""
    if tfidf.empty:
        return None
    rows = [
        (label, "、".join(f"{row.term}（{row.count}）" for row in records(own.head(SUBJECT))))
        for label, own in tfidf.groupby("document", sort=False)
    ]
    title = f"{context.who}：各自的主题词"
    source = captions.source(context.sides, context.today, dictionary=context.dictionary)
    columns = ["document", "term", "count", "tfidf", "documents"]
    data = tfidf.groupby("document", sort=False).head(KEPT)[columns]
    data = data.set_axis(["报告", "词", "次数", "TF-IDF", "见于多少篇参照文本"], axis="columns")
    note = "按 TF-IDF 排列：在这份报告里多、在别的报告里少的词；括号里是次数。"
    table = Table("主题词", title, data, "主题", note=note, source=source, shown=frame(rows, ["报告", "主题词"]))
    return Part("主题词", "表", "主题", title, usual=usual, table=table)


def ranking(context: Context, tables: Mapping[str, pd.DataFrame]) -> Part | None:
    """The most frequent words of a single report, stock words left out. tables: label -> keywords.TERM_COLUMNS."""
    label, table = next(iter(tables.items()))
    kept = table[~table["genre"].astype(bool)]
    first = kept.head(RANKED)
    if first.empty:
        return None
    side = captions.chart_sides(context.sides)[0]
    rows = pd.DataFrame({"term": first["term"], "value": first["per_10k"], "text": [f"{count} 次" for count in first["count"]]})
    rows["more"] = [f"（{rate:.1f}）" for rate in first["per_10k"]]
    title = f"{label} 年：用得最多的词"
    source = captions.source(context.sides, context.today, dictionary=context.dictionary)
    caption = Caption(title, (), f"前 {len(first)} 个；括号里是每万字次数", (), "不含体裁词。", source)
    series = Series(label, tuple(float(count) for count in first["count"]), side.colour, side.fill)
    data = kept.head(KEPT * 5)[["term", "count", "per_10k", "sections", "sentences"]].round({"per_10k": 1})
    data = data.set_axis(["词", "次数", "每万字", "几个部分", "几句"], axis="columns")
    native = NativeChart("bar", tuple(map(str, first["term"])), (series,), unit="次")
    figure, note = ranks.ranks(rows, side, caption), "不含体裁词。"
    picture = Picture("关键词", title, figure, data, native=native, topic="用词", note=note, source=source, shown=data.head(RANKED))
    return Part("关键词", "图", "用词", title, drawn=lambda: picture)
