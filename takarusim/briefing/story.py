"""Why an order was late, in words: what became of it, its life stage by stage, and what would have been enough."""

from collections import Counter

import pandas as pd

from takarusim.experiments.why import Lifted, Why
from takarusim.language.numerals import Language, day, number, percent
from takarusim.language.words import called, cause, say
from takarusim.outcome.life import Stage
from takarusim.outcome.tables import AT_WORK, FOR_STOCK, STATES

__all__ = ["last_day", "lifted", "sentences", "stages"]

DAY, HOUR = 86_400_000, 3_600_000  # ms
MOST, CAUSES = 3, 4  # holders, and causes, that are named
SMALL = 0.05  # days that are not worth a word


def sentences(why: Why, language: Language) -> list[str]:
    """Returns what became of an order, what took its time, and what would have been enough."""
    order = why.order
    about = {
        "order": str(order["order"]),
        "replication": str(why.replication),
        "partner": called("partner", order["partner"], language),
    }
    what = {
        "pieces": number(order["quantity"], language),
        "component": called("component", order["component"], language),
    }
    named = f" ({order['name']})" if order["name"] else ""
    said = [say("why.order", language, **about, **what, placed=day(order["placed"], language), named=named)]
    if not pd.isna(order["latest"]):
        key = "why.window" if order["earliest"] > order["placed"] else "why.until"
        first, last = day(order["earliest"], language), day(last_day(order["latest"]), language)
        said.append(say(key, language, first=first, last=last))
    if order["refused"]:
        return [*said, say("why.refused", language), *_enough(why, language)]
    if order["parts"] > 1:
        said.append(
            say(
                "why.split",
                language,
                parts=str(order["parts"]),
                smes=_makers(why, language),
                sme=called("sme", why.maker, language),
            )
        )
    said.append(_came(why, language))
    said += _took(why, language) + _again(why, language)
    return said + _enough(why, language)


def last_day(latest: pd.Timestamp) -> pd.Timestamp:
    """Returns the last day of a delivery window: due times are the ends of days, midnight of the next one."""
    return latest - pd.Timedelta(milliseconds=1)


def _came(why: Why, language: Language) -> str:
    """Returns when an order came, and how many pieces of it."""
    order, late = why.order, why.late_by
    days = number(late / pd.Timedelta(days=1), language, 1) if late is not None else ""
    if pd.isna(order["delivered"]):
        return say("why.open.late" if days else "why.open", language, sme=called("sme", why.maker, language), days=days)
    is_early = not pd.isna(order["latest"]) and order["delivered"] < order["earliest"]
    key = "why.came.late" if days else "why.came.early" if is_early else "why.came"
    good, pieces = number(order["pieces"] - order["escaped"], language), number(order["quantity"], language)
    came = {"sme": _makers(why, language), "delivered": day(order["delivered"], language), "days": days}
    return say(key, language, good=good, pieces=pieces, **came)


def _makers(why: Why, language: Language) -> str:
    """Returns the SMEs that have a part of an order."""
    return ", ".join(called("sme", name, language) for name in dict.fromkeys(why.makers))


def _took(why: Why, language: Language) -> list[str]:
    """Returns what took most of an order's time."""
    spent = Counter[str]()
    for each in why.stages:
        spent.update(each.charged)
    parts = [
        say("answer.part", language, what=cause(name, language), days=number(ms / DAY, language, 1))
        for name, ms in spent.most_common(CAUSES)
        if ms >= SMALL * DAY
    ]
    days = number(spent.total() / DAY, language, 1)
    return [say("why.took", language, days=days, parts=", ".join(parts))] if parts else []


def _again(why: Why, language: Language) -> list[str]:
    """Returns how often pieces were made again, and how long that took."""
    again = [each for each in why.stages if each.attempt > 1 and each.operation >= 0]
    if not again:
        return []
    days = sum(each.end - each.start for each in again) / DAY
    times = max(each.attempt for each in again) - 1
    return [say("why.again" if times > 1 else "why.again.once", language, times=times, days=number(days, language, 1))]


def _enough(why: Why, language: Language) -> list[str]:
    """Returns what would have been enough, or what would have helped most."""
    if not why.lifted or (why.order["on_time"] and why.order["in_full"]):
        return []
    enough = [cause(each.cause, language, "lift") for each in why.lifted if each.served]
    if enough:
        return [say("why.enough", language, lifted="; ".join(enough))]
    came = [(each.delivered, each.cause) for each in why.lifted if each.delivered is not None]
    if not came:
        return [say("why.nothing", language)]
    delivered, lifted = min(came)
    told = {"lifted": cause(lifted, language, "lift"), "delivered": day(delivered, language)}
    is_short = not why.order["in_full"] and not any(each.in_full for each in why.lifted)
    short = [say("why.short", language)] if is_short else []
    return [say("why.not_enough", language, **told), *short]


def stages(why: Why, language: Language) -> list[tuple[str, str, str, str, str]]:
    """Returns the rows of a table of an order's life: since when, what it was in, its hours, who held that."""
    return [_stage(why, each, language) for each in why.stages]


def _stage(why: Why, stage: Stage, language: Language) -> tuple[str, str, str, str, str]:
    what = say(f"life.{STATES[stage.state]}", language, **why.called(stage, language))
    if stage.attempt > 1 and stage.operation >= 0:
        what = say("life.again", language, what=what, attempt=stage.attempt)
    closed = stage.charged.get("closed", 0)
    is_open, is_closed = (number(ms / HOUR, language, 1) for ms in (stage.end - stage.start - closed, closed))
    return _moment(why.date(stage.start), language), what, is_open, is_closed, _held(why, stage, language)


def _moment(moment: pd.Timestamp, language: Language) -> str:
    clock = f"{moment:%H:%M}" if language == "en" else f"{moment:%H.%M}"
    return f"{day(moment, language)} {clock}"


def _held(why: Why, stage: Stage, language: Language) -> str:
    """Returns what an order waited for and who held it, or what else there is to say of a stage."""
    if stage.state == AT_WORK:
        spent = [(name, ms) for name, ms in stage.charged.items() if name in ("setup", "overtime", "down")]
        return ", ".join(f"{cause(name, language)} {number(ms / HOUR, language, 1)}" for name, ms in spent)
    said = []
    for name, ms in stage.charged.items():
        if name == "closed" or not (found := Counter({h.order: h.ms for h in stage.held if h.what == name})):
            continue
        said.append(f"{cause(name, language)} {number(ms / HOUR, language, 1)}: {_holders(why, found, language)}")
    key = "life.replenished" if stage.state == FOR_STOCK else "life.received"
    came = [say(key, language, day=day(why.date(stage.received), language))] if why.has_received(stage) else []
    return "; ".join(said + came)


def _holders(why: Why, found: Counter[int], language: Language) -> str:
    """Returns the orders that held something, or of many, whose they were."""
    orders, names = why.one.tables.orders, why.one.names.streams
    whose = {order: names[orders.stream[order]] for order in found}
    if len(found) <= MOST:
        held = [(called("partner", whose[order], language), orders.number[order]) for order, _ in found.most_common()]
        return ", ".join(f"{name} ({number})" for name, number in held)
    by = Counter[str]()
    for order, ms in found.items():
        by[whose[order]] += ms
    shares = [
        f"{called('partner', name, language)} {percent(ms / by.total(), language, 0)}"
        for name, ms in by.most_common(MOST)
    ]
    return say("life.orders", language, n=len(found), whose=", ".join(shares) + (" …" if len(by) > MOST else ""))


def lifted(why: Why, language: Language) -> list[tuple[str, str, str, str]]:
    """Returns the rows of a table of what becomes of an order: what is lifted, who makes it, when, and if in time."""
    return [_lifted(each, language) for each in why.lifted]


def _lifted(each: Lifted, language: Language) -> tuple[str, str, str, str]:
    late = say("answer.order.behind", language) if each.sme else say("life.refused", language)
    came = day(each.delivered, language) if each.delivered is not None else late
    return (
        cause(each.cause, language, "lift"),
        called("sme", each.sme, language) if each.sme else "",
        came,
        say(f"input.{'yes' if each.served else 'no'}", language),
    )
