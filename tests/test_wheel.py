"""What is installed from a wheel works, away from the checkout."""

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"


def command(*words: str | Path, cwd: Path, check: bool = True) -> str:
    bare = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([*map(str, words)], cwd=cwd, env=bare, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A fresh environment with the wheel in it; what takarusim needs is lent by the one that runs the tests."""
    home = tmp_path_factory.mktemp("away")
    command(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", home / "dist", ROOT, cwd=home)
    venv.create(home / "env", with_pip=False)
    (wheel,) = (home / "dist").glob("takarusim-*.whl")
    python = home / "env" / BIN / "python"
    command(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel, cwd=home)
    place = command(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=home).strip()
    (Path(place) / "lent.pth").write_text("\n".join(site.getsitepackages()))
    return home


def test_the_package_comes_from_the_wheel(home):
    shown = command(home / "env" / BIN / "python", "-c", "import takarusim; print(takarusim.__file__)", cwd=home)

    assert Path(shown.strip()).is_relative_to(home)


def test_init_lays_out_every_scenario_of_the_checkout_and_they_are_valid(home):
    takarusim = home / "env" / BIN / "takarusim"
    command(takarusim, "init", "desk", cwd=home)
    laid = sorted((home / "desk" / "scenarios").iterdir())

    assert [path.name for path in laid] == sorted(p.name for p in (ROOT / "scenarios").iterdir())
    command(takarusim, "validate", *(path for path in laid if path.suffix == ".yaml"), cwd=home)


def test_the_wheel_types_and_names_itself(home):
    assert command(home / "env" / BIN / "takarusim", "--version", cwd=home).startswith("takarusim ")
    (place,) = home.glob("env/**/site-packages/takarusim")
    assert (place / "py.typed").exists()
