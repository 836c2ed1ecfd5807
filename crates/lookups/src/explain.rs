//! `explain`: what was flagged of an account, rule by rule, in words.

use crate::local;
use crate::output::{self, read};
use crate::parameters::Parameters;
use crate::rule::{self, Of};
use anyhow::{Context as _, Result, bail};
use papers::masked_citizen;
use std::fmt::Write as _;
use std::path::Path;

/// Instances told of each rule.
const FIRST: usize = 5;

/// What an audit says of an account.
///
/// # Errors
/// When the audit cannot be read or does not know the account.
pub fn explain(audit: &Path, account: &str) -> Result<String> {
    let about =
        |name: &str| format!("{} không có {name}: đây phải là thư mục --out của lệnh audit", audit.display());
    let text =
        std::fs::read_to_string(audit.join(output::PARAMETERS)).with_context(|| about(output::PARAMETERS))?;
    let parameters: Parameters = serde_json::from_str(&text).with_context(|| about(output::PARAMETERS))?;
    let mut table =
        csv::Reader::from_path(audit.join(output::ACCOUNTS)).with_context(|| about(output::ACCOUNTS))?;
    let mut line = None;
    let mut count = 0;
    for record in table.records() {
        let record = record?;
        count += 1;
        if &record[1] == account {
            line = Some(record);
        }
    }
    let Some(line) = line else {
        bail!("tài khoản {account} không có trong nhật ký của lần xét này")
    };
    let mut told = String::new();
    writeln!(told, "Tài khoản {account}: thứ {} trong {count} tài khoản", &line[0])?;
    let or =
        |text: &str| if text.is_empty() { "(không có trong sổ)".to_owned() } else { text.to_owned() };
    writeln!(told, "  Chủ tài khoản: {}; đơn vị: {}", or(&line[2]), or(&line[3]))?;
    writeln!(told, "  Lượt tra cứu: {}; có hồ sơ giải thích: {}; không: {}", &line[4], &line[5], &line[6])?;
    let mut any = false;
    for number in 1..=rule::COUNT {
        if matches!(rule::of(number), Of::System | Of::SystemDay | Of::SystemMonth | Of::Citizen) {
            continue;
        }
        let flags = read::flags(audit, number, |flag| flag.text("account") == account)?;
        if flags.is_empty() {
            continue;
        }
        any = true;
        writeln!(told, "\nL{number} {}: {}", rule::name(number), flags.len())?;
        writeln!(told, "  {}", rule::definition(number, &parameters))?;
        for flag in flags.iter().take(FIRST) {
            writeln!(told, "  - {}", instance(number, flag))?;
        }
        if flags.len() > FIRST {
            writeln!(
                told,
                "  … và {} nữa (drill --account {account} --rule L{number})",
                flags.len() - FIRST
            )?;
        }
    }
    if !any {
        writeln!(told, "\nKhông quy tắc nào nêu tài khoản này.")?;
    }
    Ok(told)
}

fn instance(number: usize, flag: &read::Flag) -> String {
    let at = |name: &str| flag.moment(name).map_or_else(String::new, local::spoken);
    let empty = |text: &str| if text.is_empty() { "(trống)".to_owned() } else { text.to_owned() };
    match rule::of(number) {
        Of::Pair => format!(
            "{} trên máy {}, rồi {} trên máy {}",
            at("first_ts"),
            empty(flag.text("first_terminal")),
            at("second_ts"),
            empty(flag.text("second_terminal"))
        ),
        Of::AccountDay if number == 10 => format!(
            "ngày {}: {} lượt (trung vị {}, ngưỡng {})",
            flag.text("day"),
            flag.text("count"),
            flag.text("median"),
            flag.text("limit")
        ),
        Of::AccountDay => format!("ngày {}: {} lượt", flag.text("day"), flag.text("count")),
        Of::Account if number == 13 => {
            format!("{} lần; lần lâu nhất từ {} đến {}", flag.text("times"), at("before_ts"), at("after_ts"))
        }
        Of::Account => format!("{} lượt tra cứu", flag.text("lookups")),
        _ => format!(
            "{} {}, máy {}, công dân {}, hồ sơ {}",
            at("ts"),
            flag.text("system"),
            empty(flag.text("terminal")),
            masked_citizen(flag.text("citizen")),
            empty(flag.text("dossier"))
        ),
    }
}
