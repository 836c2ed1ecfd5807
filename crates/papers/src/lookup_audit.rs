//! Báo cáo kết quả xét nhật ký tra cứu dữ liệu công dân: what an audit of the log of
//! lookups found, as an annex to the minutes of an inspection. It counts and lists;
//! whether anybody did wrong is for the inspectors to conclude, and it says so.
//!
//! Citizens reach no page whole: every text that could hold one's number is masked here.

mod flagged;
mod masked;
mod pictures;
mod sample;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dates;
use crate::document::{Block, Document, Paragraph, Run};
use crate::flow::{Annex, Flow, annex_parts};
use crate::page::TEXT_WIDTH;
use crate::style::{Align, Style};
use crate::table::{Cell, Column, Row, Table};
use crate::words::Words;

pub use flagged::Flagged;
pub use masked::masked_citizen;
pub use pictures::{Step, TimeCount, UnitCount};

/// All that the report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookupAudit {
    /// The day it is drawn up.
    pub drawn_up: Date,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// The log's name.
    pub log: String,
    /// The log's SHA-256, in hexadecimal signs.
    pub sha256: String,
    /// The calendar of working days that was used.
    pub calendar: String,
    /// Rows of the log in the period.
    pub rows: u64,
    /// Those of them that are lookups.
    pub lookups: u64,
    /// Lookups that a dossier explains.
    pub explained: u64,
    /// How long before a dossier is opened a lookup fits it, hours.
    pub before_opened_hours: f64,
    /// How long after a dossier is closed a lookup fits it, days.
    pub after_closed_days: f64,
    /// Of what `over_time` is.
    pub step: Step,
    /// Lookups by time.
    pub over_time: Vec<TimeCount>,
    /// Unexplained lookups by hour of the day, from midnight.
    pub hours: Vec<u64>,
    /// Lookups by unit of the account.
    pub units: Vec<UnitCount>,
    /// The rules in their order.
    pub rules: Vec<AuditedRule>,
    /// The first accounts in the order in which they are to be looked at.
    pub accounts: Vec<RankedAccount>,
    /// How many accounts there are in all.
    pub all_accounts: u64,
    /// Lines that could not be read, by table and reason.
    pub rejected: Vec<RejectedLines>,
}

/// A rule, and what it flagged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditedRule {
    /// "L4".
    pub code: String,
    /// Its short name.
    pub name: String,
    /// What it flags, with its thresholds, in a sentence.
    pub definition: String,
    /// Why it was not asked; nothing when it was.
    pub not_asked: Option<String>,
    /// How many it flagged.
    pub count: u64,
    /// What these are: "lượt", "tài khoản".
    pub counted: String,
    /// The first of them.
    pub flagged: Vec<Flagged>,
}

/// An account with what stands out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedAccount {
    /// Its name.
    pub account: String,
    /// An identifier of the person; empty when the account is in no register.
    pub holder: String,
    /// The unit; empty as the holder.
    pub unit: String,
    /// All its lookups.
    pub lookups: u64,
    /// Those that nothing explains.
    pub unexplained: u64,
    /// Why it stands where it stands, in words, the weightiest first.
    pub why: Vec<String>,
}

/// Lines of one table that could not be read for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedLines {
    /// The table, in words.
    pub table: String,
    /// The reason, in words.
    pub reason: String,
    /// How many.
    pub count: u64,
}

const TITLE: &str = "Báo cáo kết quả xét nhật ký tra cứu dữ liệu công dân";
const ISSUER: &str = "Rà Soát";
/// Accounts shown before all else.
const FIRST_ACCOUNTS: usize = 5;
/// Reasons told of these, and in the annex.
const FIRST_REASONS: usize = 2;
const MOST_REASONS: usize = 4;
/// Stands for an account's holder and unit when no register has it.
const UNKNOWN: &str = "(không có trong sổ)";

/// Composes the report.
pub fn lookup_audit(audit: &LookupAudit) -> Document {
    let mut flow = Flow::new();
    flow.block(Block::Paragraph(Paragraph::balanced(Style::TypeName, &TITLE.to_uppercase(), TEXT_WIDTH)));
    flow.line(
        Style::Note,
        format!("(Kỳ {}; lập ngày {})", days(audit.from, audit.to), dates::short(audit.drawn_up)),
    );
    flow.runs(Style::Body, vec![Run::bold(headline(audit))]);
    flow.body("Số liệu không nêu đúng sai; người kiểm tra kết luận.");
    first_accounts(&mut flow, audit);
    scope(&mut flow, audit);
    pictures::put(&mut flow, audit);
    flow.heading_one("III. KẾT QUẢ THEO TỪNG QUY TẮC");
    flow.table(&rules(&audit.rules));
    rejected(&mut flow, audit);
    method(&mut flow, audit);
    let mut parts = vec![flow.part()];
    let reference = format!("{TITLE} lập {}", dates::long(audit.drawn_up));
    parts.extend(annex_parts([ranked(audit), flagged::annex(audit)], &reference));
    Document { title: Words::from(TITLE), issuer: Words::from(ISSUER), dated: audit.drawn_up, parts }
}

impl LookupAudit {
    fn unexplained(&self) -> u64 {
        self.lookups.saturating_sub(self.explained)
    }
}

/// What most of all is to be known, in a sentence.
fn headline(audit: &LookupAudit) -> String {
    if audit.lookups == 0 {
        return "Trong kỳ không có lượt tra cứu nào.".to_owned();
    }
    let share = share(audit.explained, audit.lookups);
    if audit.unexplained() == 0 {
        return format!("{share} lượt tra cứu có hồ sơ giải thích; không còn lượt nào chưa giải thích được.");
    }
    format!(
        "{share} lượt tra cứu có hồ sơ giải thích; còn {} lượt chưa giải thích được, xếp theo tài khoản dưới đây.",
        whole(audit.unexplained())
    )
}

fn first_accounts(flow: &mut Flow, audit: &LookupAudit) {
    let first: Vec<&RankedAccount> =
        audit.accounts.iter().filter(|account| !account.why.is_empty()).take(FIRST_ACCOUNTS).collect();
    if first.is_empty() {
        return;
    }
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Tài khoản", 32),
        Column::text("Đơn vị", 36),
        Column::number("Lượt chưa giải thích", 20),
        Column::text("Vì sao", 80),
    ]);
    for (place, account) in first.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::Text(account.account.clone()),
            Cell::Text(or_unknown(&account.unit)),
            count(account.unexplained),
            Cell::Text(why(&account.why, FIRST_REASONS)),
        ]);
    }
    flow.caption("Các tài khoản cần xem trước");
    flow.table(&table);
    flow.body("Danh sách dài hơn tại Phụ lục I; từng lượt, từng ngày tại Phụ lục II.");
}

fn scope(flow: &mut Flow, audit: &LookupAudit) {
    flow.heading_one("I. PHẠM VI");
    flow.labelled("Kỳ xét", &days(audit.from, audit.to));
    flow.labelled("Nhật ký", &audit.log);
    // Too long a word to be spread from margin to margin.
    let mut digest =
        Paragraph::of(Style::Body, vec![Run::bold("SHA-256 của nhật ký: "), Run::plain(&audit.sha256)]);
    digest.align = Some(Align::Left);
    flow.block(Block::Paragraph(digest));
    flow.labelled("Lịch làm việc đã dùng", &audit.calendar);
    flow.labelled(
        "Số liệu",
        &format!(
            "{} dòng trong kỳ, trong đó {} lượt tra cứu (kết quả là tìm thấy hoặc không tìm thấy công dân); {} lượt có \
             hồ sơ giải thích, {} lượt chưa giải thích được",
            whole(audit.rows),
            whole(audit.lookups),
            whole(audit.explained),
            whole(audit.unexplained())
        ),
    );
}

fn rules(rules: &[AuditedRule]) -> Table {
    let mut table = Table::new([
        Column::mark("Mã", 12),
        Column::text("Tên", 46),
        Column::text("Nêu những gì", 82),
        Column::text("Đã nêu", 32),
    ]);
    for rule in rules {
        let found = match &rule.not_asked {
            Some(why) => format!("Không xét: {why}"),
            None if rule.count == 0 => "Không có".to_owned(),
            None => format!("{} {}", whole(rule.count), rule.counted),
        };
        let found = if rule.count > 0 { Cell::Strong(found) } else { Cell::Text(found) };
        table.push([
            Cell::from(&rule.code),
            Cell::Text(capital(&rule.name)),
            Cell::from(&rule.definition),
            found,
        ]);
    }
    table
}

fn rejected(flow: &mut Flow, audit: &LookupAudit) {
    flow.heading_one("IV. DÒNG KHÔNG ĐỌC ĐƯỢC");
    let all: u64 = audit.rejected.iter().map(|lines| lines.count).sum();
    if all == 0 {
        flow.body("Mọi dòng của nhật ký và các bảng đối chiếu đều đọc được.");
        return;
    }
    flow.body(format!(
        "{} dòng không đọc được, không tham gia số liệu nào; từng dòng được giữ trong thư mục rejected:",
        whole(all)
    ));
    let mut table =
        Table::new([Column::text("Bảng", 50), Column::text("Lý do", 90), Column::number("Số dòng", 22)]);
    for lines in &audit.rejected {
        table.push([Cell::from(&lines.table), Cell::Text(capital(&lines.reason)), count(lines.count)]);
    }
    table.rows.push(Row::Total(vec![Cell::from("Cộng"), Cell::Blank, count(all)]));
    flow.table(&table);
}

fn method(flow: &mut Flow, audit: &LookupAudit) {
    flow.heading_one("V. CÁCH TÍNH");
    flow.body("Một lượt tra cứu được coi là có hồ sơ giải thích khi đủ cả ba điều:");
    flow.items([
        "Số hồ sơ ghi trong lượt tra cứu có trên hệ thống giải quyết thủ tục hành chính".to_owned(),
        "Hồ sơ là của chính công dân được tra cứu".to_owned(),
        format!(
            "Lượt tra cứu từ {} giờ trước khi mở hồ sơ đến {} ngày sau khi đóng hồ sơ; hồ sơ chưa đóng thì chưa \
             có hạn cuối, hồ sơ không ghi ngày mở thì không giải thích được lượt nào",
            number(audit.before_opened_hours),
            number(audit.after_closed_days)
        ),
    ]);
    flow.body(
        "Đơn vị, cán bộ thụ lý, thủ tục và mục đích ghi trong nhật ký không được đem so. Giờ tính theo giờ Việt \
         Nam. Dòng ngoài kỳ không tham gia số liệu nào.",
    );
    flow.body(
        "Tài khoản được xếp theo mức nặng của các quy tắc đã nêu và số lần nêu, rồi theo số lượt chưa giải thích \
         được. Thứ tự chỉ để biết nên xem tài khoản nào trước.",
    );
    flow.body(
        "Số định danh của công dân chỉ còn ba ký tự cuối. Số liệu không nêu đúng sai; người kiểm tra kết luận.",
    );
    flow.end_mark();
}

fn ranked(audit: &LookupAudit) -> Option<Annex> {
    if audit.accounts.is_empty() {
        return None;
    }
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Tài khoản", 34),
        Column::text("Chủ tài khoản", 28),
        Column::text("Đơn vị", 40),
        Column::number("Lượt tra cứu", 18),
        Column::number("Chưa giải thích", 18),
        Column::text("Vì sao", 130),
    ]);
    for (place, account) in audit.accounts.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::Text(account.account.clone()),
            Cell::Text(or_unknown(&masked::holder(&account.holder))),
            Cell::Text(or_unknown(&account.unit)),
            count(account.lookups),
            count(account.unexplained),
            Cell::Text(why(&account.why, MOST_REASONS)),
        ]);
    }
    let mut flow = Flow::landscape();
    flow.table(&table);
    let shown = u64::try_from(audit.accounts.len()).unwrap_or(u64::MAX);
    if audit.all_accounts > shown {
        flow.body(format!(
            "Trên đây là {} trong {} tài khoản có trong nhật ký; toàn bộ, với mọi lý do, trong tệp accounts.csv.",
            whole(shown),
            whole(audit.all_accounts)
        ));
    }
    Some(Annex::new("Tài khoản theo thứ tự cần xem xét", flow))
}

fn days(from: Date, to: Date) -> String {
    if from == to {
        return format!("ngày {}", dates::short(from));
    }
    format!("từ ngày {} đến ngày {}", dates::short(from), dates::short(to))
}

fn or_unknown(text: &str) -> String {
    if text.is_empty() { UNKNOWN.to_owned() } else { text.to_owned() }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn whole(number: u64) -> String {
    dates::whole(signed(number))
}

fn count(number: u64) -> Cell {
    Cell::Whole(signed(number))
}

/// "1", "1,5": no decimals where there are none.
fn number(number: f64) -> String {
    let places = u8::from(number.fract() != 0.0);
    dates::decimal(number, places)
}

/// "93,12%": "100,00%" only when it is all, "0,00%" only when it is nothing.
fn share(part: u64, of: u64) -> String {
    if of == 0 {
        return "0,00%".to_owned();
    }
    let hundredths = (part as f64 / of as f64 * 10_000.0).round();
    let told = if part < of { hundredths.min(9_999.0) } else { hundredths };
    let told = if part > 0 { told.max(1.0) } else { told };
    format!("{}%", dates::decimal(told / 100.0, 2))
}

/// The first reasons, and how many more there are.
fn why(reasons: &[String], most: usize) -> String {
    if reasons.is_empty() {
        return "Không quy tắc nào nêu".to_owned();
    }
    let told = reasons.iter().take(most).map(String::as_str).collect::<Vec<_>>().join("; ");
    let told = capital(&told);
    match reasons.len().saturating_sub(most) {
        0 => told,
        more => format!("{told}; và {more} lý do khác"),
    }
}

/// The first letter a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_never_says_all_when_some_are_left() {
        let audit = |lookups, explained| LookupAudit { lookups, explained, ..LookupAudit::sample() };
        assert!(headline(&audit(100_000, 99_999)).starts_with("99,99% lượt"));
        assert!(headline(&audit(3, 3)).starts_with("100,00% lượt"));
        assert!(headline(&audit(3, 3)).ends_with("không còn lượt nào chưa giải thích được."));
        assert_eq!(headline(&audit(0, 0)), "Trong kỳ không có lượt tra cứu nào.");
    }

    #[test]
    fn an_empty_audit_is_a_paper_too() {
        let audit = LookupAudit {
            rows: 0,
            lookups: 0,
            explained: 0,
            over_time: Vec::new(),
            hours: vec![0; 24],
            units: Vec::new(),
            rules: Vec::new(),
            accounts: Vec::new(),
            all_accounts: 0,
            rejected: Vec::new(),
            ..LookupAudit::sample()
        };
        let paper = lookup_audit(&audit);
        assert_eq!(paper.parts.len(), 1);
        paper.docx().expect("DOCX");
    }
}
