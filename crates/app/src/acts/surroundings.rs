//! What the program stands on, as it looks from inside: clock, database, mail,
//! the queue, and the packs with their dates.
//!
//! Not here: the disk, fonts and other programs of the machine, which
//! `rasoat doctor` looks at.

use crate::mail::Mailer;
use crate::{Actor, App, Refusal};
use domain::bilingual::Bilingual;
use domain::policy::Action;
use jiff::Timestamp;
use jiff::civil::Date;

/// What was found.
#[derive(Debug, Clone)]
pub struct Surroundings {
    pub clock: Timestamp,
    /// Whether the record is on a database server.
    pub server: bool,
    pub mail: Mail,
    /// Work that waits or is under way.
    pub queued: i64,
    pub accounts: i64,
    pub knowledge: Knowledge,
    pub packs: Vec<Pack>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mail {
    Smtp,
    /// Letters are laid into a folder; nothing goes out.
    Folder,
    Off,
}

/// What is known of updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    None,
    /// Its file cannot be read.
    Damaged,
    Of {
        day: Date,
        is_old: bool,
    },
}

/// A pack of content and when it holds.
#[derive(Debug, Clone)]
pub struct Pack {
    pub kind: &'static str,
    pub code: String,
    pub title: Bilingual,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Looks around.
pub async fn look(app: &App, who: &Actor) -> Result<Surroundings, Refusal> {
    let (mut tx, _) = app.look(who, Action::UserManage).await?;
    let outlines = app.packs.outlines.values().map(|outline| Pack {
        kind: "outline",
        code: outline.code.clone(),
        title: outline.title.clone(),
        from: outline.valid_from,
        to: outline.valid_to,
    });
    let checklists = app.packs.checklists.values().map(|checklist| Pack {
        kind: "checklist",
        code: checklist.code.clone(),
        title: checklist.title.clone(),
        from: checklist.valid_from,
        to: checklist.valid_to,
    });
    Ok(Surroundings {
        clock: app.now(),
        server: app.store.is_server(),
        mail: match app.mailer {
            Mailer::Smtp { .. } => Mail::Smtp,
            Mailer::Folder(_) => Mail::Folder,
            Mailer::Off => Mail::Off,
        },
        queued: store::job::pending(&mut tx).await?,
        accounts: store::people::count(&mut tx).await?,
        knowledge: known(app),
        packs: outlines.chain(checklists).collect(),
    })
}

fn known(app: &App) -> Knowledge {
    match super::knowledge::of(app) {
        Ok(Some(known)) => {
            let head = known.head();
            Knowledge::Of { day: head.date, is_old: head.age(app.today()) > super::knowledge::OLD }
        }
        Ok(None) => Knowledge::None,
        Err(_) => Knowledge::Damaged,
    }
}
