//! The program is one file: copied alone into an empty folder and started with
//! an empty environment, it serves pages, assets and papers.

use std::path::PathBuf;

use testkit::browser::Browser;
use testkit::house::House;
use testkit::province::PASSWORD;

use crate::program::Place;
use crate::sigkill::scene::Scene;

#[tokio::test]
async fn copied_alone_it_serves_pages_assets_and_papers() {
    let house = House::sqlite().await;
    let scene = Scene::build(&house, 0).await;
    let empty = tempfile::tempdir().expect("a temporary folder");
    let alone: PathBuf = empty.path().join("rasoat");
    std::fs::copy(env!("CARGO_BIN_EXE_rasoat"), &alone).expect("the program is copied");
    let place = Place::of(&house).alone(alone);
    let program = place.serve();
    let mut browser = Browser::new(program.address);
    let page = browser.get("/sign-in").await.expect("a page").text();
    assert!(page.contains("Đăng nhập"));
    let assets: Vec<&str> = page.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assert!(assets.len() >= 2, "the page names its assets");
    for asset in assets {
        let reply = browser.get(asset).await.expect("an answer");
        assert!(reply.status == 200 && !reply.body.is_empty(), "{asset}: {}", reply.status);
    }
    browser.sign_in("sender", PASSWORD).await.expect("a log-in");
    let report = scene.to_send[0];
    for (form, beginning) in [("pdf", b"%PDF".as_slice()), ("docx", b"PK".as_slice())] {
        let path = format!("/self-reports/{report}/paper/{form}");
        let paper = browser.get(&path).await.expect("an answer");
        assert!(paper.status == 200 && paper.body.starts_with(beginning), "{form}: {}", paper.status);
    }
    let doctor = place.run(&["doctor"]);
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(said.contains("[tốt ] Nội dung kèm theo"), "{said}");
    assert!(std::fs::read_dir(empty.path()).expect("the folder").count() == 1, "nothing is left beside it");
}
