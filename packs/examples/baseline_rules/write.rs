//! A pack's text.
//!
//! Not here: which words (`words`), which questions (`place`).

use crate::place::{self, Absence, Asked, Test, Value};
use crate::{COMMIT, DATE, Row, Servers, Source, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Numbers from here on are marks set bit by bit.
const LONG: i64 = 100_000_000;

/// The text, and what was left out.
pub fn pack(source: &Source, rows: &[Row]) -> (String, String) {
    let mut text = head(source);
    let (mut made, mut plain, mut left) = (0, 0, BTreeSet::new());
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut seen, mut twice) = (BTreeSet::new(), 0);
    for row in rows {
        let Some(asked) = place::asked(row) else {
            left.insert(format!("{} {}", row["Method"], row["ID"]));
            continue;
        };
        // What is asked twice in the same words is asked once.
        if !seen.insert((asked.attribute.clone(), asked.place.clone(), asked.key(), test(&asked.test))) {
            twice += 1;
            continue;
        }
        let title = words::title(row);
        made += 1;
        plain += usize::from(title.is_plain);
        // The lists give some numbers twice, to different settings.
        let times = codes.entry(row["ID"].as_str()).or_default();
        *times += 1;
        let code = if *times == 1 { row["ID"].clone() } else { format!("{}-{times}", row["ID"]) };
        rule(&mut text, &format!("{}.{code}", source.code), row, &asked, &title.vi);
    }
    (
        text,
        format!(
            "{made} rules, {plain} named by category and term only, {twice} asked before; left out {left:?}"
        ),
    )
}

fn head(source: &Source) -> String {
    let (vi, en) =
        source.caveat.map_or((String::new(), String::new()), |(vi, en)| (format!(" {vi}"), format!(" {en}")));
    let named = match source.servers {
        Servers::Only => "matches",
        Servers::No => "matches_none",
    };
    format!(
        "# Sinh tự động bằng packs/examples/baseline_rules từ danh mục của HardeningKitty (MIT); không sửa tay.\n\
         # Câu tiếng Việt là của chương trình; tên thiết lập giữ nguyên như Microsoft đặt.\n\
         code: {}\n\
         title:\n  vi: {}\n  en: {}\n\
         source:\n  vi: {}\n  en: {}\n\
         licence: {}\n\
         date: {DATE}\n\
         applies:\n  - {{ look: {{ attribute: os.build }}, test: {} }}\n\
         \x20 - {{ look: {{ attribute: os.product }}, test: {{ is: {named}, value: ['*Server*'] }} }}\n\
         bases:\n  - {{ act: tt-12-2022, at: Phụ lục I-III }}\n  - {{ act: tcvn-14423-2026 }}\n\
         rules:\n",
        source.code,
        quoted(source.vi),
        quoted(source.en),
        quoted(&format!(
            "Khuyến nghị của Microsoft, theo danh mục HardeningKitty ngày {DATE} ({}).{vi}",
            &COMMIT[..7]
        )),
        quoted(&format!("Microsoft's baseline, by HardeningKitty's list of {DATE} ({}).{en}", &COMMIT[..7])),
        quoted("MIT, Copyright (c) 2020 scip ag (HardeningKitty)"),
        source.builds,
    )
}

fn rule(text: &mut String, code: &str, row: &Row, asked: &Asked, vi: &str) {
    let severity = row
        .get("Severity")
        .filter(|word| !word.is_empty())
        .map_or("medium".into(), |word| word.to_lowercase());
    let place = asked.place.as_ref().map(|place| format!(", place: {}", quoted(place))).unwrap_or_default();
    let record = asked.record.as_ref().map_or_else(String::new, |record| {
        let with = record.with.iter().map(|(name, value)| format!("{name}: {}", quoted(value)));
        format!(", with: {{ {} }}, field: {}", with.collect::<Vec<_>>().join(", "), record.field)
    });
    let of = if asked.some { ", of: some" } else { "" };
    let absence = match &asked.absence {
        Absence::Fails => String::new(),
        Absence::Passes => ", absence: { is: passes }".to_owned(),
        Absence::CountsAs(value) => format!(", absence: {{ is: counts_as, value: {} }}", literal(value)),
    };
    let (remedy_vi, remedy_en) = remedy(row, asked);
    let written = writeln!(
        text,
        "  - code: {code}\n    title:\n      vi: {}\n      en: {}\n    remedy:\n      vi: {}\n      en: {}\n    severity: {severity}\n    \
         ask:\n      - {{ look: {{ attribute: {}{place}{record}{of} }}, test: {}{absence} }}\n    finding: {}",
        quoted(vi),
        quoted(&row["Name"]),
        quoted(&remedy_vi),
        quoted(&remedy_en),
        asked.attribute,
        test(&asked.test),
        words::finding(row),
    );
    debug_assert!(written.is_ok(), "a text takes what is written");
}

fn test(test: &Test) -> String {
    let valued = |is: &str, value: String| format!("{{ is: {is}, value: {value} }}");
    match test {
        Test::Equals(value) => valued("equals", literal(value)),
        Test::AtLeast(number) => valued("at_least", number.to_string()),
        Test::AtMost(number) => valued("at_most", number.to_string()),
        Test::Within(least, most) => valued("within", format!("[{least}, {most}]")),
        Test::Contains(value) => valued("contains", literal(value)),
        Test::OneOf(words) => valued("one_of", format!("[{}]", words.join(", "))),
        Test::Present => "{ is: present }".to_owned(),
        Test::Absent => "{ is: absent }".to_owned(),
    }
}

fn literal(value: &Value) -> String {
    match value {
        // Long numbers are texts: a pack holds nothing that looks like a telephone's.
        Value::Whole(number) if number.abs() < LONG => number.to_string(),
        Value::Whole(number) => quoted(&number.to_string()),
        Value::Text(text) => quoted(text),
    }
}

/// In single quotes, in which YAML takes everything as it stands.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What to do, in both languages.
fn remedy(row: &Row, asked: &Asked) -> (String, String) {
    let (vi, en) = wanted(row, &asked.test);
    if let Some((key, item)) = asked
        .place
        .as_deref()
        .filter(|_| asked.attribute == "registry.value")
        .and_then(|place| place.split_once(r"\\").or_else(|| place.rsplit_once('\\')))
    {
        // As a person reads it. A value's own name may begin with a backslash.
        let item = if key.ends_with("HardenedPaths") { format!(r"\{item}") } else { item.to_owned() };
        let key = key.replace("*ControlSet*", "CurrentControlSet").replace(r"HKU\*\", r"HKCU\");
        return match &asked.test {
            Test::Absent => {
                (format!("Xóa giá trị {item} tại {key}."), format!("Remove the value {item} under {key}."))
            }
            _ => (format!("Đặt {item} {vi} tại {key}."), format!("Set {item} {en} under {key}.")),
        };
    }
    match row["Method"].as_str() {
        "auditpol" => (format!("Bật ghi nhật ký {vi}."), format!("Audit {en}.")),
        "accesschk" => right(row),
        "service" => (
            format!("Đặt dịch vụ {} ở chế độ tắt (Disabled).", row["MethodArgument"]),
            format!("Disable the service {}.", row["MethodArgument"]),
        ),
        "ScheduledTask" => (
            format!("Tắt tác vụ {}.", row["MethodArgument"]),
            format!("Disable the task {}.", row["MethodArgument"]),
        ),
        "accountpolicy" => {
            let (vi, en) = wanted(row, &place::compared(row));
            let (unit_vi, unit_en) = match row["Name"].as_str() {
                "Account lockout duration" | "Reset account lockout counter" => (" (phút)", " (minutes)"),
                name if name.ends_with("password age") => (" (ngày)", " (days)"),
                _ => ("", ""),
            };
            (format!("Đặt chính sách này {vi}{unit_vi}."), format!("Set this policy {en}{unit_en}."))
        }
        _ => (format!("Đặt chính sách này {vi}."), format!("Set this policy {en}.")),
    }
}

fn wanted(row: &Row, test: &Test) -> (String, String) {
    match test {
        Test::OneOf(words) => {
            (format!("ít nhất {}", audited(words[0]).0), format!("at least {}", audited(words[0]).1))
        }
        Test::Equals(Value::Text(word)) if row["Method"] == "auditpol" => {
            let (vi, en) = audited(word);
            (vi.to_owned(), en.to_owned())
        }
        Test::Equals(value) | Test::Contains(value) => {
            let value = shown(value);
            (format!("bằng {value}"), format!("to {value}"))
        }
        Test::AtLeast(number) => (format!("từ {number} trở lên"), format!("to {number} or more")),
        Test::AtMost(number) => (format!("không quá {number}"), format!("to {number} or less")),
        Test::Within(least, most) => {
            (format!("từ {least} đến {most}"), format!("to between {least} and {most}"))
        }
        Test::Present | Test::Absent => ("để trống".into(), "to nothing".into()),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Whole(number) if number.abs() < LONG => number.to_string(),
        Value::Whole(number) => format!("{number:#x}"),
        Value::Text(text) => text.clone(),
    }
}

/// What is written into the log, in words.
fn audited(word: &str) -> (&'static str, &'static str) {
    match word {
        "both" => ("thành công và thất bại", "success and failure"),
        "success" => ("thành công", "success"),
        "failure" => ("thất bại", "failure"),
        _ => ("không gì cả", "nothing"),
    }
}

/// Whose a right should be.
fn right(row: &Row) -> (String, String) {
    let names = row["RecommendedValue"].split(';').filter(|name| !name.is_empty());
    let names: Vec<&str> = names.map(|name| name.rsplit('\\').next().unwrap_or(name)).collect();
    match names.as_slice() {
        [] => ("Không cấp quyền này cho ai.".into(), "Assign this right to nobody.".into()),
        names => {
            let names = names.join(", ");
            (format!("Cấp quyền này cho: {names}."), format!("Assign this right to: {names}."))
        }
    }
}
