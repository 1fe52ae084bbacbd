"""The checks by name: one file for each theme."""

from zerosum.stamdata.checks import amounts, days, debtors, fields, limitation, periods, related
from zerosum.stamdata.checks.check import Check

CHECKS: dict[str, Check] = {
    one.name: one for theme in (amounts, days, debtors, fields, limitation, periods, related) for one in theme.CHECKS
}
"""Name in the rule files -> the check."""
