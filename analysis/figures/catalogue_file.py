"""A catalogue's YAML as plain values that know their line, and the one sentence in which a mistake is told."""

from typing import Any, NamedTuple, cast

import yaml

from analysis.report import CatalogueError

#: Under this key every mapping keeps where it stands.
LINE = "__line__"


class At(NamedTuple):
    """Where a mistake stands: the file as a person knows it, and the line; 0 for the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}第 {self.line} 行" if self.line else self.file


SHIPPED, OWN = At("指标目录 indicators.yaml "), At("本单位指标文件")


class _Loader(yaml.CSafeLoader):
    """Safe loader that keeps the line of every mapping and refuses a key that stands twice."""

    file = SHIPPED.file

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        line = At(self.file, node.start_mark.line + 1)
        for index, key in enumerate(keys):
            if key in keys[:index]:
                raise mistake(At(self.file, node.value[index][0].start_mark.line + 1), f"“{key}”写了两次，请删去一处")
        mapping = cast(dict[Any, Any], super().construct_mapping(node, deep=deep))
        mapping[LINE] = line
        return mapping


def mistake(where: At, reason: str) -> CatalogueError:
    """The error for a mistake: where it stands and what to do."""
    return CatalogueError(f"{where}：{reason}。", "E140")


def parsed(text: str, where: At) -> Any:
    """The document as dicts, lists and values; every dict keeps its place under LINE. Raises CatalogueError."""
    try:
        loader = _Loader(text)
    except yaml.YAMLError:
        raise mistake(where, "含有不能识别的字符，请重新保存") from None
    loader.file = where.file
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise mistake(At(where.file, line), "写法不对，请检查这一行和上一行的缩进、括号和引号") from None
    except yaml.YAMLError:
        raise mistake(where, "含有不能识别的字符，请重新保存") from None
    finally:
        loader.dispose()


def strings(value: Any, line: At, what: str) -> tuple[str, ...]:
    """A list of non-empty strings, or a CatalogueError that says what stands there instead."""
    if not isinstance(value, list):
        raise mistake(line, f"{what} 应为方括号里的词，如 [甲, 乙]")
    strange = [entry for entry in value if not isinstance(entry, str) or not entry.strip()]
    if strange:
        raise mistake(line, f"{what} 中的“{strange[0]}”不是词，数字和符号请加引号")
    return tuple(value)
