"""TDLib's own cases: what the server's code does to a text, the sandbox does too."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox import found, html, markdown
from sandbox.cleaning import TextError, kept
from sandbox.entities import Entity
from sandbox.links import LinkError, checked_link, mentioned_user

CASES: dict[str, Any] = yaml.load(
    Path(__file__).with_name("tdlib").joinpath("texts.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
SCANNERS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    "mention": found.mentions,
    "bot_command": found.commands,
    "hashtag": found.hashtags,
    "cashtag": found.cashtags,
    "bank_card_number": found.cards,
    "tg_url": found.own_links,
}
PARSERS = {"html": (html.parse, html.HtmlError), "markdown_v2": (markdown.parse, markdown.MarkdownError)}


def entity(kind: str, offset: int, length: int, *more: Any) -> Entity:
    """An entity as the cases write it."""
    texts = [part for part in more if isinstance(part, str)]
    numbers = [part for part in more if isinstance(part, int)]
    return Entity(kind, offset, length, texts[0] if texts else "", numbers[0] if numbers else 0)


@pytest.mark.parametrize("name", SCANNERS)
def test_the_server_finds_the_same_names_tags_and_numbers(name: str) -> None:
    """Mentions, commands, hashtags, cashtags, cards and own links begin and end where TDLib says."""
    for case in CASES[name]:
        text = case["text"]
        assert case["found"] == [text[start:end] for start, end in SCANNERS[name](text)], case


def test_the_server_finds_the_same_links_and_emails() -> None:
    """Of an address, that part is a link or an email which TDLib says."""
    for case in CASES["url"]:
        spans = list(found.urls(case["text"]))
        links = [case["text"][start:end] for start, end, mail in spans if not mail]
        mails = [case["text"][start:end] for start, end, mail in spans if mail]
        assert (case["found"], case.get("emails", [])) == (links, mails), case


def test_the_same_addresses_are_emails() -> None:
    """Whole addresses, and every pair of good and bad halves."""
    for case in CASES["email"]:
        assert found.is_email(case["text"]) == case["is"], case
    halves = CASES["email_parts"]
    users = [(user, good) for good in ("good", "bad") for user in halves[f"{good}_userdatas"]]
    domains = [(domain, good) for good in ("good", "bad") for domain in halves[f"{good}_domains"]]
    for user, good_user in users:
        for domain, good_domain in domains:
            assert found.is_email(f"{user}@{domain}") == (good_user == good_domain == "good"), (user, domain)
            assert not found.is_email(user + domain)


@pytest.mark.parametrize("name", PARSERS)
def test_marks_are_read_alike(name: str) -> None:
    """HTML and MarkdownV2 give TDLib's text and entities, or its error with the byte."""
    parse, refusal = PARSERS[name]
    for case in CASES[name]:
        if "error" in case:
            with pytest.raises(refusal) as raised:
                parse(case["text"])
            assert case["error"] == str(raised.value), case
        else:
            assert (case["plain"], [entity(*one) for one in case["entities"]]) == parse(case["text"]), case


def test_texts_are_kept_alike() -> None:
    """Entities are sorted, cut, joined and found as TDLib does it."""
    for case in CASES["fix"]:
        given = [entity(*one) for one in case["given"]]
        assert (case["plain"], [entity(*one) for one in case["entities"]]) == kept(case["text"], given), case


# -- answers recorded from TDLib's own code ------------------------------------------------------------------

RECORDED: dict[str, Any] = yaml.load(
    Path(__file__).with_name("tdlib").joinpath("recorded.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
READERS: dict[str, Callable[[dict[str, Any]], tuple[str, list[Entity]]]] = {
    "html": lambda case: html.parse(case["text"]),
    "markdown": lambda case: markdown.parse_legacy(case["text"]),
    "markdown_v2": lambda case: markdown.parse(case["text"]),
    "given": lambda case: (case["text"], [entity(*one) for one in case["given"]]),
}


@pytest.mark.parametrize("name", READERS)
def test_made_up_texts_end_alike(name: str) -> None:
    """Read and kept, a text is the same as in TDLib, or is refused with the same words."""
    for case in RECORDED[name]:
        if "error" in case:
            with pytest.raises((html.HtmlError, markdown.MarkdownError, TextError)) as raised:
                kept(*READERS[name](case))
            assert case["error"] == str(raised.value), case
        else:
            wanted = [entity(*one) for one in case["entities"]]
            assert (case["kept"], wanted) == kept(*READERS[name](case)), case


def test_links_are_checked_alike() -> None:
    """A link is written anew as in TDLib, or refused with the same words, and means the same person."""
    for case in RECORDED["links"]:
        assert case.get("user", 0) == mentioned_user(case["text"]), case
        if "error" in case:
            with pytest.raises(LinkError) as raised:
                checked_link(case["text"])
            assert case["error"] == str(raised.value), case
        else:
            assert case["link"] == checked_link(case["text"]), case
