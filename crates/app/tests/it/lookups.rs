//! Audits of lookups: a bundle of `rasoat-lookups` taken in on a visit, judged by its
//! rules, promoted, and compared with the next.

use evidence::{Header, Kind, Observation, Sealer, Sight, Source, Subject, Value, Writer};
use rasoat_app::acts::examination::{self, By, Filter, State, counted};
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::finding;
use testkit::house::House;

const TOOL: &str = "rasoat-lookups";
const LOG: &str = "nhat-ky-2026.csv";
const COUNTED: &str = "lookups.counted";

/// The bundle of one audit, line by line.
struct Audit {
    second: u32,
    seen: Vec<Observation>,
}

impl Audit {
    /// Of a log in which `rejected` lines could not be read.
    fn new(second: u32, rejected: i64, watch: bool, terminals: bool) -> Self {
        let mut audit = Audit { second, seen: Vec::new() };
        for (what, count) in
            [("rows", 1_300), ("lookups", 1_204), ("explained", 1_190), ("rejected", rejected)]
        {
            audit.count(Kind::Log, LOG, what, count, "");
        }
        for (attribute, there) in [("lookups.l12", watch), ("lookups.l16", terminals)] {
            let sight = if there { Sight::Seen(Value::Flag(true)) } else { Sight::NotCollected };
            audit.see(Kind::Log, LOG, attribute, attribute, sight);
        }
        audit.count(Kind::System, "csdl-dan-cu", "days", 240, "");
        audit
    }

    fn see(&mut self, kind: Kind, subject: &str, attribute: &str, place: &str, sight: Sight) {
        self.seen.push(Observation {
            subject: Subject::new(kind, subject),
            attribute: attribute.into(),
            sight,
            source: Source {
                tool: TOOL.into(),
                version: "0.1.0".into(),
                file: LOG.into(),
                sha256: "5f".repeat(32),
                place: place.into(),
            },
            seen_at: None,
            valid_at: None,
        });
    }

    fn count(&mut self, kind: Kind, subject: &str, what: &str, count: i64, why: &str) {
        let mut fields = vec![("what", Value::Text(what.into())), ("count", Value::Whole(count))];
        if !why.is_empty() {
            let at = |text: &str| Value::Instant(text.parse().expect("an instant"));
            fields.push(("first", at("2026-04-02T01:00:00Z")));
            fields.push(("last", at("2026-04-30T01:00:00Z")));
            fields.push(("why", Value::Text(why.into())));
        }
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.see(kind, subject, COUNTED, what, Sight::Seen(Value::Record(fields)));
    }

    fn account(&mut self, name: &str, flags: &[(&str, i64, &str)]) {
        self.count(Kind::Account, name, "lookups", 120, "");
        self.count(Kind::Account, name, "unexplained", flags.len() as i64, "");
        for (rule, count, why) in flags {
            self.count(Kind::Account, name, rule, *count, why);
        }
    }

    fn sealed(&self) -> Upload {
        let made_at = format!("2026-05-19T08:00:{:02}Z", self.second).parse().expect("an instant");
        let header = Header::new(TOOL, "0.1.0", made_at, "");
        let mut writer = Writer::new(Vec::new(), &header).expect("a header");
        for seen in &self.seen {
            writer.add(seen).expect("a line");
        }
        let bytes = writer.seal(&Sealer::new(&[7; 32])).expect("a seal");
        Upload { name: "evidence.rsb".into(), bytes }
    }
}

fn citizen() -> String {
    "0f3a".repeat(8)
}

/// One account flagged by two rules, one clean; a month missing; a citizen many looked
/// up; three lines that could not be read; no register of terminals to compare with.
fn first() -> Audit {
    let mut audit = Audit::new(1, 3, true, false);
    audit.account("tccd.01", &[("L4", 37, "không ghi số hồ sơ"), ("L12", 2, "người thân của chủ tài khoản")]);
    audit.account("tccd.02", &[]);
    audit.count(Kind::System, "csdl-dan-cu", "L1", 1, "không có bản ghi tháng 02/2026");
    audit.count(Kind::Citizen, &citizen(), "accounts", 6, "");
    audit.count(Kind::Citizen, &citizen(), "L11", 1, "6 tài khoản của 3 đơn vị");
    audit
}

fn all() -> Filter {
    Filter { limit: 1_000, tool: Some(TOOL.into()), ..Filter::default() }
}

type Told = (String, String, String, State);

async fn told(house: &House, who: &rasoat_app::Actor, visit: domain::identifier::VisitId) -> Vec<Told> {
    let (lines, _) = examination::list(&house.app, who, visit, &all()).await.expect("the list");
    let mut told: Vec<Told> = lines
        .into_iter()
        .map(|one| {
            let known = one.outcome;
            let subject = if known.kind == "citizen" { known.kind } else { known.subject };
            (subject, known.rule, known.verdict, one.state)
        })
        .collect();
    told.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    told
}

fn line(subject: &str, rule: &str, verdict: &str, state: State) -> Told {
    (subject.into(), format!("lookups.{rule}"), verdict.into(), state)
}

#[tokio::test]
async fn an_audit_of_lookups_is_judged_account_by_account_and_the_next_shows_what_is_fixed() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let taken =
            examination::take(app, who, visit, first().sealed(), false).await.expect("it is taken in");
        assert_eq!(taken.tool, TOOL);
        // Fourteen rules are asked of an account, four of a system, one of a citizen, three of
        // a log; without the register of terminals nobody is asked about theirs.
        assert_eq!((taken.fresh, taken.passed), (6, 11 + 13 + 3 + 1));
        assert_eq!(
            told(&house, who, visit).await,
            [
                line("citizen", "l11", "fails", State::Fresh),
                line("csdl-dan-cu", "l1", "fails", State::Fresh),
                line(LOG, "lines-read", "fails", State::Fresh),
                line(LOG, "terminal-list", "not_collected", State::Fresh),
                line("tccd.01", "l12", "fails", State::Fresh),
                line("tccd.01", "l4", "fails", State::Fresh),
            ]
        );
        let again = examination::take(app, who, visit, first().sealed(), false).await.expect("it is known");
        assert!(again.already && again.fresh == 0);

        // The next audit: the account states its dossiers now; this time there is a register
        // of terminals, but no watch list, so what was found by it stays as it was.
        let mut second = Audit::new(2, 0, false, true);
        second.account("tccd.01", &[]);
        second.account("tccd.02", &[("L16", 4, "máy MAY-09 chưa đăng ký")]);
        let taken = examination::take(app, who, visit, second.sealed(), false).await.expect("it is taken in");
        assert_eq!((taken.fresh, taken.gone), (2, 4));
        assert_eq!(
            told(&house, who, visit).await,
            [
                line("citizen", "l11", "fails", State::Fresh),
                line("csdl-dan-cu", "l1", "fails", State::Gone),
                line(LOG, "lines-read", "fails", State::Gone),
                line(LOG, "terminal-list", "not_collected", State::Gone),
                line(LOG, "watch-list", "not_collected", State::Fresh),
                line("tccd.01", "l12", "fails", State::Fresh),
                line("tccd.01", "l4", "fails", State::Gone),
                line("tccd.02", "l16", "fails", State::Fresh),
            ]
        );
        // A look at everything says of the citizen it does not name that nothing stands out.
        let mut third = Audit::new(3, 0, true, true);
        third.account("tccd.01", &[]);
        examination::take(app, who, visit, third.sealed(), true).await.expect("it is taken in");
        let standing = told(&house, who, visit).await.into_iter().filter(|one| one.3 != State::Gone);
        assert_eq!(standing.count(), 0);
        // An older audit cannot undo what a later one says.
        let older = examination::take(app, who, visit, Audit::new(0, 0, true, true).sealed(), false).await;
        assert!(older.is_err());
    }
}

#[tokio::test]
async fn results_are_counted_in_words_and_become_a_finding_without_a_citizens_hash_in_full() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        examination::take(app, who, visit, first().sealed(), false).await.expect("it is taken in");
        let of_kind = |kind: &str| Filter { kind: Some(kind.into()), ..all() };
        let (lines, count) = examination::list(app, who, visit, &of_kind("account")).await.expect("the list");
        assert_eq!(count, 2);
        let dossiers = lines.iter().find(|one| one.outcome.rule == "lookups.l4").expect("it is listed");
        assert_eq!(
            dossiers.outcome.title,
            "Không đạt: Mỗi lượt tra cứu ghi số hồ sơ; lượt tra cứu: 37, từ 02/04/2026 đến 30/04/2026 \
             (không ghi số hồ sơ)"
        );
        assert_eq!(counted(&dossiers.outcome).map(|counted| counted.count), Some(37));
        let by_account = examination::groups(app, who, visit, &of_kind("account"), By::Subject).await;
        let by_account = by_account.expect("the accounts");
        assert_eq!(
            (by_account.len(), by_account[0].name.as_str(), by_account[0].standing),
            (1, "tccd.01", 2)
        );

        let (citizens, _) = examination::list(app, who, visit, &of_kind("citizen")).await.expect("the list");
        let chosen = [dossiers.outcome.id, citizens[0].outcome.id];
        let finding = examination::promote(app, who, visit, province.campaign(), "H2", &chosen).await;
        let finding = finding.expect("it is recorded");
        let words = finding::view(app, who, finding).await.expect("the finding").listed.finding.words;
        assert_eq!(words.code.as_deref(), Some("H2"));
        let evidence: Vec<&str> = words.evidence.lines().collect();
        assert_eq!(evidence.len(), 2);
        assert!(evidence.iter().any(|line| line.starts_with("Tài khoản tccd.01: Không đạt: Mỗi lượt")));
        assert!(evidence.iter().any(|line| line.starts_with("Công dân (mã băm 0f3a0f3a): Không đạt")));
        assert!(!words.evidence.contains(&citizen()));
    }
}
