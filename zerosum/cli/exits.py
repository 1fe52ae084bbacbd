"""The exit codes. A verdict is never 1: that is what a crash of the interpreter gives."""

from __future__ import annotations

from zerosum.result import StamdataSummary, Verdict

USAGE, INTERNAL, INTERRUPTED = 2, 70, 130
DIFFERS, UNDECIDED = 5, 6
"""A run that was verified: it does not agree (stemmer ikke), or it cannot be decided (kan ikke afgøres)."""
MISSED = 20
"""A self-test that did not find all that can be seen: the test is not ready to be leant on."""

OF_VERDICT = {
    Verdict.READY: 0,
    Verdict.READY_WITH_REMARKS: 10,
    Verdict.NOT_READY: 20,
    Verdict.NOT_TESTED: 20,
}


def forecast_code(told: StamdataSummary, rejects: int = 0) -> int:
    """0: no breach is known of the claims that PSRM has not executed; 10: some are expected in hearing; 20: some rejected, or one
    of the two; or nothing was tried, or a line could not be read, which is never a success. What may be either is taken as the
    worse."""
    if rejects or not told.claims or told.expected("rejected", "either"):
        return 20
    if told.expected("hearing"):
        return 10
    return 0 if told.tells_days else 20
