//! Examines hives from the command line and prints what they say, a line each: for
//! looking at it, and for measuring. `examine SYSTEM SOFTWARE NTUSER.DAT …`; logs are
//! found beside a hive by its name.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use rasoat_host::windows::{Given, examine};
use std::path::Path;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &str| std::fs::read(path).ok().filter(|bytes| !bytes.is_empty());
    let taken: Vec<(String, Vec<u8>, Vec<Vec<u8>>)> = files
        .iter()
        .filter_map(|path| {
            let logs = [".LOG", ".LOG1", ".LOG2", ".log1", ".log2"];
            let logs = logs.iter().filter_map(|end| read(&format!("{path}{end}"))).collect();
            Some((path.clone(), read(path)?, logs))
        })
        .collect();
    let mut given = Vec::new();
    for (path, bytes, logs) in &taken {
        let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let logs: Vec<&[u8]> = logs.iter().map(Vec::as_slice).collect();
        match Given::open(name, bytes, &logs) {
            Ok(one) => given.push(one),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    for one in examine(&given, "?", None) {
        let sight = serde_json::to_string(&one.sight).unwrap_or_default();
        let at = one.valid_at.map(|time| time.to_string()).unwrap_or_default();
        println!("{}\t{sight}\t{}\t{at}", one.attribute, one.source.place);
    }
}
