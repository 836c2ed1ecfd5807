//! Văn bản yêu cầu khắc phục: the letter that asks one unit to put findings right
//! (NĐ 217/2025 Điều 16; form: mẫu 1.5 of NĐ 30/2020 Phụ lục III).

mod sample;

use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::document::Document;
use crate::fact::Contact;
use crate::finding::{Finding, RemediationReport, ask_for_report, findings_table};
use crate::flow::Flow;
use crate::letterhead::Letterhead;
use crate::words::Words;

/// All that the request says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemediationRequest {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// The unit.
    pub unit: String,
    /// What was inspected.
    pub subject: String,
    /// The minutes: "Biên bản số 07/BB-ĐKT ngày 14/9/2026".
    pub minutes: String,
    /// What is to be put right.
    pub findings: Vec<Finding>,
    /// How the unit reports.
    pub report: RemediationReport,
    /// Further requests, point by point.
    pub requests: Vec<String>,
    /// Whom to turn to.
    pub contact: Option<Contact>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// Composes the request.
pub fn remediation_request(request: &RemediationRequest) -> Document {
    let mut flow = Flow::new();
    flow.block(
        request
            .letterhead
            .letter_block(&format!("yêu cầu khắc phục tồn tại, hạn chế sau kiểm tra {}", request.subject)),
    );
    flow.addressees(std::slice::from_ref(&request.unit));
    flow.body(format!(
        "Qua kiểm tra {} tại {}, {} ghi nhận một số tồn tại, hạn chế nêu tại {}. {} yêu cầu {} thực hiện \
         các nội dung sau:",
        request.subject,
        request.unit,
        request.letterhead.issuer,
        request.minutes,
        request.letterhead.issuer,
        request.unit
    ));
    flow.heading_two("1. Khắc phục tồn tại, hạn chế");
    flow.table(&findings_table(&request.findings));
    flow.heading_two("2. Chế độ báo cáo");
    ask_for_report(&mut flow, &request.unit, &request.report);
    flow.body(
        "Nội dung không thể hoàn thành đúng hạn phải báo cáo lý do, biện pháp tạm thời và đề nghị gia hạn \
         trước khi hết thời hạn; quá thời hạn mà không báo cáo thì xem xét trách nhiệm của người đứng đầu \
         theo quy định.",
    );
    if !request.requests.is_empty() {
        flow.heading_two("3. Yêu cầu khác");
        flow.items(request.requests.iter().cloned());
    }
    if let Some(contact) = &request.contact {
        flow.body(format!("Đầu mối liên hệ: {}.", contact.line()));
    }
    flow.body(format!("Đề nghị {} nghiêm túc thực hiện.", request.unit));
    flow.end_mark();
    flow.closing(recipients_and_signature(&request.recipients, &request.signature, request.letterhead.form));
    Document {
        title: Words::from(format!(
            "Yêu cầu khắc phục tồn tại, hạn chế sau kiểm tra {} tại {}",
            request.subject, request.unit
        )),
        issuer: Words::from(&request.letterhead.issuer),
        dated: request.letterhead.date.earliest(),
        parts: vec![flow.part()],
    }
}
