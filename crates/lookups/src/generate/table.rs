//! A table in one of the three formats, written cell by cell.

use super::Format;
use super::text::Stamp;
use anyhow::{Context as _, Result};
use arrow::array::{ArrayRef, Int64Builder, RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Moment,
    Number,
}

pub type Column = (&'static str, Kind);

/// Rows of Parquet built up before they are encoded.
const BATCH: usize = 1 << 13;
const ROW_GROUP: usize = 1_000_000;

pub struct Table {
    columns: &'static [Column],
    /// The column of the next cell.
    at: usize,
    sink: Sink,
    stamp: Stamp,
    scratch: String,
}

enum Sink {
    Parquet { writer: Box<ArrowWriter<File>>, schema: SchemaRef, cells: Vec<Cells>, rows: usize },
    Csv(Box<csv::Writer<File>>),
    Jsonl(BufWriter<File>),
}

enum Cells {
    Text(StringBuilder),
    Moment(TimestampMicrosecondBuilder),
    Number(Int64Builder),
}

impl Table {
    /// Begins `<name>.<format>` in a folder.
    pub fn create(out: &Path, name: &str, format: Format, columns: &'static [Column]) -> Result<Table> {
        let path = out.join(format!("{name}.{}", format.extension()));
        let about = || format!("không ghi được {}", path.display());
        let file = File::create(&path).with_context(about)?;
        let sink = match format {
            Format::Parquet => Sink::parquet(file, columns).with_context(about)?,
            Format::Csv => {
                let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(file);
                writer.write_record(columns.iter().map(|(name, _)| name)).with_context(about)?;
                Sink::Csv(Box::new(writer))
            }
            Format::Jsonl => Sink::Jsonl(BufWriter::with_capacity(1 << 18, file)),
        };
        Ok(Table { columns, at: 0, sink, stamp: Stamp::default(), scratch: String::new() })
    }

    pub fn text(&mut self, text: &str) -> Result<()> {
        match &mut self.sink {
            Sink::Parquet { cells, .. } => {
                if let Cells::Text(cells) = &mut cells[self.at] {
                    cells.append_value(text);
                }
            }
            Sink::Csv(writer) => writer.write_field(text)?,
            Sink::Jsonl(writer) => {
                key(writer, self.columns, self.at)?;
                serde_json::to_writer(writer, text)?;
            }
        }
        self.at += 1;
        Ok(())
    }

    pub fn moment(&mut self, moment: i64) -> Result<()> {
        if let Sink::Parquet { cells, .. } = &mut self.sink {
            if let Cells::Moment(cells) = &mut cells[self.at] {
                cells.append_value(moment);
            }
            self.at += 1;
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        self.stamp.write(&mut text, moment);
        self.text(&text)?;
        self.scratch = text;
        Ok(())
    }

    pub fn number(&mut self, number: Option<i64>) -> Result<()> {
        match &mut self.sink {
            Sink::Parquet { cells, .. } => {
                if let Cells::Number(cells) = &mut cells[self.at] {
                    cells.append_option(number);
                }
            }
            Sink::Csv(writer) => {
                self.scratch.clear();
                if let Some(number) = number {
                    self.scratch += &number.to_string();
                }
                writer.write_field(&self.scratch)?;
            }
            Sink::Jsonl(writer) => {
                key(writer, self.columns, self.at)?;
                serde_json::to_writer(writer, &number)?;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// A row of texts alone.
    pub fn texts(&mut self, texts: &[&str]) -> Result<()> {
        for text in texts {
            self.text(text)?;
        }
        self.end_row()
    }

    pub fn end_row(&mut self) -> Result<()> {
        self.at = 0;
        match &mut self.sink {
            Sink::Parquet { rows, .. } => {
                *rows += 1;
                if *rows == BATCH { self.sink.encode() } else { Ok(()) }
            }
            Sink::Csv(writer) => Ok(writer.write_record(None::<&[u8]>)?),
            Sink::Jsonl(writer) => Ok(writer.write_all(b"}\n")?),
        }
    }

    pub fn finish(mut self) -> Result<()> {
        self.sink.encode()?;
        match self.sink {
            Sink::Parquet { writer, .. } => {
                writer.close()?;
            }
            Sink::Csv(mut writer) => writer.flush()?,
            Sink::Jsonl(mut writer) => writer.flush()?,
        }
        Ok(())
    }
}

fn key(writer: &mut BufWriter<File>, columns: &[Column], at: usize) -> std::io::Result<()> {
    write!(writer, "{}\"{}\":", if at == 0 { '{' } else { ',' }, columns[at].0)
}

impl Sink {
    fn parquet(file: File, columns: &[Column]) -> Result<Sink> {
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, kind)| match kind {
                Kind::Text => Field::new(*name, DataType::Utf8, false),
                Kind::Moment => {
                    Field::new(*name, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), false)
                }
                Kind::Number => Field::new(*name, DataType::Int64, true),
            })
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
            .set_dictionary_enabled(true)
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        let writer = Box::new(ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?);
        let cells = columns
            .iter()
            .map(|(_, kind)| match kind {
                Kind::Text => Cells::Text(StringBuilder::with_capacity(BATCH, BATCH * 16)),
                Kind::Moment => Cells::Moment(TimestampMicrosecondBuilder::with_capacity(BATCH)),
                Kind::Number => Cells::Number(Int64Builder::with_capacity(BATCH)),
            })
            .collect();
        Ok(Sink::Parquet { writer, schema, cells, rows: 0 })
    }

    /// Gives the rows built up to the Parquet writer.
    fn encode(&mut self) -> Result<()> {
        let Sink::Parquet { writer, schema, cells, rows } = self else { return Ok(()) };
        if *rows == 0 {
            return Ok(());
        }
        let arrays: Vec<ArrayRef> = cells
            .iter_mut()
            .map(|cells| match cells {
                Cells::Text(cells) => {
                    // As much room again, lest it grow step by step each time.
                    let room = StringBuilder::with_capacity(BATCH, cells.values_slice().len() * 9 / 8);
                    Arc::new(std::mem::replace(cells, room).finish()) as ArrayRef
                }
                Cells::Moment(cells) => {
                    let room = TimestampMicrosecondBuilder::with_capacity(BATCH);
                    Arc::new(std::mem::replace(cells, room).finish().with_timezone("UTC"))
                }
                Cells::Number(cells) => {
                    Arc::new(std::mem::replace(cells, Int64Builder::with_capacity(BATCH)).finish())
                }
            })
            .collect();
        *rows = 0;
        writer.write(&RecordBatch::try_new(Arc::clone(schema), arrays)?)?;
        Ok(())
    }
}
