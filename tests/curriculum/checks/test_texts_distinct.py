"""No text stands in the place of another."""

from pathlib import Path

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


def test_pasted_text_is_told(tmp_path: Path) -> None:
    """The Russian differs, the translation does not."""
    content = sample_content.broken(tmp_path, words("ru"), "host: Идите вместе", "host: Перед дорогой")
    text = sample_content.files()[words("ky")].replace(
        "host: Чогуу барыңыз {term.country}", "host: Чогуу барыңыз {registration-term}"
    )
    (content / words("ky")).write_text(text, "utf-8")

    assert (words("ky"), 11, "warning") in found(content, "texts_distinct")


def test_phrase_of_two_pages_is_told(tmp_path: Path) -> None:
    """Whoever types it would be sent to either."""
    file, texts = "trouble/ky.yaml", sample_content.files()
    page = texts["trouble/trouble.yaml"].split("pages:\n")[1].replace("detained", "taken").replace("🚔", "📄")
    changed = {"trouble/trouble.yaml": texts["trouble/trouble.yaml"] + page}
    for language in sample_content.WORDS:
        name = f"trouble/{language}.yaml"
        again = texts[name].split("pages:\n")[1].replace("detained", "taken")
        changed[name] = texts[name] + (
            again if language == "ky" else again.replace("phrases: [", "phrases: [x")
        )

    assert found(sample_content.write(tmp_path, changed), "texts_distinct") == [(file, 13, "warning")]


def test_equal_texts_of_equal_russian_are_fine(tmp_path: Path) -> None:
    """The sample says the same everywhere, in all languages."""
    assert found(sample_content.write(tmp_path), "texts_distinct") == []
