"""
Rules that never apply, and norms that never matter.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.check.engine import Engine, Undecided
from specl.logic.demands import excluded, incoherent, refuted
from specl.logic.formula import FALSE, Formula, conj, disj, negate
from specl.model import Norm, Rule, Spec
from specl.model.expressions import Expr, Not
from specl.text.record import record

__all__ = [
    "Entitlement",
    "Foreclosure",
    "Reach",
    "foreclosures",
    "overridden",
    "probes_for_reach",
    "reach_of",
    "redundant",
    "rights",
    "vacuous",
]


def probes_for_reach(spec: Spec) -> list[Expr]:
    """
    Return the expressions that the questions of this module ask about.
    """
    found: list[Expr] = []
    for norm in spec.norms:
        if not norm.is_permission:
            found.append(Not(norm.obligation))
            if norm.condition is not None:
                found.append(norm.condition)
    return found


@record
class Reach:
    """
    Which rules apply somewhere.

    Attributes:
        alive: The names of the rules that do.
        dead: The rules that do not; of the rest it is undecided.
    """

    alive: frozenset[str]
    dead: tuple[Rule, ...]


def reach_of(engine: Engine) -> Reach:
    """
    Return which rules apply in some scenario.

    Where not all is known of the constraints, a scenario may turn out to have no reply.
    """
    rules = engine.spec.rules
    applies = {name: engine.world.applies(name) for name in rules}
    before = len(engine.undecided)
    question = "whether this rule ever applies"
    found = engine.search(applies, question, lambda name: (name, ()), engine.whereabouts.around)
    unknown = {each.subject for each in engine.undecided[before:]}
    certain = not engine.incoherence.constraints_undecided
    return Reach(
        frozenset(found if certain else ()),
        tuple(rule for name, rule in rules.items() if name not in found and name not in unknown),
    )


def overridden(engine: Engine, alive: frozenset[str]) -> list[Norm]:
    """
    Return the norms that apply somewhere but are in force nowhere.

    Args:
        engine: What is known of the spec.
        alive: The rules that apply somewhere.
    """
    norms = [
        norm
        for norm in engine.spec.norms
        if norm.rule in alive
        and not engine.is_undecided(norm)
        and not (engine.alone and engine.alone.in_force(norm))
    ]
    in_force = {norm.position: engine.local(norm.rule).in_force(norm) for norm in norms}
    question = "whether this norm is ever in force"
    found = _search_norms(engine, in_force, question)
    return _certain(engine, question, [norm for norm in norms if norm.position not in found])


def vacuous(engine: Engine, alive: frozenset[str]) -> list[Norm]:
    """
    Return the must/should norms that every reply meets wherever they apply.
    """
    world = engine.world
    norms = [norm for norm in _duties(engine) if norm.rule in alive]
    matters = {
        norm.position: conj(
            (world.applies(norm.rule), negate(excluded(world, Not(norm.obligation))))
        )
        for norm in norms
    }
    found = _search_norms(engine, matters, "whether any reply fails this norm")
    return [norm for norm in norms if norm.position not in found]


def redundant(engine: Engine, left_out: set[int]) -> list[Norm]:
    """
    Return the must/should norms that other norms in force, of no lower rank, always require.

    Judged from the last in source order; those found are left out of the support of others.
    Norms whose acts bear on none of its own lend a norm no support, not even by contradicting
    each other.
    The steps of one `maximize` or `minimize` lend each other none.

    Args:
        engine: What is known of the spec.
        left_out: Positions of norms that are not judged: never in force, or vacuous.
    """
    norms = [
        norm
        for norm in _duties(engine)
        if norm.position not in left_out and not (engine.alone and engine.alone.needed(norm))
    ]
    needed = {norm.position: _needed(engine, norm, set()) for norm in norms}
    question = "whether other norms require this already"
    found = _search_norms(engine, needed, question)
    reported: set[int] = set()
    for norm in reversed(norms):
        if norm.position in found or engine.is_undecided(norm):
            continue
        with engine.asking(question, norm.rule, (norm,)):
            world = engine.local(norm.rule)
            calm = conj((world.in_force(norm), negate(incoherent(world))))
            needed_now = _needed(engine, norm, reported)
            needless = not engine.inquiry.possible(needed_now)
            if needless and engine.inquiry.possible(calm):
                reported.add(norm.position)
    return _certain(engine, question, [norm for norm in norms if norm.position in reported])


def _certain(engine: Engine, question: str, norms: list[Norm]) -> list[Norm]:
    """
    Return some norms, or none, noting them as undecided, where what norms exclude is not all known.
    """
    if engine.incoherence.knows_norms:
        return norms
    engine.undecided.extend(Undecided(question, norm.rule, (norm,)) for norm in norms)
    return []


def _needed(engine: Engine, norm: Norm, reported: set[int]) -> Formula:
    """
    Return when a norm is in force and no other of its rank or above requires what it asks.
    """

    def supports(other: Norm) -> bool:
        step = norm.step is not None and other.id[:2] == norm.id[:2]
        return (
            other is not norm
            and not step
            and other.position not in reported
            and engine.ties.are_tied(norm, other)
            and not engine.spec.outranks(norm, other)
        )

    world = engine.local(norm.rule)
    rank = engine.spec.priority.rank[norm.position]

    def all_above(claim: int) -> int | None:
        """
        Return the rank above which all norms that make a claim lend support, if there is one.
        """
        return None if reported or not engine.ties.are_all_tied(norm, claim) else rank

    required = refuted(world, Not(norm.obligation), counts=supports, all_above=all_above)
    return conj((world.in_force(norm), negate(required)))


@record
class Foreclosure:
    """
    A norm with `if` that, with others in force, leaves no reply that meets its condition.
    """

    norm: Norm
    when: Formula


def foreclosures(engine: Engine) -> list[Foreclosure]:
    """
    Return the norms whose condition is forbidden by what follows from it, one for each as written.
    """
    written = {
        (norm.rule, norm.index): norm
        for norm in reversed(_duties(engine))
        if norm.condition is not None
    }
    when = {norm.position: _foreclosed(engine, norm) for norm in reversed(written.values())}
    found = _search_norms(engine, when, "whether this norm's condition can still be met")
    return [
        Foreclosure(norm, when[norm.position])
        for norm in engine.spec.norms
        if found.get(norm.position)
    ]


def _foreclosed(engine: Engine, norm: Norm) -> Formula:
    """
    Return when no reply is left that meets a norm's condition, though without it some is.
    """
    assert norm.condition is not None
    world = engine.local(norm.rule)
    parts = [each for each in engine.spec.norms if each.id[:2] == norm.id[:2]]
    return conj(
        (
            disj(world.in_force(part) for part in parts),
            negate(incoherent(world)),
            refuted(world, norm.condition),
            negate(
                refuted(world, norm.condition, counts=lambda other: other.id[:2] != norm.id[:2])
            ),
        )
    )


@record
class Entitlement:
    """
    A permission that defeats norms of lower levels somewhere.

    Attributes:
        victims: When it defeats which of them.
    """

    norm: Norm
    victims: Mapping[Norm, Formula]

    @property
    def when(self) -> Formula:
        """
        Return when it defeats any of them.
        """
        return disj(self.victims.values())


def rights(engine: Engine) -> list[Entitlement]:
    """
    Return the permissions that defeat a norm of a lower level somewhere.

    Where not all is known of what norms exclude, a smaller set may do without the permission.
    """
    known = engine.incoherence.knows_norms
    permissions = [norm for norm in engine.spec.norms if norm.is_permission and known]
    victims = {norm.position: _victims(engine, norm) for norm in permissions}
    when = {position: disj(each.values()) for position, each in victims.items()}
    found = _search_norms(engine, when, "whether this right ever defeats another norm")
    return [
        Entitlement(norm, victims[norm.position])
        for norm in permissions
        if found.get(norm.position)
    ]


def _victims(engine: Engine, permission: Norm) -> dict[Norm, Formula]:
    """
    Return for each norm of a lower level when a permission takes part in defeating it.
    """
    world, spec = engine.local(permission.rule), engine.spec
    claim = world.claim(permission)
    level = spec.level_index[spec.rules[permission.rule].level]
    cases: dict[Norm, Formula] = {}
    for nogood in engine.incoherence.nogoods:
        if claim is None or not nogood.claims >> claim & 1:
            continue
        for victim in (v for c in nogood.members() if c != claim for v in world.norms_of(c)):
            if spec.level_index[spec.rules[victim.rule].level] > level:
                besides = (c for c in nogood.members() if c not in {claim, world.claim(victim)})
                above = (world.demanded_above(c, victim) for c in besides)
                here = (world.in_force(permission), world.applies(victim.rule), nogood.minimal)
                cases[victim] = disj((cases.get(victim, FALSE), conj((*here, *above))))
    return cases


def _duties(engine: Engine) -> list[Norm]:
    """
    Return the must/should norms of which all is known; for the others that much is undecided.
    """
    return [
        norm
        for norm in engine.spec.norms
        if not norm.is_permission
        and not engine.is_undecided(norm)
        and engine.knows(Not(norm.obligation))
        and (norm.condition is None or engine.knows(norm.condition))
    ]


def _search_norms(
    engine: Engine, wanted: Mapping[int, Formula], question: str
) -> dict[int, bool | None]:
    """
    Look for a scenario for each of some norms, by position: true if there is one, None: undecided.
    """
    norms = engine.spec.norms
    before = len(engine.undecided)
    found: dict[int, bool | None] = dict.fromkeys(
        engine.search(
            wanted,
            question,
            lambda place: (norms[place].rule, (norms[place],)),
            lambda place: engine.whereabouts.around(norms[place].rule),
        ),
        True,
    )
    for each in engine.undecided[before:]:
        found.update(dict.fromkeys((norm.position for norm in each.norms), None))
    return found
