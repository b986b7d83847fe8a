"""Beginnings for authors: a module, lesson, question, contact or fact with everything in place but the words.

Structure is added at its place and nothing else in a file is touched. Words that are still to be written begin with
a pencil, so that the proof-reader can tell them, and no release takes them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from curriculum.editing import EditError, with_words
from curriculum.schema import KEY_PATTERN, ContactsShape, CourseShape, LessonShape, ModuleShape
from curriculum.slots import PENCIL, Kind, Slot, contacts_slots, module_slots
from curriculum.source import parse, read
from learning.course import Language

LONGEST_KEY = 20  # a button carries it
LESSONS_A_MODULE = 100
REVIEW_AFTER = timedelta(days=180)
ORDINALS = ("first", "second", "third")
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.RU: {
        "title": "Название",
        "card": "Одна мысль на карточку. Короткие предложения, на «вы».",
        "action": "Одно дело, которое можно сделать сегодня.",
        "question": "Вопрос о том, как поступить.",
        "first": "Первый ответ",
        "second": "Второй ответ",
        "third": "Третий ответ",
        "reply": "Почему {} верный или нет.",
        "name": "Как это называется",
    },
    Language.KY: {
        "title": "Аталышы",
        "card": "Бир картада бир ой. Кыска сүйлөмдөр, «сиз» деп жазыңыз.",
        "action": "Бүгүн жасаса боло турган бир иш.",
        "question": "Кантип иш кылуу керектиги жөнүндө суроо.",
        "first": "Биринчи жооп",
        "second": "Экинчи жооп",
        "third": "Үчүнчү жооп",
        "reply": "{} эмне үчүн туура же туура эмес.",
        "name": "Кандай аталат",
    },
    Language.TG: {
        "title": "Унвон",
        "card": "Дар як корт як фикр. Ҷумлаҳои кӯтоҳ, ба «шумо» муроҷиат кунед.",
        "action": "Як коре, ки имрӯз кардан мумкин аст.",
        "question": "Савол дар бораи он ки чӣ бояд кард.",
        "first": "Ҷавоби якум",
        "second": "Ҷавоби дуюм",
        "third": "Ҷавоби сеюм",
        "reply": "Чаро {} дуруст аст ё не.",
        "name": "Номи он",
    },
    Language.UZ: {
        "title": "Sarlavha",
        "card": "Bir kartada bir fikr. Qisqa gaplar, «siz» deb yozing.",
        "action": "Bugun qilsa boʻladigan bitta ish.",
        "question": "Qanday yoʻl tutish haqida savol.",
        "first": "Birinchi javob",
        "second": "Ikkinchi javob",
        "third": "Uchinchi javob",
        "reply": "{} nima uchun toʻgʻri yoki notoʻgʻri.",
        "name": "Nomi",
    },
}
_MODULE = """\
key: {key}
number: {number}                 # given for ever, never reused
lessons:
"""
_LESSON = """\
- key: {key}
  number: {number}               # given for ever, never reused
  cards:                    # three to six; one idea each
    - {{key: why}}            # add contacts: [KEY] for whom to ask
    - {{key: rule}}           # add facts: [KEY] for what its words rest on
    - {{key: what-to-do}}     # add when: {{citizenship: [KG]}} if it concerns only some passports
  action: {{key: do-today}}   # the last card: one thing to do
  questions:
"""
_QUESTION = """\
- key: {key}
  card: {card}        # read again after a wrong answer
  options: [{options}]    # an amount of the law: {{key: d30, value: {{days: 30}}}}
  right: {right}           # or right: {{fact: KEY}}, for the option whose amount is the fact's
"""
_CONTACT = """\
- key: {key}
  topics: [{topic}]
  cities: [{city}]
  numbers: ["{number}"]         # where it stands in the fact sheet
  # phone: {{value: "...", fact: "{number}"}}   # left out unless the sheet has one: a wrong number is worse than none
  # site: example.org
  status: unconfirmed           # seen, once it stands in a page that somebody read
  seen_as_of: "{year}"            # date of the newest source: year, month or day
  # when: {{citizenship: [KG]}}   # left out if it is for everybody
"""
_FACT = """\
{key}:
  numbers: ["{number}"]              # in the fact sheet
  # values: {{KG: {{days: 30}}, TJ: {{days: 15}}, UZ: {{days: 15}}, other: {{working-days: 7}}}}   # left out if it has no amount
  law: "{pencil} акт и статья"             # in Russian; one string, or one by passport
  true_as_of: "{year}"                # date of the newest source: year, month or day
  review_by: {review}             # the day by which somebody reads the law again
  confidence: medium              # high, once more than one good source says it; low and unknown are not taught
  seen: "{pencil} где прочитано"           # for authors; learners never see it
"""
Shape = TypeVar("Shape", bound=BaseModel)
Path_ = tuple[str | int, ...]


class TemplateError(Exception):
    """A beginning can't be made there; one line that says why and what to do. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a beginning was put: its file below the content folder, and the line from 1."""

    file: str
    line: int


def new_module(content: Path, key: str, number: int | None = None, lesson: str = "first-steps") -> Begun:
    """Begin a module with one lesson, and list it in the course.

    Raises:
        TemplateError: the key is taken or can't be one, or a file is broken. Nothing was written.
    """
    course = _shape(content, "course/course.yaml", CourseShape)
    taken = [int(folder[:2]) for folder in course.modules]
    number = max(taken, default=0) + 1 if number is None else number
    if not 1 <= number <= 99 or number in taken:
        raise TemplateError(f"{number} can't be the module's number: it is taken, or not between 1 and 99")
    folder = f"modules/{number:02}-{_fit(key)}"
    if (content / folder).exists() or any(name[3:] == key for name in course.modules):
        raise TemplateError(f"there is a module `{key}` already")
    structure = _MODULE.format(key=key, number=number) + _lesson_block(
        _fit(lesson), number * LESSONS_A_MODULE + 1, "  "
    )
    texts = {f"{folder}/module.yaml": structure}
    slots = list(module_slots(_validated(f"{folder}/module.yaml", structure, ModuleShape)))
    for language in WRITTEN:
        texts[f"{folder}/{language}.yaml"] = _filled("title: ''\n", slots, language)
    listed = _listed(_text(content, "course/course.yaml"), f"{number:02}-{key}")
    _put(content, {**texts, "course/course.yaml": listed})
    return Begun(f"{folder}/module.yaml", 1)


def new_lesson(content: Path, module: str, key: str) -> Begun:
    """Begin a lesson at the end of a module, which is named by number or key.

    Raises:
        TemplateError: see `new_module`.
    """
    folder, shape = _module(content, module)
    if any(lesson.key == _fit(key) for lesson in shape.lessons):
        raise TemplateError(f"there is a lesson `{key}` in this module already")
    number = max(lesson.number for lesson in shape.lessons) + 1
    file = f"{folder}/module.yaml"
    text, line = _appended(
        file, _text(content, file), ("lessons",), lambda indent: _lesson_block(key, number, indent)
    )
    return _put_part(content, folder, file, text, line)


def new_question(content: Path, lesson: str, key: str, card: str = "") -> Begun:
    """Begin a question at the end of a lesson, which is named by number or key; on its last card, if none is named.

    Raises:
        TemplateError: see `new_module`.
    """
    folder, at, shape = _lesson(content, lesson)
    if any(question.key == _fit(key) for question in shape.questions):
        raise TemplateError(f"there is a question `{key}` in this lesson already")
    cards = [each.key for each in shape.cards] or [each.key for each in shape.all_cards()]
    if not cards or (card and card not in cards):
        raise TemplateError(f"the lesson `{shape.key}` has no card `{card}`; cards: {', '.join(cards)}")
    file, place = f"{folder}/module.yaml", len(shape.questions)

    def block(indent: str) -> str:
        return _question_block(key, card or cards[-1], place, indent)

    text, line = _appended(file, _text(content, file), ("lessons", at, "questions"), block)
    return _put_part(content, folder, file, text, line)


def new_contact(content: Path, key: str, topic: str, city: str, number: str, today: date) -> Begun:
    """Begin a contact; `number` is the fact sheet's that it stands in.

    Raises:
        TemplateError: see `new_module`.
    """
    file = "contacts/contacts.yaml"
    shape = _shape(content, file, ContactsShape)
    if any(contact.key == _fit(key) for contact in shape.contacts):
        raise TemplateError(f"there is a contact `{key}` already")
    _known("topic", topic, shape.topics)
    _known("city", city, shape.cities)
    told = {"key": key, "topic": topic, "city": city, "number": _fact_number(number), "year": today.year}
    text, line = _appended(
        file, _text(content, file), ("contacts",), lambda indent: _indented(_CONTACT.format(**told), indent)
    )
    slots = list(contacts_slots(_validated(file, text, ContactsShape)))
    new = [slot for slot in slots if slot.path[:2] == ("contacts", key)]
    texts = {
        f"contacts/{language}.yaml": _filled(
            _text(content, f"contacts/{language}.yaml"), new, language, slots, f"contacts/{language}.yaml"
        )
        for language in WRITTEN
    }
    _put(content, {file: text, **texts})
    return Begun(file, line)


def new_fact(content: Path, key: str, number: str, today: date) -> Begun:
    """Begin a fact; `number` is the fact sheet's.

    Raises:
        TemplateError: see `new_module`.
    """
    file = "facts.yaml"
    text = _text(content, file)
    data = parse(file, text).data
    if data is None:
        raise TemplateError(f"{file} can't be read; mend it first (safar check)")
    if _fit(key) in data:
        raise TemplateError(f"there is a fact `{key}` already")
    before = text.rstrip("\n") + "\n\n"
    fact = _FACT.format(
        key=key,
        number=_fact_number(number),
        year=today.year,
        review=(today + REVIEW_AFTER).isoformat(),
        pencil=PENCIL,
    )
    _put(content, {file: before + fact})
    return Begun(file, before.count("\n") + 1)


def _fit(key: str) -> str:
    if not re.fullmatch(KEY_PATTERN, key) or len(key) > LONGEST_KEY:
        raise TemplateError(
            f"`{key}` can't be a key: small Latin letters, digits and -, at most {LONGEST_KEY} of them"
        )
    return key


def _known(what: str, key: str, known: Sequence[str]) -> None:
    if key not in known:
        raise TemplateError(f"there is no {what} `{key}`; there are: {', '.join(known)}")


def _fact_number(number: str) -> str:
    if not re.fullmatch(r"[0-9]+\.[0-9]{2}", number):
        raise TemplateError(f"`{number}` is no number of the fact sheet, such as 2.05")
    return number


def _text(content: Path, file: str) -> str:
    try:
        text = (content / file).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file} can't be read ({type(error).__name__})") from error
    return text if text.endswith("\n") else f"{text}\n"


def _shape(content: Path, file: str, kind: type[Shape]) -> Shape:
    return _validated(file, _text(content, file), kind)


def _validated(file: str, text: str, kind: type[Shape]) -> Shape:
    data = parse(file, text).data
    with suppress(ValidationError):
        if data is not None:
            return kind.model_validate(data)
    raise TemplateError(f"{file} has mistakes; mend them first (safar check)")


def _modules(content: Path) -> Iterator[tuple[str, ModuleShape]]:
    for name in _shape(content, "course/course.yaml", CourseShape).modules:
        if not read(content, f"modules/{name}/module.yaml").missing:
            yield f"modules/{name}", _shape(content, f"modules/{name}/module.yaml", ModuleShape)


def _module(content: Path, wanted: str) -> tuple[str, ModuleShape]:
    known = list(_modules(content))
    for folder, module in known:
        if wanted in {module.key, str(module.number), folder, folder.removeprefix("modules/")}:
            return folder, module
    names = ", ".join(f"{module.number} {module.key}" for _, module in known)
    raise TemplateError(f"there is no module `{wanted}`; there are: {names}")


def _lesson(content: Path, wanted: str) -> tuple[str, int, LessonShape]:
    found = [
        (folder, at, lesson)
        for folder, module in _modules(content)
        for at, lesson in enumerate(module.lessons)
        if wanted in {lesson.key, str(lesson.number)}
    ]
    if len(found) != 1:
        raise TemplateError(f"there is no one lesson `{wanted}`; name it by its number, such as 501")
    return found[0]


def _lesson_block(key: str, number: int, indent: str) -> str:
    return _indented(_LESSON.format(key=key, number=number), indent) + _question_block(
        "what-now", "what-to-do", 1, f"{indent}    "
    )


def _question_block(key: str, card: str, place: int, indent: str) -> str:
    """A question whose right option stands elsewhere than in the one before."""
    right = ORDINALS[place % len(ORDINALS)]
    return _indented(_QUESTION.format(key=key, card=card, options=", ".join(ORDINALS), right=right), indent)


def _indented(block: str, indent: str) -> str:
    return "".join(f"{indent}{line}" for line in block.splitlines(keepends=True))


def _listed(text: str, module: str) -> str:
    """course.yaml with one more module."""
    node = _node(text, ("modules",))
    if node is None or not isinstance(node, yaml.SequenceNode):
        raise TemplateError("course/course.yaml has no list `modules`; mend it first (safar check)")
    if node.flow_style:
        lines = text.splitlines(keepends=True)
        end = node.end_mark
        line = lines[end.line]
        lines[end.line] = f"{line[: end.column - 1]}, {module}{line[end.column - 1 :]}"
        return "".join(lines)
    return _appended("course/course.yaml", text, ("modules",), lambda indent: f"{indent}- {module}\n")[0]


def _node(text: str, path: Path_) -> Any:
    node: Any = yaml.compose(text, yaml.CSafeLoader)
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), None)
        if node is None:
            return None
    return node


def _appended(file: str, text: str, path: Path_, block: Any) -> tuple[str, int]:
    """The text with one more item at the end of a list, which is made if it is missing; and the item's line."""
    node, lines = _node(text, path), text.splitlines(keepends=True)
    if node is None:  # the list of a lesson that has none yet
        owner = _node(text, path[:-1])
        column, last = owner.start_mark.column, _last(lines, owner)
        head, indent = f"{' ' * column}{path[-1]}:\n", " " * (column + 2)
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        head, indent, last = "", " " * node.start_mark.column, _last(lines, node)
    else:
        raise TemplateError(f"{file}: write the list `{path[-1]}` with each item on lines of its own first")
    made = "".join((*lines[: last + 1], head, block(indent), *lines[last + 1 :]))
    if parse(file, made).data is None:
        raise TemplateError(f"{file}: nothing can be added to `{path[-1]}` by a program; write it by hand")
    return made, last + 2 + head.count("\n")


def _last(lines: Sequence[str], node: Any) -> int:
    """The last line of a block; what follows it, empty lines and comments, belongs to nobody."""
    last: int = node.end_mark.line if node.end_mark.column else node.end_mark.line - 1
    if last >= len(lines) or (node.end_mark.column and lines[last].strip() and last > node.start_mark.line):
        last = min(last, len(lines)) - 1
    while not lines[last].strip() or lines[last].lstrip().startswith("#"):
        last -= 1
    return last


def _put_part(content: Path, folder: str, file: str, text: str, line: int) -> Begun:
    """Write a module's structure together with the words that it newly asks for."""
    old = {slot.path for slot in module_slots(_shape(content, file, ModuleShape))}
    slots = list(module_slots(_validated(file, text, ModuleShape)))
    new = [slot for slot in slots if slot.path not in old]
    texts = {}
    for language in WRITTEN:
        words = f"{folder}/{language}.yaml"
        texts[words] = _filled(_text(content, words), new, language, slots, words)
    _put(content, {file: text, **texts})
    return Begun(file, line)


def _filled(
    text: str, new: Sequence[Slot], language: Language, every: Sequence[Slot] = (), file: str = ""
) -> str:
    """The words of a language with a beginning in each new place that has to be filled."""
    order = [slot.path for slot in every or new]
    for slot in (slot for slot in new if not slot.optional):
        try:
            text = with_words(text, slot.path, f"{PENCIL} {_beginning(slot, language)}", order)
        except EditError as error:
            raise TemplateError(f"{file}: {error}") from error
    return text


def _beginning(slot: Slot, language: Language) -> str:
    words = WORDS[language]
    if slot.kind in (Kind.OPTION, Kind.REPLY):
        option = words[slot.path[-2]]
        return option if slot.kind is Kind.OPTION else _capital(words["reply"].format(option.lower()))
    if slot.kind is Kind.CARD and slot.path[-1] == "do-today":
        return words["action"]
    return words[slot.kind.value]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _put(content: Path, texts: Mapping[str, str]) -> None:
    """Write all files, or none: each is made whole beside its place first."""
    made: list[tuple[Path, Path]] = []
    try:
        for file, text in texts.items():
            path = content / file
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(f".{path.name}.new")
            made.append((half, path))
            half.write_text(text, "utf-8", newline="")
        for half, path in made:
            half.replace(path)
    except OSError as error:
        raise TemplateError(f"can't write: {error}") from error
    finally:
        for half, _ in made:
            half.unlink(missing_ok=True)
