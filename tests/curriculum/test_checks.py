"""Every rule bites where its good state is broken, names file and line, and is silent where it holds."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import ContentError, Finding, Severity, check, load_course
from curriculum.calls import Call, write_calls
from curriculum.checks import RULES
from tests.curriculum import sample_content

TODAY = date(2026, 11, 23)
MODULE = "modules/05-registration/module.yaml"
WORDS = {language: f"modules/05-registration/{language}.yaml" for language in ("ru", "ky", "tg", "uz")}
COURSE, FACTS, TROUBLE, CONTACTS = (
    "course/course.yaml",
    "facts.yaml",
    "trouble/trouble.yaml",
    "contacts/contacts.yaml",
)
LONG = "слово " * 90

# file, what is replaced, by what, the rule that bites, where
BREAKS = [
    # form
    (COURSE, "draft: true", "draft: true\ndraft: true", "yaml", COURSE, 3),
    (COURSE, "terms:", "no: x\nterms:", "yaml", COURSE, 5),
    (WORDS["ru"], "title: Перед дорогой", "title: **Перед** дорогой", "yaml", WORDS["ru"], 1),
    (WORDS["ru"], "title: Перед дорогой", "title: Перед: дорогой", "yaml", WORDS["ru"], 1),
    (WORDS["ru"], "      host: ", "\t  host: ", "yaml", WORDS["ru"], 11),
    (COURSE, "[country]", "[country", "yaml", COURSE, 6),
    (COURSE, "release: 1", "release: &one 1", "yaml", COURSE, 1),
    (COURSE, "release: 1", "[release, 1]", "yaml", COURSE, 2),
    (WORDS["ru"], "term: Идите", "term: {contact.emergency} Идите", "yaml", WORDS["ru"], 10),
    (WORDS["ru"], "term: Идите", "term: - Идите", "yaml", WORDS["ru"], 10),
    (WORDS["ru"], "term: Идите", "term: @Идите", "yaml", WORDS["ru"], 10),
    (FACTS, "2027-02-01", "2027-02-31", "shape", FACTS, 10),
    (WORDS["ru"], "term: Идите вместе {registration-term}", "term: {registration-term}", "words_complete", WORDS["ru"], 10),
    (COURSE, "draft: true", 'draft: "true"', "shape", COURSE, 2),
    (COURSE, "release: 1\n", "", "shape", COURSE, 1),
    (COURSE, "pass_mark: 60", "pass_mark: 160", "shape", COURSE, 3),
    (COURSE, "05-registration", "../secret", "shape", COURSE, 4),
    (FACTS, '["2.01", "2.02"]', "[2.01]", "shape", FACTS, 2),
    (FACTS, "{days: 30}", "{day: 30}", "shape", FACTS, 3),
    (FACTS, "{days: 30}", "{days: [30, 20]}", "shape", FACTS, 3),
    (FACTS, "2027-02-01", "soon", "shape", FACTS, 10),
    (FACTS, '"2023"', '"2023-13"', "shape", FACTS, 9),
    (FACTS, "confidence: high", "confidence: sure", "shape", FACTS, 11),
    (MODULE, "{citizenship: [other, KG]}", "{citizenship: []}", "shape", MODULE, 10),
    (MODULE, "{citizenship: [other, KG]}", "{citizenship: [XX]}", "shape", MODULE, 10),
    (MODULE, "key: why", "key: Why", "shape", MODULE, 7),
    (CONTACTS, '"112"', "112", "shape", CONTACTS, 8),
    (CONTACTS, '"112"', '"one one two"', "shape", CONTACTS, 8),
    (CONTACTS, "    status: seen", "    site: https://мвд.рф\n    status: seen", "shape", CONTACTS, 9),
    (WORDS["ky"], "title: Жолго чыгаарда", "title: yes", "shape", WORDS["ky"], 1),
    ("trouble/ky.yaml", "[полиция алды]", "полиция", "shape", "trouble/ky.yaml", 7),
    (COURSE, "pass_mark", "passmark", "unknown_keys", COURSE, 3),
    (MODULE, "card: term", "card: term\n        hint: x", "unknown_keys", MODULE, 15),
    # rules
    (MODULE, "number: 5\n", "number: 6\n", "files_listed", MODULE, 1),
    (MODULE, "key: term,", "key: why,", "keys_unique", MODULE, 8),
    (MODULE, "[buy-paper, talk-again]", "[buy-paper, buy-paper]", "keys_unique", MODULE, 22),
    (MODULE, "key: host-refuses", "key: how-many-days", "keys_unique", MODULE, 20),
    (TROUBLE, "{key: say,", "{key: calm,", "keys_unique", TROUBLE, 4),
    (CONTACTS, "key: consulate", "key: emergency", "keys_unique", CONTACTS, 12),
    (COURSE, "[05-registration]", "[05-registration, 05-registration]", "keys_unique", COURSE, 4),
    (MODULE, "right: talk-again", "right: run", "one_right_option", MODULE, 23),
    (MODULE, "value: {days: 30}", "value: {days: 31}", "one_right_option", MODULE, 19),
    (MODULE, "value: {working-days: 7}", "value: {days: 15}", "one_right_option", MODULE, 19),
    (MODULE, "right: {fact: registration-term}", "right: {fact: host-duty}", "one_right_option", MODULE, 19),
    (MODULE, "right: {fact: registration-term}", "right: {fact: nothing}", "one_right_option", MODULE, 19),
    (FACTS, "confidence: high", "confidence: medium", "one_right_option", MODULE, 19),
    (WORDS["tg"], "talk-again: {text: Пеш аз сафар, reply: Якҷоя равед}", "talk-again: {text: Пеш аз сафар}",
     "every_reply_present", WORDS["tg"], 26),
    (WORDS["uz"], ", when_wrong: Birga maʼqul boring", "", "every_reply_present", WORDS["uz"], 19),
    (WORDS["ky"], "      host: Чогуу барыңыз {term.country}\n", "", "words_complete", WORDS["ky"], 5),
    (WORDS["ky"], "title: Жолго чыгаарда", "title: ' '", "words_complete", WORDS["ky"], 1),
    (WORDS["ky"], "title: Жолго чыгаарда", "title:", "words_complete", WORDS["ky"], 1),
    (WORDS["ky"], "      agree:", "      agre:", "words_complete", WORDS["ky"], 13),
    ("trouble/uz.yaml", "[politsiya oldi]", "[]", "words_complete", "trouble/uz.yaml", 7),
    ("contacts/ru.yaml", ", note: Идите вместе", "", "words_complete", "contacts/ru.yaml", 4),
    (WORDS["tg"], " {registration-term}", "", "placeholders_equal", WORDS["tg"], 10),
    (WORDS["tg"], "равед {term.country}", "равед {term.country} {contact.emergency}",
     "placeholders_equal", WORDS["tg"], 11),
    (WORDS["ru"], "{registration-term}", "{registration}", "placeholders_known", WORDS["ru"], 10),
    (WORDS["ru"], "{term.country}", "{term.city}", "placeholders_known", WORDS["ru"], 11),
    (WORDS["ru"], "{term.country}", "{name.city}", "placeholders_known", WORDS["ru"], 11),
    (WORDS["ru"], "{term.country}", "{term.country", "placeholders_known", WORDS["ru"], 11),
    (WORDS["ru"], "{contact.emergency}", "{contact.consulate}", "placeholders_known", WORDS["ru"], 12),
    (WORDS["ru"], "{contact.emergency}", "{contact.police}", "placeholders_known", WORDS["ru"], 12),
    (FACTS, "UZ: {days: 15}, ", "", "placeholders_known", WORDS["ru"], 10),
    (CONTACTS, "    seen_as_of: \"2014\"\n", "    seen_as_of: \"2014\"\n    when: {citizenship: [KG]}\n",
     "placeholders_known", WORDS["ru"], 12),
    ("course/ru.yaml", "KG: Перед дорогой", 'KG: "{registration-term}"', "placeholders_known", "course/ru.yaml", 3),
    (MODULE, "{key: term, facts: [registration-term]}", "{key: term}", "facts_named", WORDS["ru"], 10),
    (WORDS["uz"], "1. Birga", "1. Birga 15 kun", "numbers_from_facts", WORDS["uz"], 9),
    (WORDS["uz"], "1. Birga", "1. Birga ½", "numbers_from_facts", WORDS["uz"], 9),
    ("contacts/ru.yaml", "{name: Перед", "{name: 7 Перед", "numbers_from_facts", "contacts/ru.yaml", 4),
    (WORDS["ru"], "1. Идите", f"1. {LONG}", "card_fits", WORDS["ru"], 6),
    (WORDS["ru"], "buy-paper: {text: Идите", f"buy-paper: {{text: {LONG[:60]}", "card_fits", WORDS["ru"], 25),
    (WORDS["ru"], "        text: Идите", f"        text: {LONG[:360]}", "card_fits", WORDS["ru"], 17),
    (MODULE, "key: agree}", "key: agree-with-your-host-first}", "button_fits", MODULE, 11),
    (MODULE, "[buy-paper,", "[buy-a-false-paper,", "button_fits", MODULE, 22),
    (FACTS, "confidence: medium", "confidence: low", "facts_teachable", FACTS, 18),
    (COURSE, "draft: true", "draft: false", "facts_teachable", FACTS, 18),
    (FACTS, "    other: 109-ФЗ\n", "", "facts_teachable", MODULE, 8),
    (FACTS, "  seen: a page", "  checked_on: 2026-11-01", "facts_teachable", FACTS, 1),
    (FACTS, "2027-02-01", "2026-11-22", "facts_in_time", FACTS, 10),
    (FACTS, "2027-02-01", "2026-11-23", "facts_in_time", FACTS, 10),
    (FACTS, "2027-02-01", "2027-01-22", "facts_in_time", FACTS, 10),
    (FACTS, "2027-02-01", "2027-02-01\n  expires: 2026-11-23", "facts_in_time", FACTS, 11),
    (FACTS, "2027-02-01", "2027-02-01\n  withdraw_by: 2026-11-23", "facts_in_time", FACTS, 11),
    (FACTS, "other: {working-days: 7}}", "other: {working-days: 7}}\n  checked_on: 2026-01-01\n  checked_by: X",
     "kept_by_commands", FACTS, 4),
    (CONTACTS, '    seen_as_of: "2014"', '    seen_as_of: "2014"\n    called_on: 2026-11-01',
     "kept_by_commands", CONTACTS, 11),
    (MODULE, "facts: [host-duty]", "facts: [duty]", "facts_teachable", MODULE, 9),
    (MODULE, "contacts: [emergency]", "contacts: [police]", "contacts_known", MODULE, 10),
    (TROUBLE, "contacts: [emergency,", "contacts: [police,", "contacts_known", TROUBLE, 5),
    (CONTACTS, "topics: [consulate]", "topics: [embassy]", "contacts_known", CONTACTS, 13),
    (CONTACTS, "    cities: [any]", "    cities: [moscow]", "contacts_known", CONTACTS, 6),
    (CONTACTS, ', fact: "9.01"', "", "contacts_honest", CONTACTS, 8),
    (CONTACTS, 'fact: "9.01"', 'fact: "9.02"', "contacts_honest", CONTACTS, 8),
    (CONTACTS, '    numbers: ["9.10"]\n', "", "contacts_honest", CONTACTS, 12),
    (CONTACTS, "[UZ-AN]", "[UZ-XX]", "reachable", CONTACTS, 18),
    (MODULE, "card: host", "card: hosts", "reachable", MODULE, 21),
    (MODULE, "card: host", "card: ask", "reachable", MODULE, 21),
    (MODULE, "{key: why}", "{key: why, when: {citizenship: [KG]}}", "course_length", MODULE, 4),
    (TROUBLE, "[{key: calm}, {key: say, facts: [host-duty]}]", "[{key: calm, when: {citizenship: [KG]}}]",
     "reachable", TROUBLE, 2),
    (WORDS["uz"], "1. Birga", "1. Birga Wolfram", "derived_cyrillic_clean", WORDS["uz"], 9),
    (WORDS["ru"], "1. Идите", "1. Иди\u00ad\u200bте", "letters_clean", WORDS["ru"], 9),
    (WORDS["ru"], "1. Идите", "1. Идите\u00a0", "letters_clean", WORDS["ru"], 9),
    (WORDS["ru"], "1. Идите", "1. Идитe", "letters_clean", WORDS["ru"], 9),  # a Latin e at its end
    (WORDS["uz"], "1. Birga", "1. Birgа", "letters_clean", WORDS["uz"], 9),  # a Cyrillic а at its end
    (WORDS["tg"], "1. Якҷоя", "1. Тоҷики\u0304", "letters_clean", WORDS["tg"], 6),
    (WORDS["uz"], "title: Yoʻl", "title: Yo'l", "letters_clean", WORDS["uz"], 1),
    (WORDS["uz"], "title: Yoʻl", "title: Yo‘l", "letters_clean", WORDS["uz"], 1),
    (WORDS["uz"], "title: Yoʻl", "title: Yoʼl", "letters_clean", WORDS["uz"], 1),
    (WORDS["ru"], "1. Идите", "1. <b>Идите</b>", "no_html", WORDS["ru"], 9),
    (WORDS["ru"], "1. Идите", "1. Идите&nbsp;", "no_html", WORDS["ru"], 9),
    (MODULE, "    action: {key: agree}\n", "", "action_last", MODULE, 4),
    (MODULE, "action: {key: agree}", "action: {key: agree, when: {citizenship: [KG]}}", "action_last", MODULE, 11),
    # places
    ("territories/kg.csv", "KG-B-1,", "KG B,", "territories", "territories/kg.csv", 3),
    ("territories/kg.csv", "KG-B-1,", "KG-B,", "territories", "territories/kg.csv", 3),
    ("territories/kg.csv", "city,KG-B,", "city,KG-C,", "territories", "territories/kg.csv", 3),
    ("territories/kg.csv", "Баткен облусу", "", "territories", "territories/kg.csv", 2),
    ("territories/kg.csv", "code,", "kode,", "territories", "territories/kg.csv", 1),
]  # fmt: skip

# What looks near a mistake, and is none
FINE = [
    (WORDS["ru"], "1. Идите", "1. Telegramда, SIM-карта 🙂"),
    (WORDS["uz"], "1. Birga", "1. Sanʼat, gʻisht, roʻyxat (миграционный учёт)"),
    ("trouble/ru.yaml", "[полиция забрал]", '["112", полиция]'),
    (FACTS, "2027-02-01", "2027-01-23"),  # in 61 days
    (FACTS, '"2023"', "2023"),
    (FACTS, '"2023"', "2023-05-06"),
    (CONTACTS, "{value: \"112\", fact: \"9.01\"}", "{fact: \"9.01\", value: \"112\"}"),
    (CONTACTS, "[UZ-AN]", "[UZ]"),
    (MODULE, "{key: ask, when: {citizenship: [other, KG]},", "{key: ask,"),
    (MODULE, "right: talk-again", "right: {key: talk-again}"),
]  # fmt: skip


def _found(content: Path) -> list[Finding]:
    return check(content, TODAY)


def test_valid_content_has_no_finding(tmp_path: Path) -> None:
    """All rules are silent on the sample."""
    assert [str(finding) for finding in _found(sample_content.write(tmp_path))] == []


@pytest.mark.parametrize(("file", "old", "new", "rule", "where", "line"), BREAKS)
def test_rule_bites(file: str, old: str, new: str, rule: str, where: str, line: int, tmp_path: Path) -> None:
    """A broken place is found by its rule, in its file and line, with why and cure."""
    found = _found(sample_content.broken(tmp_path, file, old, new))

    assert (rule, where, line) in [(finding.rule, finding.file, finding.line) for finding in found]
    assert all(finding.why and finding.cure and finding.what for finding in found)


@pytest.mark.parametrize(("file", "old", "new"), FINE)
def test_rules_are_silent(file: str, old: str, new: str, tmp_path: Path) -> None:
    """What is only unusual is no mistake."""
    found = _found(sample_content.broken(tmp_path, file, old, new))

    assert [str(finding) for finding in found] == []


def test_every_rule_is_shown_to_bite() -> None:
    """A rule that nobody has seen biting is not trusted; newer rules have a test file of their own."""
    own = {path.stem.removeprefix("test_") for path in (Path(__file__).parent / "checks").glob("test_*.py")}

    own |= {"contacts_answer"}  # below
    assert {rule.name for rule in RULES} <= {rule for _, _, _, rule, _, _ in BREAKS} | own


@pytest.mark.parametrize(
    ("answers", "found"), [("nn", []), ("nnn", [8]), ("ynnn", [8]), ("nnny", []), ("nnyn", [])]
)
def test_a_phone_that_nobody_answers_is_a_warning(answers: str, found: list[int], tmp_path: Path) -> None:
    """Three times in a row, the last three; at the line of the phone."""
    content = sample_content.write(tmp_path)
    calls = [
        Call("emergency", "112", TODAY.replace(day=1 + at), said == "y") for at, said in enumerate(answers)
    ]
    write_calls(content, calls)

    told = [finding for finding in _found(content) if finding.rule == "contacts_answer"]

    assert [(f.rule, f.severity, f.line) for f in told] == [
        ("contacts_answer", "warning", at) for at in found
    ]


@pytest.mark.parametrize("file", ["contacts/calls.json", "locks/confirmations.json"])
@pytest.mark.parametrize("text", ["{", "[1]", '{"x": 1}', "\x00"])
def test_a_broken_record_of_a_command_is_a_finding(file: str, text: str, tmp_path: Path) -> None:
    """Nothing is half-applied, nothing ends in a traceback, and learners see no day from it."""
    content = sample_content.write(tmp_path, {file: text})

    errors = [finding for finding in _found(content) if finding.severity == "error"]
    assert [(f.file, f.line) for f in errors] == [(file, 1)]


@pytest.mark.parametrize("name", sorted(set(sample_content.files()) - {"contacts/calls.json"}))
def test_missing_file_is_a_finding(name: str, tmp_path: Path) -> None:
    """Whichever file is missing, it is named, once."""
    sample_content.write(tmp_path)
    (tmp_path / name).unlink()

    found = _found(tmp_path)

    assert [finding.what for finding in found if finding.file == name] == ["the file is missing"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """A slip in one file does not hide a mistake in another."""
    texts = sample_content.files()
    changed = {
        COURSE: texts[COURSE].replace("pass_mark", "passmark"),
        FACTS: texts[FACTS].replace("confidence: high", "confidence: high\n  hint: x"),
        WORDS["ky"]: texts[WORDS["ky"]].replace("title: Жолго чыгаарда", "title:"),
        WORDS["ru"]: texts[WORDS["ru"]] + "\t",
    }

    found = _found(sample_content.write(tmp_path, changed))

    assert {finding.file for finding in found} >= set(changed)


def test_neighbouring_key_is_offered(tmp_path: Path) -> None:
    """An unknown key comes with the one that was meant."""
    [*found] = _found(sample_content.broken(tmp_path, COURSE, "pass_mark", "pass_mrk"))

    assert "Did you mean `pass_mark`?" in [finding.cure for finding in found]


def test_cut_text_is_explained(tmp_path: Path) -> None:
    """A comma that cuts a text in braces is told as what it is."""
    found = _found(
        sample_content.broken(tmp_path, WORDS["ru"], "{text: Идите вместе", "{text: Идите, вместе")
    )

    assert any("comma" in finding.cure for finding in found)


def test_review_day_is_a_warning_only(tmp_path: Path) -> None:
    """A fact that is due for review keeps nothing from starting."""
    content = sample_content.broken(tmp_path, FACTS, "2027-02-01", "2026-01-01")

    assert [finding.severity for finding in _found(content)] == [Severity.WARNING]
    assert load_course(content).release == 1


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ("review_by: 2026-11-22", ["warning"]),
        ("review_by: 2026-11-23", ["note"]),
        ("review_by: 2027-02-01\n  expires: 2026-11-24", []),
        ("review_by: 2027-02-01\n  expires: 2026-11-23", ["warning"]),
        ("review_by: 2027-02-01\n  withdraw_by: 2026-11-24", []),
        ("review_by: 2027-02-01\n  withdraw_by: 2026-11-23", ["warning"]),
    ],
)
def test_no_day_of_a_fact_is_an_error(days: str, found: list[str], tmp_path: Path) -> None:
    """The days of a fact warn and never keep the course from loading."""
    content = sample_content.broken(tmp_path, FACTS, "review_by: 2027-02-01", days)

    told = [finding for finding in _found(content) if finding.rule == "facts_in_time"]
    assert [finding.severity for finding in told] == found
    assert load_course(content).release == 1


def test_a_withdrawal_says_how_much_is_not_shown(tmp_path: Path) -> None:
    """An author sees at once what learners miss."""
    content = sample_content.broken(
        tmp_path, FACTS, "confidence: high", "confidence: high\n  withdraw_by: 2026-01-01"
    )

    [told] = [finding.what for finding in _found(content) if finding.rule == "facts_in_time"]
    assert "1 cards, 0 steps of trouble pages and 1 questions" in told


def test_module_outside_the_course_is_a_warning(tmp_path: Path) -> None:
    """A module folder that the course does not name is told."""
    content = sample_content.write(tmp_path)
    (content / "modules" / "06-patent").mkdir()

    assert [(finding.rule, finding.severity) for finding in _found(content)] == [("files_listed", "warning")]


def test_trouble_page_is_measured_as_a_whole(tmp_path: Path) -> None:
    """Steps that fit one by one may be too much together."""
    keys = [f"s{number}" for number in "abcdefgh"]
    texts = sample_content.files()
    changed = {
        TROUBLE: texts[TROUBLE].replace(
            "[{key: calm},", f"[{''.join(f'{{key: {k}}}, ' for k in keys)}{{key: calm}},"
        )
    }
    steps = "".join(f"      {key}: {'слово ' * 80}\n" for key in keys)
    changed |= {f"trouble/{language}.yaml": texts[f"trouble/{language}.yaml"].replace("    steps:\n", f"    steps:\n{steps}") for language in WORDS}  # fmt: skip

    found = _found(sample_content.write(tmp_path, changed))

    assert {(f.rule, f.line) for f in found if f.severity == "error"} >= {("card_fits", 2)}


def test_contacts_of_a_topic_are_measured_together(tmp_path: Path) -> None:
    """Many contacts with long notes don't fit one screen."""
    texts = sample_content.files()
    entry = texts[CONTACTS][texts[CONTACTS].index("  - key: consulate") :]
    keys = [f"office-{letter}" for letter in "abcdefgh"]
    changed = {
        CONTACTS: texts[CONTACTS] + "".join(entry.replace("key: consulate", f"key: {k}") for k in keys)
    }
    for language in WORDS:
        name = f"contacts/{language}.yaml"
        changed[name] = texts[name] + "".join(f"  {k}: {{name: {'слово' * 60}}}\n" for k in keys)

    found = _found(sample_content.write(tmp_path, changed))

    assert {(f.rule, f.file, f.line) for f in found if f.rule == "card_fits" and f.severity == "error"} == {
        ("card_fits", f"contacts/{language}.yaml", 2) for language in WORDS
    }


def test_broken_content_does_not_load(tmp_path: Path) -> None:
    """The error holds the findings, and says in one line where to begin."""
    content = sample_content.broken(tmp_path, COURSE, "release: 1", "release: x")

    with pytest.raises(ContentError) as refused:
        load_course(content)

    assert [finding.file for finding in refused.value.findings] == [COURSE]
    assert "\n" not in str(refused.value)
    assert f"{COURSE}:1:1" in str(refused.value)


def test_finding_is_written_for_an_editor() -> None:
    """File, line, column, severity, rule, what; then why and cure."""
    finding = Finding(Severity.ERROR, "facts.yaml", 3, 5, "shape", "wrong", "Because.", "Mend it.")

    assert str(finding) == "facts.yaml:3:5: error shape: wrong\n    why: Because.\n    cure: Mend it."
