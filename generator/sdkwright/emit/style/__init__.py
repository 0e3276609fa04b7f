"""Prints Python as black would where that is certain, and says so where it is not; knows neither templates nor files.

What it knows is the part of Python that emitted packages are made of. A text with anything else in it is `Unproven`, and then
black itself has to look at it. How black decides was read off black; that both print the same is shown by tests/emit/style.
"""
