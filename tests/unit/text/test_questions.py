"""What questions ask for, what readers want, and what follow-ups lean on."""

import pytest

from rag.text import questions
from rag.text.questions import AnswerType, Intent, QuestionKind

ASKED = {
    ("who", "person"): [
        "Who won the race?",
        "谁赢得了比赛？",
        "Кто выиграл гонку?",
        "چه کسی برنده شد؟",
        "من فاز بالسباق؟",
    ],
    ("when", "date"): [
        "When was it signed?",
        "它是什么时候签署的？",
        "Когда его подписали?",
        "چه زمانی امضا شد؟",
        "متى تم توقيعه؟",
    ],
    ("when", "year"): [
        *("In which year was it signed?", "它在哪一年签署？", "В каком году его подписали?"),
        *("در چه سالی امضا شد؟", "في أي عام تم توقيعه؟"),
    ],
    ("where", "place"): [
        "Where was he born?",
        "他出生在哪里？",
        "Где он родился?",
        "او کجا متولد شد؟",
        "أين ولد؟",
    ],
    ("how_many", "number"): [
        "How many ships are there?",
        "有多少艘船？",
        "Сколько кораблей?",
        "چند کشتی هست؟",
        "كم سفينة هناك؟",
    ],
    ("how_many", "percent"): [
        "What percentage voted?",
        "投票率是百分之多少？",
        "Какой процент голосовал?",
        "چند درصد رأی دادند؟",
    ],
    ("how_many", "duration"): [
        "How long did it last?",
        "持续了多久？",
        "Как долго это длилось?",
        "چقدر طول کشید؟",
    ],
    ("how_many", "money"): ["How much did it cost?", "花了多少钱？", "Сколько это стоило денег?"],
    ("why", "reason"): [
        "Why did he leave?",
        "他为什么离开？",
        "Почему он ушёл?",
        "چرا رفت؟",
        "لماذا غادر؟",
    ],
    ("how", "method"): [
        "How is steel made?",
        "钢是怎么制造的？",
        "Каким образом делают сталь?",
        "فولاد چگونه ساخته می‌شود؟",
        "كيف يصنع الفولاذ؟",
    ],
    ("yes_no", "polarity"): [
        "Is the treaty in force?",
        "条约是否有效？",
        "Действует ли договор?",
        "آیا پیمان معتبر است؟",
        "هل المعاهدة سارية؟",
    ],
    ("which", "place"): [
        "Which country signed first?",
        "哪个国家先签署？",
        "Какая страна подписала первой?",
        "کدام کشور اول امضا کرد؟",
    ],
    ("what", "name"): [
        "What is the ship called?",
        "这艘船叫什么名字？",
        "Как называется корабль?",
        "نام این کشتی چیست؟",
        "ما اسم السفينة؟",
    ],
    ("compare", "any"): [
        "What is the difference between the two?",
        "两者有什么区别？",
        "В чём разница между ними?",
        "تفاوت آن دو چیست؟",
        "ما الفرق بينهما؟",
    ],
    ("definition", "any"): [
        "What is photosynthesis?",
        "什么是光合作用？",
        "Что такое фотосинтез?",
        "فتوسنتز چیست؟",
        "ما هو التمثيل الضوئي؟",
    ],
    ("says", "person"): [
        "Who claims that the treaty failed?",
        "谁认为条约失败了？",
        "Кто утверждает, что договор провалился?",
    ],
}


@pytest.mark.parametrize(
    ("kind", "answer_type", "text"),
    [(kind, type_, text) for (kind, type_), texts in ASKED.items() for text in texts],
)
def test_kind_and_answer_type(kind: str, answer_type: str, text: str) -> None:
    question = questions.analyse(text)
    assert (question.kind, question.answer_type) == (kind, answer_type)


def test_the_noun_asked_for_decides() -> None:
    assert questions.analyse("What actress played her?").answer_type is AnswerType.PERSON
    assert questions.analyse("What is the population of Oslo?").kind is QuestionKind.HOW_MANY
    assert questions.analyse("What is the capital of Norway?").answer_type is AnswerType.PLACE


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("How many kilometres is it?", "km"),
        ("Сколько километров?", "km"),
        ("有多少人？", "person"),
        ("چند نفر بودند؟", "person"),
    ],
)
def test_the_unit_asked_for(text: str, unit: str) -> None:
    assert questions.analyse(text).unit == unit


def test_the_names_and_terms_a_question_mentions() -> None:
    question = questions.analyse("When did Putin visit China?")
    assert question.names == ("PTN", "china")
    assert "visit" in question.terms
    assert "when" not in question.terms


def test_other_languages_degrade_to_what_and_any() -> None:
    question = questions.analyse("Wann wurde der Vertrag unterzeichnet?", "de")
    assert (question.kind, question.answer_type) == (QuestionKind.WHAT, AnswerType.ANY)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *((text, Intent.GREETING) for text in ("Hello!", "你好", "Привет", "سلام", "مرحبا")),
        *((text, Intent.THANKS) for text in ("Thanks a lot", "谢谢！", "спасибо", "ممنون", "شكرا")),
        *(
            (text, Intent.LIBRARY)
            for text in (
                "What documents do you have?",
                "你有哪些文档？",
                "какие документы у тебя есть?",
            )
        ),
        *((text, Intent.LIBRARY) for text in ("چه اسنادی دارید؟", "ما هي الوثائق التي لديك؟")),
        *((text, Intent.EMPTY) for text in ("", "  ?! ", "…")),
        *(
            (text, Intent.ASK)
            for text in ("hello, who won?", "What documents did he sign?", "你好，谁赢了？")
        ),
    ],
)
def test_intents(text: str, intent: Intent) -> None:
    assert questions.intent(text).intent is intent


@pytest.mark.parametrize(
    ("text", "object_"),
    [
        ("Please summarise the S-400 deal.", "the S-400 deal"),
        ("总结一下《中导条约》的文章", "《中导条约》的文章"),
        ("Кратко перескажи статью о России", "статью о России"),
        ("خلاصه مقاله روسیه را بده", "مقاله روسیه"),
        ("لخص المقال عن روسيا", "المقال عن روسيا"),
        ("Summarise", None),
    ],
)
def test_summaries_keep_their_object_as_written(text: str, object_: str | None) -> None:
    assert questions.intent(text) == questions.IntentFound(Intent.SUMMARISE, object_)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "And when?",
            "А когда?",
            "那么何时？",
            "و کی؟",
            "ومتى؟",
            "why?",
            "为什么？",
            "What about China?",
        ),
        *("Where was it founded?", "他说了什么？", "Когда он родился?", "او کجا متولد شد؟"),
    ],
)
def test_follow_ups(text: str) -> None:
    assert questions.is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "When was Tesla born?",
            "And what did Tesla build in 1893?",
            "How long does it take to fly to Mars?",
        ),
        *(
            "ما هو الإسلام؟",
            "谁设计了埃菲尔铁塔？",
            "Сколько человек живёт в Москве?",
            "پایتخت ایران کجاست؟",
        ),
    ],
)
def test_questions_that_stand_alone_are_left_alone(text: str) -> None:
    assert not questions.is_follow_up(text)
    assert questions.carry_over(text, "Who won?") == text


@pytest.mark.parametrize(
    ("question", "previous", "understood"),
    [
        ("And when?", "Who leads the space program?", "And when? (leads the space program)"),
        ("А когда?", "Кто возглавляет программу?", "А когда? (возглавляет программу)"),
        ("那么何时？", "谁领导太空项目？", "那么何时？ (领导太空项目)"),
        ("why?", "And when? (the space program)", "why? (the space program)"),
        (
            "What about China?",
            "How many troops does Russia have?",
            "How many troops does China have?",
        ),
        ("中国呢？", "俄罗斯有多少军队？", "中国有多少军队？"),
        ("and in 2019?", "How many troops are there?", "How many troops are there? (in 2019)"),
        ("and in 2019?", "How many left in 2018?", "How many left in 2019?"),
        ("А в 2019 году?", "Сколько их было в 2018 году?", "Сколько их было в 2019 году?"),
        ("And what about trade?", "Why did Peru sell arms?", "trade (Peru sell arms)"),
        ("那贸易呢？", "秘鲁为什么出售武器？", "贸易 (秘鲁 出售武器)"),
        ("And when?", "", "And when?"),
    ],
)
def test_a_follow_up_carries_its_topic_over(question: str, previous: str, understood: str) -> None:
    assert questions.carry_over(question, previous) == understood


def test_what_is_carried_over_keeps_its_kind() -> None:
    understood = questions.carry_over("And when?", "Who leads the space program?")
    assert questions.analyse(understood).kind is QuestionKind.WHEN
