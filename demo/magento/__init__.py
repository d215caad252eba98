"""The scenarios that concern Magento, played in a Magento that is reached over REST alone.

Nothing in here may know whether that shop is a real one: no stand-in of a shop is imported (import-linter holds it),
and whatever the shop holds was put there by its own REST calls.
"""
