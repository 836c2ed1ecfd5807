//! What the samples of this folder's pages show: invented units and names.

use app::acts::campaign::{Kept, Target};
use app::acts::schedule::{
    Around, Board, Entry, EntryPart, Receipts, Scheduled, Standing, Unscheduled, VisitPart,
};
use domain::campaign::{Campaign, CampaignState, Purpose};
use domain::identifier::{CampaignId, CohortId, MemberId, TargetId, TeamId, UnitId, VisitId};
use domain::schedule::Going;
use domain::team::{Member, TeamRole};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

pub fn kept() -> Kept {
    Kept {
        campaign: Campaign {
            id: CampaignId(Uuid::from_u128(1)),
            plan: None,
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            number: "12/KH-TBANM".into(),
            year: 2026,
            issuer: "Tiểu ban An ninh mạng tỉnh An Sơn".into(),
            state: CampaignState::Open,
            scope_from: None,
            scope_to: None,
            window_from: Some(date(2026, 6, 1)),
            window_to: Some(date(2026, 6, 30)),
            checklist: None,
            remediation: None,
            notice: None,
        },
        previous: None,
        place: "An Sơn".into(),
        issued_on: Some(date(2026, 5, 4)),
        version: 1,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        opened_at: None,
        closed_at: None,
    }
}

fn going(n: u128, name: Option<&str>, role: TeamRole, unit: Option<UnitId>) -> Going {
    Going {
        member: Member {
            id: id::<MemberId>(n),
            team: id::<TeamId>(1),
            name: name.map(str::to_owned),
            rank: Some("Thiếu tá".into()),
            position: Some("Phó Trưởng phòng".into()),
            organisation: "Công an tỉnh An Sơn".into(),
            unit,
            user: None,
            role,
            duty: Some("An toàn hệ thống thông tin".into()),
        },
        declared: vec![],
        own_line: unit.into_iter().collect(),
    }
}

pub fn roster() -> Vec<Going> {
    vec![
        going(1, Some("Phan Quốc Việt"), TeamRole::Lead, None),
        going(2, Some("Lưu Thị Thanh Hà"), TeamRole::Deputy, Some(id::<UnitId>(7))),
        going(3, None, TeamRole::Member, None),
        going(4, Some("Ngô Thùy Dương"), TeamRole::Secretary, None),
    ]
}

pub fn around() -> Around {
    Around {
        campaign: kept(),
        target: Target {
            id: TargetId(Uuid::from_u128(1)),
            campaign: id::<CampaignId>(1),
            cohort: CohortId(Uuid::from_u128(1)),
            cohort_name: "Đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            unit: id::<UnitId>(7),
            unit_name: "Sở Y tế".into(),
            unit_kind: "department".into(),
            report: None,
            report_state: "draft".into(),
            report_due_on: None,
            report_sent_on: None,
            report_late: false,
            visit: None,
            visit_state: "none".into(),
            visit_on: None,
            minutes_state: "none".into(),
            minutes_on: None,
            findings_total: 0,
            findings_open: 0,
            findings_due_on: None,
        },
        line: vec![id::<UnitId>(7)],
        teams: vec![(id::<TeamId>(1), "Đoàn kiểm tra số 1".into(), roster())],
        shareable: vec![(id::<VisitId>(5), at(date(2026, 6, 16), 8), "Hội trường tầng 2".into())],
    }
}

fn at(day: Date, hour: i8) -> jiff::Timestamp {
    domain::moment::instant(day.at(hour, 0, 0, 0)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

pub fn entry(n: u128, unit: &str, day: Date, state: &str) -> Entry {
    Entry {
        visit: id::<VisitId>(n),
        unit: id::<UnitId>(n),
        unit_name: unit.into(),
        kind: if n == 3 { "ad_hoc" } else { "planned" }.into(),
        state: state.into(),
        starts_at: at(day, 8),
        ends_at: at(day, 11),
        day,
        last_day: day,
        place: "Trụ sở đơn vị".into(),
        version: 1,
        changed_at: jiff::Timestamp::UNIX_EPOCH,
        cancelled: state == "cancelled",
        parts: vec![EntryPart {
            campaign: id::<CampaignId>(1),
            campaign_title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            campaign_number: "12/KH-TBANM".into(),
            team: id::<TeamId>(1),
            team_name: "Đoàn kiểm tra số 1".into(),
            members: vec!["Phan Quốc Việt".into(), "Ngô Thùy Dương".into()],
        }],
    }
}

pub fn entries() -> Vec<Entry> {
    let mut shared = entry(4, "Đảng ủy phường An Trung", date(2026, 6, 16), "notified");
    let mut second = shared.parts[0].clone();
    second.campaign = id::<CampaignId>(2);
    second.campaign_title = "Kiểm tra công tác bảo vệ bí mật nhà nước năm 2026".into();
    second.team_name = "Đoàn kiểm tra số 2".into();
    second.team = id::<TeamId>(2);
    shared.parts.push(second);
    vec![
        entry(1, "Sở Tài chính", date(2026, 6, 2), "finished"),
        entry(2, "Sở Y tế", date(2026, 6, 9), "scheduled"),
        entry(3, "Ủy ban nhân dân xã Đồng Tâm", date(2026, 6, 9), "underway"),
        shared,
        entry(5, "Sở Tư pháp", date(2026, 6, 23), "cancelled"),
    ]
}

pub fn board() -> Board {
    let receipts = Receipts { told: 2, confirmed: 1 };
    Board {
        campaign: kept(),
        visits: entries(),
        unscheduled: vec![Unscheduled {
            target: id::<TargetId>(9),
            unit: id::<UnitId>(9),
            unit_name: "Ủy ban nhân dân phường An Trung".into(),
            line: vec![],
        }],
        teams: vec![(id::<TeamId>(1), "Đoàn kiểm tra số 1".into())],
        receipts: BTreeMap::from([(id::<VisitId>(4), receipts)]),
    }
}

pub fn standing() -> Standing {
    Standing {
        visit: Scheduled {
            id: id::<VisitId>(3),
            unit: id::<UnitId>(7),
            unit_name: "Sở Y tế".into(),
            kind: "ad_hoc".into(),
            occasion: Some("incident".into()),
            reason: Some("Có dấu hiệu lộ tài khoản quản trị".into()),
            exception: None,
            starts_at: Some(at(date(2026, 6, 9), 8)),
            ends_at: Some(at(date(2026, 6, 9), 11)),
            day: Some(date(2026, 6, 9)),
            last_day: Some(date(2026, 6, 9)),
            place: "Trụ sở Sở Y tế".into(),
            state: "notified".into(),
            state_data: "{}".into(),
            notice: None,
            agreed_method: None,
            announced_at: Some(jiff::Timestamp::UNIX_EPOCH),
            version: 2,
            changed_at: jiff::Timestamp::UNIX_EPOCH,
            cancelled_at: None,
            cancelled_reason: None,
        },
        parts: vec![VisitPart {
            visit: id::<VisitId>(3),
            campaign: id::<CampaignId>(1),
            campaign_title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            campaign_number: "12/KH-TBANM".into(),
            target: id::<TargetId>(1),
            team: id::<TeamId>(1),
            team_name: "Đoàn kiểm tra số 1".into(),
            minutes_state: "none".into(),
            minutes_on: None,
            version: 1,
        }],
        line: vec![id::<UnitId>(7)],
        teams: vec![(id::<TeamId>(1), "Đoàn kiểm tra số 1".into(), roster(), vec![id::<MemberId>(1)])],
    }
}
