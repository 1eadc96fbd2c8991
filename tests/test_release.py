"""What is released says one thing: versions, dates, commands."""

import re
import tomllib
from pathlib import Path

from ruamel.yaml import YAML

import takarusim

ROOT = Path(takarusim.__file__).parents[1]
CITATION = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_who_cites_takarusim_names_its_version_licence_and_words():
    assert CITATION["version"] == takarusim.__version__
    assert CITATION["license"] == PROJECT["license"]
    assert CITATION["authors"] == PROJECT["authors"]
    assert set(CITATION["keywords"]) <= set(PROJECT["keywords"])


def test_a_version_has_the_date_of_its_changes():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    dates = re.findall(rf"^## \[{re.escape(takarusim.__version__)}\] - (\S+)$", changelog, re.MULTILINE)

    assert dates == ([str(CITATION["date-released"])] if "date-released" in CITATION else [])


def test_before_a_commit_the_commands_of_scripts_check_run():
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    checked = re.findall(r'^"\$PYTHON" (.*)$', (ROOT / "scripts" / "check").read_text("utf-8"), re.MULTILINE)

    assert [repo["repo"] for repo in hooks] == ["local"]
    assert [hook["entry"] for hook in hooks[0]["hooks"]] == [f"python {command}" for command in checked[:3]]
