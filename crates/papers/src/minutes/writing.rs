//! The wording of the minutes, section by section.

use super::annexes::annexes;
use super::{Attendee, CheckedItem, Disagreement, Minutes, Theme, Verdict};
use crate::closing::{Hint, Signature, recipients_only, two_signatures};
use crate::dates;
use crate::document::Document;
use crate::finding::{ask_for_report, findings_table};
use crate::flow::Flow;
use crate::style::Style;
use crate::table::{Cell, Column, Row, Table};
use crate::words::Words;

/// Composes the minutes.
pub fn minutes(minutes: &Minutes) -> Document {
    let mut flow = Flow::new();
    flow.block(minutes.letterhead.undated_block());
    if minutes.is_draft {
        flow.line(Style::Note, "(Dự thảo, chưa ký)");
    }
    flow.title("Biên bản", &format!("Kiểm tra {} tại {}", minutes.subject, minutes.unit));
    flow.bases(&minutes.bases, None);
    flow.body(format!(
        "{} tiến hành kiểm tra {} tại {} và lập biên bản ghi nhận kết quả như sau:",
        minutes.team_name, minutes.subject, minutes.unit
    ));
    session(&mut flow, minutes);
    scope(&mut flow, minutes);
    results(&mut flow, minutes);
    earlier_findings(&mut flow, minutes);
    findings(&mut flow, minutes);
    disagreements(&mut flow, &minutes.disagreements);
    opinion(&mut flow, minutes);
    refusal(&mut flow, minutes);
    end(&mut flow, minutes);
    signatures(&mut flow, minutes);
    let mut parts = vec![flow.part()];
    parts.extend(annexes(minutes));
    Document {
        title: Words::from(format!("Biên bản kiểm tra {} tại {}", minutes.subject, minutes.unit)),
        issuer: Words::from(&minutes.letterhead.issuer),
        dated: minutes.ended.date(),
        parts,
    }
}

fn session(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN");
    flow.labelled("Thời gian bắt đầu", &dates::hour_and_day(minutes.started));
    flow.labelled("Địa điểm", &minutes.place);
    flow.heading_two("1. Đoàn kiểm tra");
    attendees(flow, &minutes.team);
    flow.heading_two("2. Đơn vị được kiểm tra");
    attendees(flow, &minutes.unit_side);
    if !minutes.guests.is_empty() {
        flow.heading_two("3. Thành phần khác");
        attendees(flow, &minutes.guests);
    }
    flow.labelled("Chủ trì", &minutes.chair);
    flow.labelled("Thư ký", &minutes.secretary);
}

fn attendees(flow: &mut Flow, people: &[Attendee]) {
    if people.is_empty() {
        flow.item("Không có người tham dự.");
    }
    flow.items(people.iter().map(attendee));
}

fn attendee(person: &Attendee) -> String {
    let mut line = person.name.clone();
    if !person.position.is_empty() {
        line.push_str(&format!(", {}", person.position));
    }
    if let Some(role) = &person.role {
        line.push_str(&format!(" - {role}"));
    }
    if let Some(reason) = &person.absent {
        line.push_str(&format!(" (vắng mặt, lý do: {reason})"));
    }
    line
}

fn scope(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("II. PHẠM VI KIỂM TRA, TÌNH HÌNH CHUNG CỦA ĐƠN VỊ");
    flow.labelled("Thời kỳ kiểm tra", &minutes.period);
    flow.items(minutes.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.text)));
}

fn results(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("III. KẾT QUẢ KIỂM TRA TỪNG NỘI DUNG");
    let items: usize = minutes.themes.iter().map(|theme| theme.items.len()).sum();
    flow.body(format!(
        "Đoàn kiểm tra đã xem xét {} nội dung thuộc {} lĩnh vực; kết quả tổng hợp như sau:",
        dates::count(items),
        dates::count(minutes.themes.len())
    ));
    flow.table(&summary(&minutes.themes));
    for (place, theme) in minutes.themes.iter().enumerate() {
        flow.heading_two(format!("{}. {}", place + 1, theme.title));
        if theme.items.is_empty() {
            flow.item("Không có nội dung kiểm tra.");
        } else {
            flow.table(&items_table(theme));
        }
        if let Some(remark) = &theme.remark {
            flow.labelled("Nhận xét", remark);
        }
    }
}

fn summary(themes: &[Theme]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Lĩnh vực", 56),
        Column::mark("Đạt", 14),
        Column::mark("Chưa đạt", 16),
        Column::mark("Không xuất trình", 20),
        Column::mark("Không áp dụng", 18),
        Column::mark("Cộng", 14),
    ]);
    let mut sums = [0_usize; 4];
    for (place, theme) in themes.iter().enumerate() {
        let counts = Verdict::ALL.map(|verdict| count(theme, verdict));
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        let mut cells = vec![Cell::count(place + 1), Cell::from(&theme.title)];
        cells.extend(counts.map(Cell::count));
        cells.push(Cell::count(theme.items.len()));
        table.push(cells);
    }
    let mut total = vec![Cell::Blank, Cell::from("Tổng cộng")];
    total.extend(sums.map(Cell::count));
    total.push(Cell::count(sums.iter().sum()));
    table.rows.push(Row::Total(total));
    table
}

fn count(theme: &Theme, verdict: Verdict) -> usize {
    theme.items.iter().filter(|item| item.verdict == verdict).count()
}

fn items_table(theme: &Theme) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Nội dung", 32),
        Column::text("Quy định", 36),
        Column::text("Hiện trạng", 50),
        Column::mark("Kết quả", 24),
    ]);
    for (place, item) in theme.items.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&item.content),
            Cell::from(&item.rule),
            Cell::Text(observed(item)),
            Cell::Strong(item.verdict.words().to_owned()),
        ]);
    }
    table
}

fn observed(item: &CheckedItem) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(item.place.as_ref().map(|place| format!("Tại: {place}")));
    lines.extend((!item.observed.is_empty()).then(|| item.observed.clone()));
    lines.extend(item.counted.map(|figure| format!("Số lượng kiểm đếm: {figure}")));
    lines.extend(item.guidance.as_ref().map(|told| format!("Đã hướng dẫn: {told}")));
    lines.join("\n")
}

fn earlier_findings(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("IV. VIỆC KHẮC PHỤC TỒN TẠI QUA CÁC LẦN KIỂM TRA TRƯỚC");
    if minutes.earlier.is_empty() {
        flow.body("Không có tồn tại của các lần kiểm tra trước phải theo dõi.");
        return;
    }
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Tồn tại, hạn chế", 44),
        Column::text("Văn bản nêu", 30),
        Column::text("Kết quả kiểm tra lại", 44),
        Column::mark("Tình trạng", 22),
    ]);
    for (place, finding) in minutes.earlier.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&finding.text),
            Cell::from(&finding.source),
            Cell::from(&finding.recheck),
            Cell::from(finding.outcome.words()),
        ]);
    }
    flow.table(&table);
}

fn findings(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("V. TỒN TẠI, HẠN CHẾ VÀ YÊU CẦU KHẮC PHỤC");
    if minutes.findings.is_empty() {
        flow.body("Đoàn kiểm tra không phát hiện tồn tại, hạn chế trong các nội dung đã kiểm tra.");
    } else {
        flow.table(&findings_table(&minutes.findings));
    }
    flow.items(minutes.recommendations.iter().cloned());
    if let Some(report) = &minutes.remediation {
        ask_for_report(flow, &minutes.unit, report);
    }
}

fn disagreements(flow: &mut Flow, disagreements: &[Disagreement]) {
    flow.heading_one("VI. NỘI DUNG CÒN Ý KIẾN KHÁC NHAU");
    if disagreements.is_empty() {
        flow.body("Không có.");
    }
    for (place, open) in disagreements.iter().enumerate() {
        flow.body(format!("{}. {}", place + 1, open.matter));
        flow.items(open.views.iter().map(|view| format!("Ý kiến của {}: {}", view.label, view.text)));
    }
}

fn opinion(flow: &mut Flow, minutes: &Minutes) {
    flow.heading_one("VII. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA");
    match &minutes.unit_opinion {
        Some(opinion) => flow.bodies(opinion),
        None => flow.body(format!("{} không có ý kiến khác.", minutes.unit)),
    };
    if !minutes.unit_proposals.is_empty() {
        flow.body("Kiến nghị, đề xuất của đơn vị:");
        flow.items(minutes.unit_proposals.iter().cloned());
    }
}

fn refusal(flow: &mut Flow, minutes: &Minutes) {
    let Some(refusal) = &minutes.refusal else {
        return;
    };
    flow.heading_one("VIII. VIỆC TỪ CHỐI KÝ BIÊN BẢN");
    let reason = refusal
        .reason
        .as_deref()
        .map_or_else(|| "không nêu lý do".to_owned(), |reason| format!("lý do: {reason}"));
    flow.body(format!(
        "Sau khi nghe đọc lại biên bản, {} từ chối ký ({reason}). Việc từ chối ký được ghi nhận \
         trước sự chứng kiến của:",
        refusal.who
    ));
    attendees(flow, &refusal.witnesses);
}

fn end(flow: &mut Flow, minutes: &Minutes) {
    let shares =
        minutes.copies.iter().map(|holder| format!("{holder} giữ 01 bản")).collect::<Vec<_>>().join("; ");
    let copies = if shares.is_empty() {
        String::new()
    } else {
        format!(
            " Biên bản được lập thành {} bản có nội dung và giá trị như nhau: {shares}.",
            dates::count(minutes.copies.len())
        )
    };
    let agreed = if minutes.refusal.is_some() {
        "Biên bản đã được đọc lại cho các thành phần tham dự cùng nghe."
    } else {
        "Biên bản đã được đọc lại cho các thành phần tham dự cùng nghe, thống nhất và ký tên dưới đây."
    };
    flow.body(format!("{agreed}{copies} Buổi làm việc kết thúc vào {}.", dates::hour_and_day(minutes.ended)));
    flow.end_mark();
}

fn signatures(flow: &mut Flow, minutes: &Minutes) {
    let form = minutes.letterhead.form;
    flow.closing(two_signatures(
        (&minutes.secretary_signature, Hint::SignAndName),
        Some(&minutes.chair_signature),
        form,
    ));
    let hint = if minutes.refusal.is_some() { Hint::Refused } else { Hint::SignAndName };
    let witness = minutes
        .refusal
        .as_ref()
        .and_then(|refusal| refusal.witnesses.first())
        .map(|witness| Signature::head("Người chứng kiến", witness.name.as_str()));
    flow.closing(two_signatures((&minutes.unit_signature, hint), witness.as_ref(), form));
    flow.closing(recipients_only(&minutes.recipients));
}
