"""PPTX: one picture or table a slide, charts that PowerPoint edits, the sentences behind them in the speaker notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx.util import Pt

from analysis.charts.look import INK, MUTED
from analysis.export import slidechart
from analysis.export.briefing import Briefing, EvidenceItem, Picture, Section, Sentence, Table
from analysis.export.cells import grid
from analysis.export.pack import settle
from analysis.export.plain import around, balanced, clean, shorten
from analysis.export.slideparts import (
    EDGE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    ROOM,
    SERIF,
    SMALL,
    Box,
    Run,
    block,
    fill_frame,
    fit,
    line,
    mark,
    new_deck,
    open_slide,
    speak,
    words,
)
from analysis.export.slidetable import MOST_COLUMNS, add_table, split_rows

#: Slides of one chart and of one table before the rest is left to the workbook; slides of evidence; sentences in one slide's notes.
MOST_PARTS, MOST_TABLES, MOST_EVIDENCE, MOST_NOTES = 3, 5, 10, 40

GLANCE, EVIDENCE, ABOUT = "一眼看去", "数字出处", "说明"
_REST = "其余见同一简报的 XLSX 工作簿。"
_OTHERS = "其余各数的原句见各页备注和同一简报的 XLSX 工作簿。"


def build(briefing: Briefing, images: Sequence[bytes | None] = ()) -> bytes:
    """The deck; `images` are PNGs in the slide's frame, parallel to `briefing.pictures`, wanted where a picture has no native chart."""
    writer = _Writer(new_deck(briefing), briefing, list(images))
    writer.cover()
    writer.sentences(GLANCE, briefing.summary)
    for section in briefing.sections:
        writer.section(section)
    writer.evidence()
    writer.about()
    target = BytesIO()
    writer.deck.save(target)
    return settle(target.getvalue(), briefing.date)


@dataclass
class _Writer:
    """Adds slides and counts pictures and pages on the way."""

    deck: Any
    briefing: Briefing
    images: list[bytes | None]
    pictures: int = 0
    lead: str = ""

    def open(self, title: str, *, source: str = "", note: str = "") -> tuple[Any, float]:
        return open_slide(self.deck, title, page=len(self.deck.slides) + 1, source=source, note=note)

    def cover(self) -> None:
        briefing = self.briefing
        slide = self.deck.slides.add_slide(self.deck.slide_layouts.get_by_name("Title Only"))
        line(slide, (EDGE, 14), (PAGE_WIDTH - EDGE, 14), thick=2)
        title = balanced(shorten(clean(briefing.title), 66), 19)
        rows = title.splitlines()
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Box(EDGE, 150, ROOM, 54.0 * len(rows)).emu
        fill_frame(shape.text_frame, [[Run(row, 40, INK, True, SERIF)] for row in rows])
        y = 150 + 54.0 * len(rows) + 14
        for text, size, colour in ((briefing.subtitle, 20, INK), (briefing.named(), 18, MUTED), (briefing.chinese_date, 18, MUTED)):
            if text:
                words(slide, Box(EDGE, y, ROOM, size + 12), [[Run(fit(text, ROOM, size, 1)[0], size, colour)]])
                y += size + 16
        x = EDGE
        for word in briefing.status():
            x = mark(slide, word, x, y + 6, size=14)
        versions = "　".join(f"{name}版本 {version}" for name, version in briefing.versions.items())
        words(slide, Box(EDGE, PAGE_HEIGHT - 33, ROOM, 17), [[Run(versions, SMALL, MUTED)]])
        speak(slide, [f"{name}：{text}" for name, text in briefing.credits()])

    def sentences(self, heading: str, sentences: Sequence[Sentence]) -> None:
        """Sentences in large letters, as many on a slide as fit."""
        said = [one for one in sentences if clean(one.text)]
        for number, group in enumerate(_paged(said, lambda one: 30.0 * fit(one.text, ROOM - 24, 20, 5)[1] + 16, 400)):
            slide, y = self.open(heading if not number else f"{heading}（续）", source=self.source())
            y += 16
            for one in group:
                text, rows = fit(one.text, ROOM - 24, 20, 5)
                block(slide, Box(EDGE, y + 10, 6, 6), fill=INK)
                words(slide, Box(EDGE + 20, y, ROOM - 18, 30.0 * rows), [[Run(text, 20)]], spacing=1.2)
                y += 30.0 * rows + 16
            speak(slide, self.spoken(tuple(number for one in group for number in one.evidence)))

    def section(self, section: Section) -> None:
        self.lead = self._lead(section)
        if section.sentences and not self.lead:
            self.sentences(section.heading, section.sentences)
        for picture in section.pictures:
            image = self.images[self.pictures] if self.pictures < len(self.images) else None
            self.pictures += 1
            if picture.native is not None and picture.native.categories:
                self.native(picture)
            elif image is not None:
                self.image(picture, image)
            else:
                self.table(
                    Table(
                        picture.name,
                        picture.title,
                        picture.table,
                        picture.topic,
                        picture.absent,
                        picture.note,
                        picture.source,
                        picture.evidence,
                        picture.shown,
                    )
                )
        for table in section.tables:
            self.table(table)

    def _lead(self, section: Section) -> str:
        """The section's sentences, where they are short enough to stand under the title of its first chart or table."""
        first_is_image = bool(section.pictures) and section.pictures[0].native is None
        if not section.sentences or first_is_image or not (section.pictures or section.tables):
            return ""
        text = "".join(clean(sentence.text) for sentence in section.sentences)
        return text if len(text) < 200 and fit(text, ROOM, 16, 2)[0] == text else ""

    def _take_lead(self, slide: Any, y: float) -> float:
        """Write the lead, once; returns the y below it."""
        text, self.lead = self.lead, ""
        if not text:
            return y
        rows = fit(text, ROOM, 16, 2)[1]
        words(slide, Box(EDGE, y + 6, ROOM + 4, 24.0 * rows), [[Run(text, 16)]], spacing=1.15)
        return y + 24.0 * rows + 10

    def native(self, picture: Picture) -> None:
        native = picture.native
        assert native is not None
        step, total = slidechart.per_slide(native), len(native.categories)
        starts = list(range(0, total, step))
        for part, start in enumerate(starts[:MOST_PARTS]):
            rows = slice(start, min(start + step, total))
            title = _numbered(picture.title, part, min(len(starts), MOST_PARTS))
            absent = "" if native.ends else slidechart.absences(native, rows)
            rest = _REST if len(starts) > MOST_PARTS and part == MOST_PARTS - 1 else ""
            slide, y = self.open(title, source=picture.source or self.source(), note=f"{absent}{picture.note}{rest}")
            y = slidechart.legend(slide, native, self._take_lead(slide, y) + 2, picture.marks)
            foot = 66 if absent or picture.note or rest else 50
            slidechart.draw(slide, native, Box(EDGE, y, ROOM, PAGE_HEIGHT - foot - y), rows, alt=_alt(picture))
            speak(slide, self.spoken(picture.evidence, picture.title))

    def image(self, picture: Picture, image: bytes) -> None:
        """A picture that only the page can draw fills the slide; the title stands behind it, for outline and screen reader."""
        slide, _ = self.open(picture.title)
        made = slide.shapes.add_picture(BytesIO(image), 0, 0, Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT))
        made._element.nvPicPr.cNvPr.set("descr", _alt(picture))
        words(
            slide, Box(PAGE_WIDTH - EDGE - 50, PAGE_HEIGHT - 33, 50, 17), [[Run(str(len(self.deck.slides)), SMALL, MUTED)]], align="right"
        )
        speak(slide, self.spoken(picture.evidence, picture.title))

    def table(self, table: Table) -> None:
        printed = table.printed
        shown = grid(printed.iloc[:, :MOST_COLUMNS], table.absent, most=200)
        parts = split_rows(shown)
        for part, rows in enumerate(parts[:MOST_TABLES]):
            title = _numbered(table.title, part, min(len(parts), MOST_TABLES))
            last = part == min(len(parts), MOST_TABLES) - 1
            cut_off = last and (len(parts) > MOST_TABLES or len(printed) > 200 or len(printed.columns) > MOST_COLUMNS)
            note = table.note + (_REST if cut_off else "")
            slide, y = self.open(title, source=table.source or self.source(), note=note)
            y = self._take_lead(slide, y)
            if rows:
                add_table(slide, shown, rows, y + 14)
            else:
                words(slide, Box(EDGE, y + 30, ROOM, 40), [[Run("没有数据。", 20, MUTED)]])
            speak(slide, self.spoken(table.evidence, table.title))

    def evidence(self) -> None:
        """Closing slides with the numbered sentences, as many as an audience may ask for."""
        shown = self.briefing.shown()
        pages = list(_paged(shown, _evidence_height, 410))
        left = len(pages) > MOST_EVIDENCE or len(shown) < len(self.briefing.evidence)
        for number, group in enumerate(pages[:MOST_EVIDENCE]):
            note = _OTHERS if left and number == min(len(pages), MOST_EVIDENCE) - 1 else ""
            title = EVIDENCE if len(pages) == 1 else f"{EVIDENCE}（{number + 1}／{min(len(pages), MOST_EVIDENCE)}）"
            slide, y = self.open(title, source=self.source(), note=note)
            y += 12
            for item in group:
                _quote(slide, item, y)
                y += _evidence_height(item)

    def about(self) -> None:
        """说明: limits with their reasons, then what the file is made from."""
        lines = [*self.briefing.notes, *(f"{name}：{text}" for name, text in self.briefing.credits())]
        for number, group in enumerate(_paged(lines, lambda text: 23.0 * fit(text, ROOM, 15, 6)[1] + 8, 420)):
            slide, y = self.open(ABOUT if not number else f"{ABOUT}（续）")
            y += 14
            for text in group:
                fitted, rows = fit(text, ROOM, 15, 6)
                words(slide, Box(EDGE, y, ROOM + 4, 23.0 * rows), [[Run(fitted, 15)]], spacing=1.15)
                y += 23.0 * rows + 8

    def source(self) -> str:
        """来源 of a slide that has none of its own."""
        status = "，".join(self.briefing.status())
        parts = [f"来源：{self.briefing.named()}" if self.briefing.reports else "", status, self.briefing.chinese_date]
        return "；".join(part for part in parts if part)

    def spoken(self, numbers: tuple[int, ...], title: str = "") -> list[str]:
        """Speaker notes: the title, then the sentence of every number on the slide."""
        items = self.briefing.items(numbers)
        lines = [clean(title)] if title else []
        if items:
            lines.append("数字出处：")
        for item in items[:MOST_NOTES]:
            marks = f"〔{'，'.join(item.marks)}〕" if item.marks else ""
            state = "" if item.checked else "（未核）"
            lines.append(
                f"[{item.number}] {item.indicator} {_value(item)}{marks}{state}——{item.place_in_text}：{shorten(clean(item.quote), 400)}"
            )
        if len(items) > MOST_NOTES:
            lines.append(f"另有 {len(items) - MOST_NOTES} 条，见 XLSX 工作簿的“证据”。")
        return lines or [self.source()]


def _paged(things: Sequence[Any], height: Any, room: float) -> Iterator[list[Any]]:
    """Groups of things whose heights add up to at most `room`; one that is higher stands alone."""
    group: list[Any] = []
    used = 0.0
    for thing in things:
        needed = height(thing)
        if group and used + needed > room:
            yield group
            group, used = [], 0.0
        group.append(thing)
        used += needed
    if group:
        yield group


_QUOTE = 15


def _clause(item: EvidenceItem) -> str:
    return around(clean(item.quote), clean(item.number_text), 200)


def _evidence_height(item: EvidenceItem) -> float:
    return 42 + 22.0 * fit(_clause(item), ROOM - 60, _QUOTE, 4)[1] + 12


def _quote(slide: Any, item: EvidenceItem, y: float) -> None:
    """Bar in the place's colour, what was counted, the clause with its number marked, where it stands."""
    high = _evidence_height(item) - 12
    words(slide, Box(EDGE, y, 34, 20), [[Run(f"[{item.number}]", 13, MUTED)]])
    block(slide, Box(EDGE + 36, y, 3, high), fill=item.colour)
    text, number = fit(_clause(item), ROOM - 60, _QUOTE, 4)[0], clean(item.number_text)
    before, found, after = text.partition(number) if number else (text, "", "")
    runs = [Run(before, _QUOTE), Run(found, _QUOTE, INK, True, marked=True), Run(after, _QUOTE)] if found else [Run(text, _QUOTE)]
    marks = "".join(f"　{word}" for word in item.marks)
    lines = [
        [Run(f"{item.indicator} {_value(item)}", 14, INK, True)],
        [run for run in runs if run.text],
        [Run(f"{item.place_in_text}　{'已核' if item.checked else '未核'}{marks}", SMALL, MUTED)],
    ]
    words(slide, Box(EDGE + 50, y - 2, ROOM - 46, high), lines, spacing=1.1, gap=1)


def _numbered(title: str, part: int, parts: int) -> str:
    """A title with （1／3）, where a chart or table takes several slides."""
    return title if parts == 1 else f"{shorten(clean(title), 60)}（{part + 1}／{parts}）"


def _value(item: EvidenceItem) -> str:
    return item.value + (item.unit if item.unit and not item.value.endswith(item.unit) else "")


def _alt(picture: Picture) -> str:
    meta = picture.figure.layout.meta
    return shorten(clean(meta["alt"] if isinstance(meta, dict) and meta.get("alt") else picture.title), 900)
