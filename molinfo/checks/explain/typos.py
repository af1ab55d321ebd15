"""One slip of the hand or the eye: every text that a single slip could have come from."""

from __future__ import annotations

from collections.abc import Iterator

from molinfo.checks.result import ExplanationCode

DIGIT_TYPO = ExplanationCode(
    "digit-typo", "the right text but for one character changed, dropped, added or two swapped"
)


def undo_slips(text: str, alphabet: str) -> Iterator[tuple[str, str]]:
    """Texts that one slip turns into `text`, and what the slip was.

    A slip changes one character, drops one, adds one or swaps two neighbours; changed and dropped
    characters come from `alphabet`.
    Source: Damerau, Commun. ACM 1964, 7, 171, doi:10.1145/363958.363994.

    >>> dict(undo_slips("371.24", "0123456789."))["371.42"]
    'two characters swapped'
    """
    for i in range(len(text) - 1):
        if text[i] != text[i + 1]:
            swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
            yield swapped, "two characters swapped"
    for i, character in enumerate(text):
        for other in alphabet:
            if other != character:
                yield text[:i] + other + text[i + 1 :], "one character changed"
    for i in range(len(text)):
        yield text[:i] + text[i + 1 :], "one character added"
    for i in range(len(text) + 1):
        for other in alphabet:
            yield text[:i] + other + text[i:], "one character dropped"


def name_slip(claimed: str, meant: str) -> str:
    """What a single slip did to make `claimed` of `meant`, "" when it takes more than one.

    >>> name_slip("C16H71N7O2S", "C16H17N7O2S")
    'two characters swapped'
    """
    if claimed == meant or abs(len(claimed) - len(meant)) > 1:
        return ""
    start = 0
    while start < min(len(claimed), len(meant)) and claimed[start] == meant[start]:
        start += 1
    rest, wanted = claimed[start:], meant[start:]
    if rest[1:] == wanted[1:]:
        return "one character changed"
    if len(rest) > 1 and rest[1] + rest[0] + rest[2:] == wanted:
        return "two characters swapped"
    if rest[1:] == wanted:
        return "one character added"
    return "one character dropped" if rest == wanted[1:] else ""
