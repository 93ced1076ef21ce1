"""The commands that measure the rules against what people marked: figures, repair, functions; and the table of ordinary prose."""

import argparse
import json
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

from analysis import commands
from analysis.evaluation import figure_scores, learning, profile_scores, repair_scores
from analysis.figures import extract
from analysis.report import Repaired, ReportError
from analysis.tables import records
from analysis.themes.functions import functions
from analysis.words import background
from analysis.words.segment import segmenter

Adder = Callable[..., argparse.ArgumentParser]


def add_to(command: Adder) -> None:
    """Add the commands to the command line; `command(name, about, json_too=False)` makes one."""
    one = command("evaluate", "用标注文件给取数打分：准确率、召回率、F1", json_too=False)
    one.add_argument("gold", metavar="标注.json")
    one.add_argument("file", metavar="报告")
    one.add_argument("--misses", action="store_true", help="列出漏读、多读和指标不一的数")
    two = command("evaluate-repair", "用手工整理的文本给整理打分", json_too=False)
    two.add_argument("gold", metavar="整理好.json")
    two.add_argument("file", metavar="报告")
    three = command("evaluate-profile", "用段落标注给职能归类打分", json_too=False)
    three.add_argument("gold", metavar="标注.tsv", help="列：report paragraph mark function")
    three.add_argument("files", metavar="报告", nargs="+")
    four = command("background", "用一个文件夹的文本重做通用词频表（data/reference/background.tsv）", json_too=False)
    four.add_argument("folder", metavar="文件夹")
    four.add_argument("--source", metavar="来源", default="", help="写进表头的来源说明，默认写文件夹名")
    four.add_argument("--out", metavar="文件", default="", help="存到哪里，默认打印出来")
    five = command("function-words", "用标注的段落重做职能用词表（data/reference/function_words.tsv）", json_too=False)
    five.add_argument("tables", metavar="标注.tsv", nargs="+", help="列：hand function also text，或 report paragraph mark function")
    five.add_argument("--reports", metavar="报告", nargs="*", default=[], help="第二种标注所标的报告")
    five.add_argument("--source", metavar="来源", default="", help="写进表头的来源说明")
    five.add_argument("--out", metavar="文件", default="", help="存到哪里，默认不存，只打分")


def run(options: argparse.Namespace) -> int:
    """Run one of them; returns the exit status."""
    return DOES[options.command](options)


def _figures(options: argparse.Namespace) -> int:
    known, text = commands.read(options.file, {})
    result = figure_scores.evaluate(figure_scores.read_gold(Path(options.gold)), extract(text.repaired, known.period).figures)
    print(figure_scores.render(result, misses=options.misses))
    return 0


def _repair(options: argparse.Namespace) -> int:
    try:
        blocks = json.loads(commands.load(options.gold).decode("utf-8-sig"))["blocks"]
    except (ValueError, KeyError, TypeError):
        raise ReportError(f"“{options.gold}”不是整理好的文本：应是 JSON，里面有 blocks，请检查。") from None
    _, text = commands.read(options.file, {})
    found = repair_scores.score(text.repaired, blocks)
    print(
        f"文字一致：{found.ratio:.4f}\n块的类别一致：{found.kinds:.4f}\n块的边界一致：{found.borders:.4f}\n两者都一致：{found.blocks:.4f}"
    )
    for expected, given, start in found.wrong:
        print(f"  应为 {expected}，读作 {given or '（无此块）'}：{start}")
    return 0


def _profile(options: argparse.Namespace) -> int:
    gold = profile_scores.load(Path(options.gold))
    reports = _reports(options.files, {name for name, _ in gold})
    found = profile_scores.evaluate(gold, reports)
    print(f"段落：{found.paragraphs}　准确率：{found.accuracy:.3f}　宏平均 F1：{found.macro_f1:.3f}　没有标注的段落：{found.unlabelled}")
    for row in records(found.by_function):
        if row.labelled or row.given:
            print(f"  {row.name}\t准确 {row.precision:.2f}\t召回 {row.recall:.2f}\tF1 {row.f1:.2f}\t标注 {row.labelled}")
    for row in records(found.misses):
        known_as = {function.id: function.short for function in functions().all}
        print(f"  应为 {known_as[row.expected]}，归入 {known_as[row.given]}：{row.text[:24]}")
    return 0


def _background(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ReportError(f"找不到文件夹“{options.folder}”，请检查路径。")
    source = options.source or folder.name
    table = background.build(background.folder_texts(folder), segmenter(), source=source, date=date.today().isoformat())
    if options.out:
        Path(options.out).write_text(table, encoding="utf-8")
    else:
        print(table, end="")
    return 0


def _reports(files: Sequence[str], names: Collection[str]) -> dict[str, Repaired]:
    """The reports by the names a gold table has for them: what the library would call them, or the file's name."""
    reports = {}
    for file in files:
        known, text = commands.read(file, {})
        reports[known.base_id if known.base_id in names else Path(file).stem] = text.repaired
    return reports


def _function_words(options: argparse.Namespace) -> int:
    materials: list[learning.Material] = []
    gold: dict[tuple[str, str], str] = {}
    for table in map(Path, options.tables):
        if profile_scores.is_written(table):
            materials += [learning.alone(text, label) for _, label, text in profile_scores.written(table)]
        else:
            gold.update(profile_scores.load(table))
    materials += learning.reports(gold, _reports(options.reports, {name for name, _ in gold}))
    accuracy, macro_f1, _ = profile_scores.score([pair for pair, _ in learning.cross_validate(materials, functions())])
    words = learning.learn(materials, functions())
    print(f"段落：{sum(len(one.labels) for one in materials)}　词：{len(words.terms)}")
    print(f"交叉验证（每份报告整份留出）准确率：{accuracy:.3f}　宏平均 F1：{macro_f1:.3f}")
    if options.out:
        source = options.source or "、".join(Path(table).name for table in options.tables)
        Path(options.out).write_text(learning.render(words, functions(), source=source), encoding="utf-8")
    return 0


DOES = {
    "evaluate": _figures,
    "evaluate-repair": _repair,
    "evaluate-profile": _profile,
    "background": _background,
    "function-words": _function_words,
}
