//! What a unit of the demo answers to an outline: whole, without contradiction,
//! and different from unit to unit.
//!
//! Not here: the outlines (`packs`), saving and sending (`reports`).

use app::acts::report::Change;
use domain::outline::{
    Answers, Cell, DOCUMENT_COLUMNS, Field, Kind, Outline, Requirement, Rows, Scalar, Value,
};
use domain::unit::UnitKind;
use jiff::civil::Date;

/// Who answers.
#[derive(Debug, Clone, Copy)]
pub struct Answerer {
    pub kind: UnitKind,
    /// Makes one unit's figures differ from another's.
    pub seed: u32,
    /// The day of answering: what is dated lies before it.
    pub day: Date,
}

/// Every answer the outline needs for these years.
pub fn answers(outline: &Outline, years: &[i16], who: Answerer) -> Vec<Change> {
    let mut given = Answers::new(years.iter().copied());
    for (_, field) in outline.fields() {
        let needed = match &field.required {
            Requirement::Always => true,
            Requirement::Optional => matches!(field.id.as_str(), "campaigns" | "portals" | "difficulties"),
            Requirement::When { condition } => condition.holds(&given),
        };
        if needed {
            who.fill(field, years, &mut given);
        }
    }
    given.iter().map(|(cell, value)| Change { cell: cell.clone(), typed: typed(value), seen: 0 }).collect()
}

fn typed(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "có" } else { "không" }.to_owned(),
        Value::Choice(text) | Value::Text(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::File(id) => id.to_string(),
    }
}

impl Answerer {
    fn fill(self, field: &Field, years: &[i16], given: &mut Answers) {
        let id = field.id.as_str();
        let cell = || Cell::of(id);
        match &field.kind {
            Kind::Attachment { .. } => {}
            Kind::NumberPerYear { .. } => {
                for year in years {
                    given.set(cell().year(*year), Value::Number(self.number(id, "")));
                }
            }
            Kind::Documents { .. } => {
                for (column, _) in DOCUMENT_COLUMNS {
                    given.set(cell().column(column), self.document(column));
                }
            }
            Kind::Choice { options, .. } => {
                let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
                given.set(cell(), Value::Choice(self.choice(id, &codes).to_owned()));
            }
            Kind::Table { columns, rows } => {
                let places: Vec<Cell> = match rows {
                    Rows::Free { .. } => vec![cell()],
                    Rows::PerYear => years.iter().map(|year| cell().year(*year)).collect(),
                    Rows::Fixed { list } => list.iter().map(|fixed| cell().row(fixed.row)).collect(),
                };
                for place in places {
                    for column in columns {
                        if let Some(value) = self.scalar(id, &column.id, &column.kind, place.row) {
                            given.set(place.clone().column(&column.id), value);
                        }
                    }
                }
            }
            kind => {
                if let Some(value) = kind.scalar(None).and_then(|scalar| self.scalar(id, "", &scalar, 0)) {
                    given.set(cell(), value);
                }
            }
        }
    }

    fn scalar(self, field: &str, column: &str, kind: &Scalar, row: u16) -> Option<Value> {
        Some(match kind {
            Scalar::Number { .. } => Value::Number(self.number(field, column)),
            Scalar::Money => Value::Number(self.money(column)),
            Scalar::YesNo => Value::YesNo(self.yes(field, column, row)),
            Scalar::Choice { options } => {
                let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
                Value::Choice(self.choice(if column.is_empty() { field } else { column }, &codes).to_owned())
            }
            Scalar::Text { .. } => Value::Text(text(field, column).to_owned()),
            Scalar::Date => Value::Date(self.day.saturating_sub(jiff::Span::new().days(20 + self.seed % 40))),
            Scalar::File => return None,
        })
    }

    fn machines(self) -> i64 {
        18 + i64::from(self.seed * 7 % 60)
    }

    fn number(self, field: &str, column: &str) -> i64 {
        let pcs = self.machines();
        let few = i64::from(self.seed % 3);
        match (field, column) {
            ("pc_total" | "people_reached" | "machines_total", _) => pcs,
            ("staff_total", _) if self.kind == UnitKind::Commune => 2,
            ("pc_lan", _) => pcs / 3,
            ("pc_internet", _) => pcs - pcs / 3 - 2,
            ("pc_standalone", _) => 1 + few / 2,
            ("antivirus", _) => pcs * 8 / 10,
            ("antivirus_central", _) => pcs / 2,
            ("pc_patched", _) => pcs * 7 / 10,
            ("pc_unsupported", _) => pcs / 10,
            ("officers" | "at_staff" | "force_trained" | "staff_total" | "staff_part_time", _) => 2,
            ("staff_full_time" | "incident_count" | "leak_cases" | "expired_kept" | "incidents", _) => 0,
            ("published_found" | "population_shared" | "carriers_issued", _) => 0,
            ("systems_total" | "systems_approved" | "officers_certified" | "staff_trained", _) => 1,
            ("drills", _) => i64::from(!self.seed.is_multiple_of(4)),
            ("admin_accounts", _) => 4,
            ("shared_admin_accounts" | "infected", _) => few,
            ("logs_months", _) => 3 + i64::from(self.seed % 10),
            ("population_accounts", _) => 4,
            ("population_committed", _) => 4 - few / 2,
            ("population_lookups", _) => 600 + i64::from(self.seed % 50) * 13,
            ("commitments", _) => 5 + few,
            ("equipment" | "media", "total") => 9 + few,
            ("equipment" | "media", "registered") => 7 + few,
            ("equipment" | "media", "secrets" | "for_secrets") => 1,
            ("vulnerabilities" | "reviews", "found" | "vulnerabilities") => 3 + few,
            ("vulnerabilities" | "reviews", "fixed") => 2 + few,
            ("issued", "toi_mat") => 1,
            ("issued", "mat") => 5 + few,
            ("issued_registered", _) => 6 + few,
            ("received", "toi_mat") => 2,
            ("received", "mat") => 9 + few,
            ("received_registered", _) => 11 + few,
            ("copied", "copies") => 5,
            ("copied", _) => 3,
            ("provided", "provided" | "carried_home" | "carried_permitted") => 1,
            ("devices", "total") => 4,
            ("secret_docs", "issued") => 6 + few,
            ("secret_docs", "received") => 11 + few,
            ("campaigns" | "bm_dissemination" | "at_dissemination", "people") => pcs,
            (_, "tuyet_mat" | "destroyed" | "destruction_dossiers" | "carried_abroad" | "downgraded") => 0,
            _ => 1,
        }
    }

    fn money(self, column: &str) -> i64 {
        let million = 1_000_000;
        match column {
            "it_total" => (260 + i64::from(self.seed % 9) * 20) * million,
            "estimate" => 20 * million,
            "used" | "settled" => 18 * million,
            _ => (25 + i64::from(self.seed % 5) * 4) * million,
        }
    }

    fn yes(self, field: &str, column: &str, row: u16) -> bool {
        match (field, column) {
            ("secret_sent" | "secrets_sent" | "recurred" | "portal", _) => false,
            ("response_plan", _) => self.seed % 4 != 1,
            ("secret_rules_current" | "bm_rules_current" | "at_rules_current", _) => {
                !self.seed.is_multiple_of(3)
            }
            ("population_connected", _) => self.kind == UnitKind::Commune,
            ("backup", _) => self.seed % 5 != 2,
            ("party_level_approved", _) => self.seed.is_multiple_of(2),
            ("portals", "mfa") => self.seed.is_multiple_of(3),
            ("systems", "monitored") => self.seed.is_multiple_of(2),
            ("stamps", _) => row < 16 || self.seed.is_multiple_of(2),
            _ => true,
        }
    }

    fn choice<'a>(self, field: &str, codes: &[&'a str]) -> &'a str {
        let wanted = match field {
            "body" => match self.kind {
                UnitKind::ProvincialParty | UnitKind::CommuneParty => "party",
                UnitKind::Front | UnitKind::MassOrganisation => "front",
                UnitKind::PublicServiceUnit => "public_service",
                UnitKind::StateEnterprise | UnitKind::Enterprise => "enterprise",
                _ => "government",
            },
            "level" => ["2", "3"][usize::from(self.seed.is_multiple_of(4))],
            "approval" => ["approved", "sent", "draft"][self.seed as usize % 3],
            "status" | "plan" => ["done", "some", "partly", "full"][self.seed as usize % 4],
            "endpoint_risk" => ["low", "medium", "medium", "high"][self.seed as usize % 4],
            "secret_machine_kind" => "standalone",
            "storage" => "safe",
            "lan_measures" => "firewall",
            _ => "",
        };
        codes.iter().find(|code| **code == wanted).or_else(|| codes.first()).copied().unwrap_or_default()
    }

    fn document(self, column: &str) -> Value {
        match column {
            "number" => Value::Text(format!("{}/QĐ", 12 + self.seed % 80)),
            "date" => Value::Date(self.day.saturating_sub(jiff::Span::new().days(150 + self.seed % 90))),
            "issuer" => Value::Text("Thủ trưởng đơn vị".into()),
            _ => Value::Text("Văn bản triển khai công tác bảo đảm an ninh mạng của đơn vị".into()),
        }
    }
}

fn text(field: &str, column: &str) -> &'static str {
    match (field, column) {
        ("systems", "name") => "Hệ thống quản lý văn bản và điều hành",
        ("systems" | "portals", "operator") => "Văn phòng",
        ("portals", "address") => "donvi.anson.example",
        ("campaigns", "form") => "Hội nghị phổ biến",
        ("bm_dissemination" | "at_dissemination", _) => "Quy định mới về bảo vệ thông tin",
        ("head_direct", _) => "Thủ trưởng trực tiếp phụ trách, họp kiểm điểm hằng quý.",
        ("shortcomings", _) => "Một số máy tính chưa cập nhật bản vá kịp thời do cấu hình cũ.",
        ("causes", _) => "Kinh phí thay thế máy tính còn hạn chế; cán bộ kiêm nhiệm.",
        ("difficulties", _) => "Cán bộ phụ trách kiêm nhiệm nhiều việc.",
        ("proposals", _) => "Đề nghị tổ chức thêm lớp tập huấn kỹ năng cho cán bộ phụ trách.",
        ("strengths", _) => "Đã ban hành quy chế, phân công rõ người phụ trách.",
        _ => "Đơn vị thực hiện theo quy định, có hồ sơ kèm theo.",
    }
}
