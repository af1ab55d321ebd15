"""Non-standard InChIs and InChIKeys claimed: computed with their own options, else by layers."""

from __future__ import annotations

import re

from molinfo.checks.outcome import Outcome
from molinfo.checks.result import Code, Status
from molinfo.checks.subject import Subject
from molinfo.chem.identifiers import (
    LAYER_NAMES,
    InchiKey,
    name_different_blocks,
    name_different_layers,
    parse_inchikey,
    split_layers,
)
from molinfo.chem.nonstandard import (
    compute_every_option,
    compute_nonstandard,
    is_equal_but_for_signs,
)


def check_nonstandard_inchi(
    subject: Subject, claimed: str, disagrees: Code, notation: Code
) -> Outcome:
    """Compare a non-standard InChI with what the structure gives with its options.

    Where none of them gives it, the layers that the standard InChI has too are compared. The codes
    are those of an InChI that disagrees, and of one that is right but written otherwise.
    """
    mol, molblock = subject.structure.mol, subject.record.molblock
    first: str | None = None
    for options, computed in compute_nonstandard(mol, molblock, claimed):
        if is_equal_but_for_signs(computed.inchi, claimed):
            return Outcome(
                Status.AGREE, computed=claimed, decided_by=f"non-standard InChI, {options}"
            )
        first = first or computed.inchi
    standard = subject.inchi.inchi
    differ = [
        name
        for name in name_different_layers(claimed, standard)
        if name not in ("stereo type",) or "/s" in claimed
    ]
    layers = " and ".join(differ)
    if not layers:
        message = "the layers that the standard InChI has are the same"
        return Outcome(
            Status.AGREE, computed=standard, decided_by="layers of the standard InChI"
        ).with_finding(notation, message)
    more = _tell_more(claimed, standard)
    return Outcome(Status.DISAGREE, computed=first or standard).with_finding(
        disagrees,
        f"non-standard InChI {claimed} is claimed, {first or standard} computed: {layers}{more}",
    )


def _tell_more(claimed: str, standard: str) -> str:
    """What a claim says that the structure leaves open."""
    left, right = split_layers(claimed), split_layers(standard)
    more = [
        LAYER_NAMES[letter]
        for letter in ("b", "t")
        if re.search("[-+]", left.get(letter)) and not right.get(letter)
    ]
    return f"; the claim defines {' and '.join(more)}, the structure none" if more else ""


def check_nonstandard_key(subject: Subject, claimed: InchiKey, disagrees: Code) -> Outcome:
    """Compare a non-standard InChIKey with the keys that options of InChI give, else its block."""
    mol, molblock = subject.structure.mol, subject.record.molblock
    same_skeleton = claimed.skeleton == parse_inchikey(subject.inchi.key).skeleton
    for options, computed in compute_every_option(mol, molblock):
        key = parse_inchikey(computed.key)
        if not name_different_blocks(claimed, key):
            decided_by = f"non-standard InChI, {options}"
            return Outcome(Status.AGREE, computed=computed.key, decided_by=decided_by)
        same_skeleton = same_skeleton or key.skeleton == claimed.skeleton
    if same_skeleton:
        return Outcome(
            Status.UNCHECKABLE,
            computed=subject.inchi.key,
            message="the first block is that of the structure; with which options the non-standard "
            "key was made was not found by trial",
        )
    return Outcome(Status.DISAGREE, computed=subject.inchi.key).with_finding(
        disagrees,
        f"non-standard InChIKey {claimed.text} is claimed; no option gives its first block",
    )
