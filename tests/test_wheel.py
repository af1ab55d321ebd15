"""The built wheel alone, in a fresh virtual environment, does the main job."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_wheel_in_a_fresh_environment_builds_the_bundled_store(tmp_path):
    wheels = tmp_path / "wheels"
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, ROOT], check=True
    )
    (wheel,) = wheels.glob("molinfo_structures-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, cwd=tmp_path)
    command = tmp_path / "env" / "bin" / "molinfo"
    done = subprocess.run(
        [command, "build", "--bundled", "-o", "report"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "371.42" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
