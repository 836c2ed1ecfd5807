//! What a confirmed plan would become: cohorts with their units and deadlines,
//! teams, contents with the checklist that covers them. Nothing here is kept.
//!
//! Not here: keeping it (`campaign::create`).

use domain::campaign::{DatedRule, Purpose};
use domain::checklist;
use domain::deadline::{Event, Rule};
use domain::identifier::UnitId;
use domain::plan::{DeadlineReading, Plan, ScopeEnd, TargetKind, TargetPurpose, TeamRow};
use domain::team::TeamRole;
use domain::text::fold;
use domain::unit::matching::{Index, Match};
use domain::unit::{Unit, UnitKind};
use jiff::civil::Date;
use packs::Packs;
use std::collections::{BTreeMap, BTreeSet};
use store::campaign::Content;
use store::plan::Answer;

/// A campaign as proposed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub title: String,
    pub number: String,
    pub year: i16,
    pub issuer: String,
    pub place: String,
    pub issued_on: Option<Date>,
    pub scope_from: Option<Date>,
    pub scope_to: Option<Date>,
    pub window_from: Option<Date>,
    pub window_to: Option<Date>,
    pub remediation: Option<DatedRule>,
    pub notice: Option<DatedRule>,
    pub checklist: Option<String>,
    pub contents: Vec<Content>,
    pub cohorts: Vec<DraftCohort>,
    pub teams: Vec<DraftTeam>,
}

#[derive(Debug, Clone)]
pub struct DraftCohort {
    pub name: String,
    pub purpose: Purpose,
    pub outline: Option<String>,
    pub report_due: Option<DatedRule>,
    pub units: Vec<DraftUnit>,
}

/// A name from the plan with the unit it stands for.
#[derive(Debug, Clone)]
pub struct DraftUnit {
    pub name: String,
    pub unit: Option<UnitId>,
    /// Units a person may choose from when it is not certain.
    pub offered: Vec<UnitId>,
}

#[derive(Debug, Clone)]
pub struct DraftTeam {
    pub name: String,
    pub members: Vec<DraftMember>,
}

#[derive(Debug, Clone)]
pub struct DraftMember {
    pub name: Option<String>,
    pub rank: Option<String>,
    pub position: Option<String>,
    pub organisation: String,
    pub unit: Option<UnitId>,
    pub role: TeamRole,
}

/// The key under which a person's choice of unit for a name is kept.
pub fn unit_key(name: &str) -> String {
    format!("unit:{}", fold(name))
}

impl Draft {
    /// Names still to be matched by a person.
    pub fn unmatched(&self) -> Vec<&DraftUnit> {
        self.cohorts.iter().flat_map(|c| &c.units).filter(|u| u.unit.is_none()).collect()
    }
}

/// Proposes a campaign from a plan's confirmed reading.
pub fn propose(plan: &Plan, units: &[Unit], answers: &[Answer], packs: &Packs, today: Date) -> Draft {
    let day = plan.date.map_or(today, |span| span.to);
    let index = Index::new(units);
    let mut cohorts = inspected(plan, units, &index, answers, packs, day);
    if let Some(rest) = remaining(plan, units, &cohorts, packs, day) {
        cohorts.push(rest);
    }
    let (checklist, contents) = contents(plan, packs, day);
    Draft {
        title: plan.title.clone().unwrap_or_default(),
        number: number(plan),
        year: plan.year.unwrap_or_else(|| day.year()),
        issuer: plan.issuer.clone().unwrap_or_default(),
        place: plan.place.clone().unwrap_or_default(),
        issued_on: plan.date.filter(|span| span.from == span.to).map(|span| span.from),
        scope_from: plan.scope.as_ref().map(|scope| scope.from),
        scope_to: plan.scope.as_ref().and_then(|scope| match scope.to {
            ScopeEnd::Date(date) => Some(date),
            ScopeEnd::Visit => None,
        }),
        window_from: plan.windows.iter().map(|window| window.from).min(),
        window_to: plan.windows.iter().map(|window| window.to).max(),
        remediation: find_rule(plan, |rule| matches!(rule, Rule::After { event: Event::Minutes, .. })),
        notice: find_rule(plan, |rule| matches!(rule, Rule::NoticeBeforeVisit { .. })),
        checklist,
        contents,
        cohorts,
        teams: teams(plan, &index),
    }
}

fn number(plan: &Plan) -> String {
    match (&plan.number, &plan.series) {
        (Some(number), Some(series)) => format!("{number}/{series}"),
        (None, Some(series)) => format!("/{series}"),
        (Some(number), None) => number.clone(),
        (None, None) => String::new(),
    }
}

fn dated(reading: &DeadlineReading) -> DatedRule {
    DatedRule { rule: reading.rule.clone(), clause: reading.text.clone() }
}

fn find_rule(plan: &Plan, wanted: impl Fn(&Rule) -> bool) -> Option<DatedRule> {
    plan.deadlines.iter().find(|d| wanted(&d.rule)).map(dated)
}

/// Whether a deadline is about handing in a report, and binds those left over.
fn is_report(deadline: &DeadlineReading) -> bool {
    fold(&deadline.what).contains("bao cao")
        && matches!(deadline.rule, Rule::Absolute { .. } | Rule::BeforeVisit { .. } | Rule::Before { .. })
}

fn binds_the_rest(deadline: &DeadlineReading) -> bool {
    let who =
        fold(&format!("{} {}", deadline.who.as_deref().unwrap_or_default(), deadline.resolved.join(" ")));
    who.contains("con lai") || who.contains("khong thuoc dien kiem tra")
}

fn report_rule(plan: &Plan, rest: bool) -> Option<DatedRule> {
    plan.deadlines.iter().find(|d| is_report(d) && binds_the_rest(d) == rest).map(dated)
}

/// The outline valid on the day for a purpose, by what its code says it is for.
fn outline(packs: &Packs, purpose: Purpose, day: Date) -> Option<String> {
    let valid: Vec<_> = packs.outlines.values().filter(|outline| outline.is_valid_on(day)).collect();
    let is_remediation = |code: &str| code.starts_with("remediation");
    let wanted = valid
        .iter()
        .filter(|outline| is_remediation(&outline.code) == (purpose == Purpose::RemediationCheck))
        .max_by_key(|outline| (outline.valid_from, !outline.code.starts_with("plan-06")));
    wanted.or_else(|| valid.first()).map(|outline| outline.code.clone())
}

fn chosen(name: &str, index: &Index, answers: &[Answer]) -> DraftUnit {
    let key = unit_key(name);
    let said =
        answers.iter().find(|a| a.about == key).and_then(|a| a.value.as_deref()).and_then(|v| v.parse().ok());
    let (unit, offered) = match index.find(name) {
        Match::One(unit) => (Some(unit), Vec::new()),
        Match::Doubtful(offered) => (None, offered),
        Match::None => (None, Vec::new()),
    };
    DraftUnit { name: name.to_owned(), unit: said.or(unit), offered }
}

fn inspected(
    plan: &Plan,
    units: &[Unit],
    index: &Index,
    answers: &[Answer],
    packs: &Packs,
    day: Date,
) -> Vec<DraftCohort> {
    let mut by_purpose: BTreeMap<u8, DraftCohort> = BTreeMap::new();
    for target in &plan.targets {
        let purpose = match target.purpose {
            TargetPurpose::Inspection => Purpose::Inspection,
            TargetPurpose::RemediationCheck => Purpose::RemediationCheck,
        };
        let cohort =
            by_purpose.entry(u8::from(purpose == Purpose::RemediationCheck)).or_insert_with(|| DraftCohort {
                name: match purpose {
                    Purpose::RemediationCheck => "Kiểm tra kết quả khắc phục".to_owned(),
                    Purpose::Inspection | Purpose::SelfInspection => "Đơn vị được kiểm tra".to_owned(),
                },
                purpose,
                outline: outline(packs, purpose, day),
                report_due: report_rule(plan, false),
                units: Vec::new(),
            });
        if target.kind == TargetKind::Group {
            cohort.units.extend(group(&target.name, units, packs, day));
        } else {
            cohort.units.push(chosen(&target.name, index, answers));
        }
    }
    for cohort in by_purpose.values_mut() {
        let mut seen = BTreeSet::new();
        cohort.units.retain(|unit| unit.unit.is_none_or(|id| seen.insert(id)));
    }
    by_purpose.into_values().collect()
}

/// Every unit a group phrase means on the day.
fn group(phrase: &str, units: &[Unit], packs: &Packs, day: Date) -> Vec<DraftUnit> {
    let Some(group) = packs.unit_kinds.group(phrase) else {
        return vec![DraftUnit { name: phrase.to_owned(), unit: None, offered: Vec::new() }];
    };
    units
        .iter()
        .filter(|unit| group.kinds.contains(&unit.kind) && unit.exists_on(day))
        .map(|unit| DraftUnit { name: unit.name.clone(), unit: Some(unit.id), offered: Vec::new() })
        .collect()
}

/// The units that are not inspected but must inspect themselves, when the plan
/// sets them a deadline.
fn remaining(
    plan: &Plan,
    units: &[Unit],
    cohorts: &[DraftCohort],
    packs: &Packs,
    day: Date,
) -> Option<DraftCohort> {
    let report_due = report_rule(plan, true)?;
    let taken: BTreeSet<UnitId> = cohorts.iter().flat_map(|c| &c.units).filter_map(|u| u.unit).collect();
    let outside = [UnitKind::SteeringBody, UnitKind::Division, UnitKind::Enterprise];
    let units = units
        .iter()
        .filter(|unit| unit.exists_on(day) && !taken.contains(&unit.id) && !outside.contains(&unit.kind))
        .map(|unit| DraftUnit { name: unit.name.clone(), unit: Some(unit.id), offered: Vec::new() })
        .collect();
    Some(DraftCohort {
        name: "Đơn vị tự kiểm tra".to_owned(),
        purpose: Purpose::SelfInspection,
        outline: outline(packs, Purpose::SelfInspection, day),
        report_due: Some(report_due),
        units,
    })
}

/// The plan's contents with the themes they call for, and the checklist that
/// covers most of them.
fn contents(plan: &Plan, packs: &Packs, day: Date) -> (Option<String>, Vec<Content>) {
    let texts: Vec<&str> = plan.contents.iter().map(|content| content.text.as_str()).collect();
    let all: Vec<_> = packs.checklists.values().cloned().collect();
    let best =
        checklist::propose(&texts, &all, Some(day)).into_iter().next().map(|proposal| proposal.checklist);
    let list = best.as_ref().and_then(|code| packs.checklists.get(code));
    let mapped = list.map(|list| checklist::map(&texts, [list])).unwrap_or_default();
    let contents = plan
        .contents
        .iter()
        .enumerate()
        .map(|(at, content)| Content {
            code: content.id.clone(),
            text: content.text.clone(),
            themes: mapped.iter().filter(|hit| hit.content == at).map(|hit| hit.theme.clone()).collect(),
        })
        .collect();
    (best, contents)
}

fn teams(plan: &Plan, index: &Index) -> Vec<DraftTeam> {
    let mut teams: Vec<DraftTeam> = Vec::new();
    for row in &plan.team {
        let member = member(row, index);
        match teams.iter_mut().find(|team| team.name == row.roster) {
            Some(team) => team.members.push(member),
            None => teams.push(DraftTeam { name: row.roster.clone(), members: vec![member] }),
        }
    }
    teams
}

fn member(row: &TeamRow, index: &Index) -> DraftMember {
    use domain::plan::TeamRole as Read;
    // "Phòng …, Sở …": the body that counts is the last one named.
    let unit = row.organisation.rsplit(',').find_map(|part| match index.find(part) {
        Match::One(unit) => Some(unit),
        Match::Doubtful(_) | Match::None => None,
    });
    DraftMember {
        name: row.name.clone(),
        rank: row.rank.clone(),
        position: row.position.clone(),
        organisation: row.organisation.clone(),
        unit,
        role: match row.role {
            Read::Lead => TeamRole::Lead,
            Read::Deputy => TeamRole::Deputy,
            Read::Member => TeamRole::Member,
            Read::Secretary => TeamRole::Secretary,
            Read::MemberSecretary => TeamRole::MemberSecretary,
        },
    }
}
