"""What people carry away: files that open without network, app or account.

A paper is made from a reader (course, language, passport, day) and nothing else: it asks no network, keeps nothing
and names nobody.
"""

from papers.contact_card import contact_card
from papers.leave_with_pack import leave_with_pack

__all__ = ["contact_card", "leave_with_pack"]
