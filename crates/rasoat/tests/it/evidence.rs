//! `rasoat evidence`: what a scanner's file holds, and taking it in for a visit.

use std::path::Path;
use std::process::{Command, Output};
use testkit::house::House;

use crate::program::{Place, verify};

const SCAN: &str = r#"<nmaprun version="7.95"><host><address addr="10.0.0.7" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="22"><state state="open"/><service name="ssh"/></port>
<port protocol="tcp" portid="23"><state state="open"/><service name="telnet"/></port>
</ports></host></nmaprun>"#;

fn read(file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasoat"));
    command.args(["evidence", "read"]).args(more).arg(file).output().expect("the program starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn reading_says_what_a_file_holds_and_why_another_is_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("quet.xml");
    std::fs::write(&file, SCAN).expect("it is written");
    let told = said(&read(&file, &[]));
    assert!(told.contains("nmap 7.95, 1 đối tượng, 2 kết quả"), "{told}");
    let lines = said(&read(&file, &["--json"]));
    assert_eq!(lines.lines().filter(|line| line.contains("\"scanner.result\"")).count(), 2, "{lines}");
    std::fs::write(&file, "Kính gửi").expect("it is written");
    let refused = read(&file, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("không nhận ra kết quả của công cụ nào"), "{}", said(&refused));
}

#[tokio::test]
async fn importing_twice_changes_nothing_and_the_audit_stays_whole() {
    for house in House::each().await {
        let province = house.province().await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("quet.xml");
        std::fs::write(&file, SCAN).expect("it is written");
        let (name, visit) = (file.to_string_lossy().into_owned(), province.visit.to_string());
        let place = Place::of(&house);
        let first = said(&place.run(&["evidence", "import", &name, "--visit", &visit]));
        assert!(first.contains("nmap: 2 kết quả, 2 mới, 0 đổi, 0 không còn"), "{first}");
        let again = said(&place.run(&["evidence", "import", &name, "--visit", &visit]));
        assert!(again.contains("đã nhập từ trước (2 kết quả), không đổi gì"), "{again}");
        let nowhere = "00000000-0000-0000-0000-000000000000";
        let lost = place.run(&["evidence", "import", &name, "--visit", nowhere]);
        assert!(!lost.status.success() && said(&lost).contains("không có cuộc kiểm tra"), "{}", said(&lost));
        verify(&place);
    }
}
