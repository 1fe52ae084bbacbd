"""Business areas (forretningsområder) and their claim types: a TOML file each, dated values with a reference."""

from zerosum.catalogue.load import AREAS, everything, load
from zerosum.catalogue.model import Area, AreaType, Catalogue

__all__ = ["AREAS", "Area", "AreaType", "Catalogue", "everything", "load"]
