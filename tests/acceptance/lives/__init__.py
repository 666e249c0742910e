"""Whole lives of complaints on the shipped process, played through the pages.

The pages are those of the demo, asked as a browser without scripts would; the clock is the demo's;
the worker's rounds are made by hand, one a day, so that every test ends at the same moments.
"""
