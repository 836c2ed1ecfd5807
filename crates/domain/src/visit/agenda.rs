//! The routes of a visit and their steps, with who was there and when.
//!
//! Not here: the visit's own state.

use crate::identifier::MemberId;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// By which route the unit is inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "route", rename_all = "snake_case")]
pub enum Route {
    /// The seven steps of a periodic inspection (S0 II.2a).
    Periodic,
    /// The short route when there is a sign of violation or a risk (S0 II.2b).
    AdHoc {
        trigger: Trigger,
        /// What was seen or ordered, in words.
        grounds: String,
    },
}

/// Why an ad-hoc inspection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    ViolationSign,
    Risk,
    Incident,
    /// The system's owner asks for it (S2 II.5i; Luật 24/2018/QH14 Đ24).
    OwnersRequest,
    Order,
}

/// A step of the route, in the order of [`Route::agenda`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agenda {
    /// Công bố kế hoạch, quyết định kiểm tra.
    Announce,
    /// Đơn vị thông qua báo cáo.
    SelfReport,
    /// Giải trình, yêu cầu chuẩn bị, hướng dẫn.
    Clarify,
    /// Kiểm tra thực tế.
    Fieldwork,
    /// Thành viên thống nhất nội dung biên bản.
    AgreeMinutes,
    /// Công bố biên bản, yêu cầu khắc phục.
    ReadOut,
    /// Giải đáp khó khăn, vướng mắc, kiến nghị.
    Guidance,
    /// Ad hoc: liên hệ, thống nhất phương pháp.
    AgreeMethod,
    /// Ad hoc: thông qua biên bản, xử lý kịp thời.
    AdoptMinutes,
}

/// What happened at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub step: Agenda,
    /// Vietnamese civil time; absent when the step was passed over.
    pub began: Option<DateTime>,
    pub ended: Option<DateTime>,
    pub attendees: Vec<Attendee>,
    /// Why it was passed over.
    pub skipped: Option<String>,
}

/// Someone present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    pub side: Side,
    /// The team's roster, when they are on it.
    pub member: Option<MemberId>,
    pub name: String,
    pub position: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Team,
    Unit,
    Other,
}

impl Route {
    /// The steps, in order.
    pub fn agenda(&self) -> &'static [Agenda] {
        match self {
            Route::Periodic => &[
                Agenda::Announce,
                Agenda::SelfReport,
                Agenda::Clarify,
                Agenda::Fieldwork,
                Agenda::AgreeMinutes,
                Agenda::ReadOut,
                Agenda::Guidance,
            ],
            Route::AdHoc { .. } => &[Agenda::AgreeMethod, Agenda::Fieldwork, Agenda::AdoptMinutes],
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Route::Periodic => "periodic",
            Route::AdHoc { .. } => "ad_hoc",
        }
    }
}

impl Trigger {
    pub const ALL: [Trigger; 5] =
        [Trigger::ViolationSign, Trigger::Risk, Trigger::Incident, Trigger::OwnersRequest, Trigger::Order];

    pub fn code(self) -> &'static str {
        match self {
            Trigger::ViolationSign => "violation_sign",
            Trigger::Risk => "risk",
            Trigger::Incident => "incident",
            Trigger::OwnersRequest => "owners_request",
            Trigger::Order => "order",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trigger| trigger.code() == code)
    }
}

impl Agenda {
    pub const ALL: [Agenda; 9] = [
        Agenda::Announce,
        Agenda::SelfReport,
        Agenda::Clarify,
        Agenda::Fieldwork,
        Agenda::AgreeMinutes,
        Agenda::ReadOut,
        Agenda::Guidance,
        Agenda::AgreeMethod,
        Agenda::AdoptMinutes,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Agenda::Announce => "announce",
            Agenda::SelfReport => "self_report",
            Agenda::Clarify => "clarify",
            Agenda::Fieldwork => "fieldwork",
            Agenda::AgreeMinutes => "agree_minutes",
            Agenda::ReadOut => "read_out",
            Agenda::Guidance => "guidance",
            Agenda::AgreeMethod => "agree_method",
            Agenda::AdoptMinutes => "adopt_minutes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The plan calls these "(nếu có)": clarification and questions.
    pub fn may_be_skipped(self) -> bool {
        matches!(self, Agenda::Clarify | Agenda::Guidance)
    }

    pub(super) fn begin_code(self) -> &'static str {
        match self {
            Agenda::Announce => "begin_announce",
            Agenda::SelfReport => "begin_self_report",
            Agenda::Clarify => "begin_clarify",
            Agenda::Fieldwork => "begin_fieldwork",
            Agenda::AgreeMinutes => "begin_agree_minutes",
            Agenda::ReadOut => "begin_read_out",
            Agenda::Guidance => "begin_guidance",
            Agenda::AgreeMethod => "begin_agree_method",
            Agenda::AdoptMinutes => "begin_adopt_minutes",
        }
    }

    pub(super) fn skip_code(self) -> &'static str {
        match self {
            Agenda::Clarify => "skip_clarify",
            Agenda::Guidance => "skip_guidance",
            _ => "skip",
        }
    }
}
