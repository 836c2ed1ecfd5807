//! The wording of the report.

use super::tables::Tables;
use super::{ConsolidatedReport, RemediationState, ReportedFinding};
use crate::closing::recipients_and_signature;
use crate::dates;
use crate::document::Document;
use crate::finding::Severity;
use crate::flow::{Annex, Flow, annex_parts, carrying_out};
use crate::words::Words;

/// Composes the report.
pub fn consolidated_report(report: &ConsolidatedReport) -> Document {
    let tables = Tables::of(report);
    let mut flow = Flow::new();
    flow.block(report.letterhead.block());
    flow.title("Báo cáo", &format!("Tổng hợp kết quả kiểm tra {}", report.subject));
    flow.addressees(&report.addressees);
    overview(&mut flow, report, &tables);
    results(&mut flow, report, &tables);
    assessment(&mut flow, report);
    findings(&mut flow, report, &tables);
    proposals(&mut flow, report);
    flow.body(format!(
        "Trên đây là tổng hợp kết quả kiểm tra {}; {} kính báo cáo.",
        report.subject, report.team_name
    ));
    flow.end_mark();
    flow.closing(recipients_and_signature(&report.recipients, &report.signature, report.letterhead.form));
    let mut parts = vec![flow.part()];
    let findings_annex = (!report.findings.is_empty()).then(|| {
        let mut annex = Flow::landscape();
        annex.table(&tables.findings);
        Annex::new("Tổng hợp tồn tại, hạn chế", annex)
    });
    parts.extend(annex_parts(
        [findings_annex, tables.sources.annex()],
        &report.letterhead.reference("Báo cáo"),
    ));
    Document {
        title: Words::from(format!("Báo cáo tổng hợp kết quả kiểm tra {}", report.subject)),
        issuer: Words::from(&report.letterhead.issuer),
        dated: report.letterhead.date.earliest(),
        parts,
    }
}

fn overview(flow: &mut Flow, report: &ConsolidatedReport, tables: &Tables) {
    let opening =
        if report.bases.is_empty() { String::new() } else { format!("{}, ", carrying_out(&report.bases)) };
    flow.body(format!(
        "{opening}{}, {} đã kiểm tra {} tại {} đơn vị; thời kỳ kiểm tra {}. Kết quả như sau:",
        dates::span(report.from, report.to),
        report.team_name,
        report.subject,
        dates::count(report.units.len()),
        report.period
    ));
    flow.heading_one("I. TÌNH HÌNH CHUNG");
    for paragraph in &report.overview {
        flow.body(paragraph);
    }
    if !report.figures.is_empty() {
        flow.caption("Bảng 1. Số liệu chính của đợt kiểm tra").table(&tables.figures);
    }
}

fn results(flow: &mut Flow, report: &ConsolidatedReport, tables: &Tables) {
    flow.heading_one("II. KẾT QUẢ KIỂM TRA");
    flow.heading_two("1. Kết quả tại các đơn vị");
    if report.units.is_empty() {
        flow.body("Chưa có đơn vị hoàn thành kiểm tra.");
    } else {
        flow.caption("Bảng 2. Kết quả theo đơn vị").table(&tables.units);
    }
    flow.heading_two("2. Kết quả theo lĩnh vực");
    if report.themes.is_empty() {
        flow.body("Không tổng hợp theo lĩnh vực.");
    } else {
        flow.caption("Bảng 3. Kết quả theo lĩnh vực").table(&tables.themes);
    }
}

fn assessment(flow: &mut Flow, report: &ConsolidatedReport) {
    flow.heading_one("III. NHẬN XÉT, ĐÁNH GIÁ");
    for (heading, points) in [
        ("1. Ưu điểm", &report.strengths),
        ("2. Tồn tại, hạn chế", &report.shortcomings),
        ("3. Nguyên nhân", &report.causes),
    ] {
        flow.heading_two(heading);
        if points.is_empty() {
            flow.body("Không có.");
        } else {
            flow.items(points.iter().cloned());
        }
    }
}

fn findings(flow: &mut Flow, report: &ConsolidatedReport, tables: &Tables) {
    flow.heading_one("IV. TÌNH HÌNH KHẮC PHỤC TỒN TẠI, HẠN CHẾ");
    if report.findings.is_empty() {
        flow.body("Đợt kiểm tra không ghi nhận tồn tại, hạn chế phải khắc phục.");
    } else {
        flow.body(counted(&report.findings));
    }
    if !report.remediation.is_empty() {
        flow.caption("Bảng 4. Tình hình khắc phục theo đơn vị").table(&tables.remediation);
    }
}

fn counted(findings: &[ReportedFinding]) -> String {
    let grave = |severity: Severity| {
        dates::count(findings.iter().filter(|finding| finding.severity == severity).count())
    };
    let stands = |state: RemediationState| {
        dates::count(findings.iter().filter(|finding| finding.state == state).count())
    };
    format!(
        "Đoàn kiểm tra ghi nhận {} tồn tại, hạn chế, gồm {} vi phạm, {} nội dung yêu cầu khắc phục, {} nội \
         dung nhắc nhở; đến ngày báo cáo, {} nội dung đã khắc phục, {} nội dung đã báo cáo và chờ phúc tra, \
         {} nội dung đang khắc phục, {} nội dung quá hạn (danh sách tại Phụ lục Tổng hợp tồn tại, hạn chế kèm theo).",
        dates::count(findings.len()),
        grave(Severity::Violation),
        grave(Severity::Remedy),
        grave(Severity::Remind),
        stands(RemediationState::Verified),
        stands(RemediationState::Reported),
        stands(RemediationState::Open),
        stands(RemediationState::Overdue),
    )
}

fn proposals(flow: &mut Flow, report: &ConsolidatedReport) {
    flow.heading_one("V. KIẾN NGHỊ, ĐỀ XUẤT");
    if report.proposals.is_empty() {
        flow.body("Không có.");
    }
    for (place, proposal) in report.proposals.iter().enumerate() {
        flow.heading_two(format!("{}. Đối với {}", place + 1, proposal.to));
        flow.items(proposal.points.iter().cloned());
    }
}
