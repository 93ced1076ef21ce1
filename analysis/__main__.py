"""`python -m analysis`: the second door. Chinese help; exit status 0, or one Chinese line on standard error and status 2."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from analysis import commands, importing
from analysis.evaluation import commands as evaluations
from analysis.library import JobItem
from analysis.report import ReportError
from analysis.study import DEFAULT_LIBRARY, Study

Printer = Callable[[Any], None]

#: What `export` can make; the exporters themselves are loaded when they are asked for.
FORMATS = ("png", "svg", "zip", "pptx", "docx", "xlsx", "csv")


class _Parser(argparse.ArgumentParser):
    """An argument parser whose own words are Chinese."""

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对：{_chinese(message)}。用 python -m analysis --help 查看用法。", file=sys.stderr)
        raise SystemExit(2)


def _chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少"),
        ("unrecognized arguments:", "不认识"),
        ("invalid choice:", "没有这一项"),
        ("expected at least one argument", "后面要写内容"),
        ("expected one argument", "后面要写一项内容"),
        ("invalid int value:", "应是整数，不是"),
        ("argument ", ""),
    ):
        message = message.replace(english, chinese)
    return message.partition(" (choose from")[0]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m analysis", description="政协报告对读：读报告、取数字、比用词，与网页同一套结果。", add_help=False)
    _add_help(parser)
    library = os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY)
    parser.add_argument(
        "--library", metavar="URL", default=library, help="报告库地址，默认取环境变量 REPORT_LIBRARY，再默认 data/library/reports.db"
    )
    sub = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)

    def command(name: str, about: str, *, json_too: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = sub.add_parser(name, help=about, description=about, add_help=False)
        _add_help(made)
        made.add_argument("--library", metavar="URL", default=argparse.SUPPRESS, help="报告库地址，写在命令前后都可以")
        if json_too:
            made.add_argument("--json", action="store_true", help="输出一份 JSON（UTF-8），此外什么也不输出")
        return made

    for name, about in (("repair", "整理一份报告的文字，列出每种整理"), ("figures", "读出一份报告里的数字，每个数带原句")):
        made = command(name, about)
        made.add_argument("file", metavar="文件")
        _add_given(made)
    words = command("keywords", "一份或几份报告的关键词")
    words.add_argument("files", metavar="文件", nargs="+")
    words.add_argument("--top", type=int, default=30, metavar="N", help="每份列出前 N 个，默认 30")
    _add_given(words)
    subjects = command("themes", "一份或几份报告的主题词与职能篇幅")
    subjects.add_argument("files", metavar="文件", nargs="+")
    _add_given(subjects)
    pair = command("compare", "对比库里的两份报告")
    pair.add_argument("left", metavar="甲", help="报告编号，如 平罗县-2022")
    pair.add_argument("right", metavar="乙", help="报告编号，如 平罗县-2024")
    adding = command("import", "把文件或文件夹导入报告库", json_too=False)
    adding.add_argument("paths", metavar="路径", nargs="+")
    adding.add_argument("--workers", type=int, default=0, metavar="N", help="用几个进程读，默认与处理器核数相同，最多四个")
    _add_given(adding)
    command("list", "列出报告库里的报告")
    _add_export(command("export", "把库里的报告做成简报文件", json_too=False))
    measuring = command("bench", "量一量这台电脑的快慢，以切词的时间为尺", json_too=False)
    measuring.add_argument("--reports", type=int, default=60, metavar="N", help="造几份报告来量，默认 60")
    evaluations.add_to(command)
    return parser


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reports",
        metavar="编号",
        nargs="+",
        required=True,
        help="报告编号，如 平罗县-2022；或写 全部（每一份）、最近（每个地方最近的一份）",
    )
    parser.add_argument("--format", metavar="格式", required=True, choices=FORMATS, help="、".join(FORMATS))
    parser.add_argument(
        "--out", metavar="路径", required=True, help="存成哪个文件；几张图或几张表时，写文件夹，或写文件名，其余的加编号放在旁边"
    )
    parser.add_argument(
        "--template", metavar="模板", default="", help="years 县自身年度对比、places 县际对比、ranking 多县排名、one 单份报告，默认自动选"
    )
    parser.add_argument("--title", metavar="标题", default="", help="简报的标题，默认自动写")
    parser.add_argument(
        "--size", metavar="大小", default="", help="图的大小：slide 幻灯片、article 公文插图、square 方图、page 同网页，或 宽x高（像素）"
    )
    parser.add_argument("--yearly", action="store_true", help="几年合计的数除以年数")
    parser.add_argument("--per-head", action="store_true", help="折算成每十万人")


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser._positionals.title, parser._optionals.title = "参数", "选项"


def _add_given(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", metavar="地方", help="报告没写清地方时指定，如 平罗县")
    parser.add_argument("--period", metavar="年份", help="报告没写清年份时指定，如 2022 或 2018-2021")
    parser.add_argument("--province", metavar="省份", help="地名表里没有这个地方时，与层级一起写")
    parser.add_argument("--level", metavar="层级", help="县级、地市级或省级")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(argv)
    try:
        return _run(options)
    except ReportError as error:
        print(str(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _run(options: argparse.Namespace) -> int:
    name = options.command
    if name in {"import", "export", "bench"}:
        return {"import": _import, "export": _export, "bench": _bench}[name](options)
    if name in evaluations.DOES:
        return evaluations.run(options)
    if name in {"compare", "list"}:
        study = Study.open(options.library)
        found = commands.compare(study, options.left, options.right) if name == "compare" else commands.listing(study)
    else:
        told = commands.given(options.place, options.period, province=options.province, level=options.level)
        if name == "repair":
            found = commands.repair(options.file, told)
        elif name == "figures":
            found = commands.figures_of(options.file, told)
        elif name == "keywords":
            found = commands.keywords_of(options.files, options.top, told)
        else:
            found = commands.themes_of(options.files, told)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        PRINTERS[name](found)
    return 0


def _import(options: argparse.Namespace) -> int:
    study = Study.open(options.library)
    told = commands.given(options.place, options.period, province=options.province, level=options.level)

    def progress(item: JobItem, settled: int, total: int) -> None:
        note = f"：{item.message}" if item.message else f" → {item.report_id}" if item.report_id else ""
        print(f"[{settled}/{total}] {item.name}{note}", flush=True)

    job = importing.run(study.library, options.paths, study.process, workers=options.workers, fields=told, progress=progress)
    skipped = job.skipped
    print(f"导入 {job.total - skipped} 份，跳过 {skipped} 份。{job.message}")
    return 1 if skipped else 0


def _export(options: argparse.Namespace) -> int:
    # The exporters take a second to load: only this command waits for them.
    from analysis.export import command

    def progress(done: int, total: int, what: str) -> None:
        print(f"[{done}/{total}] {what}", flush=True)

    order = command.Order(options.format, Path(options.out), options.template, options.title, options.size)
    study = Study.open(options.library)
    made = command.make(study, options.reports, order, yearly=options.yearly, per_head=options.per_head, progress=progress)
    for path in made.paths:
        print(f"已写出 {path}")
    if made.remark:
        print(made.remark)
    return 0


def _bench(options: argparse.Namespace) -> int:
    from analysis.evaluation import bench

    for measured in bench.run(max(2, options.reports), lambda words: print(words, flush=True)):
        print(measured)
    return 0


def _print_repair(found: Any) -> None:
    period = found["period"]
    print(f"{found['title']}\n{found['place']}　{period['start']}" + (f"—{period['end']}" if period["end"] != period["start"] else ""))
    for one in found["repairs"]:
        print(f"  {one['kind']} {one['count']} 处　如：{one['example']}")
    print()
    for block in found["blocks"]:
        print(block["text"], end="\n\n")


def _print_figures(found: Any) -> None:
    for one in found["figures"]:
        plan = "　计划" if one["status"] == "plan" else ""
        print(f"{one['number_text']}{'' if one['unit'] == '%' else one['unit']}\t{one['indicator']}\t{one['scope']}{plan}\t{one['quote']}")
    print(f"共 {len(found['figures'])} 个数。")


def _print_keywords(found: Any) -> None:
    for document in found["documents"]:
        print(f"{document['document']}（{document['characters']} 字）")
        for term in document["terms"]:
            print(f"  {term['term']}\t{term['count']} 次\t每万字 {term['per_10k']:.1f}\t{term['sections']} 个部分")


def _print_themes(found: Any) -> None:
    for document in found["documents"]:
        print(document["document"])
        print("  主题词：" + "、".join(term["term"] for term in document["terms"][:15]))
        print("  篇幅：" + "、".join(f"{one['function']} {one['share']:.1%}" for one in document["functions"] if one["share"]))


def _print_compare(found: Any) -> None:
    print("\n".join(found["summary"]))
    for one in found["indicators"]:
        sides = ["／".join(one[side]["texts"]) or "未提及" for side in ("left", "right")]
        limits = "　".join(limit["mark"] for limit in one["limits"])
        print(f"  {one['name']}\t{sides[0]}\t{sides[1]}\t{one['difference']}\t{limits}")
    for key, title in (("new", "新提法"), ("kept", "沿用"), ("dropped", "不再出现")):
        print(f"{title}：" + "、".join(one["expression"] for one in found["phrases"][key][:15]))


def _print_list(found: Any) -> None:
    for one in found["reports"]:
        print(f"{one['id']}\t{one['kind']}\t{one['figures']} 个数，核过 {one['checked']} 个\t{one['title']}")
    print(f"共 {len(found['reports'])} 份。")


PRINTERS: dict[str, Printer] = {
    "repair": _print_repair,
    "figures": _print_figures,
    "keywords": _print_keywords,
    "themes": _print_themes,
    "compare": _print_compare,
    "list": _print_list,
}

if __name__ == "__main__":
    sys.exit(main())
