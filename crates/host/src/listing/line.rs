//! One line of a list → what it is. No word of any language is needed: lines are told
//! apart by how `dir`, PowerShell and `find` lay them out.
//!
//! Not here: what a name means (`notice`).

use super::clock::{Half, Printed, date, half, time};

/// `dir` gives this much room to what stands before a folder's name.
const TAG: usize = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'l> {
    /// What follows stands in this folder.
    Folder(&'l [u8]),
    Entry(Entry<'l>),
    /// A whole path: of `dir /b`, of `find`.
    Path(Entry<'l>),
    Volume {
        letter: u8,
        label: Option<&'l [u8]>,
    },
    Serial(u32),
    /// `5 File(s)  1234 bytes`: ends a folder, and two of them a list.
    Counted,
    Nothing,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'l> {
    pub name: &'l [u8],
    /// `None`: a bare path does not say.
    pub folder: Option<bool>,
    pub size: Option<u64>,
    pub modified: Option<Stamp>,
    pub form: super::Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Printed(Printed),
    /// Seconds since 1970, UTC.
    Seconds(i64),
}

impl<'l> Line<'l> {
    pub fn of(line: &'l [u8]) -> Self {
        match line {
            [] => Line::Nothing,
            [b'0'..=b'9', ..] => dir_entry(line).map_or(Line::Unknown, Line::Entry),
            [b'A'..=b'Z' | b'a'..=b'z', b':', b'\\', ..] | [b'/', ..] | [b'\\', b'\\', ..] => bare(line),
            [kind, b'\t', ..] if b"fdlbcpsDUN".contains(kind) => {
                found(line).map_or(Line::Unknown, Line::Path)
            }
            [b'd' | b'-' | b'l', ..] => power_entry(line).map_or_else(|| heading(line), Line::Entry),
            [b' ', ..] => spoken(line),
            _ => heading(line),
        }
    }
}

fn heading(line: &[u8]) -> Line<'_> {
    // PowerShell's own heads of columns, in every language underlined.
    if line.starts_with(b"Mode ") || line.starts_with(b"----") || line.iter().all(u8::is_ascii_whitespace) {
        return Line::Nothing;
    }
    Line::Unknown
}

fn bare(line: &[u8]) -> Line<'_> {
    Line::Path(Entry { name: line, folder: None, size: None, modified: None, form: super::Form::Paths })
}

/// `27/11/2026  04:13 SA    <DIR>          Users`, `…             1234 a.txt`.
fn dir_entry(line: &[u8]) -> Option<Entry<'_>> {
    let (stamp, rest) = stamp(line)?;
    let (size, name, folder) = if rest.first() == Some(&b'<') {
        let close = memchr::memchr(b'>', rest.get(..TAG.min(rest.len()))?)?;
        let after = rest.get(close + 1..)?;
        let padded = rest.get(..TAG).is_some_and(|tag| tag[close + 1..].iter().all(|byte| *byte == b' '));
        let name = if padded { rest.get(TAG..)? } else { without_spaces(after) };
        let tag = &rest[1..close];
        // What a link points to stands after its name.
        let linked = !tag.eq_ignore_ascii_case(b"DIR");
        let name = if linked { name.rsplitn(2, |byte| *byte == b'[').last()?.trim_ascii_end() } else { name };
        (None, name, !tag.eq_ignore_ascii_case(b"SYMLINK"))
    } else {
        let (size, name) = size(rest)?;
        (Some(size), name, false)
    };
    let form = super::Form::Dir;
    (!name.is_empty()).then_some(Entry {
        name,
        folder: Some(folder),
        size,
        modified: Some(Stamp::Printed(stamp)),
        form,
    })
}

/// `d-----        11/27/2026   4:13 AM                Users`.
fn power_entry(line: &[u8]) -> Option<Entry<'_>> {
    let end = memchr::memchr(b' ', line)?;
    let mode = &line[..end];
    let letters = (5..=7).contains(&mode.len()) && mode.iter().all(|byte| b"darhsl-".contains(byte));
    if !letters {
        return None;
    }
    let (stamp, rest) = stamp(without_spaces(&line[end..]))?;
    let folder = mode[0] == b'd' || (mode[0] == b'l' && !rest.first().is_some_and(u8::is_ascii_digit));
    let (size, name) =
        if folder { (None, rest) } else { size(rest).map(|(size, name)| (Some(size), name))? };
    let form = super::Form::PowerShell;
    (!name.is_empty()).then_some(Entry {
        name,
        folder: Some(folder),
        size,
        modified: Some(Stamp::Printed(stamp)),
        form,
    })
}

/// `f<tab>1234<tab>1700000000.5<tab>/path`: `find -printf '%y\t%s\t%T@\t%p\n'`.
fn found(line: &[u8]) -> Option<Entry<'_>> {
    let mut parts = line.splitn(4, |byte| *byte == b'\t');
    let kind = *parts.next()?.first()?;
    let size = digits(parts.next()?)?;
    let seconds = parts.next()?.split(|byte| *byte == b'.').next()?;
    let seconds = i64::try_from(digits(seconds)?).ok()?;
    let name = parts.next()?;
    (!name.is_empty()).then_some(Entry {
        name,
        folder: Some(kind == b'd'),
        size: (kind == b'f').then_some(size),
        modified: Some(Stamp::Seconds(seconds)),
        form: super::Form::Find,
    })
}

/// What begins with a space: a folder's head, the volume, counts.
fn spoken(line: &[u8]) -> Line<'_> {
    let text = line.trim_ascii();
    if text.is_empty() {
        return Line::Nothing;
    }
    if let Some(path) = path_within(line) {
        return Line::Folder(path);
    }
    if let Some(serial) = serial(text) {
        return Line::Serial(serial);
    }
    // "5 File(s)", in any language: a number and words.
    if line.starts_with(b"   ") && text[0].is_ascii_digit() {
        return Line::Counted;
    }
    match volume(text) {
        Some((letter, label)) => Line::Volume { letter, label },
        // "Total Files Listed:", in any language.
        None if text.ends_with(b":") => Line::Nothing,
        None => Line::Unknown,
    }
}

/// A path at the end of a head: ` Directory of C:\Users`, ` Thư mục của C:\Users`.
fn path_within(line: &[u8]) -> Option<&[u8]> {
    let at = memchr::memmem::find(line, b":\\").filter(|at| *at >= 2);
    let of_drive =
        at.filter(|at| line[at - 1].is_ascii_alphabetic() && line[at - 2] == b' ').map(|at| at - 1);
    let at = of_drive.or_else(|| memchr::memmem::find(line, b" \\\\").map(|at| at + 1))?;
    Some(line[at..].trim_ascii_end())
}

/// `Volume Serial Number is 1A2B-3C4D`.
fn serial(text: &[u8]) -> Option<u32> {
    let end = text.get(text.len().checked_sub(9)?..)?;
    let hex = |byte: &u8| byte.is_ascii_hexdigit();
    if end[4] != b'-' || !end[..4].iter().all(hex) || !end[5..].iter().all(hex) {
        return None;
    }
    let digits = [&end[..4], &end[5..]].concat();
    u32::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()
}

/// `Volume in drive C is WINDOWS`: a single capital, a word, the label; without a label
/// other words follow, which end with a point.
fn volume(text: &[u8]) -> Option<(u8, Option<&[u8]>)> {
    let at = text
        .windows(3)
        .position(|three| three[0] == b' ' && three[1].is_ascii_uppercase() && three[2] == b' ')?;
    let rest = text.get(at + 3..)?.trim_ascii_start();
    let mut words = rest.splitn(2, |byte| *byte == b' ');
    let is = words.next().is_some_and(|word| word == b"is" || word == "là".as_bytes() || word == b"l\xE0");
    let label = words.next().map(<[u8]>::trim_ascii).filter(|label| is && !label.is_empty());
    Some((text[at + 1], label))
}

/// Day and hour, and what follows.
fn stamp(line: &[u8]) -> Option<(Printed, &[u8])> {
    let (token, rest) = token(line)?;
    let date = date(token)?;
    let (token, rest) = self::token(rest)?;
    let (hour, minute) = time(token)?;
    // An hour may have its half at once after it: `04:13a`.
    let mut half_of = token.get(token.len() - 1..).map_or(Half::None, half);
    let mut rest = rest;
    let word = rest.first().is_some_and(|byte| !byte.is_ascii_digit() && *byte != b'<');
    if let Some((word, after)) = self::token(rest).filter(|_| word) {
        // A word of a name stands here where PowerShell lists a folder.
        if matches!(word.to_ascii_uppercase().as_slice(), b"AM" | b"PM" | b"SA" | b"CH" | b"A.M." | b"P.M.") {
            half_of = half(word);
            rest = after;
        } else if after.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'<') && word.len() <= 8
        {
            rest = after;
        }
    }
    Some((Printed { date, hour, minute, half: half_of }, rest))
}

/// What stands before the next space, and what follows the spaces.
fn token(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b' ', line)?;
    Some((&line[..end], without_spaces(&line[end..])))
}

fn without_spaces(line: &[u8]) -> &[u8] {
    &line[line.iter().take_while(|byte| **byte == b' ').count()..]
}

/// A size, in groups or not, and the name one space after it.
fn size(line: &[u8]) -> Option<(u64, &[u8])> {
    let end = memchr::memchr(b' ', line)?;
    let mut size = 0_u64;
    for byte in &line[..end] {
        match byte {
            b'0'..=b'9' => size = size.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?,
            // Points, commas and narrow spaces of any encoding.
            b',' | b'.' | 0x80.. => {}
            _ => return None,
        }
    }
    line[0].is_ascii_digit().then(|| (size, &line[end + 1..]))
}

fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 19 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::*;

    fn entry(line: &str) -> (String, Option<bool>, Option<u64>, Form) {
        match Line::of(line.as_bytes()) {
            Line::Entry(entry) | Line::Path(entry) => {
                (String::from_utf8_lossy(entry.name).into_owned(), entry.folder, entry.size, entry.form)
            }
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn entries_are_read_in_every_layout() {
        for (line, name, folder, size, form) in [
            ("11/27/2026  04:13 AM    <DIR>          Users", "Users", Some(true), None, Form::Dir),
            ("27/11/2026  04:13 SA    <DIR>          Tài liệu", "Tài liệu", Some(true), None, Form::Dir),
            ("27/11/2026  04:13             1.234 a b.txt", "a b.txt", Some(false), Some(1_234), Form::Dir),
            (
                "2026-11-27  04:13             12345 12 a.txt",
                "12 a.txt",
                Some(false),
                Some(12_345),
                Form::Dir,
            ),
            (
                "11/27/2026  04:13 PM         1,234,567 x.iso",
                "x.iso",
                Some(false),
                Some(1_234_567),
                Form::Dir,
            ),
            (
                r"11/27/2026  04:13 AM    <JUNCTION>     Documents and Settings [C:\Users]",
                "Documents and Settings",
                Some(true),
                None,
                Form::Dir,
            ),
            (
                "d-----        11/27/2026   4:13 AM                2024 so lieu",
                "2024 so lieu",
                Some(true),
                None,
                Form::PowerShell,
            ),
            (
                "-a----        27/11/2026     16:13           1234 a b.txt",
                "a b.txt",
                Some(false),
                Some(1_234),
                Form::PowerShell,
            ),
            (
                "d----        27/11/2026     16:13            Users",
                "Users",
                Some(true),
                None,
                Form::PowerShell,
            ),
            (r"C:\Users\a b.txt", r"C:\Users\a b.txt", None, None, Form::Paths),
            ("f\t12\t1700000000.123\t/home/a b", "/home/a b", Some(false), Some(12), Form::Find),
            ("d\t4096\t1700000000\t/home", "/home", Some(true), None, Form::Find),
        ] {
            assert_eq!(entry(line), (name.to_owned(), folder, size, form), "{line}");
        }
    }

    #[test]
    fn heads_counts_and_volumes_are_told_apart_without_their_words() {
        for (line, wanted) in [
            (r" Directory of C:\Users", Line::Folder(br"C:\Users")),
            (r" Thư mục của D:\a b", Line::Folder(br"D:\a b")),
            (r"    Directory: C:\Users\x", Line::Folder(br"C:\Users\x")),
            (r" Directory of \\may-chu\chung", Line::Folder(br"\\may-chu\chung")),
            (" Volume in drive C is WINDOWS 10", Line::Volume { letter: b'C', label: Some(b"WINDOWS 10") }),
            (" Volume in drive D has no label.", Line::Volume { letter: b'D', label: None }),
            (" Ổ đĩa trong ổ C là DU LIEU", Line::Volume { letter: b'C', label: Some(b"DU LIEU") }),
            (" Volume Serial Number is 1A2B-3C4D", Line::Serial(0x1A2B_3C4D)),
            (" Số sê-ri ổ đĩa là 0000-00FF", Line::Serial(0xFF)),
            ("               5 File(s)         12,345 bytes", Line::Counted),
            ("               2 Dir(s)  123,456,789 bytes free", Line::Counted),
            ("     Total Files Listed:", Line::Nothing),
            ("Mode                LastWriteTime         Length Name", Line::Nothing),
            ("----                -------------         ------ ----", Line::Nothing),
            ("", Line::Nothing),
            ("File Not Found", Line::Unknown),
            ("99 bottles", Line::Unknown),
        ] {
            assert_eq!(Line::of(line.as_bytes()), wanted, "{line}");
        }
    }
}
