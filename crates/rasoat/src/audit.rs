//! `rasoat audit verify`: recomputes the chain of the audit.

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;
use store::audit::{Verdict, verify};

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Tính lại toàn bộ chuỗi băm; báo dòng đầu tiên bị sửa, xóa hoặc chèn.
    Verify(Record),
}

/// The exit code for a broken chain.
const BROKEN: u8 = 3;

pub fn run(command: AuditCommand) -> Result<ExitCode> {
    let AuditCommand::Verify(record) = command;
    serve::runtime()?.block_on(async {
        let app = record.open("").await?;
        let mut tx = app.store.read().await?;
        Ok(match verify(&mut tx).await? {
            Verdict::Whole { lines, head } => {
                speak::data(&format!("nguyên vẹn: {lines} dòng, mã băm cuối {head}"));
                ExitCode::SUCCESS
            }
            Verdict::Broken { seq, why } => {
                speak::data(&format!("đứt ở dòng {seq}: {why}"));
                ExitCode::from(BROKEN)
            }
        })
    })
}
