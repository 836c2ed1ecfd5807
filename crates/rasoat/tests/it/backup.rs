//! `rasoat backup`: taken while people work, put back elsewhere, whole.

use testkit::house::House;

use crate::program::{Place, verify};
use crate::sigkill::scene::Scene;

const CELL: &str = "head_directs";

#[tokio::test]
async fn a_backup_taken_while_people_save_holds_everything_acknowledged_before_it() {
    let house = House::sqlite().await;
    let scene = Scene::build(&house, 0).await;
    let place = Place::of(&house);
    let program = place.serve();
    let mut people = scene.sign_in(program.address).await;
    let path = format!("/self-reports/{}/save", scene.edited[0]);
    let fields = [("name", CELL), ("value", "trước khi sao lưu"), ("version", "0")];
    assert_eq!(people[0].post(&path, &fields).await.expect("an answer").status, 200);

    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let file = elsewhere.path().join("rasoat.db");
    let name = file.to_string_lossy().into_owned();
    let output = place.run(&["backup", &name]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("đã sao lưu"), "{said}");
    let again = place.run(&["backup", &name]);
    assert!(!again.status.success(), "it never writes over a file");
    let fields = [("name", CELL), ("value", "sau khi sao lưu"), ("version", "1")];
    assert_eq!(people[0].post(&path, &fields).await.expect("an answer").status, 200);
    drop(program);

    let put_back = Place::at(elsewhere.path().to_owned());
    verify(&put_back);
    let program = put_back.serve();
    let mut people = scene.sign_in(program.address).await;
    let page = format!("/self-reports/{}/sections", scene.edited[0]);
    let outline = &house.app.packs.outlines["remediation-2024"];
    let section = outline.fields().find(|(_, field)| field.id == CELL).expect("its section").0;
    let page = people[0].get(&format!("{page}/{}", section.code)).await.expect("a page").text();
    assert!(page.contains("trước khi sao lưu") && !page.contains("sau khi sao lưu"));
}
