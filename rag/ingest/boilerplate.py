"""Knows template leftovers by their form: page furniture, site navigation, comment forms.

The table holds the vocabulary content systems put round a text (WordPress, Disqus, OJS and their
kin), by language. A block counts only when it is short and little of it is left over once that
vocabulary is taken out, so a sentence that merely mentions "search" stays a sentence.
"""

from __future__ import annotations

import regex

_TEMPLATE = (
    # English
    r"leave a (?:reply|comment)|post a comment|your email address will not be published"
    r"|required fields are marked|save my name, email,? and website in this browser"
    r"|for the next time i comment|sign (?:in|up)|log ?(?:in|out)|register|subscribe"
    r"|newsletter|skip to (?:main )?content|cookie policy|accept (?:all )?cookies|privacy policy"
    r"|terms of (?:use|service)|all rights reserved|copyright|share (?:this|on)|tweet|facebook"
    r"|twitter|whatsapp|telegram|print|e-?mail|search|home|menu|contact us|about us|read more"
    r"|(?:required )?fields (?:that are required )?are marked|name|comment|website|international"
    r"|english|中文|فارسی|русский|العربية|deutsch|français|español"
    r"|related (?:articles|posts|stories)|previous|next|back to top|advertisement|download pdf"
    r"|view article|how to cite|receive date|accept date|article view|pdf"
    # Chinese
    r"|搜索|国际|国内|评论|图片|视频|财经|军事|社会|新闻|没有了|声明|登录|注册|首页|返回(?:首页|顶部)|导航|菜单|分享(?:到)?|打印|字号|关注我们|版权所有"
    r"|联系我们|关于我们|相关(?:阅读|文章|新闻)|上一篇|下一篇|阅读全文|发表评论|广告|扫一扫|微信|微博"
    # Russian
    r"|поиск|войти|вход|регистрация|главная|меню|поделиться|подписаться|подписка|печать"
    r"|все права защищены|контакты|о нас|читайте также|оставить комментарий|реклама"
    r"|обязательные поля помечены|ваш (?:e-?mail|адрес email) не будет опубликован"
    # Persian
    r"|جستجو|ورود(?: به سامانه)?|ثبت ?نام|صفحه اصلی|مرور|اطلاعات نشریه|راهنمای نویسندگان"
    r"|ارسال مقاله|داوران|تماس با ما|درباره (?:ما|نشریه)|اهداف و چشم ?انداز|اصل مقاله"
    r"|نوع مقاله|نویسنده(?:گان)?|نویسندگان|چکیده|کلید ?واژه ?ها|عنوان مقاله|مراجع|آمار"
    r"|تعداد (?:مشاهده(?: مقاله)?|دریافت(?: فایل اصل مقاله)?)|مشاهده مقاله|ارجاع به این مقاله"
    r"|اشتراک ?گذاری|مقاله پژوهشی|تمامی حقوق(?: .{0,40})? محفوظ است|شناسه دیجیتال|\[english\]"
    # Arabic
    r"|بحث|تسجيل (?:الدخول|الخروج)|الرئيسية|القائمة|شارك(?: على)?|طباعة|جميع الحقوق محفوظة"
    r"|اتصل بنا|من نحن|اقرأ أيضا|اترك (?:تعليقا|ردا)|الحقول الإلزامية مشار إليها|إعلان"
)

_VOCABULARY = regex.compile(rf"(?<!\p{{L}})(?:{_TEMPLATE})(?!\p{{L}})", regex.IGNORECASE)
_FURNITURE = regex.compile(
    r"""^[\W_]*(?:
        \d{1,4}
        | p(?:age|\.|p\.)?\s*\d+(?:\s*(?:of|/|-)\s*\d+)?
        | 第\s*\d+\s*[页頁](?:\s*共\s*\d+\s*[页頁])?
        | (?:стр\.?|с\.)\s*\d+ | صفحه\s*\d+ | (?:صفحة|ص)\s*\d+
    )[\W_]*$""",
    regex.IGNORECASE | regex.VERBOSE,
)
_SEARCH = regex.compile(
    r"^\W*(?:search|搜索|搜尋|检索|поиск|جستجو|جست‌وجو|بحث)(?:\s+[^\s.!?。！？؟]+){0,3}\s*$",
    regex.IGNORECASE,
)
_MARKS = regex.compile(r"[\s\d\W_]+")
_LONGEST = 160
_LEFT_OVER = 0.34


_FORM = regex.compile(
    r"^\W*(?:leave a (?:reply|comment)|post a comment|add (?:a )?comment|发表(?:评论|回复)|我要评论"
    r"|оставить (?:комментарий|отзыв)|добавить комментарий|نظر (?:دهید|بدهید)|ارسال نظر"
    r"|دیدگاهتان را بنویسید|اترك (?:تعليق|رد)\w*|أضف تعليق\w*)\W*$",
    regex.IGNORECASE,
)


def opens_form(words: str) -> bool:
    """Whether a block is the heading of a comment form."""
    return bool(_FORM.match(words))


def is_search_box(words: str) -> bool:
    """Whether a line is a page's search box: the word and little more, with no sentence."""
    return len(words) <= 40 and bool(_SEARCH.match(words))


def is_furniture(line: str) -> bool:
    """Whether a line is nothing but a page number or a running "Page 3 of 9"."""
    return len(line) < 40 and bool(_FURNITURE.match(line))


def is_template(words: str) -> bool:
    """Whether a block is made of content-system vocabulary rather than of the author's words."""
    if len(words) > _LONGEST:
        return False
    letters = len(_MARKS.sub("", words))
    if not letters:
        return True
    left = len(_MARKS.sub("", _VOCABULARY.sub(" ", words)))
    return left / letters <= _LEFT_OVER
