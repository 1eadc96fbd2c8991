"""`takarusim schema`: prints the JSON Schema of scenario files."""

import json

import typer

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from takarusim.scenario import reading

    typer.echo(json.dumps(reading.schema(), indent=1, ensure_ascii=False))
