"""Made-up municipalities with known faults, and the truth of what was put in.

It shares nothing with matching, clearing, causes and the rules of normalising: what it says must come out is an
independent word. All names and numbers are invented; a number of a person has a month of 13 to 19, which no person has.
"""
