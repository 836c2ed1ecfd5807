//! What the papers of a campaign's schedule and teams share: how they name the
//! plan, its subject and period; printing off the main thread.

use crate::Refusal;
use crate::acts::campaign::numbered;
use crate::acts::report::{Form, Printed};
use domain::campaign::Campaign;
use jiff::civil::Date;
use papers::Document;
use store::campaign::Kept;

/// "Kế hoạch số 12/KH-TBANM ngày 05/05/2026 của …".
pub fn plan_line(kept: &Kept) -> String {
    let campaign = &kept.campaign;
    let number = numbered(&campaign.number);
    let issued = kept.issued_on.map(|day| format!(" ngày {}", slashed(day))).unwrap_or_default();
    format!("Kế hoạch{number}{issued} của {}", campaign.issuer)
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
