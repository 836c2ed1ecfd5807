//! What a document says is told to nobody: not by lines, not by observations.

use evidence::crash;
use rasoat_sweep::{Account, Limits, Observer, Step, examine, line};

/// Words that stand in marked documents and nowhere else.
const WORDS: [&str; 6] = ["phuonganbimat", "Zxqv", "hànhquân", "4711-0815", "vnsecretbody", "QWERTZUIOP"];

#[test]
fn no_words_of_a_marked_document_are_told() {
    let text = format!("TỐI MẬT\nBản số: 07\n{}\nThời hạn bảo vệ: 10 năm\n", WORDS.join(" "));
    let page = format!(
        "<html><title>{}</title><p>TUYỆT MẬT</p><!-- {} --><p>{}</p></html>",
        WORDS[0],
        WORDS[1],
        WORDS.join("<br>")
    );
    let mail = format!(
        "From: a@example.org\nTo: b@example.org\nSubject: TỐI MẬT {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}",
        WORDS[2]
    );
    let rtf = format!(
        "{{\\rtf1 {{\\info{{\\title {}}}}} TUY\\u7878?T M\\u7852?T\\par {}\\par}}",
        WORDS[0], WORDS[5]
    );
    for (name, content) in [("a.txt", text.as_str()), ("a.html", &page), ("a.eml", &mail), ("a.rtf", &rtf)] {
        let told = told(name, content.as_bytes());
        assert!(told.contains("marked"), "{name} is told of");
        for word in WORDS {
            assert!(!told.contains(word), "{name}: {word} is told");
        }
        // Nor any run of its words.
        for run in content.split(['\n', '<', '>', '{', '}', '\\']).filter(|run| run.chars().count() > 8) {
            assert!(!told.contains(run), "{name}: {run:?} is told");
        }
    }
}

fn told(name: &str, content: &[u8]) -> String {
    let observer = Observer { machine: "MAY-01".to_owned(), version: "1".to_owned(), seen_at: None };
    let mut told = String::new();
    examine(name, content, &Limits::default(), &mut |step| {
        told.push_str(&serde_json::to_string(&step).expect("a step is JSON"));
        if let Step::Ended(account) = step {
            told.push_str(&lines(&observer, name, &account));
        }
    });
    told
}

fn lines(observer: &Observer, path: &str, account: &Account) -> String {
    let mut all = line(path, None, account).unwrap_or_default();
    for observation in observer.observe(path, None, account) {
        all.push_str(&serde_json::to_string(&observation).expect("an observation is JSON"));
    }
    all
}

/// Set for the process that is to crash.
const CRASH: &str = "RASOAT_TEST_CRASH";

#[test]
fn a_crash_tells_where_it_was_and_nothing_of_what_was_read() {
    let program = std::env::current_exe().expect("this program");
    let mut told = std::process::Command::new(program);
    told.args(["--exact", "secrecy::crashes_when_asked", "--nocapture"]).env(CRASH, "1");
    let told = told.env("RUST_BACKTRACE", "full").output().expect("it runs");
    assert!(!told.status.success(), "it crashes");
    let said = [told.stdout, told.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("tests/it/secrecy.rs:"), "{said}");
    for word in WORDS {
        assert!(!said.contains(word), "{word} is told: {said}");
    }
    #[cfg(target_os = "linux")]
    assert!(said.contains("core 0 0"), "no core file can be left: {said}");
}

/// Only in the process made to crash; by itself it does nothing.
#[test]
fn crashes_when_asked() {
    if std::env::var_os(CRASH).is_none() {
        return;
    }
    crash::keep_quiet();
    #[cfg(target_os = "linux")]
    {
        let limits = std::fs::read_to_string("/proc/self/limits").expect("the limits");
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line");
        let numbers: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        eprintln!("core {}", numbers.join(" "));
    }
    let text = format!("TỐI MẬT {}", WORDS.join(" "));
    // As a slice through a letter panics: it quotes the text.
    let within = &text[..2];
    assert!(within.is_empty(), "{text}");
}
