"""Where the results of a run are kept until it is complete: numbered parts in `NAME.partial/`.

A part is written under another name and then renamed, after its report (`_chunk-00000012.json`), so
that a part that exists is complete and has a report. The manifest records the inputs, options and
versions of the run. `NAME` appears when nothing is missing: for Parquet the folder of parts becomes
the dataset, other parts are joined.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from molinfo.batch.inputs import Row
from molinfo.batch.task import RowOutcome, Task
from molinfo.errors import InputError, OutputError, ResumeError
from molinfo.store.files import make_folder, open_beside, write_atomically
from molinfo.store.provenance import find_meta

MANIFEST = "_manifest.json"
_COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class ChunkReport:
    """The report of a finished chunk.

    `failed` rows are (number, id, SMILES, molfile, code, message); `extra` is added by the task.
    """

    rows: int
    failed: tuple[tuple[int, str, str, str, str, str], ...] = ()
    keys: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shard:
    """The I-th of N shares of the chunks, counted from 1.

    >>> [number for number in range(7) if Shard(2, 3).owns(number)]
    [1, 4]
    """

    index: int = 1
    count: int = 1

    def owns(self, chunk: int) -> bool:
        """Whether a chunk belongs to this share."""
        return chunk % self.count == self.index - 1

    @property
    def manifest(self) -> str:
        """The name of the manifest of this share."""
        if self.count == 1:
            return MANIFEST
        return f"_manifest-{self.index:05}-of-{self.count:05}.json"


class Sink:
    """The folder of an unfinished run; picklable, and safe to write to from several processes.

    `about` holds the inputs, options and versions of the run; it can be resumed only if they are
    the same. `head` is written before the first part when parts are joined.
    """

    def __init__(
        self,
        output: Path,
        ending: str,
        about: Mapping[str, Any],
        *,
        head: str = "",
        shard: Shard | None = None,
    ) -> None:
        self.output, self.ending, self.about = output, ending, dict(about)
        self.head = head
        self.shard = shard or Shard()
        self.folder = find_partial(output)

    def at(self, output: Path) -> Sink:
        """The same sink with another output path."""
        return Sink(output, self.ending, self.about, head=self.head, shard=self.shard)

    def begin(self, *, resume: bool, fresh: bool) -> bool:
        """Make the folder or resume in it; False when the run, or this share of it, is complete.

        Raises ResumeError for an unfinished run without `resume` or `fresh`, or for one with other
        inputs, options or versions; OutputError where nothing can be written.
        """
        if not self.output.absolute().parent.is_dir():
            raise InputError(f"{self.output}: its folder does not exist; make it first")
        if fresh:
            self._forget()
        if resume and self._is_complete():
            return False
        self._refuse_strangers()
        manifest = read_manifest(self.folder / self.shard.manifest)
        if manifest is None:
            make_folder(self.folder)
            self.note(set())
            return True
        if not resume:
            raise ResumeError(
                f"{self.folder} holds an unfinished run: add --resume to finish it, or --fresh to "
                "start again"
            )
        refuse_differences(manifest, self.about, self.folder)
        if self.shard.count == 1 or manifest["chunks"] is None:
            return True
        own = filter(self.shard.owns, range(manifest["chunks"]))
        return bool(set(own) - self.find_finished())

    def _is_complete(self) -> bool:
        """Whether the output exists and is of this run; ResumeError when it is of another."""
        if self.folder.exists() or not self.output.exists():
            return False
        meta = read_manifest(find_meta(self.output))
        if meta is None:
            return False
        refuse_differences(meta, self.about, self.output)
        return True

    def _forget(self) -> None:
        """Remove what an unfinished run left: all of it, or the chunks of this share."""
        if not self.folder.is_dir():
            return
        if self.shard.count == 1:
            shutil.rmtree(self.folder)
            return
        for number in self.find_finished():
            if self.shard.owns(number):
                self.part_path(number).unlink()
                self._report_path(number).unlink(missing_ok=True)
        (self.folder / self.shard.manifest).unlink(missing_ok=True)

    def withdraw(self) -> None:
        """Remove the folder of an unsharded run that has finished nothing."""
        if self.shard.count == 1 and not self.find_finished():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _refuse_strangers(self) -> None:
        """Raise ResumeError when the folder belongs to a run with another number of shares."""
        for path in sorted(self.folder.glob("_manifest*.json")):
            name = self.shard.manifest
            if path.name != name and path.name.split("-of-")[1:] != name.split("-of-")[1:]:
                raise ResumeError(
                    f"{self.folder} holds a run with other shares ({path.name}): use the same "
                    "--shard count, or remove the folder"
                )

    def note(self, finished: Collection[int], totals: tuple[int, int] | None = None) -> None:
        """Write the manifest: inputs, options, versions, finished chunks and, once known, totals.

        Raises OutputError.
        """
        chunks, rows = totals or (None, None)
        manifest = {
            **self.about,
            "ending": self.ending,
            "head": self.head,
            "finished": write_ranges(finished),
            "chunks": chunks,
            "rows": rows,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        write_atomically(self.folder / self.shard.manifest, text)

    def part_path(self, number: int) -> Path:
        """The file of a finished chunk."""
        return self.folder / f"part-{number:08}.{self.ending}"

    def _report_path(self, number: int) -> Path:
        return self.folder / f"_chunk-{number:08}.json"

    def find_finished(self) -> set[int]:
        """Find the numbers of the finished chunks."""
        parts = self.folder.glob(f"part-*.{self.ending}")
        return {int(path.name.removeprefix("part-").split(".")[0]) for path in parts}

    def write(
        self, task: Task, number: int, rows: Sequence[Row], outcomes: Sequence[RowOutcome]
    ) -> None:
        """Write the part and the report of a chunk; an interrupted call leaves no part.

        Raises OutputError.
        """
        report = ChunkReport(
            rows=len(rows),
            failed=tuple(
                (
                    row.number,
                    row.record.id,
                    row.record.smiles,
                    row.record.molblock,
                    outcome.code,
                    outcome.message,
                )
                for row, outcome in zip(rows, outcomes, strict=True)
                if outcome.code
            ),
            keys=tuple(outcome.key for outcome in outcomes if outcome.key),
            extra=task.summarise(rows, outcomes),
        )
        text = json.dumps(asdict(report), ensure_ascii=False) + "\n"
        write_atomically(self._report_path(number), text.encode("utf-8", "replace"))
        path = self.part_path(number)
        beside = self.folder / f"_{os.getpid()}-{path.name}"
        try:
            task.write(rows, outcomes, beside)
            beside.replace(path)
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written: {error.strerror or error}; free some space or choose "
                "another place, then continue with --resume"
            ) from error
        finally:
            beside.unlink(missing_ok=True)

    def read_report(self, number: int) -> ChunkReport:
        """Read the report of a finished chunk; raises ResumeError when it is damaged."""
        path = self._report_path(number)
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            failed = tuple(tuple(each) for each in read["failed"])
            return ChunkReport(read["rows"], failed, tuple(read["keys"]), read["extra"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            hint = f"remove {self.part_path(number)} and continue with --resume"
            raise ResumeError(f"{path} is damaged or missing; {hint}") from error

    def read_totals(self) -> tuple[int, int]:
        """The number of chunks and of rows in the whole run, from the manifest of this share."""
        manifest = read_manifest(self.folder / self.shard.manifest)
        return manifest["chunks"], manifest["rows"]

    def read_reports(self) -> Iterator[tuple[int, ChunkReport]]:
        """Yield the finished chunks with their reports, in order."""
        for number in sorted(self.find_finished()):
            yield number, self.read_report(number)

    def join(self) -> None:
        """Make the output from all parts, replacing an older one, and remove the folder.

        Raises OutputError.
        """
        if self.ending == "parquet":
            self._become_dataset()
            return
        parts = sorted(self.folder.glob(f"part-*.{self.ending}"))
        with open_beside(self.output, binary=True) as stream:
            stream.write(self.head.encode())
            for part in parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, stream, _COPY_BYTES)
        shutil.rmtree(self.folder)

    def _become_dataset(self) -> None:
        old = self.output
        try:
            if old.is_dir() and not old.is_symlink():
                if not (old / MANIFEST).exists():
                    raise OutputError(
                        f"{old} is a folder that no run wrote; choose another with -o"
                    )
                shutil.rmtree(old)
            elif old.exists():
                old.unlink()
            self.folder.replace(old)
        except OSError as error:
            raise OutputError(f"{old}: cannot be written: {error}") from error
        for leftover in (*old.glob("_chunk-*"), *old.glob("_manifest-*"), *old.glob("_*-part-*")):
            leftover.unlink()


def find_partial(output: Path) -> Path:
    """The folder of an unfinished run."""
    return output.with_name(f"{output.name}.partial")


def read_manifest(path: Path) -> Any:
    """Read a manifest, None where there is none; ResumeError for a damaged one."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        _ = manifest["options"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResumeError(f"{path} is damaged; start again with --fresh") from error
    return manifest


def write_ranges(numbers: Collection[int]) -> str:
    """Write numbers as ranges.

    >>> write_ranges({0, 1, 2, 7})
    '0-2 7'
    """
    told: list[list[int]] = []
    for number in sorted(numbers):
        if told and number == told[-1][1] + 1:
            told[-1][1] = number
        else:
            told.append([number, number])
    return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in told)


def refuse_differences(then: Mapping[str, Any], now: Mapping[str, Any], place: Path) -> None:
    """Raise ResumeError that names each input, option or version that has changed."""
    told = [
        difference
        for part in ("inputs", "options", "versions")
        for difference in _find_differences(then.get(part), now.get(part), "")
    ]
    if told:
        raise ResumeError(
            f"{place} is of another run: {'; '.join(told)}; "
            "use the same, or start again with --fresh"
        )


def _find_differences(then: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*then, *now)):
            yield from _find_differences(then.get(key), now.get(key), f"{name} {key}".strip())
    elif _names_inputs(then) and _names_inputs(now):
        old, new = ({each["name"]: each for each in files} for files in (then, now))
        yield from _find_differences(old, new, "input")
    elif then != now:
        yield f"{name} was {_show(then)}, is {_show(now)}"


def _names_inputs(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, Mapping) and "name" in x for x in value)


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
