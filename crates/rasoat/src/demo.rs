//! `rasoat demo`: a fictional province to try the product on, served at once.

mod answers;
mod campaign;
mod findings;
mod people;
mod programme;
mod province;
mod replay;
mod reports;
mod story;
mod visits;

use crate::serve::{self, ServeArgs};
use crate::settings::Record;
use crate::speak;
use anyhow::Result;
use clap::Args;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Thư mục dữ liệu của bản dùng thử.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// Cổng trên máy này.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Chỉ nạp dữ liệu, không mở trang.
    #[arg(long)]
    load_only: bool,
}

pub fn run(args: DemoArgs) -> Result<ExitCode> {
    serve::log();
    let record = Record {
        data: args.data,
        database: None,
        packs: None,
        smtp: None,
        mail_from: "Rà Soát <rasoat@localhost>".into(),
    };
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let serve_args = ServeArgs { record, listen, origin: None, visit: None };
    serve::runtime()?.block_on(async {
        let app = serve_args.record.open(&serve::address(&serve_args)).await?;
        if people::is_empty(&app).await? {
            speak::talk("Đang nạp tỉnh An Sơn (giả định)…");
            province::load(&app).await?;
            story::tell(&app, serve_args.record.mailer()?).await.map_err(with_faults)?;
        }
        if args.load_only {
            return Ok(ExitCode::SUCCESS);
        }
        serve::serve(&serve_args, app, |at| {
            speak::data(&format!(
                "\nMở http://{at} và đăng nhập bằng một trong các tên sau, mật khẩu chung: {}\n",
                people::PASSWORD
            ));
            for login in people::LOGINS {
                speak::data(&format!("  {:<16} {}", login.name, login.what));
            }
            speak::data("");
        })
        .await
    })
}

/// The demo's own input was refused: which field and why belongs to the message.
fn with_faults(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<app::Refusal>() {
        Some(refusal) => {
            let faults = format!("{refusal:?}");
            error.context(faults)
        }
        None => error,
    }
}
