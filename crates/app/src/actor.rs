//! Who acts: a person with the roles they hold now, or a part of the program.

use domain::identifier::{SessionId, TeamId, UnitId, UserId};
use domain::policy::{Action, Role, widest};
use store::Scope;
use store::people::{Grant, User};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct Actor {
    pub user: User,
    pub grants: Vec<Grant>,
    pub session: Option<SessionId>,
    program: bool,
}

impl Actor {
    pub fn person(user: User, grants: Vec<Grant>, session: Option<SessionId>) -> Self {
        Actor { user, grants, session, program: false }
    }

    /// A part of the program acting on nobody's behalf: the queue, an import at
    /// the command line.
    pub fn program(name: &str) -> Self {
        let user = User {
            id: UserId(Uuid::nil()),
            login: name.to_owned(),
            name: name.to_owned(),
            email: None,
            phone: None,
            position: None,
            must_change: false,
            locked_until: None,
            disabled_at: None,
        };
        Actor { user, grants: Vec::new(), session: None, program: true }
    }

    pub fn is_program(&self) -> bool {
        self.program
    }

    pub fn roles(&self) -> Vec<Role> {
        self.grants.iter().map(|grant| grant.role).collect()
    }

    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether some role grants the action at all (for menus and buttons; the
    /// act itself checks the object too).
    pub fn may(&self, action: Action) -> bool {
        self.program || widest(self.roles(), action).is_some()
    }

    pub fn scope(&self, action: Action) -> Option<Scope> {
        if self.program {
            return Some(Scope::everything(self.user.id));
        }
        Scope::of(self.user.id, &self.roles(), action)
    }

    /// The units this person acts for.
    pub fn units(&self) -> Vec<UnitId> {
        let mut units: Vec<_> = self.grants.iter().filter_map(|grant| grant.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    pub fn teams(&self) -> Vec<TeamId> {
        let mut teams: Vec<_> = self.grants.iter().filter_map(|grant| grant.team).collect();
        teams.sort_unstable();
        teams.dedup();
        teams
    }

    /// Name and log-in, as the audit writes it.
    pub fn label(&self) -> String {
        if self.program {
            format!("[{}]", self.user.name)
        } else {
            format!("{} ({})", self.user.name, self.user.login)
        }
    }
}
