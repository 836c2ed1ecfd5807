//! A visit of the invented province An Sơn, for the samples of its page.
//!
//! Not here: anything the page needs to work.

use domain::team::TeamRole;
use domain::visit::Agenda;

use super::{NextStep, PATH, PartLine, PersonLine, RequestLine, SeatLine, StepLine, VisitPage};
use super::{minutes_badge, role_label, step_label};
use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages::schedule::state_badge;
use crate::pages::{Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::steps::{Step, StepState, Steps};

impl Page for VisitPage {
    const NAME: &'static str = "visit";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let step = |step: Agenda, when: &str, state| Step::new(step_label(lang, step), when, state);
        let page = || VisitPage {
            f: frame.clone().titled("Sở Y tế", Some(Nav::Visits)).under(frame.t("nav-visits"), PATH),
            href: "/visits/1".into(),
            version: 4,
            changes: Vec::new(),
            state: state_badge(lang, "underway"),
            ad_hoc: false,
            reason: String::new(),
            days: "20/11/2026".into(),
            place: "Phòng họp tầng 3, trụ sở Sở Y tế".into(),
            parts: vec![
                PartLine {
                    id: "a".into(),
                    title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
                    team: "Đoàn kiểm tra số 02".into(),
                    minutes: minutes_badge(lang, "draft"),
                    fieldwork_href: "/visits/1/fieldwork?part=a".into(),
                    minutes_href: "/visits/1/minutes?part=a".into(),
                },
                PartLine {
                    id: "b".into(),
                    title: "Kiểm tra công tác bảo vệ bí mật nhà nước năm 2026".into(),
                    team: "Đoàn kiểm tra số 05".into(),
                    minutes: minutes_badge(lang, "read_out"),
                    fieldwork_href: "/visits/1/fieldwork?part=b".into(),
                    minutes_href: "/visits/1/minutes?part=b".into(),
                },
            ],
            steps: Steps {
                lang,
                label: frame.t("visit-steps"),
                steps: vec![
                    step(Agenda::Announce, "08:00 – 08:10", StepState::Done),
                    step(Agenda::SelfReport, "08:10 – 08:45", StepState::Done),
                    step(Agenda::Clarify, "", StepState::Skipped),
                    step(Agenda::Fieldwork, "08:45", StepState::Now),
                    step(Agenda::AgreeMinutes, "", StepState::Next),
                    step(Agenda::ReadOut, "", StepState::Next),
                    step(Agenda::Guidance, "", StepState::Next),
                ],
            },
            log: vec![
                StepLine {
                    code: "announce",
                    label: step_label(lang, Agenda::Announce),
                    when: "08:00 – 08:10".into(),
                    note: "Trưởng đoàn công bố kế hoạch và quyết định.".into(),
                },
                StepLine {
                    code: "fieldwork",
                    label: step_label(lang, Agenda::Fieldwork),
                    when: "08:45".into(),
                    note: String::new(),
                },
            ],
            next: Some(NextStep {
                code: "agree_minutes",
                label: step_label(lang, Agenda::AgreeMinutes),
                may_skip: true,
            }),
            may_finish: false,
            method: Vec::new(),
            may_agree_method: false,
            seats: vec![
                SeatLine {
                    id: "m1".into(),
                    name: "Thượng tá Trịnh Minh Khang".into(),
                    role: role_label(lang, TeamRole::Lead),
                    organisation: "Công an tỉnh".into(),
                    attended: Some(true),
                    absent: String::new(),
                    state: Badge::new(Tone::Done, lang.t("visit-present")),
                },
                SeatLine {
                    id: "m2".into(),
                    name: "Ông Đoàn Gia Bảo".into(),
                    role: role_label(lang, TeamRole::Member),
                    organisation: "Văn phòng Tỉnh ủy".into(),
                    attended: Some(false),
                    absent: "đi công tác".into(),
                    state: Badge::new(Tone::Warning, lang.t("visit-absent")),
                },
            ],
            persons: vec![PersonLine {
                id: "p1".into(),
                side: lang.t("visit-side-unit"),
                name: "Ông Mai Xuân Phúc".into(),
                job_title: "Giám đốc Sở Y tế".into(),
                absent: String::new(),
            }],
            requests: vec![
                RequestLine {
                    id: "r1".into(),
                    kind: lang.t("visit-kind-clarification"),
                    text: "Vì sao số máy tính nối Internet tăng so với năm 2025?".into(),
                    state: Badge::new(Tone::Going, lang.t("visit-request-responded")),
                    response: "Do tiếp nhận 12 máy từ đơn vị sáp nhập.".into(),
                    asked: "Nguyễn Văn An, 20/11/2026 08:50".into(),
                    answered: "Chu Hải Yến, 20/11/2026 09:05".into(),
                    papers: vec![("/visits/1/requests/r1/files/1".into(), "Biên bản bàn giao.pdf".into())],
                    ticks: vec![("answered", lang.t("visit-tick-answered"))],
                    may_answer: false,
                },
                RequestLine {
                    id: "r2".into(),
                    kind: lang.t("visit-kind-document"),
                    text: "Sổ quản lý máy tính, thiết bị ngoại vi".into(),
                    state: Badge::new(Tone::Waiting, lang.t("visit-request-open")),
                    response: String::new(),
                    asked: "Nguyễn Văn An, 20/11/2026 08:55".into(),
                    answered: String::new(),
                    papers: Vec::new(),
                    ticks: vec![
                        ("shown", lang.t("visit-tick-shown")),
                        ("not_shown", lang.t("visit-tick-not-shown")),
                    ],
                    may_answer: true,
                },
            ],
            may_run: true,
            may_ask: true,
            may_respond: false,
            examinations_href: "/visits/1/examinations".into(),
            package_href: "/visits/1/package".into(),
        };
        let mut unit = page();
        (unit.may_run, unit.may_ask, unit.may_respond) = (false, false, true);
        unit.next = None;
        unit.examinations_href.clear();
        unit.package_href.clear();
        for part in &mut unit.parts {
            part.fieldwork_href.clear();
        }
        for request in &mut unit.requests {
            request.ticks.clear();
        }
        let mut ad_hoc = page();
        ad_hoc.ad_hoc = true;
        ad_hoc.may_agree_method = true;
        ad_hoc.reason = "Có dấu hiệu lộ dữ liệu qua tài khoản dùng chung".into();
        ad_hoc.steps.steps = vec![
            step(Agenda::AgreeMethod, "14:00", StepState::Now),
            step(Agenda::Fieldwork, "", StepState::Next),
            step(Agenda::AdoptMinutes, "", StepState::Next),
        ];
        ad_hoc.method = vec![("visit-method-to", "Ông Mai Xuân Phúc, Giám đốc Sở".into())];
        let mut empty = page();
        empty.state = state_badge(lang, "scheduled");
        (empty.log, empty.persons, empty.requests, empty.seats) = (vec![], vec![], vec![], vec![]);
        let mut last = page();
        (last.next, last.may_finish) = (None, true);
        vec![("team", page()), ("unit", unit), ("ad-hoc", ad_hoc), ("empty", empty), ("last", last)]
    }
}
