//! Prefetch files, written here: one program with what Windows keeps of it, in every
//! layout. Not here: what is read of them.

use crate::built::utf16;
use crate::packer::pack;
use crate::regedit::filetime;

pub struct Launched {
    pub version: u32,
    /// The second layout of version 30, which 31 has always.
    pub short: bool,
    pub name: &'static str,
    pub hash: u32,
    pub runs: u32,
    pub last_runs: Vec<&'static str>,
    pub names: Vec<String>,
    /// Device, number, when it was made.
    pub volumes: Vec<(&'static str, u32, Option<&'static str>)>,
}

impl Launched {
    pub fn bytes(&self) -> Vec<u8> {
        let (information, volume, last_run, runs) = match (self.version, self.short) {
            (17, _) => (68, 40, 120, 144),
            (23, _) => (156, 104, 128, 152),
            (26, _) => (224, 104, 128, 208),
            (_, false) => (220, 96, 128, 208),
            (_, true) => (212, 96, 128, 200),
        };
        let metrics = 84 + information;
        // What was opened and how: one entry of each, or others take it for no file.
        let chains = metrics + if self.version == 17 { 20 } else { 32 };
        let chain = if self.version >= 30 { 8 } else { 12 };
        let mut bytes = vec![0; chains + chain];
        let names: Vec<u8> = self.names.iter().flat_map(|name| utf16(name)).collect();
        let names_at = bytes.len();
        bytes.extend(&names);
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        let volumes_at = bytes.len();
        let mut head = vec![0; volume * self.volumes.len()];
        let mut texts = Vec::new();
        for (number, (device, serial, created)) in self.volumes.iter().enumerate() {
            let at = number * volume;
            let text_at = (head.len() + texts.len()) as u32;
            texts.extend(utf16(device));
            put(&mut head, at, &text_at.to_le_bytes());
            put(&mut head, at + 4, &(device.encode_utf16().count() as u32).to_le_bytes());
            put(&mut head, at + 8, &created.map_or(vec![0; 8], filetime));
            put(&mut head, at + 16, &serial.to_le_bytes());
        }
        head.extend(texts);
        bytes.extend(&head);
        put(&mut bytes, 0, &self.version.to_le_bytes());
        put(&mut bytes, 4, b"SCCA");
        let length = bytes.len() as u32;
        put(&mut bytes, 12, &length.to_le_bytes());
        put(&mut bytes, 16, &utf16(self.name));
        put(&mut bytes, 76, &self.hash.to_le_bytes());
        for (at, number) in [
            (84, metrics),
            (88, 1),
            (92, chains),
            (96, 1),
            (100, names_at),
            (104, names.len()),
            (108, volumes_at),
            (112, self.volumes.len()),
            (116, head.len()),
        ] {
            put(&mut bytes, at, &(number as u32).to_le_bytes());
        }
        for (number, time) in self.last_runs.iter().enumerate() {
            put(&mut bytes, last_run + number * 8, &filetime(time));
        }
        put(&mut bytes, runs, &self.runs.to_le_bytes());
        bytes
    }

    /// As Windows 10 keeps it.
    pub fn packed(&self) -> Vec<u8> {
        let plain = self.bytes();
        let mut bytes = b"MAM\x04".to_vec();
        bytes.extend((plain.len() as u32).to_le_bytes());
        bytes.extend(pack(&plain));
        bytes
    }
}

fn put(bytes: &mut [u8], at: usize, part: &[u8]) {
    bytes[at..at + part.len()].copy_from_slice(part);
}

pub const WINDOWS: &str = r"\VOLUME{01d1217a9c4c6779-8c9f49ec}";
pub const STICK: &str = r"\VOLUME{0000000000000000-1a2b3c4d}";

/// A program that was started from a stick.
pub fn from_stick(version: u32, short: bool) -> Launched {
    Launched {
        version,
        short,
        name: "ULTRAVIEWER_DESKTOP.EXE",
        hash: 0x89AB_CDEF,
        runs: 12,
        last_runs: vec!["2026-03-01T02:03:04.5Z", "2026-02-01T00:00:00Z"],
        names: vec![
            format!(r"{WINDOWS}\WINDOWS\SYSTEM32\NTDLL.DLL"),
            format!(r"{STICK}\CONG CU\ULTRAVIEWER_DESKTOP.EXE"),
            format!(r"{WINDOWS}\USERS\CANBO\DOCUMENTS\KE HOACH.DOCX"),
        ],
        volumes: vec![
            (STICK, 0x1A2B_3C4D, None),
            (WINDOWS, 0x8C9F_49EC, Some("2015-11-17T20:57:46.2434681Z")),
        ],
    }
}
