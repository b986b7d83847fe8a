"""The load rig: a cheap Bot API, a crowd that presses buttons, and the bots that are compared. See docs/performance.md."""
