//! Hands the work to a cluster and takes back the states of days.

use super::functions::{audit_day, read_piece};
use super::job::{Job, files};
use super::packed;
use crate::audit::{Audited, Ready, Request, States, finish};
use crate::input::{Files, Progress, Rejects};
use crate::local::Day;
use crate::mapping::Table;
use crate::output;
use crate::tables::Rejected;
use anyhow::{Context as _, Result, bail};
use arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use ballista::prelude::SessionContextExt as _;
use ballista_core::extension::SessionConfigExt as _;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use parquet::arrow::ArrowWriter;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Files of pieces, and so tasks, at most.
const TASKS: usize = 64;
/// Bytes of a message between machines, at most: a day's rows are one value.
pub(super) const MESSAGE: usize = 1 << 30;
/// How long the scheduler is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The session of asker and executors.
pub(super) fn config() -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_batch_size(1)
        .with_target_partitions(TASKS)
        .with_ballista_grpc_client_max_message_size(MESSAGE)
}

/// Runs an audit on the cluster at `url` (`df://host:port`).
///
/// # Errors
/// When there is no cluster, it gives up, or a file cannot be read or written.
pub fn audit(request: &Request, url: &str, progress: &Progress) -> Result<Audited> {
    output::begin(&request.out)?;
    let ready = Ready::of(request)?;
    let mut rejected = Rejected::default();
    let people = ready.people(progress, &mut rejected)?;
    // What is wrong in the dossiers is told here; executors read them for themselves.
    ready.dossiers(request.threads, progress, &mut rejected)?;
    let (logs, mappings) = files(&request.lookups, &ready.mappings)?;
    let pieces = crate::input::cut(&logs, mappings.of_table(Table::Lookups));
    let job = serde_json::to_string(&Job::of(request, &ready)?)?;
    let folder = ready.scratch.path().join("pieces");
    write_pieces(&folder, &job, &pieces)?;
    progress.begin("Xét trên cụm máy", 0);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let answer = runtime.block_on(ask(url, &folder))?;
    let rejects = Rejects::new(Table::Lookups, ready.scratch.path())?;
    let mut states = BTreeMap::new();
    for (day, bytes) in answer {
        if day == packed::REJECTED {
            for block in packed::blocks(&bytes)? {
                rejects.add_bytes(block)?;
            }
        } else {
            states.insert(Day(day), bytes);
        }
    }
    if crate::store::is_store(&request.lookups) && !rejects.is_empty() {
        bail!("tệp trong kho nhật ký bị hỏng: {:?}", rejects.counts());
    }
    finish(
        request,
        &ready,
        people,
        rejected,
        States { days: states, rejects, files: logs_of(request, logs)? },
        progress,
    )
}

/// The files rejected lines are named by.
fn logs_of(request: &Request, logs: Files) -> Result<Files> {
    if crate::store::is_store(&request.lookups) { Ok(logs) } else { Files::of(&request.lookups) }
}

fn write_pieces(folder: &Path, job: &str, pieces: &[crate::input::Piece]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let schema = Arc::new(Schema::new(vec![
        Field::new("job", DataType::Utf8, false),
        Field::new("piece", DataType::Utf8, false),
    ]));
    let each = pieces.len().div_ceil(TASKS).max(1);
    for (number, some) in pieces.chunks(each).enumerate() {
        let texts = some.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        let jobs = StringArray::from_iter_values(texts.iter().map(|_| job));
        let columns: Vec<ArrayRef> = vec![Arc::new(jobs), Arc::new(StringArray::from(texts))];
        let file = std::fs::File::create(folder.join(format!("{number:04}.parquet")))?;
        let mut writer = ArrowWriter::try_new(file, schema.clone(), None)?;
        writer.write(&RecordBatch::try_new(schema.clone(), columns)?)?;
        writer.close()?;
    }
    Ok(())
}

async fn ask(url: &str, folder: &Path) -> Result<Vec<(i32, Vec<u8>)>> {
    reach(url).await?;
    let state = SessionStateBuilder::new_with_default_features().with_config(config()).build();
    let context = SessionContext::remote_with_state(url, state).await?;
    // Only now: a remote session forgets the functions its state had.
    context.register_udf((*read_piece()).clone());
    context.register_udaf((*audit_day()).clone());
    let path = std::fs::canonicalize(folder)?;
    context
        .register_parquet("pieces", path.to_string_lossy().as_ref(), ParquetReadOptions::default())
        .await?;
    let frame = context
        .sql(
            "SELECT day, audit_day(job, day, rows) AS state FROM (\
               SELECT job, one['day'] AS day, one['rows'] AS rows FROM (\
                 SELECT job, unnest(read_piece(job, piece)) AS one FROM pieces)) \
             GROUP BY day",
        )
        .await?;
    let batches = frame.collect().await.context("cụm máy không hoàn thành việc xét")?;
    let mut all = Vec::new();
    for batch in batches {
        let days = batch.column(0).as_primitive::<Int32Type>();
        let states = batch.column(1).as_binary::<i32>();
        for row in 0..batch.num_rows() {
            if days.is_valid(row) {
                all.push((days.value(row), states.value(row).to_vec()));
            }
        }
    }
    Ok(all)
}

/// That something listens there, said before all else.
async fn reach(url: &str) -> Result<()> {
    let about =
        || format!("không kết nối được bộ điều phối tại {url}; đã chạy `rasoat-lookups scheduler` chưa?");
    let Some(address) = url.strip_prefix("df://") else {
        bail!("địa chỉ cụm máy có dạng df://máy:cổng, không phải {url}");
    };
    let connecting = tokio::net::TcpStream::connect(address.trim_end_matches('/'));
    tokio::time::timeout(PATIENCE, connecting).await.with_context(about)?.with_context(about)?;
    Ok(())
}
