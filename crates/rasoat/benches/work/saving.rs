//! W3: one answer saved by many at once, each save on disk before it is
//! answered. Once as fast as the answers come, and once at the pace of people
//! who type: a save a second each.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use testkit::browser::Browser;
use testkit::house::House;

use crate::program::Program;
use crate::province::{Inspectors, Province, browsers};
use crate::table::{Table, Times, millis};

/// How long each number of people is watched.
const WATCHED: Duration = Duration::from_secs(5);
const CROWDS: [usize; 4] = [1, 16, 64, 200];
/// The pause of someone who types.
const PACE: Duration = Duration::from_secs(1);

/// What one crowd saw.
#[derive(Debug, Default)]
struct Seen {
    times: Times,
    errors: usize,
    took: Duration,
}

/// A field that saves itself.
#[derive(Debug, Clone)]
struct Place {
    path: String,
    field: &'static str,
    /// What the page shows as the version before anything was written.
    version: String,
    words: &'static str,
}

pub async fn all(
    house: &House,
    province: &Province,
    [small, large]: &[Inspectors; 2],
    program: &Program,
    table: &mut Table,
) {
    let cells: Vec<Place> = province.reports(house).await.iter().map(cell).collect();
    let notes = |of: &Inspectors| -> Vec<Place> {
        of.visits.iter().take(of.sessions.len()).map(|visit| note(province, visit)).collect()
    };
    let bare = bare(house);
    for (role, sessions, places) in [
        ("a unit's person", &province.narrow, cells.clone()),
        ("one of a thousand units", &province.wide, cells),
        ("a team's member", &small.sessions, notes(small)),
        ("a lead of 800 visits", &large.sessions, notes(large)),
    ] {
        let mut people = browsers(program.address, sessions).await;
        for crowd in CROWDS {
            let seen = watch(&mut people, &places, crowd, Duration::ZERO).await;
            let what = format!("W3 save, {role}, {crowd} without pause");
            line(table, house.record.engine, &what, &seen, bare, crowd == 1);
        }
        for crowd in [64, 200] {
            let seen = watch(&mut people, &places, crowd, PACE).await;
            let what = format!("W3 save, {role}, {crowd} typing");
            line(table, house.record.engine, &what, &seen, bare, false);
        }
    }
}

/// A number of a self-inspection report.
fn cell(report: &domain::identifier::ReportId) -> Place {
    let path = format!("/self-reports/{report}/save");
    Place { path, field: "pc_total", version: "0".into(), words: "" }
}

/// An inspector's note on an item of the checklist.
fn note(province: &Province, visit: &domain::identifier::VisitId) -> Place {
    let path = format!("/visits/{visit}/parts/{}/items/{}/save", province.campaign, province.item);
    let version = app::acts::visit::mark("");
    Place {
        path, field: "note", version, words: "Có quy chế, chưa sửa theo quy định mới; đã xem lần "
    }
}

fn line(table: &mut Table, engine: &str, what: &str, seen: &Seen, bare: Option<Duration>, compared: bool) {
    let count = seen.times.0.len();
    let each_second = count as f64 / seen.took.as_secs_f64();
    let found =
        format!("p50 {}, p95 {}, {} errors", millis(seen.times.p50()), millis(seen.times.p95()), seen.errors);
    let mut beside = format!("{each_second:.0}/s");
    if let (Some(bare), true) = (bare, compared) {
        let times = seen.times.p50().as_secs_f64() / bare.as_secs_f64();
        beside += &format!("; a bare synced append {}: {times:.1}×", millis(bare));
    }
    table.add(what, engine, "p95 < 60 ms, 0 errors", found, beside);
}

/// The disk's own share: a line appended to a file beside the record, synced.
fn bare(house: &House) -> Option<Duration> {
    use std::io::Write as _;
    let path = house.record.folder()?.join("bare");
    let mut file = std::fs::File::create(&path).ok()?;
    let mut times = Times::default();
    for _ in 0..200 {
        let begun = Instant::now();
        file.write_all(&[b'a'; 4096]).ok()?;
        file.sync_data().ok()?;
        times.0.push(begun.elapsed());
    }
    let _ = std::fs::remove_file(path);
    Some(times.p50())
}

async fn watch(people: &mut [Browser], places: &[Place], crowd: usize, pause: Duration) -> Seen {
    let begun = Instant::now();
    let until = begun + WATCHED;
    let mut tasks = Vec::new();
    for (at, (browser, place)) in people.iter().zip(places).take(crowd).enumerate() {
        let browser = browser.moved(browser.address());
        // People do not all type at the same instant.
        let first = pause.mul_f64(at as f64 / crowd as f64);
        tasks.push(tokio::spawn(save(browser, place.clone(), first, pause, until)));
    }
    let mut seen = Seen::default();
    for task in tasks {
        let one = task.await.expect("a person of the crowd");
        seen.times.0.extend(one.times.0);
        seen.errors += one.errors;
    }
    seen.took = begun.elapsed();
    seen
}

/// Numbers the saves, so that each writes something new.
static COUNT: AtomicU32 = AtomicU32::new(1);

async fn save(mut browser: Browser, place: Place, first: Duration, pause: Duration, until: Instant) -> Seen {
    let mut seen = Seen::default();
    let mut version = place.version;
    let mut begun_anew = true;
    tokio::time::sleep(first).await;
    while Instant::now() < until {
        let value = format!("{}{}", place.words, COUNT.fetch_add(1, Ordering::Relaxed));
        let fields = [("name", place.field), ("value", &value), ("version", &version)];
        let begun = Instant::now();
        let reply = browser.post(&place.path, &fields).await;
        let took = begun.elapsed();
        let said = reply.as_ref().ok().and_then(|reply| serde_json::from_slice(&reply.body).ok());
        let said: serde_json::Value = said.unwrap_or_default();
        match (reply.map_or(0, |reply| reply.status), said["version"].as_str()) {
            (200, Some(kept)) => {
                kept.clone_into(&mut version);
                seen.times.0.push(took);
            }
            // The first save of a crowd meets what the crowd before left.
            (409, Some(theirs)) if begun_anew => theirs.clone_into(&mut version),
            _ => seen.errors += 1,
        }
        begun_anew = false;
        tokio::time::sleep(pause).await;
    }
    seen
}
