//! `rasoat doctor`: what is missing around the program.

use testkit::house::House;
use testkit::province::PASSWORD;

use crate::program::Place;

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_doctor_sees_a_full_disk() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut place = Place::at(folder.path().to_owned());
    let healthy = place.run(&["doctor"]);
    assert!(healthy.status.success(), "{}", said(&healthy));
    place.before = "trap '' 25; ulimit -S -f 100".to_owned();
    let ill = place.run(&["doctor"]);
    let said = said(&ill);
    assert!(!ill.status.success() && said.contains("[HỎNG] Thư mục dữ liệu"), "{said}");
    assert!(!folder.path().join(".doctor").exists(), "it leaves nothing behind");
}

#[test]
fn the_doctor_sees_a_mail_server_and_a_database_that_do_not_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = Place::at(folder.path().to_owned());
    let silent = "127.0.0.1:9";
    let mail = place.run(&["doctor", "--smtp", &format!("smtp://{silent}")]);
    assert!(!mail.status.success() && said(&mail).contains("[HỎNG] Thư điện tử"), "{}", said(&mail));
    let place = place.through(format!("postgres://rasoat@{silent}/rasoat"));
    let database = place.run(&["doctor"]);
    let said = said(&database);
    assert!(!database.status.success() && said.contains("[HỎNG] Cơ sở dữ liệu"), "{said}");
}

#[tokio::test]
async fn the_doctor_sees_a_clock_that_runs_behind_the_record() {
    for house in House::each_at("2190-01-01T00:00:00Z").await {
        let hash = app::password::hash(&house.app, PASSWORD.into()).await.expect("a hash");
        house.account("quantri", &hash, &[]).await;
        house.enter("quantri").await;
        let place = Place::of(&house);
        let output = place.run(&["doctor"]);
        let said = said(&output);
        assert!(!output.status.success() && said.contains("[HỎNG] Đồng hồ"), "{said}");
    }
}
