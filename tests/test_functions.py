"""The catalogue of functions: what it holds, and every mistake in it is answered in Chinese."""

import copy
from pathlib import Path

import pytest
import yaml

from analysis.reference import REFERENCE
from analysis.report import CatalogueError
from analysis.themes.functions import FILE, FUNCTION_IDS, NONE, functions, load

GOOD = yaml.safe_load((REFERENCE / FILE).read_text(encoding="utf-8"))


def write(folder: Path, data: object) -> Path:
    (folder / FILE).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def test_ten_functions_and_none_last() -> None:
    known = functions()
    assert known.ids == (*FUNCTION_IDS, NONE)
    assert known.name("opinion") == "社情民意"
    assert all(function.seeds and function.short and function.meaning for function in known.all)
    with pytest.raises(KeyError):
        known.name("figures")


def test_longest_term_wins_and_neutral_names_are_passed_over() -> None:
    known = functions()
    text = "中国人民政治协商会议的提案办理协商"
    found = [(text[start:end], known.ids[index]) for start, end, index, _ in known.finder.find(text, 0, len(text))]
    assert found == [("提案办理", "proposal"), ("协商", "consult")]


def test_neutral_names_are_blanked_and_seeds_that_hold_one_are_kept() -> None:
    text = "听取政府工作报告，向大会作工作报告"
    assert functions().without_names(text) == "听取政府工作报告，向大会作" + "\u3000" * 4


def test_the_end_of_a_stretch_is_kept() -> None:
    text = "专题协商"
    assert [end for _, end, *_ in functions().finder.find(text, 0, 3)] == []
    assert [end for _, end, *_ in functions().finder.find(text, 0, 4)] == [4]


def changed(**steps: object) -> dict[str, object]:
    data = copy.deepcopy(GOOD)
    data.update(steps)
    return data


def one(index: int, **steps: object) -> dict[str, object]:
    data = copy.deepcopy(GOOD)
    data["functions"][index].update(steps)
    return data


BAD = {
    "no mapping": [1, 2],
    "field missing": {key: value for key, value in GOOD.items() if key != "neutral"},
    "field too many": changed(extra=1),
    "functions no list": changed(functions={}),
    "one function less": changed(functions=GOOD["functions"][1:]),
    "order changed": changed(functions=list(reversed(GOOD["functions"]))),
    "name empty": one(0, name=" "),
    "unknown field": one(0, colour="red"),
    "weight 4": one(0, seeds={4: ["党组"]}),
    "weight true": one(0, seeds={True: ["党组"]}),
    "no seeds": one(0, seeds={3: []}),
    "seed no text": one(0, seeds={3: [2024]}),
    "seed with blank": one(0, seeds={3: ["党组 "]}),
    "seed twice": one(0, seeds={3: ["党组", "党组"]}),
    "seed in two weights": one(0, seeds={3: ["党组"], 1: ["党组"]}),
    "seed in two functions": one(0, seeds={3: ["提案"]}),
    "seed is neutral too": changed(neutral=["提案"]),
    "headings no list": changed(plan_headings="今后"),
    "none no mapping": changed(none=[]),
    "plan words no list": changed(plan_words="要"),
    "titles no mapping": changed(report_titles=["提案工作报告"]),
    "title of no function": changed(report_titles={"none": ["工作报告"]}),
    "title no list": changed(report_titles={"proposal": "提案工作报告"}),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_mistakes_are_named(tmp_path: Path, data: object) -> None:
    with pytest.raises(CatalogueError, match=FILE):
        load(write(tmp_path, data))


@pytest.mark.parametrize("content", [b"functions: [", b"\xff\xfe\x00", b"!!python/object:os.system {}"], ids=["broken", "bytes", "object"])
def test_broken_files_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(CatalogueError, match=FILE):
        load(tmp_path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="安装包"):
        load(tmp_path)


def test_a_good_copy_loads(tmp_path: Path) -> None:
    assert load(write(tmp_path, GOOD)).ids == functions().ids
