//! The bodies that plans name: registry entries with kind, parent, validity, and
//! the events by which bodies became other bodies.
//!
//! A unit is never renamed or deleted: it ends, and a change event names its
//! successors (architecture, invariant 11). Not here: matching names in text.

mod change;
pub mod matching;

pub use change::{ChangeEvent, ChangeFault, ChangeKind, lineage, successors};

use crate::identifier::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a unit is in the political system. A commune's Party committee and its
/// People's Committee are two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Tỉnh ủy, its office and boards.
    ProvincialParty,
    /// HĐND, Đoàn ĐBQH and their offices.
    PeoplesCouncil,
    /// UBND tỉnh and its office.
    ProvincialGovernment,
    /// Sở, ban, ngành.
    Department,
    /// Đơn vị sự nghiệp, trung tâm, bệnh viện, trường, báo đài.
    PublicServiceUnit,
    /// Mặt trận Tổ quốc.
    Front,
    /// Tổ chức chính trị - xã hội, hội.
    MassOrganisation,
    /// Cơ quan Trung ương đóng trên địa bàn.
    CentralBody,
    StateEnterprise,
    Enterprise,
    Police,
    Military,
    /// Tiểu ban, Ban Chỉ đạo, Tổ công tác.
    SteeringBody,
    /// UBND huyện, thị xã, thành phố (until 30/6/2025).
    District,
    /// Huyện ủy, thị ủy, thành ủy (until 30/6/2025).
    DistrictParty,
    /// UBND xã, phường, thị trấn, đặc khu.
    Commune,
    /// Đảng ủy xã, phường, đặc khu.
    CommuneParty,
    /// Phòng, ban, bộ phận of another unit.
    Division,
}

impl UnitKind {
    pub const ALL: [UnitKind; 18] = [
        UnitKind::ProvincialParty,
        UnitKind::PeoplesCouncil,
        UnitKind::ProvincialGovernment,
        UnitKind::Department,
        UnitKind::PublicServiceUnit,
        UnitKind::Front,
        UnitKind::MassOrganisation,
        UnitKind::CentralBody,
        UnitKind::StateEnterprise,
        UnitKind::Enterprise,
        UnitKind::Police,
        UnitKind::Military,
        UnitKind::SteeringBody,
        UnitKind::District,
        UnitKind::DistrictParty,
        UnitKind::Commune,
        UnitKind::CommuneParty,
        UnitKind::Division,
    ];

    /// The stable name kept in the record and used in the packs.
    pub fn code(self) -> &'static str {
        match self {
            UnitKind::ProvincialParty => "provincial_party",
            UnitKind::PeoplesCouncil => "peoples_council",
            UnitKind::ProvincialGovernment => "provincial_government",
            UnitKind::Department => "department",
            UnitKind::PublicServiceUnit => "public_service_unit",
            UnitKind::Front => "front",
            UnitKind::MassOrganisation => "mass_organisation",
            UnitKind::CentralBody => "central_body",
            UnitKind::StateEnterprise => "state_enterprise",
            UnitKind::Enterprise => "enterprise",
            UnitKind::Police => "police",
            UnitKind::Military => "military",
            UnitKind::SteeringBody => "steering_body",
            UnitKind::District => "district",
            UnitKind::DistrictParty => "district_party",
            UnitKind::Commune => "commune",
            UnitKind::CommuneParty => "commune_party",
            UnitKind::Division => "division",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Party bodies write their papers in the Party's own form.
    pub fn is_party(self) -> bool {
        matches!(self, UnitKind::ProvincialParty | UnitKind::DistrictParty | UnitKind::CommuneParty)
    }
}

/// A body as the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// As people shorten it in tables: "Sở KH&CN".
    pub short_name: Option<String>,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
    pub aliases: Vec<String>,
    pub head_name: Option<String>,
    pub head_title: Option<String>,
    pub email: Option<String>,
    /// First day it exists; `None` is "as far back as the record goes".
    pub valid_from: Option<Date>,
    /// Last day it exists.
    pub valid_to: Option<Date>,
}

impl Unit {
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// The name lists show when room is short.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }
}

/// A person through whom a unit is reached during an inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocalPerson {
    pub unit: UnitId,
    pub name: String,
    pub position: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}
