"""
The parts of the page for people: its text as HTML, its data, its style and its script.
"""
