@echo off
rem Runs the zero-sum test of the folder that this file lies in, and opens the report. Written by zerosum.
rem With words behind it, it is zerosum itself: doctor, check, explain, or any other command.
rem Only ASCII stands here: cmd reads the file in the machine's own code page.
setlocal EnableExtensions DisableDelayedExpansion
set "KODE=4"
pushd "%~dp0"
if errorlevel 1 goto ude
set "TABEL="
for /f "tokens=2 delims=:." %%t in ('chcp') do set "TABEL=%%t"
chcp 65001 >nul

rem The environment beside this file, else the one beside the folder, else what is installed for the user.
set ZEROSUM=
for %%p in ("venv" ".venv" "..\venv" "..\.venv") do if not defined ZEROSUM if exist "%%~p\Scripts\python.exe" set ZEROSUM="%%~fp\Scripts\python.exe" -X utf8 -P -m zerosum
if not defined ZEROSUM for %%p in (zerosum.exe) do if not "%%~$PATH:p"=="" set ZEROSUM="%%~$PATH:p"
if defined ZEROSUM goto fundet
echo zerosum findes ikke her. Dobbeltklik INSTALLER.cmd, og start igen.
goto slut

:fundet
if not "%~1"=="" goto kommando
if not exist "zerosum.toml" goto begynd
%ZEROSUM% run --open
set "KODE=%ERRORLEVEL%"
goto slut

:kommando
%ZEROSUM% %*
set "KODE=%ERRORLEVEL%"
goto slut

:begynd
echo Der er ingen zerosum.toml i mappen. Begynd med et af disse:
echo.
%ZEROSUM% init
echo.
set "NAVN="
set /p "NAVN=Skriv koden, og tryk Enter (Enter alene: stop): "
set "KODE=2"
if not defined NAVN goto slut
if "%NAVN%"=="" goto slut
%ZEROSUM% init "%NAVN%" --in "%NAVN%"
set "KODE=%ERRORLEVEL%"

:slut
if defined TABEL chcp %TABEL% >nul
popd
:ude
if not defined ZEROSUM_UDEN_PAUSE pause
exit /b %KODE%
