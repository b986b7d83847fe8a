"""`python -m curriculum.messages`: what the Russian catalogue lacks, one line each."""

from curriculum.messages.sentences import mistakes

wrong = mistakes("ru")
print("\n".join(wrong) or "ru.po is complete")
raise SystemExit(bool(wrong))
