//! Who is told of which step of a report, inside the act that takes it.

use crate::acts::notice::{Telling, tell_head, tell_office, tell_unit};
use crate::{Act, Refusal};
use papers::message::{self, Message, ReportStep};
use store::report::Listed;

/// Who hears of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearers {
    Unit,
    Head,
    Office,
}

/// Tells `hearers`; the version makes each step's notice its own.
pub async fn tell(
    act: &mut Act<'_>,
    listed: &Listed,
    hearers: Hearers,
    kind: &'static str,
    word: impl FnOnce(&ReportStep<'_>) -> Message,
) -> Result<(), Refusal> {
    let id = listed.kept.id;
    let step = ReportStep { unit: &listed.unit_name, campaign: &listed.campaign_title };
    let telling = Telling {
        kind,
        once_key: format!("{kind}:{id}:{}", listed.kept.version),
        message: word(&step),
        link: Some(format!("/self-reports/{id}")),
        campaign: Some(listed.kept.campaign),
        object: (super::KIND, id.to_string()),
        files: &[],
    };
    match hearers {
        Hearers::Unit => tell_unit(act, listed.kept.unit, &telling).await?,
        Hearers::Head => tell_head(act, listed.kept.unit, &telling).await?,
        Hearers::Office => tell_office(act, &telling).await?,
    };
    Ok(())
}

pub use message::{
    report_accepted, report_given_back, report_reopened, report_returned, report_submitted, report_with_head,
};
