//! Settings, read once: from the command line, else from `RASOAT_…` variables.

use anyhow::{Context, Result};
use app::acts::knowledge;
use app::acts::package::{self, Carried};
use app::mail::Mailer;
use app::{App, Clock, Parts};
use clap::Args;
use packs::Packs;
use std::path::{Path, PathBuf};
use store::{Location, Store};

/// Where the record and what lies beside it are.
#[derive(Debug, Clone, Args)]
pub struct Record {
    /// Thư mục dữ liệu: cơ sở dữ liệu, hộp thư, khóa.
    #[arg(long, env = "RASOAT_DATA", default_value = "rasoat-data")]
    pub data: PathBuf,
    /// Địa chỉ `PostgreSQL` (`postgres://…`); mặc định là một tệp `SQLite` trong thư mục dữ liệu.
    #[arg(long, env = "RASOAT_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Thư mục nội dung thay cho nội dung kèm sẵn (danh mục, đề cương, lịch nghỉ).
    #[arg(long, env = "RASOAT_PACKS")]
    pub packs: Option<PathBuf>,
    /// Máy chủ thư, `smtps://tên:mật-khẩu@máy-chủ`; mặc định ghi thư vào thư mục dữ liệu.
    #[arg(long, env = "RASOAT_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Địa chỉ người gửi thư.
    #[arg(long, env = "RASOAT_MAIL_FROM", default_value = "Rà Soát <rasoat@localhost>")]
    pub mail_from: String,
}

impl Record {
    pub fn location(&self) -> Location {
        match &self.database {
            Some(address) => Location::Server(address.clone()),
            None => Location::File(self.data.join("rasoat.db")),
        }
    }

    pub fn packs(&self) -> Result<Packs> {
        match &self.packs {
            Some(folder) => Packs::with_folder(folder),
            None => Packs::embedded(),
        }
        .context("nội dung kèm chương trình không đọc được")
    }

    pub fn mailer(&self) -> Result<Mailer> {
        Ok(match &self.smtp {
            Some(address) => Mailer::smtp(address, &self.mail_from)?,
            None => Mailer::Folder(self.data.join("mail")),
        })
    }

    /// Opens the record and the work over it.
    pub async fn open(&self, address: &str) -> Result<App> {
        let store = self.store().await?;
        let carried = package::carried(&store).await?;
        self.over(store, carried, address)
    }

    /// The record itself.
    pub async fn store(&self) -> Result<Store> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("không tạo được thư mục dữ liệu {}", self.data.display()))?;
        Store::open(&self.location()).await.context("không mở được cơ sở dữ liệu")
    }

    /// The work over a record.
    pub fn over(&self, store: Store, carried: Option<Carried>, address: &str) -> Result<App> {
        Ok(App::new(Parts {
            store,
            packs: self.packs()?,
            packs_folder: self.packs.clone(),
            knowledge: Some(self.data.join(knowledge::FILE)),
            clock: Clock::system(),
            mailer: self.mailer()?,
            address: address.to_owned(),
            carried,
        }))
    }
}

/// The key that form tokens are made with: kept beside the record, readable by
/// its owner only.
pub fn secret(folder: &Path) -> Result<[u8; 32]> {
    let path = folder.join("secret.key");
    if let Ok(bytes) = std::fs::read(&path)
        && let Ok(key) = <[u8; 32]>::try_from(bytes.as_slice())
    {
        return Ok(key);
    }
    let mut key = [0_u8; 32];
    let hex = app::clock::secret::<32>()?;
    for (byte, pair) in key.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair)?, 16)?;
    }
    std::fs::write(&path, key).with_context(|| format!("không ghi được {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(key)
}
