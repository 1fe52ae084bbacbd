"""The machine that zerosum runs on, asked once."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from datetime import datetime
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from zerosum.doctor.finding import Machine


def this_machine() -> Machine:
    """What is true here and now."""
    try:
        distribution = metadata.distribution("zerosum")
        minimum = str(distribution.metadata.json.get("requires_python", ""))
        requirements = tuple(one for one in distribution.requires or () if "extra ==" not in one)
    except metadata.PackageNotFoundError:
        minimum, requirements = "", ()
    return Machine(
        now=datetime.now().astimezone(),
        system=platform.system(),
        python=platform.python_version(),
        minimum_python=minimum,
        requirements=requirements,
        versions={name: found for one in requirements if (found := _version(name := named(one)))},
        package=files("zerosum"),
        encoding=sys.stdout.encoding or "ascii",
        environment=dict(os.environ),
        temporary=Path(tempfile.gettempdir()),
        free_bytes=lambda folder: shutil.disk_usage(folder).free,
        program=shutil.which,
    )


def named(requirement: str) -> str:
    """The name of a library in a requirement.

    >>> named("pandas<4,>=3.0")
    'pandas'
    """
    found = re.match("[A-Za-z0-9._-]+", requirement)
    return found.group() if found else requirement


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
