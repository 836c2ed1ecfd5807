//! Where in a computer a folder is, and how the bytes of its name are written.
//!
//! Not here: reading lines (`line`).

use encoding_rs::WINDOWS_1258;

/// The upper half of code page 437, which English systems print by.
const PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Below which of the system's folders something stands.
pub(super) fn under(folder: &[u8]) -> &'static str {
    let below = match folder {
        [_, b':', b'\\', rest @ ..] => rest,
        _ => folder,
    };
    let starts = |name: &str| {
        below.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
            && matches!(below.get(name.len()), None | Some(b'\\'))
    };
    if starts("windows") {
        "windows"
    } else if starts("program files") || starts("program files (x86)") {
        "program_files"
    } else if starts("users") || starts("documents and settings") {
        "users"
    } else {
        "other"
    }
}

/// The drive: a letter with its colon, a share's computer, the root of a Unix.
pub(super) fn drive(path: &[u8]) -> String {
    match path {
        [letter, b':', ..] => format!("{}:", char::from(letter.to_ascii_uppercase())),
        [b'\\', b'\\', rest @ ..] => {
            let host = rest.split(|byte| *byte == b'\\').next().unwrap_or_default();
            format!(r"\\{}", text(host).to_lowercase())
        }
        _ => "/".to_owned(),
    }
}

/// Folder and name of a path; the folder of a drive's root ends with its backslash.
pub(super) fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memrchr2(b'\\', b'/', path) {
        Some(at) if at <= 2 => (&path[..=at], &path[at + 1..]),
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (&[], path),
    }
}

/// Whether a folder is the root of a drive.
pub(super) fn is_root(folder: &[u8]) -> bool {
    matches!(folder, [_, b':', b'\\'] | [_, b':'])
}

/// Bytes as text: UTF-8, else the code page they look like. In Vietnamese (1258)
/// letters stand in the upper half of the upper half, in English (437) in the lower.
pub(super) fn text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let low = bytes.iter().filter(|byte| (0x80..0xA8).contains(*byte)).count();
    let high = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    if high >= low {
        return WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned();
    }
    let upper: Vec<char> = PAGE_437.chars().collect();
    let letter = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(place) => upper.get(usize::from(place)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_are_told_by_where_their_letters_stand() {
        assert_eq!(PAGE_437.chars().count(), 128);
        assert_eq!(text("Tài liệu mật".as_bytes()), "Tài liệu mật");
        // "Tài" and "mật" in 1258: a letter and its mark.
        assert_eq!(text(b"T\xE0i m\xE2\xF2t"), "Tài mâ\u{323}t");
        assert_eq!(text(b"caf\x82"), "café");
    }

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(split(br"C:\a\b.txt"), (br"C:\a".as_slice(), b"b.txt".as_slice()));
        assert_eq!(split(br"C:\b.txt"), (br"C:\".as_slice(), b"b.txt".as_slice()));
        assert_eq!(split(b"/home/x"), (b"/home".as_slice(), b"x".as_slice()));
        assert_eq!(drive(br"c:\x"), "C:");
        assert_eq!(drive(br"\\May-Chu\chung"), r"\\may-chu");
        assert_eq!(under(br"C:\Program Files (x86)\A"), "program_files");
        assert_eq!(under(br"C:\WindowsApps"), "other");
        assert!(is_root(br"E:\") && !is_root(br"E:\a"));
    }
}
