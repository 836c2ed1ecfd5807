//! CSV with a header, its columns asked by name.

use crate::ImportError;

/// The first row, as it stands; names are compared without case.
#[derive(Debug)]
pub struct Header(Vec<String>);

impl Header {
    /// The header of a text, when it looks like one.
    pub fn of(text: &str) -> Option<(Header, u8)> {
        let first = text.lines().find(|line| !line.trim().is_empty())?;
        let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(first.as_bytes());
        let row = reader.records().next()?.ok()?;
        Some((Header(row.iter().map(|name| name.trim().to_lowercase()).collect()), delimiter))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|known| known == name)
    }
}

#[derive(Debug)]
pub struct Row<'a> {
    header: &'a Header,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    /// A cell by its column's name in lower case; empty when there is none.
    pub fn cell(&self, name: &str) -> &str {
        self.header.column(name).and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }

    /// The first of several columns that holds anything.
    pub fn any(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.cell(name)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }
}

/// Calls `each` for every row below the header.
pub fn rows(
    text: &str,
    mut each: impl FnMut(&Row<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let Some((header, delimiter)) = Header::of(text) else { return Err(ImportError::Empty) };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    for record in reader.records() {
        let cells = record.map_err(|error| ImportError::Broken { what: error.to_string() })?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        each(&Row { header: &header, cells: &cells })?;
    }
    Ok(())
}
