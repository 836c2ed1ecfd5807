//! Parquet, a group of rows at a time.

use super::rejects::{Aside, Reason};
use super::{Cell, MOST_COLUMNS, Place, Sink, mapped};
use crate::local;
use crate::mapping::{Mapping, Table};
use anyhow::{Context as _, Result, bail};
use arrow::array::{
    Array, ArrayRef, AsArray as _, BinaryArray, DictionaryArray, Float64Array, Int64Array, RecordBatch,
    StringArray, StringViewArray,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Field, Float64Type, Int32Type, Int64Type, Schema, TimeUnit, TimestampMicrosecondType,
};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// Below this, a whole number of 64 bits with a point is exactly itself.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
/// Rows read at a time.
const BATCH: usize = 16_384;

/// A group of rows of a file.
pub struct Rows {
    file: u32,
    from: Arc<Opened>,
    group: usize,
    /// Number of its first row, from 1.
    row: u64,
}

/// A file that each reader opens for itself: two with one cursor would read each
/// other's bytes.
struct Opened {
    path: std::path::PathBuf,
    metadata: ArrowReaderMetadata,
    /// For each column of ours, which of the file's it is.
    columns: Vec<Option<usize>>,
    complete: bool,
    /// Unpacked, it goes when nobody reads it any more.
    _unpacked: Option<NamedTempFile>,
}

/// Columns in which few texts stand again and again.
fn few(table: Table, column: usize) -> bool {
    matches!(
        (table, table.columns().0[column]),
        (_, "system" | "account" | "terminal" | "result" | "unit" | "procedure" | "purpose" | "list" | "ip")
    )
}

/// The pieces of a file: its groups of rows.
pub fn pieces(number: u32, source: Source, mapping: &Mapping) -> Result<Vec<Rows>> {
    tried(|| groups(number, source, mapping))
}

/// What the library makes of a file; where it panics, it has refused it.
fn tried<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| bail!("tệp Parquet hỏng"))
}

fn groups(number: u32, source: Source, mapping: &Mapping) -> Result<Vec<Rows>> {
    let (path, unpacked) = match source {
        Source::File(path) => (path, None),
        Source::Unpacked(file) => (file.path().to_owned(), Some(file)),
    };
    let file = File::open(&path)?;
    let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
    let schema = plain.schema().clone();
    let find = |name: &str| schema.fields().iter().position(|field| field.name() == name);
    let columns: Vec<Option<usize>> = mapping.columns.iter().map(|column| find(&column.theirs)).collect();
    let fields: Vec<Arc<Field>> = schema
        .fields()
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let ours = columns.iter().position(|column| *column == Some(at));
            match (ours, is_text(field.data_type())) {
                (Some(ours), true) => {
                    let data_type = if few(mapping.table, ours) {
                        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
                    } else {
                        DataType::Utf8View
                    };
                    Arc::new(field.as_ref().clone().with_data_type(data_type))
                }
                _ => field.clone(),
            }
        })
        .collect();
    let wished = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    let metadata =
        ArrowReaderMetadata::load(&file, ArrowReaderOptions::new().with_schema(wished)).unwrap_or(plain);
    let (_, needed) = mapping.table.columns();
    let complete = (0..needed).all(|at| columns[at].is_some() || mapping.columns[at].constant.is_some());
    let from = Arc::new(Opened { path, metadata, columns, complete, _unpacked: unpacked });
    let mut row = 1;
    let groups = from.metadata.metadata().row_groups();
    Ok(groups
        .iter()
        .enumerate()
        .map(|(group, meta)| {
            let rows = Rows { file: number, from: from.clone(), group, row };
            row += meta.num_rows().max(0) as u64;
            rows
        })
        .collect())
}

/// Where a Parquet file is.
pub enum Source {
    File(std::path::PathBuf),
    Unpacked(NamedTempFile),
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

/// A column as its cells are read.
enum Column {
    Coded(DictionaryArray<Int32Type>, StringArray),
    Text(StringViewArray),
    /// Microseconds; whether they are of the mapping's zone.
    Moment(ArrayRef, bool),
    Whole(Int64Array),
    /// Numbers of a program that keeps none other, and as they are written.
    Decimal(Float64Array, StringViewArray),
    /// Texts whose bytes may be none.
    Bytes(BinaryArray),
    Absent,
}

impl Column {
    fn of(array: &ArrayRef, mapping: &Mapping) -> Result<Column> {
        Ok(match array.data_type() {
            DataType::Dictionary(_, value) if is_text(value) => {
                let wanted = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                let array = cast(array, &wanted)?;
                let coded = array.as_dictionary::<Int32Type>().clone();
                let values = coded.values().as_string::<i32>().clone();
                Column::Coded(coded, values)
            }
            DataType::Timestamp(_, zone) => {
                let local = zone.is_none() && mapping.times.zone.is_some();
                let wanted = DataType::Timestamp(TimeUnit::Microsecond, zone.clone());
                Column::Moment(cast(array, &wanted)?, local)
            }
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => {
                Column::Whole(cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
            }
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
                let numbers = cast(array, &DataType::Float64)?;
                let texts = cast(&cast(array, &DataType::Utf8)?, &DataType::Utf8View)?;
                Column::Decimal(numbers.as_primitive::<Float64Type>().clone(), texts.as_string_view().clone())
            }
            DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_) => {
                Column::Bytes(cast(array, &DataType::Binary)?.as_binary::<i32>().clone())
            }
            DataType::Date64 => Column::of(&cast(array, &DataType::Date32)?, mapping)?,
            DataType::Null => Column::Absent,
            _ => {
                let text = cast(array, &DataType::Utf8)?;
                Column::Text(cast(&text, &DataType::Utf8View)?.as_string_view().clone())
            }
        })
    }

    fn cell(&self, row: usize, mapping: &Mapping) -> Cell<'_> {
        match self {
            Column::Coded(coded, values) => {
                if coded.is_null(row) {
                    return Cell::Empty;
                }
                let code = coded.keys().value(row);
                if values.is_null(code as usize) {
                    return Cell::Empty;
                }
                Cell::Coded(values.value(code as usize), code as u32)
            }
            Column::Text(texts) if texts.is_valid(row) => Cell::Text(texts.value(row)),
            Column::Moment(moments, local) if moments.is_valid(row) => {
                let at = moments.as_primitive::<TimestampMicrosecondType>().value(row);
                if !local {
                    return Cell::Moment(at);
                }
                let civil = jiff::Timestamp::from_microsecond(at)
                    .ok()
                    .map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).datetime());
                civil.and_then(|civil| mapping.times.local(civil)).map_or(Cell::Text("?"), Cell::Moment)
            }
            Column::Whole(numbers) if numbers.is_valid(row) => Cell::Whole(numbers.value(row)),
            Column::Decimal(numbers, texts) if numbers.is_valid(row) => {
                let number = numbers.value(row);
                if number.is_nan() {
                    Cell::Empty
                } else if number.fract() == 0.0 && number.abs() < LARGEST_EXACT {
                    Cell::Whole(number as i64)
                } else {
                    Cell::Text(texts.value(row))
                }
            }
            Column::Bytes(bytes) if bytes.is_valid(row) => {
                std::str::from_utf8(bytes.value(row)).map_or(Cell::Empty, Cell::Text)
            }
            _ => Cell::Empty,
        }
    }

    /// Whether what stands there is no text.
    fn is_no_text(&self, row: usize) -> bool {
        match self {
            Column::Bytes(bytes) => bytes.is_valid(row) && std::str::from_utf8(bytes.value(row)).is_err(),
            _ => false,
        }
    }
}

impl Rows {
    /// Reads the rows; gives how many were taken.
    pub fn rows<S: Sink>(self, mapping: &Mapping, sink: &mut S, aside: &mut Aside) -> Result<u64> {
        let (file, row) = (self.file, self.row);
        let mut read = 0;
        match self.read(mapping, sink, aside, &mut read) {
            Ok(taken) => Ok(taken),
            Err(Broken::Sink(error)) => Err(error),
            Err(Broken::File(error)) => {
                aside.put(file, row + read, Reason::File, format!("{error:#}").as_bytes());
                Ok(0)
            }
        }
    }

    fn read<S: Sink>(
        self,
        mapping: &Mapping,
        sink: &mut S,
        aside: &mut Aside,
        read: &mut u64,
    ) -> Result<u64, Broken> {
        let file = File::open(&self.from.path).map_err(|error| Broken::File(error.into()))?;
        let mut wanted: Vec<usize> = self.from.columns.iter().flatten().copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.from.metadata.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.iter().copied());
        let builder = builder.with_projection(mask).with_row_groups(vec![self.group]).with_batch_size(BATCH);
        let mut reader = tried(|| Ok(builder.build()?)).map_err(Broken::File)?;
        let mut taken = 0;
        loop {
            let next = tried(|| {
                let Some(batch) = reader.next().transpose()? else { return Ok(None) };
                Ok(Some((batch.num_rows(), self.columns(&batch, &wanted, mapping)?)))
            });
            let Some((rows, columns)) = next.map_err(Broken::File)? else { break };
            sink.codes_begin();
            for row in 0..rows {
                let mut cells = [Cell::Empty; MOST_COLUMNS];
                for ((cell, column), mapping_of) in cells.iter_mut().zip(&columns).zip(&mapping.columns) {
                    *cell = mapped(mapping_of, column.cell(row, mapping));
                }
                let place = Place { file: self.file, line: self.row + *read };
                *read += 1;
                let cells = &cells[..mapping.columns.len()];
                let reason = if columns.iter().any(|column| column.is_no_text(row)) {
                    Some(Reason::Encoding)
                } else if self.from.complete {
                    sink.row(place, cells).map_err(Broken::Sink)?
                } else {
                    Some(Reason::Columns)
                };
                match reason {
                    None => taken += 1,
                    Some(reason) => aside.put(place.file, place.line, reason, &shown(mapping, cells)),
                }
            }
        }
        Ok(taken)
    }

    fn columns(&self, batch: &RecordBatch, wanted: &[usize], mapping: &Mapping) -> Result<Vec<Column>> {
        self.from
            .columns
            .iter()
            .map(|column| {
                let Some(column) = column else { return Ok(Column::Absent) };
                let Ok(at) = wanted.binary_search(column) else { bail!("no such column") };
                Column::of(batch.column(at), mapping).context("kiểu dữ liệu của cột không đọc được")
            })
            .collect()
    }
}

enum Broken {
    File(anyhow::Error),
    Sink(anyhow::Error),
}

/// A row as an object of JSON.
fn shown(mapping: &Mapping, cells: &[Cell<'_>]) -> Vec<u8> {
    let mut row = serde_json::Map::new();
    for (name, cell) in mapping.table.columns().0.iter().zip(cells) {
        let value = match cell {
            Cell::Empty => continue,
            Cell::Text(text) | Cell::Coded(text, _) => (*text).into(),
            Cell::Moment(at) => local::rfc3339(*at).into(),
            Cell::Whole(number) => (*number).into(),
        };
        row.insert((*name).to_owned(), value);
    }
    serde_json::to_vec(&row).unwrap_or_default()
}
