"""report.html -> report.pdf, printed by a browser that stands on the machine: Edge, Chrome or Chromium, without a window.

A PDF is a help and no part of the result: whatever stops it is a notice, and no exit code hangs on it. The browser gets a
profile of its own that is removed again, and no net.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from zerosum.errors import Phrase, Problem, reason
from zerosum.identity import veiled_path

VARIABLE = "ZEROSUM_BROWSER"
"""Names the browser: its path, or what it is called on PATH."""

BROWSERS = ("msedge", "chrome", "google-chrome", "microsoft-edge", "chromium", "chromium-browser")
"""What the programs are called on PATH."""
_WINDOWS = (
    ("ProgramFiles(x86)", r"Microsoft\Edge\Application\msedge.exe"),
    ("ProgramFiles", r"Microsoft\Edge\Application\msedge.exe"),
    ("ProgramFiles", r"Google\Chrome\Application\chrome.exe"),
    ("ProgramFiles(x86)", r"Google\Chrome\Application\chrome.exe"),
    ("LocalAppData", r"Google\Chrome\Application\chrome.exe"),
)
_MAC = (
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

TIMEOUT_S = 60
SETTLES_S = 3
"""So long may the file still come when the program has ended (Edge on Windows hands over to another process), and so long
may the program still run when the file is whole."""
_LOOK_S = 0.05


def find_browser(
    environment: Mapping[str, str] | None = None, program: Callable[[str], str | None] = shutil.which
) -> Path | None:
    """The browser that can print: the one that ZEROSUM_BROWSER names and no other, else one on PATH, else one in a usual
    place. None where there is none. `program` says where a program of a name is."""
    variables = {name.casefold(): value for name, value in (os.environ if environment is None else environment).items()}
    if named := variables.get(VARIABLE.casefold()):
        found = named if Path(named).is_file() else program(named)
        return Path(found) if found is not None else None
    on_path = next((path for name in BROWSERS if (path := program(name)) is not None), None)
    if on_path is not None:
        return Path(on_path)
    usual = [
        str(PureWindowsPath(variables[variable.casefold()]) / rest)
        for variable, rest in _WINDOWS
        if variables.get(variable.casefold())
    ]
    usual += [str(PurePosixPath(path)) for path in _MAC]
    return next((Path(path) for path in usual if Path(path).is_file()), None)


def beside(report: Path, browser: Path | None = None) -> Path | Problem:
    """Print a finished report.html, and put report.pdf beside it: its path, or the notice that says why there is none."""
    program = browser or find_browser()
    if program is None:
        named = os.environ.get(VARIABLE, "")
        return Problem("pdf_browser_missing", file=veiled_path(named)) if named else Problem("pdf_no_browser")
    pdf = report.with_suffix(".pdf")
    return print_pdf(report, pdf, program) or pdf


def print_pdf(html: Path, pdf: Path, browser: Path, timeout_s: int = TIMEOUT_S) -> Problem | None:
    """Print a page from a file on the disk as a PDF with tags and an outline. What is there under that name is replaced, and
    only by a whole file. None where it went well; else the notice, and nothing new is there."""
    making = pdf.with_name(f".{pdf.stem}.{uuid.uuid4().hex[:8]}.pdf")
    try:
        with _private_folder() as profile:
            ended = _run(_command(browser, html, making, profile), making, timeout_s)
        if ended is None:
            return Problem("pdf_too_slow", {"seconds": timeout_s})
        if not whole(making):
            return Problem("pdf_failed", {"reason": Phrase("pdf.ended", {"code": ended})})
        with suppress(OSError):  # a share that has no such rights
            making.chmod(0o600)
        making.replace(pdf)
    except OSError as error:
        return Problem("pdf_failed", {"reason": reason(error)})
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)
    return None


def whole(pdf: Path) -> bool:
    """Whether a PDF stands there from its first sign to its last."""
    try:
        with pdf.open("rb") as file:
            head = file.read(5)
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1024))
            return head == b"%PDF-" and file.read().rstrip().endswith(b"%%EOF")
    except OSError:
        return False


def _command(browser: Path, html: Path, pdf: Path, profile: Path) -> list[str]:
    """What the browser is started with. An unknown flag is passed over by all of them."""
    flags = [
        "--headless", "--disable-gpu", f"--user-data-dir={profile}",
        f"--print-to-pdf={pdf.resolve()}", "--no-pdf-header-footer", "--print-to-pdf-no-header", "--export-tagged-pdf",
        "--generate-pdf-document-outline",
        "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-default-apps", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--disable-breakpad", "--password-store=basic",
        "--use-mock-keychain",
        # No net: every name is unknown, and all that asks, also for this machine, asks where nobody answers.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
    ]  # fmt: skip
    if getattr(os, "geteuid", lambda: 1)() == 0:
        flags.append("--no-sandbox")  # the sandbox cannot be made by root, and Chromium refuses to start
    return [str(browser), *flags, html.resolve().as_uri()]


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only its owner can read, and that is gone afterwards. Windows frees files a little late."""
    folder = Path(tempfile.mkdtemp(prefix="zerosum-pdf-"))
    try:
        yield folder
    finally:
        for _ in range(20):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.1)


def _run(command: list[str], pdf: Path, timeout_s: int) -> int | None:
    """Run the browser until it has ended and the file is whole, and end all that it started: its exit code (0 where the file
    is whole); None where the time was over."""
    nothing = subprocess.DEVNULL
    own_group: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {"creationflags": _NO_WINDOW}
    process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, **own_group)
    latest = time.monotonic() + timeout_s
    settled, ended = None, False
    try:
        while time.monotonic() < latest:
            ended, done = _ended(process), whole(pdf)
            if ended and done:
                break
            if ended or done:
                settled = settled or time.monotonic() + SETTLES_S
                if time.monotonic() > settled:
                    break
            time.sleep(_LOOK_S)
    finally:
        _end_all(process)
    if whole(pdf):
        return 0
    return process.returncode if ended else None


_NO_WINDOW = 0x0800_0000
"""CREATE_NO_WINDOW of Windows."""


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has ended. On POSIX it is left to be waited for: its number stays its group's, until the group is ended."""
    if sys.platform == "win32" or not hasattr(os, "waitid"):
        return process.poll() is not None
    seen = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return seen is not None


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """End the browser and all that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            with suppress(OSError, subprocess.SubprocessError):
                told = [str(taskkill), "/T", "/F", "/PID", str(process.pid)]
                subprocess.run(told, capture_output=True, timeout=10, creationflags=_NO_WINDOW, check=False)
            process.kill()
    else:
        with suppress(OSError):  # all of the group are gone
            os.killpg(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
