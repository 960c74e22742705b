"""
Specs inside other tools: one file a tool, found by it through an entry point.

A tool loads its file whether or not there is any spec to look at, so each imports nothing heavy
before there is one.
"""
