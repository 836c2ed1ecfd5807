//! A PostgreSQL server for the length of a test run, in a temporary folder, on
//! the loopback address only.

use crate::needs::is_root;
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

#[derive(Debug)]
pub struct Server {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
}

/// The folder of the newest server programs, where Debian puts them.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<_> =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).collect();
    versions.retain(|bin| bin.join("initdb").exists());
    versions.sort();
    versions.pop()
}

/// The server refuses to run as root; the package's own user runs it then.
fn as_server_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

impl Server {
    /// Starts a server, if its programs are there.
    pub fn start() -> Result<Option<Self>> {
        let Some(bin) = programs() else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("rasoat-pg").tempdir()?;
        if is_root() {
            let status = Command::new("chown").arg("postgres").arg(folder.path()).status()?;
            if !status.success() {
                bail!("the server's folder could not be given to its user");
            }
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = folder.path().join("data");
        let made = as_server_user(&bin.join("initdb"))
            .args(["-A", "trust", "-U", "rasoat", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .context("initdb could not be started")?;
        if !made.success() {
            bail!("initdb ended with {made}");
        }
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=on",
            folder.path().display()
        );
        let started = as_server_user(&bin.join("pg_ctl"))
            .args(["-w", "-s", "-D"])
            .arg(&data)
            .args(["-o", &options, "-l"])
            .arg(folder.path().join("log"))
            .arg("start")
            .stdout(Stdio::null())
            .status()?;
        if !started.success() {
            bail!("the database server did not start");
        }
        Ok(Some(Server { bin, folder, port }))
    }

    pub fn address(&self) -> String {
        format!("postgres://rasoat@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = as_server_user(&self.bin.join("pg_ctl"))
            .args(["-s", "-m", "immediate", "-D"])
            .arg(self.folder.path().join("data"))
            .arg("stop")
            .stdout(Stdio::null())
            .status();
    }
}
