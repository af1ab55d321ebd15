"""Every error that molinfo raises, as one tree.

MolinfoError
  FormulaError          a formula that cannot be read                    (ValueError)
  NumberError           a printed number that cannot be read             (ValueError)
  IdentifierError       a broken InChIKey, CAS RN, UNII, ...             (ValueError)
  StructureError        a SMILES, molfile or InChI that cannot be read   (ValueError)
    StructureTooLarge   larger than the limits in force
  StoreError            a store folder that breaks the record format     (ValueError)
  RecordNotFound        no record of that id in the store                (KeyError)
  InputError            a file that cannot be read as a whole            (ValueError)
    IndexDamaged        an index that is not whole, or of other versions
  OutputError           a file or folder that cannot be written          (OSError)
  BatchError            a run that cannot go on: workers, a cluster      (RuntimeError)
    ResumeError         what an earlier run left does not fit this one
  UnknownName           no weight table, style, ... of that name         (LookupError)
  WeightError           an element without weight or mass in the tables  (LookupError)
  OptionError           a value that cannot be used where it was given   (ValueError)
  MissingExtra          an optional dependency is not installed          (ImportError)
"""

from __future__ import annotations


class MolinfoError(Exception):
    """Base of all errors raised on purpose by molinfo."""


class FormulaError(MolinfoError, ValueError):
    """A formula that cannot be read, or that can be read in two ways."""


class NumberError(MolinfoError, ValueError):
    """A printed number that cannot be read."""


class IdentifierError(MolinfoError, ValueError):
    """An identifier whose syntax or check digit is broken."""


class StructureError(MolinfoError, ValueError):
    """A structure text that cannot be read; the message carries the parser's reason."""


class StructureTooLarge(StructureError):
    """A structure beyond the size limits in force."""


class StoreError(MolinfoError, ValueError):
    """A store folder that breaks the record format; names file, line and what to do."""


class RecordNotFound(MolinfoError, KeyError):
    """No record of that id in the store."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class InputError(MolinfoError, ValueError):
    """An input that cannot be read as a whole; rows that fail alone are not this."""


class IndexDamaged(InputError):
    """An index that is not whole or was made by other versions; build it again."""


class OutputError(MolinfoError, OSError):
    """An output that cannot be written: a full disk, a folder that is read-only or not there."""


class BatchError(MolinfoError, RuntimeError):
    """A run that cannot go on: its workers end at once, or no cluster answers."""


class ResumeError(BatchError):
    """What an earlier run left is damaged, incomplete or of another run; says what to do."""


class UnknownName(MolinfoError, LookupError):
    """A name (weight table, field, format, ...) that molinfo does not know."""


class WeightError(MolinfoError, LookupError):
    """An element or isotope that has no atomic weight or mass in the tables."""


class OptionError(MolinfoError, ValueError):
    """A value that cannot be used where it was given: a length out of bounds, an empty sheet."""


class MissingExtra(MolinfoError, ImportError):
    """An optional dependency is missing; the message says which extra to install."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package, extra)
        self.package, self.extra = package, extra

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install 'molinfo-structures[{self.extra}]'"
