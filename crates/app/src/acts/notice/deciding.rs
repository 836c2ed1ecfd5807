//! What a person decides about a notice: one that failed, one of which nobody
//! knows whether it went out, one to be said again.

use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use domain::identifier::NoticeId;
use domain::policy::Action;
use store::file;
use store::notice::{self, Notice, Settled};

/// How a failed or uncertain notice is settled by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is to be sent (again).
    Send,
    /// The addressee has it (seen in the mail server's log, told by telephone).
    Received,
}

impl Decision {
    pub const ALL: [Decision; 2] = [Decision::Send, Decision::Received];

    pub fn code(self) -> &'static str {
        match self {
            Decision::Send => "send",
            Decision::Received => "received",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// Decides a notice that failed or is uncertain. `words` say how it is known.
pub async fn decide(
    app: &App,
    who: &Actor,
    id: NoticeId,
    decision: Decision,
    words: &str,
) -> Result<(), Refusal> {
    let words = domain::text::tidy(words);
    if decision == Decision::Received && words.is_empty() {
        return Err(Refusal::invalid("words", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::NoticeSend)?;
    let found = notice::get_logged(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?.notice;
    if !matches!(found.state.as_str(), "failed" | "uncertain") {
        return Err(Refusal::not_now(&found.state, decision.code()));
    }
    if decision == Decision::Send && found.email.is_none() {
        return Err(Refusal::invalid("decision", "notice-no-address"));
    }
    let outcome = format!("{}: {words}", who.label());
    let end = match decision {
        Decision::Send => {
            Settled { state: "queued", outcome: &outcome, sent_at: None, wake_at: Some(act.now) }
        }
        Decision::Received => {
            Settled { state: "sent", outcome: &outcome, sent_at: Some(act.now), wake_at: None }
        }
    };
    if !notice::decide(&mut act.tx, id, &found.state, &end).await? {
        return Err(Refusal::Conflict);
    }
    let detail = serde_json::json!({ "was": found.state, "decision": decision.code(), "words": words });
    act.tell("notice.decide", "notice", id, detail).await?;
    act.ring();
    act.done().await
}

/// Says a sent notice again, as a row of its own: what was sent stays on record.
/// `asked` makes a double click one wish.
pub async fn send_again(app: &App, who: &Actor, id: NoticeId, asked: &str) -> Result<NoticeId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::NoticeSend)?;
    let old = notice::get_logged(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?.notice;
    if old.state != "sent" {
        return Err(Refusal::not_now(&old.state, "send_again"));
    }
    let mailed = old.email.is_some() && !app.mailer.is_off();
    let row = Notice {
        id: new_id(),
        once_key: format!("{}:again:{}", old.once_key, asked.chars().take(40).collect::<String>()),
        state: if mailed { "queued" } else { "sent" }.into(),
        outcome: (!mailed).then(|| "in the product".into()),
        sent_at: (!mailed).then_some(act.now),
        created_at: act.now,
        attempts: 0,
        read_at: None,
        acknowledged_at: None,
        acknowledged_by: None,
        ..old
    };
    if !notice::add(&mut act.tx, &row).await? {
        return Ok(id);
    }
    for attached in file::attached(&mut act.tx, super::FILES, &id.to_string()).await? {
        file::attach(&mut act.tx, attached.file.id, super::FILES, &row.id.to_string(), "", None, act.now)
            .await?;
    }
    act.tell("notice.send_again", "notice", row.id, serde_json::json!({ "first": id.to_string() })).await?;
    act.ring();
    act.done().await?;
    Ok(row.id)
}
