"""Joins structure and words into the course that the house teaches from. Only for content without errors."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from curriculum.approvals import agreed, drafts
from curriculum.calls import Call, called_on
from curriculum.confirmations import Confirmation, holding
from curriculum.derived import uzbek_cyrillic
from curriculum.manuscript import WRITTEN, Manuscript, Part
from curriculum.schema import (
    CardShape,
    ContactShape,
    FactShape,
    HalfShape,
    LessonShape,
    ModuleShape,
    OptionShape,
    PageShape,
    PairShape,
    PhrasePageShape,
    QuestionShape,
    RouteShape,
)
from curriculum.slots import is_template
from curriculum.states import standings
from learning.course import (
    UNSURE,
    Card,
    Citizenship,
    Confidence,
    Contact,
    Course,
    Language,
    LegalFact,
    Lesson,
    Module,
    Option,
    Pair,
    Phrase,
    PhrasePage,
    Question,
    Route,
    TroublePage,
    Words,
)

Say = Callable[..., Words]
Lists = Mapping[Language, tuple[str, ...]]
SayLists = Callable[..., Lists]
Withheld = frozenset[tuple[str, Language, tuple[str, ...]]]  # folder, language, key path


def build(manuscript: Manuscript) -> Course:
    """The course of a manuscript in which nothing is wrong. Words that rest on changed law are left out of it."""
    course, trouble, directory = manuscript.course, manuscript.trouble, manuscript.contacts
    if course is None or trouble is None or directory is None:
        raise ValueError("a manuscript with errors is not built")
    withheld = frozenset((s.folder, s.language, s.path) for s in standings(manuscript) if s.withheld)
    say, say_contact, say_trouble = (_words_of(part, withheld) for part in (course, directory, trouble))
    return Course(
        release=course.shape.release,
        draft=course.shape.draft,
        pass_mark=course.shape.pass_mark,
        title=say("title"),
        modules=tuple(_module(part, withheld) for part in manuscript.modules),
        facts={
            key: _fact(key, fact, holding(manuscript.confirmations, key, fact))
            for key, fact in manuscript.facts.items()
        },
        contacts={
            contact.key: _contact(contact, say_contact, manuscript.calls)
            for contact in directory.shape.contacts
        },
        cities={city: say_contact("cities", city) for city in directory.shape.cities},
        topics={topic: say_contact("topics", topic) for topic in directory.shape.topics},
        terms={
            term: {passport: say("terms", term, passport.value) for passport in Citizenship}
            for term in course.shape.terms
        },
        trouble=tuple(_page(page, say_trouble, trouble) for page in trouble.shape.pages),
        routes=tuple(_route(route, say) for route in course.shape.routes),
        phrasebook=_phrasebook(manuscript, withheld),
        pairs=_pairs(manuscript, withheld),
        unapproved=drafts(manuscript),
        approvals=agreed(manuscript),
        bodies={body.key: say("bodies", body.key) for body in course.shape.bodies},
    )


def sketch(manuscript: Manuscript, languages: Collection[Language] = WRITTEN) -> Course:
    """What can be made of a manuscript with whatever mistakes: to be counted, never to be taught from.

    Words that are missing or still to be written are left out, and so is Uzbek Cyrillic.
    """
    course, directory = manuscript.course, manuscript.contacts
    say_contact = _draft_of(directory, languages)
    say = _draft_of(course, languages)
    terms = course.shape.terms if course else ()
    return Course(
        release=0,
        draft=True,
        pass_mark=0,
        title={},
        modules=tuple(
            _module_of(part, _draft_of(part, languages), lambda *_: {}) for part in manuscript.modules
        ),
        facts={key: _fact(key, fact, None) for key, fact in manuscript.facts.items()},
        contacts={
            contact.key: _contact(contact, say_contact, ())
            for contact in (directory.shape.contacts if directory else ())
        },
        cities={},
        topics={},
        terms={term: {one: say("terms", term, one.value) for one in Citizenship} for term in terms},
        trouble=(),
    )


def _draft_of(part: Part[Any] | None, languages: Collection[Language]) -> Say:
    """What looks up the words under a key path that somebody has written."""
    files = [part.words[one] for one in languages if one in part.words] if part else []

    def say(*path: str) -> Words:
        written = {}
        for words in files:
            leaf = words.leaves.get(path)
            if isinstance(leaf, str) and (text := leaf.strip()) and not is_template(text):
                written[words.language] = text
        return written

    return say


def _words_of(part: Part[Any], withheld: Withheld) -> Say:
    """What looks up the words under a key path, in all five languages but those that are withheld."""

    def say(*path: str) -> Words:
        words = {
            language: str(part.words[language].leaves.get(path, "")).strip()
            for language in WRITTEN
            if (part.folder, language, path) not in withheld
        }
        if Language.UZ not in words:
            return words
        words[Language.UZ_CYRL] = uzbek_cyrillic(words[Language.UZ])
        override = part.words.get(Language.UZ_CYRL)
        if override and path in override.leaves:
            words[Language.UZ_CYRL] = str(override.leaves[path]).strip()
        return words

    return say


def _module(part: Part[ModuleShape], withheld: Withheld) -> Module:
    return _module_of(part, _words_of(part, withheld), lambda *path: _lists(part, path))


def _module_of(part: Part[ModuleShape], say: Say, lists: SayLists) -> Module:
    lessons = tuple(_lesson(lesson, say, lists, part.folder) for lesson in part.shape.lessons)
    return Module(part.shape.number, part.shape.key, say("title"), lessons)


def _lesson(lesson: LessonShape, say: Say, lists: SayLists, folder: str) -> Lesson:
    here = ("lessons", lesson.key)
    return Lesson(
        number=lesson.number,
        key=lesson.key,
        title=say(*here, "title"),
        cards=tuple(
            _card(card, say(*here, "cards", card.key), lists(*here, "aliases", card.key), folder)
            for card in lesson.all_cards()
        ),
        questions=tuple(_question(question, say, here) for question in lesson.questions),
    )


def _card(card: CardShape, text: Words, aliases: Lists, folder: str) -> Card:
    image = card.media.image
    return Card(
        key=card.key,
        text=text,
        facts=card.facts,
        contacts=card.contacts,
        when=card.when.condition(),
        aliases=aliases,
        picture=f"{folder}/media/{image}" if image else "",
    )


def _question(question: QuestionShape, say: Say, lesson: tuple[str, ...]) -> Question:
    here = (*lesson, "questions", question.key)
    right = question.right.key or ""
    return Question(
        key=question.key,
        text=say(*here, "text"),
        options=tuple(_option(option, say, here, right) for option in question.options),
        card=question.card,
        right=right,
        right_fact=question.right.fact or "",
        when=question.when.condition(),
    )


def _option(option: OptionShape, say: Say, question: tuple[str, ...], right: str) -> Option:
    here = (*question, "options", option.key)
    if option.value is not None:
        return Option(option.key, None, option.value, say(*here, "when_right"), say(*here, "when_wrong"))
    reply, is_right = say(*here, "reply"), option.key == right
    return Option(
        key=option.key,
        text=say(*here, "text"),
        value=None,
        when_right=reply if is_right else None,
        when_wrong=None if is_right else reply,
    )


def _pairs(manuscript: Manuscript, withheld: Withheld) -> tuple[Pair, ...]:
    part = manuscript.pairs
    if part is None:
        return ()
    say = _words_of(part, withheld)
    return tuple(_pair(pair, say) for pair in part.shape.pairs)


def _pair(pair: PairShape, say: Say) -> Pair:
    here, there = ("pairs", pair.key, "first"), ("pairs", pair.key, "last")
    first = tuple(_silent(option, say, here) for option in pair.first.options)
    last = tuple(_option(option, say, there, pair.last.right.key or "") for option in pair.last.options)
    return Pair(
        key=pair.key,
        lesson=pair.lesson,
        first=_half(pair, pair.first, say(*here, "text"), first),
        last=_half(pair, pair.last, say(*there, "text"), last),
        when=pair.when.condition(),
    )


def _silent(option: OptionShape, say: Say, question: tuple[str, ...]) -> Option:
    """An option of the first check, which nothing is replied to."""
    text = None if option.value else say(*question, "options", option.key, "text")
    return Option(option.key, text, option.value, None, None)


def _half(pair: PairShape, half: HalfShape, text: Words, options: tuple[Option, ...]) -> Question:
    """A question of a check: "I don't know" comes last."""
    return Question(
        key=pair.key,
        text=text,
        options=(*options, Option(UNSURE, None, None, None, None)),
        card="",
        right=half.right.key or "",
        right_fact=half.right.fact or "",
        when=pair.when.condition(),
    )


def _fact(key: str, fact: FactShape, checked: Confirmation | None) -> LegalFact:
    return LegalFact(
        key=key,
        numbers=fact.numbers,
        law=fact.law,
        true_as_of=fact.true_as_of,
        review_by=fact.review_by,
        confidence=Confidence(fact.confidence),
        values=fact.values,
        checked_on=checked.on if checked else None,
        checked_by=checked.by if checked else "",
        seen=fact.seen,
        expires=fact.expires,
        withdraw_by=fact.withdraw_by,
    )


def _contact(contact: ContactShape, say: Say, calls: Iterable[Call]) -> Contact:
    here = ("contacts", contact.key)
    phone = contact.phone.value if contact.phone else ""
    return Contact(
        key=contact.key,
        topics=contact.topics,
        cities=contact.cities,
        numbers=contact.numbers,
        status=contact.status,
        seen_as_of=contact.seen_as_of,
        name=say(*here, "name"),
        note=say(*here, "note"),
        when=contact.when.condition(),
        phone=phone,
        site=contact.site,
        called_on=called_on(calls, contact.key, phone),
    )


def _page(page: PageShape, say: Say, part: Part[Any]) -> TroublePage:
    here = ("pages", page.key)
    return TroublePage(
        key=page.key,
        icon=page.icon,
        title=say(*here, "title"),
        steps=tuple(_card(step, say(*here, "steps", step.key), {}, part.folder) for step in page.steps),
        contacts=page.contacts,
        phrases=_lists(part, (*here, "phrases")),
    )


def _route(route: RouteShape, say: Say) -> Route:
    here = ("routes", route.key)
    return Route(route.key, route.icon, say(*here, "title"), say(*here, "note"), route.lessons)


def _phrasebook(manuscript: Manuscript, withheld: Withheld) -> tuple[PhrasePage, ...]:
    part = manuscript.phrasebook
    if part is None:
        return ()
    say = _words_of(part, withheld)
    return tuple(_phrase_page(page, say) for page in part.shape.pages)


def _phrase_page(page: PhrasePageShape, say: Say) -> PhrasePage:
    here = ("pages", page.key)
    phrases = tuple(_phrase(key, say, (*here, "phrases", key)) for key in page.phrases)
    return PhrasePage(page.key, page.icon, say(*here, "title"), phrases)


def _phrase(key: str, say: Say, here: tuple[str, ...]) -> Phrase:
    """Its Russian is the Russian text; in the other languages the text is what it means."""
    text = say(*here, "text")
    return Phrase(key, text[Language.RU], _abroad(say(*here, "said")), _abroad(text))


def _abroad(words: Words) -> Words:
    return {language: text for language, text in words.items() if language != Language.RU}


def _lists(part: Part[Any], path: tuple[str, ...]) -> Lists:
    """What people type, in all five languages."""
    phrases = {language: tuple(part.words[language].leaves.get(path, ())) for language in WRITTEN}
    phrases[Language.UZ_CYRL] = tuple(uzbek_cyrillic(phrase) for phrase in phrases[Language.UZ])
    override = part.words.get(Language.UZ_CYRL)
    if override and path in override.leaves:
        phrases[Language.UZ_CYRL] = tuple(override.leaves[path])
    return phrases
