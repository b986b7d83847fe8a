"""What is asked of a learner once, and when: nothing before the first lesson is passed."""

from dataclasses import replace

from learning.learner import Asked, Learner


def next_to_ask(learner: Learner) -> Asked | None:
    """The question to put before going on: first where home is, then whether we may write. None when done."""
    if learner.guest or not learner.lessons:
        return None
    if not learner.home and Asked.HOME not in learner.asked:
        return Asked.HOME
    return Asked.WRITE if Asked.WRITE not in learner.asked else None


def asked(learner: Learner, what: Asked) -> Learner:
    """Note that this was asked."""
    return replace(learner, asked=learner.asked | {what})
