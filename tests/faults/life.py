"""One life of the process `safar run`, to be killed.

`python -m tests.faults.life ORDER` lives one. Without an order it imports everything once, then forks a child
for each order that comes in by a line: importing takes longer than most of these lives. So does reading the
course; it is read before the first fork too, and each child teaches what was read.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any


def live(order: dict[str, Any]) -> None:
    """Be `safar run` in this folder with this environment; `image` is where a power cut would leave the records."""
    os.chdir(order["folder"])
    foreign = [name for name in os.environ if name.startswith("SAFAR_")]
    for name in foreign:
        del os.environ[name]
    os.environ.update(order["environment"])
    from tests.faults import disk

    if order.get("image"):
        disk.install(Path(order["image"]), order["seed"])
    if order.get("careless"):
        disk.careless()
    _adjust(order)
    from bot.cli import main

    sys.argv = ["safar", "run"]
    main()


def _adjust(order: dict[str, Any]) -> None:
    """Shorten a patience, or teach from another folder."""
    import bot.serve
    import bot.shelf

    bot.serve.PATIENCE = order.get("patience", bot.serve.PATIENCE)
    bot.serve.WIND_UP = order.get("wind_up", bot.serve.WIND_UP)
    if order.get("content"):
        bot.shelf.open_book.__defaults__ = (Path(order["content"]),)


def _read_before() -> None:
    """From now on whoever opens the course gets this reading of it; another folder is read as ever."""
    import bot.shelf
    from curriculum import CONTENT
    from screens.reader import Book

    read, course = bot.shelf.open_book, bot.shelf.open_book()

    def open_book(content: Path = CONTENT) -> Book:
        return course if content == CONTENT else read(content)

    bot.shelf.open_book = open_book


def fork(order: dict[str, Any]) -> int:
    """Begin a life in a child; its standard error goes to the order's log."""
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    code = 1
    try:
        live(order)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        Path(order["ended"]).write_text(str(code))
        os._exit(code)


def serve() -> None:
    """Fork a life for each order until the orders end."""
    import bot.cli
    import bot.log
    import bot.wiring  # noqa: F401

    _read_before()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead: the system buries them
    print("ready", flush=True)
    for line in sys.stdin:
        print(fork(json.loads(line)), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        live(json.loads(sys.argv[1]))
    else:
        serve()
