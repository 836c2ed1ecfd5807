//! How centred lines are broken, as a scribe breaks them: a name before its
//! territory, a reference before its author, any other text into lines of about the
//! same width that do not part a compound word.

use crate::fonts::{self, Weight};
use crate::style::Look;

/// Words that open the name of a territory, in capitals.
const TERRITORIES: [&str; 5] = [" TỈNH ", " THÀNH PHỐ ", " PHƯỜNG ", " XÃ ", " ĐẶC KHU "];
/// Opens the author of a paper in a reference.
const AUTHOR: [&str; 1] = [" của "];
/// Longer texts are running text and break as they come.
const MAX_LINES: usize = 5;
/// Halvings of the room while balancing: down to a thousandth of it.
const BALANCING_STEPS: usize = 10;
/// Frequent compounds whose syllables stay on one line.
const COMPOUNDS: [&str; 34] = [
    "an ninh",
    "an toàn",
    "ban hành",
    "biên bản",
    "báo cáo",
    "bí mật",
    "bảo vệ",
    "bảo đảm",
    "chiến lược",
    "chấp hành",
    "công an",
    "công tác",
    "gian mạng",
    "hạn chế",
    "hệ thống",
    "kế hoạch",
    "kết quả",
    "khắc phục",
    "kiểm tra",
    "nhiệm vụ",
    "nhà nước",
    "nhân dân",
    "pháp luật",
    "quy định",
    "y tế",
    "thành lập",
    "thông báo",
    "thông tin",
    "thực hiện",
    "triển khai",
    "tồn tại",
    "tổng hợp",
    "địa bàn",
    "ủy ban",
];

/// A text set in one look, in a given room.
#[derive(Debug, Clone, Copy)]
struct Measure {
    size: f64,
    weight: Weight,
    room: f64,
}

/// Breaks `text` into as few lines of `room` points as will do, by line feeds.
pub fn broken(text: &str, look: &Look, room: f64) -> String {
    let measure = Measure { size: look.size, weight: look.weight(), room };
    if text.contains('\n') || measure.fits(text) {
        return text.to_owned();
    }
    measure
        .before(text, &TERRITORIES)
        .or_else(|| measure.before(text, &AUTHOR))
        .unwrap_or_else(|| measure.balanced(text))
}

/// How many lines of `room` points `text` takes, its own line feeds counted.
pub fn count(text: &str, size: f64, weight: Weight, room: f64) -> usize {
    let measure = Measure { size, weight, room };
    let space = measure.width(" ");
    text.split('\n').map(|line| measure.lines_of(line, space)).sum()
}

impl Measure {
    fn lines_of(self, line: &str, space: f64) -> usize {
        let (mut lines, mut used) = (1_usize, 0.0);
        for word in line.split_whitespace() {
            let width = self.width(word);
            if used > 0.0 && used + space + width > self.room {
                lines += 1;
                used = 0.0;
            }
            // A word wider than the room is broken inside.
            let breaks = (width / self.room).ceil().max(1.0) - 1.0;
            lines += breaks as usize;
            used += if used > 0.0 { space + width } else { width - breaks * self.room };
        }
        lines
    }

    fn fits(self, line: &str) -> bool {
        self.width(line) <= self.room
    }

    fn width(self, text: &str) -> f64 {
        fonts::width(text, self.size, self.weight)
    }

    /// Two lines, the second of which opens with one of `openings`.
    fn before(self, text: &str, openings: &[&str]) -> Option<String> {
        let place = openings.iter().filter_map(|opening| text.rfind(opening)).max()?;
        let (first, second) = text.split_at(place);
        let (first, second) = (first.trim_end(), second.trim_start());
        (self.fits(first) && self.fits(second)).then(|| format!("{first}\n{second}"))
    }

    fn balanced(self, text: &str) -> String {
        let words: Vec<(String, f64)> = whole_words(text)
            .into_iter()
            .map(|word| {
                let width = self.width(&word);
                (word, width)
            })
            .collect();
        let space = self.width(" ");
        let fewest = filled(&words, space, self.room).len();
        if !(2..=MAX_LINES).contains(&fewest) {
            return text.to_owned();
        }
        let (mut narrow, mut wide) = (0.0, self.room);
        for _ in 0..BALANCING_STEPS {
            let middle = f64::midpoint(narrow, wide);
            if filled(&words, space, middle).len() > fewest {
                narrow = middle;
            } else {
                wide = middle;
            }
        }
        filled(&words, space, wide).join("\n")
    }
}

/// The words of `text`, compounds in one piece.
fn whole_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for syllable in text.split_whitespace() {
        let compound = words.last().is_some_and(|last| {
            let pair = format!("{last} {}", syllable.trim_end_matches([',', ';', '.', ')'])).to_lowercase();
            COMPOUNDS.contains(&pair.as_str())
        });
        match words.last_mut() {
            Some(last) if compound => {
                last.push(' ');
                last.push_str(syllable);
            }
            _ => words.push(syllable.to_owned()),
        }
    }
    words
}

/// Fills lines of `room` points word by word.
fn filled(words: &[(String, f64)], space: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for (word, width) in words {
        match lines.last_mut() {
            Some(line) if used + space + width <= room => {
                line.push(' ');
                line.push_str(word);
                used += space + width;
            }
            _ => {
                lines.push(word.clone());
                used = *width;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Style;

    #[test]
    fn a_name_is_broken_before_its_territory() {
        let look = Style::Issuer.look();
        assert_eq!(
            broken("TIỂU BAN AN NINH MẠNG TỈNH AN SƠN", &look, 200.0),
            "TIỂU BAN AN NINH MẠNG\nTỈNH AN SƠN"
        );
        assert_eq!(broken("SỞ Y TẾ", &look, 200.0), "SỞ Y TẾ");
    }

    #[test]
    fn lines_are_counted_with_line_feeds_and_walls_of_letters() {
        let lines = |text: &str| count(text, 12.0, Weight::Regular, 60.0);
        assert_eq!(lines("Sở Y tế"), 1);
        assert_eq!(lines("một\nhai\n\nbốn"), 4);
        assert_eq!(lines(&"x".repeat(100)), 10);
        // Exactly wide enough for each half; a little less takes one line more.
        let halves =
            ["Ủy ban nhân dân", "phường An Trung"].map(|half| fonts::width(half, 12.0, Weight::Regular));
        let room = halves[0].max(halves[1]) + 0.01;
        let name = "Ủy ban nhân dân phường An Trung";
        assert_eq!(count(name, 12.0, Weight::Regular, room), 2);
        assert_eq!(count(name, 12.0, Weight::Regular, room - 0.1), 3);
    }

    #[test]
    fn a_reference_is_broken_before_its_author() {
        let look = Style::AnnexReference.look();
        let reference =
            "(Kèm theo Công văn số 18/TBANM-CAT ngày 25 tháng 8 năm 2026 của Tiểu ban An ninh mạng)";
        let lines = broken(reference, &look, 460.0);
        assert_eq!(lines.lines().nth(1), Some("của Tiểu ban An ninh mạng)"));
    }

    #[test]
    fn other_texts_are_balanced_without_parting_compounds() {
        let look = Style::Summary.look();
        let text =
            "Kết quả tự kiểm tra việc chấp hành quy định về bảo vệ bí mật nhà nước và bảo đảm an ninh mạng";
        let lines = broken(text, &look, 460.0);
        let widths: Vec<f64> =
            lines.lines().map(|line| fonts::width(line, look.size, look.weight())).collect();
        assert_eq!(widths.len(), 2, "{lines}");
        assert!((widths[0] - widths[1]).abs() < 120.0, "{widths:?}");
        for compound in ["bảo vệ", "bí mật", "nhà nước", "bảo đảm", "an ninh"] {
            assert!(lines.contains(compound), "{compound} is parted in {lines}");
        }
        assert_eq!(lines.replace('\n', " "), text);
    }
}
