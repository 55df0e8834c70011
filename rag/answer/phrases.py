"""The few sentences Footnote says in its own name, in the question's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rag.text.plurals import Counted


class Phrase(StrEnum):
    """What Footnote says when a message is not a question about the documents, or a model fails."""

    GREETING = "greeting"
    THANKS = "thanks"
    EMPTY_QUESTION = "empty_question"
    EMPTY_LIBRARY = "empty_library"
    LIBRARY = "library"
    NO_SUCH_DOCUMENT = "no_such_document"
    MODEL_FAILED = "model_failed"
    NOTHING_BORNE_OUT = "nothing_borne_out"


_SAID: Mapping[Phrase, Mapping[str, str]] = {
    Phrase.GREETING: {
        "en": "Hello. Ask me about the documents in this library; every answer cites their words.",
        "zh": "您好。请就本库中的文档提问；每个回答都注明原文出处。",
        "fa": "سلام. دربارهٔ اسناد این کتابخانه بپرسید؛ هر پاسخ به عین متن ارجاع می‌دهد.",
        "ru": "Здравствуйте. Спрашивайте о документах этой библиотеки: "
        "каждый ответ ссылается на их слова.",
        "ar": "مرحبًا. اسألني عن وثائق هذه المكتبة؛ كل إجابة تستشهد بنصها الحرفي.",
    },
    Phrase.THANKS: {
        "en": "You are welcome.",
        "zh": "不客气。",
        "fa": "خواهش می‌کنم.",
        "ru": "Пожалуйста.",
        "ar": "على الرحب والسعة.",
    },
    Phrase.EMPTY_QUESTION: {
        "en": "Please type a question.",
        "zh": "请输入问题。",
        "fa": "لطفاً پرسشی بنویسید.",
        "ru": "Введите вопрос.",
        "ar": "يرجى كتابة سؤال.",
    },
    Phrase.EMPTY_LIBRARY: {
        "en": "The library is empty. Add documents first: drop files on the page or run "
        "`footnote ingest PATH`.",
        "zh": "文档库是空的。请先添加文档：把文件拖到页面上，或运行 `footnote ingest PATH`。",
        "fa": "کتابخانه خالی است. نخست سندی بیفزایید: پرونده را روی صفحه رها کنید یا "
        "`footnote ingest PATH` را اجرا کنید.",
        "ru": "Библиотека пуста. Сначала добавьте документы: перетащите файлы на страницу или "
        "выполните `footnote ingest PATH`.",
        "ar": "المكتبة فارغة. أضف وثائق أولًا: أسقط الملفات على الصفحة أو نفّذ "
        "`footnote ingest PATH`.",
    },
    Phrase.LIBRARY: {
        "en": "This library holds {count:# document|# documents}:",
        "zh": "本库共有 {count} 份文档：",
        "fa": "این کتابخانه {count} سند دارد:",
        "ru": "В библиотеке {count:# документ|# документа|# документов|# документа}:",
        "ar": "في هذه المكتبة {count:# وثيقة|وثيقة واحدة|وثيقتان|# وثائق|# وثيقة|# وثيقة}:",
    },
    Phrase.NO_SUCH_DOCUMENT: {
        "en": "No document by that name is in the library.",
        "zh": "库中没有这个名称的文档。",
        "fa": "سندی با این نام در کتابخانه نیست.",
        "ru": "Документа с таким названием в библиотеке нет.",
        "ar": "لا توجد في المكتبة وثيقة بهذا الاسم.",
    },
    Phrase.MODEL_FAILED: {
        "en": "The language model could not answer ({reason}); these are the documents' own words.",
        "zh": "语言模型无法作答（{reason}）；以下为文档原文。",
        "fa": "مدل زبانی نتوانست پاسخ دهد ({reason})؛ این‌ها عین متن اسناد است.",
        "ru": "Языковая модель не смогла ответить ({reason}); ниже слова самих документов.",
        "ar": "تعذّر على النموذج اللغوي الإجابة ({reason})؛ هذه كلمات الوثائق نفسها.",
    },
    Phrase.NOTHING_BORNE_OUT: {
        "en": "The documents bear out nothing of what the language model wrote.",
        "zh": "语言模型所写的内容在文档中均无依据。",
        "fa": "اسناد هیچ بخشی از نوشتهٔ مدل زبانی را تأیید نمی‌کنند.",
        "ru": "Документы не подтверждают ничего из написанного языковой моделью.",
        "ar": "لا تؤيد الوثائق شيئًا مما كتبه النموذج اللغوي.",
    },
}


def say(phrase: Phrase, language: str, **values: str | int) -> str:
    """The phrase in `language`, in English where it has no translation; numbers agree with it."""
    told = language if language in _SAID[phrase] else "en"
    shown = {
        name: Counted(value, told, str(value)) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return _SAID[phrase][told].format(**shown)
