"""Files for the tests, made while they run: newspaper pages as PDF, DOCX, OFD and HTML, with invented text."""

import io
import random
import zipfile
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 10
LEADING = 14
PAGE = (600, 840)

WORDS = (
    "界别 委员 围绕 乡村 道路 养护 夜间 照明 农田 水渠 校园 食堂 老旧 电梯 社区 医养 开展 视察 调研 协商 座谈 提出 意见 建议 "
    "推动 解决 办理 落实 反馈 走访 农户 企业 车间 果园 牧场 码头 图书 馆舍 邀请 专家 列席 主席 会议 听取 汇报 形成 报告 报送 县委 "
    "转交 部门 研究 采纳 增强 合力 凝聚 共识 拓宽 渠道 完善 机制 建立 台账 跟踪 督办 群众 满意 成效 明显"
).split()


def sentences(seed: int, characters: int) -> str:
    """About that many characters of invented report prose, always the same for one seed."""
    draw = random.Random(seed)
    text = ""
    while len(text) < characters:
        clause = "".join(draw.choice(WORDS) for _ in range(draw.randint(3, 6)))
        text += clause + draw.choice("，，，；。")
    return text.rstrip("，；。") + "。"


def lines_of(text: str, width: int) -> list[str]:
    """`text` cut into lines of `width` characters; a closing mark never begins a line."""
    found: list[str] = []
    while text:
        cut = width
        while cut < len(text) and text[cut] in "，。；：！？、”）》":
            cut -= 1
        found.append(text[:cut])
        text = text[cut:]
    return found


class Page:
    """One PDF page on which lines are put at places; the order of drawing is the order of the calls, or mixed row by row."""

    def __init__(self) -> None:
        self.items: list[tuple[float, float, str, float]] = []
        self.scanned = False

    def put(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        self.items.append((x, y, text, size))

    def column(self, x: float, top: float, lines: Sequence[str], size: float = SIZE) -> None:
        for number, line in enumerate(lines):
            self.put(x, top - number * LEADING, line, size)

    def by_rows(self) -> None:
        """Draw row by row, left to right, as layout programs do."""
        self.items.sort(key=lambda item: (-item[1], item[0]))

    def shuffled(self, seed: int = 1) -> None:
        random.Random(seed).shuffle(self.items)


def scan(number: str = "") -> Page:
    """A page that is a picture, with nothing but its number to be read."""
    page = Page()
    page.scanned = True
    if number:
        page.put(300, 40, number)
    return page


def pdf(pages: Sequence[Page], *, password: str | None = None) -> bytes:
    """The pages as a PDF file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, encrypt=password)
    for page in pages:
        if page.scanned:
            canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 300, 400)
        for x, y, text, size in page.items:
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def three_columns(seed: int = 7) -> tuple[Page, list[str]]:
    """A page of three columns with a headline over all of them, and its body lines in the order of reading."""
    page = Page()
    page.put(120, 790, "凝心聚力开新局 履职为民谱新篇", 22)
    lines = lines_of(sentences(seed, 2200), 16)
    height = -(-len(lines) // 3)
    for number in range(3):
        page.column(40 + number * 180, 750, lines[number * height : (number + 1) * height])
    return page, lines


def two_bands(seed: int = 11) -> tuple[Page, list[list[str]]]:
    """A page of two stories: three columns with a photograph and its caption in the middle one, a headline across, four columns below."""
    page = Page()
    page.put(150, 800, "协商于民 协商为民", 24)
    upper = lines_of(sentences(seed, 900), 16)
    third = -(-(len(upper) + 8) // 3)  # the photograph takes eight lines of the middle column
    first, second, rest = upper[:third], upper[third : 2 * third - 8], upper[2 * third - 8 :]
    page.column(40, 760, first)
    page.column(220, 760, second[:4])
    page.put(220, 760 - 10 * LEADING - 4, "▲河东县政协委员视察夜间照明。", 8)
    page.column(220, 760 - 12 * LEADING, second[4:])
    page.column(400, 760, rest)
    bottom = 760 - third * LEADING - 30
    page.put(150, bottom, "建言资政聚合力 书写履职新答卷", 20)
    lower = lines_of(sentences(seed + 1, 1300), 12)
    quarter = -(-len(lower) // 4)
    for number in range(4):
        page.column(40 + number * 134, bottom - 30, lower[number * quarter : (number + 1) * quarter])
    return page, [upper, lower]


def joins_right(text: str, stories: Sequence[Sequence[str]]) -> float:
    """Share (0–1) of the line ends of the stories over which `text` reads on as it should."""
    plain = "".join(text.split())
    ends = [(a[-6:] + b[:6]) for lines in stories for a, b in pairwise(lines)]
    return sum(window in plain for window in ends) / len(ends)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ofd(pages: Sequence[Page]) -> bytes:
    """The pages as an OFD file: y downwards in millimetres, one stretch of text a line."""
    point = 25.4 / 72
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    names = "".join(f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{names}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        objects = ""
        for x, y, text, size in page.items:
            left, top, height = x * point, (PAGE[1] - y - size) * point, size * point
            step = f"g {len(text) - 1} {height:.3f}" if len(text) > 1 else ""
            objects += (
                f'<ofd:TextObject Boundary="{left:.3f} {top:.3f} {len(text) * height:.3f} {height:.3f}" Size="{height:.3f}">'
                f'<ofd:TextCode X="0" Y="{height:.3f}" DeltaX="{step}">{text}</ofd:TextCode></ofd:TextObject>'
            )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(parts)


WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>%s</w:body></w:document>'
)


def word(body: str, **parts: str | bytes) -> bytes:
    """A DOCX with this XML in its body and these further parts (`word__media__i` for word/media/i)."""
    more = {name.replace("__", "/"): content for name, content in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": WORD % body, **more})


def run(text: str) -> str:
    """One paragraph of a DOCX."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def web_page(paragraphs: Sequence[str], *, charset: str = "utf-8") -> str:
    """A news page with a menu, an article, related links and a footer."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>河东县政协2023年工作综述_河东新闻网</title>'
        "<style>p{color:red}</style></head><body>"
        '<nav><ul><li><a href="/">首页</a></li><li><a href="/news">新闻中心</a></li>'
        '<li><a href="/gov">政务公开</a></li></ul></nav>'
        f"<article><h1>河东县政协2023年工作综述</h1>{body}</article>"
        '<aside><h3>相关阅读</h3><a href="/1">河东县召开经济工作会议</a></aside>'
        "<footer>版权所有 河东县融媒体中心 电话 0000-1234567</footer>"
        "<script>window.PWN = 1; document.write('脚本文字')</script></body></html>"
    )
