//! What a sweep saw, as observations for the office. They have no field for what
//! a document says.

use crate::examine::{Account, Outcome};
use crate::report::Summary;
use crate::text::Unread;
use evidence::{Kind, Observation, Sight, Source, Subject, Value};
use jiff::Timestamp;

/// Parts names of members from the file they stand in.
const INSIDE: &str = " › ";

/// Makes observations of accounts.
#[derive(Debug, Clone)]
pub struct Observer {
    /// What the computer is called whose files are swept.
    pub machine: String,
    pub version: String,
    pub seen_at: Option<Timestamp>,
}

impl Observer {
    /// What is seen of an account that is not clean.
    pub fn observe(&self, path: &str, modified: Option<Timestamp>, account: &Account) -> Vec<Observation> {
        let sights = match &account.outcome {
            Outcome::Clean => return Vec::new(),
            Outcome::Unread(reason) => vec![
                ("marking.level", Sight::Unreadable(unread(*reason))),
                ("marking.unread", Sight::Seen(Value::Text(code(reason)))),
            ],
            Outcome::Marked(marking) => vec![
                ("marking.level", Sight::Seen(Value::Text(code(&marking.level)))),
                ("marking.confidence", Sight::Seen(Value::Text(code(&marking.confidence)))),
                ("marking.carriers", several(&marking.carriers)),
                ("marking.encodings", several(&marking.encodings)),
                ("marking.signs", several(&marking.signs)),
                ("marking.declassified", Sight::Seen(Value::Flag(marking.declassified))),
                ("marking.partial", Sight::Seen(Value::Flag(account.partial))),
                ("file.size", Sight::Seen(Value::Whole(i64::try_from(account.size).unwrap_or(i64::MAX)))),
                (
                    "file.modified",
                    modified.map_or(Sight::NotCollected, |instant| Sight::Seen(Value::Instant(instant))),
                ),
            ],
        };
        let name = std::iter::once(path).chain(account.inside.iter().map(String::as_str)).collect::<Vec<_>>();
        let place = name.join(INSIDE);
        sights
            .into_iter()
            .map(|(attribute, sight)| self.one(attribute, sight, path, &place, account))
            .collect()
    }

    /// What the sweep of these roots comes to.
    pub fn sum(&self, roots: &str, summary: &Summary) -> Vec<Observation> {
        let counts = [
            ("sweep.seen", summary.seen),
            ("sweep.clean", summary.clean),
            ("sweep.marked", summary.marked),
            ("sweep.mention", summary.mention),
            ("sweep.unread", summary.unread),
            ("sweep.bytes", summary.bytes),
        ];
        let nothing = Account {
            inside: Vec::new(),
            outcome: Outcome::Clean,
            partial: false,
            size: 0,
            sha256: String::new(),
        };
        let counted = |count: u64| Sight::Seen(Value::Whole(i64::try_from(count).unwrap_or(i64::MAX)));
        counts.into_iter().map(|(name, count)| self.one(name, counted(count), "", roots, &nothing)).collect()
    }

    fn one(&self, attribute: &str, sight: Sight, path: &str, place: &str, account: &Account) -> Observation {
        Observation {
            subject: Subject::new(Kind::Machine, self.machine.as_str()),
            attribute: attribute.to_owned(),
            sight,
            source: Source {
                tool: "sweep".to_owned(),
                version: self.version.clone(),
                file: path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
                sha256: account.sha256.clone(),
                place: place.to_owned(),
            },
            seen_at: self.seen_at,
            valid_at: None,
        }
    }
}

fn several<T: serde::Serialize>(values: &[T]) -> Sight {
    Sight::Seen(Value::Several(values.iter().map(code).collect()))
}

/// What a value is called in JSON.
fn code(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

fn unread(reason: Unread) -> evidence::Unread {
    match reason {
        Unread::Encrypted => evidence::Unread::Encrypted,
        Unread::Corrupt => evidence::Unread::Corrupt,
        Unread::Timeout => evidence::Unread::Timeout,
        Unread::TooLarge | Unread::TooDeep => evidence::Unread::TooLarge,
        Unread::Unsupported | Unread::ImageOnly => evidence::Unread::Unsupported,
        Unread::Permission => evidence::Unread::Permission,
    }
}
