//! Sending queued notices. A notice is claimed on disk before it is handed on,
//! so that a crash in between leaves it to be settled, never sent twice.
//!
//! Not here: to whom and why (`acts::notice`), the transports (`mail`).

use crate::mail::{Letter, Mailer, Sent};
use crate::{App, Refusal};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use store::notice::{self, Notice, Settled};
use store::{Tx, file};

/// After this long a notice still being sent has lost its worker.
pub const GIVEN_UP: SignedDuration = SignedDuration::from_mins(2);
/// How long a transport may take; well under `GIVEN_UP`.
const PATIENCE: Duration = Duration::from_mins(1);
/// The pauses after which a notice that certainly did not go out is tried again.
const PAUSES: [SignedDuration; 6] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(4),
    SignedDuration::from_hours(12),
];
/// Attached files up to this many bytes together travel with the mail; more are
/// read in the product.
const LARGEST: i64 = 8 * 1024 * 1024;

/// Sends the notice that has waited longest; false when none is due.
pub async fn send_next(app: &App) -> Result<bool, Refusal> {
    let Some(notice) = claim(app).await? else { return Ok(false) };
    let sent = hand_over(app, &notice).await;
    settle(app, &notice, sent).await?;
    Ok(true)
}

/// Takes a notice out of the queue; from here on it is this worker's to settle.
pub async fn claim(app: &App) -> Result<Option<Notice>, Refusal> {
    let now = app.now();
    let mut tx = app.store.change().await?;
    let Some(notice) = notice::claim(&mut tx, now, now + GIVEN_UP).await? else { return Ok(None) };
    tx.keep().await?;
    Ok(Some(notice))
}

/// Gives a claimed notice to the transport.
pub async fn hand_over(app: &App, notice: &Notice) -> Sent {
    let files = match files(app, notice).await {
        Ok(files) => files,
        Err(error) => return Sent::NotSent(format!("its files could not be read: {error}")),
    };
    let url = notice.link.as_ref().map(|link| format!("{}{link}", app.address.trim_end_matches('/')));
    let letter = Letter { notice, url, files };
    match tokio::time::timeout(PATIENCE, app.mailer.send(&letter)).await {
        Ok(sent) => sent,
        Err(_) => Sent::Unknown("the mail server did not answer in time".into()),
    }
}

async fn files(app: &App, notice: &Notice) -> Result<Vec<(file::File, Vec<u8>)>, Refusal> {
    let mut tx = app.store.read().await?;
    let attached = file::attached(&mut tx, crate::acts::notice::FILES, &notice.id.to_string()).await?;
    if attached.iter().map(|one| one.file.size).sum::<i64>() > LARGEST {
        return Ok(Vec::new());
    }
    let mut files = Vec::with_capacity(attached.len());
    for one in attached {
        if let Some(bytes) = file::bytes(&mut tx, one.file.id).await? {
            files.push((one.file, bytes));
        }
    }
    Ok(files)
}

/// Writes how it went.
pub async fn settle(app: &App, notice: &Notice, sent: Sent) -> Result<(), Refusal> {
    let now = app.now();
    let mut tx = app.store.change().await?;
    write_end(&mut tx, notice, &sent, now).await?;
    tx.keep().await?;
    Ok(())
}

async fn write_end(tx: &mut Tx, notice: &Notice, sent: &Sent, now: Timestamp) -> Result<(), Refusal> {
    let tried = usize::try_from(notice.attempts).unwrap_or(usize::MAX);
    let pause = PAUSES.get(tried.saturating_sub(1));
    let end = match (sent, pause) {
        (Sent::Done(outcome), _) => Settled { state: "sent", outcome, sent_at: Some(now), wake_at: None },
        (Sent::NotSent(why), Some(pause)) => {
            Settled { state: "queued", outcome: why, sent_at: None, wake_at: Some(now + *pause) }
        }
        (Sent::NotSent(why) | Sent::Refused(why), _) => {
            Settled { state: "failed", outcome: why, sent_at: None, wake_at: None }
        }
        (Sent::Unknown(why), _) => Settled { state: "uncertain", outcome: why, sent_at: None, wake_at: None },
    };
    if !notice::settle(tx, notice.id, notice.attempts, &end).await? {
        tracing::warn!(notice = %notice.id, "a notice was decided while it was being sent");
    }
    Ok(())
}

/// Which notices lost the worker that was sending them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// All being sent: this program is the only one on its record and has just
    /// started.
    All,
    /// Those whose worker has been silent for too long.
    Silent,
}

/// Settles what was being sent when a program stopped: a message kept as a file
/// is there or not; one handed to a server may have gone out, and a person
/// decides.
pub async fn settle_interrupted(app: &App, lost: Lost) -> Result<usize, Refusal> {
    let now = app.now();
    let before = (lost == Lost::Silent).then_some(now);
    if notice::interrupted(&mut app.store.read().await?, before).await?.is_empty() {
        return Ok(0);
    }
    let mut tx = app.store.change().await?;
    let interrupted = notice::interrupted(&mut tx, before).await?;
    for one in &interrupted {
        let sent = match &app.mailer {
            Mailer::Folder(folder) if folder.join(format!("{}.eml", one.id)).exists() => {
                Sent::Done("file, written before the interruption".into())
            }
            Mailer::Folder(_) | Mailer::Off => Sent::NotSent("interrupted before it was sent".into()),
            Mailer::Smtp { .. } => Sent::Unknown("the program stopped while it was being sent".into()),
        };
        write_end(&mut tx, one, &sent, now).await?;
    }
    tx.keep().await?;
    Ok(interrupted.len())
}
