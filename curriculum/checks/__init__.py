"""The rules, one a file. A new rule is a new file and a line here."""

from curriculum.checks.action_last import action_last
from curriculum.checks.aliases_enough import aliases_enough
from curriculum.checks.approvals_hold import approvals_hold
from curriculum.checks.button_fits import button_fits
from curriculum.checks.card_fits import card_fits
from curriculum.checks.comments_apart import comments_apart
from curriculum.checks.contacts_answer import contacts_answer
from curriculum.checks.contacts_called import contacts_called
from curriculum.checks.contacts_honest import contacts_honest
from curriculum.checks.contacts_known import contacts_known
from curriculum.checks.course_length import course_length
from curriculum.checks.derived_cyrillic_clean import derived_cyrillic_clean
from curriculum.checks.easy_to_read import easy_to_read
from curriculum.checks.emphasis_equal import emphasis_equal
from curriculum.checks.every_reply_present import every_reply_present
from curriculum.checks.facts_in_time import facts_in_time
from curriculum.checks.facts_named import facts_named
from curriculum.checks.facts_sourced import facts_sourced
from curriculum.checks.facts_teachable import facts_teachable
from curriculum.checks.files_known import files_known
from curriculum.checks.files_listed import files_listed
from curriculum.checks.glossary_kept import glossary_kept
from curriculum.checks.ideas_paired import ideas_paired
from curriculum.checks.kept_by_commands import kept_by_commands
from curriculum.checks.keys_unique import keys_unique
from curriculum.checks.language_right import language_right
from curriculum.checks.letters_clean import letters_clean
from curriculum.checks.media_fit import media_fit
from curriculum.checks.met_by_somebody import met_by_somebody
from curriculum.checks.no_html import no_html
from curriculum.checks.numbers_from_facts import numbers_from_facts
from curriculum.checks.one_right_option import one_right_option
from curriculum.checks.options_alike import options_alike
from curriculum.checks.options_distinct import options_distinct
from curriculum.checks.pairs_closed import pairs_closed
from curriculum.checks.phones_from_contacts import phones_from_contacts
from curriculum.checks.phrases_specific import phrases_specific
from curriculum.checks.placeholders_equal import placeholders_equal
from curriculum.checks.placeholders_known import placeholders_known
from curriculum.checks.reachable import reachable
from curriculum.checks.right_place_varies import right_place_varies
from curriculum.checks.routes_lead import routes_lead
from curriculum.checks.signs_plain import signs_plain
from curriculum.checks.spelling_known import spelling_known
from curriculum.checks.texts_distinct import texts_distinct
from curriculum.checks.translation_differs import translation_differs
from curriculum.checks.translation_whole import translation_whole
from curriculum.checks.translations_current import translations_current
from curriculum.checks.words_complete import words_complete
from curriculum.checks.words_written import words_written

RULES = (
    files_listed,
    files_known,
    keys_unique,
    one_right_option,
    ideas_paired,
    every_reply_present,
    words_complete,
    words_written,
    translations_current,
    placeholders_equal,
    placeholders_known,
    facts_named,
    numbers_from_facts,
    card_fits,
    button_fits,
    facts_teachable,
    facts_in_time,
    contacts_known,
    contacts_honest,
    contacts_answer,
    kept_by_commands,
    reachable,
    routes_lead,
    course_length,
    derived_cyrillic_clean,
    letters_clean,
    pairs_closed,
    signs_plain,
    comments_apart,
    no_html,
    action_last,
    approvals_hold,
    emphasis_equal,
    translation_differs,
    translation_whole,
    texts_distinct,
    phrases_specific,
    aliases_enough,
    options_distinct,
    options_alike,
    right_place_varies,
    phones_from_contacts,
    facts_sourced,
    contacts_called,
    met_by_somebody,
    media_fit,
    glossary_kept,
    easy_to_read,
    language_right,
    spelling_known,
)
