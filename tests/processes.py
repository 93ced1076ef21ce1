"""Small stand-ins for the engine that worker processes can import: each does what the bytes of the file tell it to do."""

import os
import re
import sys
import time
from collections.abc import Mapping

from analysis.report import IdentityError, Metadata, Period, Prepared, ReadingError


def obey(data: bytes, name: str, fields: Mapping[str, str], rules: str = "r1") -> Prepared:
    """Do what the text says: `sleep 3`, `bad`, `die`, `hang`, `memory 99`, `raise`, `noise`; else `甲县 2022` names a report."""
    text = data.decode("utf-8")
    order, _, rest = text.partition(" ")
    if order == "sleep":
        time.sleep(float(rest.split()[0]))
    elif order == "bad":
        raise ReadingError("文件为空，请检查。", "E101")
    elif order == "die":
        os._exit(9)
    elif order == "hang":
        re.match(r"(a+)+$", "a" * 60 + "b")  # holds the interpreter: no thread of this process could stop it
    elif order == "memory":
        bytearray(int(rest.split()[0]))
    elif order == "raise":
        raise RuntimeError("secret of the inner works")
    elif order == "noise":
        print("a library that prints", flush=True)
        os.write(1, b"\x00\x01 straight to the descriptor")
        sys.stdin.read()
    place, _, year = text.rpartition("\n")[2].partition(" ")
    if not year:
        raise IdentityError("没有找到年份，请补充。", "E121")
    period = Period(int(year), int(year))
    metadata = Metadata(fields.get("地方", place), "某省", "county", period, name, reasons={"pid": str(os.getpid()), "cwd": os.getcwd()})
    return Prepared(metadata, {"text": f'"{len(text)}"'}, rules)


def strange(data: bytes, name: str, fields: Mapping[str, str]) -> Prepared:
    """Answer with text that no database can hold."""
    return Prepared(Metadata("甲县", "", "county", Period(2022, 2022), "题"), {"text": "\ud800"}, "r")
