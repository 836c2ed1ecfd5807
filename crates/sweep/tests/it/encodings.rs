//! Our tables against two writers that are not ours: `iconv` of the C library and
//! GNU `recode`. Where one of them is not installed the test says so and checks
//! with the other.

use proptest::prelude::*;
use rasoat_sweep::Encoding;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Every Vietnamese letter beyond ASCII, small and capital: 134.
fn letters() -> Vec<char> {
    let small = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ";
    small.chars().chain(small.to_uppercase().chars()).collect()
}

/// A text as another program writes it; none where it is not there or cannot.
fn written(program: &str, code: &str, text: &str) -> Option<Vec<u8>> {
    let mut command = Command::new(program);
    match program {
        "iconv" => command.args(["-f", "UTF-8", "-t", code]),
        _ => command.args(["-f", &format!("UTF-8..{code}")]),
    };
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    (output.status.success() && !output.stdout.is_empty()).then_some(output.stdout)
}

#[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
fn is_there(program: &str) -> bool {
    let there = written(program, "UTF-16LE", "a").is_some();
    if !there {
        eprintln!("skipped: {program} is not installed");
    }
    there
}

/// The letters another program writes and we read differently.
fn differing(program: &str, code: &str, encoding: Encoding) -> (usize, Vec<char>) {
    let mut checked = 0;
    let mut wrong = Vec::new();
    for letter in letters() {
        // Between letters that cannot be taken for its marks.
        let Some(bytes) = written(program, code, &format!("k{letter}k")) else { continue };
        checked += 1;
        if encoding.decode(&bytes) != format!("k{letter}k") {
            wrong.push(letter);
        }
    }
    (checked, wrong)
}

#[test]
fn every_letter_is_read_as_iconv_writes_it() {
    if !is_there("iconv") {
        return;
    }
    for (code, encoding) in
        [("TCVN5712-1", Encoding::Tcvn), ("VISCII", Encoding::Viscii), ("CP1258", Encoding::Cp1258)]
    {
        assert_eq!(differing("iconv", code, encoding), (134, vec![]), "{code}");
    }
}

#[test]
fn every_letter_is_read_as_recode_writes_it() {
    if !is_there("recode") {
        return;
    }
    for (code, encoding) in [("TCVN", Encoding::Tcvn), ("VISCII", Encoding::Viscii), ("VIQR", Encoding::Viqr)]
    {
        assert_eq!(differing("recode", code, encoding), (134, vec![]), "{code}");
    }
    // Its table of VPS lacks one letter and drops it.
    assert_eq!(differing("recode", "VPS", Encoding::Vps), (134, vec!['Ỗ']));
    // Its table of VNI takes the marks of two capitals for each other: the fonts
    // show A with C9 as Ắ, as a with E9 is ắ.
    assert_eq!(differing("recode", "VNI", Encoding::Vni), (134, vec!['Ắ', 'Ằ']));
}

#[test]
fn the_levels_are_read_in_every_code_as_documents_hold_them() {
    // What a document holds whose font was .VnTimeH, VNI-Times or VPS.
    for (western, encoding, wanted) in [
        ("tuyÖt mËt", Encoding::Tcvn, "tuyệt mật"),
        ("TUYEÄT MAÄT", Encoding::Vni, "TUYỆT MẬT"),
        ("Toái maät", Encoding::Vni, "Tối mật"),
        ("m§t", Encoding::Viscii, "mật"),
        ("mÆt", Encoding::Vps, "mật"),
        ("To^'i ma^.t", Encoding::Viqr, "Tối mật"),
    ] {
        assert_eq!(encoding.of_western(western), wanted, "{western}");
    }
    // Signs that only look like marks stay signs.
    assert_eq!(Encoding::Viqr.decode(b"So 12. Ten (a) la 1+1"), "So 12. Ten (a) la 1+1");
    // What no Western letter is stays as it is.
    assert_eq!(Encoding::Tcvn.of_western("mËt 中"), "mật 中");
}

proptest! {
    #[test]
    fn any_bytes_give_a_text(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for encoding in Encoding::ALL {
            let text = encoding.decode(&bytes);
            prop_assert!(bytes.is_empty() || !text.is_empty());
            let plain: Vec<u8> = bytes.iter().copied().filter(u8::is_ascii_uppercase).collect();
            if encoding != Encoding::Viqr {
                prop_assert_eq!(encoding.decode(&plain), String::from_utf8(plain).expect("letters"));
            }
        }
    }
}
