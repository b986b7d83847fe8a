"""How well wrong languages are told: `python -m tests.curriculum.measure_languages` prints the figures of docs.

Each text of the course is put into the file of every other language; and left in its own, for false alarms.
"""

from datetime import date

from curriculum import CONTENT
from curriculum.derived import uzbek_cyrillic
from curriculum.manuscript import read_manuscript
from curriculum.segments import Segment, segments
from curriculum.spelling import read_words, unknown_words, words_of
from curriculum.tongue import ENOUGH, core, is_foreign, letters
from learning.course import Language


def main() -> None:
    """Print a line for each language and each paste."""
    manuscript = read_manuscript(CONTENT, date.min)
    listed = manuscript.languages.shape.words
    left_out = manuscript.languages.shape.texts
    texts = [segment for segment in segments(manuscript) if not segment.key.startswith(left_out)]
    for language in Language:
        for pasted in Language:
            found = [core(_words(segment, pasted), listed) for segment in texts]
            long = [text for text in found if letters(text) >= ENOUGH]
            short = [text for text in found if 0 < letters(text) < ENOUGH]
            told = sum(is_foreign(language, text) for text in long)
            new = sum(_is_new(language, text) for text in short)
            print(f"{pasted} in {language}: {told} of {len(long)}; short, by spelling: {new} of {len(short)}")


def _words(segment: Segment, language: Language) -> str:
    words = segment.words(Language.UZ if language is Language.UZ_CYRL else language)
    return uzbek_cyrillic(words) if language is Language.UZ_CYRL else words


def _is_new(language: Language, text: str) -> bool:
    return bool(unknown_words(language, words_of(text), read_words(CONTENT, language)))


if __name__ == "__main__":
    main()
