"""
All that boxes speak of in one spec: the fields of its facts, sums and other comparisons.

Each field has its values in an order, the quietest first: the default, else what the fewest
conditions ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from specl.cases.field import EITHER, Field, Subject, fields_of
from specl.cases.regions import Cut, comparing, cuts_of, domain_of, regions_of, sample_of
from specl.logic.formula import Atom, Has, Holds, Is, Test
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.mentioned import facts_of_atom
from specl.logic.samples import plain
from specl.logic.total import Total, total_of
from specl.logic.truth import atom_holds
from specl.model import Fact, Value

__all__ = ["Fields"]


@attrs.define(eq=False, repr=False)
class Fields:
    """
    The fields that some atoms need, and what each atom asks of its field.

    Attributes:
        fields: By subject, facts first.
    """

    facts: Mapping[str, Fact]
    fields: dict[Subject, Field]
    _subjects: dict[Atom, Subject] = attrs.field(factory=dict)
    _before: Fields | None = None
    _orders: Mapping[Subject, Sequence[int]] = attrs.field(factory=dict)
    _held: dict[Atom, Sequence[bool]] = attrs.field(factory=dict)
    _sampled: dict[Subject, Sequence[int | Fraction]] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls,
        facts: Mapping[str, Fact],
        atoms: Iterable[Atom],
        asked: Mapping[tuple[Atom, bool], int],
    ) -> Fields:
        """
        Return the fields for some facts and atoms.

        Args:
            facts: All facts.
            atoms: Everything that will be said of them.
            asked: How often conditions ask for an atom, or for its contrary.
        """
        about: dict[tuple[str, ...], list[Atom]] = {}
        for atom in atoms:
            about.setdefault(facts_of_atom(atom), []).append(atom)
        about.pop((), None)
        natural = cls(facts, {})
        for fact in facts.values():
            made = fields_of(fact, about.get((fact.name,), ()))
            natural.fields.update({field.subject: field for field in made})
        atoms = [atom for each in about.values() for atom in each]
        for total, cuts in _totals(facts, atoms).items():
            names = tuple(name for name, _ in total.terms)
            regions = regions_of(domain_of(facts, total), cuts)
            natural.fields[total] = Field(total, (), regions, names)
        for atom in atoms:
            if natural.subject_of(atom) is None:
                natural.fields[atom] = Field(atom, EITHER, (), facts_of_atom(atom))
        return natural.quietest_first(asked)

    def quietest_first(self, asked: Mapping[tuple[Atom, bool], int]) -> Fields:
        """
        Return the fields with the values first that the fewest conditions ask for.
        """
        weights = {subject: [0] * field.width for subject, field in self.fields.items()}
        for (atom, positive), times in asked.items():
            subject = self.subject_of(atom)
            if subject in self.fields:
                for index, holds in enumerate(self.values_in(atom, self.fields[subject])):
                    weights[subject][index] += times * (holds is positive)
        orders = {
            subject: sorted(range(field.width), key=self._quiet(field, weights[subject]))  # type: ignore[arg-type]
            for subject, field in self.fields.items()
        }
        fields = {subject: self.fields[subject].ordered(order) for subject, order in orders.items()}
        return Fields(self.facts, fields, self._subjects, self, orders)

    def _quiet(self, field: Field, weights: Sequence[int]) -> Callable[[int], object]:
        if field.is_derived:
            return lambda index: index
        usual = [self._is_usual(field, sample) for sample in field.samples]
        if not field.regions:
            return lambda index: (not usual[index], weights[index], index)
        return lambda index: (
            not usual[index],
            weights[index],
            abs(field.samples[index]),  # type: ignore[arg-type]
            index,
        )

    def _is_usual(self, field: Field, sample: Value) -> bool:
        """
        Tell whether a value is, or is of, the default of its fact.
        """
        default = self.facts[field.facts[0]].default
        if isinstance(field.subject, tuple):
            return sample is (isinstance(default, frozenset) and field.subject[1] in default)
        return default is not None and sample == default

    def subject_of(self, atom: Atom) -> Subject | None:
        """
        Return the field that an atom is about, or None where there is none yet.
        """
        found = self._subjects.get(atom)
        if found is None:
            found = self._subject_of(atom)
            if found is not None:
                self._subjects[atom] = found
        return found

    def _subject_of(self, atom: Atom) -> Subject | None:
        match atom:
            case Has(name, value):
                return (name, value) if (name, value) in self.fields else name
            case Holds(name) | Is(name):
                return name
        found = comparison_of(atom) if isinstance(atom, Test) else None
        if isinstance(found, Sum):
            return total_of(found)[0]
        names = facts_of_atom(atom)
        if len(names) == 1 and (isinstance(found, Threshold) or self._is_spelt_out(names[0])):
            return names[0]
        return atom if atom in self.fields else None

    def _is_spelt_out(self, name: str) -> bool:
        """
        Tell whether every value of a fact that matters is a sample of its field.

        Of texts those are the texts that are mentioned, and one other.
        """
        field = self.fields.get(name)
        return field is not None and (field.is_complete or not field.regions)

    def values_in(self, atom: Atom, field: Field) -> Sequence[bool]:
        """
        Tell for each value of an atom's field whether the atom holds with it.
        """
        if self._before is not None:
            held = self._before.values_in(atom, self._before.fields[field.subject])
            return [held[place] for place in self._orders[field.subject]]
        if atom not in self._held:
            self._held[atom] = self._values_in(atom, field)
        return self._held[atom]

    def _values_in(self, atom: Atom, field: Field) -> list[bool]:
        if field.subject == atom or isinstance(field.subject, tuple):
            return [sample is True for sample in field.samples]
        match atom:
            case Holds():
                return [sample is True for sample in field.samples]
            case Is(value=wanted):
                return [sample == wanted for sample in field.samples]
        comparison = comparison_of(atom) if isinstance(atom, Test) else None
        if isinstance(comparison, Threshold):
            operator, value = comparison.operator, plain(comparison.value)
        elif isinstance(comparison, Sum):
            _, operator, value = total_of(comparison)
        else:
            return [atom_holds(atom, {field.facts[0]: sample}) for sample in field.samples]
        return list(map(comparing(operator, value), self._numbers(field)))

    def _numbers(self, field: Field) -> Sequence[int | Fraction]:
        """
        Return a number of each region.
        """
        if field.subject not in self._sampled:
            samples = field.samples or map(sample_of, field.regions)
            self._sampled[field.subject] = [plain(each) for each in samples]  # type: ignore[arg-type]
        return self._sampled[field.subject]


def _totals(facts: Mapping[str, Fact], atoms: Iterable[Atom]) -> dict[Total, set[Cut]]:
    """
    Return the sums that atoms speak of, and where they cut them.
    """
    found: dict[Total, set[Cut]] = {}
    for atom in atoms:
        comparison = comparison_of(atom) if isinstance(atom, Test) else None
        if isinstance(comparison, Sum):
            total, operator, value = total_of(comparison)
            cuts = cuts_of(operator, value, integer=domain_of(facts, total).integer)
            found.setdefault(total, set()).update(cuts)
    return found
