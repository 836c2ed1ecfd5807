//! Text of PowerPoint's binary presentations ([MS-PPT]): slides, notes, headers,
//! comments, WordArt, embedded objects.

use super::compound::{Compound, long, short, wide};
use super::{ole, package};
use crate::text::{Carrier, Gather, Unread};

/// Records of a presentation, and how deep they may be nested.
const RECORDS: usize = 4_000_000;
const DEEP: usize = 32;

pub(super) fn read(compound: &Compound, gather: &mut Gather) {
    // A current user whose token says so (2.3.2).
    let user = compound.stream("Current User").unwrap_or_default();
    if long(&user, 12) == 0xF3D1_C4DF {
        return gather.fail(Unread::Encrypted);
    }
    let bytes = compound.stream("PowerPoint Document").unwrap_or_default();
    let mut records = 0;
    walk(&bytes, Carrier::Slide, 0, &mut records, gather);
    gather.group = 0;
    gather.reading.pictures |= compound.has("Pictures");
    if records == 0 {
        gather.fail(Unread::Corrupt);
    }
}

fn walk(bytes: &[u8], carrier: Carrier, depth: usize, records: &mut usize, gather: &mut Gather) {
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 8) {
        *records += 1;
        if *records > RECORDS || depth > DEEP {
            return gather.fail(Unread::TooDeep);
        }
        let (version, kind) = (short(head, 0), short(head, 2));
        let length = long(head, 4) as usize;
        let end = (at + 8).saturating_add(length).min(bytes.len());
        let body = &bytes[at + 8..end];
        at = end;
        if version & 15 == 15 {
            let inner = match kind {
                0x03EE | 0x03F3 => {
                    gather.group += 1;
                    Carrier::Slide
                }
                0x03F0 => Carrier::SlideNotes,
                0x03F8 => Carrier::Header,
                // The list of slides, of masters, of notes.
                0x0FF0 => match version >> 4 {
                    1 => Carrier::Header,
                    2 => Carrier::SlideNotes,
                    _ => Carrier::Slide,
                },
                0x0FD9 => Carrier::Header,
                0x2EE0 => Carrier::Comment,
                0x2F14 => return gather.fail(Unread::Encrypted),
                // Fonts, colours, sounds.
                0x07D5 | 0x07E4 => continue,
                _ => carrier,
            };
            walk(body, inner, depth + 1, records, gather);
            continue;
        }
        // What newer versions add, comments among it, stands in blobs (2.3.23).
        if kind == 0x138B {
            walk(body, carrier, depth + 1, records, gather);
            continue;
        }
        atom(kind, version, body, carrier, gather);
    }
}

fn atom(kind: u16, version: u16, body: &[u8], carrier: Carrier, gather: &mut Gather) {
    let said = |text: String| text.replace(['\r', '\u{B}'], "\n");
    match kind {
        0x0FA0 => gather.text(carrier, said(wide(body))),
        0x0FA8 => gather.text(carrier, said(body.iter().map(|byte| char::from(*byte)).collect())),
        0x0FBA => {
            let carrier = match (carrier, version >> 4) {
                (Carrier::Header, 2) => Carrier::Footer,
                (carrier, _) => carrier,
            };
            gather.text(carrier, said(wide(body)));
        }
        0x03F3 => gather.group += 1,
        0xF00B => {
            let mut record = (version.to_le_bytes()).to_vec();
            record.extend(kind.to_le_bytes());
            record.extend((body.len() as u32).to_le_bytes());
            record.extend(body);
            ole::art(&record, gather);
        }
        // An embedded object, packed or not (2.10.34).
        0x1011 => {
            let unpacked = if version >> 4 == 1 {
                let packed = flate2::read::ZlibDecoder::new(body.get(4..).unwrap_or_default());
                package::bounded(packed, gather.limits.file_bytes.min(gather.left)).map(|(bytes, _)| bytes)
            } else {
                Ok(body.to_vec())
            };
            match unpacked {
                Ok(bytes) => {
                    gather.left = gather.left.saturating_sub(bytes.len() as u64);
                    gather.member("object", Ok(&bytes), true);
                }
                Err(reason) => gather.member("object", Err(reason), true),
            }
        }
        _ => {}
    }
}
