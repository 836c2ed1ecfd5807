//! One file and all that is inside it: each of them accounted for exactly once.

use crate::grammar;
use crate::limits::Limits;
use crate::marking::{Confidence, Marking};
use crate::read;
use crate::text::{Carrier, Gather, Member, Piece, Reading, Unread};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Letters of a member's name.
const NAME: usize = 1_000;

/// What became of a file or a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Clean,
    /// Marked, or with a mention.
    Marked(Marking),
    Unread(Unread),
}

/// One entry of the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Names from the file inwards; empty for the file itself.
    pub inside: Vec<String>,
    pub outcome: Outcome,
    /// It has pages that are pictures beside its text.
    pub partial: bool,
    pub size: u64,
    /// In hexadecimal; empty for what is clean or could not be had.
    pub sha256: String,
}

/// What is told while a file is examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Names from the file inwards of what is looked into now.
    Begun(Vec<String>),
    Ended(Account),
}

/// Examines a file; every member is told before what it stands in.
pub fn examine(name: &str, bytes: &[u8], limits: &Limits, tell: &mut dyn FnMut(Step)) {
    let mut left = limits.unpacked_bytes;
    let mut members = limits.members;
    let mut examiner = Examiner { limits, members: &mut members, tell };
    examiner.one(name, bytes, &[], false, &mut left);
}

/// The pieces of text of a file, without judging them; members are left out.
pub fn read_pieces(name: &str, bytes: &[u8], limits: &Limits) -> Reading {
    let mut nobody = |_: Member<'_>, _: &mut u64| {};
    let mut gather = Gather::new(limits, limits.unpacked_bytes, &mut nobody);
    guarded(name, bytes, &mut gather);
    gather.reading
}

/// Reads; a reader that panics on a file broken on purpose has read a broken file.
fn guarded(name: &str, bytes: &[u8], gather: &mut Gather) {
    if catch_unwind(AssertUnwindSafe(|| read::read(name, bytes, gather))).is_err() {
        gather.fail(Unread::Corrupt);
    }
}

struct Examiner<'a> {
    limits: &'a Limits,
    members: &'a mut usize,
    tell: &'a mut dyn FnMut(Step),
}

impl Examiner<'_> {
    fn one(&mut self, name: &str, bytes: &[u8], inside: &[String], attached: bool, left: &mut u64) {
        (self.tell)(Step::Begun(inside.to_vec()));
        let limits = self.limits;
        let reading = {
            // Members of one name are told apart: each stands for itself.
            let mut names: HashMap<String, usize> = HashMap::new();
            let mut give = |member: Member<'_>, left: &mut u64| {
                let mut name: String = member.name.chars().take(NAME).collect();
                let times = names.entry(name.clone()).or_default();
                *times += 1;
                if *times > 1 {
                    name = format!("{name} #{times}");
                }
                self.member(member, &name, inside, left);
            };
            let mut gather = Gather::new(limits, *left, &mut give);
            guarded(name, bytes, &mut gather);
            *left = gather.left;
            gather.reading
        };
        let outcome = judged(name, &reading.pieces, reading.unread, attached);
        self.end(inside, outcome, reading.partial, bytes);
    }

    fn member(&mut self, member: Member<'_>, name: &str, inside: &[String], left: &mut u64) {
        let mut inner = inside.to_vec();
        inner.push(name.to_owned());
        let blocked = if *self.members == 0 {
            Some(Unread::TooLarge)
        } else if inner.len() > self.limits.depth {
            Some(Unread::TooDeep)
        } else {
            member.content.err()
        };
        *self.members = self.members.saturating_sub(1);
        if let (None, Ok(bytes)) = (blocked, member.content) {
            return self.one(member.name, bytes, &inner, member.attached, left);
        }
        (self.tell)(Step::Begun(inner.clone()));
        let outcome = judged(member.name, &[], blocked, member.attached);
        self.end(&inner, outcome, false, member.content.unwrap_or_default());
    }

    fn end(&mut self, inside: &[String], outcome: Outcome, partial: bool, bytes: &[u8]) {
        let sha256 =
            if outcome == Outcome::Clean { String::new() } else { evidence::hex(&Sha256::digest(bytes)) };
        let size = bytes.len() as u64;
        (self.tell)(Step::Ended(Account { inside: inside.to_vec(), outcome, partial, size, sha256 }));
    }
}

/// A marking outweighs what could not be read; that outweighs a mention.
pub(crate) fn judged(name: &str, pieces: &[Piece], unread: Option<Unread>, attached: bool) -> Outcome {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let marking = grammar::judge(file, pieces).map(|mut marking| {
        if attached && !marking.carriers.contains(&Carrier::Attachment) {
            marking.carriers.push(Carrier::Attachment);
            marking.carriers.sort_unstable();
        }
        marking
    });
    match (marking, unread) {
        (Some(marking), _) if marking.confidence > Confidence::Mention => Outcome::Marked(marking),
        (_, Some(reason)) => Outcome::Unread(reason),
        (Some(marking), None) => Outcome::Marked(marking),
        (None, None) => Outcome::Clean,
    }
}
