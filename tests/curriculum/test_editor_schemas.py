"""An editor's reading of our schemas: what passes there passes the proof-reader's models, and the other way round."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from curriculum import CONTENT, new_lesson, outdated_schemas, write_schemas
from tests.curriculum import sample_content
from tests.curriculum.proofread import CONTACTS, COURSE, FACTS, MODULE, TROUBLE, words
from tests.one_module import one_module

MODELINE = "# yaml-language-server: $schema="
GLOSSARY = "glossary.yaml"


class _AsAnEditorReads(yaml.CSafeLoader):
    """YAML 1.2's core schema knows no dates: editors see text."""


_AsAnEditorReads.yaml_implicit_resolvers = {
    letter: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The course itself, to be broken."""
    return one_module(tmp_path / "content")


def underlined(content: Path, file: str) -> list[str]:
    """What an editor complains of in a file, by the schema that its first line names."""
    text = (content / file).read_text("utf-8")
    first = text.partition("\n")[0]
    assert first.startswith(MODELINE), f"{file} names no schema"
    path = (content / file).parent / first.removeprefix(MODELINE)
    data = yaml.load(text, _AsAnEditorReads)
    return [error.message for error in validator(path.read_text("utf-8")).iter_errors(data)]


@cache
def validator(schema: str) -> Draft202012Validator:
    """A schema that is one itself."""
    read: dict[str, Any] = json.loads(schema)
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read)


def test_the_course_is_not_underlined() -> None:
    """Every YAML file names its schema and keeps to it."""
    files = [path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.yaml")]

    assert {file: found for file in files if (found := underlined(CONTENT, file))} == {}


def test_the_schemas_are_those_of_the_models() -> None:
    """Committed schemas are up to date: `safar schema` would write nothing."""
    assert outdated_schemas(CONTENT) == []


BREAKS = {
    "a slip in a key": (MODULE, "action: {key: agree-with-host", "acton: {key: agree-with-host"),
    "a key that is none": (MODULE, "key: first-days", "key: First Days"),
    "a number in quotes": (MODULE, "number: 501", 'number: "501"'),
    "a passport unknown": (MODULE, "citizenship: [other]", "citizenship: [others]"),
    "one option": (MODULE, "options: [enough, register, ask-boss]", "options: [register]"),
    "two units": (FACTS, "KG: {days: 30}", "KG: {days: 30, hours: 2}"),
    "an unknown unit": (FACTS, "KG: {days: 30}", "KG: {day: 30}"),
    "an amount below one": (FACTS, "KG: {days: 30}", "KG: {days: 0}"),
    "no law": (FACTS, "  law: Федеральный закон 109-ФЗ от 18 июля 2006 года\n", ""),
    "confidence in other words": (FACTS, "confidence: high", "confidence: sure"),
    "draft in words": (COURSE, "draft: true", "draft: soon"),
    "a mark beyond all": (COURSE, "pass_mark: 60", "pass_mark: 101"),
    "a page without steps": (TROUBLE, "    icon: 🚔\n", "    icon: 🚔\n    step: []\n"),
    "a status unknown": (CONTACTS, "status: seen,", "status: called,"),
    "a term without Tajik": (GLOSSARY, "    tg: [бақайдгир, қайд]\n", ""),
    "a word under a wrong key": (words("ky"), "    title: Алгачкы күндөр", "    titel: Алгачкы күндөр"),
    "a card that the structure has not": (words("uz"), "      count: |", "      counts: |"),
    "a number for words": (words("tg"), "title: Рӯзҳои аввал", "title: 1"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_mistakes_are_underlined(content: Path, name: str) -> None:
    """While somebody types, before any command is run."""
    file, old, new = BREAKS[name]
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")

    assert underlined(content, file) != []


def test_words_follow_the_structure(content: Path) -> None:
    """A lesson that was added is completed; before, its words would be underlined."""
    new_lesson(content, "registration", "moving-house")
    assert underlined(content, words("ky")) != []
    assert "schemas/words/05-registration.json" in outdated_schemas(content)

    write_schemas(content)

    assert underlined(content, words("ky")) == []
    assert outdated_schemas(content) == []


def test_a_folder_without_schemas_gets_them(tmp_path: Path) -> None:
    """Every file its first line, and what stood there stays as it was."""
    content = sample_content.write(tmp_path)
    before = (content / MODULE).read_text("utf-8")

    written = write_schemas(content)

    assert MODULE in written and "schemas/module.json" in written
    assert (content / MODULE).read_text("utf-8").partition("\n")[2] == before
    assert underlined(content, MODULE) == []
    assert write_schemas(content) == []


def test_a_schema_of_a_module_that_is_gone_goes(content: Path) -> None:
    """Nothing stale is left to complete from."""
    (content / "schemas" / "words" / "99-gone.json").write_text("{}", "utf-8")

    assert write_schemas(content) == ["schemas/words/99-gone.json"]
