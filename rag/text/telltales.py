"""What tells languages of one script apart: letters and small words that only one of them uses."""

from __future__ import annotations

from types import MappingProxyType

_SCRIPTS = """
latin: en vi de fr es it pt nl sv da no fi is pl cs sk sl hr hu ro sq tr az id ms tl sw et lv lt ca
       gl eu cy ga la eo af mt uz so ha yo zu xh ig rw mg ht lb oc br fo fy ku tk jv
cyrillic: sr mk ba tt tg kk mn be uk ky ru bg
arabic: ug ps ur fa ar
devanagari: hi mr ne sa
bengali: bn as
han: zh
hiragana: ja
katakana: ja
hangul: ko
greek: el
hebrew: he
armenian: hy
georgian: ka
thai: th
lao: lo
khmer: km
myanmar: my
tamil: ta
telugu: te
kannada: kn
malayalam: ml
gujarati: gu
gurmukhi: pa
oriya: or
sinhala: si
ethiopic: am
tibetan: bo
thaana: dv
syriac: syr
mongolian: mn
"""

# Letters that no language standing later in its script's list has.
_LETTERS = """
ug: ۇ ۆ ۈ ڭ
ps: ټ ډ ړ ږ ښ څ ځ ۍ
ur: ٹ ڈ ڑ ں ے
fa: پ چ ژ گ ک ی
ar: ة إ ى ي ك
sr: љ њ ћ ђ
mk: ѓ ќ ѕ
ba: ҙ ҫ ҡ
tt: җ
tg: ҷ ӣ ӯ
kk: ұ ғ қ
mn: ө ү
be: ў
uk: ї є ґ і
ru: ы э ё
vi: ơ ư đ ạ ả ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ ẹ ẻ ẽ ế ề ể ễ ệ ỉ ị ọ ỏ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ụ ủ ứ ừ ử ữ ự ỳ ỵ ỷ ỹ
de: ß
is: ð þ
pl: ł ą ę ń ś ź ż
cs: ř ě ů
hu: ő ű
ro: ă ș ț ţ
tr: ı ş ğ
az: ə
lv: ķ ļ ņ ģ
eo: ĉ ĝ ĵ ŝ ŭ
"""

_WORDS = """
en: the and what who whom whose when where which how why did does do were with from that this these
    those there their they his her she you your would should could been not has have had are it its
    about between after before into than of
de: der und ist nicht das ein eine einer wer wie wann wo warum welche welcher auf für mit von dem
    den zu im sich auch wurde nach bei sind haben hat
fr: le les des et est une qui quoi quand où pourquoi comment dans pour sur avec par au aux du cette
    quel quelle
es: el los las y una qué quién cuándo dónde cómo cuál por para con del al es fue como más cuántos
    cuántas
ro: este și din în pe cu care când cine unde câți câte ce fost sunt pentru lui al ale
tr: ve bir bu için ile ne kim nerede nasıl hangi kaç olarak olan nedir
vi: là của và những các được trong cho không gì nào khi
nl: het een van wat wie wanneer waar hoe waarom welke niet zijn werd voor
ru: что кто когда где как сколько почему зачем какой какая какие какое каком какую был была были
    было это его или чем они для при от между после также который которая
uk: що хто коли де як скільки чому який яка які було це його або між після
bg: какво кой кога къде защо колко това беше със през след между или
fa: از به که در را این است با برای آن چه چیست کیست کجا چرا شد شده بود کرد کدام چند چگونه آیا یک هر
    نیز تا
ar: من في على إلى عن ما ماذا هل كيف متى أين لماذا أن التي الذي هو هي كم مع بين كان كانت هذا هذه
    ذلك أي لم لا
ur: کے کی کا میں ہے ہیں نے سے کو اور تھا تھی پر کیا
hi: के की का में है हैं ने से को और था थी पर क्या कौन कब कहाँ
mr: आहे आणि च्या मध्ये होते काय कोण
ne: छ र को मा लाई हो भएको छन्
"""


def _table(lines: str) -> MappingProxyType[str, tuple[str, ...]]:
    """Rows of "name: items"; an indented line goes on with the row before."""
    rows: dict[str, tuple[str, ...]] = {}
    for row in lines.replace("\n ", " ").strip().split("\n"):
        name, _, items = row.partition(":")
        rows[name] = tuple(items.split())
    return MappingProxyType(rows)


LANGUAGES_OF_SCRIPT = _table(_SCRIPTS)
LETTERS = MappingProxyType({name: "".join(row) for name, row in _table(_LETTERS).items()})
WORDS = MappingProxyType({name: frozenset(row) for name, row in _table(_WORDS).items()})

# Dialects and older names that the model tells apart and a reader does not.
MODEL_LABELS = MappingProxyType({"arz": "ar", "ary": "ar", "nn": "no", "bs": "hr", "uzs": "uz"})
