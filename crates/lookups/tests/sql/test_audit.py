"""Self-test of audit.py: small data sets written by hand, with the flags worked out by hand.

    python test_audit.py

March 2025 in the test calendar: the 1st is a Saturday, the 3rd a Monday; Friday the 7th is a
holiday and Saturday the 8th a working day. Times are local (UTC+7) unless they end in Z.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import audit

CALENDAR = """
covers = { from = 2022-01-01, to = 2026-12-31 }
weekend = ["saturday", "sunday"]
[[holiday]]
name = "a holiday"
days = [2025-03-07]
[[working]]
name = "in its place"
days = ["2025-03-08"]
"""
LOOKUPS = pa.schema(
    [("ts", pa.timestamp("us", tz="UTC"))]
    + [(name, pa.string()) for name in ("system", "account", "terminal", "ip", "citizen", "dossier", "purpose", "result")]
    + [("seq", pa.int64())]
)
Row = dict[str, Any]
TESTS: list[Callable[[], None]] = []


def test(function: Callable[[], None]) -> Callable[[], None]:
    """Enters a function among the tests."""
    TESTS.append(function)
    return function


def utc(text: str) -> datetime:
    """'2025-03-03 09:00' local (or with Z: UTC) as a naive UTC datetime, the way audit.flags gives it."""
    value = datetime.fromisoformat(text.removesuffix("Z"))
    return value if text.endswith("Z") else value - timedelta(hours=7)


def look(ts: str, **columns: Any) -> Row:
    """A lookup row."""
    row = {"system": "S", "account": "a", "terminal": "t", "ip": "", "citizen": "c", "dossier": "", "purpose": ""}
    return {**row, "result": "ok", "seq": None, **columns, "ts": utc(ts).replace(tzinfo=UTC)}


def dossier(number: str, citizen: str = "c", opened: str | None = "", closed: str | None = "") -> Row:
    """A dossier row."""
    row = {"dossier": number, "citizen": citizen, "unit": "u", "procedure": "p", "opened": opened}
    return {**row, "closed": closed, "account": None}


def account(name: str, holder: str = "", unit: str = "u", signed: str = "2024-01-01", **times: str) -> Row:
    """An account row."""
    row = {"account": name, "holder": holder, "unit": unit, "enabled_from": "", "disabled_at": None, "left_at": ""}
    return {**row, "commitment_signed": signed, **times}


def key(row: Row) -> tuple[Any, ...]:
    """The key columns of a lookup row."""
    return (row["ts"].replace(tzinfo=None), *(row[name] or "" for name in audit.LOOKUP[1:]))


def table(rows: list[Row], columns: tuple[str, ...]) -> pa.Table:
    """A table of text columns."""
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns})


def write(
    folder: Path,
    lookups: list[Row],
    dossiers: list[Row] | None = None,
    accounts: list[Row] | None = None,
    watch: list[Row] | None = None,
    terminals: list[Row] | None = None,
) -> Path:
    """Writes a data set as Parquet."""
    pq.write_table(pa.Table.from_pylist(lookups, LOOKUPS), folder / "lookups.parquet")
    columns = tuple(dossier("")), tuple(account("")), ("citizen", "list"), ("terminal", "unit", "registered")
    for name, rows, names in zip(
        ("dossiers", "accounts", "watch", "terminals"), (dossiers or [], accounts or [], watch, terminals), columns, strict=True
    ):
        if rows is not None:
            pq.write_table(table(rows, names), folder / f"{name}.parquet")
    (folder / "calendar.toml").write_text(CALENDAR, encoding="utf-8")
    return folder


@contextlib.contextmanager
def temporary() -> Iterator[Path]:
    """A folder that is removed after."""
    folder = Path(tempfile.mkdtemp(prefix="test-audit-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def audited(
    lookups: list[Row], first: str | None = "2025-03-01", last: str | None = "2025-03-31", **tables: Any
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A prepared connection over a data set."""
    with temporary() as folder, audit.connection(1, "500MB") as con:
        write(folder, lookups, **tables)
        audit.prepare(con, folder, first and date.fromisoformat(first), last and date.fromisoformat(last))
        yield con


def expect(con: duckdb.DuckDBPyConnection, rule: str, wanted: list[tuple[Any, ...]]) -> None:
    """The rule's flags are these, each as often as here."""
    got = audit.flags(con, rule)
    assert got == sorted(wanted), f"{rule}: got {got}, wanted {sorted(wanted)}"


# --- Words -------------------------------------------------------------------------------------


@test
def period_is_local_midnight_to_midnight() -> None:
    before, opens = look("2025-02-28 23:59:59.999999"), look("2025-03-01 00:00")
    closes, after = look("2025-03-31 23:59:59.999999"), look("2025-04-01 00:00")
    with audited([before, opens, closes, after]) as con:
        expect(con, "L4", [key(opens), key(closes)])
        assert audit.summary(con) == {
            "rows": 2,
            "period": {"from": "2025-03-01", "to": "2025-03-31"},
            "explained": {"of": 2, "count": 0, "share": 0.0},
        }


@test
def period_by_default() -> None:
    # 18:30Z is 01:30 of the next local day; a denied row is a record too; the day after `to` is
    # 2025-03-31, 24 months before that 2023-03-31.
    rows = [look("2023-03-30 23:59:59"), look("2023-03-31 00:00"), look("2025-03-29 18:30:00Z", result="denied")]
    with audited(rows, None, None) as con:
        found = audit.summary(con)
        assert found["period"] == {"from": "2023-03-31", "to": "2025-03-30"}, found
        assert (found["rows"], found["explained"]["of"]) == (2, 1), found
    # No lookups of result ok or not_found: a share of 0.
    with audited([look("2025-03-03 09:00", result="error")]) as con:
        assert audit.summary(con)["explained"] == {"of": 0, "count": 0, "share": 0.0}


@test
def period_outside_the_calendar() -> None:
    for first, last in (("2021-12-31", "2022-01-01"), ("2026-12-31", "2027-01-01")):
        try:
            with audited([], first, last):
                raise AssertionError("taken")
        except audit.InputError:
            pass


@test
def explained_and_l4_to_l7() -> None:
    span = dossier("D1", opened="2025-03-03T10:00:00+07:00", closed="2025-03-04T10:00:00.5Z")
    # D1 from 09:00 of the 3rd; closed 17:00:00.5 local of the 4th, so to 17:00:00.5 of the 19th.
    d1 = {"dossier": "D1"}
    good = [
        look("2025-03-03 09:00", **d1),
        look("2025-03-19 17:00:00.500000", result="not_found", **d1),
        # D2: dates without time. From 23:00 of the 2nd to 23:59:59.999999 of the 19th.
        look("2025-03-02 23:00", dossier="D2"),
        look("2025-03-19 23:59:59.999999", dossier="D2"),
        # D3: open, so no end.
        look("2025-03-31 23:59:59.999999", dossier="D3"),
        # D5: two rows of this citizen; the second explains.
        look("2025-03-21 09:00", dossier="D5"),
        # D6: one row of another citizen, one of this.
        look("2025-03-05 09:00", dossier="D6"),
    ]
    late = [
        look("2025-03-03 08:59:59.999999", **d1),
        look("2025-03-19 17:00:00.500001", **d1),
        look("2025-03-02 22:59:59.999999", dossier="D2"),
        look("2025-03-20 00:00", dossier="D2"),
        look("2025-03-05 09:00", dossier="D4"),  # opened empty: never
        look("2025-03-20 00:00", dossier="D5"),  # between the two rows
        # D6: in the time of the other citizen's row only.
        look("2025-03-28 09:00", dossier="D6"),
    ]
    other = [
        look("2025-03-03 09:30", citizen="x", **d1),
        look("2025-03-03 09:30", citizen="x", **d1),  # equal rows, each flagged
        look("2025-03-05 09:00", citizen="x", dossier="D6"),
        look("2025-03-05 09:00", citizen="C", dossier="D3"),  # byte by byte
    ]
    unknown = [look("2025-03-05 09:00", dossier="D9"), look("2025-03-05 09:00", dossier="d1"), look("2025-03-05 09:00", dossier=" ")]
    none = [look("2025-03-05 09:00"), look("2025-03-05 09:01", dossier=None)]
    refused = [look("2025-03-05 09:00", result=result, dossier=d) for result in ("denied", "error") for d in ("", "D1", "D9")]
    dossiers = [
        span,
        dossier("D2", opened="2025-03-03", closed="2025-03-04"),
        dossier("D3", opened="2025-01-01"),
        dossier("D4", opened=None, closed="2025-03-04"),
        dossier("D5", opened="2025-03-03", closed="2025-03-04"),
        dossier("D5", opened="2025-03-21", closed="2025-03-21"),
        dossier("D6", citizen="other", opened="2025-03-27", closed=None),
        dossier("D6", opened="2025-03-05", closed="2025-03-06"),
        dossier("", opened="2025-01-01"),  # an empty number explains nothing
    ]
    rows = good + late + other + unknown + none + refused
    random.Random(1).shuffle(rows)
    with audited(rows, dossiers=dossiers) as con:
        expect(con, "L4", [key(row) for row in none])
        expect(con, "L5", [key(row) for row in unknown])
        expect(con, "L6", [key(row) for row in other])
        expect(con, "L7", [key(row) for row in late])
        of = len(good + late + other + unknown + none)
        found = audit.summary(con)
        assert found["rows"] == of + 6 and found["explained"] == {"of": of, "count": 7, "share": 7 / of}, found


@test
def instants_as_text() -> None:
    cases = {
        "2025-03-03T09:00:00+07:00": "2025-03-03 02:00:00Z",
        "2025-03-03t02:00:00.1z": "2025-03-03 02:00:00.100000Z",
        "2025-03-03T02:00:00.123456789Z": "2025-03-03 02:00:00.123456Z",
        "2025-03-02T20:29:30.000001-05:30": "2025-03-03 01:59:30.000001Z",
        "1969-12-31T23:59:59Z": "1969-12-31 23:59:59Z",
    }
    with audited([], "2025-03-03", "2025-03-03") as con:
        for text, wanted in cases.items():
            got = con.execute("SELECT make_timestamp(instant(?))", [text]).fetchone()
            assert got == (utc(wanted),), (text, got)
        for text in ("", "2025-03-03", "2025-13-03T09:00:00Z", "2025-03-03T09:00:00", "2025-03-03 9:00Z"):
            assert con.execute("SELECT instant(?)", [text]).fetchone() == (None,), text


@test
def working_days() -> None:
    with audited([], "2025-03-01", "2025-03-10") as con:
        days = con.execute("SELECT day(day) FROM days_ WHERE working ORDER BY 1").fetchall()
        assert [day for (day,) in days] == [3, 4, 5, 6, 8, 10], days


@test
def csv_and_folders() -> None:
    """The same data as CSV, as Parquet with ts as text, and as a folder of Parquet."""
    rows = [look("2025-03-03 09:00", citizen='c, "x"', seq=1), look("2025-03-03 09:10", dossier="D1", citizen="é", seq=3)]
    bad = [{"result": "OK"}, {"citizen": ""}, {"system": None}, {"account": ""}, {"seq": "1.5"}, {"ts": "yesterday"}]
    text = [{**row, "ts": row["ts"].isoformat(), "seq": str(row["seq"])} for row in rows]
    text += [{**text[0], **fault} for fault in bad]
    names = tuple(LOOKUPS.names)
    for form in ("csv", "text", "folder"):
        with temporary() as folder, audit.connection(1, "500MB") as con:
            write(folder, rows, [dossier("D1", "é", "2025-03-03")], [account("a")])
            (folder / "lookups.parquet").unlink()
            if form == "csv":
                with (folder / "lookups.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, names)
                    writer.writeheader()
                    writer.writerows(text)
            elif form == "text":
                pq.write_table(table(text, names), folder / "lookups.parquet")
            else:
                (folder / "lookups" / "day=2").mkdir(parents=True)
                pq.write_table(pa.Table.from_pylist(rows[:1], LOOKUPS), folder / "lookups" / "1.parquet")
                pq.write_table(pa.Table.from_pylist(rows[1:], LOOKUPS), folder / "lookups" / "day=2" / "1.parquet")
            audit.prepare(con, folder, date(2025, 3, 1), date(2025, 3, 31))
            expect(con, "L3", [("S",)])
            expect(con, "L4", [key(rows[0])])
            assert audit.summary(con)["explained"] == {"of": 2, "count": 1, "share": 0.5}, form


@test
def rows_that_stand_twice() -> None:
    for tables in ({"accounts": [account("a"), account("a")]}, {"terminals": [{"terminal": "t", "unit": "", "registered": ""}] * 2}):
        try:
            with audited([look("2025-03-03 09:00")], **tables):
                raise AssertionError("taken")
        except audit.InputError:
            pass


# --- Rules -------------------------------------------------------------------------------------


@test
def l1_retention() -> None:
    rows = [
        look("2025-01-31 23:59:59.999999", system="A"),  # local January
        look("2025-03-31 17:00:00Z", system="A"),  # local 1 April
        look("2025-03-10 09:00", system="B", result="denied"),  # any result; nothing before it from 20 December on
        look("2024-12-25 09:00", system="C"),
        look("2025-01-05 09:00", system="C", result="error"),  # none after it, but nothing after that either
        look("2024-12-19 09:00", system="D"),  # outside the period
        look("2025-04-11 09:00", system="D"),
    ]
    wanted = [("A", "2024-12"), ("A", "2025-02"), ("A", "2025-03")]
    wanted += [("B", "2024-12"), ("B", "2025-01"), ("B", "2025-02")]
    with audited(rows, "2024-12-20", "2025-04-10") as con:
        expect(con, "L1", wanted)


@test
def l2_silence() -> None:
    # Period 3 to 8 March: working days 3, 4, 5, 6, 8 (the 7th is a holiday).
    def many(day: int, n: int, system: str, clock: str = "10:00", **more: Any) -> list[Row]:
        return [look(f"2025-03-{day:02} {clock}", system=system, **more)] * n

    rows = many(3, 20, "A", "08:00") + many(4, 20, "A", "16:59:59.999999") + many(5, 20, "A")
    # 6th: only before 08:00, from 17:00, and refused ones; 8th: none at all. Median of 0 0 20 20 20 is 20.
    rows += many(6, 3, "A", "07:59:59.999999") + many(6, 3, "A", "17:00") + many(6, 9, "A", result="denied")
    rows += many(3, 19, "B") + many(4, 19, "B") + many(5, 90, "B") + many(6, 90, "B") + many(7, 90, "B")
    # B: 0 19 19 90 90, median 19: not busy. C: 0 0 0 90 90: median 0.
    rows += many(3, 90, "C") + many(4, 90, "C")
    # D: the holiday without lookups is no silence; every working day has one.
    rows += [row for day in (3, 4, 5, 6) for row in many(day, 30, "D")] + many(8, 1, "D")
    with audited(rows, "2025-03-03", "2025-03-08") as con:
        expect(con, "L2", [("A", "2025-03-06"), ("A", "2025-03-08")])
    # An even count of working days (3 to 6): 0 19 21 50 has median 20; 0 19 20 50 has 19.5.
    rows = many(4, 19, "E") + many(5, 21, "E") + many(6, 50, "E") + many(4, 19, "F") + many(5, 20, "F") + many(6, 50, "F")
    with audited(rows, "2025-03-03", "2025-03-06") as con:
        expect(con, "L2", [("E", "2025-03-03")])


@test
def l3_sequence() -> None:
    def numbered(system: str, *steps: tuple[int | None, str], **more: Any) -> list[Row]:
        return [look(f"2025-03-03 {clock}", system=system, seq=seq, **more) for seq, clock in steps]

    rows = numbered("back5", (7, "10:05"), (8, "10:00"), (9, "10:00"))  # exactly 5 minutes, and a first 7
    rows += numbered("back5+", (7, "10:05:00.000001"), (8, "10:00"))
    rows += numbered("gap", (1, "10:00"), (3, "10:01"))
    rows += numbered("repeat", (1, "10:00"), (2, "10:01"), (2, "10:01"), (3, "10:02"))
    rows += numbered("gap and repeat", (1, "10:00"), (1, "10:00"), (3, "10:02"))
    rows += numbered("unordered file", (3, "10:02"), (1, "10:00"), (2, "10:01"))
    rows += numbered("none", (None, "10:05"), (None, "09:00"))
    rows += numbered("some", (1, "10:00"), (None, "08:00"), (2, "10:01"))
    rows += numbered("slow", (1, "10:04"), (2, "10:02"), (3, "09:58"))  # 2 and 4 minutes before the row just before
    rows += numbered("denied", (1, "10:00")) + numbered("denied", (2, "10:01"), result="denied") + numbered("denied", (3, "10:02"))
    rows += [look("2025-02-28 10:00", system="earlier", seq=1), look("2025-03-03 10:00", system="earlier", seq=5)]
    with audited(rows) as con:
        expect(con, "L3", [("back5+",), ("gap",), ("repeat",), ("gap and repeat",)])


@test
def l8_out_of_hours() -> None:
    inside = [look("2025-03-03 07:00"), look("2025-03-03 17:59:59.999999"), look("2025-03-08 12:00")]
    outside = [
        look("2025-03-03 06:59:59.999999"),
        look("2025-03-03 18:00", result="not_found"),
        look("2025-03-07 12:00"),
        look("2025-03-09 12:00"),
        look("2025-03-08 18:00"),
        look("2025-03-04 23:30:00Z"),  # 06:30 of the 5th
    ]
    with audited([*inside, *outside, look("2025-03-09 12:00", result="error")]) as con:
        expect(con, "L8", [key(row) for row in outside])


@test
def l9_shared_account() -> None:
    def at(clock: str, name: str, terminal: str | None, **more: Any) -> Row:
        return look(f"2025-03-03 {clock}", account=name, terminal=terminal, **more)

    rows = [
        at("10:00:00", "exact", "t1"),
        at("10:02:00", "exact", "t2", system="other"),  # all systems together
        at("10:04:00.000001", "exact", "t1"),
        # Equal ts: the order is by terminal, t1 t1 t2 t3.
        *(at("10:00:00", "equal", terminal) for terminal in ("t3", "t1", "t2", "t1")),
        at("10:00:00", "empty", "t1"),
        at("10:01:00", "empty", None),
        at("10:01:30", "empty", ""),
        # Consecutive only: t1 t1 t2 with the middle one near.
        at("10:00:00", "middle", "t1"),
        at("10:03:00", "middle", "t1"),
        at("10:05:00", "middle", "t2"),
        # A refused row between is not there.
        at("10:00:00", "refused", "t1"),
        at("10:00:30", "refused", "t2", result="denied"),
        at("10:01:00", "refused", "t1"),
        # Upper case goes before lower case.
        at("10:00:00", "bytes", "b"),
        at("10:00:00", "bytes", "C"),
        look("2025-02-28 23:59:59", account="edge", terminal="t1"),
        look("2025-03-01 00:00:01", account="edge", terminal="t2"),
    ]
    ten = utc("2025-03-03 10:00")

    def plus(seconds: int) -> datetime:
        return ten + timedelta(seconds=seconds)

    wanted = [
        ("exact", ten, "t1", plus(120), "t2"),
        ("equal", ten, "t1", ten, "t2"),
        ("equal", ten, "t2", ten, "t3"),
        ("empty", ten, "t1", plus(60), ""),
        ("middle", plus(180), "t1", plus(300), "t2"),
        ("bytes", ten, "C", ten, "b"),
    ]
    with audited(rows) as con:
        expect(con, "L9", wanted)


@test
def l10_volume() -> None:
    def month(name: str, *counts: int) -> list[Row]:
        return [look(f"2025-03-{day:02} 10:00", account=name) for day, n in enumerate(counts, 1) for _ in range(n)]

    # Nine days of 20 and one of n: median 20, MAD 0, floored at 5: more than 50.
    rows = month("n50", *[20] * 9, 50) + month("n51", *[20] * 9, 51)
    # Only nine active days (a day of refused rows is none).
    rows += month("nine", *[20] * 8, 90) + [look("2025-03-20 10:00", account="nine", result="denied")]
    # At least 50 lookups: 49 > 1 + 30, but too few; 50 is enough.
    rows += month("few", *[1] * 9, 49) + month("enough", *[1] * 9, 50)
    # Even count, 5 x 10, 4 x 25 and n: median 17.5; deviations 7.5 x 9 and n - 17.5: MAD 7.5; 17.5 + 45 = 62.5.
    rows += month("even62", *[10] * 5, *[25] * 4, 62) + month("even63", *[10] * 5, *[25] * 4, 63)
    # 5 x 10, 1 x 20 and 4 x 60: median 15; deviations 5 x 6 and 45 x 4: MAD 5; 60 > 45 on four days.
    rows += month("four", *[10] * 5, 20, *[60] * 4)
    # Days without lookups are not active days: 9 of 20 spread, and 51 on the 31st.
    rows += month("sparse", *[20, 0] * 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 51)
    wanted = [("n51", "2025-03-10"), ("enough", "2025-03-10"), ("even63", "2025-03-10"), ("sparse", "2025-03-31")]
    wanted += [("four", f"2025-03-{day:02}") for day in (7, 8, 9, 10)]
    with audited(rows) as con:
        expect(con, "L10", wanted)


@test
def l11_breadth() -> None:
    names = {"a1": "u1", "a2": "u1", "a3": "u2", "a4": "u2", "a5": "u3", "b1": "", "b2": ""}
    accounts = [account(name, unit=unit) for name, unit in names.items()]

    def by(citizen: str, *who: str, last: str = "2025-03-05 10:00", **more: Any) -> list[Row]:
        first = [look("2025-03-03 10:00", citizen=citizen, account=name, **more) for name in who[:-1]]
        return [*first, look(last, citizen=citizen, account=who[-1], **more)]

    rows = by("five", "a1", "a2", "a3", "a4", "a5", "a1")
    rows += by("exact", "a1", "a2", "a3", "a4", "a5", last="2025-04-02 10:00")
    rows += by("over", "a1", "a2", "a3", "a4", "a5", last="2025-04-02 10:00:00.000001")
    rows += by("four", "a1", "a2", "a3", "a5", "a5")
    rows += by("two units", "a1", "a2", "a3", "a4", "x1")
    rows += by("unknown", "a1", "a3", "a5", "x1", "x2")  # unknown accounts count as accounts
    rows += by("no unit", "a1", "a3", "b1", "b2", "x1")  # an empty unit is none: two units
    # One of the five is explained.
    rows += by("explained", "a1", "a2", "a3", "a4") + [look("2025-03-03 10:00", citizen="explained", account="a5", dossier="D1")]
    rows += by("denied", "a1", "a2", "a3", "a4") + [look("2025-03-03 10:00", citizen="denied", account="a5", result="denied")]
    # Five accounts in one window, the third unit only in another one.
    rows += by("apart", "a1", "a2", "a3", "a4", "x1") + [look("2025-04-20 10:00", citizen="apart", account="a5")]
    # The window does not begin at the first lookup: 1 March, then 20 March to 10 April.
    rows += [look("2025-03-01 10:00", citizen="later", account="a1")]
    rows += [look(f"2025-03-2{n} 10:00", citizen="later", account=name) for n, name in enumerate(("a1", "a2", "a3", "a4"))]
    rows += [look("2025-04-10 10:00", citizen="later", account="a5", result="not_found")]
    dossiers = [dossier("D1", "explained", "2025-03-03")]
    with audited(rows, last="2025-04-30", accounts=accounts, dossiers=dossiers) as con:
        expect(con, "L11", [("five",), ("exact",), ("unknown",), ("later",)])


@test
def l11_against_a_plain_loop() -> None:
    pick = random.Random(11)
    units = {f"a{n}": f"u{n % 4}" if n % 5 else "" for n in range(9)}
    start = datetime(2025, 1, 1)
    rows = []
    for n in range(1200):
        ts = start + timedelta(days=pick.randrange(0, 140, 10))
        citizen = n % 60
        rows.append(look(str(ts), citizen=f"c{citizen}", account=f"a{pick.randrange(5 + citizen % 5)}"))
    wanted = set()
    for row in rows:
        near = {
            other["account"]
            for other in rows
            if other["citizen"] == row["citizen"] and timedelta() <= other["ts"] - row["ts"] <= timedelta(days=30)
        }
        if len(near) >= 5 and len({units[name] for name in near if units.get(name)}) >= 3:
            wanted.add((row["citizen"],))
    assert 10 < len(wanted) < 50, len(wanted)
    accounts = [account(name, unit=unit) for name, unit in units.items()]
    with audited(rows, "2025-01-01", "2025-06-30", accounts=accounts) as con:
        expect(con, "L11", list(wanted))


@test
def l12_watch() -> None:
    accounts = [account("a1", "h1"), account("a2", "h1"), account("a3", "h2"), account("n1"), account("n2")]
    watch = [
        {"citizen": "vip", "list": "public_figure"},
        {"citizen": "vip", "list": "another"},  # on two lists: flagged once
        {"citizen": "kin", "list": "relative_of:a1"},
        {"citizen": "kin", "list": "relative_of:a2"},
        {"citizen": "kin0", "list": "relative_of:n1"},  # no holder: only n1
        {"citizen": "kinx", "list": "relative_of:x1"},  # not among the accounts: only x1
    ]
    dossiers = [dossier(f"D-{name}", name, "2025-03-01") for name in ("vip", "kin", "kin0", "kinx")]
    ten = "2025-03-03 10:00"

    def explained(citizen: str, name: str, **more: Any) -> Row:
        return look(ten, citizen=citizen, account=name, dossier=f"D-{citizen}", **more)

    flagged = [
        look(ten, citizen="vip"),
        look(ten, citizen="vip"),
        look(ten, citizen="vip", dossier="D-kin"),
        look(ten, citizen="kin", account="a3"),  # a relative's list too
        explained("kin", "a1"),
        explained("kin", "a2"),  # another account of the holder
        look(ten, citizen="kin", account="a1"),
        explained("kin0", "n1"),
        explained("kinx", "x1", result="not_found"),
    ]
    clean = [
        explained("vip", "a1"),
        explained("kin", "a3"),
        explained("kin0", "n2"),  # an empty holder is nobody
        explained("kinx", "x2"),
        look(ten, citizen="nobody"),
        explained("kin", "a1", result="denied"),
    ]
    with audited(flagged + clean, accounts=accounts, dossiers=dossiers, watch=watch) as con:
        expect(con, "L12", [key(row) for row in flagged])
    with audited(flagged + clean, accounts=accounts, dossiers=dossiers) as con:
        assert not audit.runs(con, "L12")
        expect(con, "L12", [])


@test
def l13_dormant() -> None:
    rows = [
        look("2025-01-01 10:00", account="exact"),
        look("2025-03-02 10:00", account="exact", system="other"),  # 60 x 24 h later
        look("2025-01-01 10:00", account="less"),
        look("2025-03-02 09:59:59.999999", account="less"),
        look("2025-01-01 10:00", account="between"),
        look("2025-02-01 10:00", account="between"),
        look("2025-03-15 10:00", account="between"),
        look("2025-01-01 10:00", account="denied"),
        look("2025-02-01 10:00", account="denied", result="denied"),  # no lookup of these rules
        look("2025-03-15 10:00", account="denied"),
        look("2024-12-31 10:00", account="history"),  # outside the period
        look("2025-03-15 10:00", account="history"),
        look("2025-01-01 10:00", account="twice"),
        look("2025-03-10 10:00", account="twice"),
        look("2025-05-20 10:00", account="twice"),
    ]
    with audited(rows, "2025-01-01", "2025-05-31") as con:
        expect(con, "L13", [("exact",), ("denied",), ("twice",)])


@test
def l14_disabled_or_left() -> None:
    accounts = [
        account("day", enabled_from="2025-03-04", disabled_at="2025-03-10"),
        account("left", left_at="2025-03-10T10:00:00+07:00"),
        account("both", disabled_at="2025-03-05", left_at="2025-03-04"),
        account("free"),
        account("from", enabled_from="2025-03-04T02:00:00Z"),
    ]
    flagged = [
        look("2025-03-03 23:59:59.999999", account="day"),
        look("2025-03-11 00:00", account="day"),
        look("2025-03-10 10:00:00.000001", account="left"),
        look("2025-03-05 10:00", account="both"),
        look("2025-03-06 10:00", account="both"),  # after both: flagged once
        look("2025-03-04 08:59:59.999999", account="from"),
    ]
    clean = [
        look("2025-03-04 00:00", account="day"),
        look("2025-03-10 23:59:59.999999", account="day"),
        look("2025-03-10 10:00", account="left"),
        look("2025-03-04 23:59:59.999999", account="both"),
        look("2025-03-10 10:00", account="free"),
        look("2025-03-04 09:00", account="from"),
        look("2025-03-10 10:00", account="unknown"),
        look("2025-03-20 10:00", account="day", result="denied"),
    ]
    with audited(flagged + clean, accounts=accounts) as con:
        expect(con, "L14", [key(row) for row in flagged])


@test
def l15_no_commitment_and_l17_unknown_account() -> None:
    accounts = [account("signed"), account("not", signed=""), account("idle", signed=""), account("refused", signed="")]
    rows = [look("2025-03-03 10:00", account=name) for name in ("signed", "not", "not", "unknown", "Signed", "unknown")]
    rows += [look("2025-03-03 10:00", account=name, result="error") for name in ("refused", "unknown")]
    rows += [look("2025-02-03 10:00", account="idle")]
    with audited(rows, accounts=accounts) as con:
        expect(con, "L15", [("not",)])
        expect(con, "L17", [key(rows[3]), key(rows[4]), key(rows[5])])


@test
def l16_terminal() -> None:
    terminals = [
        {"terminal": "good", "unit": "u", "registered": "2024-01-01"},
        {"terminal": "raw", "unit": "u", "registered": ""},
        {"terminal": "void", "unit": None, "registered": "yes"},
    ]
    accounts = [account("a"), account("other", unit="v"), account("none", unit="")]
    ten = "2025-03-03 10:00"
    flagged = [
        look(ten, terminal="absent"),
        look(ten, terminal=""),
        look(ten, terminal=None),
        look(ten, terminal="raw"),
        look(ten, terminal="raw", account="unknown"),
        look(ten, terminal="good", account="other"),
        look(ten, terminal="good", account="none"),
        look(ten, terminal="void"),
    ]
    clean = [
        look(ten, terminal="good"),
        look(ten, terminal="good", account="unknown"),
        look(ten, terminal="void", account="none"),
        look(ten, terminal="absent", result="denied"),
    ]
    with audited(flagged + clean, accounts=accounts, terminals=terminals) as con:
        expect(con, "L16", [key(row) for row in flagged])
    with audited(flagged, accounts=accounts) as con:
        assert not audit.runs(con, "L16")
        expect(con, "L16", [])


@test
def l18_denied() -> None:
    def refused(name: str, n: int, ts: str, result: str = "denied", **more: Any) -> list[Row]:
        return [look(ts, account=name, result=result, **more)] * n

    rows = refused("20", 12, "2025-03-03 00:00") + refused("20", 8, "2025-03-03 23:59:59.999999", "error", system="other")
    rows += refused("19", 19, "2025-03-03 10:00") + [look("2025-03-03 10:00", account="19", result="not_found")]
    rows += refused("split", 10, "2025-03-03 23:59:59") + refused("split", 10, "2025-03-04 00:00")
    rows += refused("two", 20, "2025-03-04 10:00") + refused("two", 25, "2025-03-09 10:00")
    with audited(rows) as con:
        expect(con, "L18", [("20", "2025-03-03"), ("two", "2025-03-04"), ("two", "2025-03-09")])


@test
def l19_ended() -> None:
    rows = [
        look("2025-03-25 00:00", system="exact"),  # 7 x 24 h before the midnight that ends the 31st
        look("2025-03-24 23:59:59.999999", system="over"),
        look("2025-03-10 10:00", system="alive"),
        look("2025-03-31 10:00", system="alive", result="not_found"),
        look("2025-03-10 10:00", system="refused"),
        look("2025-03-31 10:00", system="refused", result="denied"),
        look("2025-03-10 10:00", system="only refused", result="denied"),
        look("2025-03-10 10:00", system="after"),
        look("2025-04-01 00:00", system="after"),
        look("2025-02-10 10:00", system="before"),
    ]
    with audited(rows) as con:
        expect(con, "L19", [("over",), ("refused",), ("after",)])


# --- The commands ------------------------------------------------------------------------------


def run(*arguments: str | Path) -> tuple[int, str]:
    """Runs audit.py; its exit code and output."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = audit.main([str(argument) for argument in arguments])
    return code, output.getvalue()


@test
def compare_and_time() -> None:
    rows = [look("2025-03-03 10:00", dossier=None)] * 2 + [look("2025-03-03 10:01", terminal="t2", dossier="D1")]
    with temporary() as folder:
        data, out = folder / "data", folder / "out"
        data.mkdir()
        (out / "flags").mkdir(parents=True)
        write(data, rows, [dossier("D1", opened="2025-03-03")], [account("a")])
        period = ("--from", "2025-03-03", "--to", "2025-03-05", "--memory", "500MB", "--threads", "1")
        lookup = pa.schema([("ts", pa.timestamp("us", tz="UTC"))] + [(name, pa.string()) for name in (*audit.LOOKUP[1:], "more")])
        pairs = pa.schema(
            [(n, pa.timestamp("us", tz="UTC") if n.endswith("ts") else pa.string()) for n in audit.KEYS["L9"]]
        )

        def flag(rule: str, flagged: list[Row], schema: pa.Schema = lookup) -> None:
            pq.write_table(pa.Table.from_pylist(flagged, schema), out / "flags" / f"{rule}.parquet")

        def summarise(**changes: Any) -> None:
            rules = {f"L{n}": {"run": n not in (12, 16), "flagged": {4: 2, 9: 1}.get(n, 0)} for n in range(1, 20)}
            period = {"from": "2025-03-03", "to": "2025-03-05"}
            content = {"rows": 3, "period": period, "explained": {"of": 3, "count": 1, "share": 1 / 3}, "rules": rules}
            (out / "summary.json").write_text(json.dumps({**content, **changes}), encoding="utf-8")

        pair = {"account": "a", "first_ts": rows[0]["ts"], "first_terminal": "t", "second_ts": rows[2]["ts"], "second_terminal": "t2"}
        flag("L4", rows[:2])
        flag("L9", [pair], pairs)
        summarise()
        code, output = run("compare", data, out, *period)
        assert code == 0, output
        lines = output.splitlines()
        assert len(lines) == 20 and lines[3] == "L4 ours 2 sql 2 same" and lines[19] == "summary same", output

        flag("L4", rows[:1])  # one of two equal rows
        code, output = run("compare", data, out, *period)
        assert code == 1 and "L4 ours 1 sql 2 DIFFERENT: only ours 0, only sql 1" in output, output
        flag("L4", [*rows[:2], rows[2]])
        code, output = run("compare", data, out, *period)
        assert code == 1 and "L4 ours 3 sql 2 DIFFERENT: only ours 1, only sql 0" in output, output
        (out / "flags" / "L4.parquet").unlink()
        code, output = run("compare", data, out, *period)
        assert code == 1 and "L4 ours 0 sql 2 DIFFERENT: only ours 0, only sql 2" in output, output
        flag("L4", rows[:2])
        flag("L5", [])
        code, output = run("compare", data, out, *period)
        assert code == 1 and "L5.parquet is there, without rows" in output, output
        (out / "flags" / "L5.parquet").unlink()
        flag("L12", rows[:1])  # a rule that does not run
        code, output = run("compare", data, out, *period)
        assert code == 1 and "L12 ours 1 sql 0 DIFFERENT" in output, output
        (out / "flags" / "L12.parquet").unlink()
        summarise(rows=4, explained={"of": 3, "count": 1, "share": 0.3333})
        code, output = run("compare", data, out, *period)
        assert code == 1 and "rows ours 4 sql 3; explained.share ours 0.3333" in output, output
        summarise()
        code, output = run("compare", data, out, *period)
        assert code == 0, output

        code, output = run("time", data, *period)
        report = json.loads(output)
        assert code == 0 and set(report["seconds"]) == {"prepare", *audit.RULES} and report["peak_mb"] > 0, output
        assert Counter(report["flagged"])["L4"] == 2 and report["rows"] == 3, output
        assert run("time", folder / "nothing")[0] == 2


if __name__ == "__main__":
    for case in TESTS:
        case()
        print(f"ok {case.__name__}")
