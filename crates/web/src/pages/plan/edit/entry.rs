//! One entry of a reading as fields, and from its fields back into the plan.
//!
//! Not here: the page and who may save it (`edit`), how a deadline is counted
//! (`plan::count`).

use domain::deadline::Rule;
use domain::plan::{
    Basis, DeadlineReading, Place, Plan, Target, TargetKind, TargetPurpose, TeamRole, TeamRow,
};

use crate::form::{Choice, Field, Form, Kind};

/// The longest count of days a plan can set.
const MOST_DAYS: i64 = 1_000;

/// What can be corrected one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages::plan) enum Part {
    Target,
    Team,
    Deadline,
    Basis,
}

impl Part {
    pub(in crate::pages::plan) fn of(code: &str) -> Option<Self> {
        match code {
            "target" => Some(Self::Target),
            "team" => Some(Self::Team),
            "deadline" => Some(Self::Deadline),
            "basis" => Some(Self::Basis),
            _ => None,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Target => "plan-edit-target",
            Self::Team => "plan-edit-team",
            Self::Deadline => "plan-edit-deadline",
            Self::Basis => "plan-edit-basis",
        }
    }

    pub(super) fn len(self, plan: &Plan) -> usize {
        match self {
            Self::Target => plan.targets.len(),
            Self::Team => plan.team.len(),
            Self::Deadline => plan.deadlines.len(),
            Self::Basis => plan.bases.len(),
        }
    }
}

const ROLES: [(&str, TeamRole, &str); 5] = [
    ("lead", TeamRole::Lead, "seat-lead"),
    ("deputy", TeamRole::Deputy, "seat-deputy"),
    ("member", TeamRole::Member, "seat-member"),
    ("secretary", TeamRole::Secretary, "seat-secretary"),
    ("member_secretary", TeamRole::MemberSecretary, "seat-member_secretary"),
];

pub(super) fn fields(part: Part, plan: &Plan, at: Option<usize>) -> Vec<Field> {
    let line =
        |name: &'static str, label: &'static str, max: usize| Field::new(name, label, Kind::Text { max });
    let mut fields = match part {
        Part::Target => vec![
            line("name", "plan-edit-name", 300).required(),
            line("group", "plan-edit-group", 500),
            Field::new("purpose", "plan-edit-purpose", Kind::Radio).required().choices([
                Choice::new("inspection", "purpose-inspection"),
                Choice::new("remediation_check", "purpose-remediation_check"),
            ]),
            Field::new("class", "plan-edit-class", Kind::Check),
        ],
        Part::Team => vec![
            Field::new("role", "plan-edit-role", Kind::Select)
                .required()
                .choices(ROLES.iter().map(|(code, _, words)| Choice::new(*code, *words))),
            line("name", "plan-edit-person", 150).help("plan-edit-person-help"),
            line("rank", "plan-edit-rank", 60),
            line("position", "plan-edit-position", 200),
            line("organisation", "plan-edit-organisation", 300).required(),
            line("roster", "plan-edit-roster", 300),
        ],
        Part::Deadline => vec![
            Field::new("what", "plan-edit-what", Kind::LongText { max: 1_000, rows: 3 }).required(),
            line("who", "plan-edit-who", 500),
        ],
        Part::Basis => vec![
            line("type", "plan-edit-type", 60).required(),
            line("number", "plan-edit-number", 60),
            Field::new("date", "plan-edit-date", Kind::Date),
            line("issuer", "plan-edit-issuer", 200),
            Field::new("subject", "plan-edit-subject", Kind::LongText { max: 1_000, rows: 2 }),
        ],
    };
    if part == Part::Deadline {
        match at.and_then(|at| plan.deadlines.get(at)).map(|d| &d.rule) {
            None | Some(Rule::Absolute { .. }) => {
                fields.push(Field::new("day", "plan-edit-day", Kind::Date).required());
                fields.push(Field::new("inclusive", "plan-edit-inclusive", Kind::Check));
            }
            Some(rule) if counted(rule).is_some() => {
                let days = Kind::Number { min: 0, max: MOST_DAYS };
                fields
                    .push(Field::new("days", "plan-edit-days", days).required().unit("plan-edit-days-unit"));
                fields.push(Field::new("working", "plan-edit-working", Kind::Check));
            }
            // What recurs or counts hours stays as the paper words it.
            Some(_) => {}
        }
    }
    fields.push(Field::new("version", "plan-edit-version", Kind::Hidden { max: 20 }));
    fields
}

pub(super) fn values(
    part: Part,
    plan: &Plan,
    at: usize,
    visit: crate::words::Lang,
) -> Vec<(&'static str, String)> {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let on = |yes: bool| if yes { "on".to_owned() } else { String::new() };
    let mut values = match part {
        Part::Target => plan.targets.get(at).map_or_else(Vec::new, |t| {
            let purpose =
                if t.purpose == TargetPurpose::Inspection { "inspection" } else { "remediation_check" };
            vec![
                ("name", t.name.clone()),
                ("group", t.group.clone()),
                ("purpose", purpose.to_owned()),
                ("class", on(t.kind == TargetKind::Group)),
            ]
        }),
        Part::Team => plan.team.get(at).map_or_else(Vec::new, |m| {
            let role = ROLES.iter().find(|(_, role, _)| *role == m.role).map_or("member", |(code, ..)| *code);
            vec![
                ("role", role.to_owned()),
                ("name", some(&m.name)),
                ("rank", some(&m.rank)),
                ("position", some(&m.position)),
                ("organisation", m.organisation.clone()),
                ("roster", m.roster.clone()),
            ]
        }),
        Part::Deadline => plan.deadlines.get(at).map_or_else(Vec::new, |d| {
            let mut values = vec![("what", d.what.clone()), ("who", some(&d.who))];
            if let Rule::Absolute { date, inclusive } = &d.rule {
                values.push(("day", visit.date(*date)));
                values.push(("inclusive", on(*inclusive)));
            } else if let Some((days, working)) = counted(&d.rule) {
                values.push(("days", days.to_string()));
                values.push(("working", on(working)));
            }
            values
        }),
        Part::Basis => plan.bases.get(at).map_or_else(Vec::new, |b| {
            vec![
                ("type", b.r#type.clone()),
                ("number", some(&b.number)),
                ("date", b.date.map(|date| visit.date(date)).unwrap_or_default()),
                ("issuer", some(&b.issuer)),
                ("subject", some(&b.subject)),
            ]
        }),
    };
    values.retain(|(_, value)| !value.is_empty());
    values
}

pub(super) fn place(part: Part, plan: &Plan, at: usize) -> Option<Place> {
    match part {
        Part::Target => plan.targets.get(at).map(|t| t.place),
        Part::Team => plan.team.get(at).map(|m| m.place),
        Part::Deadline => plan.deadlines.get(at).map(|d| d.place),
        Part::Basis => plan.bases.get(at).map(|b| b.place),
    }
}

/// Puts what was typed into the plan: over a reading, or as a new one.
pub(super) fn change(part: Part, plan: &mut Plan, at: Option<usize>, form: &Form) {
    let typed = |name: &str| form.text(name).map(str::to_owned).filter(|text| !text.is_empty());
    let said = |name: &str| typed(name).unwrap_or_default();
    match part {
        Part::Target => {
            let old = at.and_then(|at| plan.targets.get(at)).cloned();
            let kind = old.as_ref().map_or(TargetKind::Unknown, |t| t.kind);
            let renamed = old.as_ref().is_some_and(|t| t.name != said("name"));
            let kind = match (form.is_on("class"), kind) {
                (true, _) => TargetKind::Group,
                (false, TargetKind::Group) => TargetKind::Unknown,
                (false, kind) => kind,
            };
            let purpose = match form.text("purpose") {
                Some("remediation_check") => TargetPurpose::RemediationCheck,
                _ => TargetPurpose::Inspection,
            };
            let target = Target {
                name: said("name"),
                group: said("group"),
                kind,
                purpose,
                unit: old.as_ref().filter(|_| !renamed).and_then(|t| t.unit.clone()),
                parent: old.as_ref().filter(|_| !renamed).and_then(|t| t.parent.clone()),
                count: old.as_ref().and_then(|t| t.count),
                scope: old.as_ref().and_then(|t| t.scope.clone()),
                window: old.as_ref().and_then(|t| t.window),
                place: old.as_ref().map(|t| t.place).unwrap_or_default(),
            };
            set(&mut plan.targets, at, target);
        }
        Part::Team => {
            let old = at.and_then(|at| plan.team.get(at)).cloned();
            let role = form.text("role").and_then(|said| ROLES.iter().find(|(code, ..)| *code == said));
            let first = plan.team.first().map(|row| row.roster.clone()).unwrap_or_default();
            let row = TeamRow {
                roster: typed("roster").unwrap_or(first),
                name: typed("name"),
                rank: typed("rank"),
                position: typed("position"),
                organisation: said("organisation"),
                role: role.map_or(TeamRole::Member, |(_, role, _)| *role),
                also: old.as_ref().and_then(|row| row.also.clone()),
                phone: old.as_ref().and_then(|row| row.phone.clone()),
                place: old.map(|row| row.place).unwrap_or_default(),
            };
            set(&mut plan.team, at, row);
        }
        Part::Deadline => {
            let old = at.and_then(|at| plan.deadlines.get(at)).cloned();
            let day =
                form.date("day").map(|date| Rule::Absolute { date, inclusive: form.is_on("inclusive") });
            let as_read = old.as_ref().map(|d| d.rule.clone());
            let recounted = form
                .number("days")
                .and_then(|days| u16::try_from(days).ok())
                .and_then(|days| as_read.clone().map(|rule| recount(rule, days, form.is_on("working"))));
            let Some(rule) = day.or(recounted).or(as_read) else { return };
            let who = typed("who");
            let same_who = old.as_ref().is_some_and(|d| d.who == who);
            let deadline = DeadlineReading {
                what: said("what"),
                who,
                resolved: old.as_ref().filter(|_| same_who).map(|d| d.resolved.clone()).unwrap_or_default(),
                rule,
                text: old.as_ref().map_or_else(|| said("what"), |d| d.text.clone()),
                place: old.map(|d| d.place).unwrap_or_default(),
            };
            set(&mut plan.deadlines, at, deadline);
        }
        Part::Basis => {
            let old = at.and_then(|at| plan.bases.get(at)).cloned();
            let basis = Basis {
                r#type: said("type"),
                number: typed("number"),
                date: form.date("date"),
                issuer: typed("issuer"),
                subject: typed("subject"),
                articles: old.as_ref().map(|b| b.articles.clone()).unwrap_or_default(),
                place: old.as_ref().map(|b| b.place).unwrap_or_default(),
                also_at: old.map(|b| b.also_at).unwrap_or_default(),
            };
            set(&mut plan.bases, at, basis);
        }
    }
}

/// How many days a rule counts from its event, and whether these are working
/// days.
fn counted(rule: &Rule) -> Option<(u16, bool)> {
    match rule {
        Rule::BeforeVisit { days, working_days }
        | Rule::NoticeBeforeVisit { days, working_days }
        | Rule::After { days, working_days, .. }
        | Rule::Before { days, working_days, .. } => Some((*days, *working_days)),
        _ => None,
    }
}

/// The same rule with another count.
fn recount(mut rule: Rule, many: u16, working: bool) -> Rule {
    match &mut rule {
        Rule::BeforeVisit { days, working_days }
        | Rule::NoticeBeforeVisit { days, working_days }
        | Rule::After { days, working_days, .. }
        | Rule::Before { days, working_days, .. } => (*days, *working_days) = (many, working),
        _ => {}
    }
    rule
}

fn set<T>(list: &mut Vec<T>, at: Option<usize>, value: T) {
    match at.and_then(|at| list.get_mut(at)) {
        Some(old) => *old = value,
        None => list.push(value),
    }
}

pub(super) fn remove(part: Part, plan: &mut Plan, at: usize) {
    match part {
        Part::Target => drop(plan.targets.remove(at)),
        Part::Team => drop(plan.team.remove(at)),
        Part::Deadline => drop(plan.deadlines.remove(at)),
        Part::Basis => drop(plan.bases.remove(at)),
    }
}
