"""Measurements, as ratios within one run on one machine. `make bench` runs them all and writes `bench/README.md`."""
