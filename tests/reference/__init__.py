"""
A second, plain reading of the language to hold the first against, and specs drawn at random.
"""
