"""Mentoring programmes: whom they ask, and what is wrong with them."""

from collections.abc import Iterator

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase
from takarusim.scenario.checks import Found, Seen, firms
from takarusim.scenario.scenario import Scenario

__all__ = ["CHECKS", "asked", "remarks"]


def asked(scenario: Scenario, name: str) -> list[str]:
    """Returns the single firms that a name in a programme stands for: "heavy" for heavy-01, heavy-02 and so on."""
    return [firm for firm, group in firms(scenario).items() if group == name] or [name]


def remarks(scenario: Scenario) -> Iterator[Found]:
    """Yields what is no mistake in a programme but may be a slip."""
    last, single = scenario.time.last_day, firms(scenario)
    for name, programme in scenario.programmes.items():
        if last is not None and programme.starts > last:
            yield ("programmes", name, "from"), Mistake("never_happens", got=programme.starts)
        scores = [scenario.smes[single.get(firm, firm)].score for firm in programme.firms]
        if all(score is None or score.value >= programme.reached.value for score in scores):
            yield ("programmes", name, "reached"), Mistake("nobody_rises", got=programme.reached)


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
            twice = [each for each in asked(of.scenario, firm) if each in taken]
            if twice:
                yield steps, Mistake("asked_twice", got=firm, other=taken[twice[0]])
            taken |= dict.fromkeys(asked(of.scenario, firm), name)
        if of.scenario.time.long_run is not None:
            yield ("programmes", name), Mistake("change_in_long_run")


CHECKS = (mentored,)
