"""Which characters do a file's bytes stand for?

Agencies send UTF-8, with or without a byte-order mark, or what Windows and Excel write: code page 1252 or UTF-16. What
is valid UTF-8 from end to end is UTF-8: text in another encoding passes that test only if it is plain ASCII.
"""

import codecs
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from joinedup.core.errors import CannotProceed

ALIASES = {"utf-8-bom": "utf-8-sig", "windows-1252": "cp1252", "ansi": "cp1252", "utf-16-bom": "utf-16"}
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
GUESSES = ("utf-8", "cp1252", "latin-1")
Chunks = Callable[[], Iterable[bytes]]


class WrongEncoding(CannotProceed):
    """A file's bytes are not in the encoding they should be in."""


def find(chunks: Chunks, name: str, declared: str | None) -> str:
    """The encoding of a file: the one declared, if it fits every byte, or else found out.

    Parameters
    ----------
    chunks : reads the file from its start.
    name : of the file, in messages.
    declared : the encoding the place file gives, if any.

    Raises
    ------
    WrongEncoding : no such encoding, or a byte does not fit the one declared.
    """
    if declared is not None:
        return check_declared(chunks, name, declared)
    start = b"".join(piece for piece, _ in zip(chunks(), range(1), strict=False))[:65_536]
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return check_declared(chunks, name, encoding)
    if wide := without_mark(start):
        return check_declared(chunks, name, wide)
    return next(guess for guess in GUESSES if first_bad_line(chunks(), guess) is None)


def doubt(chunks: Chunks, found: str) -> str:
    """A sentence, if a file declared to have one byte a character is UTF-8 that goes beyond ASCII; or nothing."""
    if found not in {"cp1252", "iso8859-1", "iso8859-15"} or first_bad_line(chunks(), "ascii") is None:
        return ""
    is_utf8 = first_bad_line(chunks(), "utf-8") is None
    return f"Declared as {found}, but it reads as UTF-8: accented letters may come out wrong." if is_utf8 else ""


def without_mark(start: bytes) -> str | None:
    """UTF-16 without a byte-order mark shows as every other byte NUL.

    Examples
    --------
    >>> without_mark("a,b".encode("utf-16-le")), without_mark(b"a,b")
    ('utf-16-le', None)
    """
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) / half > 0.4:
        return "utf-16-le" if start[::2].count(0) / half < 0.1 else None
    return "utf-16-be" if start[::2].count(0) / half > 0.4 else None


def check_declared(chunks: Chunks, name: str, declared: str) -> str:
    """The encoding declared, in Python's name for it, if every byte of the file fits."""
    encoding = ALIASES.get(declared.lower(), declared)
    try:
        b"x".decode(encoding, "ignore")  # refuses codecs that are not of text, such as base64
        encoding = codecs.lookup(encoding).name
    except LookupError as problem:
        raise WrongEncoding(
            f"{name} is declared to be in the encoding '{declared}', which is not known",
            expected="the name of an encoding",
            available=("utf-8", "utf-16", "cp1252", "latin-1"),
        ) from problem
    bad_line = first_bad_line(chunks(), encoding)
    if bad_line is not None:
        fits = [guess for guess in GUESSES if first_bad_line(chunks(), guess) is None]
        raise WrongEncoding(
            f"{name} is not {declared}: line {bad_line} has a byte that does not fit",
            expected=f"{declared} throughout, or another encoding in the place file",
            available=fits,
        )
    return encoding


def first_bad_line(chunks: Iterable[bytes], encoding: str) -> int | None:
    """The first line with a byte that does not fit, or None; about right for encodings wider than a byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for chunk in chunks:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as problem:
            return line + chunk.count(b"\n", 0, max(problem.start, 0))
        line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def transcode(chunks: Iterable[bytes], encoding: str, into: Path) -> None:
    """Write the same characters as UTF-8, piece by piece."""
    with into.open("wb") as file:
        for text in decoded(chunks, encoding):
            file.write(text.encode("utf-8"))


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The characters of a file, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
