//! Đôn đốc: the office, or a team for its own campaign, urges units by hand:
//! chosen, looked at, sent; each as a notice with its outcome.
//!
//! Not here: the reminders of the day (`duty`), the words (`papers::message`).

use crate::acts::campaign::numbered;
use crate::acts::finding::{letterhead, print};
use crate::acts::notice::{self, Telling};
use crate::acts::report::Printed;
use crate::{Act, Actor, App, Refusal};
use domain::calendar::days_between;
use domain::identifier::{CampaignId, UnitId};
use domain::policy::Action;
use domain::text::tidy;
use jiff::Timestamp;
use jiff::civil::Date;
use papers::message::{self, Left, Urged, Urging};
use papers::{Format, OwedItem, Recipients, Reminder, ReminderMatter, Signature};
use std::collections::BTreeMap;
use store::campaign::{self, Kept};
use store::{finding, notice as told, reminder};

pub use papers::message::Message;

/// The kind of notice an urging is.
pub const KIND: &str = "urging";
/// The longest words of one's own, in characters.
const LONGEST: usize = 2_000;

/// What units are urged about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Reports,
    Remedies,
}

/// A unit that owes something in a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    pub unit: UnitId,
    pub unit_name: String,
    pub due: Option<Date>,
    /// Numbers of its open findings.
    pub numbers: Vec<i64>,
    /// Its report was sent once and returned.
    pub returned: bool,
    /// How often it was urged, and when last.
    pub urged: i64,
    pub last_urged: Option<Timestamp>,
    object: (&'static str, String),
    link: String,
}

/// What the urging says beyond what is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// By when it is expected.
    pub until: Date,
    pub note: String,
}

/// Who owes what in a campaign, in an order that stays the same.
#[derive(Debug, Clone)]
pub struct Board {
    pub kept: Kept,
    pub owing: Vec<Owing>,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Units that were told; those told today before are not.
    pub units: usize,
    /// Rows of the register.
    pub notices: usize,
}

impl Matter {
    pub const ALL: [Matter; 2] = [Matter::Reports, Matter::Remedies];

    pub fn code(self) -> &'static str {
        match self {
            Matter::Reports => "reports",
            Matter::Remedies => "remedies",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.code() == code)
    }
}

/// A unit that owes a report, or the remedy of some findings, for samples of
/// pages.
pub fn sample(unit: &str, numbers: &[i64]) -> Owing {
    Owing {
        unit: UnitId(uuid::Uuid::nil()),
        unit_name: unit.to_owned(),
        due: Some(jiff::civil::date(2026, 11, 16)),
        numbers: numbers.to_vec(),
        returned: false,
        urged: 1,
        last_urged: Some(Timestamp::constant(1_795_000_000, 0)),
        object: ("campaign", String::new()),
        link: String::new(),
    }
}

/// Who owes a report or a remedy in a campaign, and when they were last urged.
pub async fn owing(app: &App, who: &Actor, id: CampaignId, matter: Matter) -> Result<Board, Refusal> {
    let (mut tx, scope) = app.look(who, Action::NoticeSend).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let mut owing = match matter {
        Matter::Reports => reports(&mut tx, id).await?,
        Matter::Remedies => remedies(&mut tx, id).await?,
    };
    let urged = told::told_units(&mut tx, KIND, id).await?;
    for one in &mut owing {
        if let Some((_, times, latest)) = urged.iter().find(|(unit, ..)| *unit == one.unit) {
            (one.urged, one.last_urged) = (*times, Some(*latest));
        }
    }
    Ok(Board { kept, owing })
}

async fn reports(tx: &mut store::Tx, id: CampaignId) -> Result<Vec<Owing>, Refusal> {
    let owed = reminder::unreported(tx, id).await?;
    let owing = owed.into_iter().map(|report| Owing {
        unit: report.unit,
        unit_name: report.unit_name,
        due: report.due_on,
        numbers: Vec::new(),
        returned: report.returned,
        urged: 0,
        last_urged: None,
        object: ("report", report.id.to_string()),
        link: format!("/self-reports/{}", report.id),
    });
    Ok(owing.collect())
}

/// The findings of a unit are one urging, with the nearest day.
async fn remedies(tx: &mut store::Tx, id: CampaignId) -> Result<Vec<Owing>, Refusal> {
    let mut units: BTreeMap<UnitId, Owing> = BTreeMap::new();
    let mut order = Vec::new();
    for one in finding::sweep::owing_in(tx, id).await? {
        let owing = units.entry(one.unit).or_insert_with(|| {
            order.push(one.unit);
            Owing {
                unit: one.unit,
                unit_name: one.unit_name.clone(),
                due: Some(one.due_on),
                numbers: Vec::new(),
                returned: false,
                urged: 0,
                last_urged: None,
                object: ("campaign", id.to_string()),
                link: format!("/findings?campaign={id}&unit={}&state=unclosed", one.unit),
            }
        });
        owing.numbers.push(one.number);
        owing.due = owing.due.min(Some(one.due_on));
    }
    Ok(order.into_iter().filter_map(|unit| units.remove(&unit)).collect())
}

/// What would be said to each of the chosen units that still owe something.
pub async fn preview(
    app: &App,
    who: &Actor,
    id: CampaignId,
    matter: Matter,
    chosen: &[UnitId],
    words: &Words,
) -> Result<Vec<(Owing, Message)>, Refusal> {
    let words = checked(app, words)?;
    let board = owing(app, who, id, matter).await?;
    let today = app.today();
    let title = board.kept.campaign.title;
    Ok(board
        .owing
        .into_iter()
        .filter(|one| chosen.contains(&one.unit))
        .map(|one| {
            let message = say(&one, &title, matter, &words, today);
            (one, message)
        })
        .collect())
}

/// Urges the chosen units that still owe something: each at most once a day, so
/// that a second press sends nothing. Many are told in several changes, so that
/// others do not wait; what was told stays told.
pub async fn send(
    app: &App,
    who: &Actor,
    id: CampaignId,
    matter: Matter,
    chosen: &[UnitId],
    words: &Words,
) -> Result<Sent, Refusal> {
    let words = checked(app, words)?;
    if chosen.is_empty() {
        return Err(Refusal::invalid("pick", "urging-none-chosen"));
    }
    let board = owing(app, who, id, matter).await?;
    let owing: Vec<_> = board.owing.iter().filter(|one| chosen.contains(&one.unit)).collect();
    let mut sent = Sent { units: 0, notices: 0 };
    for chunk in owing.chunks(super::AT_ONCE) {
        let mut act = app.act(who).await?;
        let scope = act.allow(Action::NoticeSend)?;
        campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
        let mut units = Vec::new();
        for one in chunk {
            let new = tell(&mut act, one, &board.kept, matter, &words).await?;
            sent.notices += new;
            if new > 0 {
                units.push(one.unit.to_string());
            }
        }
        if !units.is_empty() {
            sent.units += units.len();
            let detail = serde_json::json!({ "matter": matter.code(), "units": units, "until": words.until });
            act.tell("reminder.urge", "campaign", id, detail).await?;
            act.done().await?;
        }
    }
    Ok(sent)
}

async fn tell(
    act: &mut Act<'_>,
    one: &Owing,
    kept: &Kept,
    matter: Matter,
    words: &Words,
) -> Result<usize, Refusal> {
    let today = act.today();
    let telling = Telling {
        kind: KIND,
        once_key: format!("{KIND}:{}:{}:{}:{today}", kept.campaign.id, matter.code(), one.unit),
        message: say(one, &kept.campaign.title, matter, words, today),
        link: Some(one.link.clone()),
        campaign: Some(kept.campaign.id),
        object: (one.object.0, one.object.1.clone()),
        files: &[],
    };
    notice::tell_unit(act, one.unit, &telling).await
}

fn checked(app: &App, words: &Words) -> Result<Words, Refusal> {
    if words.until < app.today() {
        return Err(Refusal::invalid("until", "urging-too-early"));
    }
    Ok(Words { until: words.until, note: tidy(&words.note).chars().take(LONGEST).collect() })
}

fn say(one: &Owing, campaign: &str, matter: Matter, words: &Words, today: Date) -> Message {
    message::urging(&Urging {
        unit: &one.unit_name,
        campaign,
        urged: match matter {
            Matter::Reports => Urged::Report,
            Matter::Remedies => Urged::Remedies,
        },
        numbers: &one.numbers,
        due: one.due.map(|due| (due, Left(days_between(today, due)))),
        until: words.until,
        note: &words.note,
    })
}

/// The letter to those of the chosen who are past their day: a draft for
/// whoever signs it.
pub async fn letter(
    app: &App,
    who: &Actor,
    id: CampaignId,
    matter: Matter,
    chosen: &[UnitId],
    until: Date,
    format: Format,
) -> Result<Printed, Refusal> {
    let board = owing(app, who, id, matter).await?;
    let today = app.today();
    let late: Vec<_> = board
        .owing
        .iter()
        .filter(|one| chosen.is_empty() || chosen.contains(&one.unit))
        .filter_map(|one| one.due.filter(|due| *due < today).map(|due| (one, due)))
        .collect();
    if late.is_empty() {
        return Err(Refusal::NotFound);
    }
    let kept = &board.kept;
    let issued = kept.issued_on.map(|day| format!(" ngày {}", day.strftime("%d/%m/%Y"))).unwrap_or_default();
    let bases = if kept.campaign.number.is_empty() {
        Vec::new()
    } else {
        vec![format!("Kế hoạch{}{issued}", numbered(&kept.campaign.number))]
    };
    let letter = Reminder {
        letterhead: letterhead(kept, today),
        matter: match matter {
            Matter::Reports => ReminderMatter::SelfReports,
            Matter::Remedies => ReminderMatter::Remediation,
        },
        subject: kept.campaign.title.clone(),
        addressees: late.iter().map(|(one, _)| one.unit_name.clone()).collect(),
        bases,
        as_of: today,
        owed: late.iter().map(|(one, due)| owed(one, *due, matter, today)).collect(),
        new_deadline: until,
        deliver_to: kept.campaign.issuer.clone(),
        contact: None,
        signature: Signature { title: "Thủ trưởng cơ quan".to_owned(), ..Signature::default() },
        recipients: Recipients { lines: vec!["Như trên".to_owned()], filing: "VT".to_owned() },
    };
    let name = match matter {
        Matter::Reports => "Đôn đốc gửi báo cáo",
        Matter::Remedies => "Đôn đốc khắc phục",
    };
    print(papers::reminder(&letter), format, name).await
}

fn owed(one: &Owing, due: Date, matter: Matter, today: Date) -> OwedItem {
    let what = match matter {
        Matter::Reports => "Báo cáo kết quả tự kiểm tra".to_owned(),
        Matter::Remedies => {
            let numbers: Vec<_> = one.numbers.iter().map(ToString::to_string).collect();
            format!("Khắc phục tồn tại số {}", numbers.join(", "))
        }
    };
    OwedItem {
        unit: one.unit_name.clone(),
        what,
        due,
        days_late: u32::try_from(days_between(due, today)).unwrap_or(0),
    }
}
