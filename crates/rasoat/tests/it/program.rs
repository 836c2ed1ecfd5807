//! The built program, running: where it listens, how it is stopped.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use store::Location;
use tempfile::TempDir;
use testkit::house::House;

/// How long the program may take until it listens.
const PATIENCE: Duration = Duration::from_mins(1);
/// What stands before the address on its first line.
const LISTENING: &str = "http://";

/// A running `rasoat serve`; dropped, it is killed.
#[derive(Debug)]
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// What it said on its standard error so far.
    said: Arc<Mutex<String>>,
}

/// Where a program's data lie.
#[derive(Debug)]
pub struct Place {
    pub data: PathBuf,
    database: Option<String>,
    /// The program, where it is not the one just built; started with an empty
    /// environment in its own folder.
    alone: Option<PathBuf>,
    /// A shell's words before the program is started, such as limits.
    pub before: String,
    /// How much the program tells on its standard error.
    pub log: &'static str,
    _folder: Option<TempDir>,
}

impl Place {
    /// Beside the record of a house.
    pub fn of(house: &House) -> Self {
        match &house.record.location {
            Location::File(path) => Place::at(path.parent().expect("a record lies in a folder").to_owned()),
            Location::Server(url) => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                Place {
                    data: folder.path().to_owned(),
                    database: Some(url.clone()),
                    alone: None,
                    before: String::new(),
                    log: "warn",
                    _folder: Some(folder),
                }
            }
        }
    }

    /// In a folder, with a record of its own.
    pub fn at(data: PathBuf) -> Self {
        Place { data, database: None, alone: None, before: String::new(), log: "warn", _folder: None }
    }

    /// The same place, the program another file that has nothing around it.
    pub fn alone(mut self, program: PathBuf) -> Self {
        self.alone = Some(program);
        self
    }

    /// The same place, its database reached at another address.
    pub fn through(mut self, url: String) -> Self {
        self.database = Some(url);
        self
    }

    fn command(&self, words: &[&str]) -> Command {
        let built = PathBuf::from(env!("CARGO_BIN_EXE_rasoat"));
        let program = self.alone.as_ref().unwrap_or(&built);
        let mut command = if self.before.is_empty() {
            Command::new(program)
        } else {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("{}; exec \"$0\" \"$@\"", self.before)).arg(program);
            shell
        };
        if let (Some(alone), true) = (&self.alone, self.before.is_empty()) {
            command.env_clear();
            command.current_dir(alone.parent().expect("a file lies in a folder"));
        }
        command.args(words).arg("--data").arg(&self.data);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// Starts serving, and waits until it does.
    pub fn serve(&self) -> Program {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        if self.alone.is_none() {
            command.env("RUST_LOG", self.log);
        }
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let talk = child.stderr.take().expect("its standard error");
        let (told, heard) = mpsc::channel();
        let said = Arc::new(Mutex::new(String::new()));
        let all = Arc::clone(&said);
        std::thread::spawn(move || listen(talk, &told, &all));
        match heard.recv_timeout(PATIENCE) {
            Ok(Ok(address)) => Program { child, address, said },
            Ok(Err(words)) => {
                let _ = child.wait();
                panic!("the program did not start: {words}")
            }
            Err(_) => {
                let _ = child.kill();
                panic!("the program does not listen after {PATIENCE:?}")
            }
        }
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }
}

/// Reads what the program says until its end, so that it never waits for us.
fn listen(talk: impl Read, told: &mpsc::Sender<Result<SocketAddr, String>>, said: &Mutex<String>) {
    for line in BufReader::new(talk).lines().map_while(Result::ok) {
        let address = line.split_once(LISTENING).and_then(|(_, rest)| rest.trim().parse().ok());
        if let Some(address) = address {
            let _ = told.send(Ok(address));
        }
        let mut all = said.lock().expect("nobody broke while writing");
        all.push_str(&line);
        all.push('\n');
    }
    let all = said.lock().expect("nobody broke while writing").clone();
    let _ = told.send(Err(all));
}

impl Program {
    /// SIGKILL: no chance to finish anything.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    pub fn said(&self) -> String {
        self.said.lock().expect("nobody broke while writing").clone()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `rasoat audit verify`; the chain must be whole.
pub fn verify(place: &Place) {
    let output = place.run(&["audit", "verify"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("nguyên vẹn"), "{said}");
}

/// The folder mail goes into.
pub fn mail(data: &Path) -> PathBuf {
    data.join("mail")
}
