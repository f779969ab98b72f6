"""Hostile input by the million (464.10(a)): whatever the bytes, only documented errors come out, and promises hold.

``python -m tests.fuzz --runs 1000000 TARGET ...`` follows the coverage of the code under test (atheris, libFuzzer);
``tests/fuzz/test_targets.py`` throws a few thousand changed samples at each in every run of the tests.
"""
