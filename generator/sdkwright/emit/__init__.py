"""The last three stages, render, tidy and write, and what they remember; decides nothing about the content of a file.

Nothing is imported here: a run that finds nothing changed must not pay for jinja2 and black.
"""
