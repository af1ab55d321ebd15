"""Read the formulas of other test suites and compare what they count with molinfo.

    python benchmarks/studies/formula_suites.py --cdk DIR --molmass DIR --mf-parser DIR

The strings and what they should give are taken from the tests of CDK
(MolecularFormulaManipulatorTest.java), molmass (test_molmass.py) and cheminfo's mf-parser. What is
expected is counted by a reader of ten lines here, not by molinfo. Strings that hold abbreviated
groups (Ph, Et), sequences or ranges are no molecular formulas, so they are not comparable.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from peers import Ending, Tally, print_tallies

from molinfo.chem.formula import ELEMENTS, Formula, parse_formula, parse_formula_every_way
from molinfo.errors import FormulaError

Counts = Counter[tuple[str, int]]


class Case(NamedTuple):
    """A string and what its project says of it; no counts where it says that it is no formula."""

    text: str
    counts: Counts | None
    charge: int | None = None


JUDGED: dict[str, tuple[Ending, str]] = {
    "1C": ("right", "1 times C is C where numbers multiply; molmass wants a mass number"),
    "O2_-2": ("right", "a subscript cannot be opened before a sign; O2-2 is the notation"),
    "5*H2O": ("right", "a multiplier of the whole is counted, 5 waters; molmass prints one unit"),
    "[11C]": ("right", "carbon-11 is a nuclide of NUBASE2020, half-life 20.4 min, used in PET"),
    "H^++": ("right", "a superscript of two signs is a charge of 2+, as in Fe^++"),
}
"""Cases that differ, judged by hand."""

_ITEM = re.compile(r"\[?(\d*)([A-Z][a-z]?)\]?(\d*)")
_GROUPS = re.compile(r"(?<![A-Za-z])(?:Ph|Et|Me|Bu|Bpy)(?![a-z])|Ph|Et|Me(?=\d|$)|Bpy|Ala|Gly")
_SYMBOLS = frozenset(ELEMENTS) | {"D", "T"}


def count_plainly(text: str) -> tuple[Counts, int]:
    """Count a formula as the projects print it: symbols, [13C], counts, a charge at the end."""
    total: Counts = Counter()
    charge = 0
    for part in re.split(r"\s*\.\s*", text):
        sign = re.search(r"\(([+-]\d+)\)$|\](\d*[+-])$", part)
        if sign:
            size = sign[1] or (sign[2][-1] + (sign[2][:-1] or "1"))
            charge += int(size)
            part = part[: sign.start()].removeprefix("[") if sign[2] else part[: sign.start()]
        for mass, symbol, count in _ITEM.findall(part):
            total[symbol, int(mass or 0)] += int(count or 1)
    return total, charge


def count_by_molinfo(formula: Formula) -> Counts:
    """The counts of a formula; a fraction stays one, so that it equals no whole number."""
    counts: Counts = Counter()
    for nuclide, count in formula.counts.items():
        counts[nuclide.symbol, nuclide.mass_number] = count  # type: ignore[assignment]
    return counts


def read_cdk(folder: Path) -> Iterator[Case]:
    """Strings of CDK with the string or the charge that the same test method expects."""
    path = next(folder.rglob("MolecularFormulaManipulatorTest.java"))
    for method in re.split(r"\n\s*@Test\b", path.read_text(encoding="utf-8")):
        given = re.findall(r'get(?:Major|Minor)?(?:Isotope)?MolecularFormula\(\s*"([^"]+)"', method)
        given += re.findall(r'String (?:formula|str|mfStr|f) = "([^"]+)"', method)
        given += re.findall(r'assertMass\("([^"]+)"', method)
        told = re.findall(r'assertEquals\("([^"<]+)",\s*getString\(\w+\)\)', method)
        told += re.findall(r'getString\((?:mf|m|mamf)(?:, \w+)*\),\s*is\("([^"]+)"\)', method)
        adjusted = "adjustProtonation" in method
        if len(set(given)) == 1 and len(told) == 1 and not adjusted:
            counts, charge = count_plainly(re.sub(r"\[(\d+)\]([A-Z][a-z]?)", r"[\1\2]", told[0]))
            yield Case(given[0], counts, charge)
        else:
            for text in dict.fromkeys(given):
                yield Case(text, Counter(), None)


def read_molmass(folder: Path) -> Iterator[Case]:
    """Parametrised strings of molmass with their empirical formula, or as no formulas."""
    tree = ast.parse(next(folder.rglob("test_molmass.py")).read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for decorator in function.decorator_list:
            if not (isinstance(decorator, ast.Call) and len(decorator.args) == 2):
                continue
            values = decorator.args[1]
            for value in values.elts if isinstance(values, ast.List) else ():
                yield from _read_molmass_row(function.name, value)


def _read_molmass_row(name: str, value: ast.expr) -> Iterator[Case]:
    row = value.elts if isinstance(value, ast.Tuple) else [value]
    try:
        text = ast.literal_eval(row[0])
    except ValueError:
        return
    if not isinstance(text, str) or not text:
        return
    if name in ("test_formulas_invalid", "test_formula_error"):
        yield Case(text, None)
    elif name in ("test_formulas_mass", "test_formula_empirical", "test_formula_formula"):
        counts, charge = count_plainly(ast.literal_eval(row[1]))
        yield Case(text, counts, charge)
    elif name.startswith("test_formula_"):
        yield Case(text, Counter(), None)


def read_mf_parser(folder: Path) -> Iterator[Case]:
    """Strings of mf-parser with the formula that `getInfo` is to give; lower-case words."""
    tests = next(folder.rglob("MF.test.ts")).parent
    text = (tests / "MF.test.ts").read_text(encoding="utf-8")
    for block in re.split(r"\ntest\(", text):
        given = re.findall(r"new MF\('([^']+)'", block)
        told = re.findall(r"^    mf: '([^']+)'", block, re.MULTILINE)
        if len(given) == 1 and len(told) == 1:
            yield Case(given[0], *count_plainly(told[0]))
        else:
            yield from (Case(each, Counter(), None) for each in given)
    words = (tests / "ensureCase.test.js").read_text(encoding="utf-8")
    for lower, proper in re.findall(r"ensureCase\('([^']+)'\)\)\.toBe\('([^']+)'\)", words):
        yield Case(lower, *count_plainly(proper))
    parse = (tests / "parse.test.js").read_text(encoding="utf-8")
    for key in re.findall(r"^  (?:'([^']+)'|(\w+)): \[", parse, re.MULTILINE):
        yield Case(key[0] or key[1], Counter(), None)


def judge(case: Case) -> tuple[Ending, str]:
    """How a case ends, and why."""
    if case.text in JUDGED:
        return JUDGED[case.text]
    try:
        formula = parse_formula(case.text)
    except FormulaError as error:
        if case.counts is None:
            return "same", ""
        if _is_no_formula(case.text):
            return "not comparable", "abbreviated groups, sequences, ranges or negative counts"
        if not case.counts:
            return "not comparable", "the test states no composition"
        if any(_fits(case, reading) for reading in _find_readings(case.text)):
            return "right", "refused, both readings named, and settled by the structure"
        return "wrong", f"refused: {error}"
    if case.counts is None:
        return "wrong", f"read as {formula}"
    if not case.counts:
        return "not comparable", "the test states no composition"
    if _fits(case, formula):
        return "same", ""
    return "wrong", f"read as {formula}, not as {dict(case.counts)} with charge {case.charge}"


def _find_readings(text: str) -> tuple[Formula, ...]:
    try:
        return parse_formula_every_way(text)
    except FormulaError:
        return ()


def _fits(case: Case, formula: Formula) -> bool:
    found = count_by_molinfo(formula)
    assert case.counts is not None
    same = found == case.counts and case.charge in (None, formula.charge)
    return same or _are_multiples(found, case.counts)


def _is_no_formula(text: str) -> bool:
    words = re.findall(r"[A-Z][a-z]?", text)
    return bool(
        any(word not in _SYMBOLS for word in words)
        or _GROUPS.search(text)
        or re.search(r"\d-\d|\(\w*\)-|[{}#:;,]|[a-z]{3}|^[ACGTU]{6,}$|^[A-Z]{6,}$|-\d", text)
    )


def _are_multiples(found: Counts, expected: Counts) -> bool:
    """molmass prints the empirical formula: the same composition, reduced."""
    if set(found) != set(expected) or not expected:
        return False
    ratios = {Fraction(found[key]) / expected[key] for key in expected}
    return len(ratios) == 1 and ratios.pop().denominator == 1


def main() -> None:
    """Read the arguments, run the suites that are at hand, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cdk", type=Path)
    parser.add_argument("--molmass", type=Path)
    parser.add_argument("--mf-parser", type=Path)
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    tallies = []
    for suite, folder, read in (
        ("CDK", arguments.cdk, read_cdk),
        ("molmass", arguments.molmass, read_molmass),
        ("mf-parser", arguments.mf_parser, read_mf_parser),
    ):
        if folder is None:
            continue
        tally = Tally(f"{suite} formulas")
        for case in _unique(read(folder)):
            tally.add(*_order(judge(case), case))
        tallies.append(tally)
    print_tallies(tallies, show=arguments.show)


def _unique(cases: Iterator[Case]) -> Iterator[Case]:
    best: dict[str, Case] = {}
    for case in cases:
        known = best.get(case.text)
        if known is None or (not known.counts and known.counts is not None):
            best[case.text] = case
    yield from best.values()


def _order(judged: tuple[Ending, str], case: Case) -> tuple[Ending, str, str]:
    ending, reason = judged
    return ending, case.text, reason


if __name__ == "__main__":
    main()
