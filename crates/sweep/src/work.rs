//! Files given to processes of their own: a file that hangs or breaks its reader
//! costs its own time, never the sweep.
//!
//! The worker is this same program; paths go in, one line of JSON each, and what
//! is told of them comes out. Not here: which files there are (`walk`).

use crate::examine::{Account, Step, examine};
use crate::limits::Limits;
use crate::text::Unread;
use crate::walk::Found;
use evidence::crash;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// How many time limits a container whose members come out one by one may take.
const PATIENCE: u32 = 6;
/// Room for the stack of a reader, and for all of a worker.
const STACK: usize = 64 << 20;
const MEMORY: u64 = 3 << 30;
/// Lines a worker may be ahead.
const AHEAD: usize = 256;
/// Bytes of one line between the processes.
const LINE: u64 = 1 << 20;

/// What a worker is asked.
#[derive(Serialize, Deserialize)]
struct Ask {
    /// As the system has it: a name need not be text.
    path: OsString,
    name: String,
}

/// What a worker answers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Step(Step),
    Failed(Unread),
    Done,
}

/// Runs a worker: asks come from standard input until it ends.
///
/// # Errors
/// When the pipes break.
pub fn serve(limits: Limits) -> Result<(), std::io::Error> {
    crash::keep_quiet();
    bound_memory();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || answer(&limits))?;
    worker.join().unwrap_or_else(|_| Err(std::io::ErrorKind::Other.into()))
}

#[cfg(unix)]
fn bound_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let known = getrlimit(Resource::As);
    let current = known.maximum.map_or(MEMORY, |most| most.min(MEMORY));
    // Without the limit it works all the same, only less safely.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(current), maximum: known.maximum });
}

#[cfg(not(unix))]
fn bound_memory() {}

fn answer(limits: &Limits) -> Result<(), std::io::Error> {
    let mut asks = std::io::stdin().lock();
    let mut answers = std::io::BufWriter::new(std::io::stdout().lock());
    loop {
        let mut line = String::new();
        if asks.by_ref().take(LINE).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let ask: Ask = serde_json::from_str(&line)?;
        match content(Path::new(&ask.path), limits) {
            Err(reason) => put(&mut answers, &Answer::Failed(reason))?,
            Ok(bytes) => {
                let mut wrong = None;
                examine(&ask.name, &bytes, limits, &mut |step| {
                    if let Err(error) = put(&mut answers, &Answer::Step(step)) {
                        wrong = Some(error);
                    }
                });
                if let Some(error) = wrong {
                    return Err(error);
                }
            }
        }
        put(&mut answers, &Answer::Done)?;
    }
}

fn put(out: &mut impl Write, answer: &Answer) -> Result<(), std::io::Error> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn content(path: &Path, limits: &Limits) -> Result<Vec<u8>, Unread> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::PermissionDenied => Unread::Permission,
        std::io::ErrorKind::OutOfMemory => Unread::TooLarge,
        _ => Unread::Corrupt,
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > limits.file_bytes {
        return Err(Unread::TooLarge);
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(limits.file_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limits.file_bytes { Err(Unread::TooLarge) } else { Ok(bytes) }
}

/// A worker process, started anew when it breaks.
pub(crate) struct Worker {
    command: Vec<OsString>,
    time_limit: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    asks: ChildStdin,
    answers: Receiver<Answer>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    pub fn new(command: &[OsString], time_limit: Duration) -> Self {
        Worker { command: command.to_vec(), time_limit, running: None }
    }

    /// Examines a file; all it comes to is told.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn examine(&mut self, found: &Found, tell: &mut dyn FnMut(Account)) -> Result<(), std::io::Error> {
        let name = found.path.file_name().map(|name| crate::path_text(Path::new(name))).unwrap_or_default();
        let unread = |inside: Vec<String>, reason| Account {
            outcome: crate::examine::judged(inside.last().unwrap_or(&name), &[], Some(reason), false),
            inside,
            partial: false,
            size: found.size,
            sha256: String::new(),
        };
        if let Some(reason) = found.unread {
            tell(unread(Vec::new(), reason));
            return Ok(());
        }
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(start(&self.command)?),
        };
        let ask = Ask { path: found.path.clone().into_os_string(), name: name.clone() };
        let mut open: Vec<Vec<String>> = vec![Vec::new()];
        let sent = ask_for(&mut running.asks, &ask);
        let started = Instant::now();
        let reason = loop {
            if !sent {
                break Unread::Corrupt;
            }
            let left = (self.time_limit * PATIENCE).saturating_sub(started.elapsed()).min(self.time_limit);
            match running.answers.recv_timeout(left) {
                Ok(Answer::Done) => return Ok(()),
                Ok(Answer::Failed(reason)) => {
                    open.clear();
                    tell(unread(Vec::new(), reason));
                }
                Ok(Answer::Step(Step::Begun(inside))) => {
                    if !open.contains(&inside) {
                        open.push(inside);
                    }
                }
                Ok(Answer::Step(Step::Ended(account))) => {
                    if let Some(at) = open.iter().rposition(|inside| *inside == account.inside) {
                        open.remove(at);
                    }
                    tell(account);
                }
                Err(RecvTimeoutError::Timeout) => break Unread::Timeout,
                // The reader broke, or took more memory than there is.
                Err(RecvTimeoutError::Disconnected) => break Unread::Corrupt,
            }
        };
        self.running = None;
        for inside in open.into_iter().rev() {
            tell(unread(inside, reason));
        }
        Ok(())
    }
}

fn ask_for(asks: &mut ChildStdin, ask: &Ask) -> bool {
    let Ok(mut line) = serde_json::to_vec(ask) else { return false };
    line.push(b'\n');
    asks.write_all(&line).and_then(|()| asks.flush()).is_ok()
}

fn start(command: &[OsString]) -> Result<Running, std::io::Error> {
    let (program, arguments) = command.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(asks), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::ErrorKind::BrokenPipe.into());
    };
    let (send, answers) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        loop {
            line.clear();
            match from.by_ref().take(LINE).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            let Ok(answer) = serde_json::from_slice(&line) else { return };
            if send.send(answer).is_err() {
                return;
            }
        }
    });
    Ok(Running { child, asks, answers })
}

/// Whether an account stands for the file itself.
pub(crate) fn is_whole(account: &Account) -> bool {
    account.inside.is_empty()
}
