//! W3: one answer saved by many at once, each save on disk before it is
//! answered. Once as fast as the answers come, and once at the pace of people
//! who type: a save a second each.

use std::time::{Duration, Instant};

use domain::identifier::ReportId;
use testkit::browser::Browser;
use testkit::house::House;

use crate::program::Program;
use crate::province::{Province, browsers};
use crate::table::{Table, Times, millis};

const CELL: &str = "pc_total";
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

pub async fn all(house: &House, province: &Province, program: &Program, table: &mut Table) {
    let engine = house.record.engine;
    let reports = province.reports(house).await;
    let bare = bare(house);
    for (role, sessions) in [("one unit", &province.narrow), ("a thousand units", &province.wide)] {
        let mut people = browsers(program.address, sessions).await;
        for crowd in CROWDS {
            let seen = watch(&mut people, &reports, crowd, Duration::ZERO).await;
            line(table, engine, &format!("W3 save, {role}, {crowd} without pause"), &seen, bare, crowd == 1);
        }
        for crowd in [64, 200] {
            let seen = watch(&mut people, &reports, crowd, PACE).await;
            line(table, engine, &format!("W3 save, {role}, {crowd} typing"), &seen, bare, false);
        }
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

async fn watch(people: &mut [Browser], reports: &[ReportId], crowd: usize, pause: Duration) -> Seen {
    let begun = Instant::now();
    let until = begun + WATCHED;
    let mut tasks = Vec::new();
    for (at, (browser, report)) in people.iter().zip(reports).take(crowd).enumerate() {
        let browser = browser.moved(browser.address());
        // People do not all type at the same instant.
        let first = pause.mul_f64(at as f64 / crowd as f64);
        tasks.push(tokio::spawn(save(browser, *report, first, pause, until)));
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

async fn save(
    mut browser: Browser,
    report: ReportId,
    first: Duration,
    pause: Duration,
    until: Instant,
) -> Seen {
    let path = format!("/self-reports/{report}/save");
    let mut seen = Seen::default();
    // What the page would show: the version that stands.
    let mut version = 0_i64;
    let mut count = 0;
    tokio::time::sleep(first).await;
    while Instant::now() < until {
        count += 1;
        let (value, at) = (format!("{}", version * 1000 + count), version.to_string());
        let fields = [("name", CELL), ("value", &value), ("version", &at)];
        let begun = Instant::now();
        let reply = browser.post(&path, &fields).await;
        let took = begun.elapsed();
        let Ok(reply) = reply else {
            seen.errors += 1;
            continue;
        };
        let said: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let standing = said["version"].as_str().and_then(|version| version.parse().ok());
        match (reply.status, standing) {
            (200, Some(kept)) => {
                version = kept;
                seen.times.0.push(took);
            }
            // The first save of a crowd meets what the crowd before left.
            (409, Some(theirs)) if count == 1 => version = theirs,
            _ => seen.errors += 1,
        }
        tokio::time::sleep(pause).await;
    }
    seen
}
