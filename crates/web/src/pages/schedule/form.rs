//! The form of one visit: day and hours, place, who goes, and why it may depart
//! from the rules.
//!
//! Not here: what stands against it (`app`).

use app::acts::schedule::{AdHoc, Share};
use domain::identifier::{MemberId, TargetId, TeamId, UnitId};
use domain::schedule::{Going, Slot, sessions};
use domain::visit::Trigger;
use jiff::civil::{Date, DateTime, Time};

use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::Frame;
use crate::words::Value;

/// A team with those who could go.
pub struct Crew<'a> {
    pub id: TeamId,
    pub name: &'a str,
    pub roster: &'a [Going],
}

/// Fields of the time and place, then of who goes.
pub fn fields(f: &Frame, crews: &[Crew<'_>], line: &[UnitId]) -> Vec<Field> {
    let mut fields = vec![
        Field::new("day", "schedule-day", Kind::Date).required(),
        Field::new("from", "schedule-from", Kind::Text { max: 5 }).required().help("schedule-hour-help"),
        Field::new("to", "schedule-to", Kind::Text { max: 5 }).required(),
        Field::new("last_day", "schedule-last-day", Kind::Date).help("schedule-last-day-help"),
        Field::new("place", "schedule-place", Kind::Text { max: 300 }),
    ];
    if crews.len() > 1 {
        let teams =
            crews.iter().map(|crew| Choice::new(crew.id.to_string(), Label::Words(crew.name.to_owned())));
        fields.push(Field::new("team", "schedule-team", Kind::Radio).required().choices(teams));
    }
    for crew in crews {
        let label = if crews.len() > 1 {
            Label::Words(f.t_with("schedule-members-of", &[("team", crew.name)]))
        } else {
            Label::Key("schedule-members")
        };
        let people = crew.roster.iter().map(|going| person(f, going, line));
        fields.push(Field::new(members_field(crew.id), label, Kind::Checks).choices(people));
    }
    fields.push(
        Field::new("exception", "schedule-exception", Kind::LongText { max: 1_000, rows: 2 })
            .help("schedule-exception-help"),
    );
    fields
}

pub fn members_field(team: TeamId) -> String {
    format!("members-{team}")
}

fn person(f: &Frame, going: &Going, line: &[UnitId]) -> Choice {
    let member = &going.member;
    let name = member.name.clone().unwrap_or_else(|| f.t("team-to-nominate"));
    let role = f.t(&format!("seat-{}", member.role.code()));
    let label = format!("{name} · {role} · {}", member.organisation);
    let choice = Choice::new(member.id.to_string(), Label::Words(label));
    match going.barred(line) {
        Some(domain::team::Bar::OwnUnit) => choice.help("schedule-barred-own"),
        Some(domain::team::Bar::Declared) => choice.help("schedule-barred-declared"),
        None => choice,
    }
}

/// What an empty form begins with: a whole session, everyone who may go.
pub fn beginning(crews: &[Crew<'_>], line: &[UnitId], day: Option<String>) -> Vec<(String, String)> {
    let (from, to) = sessions(2)[0];
    let mut values = vec![
        ("from".to_owned(), hour(from)),
        ("to".to_owned(), hour(to)),
        ("day".to_owned(), day.unwrap_or_default()),
    ];
    for crew in crews {
        // A place for which nobody is named yet cannot go.
        let free = crew.roster.iter().filter(|going| going.member.name.is_some());
        let free = free.filter(|going| going.barred(line).is_none());
        values.extend(free.map(|going| (members_field(crew.id), going.member.id.to_string())));
    }
    values
}

pub fn hour(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `8:00`, `08h30`, `8h`.
pub fn time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.trim().split_once([':', 'h', 'H', '.'])?;
    let minutes = if minutes.trim().is_empty() { "0" } else { minutes.trim() };
    Time::new(hours.trim().parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

/// The time the form says; what is wrong with the hours is told beside them.
pub fn slot(form: &mut Form) -> Option<Slot> {
    let from = moment(form, "day", "from");
    let last = if form.date("last_day").is_some() { "last_day" } else { "day" };
    let to = moment(form, last, "to");
    Some(Slot { starts: from?, ends: to? })
}

fn moment(form: &mut Form, day: &str, field: &str) -> Option<DateTime> {
    let typed = form.text(field).map(str::to_owned)?;
    let read = time(&typed);
    if read.is_none() {
        form.fail(field, "schedule-not-an-hour");
    }
    Some(form.date(day)?.to_datetime(read?))
}

/// The team and members the form chose.
pub fn share(form: &Form, crews: &[Crew<'_>], target: TargetId) -> Option<Share> {
    let team = match crews {
        [only] => only.id,
        _ => form.text("team")?.parse().ok()?,
    };
    Some(Share { target, team, members: members(form, team) })
}

pub fn members(form: &Form, team: TeamId) -> Vec<MemberId> {
    form.many(&members_field(team)).iter().filter_map(|id| id.parse().ok()).collect()
}

/// The fields of an ad-hoc visit.
pub fn ad_hoc_fields() -> Vec<Field> {
    let triggers = Trigger::ALL.map(|trigger| Choice::new(trigger.code(), trigger_key(trigger)));
    vec![
        Field::new("trigger", "schedule-trigger", Kind::Radio).required().choices(triggers),
        Field::new("grounds", "schedule-grounds", Kind::LongText { max: 1_000, rows: 3 })
            .required()
            .help("schedule-grounds-help"),
    ]
}

pub fn ad_hoc(form: &Form) -> Option<AdHoc> {
    let trigger = form.text("trigger").and_then(Trigger::from_code)?;
    Some(AdHoc { trigger, grounds: form.text("grounds")?.to_owned() })
}

pub fn trigger_key(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::ViolationSign => "schedule-trigger-violation-sign",
        Trigger::Risk => "schedule-trigger-risk",
        Trigger::Incident => "schedule-trigger-incident",
        Trigger::OwnersRequest => "schedule-trigger-owners-request",
        Trigger::Order => "schedule-trigger-order",
    }
}

/// Tells the faults an act found beside their fields; those of the members
/// stand with the chosen team's.
pub fn fail(form: &mut Form, faults: Vec<app::refusal::Fault>, team: Option<TeamId>) {
    for fault in faults {
        let field = match (fault.field.as_str(), team) {
            ("members", Some(team)) => members_field(team),
            (other, _) => other.to_owned(),
        };
        let values = fault.args.into_iter().map(|(name, value)| (name, value_of(value))).collect();
        form.fail_with(&field, said(fault.key), values);
    }
}

/// The form's own word for what the work calls an empty field.
pub fn said(key: &'static str) -> &'static str {
    if key == "field-required" { "form-required" } else { key }
}

/// Figures choose the plural of a message; other values are words.
fn value_of(text: String) -> Value<'static> {
    match text.parse::<i64>() {
        Ok(figure) => Value::Figure(figure),
        Err(_) => Value::from(text),
    }
}

/// The first day of the month a text such as "2026-06" names.
pub fn month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1)
        .ok()
        .filter(|day| (2000..=2999).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_here_write_them() {
        let wanted = Some(jiff::civil::time(8, 30, 0, 0));
        for text in ["8:30", "08:30", "8h30", "8.30", " 08h30 "] {
            assert_eq!(time(text), wanted, "{text}");
        }
        assert_eq!(time("8h"), Some(jiff::civil::time(8, 0, 0, 0)));
        for text in ["", "8", "25:00", "8:61", "sáng"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_is_a_year_and_a_number() {
        assert_eq!(month("2026-06"), Some(jiff::civil::date(2026, 6, 1)));
        for text in ["", "2026", "2026-13", "1-1", "tháng 6"] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
