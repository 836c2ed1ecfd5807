//! `drill`: the rows of a log behind what was flagged of an account.

use crate::ingest::{COLUMNS, TEXTS};
use crate::input::{Cell, Files, Place, Progress, Reason, Rejects, Sink};
use crate::judge::{
    self,
    column::{ACCOUNT, CITIZEN, DOSSIER, SYSTEM, TERMINAL},
};
use crate::local::{self, Day};
use crate::mapping::{Mappings, Table, Times};
use crate::output::read;
use crate::part::NO_SEQ;
use crate::store::{self, Store};
use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;

/// Which rows are asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub account: String,
    /// A log, a folder of logs, or a store.
    pub lookups: PathBuf,
    pub mapping: Option<PathBuf>,
    /// An audit, and a rule of it, whose rows are asked for; all rows without.
    pub audit: Option<PathBuf>,
    pub rule: Option<usize>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub threads: usize,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub at: i64,
    /// In the order of [`TEXTS`].
    pub texts: [String; 8],
    pub seq: Option<i64>,
}

struct Reader<'a> {
    times: &'a Times,
    account: &'a str,
    wanted: &'a Wanted,
    rows: Vec<Row>,
}

/// What of an account's rows is wanted.
#[derive(Debug, Default)]
struct Wanted {
    from: Option<i64>,
    until: Option<i64>,
    behind: Option<read::Behind>,
}

impl Wanted {
    fn wants(&self, at: i64, lookup: bool, cells: &[Cell<'_>]) -> bool {
        let mut buffers: [String; 4] = Default::default();
        let [system, terminal, citizen, dossier] = &mut buffers;
        self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at <= until)
            && self.behind.as_ref().is_none_or(|behind| {
                let of = [
                    cells[SYSTEM].text(system),
                    cells[TERMINAL].text(terminal),
                    cells[CITIZEN].text(citizen),
                    cells[DOSSIER].text(dossier),
                ];
                behind.has(at, lookup, of)
            })
    }
}

impl Sink for Reader<'_> {
    fn row(&mut self, _: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        let (at, lookup, seq) = match judge::checked(cells, self.times) {
            Ok(checked) => checked,
            Err(reason) => return Ok(Some(reason)),
        };
        let mut buffer = String::new();
        if cells[ACCOUNT].text(&mut buffer) == self.account && self.wanted.wants(at, lookup, cells) {
            let texts = COLUMNS.map(|column| {
                let mut buffer = String::new();
                cells[column].text(&mut buffer).to_owned()
            });
            self.rows.push(Row { at, texts, seq: (seq != NO_SEQ).then_some(seq) });
        }
        Ok(None)
    }
}

/// The rows asked for, in order.
///
/// # Errors
/// When the log or the audit cannot be read.
pub fn rows(request: &Request, progress: &Progress) -> Result<Vec<Row>> {
    let mut wanted = Wanted {
        from: request.from.map(|date| Day::from_date(date).begins()),
        until: request.to.map(|date| Day::from_date(date).ends()),
        behind: None,
    };
    if let Some(rule) = request.rule {
        let Some(audit) = &request.audit else {
            bail!("--rule cần --audit: thư mục kết quả của lần xét")
        };
        wanted.behind = Some(read::behind(audit, rule, &request.account)?);
    }
    let stored = store::is_store(&request.lookups);
    let (files, mappings) = if stored {
        let store = Store::open(&request.lookups)?;
        // Only days something is wanted of.
        let days = store.days().into_iter().filter(|day| {
            wanted.from.is_none_or(|from| day.ends() >= from)
                && wanted.until.is_none_or(|until| day.begins() <= until)
                && wanted.behind.as_ref().is_none_or(|behind| behind.touches(*day))
        });
        let all = days.flat_map(|day| store.files(day).all).collect();
        (Files { all, only: None }, Mappings::read(None)?)
    } else {
        (Files::of(&request.lookups).context("--lookups")?, Mappings::read(request.mapping.as_deref())?)
    };
    progress.begin("Đọc nhật ký", files.bytes());
    let mapping = mappings.of_table(Table::Lookups);
    let rejects = Rejects::new(Table::Lookups, &std::env::temp_dir())?;
    let readers = crate::input::read(&files, mapping, request.threads, &rejects, progress, || Reader {
        times: &mapping.times,
        account: &request.account,
        wanted: &wanted,
        rows: Vec::new(),
    })?;
    let mut rows: Vec<Row> = readers.into_iter().flat_map(|reader| reader.rows).collect();
    rows.sort_unstable();
    Ok(rows)
}

/// Writes rows as CSV.
///
/// # Errors
/// When they cannot be written.
pub fn write(rows: &[Row], out: impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["ts"].iter().chain(&TEXTS).chain(&["seq"]))?;
    for row in rows {
        let mut record = vec![local::rfc3339(row.at)];
        record.extend(row.texts.iter().cloned());
        record.push(row.seq.map_or_else(String::new, |seq| seq.to_string()));
        writer.write_record(&record)?;
    }
    Ok(writer.flush()?)
}
