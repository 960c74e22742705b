"""
Tests of programs that are to obey a spec.

>>> from specl.testing import obeys
>>> spec = 'spec s  fact odd: bool "?"  act bow "?"  rule r { when odd must bow }'
>>> import specl
>>> obeys(specl.loads(spec), lambda facts: {"bow": facts["odd"]})

Hypothesis is imported when it is first needed.
"""

from specl.testing.failures import Disobeyed, PolicyError, PolicyFault, UnjudgedWarning
from specl.testing.obeying import obeys

__all__ = ["Disobeyed", "PolicyError", "PolicyFault", "UnjudgedWarning", "obeys"]

for _public in (Disobeyed, PolicyError, PolicyFault, UnjudgedWarning):
    _public.__module__ = __name__  # what users import is what reports call it
