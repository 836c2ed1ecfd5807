//! What the event logs given say, one observation a line; with `--counts` first, only
//! how many records were read of each: `cargo run -p rasoat-host --example events -- FILE.evtx …`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use evidence::{Kind, Subject};
use rasoat_host::events::{Examination, Limits};

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let counts = files.first().is_some_and(|first| first == "--counts");
    if counts {
        files.remove(0);
    }
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    for path in &files {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let read = std::fs::File::open(path).map(|mut file| examination.read(name, &mut file));
        match read {
            Ok(Ok(glance)) if counts => {
                let account = &glance.account;
                println!(
                    "{name}\t{}\t{}\t{}\t{}\t{}",
                    account.records,
                    account.damaged_records,
                    account.damaged_chunks,
                    account.altered_chunks,
                    glance.channel
                );
            }
            Ok(Ok(_)) => {}
            Ok(Err(error)) => eprintln!("{name}: {error}"),
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    if !counts {
        for one in examination.done() {
            println!("{}", serde_json::to_string(&one).unwrap_or_default());
        }
    }
}
