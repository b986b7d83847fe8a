"""A small valid content folder, written anew for each test, so that a test may break one thing in it."""

from collections.abc import Iterator
from pathlib import Path

LESSON_WORDS = """\
title: {title}
lessons:
  first-days:
    title: {title}
    cards:
      why: |
        **{text}**

        1. {text}
      term: {text} {{registration-term}}
      host: {text} {{term.country}}
      ask: {text} {{contact.emergency}}
      agree: |
        {text}
    questions:
      how-many-days:
        text: {text}
        options:
          w7: {{when_right: {text}, when_wrong: {text}}}
          d15: {{when_right: {text}, when_wrong: {text}}}
          d30: {{when_right: {text}, when_wrong: {text}}}
      host-refuses:
        text: {text}
        options:
          buy-paper: {{text: {text}, reply: {title}}}
          talk-again: {{text: {title}, reply: {text}}}
"""
COURSE_WORDS = """\
title: {title}
terms:
  country: {{KG: {title}, TJ: {title}, UZ: {title}, other: {title}}}
"""
TROUBLE_WORDS = """\
pages:
  detained:
    title: {title}
    steps:
      calm: {text}
      say: {text}
    phrases: [{phrase}]
"""
CONTACTS_WORDS = """\
cities: {{any: {title}}}
topics: {{emergency: {title}, consulate: {title}}}
contacts:
  emergency: {{name: {title}, note: {text}}}
  consulate: {{name: {title}}}
"""
WORDS = {
    "ru": {"title": "Перед дорогой", "text": "Идите вместе", "phrase": "полиция забрал"},
    "ky": {"title": "Жолго чыгаарда", "text": "Чогуу барыңыз", "phrase": "полиция алды"},
    "tg": {"title": "Пеш аз сафар", "text": "Якҷоя равед", "phrase": "полис гирифт"},
    "uz": {"title": "Yoʻl oldidan", "text": "Birga maʼqul boring", "phrase": "politsiya oldi"},
}
STRUCTURES = {
    "course/course.yaml": """\
release: 1
draft: true
pass_mark: 60
modules: [05-registration]
terms: [country]
""",
    "facts.yaml": """\
registration-term:
  numbers: ["2.01", "2.02"]
  values: {KG: {days: 30}, TJ: {days: 15}, UZ: {days: 15}, other: {working-days: 7}}
  law:
    KG: Договор о ЕАЭС, статья 97
    TJ: Соглашение от 8 февраля 2013 года
    UZ: Соглашение
    other: 109-ФЗ
  true_as_of: "2023"
  review_by: 2027-02-01
  confidence: high
  seen: a page
host-duty:
  numbers: ["2.05"]
  law: 109-ФЗ, статья 22
  true_as_of: 2026-03
  review_by: 2027-02-01
  confidence: medium
  seen: a page
""",
    "modules/05-registration/module.yaml": """\
key: registration
number: 5
lessons:
  - key: first-days
    number: 501
    cards:
      - {key: why}
      - {key: term, facts: [registration-term]}
      - {key: host, facts: [host-duty]}
      - {key: ask, when: {citizenship: [other, KG]}, contacts: [emergency]}
    action: {key: agree}
    questions:
      - key: how-many-days
        card: term
        options:
          - {key: w7, value: {working-days: 7}}
          - {key: d15, value: {days: 15}}
          - {key: d30, value: {days: 30}}
        right: {fact: registration-term}
      - key: host-refuses
        card: host
        options: [buy-paper, talk-again]
        right: talk-again
""",
    "trouble/trouble.yaml": """\
pages:
  - key: detained
    icon: 🚔
    steps: [{key: calm}, {key: say, facts: [host-duty]}]
    contacts: [emergency, consulate]
""",
    "contacts/contacts.yaml": """\
cities: [any]
topics: [emergency, consulate]
contacts:
  - key: emergency
    topics: [emergency]
    cities: [any]
    numbers: ["9.01"]
    phone: {value: "112", fact: "9.01"}
    status: seen
    seen_as_of: "2014"
    # when it was called stands in calls.json
  - key: consulate
    topics: [consulate]
    cities: [any]
    numbers: ["9.10"]
    status: unconfirmed
    seen_as_of: 2026-03
    when: {citizenship: [UZ], territory: [UZ-AN]}
""",
    "contacts/calls.json": '[{"contact": "emergency", "phone": "112", "on": "2026-11-01", "answered": true}]',
}
COLUMNS = "code,level,type,parent,name_ky,name_tg,name_uz_latn,name_uz_cyrl,name_ru\n"
TERRITORIES = {
    "kg": "KG-B,1,oblast,KG,Баткен облусу,,,,Баткенская область\nKG-B-1,2,city,KG-B,Баткен,,,,\n",
    "tj": "TJ-DU,1,city,TJ,,шаҳри Душанбе,,,город Душанбе\n",
    "uz": "UZ-AN,1,viloyat,UZ,,,Andijon viloyati,Андижон вилояти,Андижанская область\nUZ-AN-1,3,x,,,,,,\n",
}
# Words that the proof-reader is to take as well spelt
SPELLING = {
    "ru": "telegramда sim-карта max",
    "ky": "жолго чыгаарда чогуу барыңыз",
    "tg": "пеш аз сафар якҷоя равед",
    "uz": "yoʻl oldidan birga maʼqul boring sanʼat gʻisht roʻyxat",
}
# Ideas that are asked before and after: eight for everybody, one by passport in two variants, one that a fact decides
IDEAS = (*(f"idea-{letter}" for letter in "abcdefgh"), "work-kg", "work-others")
WHOSE = {"work-kg": ", when: {citizenship: [KG]}", "work-others": ", when: {citizenship: [TJ, UZ, other]}"}
TERM = "how-soon"
FOLDERS = {
    "course": COURSE_WORDS,
    "modules/05-registration": LESSON_WORDS,
    "trouble": TROUBLE_WORDS,
    "contacts": CONTACTS_WORDS,
}


def files() -> dict[str, str]:
    """All files of the sample with their text."""
    written = dict(STRUCTURES)
    for folder, template in FOLDERS.items():
        for language, words in WORDS.items():
            written[f"{folder}/{language}.yaml"] = template.format(**words)
    for country, rows in TERRITORIES.items():
        written[f"territories/{country}.csv"] = COLUMNS + rows
    return written


def pairs() -> dict[str, str]:
    """The files of ten pairs for each passport, which a course need not have."""
    written = {"pairs/pairs.yaml": "\n".join(["pairs:", *(f"  - {pair}" for pair in _pairs())]) + "\n"}
    for language, words in WORDS.items():
        written[f"pairs/{language}.yaml"] = "\n".join(["pairs:", *_pair_words(words)]) + "\n"
    return written


def _pairs() -> Iterator[str]:
    for at, key in enumerate(IDEAS):
        right, when = "abc"[at % 3], WHOSE.get(key, "")
        half = f"{{options: [a, b, c], right: {right}}}"
        yield f"{{key: {key}, lesson: 501{when}, first: {half}, last: {half}}}"
    days = "{key: w7, value: {working-days: 7}}, {key: d15, value: {days: 15}}, {key: d30, value: {days: 30}}"
    half = f"{{options: [{days}], right: {{fact: registration-term}}}}"
    yield f"{{key: {TERM}, lesson: 501, first: {half}, last: {half}}}"


def _pair_words(words: dict[str, str]) -> Iterator[str]:
    title, text, other = words.values()
    for key in IDEAS:
        options = f"a: {{text: {title}}}, b: {{text: {text}}}, c: {{text: {other}}}"
        yield f"  {key}:\n    first: {{text: {title}, options: {{{options}}}}}"
        options = ", ".join(
            f"{option}: {{text: {said}, reply: {reply}}}"
            for option, said, reply in (("a", title, text), ("b", text, other), ("c", other, title))
        )
        yield f"    last: {{text: {text}, options: {{{options}}}}}"
    both = f"{{when_right: {text}, when_wrong: {title}}}"
    yield f"  {TERM}:\n    first: {{text: {title}}}"
    yield f"    last: {{text: {text}, options: {{w7: {both}, d15: {both}, d30: {both}}}}}"


def lists() -> dict[str, str]:
    """The lists of good words, which a content folder need not have."""
    return {
        f"spelling/words.{language}.txt": words.replace(" ", "\n") for language, words in SPELLING.items()
    }


def write(folder: Path, changed: dict[str, str] | None = None) -> Path:
    """Write the sample, with some files changed, into a folder."""
    for name, text in (lists() | files() | (changed or {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def broken(folder: Path, file: str, old: str, new: str) -> Path:
    """Write the sample with one piece of text replaced in one file, which must hold it."""
    text = files().get(file, "")
    assert old in text, f"{file} does not hold {old!r}"
    return write(folder, {file: text.replace(old, new, 1)})


PHRASES = """\
pages:
  police:
    title: {title}
    phrases:
      wait: {{text: {text}, said: "и-ДИ-те ВМЕ-сте"}}
"""


def with_phrasebook() -> dict[str, str]:
    """The files of a phrasebook with one phrase, to be written beside the sample's."""
    structure = "pages:\n  - {key: police, icon: 👮, phrases: [wait]}\n"
    written = {f"phrasebook/{language}.yaml": PHRASES.format(**said) for language, said in WORDS.items()}
    return {"phrasebook/phrasebook.yaml": structure, **written}
