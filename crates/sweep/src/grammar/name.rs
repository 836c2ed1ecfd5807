//! File names: the whole words "tối mật" or "tuyệt mật", with marks or without.

use super::form::{self, Quality};
use crate::marking::{Level, Writing};

/// Letters of a name that are looked at.
const NAME: usize = 1_000;

/// The level a file's name says. A lone "mật" says nothing.
pub(super) fn level(name: &str) -> Option<(Level, Writing)> {
    let short: String = name.chars().take(NAME).collect();
    form::readings(&short, None).into_iter().find_map(|reading| {
        // VIQR marks are too common in names to be read as such.
        if reading.writing == Writing::Viqr {
            return None;
        }
        let words = words(&reading.text);
        let pairs = words.windows(2).map(<[String]>::concat);
        let found = pairs.chain(words.iter().cloned()).filter_map(|letters| form::level(&letters));
        let whole =
            |(level, quality): &(Level, Quality)| *level > Level::Mat && *quality >= Quality::Unaccented;
        let (level, quality) = found.filter(whole).max()?;
        Some((level, if quality == Quality::Exact { reading.writing } else { Writing::Unaccented }))
    })
}

/// The words of a name in small letters; "ToiMat" is two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_lowercase();
        if !letter.is_alphabetic() || begins {
            words.push(String::new());
        }
        if letter.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}
