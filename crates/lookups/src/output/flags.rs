//! `flags/L*.parquet`: the key columns of what each rule flags.

use crate::day::{self, DayState};
use crate::found::Found;
use crate::local;
use crate::rule::{self, Of};
use crate::span::Span;
use anyhow::{Context as _, Result};
use arrow::array::{
    ArrayRef, Float64Array, RecordBatch, StringArray, StringBuilder, TimestampMicrosecondArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows written at a time.
const BATCH: usize = 1 << 16;

fn utc() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn instants(at: Vec<i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(at).with_timezone("UTC"))
}

fn writer(path: &Path, schema: Arc<Schema>) -> Result<ArrowWriter<File>> {
    let level = ZstdLevel::try_new(1).context("zstd")?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        // Not the day's date: the same flags give the same bytes.
        .set_created_by("rasoat-lookups".to_owned())
        .build();
    let file = File::create(path).with_context(|| format!("không ghi được {}", path.display()))?;
    Ok(ArrowWriter::try_new(file, schema, Some(properties))?)
}

/// Lookups a rule flags, on their way to its file.
struct OfLookups {
    at: Vec<i64>,
    texts: [StringBuilder; 5],
    writer: Option<ArrowWriter<File>>,
}

impl OfLookups {
    fn new() -> Self {
        OfLookups { at: Vec::new(), texts: Default::default(), writer: None }
    }

    fn write(&mut self, path: &Path) -> Result<()> {
        if self.at.is_empty() {
            return Ok(());
        }
        let names = ["system", "account", "terminal", "citizen", "dossier"];
        let mut fields = vec![Field::new("ts", utc(), false)];
        fields.extend(names.map(|name| Field::new(name, DataType::Utf8, false)));
        let schema = Arc::new(Schema::new(fields));
        let mut columns = vec![instants(std::mem::take(&mut self.at))];
        columns.extend(self.texts.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        let batch = RecordBatch::try_new(schema.clone(), columns)?;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(writer(path, schema)?),
        };
        writer.write(&batch)?;
        Ok(())
    }
}

/// The files of flags.
pub struct Flags {
    folder: PathBuf,
    lookups: Vec<(usize, OfLookups)>,
}

impl Flags {
    pub fn new(folder: &Path) -> Flags {
        let lookups = rule::OF_LOOKUPS.into_iter().map(|number| (number, OfLookups::new())).collect();
        Flags { folder: folder.join(super::FLAGS), lookups }
    }

    fn path(&self, number: usize) -> PathBuf {
        self.folder.join(format!("L{number}.parquet"))
    }

    /// Adds the flagged lookups of the next day.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, state: &DayState) -> Result<()> {
        let flagged = &state.flagged;
        for row in 0..flagged.at.0.len() {
            for number in day::rules(flagged.mark.0[row]) {
                let Some((_, file)) = self.lookups.iter_mut().find(|(known, _)| *known == number) else {
                    continue;
                };
                file.at.push(flagged.at.0[row]);
                let texts: [&str; 5] = [
                    &state.systems[flagged.system.0[row] as usize].name,
                    &state.accounts[flagged.account.0[row] as usize].name,
                    &state.terminals[flagged.terminal.0[row] as usize],
                    flagged.citizens.get(row),
                    flagged.dossiers.get(row),
                ];
                for (builder, text) in file.texts.iter_mut().zip(texts) {
                    builder.append_value(text);
                }
                if file.at.len() >= BATCH {
                    let path = self.folder.join(format!("L{number}.parquet"));
                    file.write(&path)?;
                }
            }
        }
        Ok(())
    }

    /// Writes what is left, and the flags that are of no lookup.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(mut self, span: &Span, found: &Found) -> Result<()> {
        let folder = self.folder.clone();
        for (number, file) in &mut self.lookups {
            file.write(&folder.join(format!("L{number}.parquet")))?;
            if let Some(writer) = file.writer.take() {
                writer.close()?;
            }
        }
        for number in 1..=rule::COUNT {
            if rule::of(number) != Of::Lookup && found.flagged(number) > 0 {
                let (schema, columns) = columns(number, span, found);
                let schema = Arc::new(schema);
                let mut writer = writer(&self.path(number), schema.clone())?;
                writer.write(&RecordBatch::try_new(schema, columns)?)?;
                writer.close()?;
            }
        }
        Ok(())
    }
}

/// Columns by name.
#[derive(Default)]
struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn texts<T: Into<String>>(&mut self, name: &str, texts: impl Iterator<Item = T>) {
        self.fields.push(Field::new(name, DataType::Utf8, false));
        self.arrays.push(Arc::new(texts.map(|text| Some(text.into())).collect::<StringArray>()));
    }

    fn instants(&mut self, name: &str, at: impl Iterator<Item = i64>) {
        self.fields.push(Field::new(name, utc(), false));
        self.arrays.push(instants(at.collect()));
    }

    fn counts(&mut self, name: &str, counts: impl Iterator<Item = u64>) {
        self.fields.push(Field::new(name, DataType::UInt64, false));
        self.arrays.push(Arc::new(counts.collect::<UInt64Array>()));
    }

    fn numbers(&mut self, name: &str, numbers: impl Iterator<Item = f64>) {
        self.fields.push(Field::new(name, DataType::Float64, false));
        self.arrays.push(Arc::new(numbers.collect::<Float64Array>()));
    }
}

fn columns(number: usize, span: &Span, found: &Found) -> (Schema, Vec<ArrayRef>) {
    let name = |account: u32| span.accounts[account as usize].name.to_string();
    let mut columns = Columns::default();
    match number {
        1 => {
            columns.texts("system", found.months.iter().map(|flag| flag.0.clone()));
            columns.texts("month", found.months.iter().map(|flag| flag.1.to_string()));
        }
        2 => {
            columns.texts("system", found.silent.iter().map(|flag| flag.0.clone()));
            columns.texts("day", found.silent.iter().map(|flag| flag.1.to_string()));
        }
        3 => {
            columns.texts("system", found.sequences.iter().map(|flag| flag.system.clone()));
            columns.counts("gaps", found.sequences.iter().map(|flag| flag.gaps));
            columns.counts("missing", found.sequences.iter().map(|flag| flag.missing));
            columns.counts("repeats", found.sequences.iter().map(|flag| flag.repeats));
            columns.counts("steps_back", found.sequences.iter().map(|flag| flag.back));
        }
        9 => {
            columns.texts("account", found.pairs.iter().map(|pair| name(pair.account)));
            columns.instants("first_ts", found.pairs.iter().map(|pair| pair.first.at));
            columns
                .texts("first_terminal", found.pairs.iter().map(|pair| span.terminal(pair.first.terminal)));
            columns.instants("second_ts", found.pairs.iter().map(|pair| pair.second.at));
            columns
                .texts("second_terminal", found.pairs.iter().map(|pair| span.terminal(pair.second.terminal)));
        }
        10 | 18 => {
            let flags = if number == 10 { &found.volume } else { &found.denied };
            columns.texts("account", flags.iter().map(|flag| name(flag.account)));
            columns.texts("day", flags.iter().map(|flag| flag.day.to_string()));
            columns.counts("count", flags.iter().map(|flag| flag.count));
            if number == 10 {
                columns.numbers("median", flags.iter().map(|flag| flag.median));
                columns.numbers("limit", flags.iter().map(|flag| flag.limit));
            }
        }
        11 => {
            columns.texts("citizen", found.breadth.iter().map(|flag| span.citizen(flag.citizen)));
            columns.counts("accounts", found.breadth.iter().map(|flag| flag.accounts));
            columns.counts("units", found.breadth.iter().map(|flag| flag.units));
            columns.instants("first_ts", found.breadth.iter().map(|flag| flag.from));
            columns.instants("last_ts", found.breadth.iter().map(|flag| flag.to));
        }
        13 => {
            let times = |number: &u32| span.accounts[*number as usize].dormant.len() as u64;
            let last = |number: &u32| {
                span.accounts[*number as usize]
                    .dormant
                    .iter()
                    .max_by_key(|gap| gap.1 - gap.0)
                    .copied()
                    .unwrap_or_default()
            };
            columns.texts("account", found.dormant.iter().map(|number| name(*number)));
            columns.counts("times", found.dormant.iter().map(times));
            columns.instants("before_ts", found.dormant.iter().map(|number| last(number).0));
            columns.instants("after_ts", found.dormant.iter().map(|number| last(number).1));
        }
        15 => {
            columns.texts("account", found.unsigned.iter().map(|number| name(*number)));
            columns.counts(
                "lookups",
                found.unsigned.iter().map(|number| span.accounts[*number as usize].lookups),
            );
        }
        _ => {
            columns.texts("system", found.ended.iter().map(|flag| flag.0.clone()));
            columns.texts("last", found.ended.iter().map(|flag| local::rfc3339(flag.1)));
        }
    }
    (Schema::new(columns.fields), columns.arrays)
}
