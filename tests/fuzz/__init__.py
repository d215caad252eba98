"""The fuzz run: adding hostile text to a ticket must gain nothing. `judged.py` defines what a gain is, `hostile.py`
what is hostile and what is a plain new demand, `holes.py` where it did gain once.

`python -m tests.fuzz --n 20000 --seed 1`
"""
