"""Folding that keeps every offset: one character becomes one character.

Digits of all scripts, full-width forms, letter variants, look-alike punctuation and the
traditional characters of Chinese grammar, counting and foreign names are written one way, so
that one table serves all spellings while spans still point into the text as it stands.
"""

from __future__ import annotations

from functools import lru_cache

from rag.text.letters import FOLDED

_TRADITIONAL = (
    "億萬兩個時間麼甚誰幾裡裏處為爲還嗎後從國樣們點種號歲條場無沒來過開當對數屆隊車輛戰長陸圓韓羅"
    "蘭產與於會關係說認稱誇舉東進動達問題區別較總結請謝歡話給語紀單實際並雖豈僅斷絕論讓難廣紐約倫"
    "聯歐亞烏內臺灣愛爾馬龍經濟價錢費額積寬遠讀寫應該將獲屬錄奧貝諾蘇萊維頓喬賴盧薩賓華瑪麗茲衛韋"
    "納澤圖簡賈馮鄧遜魯龐熱張葉凱徹畢勞庫蕭"
)
_SIMPLIFIED = (
    "亿万两个时间么什谁几里里处为为还吗后从国样们点种号岁条场无没来过开当对数届队车辆战长陆元韩罗"
    "兰产与于会关系说认称夸举东进动达问题区别较总结请谢欢话给语纪单实际并虽岂仅断绝论让难广纽约伦"
    "联欧亚乌内台湾爱尔马龙经济价钱费额积宽远读写应该将获属录奥贝诺苏莱维顿乔赖卢萨宾华玛丽兹卫韦"
    "纳泽图简贾冯邓逊鲁庞热张叶凯彻毕劳库萧"
)


class _Aligned(dict[int, str]):
    """For `str.translate`: the folded character where it is a single one, case kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = FOLDED[code].upper() if char.isupper() else FOLDED[code]
        self[code] = folded = folded if len(folded) == 1 else char
        return folded


_ALIGNED = _Aligned(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))


def plain(text: str) -> str:
    """`text` with look-alikes folded: the same length, the same offsets, case kept."""
    return text.translate(_ALIGNED)


def lower(text: str) -> str:
    """`text` in lower case, a letter left alone where its lower case would be longer."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def bare(text: str) -> str:
    """`text` folded, in lower case, without vowel points or joiners; its length may change."""
    return plain(text).translate(FOLDED)


@lru_cache(maxsize=1 << 15)
def key(word: str) -> str:
    """A word as the tables know it: `bare`, remembered."""
    return bare(word)
