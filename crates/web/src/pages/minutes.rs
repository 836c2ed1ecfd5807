//! Minutes of a visit: members' parts and open disagreements beside the paper as
//! it will print, and the steps to both signatures. The folder beside this file
//! holds the posts and the pages that ask before what the unit will see.
//!
//! Not here: fieldwork, the paper's wording (`papers`).

mod asking;
mod posts;

pub use asking::{ConcludePage, ReadOutPage};

use app::acts::minutes::{self as acts, Text, View};
use app::acts::visit::mark;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{CampaignId, VisitId};
use domain::visit::MinutesStep;

use crate::form::{Field, Form, Kind};
use crate::frame::Frame;
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::fieldwork::share_tabs;
use crate::pages::plan::id;
use crate::pages::visit::{LARGEST_FORM, PATH, minutes_badge, role_label};
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::files::{FileLine, Files};
use crate::parts::paper::Paper;
use crate::parts::tabs::Tabs;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

/// The longest text, in characters.
const LONGEST: usize = 8_000;

#[derive(Debug, Template)]
#[template(path = "pages/minutes.html")]
pub struct MinutesPage {
    f: Frame,
    /// The address these minutes post to.
    own: String,
    version: i64,
    state: Badge,
    number: String,
    tabs: Option<Tabs>,
    fieldwork_href: String,
    /// Not to be shown yet: the unit sees minutes once they were read out.
    hidden: bool,
    inside: bool,
    left: String,
    shares: Vec<ShareLine>,
    disagreements: Vec<DisagreementLine>,
    items: Vec<(String, String)>,
    form: Form,
    marks: Vec<(&'static str, String)>,
    findings: Vec<FindingLine>,
    opinion: String,
    proposals: String,
    signatures: Vec<SignatureLine>,
    sha256: String,
    scans: Option<Files>,
    paper: Option<Paper>,
    may: May,
}

/// The steps this person may take now.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one form or button each")]
struct May {
    write: bool,
    agree: bool,
    read_out: bool,
    amend: bool,
    sign: bool,
    file: bool,
    opine: bool,
    disagree: bool,
}

#[derive(Debug)]
struct ShareLine {
    member: String,
    name: String,
    role: String,
    progress: String,
    unexplained: usize,
    state: Badge,
    remark: String,
    may_hand: bool,
    may_take_back: bool,
}

#[derive(Debug)]
struct DisagreementLine {
    id: String,
    about: String,
    text: String,
    who: String,
    settled: String,
    may_settle: bool,
}

#[derive(Debug)]
struct FindingLine {
    href: String,
    text: String,
    severity: String,
    due: Option<jiff::civil::Date>,
    on_the_spot: bool,
}

#[derive(Debug)]
struct SignatureLine {
    side: String,
    name: String,
    title: String,
    when: String,
    reason: String,
    witness: String,
}

pub fn routes() -> Router<Site> {
    let own = |rest: &str| format!("/visits/{{id}}/parts/{{part}}/minutes/{rest}");
    Router::new()
        .route("/visits/{id}/minutes", get(show))
        .route(&own("hand-over"), post(posts::hand_over))
        .route(&own("disagreements"), post(posts::disagreement))
        .route(&own("texts"), post(posts::texts))
        .route(&own("save"), post(posts::save))
        .route(&own("step"), post(posts::step))
        .route(&own("opinion"), post(posts::opinion))
        .route(&own("read-out"), get(asking::ask_read_out).post(asking::read_out))
        .route(&own("sign"), get(asking::ask_sign).post(asking::sign))
        .route(&own("refuse"), get(asking::ask_refuse).post(asking::refuse))
        .route(&own("scan"), post(posts::scan).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route(&own("paper/{form}"), get(posts::paper))
        .route(&own("files/{file}"), get(posts::file))
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let state = ListState::read(uri.path(), uri.query(), 1);
    let part = state.value("part").and_then(|part| part.parse::<CampaignId>().ok());
    match acts::view(app, who, id, part).await {
        Ok(view) => {
            let blocks = acts::preview(app, who, id, view.part.campaign).await?;
            let label = visit.lang.t("minutes-paper");
            pages::show(&MinutesPage::new(visit.frame(), &view, Paper { label, blocks }))
        }
        // The visit is in sight and its minutes are not yet: that is said.
        Err(app::Refusal::NotFound) => {
            let seen = app::acts::visit::view(app, who, id).await?;
            pages::show(&MinutesPage::not_yet(visit.frame(), &seen.kept.unit_name, &id.to_string()))
        }
        Err(other) => Err(other.into()),
    }
}

/// The texts of the minutes themselves, each saving itself.
fn fields(save: &str, marks: &[(&'static str, String)]) -> Vec<Field> {
    let seen = |wanted: Text| {
        marks
            .iter()
            .find(|(name, _)| *name == wanted.code())
            .map(|(_, seen)| seen.clone())
            .unwrap_or_default()
    };
    let long = |rows| Kind::LongText { max: LONGEST, rows };
    let field = |text: Text, label: &'static str, help: &'static str, kind| {
        Field::new(text.code(), label, kind).help(help).autosave(save, seen(text))
    };
    vec![
        field(Text::LeadRemarks, "minutes-lead-remarks", "minutes-lead-remarks-help", long(4)),
        field(Text::Recommendations, "minutes-recommendations", "minutes-lines-help", long(4)),
        field(Text::Copies, "minutes-copies", "minutes-copies-help", Kind::Number { min: 2, max: 20 }),
        field(Text::CopiesFor, "minutes-copies-for", "minutes-lines-help", long(3)),
    ]
}

impl MinutesPage {
    fn new(f: Frame, view: &View, paper: Paper) -> Self {
        let (lang, kept) = (f.lang, &view.kept);
        let back = format!("{PATH}/{}", view.visit.id);
        let own = format!("{back}/parts/{}/minutes", view.part.campaign);
        let steps = view.minutes.steps();
        let may_write = view.may_edit && steps.contains(&MinutesStep::Write);
        let marks: Vec<(&'static str, String)> =
            Text::ALL.into_iter().map(|text| (text.code(), mark(&text.of(kept)))).collect();
        let values: Vec<(&str, String)> =
            Text::ALL.into_iter().map(|text| (text.code(), text.of(kept))).collect();
        let left = f.t_with(
            "minutes-left",
            &[("unassigned", Value::from(view.unassigned)), ("unanswered", Value::from(view.unanswered))],
        );
        let drafting = steps.contains(&MinutesStep::Agree);
        let (list, title) =
            (f.t("nav-visits"), f.t_with("minutes-title", &[("unit", view.visit.unit_name.as_str())]));
        MinutesPage {
            version: kept.version,
            state: minutes_badge(lang, view.minutes.code()),
            number: kept
                .number
                .map(|number| f.t_with("minutes-number", &[("number", number)]))
                .unwrap_or_default(),
            tabs: share_tabs(&f, &view.parts, view.part.campaign, "minutes"),
            fieldwork_href: if view.inside {
                format!("{back}/fieldwork?part={}", view.part.campaign)
            } else {
                String::new()
            },
            hidden: false,
            inside: view.inside,
            left,
            shares: view.shares.iter().map(|share| share_line(lang, share, drafting)).collect(),
            disagreements: view
                .disagreements
                .iter()
                .map(|row| DisagreementLine {
                    id: row.id.clone(),
                    about: match (&row.item_code, &row.question) {
                        (Some(code), Some(question)) => format!("{code}. {question}"),
                        _ => String::new(),
                    },
                    text: row.text.clone(),
                    who: format!("{}, {}", row.member_name, lang.moment(row.raised_at)),
                    settled: row.settlement.clone().unwrap_or_default(),
                    may_settle: drafting
                        && row.settled_at.is_none()
                        && (view.may_edit || view.mine == Some(row.member)),
                })
                .collect(),
            items: view
                .items
                .iter()
                .filter(|item| item.answer.verdict.is_some())
                .map(|item| (item.id.to_string(), format!("{}. {}", item.code, item.question)))
                .collect(),
            form: Form::filled(lang, fields(&format!("{own}/save"), &marks), values),
            marks,
            findings: view.findings.iter().map(|stated| finding_line(lang, stated)).collect(),
            opinion: kept.text.unit_opinion.clone(),
            proposals: kept.text.unit_proposals.clone(),
            signatures: view
                .signatures
                .iter()
                .map(|signature| SignatureLine {
                    side: lang.t(match signature.side.as_str() {
                        "unit" => "minutes-side-unit",
                        "secretary" => "minutes-side-secretary",
                        _ => "minutes-side-team",
                    }),
                    name: signature.name.clone(),
                    title: signature.job_title.clone().unwrap_or_default(),
                    when: lang.moment(signature.signed_at),
                    reason: signature.reason.clone().unwrap_or_default(),
                    witness: signature.witness.clone().unwrap_or_default(),
                })
                .collect(),
            sha256: kept.frozen_sha256.clone().unwrap_or_default(),
            scans: scans(lang, &own, &view.scans),
            paper: Some(paper),
            may: May {
                write: may_write,
                agree: view.may_edit && drafting,
                read_out: view.may_edit && steps.contains(&MinutesStep::ReadOut),
                amend: view.may_edit && steps.contains(&MinutesStep::Amend),
                sign: view.may_sign && steps.contains(&MinutesStep::Sign),
                file: view.may_sign && steps.contains(&MinutesStep::FileScan),
                opine: view.may_opine,
                disagree: view.may_disagree,
            },
            own,
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(&view.visit.unit_name, back),
        }
    }

    /// What the unit sees before the minutes were read out.
    fn not_yet(f: Frame, unit: &str, id: &str) -> Self {
        let lang = f.lang;
        let (list, title) = (f.t("nav-visits"), f.t_with("minutes-title", &[("unit", unit)]));
        MinutesPage {
            own: String::new(),
            version: 0,
            state: minutes_badge(lang, "draft"),
            number: String::new(),
            tabs: None,
            fieldwork_href: String::new(),
            hidden: true,
            inside: false,
            left: String::new(),
            shares: Vec::new(),
            disagreements: Vec::new(),
            items: Vec::new(),
            form: Form::blank(lang, Vec::new()),
            marks: Vec::new(),
            findings: Vec::new(),
            opinion: String::new(),
            proposals: String::new(),
            signatures: Vec::new(),
            sha256: String::new(),
            scans: None,
            paper: None,
            may: May::default(),
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(unit, format!("{PATH}/{id}")),
        }
    }
}

fn share_line(lang: Lang, share: &acts::Share, drafting: bool) -> ShareLine {
    let seat = &share.seat;
    let state = match seat.handed_at {
        Some(at) => {
            Badge::new(Tone::Done, lang.t_with("minutes-handed", &[("time", lang.moment(at).as_str())]))
        }
        None if seat.attended == Some(false) => Badge::new(Tone::Outside, lang.t("visit-absent")),
        None => Badge::new(Tone::Waiting, lang.t("minutes-not-handed")),
    };
    let rank = seat.rank.clone().unwrap_or_default();
    let name = seat.name.clone().unwrap_or_else(|| seat.organisation.clone());
    ShareLine {
        member: seat.member.to_string(),
        name: format!("{rank} {name}").trim().to_owned(),
        role: role_label(lang, seat.role),
        progress: format!("{}/{}", share.answered, share.given),
        unexplained: share.unexplained,
        state,
        remark: seat.remark.clone().unwrap_or_default(),
        may_hand: drafting && share.mine && seat.handed_at.is_none() && seat.attended != Some(false),
        may_take_back: drafting && share.mine && seat.handed_at.is_some(),
    }
}

fn finding_line(lang: Lang, stated: &acts::Stated) -> FindingLine {
    let key = match stated.severity.as_str() {
        "violation" => "fieldwork-severity-violation",
        "reminder" => "fieldwork-severity-reminder",
        _ => "fieldwork-severity-remedy",
    };
    let code = stated.code.as_ref().map(|code| format!("{code}. ")).unwrap_or_default();
    FindingLine {
        href: format!("/findings/{}", stated.finding),
        text: format!("{code}{}", stated.text),
        severity: lang.t(key),
        due: stated.due_on,
        on_the_spot: stated.fixed_on_the_spot,
    }
}

fn scans(lang: Lang, own: &str, attached: &[acts::Attached]) -> Option<Files> {
    let files: Vec<FileLine> = attached
        .iter()
        .map(|at| FileLine {
            name: at.file.name.clone(),
            href: format!("{own}/files/{}", at.file.id),
            bytes: at.file.size.unsigned_abs(),
            sha256: at.file.sha256.clone(),
            when: lang.moment(at.file.uploaded_at),
            who: String::new(),
            note: String::new(),
        })
        .collect();
    (!files.is_empty()).then(|| Files { lang, label: lang.t("minutes-scan"), files })
}

impl Page for MinutesPage {
    const NAME: &'static str = "minutes";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let share = |name: &str, handed: bool| ShareLine {
            member: name.replace(' ', "-"),
            name: name.into(),
            role: role_label(lang, domain::team::TeamRole::Member),
            progress: "12/12".into(),
            unexplained: usize::from(!handed),
            state: if handed {
                Badge::new(Tone::Done, lang.t_with("minutes-handed", &[("time", "14:10")]))
            } else {
                Badge::new(Tone::Waiting, lang.t("minutes-not-handed"))
            },
            remark: String::new(),
            may_hand: !handed,
            may_take_back: handed,
        };
        let marks: Vec<(&'static str, String)> =
            Text::ALL.into_iter().map(|text| (text.code(), mark(""))).collect();
        let page = |state: &str, may: May| MinutesPage {
            f: frame
                .clone()
                .titled(frame.t_with("minutes-title", &[("unit", "Sở Y tế")]), Some(Nav::Visits))
                .under(frame.t("nav-visits"), PATH)
                .under("Sở Y tế", "/visits/1"),
            own: "/visits/1/parts/a/minutes".into(),
            version: 3,
            state: minutes_badge(lang, state),
            number: frame.t_with("minutes-number", &[("number", 7)]),
            tabs: None,
            fieldwork_href: "/visits/1/fieldwork?part=a".into(),
            hidden: false,
            inside: true,
            left: frame.t_with(
                "minutes-left",
                &[("unassigned", Value::from(2_usize)), ("unanswered", Value::from(5_usize))],
            ),
            shares: vec![share("Thiếu tá Phan Quốc Việt", true), share("Bà Lưu Thị Thanh Hà", false)],
            disagreements: vec![DisagreementLine {
                id: "d1".into(),
                about: "7.2. Hệ thống đã được phê duyệt cấp độ chưa?".into(),
                text: "Hệ thống chỉ phục vụ nội bộ, đề nghị giữ cấp độ 2.".into(),
                who: "Phan Quốc Việt, 20/11/2026 14:05".into(),
                settled: String::new(),
                may_settle: true,
            }],
            items: vec![("i1".into(), "7.2. Hệ thống đã được phê duyệt cấp độ chưa?".into())],
            form: Form::filled(
                lang,
                fields("/visits/1/parts/a/minutes/save", &marks),
                [
                    ("recommendations", "Phân công lãnh đạo trực tiếp theo dõi việc khắc phục"),
                    ("copies", "3"),
                ],
            ),
            marks: marks.clone(),
            findings: vec![FindingLine {
                href: "/findings/1".into(),
                text: "D2. Máy soạn thảo tài liệu mật còn dấu vết kết nối mạng".into(),
                severity: lang.t("fieldwork-severity-violation"),
                due: Some(jiff::civil::date(2026, 12, 10)),
                on_the_spot: false,
            }],
            opinion: "Thống nhất với kết quả kiểm tra.".into(),
            proposals: String::new(),
            signatures: Vec::new(),
            sha256: String::new(),
            scans: None,
            paper: Some(Paper { label: lang.t("minutes-paper"), blocks: acts::sample_paper() }),
            may,
        };
        let drafting = May { write: true, agree: true, disagree: true, ..May::default() };
        let read = May { sign: true, amend: true, opine: true, ..May::default() };
        let mut agreed = page("agreed", May { read_out: true, amend: true, ..May::default() });
        agreed.disagreements.clear();
        let mut signed = page("signed", May { file: true, ..May::default() });
        signed.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into();
        signed.signatures = vec![SignatureLine {
            side: lang.t("minutes-side-unit"),
            name: "Mai Xuân Phúc".into(),
            title: "Giám đốc Sở Y tế".into(),
            when: "20/11/2026 16:45".into(),
            reason: "Không đồng ý với mục V".into(),
            witness: "Lê Bình, công chức phường".into(),
        }];
        let mut unit = page("read_out", May { opine: true, ..May::default() });
        (unit.inside, unit.shares, unit.fieldwork_href) = (false, vec![], String::new());
        unit.disagreements.clear();
        vec![
            ("draft", page("draft", drafting)),
            ("agreed", agreed),
            ("read-out", page("read_out", read)),
            ("signed", signed),
            ("unit", unit),
            ("hidden", Self::not_yet(frame.clone(), "Sở Y tế", "1")),
        ]
    }
}
