//! The disk full while people work: saves are refused in words, reading goes on,
//! nothing acknowledged is lost, and saving goes on by itself once there is room.
//!
//! The disk is played by the largest size a file may have, which any account may
//! set for what it starts.

use std::path::Path;
use std::process::Command;

use store::{Location, Store};
use tempfile::TempDir;
use testkit::house::House;

use crate::program::{Place, verify};
use crate::sigkill::scene::Scene;

const CELL: &str = "head_directs";
/// Blocks a file may have, of half a kilobyte or of one by the shell: less than
/// the write-ahead log needs before it is put into the database.
const BLOCKS: u32 = 3_000;
/// Saves after which the disk must have been full.
const MOST_SAVES: usize = 5_000;
/// A long answer, so that the disk is full soon.
const LONG: usize = 10_000;

/// A house's record, copied while nobody writes, its log taken in.
fn copied(house: &House) -> Option<(TempDir, Place)> {
    let from = house.record.folder()?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["rasoat.db", "rasoat.db-wal"] {
        std::fs::copy(from.join(name), folder.path().join(name)).expect("the record is copied");
    }
    let place = Place::at(folder.path().to_owned());
    verify(&place);
    Some((folder, place))
}

async fn standing(data: &Path, report: domain::identifier::ReportId) -> (String, i64) {
    let store = Store::open(&Location::File(data.join("rasoat.db"))).await.expect("the record opens");
    let mut tx = store.read().await.expect("a reader");
    let found = store::report::answers_of(&mut tx, report, &[CELL]).await.expect("the answers");
    (found[0].value.clone(), found[0].version)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_saves_are_refused_in_words_and_nothing_acknowledged_is_lost() {
    let house = House::sqlite().await;
    let scene = Scene::build(&house, 0).await;
    let Some((folder, mut place)) = copied(&house) else { return };
    // The signal that goes with the limit would end the program; a full disk
    // sends none.
    place.before = format!("trap '' 25; ulimit -S -f {BLOCKS}");
    let program = place.serve();
    let mut people = scene.sign_in(program.address).await;
    let browser = &mut people[0];
    let report = scene.edited[0];
    let path = format!("/self-reports/{report}/save");
    let (mut acknowledged, mut refused) = (0_i64, None);
    for _ in 0..MOST_SAVES {
        let value = format!("{acknowledged} {}", "a".repeat(LONG));
        let version = acknowledged.to_string();
        let fields = [("name", CELL), ("value", value.as_str()), ("version", version.as_str())];
        let reply = browser.post(&path, &fields).await.expect("the program goes on");
        if reply.status == 200 {
            acknowledged += 1;
        } else {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("the disk was full at some time");
    assert_eq!(refused.status, 503);
    assert!(refused.text().contains("hết chỗ trên đĩa"), "{}", refused.text());
    assert!(acknowledged > 5, "some saves went through: {acknowledged}");
    let page = browser.get(&format!("/self-reports/{report}")).await.expect("a page");
    assert_eq!(page.status, 200, "reading goes on");
    let (_, version) = standing(folder.path(), report).await;
    assert_eq!(version, acknowledged, "neither less nor more than was acknowledged");

    let pid = program.pid().to_string();
    let freed = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status();
    if freed.is_ok_and(|status| status.success()) {
        let version = acknowledged.to_string();
        let fields = [("name", CELL), ("value", "có chỗ lại"), ("version", version.as_str())];
        let reply = browser.post(&path, &fields).await.expect("the program goes on");
        assert_eq!(reply.status, 200, "{}", reply.text());
        acknowledged += 1;
    }
    program.kill();
    place.before.clear();
    assert_eq!(standing(folder.path(), report).await.1, acknowledged);
    verify(&place);
}
