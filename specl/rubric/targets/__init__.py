"""
The formats that a rubric can be written in, one module a format.
"""
