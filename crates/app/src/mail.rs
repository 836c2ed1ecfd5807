//! Sending a notice by mail: into a folder by default, over SMTP when set.
//!
//! A message carries its notice's identifier as Message-ID, so that a copy can
//! be told from a second message. Not here: when and to whom (`worker`, `acts`).

use crate::Refusal;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::{Path, PathBuf};
use store::file::File;
use store::notice::Notice;
use tokio::io::AsyncWriteExt;

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

/// A notice on its way out by mail.
#[derive(Debug)]
pub struct Letter<'a> {
    pub notice: &'a Notice,
    /// Where in the product it leads, as a whole address.
    pub url: Option<String>,
    pub files: Vec<(File, Vec<u8>)>,
}

/// How sending went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The words for the notice's row.
    Done(String),
    /// It certainly did not go out; it may be tried again.
    NotSent(String),
    /// It did not go out and never will as it is (the address, the mailbox).
    Refused(String),
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

    /// Whether the mail server answers; the other ways need none.
    pub async fn reach(&self) -> Result<(), Refusal> {
        let Mailer::Smtp { transport, .. } = self else { return Ok(()) };
        match transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal::Broken("the connection was closed".into())),
            Err(error) => Err(Refusal::Broken(error.to_string())),
        }
    }

    fn from(&self) -> &str {
        match self {
            Mailer::Smtp { from, .. } => from,
            Mailer::Folder(_) | Mailer::Off => "Rà Soát <rasoat@localhost>",
        }
    }

    pub async fn send(&self, letter: &Letter<'_>) -> Sent {
        let Some(to) = &letter.notice.email else { return Sent::Done("in the product".into()) };
        if self.is_off() {
            return Sent::NotSent("mail is off".into());
        }
        let message = match message(self.from(), to, letter) {
            Ok(message) => message,
            Err(why) => return Sent::Refused(why),
        };
        match self {
            Mailer::Off => Sent::NotSent("mail is off".into()),
            Mailer::Folder(folder) => match keep(folder, letter.notice, &message.formatted()).await {
                Ok(name) => Sent::Done(format!("file {name}")),
                Err(error) => Sent::NotSent(format!("the mail folder could not be written: {error}")),
            },
            Mailer::Smtp { transport, .. } => deliver(transport, message).await,
        }
    }
}

async fn deliver(transport: &AsyncSmtpTransport<Tokio1Executor>, message: Message) -> Sent {
    // A server that cannot be reached has certainly taken nothing; later errors
    // do not say whether the message had been handed over.
    match transport.test_connection().await {
        Ok(true) => {}
        Ok(false) => return Sent::NotSent("the mail server closed the connection".into()),
        Err(error) => return Sent::NotSent(error.to_string()),
    }
    match transport.send(message).await {
        Ok(response) => Sent::Done(format!("smtp {}", response.code())),
        Err(error) if error.is_permanent() => Sent::Refused(error.to_string()),
        Err(error) if error.is_transient() || error.is_client() => Sent::NotSent(error.to_string()),
        Err(error) => Sent::Unknown(error.to_string()),
    }
}

fn message(from: &str, to: &str, letter: &Letter<'_>) -> Result<Message, String> {
    let notice = letter.notice;
    let builder = Message::builder()
        .from(from.parse().map_err(|e| format!("the sender's address: {e}"))?)
        .to(to.parse().map_err(|e| format!("the address {to}: {e}"))?)
        .subject(&notice.subject)
        .message_id(Some(format!("<{}@rasoat>", notice.id)));
    let text = papers::message::mail(&notice.body, letter.url.as_deref());
    let message = if letter.files.is_empty() {
        builder.header(ContentType::TEXT_PLAIN).body(text)
    } else {
        let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(text));
        for (file, bytes) in &letter.files {
            let kind = ContentType::parse(&file.media_type)
                .or_else(|_| ContentType::parse("application/octet-stream"))
                .map_err(|e| format!("the file {}: {e}", file.name))?;
            parts = parts.singlepart(Attachment::new(file.name.clone()).body(bytes.clone(), kind));
        }
        builder.multipart(parts)
    };
    message.map_err(|error| error.to_string())
}

/// Writes beside and renames, so that a file is a whole message or none; the
/// same notice always has the same name.
async fn keep(folder: &Path, notice: &Notice, bytes: &[u8]) -> std::io::Result<String> {
    let name = format!("{}.eml", notice.id);
    tokio::fs::create_dir_all(folder).await?;
    let beside = folder.join(format!(".{name}.part"));
    let mut file = tokio::fs::File::create(&beside).await?;
    file.write_all(bytes).await?;
    // On disk before it counts as sent: the row says so at once.
    file.sync_all().await?;
    tokio::fs::rename(&beside, folder.join(&name)).await?;
    Ok(name)
}
