"""What stands around a report in the shapes in which offices have it: copied web pages, official papers, reports given at a meeting."""

import pytest

from analysis.repair import repair
from analysis.repair.marks import mark_of
from analysis.report import Repaired

BODY = "一年来，县政协组织委员走访农户120户，召开协商座谈会9次，提出意见建议41条，推动有关部门逐一答复。"


def kinds(repaired: Repaired) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in repaired.blocks]


def of(repaired: Repaired, *wanted: str) -> list[str]:
    return [block.text for block in repaired.blocks if block.kind in wanted]


# -- web pages -------------------------------------------------------------------------------------------------------------------

COPIED = f"""网站首页 >> 委员风采 >> 正文
设为首页 | 加入收藏 | 无障碍浏览
河东县政协2023年工作综述
发布时间：2024-01-09 08:15    来源：河东县政协办公室    作者：林小禾    浏览次数：86次    字号：【大 中 小】
分享到：微信 新浪微博 QQ空间
　　{BODY}
　　一、协商
　　{BODY.replace("120", "130")}
　　（责任编辑：林小禾）
上一篇：县政协召开主席会议
下一篇：委员会客室开门迎客
相关链接
河东县人民政府网
版权所有：河东县政协 某ICP备00000000号
主办单位：河东县政协办公室 电话：0000-1234567
打印本页 关闭窗口
"""


def test_copied_web_page_leaves_the_report() -> None:
    found = repair(COPIED)
    assert of(found, "title") == ["河东县政协2023年工作综述"]
    assert of(found, "lead", "paragraph", "heading") == [BODY, "一、协商", BODY.replace("120", "130")]
    assert len(of(found, "byline")) == 1 and of(found, "byline")[0].startswith("发布时间：2024-01-09")
    assert of(found, "furniture")[-1] == "打印本页 关闭窗口"


def test_article_of_a_social_account() -> None:
    found = repair(
        f"履职回眸 | 河东县政协2023年工作亮点\n河东政协 2024-01-09 18:30 发表于某省\n点击上方蓝字关注我们\n{BODY}\nEND\n"
        "编辑：林小禾\n往期推荐\n县政协召开主席会议\n喜欢就点个“在看”吧\n"
    )
    assert of(found, "title") == ["履职回眸 | 河东县政协2023年工作亮点"]
    assert of(found, "lead", "paragraph", "heading") == [BODY]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 政协要闻 > 正文", "您现在的位置是：首页>履职", "字体：大 中 小", "返回顶部", "【打印本页】 【关闭窗口】",
        "相关阅读：", "下一条：县政协召开主席会议", "某公网安备 00000000000000号", "★", "机密★一年",
    ],
)  # fmt: skip
def test_lines_of_a_page(line: str) -> None:
    assert mark_of(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "微信", "大", "首页改版后，委员可以在线提交提案。", "委员通过微信、微博反映社情民意", "位置偏远的村由委员轮流走访",
        "相关部门", "分享履职体会", "上一届县政协打下了良好基础", "中小学", "搜索引擎收录提案", "关闭小散煤矿", "特急提案督办", "本书版权",
    ],
)  # fmt: skip
def test_what_is_no_line_of_a_page(line: str) -> None:
    assert mark_of(line) == "text"


def test_a_footer_ends_where_sentences_go_on() -> None:
    """相关链接 in the middle of a text is a line of a page; what comes after it in sentences is the report."""
    found = repair(f"河东县政协2023年工作综述\n\n{BODY}\n\n相关链接\n\n县政协简介\n\n{BODY.replace('120', '130')}\n")
    assert "县政协简介" in of(found, "heading") and BODY.replace("120", "130") in of(found, "paragraph")


# -- official papers -------------------------------------------------------------------------------------------------------------


def test_official_paper_with_its_letter() -> None:
    found = repair(
        "政协河东县委员会文件\n\n河协发〔2024〕3号\n\n★\n\n关于印发《政协河东县委员会2023年工作总结和2024年工作要点》的通知\n\n"
        "各专门委员会：\n\n现将有关材料印发给你们，请结合实际抓好落实。\n\n政协河东县委员会\n2024年2月6日\n\n"
        f"政协河东县委员会2023年工作总结\n\n{BODY}\n\n一、协商\n\n{BODY.replace('120', '130')}\n\n"
        "抄送：县委办公室，县政府办公室。\n政协河东县委员会办公室　　　　　2024年2月6日印发\n"
    )
    assert of(found, "title") == ["政协河东县委员会2023年工作总结"]
    assert of(found, "lead", "heading") == [BODY, "一、协商"]
    bylines = of(found, "byline")
    assert bylines[:2] == ["政协河东县委员会文件", "河协发〔2024〕3号"] and "2024年2月6日" in bylines
    assert bylines[-2].startswith("抄送") and bylines[-1].endswith("印发")


def test_letter_without_a_named_report_is_the_title_itself() -> None:
    name = "关于印发2023年工作总结的通知"
    assert of(repair(f"{name}\n\n各专门委员会：\n\n{BODY}\n"), "title") == [name]


@pytest.mark.parametrize("line", ["签发人：林小禾", "河政协办〔2024〕12号", "河协发[2024]3号\t签发人：林小禾", "分送：各位委员。"])
def test_lines_of_a_paper(line: str) -> None:
    assert mark_of(line) == "byline"


@pytest.mark.parametrize("line", ["出台〔2024〕年度计划", "县委转发政协文件", "政协章程是重要文件，要学深悟透", "抄送制度更加完善"])
def test_what_is_no_line_of_a_paper(line: str) -> None:
    assert mark_of(line) == "text"


# -- given at a meeting ----------------------------------------------------------------------------------------------------------

NAME = "政协河东县第十届委员会常务委员会工作报告"


@pytest.mark.parametrize(
    ("under", "bylines"),
    [
        ("——在政协河东县第十届委员会第二次会议上\n（2023年1月5日）\n县政协主席　林小禾", ["（2023年1月5日）", "县政协主席　林小禾"]),
        (
            "（二〇二三年一月五日在政协河东县第十届委员会第二次会议上）\n林  禾",
            ["（二〇二三年一月五日在政协河东县第十届委员会第二次会议上）", "林 禾"],
        ),
        (
            "2023年1月5日在政协河东县\n第十届委员会第二次会议上\n河东县政协主席 林小禾",
            ["2023年1月5日在政协河东县第十届委员会第二次会议上", "河东县政协主席 林小禾"],
        ),
        ("（2023年1月）", ["（2023年1月）"]),
    ],
)
def test_date_meeting_and_speaker_are_no_title(under: str, bylines: list[str]) -> None:
    found = repair(f"{NAME}\n{under}\n\n各位委员：\n\n{BODY}\n\n一、协商\n\n{BODY.replace('120', '130')}\n")
    assert of(found, "title")[0] == NAME
    assert [text for text in of(found, "title")[1:] if not text.startswith("——在政协")] == []
    assert of(found, "byline") == bylines


def test_two_lines_of_a_name_stay_one_title() -> None:
    for name in ("政协河东县委员会\n工作报告", "政协河东县委员会\n2023年工作总结"):
        found = repair(f"{name}\n\n{BODY}\n")
        assert "".join("".join(of(found, "title")).split()) == name.replace("\n", "") and not of(found, "byline")


def test_a_date_before_the_title_is_a_byline() -> None:
    found = repair(f"2023年12月20日\n\n政协河东县委员会\n关于2023年工作情况的报告\n\n县委：\n\n{BODY}\n")
    assert of(found, "byline") == ["2023年12月20日"]
    assert of(found, "title") == ["政协河东县委员会关于2023年工作情况的报告"]


@pytest.mark.parametrize("line", ["各位委员", "尊敬的各位领导"])
def test_a_greeting_is_no_heading(line: str) -> None:
    assert ("heading", line) not in kinds(repair(f"{NAME}\n\n{line}\n\n{BODY}\n"))


def test_a_short_heading_under_the_title_is_no_name() -> None:
    found = repair(f"——河东县政协2023年工作综述\n\n{BODY}\n\n协商议政\n\n{BODY.replace('120', '130')}\n")
    assert of(found, "heading") == ["协商议政"] and not of(found, "byline")


def test_reporter_after_a_square() -> None:
    found = repair(f"凝心聚力开新局\n——河东县政协2023年工作综述\n\n□ 本报记者 林小禾\n\n{BODY}\n")
    assert of(found, "byline") == ["□ 本报记者 林小禾"]


# -- pages -----------------------------------------------------------------------------------------------------------------------


def test_sentence_goes_on_over_a_page_number_after_a_comma() -> None:
    found = repair("河东县政协2023年工作总结\n\n一年来，召开协商会9次，\n\n- 1 -\n\n提出意见建议41条。\n\n一、协商\n\n走访农户12户。\n")
    assert "一年来，召开协商会9次，提出意见建议41条。" in of(found, "lead", "paragraph")


def test_verse_with_commas_stays_in_lines() -> None:
    found = repair("河东县政协2023年工作总结\n\n同心同德，\n\n履职为民。\n\n一、协商\n\n走访农户12户。\n")
    assert "同心同德，" in of(found, "lead", "paragraph")


# -- official papers and newspapers, line by line ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "政协河东县委员会办公室文件", "协委发〔2024〕12号　　签发人：周大川", "主题词：政协 工作 报告", "2024年2月6日印发",
        "政协河东县委员会办公室秘书科　　2024年2月6日印发", "河东县政协办公室 2024年2月6日印", "（此件公开发布）", "（此件发至县级）",
        "（共印120份）", "共印：120份", "份号：000012", "政协河东县十届三次会议文件（一）", "会议材料之三", "内部资料　注意保存",
        "（送审稿）", "（征求意见稿）", "（来源：河东日报）",
    ],
)  # fmt: skip
def test_more_lines_of_a_paper(line: str) -> None:
    assert mark_of(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "共印制宣传册500份", "会议文件精神", "县政协会议材料", "全体会议文件精简", "内部材料管理", "县委2024年2月6日印发方案", "审议稿",
        "此件公开发布", "2024年2月6日", "主题词", "份号",
    ],
)  # fmt: skip
def test_more_that_is_no_line_of_a_paper(line: str) -> None:
    assert mark_of(line) == "text"


@pytest.mark.parametrize(
    "line",
    [
        "第 3 页 共 12 页", "共12页 第3页", "第三页", "— 3 —", "~ 3 ~", "·3·", "页码：3", "3 / 12", "000012", "A2 要闻", "2版·专题", "要闻02",
        "星期二 2024年1月9日", "河东日报 2024年1月9日 第3版", "农历癸卯年十一月廿八", "第1234期 今日4版", "总第86期", "今日8版",
        "国内统一连续出版物号 CN00-0000", "新闻热线：0000-1234567", "（紧接第一版）", "（上接A1版）", "（下转03版）", ">>>下转第二版",
    ],
)  # fmt: skip
def test_lines_of_a_newspaper_page(line: str) -> None:
    assert mark_of(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "本版责编 李某 美编 王某",
        "责任编辑 李某",
        "本版编辑：李某",
        "初审：李某　复审：王某　终审：赵某",
        "供稿：河东县政协办公室",
        "（河东县政协办公室供稿）",
    ],
)
def test_credits_of_a_newspaper_page(line: str) -> None:
    assert mark_of(line) == "credit"


@pytest.mark.parametrize(
    "line",
    [
        "编辑 出版文史资料", "校对 审核 把关", "今日开放", "网址收录提案", "第一百期文史资料出版", "第100期", "农历正月十五走访慰问", "专题协商 3",
        "新闻发布会3", "理论学习12", "综合2023", "2023年", "12月", "统筹：协调各方", "日报 3",
    ],
)  # fmt: skip
def test_what_is_no_line_of_a_newspaper_page(line: str) -> None:
    assert mark_of(line) == "text"


RED_HEAD = f"""000012
秘密★1年
特急

政协河东县委员会办公室文件

河政协办〔2024〕12号　　签发人：周大川

政协河东县委员会办公室
关于印发《政协河东县委员会2023年工作总结》的通知

各专门委员会、各委员活动小组：
　　《政协河东县委员会2023年工作总结》已经主席会议审议通过，现印发给你们，请认真贯彻落实。

　　附件：政协河东县委员会2023年工作总结

　　　　　　　　　　　　政协河东县委员会办公室
　　　　　　　　　　　　　　2024年2月6日
（此件公开发布）

附件

政协河东县委员会
2023年工作总结

　　{BODY}
　　一、协商议政
　　{BODY.replace("120", "130")}

抄送：县委办公室、县人大常委会办公室、县政府办公室，县纪委监委，
　　　县人武部，县法院，县检察院。
政协河东县委员会办公室秘书科　　　　2024年2月6日印发
（共印120份）
"""


def test_paper_with_a_red_head_and_its_enclosure() -> None:
    found = repair(RED_HEAD)
    assert ["".join(text.split()) for text in of(found, "title")] == ["政协河东县委员会2023年工作总结"]
    assert of(found, "lead") == [BODY] and of(found, "heading")[-1] == "一、协商议政"
    assert of(found, "furniture") == ["000012", "秘密★1年", "特急"]
    assert of(found, "byline")[-3:] == [
        "抄送：县委办公室、县人大常委会办公室、县政府办公室，县纪委监委，县人武部，县法院，县检察院。",
        "政协河东县委员会办公室秘书科2024年2月6日印发",
        "（共印120份）",
    ]
