//! Files broken on purpose: cut off, with flipped bits, nested, swollen. Nothing
//! panics, nothing hangs, all is accounted for.

use crate::ordinary::shared;
use rasoat_sweep::{Limits, Outcome, Step, Unread, examine};
use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// How long one broken file may take without optimisation.
const LONGEST: Duration = Duration::from_secs(20);
/// Bytes of files that are broken again and again.
const SMALL: u64 = 60_000;

fn accounts(name: &str, bytes: &[u8], limits: &Limits) -> Vec<(Vec<String>, Outcome)> {
    let started = Instant::now();
    let mut found = Vec::new();
    let mut open = 0;
    examine(name, bytes, limits, &mut |step| match step {
        Step::Begun(_) => open += 1,
        Step::Ended(account) => {
            open -= 1;
            found.push((account.inside, account.outcome));
        }
    });
    assert_eq!(open, 0, "{name}: what is begun is ended");
    assert!(started.elapsed() < LONGEST, "{name} took {:?}", started.elapsed());
    found
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

#[test]
fn broken_documents_of_every_format_never_panic_or_hang() {
    let Some(files) = shared("data/tika") else {
        println!("skipped: shared/data/tika is not here");
        return;
    };
    std::panic::set_hook(Box::new(|_| {}));
    let limits = Limits::default();
    let mut dice = Dice(7);
    let mut broken = 0;
    for (nth, path) in files.iter().enumerate() {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let whole = fs::read(path).expect("it can be read");
        if whole.is_empty() || whole.len() as u64 > SMALL || nth % 2 == 1 {
            continue;
        }
        let cut = &whole[..dice.below(whole.len())];
        accounts(&name, cut, &limits);
        let mut flipped = whole.clone();
        for _ in 0..=whole.len() / 400 {
            let at = dice.below(whole.len());
            flipped[at] ^= 1 << dice.below(8);
        }
        accounts(&name, &flipped, &limits);
        broken += 2;
    }
    let _ = std::panic::take_hook();
    println!("{broken} broken files");
    assert!(broken > 200);
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry begins");
        writer.write_all(content).expect("it is written");
    }
    writer.finish().expect("it ends").into_inner()
}

#[test]
fn archives_in_archives_end_at_the_depth_limit() {
    let mut inner = zip(&[("a.txt", "TỐI MẬT\nBản số: 1".as_bytes())]);
    for depth in 0..30 {
        inner = zip(&[(&format!("{depth}.zip"), &inner)]);
    }
    let limits = Limits::default();
    let found = accounts("deep.zip", &inner, &limits);
    assert_eq!(found.len(), limits.depth + 2);
    assert!(found.iter().any(|(_, outcome)| *outcome == Outcome::Unread(Unread::TooDeep)));
}

#[test]
fn an_archive_that_swells_is_stopped_at_its_limit() {
    let limits = Limits { file_bytes: 4 << 20, unpacked_bytes: 10 << 20, ..Limits::default() };
    let swollen = vec![0_u8; 8 << 20];
    let bomb = zip(&[("a.txt", &swollen), ("b.txt", &swollen[..3 << 20]), ("c.txt", "MẬT".as_bytes())]);
    let found = accounts("bomb.zip", &bomb, &limits);
    assert!(found.contains(&(vec!["a.txt".to_owned()], Outcome::Unread(Unread::TooLarge))));
    assert_eq!(found.len(), 4);
    let many: Vec<(String, Vec<u8>)> =
        (0..12).map(|nth| (format!("{nth}.txt"), vec![b'a'; 3 << 20])).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let found = accounts("many.zip", &zip(&many), &limits);
    assert_eq!(found.len(), 13);
    let stopped = found.iter().filter(|(_, outcome)| *outcome == Outcome::Unread(Unread::TooLarge)).count();
    assert!(stopped >= 9, "{stopped} members are stopped");
}

#[test]
fn an_archive_that_needs_much_memory_to_unpack_is_not_read() {
    let Some(files) = shared("data/tika") else {
        println!("skipped: shared/data/tika is not here");
        return;
    };
    for name in ["test-documents.7z", "test-documents.rar"] {
        let path = files.iter().find(|path| path.ends_with(name)).expect("it is among them");
        let bytes = fs::read(path).expect("it is read");
        let read = |limits: Limits| {
            let found = accounts(name, &bytes, &limits);
            let members = found.iter().filter(|(inside, _)| !inside.is_empty());
            let (stopped, read): (Vec<_>, Vec<_>) =
                members.partition(|(_, outcome)| *outcome == Outcome::Unread(Unread::TooLarge));
            (stopped.len(), read.len())
        };
        let (_, all) = read(Limits::default());
        assert!(all > 5, "{name}: {all}");
        let narrow = Limits { decoder_bytes: 1 << 10, ..Limits::default() };
        assert_eq!(read(narrow).1, 0, "{name}");
    }
}

#[test]
fn a_part_that_swells_inside_a_document_is_stopped() {
    let swollen = format!(
        "<w:document><w:body>{}</w:body></w:document>",
        "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(2_000_000)
    );
    let bytes = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", swollen.as_bytes())]);
    let limits = Limits { unpacked_bytes: 20 << 20, ..Limits::default() };
    let found = accounts("a.docx", &bytes, &limits);
    assert_eq!(found[0].1, Outcome::Unread(Unread::TooLarge));
}

#[test]
fn deeply_nested_markup_and_groups_end() {
    let limits = Limits::default();
    let rtf = [b"{\\rtf1 ".as_slice(), &b"{\\shptxt ".repeat(100_000), b"x"].concat();
    accounts("a.rtf", &rtf, &limits);
    accounts("a.html", "<div style='border:1px'>".repeat(100_000).as_bytes(), &limits);
    let word = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>".repeat(50_000);
    accounts(
        "a.docx",
        &zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", word.as_bytes())]),
        &limits,
    );
    let pdf = [b"%PDF-1.4\n1 0 obj\n".as_slice(), &b"[".repeat(100_000), &b"<<".repeat(10_000)].concat();
    accounts("a.pdf", &pdf, &limits);
    accounts("a.xml", format!("<?xml version=\"1.0\"?>{}", "<a>".repeat(200_000)).as_bytes(), &limits);
}

#[test]
fn members_of_one_name_are_each_accounted_for() {
    let mail = "From: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/x; name=a.txt\nContent-Disposition: attachment\n\none\n--b\nContent-Type: application/x; name=a.txt\nContent-Disposition: attachment\n\ntwo\n--b--\n";
    let found = accounts("a.eml", mail.as_bytes(), &Limits::default());
    let names: Vec<String> = found.into_iter().map(|(inside, _)| inside.join("/")).collect();
    assert_eq!(names, ["a.txt", "a.txt #2", ""]);
}

#[test]
fn nothing_is_clean_that_was_not_read() {
    let limits = Limits::default();
    for (name, bytes, reason) in [
        ("a.bin", &b"\0\x01\x02\x03\0\0\xff"[..], Unread::Unsupported),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unread::ImageOnly),
        ("a.docx", b"PK\x03\x04", Unread::Corrupt),
        ("a.pdf", b"%PDF-1.7\n", Unread::Corrupt),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Unread::Corrupt),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\0", Unread::Corrupt),
        ("a.rar", b"Rar!\x1a\x07\x00", Unread::Corrupt),
    ] {
        assert_eq!(accounts(name, bytes, &limits), [(Vec::new(), Outcome::Unread(reason))], "{name}");
    }
    assert_eq!(accounts("empty.txt", b"", &limits), [(Vec::new(), Outcome::Clean)]);
}
