"""The audit of lookups beside DuckDB's SQL of the same rules, on the same files in the same run.

    python against_duckdb.py PROGRAM [ROWS …] [--kept] [--threads 2] [--work DIR]

For each count of rows (and a quarter as many dossiers) data are generated once, then both are
run one after the other: seconds, seconds of CPU, peak of memory, and the ratios. With `--kept`
the log is also taken into a store and audited twice; the second audit joins the states kept.
Needs duckdb 2.0.1 and pyarrow. Sets no limit and fails nobody: it measures.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

SQL = pathlib.Path(__file__).parent.parent / "tests" / "sql" / "audit.py"


def measured(command: list[str]) -> dict:
    """Runs a command; seconds, CPU seconds and peak of memory in MB, its own process only."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}\n{err.decode(errors='replace')}")
    return {
        "seconds": round(time.monotonic() - begun, 2),
        "cpu": round(usage.ru_utime + usage.ru_stime, 2),
        "mb": round(usage.ru_maxrss / 1024),
        "out": out.decode(errors="replace"),
    }


def tables(data: pathlib.Path) -> list[str]:
    words = []
    for table in ["dossiers", "accounts", "watch", "terminals"]:
        words += [f"--{table}", str(data / f"{table}.parquet")]
    return words + ["--calendar", str(data / "calendar.toml")]


def line(name: str, what: dict) -> None:
    print(f"  {name:<28} {what['seconds']:>8} s  {what['cpu']:>8} s CPU  {what['mb']:>6} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("rows", nargs="*", type=int, default=[1_000_000, 20_000_000])
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--work", default="/tmp/lookups-bench")
    parser.add_argument("--no-duckdb", action="store_true")
    given = parser.parse_args()
    for rows in given.rows:
        work = pathlib.Path(given.work) / str(rows)
        data = work / "data"
        if not (data / "planted.json").exists():
            generate = [given.program, "generate", "--quiet", "--lookups", str(rows), "--dossiers", str(rows // 4)]
            print(f"{rows} rows: generated in {measured(generate + ['--out', str(data)])['seconds']} s", flush=True)
        print(f"{rows} lookups, {rows // 4} dossiers, {given.threads} threads", flush=True)
        key = str(work / "key")
        audit = [given.program, "audit", "--quiet", "--json", "--threads", given.threads, "--key", key] + tables(data)
        ours = measured(audit + ["--lookups", str(data / "lookups.parquet"), "--out", str(work / "out")])
        line("ours", ours)
        if not given.no_duckdb:
            theirs = measured([sys.executable, str(SQL), "time", str(data), "--threads", given.threads])
            line("DuckDB", theirs)
            print(
                f"  DuckDB takes {theirs['seconds'] / ours['seconds']:.1f} times the time, "
                f"{theirs['cpu'] / ours['cpu']:.1f} times the CPU, {theirs['mb'] / ours['mb']:.1f} times the memory",
                flush=True,
            )
        if given.kept:
            store = work / "store"
            if not store.exists():
                ingest = [given.program, "ingest", "--quiet", "--threads", given.threads]
                line("ingest", measured(ingest + ["--lookups", str(data / "lookups.parquet"), "--out", str(store)]))
            line("store, judged", measured(audit + ["--lookups", str(store), "--out", str(work / "kept")]))
            kept = measured(audit + ["--lookups", str(store), "--out", str(work / "kept")])
            states = len(list((store / "kept").rglob("*.state")))
            line(f"store, {states} states kept", kept)
            same = json.loads(kept["out"])["rules"] == json.loads(ours["out"])["rules"]
            print(f"  the same flags: {same}", flush=True)


main()
