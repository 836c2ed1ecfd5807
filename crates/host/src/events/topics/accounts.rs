//! What was done to accounts: made, enabled, given a new password, deleted, locked out,
//! made members of groups that may do much.

use crate::events::event::Event;
use crate::events::out::{Fields, Out};
use crate::events::tally::Apart;

/// Groups whose members may do much, by the end of their identifiers (MS-DTYP 2.4.2.4).
const PRIVILEGED: [(&str, Rank); 8] = [
    ("S-1-5-32-544", Rank::Administrators),
    ("S-1-5-32-547", Rank::Other),
    ("S-1-5-32-551", Rank::Other),
    ("S-1-5-32-555", Rank::Other),
    ("-512", Rank::Administrators),
    ("-518", Rank::Administrators),
    ("-519", Rank::Administrators),
    ("-520", Rank::Other),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Administrators,
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Accounts {
    changes: Apart<(&'static str, String, String), ()>,
    members: Apart<Member, ()>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    rank: Rank,
    group: String,
    member: String,
    by: String,
}

impl Accounts {
    pub fn see(&mut self, event: &Event<'_>) {
        let by = event.account("SubjectUserName", "SubjectDomainName").unwrap_or_default();
        let what = match event.id {
            4720 => "created",
            4722 => "enabled",
            4724 => "password_reset",
            4726 => "deleted",
            4740 => "locked_out",
            _ => return self.member(event, by),
        };
        // Of one that was locked out the second is the computer it was tried from.
        let domain = if event.id == 4740 { "" } else { "TargetDomainName" };
        let account = event.account("TargetUserName", domain).unwrap_or_default();
        self.changes.add((what, account, by), event.at);
    }

    fn member(&mut self, event: &Event<'_>, by: String) {
        let sid = event.text("TargetSid").unwrap_or_default();
        let of_domain = sid.starts_with("S-1-5-21-");
        let fits =
            |end: &str| if of_domain { end.starts_with('-') && sid.ends_with(end) } else { sid == end };
        let Some((_, rank)) = PRIVILEGED.iter().find(|(end, _)| fits(end)) else { return };
        let group = event.text("TargetUserName").unwrap_or(sid);
        let member = event.first_text(&["MemberName", "MemberSid"]).unwrap_or_default();
        self.members.add(Member { rank: *rank, group, member, by }, event.at);
    }

    pub fn tell(self, out: &mut Out) {
        out.left_out("event.account_change", self.changes.left_out);
        for ((what, account, by), tally, ()) in self.changes.all() {
            let fields = Fields::of(&tally).text("what", what).text("account", &account).text("by", &by);
            out.record("event.account_change", &format!("{what} {account} {by}"), fields, tally.last);
        }
        out.left_out("event.privileged_member", self.members.left_out);
        for (one, tally, ()) in self.members.all() {
            let fields = Fields::of(&tally)
                .text("group", &one.group)
                .text("member", &one.member)
                .text("by", &one.by)
                .flag("administrators", one.rank == Rank::Administrators);
            out.record(
                "event.privileged_member",
                &format!("{} {}", one.group, one.member),
                fields,
                tally.last,
            );
        }
    }
}
