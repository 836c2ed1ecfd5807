//! Nothing given is left out: every field of a paper's data stands in the file.

use jiff::civil::{Date, DateTime};
use serde_json::Value;

use crate::samples::Sample;
use crate::{docx_reading, samples};

/// Names of enum variants: they stand on paper as words of their own, or decide on
/// the form.
const VARIANTS: [&str; 39] = [
    "State",
    "Party",
    "Full",
    "Acting",
    "Letter",
    "Notice",
    "Met",
    "NotMet",
    "NotShown",
    "NotApplicable",
    "Fixed",
    "Partly",
    "NotFixed",
    "Remind",
    "Remedy",
    "Violation",
    "Open",
    "Reported",
    "Verified",
    "Overdue",
    "Done",
    "DoneLate",
    "UnderWay",
    "Standing",
    "NotStarted",
    "SelfReports",
    "Remediation",
    "Tasks",
    "Portrait",
    "Landscape",
    "Blank",
    "Text",
    "Mark",
    "Number",
    "Unit",
    "Consolidated",
    "YesNo",
    "Week",
    "Month",
];

#[test]
fn every_field_of_the_data_stands_in_the_docx() {
    for sample in samples::all() {
        let docx = sample.paper.docx().expect("DOCX");
        let text = docx_reading::text(&docx).to_lowercase();
        let mut missing = Vec::new();
        walk(&sample.data, "", &mut |path, value| {
            if !is_form(&sample, path) && !stands(&text, path, value) {
                missing.push(format!("{path}: {value}"));
            }
        });
        assert!(missing.is_empty(), "{}: {missing:#?}", sample.name);
    }
}

/// What decides on the form and is not printed: column weights, the place of issue
/// of minutes (mẫu 1.9 has none), the addressed form of a matter; what is drawn, not
/// written; numbers of citizens, which are masked.
fn is_form(sample: &Sample, path: &str) -> bool {
    let is_drawn = [".over_time[", ".hours[", ".units["].iter().any(|field| path.starts_with(field));
    let is_masked = path.ends_with(".citizen") || path.ends_with(".dossier");
    path.ends_with(".weight")
        || (sample.name == "lookup_audit" && (is_drawn || is_masked))
        || (sample.name.ends_with("minutes") && path == ".letterhead.place")
}

fn walk(value: &Value, path: &str, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                walk(field, &format!("{path}.{name}"), see);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                walk(item, &format!("{path}[{place}]"), see);
            }
        }
        Value::String(text) if VARIANTS.contains(&text.as_str()) => {}
        leaf => see(path, leaf),
    }
}

fn stands(text: &str, path: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => number_stands(text, path, number.as_f64().expect("a number")),
        Value::String(written) => {
            if let Ok(at) = written.parse::<DateTime>()
                && written.contains('T')
            {
                let hour = format!("{:02} giờ {:02} phút", at.hour(), at.minute());
                let moment = at.strftime("%H:%M:%S %d/%m/%Y").to_string();
                return text.contains(&moment) || text.contains(&hour) && has_day(text, at.date());
            }
            if let Ok(day) = written.parse::<Date>() {
                if path.ends_with(".month") {
                    return text.contains(&format!("{:02}/{}", day.month(), day.year()));
                }
                return has_day(text, day);
            }
            let words = docx_reading::on_one_line(written).to_lowercase();
            text.contains(words.trim_end_matches(['.', ';']))
        }
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn number_stands(text: &str, path: &str, number: f64) -> bool {
    if path.ends_with(".Share") {
        return text.contains(&format!("{:.1}%", number * 100.0).replace('.', ","));
    }
    let plain = number.to_string();
    let grouped = match plain.len() {
        4..=6 if !plain.contains('.') => {
            let (thousands, rest) = plain.split_at(plain.len() - 3);
            // A year is not grouped.
            if path.ends_with("year") || path.ends_with("InYear") {
                plain.clone()
            } else {
                format!("{thousands}.{rest}")
            }
        }
        _ => plain.replace('.', ","),
    };
    // A whole word, so that "4" is not found within "2024".
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
        .map(|word| word.trim_matches(['.', ',']))
        .any(|word| word == grouped || word == format!("{grouped:0>2}"))
}

fn has_day(text: &str, day: Date) -> bool {
    let (date, month, year) = (day.day(), day.month(), day.year());
    let padded = if month < 3 { format!("{month:02}") } else { month.to_string() };
    [
        format!("{date:02}/{month:02}/{year}"),
        format!("{date:02}/{padded}/{year}"),
        format!("ngày {date:02} tháng {padded} năm {year}"),
    ]
    .iter()
    .any(|written| text.contains(written))
}
