//! Rights as SQL: what a person may see is decided by a join on their grants,
//! never by loading identifiers.

use crate::value::Value;
use domain::identifier::UserId;
use domain::policy::{Action, Reach, Role, reach};

/// How far one person reaches with one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub user: UserId,
    pub everything: bool,
    /// The roles that may act on their own units or teams: ",unit_head,…,".
    own_roles: String,
}

impl Scope {
    /// The scope of `action` for someone who holds `held`; `None` is no right at
    /// all.
    pub fn of(user: UserId, held: &[Role], action: Action) -> Option<Self> {
        let (mut everything, mut own_roles) = (false, String::new());
        for role in held {
            match reach(*role, action) {
                Some(Reach::Everything) => everything = true,
                Some(Reach::Own) if !own_roles.contains(role.code()) => {
                    own_roles += &format!(",{}", role.code());
                }
                Some(Reach::Own) | None => {}
            }
        }
        if !everything && own_roles.is_empty() {
            return None;
        }
        own_roles.push(',');
        Some(Scope { user, everything, own_roles })
    }

    /// A scope that reaches everything, for jobs that act on nobody's behalf.
    pub fn everything(user: UserId) -> Self {
        Scope { user, everything: true, own_roles: String::new() }
    }

    /// The three arguments every scoped query takes first: `$1`, `$2`, `$3`.
    pub fn args(&self) -> Vec<Value> {
        vec![Value::from(self.everything), Value::from(self.user), Value::from(self.own_roles.clone())]
    }

    /// `args`, followed by the query's own.
    pub fn args_and(&self, more: Vec<Value>) -> Vec<Value> {
        let mut args = self.args();
        args.extend(more);
        args
    }
}

/// The condition that a row is within the scope in `$1`, `$2`, `$3`: its unit or
/// its team is one the person holds a fitting role for. The arguments name the
/// columns: `in_scope!("t.unit_id")`, `in_scope!("t.unit_id", "p.team_id")`.
#[macro_export]
macro_rules! in_scope {
    ($unit:literal) => {
        concat!(
            "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL",
            " AND $3 LIKE '%,' || g.role || ',%' AND g.unit_id = ",
            $unit,
            "))"
        )
    };
    ($unit:literal, $team:literal) => {
        concat!(
            "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL",
            " AND $3 LIKE '%,' || g.role || ',%' AND (g.unit_id = ",
            $unit,
            " OR g.team_id = ",
            $team,
            ")))"
        )
    };
}
