//! Until when a release of a distribution gets security fixes: data with its source
//! and its date, kept beside the code.

use jiff::civil::Date;

const TABLE: &str = include_str!("../../data/linux-support.tsv");
/// The day the table is of.
pub(super) const DATED: &str = "2026-11-27";

/// A release's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Support {
    /// The last day of fixes free of charge.
    pub free: Date,
    /// The last day of fixes by contract, where there are any.
    pub paid: Option<Date>,
    pub source: &'static str,
}

/// Of a release by its `ID` and `VERSION_ID`: `rhel` 8.9 is rhel 8, `alpine` 3.18.4 is
/// alpine 3.18.
pub(super) fn support(id: &str, version: &str) -> Option<Support> {
    rows()
        .find(|(of, release, _)| {
            *of == id
                && version.strip_prefix(release).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .map(|(_, _, support)| support)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, Support)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let (id, release) = (cells.next()?, cells.next()?);
        let (free, paid) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok());
        Some((id, release, Support { free, paid, source: cells.next()? }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_row_is_read_and_a_minor_release_is_its_major_one() {
        assert_eq!(rows().count(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        assert!(TABLE.contains(DATED));
        assert_eq!(support("centos", "7").map(|row| row.free), Some(date(2024, 6, 30)));
        assert_eq!(support("rhel", "8.9").map(|row| row.free), Some(date(2029, 5, 31)));
        assert_eq!(support("alpine", "3.18.4").map(|row| row.free), Some(date(2025, 5, 9)));
        assert_eq!(support("ubuntu", "20.04").and_then(|row| row.paid), Some(date(2030, 4, 2)));
        assert_eq!(support("ubuntu", "2"), None);
        assert_eq!(support("debian", "1"), None);
        assert_eq!(support("amzn", "2").map(|row| row.free), Some(date(2026, 6, 30)));
    }
}
