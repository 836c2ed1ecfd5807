//! `rasoat backup`: the whole record as one file, taken while people work, and
//! read back before it is called good.
//!
//! Not here: mail already sent as files, and the key of form tokens; neither is
//! missed after the record was put back.

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use store::audit::{Verdict, verify};
use store::{Location, Store};

#[derive(Debug, Args)]
pub struct BackupArgs {
    #[command(flatten)]
    record: Record,
    /// Tệp sao lưu sẽ ghi; chưa được có sẵn. Khôi phục: dừng chương trình, chép tệp này thành
    /// `rasoat.db` trong thư mục dữ liệu.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(args: BackupArgs) -> Result<ExitCode> {
    let Location::File(from) = args.record.location() else {
        bail!("cơ sở dữ liệu ở máy chủ PostgreSQL: hãy sao lưu bằng pg_dump của máy chủ đó");
    };
    if !from.exists() {
        bail!("chưa có cơ sở dữ liệu ở {}", from.display());
    }
    if args.file.exists() {
        bail!("đã có tệp {}: hãy chọn tên khác", args.file.display());
    }
    serve::runtime()?.block_on(async {
        let store = Store::open(&args.record.location()).await.context("không mở được cơ sở dữ liệu")?;
        store.copy_to(&args.file).await.context("không ghi được bản sao")?;
        let copy = Store::open(&Location::File(args.file.clone())).await.context("bản sao không mở được")?;
        let verdict = verify(&mut copy.read().await?).await?;
        copy.close().await;
        let Verdict::Whole { lines, head } = verdict else {
            bail!("bản sao không nguyên vẹn: {verdict:?}");
        };
        let size = std::fs::metadata(&args.file)?.len();
        speak::data(&format!(
            "đã sao lưu vào {} ({:.1} MB): {lines} dòng nhật ký, mã băm cuối {head}",
            args.file.display(),
            size as f64 / 1_000_000.0
        ));
        Ok(ExitCode::SUCCESS)
    })
}
