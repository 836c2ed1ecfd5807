//! Numbers of citizens, of which only the end can be read.

/// Digits of an identity card, old and new.
const CARD_DIGITS: [usize; 2] = [9, 12];
/// A shorter number is hidden whole.
const LEAST_TO_SHOW: usize = 7;
const SHOWN: usize = 3;

/// A citizen's number of which only the last three signs can be read.
pub fn masked_citizen(citizen: &str) -> String {
    let count = citizen.chars().count();
    let shown = if count < LEAST_TO_SHOW { 0 } else { SHOWN };
    let end: String = citizen.chars().skip(count - shown).collect();
    format!("•••{end}")
}

/// The holder of an account, whom some registers name by the number of a card.
pub(super) fn holder(holder: &str) -> String {
    let is_card = CARD_DIGITS.contains(&holder.len()) && holder.bytes().all(|digit| digit.is_ascii_digit());
    if is_card { masked_citizen(holder) } else { holder.to_owned() }
}

/// `text` with the citizen's number in it masked: some systems number dossiers by it.
pub(super) fn within(text: &str, citizen: &str) -> String {
    if citizen.chars().count() < LEAST_TO_SHOW {
        return text.to_owned();
    }
    text.replace(citizen, &masked_citizen(citizen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_shown_of_long_numbers_only() {
        assert_eq!(masked_citizen("001099001234"), "•••234");
        assert_eq!(masked_citizen("123456"), "•••");
        assert_eq!(masked_citizen(""), "•••");
        assert_eq!(masked_citizen("ééééééé"), "•••ééé");
        assert_eq!(holder("001099001234"), "•••234");
        assert_eq!(holder("CB-0123"), "CB-0123");
        assert_eq!(within("HS-001099001234-7", "001099001234"), "HS-•••234-7");
    }
}
