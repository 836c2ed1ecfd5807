//! People at work until the program is gone: writers who save all the time, a
//! head who sends, an office that opens.

use std::sync::Arc;

use domain::identifier::ReportId;
use testkit::browser::{Browser, Reply};
use tokio::task::JoinHandle;

use super::ledger::Ledger;
use super::scene::Scene;

/// The cells a writer fills, over and over.
const CELLS: [&str; 3] = ["head_directs", "responsibility", "conclusion.summary"];

/// Everyone begins; each ends when the program no longer answers.
pub fn start(scene: &Scene, people: &[Browser], ledger: &Arc<Ledger>) -> Vec<JoinHandle<()>> {
    let mut tasks = Vec::new();
    for (report, browser) in scene.edited.iter().zip(people) {
        for cell in CELLS {
            let (report, ledger) = (*report, Arc::clone(ledger));
            let browser = browser.moved(browser.address());
            tasks.push(tokio::spawn(async move { write(browser, report, cell, &ledger).await }));
        }
    }
    let [.., sender, office] = people else { panic!("a sender and an office work") };
    let (sender, office) = (sender.moved(sender.address()), office.moved(office.address()));
    let (to_send, campaigns) = (scene.to_send.clone(), scene.campaigns.clone());
    let (of_sender, of_office) = (Arc::clone(ledger), Arc::clone(ledger));
    tasks.push(tokio::spawn(async move { send(sender, &to_send, &of_sender).await }));
    tasks.push(tokio::spawn(async move {
        let mut browser = office;
        for campaign in campaigns {
            if of_office.opened().contains(&campaign) {
                continue;
            }
            let Ok(reply) = browser.post(&format!("/campaigns/{campaign}/open"), &[]).await else { return };
            // 409: it was opened before the kill swallowed the answer.
            assert!([303, 409].contains(&reply.status), "opening answers {}", reply.status);
            of_office.note_opened(campaign);
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
    }));
    tasks
}

async fn write(mut browser: Browser, report: ReportId, cell: &str, ledger: &Ledger) {
    let path = format!("/self-reports/{report}/save");
    let mut count = 0_u64;
    loop {
        let known = ledger.cell(report, cell);
        count += 1;
        let value = format!("{cell} {} {count}", known.version + 1);
        ledger.tries(report, cell, &value);
        let version = known.version.to_string();
        let fields = [("name", cell), ("value", &value), ("version", &version)];
        let Ok(reply) = browser.post(&path, &fields).await else { return };
        assert!([200, 409].contains(&reply.status), "a save answers {}: {}", reply.status, reply.text());
        let said: serde_json::Value = serde_json::from_slice(&reply.body).expect("an answer in JSON");
        let at = said["version"].as_str().and_then(|version| version.parse().ok()).unwrap_or_default();
        match said["outcome"].as_str() {
            Some("kept") => ledger.saved(report, cell, &value, at),
            Some("conflict") => {
                ledger.found(report, cell, said["theirs"].as_str().unwrap_or_default(), at);
            }
            _ => panic!("a save answers {said}"),
        }
    }
}

/// Hands over and sends one report after the other, with a little time between.
async fn send(mut browser: Browser, reports: &[ReportId], ledger: &Ledger) {
    for report in reports {
        if ledger.sent().contains(report) {
            continue;
        }
        let Ok(page) = browser.get(&format!("/self-reports/{report}")).await else { return };
        let Some((mut version, with_head)) = standing(&page) else { continue };
        let path = format!("/self-reports/{report}/step");
        if !with_head {
            let at = version.to_string();
            let Ok(reply) = browser.post(&path, &[("step", "hand"), ("version", &at)]).await else { return };
            done(&reply, "report-handed");
            ledger.note_handed(*report);
            version += 1;
        }
        let at = version.to_string();
        let fields = [("step", "submit"), ("declared", "1"), ("version", &at)];
        let Ok(reply) = browser.post(&path, &fields).await else { return };
        done(&reply, "report-submitted");
        ledger.note_sent(*report);
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

/// The redirect that carries the message of success.
fn done(reply: &Reply, key: &str) {
    let told = reply.headers.iter().any(|(name, value)| name == "set-cookie" && value.contains(key));
    assert!(reply.status == 303 && told, "a step answers {}: {:?}", reply.status, reply.headers);
}

/// The version on a report's page and whether it is with the head; none once it
/// was sent.
fn standing(page: &Reply) -> Option<(i64, bool)> {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"version\" value=\"")?;
    let version = rest.split_once('"')?.0.parse().ok()?;
    let may = |step: &str| text.contains(&format!("value=\"{step}\""));
    (may("hand") || may("submit")).then(|| (version, may("submit")))
}
