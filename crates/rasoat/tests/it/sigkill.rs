//! The program killed at random moments under a load of saved answers, sent
//! reports and campaigns being opened: what was acknowledged is there, nothing
//! stays half-done, no mail goes out twice, the audit's chain is whole.
//!
//! Six kills per database; `RASOAT_KILLS=50` asks for more, and then also waits
//! for the leases of killed workers to run out, which otherwise are ended by hand.

mod ledger;
mod load;
pub mod scene;

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::campaign::CampaignState;
use ledger::Ledger;
use scene::Scene;
use store::Scope;
use testkit::house::House;

use crate::program::{Place, mail, verify};

const KILLS: usize = 6;
/// The program lives at least and at most this long, in milliseconds.
const LIFE: (u64, u64) = (100, 1_500);
/// How long what was under way may take to end after the last start. On a
/// server, a killed worker's lease must run out first.
const PATIENCE: Duration = Duration::from_mins(5);

/// How many kills were asked for.
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
fn asked() -> Option<usize> {
    std::env::var("RASOAT_KILLS").ok().and_then(|text| text.parse().ok())
}

fn random(from: u64, to: u64) -> u64 {
    let hex = app::clock::secret::<8>().expect("a random number");
    from + u64::from_str_radix(&hex, 16).expect("it is hex") % (to - from)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_the_program_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    let kills = asked().unwrap_or(KILLS);
    for house in House::each().await {
        let scene = Scene::build(&house, kills).await;
        let place = Place::of(&house);
        let ledger = Arc::new(Ledger::default());
        let mut letters = Letters::default();
        let program = place.serve();
        let mut people = scene.sign_in(program.address).await;
        let mut running = Some(program);
        for _ in 0..kills {
            let program = running.take().unwrap_or_else(|| place.serve());
            people = people.iter().map(|browser| browser.moved(program.address)).collect();
            let load = load::start(&scene, &people, &ledger);
            tokio::time::sleep(Duration::from_millis(random(LIFE.0, LIFE.1))).await;
            program.kill();
            for task in load {
                task.await.expect("a person of the load");
            }
            letters.look(&place.data);
            verify(&place);
        }
        if asked().is_none() {
            let mut tx = house.app.store.change().await.expect("a turn");
            store::job::release_all(&mut tx, app::Clock::system().now()).await.expect("leases end");
            tx.keep().await.expect("it is kept");
        }
        let program = place.serve();
        settle(&house, &scene, &ledger).await;
        drop(program);
        letters.look(&place.data);
        verify(&place);
        check(&house, &scene, &ledger, &letters).await;
        println!("{}: {kills} kills; {}; {} letters", house.record.engine, ledger.words(), letters.0.len());
    }
}

/// Waits until the worker has nothing left to do.
async fn settle(house: &House, scene: &Scene, ledger: &Ledger) {
    let begun = Instant::now();
    loop {
        let mut tx = house.app.store.read().await.expect("a reader");
        let jobs = store::job::latest(&mut tx, 10_000).await.expect("the jobs");
        let failed: Vec<_> = jobs.iter().filter(|job| job.state == "failed").collect();
        assert!(failed.is_empty(), "{failed:?}");
        let opening = jobs.iter().any(|job| job.kind == "open_campaign" && job.state != "done");
        let mut waiting = 0;
        for report in ledger.sent() {
            for told in store::notice::about(&mut tx, "report", &report.to_string()).await.expect("notices") {
                let left = told.state == "queued" || told.state == "sending" && asked().is_some();
                waiting += usize::from(left);
            }
        }
        drop(tx);
        if !opening && waiting == 0 {
            return;
        }
        let left = format!("openings left: {opening}; notices left: {waiting}");
        assert!(
            begun.elapsed() < PATIENCE,
            "after {PATIENCE:?}: {left} ({} campaigns)",
            scene.campaigns.len()
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The mail folder: each letter's file as first seen. A letter written again
/// would have another inode.
#[derive(Debug, Default)]
struct Letters(BTreeMap<String, u64>);

impl Letters {
    fn look(&mut self, data: &Path) {
        let Ok(entries) = std::fs::read_dir(mail(data)) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".eml") {
                continue;
            }
            let inode = entry.metadata().expect("a letter").ino();
            let first = *self.0.entry(name.clone()).or_insert(inode);
            assert_eq!(first, inode, "{name} was written twice");
        }
    }
}

async fn check(house: &House, scene: &Scene, ledger: &Ledger, letters: &Letters) {
    let engine = house.record.engine;
    let mut tx = house.app.store.read().await.expect("a reader");
    for report in scene.edited.iter().chain(&scene.to_send) {
        let standing = store::report::answers(&mut tx, *report).await.expect("the answers");
        let value = |cell: &str| {
            let found = standing.iter().find(|answer| answer.cell.to_string() == cell);
            found.map(|answer| answer.value.clone()).unwrap_or_default()
        };
        ledger.check_answers(*report, value);
    }
    let everything = Scope::everything(scene.office.user.id);
    for report in &scene.to_send {
        let kept =
            store::report::get(&mut tx, &everything, *report).await.expect("a query").expect("there").kept;
        let rounds = store::report::receipts(&mut tx, *report).await.expect("the rounds").len();
        let state = kept.report.code();
        assert_eq!(rounds, usize::from(state == "submitted"), "{engine}: half sent: {state}");
        if ledger.sent().contains(report) {
            assert_eq!(state, "submitted", "{engine}: an acknowledged sending is lost");
        }
        let told = store::notice::about(&mut tx, "report", &report.to_string()).await.expect("notices");
        let of_sending: Vec<_> = told.iter().filter(|told| told.kind == "report_submitted").collect();
        assert_eq!(of_sending.len(), rounds, "{engine}: told as often as sent");
        for one in told.iter().filter(|told| told.state == "sent" && told.email.is_some()) {
            assert!(letters.0.contains_key(&format!("{}.eml", one.id)), "{engine}: {} has no letter", one.id);
        }
    }
    for campaign in &scene.campaigns {
        let kept =
            store::campaign::get(&mut tx, &everything, *campaign).await.expect("a query").expect("there");
        let left = store::target::left_to_open(&mut tx, *campaign).await.expect("a count");
        let total = store::target::total(&mut tx, *campaign).await.expect("a count");
        match kept.campaign.state {
            CampaignState::Draft => {
                assert!(!ledger.opened().contains(campaign), "{engine}: an acknowledged opening is lost");
                assert_eq!(left, total, "{engine}: a draft has reports");
            }
            CampaignState::Open => assert_eq!(left, 0, "{engine}: an opening is half-done"),
            state => panic!("{engine}: {} stays", state.code()),
        }
        let filter = store::target::Filter { limit: 1_000, ..Default::default() };
        let today = house.app.today();
        let targets =
            store::target::list(&mut tx, &everything, *campaign, &filter, today).await.expect("a list");
        let wanted = if kept.campaign.state == CampaignState::Open { "draft" } else { "none" };
        assert!(targets.iter().all(|target| target.report_state == wanted), "{engine}: a counter is behind");
    }
    let lines = store::audit::after(&mut tx, 0, 1_000_000).await.expect("the audit");
    let told = |action: &str| lines.iter().filter(|line| line.action == action).count();
    assert!(told("report.save") >= ledger.saves(), "{engine}: a save without its line");
    assert!(told("report.submit") >= ledger.sent().len(), "{engine}: a sending without its line");
    assert!(told("campaign.open") >= ledger.opened().len(), "{engine}: an opening without its line");
    assert!(ledger.saves() > KILLS, "{engine}: the load really saved: {}", ledger.words());
}
