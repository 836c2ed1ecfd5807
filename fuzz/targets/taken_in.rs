//! What the office takes in: files of results, lists of units, filled-in reports,
//! visits that travelled, and which kind of file an upload is.
//!
//! First byte: which door. Sheets are CSV; their packages are the target `sheet`.

#![no_main]

use app::acts::examination;
use app::acts::file::{Upload, media};
use app::acts::package::{Homeward, Outward};
use app::acts::report::workbook::{Marked, read};
use app::acts::unit::sheet::{Registry, foresee, rows_of};
use packs::Packs;
use rasoat_fuzz::{fuzz, part, seed};
use reader::sheet::{Sheet, read_sheet};
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("our own packs"));

fuzz!(seed::taken_in, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    match choice % 6 {
        0 => {
            let _ = examination::read(&Upload { name: "a.rsb".to_owned(), bytes: data.to_vec() });
        }
        1 => units(data),
        2 => report(data),
        3 => {
            let _ = Outward::read(data);
        }
        4 => homeward(data),
        _ => {
            let _ = media::of(data);
        }
    }
});

fn units(data: &[u8]) {
    let Ok(sheets) = read_sheet("a.csv", data) else { return };
    let registry = Registry {
        units: &[],
        persons: &[],
        kinds: &PACKS.unit_kinds,
        today: jiff::civil::date(2026, 11, 27),
    };
    for sheet in &sheets {
        if let Some(rows) = rows_of(&sheet.rows) {
            foresee(&rows, &registry);
        }
    }
}

/// A filled-in workbook: sheets are parted, each with its name in its first line.
fn report(data: &[u8]) {
    let sheets: Vec<Sheet> = part::parts(data)
        .into_iter()
        .filter_map(|(_, bytes)| read_sheet("a.csv", bytes).ok()?.into_iter().next())
        .map(|mut sheet| {
            if !sheet.rows.is_empty() {
                sheet.name = sheet.rows.remove(0).first().cloned().unwrap_or_default();
            }
            sheet
        })
        .collect();
    let Some(marked) = Marked::of(&sheets) else { return };
    for outline in PACKS.outlines.values() {
        read(outline, &[2025, 2026], &sheets, &marked);
    }
}

/// Answers signed here, so that what is signed is reached.
fn homeward(data: &[u8]) {
    let sealer = evidence::Sealer::new(&[7; 32]);
    let _ = Homeward::read(data, &sealer.key());
    let Ok(body) = std::str::from_utf8(data) else { return };
    let signature = sealer.sign(&[b"rasoat-visit-answers 1 ", data].concat());
    let signed = serde_json::json!({ "body": body, "signature": signature });
    let _ = Homeward::read(signed.to_string().as_bytes(), &sealer.key());
}
