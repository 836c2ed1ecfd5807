"""Makes patch-expected.tsv: what wesng 1.0.3 says of its own validation outputs.

    pip download --no-deps wesng==1.0.3 && unzip wesng-1.0.3-py3-none-any.whl wes.py
    pip install chardet            # without it wesng cannot read UTF-16
    cp ../shared/data/wesng/definitions.zip .
    python3 patch-expected.py ../shared/data/wesng/validation > patch-expected.tsv

Runs in the folder of wes.py, once per file, as its users do: by default on
every file; where it refuses the file and it is a list of updates alone, with
--qfe and, for --os, the product it named for the systeminfo output of the same
name. (Given as a name it crashes; so its number in wesng's own list is given,
which has no Vista.) Per file: how, the product, how many different updates it saw, how many
different pairs of weakness and update it found, and the SHA-256 of those pairs,
sorted, one "weakness TAB update LF" each.
"""

import csv
import hashlib
import os
import re
import subprocess
import sys

HEADING = ["file", "how", "product", "updates", "pairs", "sha256"]


def run(arguments):
    if os.path.exists("found.csv"):
        os.remove("found.csv")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "wes.py", *arguments, "-o", "found.csv"], capture_output=True, text=True
    )
    said = done.stdout
    if "[+] Done" not in said and "[-] Done" not in said:
        return None
    found = []
    if os.path.exists("found.csv"):
        with open("found.csv", newline="") as table:
            found = sorted({(row["CVE"], row["BulletinKB"]) for row in csv.DictReader(table)})
    lines = "".join(f"{weakness}\t{update}\n" for weakness, update in found)
    product = re.search(r"- (?:Name|Selected Operating System): (.*)", said).group(1).strip()
    listed = re.search(r"- Installed hotfixes \(\d+\): (.*)", said)
    updates = len(set(listed.group(1).split(", "))) if listed else 0
    return [product, str(updates), str(len(found)), hashlib.sha256(lines.encode()).hexdigest()]


def systems(file):
    """wesng's own list of systems, by name."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "wes.py", "--qfe", file], capture_output=True, text=True
    )
    return {name.strip(): number for number, name in re.findall(r"\[(\d+)\] (.*)", done.stdout)}


def main(folder):
    names = sorted(os.listdir(folder))
    rows, known = {}, {}
    for name in names:
        rows[name] = ("systeminfo", run([os.path.join(folder, name)]))
    for name in names:
        twin = rows.get(name.replace("_qfe", "_systeminfo"))
        if rows[name][1] is None and "_qfe" in name and twin and twin[1]:
            file = os.path.join(folder, name)
            known = known or systems(file)
            number = known.get(twin[1][0].removeprefix("Microsoft "))
            if number:
                rows[name] = ("qfe", run(["--qfe", file, "--os", number]))
    print("\t".join(HEADING))
    for name in names:
        how, row = rows[name]
        print("\t".join([name, *([how, *row] if row else ["refused", "", "", "", ""])]))


main(sys.argv[1])
