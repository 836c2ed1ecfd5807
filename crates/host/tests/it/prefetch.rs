//! Prefetch files: written in every layout and read back, packed and plain; the same
//! as other programs read; real ones, where they are; damaged ones.

use crate::dice::Dice;
use crate::launched::{WINDOWS, from_stick};
use crate::packer::pack;
use crate::regedit::{instant, records, text};
use evidence::{Kind, Sight, Subject, Unread, Value};
use proptest::prelude::*;
use rasoat_host::prefetch::{PrefetchError, XpressError};
use rasoat_host::{Artefact, Removable, prefetch};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const LAYOUTS: [(u32, bool); 6] =
    [(17, false), (23, false), (26, false), (30, false), (30, true), (31, true)];

fn subject() -> Subject {
    Subject::new(Kind::Machine, "MAY-01")
}

#[test]
fn every_version_says_what_was_written() {
    for (version, short) in LAYOUTS {
        let written = from_stick(version, short);
        for bytes in [written.bytes(), written.packed()] {
            let read = prefetch::read(&bytes).expect("a prefetch file");
            assert_eq!(
                (read.version, read.name.as_str(), read.hash, read.runs),
                (version, written.name, 0x89AB_CDEF, 12)
            );
            assert_eq!(read.doubts, []);
            assert_eq!(read.names, written.names);
            let times = if version >= 26 { 2 } else { 1 };
            let wanted: Vec<jiff::Timestamp> =
                written.last_runs.iter().take(times).map(|time| time.parse().expect("a time")).collect();
            assert_eq!(read.last_runs, wanted, "{version}");
            assert_eq!(read.volumes.len(), 2);
            assert_eq!((read.volumes[0].serial, read.volumes[0].created), (0x1A2B_3C4D, None));
            assert_eq!(read.system_volume().map(|volume| volume.device.as_str()), Some(WINDOWS));
        }
    }
}

#[test]
fn a_program_from_a_stick_is_told_with_its_volume_and_no_document_is_named() {
    let bytes = from_stick(30, true).packed();
    let read = prefetch::read(&bytes).expect("a prefetch file");
    let from = Artefact::of(&subject(), "ULTRAVIEWER_DESKTOP.EXE-89ABCDEF.pf", &bytes, None);
    let said = prefetch::observations(&read, &Removable::default(), &from);
    let record = records(&said, "program.run").remove(0);
    for (field, value) in [
        ("name", text("ULTRAVIEWER_DESKTOP.EXE")),
        ("hash", text("89ABCDEF")),
        ("runs", Value::Whole(12)),
        ("last_run", instant("2026-03-01T02:03:04.5Z")),
        ("path", text(r"\CONG CU\ULTRAVIEWER_DESKTOP.EXE")),
        ("started_from", text("fat")),
        ("volume_serial", text("1A2B3C4D")),
        ("kind", text("remote_control")),
        ("product", text("UltraViewer")),
    ] {
        assert_eq!(record.get(field), Some(&value), "{field}");
    }
    assert!(!serde_json::to_string(&said).expect("JSON").contains("KE HOACH"));
    assert_eq!(said[0].valid_at, "2026-03-01T02:03:04.5Z".parse().ok());
    assert_eq!(said[0].source.place, r"Prefetch\ULTRAVIEWER_DESKTOP.EXE-89ABCDEF.pf");
    let plugged = Removable { serials: [0x1A2B_3C4D].into(), ..Removable::default() };
    let said = prefetch::observations(&read, &plugged, &from);
    assert_eq!(records(&said, "program.run")[0]["started_from"], text("removable"));
}

#[test]
fn what_is_cut_or_unknown_is_said_to_be() {
    let whole = from_stick(26, false).bytes();
    assert_eq!(prefetch::read(b"not a prefetch"), Err(PrefetchError::NotPrefetch));
    assert_eq!(prefetch::read(&whole[..60]), Err(PrefetchError::CutShort));
    let mut unknown = whole.clone();
    unknown[0] = 99;
    assert_eq!(prefetch::read(&unknown), Err(PrefetchError::Version(99)));
    let packed = from_stick(30, true).packed();
    let cut = prefetch::read(&packed[..packed.len() / 2]);
    assert_eq!(cut, Err(PrefetchError::Packed(XpressError::CutShort)));
    let mut huge = packed.clone();
    huge[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(prefetch::read(&huge), Err(PrefetchError::TooLarge));
    // Without its end: what stands before is read, the rest is doubted.
    let cut = prefetch::read(&whole[..whole.len() - 20]).expect("a prefetch file");
    assert!(!cut.doubts.is_empty() && cut.runs == 12);
    let said =
        prefetch::observations(&cut, &Removable::default(), &Artefact::of(&subject(), "A.pf", &whole, None));
    assert!(said.iter().any(|one| one.sight == Sight::Unreadable(Unread::Corrupt)));
}

#[test]
fn that_nobody_took_them_is_said() {
    let said = prefetch::not_collected(&subject(), None);
    assert!(
        said.iter().all(|one| one.sight == Sight::NotCollected) && said.len() == prefetch::ATTRIBUTES.len()
    );
}

fn mam(plain: &[u8]) -> Vec<u8> {
    [b"MAM\x04".as_slice(), &(plain.len() as u32).to_le_bytes(), &pack(plain)].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_packed_comes_out_again(
        parts in prop::collection::vec((prop::collection::vec(0_u8..8, 1..40), 1_usize..400), 1..40),
        tail in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let mut name: Vec<u8> = parts.iter().flat_map(|(part, times)| part.repeat(*times)).collect();
        name.extend(tail);
        name.retain(|byte| *byte != 0);
        // Within a file, where it is read as the names of what was opened.
        let mut file = from_stick(30, true).bytes();
        let at = file.len();
        file.extend(name.iter().flat_map(|byte| [*byte, 1]));
        let length = (file.len() - at) as u32;
        file[100..104].copy_from_slice(&(at as u32).to_le_bytes());
        file[104..108].copy_from_slice(&length.to_le_bytes());
        let plain = prefetch::read(&file);
        prop_assert!(plain.is_ok());
        prop_assert_eq!(prefetch::read(&mam(&file)), plain);
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..3_000), length in 0_u32..200_000) {
        let _ = prefetch::read(&[b"MAM\x04".as_slice(), &length.to_le_bytes(), &bytes].concat());
        let _ = prefetch::read(&[&30_u32.to_le_bytes(), b"SCCA".as_slice(), &bytes].concat());
    }
}

/// An own process of another program, given text, giving text.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn python(script: &str, arguments: &[&Path], input: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new("python3");
    command.arg("-c").arg(script).args(arguments);
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: there is no python3");
        return None;
    };
    child.stdin.take().expect("its input").write_all(input).ok();
    let output = child.wait_with_output().expect("its output");
    if output.status.success() {
        return Some(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("ModuleNotFoundError"), "{said}");
    eprintln!("skipped: {}", said.lines().last().unwrap_or_default());
    None
}

#[test]
fn another_program_unpacks_what_was_packed_here() {
    let script = "import sys\nfrom dissect.util.compression.lzxpress_huffman import decompress\nsys.stdout.buffer.write(decompress(sys.stdin.buffer.read()))";
    let mut dice = Dice(0x5EED_0000_0000_0010);
    let mut compared = 0;
    for length in [1_usize, 2, 300, 60_000, 65_537, 131_073, 200_000] {
        let mut plain = Vec::with_capacity(length);
        while plain.len() < length {
            let repeat = dice.below(3) > 0 && plain.len() > 8;
            let from = dice.below(plain.len());
            let count = if dice.below(50) == 0 { 20_000 } else { 1 + dice.below(40) };
            for step in 0..count {
                plain.push(if repeat { plain[from + step] } else { dice.below(90) as u8 });
            }
        }
        plain.truncate(length);
        // It stops where the packed bytes end, a word before their last symbols.
        let padded = [pack(&plain), vec![0; 8]].concat();
        let Some(theirs) = python(script, &[], &padded) else { return };
        assert!(theirs.starts_with(&plain), "{length}: {} bytes", theirs.len());
        compared += length;
    }
    eprintln!("{compared} bytes were unpacked alike");
}

const THEIRS: &str = "import sys, pyscca
for path in sys.argv[1:]:
    try:
        file = pyscca.open(path)
    except OSError:
        print('none'); continue
    times = 8 if file.format_version >= 26 else 1
    runs = [file.get_last_run_time_as_integer(at) for at in range(times)]
    volumes = [(one.device_path, one.serial_number, one.get_creation_time_as_integer()) for one in file.volumes]
    names = list(file.filenames)
    print(repr((file.format_version, file.executable_filename, file.prefetch_hash, file.run_count,
        [run for run in runs if run], volumes, len(names), names[0], names[-1])))
";

/// The same line of ours.
fn ours(bytes: &[u8]) -> String {
    let Ok(read) = prefetch::read(bytes) else { return "none".into() };
    let ticks = |time: jiff::Timestamp| time.as_nanosecond() / 100 + 116_444_736_000_000_000;
    let quoted = |text: &str| format!("'{}'", text.replace('\\', r"\\"));
    let runs: Vec<String> = read.last_runs.iter().map(|run| ticks(*run).to_string()).collect();
    let volumes: Vec<String> = read
        .volumes
        .iter()
        .map(|one| format!("({}, {}, {})", quoted(&one.device), one.serial, one.created.map_or(0, ticks)))
        .collect();
    let (first, last) = (read.names.first().expect("a name"), read.names.last().expect("a name"));
    format!(
        "({}, {}, {}, {}, [{}], [{}], {}, {}, {})",
        read.version,
        quoted(&read.name),
        read.hash,
        read.runs,
        runs.join(", "),
        volumes.join(", "),
        read.names.len(),
        quoted(first),
        quoted(last)
    )
}

fn compare(paths: &[PathBuf]) -> Option<usize> {
    let borrowed: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let theirs = python(THEIRS, &borrowed, &[])?;
    let theirs = String::from_utf8(theirs).expect("text");
    assert_eq!(theirs.lines().count(), paths.len());
    for (path, theirs) in paths.iter().zip(theirs.lines()) {
        assert_eq!(ours(&std::fs::read(path).expect("a file")), theirs, "{}", path.display());
    }
    Some(paths.len())
}

#[test]
fn another_reader_reads_what_was_written_here_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths = Vec::new();
    // It wants a checksum-free packed file, or a plain one of an older version.
    for (number, (version, short)) in LAYOUTS.into_iter().enumerate() {
        let written = from_stick(version, short);
        let path = folder.path().join(format!("{number}.pf"));
        let bytes = if version >= 30 { written.packed() } else { written.bytes() };
        std::fs::write(&path, bytes).expect("a file");
        paths.push(path);
    }
    compare(&paths);
}

/// Real files others collected, where they are.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn real() -> Vec<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/prefetch");
    let folder = std::env::var_os("RASOAT_PREFETCH").map_or_else(beside, PathBuf::from);
    let mut waiting = vec![folder.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pf")) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        eprintln!("skipped: no prefetch files in {}", folder.display());
    }
    found
}

#[test]
fn real_files_read_as_another_reader_reads_them() {
    let paths = real();
    if !paths.is_empty()
        && let Some(count) = compare(&paths)
    {
        eprintln!("{count} real prefetch files are read alike");
    }
}

#[test]
fn no_flipped_or_missing_bytes_bring_the_reader_down() {
    let mut files: Vec<Vec<u8>> = LAYOUTS
        .iter()
        .flat_map(|(version, short)| {
            let written = from_stick(*version, *short);
            [written.bytes(), written.packed()]
        })
        .collect();
    files.extend(real().iter().filter_map(|path| std::fs::read(path).ok()));
    let mut dice = Dice(0x5EED_0000_0000_0011);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..6_000 {
        let mut bytes = files[dice.below(files.len())].clone();
        for _ in 0..=dice.below(3) {
            let end = if dice.below(2) == 0 { bytes.len().min(320) } else { bytes.len() };
            let at = dice.below(end);
            bytes[at] = if dice.below(4) == 0 { 0xFF } else { bytes[at] ^ 1 << dice.below(8) };
        }
        if dice.below(4) == 0 {
            bytes.truncate(dice.below(bytes.len()));
        }
        match prefetch::read(&bytes) {
            Ok(found) => {
                read += 1;
                let from = Artefact::of(&subject(), "A.pf", &bytes, None);
                prefetch::observations(&found, &Removable::default(), &from);
            }
            Err(_) => refused += 1,
        }
    }
    eprintln!("6000 damaged copies of {} files: {read} were read, {refused} refused", files.len());
}
