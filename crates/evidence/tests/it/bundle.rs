//! Bundles through the public interface: what is sealed comes back, and nothing
//! else does.

use jiff::Timestamp;
use proptest::prelude::*;
use rasoat_evidence::{
    Bundle, BundleError, Header, Kind, Observation, Sealer, Sight, Source, Subject, Unread, Value, Writer,
    open,
};

fn observation(number: i64) -> Observation {
    let sight = match number % 4 {
        0 => Sight::Seen(Value::Whole(number)),
        1 => Sight::Absent,
        2 => Sight::Unreadable(Unread::Corrupt),
        _ => Sight::NotCollected,
    };
    Observation {
        subject: Subject::new(Kind::Machine, "MAY-01"),
        attribute: format!("usb.device.{number}"),
        sight,
        source: Source {
            tool: "host".into(),
            version: "1".into(),
            file: "SYSTEM".into(),
            sha256: "00".repeat(32),
            place: "ControlSet001/Enum/USBSTOR".into(),
        },
        seen_at: None,
        valid_at: None,
    }
}

fn sealed(count: i64) -> Vec<u8> {
    let header = Header::new("rasoat-field", "0.1.0", Timestamp::UNIX_EPOCH, "cuoc-1");
    let mut writer = Writer::new(Vec::new(), &header).expect("a header");
    for number in 0..count {
        writer.add(&observation(number)).expect("a line");
    }
    writer.seal(&Sealer::new(&[7; 32])).expect("a seal")
}

fn opened(bytes: &[u8]) -> Result<Bundle, BundleError> {
    open(bytes)
}

/// The lines of a bundle without their ends.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.iter().copied().chain([b'\n'])).collect()
}

#[test]
fn what_was_sealed_comes_back() {
    for count in [0, 1, 1000] {
        let bundle = opened(&sealed(count)).expect("it is whole");
        assert_eq!(bundle.observations, (0..count).map(observation).collect::<Vec<_>>());
        assert_eq!(bundle.key, Sealer::new(&[7; 32]).key());
        assert_eq!((bundle.header.visit.as_str(), bundle.header.version), ("cuoc-1", 1));
    }
}

#[test]
fn version_1_stays_as_it_was_written() {
    let golden = include_bytes!("bundle-v1.rsb");
    let bundle = opened(golden).expect("it is whole");
    assert_eq!(bundle.observations, (0..5).map(observation).collect::<Vec<_>>());
    assert_eq!(sealed(5), golden, "what is written now is what version 1 was");
}

#[test]
fn a_line_left_out_moved_or_added_breaks_the_chain() {
    let whole = lines(&sealed(6));
    let mut without = whole.clone();
    without.remove(3);
    assert!(matches!(opened(&joined(&without)), Err(BundleError::Chain { line: 4 })));
    let mut moved = whole.clone();
    moved.swap(2, 3);
    assert!(matches!(opened(&joined(&moved)), Err(BundleError::Chain { line: 3 })));
    let mut twice = whole.clone();
    twice.insert(2, whole[2].clone());
    assert!(matches!(opened(&joined(&twice)), Err(BundleError::Chain { line: 4 })));
    // The last observation left out together with the line that names it.
    let mut short = whole.clone();
    short.remove(6);
    assert!(matches!(opened(&joined(&short)), Err(BundleError::Chain { line: 7 })));
    let mut more = whole.clone();
    more.push(whole[1].clone());
    assert!(matches!(opened(&joined(&more)), Err(BundleError::AfterSeal)));
    assert!(matches!(opened(&joined(&whole[..4])), Err(BundleError::Unsealed)));
    assert!(matches!(opened(b"{\"a\":1}\n"), Err(BundleError::NotABundle)));
    assert!(matches!(opened(b""), Err(BundleError::NotABundle)));
}

#[test]
fn another_key_s_seal_says_whose_it_is_and_a_borrowed_one_is_refused() {
    let text = String::from_utf8(sealed(2)).expect("text");
    let other = Sealer::new(&[8; 32]).key();
    let borrowed = text.replace(&Sealer::new(&[7; 32]).key(), &other);
    assert!(matches!(opened(borrowed.as_bytes()), Err(BundleError::Signature)));
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(opened(newer.as_bytes()), Err(BundleError::Newer { found: 2 })));
}

#[test]
fn an_endless_line_is_refused_before_it_is_held() {
    let mut bytes = lines(&sealed(0))[0].clone();
    bytes.push(b'\n');
    bytes.resize(3 << 20, b'x');
    assert!(matches!(opened(&bytes), Err(BundleError::TooLarge { line: 2 })));
}

proptest! {
    #[test]
    fn no_changed_byte_goes_unseen(at in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let mut bytes = sealed(4);
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        prop_assert!(opened(&bytes).is_err());
    }

    #[test]
    fn no_bundle_cut_short_opens(at in any::<prop::sample::Index>()) {
        let bytes = sealed(4);
        let at = at.index(bytes.len());
        prop_assert!(opened(&bytes[..at]).is_err());
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(opened(&bytes).is_err());
    }
}

/// Of what was sealed before records were, nothing is written otherwise; and a record
/// comes back as it was.
#[test]
fn a_record_is_one_more_kind_of_value() {
    let record = Value::Record(std::collections::BTreeMap::from([
        ("serial".to_owned(), Value::Text("200608767007B7C08A6A".into())),
        ("users".to_owned(), Value::Several(vec!["canbo".into()])),
        ("last_connected".to_owned(), Value::Instant(Timestamp::UNIX_EPOCH)),
    ]));
    let header = Header::new("rasoat-field", "0.1.0", Timestamp::UNIX_EPOCH, "");
    let mut writer = Writer::new(Vec::new(), &header).expect("a header");
    let seen = Observation { sight: Sight::Seen(record), ..observation(0) };
    writer.add(&seen).expect("a line");
    let bytes = writer.seal(&Sealer::new(&[7; 32])).expect("a seal");
    let line = r#"{"seen":{"record":{"last_connected":{"instant":"1970-01-01T00:00:00Z"},"serial":{"text":"200608767007B7C08A6A"},"users":{"several":["canbo"]}}}}"#;
    assert!(String::from_utf8_lossy(&bytes).contains(line), "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(opened(&bytes).expect("it is whole").observations, [seen]);
}
