//! What the demo's units did about their findings: from nothing to closed.

use super::replay::Replay;
use anyhow::Result;
use app::Actor;
use app::acts::file::{self, About, Upload};
use app::acts::finding::{self, After, Step};
use domain::identifier::FindingId;
use domain::policy::Action;
use domain::visit::RecheckVerdict;

/// How far a finding has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    Requested,
    Planned,
    Reported,
    ExtensionAsked,
    Closed,
    Reopened,
}

/// The ways of the demo's findings, in turn.
pub const WAYS: [Came; 8] = [
    Came::Closed,
    Came::Requested,
    Came::Reported,
    Came::Planned,
    Came::Closed,
    Came::ExtensionAsked,
    Came::Closed,
    Came::Reopened,
];

/// A one-pixel picture, for evidence.
const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 0x0C, b'I', b'D', b'A', b'T', 8, 0xD7, 0x63, 0xF8,
    0xCF, 0xC0, 0, 0, 3, 1, 1, 0, 0x18, 0xDD, 0x8D, 0xB0, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42,
    0x60, 0x82,
];

/// Takes a finding as far as told; the clock stands where the caller set it.
pub async fn bring(replay: &Replay, unit: &Actor, judge: &Actor, id: FindingId, came: Came) -> Result<()> {
    let app = &replay.app;
    let today = app.today();
    if came == Came::Requested {
        return Ok(());
    }
    let finishes_on = today.saturating_add(jiff::Span::new().days(8));
    let text = "Phân công Văn phòng rà soát, bổ sung cấu hình và báo cáo.".to_owned();
    step(replay, unit, id, Step::SubmitPlan { text, finishes_on }, Vec::new()).await?;
    step(replay, judge, id, Step::ApprovePlan { note: String::new() }, Vec::new()).await?;
    match came {
        Came::Planned | Came::Requested => return Ok(()),
        Came::ExtensionAsked => {
            let until = finishes_on.saturating_add(jiff::Span::new().days(20));
            let reason = "Chờ bàn giao thiết bị mua sắm tập trung.".to_owned();
            return step(replay, unit, id, Step::AskExtension { until, reason }, Vec::new()).await;
        }
        Came::Reported | Came::Closed | Came::Reopened => {}
    }
    let text = "Đã khắc phục, kèm ảnh chụp cấu hình và văn bản ban hành.".to_owned();
    let picture = Upload { name: "anh-cau-hinh.png".into(), bytes: PICTURE.to_vec() };
    step(replay, unit, id, Step::ReportDone { text }, vec![picture]).await?;
    let (verdict, after) = match came {
        Came::Closed => (RecheckVerdict::Fixed, After::Close),
        Came::Reopened => {
            let due = today.saturating_add(jiff::Span::new().days(12));
            (RecheckVerdict::Partly, After::Reopen { due })
        }
        _ => return Ok(()),
    };
    let note = "Đã đối chiếu tài liệu đơn vị gửi.".to_owned();
    step(replay, judge, id, Step::Verify { verdict, note, after }, Vec::new()).await
}

async fn step(replay: &Replay, who: &Actor, id: FindingId, step: Step, files: Vec<Upload>) -> Result<()> {
    let app = &replay.app;
    let version = finding::view(app, who, id).await?.listed.finding.version;
    let mut accepted = Vec::with_capacity(files.len());
    for upload in files {
        let about = About::new(finding::KIND, id);
        accepted.push(file::take_in(app, who, Action::FindingRespond, &about, upload).await?);
    }
    finding::take(app, who, id, version, step, accepted).await?;
    Ok(())
}
