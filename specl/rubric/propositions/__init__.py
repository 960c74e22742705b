"""
A spec as propositions about a reply, and classes of replies made of them.

Simple propositions are what a grader answers, with yes or no; the others are conjunctions of
propositions that stand before them, each wanted true or false (`naming`, `building`). Every reply
is in one class, by the highest level and strength of which it breaks a norm: proven for what was
written, not for what was meant (`proof`).
"""

from specl.rubric.propositions.building import propositions_of
from specl.rubric.propositions.model import Conjunction, Propositions, Simple
from specl.rubric.propositions.proof import Proof, prove

__all__ = ["Conjunction", "Proof", "Propositions", "Simple", "propositions_of", "prove"]
