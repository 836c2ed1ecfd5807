//! The record put into the shape of the paper.

use super::sources::Sources;
use crate::App;
use crate::acts::campaign::{numbered, subject};
use crate::acts::finding::due_for;
use ::papers::{
    Attendee, CheckedItem, Disagreement, EarlierFinding, Fact, Finding, HeaderForm, Letterhead, Minutes,
    Outcome, PaperDate, RecordedPart, Refusal, RemediationReport, Severity, SuppliedPaper, Theme, Verdict,
    chair_signature, minutes_recipients, report_fact, seat_words, secretary_signature, unit_signature,
};
use domain::deadline::{Due, Rule};
use domain::moment;
use domain::text::fold;
use domain::visit::{self as rules, RecheckVerdict};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use store::visit::Seat;
use store::visit::fieldwork::Item;

/// The series minutes of a team are numbered in.
const SERIES: &str = "BB-ĐKT";

pub(super) fn minutes(app: &App, s: &Sources, state: &rules::Minutes, now: Timestamp) -> Minutes {
    let drawn_up = state.drawn_up_on();
    let day = drawn_up.unwrap_or_else(|| moment::day(now));
    let due = due_for(app, s.campaign.campaign.remediation.as_ref(), day);
    let (started, ended) = times(s, now);
    let present: Vec<&Seat> = s.seats.iter().filter(|seat| seat.attended != Some(false)).collect();
    let lead = lead(&present);
    let secretary = secretary(&present);
    Minutes {
        letterhead: letterhead(s, drawn_up, day),
        subject: subject(&s.campaign.campaign.title),
        unit: s.unit.name.clone(),
        team_name: s.team.name.clone(),
        bases: bases(s),
        started,
        ended,
        place: if s.visit.place.is_empty() { s.unit.name.clone() } else { s.visit.place.clone() },
        team: s.seats.iter().map(seat_line).collect(),
        unit_side: people(s, "unit"),
        guests: people(s, "guest"),
        chair: lead.map(|seat| format!("{}, {}", name(seat), seat_words(seat.role))).unwrap_or_default(),
        secretary: secretary.map(name).unwrap_or_default(),
        period: period(s),
        facts: facts(s),
        themes: themes(s),
        earlier: earlier(s),
        findings: findings(s, due.as_ref()),
        disagreements: disagreements(s),
        recommendations: recommendations(s),
        unit_opinion: Some(s.kept.text.unit_opinion.clone()).filter(|opinion| !opinion.is_empty()),
        unit_proposals: proposals(s),
        remediation: remediation(s, due.as_ref()),
        refusal: refusal(s),
        is_draft: drawn_up.is_none(),
        copies: copies(s),
        recorded: recorded(s),
        papers: supplied(s),
        secretary_signature: secretary_signature(
            signed(s, "secretary").map(|signature| signature.0).or_else(|| secretary.map(name)),
        ),
        chair_signature: {
            let written = signed(s, "team");
            let role = lead.map_or(domain::team::TeamRole::Lead, |seat| seat.role);
            let office = written.as_ref().and_then(|(_, office)| office.clone());
            chair_signature(role, written.map(|(name, _)| name).or_else(|| lead.map(name)), office)
        },
        unit_signature: {
            let written = signed(s, "unit");
            let title =
                written.as_ref().and_then(|(_, title)| title.clone()).or_else(|| s.unit.head_title.clone());
            unit_signature(title, written.map(|(name, _)| name).or_else(|| s.unit.head_name.clone()))
        },
        recipients: minutes_recipients(&s.campaign.campaign.issuer, &s.unit.name),
    }
}

fn letterhead(s: &Sources, drawn_up: Option<Date>, day: Date) -> Letterhead {
    let issuer = &s.campaign.campaign.issuer;
    let folded = fold(issuer);
    let party = ["tinh uy", "thanh uy", "dang uy"].iter().any(|body| folded.starts_with(body));
    Letterhead {
        form: if party { HeaderForm::Party } else { HeaderForm::State },
        parent: Some(issuer.clone()).filter(|issuer| !issuer.is_empty()),
        issuer: s.team.name.clone(),
        number: s.kept.number.and_then(|number| u32::try_from(number).ok()),
        series: SERIES.to_owned(),
        place: s.campaign.place.clone(),
        date: drawn_up.map_or(PaperDate::InMonth { year: day.year(), month: day.month() }, PaperDate::On),
    }
}

fn bases(s: &Sources) -> Vec<String> {
    let plan = &s.campaign.campaign;
    let dated =
        |day: Option<Date>| day.map(|day| format!(" ngày {}", day.strftime("%d/%m/%Y"))).unwrap_or_default();
    let mut bases = Vec::new();
    if !plan.number.is_empty() {
        let number = numbered(&plan.number);
        bases.push(format!("Kế hoạch{number}{} của {}", dated(s.campaign.issued_on), plan.issuer));
    }
    if let Some(number) = &s.team.decision_number {
        bases.push(format!(
            "Quyết định số {number}{} về việc thành lập {}",
            dated(s.team.decision_on),
            s.team.name
        ));
    }
    if bases.is_empty() {
        bases.push(format!("{} của {}", plan.title, plan.issuer));
    }
    bases
}

/// When the session opened and ended, as far as the steps say.
fn times(s: &Sources, now: Timestamp) -> (DateTime, DateTime) {
    let log = s.rules.log();
    let planned = s.visit.starts_at.map(moment::local);
    let first = log.iter().find_map(|entry| entry.began).or(planned);
    let last = log.iter().rev().find_map(|entry| entry.ended.or(entry.began));
    let now = moment::local(now);
    let started = first.unwrap_or(now);
    let over = matches!(s.rules.state, rules::VisitState::Finished { .. });
    (started, if over { last.unwrap_or(now) } else { now.max(started) })
}

fn name(seat: &Seat) -> String {
    let rank = seat.rank.clone().unwrap_or_default();
    let name = seat.name.clone().unwrap_or_else(|| seat.organisation.clone());
    format!("{rank} {name}").trim().to_owned()
}

fn lead<'a>(present: &[&'a Seat]) -> Option<&'a Seat> {
    use domain::team::TeamRole::{Deputy, Lead};
    let of = |role| present.iter().find(|seat| seat.role == role).copied();
    of(Lead).or_else(|| of(Deputy))
}

fn secretary<'a>(present: &[&'a Seat]) -> Option<&'a Seat> {
    use domain::team::TeamRole::{MemberSecretary, Secretary};
    present.iter().find(|seat| matches!(seat.role, Secretary | MemberSecretary)).copied()
}

fn seat_line(seat: &Seat) -> Attendee {
    let job = seat.job_title.clone().unwrap_or_default();
    let position = match (job.is_empty(), seat.name.is_some()) {
        (true, true) => seat.organisation.clone(),
        (true, false) => String::new(),
        (false, _) if fold(&job).contains(&fold(&seat.organisation)) => job,
        (false, _) => format!("{job}, {}", seat.organisation),
    };
    Attendee {
        name: name(seat),
        position,
        role: Some(seat_words(seat.role).to_owned()),
        absent: (seat.attended == Some(false)).then(|| seat.absent.clone().unwrap_or_default()),
    }
}

fn people(s: &Sources, side: &str) -> Vec<Attendee> {
    s.attendees
        .iter()
        .filter(|person| person.side == side)
        .map(|person| Attendee {
            name: person.name.clone(),
            position: person.job_title.clone().unwrap_or_default(),
            role: None,
            absent: person.absent.clone(),
        })
        .collect()
}

fn period(s: &Sources) -> String {
    let slashed = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let plan = &s.campaign.campaign;
    let to =
        plan.scope_to.map_or_else(|| "thời điểm kiểm tra".to_owned(), |day| format!("ngày {}", slashed(day)));
    match plan.scope_from {
        Some(from) => format!("từ ngày {} đến {to}", slashed(from)),
        None => format!("đến {to}"),
    }
}

fn facts(s: &Sources) -> Vec<Fact> {
    let t = &s.target;
    if t.report_state == "none" { vec![] } else { vec![report_fact(t.report_sent_on, t.report_late)] }
}

fn title_of(s: &Sources, theme: &str) -> String {
    s.themes.get(theme).map_or_else(|| theme.to_owned(), |title| title.vi.clone())
}

/// The items that were answered, theme by theme in the checklist's order.
fn themes(s: &Sources) -> Vec<Theme> {
    let mut themes: Vec<(String, Theme)> = Vec::new();
    for item in &s.items {
        let Some(checked) = checked(item) else { continue };
        if let Some((_, theme)) = themes.last_mut().filter(|(theme, _)| *theme == item.theme) {
            theme.items.push(checked);
        } else {
            let theme = Theme { title: title_of(s, &item.theme), items: vec![checked], remark: None };
            themes.push((item.theme.clone(), theme));
        }
    }
    themes.into_iter().map(|(_, theme)| theme).collect()
}

fn checked(item: &Item) -> Option<CheckedItem> {
    let verdict = match rules::Verdict::from_code(item.answer.verdict.as_deref()?)? {
        rules::Verdict::Met => Verdict::Met,
        rules::Verdict::NotMet => Verdict::NotMet,
        rules::Verdict::NotPresented => Verdict::NotShown,
        rules::Verdict::NotApplicable => Verdict::NotApplicable,
    };
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Some(CheckedItem {
        content: item.question.clone(),
        rule: item.basis.clone(),
        observed: item.answer.note.clone(),
        place: some(&item.answer.location),
        counted: item.answer.counted,
        guidance: some(&item.answer.told),
        verdict,
    })
}

fn earlier(s: &Sources) -> Vec<EarlierFinding> {
    s.earlier
        .iter()
        .filter_map(|earlier| {
            let outcome = match RecheckVerdict::from_code(earlier.verdict.as_deref()?)? {
                RecheckVerdict::Fixed => Outcome::Fixed,
                RecheckVerdict::Partly => Outcome::Partly,
                RecheckVerdict::NotFixed => Outcome::NotFixed,
                RecheckVerdict::Recurred => Outcome::Recurred,
            };
            Some(EarlierFinding {
                source: earlier.campaign_title.clone(),
                text: earlier.text.clone(),
                recheck: earlier.note.clone(),
                outcome,
            })
        })
        .collect()
}

fn findings(s: &Sources, due: Option<&Due>) -> Vec<Finding> {
    s.findings
        .iter()
        .map(|stated| Finding {
            code: stated.code.clone().unwrap_or_else(|| stated.number.to_string()),
            text: stated.text.clone(),
            evidence: stated.evidence.clone(),
            basis: stated.basis.clone(),
            severity: match stated.severity.as_str() {
                "violation" => Severity::Violation,
                "reminder" => Severity::Remind,
                _ => Severity::Remedy,
            },
            cause: Some(stated.cause.clone()).filter(|cause| !cause.is_empty()),
            request: stated.request.clone(),
            responsible: stated.responsible.clone(),
            deadline: stated
                .due_on
                .or_else(|| due.filter(|_| !stated.fixed_on_the_spot).map(|due| due.last_valid_day)),
        })
        .collect()
}

fn disagreements(s: &Sources) -> Vec<Disagreement> {
    s.disagreements
        .iter()
        .filter(|open| open.settled_at.is_none())
        .map(|open| Disagreement {
            matter: match (&open.item_code, &open.question) {
                (Some(code), Some(question)) => format!("Nội dung {code}: {question}"),
                _ => "Nội dung biên bản".to_owned(),
            },
            views: vec![Fact { label: open.member_name.clone(), text: open.text.clone() }],
        })
        .collect()
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .map(|line| line.trim().trim_start_matches(['-', '+']).trim().to_owned())
        .filter(|l| !l.is_empty())
}

fn recommendations(s: &Sources) -> Vec<String> {
    lines(&s.kept.text.lead_remarks).chain(lines(&s.kept.text.recommendations)).collect()
}

/// What the unit proposes, in the minutes or while it was visited.
fn proposals(s: &Sources) -> Vec<String> {
    let raised = s.requests.iter().filter(|request| request.kind == "question").map(|r| r.text.clone());
    lines(&s.kept.text.unit_proposals).chain(raised).collect()
}

fn remediation(s: &Sources, due: Option<&Due>) -> Option<RemediationReport> {
    let owed = s.findings.iter().any(|stated| !stated.fixed_on_the_spot);
    let due = due.filter(|_| owed)?;
    let Rule::After { days, .. } = s.campaign.campaign.remediation.as_ref()?.rule else { return None };
    Some(RemediationReport { to: s.team.name.clone(), days, deadline: due.last_valid_day })
}

fn refusal(s: &Sources) -> Option<Refusal> {
    let refused = s.signatures.iter().find(|signature| signature.state == "refused")?;
    let witness = refused.witness.clone().unwrap_or_default();
    let (name, position) = witness.split_once(", ").unwrap_or((witness.as_str(), ""));
    Some(Refusal {
        who: if refused.name.is_empty() { s.unit.name.clone() } else { refused.name.clone() },
        reason: refused.reason.clone(),
        witnesses: vec![Attendee {
            name: name.to_owned(),
            position: position.to_owned(),
            ..Attendee::default()
        }],
    })
}

fn copies(s: &Sources) -> Vec<String> {
    let named: Vec<String> = lines(&s.kept.text.copies_for).collect();
    if !named.is_empty() {
        return named;
    }
    vec![s.team.name.clone(), s.unit.name.clone()]
}

fn recorded(s: &Sources) -> Vec<RecordedPart> {
    s.seats
        .iter()
        .filter_map(|seat| {
            let mut parts: Vec<String> = Vec::new();
            for item in s.items.iter().filter(|item| item.member == Some(seat.member)) {
                let title = title_of(s, &item.theme);
                if item.answer.verdict.is_some() && !parts.contains(&title) {
                    parts.push(title);
                }
            }
            (!parts.is_empty()).then(|| RecordedPart {
                part: parts.join("; "),
                recorder: name(seat),
                handed_over: seat.handed_at.map(moment::local),
            })
        })
        .collect()
}

fn supplied(s: &Sources) -> Vec<SuppliedPaper> {
    s.requests
        .iter()
        .filter(|request| request.kind == "document" && request.state == "shown")
        .map(|request| SuppliedPaper {
            title: request.text.clone(),
            form: String::new(),
            quantity: 1,
            note: request.response.clone(),
        })
        .collect()
}

/// Name and title of whoever signed for a side.
fn signed(s: &Sources, side: &str) -> Option<(String, Option<String>)> {
    let signature = s.signatures.iter().find(|signature| signature.side == side)?;
    Some((signature.name.clone(), signature.job_title.clone())).filter(|(name, _)| !name.is_empty())
}
