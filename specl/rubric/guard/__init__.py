"""
A spec as one Python module without dependencies, which rules and judges as the interpreter does.

What has to be worked out beforehand is worked out beforehand (`plan`), expressions become
Python (`code`), tables of them are laid out for people to read (`module`), and the part that
is the same in every guard stands behind them, copied as it is (`standalone/guarding.py`).
"""
