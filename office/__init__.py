"""The official's office: what a seat may see and do, for both front doors, the chat and the pages.

Here scope is checked, secrets of links are made and hashed, reports are put together from published figures, and what
was seen is written into the log. What is decided stands in `learning`, what is kept in `storage`; this room asks both.
Each module is a clerk: its functions take the Office first.
"""

from office.desk import Denied, Office

__all__ = ["Denied", "Office"]
