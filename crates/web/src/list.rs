//! Lists: what the address says of sorting, filters and page, and the table
//! that shows it. Every list can be shared as a link.
//!
//! Not here: the rows (each page's own), finding them (the `store` room).

use form_urlencoded::Serializer;

/// A list as its address asks for it.
#[derive(Debug, Clone)]
pub struct ListState {
    path: String,
    pairs: Vec<(String, String)>,
    pub per_page: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    /// The name under which the list can be sorted by it.
    pub sort: Option<&'static str>,
    pub numeric: bool,
}

/// A table around a page's rows.
#[derive(Debug, Clone)]
pub struct Table {
    pub state: ListState,
    /// What the table is, for those who do not see it.
    pub caption: String,
    pub columns: Vec<Column>,
    /// How many rows there are on all pages.
    pub count: u64,
    pub filters: Vec<FilterGroup>,
    pub exports: Vec<Export>,
    /// Whether rows can be chosen for a common act.
    pub pick: bool,
}

/// Filters of which at most one is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterGroup {
    pub label: String,
    pub chips: Vec<Chip>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub label: String,
    pub href: String,
    pub on: bool,
    pub count: Option<u64>,
}

/// What is seen, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub label: String,
    pub href: String,
    pub icon: &'static str,
}

/// A link to another page of the list, or a gap between such links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageLink {
    Page { number: u64, href: String, current: bool },
    Gap,
}

/// The most pairs of an address that are read, and the longest value.
const MOST_PAIRS: usize = 50;
const LONGEST: usize = 200;

/// The names with a meaning in every list.
const SORT: &str = "sort";
const DIRECTION: &str = "dir";
const PAGE: &str = "page";
pub const SEARCH: &str = "q";

impl ListState {
    /// Reads the query of a list's address.
    pub fn read(path: &str, query: Option<&str>, per_page: u64) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or("").as_bytes())
            .take(MOST_PAIRS)
            .filter(|(_, value)| !value.is_empty() && value.len() <= LONGEST)
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self { path: path.to_owned(), pairs, per_page: per_page.max(1) }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value of a filter.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// What was typed into the list's own search box.
    pub fn search(&self) -> &str {
        self.value(SEARCH).unwrap_or("")
    }

    /// By what the list is sorted, if it is one of the names it can be.
    pub fn sort(&self, known: &[&'static str]) -> Option<(&'static str, Direction)> {
        let asked = self.value(SORT)?;
        let name = known.iter().find(|name| **name == asked)?;
        let down = self.value(DIRECTION) == Some("desc");
        Some((name, if down { Direction::Down } else { Direction::Up }))
    }

    /// The page asked for, from 1.
    pub fn page(&self) -> u64 {
        self.value(PAGE).and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 1_000_000)
    }

    /// How many rows lie before this page.
    pub fn offset(&self) -> u64 {
        (self.page() - 1) * self.per_page
    }

    /// This address with one value set or taken away; any such change but that
    /// of the page leads back to the first page.
    pub fn href(&self, name: &str, value: Option<&str>) -> String {
        self.href_of(&[(name, value)])
    }

    fn href_of(&self, changes: &[(&str, Option<&str>)]) -> String {
        let turns = changes.iter().any(|(name, _)| *name == PAGE);
        let mut line = Serializer::new(String::new());
        for (name, value) in &self.pairs {
            let changed = changes.iter().any(|(changed, _)| changed == name);
            if !changed && (turns || name != PAGE) {
                line.append_pair(name, value);
            }
        }
        for (name, value) in changes {
            if let Some(value) = value {
                line.append_pair(name, value);
            }
        }
        match line.finish() {
            query if query.is_empty() => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The same list without filters and search, still sorted.
    pub fn href_unfiltered(&self) -> String {
        let sorted = Self {
            path: self.path.clone(),
            pairs: self.pairs.iter().filter(|(name, _)| name == SORT || name == DIRECTION).cloned().collect(),
            per_page: self.per_page,
        };
        sorted.href_of(&[])
    }

    pub fn is_filtered(&self) -> bool {
        self.pairs.iter().any(|(name, _)| ![SORT, DIRECTION, PAGE].contains(&name.as_str()))
    }

    /// What a search form must carry along so as not to lose the filters.
    pub fn carried(&self) -> Vec<&(String, String)> {
        self.pairs.iter().filter(|(name, _)| name != SEARCH && name != PAGE).collect()
    }

    /// A group of filters on one name: each choice is (value, label, count);
    /// choosing the one that is on takes it off.
    pub fn filter(
        &self,
        name: &str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (&'static str, String, Option<u64>)>,
    ) -> FilterGroup {
        let chips = choices
            .into_iter()
            .map(|(value, label, count)| {
                let on = self.value(name) == Some(value);
                Chip { label, href: self.href(name, (!on).then_some(value)), on, count }
            })
            .collect();
        FilterGroup { label: label.into(), chips }
    }
}

impl Column {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), sort: None, numeric: false }
    }

    pub fn sorted_by(mut self, name: &'static str) -> Self {
        self.sort = Some(name);
        self
    }

    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
}

impl Table {
    pub fn new(state: ListState, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            state,
            caption: caption.into(),
            columns,
            count: 0,
            filters: Vec::new(),
            exports: Vec::new(),
            pick: false,
        }
    }

    pub fn counting(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    pub fn filtered(mut self, filters: Vec<FilterGroup>) -> Self {
        self.filters = filters;
        self
    }

    pub fn picked(mut self) -> Self {
        self.pick = true;
        self
    }

    /// Offers what is seen as a file; `to` is the path, the query is added.
    pub fn exported(mut self, label: impl Into<String>, to: &str, icon: &'static str) -> Self {
        let mut here = self.state.clone();
        to.clone_into(&mut here.path);
        self.exports.push(Export { label: label.into(), href: here.href(PAGE, None), icon });
        self
    }

    /// The address that sorts by a column, or turns its direction round.
    pub fn sort_href(&self, column: &Column) -> String {
        let Some(name) = column.sort else {
            return String::new();
        };
        let turned = (self.direction(column) == Some(Direction::Up)).then_some("desc");
        self.state.href_of(&[(SORT, Some(name)), (DIRECTION, turned), (PAGE, None)])
    }

    /// In which direction the table is sorted by this column, if it is.
    pub fn direction(&self, column: &Column) -> Option<Direction> {
        let name = column.sort?;
        self.state.sort(&[name]).map(|(_, direction)| direction)
    }

    pub fn first_row(&self) -> u64 {
        if self.count == 0 { 0 } else { self.state.offset() + 1 }
    }

    pub fn last_row(&self) -> u64 {
        (self.state.offset() + self.state.per_page).min(self.count)
    }

    pub fn pages(&self) -> u64 {
        self.count.div_ceil(self.state.per_page).max(1)
    }

    pub fn previous(&self) -> Option<String> {
        (self.state.page() > 1).then(|| self.page_href(self.state.page() - 1))
    }

    pub fn next(&self) -> Option<String> {
        (self.state.page() < self.pages()).then(|| self.page_href(self.state.page() + 1))
    }

    /// Links to the first, the last and the neighbouring pages.
    pub fn page_links(&self) -> Vec<PageLink> {
        let here = self.state.page();
        let mut links = Vec::new();
        let mut before = 0;
        let near = [1, 2, here.saturating_sub(1), here, here + 1, self.pages() - 1, self.pages()];
        let mut numbers: Vec<u64> =
            near.into_iter().filter(|page| (1..=self.pages()).contains(page)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            if number > before + 1 {
                links.push(PageLink::Gap);
            }
            links.push(PageLink::Page { number, href: self.page_href(number), current: number == here });
            before = number;
        }
        links
    }

    fn page_href(&self, page: u64) -> String {
        let page = (page > 1).then(|| page.to_string());
        self.state.href(PAGE, page.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(query: &str) -> ListState {
        ListState::read("/units", Some(query), 20)
    }

    #[test]
    fn a_filter_is_a_link_that_keeps_the_rest_and_starts_at_the_first_page() {
        let state = state("q=An+S%C6%A1n&sort=name&page=4");
        assert_eq!(state.href("kind", Some("xã")), "/units?q=An+S%C6%A1n&sort=name&kind=x%C3%A3");
        assert_eq!(state.href("q", None), "/units?sort=name");
        assert_eq!(state.href_unfiltered(), "/units?sort=name");
        let group = super::ListState::read("/units", Some("kind=ward"), 20).filter(
            "kind",
            "Loại",
            [("ward", "Phường".to_owned(), Some(3))],
        );
        assert_eq!((group.chips[0].on, group.chips[0].href.as_str()), (true, "/units"));
    }

    #[test]
    fn sorting_by_the_same_column_turns_its_direction() {
        let column = Column::new("Tên").sorted_by("name");
        let table = |query| Table::new(state(query), "", vec![column.clone()]);
        assert_eq!(table("").sort_href(&column), "/units?sort=name");
        assert_eq!(table("sort=name").sort_href(&column), "/units?sort=name&dir=desc");
        assert_eq!(table("sort=name&dir=desc").sort_href(&column), "/units?sort=name");
        assert_eq!(state("sort=drop+table").sort(&["name"]), None);
    }

    #[test]
    fn page_links_show_both_ends_and_the_neighbours() {
        let table = Table::new(state("page=10"), "", Vec::new()).counting(400);
        let shown: Vec<String> = table
            .page_links()
            .into_iter()
            .map(|link| match link {
                PageLink::Page { number, .. } => number.to_string(),
                PageLink::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), "1 2 … 9 10 11 … 19 20");
        assert_eq!((table.first_row(), table.last_row()), (181, 200));
        assert_eq!(table.next().as_deref(), Some("/units?page=11"));
        assert_eq!(Table::new(state("page=99"), "", Vec::new()).counting(40).next(), None);
    }
}
