//! What the papers of a campaign's schedule and teams share: how they name the
//! plan, its subject and period; printing off the main thread.

use crate::Refusal;
use crate::acts::report::{Form, Printed};
use domain::campaign::Campaign;
use jiff::civil::Date;
use papers::Document;
use store::campaign::Kept;

/// "Kế hoạch số 12/KH-TBANM ngày 05/05/2026 của …".
pub fn plan_line(kept: &Kept) -> String {
    let campaign = &kept.campaign;
    let number =
        if campaign.number.is_empty() { String::new() } else { format!(" số {}", campaign.number) };
    let issued = kept.issued_on.map(|day| format!(" ngày {}", slashed(day))).unwrap_or_default();
    format!("Kế hoạch{number}{issued} của {}", campaign.issuer)
}

/// What is inspected, from the plan's title: without "Kế hoạch" and "kiểm tra",
/// which the papers say themselves.
pub fn subject(title: &str) -> String {
    let mut rest = title.trim();
    for opening in ["Kế hoạch", "Kiểm tra", "kiểm tra"] {
        rest = rest.strip_prefix(opening).unwrap_or(rest).trim_start();
    }
    if rest.is_empty() { title.trim().to_owned() } else { rest.to_owned() }
}

/// The inspected period in words.
pub fn period(campaign: &Campaign) -> String {
    match (campaign.scope_from, campaign.scope_to) {
        (Some(from), Some(to)) => format!("từ ngày {} đến ngày {}", slashed(from), slashed(to)),
        (Some(from), None) => format!("từ ngày {} đến thời điểm kiểm tra", slashed(from)),
        (None, Some(to)) => format!("đến ngày {}", slashed(to)),
        (None, None) => format!("năm {}", campaign.year),
    }
}

pub fn slashed(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Composes and renders a paper on a thread that may block.
pub async fn printed(
    compose: impl FnOnce() -> Document + Send + 'static,
    name: String,
    form: Form,
) -> Result<Printed, Refusal> {
    let (ending, media) = match form {
        Form::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Form::Pdf => ("pdf", "application/pdf"),
    };
    let bytes = tokio::task::spawn_blocking(move || {
        let document = compose();
        match form {
            Form::Docx => document.docx(),
            Form::Pdf => document.pdf(),
        }
    })
    .await
    .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
    .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Printed { name: format!("{name}.{ending}"), media, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_the_title_without_what_the_papers_say_themselves() {
        for (title, wanted) in [
            ("Kế hoạch kiểm tra công tác an ninh mạng năm 2026", "công tác an ninh mạng năm 2026"),
            ("Kiểm tra công tác bảo vệ bí mật nhà nước", "công tác bảo vệ bí mật nhà nước"),
            ("An ninh mạng năm 2026", "An ninh mạng năm 2026"),
            ("Kiểm tra", "Kiểm tra"),
        ] {
            assert_eq!(subject(title), wanted);
        }
    }
}
