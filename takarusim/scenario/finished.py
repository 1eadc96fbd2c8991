"""What is wrong with finished stock, and with orders that are to be served from it."""

from collections.abc import Iterator

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase
from takarusim.scenario.checks import Found, Seen

__all__ = ["CHECKS"]


def kept(of: Seen) -> Iterator[Found]:
    """An SME keeps what it makes, of components that there are."""
    for name, sme in of.scenario.smes.items():
        for component in sme.stock:
            steps = ("smes", name, "stock", component)
            if component not in of.names["components"]:
                right = Nearest(component, tuple(of.names["components"]))
                yield steps, Mistake("no_such", what=Phrase("thing.component"), got=component, right=right)
            elif sme.components is not None and component not in sme.components and of.whole("smes", name):
                yield steps, Mistake("stock_not_made", got=component)


def called_off(of: Seen) -> Iterator[Found]:
    """Orders are served from stock where somebody keeps some of it, and replenishments make good what is rejected."""
    in_stock = {component for sme in of.scenario.smes.values() for component in sme.stock}
    for name, partner in of.scenario.partners.items():
        if not partner.contract.from_stock or not of.whole("partners", name):
            continue
        steps = ("partners", name, "contract")
        if partner.contract.rejects == "short":
            yield (*steps, "rejects"), Mistake("short_from_stock", got=partner.contract.rejects)
        if not in_stock & set(partner.components) and of.whole("smes"):
            yield (*steps, "from_stock"), Mistake("nothing_in_stock", got=True)


CHECKS = (kept, called_off)
