"""
Everything put together: files in, findings, rulings and mended files out.

Each function says what a tool shows and leaves the showing to it.
"""

__all__: list[str] = []
