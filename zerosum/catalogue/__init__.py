"""Business areas (forretningsområder) and their claim types: a TOML file each, dated values with a reference."""

from zerosum.catalogue.load import AREAS, Area, AreaType, load

__all__ = ["AREAS", "Area", "AreaType", "load"]
