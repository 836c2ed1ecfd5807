//! Quyết định thành lập Đoàn kiểm tra (mẫu 1.2 of NĐ 30/2020 Phụ lục III), with what
//! NĐ 217/2025 Điều 11 asks of it: bases, scope, content, target, duration, team. The
//! roster is an annex.

mod sample;
mod usual;

pub use usual::base_line;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::dates;
use crate::document::Document;
use crate::flow::{Annex, Flow, annex_parts};
use crate::letterhead::Letterhead;
use crate::style::Style;
use crate::table::{Cell, Column, Table};
use crate::words::Words;

/// All that the decision says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamDecision {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// Who decides, as in the line above the bases: "Trưởng Tiểu ban …".
    pub authority: String,
    /// The team's short name: "Đoàn kiểm tra số 02".
    pub team_name: String,
    /// What it inspects: "công tác bảo đảm an ninh mạng năm 2026".
    pub subject: String,
    /// Laws, regulations and the plan.
    pub bases: Vec<String>,
    /// On whose proposal.
    pub proposed_by: Option<String>,
    /// The units to be inspected.
    pub targets: Vec<String>,
    /// What is inspected, point by point.
    pub contents: Vec<String>,
    /// The inspected period.
    pub period: String,
    /// The first day of the inspection.
    pub from: Date,
    /// The last day of the inspection.
    pub to: Date,
    /// The days at one unit, if limited, with their unit: "10 ngày làm việc".
    pub days_per_unit: Option<String>,
    /// The members.
    pub members: Vec<TeamMember>,
    /// Duties and powers of the team, point by point.
    pub duties: Vec<String>,
    /// Whose seal the team uses.
    pub seal: Option<String>,
    /// Where the money comes from.
    pub funding: Option<String>,
    /// Who carries the decision out, besides the members.
    pub executors: Vec<String>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// A member of the team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Rank or form of address, and full name; open while the agency has not named one.
    pub name: Option<String>,
    /// Position and agency.
    pub position: String,
    /// Role in the team: "Trưởng đoàn".
    pub role: String,
    /// What the member looks at.
    pub task: Option<String>,
}

/// Composes the decision.
pub fn team_decision(decision: &TeamDecision) -> Document {
    let mut flow = Flow::new();
    flow.block(decision.letterhead.block());
    flow.title("Quyết định", &format!("Về việc thành lập Đoàn kiểm tra {}", decision.subject));
    flow.line(Style::DecidingAuthority, decision.authority.to_uppercase());
    flow.bases(&decision.bases, decision.proposed_by.as_deref());
    flow.line(Style::DecidingAuthority, "QUYẾT ĐỊNH:");
    articles(&mut flow, decision);
    flow.end_mark();
    flow.closing(recipients_and_signature(
        &decision.recipients,
        &decision.signature,
        decision.letterhead.form,
    ));
    let mut parts = vec![flow.part()];
    parts.extend(annex_parts(
        [Some(Annex::new(format!("Danh sách thành viên {}", decision.team_name), roster(&decision.members)))],
        &decision.letterhead.reference("Quyết định"),
    ));
    Document {
        title: Words::from(format!("Quyết định thành lập Đoàn kiểm tra {}", decision.subject)),
        issuer: Words::from(&decision.letterhead.issuer),
        dated: decision.letterhead.date.earliest(),
        parts,
    }
}

fn articles(flow: &mut Flow, decision: &TeamDecision) {
    flow.article(
        1,
        &format!(
            "Thành lập Đoàn kiểm tra {} (sau đây gọi là {}) gồm {} thành viên có tên trong danh sách kèm \
             theo Quyết định này.",
            decision.subject,
            decision.team_name,
            dates::count(decision.members.len())
        ),
    );
    flow.article(2, "Đối tượng, nội dung, thời kỳ và thời gian kiểm tra:");
    flow.body("1. Đối tượng kiểm tra:");
    flow.items(decision.targets.iter().cloned());
    flow.body("2. Nội dung kiểm tra:");
    flow.items(decision.contents.iter().cloned());
    flow.body(format!("3. Thời kỳ kiểm tra: {}.", decision.period));
    let days = decision
        .days_per_unit
        .as_deref()
        .map_or_else(String::new, |days| format!("; thời hạn kiểm tra tại mỗi đơn vị không quá {days}"));
    flow.body(format!("4. Thời gian kiểm tra: {}{days}.", dates::span(decision.from, decision.to)));
    flow.article(3, "Nhiệm vụ, quyền hạn và chế độ làm việc của Đoàn kiểm tra:");
    flow.items(decision.duties.iter().cloned());
    if let Some(seal) = &decision.seal {
        flow.body(format!(
            "Đoàn kiểm tra sử dụng {seal} trong thời gian làm nhiệm vụ và kết thúc hoạt động khi hoàn thành nhiệm \
             vụ được giao."
        ));
    } else {
        flow.body("Đoàn kiểm tra kết thúc hoạt động khi hoàn thành nhiệm vụ được giao.");
    }
    if let Some(funding) = &decision.funding {
        flow.body(format!("Kinh phí hoạt động: {funding}."));
    }
    let executors = if decision.executors.is_empty() {
        "Các thành viên".to_owned()
    } else {
        format!("{} và các thành viên", decision.executors.join(", "))
    };
    flow.article(
        4,
        &format!(
            "Quyết định này có hiệu lực kể từ ngày ký. {executors} có tên tại Điều 1 chịu trách nhiệm thi \
             hành Quyết định này."
        ),
    );
}

fn roster(members: &[TeamMember]) -> Flow {
    let mut flow = Flow::new();
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Họ và tên", 40),
        Column::text("Chức vụ, đơn vị công tác", 48),
        Column::mark("Nhiệm vụ trong Đoàn", 28),
        Column::text("Nội dung phụ trách", 38),
    ]);
    for (place, member) in members.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            member.name.as_ref().map_or_else(|| Cell::from("(do cơ quan, đơn vị cử)"), Cell::from),
            Cell::from(&member.position),
            Cell::from(&member.role),
            Cell::text(member.task.clone().unwrap_or_default()),
        ]);
    }
    flow.table(&table);
    flow
}
