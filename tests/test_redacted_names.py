"""Whose names are hidden, wherever they stand and however they are written, and what stays in sight."""

import re

import factory
import pytest

from extractor.redaction import BLOCK, redacted


def hidden(text: str) -> str:
    return redacted(factory.failed(article=factory.article(text), error=None), text)[1]


HIDDEN = {
    "victim": ("قتل محمد أحمد الخطيب في القصف", ["محمد", "أحمد", "الخطيب"]),
    "family name alone": ("قتل محمد الجابري. وقالت أسرة الجابري إنه كان نائما", ["محمد", "الجابري"]),
    "given name alone": ("أصيبت ليلى حداد. وكانت ليلى في المنزل", ["ليلى", "حداد"]),
    "clitics": ("قتل خالد الجابري. بكت أم لخالد وبخالد وفخالد، وللجابري أخ", ["خالد", "الجابري"]),
    "vowel marks": ("قتل مُحَمَّد الجابري ومحمدٌ أخوه", ["مُحَمَّد", "محمد", "الجابري"]),
    "tatweel": ("قتل محمـــد الجابري. نعت العائلة محمدا", ["محمـــد", "محمد", "الجابري"]),
    "invisible characters": ("قتل مح\u200bمد الجا\u200fبري في القصف", ["مح\u200bمد", "الجا\u200fبري"]),
    "letter forms": ("قتل احمد الجابرى، وكان أحمد الجابري طالبا", ["احمد", "الجابرى", "أحمد", "الجابري"]),
    "accusative": ("قتل ليث العتيبي. ونعت العائلة ليثاً", ["ليث", "ليثاً", "العتيبي"]),
    "Abd written apart and joined": ("قتل عبد الله السعيد. وكان عبدالله في البيت", ["عبد الله", "عبدالله", "السعيد"]),
    "kunya": ("وقال شاهد يدعى أبو خليل إن الطائرات قصفت. وأضاف أبو خليل", ["أبو", "خليل"]),
    "witness": ("وأفاد شاهد العيان خالد الجابري لوكالة الأنباء بأن القصف بدأ", ["خالد", "الجابري"]),
    "witness without a title": ("وأكدت سلمى المصري، وهي من سكان الحي، أن القصف مستمر", ["سلمى", "المصري"]),
    "unknown name behind a calling": ("قتل المواطن هجار حسو برصاص مسلحين", ["هجار", "حسو"]),
    "unknown name behind kinship": ("قال شقيقه بروسك حسو إن القصف مستمر", ["بروسك", "حسو"]),
    "unknown name with an age": ("ومن القتلى خالد حسو (12 عاما)", ["خالد", "حسو"]),
    "called": ("قال رجل اسمه جورج صباغ إن بيته دمر", ["جورج", "صباغ"]),
    "list": ("الضحايا: محمد العلي، وفاطمة بكري، ومنى، وسعيد", ["محمد", "العلي", "فاطمة", "بكري", "منى", "سعيد"]),
    "children of a mother": ("وأطفالها أحمد وسارة ويوسف", ["أحمد", "سارة", "يوسف"]),
    "children behind a colon": ("قتل الأب وأولاده: ريان، ومايا، وتيم", ["ريان", "مايا", "تيم"]),
    "two brothers": ("قتل الأخوان أحمد ومحمود الزعبي في درعا", ["أحمد", "محمود", "الزعبي"]),
    "two brothers whom nothing announces": ("وكان أحمد ومحمود الزعبي في السوق", ["أحمد", "محمود", "الزعبي"]),
    "behind a word that no table knows": ("أعلنت القوات مقتل المقاتلة روناهي كوباني", ["روناهي", "كوباني"]),
    "Abd before a name that is none of God's": ("قتل محمد عبد محمود في القصف", ["محمد", "محمود"]),
    "family name that is a trade": ("قتل محمد حداد، وأصيبت ليلى محارب", ["محمد", "حداد", "ليلى", "محارب"]),
    "mother by her child": ("وقتلت السيدة أم محمد. هل كانت نائمة أم صاحية؟", ["أم محمد"]),
    "quoted": ('جثمان الشهيد "عبد الكريم الياسين"', ["عبد", "الكريم", "الياسين"]),
    "doctor": ("وقال الطبيب في مستشفى ناصر حسام أبو صفية إن عشرة قتلوا", ["حسام", "أبو صفية"]),
    "journalist": ("مقتل الصحفي وائل الدحدوح وابنه حمزة في غارة", ["وائل", "الدحدوح", "حمزة"]),
    "soldier": ("مقتل الملازم أول سامر بكري والمجند بشار لطفي", ["سامر", "بكري", "بشار", "لطفي"]),
    "relative of an office": ("اغتيال نجل وزير الداخلية أحمد سالم", ["أحمد", "سالم"]),
    "calling behind an office": ("وقال ولي أمر الطالب محمد علي إن ابنه كان هناك", ["محمد علي"]),
    "commander who was killed": ("وقتل القيادي في حركة حماس صالح العاروري في بيروت", ["صالح", "العاروري"]),
    "office behind a comma that nothing closes": ("قتل محمد حسن، وزير الدفاع قال ذلك", ["محمد", "حسن"]),
    "Ali with the dots of Egypt": ("قال على حسن من أهالي القرية إن القصف كان عنيفا", ["على حسن"]),
}  # fmt: skip
SEEN = {
    "minister": ("قال وزير الدفاع محمد حسن إن الهجوم انتهى", ["محمد حسن"]),
    "minister who was killed": ("اغتيال رئيس الوزراء رفيق الحريري", ["رفيق الحريري"]),
    "spokesperson": ("وقال المتحدث باسم الوزارة باتريك رايدر إن القوات", ["باتريك رايدر"]),
    "office behind the name": ("أوضحت سابرينا سينغ نائبة المتحدث باسم البنتاغون ذلك", ["سابرينا سينغ"]),
    "office between commas": ("وقالت جين بساكي، المتحدثة باسم البيت الأبيض، إن", ["جين بساكي"]),
    "short form of a public name": ("قال وزير الدفاع محمد حسن ذلك. وأضاف محمد حسن", ["وأضاف محمد حسن"]),
    "shorter form of a public name": ("قال وزير الدفاع محمد علي حسن ذلك. وأضاف محمد حسن", ["وأضاف محمد حسن"]),
    "leader without an office": ("قال خالد حفتر إن الهجوم انتهى", ["خالد حفتر"]),
    "a given name that is a word": ("وصل موكب سلطان عمان إلى القصر", ["سلطان عمان"]),
    "a given name that is a word, on a new line": ("قال المدير\nجهاد طويل ينتظرنا", ["جهاد طويل"]),
    "office with an honorific": ("وقالت وزيرة الصحة الدكتورة مي الكيلة ذلك", ["مي الكيلة"]),
    "office with an adjective": ("نفى المسؤول الإعلامي في الحزب، إبراهيم الموسوي، ذلك", ["إبراهيم الموسوي"]),
    "director": ("وأكدت مديرة الجمعية سلوى عبد الكريم الدوسري كثرة القتلى", ["سلوى عبد الكريم الدوسري"]),
    "leader": ("قصفت قوات خليفة حفتر المدينة", ["خليفة حفتر"]),
    "things called after people": (
        "كتائب أبو علي مصطفى ومدرسة الشهيد محمد الدرة وشارع جمال عبد الناصر ومخيم خان يونس",
        ["أبو علي مصطفى", "محمد الدرة", "جمال عبد الناصر", "خان يونس"],
    ),
    "the preposition that looks like a name": ("قال علي حسن، من السكان، على الهاتف", ["على الهاتف"]),
    "or, behind a mother": ("وقتلت السيدة أم محمد. هل كانت نائمة أم صاحية؟", ["نائمة أم صاحية"]),
    "names of the dead": ("نشرت الصحيفة أسماء القتلى", ["أسماء القتلى"]),
    "demonym of an army": ("وقالت سلمى المصري إن الجيش المصري لم يقصف", ["الجيش المصري"]),
    "bodies and states": ("أعلنت وزارة الدفاع الروسية والمرصد السوري لحقوق الإنسان ذلك", ["الروسية", "الإنسان"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), HIDDEN.values(), ids=HIDDEN)
def test_names_of_victims_and_witnesses_are_hidden(text: str, names: list[str]) -> None:
    shown = hidden(text)
    assert [name for name in names if name in shown] == []
    assert len(shown) == len(text)


@pytest.mark.parametrize(("text", "words"), SEEN.values(), ids=SEEN)
def test_public_roles_and_other_words_stay(text: str, words: list[str]) -> None:
    shown = hidden(text)
    assert [each for each in words if each not in shown] == []


def test_the_seeds_keep_their_officials_and_lose_a_private_voice() -> None:
    texts = [path.read_text("utf-8") for path in sorted(factory.SEEDS.glob("*.txt"))]
    lost = [re.findall(f"{BLOCK}+(?: {BLOCK}+)*", hidden(text)) for text in texts]
    assert [len(found) for found in lost] == [0, 1, 0, 2, 0]
