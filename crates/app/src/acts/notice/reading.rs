//! Reading notices: one's own, and the log of those who send.

use crate::acts::file::{About, content};
use crate::{Actor, App, Refusal};
use domain::identifier::{FileId, NoticeId};
use domain::policy::Action;
use store::file::{self, Attached, File};
use store::notice::{self, Filter, Logged, Notice};

/// Notices in the bell's list.
const BELL: u32 = 10;

/// What the bell in the top bar shows.
#[derive(Debug, Clone)]
pub struct Bell {
    pub unread: i64,
    pub latest: Vec<Notice>,
}

/// The bell of the person who asks.
pub async fn bell(app: &App, who: &Actor) -> Result<Bell, Refusal> {
    let (mut tx, _) = app.look(who, Action::NoticeAcknowledge).await?;
    let unread = notice::unread(&mut tx, who.user.id).await?;
    let latest = notice::of_user(&mut tx, who.user.id, BELL, 0).await?;
    Ok(Bell { unread, latest })
}

/// One's own notices, newest first, and how many there are.
pub async fn mine(app: &App, who: &Actor, limit: u32, offset: u32) -> Result<(Vec<Notice>, i64), Refusal> {
    let (mut tx, _) = app.look(who, Action::NoticeAcknowledge).await?;
    let notices = notice::of_user(&mut tx, who.user.id, limit, offset).await?;
    let count = notice::count_of_user(&mut tx, who.user.id).await?;
    Ok((notices, count))
}

/// One of one's own notices with its files.
pub async fn get(app: &App, who: &Actor, id: NoticeId) -> Result<(Notice, Vec<Attached>), Refusal> {
    let (mut tx, _) = app.look(who, Action::NoticeAcknowledge).await?;
    let own = notice::own(&mut tx, who.user.id, id).await?.ok_or(Refusal::NotFound)?;
    let files = file::attached(&mut tx, super::FILES, &id.to_string()).await?;
    Ok((own, files))
}

/// Remembers that the addressee opened it.
pub async fn mark_read(app: &App, who: &Actor, id: NoticeId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::NoticeAcknowledge)?;
    let own = notice::own(&mut act.tx, who.user.id, id).await?.ok_or(Refusal::NotFound)?;
    if own.read_at.is_some() {
        return Ok(());
    }
    notice::mark_read(&mut act.tx, who.user.id, id, act.now).await?;
    act.tell("notice.read", "notice", id, ()).await?;
    act.done().await
}

/// Marks everything one has been told as seen; returns how much was not.
pub async fn mark_all_read(app: &App, who: &Actor) -> Result<u64, Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::NoticeAcknowledge)?;
    let count = notice::mark_all_read(&mut act.tx, who.user.id, act.now).await?;
    if count > 0 {
        act.tell("notice.read", "user", who.user.id, serde_json::json!({ "notices": count })).await?;
        act.done().await?;
    }
    Ok(count)
}

/// A file that came with one of one's own notices.
pub async fn file(app: &App, who: &Actor, id: NoticeId, of: FileId) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, _) = app.look(who, Action::NoticeAcknowledge).await?;
    notice::own(&mut tx, who.user.id, id).await?.ok_or(Refusal::NotFound)?;
    content(&mut tx, &About::new(super::FILES, id), of).await
}

/// A file that went out with a notice of the log.
pub async fn file_of_log(
    app: &App,
    who: &Actor,
    id: NoticeId,
    of: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::NoticeSend).await?;
    notice::get_logged(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    content(&mut tx, &About::new(super::FILES, id), of).await
}

/// The addressee confirms receipt. Confirmed before, it stays as it was.
pub async fn acknowledge(app: &App, who: &Actor, id: NoticeId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::NoticeAcknowledge)?;
    let own = notice::own(&mut act.tx, who.user.id, id).await?.ok_or(Refusal::NotFound)?;
    if !notice::acknowledge(&mut act.tx, who.user.id, id, &who.label(), act.now).await? {
        return Ok(());
    }
    let detail = serde_json::json!({ "kind": own.kind, "about": own.object_id });
    act.tell("notice.acknowledge", "notice", id, detail).await?;
    act.done().await
}

/// Confirms receipt of several at once; those not one's own are passed over.
pub async fn acknowledge_all(app: &App, who: &Actor, ids: &[NoticeId]) -> Result<usize, Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::NoticeAcknowledge)?;
    let mut confirmed = Vec::new();
    for id in ids.iter().take(BELL as usize * 10) {
        if notice::acknowledge(&mut act.tx, who.user.id, *id, &who.label(), act.now).await? {
            confirmed.push(id.to_string());
        }
    }
    let count = confirmed.len();
    if count > 0 {
        let detail = serde_json::json!({ "notices": confirmed });
        act.tell("notice.acknowledge", "user", who.user.id, detail).await?;
        act.done().await?;
    }
    Ok(count)
}

/// A page of the log with its counts.
#[derive(Debug, Clone)]
pub struct Log {
    pub lines: Vec<Logged>,
    /// How many are in which state, the filter's own state aside.
    pub states: Vec<(String, i64)>,
    pub kinds: Vec<String>,
}

/// What was told to whom, with what outcome.
pub async fn log(app: &App, who: &Actor, filter: &Filter) -> Result<Log, Refusal> {
    let (mut tx, scope) = app.look(who, Action::NoticeSend).await?;
    let lines = notice::log(&mut tx, &scope, filter).await?;
    let states = notice::states(&mut tx, &scope, filter).await?;
    let kinds = notice::kinds(&mut tx).await?;
    Ok(Log { lines, states, kinds })
}

/// One line of the log with its files.
pub async fn one_of_log(app: &App, who: &Actor, id: NoticeId) -> Result<(Logged, Vec<Attached>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::NoticeSend).await?;
    let line = notice::get_logged(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let files = file::attached(&mut tx, super::FILES, &id.to_string()).await?;
    Ok((line, files))
}
