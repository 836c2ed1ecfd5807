//! Word's automatic numbering: which label a paragraph of a list bears.
//! ECMA-376 part 1, 17.9.

use std::collections::HashMap;

use crate::envelope::{Element, EnvelopeError, Step, walk};
use crate::limits::Limits;

/// Levels a list has.
const LEVELS: usize = 9;
/// Highest number that is spelled out.
const HIGHEST: u32 = 5_000;

/// How one level is numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Figures only ("1.1" under "I").
    legal: bool,
}

#[derive(Debug, Clone, Default)]
struct List {
    levels: Vec<Level>,
    /// The style whose list this one is.
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    list: i64,
    /// Level and the number it starts anew from.
    restarts: Vec<(usize, u32)>,
    overrides: HashMap<usize, Level>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    list: Option<i64>,
    level: Option<usize>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<i64, List>,
    instances: HashMap<i64, Instance>,
    styles: HashMap<String, Style>,
    counters: HashMap<i64, [Option<u32>; LEVELS]>,
    begun: Vec<i64>,
}

impl Numbering {
    pub fn read(lists: Option<&[u8]>, styles: Option<&[u8]>, limits: &Limits) -> Result<Self, EnvelopeError> {
        let mut numbering = Self::default();
        if let Some(lists) = lists {
            numbering.read_lists(lists, limits)?;
        }
        if let Some(styles) = styles {
            numbering.read_styles(styles, limits)?;
        }
        Ok(numbering)
    }

    fn read_lists(&mut self, part: &[u8], limits: &Limits) -> Result<(), EnvelopeError> {
        let mut list: Option<(i64, List)> = None;
        let mut instance: Option<(i64, Instance)> = None;
        let mut level: Option<(usize, Level)> = None;
        let mut override_level = 0_usize;
        walk(part, limits, |step| match step {
            Step::Open(element) => match element.name {
                "abstractNum" => {
                    let id = element.number("abstractNumId").unwrap_or(-1);
                    list = Some((id, List { levels: vec![Level::default(); LEVELS], style: None }));
                }
                "num" => {
                    let id = element.number("numId").unwrap_or(-1);
                    instance = Some((id, Instance::default()));
                }
                "abstractNumId" => {
                    if let Some((_, instance)) = &mut instance {
                        instance.list = element.number("val").unwrap_or(-1);
                    }
                }
                "numStyleLink" => {
                    if let Some((_, list)) = &mut list {
                        list.style = element.val();
                    }
                }
                "lvlOverride" => override_level = level_of(element, "ilvl"),
                "startOverride" => {
                    if let Some((_, instance)) = &mut instance {
                        let start = element.number("val").unwrap_or(1).clamp(0, i64::from(HIGHEST)) as u32;
                        instance.restarts.push((override_level, start));
                    }
                }
                "lvl" => level = Some((level_of(element, "ilvl"), Level { start: 1, ..Level::default() })),
                _ => set(&mut level, element),
            },
            Step::Close("lvl") => {
                if let Some((at, level)) = level.take() {
                    match (&mut list, &mut instance) {
                        (Some((_, list)), _) => list.levels[at] = level,
                        (None, Some((_, instance))) => {
                            instance.overrides.insert(at, level);
                        }
                        (None, None) => {}
                    }
                }
            }
            Step::Close("abstractNum") => {
                if let Some((id, list)) = list.take() {
                    self.lists.insert(id, list);
                }
            }
            Step::Close("num") => {
                if let Some((id, instance)) = instance.take() {
                    self.instances.insert(id, instance);
                }
            }
            Step::Close(_) | Step::Text(_) => {}
        })
    }

    fn read_styles(&mut self, part: &[u8], limits: &Limits) -> Result<(), EnvelopeError> {
        let mut current: Option<(String, Style)> = None;
        walk(part, limits, |step| match step {
            Step::Open(element) => match element.name {
                "style" => current = element.attribute("styleId").map(|id| (id, Style::default())),
                "basedOn" => {
                    if let Some((_, style)) = &mut current {
                        style.parent = element.val();
                    }
                }
                "numId" => {
                    if let Some((_, style)) = &mut current {
                        style.list = element.number("val");
                    }
                }
                "ilvl" => {
                    if let Some((_, style)) = &mut current {
                        style.level = Some(level_of(element, "val"));
                    }
                }
                _ => {}
            },
            Step::Close("style") => {
                if let Some((id, style)) = current.take() {
                    self.styles.insert(id, style);
                }
            }
            Step::Close(_) | Step::Text(_) => {}
        })
    }

    /// The label of a paragraph, and the counters moved on. `list` and `level`
    /// are the paragraph's own; what it leaves out comes from its style.
    pub fn label(&mut self, style: Option<&str>, list: Option<i64>, level: Option<usize>) -> Option<String> {
        let (inherited, inherited_level) = self.style_list(style);
        let number = list.or(inherited)?;
        // List nought takes a paragraph out of its style's list.
        if number == 0 {
            return None;
        }
        let level = level.or(inherited_level).unwrap_or(0).min(LEVELS - 1);
        let instance = self.instances.get(&number)?.clone();
        let list_id = self.resolve(instance.list);
        let levels = self.lists.get(&list_id)?.levels.clone();
        let counters = self.counters.entry(list_id).or_default();
        if !self.begun.contains(&number) {
            self.begun.push(number);
            for (at, start) in &instance.restarts {
                if let Some(counter) = counters.get_mut(*at) {
                    *counter = start.checked_sub(1);
                    if *start == 0 {
                        *counter = None;
                    }
                }
            }
        }
        let described =
            |at: usize| instance.overrides.get(&at).or(levels.get(at)).cloned().unwrap_or_default();
        let own = described(level);
        counters[level] =
            Some(counters[level].map_or(own.start, |count| count.saturating_add(1)).min(HIGHEST));
        for counter in counters.iter_mut().skip(level + 1) {
            *counter = None;
        }
        if own.format == "none" && own.text.is_empty() {
            return None;
        }
        if own.format == "bullet" {
            return Some(bullet(&own.text, level).to_owned());
        }
        let counters = *counters;
        let mut label = String::new();
        let mut chars = own.text.chars();
        while let Some(c) = chars.next() {
            let digit =
                if c == '%' { chars.clone().next().and_then(|digit| digit.to_digit(10)) } else { None };
            match digit {
                Some(digit) if (1..=LEVELS as u32).contains(&digit) => {
                    chars.next();
                    let at = digit as usize - 1;
                    let described = described(at);
                    let format = if own.legal { "decimal" } else { described.format.as_str() };
                    label.push_str(&spelled(counters[at].unwrap_or(described.start), format));
                }
                _ => label.push(c),
            }
        }
        let label = label.trim().to_owned();
        (!label.is_empty()).then_some(label)
    }

    /// A list that only points to a style's list.
    fn resolve(&self, list: i64) -> i64 {
        let style = self.lists.get(&list).and_then(|list| list.style.as_deref());
        let number = style.and_then(|style| self.style_list(Some(style)).0);
        number.and_then(|number| self.instances.get(&number)).map_or(list, |instance| instance.list)
    }

    fn style_list(&self, style: Option<&str>) -> (Option<i64>, Option<usize>) {
        let mut next = style;
        let (mut list, mut level) = (None, None);
        // A chain of styles ends; a ring of them must, too.
        for _ in 0..16 {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else { break };
            list = list.or(style.list);
            level = level.or(style.level);
            next = style.parent.as_deref();
        }
        (list, level)
    }
}

fn level_of(element: &Element, attribute: &str) -> usize {
    element.number(attribute).unwrap_or(0).clamp(0, LEVELS as i64 - 1) as usize
}

fn set(level: &mut Option<(usize, Level)>, element: &Element) {
    let Some((_, level)) = level else { return };
    match element.name {
        "start" => level.start = element.number("val").unwrap_or(1).clamp(0, i64::from(HIGHEST)) as u32,
        "numFmt" => level.format = element.val().unwrap_or_default(),
        "lvlText" => level.text = element.val().unwrap_or_default(),
        "isLgl" => level.legal = element.val().is_none_or(|value| value != "0" && value != "false"),
        _ => {}
    }
}

/// Bullets as official papers type them: a dash, and a plus one level down.
fn bullet(text: &str, level: usize) -> &'static str {
    match text.trim().chars().next() {
        Some('+' | 'o') => "+",
        Some('*') => "*",
        Some('-' | '–' | '—') => "-",
        _ if level == 1 => "+",
        _ => "-",
    }
}

fn spelled(number: u32, format: &str) -> String {
    match format {
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: &[(u32, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= *value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// a … z, aa, bb …, as Word counts.
fn letters(number: u32) -> String {
    if number == 0 {
        return String::new();
    }
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((number - 1) / 26 + 1) as usize).collect()
}
