"""
Findings as texts for people and for tools, one module a format, each with `render`.
"""

__all__: list[str] = []
