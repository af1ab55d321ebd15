"""Files and standard input as bytes and lines: unpacked, bounded, decoded."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import zstandard

from molinfo.errors import InputError

PACKED_ENDINGS = (".gz", ".zst")
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError)


class Line(NamedTuple):
    """A line without its end, its number from 1, and what is wrong with it, "" when nothing."""

    number: int
    text: str
    fault: str = ""


class Skip:
    """How many of the next records a reader is to leave unmade, and how many it has.

    Set `ahead`; a reader asks `takes_one` before it makes a record. One that never asks is right
    too, only slower.
    """

    def __init__(self) -> None:
        self.ahead = self.taken = 0

    def takes_one(self) -> bool:
        """Whether the next record is not wanted; counts it."""
        if not self.ahead:
            return False
        self.ahead -= 1
        self.taken += 1
        return True


def is_address(name: str) -> bool:
    """Whether a name is an address such as s3://bucket/library.smi.gz, not a path.

    >>> is_address("s3://bucket/library.smi"), is_address("library.smi")
    (True, False)
    """
    return "://" in name


def open_bytes(name: str, packed: str) -> IO[bytes]:
    """Open a file, an address or, for `-`, standard input; unpacked when packed (.gz, .zst).

    Raises InputError when it cannot be opened or is empty.
    """
    try:
        stream = io.BufferedReader(_open_raw(name, packed), 1 << 16)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{name} is a folder; give a file, or a store folder to open") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    try:
        empty = not stream.peek(1)
    except _DAMAGED as error:
        stream.close()
        raise InputError(f"{name}: not a {packed} file, or damaged: {error}") from error
    except OSError as error:
        stream.close()
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    if empty:
        stream.close()
        raise InputError(f"{name}: the file is empty")
    return stream


def open_address(address: str) -> Any:
    """Open what fsspec knows (file, s3, gs, http, ... by its plug-ins) as bytes that can be sought.

    Raises InputError when it cannot be opened.
    """
    import fsspec

    try:
        return fsspec.open(address, "rb").open()
    except FileNotFoundError:
        raise InputError(f"{address}: no such file") from None
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"{address}: cannot be opened: {error}") from error


def _open_raw(name: str, packed: str) -> Any:
    raw: Any
    if name == "-":
        raw = sys.stdin.buffer
    elif is_address(name):
        raw = open_address(name)
    else:
        raw = open(name, "rb", buffering=0)  # noqa: SIM115  closed with the reader around it
    if packed == ".gz":
        return _Unpacked(raw)
    if packed == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    return raw


class _Unpacked(gzip.GzipFile):
    """A gzip stream that closes the file below it with itself."""

    def __init__(self, raw: Any) -> None:
        super().__init__(fileobj=raw)
        self._raw = raw

    def close(self) -> None:
        super().close()
        self._raw.close()


def read_lines(stream: IO[bytes], name: str, max_text: int) -> Iterator[Line]:
    """The lines of a text file, whatever its line ends; a longer one than `max_text` is a fault.

    UTF-8 with or without a mark, UTF-16 with one; a line that is not UTF-8 is read as Windows-1252.
    What a damaged archive still holds is read, its end told as a fault. Raises InputError for a
    binary file.
    """
    head = stream.peek(4096)[:4096] if isinstance(stream, io.BufferedReader) else b""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        stream = io.BufferedReader(_Utf16AsUtf8(stream))
    elif b"\0" in head:
        raise InputError(f"{name}: a binary file where text was expected")
    number = 0
    pending = b""
    dropped = False
    while True:
        try:
            block = stream.readline(max_text + 2)
        except _DAMAGED as error:
            yield Line(number + 1, "", f"the file is cut off or damaged here: {error}")
            return
        if not block:
            return
        if len(block) >= max_text + 2 and not block.endswith(b"\n"):
            if not dropped:
                number += 1
                yield Line(number, "", f"line {number} is longer than {max_text:,} characters")
            dropped = True
            continue
        if dropped:  # the tail of the long line
            dropped = False
            continue
        pending = block.rstrip(b"\r\n")
        for part in pending.split(b"\r"):
            number += 1
            text = _decode(part.removeprefix(b"\xef\xbb\xbf") if number == 1 else part)
            fault = f"line {number} holds binary data" if "\0" in text else ""
            yield Line(number, text, fault)


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


class _Utf16AsUtf8(io.RawIOBase):
    """The bytes of a UTF-16 stream as those of UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        ended = False
        while not self._rest and not ended:
            block = self._stream.read(1 << 14)
            ended = not block
            self._rest = self._decoder.decode(block, final=ended).encode("utf-8")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
