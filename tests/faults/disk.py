"""A disk that loses power: beside each file of SQLite it keeps what such a cut would leave.

SQLite asks the system through a table of functions (its VFS). Three of them are replaced here, in the process
that is to be killed: what is written goes to the real file and into memory, and only `xSync` carries it over to
the image. So the image holds what was fsynced, and besides, now and then, a block that the disk wrote early, out
of order or by halves, as disks do. Nothing is compiled: ctypes reaches the library that Python itself uses.
"""

import ctypes
import random
import sqlite3
from collections import defaultdict
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p, string_at
from pathlib import Path
from typing import Any

SECTOR = 512
OK = 0

Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class Vfs(ctypes.Structure):
    """The head of sqlite3_vfs, as sqlite3.h lays it out."""

    _fields_ = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("own_data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
    ]


class Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", c_int),
        *((name, c_void_p) for name in ("close", "read", "write", "truncate", "sync")),
        *((f"rest{n}", c_void_p) for n in range(13)),
    ]


class Disk:
    """Keeps the image of every file of SQLite in `image`; `early` is the share of writes that it does at once."""

    def __init__(self, image: Path, seed: int, early: float = 0.1) -> None:
        self.image = image
        self.early = early
        self.chance = random.Random(seed)
        self.pending: dict[str, list[tuple[int, bytes | None]]] = defaultdict(list)

    def path(self, name: str) -> Path:
        """Where the image of a file is."""
        return self.image / Path(name).name

    def write(self, name: str, at: int, data: bytes) -> None:
        """Remember a write; the disk may do it, or its first half, before it is asked to."""
        self.pending[name].append((at, data))
        if self.chance.random() < self.early and self.path(name).exists():
            torn = data[: SECTOR * (len(data) // SECTOR // 2)] if self.chance.random() < 0.5 else data
            self.carry_over(name, [(at, torn)])

    def truncate(self, name: str, size: int) -> None:
        """Remember that a file was cut to a size."""
        self.pending[name].append((size, None))

    def sync(self, name: str) -> None:
        """Make all that was written to a file last."""
        self.carry_over(name, self.pending.pop(name, []))

    def carry_over(self, name: str, writes: list[tuple[int, bytes | None]]) -> None:
        """Put writes into the image."""
        path = self.path(name)
        path.touch()
        with path.open("r+b") as file:
            for at, data in writes:
                if data is None:
                    file.truncate(at)
                else:
                    file.seek(at)
                    file.write(data)


def install(image: Path, seed: int) -> Disk:
    """Let every file that SQLite opens from now on have an image; the shared memory beside a WAL needs none."""
    import _sqlite3

    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = POINTER(Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    disk = Disk(image, seed)
    image.mkdir(parents=True, exist_ok=True)
    _hook(vfs, disk)
    return disk


_kept_alive: list[Any] = []  # ctypes' callbacks vanish with the last Python object that knows them


def _hook(vfs: Vfs, disk: Disk) -> None:
    really_open, really_delete = Open(vfs.open), Delete(vfs.delete)

    def open_file(me: int, name: int | None, file: int, flags: int, out: Any) -> int:
        result = int(really_open(me, name, file, flags, out))
        if result == OK and name:
            _watch(file, string_at(name).decode(), disk)
        return result

    def delete(me: int, name: bytes, sync: int) -> int:
        disk.pending.pop(name.decode(), None)
        disk.path(name.decode()).unlink(missing_ok=True)
        return int(really_delete(me, name, sync))

    hooks = Open(open_file), Delete(delete)
    _kept_alive.extend((really_open, really_delete, *hooks))
    vfs.open, vfs.delete = (ctypes.cast(hook, c_void_p).value for hook in hooks)


def _watch(file: int, name: str, disk: Disk) -> None:
    table = ctypes.cast(file, POINTER(POINTER(Methods)))
    methods = Methods.from_buffer_copy(table.contents.contents)
    really_write, really_truncate = Write(methods.write), Truncate(methods.truncate)
    really_sync = Sync(methods.sync)

    def write(me: int, data: int, size: int, at: int) -> int:
        disk.write(name, at, string_at(data, size))
        return int(really_write(me, data, size, at))

    def truncate(me: int, size: int) -> int:
        disk.truncate(name, size)
        return int(really_truncate(me, size))

    def sync(me: int, flags: int) -> int:
        disk.sync(name)
        return int(really_sync(me, flags))

    hooks = Write(write), Truncate(truncate), Sync(sync)
    _kept_alive.extend((methods, really_write, really_truncate, really_sync, *hooks))
    methods.write, methods.truncate, methods.sync = (ctypes.cast(hook, c_void_p).value for hook in hooks)
    table[0] = ctypes.pointer(methods)


def careless() -> None:
    """Let Safar open its records without asking for durability: the emulation has to show what that costs."""
    from storage import sqlite

    careful = sqlite.connect

    def connect(path: Path, patience: float) -> sqlite3.Connection:
        connection = careful(path, patience)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    sqlite.connect = connect
