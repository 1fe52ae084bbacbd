"""What `--help` says in English. The Danish stands at each command and option; a test looks for one that has no English."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import click

ENGLISH = {
    "zerosum": "Zero-sum test (0-sumstest) of municipal claims against PSRM: every krone of the difference gets a cause.",
    "zerosum.epilog": """\b
Exit codes:
  0    KLAR (ready), or the command succeeded
  2    Wrong use of the command
  3    An input file cannot be used
  4    Settings or key are wrong, or something cannot be written or removed
  5    verify: the run does not agree
  6    verify: it cannot be decided whether the run agrees
  10   KLAR MED BEMÆRKNING (ready with remarks); stamdata: some are expected in hearing
  20   IKKE KLAR (not ready) or IKKE TESTET (not tested); selftest: not all was found; stamdata: some are expected rejected
  70   Internal error of the program (crash report in the output folder or the folder for temporary files)
  130  Interrupted
""",
    "version": "Show the version, and stop.",
    "language": "The language: da or en. Else that of the settings, else Danish.",
    "config": "The settings (zerosum.toml). Without it they are found in this folder or above it.",
    "as_json": "Write it as one JSON object on stdout, and nothing else.",
    "init": """Begin a folder for an area: a zerosum.toml to fill in, folders for the files, a read-me and a file that runs the test on
Windows, and outside of the folder the municipality's key for pseudonyms of debtors. Without AREA the catalogue is shown.

What only the municipality knows stands as «?» until it is written. A file that is there is never overwritten: run again, and only
what is missing is written. With --from the files are looked at as «zerosum inspect» does; what is in doubt is not chosen.
""",
    "init.short": "Begin a folder with settings for an area.",
    "init.folder": "The folder to begin in; it is made where it is not there. Else this folder.",
    "init.files": "A file that the settings are to be proposed from; may be given several times. It is neither changed nor copied.",
    "init.creditor_id": "The creditor id (fordringshaver-ID), 4 digits. Then the key for pseudonyms is made at once.",
    "run": """Run the zero-sum test: read the files, match the claims, give every krone a cause, and write the report.

Either with settings (-c, or zerosum.toml in the folder), or with --debtor and --psrm in zerosum's own format.
""",
    "run.short": "Run the zero-sum test, and write the report.",
    "run.debtor": "The debtor system's file in zerosum's own format, without settings.",
    "run.psrm": "PSRM's file in zerosum's own format, without settings.",
    "run.as_of": "The day to which limits are counted, e.g. 2026-10-06. Else that of the settings, else the cut-off.",
    "run.output": "Where the run is put.",
    "run.as_json": "Write the result as one JSON object on stdout, and nothing else.",
    "run.quiet": "Write the verdict only.",
    "run.verbose": "First say on stderr where each setting comes from: option, environment, file, default.",
    "run.mask": "Debtors in the work list: full is pseudonyms, partial the first six digits, none whole numbers. The report never has numbers.",
    "run.agreed": "Say yes beforehand to whole numbers being written (--mask none).",
    "run.sign_with": "Sign the result with this secret key (zerosum keys).",
    "run.with_pdf": "Also put the report as a PDF into the run's folder, where there is an Edge, Chrome or Chromium. It changes no exit code.",
    "run.colour": "Colour the verdict. Else on a screen only, and not where NO_COLOR is set.",
    "run.with_report": "Open the report in the browser afterwards. It changes no exit code.",
    "run.with_selftest": "Also put known faults into a copy of the data, and show in the report how many were found (selftest.json).",
    "run.old_list": "An earlier work list (arbejdsliste.xlsx): status, responsible, deadline and remark are carried over.",
    "run.without_list": "Make no work list.",
    "report": """Make the report again from RUN, which is a run's folder or its result.json. Nothing is computed anew: the numbers are those
that were sealed, and where a file was changed since, no report is made.

In the run's own language it is called report.html, in another e.g. report.en.html; for a solution report.<solution>.html, and on
one page report.kort.html. The exit code is 0 when it is written, whatever the verdict.
""",
    "report.short": "Make the report of a run again: whole, for one vendor, on one page, also in English.",
    "report.solution": "The rows of this solution alone, for its vendor: nothing of the other solutions.",
    "report.brief": "On one A4 page: the verdict, the solutions, and what blocks.",
    "report.target": "Also put a copy here, under a name that says what the file is. Nothing is overwritten.",
    "report.with_pdf": "Also put the report as a PDF beside it, where there is an Edge, Chrome or Chromium. It changes no exit code.",
    "report.sign_with": "Sign the run's result with this secret key (zerosum keys).",
    "report.quiet": "Write nothing when it succeeds.",
    "report.with_report": "Open the report in the browser afterwards. It changes no exit code.",
    "pack": """Make defect packs (fejlpakker) from RUN, which is a run's folder or its result.json. Nothing is computed anew.

Each solution gets a folder and a ZIP file to send: for each cause the count, the kroner, what the rows have in common, up to five rows,
the smallest made-up pair of files that shows the same, and the command that tries it again. There is nothing of other solutions
and no debtor's number in it. The exit code is 0 when the packs are written, whatever the verdict.
""",
    "pack.short": "Make defect packs for a vendor from a run.",
    "pack.solution": "The solution's name as the report has it. Without it packs are made for each vendor's solution that has open rows.",
    "pack.output": "Where the packs are put. Else in the folder fejlpakker in the run's folder.",
    "inspect": """See how a file is written, which source fits, what each column seems to hold, and what is doubtful.

It never chooses between two readings of an amount or a date: both are shown. Exit code 0: the file can be read as it is.
3: something must be declared in a source first, or the file cannot be read.
""",
    "inspect.short": "See what a file is, and which source fits.",
    "inspect.name": "A source to be tried: its name or its TOML file.",
    "inspect.side": "Which side the file is of; for --write.",
    "inspect.target": "Write a source that describes the file. What is in doubt stands as «?» until you have chosen.",
    "check": """Read the files, and say what is in them: lines, forms, sums per event, repetitions, and the lines that cannot be read.

Either files, or with -c all files of the settings with its sources, numbers and decisions; then control totals and the portal's
sums are held against the files. Nothing is matched, and nothing is written. Exit code 3: lines cannot be read, or a control
total does not agree.
""",
    "check.short": "Read files, and say what is in them.",
    "check.config": "The settings (zerosum.toml): all their files, and their control totals.",
    "check.most": "So many lines of a kind that cannot be read are shown.",
    "check.name": "The source's name (zerosum, psrm-justering, kmd-ode) or its TOML file. Else it is found by the file's headings.",
    "check.side": "Which side the files are of, where the source does not say it.",
    "causes": "Show all causes, in the order in which they are tried, and all findings: code, name, kind, weight and owner.",
    "causes.short": "Show all causes and findings.",
    "causes.as_json": "Write them as JSON on stdout, and nothing else.",
    "explain": """Say what CODE means, how it is found, what to do, and who does it. «zerosum causes» shows the codes.

With --claim: show one claim whole: its lines on both sides in time order with file and line, what put it in its group, what
cleared with what, and every posting with its cause. The files are read again; nothing is written.
""",
    "explain.short": "Explain a cause, a finding or a claim.",
    "explain.claim": "A claim of the files: its FordringID, reference or case. Never a debtor.",
    "explain.config": "The settings that limits are shown from and the claim is found with. Without it zerosum.toml is found here or in a folder above.",
    "explain.as_json": "Write it as JSON on stdout, and nothing else.",
    "catalogue": """Show the catalogue: the tracks with their areas; the claim types of an area with fees, replaced codes, codes in
DMI and solutions; or what a CODE is. Each fact has its source, and what no source tells stands as unknown.

AREA is the area's code, name or track, e.g. «teknisk-forvaltning» or «05». Capital and small letters are the same.
""",
    "catalogue.short": "Show areas, claim types and codes.",
    "catalogue.config": "The settings whose katalog.toml with the municipality's own codes is shown too. Without it zerosum.toml is found here or in a folder above.",
    "catalogue.as_json": "Write it as JSON on stdout, and nothing else.",
    "stamdata": """Try each claim of the debtor side against the rules of its type and the common ones: what will PSRM reject, and what
send to hearing?

It is best before the claims are sent. Only the debtor side's files and receipts are read. It is advice: no verdict changes, and
nothing is written in the folder of runs. Each rule has its source, and what cannot be tried is told.

Exit code, for claims that PSRM has not executed: 0 no breach in what could be tried; 10 some are expected in hearing; 20 some are
expected rejected, or it is not known whether they are rejected or go to hearing; 20 also where there is nothing to try, or a line cannot
be read.
""",
    "stamdata.short": "Try the debtor side's master data against the entry filter.",
    "stamdata.as_of": "The day on which PSRM would receive what is not sent, e.g. 2026-10-06. Else that of the settings, else the cut-off.",
    "stamdata.target": "Write each breach as a line of the file, also what is only to be looked at. A file of that name is replaced.",
    "klik": """Write the answers to the KLIK task for a track, in the form's order and for copying: theme 1, which claim types are
used; theme 2, which solution makes the bills; theme 3, the zero-sum test of each solution, and what is outstanding.

Themes 1 and 2 are those of the settings, theme 3 that of the run. The input files are not read, and nothing is written. Without
a run no test has been made. The exit code is 0 where the answers are written, whatever the verdict: «zerosum run» has that. Where
the settings have changed since the run, nothing is better than NOT TESTED, and the exit code is 20.
""",
    "klik.short": "Write the answers to the three themes of the KLIK task.",
    "klik.run_folder": "The run's folder. Without it the latest run of the area in «reports» here or beside the settings is used.",
    "klik.as_json": "Write it as one JSON object on stdout, and nothing else.",
    "verify": """Check a run that lies on disk: do its files agree with each other, and does the whole test give the same result
once more from the same input files? RUN is the run's folder or its result.json.

The input files, the settings and what belongs to them are found by what is in them (SHA-256): with --inputs anywhere below that
folder and under any name, else where the settings say. All happens in memory: nothing is copied, and nothing is written.

Exit code 0: it agrees. 5: it does not, and it is said where. 6: it cannot be decided, e.g. as an input file is missing; that is
never the first.
""",
    "verify.short": "Check a run: its files, and its result once more from the same inputs.",
    "verify.inputs": "A folder with the run's input files, anywhere below it and under any name.",
    "verify.key": "A public key (minisign) that the signature of the run is checked with: its file, or the line itself.",
    "verify.config": "The run's settings. Without it they are found below --inputs, in this folder or above it, or above the run's folder.",
    "doctor": """Look at installation, settings, files, folders, clock, console and browser, and say how to mend what is wrong.

Nothing is changed. Exit code 0: nothing stands in the way of a run. 4: installation, settings or output folder are wrong.
3: an input file cannot be used.
""",
    "doctor.short": "See whether all is ready for a run.",
    "doctor.output": "Where runs are to be put.",
    "completion": """Write a script for SHELL (bash, powershell, zsh or fish), so that it proposes commands, options, causes, areas and
runs when the tabulator key is pressed.

\b
bash         eval "$(zerosum completion bash)"                             in ~/.bashrc
powershell   zerosum completion powershell | Out-String | Invoke-Expression   in $PROFILE
zsh          eval "$(zerosum completion zsh)"                              in ~/.zshrc
fish         zerosum completion fish | source                              in ~/.config/fish/config.fish
""",
    "completion.short": "Write the script that lets the shell propose commands and options.",
    "selftest": """Put known faults into a copy of your own data, run the whole test on the copy, and say how many it found.

The files are not touched, and no report is written; «zerosum run --selftest» puts the table into the report. While it tries,
copies of files lie in a private folder «zerosum-selftest-…» in the user's folder for temporary files (TEMP, TMPDIR); they are
deleted, also when the program is stopped.

Exit code 0: every fault that the columns can show was found, and no fault in a whole file gave KLAR. Else 20.
""",
    "selftest.short": "Put known faults into a copy of the data, and see whether they are found.",
    "selftest.seed": "The seed that decides where the faults are put. Without it it follows from the data, so that the run can be repeated.",
    "selftest.per_kind": "At most so many of each kind.",
    "selftest.as_json": "Write the table as one JSON object on stdout, and nothing else.",
    "keys": """Make a pair of keys in FOLDER, so that whoever receives a run can see that it is yours and unchanged: zerosum.key is
secret and signs, zerosum.pub is given away and checks.

A password for the secret key is asked for twice; an empty one is none. A key that is there is never overwritten, and none is
made in a folder with runs. The files are minisign's, so the receiver needs no more than that small program. Without a terminal
the password is taken from the environment variable ZEROSUM_KEY_PASSWORD.
""",
    "keys.short": "Make a pair of keys to sign runs with.",
    "keys.without_password": "Make the secret key without a password: for machines where nobody can answer.",
    "purge": """Remove runs that are older than they are to be kept: show them, ask, and remove them. Work lists may have a shorter time.

The time stands in [keep] of the settings or is given here, and is counted from the day on which the run was made. With settings
only the runs of that municipality and area are removed. The latest run of an area stays. Where more than a run's files lies in a
folder, it stays, and that is told. Without a terminal and without --yes it only shows what would be removed.

Exit code 4: nothing says how long runs are kept, or something could not be removed.
""",
    "purge.short": "Remove runs that are older than they are to be kept.",
    "purge.config": "The settings (zerosum.toml). Without it they are found in this folder or above it; where there are none, all runs are looked at.",
    "purge.output": "Where the runs lie.",
    "purge.runs_days": "So many days a run is kept. Else those of [keep] in the settings.",
    "purge.work_lists_days": "So many days the work lists of a run are kept. Else those of [keep] in the settings.",
    "purge.as_of": "The day to which the age is counted, e.g. 2026-10-06. Else today.",
    "purge.also_latest": "Also take the latest run of an area.",
    "purge.yes": "Do not ask: for machines.",
}
"""By command; `command.option`, or the option alone where it says the same at all of them."""

METAVARS = {
    "da": {"[OPTIONS]": "[VALG]", "COMMAND [ARGS]...": "KOMMANDO [VALG] …"},
    "en": {
        "FIL": "FILE", "FIL…": "FILE…", "[FIL…]": "[FILE…]", "DATO": "DATE", "MAPPE": "FOLDER", "TAL": "NUMBER", "ANTAL": "COUNT", "KILDE": "SOURCE", "[KODE]": "[CODE]",
        "[OMRÅDE|KODE]": "[AREA|CODE]", "[OMRÅDE]": "[AREA]", "SKAL": "SHELL",
        "KILDE.toml": "SOURCE.toml", "KØRSEL": "RUN", "NØGLE": "KEY", "NAVN": "NAME",
    },
}  # fmt: skip
"""What stands for a value. One that is not here is the same in both languages."""


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """The group itself and each of its commands, by name."""
    yield "zerosum", group
    yield from group.commands.items()


def dressed(shared: click.Group, language: str) -> click.Group:
    """The commands with their help in the language. They are a copy: who speaks English leaves the next one Danish."""
    group = deepcopy(shared)
    metavars = METAVARS[language]
    for name, command in commands(group):
        command.options_metavar = metavars.get(command.options_metavar or "", command.options_metavar)
        for parameter in command.params:
            parameter.metavar = metavars.get(parameter.metavar or "", parameter.metavar)
            if language == "en" and isinstance(parameter, click.Option):
                parameter.help = english(name, parameter.name or "") or parameter.help
        if language == "en":
            command.help = english(name, "") or command.help
            command.short_help = ENGLISH.get(f"{name}.short", command.short_help)
            command.epilog = ENGLISH.get(f"{name}.epilog", command.epilog)
    group.subcommand_metavar = metavars.get(group.subcommand_metavar, group.subcommand_metavar)
    return group


def english(command: str, option: str) -> str | None:
    """The English help of a command, or of an option of it; None where there is none, and then the Danish stays."""
    return ENGLISH.get(f"{command}.{option}" if option else command) or ENGLISH.get(option)
