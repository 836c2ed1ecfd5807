"""Independent SQL check of `rasoat-lookups audit`: every rule L1-L19 as one DuckDB query.

    audit.py compare DATA OUT [--from D --to D] [--calendar FILE] [--threads N] [--memory 8GB]
    audit.py time    DATA     [--from D --to D] [--calendar FILE] [--threads N] [--memory 8GB]

DATA holds lookups, dossiers and accounts, optionally watch and terminals (`NAME.parquet`, a folder
`NAME/` of Parquet files, or `NAME.csv`), and `calendar.toml`. OUT is the folder the program wrote.
`compare` exits 0 when everything is the same, 1 on any difference, 2 when the input cannot be used.

Written from the specification alone (docs: `lookups.md`), without sight of the program. All
instants are BIGINT microseconds since 1970 UTC and local time is UTC+7 by addition, so DuckDB's
ICU extension is not needed. An absent column, NULL and '' are the same: empty.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
FOREVER = 2**63 - 1

PARAMETERS: dict[str, int] = {
    "utc_offset": 7 * HOUR,
    "default_months": 24,
    "opened_grace": 1 * HOUR,
    "closed_grace": 15 * DAY,
    "l2_from": 8 * HOUR,
    "l2_until": 17 * HOUR,
    "l2_median": 20,
    "l3_back": 300 * SECOND,
    "l8_from": 7 * HOUR,
    "l8_until": 18 * HOUR,
    "l9_within": 120 * SECOND,
    "l10_factor": 6,
    "l10_mad_floor": 5,
    "l10_active_days": 10,
    "l10_lookups": 50,
    "l11_window": 30 * DAY,
    "l11_accounts": 5,
    "l11_units": 3,
    "l13_gap": 60 * DAY,
    "l18_refused": 20,
    "l19_silence": 7 * DAY,
}
P = PARAMETERS

LOOKUP = ("ts", "system", "account", "terminal", "citizen", "dossier")
KEYS: dict[str, tuple[str, ...]] = {
    "L1": ("system", "month"),
    "L2": ("system", "day"),
    "L3": ("system",),
    "L4": LOOKUP,
    "L5": LOOKUP,
    "L6": LOOKUP,
    "L7": LOOKUP,
    "L8": LOOKUP,
    "L9": ("account", "first_ts", "first_terminal", "second_ts", "second_terminal"),
    "L10": ("account", "day"),
    "L11": ("citizen",),
    "L12": LOOKUP,
    "L13": ("account",),
    "L14": LOOKUP,
    "L15": ("account",),
    "L16": LOOKUP,
    "L17": LOOKUP,
    "L18": ("account", "day"),
    "L19": ("system",),
}
INSTANTS = {"ts", "first_ts", "second_ts"}
OPTIONAL = {"L12": "watch", "L16": "terminals"}
"""Rules that run only when their optional table is given."""

TABLES: dict[str, tuple[str, ...]] = {
    "lookups": ("ts", "system", "account", "terminal", "citizen", "dossier", "result", "seq"),
    "dossiers": ("dossier", "citizen", "opened", "closed"),
    "accounts": ("account", "holder", "unit", "enabled_from", "disabled_at", "left_at", "commitment_signed"),
    "watch": ("citizen", "list"),
    "terminals": ("terminal", "unit", "registered"),
}

FLAGGED_LOOKUP = "SELECT make_timestamp(l.us) AS ts, l.system, l.account, l.terminal, l.citizen, l.dossier"

# One query a rule. The tables they read:
#   lookups_   accepted rows of the period: us, day, clock (local time of day), system, account, terminal,
#              citizen, dossier, result, seq, state ('none', 'unknown', 'other_citizen', 'other_time', 'explained')
#   audited_   those with result ok or not_found
#   accounts_, watch_, terminals_   as given, times as instants
#   days_      the period's days: day, working
#   period_    one row: first_day, last_day, start_us, end_us (exclusive)
RULES: dict[str, str] = {
    # A month before the system's last month with a record (of any result) that has none. The months
    # before its first record count too, back to the start of the period.
    "L1": """
        WITH seen AS (SELECT DISTINCT system, date_trunc('month', day)::DATE AS month FROM lookups_),
             last AS (SELECT system, max(month) AS month FROM seen GROUP BY system),
             months AS (SELECT DISTINCT date_trunc('month', day)::DATE AS month FROM days_)
        SELECT last.system, strftime(months.month, '%Y-%m') AS month
        FROM last JOIN months ON months.month < last.month
             ANTI JOIN seen ON seen.system = last.system AND seen.month = months.month
        """,
    "L2": f"""
        WITH counted AS (
                 SELECT system, day, count(*) AS n FROM audited_
                 WHERE clock >= {P["l2_from"]} AND clock < {P["l2_until"]} GROUP BY system, day),
             systems AS (SELECT DISTINCT system FROM audited_),
             grid AS (
                 SELECT systems.system, days_.day, coalesce(counted.n, 0) AS n
                 FROM systems CROSS JOIN days_ LEFT JOIN counted
                      ON counted.system = systems.system AND counted.day = days_.day
                 WHERE days_.working),
             busy AS (SELECT system FROM grid GROUP BY system HAVING median(n) >= {P["l2_median"]})
        SELECT grid.system, strftime(grid.day, '%Y-%m-%d') AS day
        FROM grid SEMI JOIN busy ON busy.system = grid.system
        WHERE grid.n = 0
        """,
    # Rows of any result with a number; a system is flagged once.
    "L3": f"""
        WITH steps AS (
            SELECT system, seq, us, lag(seq) OVER w AS seq_before, lag(us) OVER w AS us_before
            FROM lookups_ WHERE seq IS NOT NULL
            WINDOW w AS (PARTITION BY system ORDER BY seq, us))
        SELECT DISTINCT system FROM steps
        WHERE seq_before IS NOT NULL AND (seq <> seq_before + 1 OR us < us_before - {P["l3_back"]})
        """,
    "L4": f"{FLAGGED_LOOKUP} FROM audited_ l WHERE l.state = 'none'",
    "L5": f"{FLAGGED_LOOKUP} FROM audited_ l WHERE l.state = 'unknown'",
    # With a number that stands twice: no row of it is of this citizen.
    "L6": f"{FLAGGED_LOOKUP} FROM audited_ l WHERE l.state = 'other_citizen'",
    # With a number that stands twice: some row is of this citizen, none of those fits the time.
    "L7": f"{FLAGGED_LOOKUP} FROM audited_ l WHERE l.state = 'other_time'",
    "L8": f"""
        {FLAGGED_LOOKUP}
        FROM audited_ l JOIN days_ d ON d.day = l.day
        WHERE NOT (d.working AND l.clock >= {P["l8_from"]} AND l.clock < {P["l8_until"]})
        """,
    "L9": f"""
        WITH pairs AS (
            SELECT account, us, terminal, lead(us) OVER w AS next_us, lead(terminal) OVER w AS next_terminal
            FROM audited_
            WINDOW w AS (PARTITION BY account ORDER BY us, terminal))
        SELECT account, make_timestamp(us) AS first_ts, terminal AS first_terminal,
               make_timestamp(next_us) AS second_ts, next_terminal AS second_terminal
        FROM pairs WHERE next_terminal <> terminal AND next_us - us <= {P["l9_within"]}
        """,
    "L10": f"""
        WITH counted AS (SELECT account, day, count(*) AS n FROM audited_ GROUP BY account, day),
             middle AS (SELECT account, median(n) AS median FROM counted
                        GROUP BY account HAVING count(*) >= {P["l10_active_days"]}),
             spread AS (SELECT account, any_value(m.median) AS median, median(abs(c.n - m.median)) AS mad
                        FROM counted c JOIN middle m USING (account) GROUP BY account)
        SELECT account, strftime(c.day, '%Y-%m-%d') AS day
        FROM counted c JOIN spread s USING (account)
        WHERE c.n >= {P["l10_lookups"]}
          AND c.n > s.median + {P["l10_factor"]} * greatest(s.mad, {P["l10_mad_floor"]})
        """,
    # A window of 30 x 24 h that begins at a lookup and has both its ends inside; five accounts and
    # three units in the same window. count(DISTINCT unit) passes over the NULL of no unit.
    "L11": f"""
        WITH unexplained AS (SELECT DISTINCT citizen, us, account FROM audited_ WHERE state <> 'explained'),
             broad AS (SELECT citizen FROM unexplained GROUP BY citizen
                       HAVING count(DISTINCT account) >= {P["l11_accounts"]}),
             looked AS (
                 SELECT u.citizen, u.us, u.account, nullif(a.unit, '') AS unit
                 FROM unexplained u SEMI JOIN broad b ON b.citizen = u.citizen
                      LEFT JOIN accounts_ a ON a.account = u.account),
             windows AS (
                 SELECT citizen, count(DISTINCT account) OVER w AS accounts, count(DISTINCT unit) OVER w AS units
                 FROM looked
                 WINDOW w AS (PARTITION BY citizen ORDER BY us
                              RANGE BETWEEN CURRENT ROW AND {P["l11_window"]} FOLLOWING))
        SELECT DISTINCT citizen FROM windows
        WHERE accounts >= {P["l11_accounts"]} AND units >= {P["l11_units"]}
        """,
    # relative_of:A names A's holder, so every account of that (non-empty) holder, and always A itself.
    "L12": f"""
        WITH watched AS (SELECT DISTINCT citizen FROM watch_),
             named AS (SELECT DISTINCT citizen, substr(list, length('relative_of:') + 1) AS account
                       FROM watch_ WHERE starts_with(list, 'relative_of:')),
             relatives AS (
                 SELECT citizen, account FROM named
                 UNION
                 SELECT named.citizen, other.account
                 FROM named JOIN accounts_ own ON own.account = named.account AND own.holder <> ''
                      JOIN accounts_ other ON other.holder = own.holder)
        {FLAGGED_LOOKUP}
        FROM audited_ l SEMI JOIN watched w ON w.citizen = l.citizen
             LEFT JOIN relatives r ON r.citizen = l.citizen AND r.account = l.account
        WHERE l.state <> 'explained' OR r.account IS NOT NULL
        """,
    "L13": f"""
        WITH gaps AS (
            SELECT account, us - lag(us) OVER (PARTITION BY account ORDER BY us) AS gap FROM audited_)
        SELECT DISTINCT account FROM gaps WHERE gap >= {P["l13_gap"]}
        """,
    # An empty time sets no bound.
    "L14": f"""
        {FLAGGED_LOOKUP}
        FROM audited_ l JOIN accounts_ a ON a.account = l.account
        WHERE l.us < a.enabled_from OR l.us > a.disabled_at OR l.us > a.left_at
        """,
    "L15": """
        SELECT a.account FROM accounts_ a SEMI JOIN audited_ l ON l.account = a.account
        WHERE a.commitment_signed = ''
        """,
    # An unknown account has no unit to compare; a known one with an empty unit has '' as its unit.
    "L16": f"""
        {FLAGGED_LOOKUP}
        FROM audited_ l LEFT JOIN terminals_ t ON t.terminal = l.terminal
             LEFT JOIN accounts_ a ON a.account = l.account
        WHERE t.terminal IS NULL OR t.registered = '' OR (a.account IS NOT NULL AND a.unit <> t.unit)
        """,
    "L17": f"{FLAGGED_LOOKUP} FROM audited_ l ANTI JOIN accounts_ a ON a.account = l.account",
    "L18": f"""
        SELECT account, strftime(day, '%Y-%m-%d') AS day FROM lookups_
        WHERE result IN ('denied', 'error')
        GROUP BY account, day HAVING count(*) >= {P["l18_refused"]}
        """,
    # The end of the period is the local midnight after its last day.
    "L19": f"""
        SELECT system FROM audited_
        GROUP BY system HAVING (SELECT end_us FROM period_) - max(us) > {P["l19_silence"]}
        """,
}

INSTANT_PATTERN = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
MACROS = f"""
    -- RFC 3339 text as microseconds (a longer fraction is cut); NULL when it is not that.
    CREATE MACRO instant(x) AS CASE WHEN regexp_full_match(x, '{INSTANT_PATTERN}') THEN
        epoch_us(try_cast(left(x, 10) || ' ' || substr(x, 12, 8) AS TIMESTAMP))
        + CASE WHEN substr(x, 20, 1) = '.'
               THEN rpad(left(regexp_extract(x, '\\.(\\d+)', 1), 6), 6, '0')::BIGINT ELSE 0 END
        - CASE WHEN right(x, 1) IN ('Z', 'z') THEN 0
               ELSE CASE WHEN left(right(x, 6), 1) = '-' THEN -1 ELSE 1 END
                    * (left(right(x, 5), 2)::BIGINT * 60 + right(x, 2)::BIGINT) * {60 * SECOND} END
        END;
    -- The local midnight of a date without time; NULL when it is not that.
    CREATE MACRO midnight(x) AS CASE WHEN regexp_full_match(x, '\\d{{4}}-\\d\\d-\\d\\d')
        THEN epoch_us(try_cast(x AS DATE)::TIMESTAMP) - {P["utc_offset"]} END;
    CREATE MACRO begins(x) AS coalesce(midnight(x), instant(x));
    CREATE MACRO ends(x) AS coalesce(midnight(x) + {DAY - 1}, instant(x));
    """


class InputError(Exception):
    """The data cannot be audited: the program, too, is expected to stop at it."""


# --- Input -------------------------------------------------------------------------------------


def quoted(text: str | Path) -> str:
    """A SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def source(data: Path, table: str) -> str | None:
    """The FROM item that reads a table of DATA, or None when the table is not there."""
    file, folder, text = data / f"{table}.parquet", data / table, data / f"{table}.csv"
    if file.is_file():
        return f"read_parquet({quoted(file)})"
    if folder.is_dir():
        files = ", ".join(quoted(path) for path in sorted(folder.rglob("*.parquet")))
        if not files:
            raise InputError(f"{folder}: no Parquet files")
        return f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"
    if text.is_file():
        with text.open(encoding="utf-8-sig", newline="") as lines:
            names = next(csv.reader(lines), [])
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
        return (
            f"read_csv({quoted(text)}, auto_detect = false, header = true, delim = ',', quote = '\"', "
            f"escape = '\"', columns = {{{columns}}})"
        )
    return None


class Columns:
    """SQL expressions for the columns of one source; a column that is absent is empty."""

    def __init__(self, con: duckdb.DuckDBPyConnection, origin: str) -> None:
        described = con.execute(f"DESCRIBE SELECT * FROM {origin}").fetchall()
        self.types: dict[str, str] = {row[0]: row[1] for row in described}

    def text(self, name: str) -> str:
        """The column as text, '' when empty."""
        return f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" if name in self.types else "''"

    def instant(self, name: str, macro: str) -> str:
        """The column as microseconds; NULL when empty or malformed."""
        if self.types.get(name, "").startswith("TIMESTAMP"):
            return f'epoch_us("{name}")'
        return f"{macro}({self.text(name)})"

    def whole(self, name: str) -> str:
        """The column as BIGINT; NULL when empty or not a whole number."""
        if self.types.get(name) in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT"):
            return f'CAST("{name}" AS BIGINT)'
        text = self.text(name)
        return f"CASE WHEN regexp_full_match({text}, '[+-]?\\d+') THEN try_cast({text} AS BIGINT) END"


def calendar(path: Path, first: date, last: date) -> list[tuple[date, bool]]:
    """Each day of the period and whether it is a working day.

    A day is a working day when it is neither weekend nor holiday, or when `working` names it (a
    swapped Saturday): `working` goes before both.
    """
    if not path.is_file():
        raise InputError(f"{path}: no calendar")
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    weekend = {names.index(name) for name in content.get("weekend", ["saturday", "sunday"])}
    holidays, working = (
        {as_date(day) for entry in content.get(kind, []) for day in entry["days"]} for kind in ("holiday", "working")
    )
    covers = content["covers"]
    if first < as_date(covers["from"]) or last > as_date(covers["to"]):
        raise InputError(f"the period {first} to {last} is outside the calendar {path}")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, day in working or (day.weekday() not in weekend and day not in holidays)) for day in days]


def as_date(value: date | datetime | str) -> date:
    """A day given as TOML date or as text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def prepare(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    first: date | None = None,
    last: date | None = None,
    calendar_file: Path | None = None,
) -> None:
    """Makes the tables the rules read (see above RULES)."""
    con.execute(MACROS)
    origins = {table: source(data, table) for table in TABLES}
    for table in ("lookups", "dossiers", "accounts"):
        if origins[table] is None:
            raise InputError(f"{data}: no {table}")
    con.execute("CREATE TABLE given_ (name VARCHAR)")
    for table, origin in origins.items():
        if origin is not None:
            con.execute("INSERT INTO given_ VALUES (?)", [table])
    prepare_accounts(con, origins)
    prepare_raw(con, origins["lookups"])
    prepare_period(con, first, last, calendar_file or data / "calendar.toml")
    prepare_lookups(con, origins["dossiers"])


def prepare_accounts(con: duckdb.DuckDBPyConnection, origins: dict[str, str | None]) -> None:
    """accounts_, watch_ and terminals_. Rows without account, citizen or terminal name nobody."""
    columns = Columns(con, origins["accounts"])
    times = {"enabled_from": "begins", "disabled_at": "ends", "left_at": "ends"}
    con.execute(f"""
        CREATE TABLE accounts_ AS
        SELECT {", ".join(f"{columns.text(name)} AS {name}" for name in ("account", "holder", "unit", "commitment_signed"))},
               {", ".join(f"{columns.instant(name, macro)} AS {name}" for name, macro in times.items())}
        FROM {origins["accounts"]}
        WHERE {columns.text("account")} <> ''
          {" ".join(f"AND ({columns.text(name)} = '' OR {columns.instant(name, macro)} IS NOT NULL)" for name, macro in times.items())}
        """)
    for table, name in (("watch", "citizen"), ("terminals", "terminal")):
        origin = origins[table]
        if origin is None:
            con.execute(f"CREATE TABLE {table}_ ({', '.join(f'{column} VARCHAR' for column in TABLES[table])})")
            continue
        columns = Columns(con, origin)
        con.execute(f"""
            CREATE TABLE {table}_ AS
            SELECT {", ".join(f"{columns.text(column)} AS {column}" for column in TABLES[table])}
            FROM {origin} WHERE {columns.text(name)} <> ''
            """)
    for table, name in (("accounts", "account"), ("terminals", "terminal")):
        twice = con.execute(f"SELECT {name} FROM {table}_ GROUP BY {name} HAVING count(*) > 1 LIMIT 1").fetchone()
        if twice:
            raise InputError(f"{table}: {twice[0]!r} stands twice")


def prepare_raw(con: duckdb.DuckDBPyConnection, origin: str) -> None:
    """raw_: the accepted rows of all time (a view). What `missing`, `time`, `result` and `seq` reject is left out."""
    columns = Columns(con, origin)
    texts = ("system", "account", "terminal", "citizen", "dossier", "result")
    con.execute(f"""
        CREATE VIEW raw_ AS
        SELECT * FROM (
            SELECT {columns.instant("ts", "instant")} AS us, {columns.whole("seq")} AS seq,
                   {columns.text("seq")} AS seq_text, {", ".join(f"{columns.text(name)} AS {name}" for name in texts)}
            FROM {origin})
        WHERE us IS NOT NULL AND system <> '' AND account <> '' AND citizen <> ''
          AND result IN ('ok', 'not_found', 'denied', 'error') AND (seq_text = '' OR seq IS NOT NULL)
        """)


def prepare_period(con: duckdb.DuckDBPyConnection, first: date | None, last: date | None, calendar_file: Path) -> None:
    """period_ and days_. The last record that gives `to` is the last accepted one of any result."""
    if last is None:
        (newest,) = con.execute(f"SELECT make_timestamp(max(us) + {P['utc_offset']})::DATE FROM raw_").fetchone() or (None,)
        if newest is None:
            raise InputError("no lookups, and so no period: give --to")
        last = newest
    if first is None:
        query = f"SELECT (CAST(? AS DATE) + 1 - INTERVAL {P['default_months']} MONTH)::DATE"
        (first,) = con.execute(query, [last]).fetchone() or (None,)
    if first > last:
        raise InputError(f"the period {first} to {last} is empty")
    con.execute(
        f"""
        CREATE TABLE period_ AS
        SELECT a AS first_day, b AS last_day,
               epoch_us(a::TIMESTAMP) - {P["utc_offset"]} AS start_us, epoch_us((b + 1)::TIMESTAMP) - {P["utc_offset"]} AS end_us
        FROM (SELECT CAST(? AS DATE) AS a, CAST(? AS DATE) AS b)
        """,
        [first, last],
    )
    con.execute("CREATE TABLE days_ (day DATE, working BOOLEAN)")
    con.executemany("INSERT INTO days_ VALUES (?, ?)", calendar(calendar_file, first, last))


def prepare_lookups(con: duckdb.DuckDBPyConnection, origin: str) -> None:
    """lookups_ and audited_, with each lookup's explanation.

    A number that stands once is joined as it is; for one that stands more often, `several_` holds
    what its rows together say of one (dossier, citizen, us). A dossier whose `opened` is empty
    never explains; a row with a malformed time is a rejected line, so not among the dossiers.
    """
    start, end = con.execute("SELECT start_us, end_us FROM period_").fetchone()
    columns = Columns(con, origin)
    opened, closed = columns.instant("opened", "begins"), columns.instant("closed", "ends")
    con.execute(f"""
        CREATE TABLE dossiers_ AS
        SELECT dossier, citizen, opened - {P["opened_grace"]} AS valid_from,
               CASE WHEN closed_text = '' THEN {FOREVER} ELSE closed + {P["closed_grace"]} END AS valid_to
        FROM (SELECT {columns.text("dossier")} AS dossier, {columns.text("citizen")} AS citizen,
                     {columns.text("opened")} AS opened_text, {columns.text("closed")} AS closed_text,
                     {opened} AS opened, {closed} AS closed
              FROM {origin})
        WHERE dossier <> '' AND (opened_text = '' OR opened IS NOT NULL) AND (closed_text = '' OR closed IS NOT NULL)
        """)
    con.execute("""
        CREATE TABLE numbers_ AS
        SELECT dossier, count(*) AS n, min(citizen) AS citizen, min(valid_from) AS valid_from, min(valid_to) AS valid_to
        FROM dossiers_ GROUP BY dossier
        """)
    con.execute(f"""
        CREATE TABLE several_ AS
        WITH asked AS (
            SELECT DISTINCT r.dossier, r.citizen, r.us
            FROM raw_ r SEMI JOIN (SELECT dossier FROM numbers_ WHERE n > 1) n ON n.dossier = r.dossier
            WHERE r.us >= {start} AND r.us < {end})
        SELECT a.dossier, a.citizen, a.us, bool_or(d.citizen = a.citizen) AS same_citizen,
               bool_or(coalesce(d.citizen = a.citizen AND a.us BETWEEN d.valid_from AND d.valid_to, false)) AS explained
        FROM asked a JOIN dossiers_ d ON d.dossier = a.dossier
        GROUP BY a.dossier, a.citizen, a.us
        """)
    con.execute(f"""
        CREATE TABLE lookups_ AS
        SELECT r.us, make_timestamp(r.us + {P["utc_offset"]})::DATE AS day,
               r.us + {P["utc_offset"]} - epoch_us(make_timestamp(r.us + {P["utc_offset"]})::DATE::TIMESTAMP) AS clock,
               r.system, r.account, r.terminal, r.citizen, r.dossier, r.result, r.seq,
               CASE WHEN r.dossier = '' THEN 'none'
                    WHEN n.dossier IS NULL THEN 'unknown'
                    WHEN NOT coalesce(s.same_citizen, n.citizen = r.citizen) THEN 'other_citizen'
                    WHEN coalesce(s.explained, r.us BETWEEN n.valid_from AND n.valid_to, false) THEN 'explained'
                    ELSE 'other_time' END AS state
        FROM raw_ r LEFT JOIN numbers_ n ON n.dossier = r.dossier
             LEFT JOIN several_ s ON s.dossier = r.dossier AND s.citizen = r.citizen AND s.us = r.us
        WHERE r.us >= {start} AND r.us < {end}
        """)
    con.execute("DROP TABLE several_; DROP TABLE numbers_; DROP TABLE dossiers_")
    con.execute("CREATE VIEW audited_ AS SELECT * FROM lookups_ WHERE result IN ('ok', 'not_found')")


# --- Results -----------------------------------------------------------------------------------


def runs(con: duckdb.DuckDBPyConnection, rule: str) -> bool:
    """Whether the optional table of a rule, if it needs one, was given."""
    given = {row[0] for row in con.execute("SELECT name FROM given_").fetchall()}
    return rule not in OPTIONAL or OPTIONAL[rule] in given


def query(con: duckdb.DuckDBPyConnection, rule: str) -> str:
    """The rule's query with its key columns in order; without rows when the rule does not run."""
    return f"SELECT {', '.join(KEYS[rule])} FROM ({RULES[rule]}){'' if runs(con, rule) else ' WHERE false'}"


def flags(con: duckdb.DuckDBPyConnection, rule: str) -> list[tuple[Any, ...]]:
    """The rule's flags, sorted: key columns in the order of KEYS, instants as naive UTC datetimes."""
    return sorted(con.execute(query(con, rule)).fetchall())


def summary(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The summary's figures that do not hang on a rule."""
    rows, of, count = con.execute("""
        SELECT count(*), count(*) FILTER (result IN ('ok', 'not_found')),
               count(*) FILTER (result IN ('ok', 'not_found') AND state = 'explained')
        FROM lookups_
        """).fetchone()
    first, last = con.execute("SELECT strftime(first_day, '%Y-%m-%d'), strftime(last_day, '%Y-%m-%d') FROM period_").fetchone()
    return {
        "rows": rows,
        "period": {"from": first, "to": last},
        "explained": {"of": of, "count": count, "share": count / of if of else 0.0},
    }


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table."""
    return con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def program_flags(con: duckdb.DuckDBPyConnection, out: Path, rule: str) -> tuple[str, list[str]]:
    """A query for the program's flags of a rule, and what is wrong with their file.

    No file is no flags; a file without rows or with a column of another type is a difference.
    """
    file = out / "flags" / f"{rule}.parquet"
    nothing = f"SELECT * FROM ({query(con, rule)}) WHERE false"
    if not file.exists():
        return nothing, []
    types = Columns(con, f"read_parquet({quoted(file)})").types
    missing = [name for name in KEYS[rule] if name not in types]
    if missing:
        return nothing, [f"{file.name} has no column {', '.join(missing)}"]
    faults = []
    for name in KEYS[rule]:
        wanted = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP") if name in INSTANTS else ("VARCHAR",)
        if types[name] not in wanted:
            faults.append(f"{name} is {types[name]}, not {wanted[0]}")
    if any(name in INSTANTS for name in KEYS[rule]) and faults:
        return nothing, faults
    if not count(con, f"read_parquet({quoted(file)})"):
        faults.append(f"{file.name} is there, without rows")
    columns = ", ".join(
        f'make_timestamp(epoch_us("{name}")) AS {name}'
        if name in INSTANTS
        else f"coalesce(CAST(\"{name}\" AS VARCHAR), '') AS {name}"
        for name in KEYS[rule]
    )
    return f"SELECT {columns} FROM read_parquet({quoted(file)})", faults


def compare_rule(con: duckdb.DuckDBPyConnection, out: Path, rule: str) -> tuple[int, bool]:
    """Compares one rule's flags as multisets and prints a line; the SQL's count and whether all is the same."""
    con.execute(f"CREATE TABLE sql_rows AS {query(con, rule)}")
    ours, faults = program_flags(con, out, rule)
    con.execute(f"CREATE TABLE our_rows AS {ours}")
    con.execute("CREATE TABLE only_ours AS FROM our_rows EXCEPT ALL FROM sql_rows")
    con.execute("CREATE TABLE only_sql AS FROM sql_rows EXCEPT ALL FROM our_rows")
    extra, lacking, expected = count(con, "only_ours"), count(con, "only_sql"), count(con, "sql_rows")
    same = not (extra or lacking or faults)
    head = f"{rule} ours {count(con, 'our_rows')} sql {expected}"
    note = "" if runs(con, rule) else f" (not run: no {OPTIONAL[rule]})"
    print(f"{head} same{note}" if same else f"{head} DIFFERENT: only ours {extra}, only sql {lacking}{note}", flush=True)
    for fault in faults:
        print(f"    {fault}")
    for table, label in (("only_ours", "only ours"), ("only_sql", "only sql")):
        for row in con.execute(f"FROM {table} ORDER BY ALL LIMIT 3").fetchall():
            print(f"    {label}: {', '.join(shown(value) for value in row)}")
    con.execute("DROP TABLE sql_rows; DROP TABLE our_rows; DROP TABLE only_ours; DROP TABLE only_sql")
    return expected, same


def shown(value: Any) -> str:
    """A value of an example row."""
    return value.isoformat(timespec="microseconds") + "Z" if isinstance(value, datetime) else repr(value)


def compare_summary(con: duckdb.DuckDBPyConnection, out: Path, flagged: dict[str, int]) -> bool:
    """Compares summary.json and prints a line; shares to 1e-9, all else exactly."""
    file = out / "summary.json"
    if not file.is_file():
        print("summary DIFFERENT: no summary.json")
        return False
    theirs = json.loads(file.read_text(encoding="utf-8"))
    expected = summary(con)
    expected["rules"] = {rule: {"run": runs(con, rule), "flagged": number} for rule, number in flagged.items()}
    differences = []
    for path, value in leaves(expected):
        got: Any = theirs
        for key in path:
            got = got.get(key) if isinstance(got, dict) else None
        close = isinstance(value, float) and isinstance(got, int | float) and abs(got - value) <= 1e-9
        if not close and (got != value or isinstance(got, bool) != isinstance(value, bool)):
            differences.append(f"{'.'.join(path)} ours {got!r} sql {value!r}")
    print("summary same" if not differences else "summary DIFFERENT: " + "; ".join(differences))
    return not differences


def leaves(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of a nested dict with their paths."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


# --- Commands ----------------------------------------------------------------------------------


@contextmanager
def connection(threads: int, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills over `memory` to a temporary folder (a database file costs half as much again)."""
    folder = Path(tempfile.mkdtemp(prefix="lookups-audit-"))
    config = {
        "threads": str(threads),
        "memory_limit": memory,
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    con = duckdb.connect(":memory:", config=config)
    con.execute("SET enable_progress_bar = false")
    try:
        yield con
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


def compare(con: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> int:
    """The command `compare`."""
    if not arguments.out.is_dir():
        raise InputError(f"{arguments.out}: no such folder")
    prepare(con, arguments.data, arguments.first, arguments.last, arguments.calendar)
    flagged, same = {}, True
    for rule in RULES:
        flagged[rule], rule_same = compare_rule(con, arguments.out, rule)
        same = same and rule_same
    return 0 if compare_summary(con, arguments.out, flagged) and same else 1


def measure(con: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> int:
    """The command `time`: `prepare` is reading, joining and storing; `total` includes it."""
    begun = time.perf_counter()
    prepare(con, arguments.data, arguments.first, arguments.last, arguments.calendar)
    lap = time.perf_counter()
    seconds = {"prepare": lap - begun}
    flagged = {}
    for rule in RULES:
        if runs(con, rule):
            con.execute(f"CREATE TABLE sql_rows AS {query(con, rule)}")
            flagged[rule] = count(con, "sql_rows")
            con.execute("DROP TABLE sql_rows")
        now = time.perf_counter()
        seconds[rule], lap = now - lap, now
    report = {
        "duckdb": duckdb.__version__,
        "threads": arguments.threads,
        "memory": arguments.memory,
        "rows": count(con, "lookups_"),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "total": round(lap - begun, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "flagged": flagged,
    }
    print(json.dumps(report))
    return 0


def main(argv: list[str] | None = None) -> int:
    """Reads the arguments and runs the command."""
    parser = argparse.ArgumentParser(description="Independent SQL check of rasoat-lookups")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, action in (("compare", compare), ("time", measure)):
        command = commands.add_parser(name)
        command.set_defaults(action=action)
        command.add_argument("data", type=Path)
        if name == "compare":
            command.add_argument("out", type=Path)
        command.add_argument("--from", dest="first", type=date.fromisoformat)
        command.add_argument("--to", dest="last", type=date.fromisoformat)
        command.add_argument("--calendar", type=Path, help="instead of DATA/calendar.toml")
        command.add_argument("--threads", type=int, default=2)
        command.add_argument("--memory", default="8GB")
    arguments = parser.parse_args(argv)
    try:
        with connection(arguments.threads, arguments.memory) as con:
            return arguments.action(con, arguments)
    except InputError as error:
        print(f"audit.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
