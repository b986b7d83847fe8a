"""What somebody has said, looked for in files, however it may have been written."""

import base64
from pathlib import Path


def traces(folder: Path, words: str) -> list[str]:
    """The files that hold these words, or one of them, in any encoding that we can think of."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files for form in forms(words) if form in path.read_bytes()]


def forms(words: str) -> set[bytes]:
    """These words, and each of them alone, as they are, escaped, in figures, and in four encodings."""
    said = {form for word in (words, *words.split()) for form in (word, word.upper(), word.lower())}
    base64s = {base64.b64encode(word.encode()).decode()[:-4] for word in said}
    base64s |= {base64.urlsafe_b64encode(word.encode()).decode()[:-4] for word in said}
    said |= {word.encode("unicode_escape").decode() for word in said} | {word.encode().hex() for word in said}
    said |= base64s
    found = {word.encode(code) for word in said for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return found | {
        word.encode("cp1251") for word in said if word.encode("cp1251", "ignore").decode("cp1251") == word
    }
