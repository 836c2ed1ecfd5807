//! Focal persons: through whom a unit is reached, each with the days they
//! served.
//!
//! Not here: accounts (`people`).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{PersonId, UnitId};
use domain::unit::FocalPerson;
use jiff::civil::Date;

pub async fn add_person(tx: &mut Tx, id: PersonId, person: &FocalPerson) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO focal_person (id, unit_id, name, position, phone, email, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            person.unit,
            person.name.as_str(),
            person.position.as_deref(),
            person.phone.as_deref(),
            person.email.as_deref(),
            person.valid_from,
            person.valid_to
        ],
    )
    .await?;
    Ok(())
}

pub async fn end_person(tx: &mut Tx, unit: UnitId, id: PersonId, last_day: Date) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE focal_person SET valid_to = $3 WHERE id = $1 AND unit_id = $2 AND valid_to IS NULL",
            args![id, unit, last_day],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn persons(tx: &mut Tx, unit: UnitId) -> Result<Vec<(PersonId, FocalPerson)>, StoreError> {
    tx.rows(
        "SELECT * FROM focal_person WHERE unit_id = $1 ORDER BY valid_to IS NOT NULL, valid_from, id",
        args![unit],
    )
    .await?
    .iter()
    .map(person)
    .collect()
}

/// The focal persons serving on a day, of every unit, unit by unit; for sheets.
pub async fn present_persons(tx: &mut Tx, on: Date) -> Result<Vec<(PersonId, FocalPerson)>, StoreError> {
    tx.rows(
        "SELECT * FROM focal_person WHERE (valid_from IS NULL OR valid_from <= $1) AND (valid_to IS NULL OR valid_to >= $1)
         ORDER BY unit_id, valid_from, id",
        args![on],
    )
    .await?
    .iter()
    .map(person)
    .collect()
}

fn person(row: &Row) -> Result<(PersonId, FocalPerson), StoreError> {
    let person = FocalPerson {
        unit: row.parse("unit_id")?,
        name: row.text("name")?,
        position: row.maybe_text("position")?,
        phone: row.maybe_text("phone")?,
        email: row.maybe_text("email")?,
        valid_from: row.maybe_date("valid_from")?,
        valid_to: row.maybe_date("valid_to")?,
    };
    Ok((row.parse("id")?, person))
}
