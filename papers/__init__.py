"""What people carry away: files that open without network, app or account.

A paper is made from a reader (course, language, passport, day) and nothing else: it asks no network, keeps nothing
and names nobody.
"""

from papers.chart import chart
from papers.contact_card import contact_card
from papers.leave_with_pack import leave_with_pack
from papers.print_out import print_out
from papers.spreadsheet import spreadsheet

__all__ = ["chart", "contact_card", "leave_with_pack", "print_out", "spreadsheet"]
