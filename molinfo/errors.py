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
  BatchError            a batch whose worker process died                (RuntimeError)
  UnknownName           no weight table, style, ... of that name         (LookupError)
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
    """A batch that cannot go on because a worker process died."""


class UnknownName(MolinfoError, LookupError):
    """A name (weight table, field, format, ...) that molinfo does not know."""


class MissingExtra(MolinfoError, ImportError):
    """An optional dependency is missing; the message says which extra to install."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'molinfo-structures[{extra}]'")
