"""Every field of a record, one row each: how it is printed, which columns hold it, its option.

Whatever needs a list of fields makes it from these rows: the names that a claim may have, the
columns that are known without `--map`, the options of `molinfo check`, the columns of reports, the
words on pages and the table in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FieldDetails:
    """What is known of a field beside its name.

    `printed` is its name in words, `meaning` the sentence that the documentation says of it.
    `columns` are the names that its column goes by in files of other people, the best first; case,
    spaces, dots, hyphens and underscores are alike. `option` is the option of `molinfo check` that
    claims it, that of its name where none is given.
    """

    printed: str
    meaning: str = ""
    columns: tuple[str, ...] = ()
    option: str = ""
    is_number: bool = False
    is_measured: bool = False


class FieldName(StrEnum):
    """The fields that a claim can be about, in the order in which reports show them."""

    _value_: str
    printed: str
    """The name in words, as pages and messages print it."""
    meaning: str
    """What it is, as a sentence."""
    columns: tuple[str, ...]
    """Names of columns that are read as this field without being mapped."""
    option: str
    """The option of `molinfo check` that claims a value for one structure."""
    is_number: bool
    """Whether a table holds it as a number."""
    is_measured: bool
    """Whether it is a measurement, which no structure shows."""

    def __new__(cls, name: str, details: FieldDetails = FieldDetails("")) -> FieldName:
        """Make a member of its row; looking a field up by its name needs no details."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.printed = details.printed
        member.meaning = details.meaning
        member.columns = details.columns
        member.option = details.option or f"--{name.replace('_', '-')}"
        member.is_number = details.is_number
        member.is_measured = details.is_measured
        return member

    FORMULA = (
        "formula",
        FieldDetails(
            "formula",
            "The molecular formula; the empirical formula on a label means the same.",
            ("formula", "molecular formula", "pubchem molecular formula"),
        ),
    )
    MOLECULAR_WEIGHT = (
        "molecular_weight",
        FieldDetails(
            "molecular weight",
            "The average molecular weight by some table of atomic weights.",
            (
                "molecular weight",
                "mw",
                "avg mw",
                "molwt",
                "mol weight",
                "fw",
                "formula weight",
                "pubchem molecular weight",
            ),
            option="--mw",
            is_number=True,
        ),
    )
    MONOISOTOPIC_MASS = (
        "monoisotopic_mass",
        FieldDetails(
            "monoisotopic mass",
            "The mass of the isotopologue of the most abundant isotopes, in Da.",
            ("monoisotopic mass", "mono mass", "pubchem monoisotopic weight"),
            option="--mono-mass",
            is_number=True,
        ),
    )
    EXACT_MASS = (
        "exact_mass",
        FieldDetails(
            "exact mass",
            "A mass in Da that is monoisotopic or that of the most abundant isotopologue.",
            ("exact mass", "pubchem exact mass"),
            is_number=True,
        ),
    )
    INCHI = (
        "inchi",
        FieldDetails(
            "InChI",
            "The InChI, standard or not.",
            ("inchi", "standard inchi", "pubchem iupac inchi"),
        ),
    )
    INCHIKEY = (
        "inchikey",
        FieldDetails(
            "InChIKey",
            "The InChIKey, or its first block alone.",
            ("inchikey", "inchi key", "standard inchi key", "pubchem iupac inchikey"),
        ),
    )
    CAS = (
        "cas",
        FieldDetails(
            "CAS RN", "The CAS Registry Number.", ("cas", "cas no", "cas number", "casrn", "cas rn")
        ),
    )
    UNII = ("unii", FieldDetails("UNII", "The Unique Ingredient Identifier of the FDA.", ("unii",)))
    CHEMBL_ID = (
        "chembl_id",
        FieldDetails("ChEMBL ID", "The identifier of a ChEMBL compound.", ("chembl id",)),
    )
    IUPAC_NAME = (
        "iupac_name",
        FieldDetails(
            "IUPAC name",
            "A systematic name, read by OPSIN with --names.",
            ("iupac name", "pubchem iupac name"),
        ),
    )
    STEREO = (
        "stereo",
        FieldDetails(
            "stereo", "A statement on stereochemistry, such as achiral, racemic or (3R,4R)."
        ),
    )
    IC50 = (
        "ic50",
        FieldDetails(
            "IC50", "The half-maximal inhibitory concentration.", is_number=True, is_measured=True
        ),
    )
    KI = ("ki", FieldDetails("Ki", "The inhibition constant.", is_number=True, is_measured=True))
    KD = ("kd", FieldDetails("Kd", "The dissociation constant.", is_number=True, is_measured=True))
    SELECTIVITY = (
        "selectivity",
        FieldDetails(
            "selectivity", "A printed statement on selectivity between targets.", is_measured=True
        ),
    )
    CYTOKINE_PAIRS = (
        "cytokine_pairs",
        FieldDetails(
            "cytokine pairs",
            "Potencies against signalling through pairs of JAKs, as printed.",
            is_measured=True,
        ),
    )
    MZ = (
        "mz",
        FieldDetails(
            "m/z", "A mass-to-charge ratio, calculated or found, of a named ion.", is_number=True
        ),
    )
    PERCENT_C = (
        "percent_c",
        FieldDetails(
            "carbon, %",
            "The mass fraction of carbon, calculated or found, in percent.",
            is_number=True,
        ),
    )
    PERCENT_H = (
        "percent_h",
        FieldDetails(
            "hydrogen, %",
            "The mass fraction of hydrogen, calculated or found, in percent.",
            is_number=True,
        ),
    )
    PERCENT_N = (
        "percent_n",
        FieldDetails(
            "nitrogen, %",
            "The mass fraction of nitrogen, calculated or found, in percent.",
            is_number=True,
        ),
    )
    EQUIVALENT = (
        "equivalent",
        FieldDetails(
            "equivalent",
            "Two masses, of the form and of its free form, that are said to be equivalent.",
        ),
    )


class RecordPart(StrEnum):
    """What a record says beside its claims, and the columns that are read as it."""

    _value_: str
    columns: tuple[str, ...]
    """Names of columns that are read as this part without being mapped."""

    def __new__(cls, name: str, columns: tuple[str, ...] = ()) -> RecordPart:
        """Make a member of its row; looking a part up by its name needs no columns."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.columns = columns
        return member

    ID = ("id", ("id", "record id", "compound id", "pubchem compound cid"))
    NAME = ("name", ("name", "pubchem compound name"))
    SMILES = (
        "smiles",
        (
            "smiles",
            "isomeric smiles",
            "canonical smiles",
            "cxsmiles",
            "pubchem smiles",
            "pubchem openeye iso smiles",
            "pubchem openeye can smiles",
        ),
    )
    MOLFILE = ("molfile", ("molfile", "molblock"))


CHECKED_FIELDS = tuple(field for field in FieldName if not field.is_measured)
"""The fields that a structure can show, each with columns of its own in reports."""


def name_field(field: str) -> str:
    """A field's name in words; the text itself where it is no claim field.

    >>> name_field("cas"), name_field("molfile")
    ('CAS RN', 'molfile')
    """
    names = FieldName.__members__.get(field.upper())
    return field.replace("_", " ") if names is None else names.printed
