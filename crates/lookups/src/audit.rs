//! `audit`: logs and tables in, what the rules flag out.

use crate::calendar::Calendar;
use crate::day::DayState;
use crate::found::{Found, Period};
use crate::input::{Counts, Files, Progress, Rejects};
use crate::judge::{Judge, Law, Met, Order};
use crate::local::Day;
use crate::mapping::{Mapping, Mappings, Table};
use crate::output::{self, Flags, Ranked, Summary};
use crate::parameters::Parameters;
use crate::span::{Lengths, Span};
use crate::spool::Spool;
use crate::store::{self, Store};
use crate::tables::{self, Paths, People, Rejected, Tables};
use anyhow::{Context as _, Result, anyhow, bail};
use jiff::civil::Date;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc;

/// What an audit is asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// A log, a folder of logs, or a store.
    pub lookups: PathBuf,
    pub paths: Paths,
    pub mapping: Option<PathBuf>,
    pub parameters: Option<PathBuf>,
    pub calendar: Option<PathBuf>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub out: PathBuf,
    pub threads: usize,
}

/// All an audit works by, read.
pub struct Ready {
    pub parameters: Parameters,
    pub mappings: Mappings,
    pub calendar: Calendar,
    pub files: BTreeMap<Table, Files>,
    pub scratch: tempfile::TempDir,
}

/// What an audit found, for who writes more of it.
pub struct Audited {
    pub summary: Summary,
    pub span: Span,
    pub found: Found,
    pub people: People,
    pub ranked: Vec<Ranked>,
    pub parameters: Parameters,
    pub calendar: Calendar,
    pub log: Log,
}

/// The log as evidence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    pub name: String,
    pub sha256: String,
}

impl Ready {
    /// # Errors
    /// When a file that says how to work cannot be read.
    pub fn of(request: &Request) -> Result<Ready> {
        let parameters = Parameters::read(request.parameters.as_deref())?;
        let mappings = Mappings::read(request.mapping.as_deref())?;
        let calendar = Calendar::read(request.calendar.as_deref())?;
        let files = request.paths.files()?;
        // Beside the output: there is room for the log there, where /tmp may be memory.
        let scratch = tempfile::Builder::new()
            .prefix(".rasoat-lookups-")
            .tempdir_in(&request.out)
            .with_context(|| format!("không ghi được vào {}", request.out.display()))?;
        Ok(Ready { parameters, mappings, calendar, files, scratch })
    }

    /// What states of days are made by.
    pub fn key(&self) -> Result<u128> {
        let parameters = serde_json::to_vec(&self.parameters)?;
        let mut tables = Vec::new();
        for (table, files) in &self.files {
            tables.extend_from_slice(table.code().as_bytes());
            tables.extend_from_slice(&tables::digest(files)?.to_le_bytes());
        }
        Ok(store::key(&[&parameters, &self.calendar.says(), &tables, &self.mappings.bytes]))
    }

    pub(crate) fn dossiers(
        &self,
        threads: usize,
        progress: &Progress,
        rejected: &mut Rejected,
    ) -> Result<tables::Dossiers> {
        let files = &self.files[&Table::Dossiers];
        progress.begin("Đọc hồ sơ", files.bytes());
        tables::dossiers(
            files,
            &self.mappings,
            &self.parameters,
            threads,
            self.scratch.path(),
            progress,
            rejected,
        )
    }

    pub(crate) fn people(&self, progress: &Progress, rejected: &mut Rejected) -> Result<People> {
        progress.begin("Đọc tài khoản", 0);
        People::read(&self.files, &self.mappings, self.scratch.path(), progress, rejected)
    }
}

/// The days of a log and where their states come from.
enum Days<'a> {
    /// Rows set aside by day.
    Rows(Box<(Spool, Order)>),
    Store {
        store: &'a Store,
        key: u128,
        mapping: Mapping,
    },
    /// States made elsewhere.
    #[cfg(feature = "cluster")]
    Made(BTreeMap<Day, Vec<u8>>),
}

/// States of days that were made elsewhere, and what was rejected of the log there.
#[cfg(feature = "cluster")]
pub struct States {
    pub days: BTreeMap<Day, Vec<u8>>,
    pub rejects: Rejects,
    pub files: Files,
}

/// Finishes an audit whose days were judged elsewhere.
///
/// # Errors
/// As [`audit`].
#[cfg(feature = "cluster")]
pub fn finish(
    request: &Request,
    ready: &Ready,
    people: People,
    mut rejected: Rejected,
    states: States,
    progress: &Progress,
) -> Result<Audited> {
    let work = Work { request, ready, progress, threads: request.threads.max(1) };
    let days: Vec<Day> = states.days.keys().copied().collect();
    let mut counts;
    let of_log;
    if store::is_store(&request.lookups) {
        write_rejected(&request.out, &rejected)?;
        counts = rejected.counts();
        let store = Store::open(&request.lookups)?;
        work.rejected_of_store(&store, &mut counts)?;
        of_log = log_of_store(&store)?;
    } else {
        rejected.tables.push((states.rejects, states.files.names()));
        write_rejected(&request.out, &rejected)?;
        counts = rejected.counts();
        of_log = log(&request.lookups, &states.files)?;
    }
    work.found(&days, &Days::Made(states.days), None, people, &counts, of_log)
}

/// Runs an audit and writes `summary.json` last.
///
/// # Errors
/// When something cannot be read or written; what is there then is no audit.
pub fn audit(request: &Request, progress: &Progress) -> Result<Audited> {
    output::begin(&request.out)?;
    let ready = Ready::of(request)?;
    let mut rejected = Rejected::default();
    let people = ready.people(progress, &mut rejected)?;
    let threads = request.threads.max(1);
    let mut work = Work { request, ready: &ready, progress, threads };
    if store::is_store(&request.lookups) { work.store(people, rejected) } else { work.logs(people, rejected) }
}

/// What days of a store are judged by.
enum Judging {
    /// All states are kept.
    Kept(People),
    Tables(Tables),
}

impl Judging {
    fn tables(&self) -> Option<&Tables> {
        match self {
            Judging::Kept(_) => None,
            Judging::Tables(tables) => Some(tables),
        }
    }

    fn people(&self) -> &People {
        match self {
            Judging::Kept(people) => people,
            Judging::Tables(tables) => &tables.people,
        }
    }

    fn into_people(self) -> People {
        match self {
            Judging::Kept(people) => people,
            Judging::Tables(tables) => tables.people,
        }
    }
}

/// A kept state that is not what was kept.
#[derive(Debug)]
struct Damaged(Day);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "trạng thái đã lưu của ngày {} bị hỏng", self.0)
    }
}

impl std::error::Error for Damaged {}

struct Work<'a> {
    request: &'a Request,
    ready: &'a Ready,
    progress: &'a Progress,
    threads: usize,
}

impl Work<'_> {
    fn logs(&mut self, people: People, mut rejected: Rejected) -> Result<Audited> {
        let (ready, progress) = (self.ready, self.progress);
        let dossiers = ready.dossiers(self.threads, progress, &mut rejected)?;
        let tables = Tables { dossiers, people };
        let files = Files::of(&self.request.lookups).context("--lookups")?;
        let mapping = ready.mappings.of_table(Table::Lookups);
        let spool = Spool::new(ready.scratch.path())?;
        let rejects = Rejects::new(Table::Lookups, ready.scratch.path())?;
        progress.begin("Đọc nhật ký", files.bytes());
        let (log, order) = std::thread::scope(|scope| {
            let hashing = scope.spawn(|| log(&self.request.lookups, &files));
            let order = judged(&tables, ready, &files, mapping, self.threads, &spool, &rejects, progress);
            let log = hashing.join().map_err(|_| anyhow!("a thread died"))?;
            anyhow::Ok((log?, order?))
        })?;
        let Tables { people, .. } = tables;
        let days: Vec<Day> = spool.numbers().into_iter().map(Day).collect();
        rejected.tables.push((rejects, files.names()));
        let source = Days::Rows(Box::new((spool, order)));
        write_rejected(&self.request.out, &rejected)?;
        self.found(&days, &source, None, people, &rejected.counts(), log)
    }

    fn store(&mut self, people: People, mut rejected: Rejected) -> Result<Audited> {
        let ready = self.ready;
        let store = Store::open(&self.request.lookups)?;
        let key = ready.key()?;
        let days = store.days();
        let period = self.period(&days)?;
        let mut counts = BTreeMap::new();
        let missing = days.iter().any(|day| period.contains(*day) && !store.has(key, *day));
        let known = store.rejected_dossiers(key).filter(|_| !missing);
        let mut judging = match &known {
            Some((known, lines)) => {
                if !known.0.is_empty() {
                    std::fs::copy(lines, rejected_path(&self.request.out, Table::Dossiers))?;
                }
                counts.insert(Table::Dossiers, known.clone());
                Judging::Kept(people)
            }
            None => self.judging(&store, key, people, &mut rejected)?,
        };
        write_rejected(&self.request.out, &rejected)?;
        counts.extend(rejected.counts());
        self.rejected_of_store(&store, &mut counts)?;
        let log = log_of_store(&store)?;
        let own = Mappings::read(None)?;
        let source = Days::Store { store: &store, key, mapping: own.of_table(Table::Lookups).clone() };
        let mut found = self.found_of(&days, &source, judging.tables(), judging.people());
        // A kept state that is damaged is made again, for which the dossiers are needed.
        if matches!(&found, Err(error) if error.is::<Damaged>()) {
            judging = self.judging(&store, key, judging.into_people(), &mut Rejected::default())?;
            found = self.found_of(&days, &source, judging.tables(), judging.people());
        }
        self.write(found?, judging.into_people(), &counts, log)
    }

    /// Reads the dossiers, so that days can be judged.
    fn judging(&self, store: &Store, key: u128, people: People, rejected: &mut Rejected) -> Result<Judging> {
        let dossiers = self.ready.dossiers(self.threads, self.progress, rejected)?;
        if let Some((lines, names)) = rejected.tables.last() {
            store.keep_rejected(key, &lines.counts(), |file| lines.write(names, file))?;
        }
        Ok(Judging::Tables(Tables { dossiers, people }))
    }

    /// What was rejected when a store took its logs in.
    fn rejected_of_store(&self, store: &Store, counts: &mut BTreeMap<Table, Counts>) -> Result<()> {
        let of_log = store.manifest.rejected();
        if !of_log.0.is_empty() {
            copy_rejected(store, &self.request.out)?;
        }
        counts.insert(Table::Lookups, of_log);
        Ok(())
    }

    /// The period asked for, or the one the days give.
    fn period(&self, days: &[Day]) -> Result<Period> {
        let request = self.request;
        let last = days.last().copied();
        let Some(to) = request.to.map(Day::from_date).or(last) else {
            bail!(
                "nhật ký không có dòng nào đọc được, nên không biết kỳ kiểm tra; xem thư mục rejected hoặc nêu --from, --to"
            );
        };
        let from = if let Some(from) = request.from {
            Day::from_date(from)
        } else {
            let months =
                jiff::Span::new().try_months(self.ready.parameters.period_months).context("period_months")?;
            Day::from_date(to.next().date().checked_sub(months).context("--to")?)
        };
        if from > to {
            bail!("--from {from} sau --to {to}");
        }
        self.ready.calendar.must_cover(from, to)?;
        Ok(Period { from, to })
    }

    fn found(
        &self,
        days: &[Day],
        source: &Days<'_>,
        tables: Option<&Tables>,
        people: People,
        counts: &BTreeMap<Table, Counts>,
        log: Log,
    ) -> Result<Audited> {
        let found = self.found_of(days, source, tables, &people)?;
        self.write(found, people, counts, log)
    }

    /// Goes through the days in order: joins their states, writes their flags.
    fn found_of(
        &self,
        days: &[Day],
        source: &Days<'_>,
        tables: Option<&Tables>,
        people: &People,
    ) -> Result<(Span, Found)> {
        let ready = self.ready;
        let period = self.period(days)?;
        let days: Vec<Day> = days.iter().copied().filter(|day| period.contains(*day)).collect();
        self.progress.begin("Xét từng ngày", days.len() as u64);
        let lengths = Lengths::of(&ready.parameters);
        let mut flags = Flags::new(&self.request.out);
        let (send, receive) = mpsc::sync_channel::<DayState>(4);
        let (span, flags) = std::thread::scope(|scope| -> Result<(Span, Flags)> {
            let writing = scope.spawn(move || -> Result<Flags> {
                for state in receive {
                    flags.add(&state)?;
                }
                Ok(flags)
            });
            let mut span = Span::default();
            let states = in_order(
                &days,
                self.threads,
                |day| {
                    let state = state_of(source, tables, ready, *day);
                    self.progress.add(1);
                    state
                },
                |state| {
                    span.join(&state, lengths);
                    let _ = send.send(state);
                    Ok(())
                },
            );
            drop(send);
            let flags = writing.join().map_err(|_| anyhow!("a thread died"))?;
            states?;
            Ok((span, flags?))
        })?;
        let found = Found::of(&span, period, people, &ready.parameters, &ready.calendar);
        flags.finish(&span, &found)?;
        Ok((span, found))
    }

    fn write(
        &self,
        (span, found): (Span, Found),
        people: People,
        counts: &BTreeMap<Table, Counts>,
        log: Log,
    ) -> Result<Audited> {
        let out = &self.request.out;
        let ready = self.ready;
        let ranked = output::accounts(out, &span, &found, &people)?;
        let summary = Summary::of(&span, &found, &ready.calendar.name, counts);
        write_json(&out.join(output::PARAMETERS), &ready.parameters)?;
        Ok(Audited {
            summary,
            span,
            found,
            people,
            ranked,
            parameters: ready.parameters.clone(),
            calendar: ready.calendar.clone(),
            log,
        })
    }
}

impl Audited {
    /// Writes `summary.json`: from here on the audit is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn conclude(&self, out: &Path) -> Result<()> {
        write_json(&out.join(output::SUMMARY), &self.summary)
    }
}

fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> Result<()> {
    output::whole(path, |file| {
        serde_json::to_writer_pretty(&mut *file, value)?;
        Ok(std::io::Write::write_all(file, b"\n")?)
    })
}

fn rejected_path(out: &Path, table: Table) -> PathBuf {
    out.join(output::REJECTED).join(format!("{}.csv", table.code()))
}

fn write_rejected(out: &Path, rejected: &Rejected) -> Result<()> {
    for (lines, names) in &rejected.tables {
        if !lines.is_empty() {
            output::whole(&rejected_path(out, lines.table), |file| lines.write(names, file))?;
        }
    }
    Ok(())
}

/// The rejected lines of a store's batches, one after the other.
fn copy_rejected(store: &Store, out: &Path) -> Result<()> {
    output::whole(&rejected_path(out, Table::Lookups), |file| {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(["file", "line", "reason", "text"])?;
        for batch in store.manifest.batches.iter().filter(|batch| !batch.rejects.is_empty()) {
            let mut reader = csv::Reader::from_path(store.folder.join(&batch.rejects))?;
            for record in reader.byte_records() {
                writer.write_byte_record(&record?)?;
            }
        }
        Ok(writer.flush()?)
    })
}

/// A store by its folder and the digest of its manifest.
fn log_of_store(store: &Store) -> Result<Log> {
    let path = std::fs::canonicalize(&store.folder)?;
    Ok(Log {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        sha256: crate::ingest::sha256(&store.folder.join(store::MANIFEST), &Progress::default())?,
    })
}

/// The name of a log and its SHA-256; of a folder that of the list of its files'.
fn log(path: &Path, files: &Files) -> Result<Log> {
    let quiet = Progress::default();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if path.is_file() {
        return Ok(Log { name, sha256: crate::ingest::sha256(path, &quiet)? });
    }
    let mut list = String::new();
    for file in &files.all {
        list += &format!("{}  {}\n", crate::ingest::sha256(&file.path, &quiet)?, file.name);
    }
    let digest = <sha2::Sha256 as sha2::Digest>::digest(list.as_bytes());
    Ok(Log { name, sha256: evidence::hex(&digest) })
}

/// Reads logs; rows go into the spool, the names met come back in order.
#[expect(clippy::too_many_arguments, reason = "each is of another kind")]
fn judged(
    tables: &Tables,
    ready: &Ready,
    files: &Files,
    mapping: &Mapping,
    threads: usize,
    spool: &Spool,
    rejects: &Rejects,
    progress: &Progress,
) -> Result<Order> {
    let law = Law {
        tables,
        parameters: &ready.parameters,
        calendar: &ready.calendar,
        times: &mapping.times,
        spool,
        readers: AtomicU32::new(0),
    };
    let judges = crate::input::read(files, mapping, threads, rejects, progress, || Judge::new(&law))?;
    let mut met: Vec<(u32, Met)> = judges.into_iter().map(Judge::finish).collect::<Result<_>>()?;
    met.sort_by_key(|(number, _)| *number);
    let met: Vec<Met> = met.into_iter().map(|(_, met)| met).collect();
    Ok(Order::of(&met))
}

fn state_of(source: &Days<'_>, tables: Option<&Tables>, ready: &Ready, day: Day) -> Result<DayState> {
    match source {
        Days::Rows(rows) => DayState::of(day, &rows.0.blocks(day.0)?, &rows.1, &ready.parameters),
        #[cfg(feature = "cluster")]
        Days::Made(states) => states
            .get(&day)
            .and_then(|bytes| DayState::of_bytes(bytes))
            .with_context(|| format!("trạng thái của ngày {day} nhận từ cụm máy bị hỏng")),
        Days::Store { store, key, mapping } => {
            if let Some(state) = store.state(*key, day) {
                return Ok(state);
            }
            let Some(tables) = tables else { return Err(Damaged(day).into()) };
            let state = judge_day(&store.files(day), mapping, tables, ready, day)?;
            store.keep(*key, &state)?;
            Ok(state)
        }
    }
}

/// The state of a stored day, from its rows.
pub fn judge_day(
    files: &Files,
    mapping: &Mapping,
    tables: &Tables,
    ready: &Ready,
    day: Day,
) -> Result<DayState> {
    let (spool, rejects) = (Spool::held(), Rejects::held(Table::Lookups));
    let order = judged(tables, ready, files, mapping, 1, &spool, &rejects, &Progress::default())?;
    if !rejects.is_empty() {
        bail!("tệp của ngày {day} trong kho nhật ký bị hỏng: {:?}", rejects.counts());
    }
    DayState::of(day, &spool.blocks(day.0)?, &order, &ready.parameters)
}

/// Makes something of each, on several threads, and takes what was made in order.
///
/// # Errors
/// The first that failed.
pub fn in_order<I: Sync, O: Send>(
    items: &[I],
    threads: usize,
    make: impl Fn(&I) -> Result<O> + Sync,
    mut take: impl FnMut(O) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let taken = AtomicUsize::new(0);
    // Who is far ahead waits, so that what waits to be taken stays little.
    let ahead = threads * 4;
    let (send, receive) = mpsc::sync_channel::<(usize, Result<O>)>(threads);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            let (next, taken, make) = (&next, &taken, &make);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { return };
                    while at > taken.load(Ordering::Relaxed) + ahead {
                        std::thread::sleep(std::time::Duration::from_millis(1));
                    }
                    if send.send((at, make(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting: VecDeque<Option<O>> = VecDeque::new();
        let mut first = 0;
        let mut each = |at: usize, made: Result<O>| -> Result<()> {
            let made = made?;
            while waiting.len() <= at - first {
                waiting.push_back(None);
            }
            waiting[at - first] = Some(made);
            while let Some(Some(_)) = waiting.front() {
                if let Some(Some(made)) = waiting.pop_front() {
                    first += 1;
                    taken.store(first, Ordering::Relaxed);
                    take(made)?;
                }
            }
            Ok(())
        };
        let result = receive.iter().try_for_each(|(at, made)| each(at, made));
        // After an error nobody goes on, and nobody waits for who does not.
        next.store(items.len(), Ordering::Relaxed);
        taken.store(usize::MAX / 2, Ordering::Relaxed);
        drop(receive);
        result
    })
}
