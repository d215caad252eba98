"""The crash harness: workers die at every boundary of what Retour does to an order, a parcel and a ticket, or lose an
answer there, or work side by side; afterwards the stand-ins' own books are compared with what Retour kept.

`python -m tests.crash --runs 2000 --database both`
"""
