"""What was over when the news came: the pluperfect of news (وكان … قد قتل, وكانت الاشتباكات تجددت).

Source: Ryding 2005, ch. 36 (كان with the perfect, with and without قد).
"""

import re

from extractor.arabic.fold import fold_key

_OPENING = 120  # characters of a clause in which its verb stands
_SAYING = r"(?!(?:ب?ان(?:ه|ها|هم)?|اعلن\w*|قال\w*|اكد\w*|ذكر\w*|افاد\w*|نقل\w*|اتهم\w*)\b)"
_DONE = (
    "قتل|قتلا|قتلت|قتلوا|اصيب|اصيبا|اصيبت|اصيبوا|جرح|جرحا|جرحوا|استشهد|استشهدت|استشهدا|استشهدوا|لقي|لقيت|لقيا|لقوا|قضي|قضت|قضوا|سقط|سقطت"
    "|سقطوا|خطف|خطفت|خطفوا|اختطف|اختطفت|اختطفوا|تعرض|تعرضت|استهدف|استهدفت|استهدفوا|قصف|قصفت|قصفوا|شن|شنت|شنوا|نفذ|نفذت|نفذوا|هاجم|هاجمت"
    "|هاجموا|هز|هزت|ضرب|ضربت|انفجر|انفجرت|فجر|فجرت|وقع|وقعت|اندلع|اندلعت|تجدد|تجددت|شهد|شهدت|اطلق|اطلقت|اطلقوا|اقتحم|اقتحمت|اقتحموا"
    "|اغتال|اغتالت|اغتيل|اسفر|اسفرت|ادي|ادت|اودي|اودت"
)
_PLUPERFECT = re.compile(rf"^\W*[وف]?(?:كان|كانت|كانا|كانتا|كانوا)\b(?:\W+{_SAYING}\w+){{0,7}}?\W+(?:{_DONE})\b")


def is_pluperfect(clause: str) -> bool:
    """Whether a clause opens with كان and a perfect of harm or attack: it tells of what was before the news."""
    return _PLUPERFECT.match(fold_key(clause[:_OPENING])) is not None
