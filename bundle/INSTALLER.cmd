@echo off
rem Makes an environment (venv) beside this file with the machine's own Python, and installs zerosum from the folder hjul.
rem Nothing is fetched: each file must have the SHA-256 that stands in krav.txt. Only ASCII stands here.
setlocal EnableExtensions DisableDelayedExpansion
set "KODE=4"
pushd "%~dp0"
if errorlevel 1 goto ude
set "TABEL="
for /f "tokens=2 delims=:." %%t in ('chcp') do set "TABEL=%%t"
chcp 65001 >nul

rem Exactly this Python: the files in hjul are made for it, and for Windows on 64-bit Intel or AMD.
set "RET=import sys, sysconfig; sys.exit(sys.version_info[:2] != (@MAJOR@, @MINOR@) or sysconfig.get_platform() != 'win-amd64')"
set "PY="
py -@PYTHON@ -c "%RET%" >nul 2>nul
if not errorlevel 1 set "PY=py -@PYTHON@"
if defined PY goto fundet
python -c "%RET%" >nul 2>nul
if not errorlevel 1 set "PY=python"
if defined PY goto fundet
echo Python @PYTHON@ (64 bit) findes ikke. Den skal installeres af jer selv: se vejledningen, punkt 1.
goto slut

:fundet
if not exist "venv\Scripts\python.exe" %PY% -m venv venv
if errorlevel 1 goto fejl
venv\Scripts\python.exe -m pip --isolated --disable-pip-version-check install --no-index --find-links hjul --only-binary :all: --require-hashes -r krav.txt
if errorlevel 1 goto fejl
venv\Scripts\python.exe -X utf8 -P -m zerosum --version
if errorlevel 1 goto fejl
echo.
echo zerosum er installeret. Dobbeltklik nu den anden .cmd-fil i mappen.
set "KODE=0"
goto slut

:fejl
echo.
echo Det lykkedes ikke. Linjerne ovenfor siger hvorfor; vejledningen siger, hvad der kan ses efter.

:slut
if defined TABEL chcp %TABEL% >nul
popd
:ude
if not defined ZEROSUM_UDEN_PAUSE pause
exit /b %KODE%
