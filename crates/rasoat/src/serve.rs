//! `rasoat serve`: the pages, and the worker behind them.

use crate::settings::{Record, secret};
use crate::speak;
use anyhow::{Context, Result};
use app::acts::package::{self, OpenError};
use app::{App, worker};
use clap::Args;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;
use web::gate::record::Record as Gate;
use web::{Settings, Site};

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub record: Record,
    /// Địa chỉ lắng nghe.
    #[arg(long, env = "RASOAT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Địa chỉ trang như người dùng gõ, `https://rasoat.example`.
    #[arg(long, env = "RASOAT_ORIGIN")]
    pub origin: Option<String>,
    /// Mở cuộc kiểm tra mang theo từ tệp này (`.rsv`) và làm việc không cần mạng; mã mở
    /// gói được hỏi trên màn hình.
    #[arg(long, value_name = "FILE", conflicts_with = "database")]
    pub visit: Option<PathBuf>,
}

pub fn run(args: ServeArgs) -> Result<ExitCode> {
    log();
    runtime()?.block_on(async {
        let app = match &args.visit {
            Some(file) => taken_along(&args, file).await?,
            None => args.record.open(&address(&args)).await?,
        };
        serve(&args, app, |_| {}).await
    })
}

/// Opens a visit that was taken along, in a folder of its own beside its file.
async fn taken_along(args: &ServeArgs, file: &Path) -> Result<App> {
    let bytes = std::fs::read(file).with_context(|| format!("không mở được {}", file.display()))?;
    let code = speak::ask("Mã mở gói: ")?;
    let store = args.record.store().await?;
    let carried = package::open(&store, &bytes, &code).await.map_err(|error| match error {
        OpenError::Code => anyhow::anyhow!("mã mở gói không đúng"),
        OpenError::Damaged => anyhow::anyhow!("{} không phải gói mang theo, hoặc đã hỏng", file.display()),
        OpenError::Version => {
            anyhow::anyhow!("gói do phiên bản khác của chương trình tạo: hãy dùng cùng phiên bản ở hai nơi")
        }
        OpenError::Other => anyhow::anyhow!(
            "thư mục {} đang giữ dữ liệu khác: chọn thư mục mới bằng --data",
            args.record.data.display()
        ),
        other => other.into(),
    })?;
    speak::talk(&format!("Bản mang theo: {}", carried.unit));
    args.record.over(store, Some(carried), &address(args))
}

/// The address people reach the site under.
pub fn address(args: &ServeArgs) -> String {
    args.origin.clone().unwrap_or_else(|| format!("http://{}", args.listen))
}

pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("không khởi động được")
}

/// The program's journal goes to standard error.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    let colours = std::io::stderr().is_terminal();
    let told = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours);
    let _ = told.with_writer(std::io::stderr).try_init();
}

/// Serves until asked to stop; requests under way are finished.
pub async fn serve(args: &ServeArgs, app: App, ready: impl FnOnce(SocketAddr)) -> Result<ExitCode> {
    let origin = args.origin.clone();
    let settings = Settings {
        behind_tls: origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        origin,
        secret: secret(&args.record.data)?,
        ..Settings::default()
    };
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("không lắng nghe được ở {}: cổng có thể đang được dùng", args.listen))?;
    let at = listener.local_addr()?;
    // Outside there is nothing to send and nobody to remind.
    let worker = app.carried.is_none().then(|| worker::start(app.clone()));
    let site = Site::new(settings, Gate(app));
    speak::talk(&format!("Rà Soát đang chạy ở http://{at}"));
    ready(at);
    let pages = web::router(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages).with_graceful_shutdown(stopped()).await?;
    if let Some(worker) = worker {
        worker.abort();
    }
    Ok(ExitCode::SUCCESS)
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
