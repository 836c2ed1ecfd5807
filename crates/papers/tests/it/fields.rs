//! Nothing given is left out: every field of a paper's data stands in the file.

use jiff::civil::{Date, DateTime};
use serde_json::Value;

use crate::{docx_reading, samples};

/// Names of enum variants: they stand on paper as words of their own.
const VARIANTS: [&str; 15] = [
    "State",
    "Party",
    "Full",
    "Acting",
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
    "Blank",
];

#[test]
fn every_field_of_the_data_stands_in_the_docx() {
    for sample in samples::all() {
        let docx = sample.paper.docx().expect("DOCX");
        let text = docx_reading::text(&docx).to_lowercase();
        let mut missing = Vec::new();
        walk(&sample.data, "", &mut |path, value| {
            if !stands(&text, value) {
                missing.push(format!("{path}: {value}"));
            }
        });
        assert!(missing.is_empty(), "{}: {missing:#?}", sample.name);
    }
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
        // The place of issue is not printed on minutes; column weights are widths.
        Value::String(_) if path == ".letterhead.place" => {}
        Value::Number(_) if path.ends_with(".weight") => {}
        leaf => see(path, leaf),
    }
}

fn stands(text: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => {
            let plain = number.to_string();
            let padded = format!("{plain:0>2}");
            text.contains(&plain.replace('.', ",")) || text.contains(&padded)
        }
        Value::String(written) => {
            if let Ok(at) = written.parse::<DateTime>()
                && written.contains('T')
            {
                let hour = format!("{:02} giờ {:02} phút", at.hour(), at.minute());
                return text.contains(&hour) && has_day(text, at.date());
            }
            if let Ok(day) = written.parse::<Date>() {
                return has_day(text, day);
            }
            let words = docx_reading::on_one_line(written).to_lowercase();
            text.contains(words.trim_end_matches(['.', ';']))
        }
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn has_day(text: &str, day: Date) -> bool {
    let month = if day.month() < 3 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    };
    text.contains(&format!(
        "{:02}/{:02}/{}",
        day.day(),
        day.month(),
        day.year()
    )) || text.contains(&format!(
        "ngày {:02} tháng {month} năm {}",
        day.day(),
        day.year()
    ))
}
