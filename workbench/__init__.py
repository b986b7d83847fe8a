"""The author's preview: lessons as phone screens in a browser, live on save. This is its only door."""

from workbench.learned import InsightError, read_insight
from workbench.server import CannotListenError, preview, serving

__all__ = ["CannotListenError", "InsightError", "preview", "read_insight", "serving"]
