"""What the entry filter (indgangsfilter i NyMF) asks of a claim: a TOML file for each area, and one of what is common.

`zerosum/stamdata/rules.py` reads them. The names stand here, where nothing heavy is imported to look at them.
"""

FILES = (
    "common",
    "daginstitution",
    "renter-og-gebyrer",
    "socialret",
    "teknisk-forvaltning",
    "tvaergaaende-civilretlige-krav",
    "forbrug-og-renovation",
    "service-og-sundhed",
    "lejeret",
)
"""The files of rules, in this folder."""
