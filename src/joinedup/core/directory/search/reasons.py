"""Why is a service among those found, and for whom is it not? In plain sentences."""

from collections.abc import Collection, Mapping

from joinedup.core.directory import service_types
from joinedup.core.directory.eligibility import Carers, ReferralRoute, age_words, reasons_against
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.search.men_or_women import group, is_other
from joinedup.core.directory.search.question import Question
from joinedup.core.directory.search.words import stem, tokens
from joinedup.core.directory.services import Attending

METRES_IN_A_MILE = 1609.344  # the international mile, exactly
MOST_WORDS_SHOWN = 3
MOST_AREAS = 3  # named on a card
WAYS = {
    Attending.PHONE: "by telephone",
    Attending.ONLINE: "online",
    Attending.HOME_VISIT: "they come to you",
}
DIRECT = {ReferralRoute.SELF, ReferralRoute.DROP_IN, ReferralRoute.APPOINTMENT, ReferralRoute.MEMBERSHIP}


def why(one: Document, question: Question, likely: Mapping[str, float], own: Collection[str]) -> tuple[str, ...]:
    """Why it matches what was asked: the need it answers with the words that said so, and the words it says itself.

    Parameters
    ----------
    likely : kinds it is likely to be, where nobody has said.
    own : stems of all that it says of itself.
    """
    return tuple(part for part in (_need_words(one, question, likely), _own_words(question, own)) if part)


def _need_words(one: Document, question: Question, likely: Mapping[str, float]) -> str:
    kinds = one.kinds or tuple(likely)
    answering = [
        (recognised.strength * max((recognised.need.types.get(kind, 0.0) for kind in kinds), default=0.0), recognised)
        for recognised in question.needs
    ]
    worth, best = max(answering, key=lambda pair: pair[0], default=(0.0, None))
    if not worth or best is None:
        return ""
    said = " ".join(question.words[at] for at in best.positions)
    helps = f"help with: {best.need.name[:1].lower()}{best.need.name[1:]}"
    return f"You wrote “{said}”; {helps}" if said else helps[:1].upper() + helps[1:]


def _own_words(question: Question, own: Collection[str]) -> str:
    shared = [choices[0] for choices in question.wanted if any(stem(word) in own for word in choices)]
    shown = ", ".join(f"“{word}”" for word in dict.fromkeys(shared[:MOST_WORDS_SHOWN]))
    return f"Its own words include {shown}" if shown else ""


def against(one: Document, question: Question) -> tuple[str, ...]:
    """For whom it is not: what speaks against this person first, then whom it says it is not for."""
    said = reasons_against(one.eligibility, question.seeker, one.limits)
    own = group(tokens(one.name))
    others = [f"By its name it is for {own}"] if is_other(own, group(question.words)) else []
    whom = [f"Not for {words}" for words in one.eligibility.not_for]
    return tuple(dict.fromkeys([*said, *others, *whom]))


def for_whom(one: Document) -> tuple[str, ...]:
    """Whom it is for and how one gets it, as it says: ages, carers, ways in."""
    rules = one.eligibility
    carers = {Carers.ONLY: "For unpaid carers", Carers.WELCOME: "Carers are welcome"}.get(rules.carers, "")
    routes = set(rules.referral_routes)
    referral = "A GP or another professional has to refer you" if routes and not routes & DIRECT else ""
    return tuple(words for words in (age_words(rules), carers, referral) if words)


def area_words(one: Document) -> str:
    """For people of which areas it is, as far as their names are known; "" for everywhere.

    Examples
    --------
    >>> poole = {"areas": frozenset({"E06000058", "Poole"}), "area_codes": frozenset({"E06000058"})}
    >>> area_words(Document(1, "s", "", "", "", "", "", **poole))
    'For people in Poole'
    """
    names = sorted(one.areas - one.area_codes)
    more = [f"{len(names) - MOST_AREAS} other areas"] if len(names) > MOST_AREAS else []
    return f"For people in {', '.join([*names[:MOST_AREAS], *more])}" if names else ""


def how_far(metres: float | None, name: str) -> str:
    """A distance as people say it here.

    Examples
    --------
    >>> how_far(480, "DT4 8AB"), how_far(4900, "Wool")
    ('Less than half a mile from DT4 8AB', '3 miles from Wool')
    """
    if metres is None:
        return ""
    miles = metres / METRES_IN_A_MILE
    if miles < 0.5:
        return f"Less than half a mile from {name}"
    whole = max(1, round(miles))
    return f"{whole} mile{'' if whole == 1 else 's'} from {name}"


def ways(one: Document) -> str:
    """How it reaches people who do not come to it.

    Examples
    --------
    >>> ways(Document(1, "s", "", "", "", "", "", attending=(Attending.PHONE, Attending.HOME_VISIT)))
    'By telephone; they come to you'
    """
    words = "; ".join(WAYS[way] for way in one.attending if way in WAYS)
    return words[:1].upper() + words[1:]


def kind_words(one: Document) -> str:
    """What kind of service it says it is."""
    return ", ".join(service_types.names()[kind] for kind in one.kinds)
