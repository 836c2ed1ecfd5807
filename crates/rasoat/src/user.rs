//! `rasoat user add`: the first account, made at the command line.

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::{Context, Result, bail};
use app::acts::people::{self, NewUser, Seat};
use app::{Actor, Refusal};
use clap::{Args, Subcommand};
use domain::policy::Role;
use std::io::BufRead;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Thêm một tài khoản; mật khẩu đọc từ dòng đầu của đầu vào chuẩn.
    Add(AddArgs),
}

#[derive(Debug, Args)]
pub struct AddArgs {
    #[command(flatten)]
    record: Record,
    /// Tên đăng nhập: chữ thường không dấu, số, dấu chấm.
    login: String,
    /// Họ và tên.
    #[arg(long)]
    name: String,
    /// administrator, standing_office, leader hoặc observer.
    #[arg(long, default_value = "administrator")]
    role: String,
}

pub fn run(command: UserCommand) -> Result<ExitCode> {
    let UserCommand::Add(args) = command;
    let Some(role) = Role::from_code(&args.role).filter(|role| !role.is_of_team() && !role.is_of_unit())
    else {
        bail!("vai trò {:?} không có hoặc cần gắn với đơn vị, đoàn: hãy cấp trên trang Quản trị", args.role);
    };
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("không đọc được mật khẩu")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    serve::runtime()?.block_on(async {
        let app = args.record.open("").await?;
        let new = NewUser {
            login: args.login.clone(),
            name: args.name,
            email: None,
            phone: None,
            position: None,
            password,
            must_change: false,
            seats: vec![Seat { role, unit: None }],
        };
        match people::add(&app, &Actor::program("rasoat user add"), new).await {
            Ok(id) => speak::data(&format!("đã thêm {} ({id})", args.login)),
            Err(Refusal::Invalid(faults)) => bail!("{}", said(&faults)),
            Err(error) => return Err(error.into()),
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The same faults as on the page, said at the command line.
fn said(faults: &[app::refusal::Fault]) -> String {
    let lines: Vec<_> = faults
        .iter()
        .map(|fault| match fault.key {
            "login-malformed" => {
                "tên đăng nhập phải có 3–64 ký tự: chữ thường không dấu, số và . _ - @".to_owned()
            }
            "login-taken" => "tên đăng nhập đã có".to_owned(),
            "password-weak" => {
                format!("mật khẩu phải có ít nhất {} ký tự khác nhau đủ nhiều", app::password::SHORTEST)
            }
            other => format!("{}: {other}", fault.field),
        })
        .collect();
    lines.join("; ")
}
