"""Can the settings be used, and what lies beside them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zerosum.doctor.finding import Finding, Ground, failed, ok, warning
from zerosum.doctor.shown import shown
from zerosum.errors import Phrase, Value, ZerosumError
from zerosum.identity import veiled_path


def read_settings(ground: Ground) -> tuple[Ground, Finding]:
    """The ground with the settings, where they can be used, and what there is to say of them."""
    if ground.config is None:
        return ground, warning("settings", Phrase("doctor.settings_none"), Phrase("doctor.settings_none_fix"))
    from zerosum.settings_load import load

    name = shown(ground.config)
    try:
        settings = load(ground.config)
    except ZerosumError as error:
        seen = Phrase("doctor.settings_wrong", {"n": len(error.problems), "file": name})
        fix = Phrase("doctor.settings_fix")
        return ground, failed("settings", seen, fix, error.exit_code, error.problems)
    told: dict[str, Value] = {
        "file": name,
        "municipality": veiled_path(settings.municipality),
        "area": veiled_path(settings.area_name),
        "cut_off": settings.cut_off.isoformat() if settings.cut_off else "",
        "n": len(settings.solutions),
        "files": len({path for one in settings.inputs for path in one.files}),
    }
    return replace(ground, settings=settings), ok("settings", Phrase("doctor.settings_ok", told))


def lists(ground: Ground) -> Iterator[Finding]:
    """The files of decisions and of debtors' numbers, read as a run reads them; and the list of test claims."""
    settings = ground.settings
    if settings is None:
        return
    told = []
    try:
        if settings.decisions is not None:
            from zerosum import decisions_load

            decisions = decisions_load.load(settings.decisions, tuple(one.name for one in settings.solutions))
            told.append(Phrase("doctor.decisions", {"n": len(decisions)}))
        if settings.debtor_aliases is not None:
            from zerosum.normalise import declared_debtors

            told.append(Phrase("doctor.aliases", {"n": len(declared_debtors.load(settings.debtor_aliases).same)}))
    except ZerosumError as error:
        seen = Phrase("doctor.lists_wrong", {"n": len(error.problems)})
        yield failed("lists", seen, Phrase("doctor.lists_fix"), error.exit_code, error.problems)
        return
    if settings.test_batch is not None:
        batch = settings.test_batch
        listed = len([*batch.listed, *filter(None, batch.in_file)])
        told.append(Phrase("doctor.test_batch", {"n": listed, "forms": len(batch.reference_forms)}))
    if settings.control_totals:
        told.append(Phrase("doctor.control_totals", {"n": len(settings.control_totals)}))
    if told:
        yield ok("lists", Phrase("doctor.lists_ok", {"lists": tuple(told)}))
    else:
        yield ok("lists", Phrase("doctor.lists_none"))
