"""Files that broke other parsers through `molinfo check` and `molinfo describe`.

    python benchmarks/studies/hostile_files.py FOLDER_OR_TAR_GZ [--row-timeout 5] [--set rdkit]

Every file is read in one run of each command, and every record has to come out, counted against a
plain count of the records in the text: molfiles as one, `$$$$` in SD files, lines in SMILES files.
Prints the counts by error code, and stops at a traceback, an exit code that has no meaning or a
record that is not accounted for.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


def count_records(path):
    """The records that stand in a file; one where its kind is not known."""
    name = path.name.lower()
    data = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    name = name.removesuffix(".gz")
    lines = [line.strip() for line in data.replace(b"\r\n", b"\n").split(b"\n")]
    if name.endswith((".sdf", ".sd")):
        ends = [n for n, line in enumerate(lines) if line.startswith(b"$$$$")]
        rest = lines[ends[-1] + 1 :] if ends else lines
        return len(ends) + any(rest) if data else 1
    if name.endswith((".smi", ".smiles")):
        rows = [line for line in lines if line and not line.startswith(b"#")]
        return len(rows) - (bool(rows) and b"smiles" in rows[0].lower()) if data else 1
    return 1


def run(files, command, output, options):
    """Seconds of one command over all files; raises SystemExit at a traceback."""
    start = time.perf_counter()
    args = [sys.executable, "-m", "molinfo", *command, *map(str, files), "-o", str(output)]
    args += ["--row-timeout", str(options.row_timeout), "--workers", str(options.workers)]
    done = subprocess.run(args, capture_output=True, text=True, check=False)
    if "Traceback" in done.stderr or done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    CONSOLE.print(f"{command[0]}: {time.perf_counter() - start:.0f} s; {done.stderr.strip()}")


def main():
    """Read the arguments, run and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path)
    parser.add_argument("--row-timeout", type=float, default=5.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--set", default="rdkit")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.files
        if folder.is_file():
            with tarfile.open(folder) as archive:
                archive.extractall(name, filter="data")
            folder = Path(name)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        expected = Counter()
        for path in files:
            expected[path.name] += count_records(path)
        output = Path(name) / "check.jsonl"
        run(files, ["check"], output, options)
        found, codes = Counter(), Counter()
        with output.open(encoding="utf-8") as lines:
            for result in map(json.loads, lines):
                found[result["input"]] += 1
                codes[result["error"]["code"] if result["error"] else "ok"] += 1
        for file in sorted(set(expected) | set(found)):
            if expected[file] != found[file]:
                CONSOLE.print(f"{file}: {expected[file]} records, {found[file]} results")
        total = sum(found.values())
        CONSOLE.print(f"check: {len(files)} files, {total:,} records: {dict(codes)}")
        output = Path(name) / "describe.parquet"
        run(files, ["describe", "--set", options.set], output, options)
        described = sum(pq.read_metadata(part).num_rows for part in output.glob("part-*"))
        CONSOLE.print(f"describe: {described:,} rows")
        if described != total or found != expected - Counter():
            raise SystemExit("not every record is accounted for")


if __name__ == "__main__":
    main()
