"""Trials: known faults put into data that were read, run, and held against what came out."""
