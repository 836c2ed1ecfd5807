//! `scheduler` and `executor`: the machines of a cluster.

use super::ask::{MESSAGE, config};
use super::functions::{audit_day, read_piece};
use anyhow::{Result, anyhow};
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::{FunctionRegistry as _, SessionStateBuilder};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Seconds after which a machine that says nothing is taken for dead, and between two
/// signs of life.
const DEAD_AFTER: u64 = 20;
const SIGN_OF_LIFE: u64 = 5;

#[derive(Debug, clap::Args)]
pub struct SchedulerTask {
    /// Địa chỉ lắng nghe
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    #[arg(long, default_value_t = 50050)]
    port: u16,
}

#[derive(Debug, clap::Args)]
pub struct ExecutorTask {
    /// Bộ điều phối, máy:cổng
    #[arg(long, default_value = "127.0.0.1:50050")]
    scheduler: String,
    /// Địa chỉ lắng nghe, các máy khác phải tới được
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    #[arg(long, default_value_t = 50051)]
    port: u16,
    #[arg(long, default_value_t = 50052)]
    grpc_port: u16,
    /// Số việc làm cùng lúc
    #[arg(long, default_value_t = 1)]
    tasks: usize,
    /// Thư mục cho dữ liệu trung gian; mặc định là thư mục tạm
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().thread_stack_size(32 << 20).enable_all().build()?)
}

/// A line for who started it; nobody may be looking.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs the scheduler until it is stopped.
///
/// # Errors
/// When it cannot listen.
pub fn scheduler(task: &SchedulerTask) -> Result<()> {
    let address: std::net::SocketAddr = format!("{}:{}", task.host, task.port).parse()?;
    let mut scheduler = SchedulerConfig::default()
        .with_hostname(&task.host)
        .with_port(task.port)
        .with_override_config_producer(Arc::new(config))
        .with_override_session_builder(Arc::new(|config| {
            let mut state = SessionStateBuilder::new_with_default_features().with_config(config).build();
            state.register_udf(read_piece())?;
            state.register_udaf(audit_day())?;
            Ok(state)
        }));
    scheduler.bind_host.clone_from(&task.host);
    scheduler.executor_timeout_seconds = DEAD_AFTER;
    scheduler.expire_dead_executor_interval_seconds = SIGN_OF_LIFE;
    scheduler.no_executors_grace_period_seconds = DEAD_AFTER;
    scheduler.grpc_server_max_decoding_message_size = MESSAGE as u32;
    scheduler.grpc_server_max_encoding_message_size = MESSAGE as u32;
    scheduler.grpc_client_max_message_size = MESSAGE as u32;
    tell(&format!("Bộ điều phối lắng nghe ở {address}; dừng bằng Ctrl+C"));
    runtime()?.block_on(async {
        let cluster =
            BallistaCluster::new_from_config(&scheduler).await.map_err(|error| anyhow!("{error}"))?;
        start_server(cluster, address, Arc::new(scheduler)).await.map_err(|error| anyhow!("{error}"))
    })
}

/// Runs an executor until it is stopped.
///
/// # Errors
/// When it cannot listen or finds no scheduler.
pub fn executor(task: &ExecutorTask) -> Result<()> {
    let (host, port) = task.scheduler.rsplit_once(':').ok_or_else(|| anyhow!("--scheduler máy:cổng"))?;
    let mut functions = BallistaFunctionRegistry::default();
    functions.scalar_functions.insert("read_piece".into(), read_piece());
    functions.aggregate_functions.insert("audit_day".into(), audit_day());
    let config = ExecutorProcessConfig {
        bind_host: task.host.clone(),
        external_host: Some(task.host.clone()),
        port: task.port,
        grpc_port: task.grpc_port,
        scheduler_host: host.to_owned(),
        scheduler_port: port.parse()?,
        scheduler_connect_timeout_seconds: 30,
        vcores: task.tasks.max(1),
        work_dir: task.work.as_ref().map(|folder| folder.display().to_string()),
        executor_heartbeat_interval_seconds: SIGN_OF_LIFE,
        grpc_max_decoding_message_size: MESSAGE as u32,
        grpc_max_encoding_message_size: MESSAGE as u32,
        override_function_registry: Some(Arc::new(functions)),
        override_config_producer: Some(Arc::new(config)),
        ..ExecutorProcessConfig::default()
    };
    tell(&format!(
        "Máy làm việc {}:{} nhận việc của {}; dừng bằng Ctrl+C",
        task.host, task.port, task.scheduler
    ));
    runtime()?.block_on(async {
        start_executor_process(Arc::new(config)).await.map_err(|error| anyhow!("{error}"))
    })
}
