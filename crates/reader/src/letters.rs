//! Letters: cleaning what files hold into NFC Vietnamese, and folding it to
//! plain lower-case ASCII for matching. Not here: words and lines (`line`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Cyrillic and Greek letters that look like Latin ones, as scanners and some
/// keyboards leave them in Vietnamese words.
const LOOK_ALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
    ('у', 'y'),
    ('і', 'i'),
    ('ѕ', 's'),
    ('ј', 'j'),
    ('һ', 'h'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ѕ', 'S'),
    ('Ј', 'J'),
    ('У', 'Y'),
    ('ο', 'o'),
    ('α', 'a'),
    ('ν', 'v'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Χ', 'X'),
    ('Υ', 'Y'),
];

/// What cleaning did to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub text: String,
    /// Look-alike letters were replaced.
    pub look_alikes: bool,
}

/// NFC; invisible characters dropped; odd spaces made plain; look-alike
/// letters inside Latin words made Latin. Runs of spaces are kept: a column
/// layout may hang on them.
pub(crate) fn clean(raw: &str) -> Cleaned {
    let mut text = String::with_capacity(raw.len());
    // Before composing: a look-alike with a Vietnamese mark must not become a
    // letter of its own script.
    let (mended, look_alikes) = if raw.chars().any(is_look_alike) {
        mend_look_alikes(&raw.nfd().collect::<String>())
    } else {
        (String::new(), false)
    };
    let lettered = if look_alikes { mended.as_str() } else { raw };
    let digits = mend_digits(lettered);
    let look_alikes = look_alikes || digits.is_some();
    for c in digits.as_deref().unwrap_or(lettered).nfc() {
        match c {
            '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}'
            | '\u{FFFC}' => {}
            '\t' => text.push_str("    "),
            c if c.is_whitespace() => text.push(' '),
            // Eth and African D stand in for Đ in old fonts and scans.
            '\u{00D0}' | '\u{0189}' => text.push('Đ'),
            '\u{00F0}' | '\u{0256}' => text.push('đ'),
            // Symbol-font bullets.
            '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F0FC}' => text.push('•'),
            '\u{F02D}' => text.push('-'),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    Cleaned { text, look_alikes }
}

fn is_look_alike(c: char) -> bool {
    ('\u{0370}'..='\u{04FF}').contains(&c) && LOOK_ALIKES.iter().any(|(from, _)| *from == c)
}

/// Only words that also hold Latin letters, or only look-alikes next to Latin
/// words, are changed: a whole word of another script stays.
fn mend_look_alikes(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    for word in text.split_inclusive(' ') {
        let latin = word.chars().any(|c| c.is_alphabetic() && !('\u{0370}'..='\u{04FF}').contains(&c));
        let foreign = word.chars().any(|c| ('\u{0370}'..='\u{04FF}').contains(&c) && !is_look_alike(c));
        if foreign || (!latin && word.chars().filter(|c| c.is_alphabetic()).count() > 1) {
            out.push_str(word);
            continue;
        }
        for c in word.chars() {
            match LOOK_ALIKES.iter().find(|(from, _)| *from == c) {
                Some((_, to)) => {
                    changed = true;
                    out.push(*to);
                }
                None => out.push(c),
            }
        }
    }
    (out, changed)
}

/// Letters that scans put for digits inside numbers: "l5/5/2O26", "Số: l42".
/// Only whole numbers of dates, document numbers and counts are mended; none
/// when there is nothing to mend.
fn mend_digits(text: &str) -> Option<String> {
    let odd = |c: char| matches!(c, 'l' | 'I' | 'O' | 'o');
    if !text.chars().any(|c| c.is_ascii_digit()) || !text.contains(odd) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    let mut changed = false;
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_alphanumeric() {
            at += 1;
            continue;
        }
        let end = (at..chars.len()).find(|next| !chars[*next].is_alphanumeric()).unwrap_or(chars.len());
        let part = &chars[at..end];
        let digits = part.iter().filter(|c| c.is_ascii_digit()).count();
        let numeric = digits > 0 && digits < part.len() && part.iter().all(|c| c.is_ascii_digit() || odd(*c));
        let near =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| matches!(c, '/' | '-'));
        if numeric && part.len() <= 5 {
            let before: String = chars[at.saturating_sub(8)..at].iter().collect();
            let before = fold(&before);
            let named = ["ngay", "thang", "nam", "so", "quy", "dieu", "truoc"]
                .iter()
                .any(|word| before.trim_end_matches([' ', ':', '.']).ends_with(word));
            if named || digits >= 2 || near(at.checked_sub(1)) || near(Some(end)) {
                for place in &mut out[at..end] {
                    *place = match *place {
                        'l' | 'I' => '1',
                        'O' | 'o' => '0',
                        c => c,
                    };
                }
                changed = true;
            }
        }
        at = end;
    }
    changed.then(|| out.into_iter().collect())
}

/// One character folded to one ASCII byte: no accents, lower case, typographic
/// marks made plain. Folded text therefore has one byte per character.
pub(crate) fn fold_char(c: char) -> u8 {
    if c.is_ascii() {
        return (c as u8).to_ascii_lowercase();
    }
    match c {
        'đ' | 'Đ' => return b'd',
        '–' | '—' | '‐' | '‑' | '‒' | '−' | '―' => return b'-',
        '“' | '”' | '„' | '«' | '»' | '″' => return b'"',
        '‘' | '’' | '′' | '`' | '´' => return b'\'',
        '…' => return b'.',
        '•' | '●' | '○' | '▪' | '■' | '◦' | '·' | '∙' | '➢' | '►' | '❖' | '✓' => {
            return b'*';
        }
        c if c.is_whitespace() => return b' ',
        _ => {}
    }
    let mut first = None;
    decompose_canonical(c, |part| {
        if first.is_none() {
            first = Some(part);
        }
    });
    match first {
        Some(base) if base.is_ascii() => (base as u8).to_ascii_lowercase(),
        _ => b'?',
    }
}

/// A text folded as a whole.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(|c| fold_char(c) as char).collect()
}

/// Folded, with everything but letters and digits made single spaces: the form
/// in which names are compared.
pub(crate) fn fold_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let folded = fold_char(c) as char;
        if folded.is_ascii_alphanumeric() {
            out.push(folded);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether the letters of a text are capitals (a few small ones are forgiven,
/// as scans misread them).
pub(crate) fn is_capitals(text: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for c in text.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    upper >= 2 && lower * 8 <= upper
}

/// Whether a word bears Vietnamese marks.
pub(crate) fn has_marks(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

/// Small letters, keeping marks.
pub(crate) fn lower(text: &str) -> String {
    text.to_lowercase().nfc().collect()
}
