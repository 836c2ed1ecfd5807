//! Sending a notice by mail: into a folder by default, over SMTP when set.
//!
//! A message carries its notice's identifier as Message-ID, so that a copy can
//! be told from a second message. Not here: when and to whom (`worker`, `acts`).

use crate::Refusal;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use store::notice::Notice;

/// Where mail goes.
#[derive(Debug)]
pub enum Mailer {
    /// One file per message, named after the notice; nothing leaves the machine.
    Folder(PathBuf),
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: String,
    },
    /// No mail at all: notices are told in the product only.
    Off,
}

/// How sending went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The words for the notice's row.
    Done(String),
    /// It certainly did not go out; it may be tried again.
    NotSent(String),
    /// It may or may not have gone out; a person decides.
    Unknown(String),
}

impl Mailer {
    /// A transport from `smtp://…` or `smtps://…`.
    pub fn smtp(address: &str, from: &str) -> Result<Self, Refusal> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .map_err(|error| Refusal::Broken(format!("the mail server's address cannot be used: {error}")))?
            .build();
        Ok(Mailer::Smtp { transport, from: from.to_owned() })
    }

    pub fn is_off(&self) -> bool {
        matches!(self, Mailer::Off)
    }

    fn from(&self) -> &str {
        match self {
            Mailer::Smtp { from, .. } => from,
            Mailer::Folder(_) | Mailer::Off => "Rà Soát <rasoat@localhost>",
        }
    }

    pub async fn send(&self, notice: &Notice) -> Sent {
        let Some(to) = &notice.email else { return Sent::Done("in the product".into()) };
        let message = match message(self.from(), to, notice) {
            Ok(message) => message,
            Err(why) => return Sent::NotSent(why),
        };
        match self {
            Mailer::Off => Sent::Done("in the product".into()),
            Mailer::Folder(folder) => match keep(folder.clone(), notice, message.formatted()).await {
                Ok(name) => Sent::Done(format!("file {name}")),
                Err(error) => Sent::NotSent(format!("the mail folder could not be written: {error}")),
            },
            Mailer::Smtp { transport, .. } => match transport.send(message).await {
                Ok(response) => Sent::Done(format!("smtp {}", response.code())),
                Err(error) if error.is_permanent() || error.is_transient() || error.is_client() => {
                    Sent::NotSent(error.to_string())
                }
                Err(error) => Sent::Unknown(error.to_string()),
            },
        }
    }
}

fn message(from: &str, to: &str, notice: &Notice) -> Result<Message, String> {
    Message::builder()
        .from(from.parse().map_err(|e| format!("the sender's address: {e}"))?)
        .to(to.parse().map_err(|e| format!("the address {to}: {e}"))?)
        .subject(&notice.subject)
        .message_id(Some(format!("<{}@rasoat>", notice.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(notice.body.clone())
        .map_err(|error| error.to_string())
}

/// Writes beside and renames, so that a file is a whole message or none; the
/// same notice always has the same name.
async fn keep(folder: PathBuf, notice: &Notice, bytes: Vec<u8>) -> std::io::Result<String> {
    let name = format!("{}.eml", notice.id);
    tokio::fs::create_dir_all(&folder).await?;
    let beside = folder.join(format!(".{name}.part"));
    tokio::fs::write(&beside, bytes).await?;
    tokio::fs::rename(&beside, folder.join(&name)).await?;
    Ok(name)
}
