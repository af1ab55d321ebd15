"""What output files were made from: inputs, versions, options, in a file beside each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from molinfo.store.files import hash_file, is_device, write_atomically


def collect_versions() -> dict[str, str]:
    """The versions that decide results: molinfo, RDKit, InChI, and the newest weight table."""
    from rdkit import rdBase
    from rdkit.Chem import rdinchi

    from molinfo.chem.weights import weight_tables

    return {
        "molinfo": version("molinfo-structures"),
        "rdkit": rdBase.rdkitVersion,
        "inchi": rdinchi.GetInchiVersion(),
        "weights": weight_tables()[0].name,
    }


def write_provenance(output: Path, inputs: Iterable[Path], options: Mapping[str, Any]) -> None:
    """Write NAME.meta.json: what went in, by which versions and options; no clock, no host.

    Nothing stands beside a device or a pipe. Raises OutputError.
    """
    if is_device(output):
        return
    files = [{"name": path.name, "sha256": hash_file(path)} for path in inputs if path.is_file()]
    about = {"inputs": files, "versions": collect_versions(), "options": dict(options)}
    write_meta(output, about)


def write_meta(output: Path, about: Mapping[str, Any]) -> None:
    """Write what is known of an output beside it. Raises OutputError."""
    text = json.dumps(about, indent=2, sort_keys=True, ensure_ascii=False)
    write_atomically(find_meta(output), text + "\n")


def find_meta(output: Path) -> Path:
    """The file beside an output that says what it was made from."""
    return output.with_name(f"{output.name}.meta.json")
