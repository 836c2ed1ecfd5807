//! Random walks: people of every role try every act at any time, in any order,
//! on what they saw a while ago or never. Whatever they do, the record holds
//! together.
//!
//! The machines of single nouns walk in `domain`'s tests; here they walk
//! together, with rights, versions, counters, notices and the audit.

mod hold;
mod people;

use domain::finding::{FindingStep, Severity};
use domain::identifier::{EntryId, FindingId};
use domain::register::{Book, Entry};
use domain::report::ReportStep;
use domain::visit::RecheckVerdict;
use hold::{Hold, Seen};
use jiff::ToSpan as _;
use people::{Part, People};
use proptest::prelude::*;
use rasoat_app::acts::finding::{self, After, New, Source, Step};
use rasoat_app::acts::report::{self, Change};
use rasoat_app::acts::{campaign, notice, register};
use rasoat_app::{Refusal, worker};
use store::finding::Words;
use testkit::house::House;

/// One try: who, what, and what luck decides.
#[derive(Debug, Clone, Copy)]
struct Try {
    who: Part,
    what: What,
    /// Which finding, which campaign, which text.
    pick: usize,
    /// Acts on what stands now, not on what stood a step ago.
    fresh: bool,
    /// With all that the act wants.
    whole: bool,
}

/// Everything that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Whatever the report's or a finding's state calls for next.
    Next,
    Wait,
    Work,
    OpenCampaign,
    CloseCampaign,
    AddTarget,
    RemoveTarget,
    Save,
    Fill,
    Hand,
    GiveBack,
    Submit,
    Remark,
    AnswerRemarks,
    SendBack,
    Accept,
    Resume,
    Record,
    Finding(usize),
    Acknowledge,
    Enter,
    Amend,
    Withdraw,
}

/// Steps of a finding that are tried.
const STEPS: usize = 14;

fn tries() -> impl Strategy<Value = Try> {
    let what = prop_oneof![
        30 => Just(What::Next),
        1 => Just(What::Wait),
        2 => Just(What::Work),
        2 => Just(What::OpenCampaign),
        1 => Just(What::CloseCampaign),
        1 => Just(What::AddTarget),
        1 => Just(What::RemoveTarget),
        3 => Just(What::Save),
        3 => Just(What::Fill),
        4 => Just(What::Hand),
        1 => Just(What::GiveBack),
        4 => Just(What::Submit),
        3 => Just(What::Remark),
        2 => Just(What::AnswerRemarks),
        3 => Just(What::SendBack),
        2 => Just(What::Accept),
        2 => Just(What::Resume),
        2 => Just(What::Record),
        16 => (0..STEPS).prop_map(What::Finding),
        1 => Just(What::Acknowledge),
        2 => Just(What::Enter),
        2 => Just(What::Amend),
        1 => Just(What::Withdraw),
    ];
    let luck = (0..8_usize, proptest::bool::weighted(0.85), proptest::bool::weighted(0.85));
    // Mostly someone who may, or nothing would ever happen.
    let who = prop_oneof![6 => Just(None), 1 => (0..Part::ALL.len()).prop_map(Some)];
    (what, who, luck).prop_map(|(what, who, (pick, fresh, whole))| {
        let who = who.map_or_else(|| may(what), |at| Part::ALL[at]);
        Try { who, what, pick, fresh, whole }
    })
}

/// Someone who may do it.
fn may(what: What) -> Part {
    match what {
        What::Next | What::Wait | What::Work | What::OpenCampaign | What::CloseCampaign => Part::Office,
        What::AddTarget | What::RemoveTarget | What::Accept => Part::Office,
        What::Save | What::Fill | What::Hand | What::GiveBack | What::AnswerRemarks => Part::Focal,
        What::Enter | What::Amend | What::Withdraw => Part::Focal,
        What::Submit | What::Resume | What::Acknowledge => Part::Head,
        What::Remark | What::SendBack | What::Record => Part::Lead,
        What::Finding(at) if at < 3 => Part::Focal,
        What::Finding(_) => Part::Lead,
    }
}

/// The walk under way.
struct Walk<'a> {
    house: &'a House,
    people: People,
    hold: Hold,
    findings: Vec<FindingId>,
    entries: Vec<EntryId>,
    seen: Seen,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    done: usize,
    refused: usize,
}

impl Walk<'_> {
    fn today(&self) -> jiff::civil::Date {
        self.house.app.today()
    }

    async fn look(&self) -> Seen {
        self.hold.look(self.house, &self.people, (&self.findings, &self.entries)).await
    }

    async fn attempt(&mut self, one: Try) -> Result<(), Refusal> {
        let (app, id) = (&self.house.app, self.people.report);
        let one = if one.what == What::Next { self.next(one).await } else { one };
        let who = self.people.get(one.who);
        let version = if one.fresh { self.hold.version(self.house).await } else { self.seen.version };
        match one.what {
            What::Next => Err(Refusal::NotFound),
            What::Wait => {
                self.house.clock.forward(9 + 24 * one.pick as i64);
                Ok(())
            }
            What::Work => worker::round(app).await.map(|_| ()),
            What::OpenCampaign => campaign::open(app, who, self.people.draft).await,
            What::CloseCampaign if one.pick == 0 => campaign::close(app, who, self.people.campaign).await,
            What::CloseCampaign => campaign::close(app, who, self.people.draft).await,
            What::AddTarget => {
                let (draft, cohort, unit) = (self.people.draft, self.people.cohort, self.people.spare);
                campaign::add_targets(app, who, draft, cohort, &[unit]).await.map(|_| ())
            }
            What::RemoveTarget => {
                let reason = if one.whole { "Đã sáp nhập" } else { " " };
                match self.hold.spare_target(self.house, &self.people).await {
                    Some(target) => campaign::remove_target(app, who, target, reason).await,
                    None => Err(Refusal::NotFound),
                }
            }
            What::Save => {
                let cell = people::ANSWERS[one.pick].0;
                let stands = self.hold.answer(self.house, cell).await;
                let seen = if one.fresh { stands } else { stands - 1 };
                let typed = format!("Văn bản số {}", self.seen.tries);
                let change = Change { cell: cell.parse().expect("a cell"), typed, seen };
                report::save(app, who, id, vec![change]).await.map(|_| ())
            }
            What::Fill => self.people.fill(self.house, who, &self.hold).await,
            What::Hand => report::hand_to_head(app, who, id, version).await,
            What::GiveBack => report::give_back(app, who, id, version, "Xem lại mục II").await,
            What::Submit => report::submit(app, who, id, version, one.whole).await.map(|_| ()),
            What::Remark => {
                let text = if one.whole { "Bổ sung số liệu" } else { "" };
                report::add_remark(app, who, id, "", text).await.map(|_| ())
            }
            What::AnswerRemarks => {
                let mut outcome = Err(Refusal::NotFound);
                for remark in self.hold.remarks(self.house).await {
                    outcome = report::answer_remark(app, who, id, remark, "Đã bổ sung").await;
                }
                outcome
            }
            What::SendBack => {
                let due = one.whole.then(|| self.today() + 5.days());
                report::send_back(app, who, id, version, due).await
            }
            What::Accept => report::accept(app, who, id, version).await,
            What::Resume => report::resume(app, who, id, version).await,
            What::Record => {
                let new = self.new_finding(one.whole);
                let id = finding::record(app, who, new, vec![]).await?;
                self.findings.push(id);
                Ok(())
            }
            What::Finding(step) => {
                let Some(finding) = self.findings.get(one.pick % self.findings.len().max(1)) else {
                    return Err(Refusal::NotFound);
                };
                let stands = self.hold.finding_version(self.house, *finding).await;
                let seen = if one.fresh { stands } else { stands - 1 };
                finding::take(app, who, *finding, seen, self.step(step, one), vec![]).await
            }
            What::Acknowledge => {
                let (own, _) = notice::mine(app, who, 5, 0).await?;
                match own.first() {
                    Some(own) => notice::acknowledge(app, who, own.id).await,
                    None => Err(Refusal::NotFound),
                }
            }
            What::Enter => {
                let id = register::add(app, who, self.account(one)).await?;
                self.entries.push(id);
                Ok(())
            }
            What::Amend | What::Withdraw => {
                let Some(id) = self.entries.get(one.pick % self.entries.len().max(1)).copied() else {
                    return Err(Refusal::NotFound);
                };
                let stands = self.hold.entry(self.house, id).await.version;
                let seen = if one.fresh { stands } else { stands - 1 };
                if one.what == What::Withdraw {
                    let why = if one.whole { "Ghi nhầm đơn vị" } else { " " };
                    return register::withdraw(app, who, id, seen, why).await;
                }
                register::change(app, who, Entry { id, ..self.account(one) }, seen).await
            }
        }
    }

    /// An account, mostly one whose name is taken sooner or later.
    fn account(&self, one: Try) -> Entry {
        let unit = self.people.unit;
        Entry {
            name: if one.whole { format!("tccd.{}", one.pick) } else { String::new() },
            holder: format!("CB-{}", self.seen.tries),
            from: Some(self.today()),
            left: (one.pick == 0).then(|| self.today()),
            ..Entry::new(EntryId(uuid::Uuid::nil()), unit, Book::Accounts)
        }
    }

    /// What is called for, by someone who may.
    async fn next(&self, one: Try) -> Try {
        let step = |of: FindingStep| match of {
            FindingStep::SubmitPlan => 0,
            FindingStep::ReportDone => 1,
            FindingStep::AskExtension => 2,
            FindingStep::Request => 3,
            FindingStep::CorrectOnTheSpot => 4,
            FindingStep::ApprovePlan => 5,
            FindingStep::RejectPlan => 6,
            FindingStep::Verify => 7 + one.pick % 2,
            FindingStep::Close => 9,
            FindingStep::Reopen => 10,
            FindingStep::DecideExtension => 11 + one.pick % 2,
            _ => 13,
        };
        let what = match self.findings.get(one.pick % 4) {
            Some(finding) => {
                let steps = self.hold.steps_of_finding(self.house, *finding).await;
                steps.get(one.pick % steps.len().max(1)).map_or(What::Record, |of| What::Finding(step(*of)))
            }
            None if one.pick > 4 => What::Record,
            None => match self.hold.steps_of_report(self.house).await.get(one.pick % 2) {
                Some(ReportStep::Write) => What::Fill,
                Some(ReportStep::GiveBack) => What::GiveBack,
                Some(ReportStep::Submit) => What::Submit,
                Some(ReportStep::Accept) => What::Accept,
                Some(ReportStep::Return) if one.fresh => What::SendBack,
                Some(ReportStep::Return) => What::Remark,
                Some(ReportStep::Resume) => What::Resume,
                Some(ReportStep::HandToHead) | None => What::Hand,
            },
        };
        // A step picks its finding by the same luck.
        Try { who: may(what), what, pick: one.pick % 4, fresh: true, whole: true }
    }

    fn new_finding(&self, whole: bool) -> New {
        let text = if whole { "Chưa ban hành nội quy" } else { "" };
        New {
            campaign: self.people.campaign,
            unit: self.people.unit,
            source: Source::Visit { visit: self.people.visit, item: None },
            words: Words {
                code: Some("B3".into()),
                text: text.into(),
                request: "Ban hành nội quy".into(),
                basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".into(),
                ..Words::default()
            },
            severity: Severity::Remedy,
            fixed_on_the_spot: false,
            observed_on: self.today(),
            repeats: None,
        }
    }

    fn step(&self, at: usize, one: Try) -> Step {
        let text =
            || if one.whole { "Đã thực hiện theo kế hoạch".to_owned() } else { String::new() };
        let later = self.today() + (10 + one.pick as i64).days();
        let verdict = RecheckVerdict::ALL[one.pick % RecheckVerdict::ALL.len()];
        match at {
            0 => Step::SubmitPlan { text: text(), finishes_on: later },
            1 => Step::ReportDone { text: text() },
            2 => Step::AskExtension { until: later + 30.days(), reason: text() },
            3 => Step::Request { due: later },
            4 => Step::CorrectOnTheSpot { note: text() },
            5 => Step::ApprovePlan { note: text() },
            6 => Step::RejectPlan { reason: text() },
            7 => Step::Verify { verdict, note: text(), after: After::Wait },
            8 => Step::Verify { verdict, note: text(), after: After::Close },
            9 => Step::Close { note: text() },
            10 => Step::Reopen { due: later, reason: text() },
            11 => Step::GrantExtension { note: text() },
            12 => Step::RefuseExtension { note: text() },
            _ => Step::Withdraw { reason: text() },
        }
    }
}

async fn walk(house: &House, tries: &[Try]) -> Tally {
    let people = Box::pin(People::gather(house)).await;
    let hold = Hold::new(&people);
    let seen = hold.look(house, &people, (&[], &[])).await;
    let mut walk = Walk { house, people, hold, findings: Vec::new(), entries: Vec::new(), seen };
    let mut tally = Tally::default();
    let mut before = walk.look().await;
    for one in tries {
        let outcome = walk.attempt(*one).await;
        let after = walk.look().await;
        let engine = house.record.engine;
        match outcome {
            Ok(()) => tally.done += 1,
            Err(refusal @ (Refusal::Store(_) | Refusal::Broken(_))) => {
                panic!("{engine}: {one:?} broke something: {refusal}")
            }
            Err(refusal) => {
                tally.refused += 1;
                assert!(before.same_record(&after), "{engine}: refused ({refusal}), yet changed: {one:?}");
            }
        }
        if one.who == Part::Stranger && !matches!(one.what, What::Next | What::Wait | What::Work) {
            assert!(before.same_record(&after), "{engine}: a stranger changed something: {one:?}");
        }
        before.leads_to(&after);
        let tries = walk.seen.tries + 1;
        walk.seen = std::mem::replace(&mut before, after);
        walk.seen.tries = tries;
    }
    hold::chain_is_whole(house).await;
    tally
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_state(tries in proptest::collection::vec(tries(), 60..90)) {
        runtime().block_on(async {
            for house in House::each().await {
                let tally = Box::pin(walk(&house, &tries)).await;
                assert!(tally.done > 10 && tally.refused > 5, "the walk went somewhere: {tally:?}");
            }
        });
    }
}
