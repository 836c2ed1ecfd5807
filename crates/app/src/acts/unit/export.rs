//! The registry as a sheet: what is seen, in the columns that can be read in
//! again.
//!
//! Not here: reading it in (`import`), drawing a workbook (`papers`).

use super::sheet::{Column, MOST_ROWS};
use crate::{Actor, App, Refusal};
use domain::policy::Action;
use domain::unit::FocalPerson;
use jiff::civil::Date;
use papers::{Cell, Column as Heading, Listing, Orientation, Table, listing_workbook};
use std::collections::HashMap;
use store::unit::{self, Filter, Listed};

/// A workbook ready to be handed out.
#[derive(Clone, PartialEq, Eq)]
pub struct Book {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Book({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// The units the filter leaves, all pages of them, in four queries.
pub async fn export(app: &App, who: &Actor, filter: &Filter) -> Result<Book, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    let all = Filter { limit: u32::try_from(MOST_ROWS).unwrap_or(u32::MAX), offset: 0, ..filter.clone() };
    let units = unit::registry(&mut tx, &scope, &all, app.today()).await?;
    let mut focal: HashMap<_, FocalPerson> = HashMap::new();
    for (_, person) in unit::present_persons(&mut tx, app.today()).await? {
        focal.entry(person.unit).or_insert(person);
    }
    drop(tx);
    let rows: Vec<Vec<Cell>> =
        units.iter().map(|listed| row(app, listed, focal.get(&listed.kept.unit.id))).collect();
    book(app, who, "Danh sách cơ quan, đơn vị", rows).await
}

/// The same sheet without rows, to be filled in.
pub async fn template(app: &App, who: &Actor) -> Result<Book, Refusal> {
    who.scope(Action::UnitManage).ok_or(Refusal::NotAllowed(Action::UnitManage.code()))?;
    book(app, who, "Mẫu nhập cơ quan, đơn vị", Vec::new()).await
}

async fn book(app: &App, who: &Actor, title: &str, rows: Vec<Vec<Cell>>) -> Result<Book, Refusal> {
    let mut table = Table::new(Column::ALL.map(|column| Heading::text(column.heading(), weight(column))));
    for row in rows {
        table.push(row);
    }
    let workbook = listing_workbook(&Listing {
        title: title.to_owned(),
        subtitle: None,
        drawn_up: domain::moment::local(app.now()),
        issuer: who.user.name.clone(),
        orientation: Orientation::Landscape,
        table,
        notes: Vec::new(),
        frame: None,
    });
    let bytes = tokio::task::spawn_blocking(move || workbook.xlsx())
        .await
        .map_err(|error| Refusal::Broken(format!("a workbook's thread stopped: {error}")))?
        .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Book { name: format!("{title}.xlsx"), bytes })
}

fn weight(column: Column) -> u16 {
    match column {
        Column::Name | Column::Parent => 40,
        Column::ValidFrom | Column::ValidTo | Column::FocalPhone => 14,
        Column::Code => 36,
        _ => 22,
    }
}

fn row(app: &App, listed: &Listed, focal: Option<&FocalPerson>) -> Vec<Cell> {
    let unit = &listed.kept.unit;
    let day = |day: Option<Date>| day.map(|day| day.strftime("%d/%m/%Y").to_string());
    Column::ALL
        .into_iter()
        .map(|column| match column {
            Column::Name => Some(unit.name.clone()),
            Column::ShortName => unit.short_name.clone(),
            Column::Kind => app.packs.unit_kinds.entry(unit.kind).map(|entry| entry.label.vi.clone()),
            Column::Parent => listed.parent_name.clone(),
            Column::Aliases => Some(unit.aliases.join("; ")),
            Column::HeadName => unit.head_name.clone(),
            Column::HeadTitle => unit.head_title.clone(),
            Column::Email => unit.email.clone(),
            Column::ValidFrom => day(unit.valid_from),
            Column::ValidTo => day(unit.valid_to),
            Column::Focal => focal.map(|person| person.name.clone()),
            Column::FocalPosition => focal.and_then(|person| person.position.clone()),
            Column::FocalPhone => focal.and_then(|person| person.phone.clone()),
            Column::FocalEmail => focal.and_then(|person| person.email.clone()),
            Column::Code => Some(unit.id.to_string()),
        })
        .map(|text| Cell::text(text.unwrap_or_default()))
        .collect()
}
