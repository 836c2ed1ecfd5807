//! The card of one item, and of one earlier finding.

use app::acts::finding::{self, Proposal};
use app::acts::visit::{self as acts, Field as Answered, Line, Looked, Past, Recheck, Said, Sheet};
use app::{Actor, App};
use domain::checklist::{Claim, Method};
use domain::finding::Severity;
use domain::outline::Value;
use domain::visit::{Discrepancy, RecheckVerdict, Verdict};
use jiff::civil::Date;

use super::{recheck_tone, verdict_tone};
use crate::form::{Field, Form, Kind};
use crate::pages::report::language;
use crate::pages::visit::PATH;
use crate::parts::badge::Tone;
use crate::parts::files::{FileLine, Files};
use crate::parts::keys::{KeyChoice, KeyChoices};
use crate::refusal::Refusal;
use crate::words::{self, Lang};

/// The longest note, in characters.
const LONGEST: usize = 8_000;

/// One item.
#[derive(Debug)]
pub struct Card {
    pub id: String,
    /// Where the card posts.
    pub href: String,
    /// Its number within its theme.
    pub number: String,
    pub theme: String,
    pub theme_title: String,
    pub method: String,
    pub question: String,
    pub guidance: String,
    pub basis: String,
    /// What the unit reported: label and value.
    pub said: Vec<(String, String)>,
    pub claim: String,
    pub differs: String,
    pub member: String,
    pub member_id: String,
    pub answered: String,
    pub verdicts: KeyChoices,
    pub verdict: String,
    pub form: Form,
    /// The fields the form shows, with the marks of what stands in them.
    pub fields: Vec<(&'static str, String)>,
    /// The texts, for those who only read.
    pub texts: Vec<(String, String)>,
    pub is_open: bool,
    pub files: Option<Files>,
    /// Files that can be taken off: id and name.
    pub removable: Vec<(String, String)>,
    pub past: Vec<PastLine>,
    pub proposals: Vec<Draft>,
    pub drawn: Vec<(String, String)>,
}

/// An answer that was replaced, or came too late.
#[derive(Debug)]
pub struct PastLine {
    pub head: String,
    pub text: String,
    pub is_refused: bool,
}

/// A finding that may be drawn up from the item.
#[derive(Debug)]
pub struct Draft {
    pub code: String,
    pub text: String,
    pub evidence: String,
    pub basis: String,
    pub request: String,
    pub observed_on: String,
    pub severities: Vec<(&'static str, String, bool)>,
    /// Earlier findings of the same code: id and words.
    pub alike: Vec<(String, String)>,
}

/// One earlier finding.
#[derive(Debug)]
pub struct Earlier {
    pub href: String,
    pub text: String,
    pub source: String,
    pub request: String,
    pub due: Option<Date>,
    pub seen: String,
    pub verdicts: KeyChoices,
    pub verdict: String,
    pub note: String,
    pub answered: String,
    pub is_open: bool,
}

/// The card of a line, with what only it shows: files, history, proposals.
pub async fn read(app: &App, who: &Actor, lang: Lang, sheet: &Sheet, line: &Line) -> Result<Card, Refusal> {
    let (visit, part, item) = (sheet.visit.id, sheet.part.campaign, line.item.id);
    let mut card = Card::new(lang, sheet, line);
    let evidence = acts::evidence(app, who, visit, part, item).await?;
    if !evidence.is_empty() {
        if line.open_to_me {
            card.removable =
                evidence.iter().map(|at| (at.file.id.to_string(), at.file.name.clone())).collect();
        }
        let files = evidence
            .into_iter()
            .map(|at| FileLine {
                href: format!("{}/files/{}", card.href, at.file.id),
                bytes: at.file.size.unsigned_abs(),
                sha256: at.file.sha256,
                when: lang.moment(at.file.uploaded_at),
                who: String::new(),
                note: at.note.unwrap_or_default(),
                name: at.file.name,
            })
            .collect();
        card.files = Some(Files { lang, label: lang.t("fieldwork-evidence"), files });
    }
    let past = acts::past(app, who, visit, part, item).await?;
    card.past = past.iter().map(|past| past_line(lang, past)).collect();
    let wanting =
        line.item.answer.verdict.as_deref().and_then(Verdict::from_code).is_some_and(Verdict::is_wanting);
    if sheet.may_record && wanting {
        let proposals = finding::propose(app, who, visit, part, item).await?;
        card.proposals = proposals.iter().map(|proposal| Draft::new(lang, proposal)).collect();
    }
    Ok(card)
}

fn past_line(lang: Lang, past: &Past) -> PastLine {
    let verdict = past.answer.verdict.as_deref().and_then(Verdict::from_code);
    let verdict = verdict.map(|verdict| lang.t(verdict_tone(verdict).1)).unwrap_or_default();
    let when = past.answered_at.map(|at| lang.moment(at)).unwrap_or_default();
    let who = past.answered_by.clone().unwrap_or_default();
    let texts = [verdict.as_str(), &past.answer.note, &past.answer.location, &past.answer.told];
    PastLine {
        head: format!("{who}, {when}"),
        text: texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        is_refused: past.fate == "refused",
    }
}

/// The four verdicts as buttons with the keys 1 to 4.
fn verdicts(lang: Lang, chosen: Option<Verdict>) -> KeyChoices {
    let choices = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let (tone, key) = verdict_tone(verdict);
            KeyChoice { value: verdict.code(), label: lang.t(key), tone, on: chosen == Some(verdict) }
        })
        .collect();
    KeyChoices { label: lang.t("fieldwork-verdict"), name: "verdict", choices }
}

fn rechecks(lang: Lang, chosen: Option<RecheckVerdict>) -> KeyChoices {
    let choices = RecheckVerdict::ALL
        .into_iter()
        .map(|verdict| {
            let (tone, key) = recheck_tone(verdict);
            let tone = if tone == Tone::Refused { Tone::Late } else { tone };
            KeyChoice { value: verdict.code(), label: lang.t(key), tone, on: chosen == Some(verdict) }
        })
        .collect();
    KeyChoices { label: lang.t("fieldwork-recheck"), name: "verdict", choices }
}

fn claim(lang: Lang, said: &Said) -> String {
    let key = match said.claim {
        Claim::Silent => "fieldwork-claim-silent",
        Claim::Complies { .. } => "fieldwork-claim-complies",
        Claim::DoesNotComply { .. } => "fieldwork-claim-does-not",
        Claim::Figure { .. } => "fieldwork-claim-figure",
    };
    lang.t(key)
}

fn differs(lang: Lang, differs: Discrepancy) -> String {
    match differs {
        Discrepancy::Overclaimed => lang.t("fieldwork-differs-overclaimed"),
        Discrepancy::Underclaimed => lang.t("fieldwork-differs-underclaimed"),
        Discrepancy::Unreported => lang.t("fieldwork-differs-unreported"),
        Discrepancy::Figure { reported, counted } => {
            lang.t_with("fieldwork-differs-figure", &[("reported", reported), ("counted", counted)])
        }
    }
}

fn value(lang: Lang, value: &Value) -> String {
    match value {
        Value::YesNo(true) => lang.t("report-yes"),
        Value::YesNo(false) => lang.t("report-no"),
        Value::Date(day) => lang.date(*day),
        other => Said::text(other),
    }
}

/// The fields of an answer, each saving itself.
fn fields(save: &str, marks: &[(Answered, String)]) -> Vec<Field> {
    let of = |wanted: Answered| {
        marks.iter().find(|(field, _)| *field == wanted).map(|(_, mark)| mark.clone()).unwrap_or_default()
    };
    let long = |rows| Kind::LongText { max: LONGEST, rows };
    let mut fields = vec![
        Field::new("note", "fieldwork-note", long(4)).autosave(save, of(Answered::Note)),
        Field::new("location", "fieldwork-location", Kind::Text { max: 300 })
            .autosave(save, of(Answered::Location)),
        Field::new("told", "fieldwork-told", long(2)).autosave(save, of(Answered::Told)),
    ];
    if marks.iter().any(|(field, _)| *field == Answered::Counted) {
        fields.push(
            Field::new("counted", "fieldwork-counted", Kind::Number { min: 0, max: i64::MAX })
                .autosave(save, of(Answered::Counted)),
        );
    }
    fields
}

impl Card {
    fn new(lang: Lang, sheet: &Sheet, line: &Line) -> Self {
        let item = &line.item;
        let spoken = language(lang);
        let vi = lang == Lang::Vi;
        let href = format!("{PATH}/{}/parts/{}/items/{}", sheet.visit.id, sheet.part.campaign, item.id);
        let chosen = item.answer.verdict.as_deref().and_then(Verdict::from_code);
        let counts = line.said.as_ref().is_some_and(|said| said.counts) || item.answer.counted.is_some();
        let shown: Vec<Answered> =
            Answered::ALL.into_iter().filter(|field| *field != Answered::Counted || counts).collect();
        let marks: Vec<(Answered, String)> =
            shown.iter().map(|field| (*field, acts::mark(&field.of(&item.answer)))).collect();
        let values: Vec<(&str, String)> =
            shown.iter().map(|field| (field.code(), field.of(&item.answer))).collect();
        let member = sheet.seats.iter().find(|seat| Some(seat.member) == item.member);
        let label = |field: Answered| match field {
            Answered::Note => lang.t("fieldwork-note"),
            Answered::Location => lang.t("fieldwork-location"),
            Answered::Told => lang.t("fieldwork-told"),
            Answered::Counted => lang.t("fieldwork-counted"),
            Answered::Verdict => lang.t("fieldwork-verdict"),
        };
        Card {
            id: item.id.to_string(),
            number: number(&item.code).to_owned(),
            theme: item.theme.clone(),
            theme_title: acts::theme_title(sheet, &item.theme).text(spoken).to_owned(),
            method: method(lang, &item.method),
            question: if vi { item.question.clone() } else { item.question_en.clone() },
            guidance: if vi { item.guidance.clone() } else { item.guidance_en.clone() },
            basis: item.basis.clone(),
            said: line
                .said
                .as_ref()
                .map(|said| {
                    said.fields
                        .iter()
                        .map(|held| {
                            let option = held.option.as_ref().map(|option| option.text(spoken).to_owned());
                            let text = option.unwrap_or_else(|| value(lang, &held.value));
                            (held.label.text(spoken).to_owned(), text)
                        })
                        .collect()
                })
                .unwrap_or_default(),
            claim: line.said.as_ref().map(|said| claim(lang, said)).unwrap_or_default(),
            differs: line.differs.map(|found| differs(lang, found)).unwrap_or_default(),
            member: member
                .map(|seat| seat.name.clone().unwrap_or_else(|| seat.organisation.clone()))
                .unwrap_or_default(),
            member_id: item.member.map(|member| member.to_string()).unwrap_or_default(),
            answered: match (&item.answered_by, item.answered_at) {
                (Some(who), Some(at)) => format!("{who}, {}", lang.moment(at)),
                _ => String::new(),
            },
            verdicts: verdicts(lang, chosen),
            verdict: chosen.map(|verdict| lang.t(verdict_tone(verdict).1)).unwrap_or_default(),
            form: Form::filled(lang, fields(&format!("{href}/save"), &marks), values.clone()),
            fields: marks.into_iter().map(|(field, mark)| (field.code(), mark)).collect(),
            texts: shown
                .iter()
                .filter(|field| **field != Answered::Verdict)
                .map(|field| (label(*field), field.of(&item.answer)))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            is_open: line.open_to_me,
            files: None,
            removable: Vec::new(),
            past: Vec::new(),
            proposals: Vec::new(),
            drawn: sheet
                .findings
                .iter()
                .filter(|stated| stated.item == Some(item.id))
                .map(|stated| (format!("/findings/{}", stated.finding), stated.text.clone()))
                .collect(),
            href,
        }
    }

    pub fn sample(lang: Lang, is_open: bool) -> Self {
        let marks: Vec<(Answered, String)> =
            Answered::ALL.into_iter().map(|field| (field, acts::mark(""))).collect();
        let note = "Máy SYT-MT-03 còn lịch sử kết nối mạng không dây.";
        let values = [("note", note), ("location", "Phòng Tổ chức"), ("counted", "3")];
        Card {
            id: "1".into(),
            href: "/visits/1/parts/a/items/1".into(),
            number: "1".into(),
            theme: "may_tinh".into(),
            theme_title: "Quản lý, sử dụng máy tính".into(),
            method: lang.t("fieldwork-method-on-site"),
            question: "Máy soạn thảo tài liệu mật có nối mạng không?".into(),
            guidance: "Xem lịch sử kết nối, thiết bị thu phát không dây.".into(),
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14".into(),
            said: vec![("Số máy độc lập".into(), "5".into())],
            claim: lang.t("fieldwork-claim-complies"),
            differs: lang.t("fieldwork-differs-overclaimed"),
            member: "Thiếu tá Phan Quốc Việt".into(),
            member_id: "m1".into(),
            answered: "Phan Quốc Việt, 20/11/2026 09:12".into(),
            verdicts: verdicts(lang, Some(Verdict::NotMet)),
            verdict: lang.t("fieldwork-verdict-not-met"),
            form: Form::filled(lang, fields("/visits/1/parts/a/items/1/save", &marks), values),
            fields: marks.into_iter().map(|(field, mark)| (field.code(), mark)).collect(),
            texts: vec![(lang.t("fieldwork-note"), note.into())],
            is_open,
            files: Some(Files {
                lang,
                label: lang.t("fieldwork-evidence"),
                files: vec![FileLine {
                    name: "Ảnh màn hình 04.png".into(),
                    href: "/visits/1/parts/a/items/1/files/1".into(),
                    bytes: 84_211,
                    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
                    when: "20/11/2026 09:12".into(),
                    who: "Phan Quốc Việt".into(),
                    note: String::new(),
                }],
            }),
            removable: if is_open { vec![("1".into(), "Ảnh màn hình 04.png".into())] } else { vec![] },
            past: vec![PastLine {
                head: "Lưu Thị Thanh Hà, 20/11/2026 09:05".into(),
                text: "Chưa kiểm tra máy số 03".into(),
                is_refused: true,
            }],
            proposals: if is_open { vec![Draft::sample(lang)] } else { vec![] },
            drawn: vec![("/findings/1".into(), "Máy soạn thảo tài liệu mật còn dấu vết nối mạng".into())],
        }
    }
}

/// The number of an item: its code without the theme before it.
pub fn number(code: &str) -> &str {
    code.rsplit_once('.').map_or(code, |(_, number)| number)
}

fn method(lang: Lang, code: &str) -> String {
    let key = match Method::from_code(code) {
        Some(Method::RemoteScan) => "fieldwork-method-remote",
        Some(Method::OnSite) => "fieldwork-method-on-site",
        Some(Method::DocumentReview) => "fieldwork-method-documents",
        Some(Method::SelfReport) => "fieldwork-method-report",
        None => return String::new(),
    };
    lang.t(key)
}

fn severities(lang: Lang, chosen: Severity) -> Vec<(&'static str, String, bool)> {
    [
        (Severity::Reminder, "fieldwork-severity-reminder"),
        (Severity::Remedy, "fieldwork-severity-remedy"),
        (Severity::Violation, "fieldwork-severity-violation"),
    ]
    .map(|(severity, key)| (severity.code(), lang.t(key), severity == chosen))
    .to_vec()
}

impl Draft {
    fn new(lang: Lang, proposal: &Proposal) -> Self {
        let words = &proposal.words;
        Draft {
            code: words.code.clone().unwrap_or_default(),
            text: words.text.clone(),
            evidence: words.evidence.clone(),
            basis: words.basis.clone(),
            request: words.request.clone(),
            observed_on: lang.date(proposal.observed_on),
            severities: severities(lang, proposal.severity),
            alike: proposal
                .alike
                .iter()
                .map(|listed| (listed.finding.id.to_string(), listed.finding.words.text.clone()))
                .collect(),
        }
    }

    fn sample(lang: Lang) -> Self {
        Draft {
            code: "D2".into(),
            text: "Máy soạn thảo tài liệu mật có dấu vết kết nối mạng".into(),
            evidence: "Máy SYT-MT-03 (Phòng Tổ chức)".into(),
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14".into(),
            request: String::new(),
            observed_on: "20/11/2026".into(),
            severities: severities(lang, Severity::Violation),
            alike: vec![("f1".into(), "Máy soạn thảo tài liệu mật nối mạng (2025)".into())],
        }
    }
}

impl Earlier {
    pub fn new(lang: Lang, sheet: &Sheet, found: &Recheck) -> Self {
        let chosen = found.verdict.as_deref().and_then(RecheckVerdict::from_code);
        Earlier {
            href: format!(
                "{PATH}/{}/parts/{}/rechecks/{}",
                sheet.visit.id, sheet.part.campaign, found.finding
            ),
            text: found.text.clone(),
            source: found.campaign_title.clone(),
            request: found.request.clone(),
            due: found.due_on,
            seen: Looked::mark(found.verdict.as_deref(), &found.note),
            verdicts: rechecks(lang, chosen),
            verdict: chosen.map(|verdict| lang.t(recheck_tone(verdict).1)).unwrap_or_default(),
            note: found.note.clone(),
            answered: match (&found.answered_by, found.answered_at) {
                (Some(who), Some(at)) => format!("{who}, {}", lang.moment(at)),
                _ => String::new(),
            },
            is_open: sheet.may_answer,
        }
    }

    pub fn sample(lang: Lang) -> Self {
        Earlier {
            href: "/visits/1/parts/a/rechecks/1".into(),
            text: "Chưa ban hành quy chế bảo đảm an toàn thông tin mạng".into(),
            source: "Kiểm tra công tác bảo đảm an ninh mạng năm 2025".into(),
            request: "Ban hành quy chế".into(),
            due: Some(words::date::local(jiff::Timestamp::UNIX_EPOCH).date()),
            seen: Looked::mark(None, ""),
            verdicts: rechecks(lang, Some(RecheckVerdict::Partly)),
            verdict: lang.t("fieldwork-recheck-partly"),
            note: "Đã có dự thảo".into(),
            answered: "Phan Quốc Việt, 20/11/2026 09:12".into(),
            is_open: true,
        }
    }
}
