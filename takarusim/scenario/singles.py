"""Material that SMEs buy singly, whose stock is for the members of a cooperative: who does, and at what price."""

from collections.abc import Iterator

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase
from takarusim.quantities.units import Quantity
from takarusim.scenario.checks import Found, Seen
from takarusim.scenario.scenario import Material, Sme

__all__ = ["CHECKS", "buys_singly", "price"]


def buys_singly(sme: Sme, material: Material) -> bool:
    """Returns whether an SME gets a material for each lot alone, and not from its stock."""
    if material.single is None:
        return False
    members = material.single.members
    return not members or (sme.channels is not None and not set(sme.channels) & set(members))


def price(material: Material) -> tuple[str, Quantity]:
    """Returns what is paid for a kilogram of a material that is bought singly, and the path of that in the material."""
    if material.single is None or material.single.price is None:
        return "price", material.price
    return "single.price", material.single.price


def members(of: Seen) -> Iterator[Found]:
    """Members are SMEs of channels that there are."""
    if not (of.whole("partners") and of.whole("smes")):
        return
    known = {partner.channel for partner in of.scenario.partners.values()}
    known |= {channel for sme in of.scenario.smes.values() for channel in sme.channels or ()}
    for name, material in of.scenario.materials.items():
        for i, channel in enumerate(material.single.members if material.single else ()):
            if channel not in known:
                right = Nearest(channel, tuple(sorted(known)))
                wrong = Mistake("no_such", what=Phrase("thing.channel"), got=channel, right=right)
                yield ("materials", name, "single", "members", str(i)), wrong


CHECKS = (members,)
