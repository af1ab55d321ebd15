"""The built wheel does the main job; built without a compiler, it works all the same."""

import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def build_wheel(source, wheels, **environment):
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, source]
    subprocess.run(command, check=True, env={**os.environ, **environment})
    (wheel,) = wheels.glob("molinfo_structures-*.whl")
    return wheel


def run_in(folder, environment, command, **places):
    """Run a command of the configuration in a shell, with an environment's programs first."""
    programs = f"{environment}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command.format(**places),
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms repair with other tools")
def test_the_wheel_of_a_release_holds_the_kernels_and_builds_the_bundled_store(tmp_path):
    """The steps of cibuildwheel on Linux, by its configuration, without its container."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    config = project["tool"]["cibuildwheel"]
    built = build_wheel(ROOT, tmp_path / "built")
    repair = config["linux"]["repair-wheel-command"]
    run_in(tmp_path, Path(sys.executable).parent, repair, dest_dir="wheels", wheel=built)
    (wheel,) = (tmp_path / "wheels").iterdir()
    assert "manylinux" in wheel.name
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / "bin"
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", wheel], check=True)
    for command in config["test-command"]:
        run_in(tmp_path, programs, command)
    assert "371.42" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="the compiler is chosen by CC")
def test_without_a_compiler_it_installs_and_says_that_descriptors_are_slow(tmp_path):
    made = shutil.ignore_patterns(".*", "build", "*.so", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "source", ignore=made)
    wheel = build_wheel(tmp_path / "source", tmp_path / "wheels", CC="false")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    assert not list((tmp_path / "installed").rglob("*.so"))
    (tmp_path / "in.smi").write_text("CCO\n")
    done = subprocess.run(
        [sys.executable, "-m", "molinfo", "describe", "in.smi", "--set", "TPSA,BalabanJ"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("molinfo: warning: molinfo was installed without a compiler")
    assert "20.23" in done.stdout
