"""The first two steps of reading a formula: markup to characters, characters to tokens."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from molinfo.chem.nuclides import ALIASES, ATOMIC_NUMBERS
from molinfo.errors import FormulaError

_UNSPECIFIED = frozenset("RXMQAZLEGJ")
_URANIUM = 92
SUBSCRIPTS, SUPERSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
SCRIPTABLE = "0123456789+-"
_SCRIPTS = dict(zip(SUBSCRIPTS, zip(SCRIPTABLE, ["sub"] * 12, strict=True), strict=True)) | dict(
    zip(SUPERSCRIPTS, zip(SCRIPTABLE, ["sup"] * 12, strict=True), strict=True)
)
_SAME = (
    dict.fromkeys("·•∙⋅‧・·●⦁ꞏ", "·")
    | dict.fromkeys("−–‐‑﹣－", "-")
    | {"＋": "+", "⁄": "/", "∗": "*", "✕": "×"}
)
VULGAR = {
    sign: Fraction(unicodedata.numeric(sign)).limit_denominator(10) for sign in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
CLOSING = {"(": ")", "[": "]", "{": "}"}


class _Char(NamedTuple):
    text: str
    script: str  # "", "sub" or "sup"
    at: int
    spaced: bool


class Token(NamedTuple):
    """One sign of a formula, with its script and its position in the text (from 0)."""

    kind: str  # element number vulgar sign separator . , / open close open-multiplier end
    text: str
    script: str
    at: int
    spaced: bool  # a space stands before it


class Choices:
    """Which reading is taken at each place where a text has more than one.

    `given` are those taken at the first places; `free` ones are not refused where no rule decides.
    `made` counts the readings at each place that was met.
    """

    def __init__(self, given: tuple[int, ...] = (), *, free: bool = False) -> None:
        self.given = given
        self.free = free
        self.made: list[int] = []

    def take(self, count: int) -> int:
        """Which of some readings is taken at this place; the first unless another was given."""
        place = len(self.made)
        self.made.append(count)
        return self.given[place] if place < len(self.given) else 0

    def prefer_first(self, count: int) -> bool:
        """Whether the first reading is taken."""
        return self.take(count) == 0


_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\s*|[,;:! ])")
_TAG = re.compile(r"<\s*(/?)\s*(sub|sup)\s*>", re.IGNORECASE)
_BARE_SCRIPT = re.compile(r"[0-9]*[+\-−–]+[0-9]*|[0-9]+")


def _read_markup(text: str) -> list[_Char]:
    """Turn Unicode scripts, HTML and LaTeX into characters that know their script."""
    chars: list[_Char] = []
    script, spaced, i = "", False, 0
    stack: list[tuple[str, str]] = []  # what a closing brace ends, and the script it restores
    while i < len(text):
        c, at = text[i], i
        i += 1
        if c.isspace() or c in "~$" or c in _INVISIBLE:
            spaced = spaced or c.isspace() or c == "~"
            continue
        if c == "<" and (tag := _TAG.match(text, at)):
            i = tag.end()
            script = "" if tag[1] else tag[2].lower()
            continue
        if c == "&" and (entity := re.compile(r"&#?\w{1,12};").match(text, at)):
            i, c = entity.end(), html.unescape(entity[0])
            if c.isspace():
                spaced = True
                continue
        elif c == "\\" and (command := _COMMAND.match(text, at)):
            i = command.end()
            name = command[1]
            if name is None:
                spaced = True
            elif name in ("cdot", "bullet", "times"):
                chars.append(_Char("×" if name == "times" else "·", script, at, spaced))
            elif name in ("mathrm", "ce", "text", "textrm", "rm", "mathsf"):
                if text[i : i + 1] == "{":
                    stack.append(("wrap", script))
                    i += 1
            else:
                raise formula_error(f"\\{name} is not known here; remove it", text, at)
            continue
        elif c in "_^" and not script:
            kind = "sub" if c == "_" else "sup"
            if text[i : i + 1] == "{":
                stack.append(("script", script))
                script, i = kind, i + 1
            elif run := _BARE_SCRIPT.match(text, i):
                if c == "_" and re.search(r"[0-9]*[+\-−–]$", run[0]):
                    kind = "sup"  # SO4_2-: an underscore before a charge
                chars += [
                    _Char(_SAME.get(x, x), kind, i + k, spaced and not k)
                    for k, x in enumerate(run[0])
                ]
                i, spaced = run.end(), False
            else:
                raise formula_error(f"{c!r} must stand before a number or a charge", text, at)
            continue
        elif c == "{":
            if text[i : i + 1] == "}":
                i += 1
                continue
            stack.append(("group", script))
        elif c == "}" and stack:
            what, script = stack.pop()
            if what != "group":
                continue
        plain, level = _SCRIPTS.get(c, (_SAME.get(c, c), script))
        chars.append(_Char(plain, level, at, spaced))
        spaced = False
    if stack:
        raise formula_error("a '{' is not closed; add '}'", text, len(text))
    if script:
        raise formula_error(f"<{script}> is not closed; add </{script}>", text, len(text))
    return chars


def tokenise(text: str, notes: list[str], choices: Choices) -> list[Token]:
    """Make tokens of a text; what had to be read in other letter case is added to `notes`."""
    chars = _read_markup(text)
    tokens: list[Token] = []
    words: list[str] = []
    i = 0
    while i < len(chars):
        c = chars[i]
        first, script = c.text, c.script
        if first.isascii() and first.isalpha():
            end = _run(chars, i, str.isalpha)
            word = "".join(x.text for x in chars[i:end])
            nexts = word[1:2] or (chars[end].text if end < len(chars) else "")
            starts = not tokens or tokens[-1].kind in (".", "separator", "open")
            if first in "xn" and starts and (nexts.isupper() or nexts in CLOSING):
                tokens.append(Token("open-multiplier", first, script, c.at, c.spaced))
                i += 1
                continue
            follows_group = bool(tokens) and tokens[-1].kind == "close" and not c.spaced
            if word in ("n", "x") and follows_group and not nexts.isdigit():
                raise formula_error(
                    f"a group {word} times over has no composition; write out how often",
                    text,
                    c.at,
                )
            if first == "x" and not starts and (word == "x" or c.spaced):
                if not (nexts.isdigit() or nexts in VULGAR):
                    raise formula_error(
                        "'x' can be a multiplication sign or an unknown number; "
                        "write · for the one, ·x for the other",
                        text,
                        c.at,
                    )
                tokens.append(Token("separator", "×", script, c.at, c.spaced))
                i += 1
                continue
            words.append(word)
            at = i
            for symbol in _split_word(word, text, c.at, notes, choices):
                here = chars[at]
                tokens.append(Token("element", symbol, here.script, here.at, here.spaced))
                at += len(symbol)
            i = end
            continue
        if first in "0123456789":
            end = _run(chars, i, lambda x: x in "0123456789")
            number = "".join(x.text for x in chars[i:end])
            tokens.append(Token("number", number, script, c.at, c.spaced))
            i = end
            continue
        if first in VULGAR:
            kind = "vulgar"
        elif first in CLOSING:
            kind = "open"
        elif first in ")]}":
            kind = "close"
        elif first in "·*×":
            kind = "separator"
        elif first in "+-":
            kind = "sign"
        elif first in ".,/":
            kind = first
        else:
            raise formula_error(f"{first!r} has no meaning in a formula; remove it", text, c.at)
        tokens.append(Token(kind, first, script, c.at, c.spaced))
        i += 1
    tokens.append(Token("end", "", "", len(text), False))
    _note_other_case(words, notes)
    return _lift_charges(_lift_mass_numbers(tokens))


def _note_other_case(words: list[str], notes: list[str]) -> None:
    """Where a word had to be read in other case, say which others could be: SIO in NA2SIO3."""
    if not notes:
        return
    for word in dict.fromkeys(words):
        others = [r for r in _case_readings(word) if "".join(r) != word]
        if others and word.isupper() and not any(note.startswith(repr(word)) for note in notes):
            notes.append(f"{word!r} was read as written, not as {''.join(others[0])}")


def _lift_mass_numbers(tokens: list[Token]) -> list[Token]:
    """Make mass numbers of numbers alone in square brackets: [13]C2."""
    lifted: list[Token] = []
    i = 0
    while i < len(tokens):
        kinds = [t.kind for t in tokens[i + 1 : i + 4]]
        if tokens[i].text == "[" and kinds == ["number", "close", "element"]:
            lifted.append(tokens[i + 1]._replace(script="mass", spaced=False))
            i += 3
            continue
        lifted.append(tokens[i])
        i += 1
    return lifted


def _lift_charges(tokens: list[Token]) -> list[Token]:
    """Make a superscript of a charge in round brackets: SO4(2-), Fe(+2), CO3(--)."""
    lifted: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].text == "(" and lifted:
            end = i + 1
            while tokens[end].kind in ("number", "sign"):
                end += 1
            inner = tokens[i + 1 : end]
            signs = sum(t.kind == "sign" for t in inner)
            whole = tokens[end].kind == "close" and len(inner) - signs <= 1
            if whole and signs and (signs == 1 or signs == len(inner)):
                charge = sorted(inner, key=lambda t: t.kind)  # number, sign
                lifted += [t._replace(script="sup", spaced=False) for t in charge]
                i = end + 1
                continue
        lifted.append(tokens[i])
        i += 1
    return lifted


def _run(chars: list[_Char], start: int, belongs: Callable[[str], bool]) -> int:
    """The end of the unbroken run of characters of one script that starts here."""
    end = start + 1
    while end < len(chars):
        c = chars[end]
        if c.spaced or c.script != chars[start].script or not belongs(c.text) or len(c.text) > 1:
            break
        end += 1
    return end


def _split_word(word: str, text: str, at: int, notes: list[str], choices: Choices) -> list[str]:
    """Element symbols of a word without digits: as written if possible, else with a note."""
    symbols = re.findall(r"[A-Z][a-z]?|.", word)
    if all(s in ATOMIC_NUMBERS or s in ALIASES for s in symbols):
        return symbols
    readings = _case_readings(word)
    usual = [each for each in readings if all(ATOMIC_NUMBERS.get(s, 1) <= _URANIUM for s in each)]
    readings = usual or readings
    if len(readings) == 1 or (readings and choices.free):
        reading = readings[choices.take(len(readings))] if len(readings) > 1 else readings[0]
        note = f"{word!r} was read as {''.join(reading)}"
        if note not in notes:
            notes.append(note)
        return reading
    if readings:
        named = " or ".join("".join(r) for r in readings)
        raise formula_error(f"{word!r} can be {named}; write the elements in proper case", text, at)
    bad = next(s for s in symbols if s not in ATOMIC_NUMBERS and s not in ALIASES)
    place = at + word.index(bad)
    if bad in _UNSPECIFIED:
        raise formula_error(
            f"{bad!r} stands for an unspecified group or element, which has no composition; "
            "write out what it is",
            text,
            place,
        )
    raise formula_error(f"{bad!r} is no element; correct it", text, place)


def _case_readings(word: str) -> list[list[str]]:
    """At most three readings of a word in wrong case; mixed words may only be lowered (NaCL)."""
    if len(word) > 40:
        return []
    lower = word.islower()
    readings: list[list[list[str]]] = [[[]]]  # by the number of letters read
    for end in range(1, len(word) + 1):
        here: list[list[str]] = []
        for size in (1, 2):
            if size > end:
                continue
            piece = word[end - size : end]
            symbol = piece.capitalize()
            known = symbol in ATOMIC_NUMBERS or (piece in ALIASES)
            if known and (lower or piece[0].isupper()):
                here += [[*before, symbol] for before in readings[end - size]]
        readings.append(here[:3])
    return readings[-1]


def formula_error(what: str, text: str, at: int) -> FormulaError:
    """The error for one position of a formula, which it shows."""
    shown = text if len(text) <= 60 else text[: max(at - 20, 0) + 57][-57:] + "..."
    return FormulaError(f"{what} (position {at + 1} of {shown!r})")
