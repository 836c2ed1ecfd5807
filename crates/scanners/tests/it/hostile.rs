//! Broken and hostile files: each is an error that says why, or is read without
//! harm; none brings the reader down.

use proptest::prelude::*;
use rasoat_scanners::{Import, ImportError, Limits, read};

fn small() -> Limits {
    Limits { bytes: 1 << 20, depth: 50, parts: 1_000, results: 1_000 }
}

fn said(bytes: &[u8]) -> String {
    match read("scan", bytes, &small()) {
        Ok(import) => format!("{} results", import.outcomes.len()),
        Err(error) => error.code().to_owned(),
    }
}

fn nmap(inside: &str) -> String {
    format!("<?xml version=\"1.0\"?><nmaprun version=\"7.95\" start=\"1767225600\">{inside}</nmaprun>")
}

const HOST: &str = "<host><address addr=\"10.0.0.1\" addrtype=\"ipv4\"/><ports><port protocol=\"tcp\" portid=\"22\"><state state=\"open\"/></port></ports></host>";

fn hosts(count: usize) -> String {
    let one = |at: usize| HOST.replace("10.0.0.1", &format!("10.0.{}.{}", at / 256, at % 256));
    nmap(&(0..count).map(one).collect::<String>())
}

#[test]
fn each_hostile_file_has_its_answer() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><nmaprun>&b;</nmaprun>";
    let outside = "<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><nmaprun>&x;</nmaprun>";
    let named = "<?xml version=\"1.0\"?><!DOCTYPE nmaprun SYSTEM \"http://203.0.113.1/nmap.dtd\"><nmaprun/>";
    let deep_xml = format!("<nmaprun>{}{}</nmaprun>", "<host>".repeat(5_000), "</host>".repeat(5_000));
    let deep_json = format!("{{\"runs\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let wide = nmap(&format!("<host>{}</host>", "<ports/>".repeat(2_000)));
    let lines = "{\"template-id\":\"a\",\"info\":{\"name\":\"a\",\"severity\":\"low\"},\"host\":\"h\"}\n{\"template-id\":";
    let nameless = "[{\"template-id\":\"\",\"info\":{}}]";
    let ragged =
        "\"id\",\"fqdn/ip\",\"port\",\"severity\",\"finding\",\"cve\",\"cwe\"\n\"a\",\"h/1.2.3.4\"\n\n";
    let quote = "\"id\",\"fqdn/ip\",\"port\",\"severity\",\"finding\",\"cve\",\"cwe\"\n\"a,\"h\n";
    let wide_text: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(hosts(1).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let odd: Vec<u8> = [0xFF, 0xFE, 0x00, 0xD8, 0x00, 0x00].to_vec();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing at all, as a scan without results leaves it", Vec::new(), "0 results"),
        ("blanks", b" \n\t ".to_vec(), "0 results"),
        ("entities that multiply", laughs.into(), "entities"),
        ("an entity that reads a file", outside.into(), "entities"),
        ("a document type elsewhere is not fetched", named.into(), "0 results"),
        ("an entity nobody declared", nmap("<host>&unknown;</host>").into(), "entities"),
        ("cut off", hosts(3).as_bytes()[..200].to_vec(), "broken"),
        ("tags that cross", nmap("<host><ports></host></ports>").into(), "broken"),
        ("five thousand levels of elements", deep_xml.into(), "depth"),
        ("five thousand levels of lists", deep_json.into(), "broken"),
        ("a record of two thousand parts", wide.into(), "record"),
        ("more results than the limit", hosts(1_001).into(), "too_many"),
        ("larger than the limit", vec![b' '; (1 << 20) + 1], "too_large"),
        ("half a line of JSON", lines.into(), "broken"),
        ("a result of no template", nameless.into(), "lacks"),
        ("JSON of something else", b"{\"name\":\"x\"}".to_vec(), "unknown"),
        ("a list of numbers", b"[1,2,3]".to_vec(), "unknown"),
        ("XML of something else", b"<html><body/></html>".to_vec(), "unknown"),
        ("XML that never begins", b"<!-- only words -->".to_vec(), "unknown"),
        ("a table of something else", b"a,b\n1,2\n".to_vec(), "unknown"),
        ("rows of the wrong length", ragged.into(), "1 results"),
        ("a quote that never ends", quote.into(), "1 results"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "encoding"),
        ("Latin-1", b"<nmaprun args=\"\xe9\"/>".to_vec(), "encoding"),
        ("UTF-16 is read", wide_text, "1 results"),
        ("half a pair in UTF-16", odd, "encoding"),
        ("runs that are no list", b"{\"runs\":7}".to_vec(), "lacks"),
        (
            "numbers where words belong",
            b"{\"runs\":[{\"tool\":3,\"results\":[5,{\"ruleId\":1}]}]}".to_vec(),
            "1 results",
        ),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(what, bytes, wanted)| {
            let got = said(bytes);
            (got != *wanted).then(|| format!("{what}: {got}, not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn long_texts_are_cut_and_markup_stays_text() {
    let long = "x".repeat(100_000);
    let text = nmap(HOST).replace("portid=\"22\"", &format!("portid=\"&lt;script&gt;{long}\""));
    let import = read("scan.xml", text.as_bytes(), &small()).expect("it is read");
    let place = &import.outcomes[0].reported.place;
    assert!(place.starts_with("<script>") && place.chars().count() <= 500, "{}", place.len());
}

#[test]
fn the_same_file_twice_has_the_same_results() {
    let import = |text: &str| -> Import { read("scan.xml", text.as_bytes(), &small()).expect("it is read") };
    let identities = |import: &Import| -> Vec<String> {
        import.outcomes.iter().map(|one| one.reported.identity(&import.tool, &one.subject)).collect()
    };
    let (one, again) = (import(&hosts(300)), import(&hosts(300)));
    assert_eq!(identities(&one), identities(&again));
    let mut each = identities(&one);
    each.sort();
    each.dedup();
    assert_eq!(each.len(), one.outcomes.len());
    assert_eq!(one.observations().len(), 300);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_bring_the_reader_down(at in 0_usize..600, flip in any::<u8>(), cut in 0_usize..600) {
        let mut bytes = hosts(3).into_bytes();
        let last = bytes.len() - 1;
        bytes[at.min(last)] ^= flip;
        bytes.truncate(bytes.len().saturating_sub(cut));
        let read: Result<Import, ImportError> = read("scan.xml", &bytes, &small());
        prop_assert!(read.is_ok() || read.is_err());
    }
}
