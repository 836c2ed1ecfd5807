//! The two functions executors know besides DataFusion's: `read_piece(job, piece)` and
//! the aggregate `audit_day(job, day, rows)`.

use super::job::Work;
use super::packed;
use crate::local::Day;
use arrow::array::{Array, ArrayRef, AsArray as _, BinaryBuilder, Int32Builder, ListArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Int32Type};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use std::sync::Arc;

/// What is registered with the asker, the scheduler and each executor.
pub fn read_piece() -> Arc<ScalarUDF> {
    Arc::new(ScalarUDF::new_from_impl(ReadPiece { signature: texts(2) }))
}

pub fn audit_day() -> Arc<AggregateUDF> {
    let types = vec![DataType::Utf8, DataType::Int32, DataType::Binary];
    Arc::new(AggregateUDF::new_from_impl(AuditDay { signature: Signature::exact(types, Volatility::Stable) }))
}

fn texts(count: usize) -> Signature {
    Signature::exact(vec![DataType::Utf8; count], Volatility::Stable)
}

fn failed(error: anyhow::Error) -> DataFusionError {
    DataFusionError::Execution(format!("{error:#}"))
}

fn columns() -> Fields {
    Fields::from(vec![Field::new("day", DataType::Int32, false), Field::new("rows", DataType::Binary, false)])
}

fn item() -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(columns()), true))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ReadPiece {
    signature: Signature,
}

impl ScalarUDFImpl for ReadPiece {
    fn name(&self) -> &'static str {
        "read_piece"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let (jobs, pieces) = (arrays[0].as_string::<i32>(), arrays[1].as_string::<i32>());
        let (mut days, mut rows, mut lengths) = (Int32Builder::new(), BinaryBuilder::new(), Vec::new());
        for at in 0..pieces.len() {
            let work = Work::of(jobs.value(at)).map_err(failed)?;
            let piece = serde_json::from_str(pieces.value(at)).map_err(|error| failed(error.into()))?;
            let blocks = work.piece(piece).map_err(failed)?;
            lengths.push(blocks.len());
            for (day, block) in blocks {
                days.append_value(day);
                rows.append_value(&block);
            }
        }
        let values: Vec<ArrayRef> = vec![Arc::new(days.finish()), Arc::new(rows.finish())];
        let values = StructArray::new(columns(), values, None);
        let list = ListArray::new(item(), OffsetBuffer::from_lengths(lengths), Arc::new(values), None);
        Ok(ColumnarValue::Array(Arc::new(list)))
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AuditDay {
    signature: Signature,
}

impl AggregateUDFImpl for AuditDay {
    fn name(&self) -> &'static str {
        "audit_day"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OfDay::default()))
    }

    fn state_fields(&self, _: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![
            Arc::new(Field::new("job", DataType::Utf8, true)),
            Arc::new(Field::new("day", DataType::Int32, true)),
            Arc::new(Field::new("rows", DataType::Binary, true)),
        ])
    }
}

/// The rows of a day that have come together; their order says nothing.
#[derive(Debug, Default)]
struct OfDay {
    job: String,
    day: Option<i32>,
    rows: Vec<u8>,
}

impl OfDay {
    fn learn(&mut self, job: &str, day: i32) -> Result<()> {
        if self.day.is_some_and(|known| known != day) {
            return exec_err!("rows of two days in one");
        }
        self.day = Some(day);
        if self.job.is_empty() {
            job.clone_into(&mut self.job);
        }
        Ok(())
    }
}

impl Accumulator for OfDay {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (jobs, days) = (values[0].as_string::<i32>(), values[1].as_primitive::<Int32Type>());
        let rows = values[2].as_binary::<i32>();
        for at in 0..rows.len() {
            self.learn(jobs.value(at), days.value(at))?;
            packed::join(&mut self.rows, rows.value(at));
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let (jobs, days) = (states[0].as_string::<i32>(), states[1].as_primitive::<Int32Type>());
        let rows = states[2].as_binary::<i32>();
        for at in 0..rows.len() {
            if days.is_null(at) {
                continue;
            }
            self.learn(jobs.value(at), days.value(at))?;
            self.rows.extend_from_slice(rows.value(at));
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![
            ScalarValue::Utf8(Some(self.job.clone())),
            ScalarValue::Int32(self.day),
            ScalarValue::Binary(Some(std::mem::take(&mut self.rows))),
        ])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let rows = std::mem::take(&mut self.rows);
        let state = match self.day {
            None => return Ok(ScalarValue::Binary(None)),
            Some(packed::REJECTED) => rows,
            Some(day) => {
                let work = Work::of(&self.job).map_err(failed)?;
                let state = packed::state(Day(day), &rows, work.parameters()).map_err(failed)?;
                state.bytes().map_err(failed)?
            }
        };
        Ok(ScalarValue::Binary(Some(state)))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.rows.capacity() + self.job.capacity()
    }
}
