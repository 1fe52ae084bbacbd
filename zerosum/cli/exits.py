"""The exit codes. A verdict is never 1: that is what a crash of the interpreter gives."""

from __future__ import annotations

from zerosum.result import Verdict

USAGE, INTERNAL, INTERRUPTED = 2, 70, 130
MISSED = 20
"""A self-test that did not find all that can be seen: the test is not ready to be leant on."""

OF_VERDICT = {
    Verdict.READY: 0,
    Verdict.READY_WITH_REMARKS: 10,
    Verdict.NOT_READY: 20,
    Verdict.NOT_TESTED: 20,
}
