//! Tags and text of XML and HTML, as far as they can be told apart.
//!
//! Never fails: a part that was cut off or damaged yields what is left of it
//! (docs/decisions/0011-own-readers-for-the-sweep.md). Not here: what the tags mean.

use std::borrow::Cow;

/// Characters of a reference between `&` and `;`.
const LONGEST_REFERENCE: usize = 12;

/// The letters of Latin-1 from U+00A0 on, as HTML 4 names them (section 24.2).
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Elements of HTML whose content is no text of the page.
const OPAQUE: [&str; 2] = ["script", "style"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    /// The element's name without its prefix.
    Close(&'a str),
    Text(&'a str),
    Comment(&'a str),
}

/// An opening tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Without its prefix.
    pub name: &'a str,
    pub attributes: &'a str,
    /// It closes itself.
    pub empty: bool,
}

impl Tag<'_> {
    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        self.all().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| unescape(value).0)
    }

    /// Attributes: names without prefix, values as written.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            loop {
                rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
                if rest.is_empty() {
                    return None;
                }
                let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
                let name = local(&rest[..end]);
                rest = rest[end..].trim_start();
                let Some(value) = rest.strip_prefix('=') else {
                    if end == 0 {
                        return None;
                    }
                    continue;
                };
                let value = value.trim_start();
                let (value, after) = match value.as_bytes().first() {
                    Some(quote @ (b'"' | b'\'')) => {
                        let inner = &value[1..];
                        let end = inner.find(char::from(*quote)).unwrap_or(inner.len());
                        (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                    }
                    _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
                };
                rest = after;
                return Some((name, value));
            }
        })
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// The tokens of a text.
pub(crate) fn tokens(source: &str, html: bool) -> Tokens<'_> {
    Tokens { rest: source, html, opaque: None }
}

pub(crate) struct Tokens<'a> {
    rest: &'a str,
    html: bool,
    /// The element whose content is skipped.
    opaque: Option<&'a str>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(name) = self.opaque.take() {
                self.skip_to_end_of(name);
            }
            if self.rest.is_empty() {
                return None;
            }
            let Some(start) = self.rest.find('<') else {
                return Some(Token::Text(std::mem::take(&mut self.rest)));
            };
            if start > 0 {
                let (text, rest) = self.rest.split_at(start);
                self.rest = rest;
                return Some(Token::Text(text));
            }
            if let Some(token) = self.tag() {
                return Some(token);
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// What begins at a `<`; nothing for declarations.
    fn tag(&mut self) -> Option<Token<'a>> {
        if let Some(rest) = self.rest.strip_prefix("<!--") {
            let (comment, rest) = rest.split_once("-->").unwrap_or((rest, ""));
            self.rest = rest;
            return Some(Token::Comment(comment));
        }
        if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
            let (text, rest) = rest.split_once("]]>").unwrap_or((rest, ""));
            self.rest = rest;
            return Some(Token::Text(text));
        }
        let second = self.rest[1..].chars().next();
        if !second.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_')) {
            // A lone sign, as in "a < b".
            let (text, rest) = self.rest.split_at(1);
            self.rest = rest;
            return Some(Token::Text(text));
        }
        let end = end_of_tag(self.rest);
        let inner = &self.rest[1..end];
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        if inner.starts_with(['!', '?']) {
            return None;
        }
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Token::Close(local(name.trim())));
        }
        let empty = inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let (name, attributes) =
            inner.split_at(inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len()));
        if self.html && !empty && OPAQUE.iter().any(|opaque| opaque.eq_ignore_ascii_case(name)) {
            self.opaque = Some(name);
        }
        Some(Token::Open(Tag { name: local(name), attributes, empty }))
    }

    fn skip_to_end_of(&mut self, name: &str) {
        let found = self.rest.match_indices("</").find(|(at, _)| {
            self.rest.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name))
        });
        self.rest = found.map_or("", |(at, _)| &self.rest[at..]);
    }
}

/// Where a tag's `>` stands, which may not be one inside a quoted value.
fn end_of_tag(source: &str) -> usize {
    let mut quote = None;
    let mut value = false;
    for (at, byte) in source.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), b'<') => break,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'>') => return at,
            (None, byte) => value = byte == b'=' || value && byte.is_ascii_whitespace(),
        }
    }
    // A quote that never ends: the next `>` closes.
    source.find('>').unwrap_or(source.len())
}

/// Text with its references replaced, and whether one of them was a letter
/// outside ASCII.
pub(crate) fn unescape(text: &str) -> (String, bool) {
    let Cow::Owned(found) = replaced(text) else { return (text.to_owned(), false) };
    let escaped = found.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count()
        > text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    (found, escaped)
}

fn replaced(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.char_indices().take(LONGEST_REFERENCE).find(|(_, c)| *c == ';').map(|(at, _)| at);
        if let Some((end, letter)) = end.and_then(|end| Some((end, reference(&rest[1..end])?))) {
            out.push(letter);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "ensp" | "emsp" | "thinsp" => Some(' '),
        _ => {
            let at = LATIN.iter().position(|known| *known == name)?;
            char::from_u32(0xA0 + at as u32)
        }
    }
}

/// A part of a package as text: by its byte order mark, else UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, skip)) => encoding.decode_without_bom_handling(&bytes[skip..]).0,
        None if bytes.starts_with(b"<\0") => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0,
        None if bytes.starts_with(b"\0<") => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            // Bytes of an old code in a part that says otherwise stay as they are.
            Err(_) if !has_letters_of_utf8(bytes) => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Err(_) => String::from_utf8_lossy(bytes),
        },
    }
}

/// Whether letters outside ASCII are in UTF-8 where they can be read.
fn has_letters_of_utf8(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_cut_off_yields_what_is_left() {
        let found: Vec<Token> = tokens("<w:p a=\"1\"><w:t>M&#7852;T</w:t></w:p", false).collect();
        assert_eq!(found.len(), 5);
        assert_eq!(found[2], Token::Text("M&#7852;T"));
        assert_eq!(unescape("M&#7852;T"), ("MẬT".to_owned(), true));
        assert_eq!(unescape("a &amp; b"), ("a & b".to_owned(), false));
    }

    #[test]
    fn attributes_are_found_by_their_local_name() {
        let tag = Tag { name: "p", attributes: " w:val=\"a > b\" c='d' e=f g", empty: false };
        assert_eq!(tag.attribute("val").as_deref(), Some("a > b"));
        assert_eq!(tag.attribute("c").as_deref(), Some("d"));
        assert_eq!(tag.attribute("e").as_deref(), Some("f"));
        assert_eq!(tag.attribute("g"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_and_ends(source in "[<>/a-c=\"' !&;#0-9-]{0,80}") {
            for html in [false, true] {
                for token in tokens(&source, html).take(500) {
                    if let Token::Open(tag) = token {
                        prop_assert!(tag.all().count() <= 80);
                    }
                }
                prop_assert!(tokens(&source, html).count() < 200);
            }
        }
    }
}
