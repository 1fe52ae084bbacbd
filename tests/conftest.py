"""How long hypothesis looks: a little each time, long where ZEROSUM_THOROUGH is set, the same examples again in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from zerosum.cli.language import DANISH, speak

os.environ["ZEROSUM_PDF"] = "0"  # a browser is started by the tests that are about it, and by no other

_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]  # a run reads and writes files; that is no fault

settings.register_profile("default", deadline=None, max_examples=15, suppress_health_check=_CALM, print_blob=True)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=500)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)

settings.load_profile("thorough" if os.environ.get("ZEROSUM_THOROUGH") else "ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True, scope="session")
def _nobodys_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds a key that lies on the machine, or leaves one there."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(tmp_path_factory.mktemp("keys")))
        yield


@pytest.fixture(autouse=True)
def _danish_at_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that speaks English, in this process, leaves the next one Danish."""
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    speak(DANISH)
    yield
    speak(DANISH)
