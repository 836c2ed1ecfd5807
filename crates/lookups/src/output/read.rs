//! Reads what an audit wrote, for who asks further.

use crate::local::{self, Day};
use crate::rule::{self, Of};
use anyhow::{Context as _, Result, bail};
use arrow::array::{Array as _, AsArray as _, RecordBatch};
use arrow::datatypes::TimestampMicrosecondType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

/// A flag: its columns by name, moments in Vietnamese time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flag {
    pub texts: Vec<(String, String)>,
    pub moments: Vec<(String, i64)>,
}

impl Flag {
    pub fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    pub fn moment(&self, name: &str) -> Option<i64> {
        self.moments.iter().find(|(known, _)| known == name).map(|(_, at)| *at)
    }
}

/// The flags of a rule that `wanted` wants, in order; none when nothing was flagged.
///
/// # Errors
/// When the file is no file of flags.
pub fn flags(audit: &Path, number: usize, mut wanted: impl FnMut(&Flag) -> bool) -> Result<Vec<Flag>> {
    some(audit, number, usize::MAX, &mut wanted)
}

/// The first flags of a rule, at most `limit`; what comes after them is not read.
///
/// # Errors
/// When the file is no file of flags.
pub fn first(audit: &Path, number: usize, limit: usize) -> Result<Vec<Flag>> {
    some(audit, number, limit, &mut |_| true)
}

fn some(
    audit: &Path,
    number: usize,
    limit: usize,
    wanted: &mut dyn FnMut(&Flag) -> bool,
) -> Result<Vec<Flag>> {
    let path = audit.join(super::FLAGS).join(format!("L{number}.parquet"));
    let about = || path.display().to_string();
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let file = File::open(&path).with_context(about)?;
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).with_context(about)?.build().with_context(about)?;
    let mut all = Vec::new();
    for batch in reader {
        let batch = batch.with_context(about)?;
        for row in 0..batch.num_rows() {
            let flag = flag(&batch, row);
            if wanted(&flag) {
                all.push(flag);
            }
            if all.len() >= limit {
                return Ok(all);
            }
        }
    }
    Ok(all)
}

fn flag(batch: &RecordBatch, row: usize) -> Flag {
    let mut flag = Flag::default();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let name = field.name().clone();
        if let Some(texts) = column.as_string_opt::<i32>() {
            flag.texts.push((name, texts.value(row).to_owned()));
        } else if let Some(moments) = column.as_primitive_opt::<TimestampMicrosecondType>() {
            flag.moments.push((name, moments.value(row)));
        } else {
            let text = arrow::util::display::array_value_to_string(column, row).unwrap_or_default();
            flag.texts.push((name, if column.is_null(row) { String::new() } else { text }));
        }
    }
    flag
}

/// What lies behind the flags of an account: rows by what a flag says of them.
#[derive(Debug, Default)]
pub struct Behind {
    /// The period of the audit.
    pub period: Option<(Day, Day)>,
    /// Rows that are no lookups (L18), or lookups.
    refused: bool,
    /// All of the account's in the period (L15).
    all: bool,
    days: BTreeSet<Day>,
    moments: BTreeSet<i64>,
    /// Moment and terminal.
    seen: BTreeSet<(i64, String)>,
    /// Moment, system, terminal, citizen, dossier.
    lookups: BTreeSet<(i64, [String; 4])>,
    /// Days of any of these.
    touched: BTreeSet<Day>,
}

impl Behind {
    /// Whether a row of the account is one of them; `of` are its system, terminal,
    /// citizen and dossier.
    pub fn has(&self, at: i64, lookup: bool, of: [&str; 4]) -> bool {
        lookup != self.refused
            && self.period.is_none_or(|(from, to)| (from..=to).contains(&Day::of(at)))
            && (self.all
                || self.days.contains(&Day::of(at))
                || self.moments.contains(&at)
                || self.seen.contains(&(at, of[1].to_owned()))
                || self.lookups.contains(&(at, of.map(str::to_owned))))
    }

    pub fn touches(&self, day: Day) -> bool {
        self.all || self.touched.contains(&day)
    }
}

/// What lies behind the flags of a rule on an account.
///
/// # Errors
/// When the rule is not about accounts or the audit cannot be read.
pub fn behind(audit: &Path, number: usize, account: &str) -> Result<Behind> {
    let path = audit.join(super::SUMMARY);
    if !path.is_file() {
        bail!("{} không có kết quả của lần xét nào (summary.json)", audit.display());
    }
    let summary: serde_json::Value = serde_json::from_slice(&std::fs::read(&path)?)?;
    let day = |which: &str| summary["period"][which].as_str().and_then(local::date);
    let of = rule::of(number);
    if matches!(of, Of::System | Of::SystemDay | Of::SystemMonth | Of::Citizen) {
        bail!("L{number} không phải là quy tắc về tài khoản");
    }
    let mut behind =
        Behind { period: day("from").zip(day("to")), refused: number == 18, ..Behind::default() };
    for flag in flags(audit, number, |flag| flag.text("account") == account)? {
        let at = |name: &str| flag.moment(name).unwrap_or_default();
        let text = |name: &str| flag.text(name).to_owned();
        behind.touched.extend(flag.moments.iter().map(|(_, at)| Day::of(*at)));
        behind.touched.extend(local::date(flag.text("day")));
        match of {
            Of::Lookup => {
                let of = ["system", "terminal", "citizen", "dossier"].map(text);
                behind.lookups.insert((at("ts"), of));
            }
            Of::Pair => {
                behind.seen.insert((at("first_ts"), text("first_terminal")));
                behind.seen.insert((at("second_ts"), text("second_terminal")));
            }
            Of::AccountDay => behind.days.extend(local::date(flag.text("day"))),
            Of::Account if number == 13 => behind.moments.extend([at("before_ts"), at("after_ts")]),
            Of::Account => behind.all = true,
            Of::System | Of::SystemDay | Of::SystemMonth | Of::Citizen => {}
        }
    }
    Ok(behind)
}
