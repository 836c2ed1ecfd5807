//! What must hold of the record, whatever was done: looked at between two acts.

use domain::campaign::CampaignState;
use domain::finding::FindingStep;
use domain::identifier::{CampaignId, EntryId, FindingId, RemarkId, ReportId, TargetId};
use domain::report::{Report, ReportStep};
use rasoat_app::Actor;
use std::collections::BTreeSet;
use store::Scope;
use testkit::house::House;

use super::people::People;

/// Looks at the record past all rights.
#[derive(Debug)]
pub struct Hold {
    everything: Scope,
    report: ReportId,
}

/// What stood at one moment.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub tries: usize,
    /// The report's version.
    pub version: i64,
    lines: usize,
    report: Option<Report>,
    rounds: usize,
    campaigns: Vec<CampaignState>,
    findings: Vec<(String, i64, i64)>,
    /// Entries of registers: version, whether withdrawn.
    entries: Vec<(i64, bool)>,
}

impl Hold {
    pub fn new(people: &People) -> Self {
        Hold { everything: Scope::everything(Actor::program("walk").user.id), report: people.report }
    }

    pub async fn version(&self, house: &House) -> i64 {
        self.kept(house).await.version
    }

    async fn kept(&self, house: &House) -> store::report::Kept {
        let mut tx = house.app.store.read().await.expect("a reader");
        let found = store::report::get(&mut tx, &self.everything, self.report).await.expect("a query");
        found.expect("the report").kept
    }

    /// The version of one answer.
    pub async fn answer(&self, house: &House, cell: &str) -> i64 {
        let mut tx = house.app.store.read().await.expect("a reader");
        let standing = store::report::answers(&mut tx, self.report).await.expect("the answers");
        standing.iter().find(|answer| answer.cell.to_string() == cell).map_or(0, |answer| answer.version)
    }

    pub async fn remarks(&self, house: &House) -> Vec<RemarkId> {
        self.kept(house).await.report.remarks().iter().map(|remark| remark.id).collect()
    }

    pub async fn steps_of_report(&self, house: &House) -> &'static [ReportStep] {
        self.kept(house).await.report.steps()
    }

    pub async fn steps_of_finding(&self, house: &House, id: FindingId) -> Vec<FindingStep> {
        let mut tx = house.app.store.read().await.expect("a reader");
        let found = store::finding::get(&mut tx, &self.everything, id).await.expect("a query");
        found.expect("the finding").case.steps()
    }

    pub async fn finding_version(&self, house: &House, id: FindingId) -> i64 {
        let mut tx = house.app.store.read().await.expect("a reader");
        let found = store::finding::get(&mut tx, &self.everything, id).await.expect("a query");
        found.expect("the finding").version
    }

    pub async fn entry(&self, house: &House, id: EntryId) -> store::register::Kept {
        let mut tx = house.app.store.read().await.expect("a reader");
        let found = store::register::get(&mut tx, &self.everything, id).await.expect("a query");
        found.expect("the entry")
    }

    pub async fn spare_target(&self, house: &House, people: &People) -> Option<TargetId> {
        let mut tx = house.app.store.read().await.expect("a reader");
        let found = store::target::of_unit(&mut tx, people.draft, people.spare).await.expect("a query");
        found.map(|target| target.id)
    }

    /// Takes everything in, and checks what must hold of it at any moment.
    pub async fn look(
        &self,
        house: &House,
        people: &People,
        (findings, entered): (&[FindingId], &[EntryId]),
    ) -> Seen {
        let mut tx = house.app.store.read().await.expect("a reader");
        let kept = store::report::get(&mut tx, &self.everything, self.report).await.expect("a query");
        let kept = kept.expect("the report").kept;
        let rounds = store::report::receipts(&mut tx, self.report).await.expect("the rounds").len();
        let target = store::target::of_unit(&mut tx, people.campaign, people.unit).await.expect("a query");
        let target = target.expect("the unit is a target");
        assert_eq!(target.report_state, kept.report.code(), "the list shows the report's state");
        assert_eq!(target.report_due_on, kept.due_on, "and its day");
        assert!(kept.answered <= kept.required, "no more answered than asked");
        let sent = matches!(kept.report, Report::Submitted { .. } | Report::Accepted { .. });
        assert!(!sent || rounds == usize::from(kept.report.version()), "every sending left its round");

        let mut cases = Vec::new();
        for id in findings {
            let found = store::finding::get(&mut tx, &self.everything, *id).await.expect("a query");
            let found = found.expect("the finding");
            assert_eq!(found.closed_at.is_some(), found.case.is_closed(), "closed in both places");
            assert_eq!(found.case.owes().0.is_empty(), found.case.is_closed(), "open until closed");
            cases.push((found.case.code().to_owned(), found.version, found.number));
        }
        let open = cases.iter().filter(|(code, ..)| code != "closed").count() as i64;
        // The province brought two of its own.
        assert_eq!((target.findings_total, target.findings_open), (cases.len() as i64 + 2, open + 2));
        let mut numbers: Vec<_> = cases.iter().map(|(_, _, number)| *number).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), cases.len(), "no two findings bear one number");

        let (mut entries, mut names) = (Vec::new(), BTreeSet::new());
        for id in entered {
            let found = store::register::get(&mut tx, &self.everything, *id).await.expect("a query");
            let found = found.expect("an entry is never deleted");
            assert_eq!(found.entry.unit, people.unit, "an entry stays with its unit");
            let alone = found.withdrawn.is_some() || names.insert(found.entry.name);
            assert!(alone, "no two entries that stand bear one name");
            entries.push((found.version, found.withdrawn.is_some()));
        }

        let mut campaigns = Vec::new();
        for id in [people.campaign, people.draft] {
            campaigns.push(self.campaign(&mut tx, id).await);
        }
        drop(tx);
        let lines = house.lines_told().await;
        Seen {
            tries: 0,
            version: kept.version,
            lines,
            report: Some(kept.report),
            rounds,
            campaigns,
            findings: cases,
            entries,
        }
    }

    async fn campaign(&self, tx: &mut store::Tx, id: CampaignId) -> CampaignState {
        let kept = store::campaign::get(tx, &self.everything, id).await.expect("a query").expect("there");
        let state = kept.campaign.state;
        let left = store::target::left_to_open(tx, id).await.expect("a count");
        let total = store::target::total(tx, id).await.expect("a count");
        assert!(state != CampaignState::Draft || left == total, "a draft asks nobody for a report");
        assert_eq!(kept.closed_at.is_some(), state == CampaignState::Closed);
        for team in store::team::of_campaign(tx, id).await.expect("its teams") {
            assert_eq!(team.dissolved_at.is_some(), state == CampaignState::Closed, "teams end with it");
            let holders = store::people::team_holders(tx, team.id).await.expect("who sits in it");
            assert!(state != CampaignState::Closed || holders.is_empty(), "access ends with the team");
        }
        state
    }
}

impl Seen {
    /// Nothing was written between the two, not even a line in the audit.
    pub fn same_record(&self, after: &Seen) -> bool {
        (self.version, self.lines, self.rounds, &self.campaigns, &self.findings, &self.entries)
            == (after.version, after.lines, after.rounds, &after.campaigns, &after.findings, &after.entries)
    }

    /// What may follow what.
    pub fn leads_to(&self, after: &Seen) {
        let order = |state: &CampaignState| CampaignState::ALL.iter().position(|known| known == state);
        for (was, is) in self.campaigns.iter().zip(&after.campaigns) {
            assert!(order(was) <= order(is), "a campaign went back from {was:?} to {is:?}");
        }
        assert!(self.version <= after.version && self.lines <= after.lines && self.rounds <= after.rounds);
        assert!(after.rounds - self.rounds <= 1, "one act sends once");
        if let (Some(was), Some(is)) = (&self.report, &after.report) {
            let steps: Vec<&str> = was.steps().iter().map(|step| step.code()).collect();
            let moved = was.code() != is.code();
            assert!(!moved || !steps.is_empty(), "{} has no way out, yet became {}", was.code(), is.code());
            assert!(!moved || after.version > self.version, "a step raises the version");
        }
        for ((was, before, _), (is, now, _)) in self.findings.iter().zip(&after.findings) {
            assert!(was == is || now > before, "a finding went from {was} to {is} under one version");
        }
        for ((before, was), (now, is)) in self.entries.iter().zip(&after.entries) {
            assert!(was <= is, "an entry came back");
            assert!(now - before <= 1 && (was == is || now > before), "a change raises the version by one");
        }
    }
}

pub async fn chain_is_whole(house: &House) {
    let mut tx = house.app.store.read().await.expect("a reader");
    let verdict = store::audit::verify(&mut tx).await.expect("the audit");
    assert!(matches!(verdict, store::audit::Verdict::Whole { .. }), "{verdict:?}");
}
