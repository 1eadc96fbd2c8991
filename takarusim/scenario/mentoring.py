"""Mentoring programmes: whom they ask, and what is wrong with them."""

from collections.abc import Iterator

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase
from takarusim.scenario.checks import Found, Seen, firms
from takarusim.scenario.scenario import Programme, Scenario

__all__ = ["CHECKS", "asked"]


def asked(scenario: Scenario, programme: Programme) -> list[str]:
    """Returns the single firms that a programme asks, in its order: "heavy" stands for heavy-01, heavy-02 and so on."""
    single = firms(scenario)
    of = {name: [firm for firm, group in single.items() if group == name] or [name] for name in scenario.smes}
    return [firm for name in programme.firms for firm in of.get(name, [name])]


def mentored(of: Seen) -> Iterator[Found]:
    """Who is mentored is a firm of the estate, has a score, and is asked once."""
    if not of.whole("smes"):
        return
    single = firms(of.scenario)
    known, taken = [*of.names["smes"], *single], dict[str, str]()
    for name, programme in of.scenario.programmes.items():
        for i, firm in enumerate(programme.firms):
            steps, group = ("programmes", name, "firms", str(i)), single.get(firm, firm)
            if firm not in known:
                right = Nearest(firm, tuple(known))
                yield steps, Mistake("no_such", what=Phrase("thing.sme"), got=firm, right=right)
            elif of.scenario.smes[group].score is None:
                yield steps, Mistake("no_score", got=firm)
        for firm in asked(of.scenario, programme):
            if firm in taken:
                yield ("programmes", name, "firms"), Mistake("asked_twice", got=firm, other=taken[firm])
            taken.setdefault(firm, name)
        if of.scenario.time.long_run is not None:
            yield ("programmes", name), Mistake("change_in_long_run")


CHECKS = (mentored,)
