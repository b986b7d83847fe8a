"""A translation is not the Russian over again."""

from pathlib import Path

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


def test_russian_copy_is_told(tmp_path: Path) -> None:
    """A text of three words that equals the Russian has not been translated."""
    changed = {
        words(language): sample_content.files()[words(language)].replace(old, "term: Идите вместе домой")
        for language, old in (("ru", "term: Идите вместе"), ("tg", "term: Якҷоя равед"))
    }

    assert found(sample_content.write(tmp_path, changed), "translation_differs") == [
        (words("tg"), 10, "error")
    ]


def test_name_of_two_words_may_stay(tmp_path: Path) -> None:
    """A short text may be a name, which is the same in two languages."""
    content = sample_content.broken(tmp_path, words("ky"), "title: Жолго чыгаарда", "title: Перед дорогой")

    assert found(content, "translation_differs") == []
