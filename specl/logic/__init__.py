"""
The meaning of a spec as formulas over facts, and scenarios in which they hold.

Acts are eliminated: what is left says under which facts no reply meets some norms together
(`incoherence`), when a rule applies and when a norm is in force (`world`). Questions about
such formulas are answered by a search over boxes or by the solver (`inquiry`).
"""
