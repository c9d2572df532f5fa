"""Logs of runs as earlier code wrote them: what comes later must read them and go on with them.

`python -m tests.histories.record NAME` plays a play of `plays.py` with the code as it is now and
keeps what it wrote below `logs/`, in a folder a release. What is kept is never written again.
"""
