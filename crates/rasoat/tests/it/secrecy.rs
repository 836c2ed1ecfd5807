//! The secrecy invariant over the whole program: a marked document that was sent to
//! it leaves no byte behind, in no file beside its record, in nothing it says of
//! its work, not even when it is killed over it.

use crate::program::Place;
use std::path::Path;
use testkit::browser::Browser;
use testkit::house::House;
use testkit::province::PASSWORD;

/// What no marked document of the test says anywhere else.
const SAID: &str = "Phương án Hoàng Lan chín hai không bốn";

/// Whether bytes hold the words, in UTF-8 or as UTF-16.
fn holds(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = SAID.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [SAID.as_bytes(), wide.as_slice()]
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
}

/// Every file below a folder that holds the words.
fn holding(folder: &Path, seen: &mut usize) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, seen));
            continue;
        }
        *seen += 1;
        // A file may be gone again: the database's own.
        if std::fs::read(&path).is_ok_and(|bytes| holds(&bytes)) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_marked_document_stays_where_the_program_ran() {
    let house = House::sqlite().await;
    let province = house.province().await;
    house.sign_in(&province.everyone).await;
    // All that it can tell, told.
    let mut place = Place::of(&house);
    place.log = "trace";
    let program = place.serve();
    // Its clock is the machine's: a session of the house has long ended there.
    let mut browser = Browser::new(program.address);
    browser.sign_in(&province.everyone.user.login, PASSWORD).await.expect("a log-in");
    let text = format!("TUYỆT MẬT\nBản số: 01\n\n{SAID}.\n");
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let results = format!("/visits/{}/examinations", province.visit);
    for (page, to, field) in
        [("/plans/new", "/plans/new", "file"), (results.as_str(), results.as_str(), "file")]
    {
        for (name, bytes) in [("mat.txt", text.as_bytes()), ("mat.docx", &wide), ("mat.rsb", &wide)] {
            let shown = browser.get(page).await.expect("the page");
            assert_eq!(shown.status, 200, "{page}: {}", shown.text());
            let reply = browser.upload(to, field, name, bytes).await.expect("an answer");
            assert_eq!(reply.status, 422, "{to} {name}: {}", reply.text());
            assert!(!holds(&reply.body), "{to} {name}: the answer repeats it");
        }
    }
    // Killed while it reads another.
    browser.get(&results).await.expect("the page");
    let long = format!("TUYỆT MẬT\n{}", format!("{SAID}\n").repeat(50_000));
    let sending =
        tokio::spawn(async move { browser.upload("/plans/new", "file", "mat.txt", long.as_bytes()).await });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let said = program.said();
    program.kill();
    let _ = sending.await;
    assert!(said.contains("DEBUG"), "it tells all it can");
    assert!(!holds(said.as_bytes()), "it tells what it read");
    let mut seen = 0;
    assert_eq!(holding(&place.data, &mut seen), Vec::<String>::new());
    assert!(seen > 0, "there are files to look into");
}
