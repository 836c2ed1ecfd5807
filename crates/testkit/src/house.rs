//! The product over an empty record: an `App` whose clock stands still, with
//! units and people to act as.
//!
//! Not here: what one noun's tests need alone (its own test module).

use crate::clock::StillClock;
use crate::record::{self, Record};
use app::acts::knowledge;
use app::clock::new_id;
use app::mail::Mailer;
use app::{Actor, App, Clock, Parts};
use domain::identifier::{TeamId, UnitId};
use domain::policy::Role;
use domain::unit::{Unit, UnitKind};
use store::people::{self, User};

/// The day tests begin on unless they say otherwise.
pub const MORNING: &str = "2026-05-20T01:00:00Z";

/// An app over one fresh record.
#[derive(Debug)]
pub struct House {
    pub app: App,
    pub clock: StillClock,
    pub record: Record,
    /// What lies beside the record.
    pub folder: tempfile::TempDir,
}

impl House {
    /// One house per database there is to test on.
    pub async fn each() -> Vec<House> {
        Self::each_at(MORNING).await
    }

    /// The same, with the clock standing at an instant written as RFC 3339.
    pub async fn each_at(instant: &str) -> Vec<House> {
        record::each().await.into_iter().map(|record| Self::over(record, instant)).collect()
    }

    /// On SQLite alone, for what does not touch SQL.
    pub async fn sqlite() -> House {
        Self::over(record::sqlite().await, MORNING)
    }

    fn over(record: Record, instant: &str) -> House {
        let clock = StillClock::at(instant);
        let hand = clock.clone();
        let folder = tempfile::tempdir().expect("a folder");
        let app = App::new(Parts {
            store: record.store.clone(),
            packs: packs::Packs::embedded().expect("the embedded packs are whole"),
            packs_folder: None,
            knowledge: Some(folder.path().join(knowledge::FILE)),
            clock: Clock::from(move || hand.now()),
            mailer: Mailer::Off,
            address: "http://localhost".into(),
            carried: None,
        });
        House { app, clock, record, folder }
    }

    /// Puts a unit into the registry.
    pub async fn unit(&self, name: &str, kind: UnitKind) -> UnitId {
        self.put_unit(unit(name, kind)).await
    }

    pub async fn put_unit(&self, unit: Unit) -> UnitId {
        let mut tx = self.app.store.change().await.expect("a turn");
        store::unit::add(&mut tx, &unit).await.expect("the unit is put");
        tx.keep().await.expect("it is kept");
        unit.id
    }

    /// Someone who holds a role over everything.
    pub async fn person(&self, role: Role) -> Actor {
        self.seat(role, None, None).await
    }

    /// Someone who holds a role for one unit.
    pub async fn person_of(&self, role: Role, unit: UnitId) -> Actor {
        self.seat(role, Some(unit), None).await
    }

    /// Someone who holds a role through a team.
    pub async fn person_in(&self, role: Role, team: TeamId) -> Actor {
        self.seat(role, None, Some(team)).await
    }

    async fn seat(&self, role: Role, unit: Option<UnitId>, team: Option<TeamId>) -> Actor {
        let id = new_id();
        let user = User {
            id,
            login: format!("{}-{id}", role.code()),
            name: format!("Nguyễn Văn {}", role.code()),
            email: None,
            phone: None,
            position: None,
            must_change: false,
            locked_until: None,
            disabled_at: None,
        };
        let now = self.clock.now();
        let mut tx = self.app.store.change().await.expect("a turn");
        people::add(&mut tx, &user, "no password", now).await.expect("the account is put");
        people::grant(&mut tx, new_id(), id, role, unit, team, now).await.expect("the role is granted");
        let grants = people::grants_of(&mut tx, id).await.expect("the roles are read");
        tx.keep().await.expect("it is kept");
        Actor::person(user, grants, None)
    }
}

/// A unit that has always been there.
pub fn unit(name: &str, kind: UnitKind) -> Unit {
    Unit {
        id: new_id(),
        name: name.into(),
        short_name: None,
        kind,
        parent: None,
        aliases: Vec::new(),
        head_name: None,
        head_title: None,
        email: None,
        valid_from: None,
        valid_to: None,
    }
}
