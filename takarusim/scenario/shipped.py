"""Where the scenarios and notebooks are that come with takarusim."""

from pathlib import Path

__all__ = ["shipped"]


def shipped() -> list[Path]:
    """Returns the folders of scenarios and notebooks: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    places = ((package / name, package.parent / name) for name in ("scenarios", "notebooks"))
    return [next(place for place in both if place.is_dir()) for both in places if any(place.is_dir() for place in both)]
