"""Documents per second of the sweep and of kreuzberg over the same files.

    python3 against_kreuzberg.py PROGRAM FOLDER

PROGRAM is a built rasoat-field. kreuzberg comes from PyPI and is left out when it
is not there. Both run in this one process's time, one after the other, on as many
cores as there are; each is run once before it is measured.
"""

import os
import subprocess
import sys
import time


def files(folder):
    endings = (".pdf", ".docx", ".doc", ".rtf", ".odt", ".xls", ".xlsx", ".txt", ".eml", ".msg", ".ppt", ".pptx", ".html")
    found = []
    for root, _, names in os.walk(folder):
        found += [os.path.join(root, name) for name in sorted(names) if name.endswith(endings)]
    return found


def swept(program, paths, jobs):
    start = time.perf_counter()
    run = subprocess.run([program, "sweep", "--jobs", str(jobs), *paths], capture_output=True, text=True)
    return time.perf_counter() - start, run.stdout.strip().splitlines()[-1]


def extracted(paths, jobs):
    # Its recogniser of letters in pictures complains for each picture it lacks data for.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        from kreuzberg import extract_file_sync
    except ImportError as missing:
        return None, str(missing)
    start = time.perf_counter()
    read = failed = 0
    for path in paths:
        try:
            extract_file_sync(path)
            read += 1
        except Exception:
            failed += 1
    return time.perf_counter() - start, f"read {read}, failed {failed}"


def main():
    program, folder = sys.argv[1], sys.argv[2]
    paths = files(folder)
    jobs = 1
    print(f"{len(paths)} files, {jobs} at once")
    for name, measure in (("sweep", lambda: swept(program, paths, jobs)), ("kreuzberg", lambda: extracted(paths, jobs))):
        measure()
        best, said = min((measure() for _ in range(3)), key=lambda one: one[0] or 0)
        if best is None:
            print(f"{name}: left out ({said})")
        else:
            print(f"{name}: {len(paths) / best:.0f} documents per second ({best:.2f} s; {said})")


main()
