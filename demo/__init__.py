"""The main job, shown: Retour between two stand-ins, customers who write, and the shop's books before and after.

The same scenarios are the end-to-end tests (tests/e2e).
"""
