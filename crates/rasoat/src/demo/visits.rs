//! The visits of the demo: the team's people, the schedule and its notice, and
//! the visits held, each to its signed minutes.
//!
//! Not here: what became of the findings (`findings`).

use super::replay::Replay;
use anyhow::{Context, Result};
use app::acts::finding::{self, New, Source};
use app::acts::minutes::{self, Conclusion, Refused};
use app::acts::schedule::{self, Letter, Share, Wanted};
use app::acts::team::{self, Seating};
use app::acts::visit::{self, Change, Field, Person, Presence, mark};
use app::{Actor, App};
use domain::identifier::{CampaignId, FindingId, MemberId, TargetId, TeamId, VisitId, VisitItemId};
use domain::schedule::Slot;
use domain::team::TeamRole;
use domain::visit::{Agenda, RecheckVerdict, Signatory, Witness, WitnessKind};
use jiff::civil::time;
use store::Scope;
use store::target::Target;

/// The team of a campaign, with who acts in it.
#[derive(Debug)]
pub struct Crew {
    pub team: TeamId,
    pub members: Vec<MemberId>,
    pub lead: Actor,
}

/// Names of people in the demo's team: log-in, name, rank, part.
const SEATS: [(&str, &str, &str, TeamRole); 4] = [
    ("truongdoan", "Vũ Văn Trưởng", "Thượng tá", TeamRole::Lead),
    ("phodoan", "Lý Thị Phó", "", TeamRole::Deputy),
    ("thanhvien", "Hoàng Thị Viên", "", TeamRole::Member),
    ("thuky", "Đặng Văn Thư", "Đại úy", TeamRole::MemberSecretary),
];

/// Seats the people in the team that the plan made, and lets them declare.
pub async fn seat(replay: &Replay, office: &Actor, campaign: CampaignId) -> Result<Crew> {
    let app = &replay.app;
    let board = team::board(app, office, campaign).await?;
    let standing = board.teams.first().context("the demo's plan makes a team")?;
    let team = standing.team.id;
    let mut free: Vec<_> = standing.seats.iter().map(|seat| &seat.member).collect();
    let mut members = Vec::new();
    for (login, name, rank, role) in SEATS {
        let at = free.iter().position(|member| member.role == role);
        let known = at.map(|at| free.remove(at));
        let seating = Seating {
            name: name.into(),
            rank: rank.into(),
            position: known.and_then(|seat| seat.position.clone()).unwrap_or_else(|| "Cán bộ".into()),
            organisation: known.map_or_else(|| "Công an tỉnh".into(), |seat| seat.organisation.clone()),
            unit: known.and_then(|seat| seat.unit),
            role,
            duty: String::new(),
            login: login.into(),
        };
        members.push(team::seat(app, office, team, known.map(|seat| seat.id), &seating).await?);
    }
    for (login, ..) in SEATS {
        let who = replay.person(login).await?;
        team::declare(app, &who, team, &[], "", "Không có đơn vị phải tránh").await?;
    }
    let lead = replay.person("truongdoan").await?;
    Ok(Crew { team, members, lead })
}

/// Puts a visit into the schedule; two a day fit.
pub async fn plan(
    replay: &Replay,
    office: &Actor,
    crew: &Crew,
    target: TargetId,
    days: i64,
    afternoon: bool,
) -> Result<VisitId> {
    let day = replay.day(days)?;
    let (from, to) = if afternoon {
        (time(13, 30, 0, 0), time(16, 30, 0, 0))
    } else {
        (time(8, 0, 0, 0), time(11, 0, 0, 0))
    };
    let wanted = Wanted {
        share: Share { target, team: crew.team, members: crew.members.clone() },
        slot: Slot { starts: day.to_datetime(from), ends: day.to_datetime(to) },
        place: "Trụ sở đơn vị".into(),
        exception: Some("Thống nhất với đơn vị".into()),
        ad_hoc: None,
    };
    let planned = schedule::plan_visit(&replay.app, office, &wanted).await;
    planned.with_context(|| format!("a visit on {day}"))
}

/// The letter that tells the units of their days.
pub async fn announce(
    replay: &Replay,
    office: &Actor,
    campaign: CampaignId,
    visits: Vec<VisitId>,
) -> Result<()> {
    let letter = Letter {
        visits,
        to_all: true,
        number: Some(73),
        series: "TB-TBANM".into(),
        date: Some(replay.app.today()),
        report_to: "Công an tỉnh".into(),
        signer_title: "TRƯỞNG ĐOÀN".into(),
        signer_name: "Vũ Văn Trưởng".into(),
    };
    schedule::announce(&replay.app, office, campaign, &letter).await?;
    Ok(())
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Still at fieldwork.
    UnderWay,
    /// Read out, waiting to be signed.
    ReadOut,
    Signed,
    /// The unit would not sign; a witness did.
    Refused,
}

/// Holds a visit on its day and answers the findings drawn up.
pub async fn hold(
    replay: &Replay,
    crew: &Crew,
    (campaign, target): (CampaignId, &Target),
    id: VisitId,
    (seed, end): (usize, End),
) -> Result<Vec<FindingId>> {
    let app = &replay.app;
    let presence: Vec<_> = crew
        .members
        .iter()
        .map(|member| Presence { member: *member, attended: true, absent: String::new() })
        .collect();
    visit::attend(app, &crew.lead, id, &presence).await?;
    let head = format!("Đại diện lãnh đạo {}", target.unit_name);
    let person = Person { side: "unit", name: &head, job_title: "Thủ trưởng đơn vị", absent: "" };
    visit::add_person(app, &crew.lead, id, person).await?;
    for step in [Agenda::Announce, Agenda::SelfReport, Agenda::Clarify, Agenda::Fieldwork] {
        begin(app, crew, id, step).await?;
    }
    let sheet = visit::sheet(app, &crew.lead, id, Some(campaign)).await?;
    let lines: Vec<VisitItemId> = sheet.lines.iter().map(|line| line.item.id).collect();
    let answered = if end == End::UnderWay { lines.len() / 2 } else { lines.len() };
    for (at, item) in lines.iter().take(answered).enumerate() {
        let (verdict, note) = match (at + seed * 5) % 17 {
            3 => ("not_met", "Kiểm tra thực tế: chưa thực hiện đầy đủ, đã đối chiếu hồ sơ."),
            11 if at % 2 == 0 => ("not_applicable", "Đơn vị không có nội dung này."),
            _ => ("met", ""),
        };
        let changes = [change(Field::Verdict, verdict), change(Field::Note, note)];
        visit::save(app, &crew.lead, id, campaign, *item, &changes).await?;
    }
    let mut found = Vec::new();
    if end == End::UnderWay {
        return Ok(found);
    }
    for (at, item) in lines.iter().enumerate().filter(|(at, _)| (at + seed * 5) % 17 == 3) {
        let Some(proposal) = finding::propose(app, &crew.lead, id, campaign, *item).await?.into_iter().next()
        else {
            continue;
        };
        let mut words = proposal.words;
        if words.request.is_empty() {
            words.request = "Khắc phục ngay và báo cáo kết quả kèm tài liệu chứng minh.".into();
        }
        if words.basis.is_empty() {
            words.basis = "Quy chế bảo đảm an ninh mạng của đơn vị; Kế hoạch kiểm tra".into();
        }
        words.responsible = "Văn phòng đơn vị".into();
        words.cause = ["Cán bộ kiêm nhiệm", "Chưa bố trí kinh phí", "Chưa rà soát định kỳ"][at % 3].into();
        let new = New {
            campaign,
            unit: target.unit,
            source: Source::Visit { visit: id, item: Some(*item) },
            words,
            severity: proposal.severity,
            fixed_on_the_spot: false,
            observed_on: app.today(),
            repeats: None,
        };
        found.push(finding::record(app, &crew.lead, new, Vec::new()).await?);
    }
    look_again(app, crew, id, campaign, seed).await?;
    for member in &crew.members {
        minutes::hand_over(app, &crew.lead, id, campaign, *member, "").await?;
    }
    minutes::agree(app, &crew.lead, id, campaign, version(app, crew, id).await?).await?;
    minutes::read_out(app, &crew.lead, id, campaign, version(app, crew, id).await?).await?;
    if end == End::ReadOut {
        return Ok(found);
    }
    conclude(app, crew, (id, campaign), &target.unit_name, end).await?;
    visit::skip(
        app,
        &crew.lead,
        id,
        visit_version(app, crew, id).await?,
        Agenda::Guidance,
        "Không có kiến nghị",
    )
    .await?;
    visit::finish(app, &crew.lead, id, visit_version(app, crew, id).await?, None).await?;
    Ok(found)
}

/// What was open from earlier campaigns is looked at again.
async fn look_again(app: &App, crew: &Crew, id: VisitId, campaign: CampaignId, seed: usize) -> Result<()> {
    let sheet = visit::sheet(app, &crew.lead, id, Some(campaign)).await?;
    for (at, earlier) in sheet.earlier.iter().enumerate() {
        let verdict =
            [RecheckVerdict::Fixed, RecheckVerdict::Partly, RecheckVerdict::NotFixed][(at + seed) % 3];
        let note = "Đã kiểm tra lại tại chỗ.";
        let looked = visit::Looked {
            finding: earlier.finding,
            verdict,
            note,
            seen: &visit::Looked::mark(earlier.verdict.as_deref(), &earlier.note),
        };
        visit::look_again(app, &crew.lead, id, campaign, looked).await?;
    }
    Ok(())
}

async fn conclude(
    app: &App,
    crew: &Crew,
    (id, campaign): (VisitId, CampaignId),
    unit: &str,
    end: End,
) -> Result<()> {
    let at = version(app, crew, id).await?;
    let team = Signatory { name: "Vũ Văn Trưởng".into(), position: "Trưởng đoàn".into() };
    let secretary = "Đặng Văn Thư".to_owned();
    if end == End::Refused {
        let refused = Refused {
            on: None,
            team,
            secretary,
            who: format!("Đại diện {unit}"),
            reason: "Không đồng ý với đánh giá về phần mềm phòng, chống mã độc.".into(),
            witness: Witness {
                kind: WitnessKind::Person,
                name: "Tạ Thị Chứng".into(),
                position: "Công chức Văn phòng".into(),
            },
        };
        minutes::refuse(app, &crew.lead, id, campaign, at, refused).await?;
    } else {
        let unit = Signatory {
            name: format!("Đại diện {unit}"), position: "Thủ trưởng đơn vị".into()
        };
        let conclusion = Conclusion { on: None, team, secretary, unit };
        minutes::sign(app, &crew.lead, id, campaign, at, conclusion).await?;
    }
    Ok(())
}

fn change(field: Field, typed: &str) -> Change {
    Change { field, typed: typed.into(), seen: mark("") }
}

async fn begin(app: &App, crew: &Crew, id: VisitId, step: Agenda) -> Result<()> {
    visit::begin(app, &crew.lead, id, visit_version(app, crew, id).await?, step, None).await?;
    Ok(())
}

async fn visit_version(app: &App, crew: &Crew, id: VisitId) -> Result<i64> {
    Ok(visit::view(app, &crew.lead, id).await?.kept.version)
}

async fn version(app: &App, crew: &Crew, id: VisitId) -> Result<i64> {
    Ok(minutes::view(app, &crew.lead, id, None).await?.kept.version)
}

/// The inspected targets of a campaign, in the order of their names.
pub async fn targets(app: &App, campaign: CampaignId) -> Result<Vec<Target>> {
    let mut tx = app.store.read().await?;
    let everything = Scope::everything(Actor::program("rasoat demo").user.id);
    let filter = store::target::Filter { limit: 1_000, ..Default::default() };
    let mut all = store::target::list(&mut tx, &everything, campaign, &filter, app.today()).await?;
    all.retain(|target| target.purpose != domain::campaign::Purpose::SelfInspection);
    Ok(all)
}
