"""Words that ask or join and name nothing, in the languages whose questions are read closely."""

from __future__ import annotations

import re

_ENGLISH = """
a about after all also an and any are as at be been before being between both but by can could
did do does during each else for from give had has have he her hers him his how i if in into is
it its just list may me mean more most much many must my no not of on or our out over please say
said says she should so some such tell than that the their them then there these they this those
to under until up very was we were what when where whether which while who whom whose why will
with would you your
"""
_RUSSIAN = """
а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для
до его ее если есть еще же за здесь и из или им их к как какая какие какими каких какого какое
какой каком какую ко когда кого кому который которая которые которое котором кто куда ли между
меня мне может мы на над нам нас не него нее нет ни них но ну о об один он она они оно от очень
перед по под после потому почему при про с сколько со так также такое такой там то тогда того
тоже той только том тот ты у уже хотя чего чем чему что чтобы эта эти это этого этой этом этот я
зачем скажите расскажите
"""
_PERSIAN = """
از اما ان انها او اگر ای این ایا با باید بر برای بود بودن بودند به بین تا تر ترین توسط جا جه چرا
چطور چقدر چگونه چند چه چی چیست چیزی خود داد دارد دارند داشت داشتند در درباره دیگر را روی زمانی
زیر سال سپس شد شده شدن شدند شود ضد طور طی علیه کجا کدام کرد کردن کردند کرده کسی کند کنند که کی
کیست ما مانند مورد می میان میشود میکند ن نام نه نیز نیست ها های هر هم همه هنگام هست هستند همین و
ولی وی پس پیش یا یک یکی است اند بوده
"""
_ARABIC = """
اذا الا التی الذی الذین اللذان الی ام اما ان انه انها او ای این ایضا بعد بعض بل به بها بین تلک
ثم حتی حول حین خلال ذلک سوف عدا عدد علی علیه عن عند عندما غیر فقط فی فیه فیها قبل قد کان کانت کل
کم کما کیف لا لدی لقد لکن لکی لم لماذا لن له لها لهم لو لیس ما ماذا متی مثل مع من منذ منه منها
هذا هذه هل هم هما هنا هناک هو هی و یا یکون تکون
"""
_OTHERS = """
der das dem des ein eine einer eines und oder ist sind wurde nicht von zu zum zur auf für im bei
nach wer wann wo warum wie welche welcher welches le la les un une des du de et ou est sont dans
pour sur avec par au aux que qui quoi quand où pourquoi quel quelle quels quelles ce cette el
del al y o en es fue con por para como qué quién cuándo dónde cómo cuál cuántos
"""
SPACED = frozenset(f"{_ENGLISH} {_RUSSIAN} {_PERSIAN} {_ARABIC} {_OTHERS}".split())

# Where no space sets them apart, the words that ask, and the particles that are part of no name.
QUESTION_PARTICLES = re.compile(
    "请问|什么时候|什么样|为什么|什么|哪一年|哪一|哪些|哪个|哪里|哪儿|哪国|哪年|哪|多少|多久|多长|多大|为何|为什|怎么样|怎么|怎样"
    "|如何|是否|是不是|有没有|谁|几个|几年|几|何时|何地|何种|何|吗|呢|吧|之间|以及|关于|根据|其中|它们|他们|她们|这个|那个|这些|那些|[的了是]"
)
