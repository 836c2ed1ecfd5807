//! The work a province does, measured on the running program over HTTP, on both
//! databases: opening a campaign of a thousand units, its lists, saving answers
//! by many at once, minutes, memory, start and disk. Prints one table.
//!
//! `cargo xtask bench` runs it. Everything is on one machine: whoever asks takes
//! processor time from whoever answers. Words after it (`W2 W4`) keep to the
//! measurements that begin with one of them.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement prints its table and how far it is"
)]

#[path = "../../tests/it/program.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod program;
mod province;
mod saving;
mod table;

use std::time::{Duration, Instant};

use app::Actor;
use domain::campaign::CampaignState;
use program::{Place, Program};
use province::{ITEMS, Province, TARGETS, browsers};
use store::Scope;
use table::{Table, Times, megabytes, millis};
use testkit::browser::Browser;
use testkit::house::House;

/// Times a page is fetched.
const FETCHES: usize = 200;
const MINUTES: usize = 1_000;

/// Whether a measurement was asked for; all are when none is named.
pub fn wanted(what: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    named.peek().is_none() || named.any(|word| what.starts_with(&word))
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut table = Table::default();
    println!("{TARGETS} targets × {ITEMS} items; outline {}", province::OUTLINE);
    runtime.block_on(async {
        for house in House::each_at(&app::Clock::system().now().to_string()).await {
            measure(&house, &mut table).await;
        }
    });
    if wanted("W5") {
        minutes(&mut table);
    }
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_rasoat")).map_or(0, |meta| meta.len());
    table.add("program file", "", "", megabytes(size), String::new());
    table.print();
}

async fn measure(house: &House, table: &mut Table) {
    let engine = house.record.engine;
    eprintln!("{engine}: building the province");
    let place = Place::of(house);
    let begun = Instant::now();
    drop(place.serve());
    let cold = begun.elapsed();
    let province = Province::build(house).await;
    let begun = Instant::now();
    let program = place.serve();
    let warm = begun.elapsed();
    let found = format!("{} empty, {} filled", millis(cold), millis(warm));
    table.add("W6 start", engine, "", found, String::new());
    let mut office = browsers(program.address, std::slice::from_ref(&province.office)).await.remove(0);

    let opened = open(house, &mut office, &province).await;
    let beside = format!("rival 32.6 s: {:.0}× as fast", 32.6 / opened.as_secs_f64());
    table.add("W1 open a campaign", engine, "< 3 s", format!("{:.2} s", opened.as_secs_f64()), beside);

    let inspectors = province.visited(house).await;

    let campaign = format!("/campaigns/{}", province.campaign);
    for (what, path) in [
        ("W2 list of campaigns", "/campaigns".to_owned()),
        ("W2 a campaign's targets", campaign.clone()),
        ("W2 the same, page 20", format!("{campaign}?page=20")),
        ("W2 the same, narrowed", format!("{campaign}?q=so+77&status=missing")),
        ("W2 list of reports", "/self-reports".to_owned()),
        ("W4 provincial dashboard", "/overview".to_owned()),
    ] {
        if !wanted(what) {
            continue;
        }
        let aim = if what.starts_with("W4") { "< 50 ms" } else { "p95 < 30 ms" };
        match fetch(&mut office, &path).await {
            Some(times) => {
                let found = format!("p50 {}, p95 {}", millis(times.p50()), millis(times.p95()));
                table.add(what, engine, aim, found, String::new());
            }
            None => table.add(what, engine, aim, "no such page yet".into(), String::new()),
        }
    }
    if wanted("W3") {
        saving::all(house, &province, &inspectors, &program, table).await;
    }
    used(house, &place, &program, table);
}

/// From the button to the campaign being open.
async fn open(house: &House, office: &mut Browser, province: &Province) -> Duration {
    let path = format!("/campaigns/{}", province.campaign);
    let begun = Instant::now();
    let reply = office.post(&format!("{path}/open"), &[]).await.expect("an answer");
    assert_eq!(reply.status, 303, "{}", reply.text());
    let everything = Scope::everything(Actor::program("bench").user.id);
    loop {
        let mut tx = house.app.store.read().await.expect("a reader");
        let kept = store::campaign::get(&mut tx, &everything, province.campaign).await.expect("a query");
        if kept.expect("the campaign").campaign.state == CampaignState::Open {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_mins(5), "the opening does not end");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn fetch(browser: &mut Browser, path: &str) -> Option<Times> {
    let mut times = Times::default();
    for _ in 0..FETCHES {
        let begun = Instant::now();
        let reply = browser.get(path).await.expect("an answer");
        if reply.status != 200 {
            return None;
        }
        times.0.push(begun.elapsed());
    }
    Some(times)
}

fn used(house: &House, place: &Place, program: &Program, table: &mut Table) {
    let engine = house.record.engine;
    let memory = memory(program).map_or("not told".into(), megabytes);
    table.add("W6 memory after all that", engine, "< 150 MB", memory, "rival 413 MB per worker".into());
    if house.record.folder().is_some() {
        let size = |name: &str| std::fs::metadata(place.data.join(name)).map_or(0, |meta| meta.len());
        let found = format!("{} + {} log", megabytes(size("rasoat.db")), megabytes(size("rasoat.db-wal")));
        table.add("W6 disk", engine, "", found, String::new());
    }
}

/// How much memory the program holds now, in bytes.
fn memory(program: &Program) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.pid())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Minutes as DOCX, one after the other on one core.
fn minutes(table: &mut Table) {
    let sample = papers::Minutes::sample();
    let begun = Instant::now();
    let mut bytes = 0;
    for _ in 0..MINUTES {
        bytes += papers::minutes(&sample).docx().expect("minutes").len();
    }
    let took = begun.elapsed();
    let each = megabytes(bytes as u64 / MINUTES as u64);
    table.add("W5 1,000 minutes as DOCX", "", "< 60 s", format!("{:.1} s", took.as_secs_f64()), each);
}
