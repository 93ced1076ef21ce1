"""What belongs together is joined, and what only stands together is not: the rules of joining and of neighbours."""

from itertools import pairwise

import pytest

from analysis.words.lexicon import Dictionary, shipped
from analysis.words.segment import Segmenter, segmenter


def cut(text: str) -> list[str]:
    return [word.text for word in segmenter().words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # level and organ, and the place before them
        ("县文旅局", ["县文旅局"]),
        ("盐池县政协", ["盐池县", "政协"]),
        ("盐池县医院", ["盐池县", "医院"]),
        ("平罗县委", ["平罗", "县委"]),
        ("自治区教育厅", ["自治区", "教育厅"]),
        ("各县政协", ["各县", "政协"]),
        ("四市政协", ["四市", "政协"]),
        ("县里的教育", ["县里", "的", "教育"]),
        # numeral and measure word
        ("三省联动", ["三省", "联动"]),
        ("几把椅子", ["几把", "椅子"]),
        ("二十四省", ["二十四", "省"]),
        ("一枚枚", ["一枚枚"]),
        ("件件有着落", ["件件", "有", "着落"]),
        ("四年间", ["四年", "间"]),
        # figures written out
        ("六百三十七件", ["六百三十七", "件"]),
        ("四十四项", ["四十四", "项"]),
        ("四百六十余万元", ["四百六十", "余", "万", "元"]),
        ("一万三千多名", ["一万三千", "多", "名"]),
        # personal names after a role, and what is none
        ("渔民孙长河说", ["渔民", "孙长河", "说"]),
        ("委员徐立功不可没", ["委员", "徐立", "功不可没"]),
        ("主席赵永胜带队", ["主席", "赵永胜", "带队"]),
        ("委员高度认可", ["委员", "高度", "认可"]),
        ("代表和群众", ["代表", "和", "群众"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        # verb and result, not measure words and not 到
        ("送去慰问品", ["送去", "慰问品"]),
        ("列为重点", ["列为", "重点"]),
        ("写进报告", ["写进", "报告"]),
        ("开到村口", ["开", "到", "村口"]),
        ("比上年增加", ["比", "上年", "增加"]),
        # suffixes, and characters that begin another word
        ("种植户", ["种植户"]),
        ("妇联界委员", ["妇联界", "委员"]),
        ("医卫界别", ["医卫", "界别"]),
        ("传承人", ["传承人"]),
        ("委员会客室", ["委员会客室"]),
        ("群众点题", ["群众", "点题"]),
        ("总投资", ["总投资"]),
        ("总要改进", ["总", "要", "改进"]),
        # places
        ("阳关镇", ["阳关镇"]),
        ("王家湾村", ["王家湾村"]),
        ("帮扶村", ["帮扶", "村"]),
        ("文明乡风", ["文明", "乡风"]),
        # single characters
        ("陇原大地", ["陇原", "大地"]),
        ("新的要求", ["新", "的", "要求"]),
        ("又到立春", ["又", "到", "立春"]),
    ],
)
def test_joined_and_not_joined(text: str, words: list[str]) -> None:
    assert cut(text) == words


def test_without_the_tables_jieba_is_not_changed() -> None:
    bare = Segmenter(Dictionary(shipped().terms[:5]))
    text = "县文旅局的种植户送去慰问品，不是打招呼。"
    assert [word.text for word in bare.words(text)] == [token for token in bare.tokens(text) if token not in "，。"]


def test_joining_keeps_offsets_and_characters() -> None:
    text = "7月下旬，渔民孙长河把四十四项建议送去县文旅局；阿依古丽·买买提种出了三省第一，一枚枚红手印。"
    words = segmenter().words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(left.end <= right.start for left, right in pairwise(words))
    assert "".join(word.text for word in words) == "".join(character for character in text if character not in "，；。")


def test_names_and_verbs_are_no_subjects() -> None:
    own = segmenter()
    assert not own.names_subject("孙长河") and not own.names_subject("送去") and not own.names_subject("五省")
    assert own.names_subject("苗绣") and own.names_subject("预制菜")
