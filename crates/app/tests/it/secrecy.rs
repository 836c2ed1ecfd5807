//! The secrecy invariant: a document that bears a marking is refused wherever a
//! file is taken in, and no byte of what it says is found in the record, its log
//! or its journal afterwards.

use domain::policy::Role;
use rasoat_app::Refusal;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::{examination, plan, visit};
use testkit::house::House;

/// What no marked document of the test says anywhere else.
const SAID: &str = "Phương án Sao Khuê bảy bảy ba một";

/// The same document in plain text, in a code of before Unicode and as UTF-16.
fn marked() -> Vec<(&'static str, Vec<u8>)> {
    let text = format!("TỐI MẬT\nBản số: 01\nTài liệu thu hồi\n\n{SAID}.\n");
    let tcvn = [b"T\xe8I M\xcbT\nB\xb6n s\xe8: 01\n\n".as_slice(), SAID.as_bytes()].concat();
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![("utf-8.txt", text.into_bytes()), ("tcvn3.txt", tcvn), ("utf-16.txt", wide)]
}

/// Whether bytes hold the words in either form.
fn holds(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = SAID.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [SAID.as_bytes(), wide.as_slice()]
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
}

#[tokio::test]
async fn no_byte_of_a_marked_document_is_found_in_the_record() {
    let house = House::sqlite().await;
    let province = house.province().await;
    let (app, who, visit) = (&house.app, &province.everyone, province.visit);
    let office = house.person(Role::StandingOffice).await;
    let (campaign, item) = (province.campaign(), province.item);
    for (name, bytes) in marked() {
        assert!(holds(&bytes), "{name}: the words are in the document");
        let upload = || Upload { name: name.to_owned(), bytes: bytes.clone() };
        let refused = [
            visit::attach(app, who, visit, campaign, item, upload(), "").await.map(|_| ()),
            plan::upload(app, &office, upload()).await.map(|_| ()),
            examination::take(app, who, visit, upload(), false).await.map(|_| ()),
        ];
        for refusal in refused {
            let error = refusal.expect_err("it is refused");
            assert!(matches!(error, Refusal::Marked | Refusal::Invalid(_)), "{name}: {error}");
            assert!(!holds(format!("{error:?}").as_bytes()), "{name}: nor in what is said of it");
        }
    }
    let result = format!(
        "{{\"template-id\":\"x\",\"info\":{{\"name\":\"TỐI MẬT\",\"severity\":\"low\"}},\"host\":\"{SAID}\"}}"
    );
    let upload = Upload { name: "a.jsonl".into(), bytes: result.into_bytes() };
    let refused = examination::take(app, who, visit, upload, false).await;
    assert!(matches!(refused, Err(Refusal::Marked)));
    let folder = house.record.folder().expect("the record lies in a folder");
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file of the record");
        assert!(!holds(&bytes), "{} holds it", entry.path().display());
        files += 1;
    }
    assert!(files > 0, "there is a record to look into");
    // That the search finds what is there: an unmarked file's words stand in it.
    let plain = Upload { name: "thuong.txt".into(), bytes: format!("Kính gửi: {SAID}\n").into_bytes() };
    visit::attach(app, who, visit, campaign, item, plain, "").await.expect("an ordinary file");
    let found = std::fs::read_dir(&folder)
        .expect("the folder")
        .flatten()
        .any(|entry| holds(&std::fs::read(entry.path()).expect("a file of the record")));
    assert!(found, "the words of an ordinary file are in the record");
}
