//! `rasoat knowledge`: what is known of updates, taken in from published
//! definitions.
//!
//! Not here: the file's form (`host`), what machines lack by it (`app`).

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::{Context as _, Result, bail};
use app::acts::knowledge::{self, LARGEST};
use app::{Actor, Refusal};
use clap::{Args, Subcommand};
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum KnowledgeCommand {
    /// Nạp dữ liệu bản vá (definitions.zip của wesng), thay cho dữ liệu đang có.
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(flatten)]
    record: Record,
    #[arg(value_name = "DEFINITIONS.zip")]
    file: PathBuf,
}

pub fn run(command: KnowledgeCommand) -> Result<ExitCode> {
    let KnowledgeCommand::Import(args) = command;
    let said = || format!("không mở được {}", args.file.display());
    let mut zip = Vec::new();
    let file = std::fs::File::open(&args.file).with_context(said)?;
    file.take(LARGEST as u64 + 1).read_to_end(&mut zip).with_context(said)?;
    serve::runtime()?.block_on(async {
        let app = args.record.open("").await?;
        match knowledge::import(&app, &Actor::program("rasoat knowledge import"), zip).await {
            Ok(head) => {
                let day = head.date.strftime("%d/%m/%Y");
                speak::data(&format!("đã nạp dữ liệu bản vá ngày {day}: {} dòng", head.entries));
                Ok(ExitCode::SUCCESS)
            }
            Err(Refusal::Invalid(_)) => bail!("{} không phải definitions.zip của wesng", args.file.display()),
            Err(error) => Err(error.into()),
        }
    })
}
