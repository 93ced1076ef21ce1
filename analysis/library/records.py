"""What the library hands out besides reports: entries of the history, saved views, changes of the dictionary, import jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: What can happen to a report, with the word a user reads.
EVENT_NAMES: Mapping[str, str] = {
    "import": "导入",
    "revise": "修改信息",
    "delete": "删除",
    "restore": "恢复",
    "choose": "选用此版本",
    "confirm": "确认数字",
    "correct": "更正数字",
    "reject": "剔除数字",
    "add": "补充数字",
    "undo": "撤销",
    "conflict": "未采用的更正",
}

DictionaryAction = Literal["add", "drop", "stop", "keep", "merge"]

#: add: a term of our own; drop: a term that is none; stop: leave out of counts; keep: never cut, and no stop word; merge: count as `value`.
DICTIONARY_ACTIONS: Mapping[str, str] = {
    "add": "增加词语",
    "drop": "去掉词语",
    "stop": "列为停用",
    "keep": "保护不切",
    "merge": "视为同一词",
}

JobState = Literal["running", "done", "cancelled", "interrupted", "failed"]
ItemState = Literal["waiting", "running", "done", "duplicate", "failed", "cancelled", "interrupted"]

JOB_STATES: Mapping[str, str] = {
    "running": "正在导入",
    "done": "已完成",
    "cancelled": "已取消",
    "interrupted": "已中断",
    "failed": "未能完成",
}
ITEM_STATES: Mapping[str, str] = {
    "waiting": "等待",
    "running": "处理中",
    "done": "已导入",
    "duplicate": "已在库中",
    "failed": "未导入",
    "cancelled": "已取消",
    "interrupted": "已中断",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to a report. `before` and `after` are JSON objects or empty; the numbers rise with time."""

    number: int
    report_id: str
    when: str  # ISO 8601, UTC
    who: str
    what: str  # a key of EVENT_NAMES
    before: str
    after: str
    undone: bool = False

    @property
    def label(self) -> str:
        """The event in Chinese."""
        return EVENT_NAMES.get(self.what, self.what)


@dataclass(frozen=True, slots=True)
class View:
    """A choice of reports and filters under a name; `query` is what stands after the `?` of its link."""

    name: str
    query: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class DictionaryChange:
    """An office's own change to the words that are counted. `value` is the standard term of a `merge`, else empty."""

    number: int
    action: DictionaryAction
    term: str
    value: str
    who: str
    when: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class JobItem:
    """One file of an import. `message` is the sentence that says why it did not go in; `report_id` where it went."""

    position: int
    name: str
    state: ItemState
    message: str = ""
    code: str = ""
    report_id: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """An import of many files. `counts` says how many items are in each state; `items` is empty in overviews."""

    id: int
    state: JobState
    who: str
    created_at: str
    finished_at: str
    message: str
    counts: Mapping[str, int]
    items: tuple[JobItem, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        """Items that need no more work."""
        return self.total - self.counts.get("waiting", 0) - self.counts.get("running", 0)

    @property
    def skipped(self) -> int:
        """Items that did not lead to a new report in the library."""
        return self.total - self.counts.get("done", 0)
