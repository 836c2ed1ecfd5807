//! Charts of bars: plain data with its words, one shape for every renderer. How bars
//! are drawn is the renderers' affair; no table's numbers stand only in a chart.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::dates;
use crate::words::Words;

/// Bars over one scale that begins at nought.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows; printed above as a caption.
    pub title: String,
    /// What the scale counts: "Số lượt".
    pub unit: String,
    /// Upright or lying.
    pub stand: BarStand,
    /// What the values are of; a second name stands for the values stacked on them.
    pub series: Vec<String>,
    /// The bars in their order.
    pub bars: Vec<Bar>,
    /// Decimals of the values.
    pub places: u8,
    /// The chart in words, for those who do not see it.
    pub alt: String,
}

/// How bars stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BarStand {
    /// Side by side: times.
    Upright,
    /// Below each other, each with its value: names.
    Lying,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is.
    pub value: f64,
    /// What is stacked on it.
    pub second: Option<f64>,
}

/// The colours of the values, by how many there are; told apart in grey print too.
const ONE: [&str; 1] = ["0b6070"];
const TWO: [&str; 2] = ["a5c4c9", "9a1b10"];
/// More letters than this do not stand side by side below the bars.
const MOST_LEVEL_LETTERS: usize = 90;
/// Lines of the scale, at most.
const MOST_STEPS: f64 = 5.0;

impl Chart {
    /// The values of the series `place`.
    pub fn values(&self, place: usize) -> impl Iterator<Item = f64> + '_ {
        self.bars.iter().map(move |bar| if place == 0 { bar.value } else { bar.second.unwrap_or(0.0) })
    }

    /// The colour of the series `place`, as six hexadecimal digits.
    pub fn colour(&self, place: usize) -> &'static str {
        let colours = if self.series.len() > 1 { TWO.as_slice() } else { ONE.as_slice() };
        colours.get(place).copied().unwrap_or(ONE[0])
    }

    /// A value as it is printed.
    pub fn told(&self, value: f64) -> String {
        dates::decimal(value, self.places)
    }

    /// The marks of the scale: round numbers from nought to the longest bar or above.
    pub fn scale(&self) -> Vec<f64> {
        let longest = self
            .bars
            .iter()
            .map(|bar| bar.value + bar.second.unwrap_or(0.0))
            .filter(|length| length.is_finite())
            .fold(0.0, f64::max);
        let least = 10_f64.powi(-i32::from(self.places));
        let rough = (longest / MOST_STEPS).max(least);
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|round| round * power)
            .find(|step| *step >= rough * 0.999)
            .unwrap_or(rough);
        let steps = (longest / step - 0.001).ceil().max(1.0) as u32;
        (0..=steps).map(|mark| f64::from(mark) * step).collect()
    }

    /// A mark of the scale as it is printed.
    pub fn mark(&self, mark: f64) -> String {
        dates::decimal(mark, if self.scale_is_whole() { 0 } else { self.places })
    }

    /// Every mark of the scale is a whole number.
    pub(crate) fn scale_is_whole(&self) -> bool {
        self.scale().iter().all(|mark| mark.fract() == 0.0)
    }

    /// Labels of upright bars stand on end where there is no room for them side by side.
    pub fn labels_on_end(&self) -> bool {
        let longest = self.bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
        self.stand == BarStand::Upright && self.bars.len() * (longest + 1) > MOST_LEVEL_LETTERS
    }

    /// Its words made fit for print.
    pub(crate) fn clean(mut self) -> Self {
        let texts = [&mut self.title, &mut self.unit, &mut self.alt].into_iter();
        for text in texts.chain(&mut self.series).chain(self.bars.iter_mut().map(|bar| &mut bar.label)) {
            *text = Words::new(text).as_str().replace('\n', " ");
        }
        for bar in &mut self.bars {
            bar.value = length(bar.value);
            bar.second = bar.second.map(length);
        }
        self.series.truncate(TWO.len());
        self
    }

    pub(crate) fn text_bytes(&self) -> usize {
        let labels: usize = self.bars.iter().map(|bar| bar.label.len()).sum();
        self.alt.len() + labels
    }
}

/// With all that is reckoned from it, for the template, which reckons nothing.
impl Serialize for Chart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let colours: Vec<&str> = (0..self.series.len()).map(|place| self.colour(place)).collect();
        let marks = self.scale();
        let told: Vec<String> = marks.iter().map(|mark| self.mark(*mark)).collect();
        let values: Vec<String> = self.values(0).map(|value| self.told(value)).collect();
        let mut chart = serializer.serialize_struct("Chart", 10)?;
        chart.serialize_field("unit", &self.unit)?;
        chart.serialize_field("stand", &self.stand)?;
        chart.serialize_field("series", &self.series)?;
        chart.serialize_field("colours", &colours)?;
        chart.serialize_field("bars", &self.bars)?;
        chart.serialize_field("values", &values)?;
        chart.serialize_field("marks", &marks)?;
        chart.serialize_field("told", &told)?;
        chart.serialize_field("on-end", &self.labels_on_end())?;
        chart.serialize_field("alt", &self.alt)?;
        chart.end()
    }
}

/// No bar is shorter than nothing.
fn length(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], places: u8) -> Chart {
        let bar = |value: &f64| Bar { label: "x".to_owned(), value: *value, second: None };
        Chart {
            title: String::new(),
            unit: String::new(),
            stand: BarStand::Upright,
            series: vec![String::new()],
            bars: values.iter().map(bar).collect(),
            places,
            alt: String::new(),
        }
    }

    #[test]
    fn the_scale_is_round_and_holds_the_longest_bar() {
        assert_eq!(of(&[3.0, 437.0], 0).scale(), [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]);
        assert_eq!(of(&[100.0], 0).scale(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(of(&[2.0], 0).scale(), [0.0, 1.0, 2.0]);
        assert_eq!(of(&[], 0).scale(), [0.0, 1.0]);
        assert_eq!(of(&[0.0, 0.0], 1).scale().len(), 2);
        let marks = of(&[7.3], 1).scale();
        assert!(marks.last().is_some_and(|last| *last >= 7.3) && marks.len() <= 6, "{marks:?}");
    }

    #[test]
    fn what_is_no_length_is_none() {
        let cleaned = of(&[f64::NAN, -3.0, f64::INFINITY, 2.0], 0).clean();
        assert_eq!(cleaned.values(0).collect::<Vec<_>>(), [0.0, 0.0, 0.0, 2.0]);
    }
}
