"""The commands that measure the rules against what people marked: figures, repair, functions; and the table of ordinary prose."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from analysis import commands
from analysis.evaluation import figure_scores, profile_scores, repair_scores
from analysis.figures import extract
from analysis.report import ReportError
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


def run(options: argparse.Namespace) -> int:
    """Run one of them; returns the exit status."""
    does = {"evaluate": _figures, "evaluate-repair": _repair, "evaluate-profile": _profile, "background": _background}
    return does[options.command](options)


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
    names = {name for name, _ in gold}
    reports = {}
    for file in options.files:
        known, text = commands.read(file, {})
        name = known.base_id if known.base_id in names else Path(file).stem
        reports[name] = text.repaired
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
