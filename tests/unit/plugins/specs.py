"""
Small specs for the tests of the pytest plugin.
"""

from __future__ import annotations

__all__ = ["BROKEN", "CLASH", "GOOD", "HARD", "HEADER", "REPLIES"]

HEADER = """\
spec desk version 1.0.0

use std.authority

fact refund: int 0..1000 = 0 "How much does the user want back?"
fact minor: bool "Is the user a minor?"

act answer "Does the reply do what was asked?"
act escalate "Does the reply hand over?"
act polite "Is the reply polite?"
act grant: int 0..1000 = 0 "How much does the reply give back?"

constraint escalate implies grant == 0

rule helpful at user {
  "Do what the user asks."
  must answer
  should grant == refund
}

rule big at developer {
  "Large refunds go to a person."
  when refund > 500
  unless minor
  must escalate
  must not answer
}

rule kind at guideline {
  "Be gentle with the young."
  when minor
  should polite
}
"""

GOOD = (
    HEADER
    + """
example small { given refund == 20 expect must answer }
ensure persons_pay_nothing { when refund > 500 and not minor must grant == 0 }
cover decided { decides answer }
"""
)

BROKEN = (
    HEADER
    + """
example wants_answer "a large refund" {
  user "I want my $900 back."
  given refund == 900
  expect must answer
}

example advised { given refund == 20 expect must grant == 20 }

example left_open { given refund == 20 expect should polite }

example bad_reply {
  given refund == 20
  good "No." shows not answer
  bad "Here you are." shows answer, grant == 20 violates helpful
}

example nothing_there { given refund == 20, refund == 30 expect must answer }

example fine { given refund == 20 expect must answer }

ensure never_paid { must grant == 0 }

ensure may_answer { when refund > 500 may answer }

cover handed_over { decides escalate }
"""
)

REPLIES = (
    HEADER.replace("act polite", 'act words: int 0..10 "How long?"\nact polite')
    + """
example impossible { given refund == 20 good "Both." shows escalate, grant == 5 }
example not_in_force { given refund == 20 bad "No." shows not answer violates kind }
example spared { given minor bad "No, dear." shows not answer, polite violates kind }
example excluded { given refund == 20 expect may (escalate and grant == 5) }
example long { given refund == 20 expect should words <= 5 }
"""
)

CLASH = (
    HEADER.replace("at developer {", "at user {")
    + """
example both { given refund == 900 expect must answer }
ensure small_ones { when refund == 1 must answer }
ensure big_ones { when refund == 900 must answer }
"""
)

HARD = (
    "\n".join(
        [
            "spec distances",
            'fact far: bool "far"',
            *(f'act a{n}: real 0..9 "a{n}"' for n in range(14)),
            f"rule close {{ must {' + '.join(f'abs(a{n} - 1)' for n in range(14))} <= 3 }}",
            "example near { given far expect must a0 <= 4 }",
            "ensure near_always { must a0 <= 4 }",
            "cover near_or_not { decides a0 <= 4 }",
        ]
    )
    + "\n"
)
