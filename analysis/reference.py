"""Where the reference files live, and how a table of them is read.

Every file of data/reference is data that an office may change. A mistake in it is answered by one `CatalogueError` that names
file, row and reason, so that nobody has to read a traceback to find a missing tab.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.report import CatalogueError

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


def rows(name: str, columns: tuple[str, ...], *, folder: Path = REFERENCE) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield (line number, row) of a tab-separated file with a head line; `#` lines and empty lines are skipped.

    Raises CatalogueError when the file is missing, is not UTF-8, or a row does not have exactly the head's columns.
    """
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise CatalogueError(f"缺少参考表 {name}，请从安装包中恢复 data/reference 文件夹。", "E140") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"参考表 {name} 不是 UTF-8 编码，请另存为 UTF-8 后重试。", "E140") from None
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    table = csv.reader((line for _, line in numbered), delimiter="\t", quoting=csv.QUOTE_NONE)
    head: list[str] | None = None
    for (number, _), cells in zip(numbered, table, strict=True):
        if head is None:
            head = cells
            missing = [column for column in columns if column not in head]
            if missing:
                raise CatalogueError(f"参考表 {name} 第 {number} 行缺少列：{'、'.join(missing)}，请补上表头。", "E140")
        elif len(cells) != len(head):
            raise CatalogueError(f"参考表 {name} 第 {number} 行有 {len(cells)} 列，应为 {len(head)} 列，请检查制表符。", "E140")
        else:
            yield number, dict(zip(head, cells, strict=True))
