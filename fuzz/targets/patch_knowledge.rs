//! The file of patch knowledge, and the definitions it is made from.
//!
//! First byte: 0 the file as it is; 1 its blocks, which are packed here, so that what
//! they hold is reached; 2 the definitions' table, which is put in its zip here; 3 the
//! zip as it is.

#![no_main]

use flate2::Compression;
use flate2::write::ZlibEncoder;
use host::patch::{Kb, Knowledge, Product, convert, missing};
use rasoat_fuzz::{build, fuzz, part, seed};
use std::collections::BTreeSet;
use std::io::Write as _;

fuzz!(seed::patch_knowledge, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    match choice % 4 {
        0 => load(data.to_vec()),
        1 => load(packed(data)),
        2 => load(converted(&build::package([
            ("CVEs_20260628.csv", data),
            ("Custom_20190321.csv", data.split(|byte| *byte == b'\n').next().unwrap_or_default()),
        ]))),
        _ => load(converted(data)),
    }
});

fn converted(zip: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = convert(zip, &mut bytes);
    bytes
}

/// The head, then blocks: their lengths and their packed bytes.
fn packed(data: &[u8]) -> Vec<u8> {
    let mut bytes = b"RSPATCH\n\x01\0".to_vec();
    for (number, (_, plain)) in part::parts(data).into_iter().enumerate() {
        if number == 0 {
            bytes.extend((plain.len() as u32).to_le_bytes());
            bytes.extend(plain);
            continue;
        }
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::none());
        packer.write_all(plain).expect("memory takes it");
        let packed = packer.finish().expect("memory takes it");
        bytes.extend((packed.len() as u32).to_le_bytes());
        bytes.extend((plain.len() as u32).to_le_bytes());
        bytes.extend(packed);
    }
    bytes
}

fn load(bytes: Vec<u8>) {
    let Ok(knowledge) = Knowledge::load(bytes) else { return };
    knowledge.head();
    for name in ["Windows Server 2019", "Windows 10 Version 22H2 for x64-based Systems"] {
        let installed = BTreeSet::from([Kb(4_000_001)]);
        let _ = missing(&Product::containing(name), &installed, &knowledge);
    }
}
