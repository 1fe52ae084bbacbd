"""Fees and interest, and the main claim that they name."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from zerosum.stamdata.checks.check import Answer, Check, NoValues, Words
from zerosum.stamdata.seen import MAIN_TYPE, Block
from zerosum.toml_file import Strict


class FeeTypes(Strict):
    """Claim types of main claims, and which claim types their fees may have."""

    main_types: Words
    fee_types: Words


def _fee_fits_main(block: Block, values: FeeTypes) -> Answer:
    """The fee of a main claim of one of `main_types` has one of `fee_types`."""
    of_them = pc.is_in(block.text(MAIN_TYPE), value_set=pa.array(values.main_types))
    of_them = of_them.to_numpy(zero_copy_only=False).astype(bool)
    return Answer(of_them & (block.claim_type not in values.fee_types))


def _main_not_rejected(block: Block, _: NoValues) -> Answer:
    """The main claim that it names was not rejected. One that is not among the claims tells nothing: it may have been sent
    before."""
    rejected = block.main_rejected()
    return Answer(rejected, unclear=~rejected & block.blank(MAIN_TYPE))


CHECKS = (
    Check("fee_fits_main", _fee_fits_main, FeeTypes, lambda _: ("main_claim_id", MAIN_TYPE)),
    Check("main_not_rejected", _main_not_rejected, NoValues, lambda _: ("main_claim_id",)),
)
