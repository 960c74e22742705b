"""
A criterion as questions asked one after another, until one of the answers settles it.

Each question is about one thing wherever that is possible: a fact, an act, one set of criteria that
may set this one aside. The answers lead from what it takes to apply, by what it gives way to, to
what it asks.
"""

from specl.rubric.questions.model import Answer, Ask, Outcome, Question, Tree, questions_of
from specl.rubric.questions.plan import tree_of

__all__ = ["Answer", "Ask", "Outcome", "Question", "Tree", "questions_of", "tree_of"]
