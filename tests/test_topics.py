"""Topics: planted ones are found, the same to the byte in every process, within the limits that are stated."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from analysis.themes import topics
from analysis.words import segment
from tests.theme_texts import text_of

PLANTED = {
    "水": "饮水 水库 灌溉 渠道 节水 河道",
    "学": "学校 教师 课堂 学生 教育 校车",
    "企": "企业 融资 税费 园区 订单 用工",
    "医": "医院 医生 医保 药品 诊疗 病床",
}
COMMON = ["情况", "问题", "办法", "时候", "地方", "方面"]


def planted(reports: int = 12, seed: int = 5) -> dict[str, list[dict[str, int]]]:
    """Reports of eight paragraphs; every paragraph speaks of one of four things, among words that stand everywhere."""
    random = np.random.default_rng(seed)
    words = [text.split() for text in PLANTED.values()]
    found: dict[str, list[dict[str, int]]] = {}
    for report in range(reports):
        rows = []
        for number in range(8):
            about = words[(report + number) % 4]
            row = {term: int(random.integers(1, 4)) for term in about if random.random() < 0.9}
            row.update({term: 1 for term in COMMON if random.random() < 0.4})
            rows.append(row)
        found[f"报告{report:02}"] = rows
    return found


CANDIDATES = (2, 3, 4, 5, 6)


def fitted(documents: Mapping[str, Sequence[Mapping[str, int]]] | None = None, **options: object) -> topics.Topics:
    return topics.fit(documents or planted(), **{"candidates": CANDIDATES, **options})  # type: ignore[arg-type]


def test_planted_topics_are_found_and_their_number_too() -> None:
    found = fitted()
    assert found.stability.loc[found.stability["chosen"], "topics"].tolist() == [4]
    leading = {frozenset(term for term, _ in topic.terms[:6]) for topic in found.topics}
    assert leading == {frozenset(text.split()) for text in PLANTED.values()}
    assert [topic.id for topic in found.topics] == [1, 2, 3, 4]
    assert tuple(found.stability.columns) == topics.STABILITY_COLUMNS
    assert found.stability["stability"].between(0, 1).all()
    assert found.coarse


def test_names_come_from_the_leading_terms() -> None:
    for topic in fitted().topics:
        assert topic.name == "·".join(term for term, _ in topic.terms[:3])
        assert topic.terms[0][1] == 1.0
    nested = {
        f"报告{n}": [
            {"社情民意信息": 3, "社情民意": 3, "民意": 2, "转报": 2, "采用": 1, "编发": 1},
            {"甲": 1, "乙": 1, "丙": 2, "丁": 1, "戊": 2},
        ]
        for n in range(6)
    }
    assert all("社情民意信息·社情民意" not in topic.name for topic in fitted(nested, candidates=(2,)).topics)


def test_shares_sum_to_one_by_report_and_by_group() -> None:
    found = fitted()
    table = found.shares()
    assert tuple(table.columns) == topics.TOPIC_SHARE_COLUMNS
    assert list(dict.fromkeys(table["document"])) == list(planted())
    assert table.groupby("document")["share"].sum().to_numpy() == pytest.approx(1.0)
    years = {report: "2023" if number < 6 else "2024" for number, report in enumerate(planted())}
    by_year = found.shares(years)
    assert list(dict.fromkeys(by_year["document"])) == ["2023", "2024"]
    assert by_year.groupby("document")["share"].sum().to_numpy() == pytest.approx(1.0)


def test_paragraphs_are_the_evidence() -> None:
    documents = planted()
    found = fitted(documents)
    for topic in found.topics:
        table = found.paragraphs(topic.id, top=3)
        assert tuple(table.columns) == topics.TOPIC_PARAGRAPH_COLUMNS
        assert list(table["weight"]) == sorted(table["weight"], reverse=True)
        for row in table.itertuples():
            assert set(documents[row.document][row.paragraph]) & {term for term, _ in topic.terms[:6]}


def test_names_can_be_changed() -> None:
    found = fitted().renamed({1: " 水利 ", 2: " ", 99: "没有"})
    assert found.topics[0].name == "水利"
    assert found.topics[1].name == fitted().topics[1].name
    assert set(found.shares()["name"]) >= {"水利"}


def test_values_survive_json() -> None:
    found = fitted()
    back = topics.from_json(json.loads(json.dumps(found.to_json(), ensure_ascii=False)))
    assert back.topics == found.topics
    assert back.mixtures == found.mixtures
    assert back.documents == found.documents
    assert back.stability.equals(found.stability)
    assert back.coarse == found.coarse


SCRIPT = """
import json
from hashlib import sha256
from tests.test_topics import fitted
print(sha256(json.dumps(fitted().to_json(), ensure_ascii=False).encode()).hexdigest())
"""


def test_the_same_to_the_byte_in_other_processes(root: Path) -> None:
    here = sha256(json.dumps(fitted().to_json(), ensure_ascii=False).encode()).hexdigest()
    assert here == sha256(json.dumps(fitted().to_json(), ensure_ascii=False).encode()).hexdigest()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": seed, "PYTHONPATH": str(root)}
        answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, cwd=root, check=True)
        assert answer.stdout.strip() == here


def test_the_order_of_terms_in_a_paragraph_does_not_matter() -> None:
    turned = {report: [dict(reversed(row.items())) for row in rows] for report, rows in planted().items()}
    assert fitted(turned).to_json() == fitted().to_json()


def test_no_more_terms_than_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "VOCABULARY", 10)
    _, weights, terms = topics._weights(planted(), frozenset())
    assert weights.shape[1] == len(terms) == 10
    assert terms == sorted(terms)


def test_terms_left_out_are_in_no_topic() -> None:
    found = fitted(leave_out=frozenset(COMMON) | {"饮水"})
    assert not {term for topic in found.topics for term, _ in topic.terms} & {"饮水", *COMMON}


@pytest.mark.parametrize(
    "documents", [{}, {"甲": []}, {"甲": [{"提案": 1}]}, {"甲": [{f"词{n}": 1 for n in range(9)}]}], ids=["none", "empty", "short", "lone"]
)
def test_nothing_to_factorise_gives_no_topics(documents: dict[str, list[dict[str, int]]]) -> None:
    found = topics.fit(documents)
    assert found.topics == ()
    assert tuple(found.shares().columns) == topics.TOPIC_SHARE_COLUMNS
    assert tuple(found.stability.columns) == topics.STABILITY_COLUMNS
    assert found.shares().empty
    assert topics.from_json(found.to_json()).documents == tuple(documents)


def test_a_report_without_long_paragraphs_has_no_shares() -> None:
    found = fitted({**planted(), "短": [{"提案": 1}]})
    assert "短" in found.documents
    assert "短" not in set(found.shares()["document"])


def test_progress_rises_to_one_and_may_stop_the_work() -> None:
    told: list[float] = []
    fitted(progress=told.append)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert len(told) > 10

    class Stopped(Exception):
        pass

    def stop(part: float) -> None:
        if part > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        fitted(progress=stop)


def test_paragraphs_are_counted_by_block() -> None:
    line = "县政协收集社情民意信息二十篇，转报七篇。"
    repaired = text_of(("heading", line), ("paragraph", line), ("caption", line), ("lead", line))
    counts = topics.paragraph_counts(repaired, segment.segmenter())
    assert [bool(row) for row in counts] == [False, True, False, True]
    assert counts[1]["社情民意信息"] == counts[1]["社情民意"] == 1


def test_many_reports_are_not_coarse() -> None:
    assert not fitted(planted(30), candidates=(4,)).coarse
    assert fitted(planted(29), candidates=(4,)).coarse
