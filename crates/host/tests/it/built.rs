//! Hives made by hand, cell by cell: what no writer would write, and an empty one for
//! writers to fill.

/// Bytes of a segment of big data.
const SEGMENT: usize = 16_344;
pub const NOWHERE: u32 = u32::MAX;
/// 2026-01-02 03:04:05 UTC.
pub const WRITTEN: u64 = 134_117_966_450_000_000;

pub struct Built {
    bins: Vec<u8>,
}

impl Built {
    pub fn new() -> Self {
        let mut bins = b"hbin".to_vec();
        bins.resize(20, 0);
        bins.extend(WRITTEN.to_le_bytes());
        bins.resize(32, 0);
        Built { bins }
    }

    /// A cell with this in it; where it stands.
    pub fn cell(&mut self, data: &[u8]) -> u32 {
        let at = self.bins.len();
        let size = (data.len() + 4).next_multiple_of(8);
        self.bins.extend((-(size as i32)).to_le_bytes());
        self.bins.extend(data);
        self.bins.resize(at + size, 0);
        at as u32
    }

    pub fn list(&mut self, signature: [u8; 2], places: &[u32]) -> u32 {
        let mut data = signature.to_vec();
        data.extend((places.len() as u16).to_le_bytes());
        for place in places {
            data.extend(place.to_le_bytes());
            if signature != *b"li" && signature != *b"ri" {
                data.extend([0; 4]);
            }
        }
        self.cell(&data)
    }

    /// A key whose list of subkeys stands already; `count` is what it says of it.
    pub fn key_of(&mut self, name: &[u8], compressed: bool, count: u32, subkeys: u32, values: &[u32]) -> u32 {
        let list: Vec<u8> = values.iter().flat_map(|at| at.to_le_bytes()).collect();
        let list = if values.is_empty() { NOWHERE } else { self.cell(&list) };
        let mut data = b"nk".to_vec();
        data.extend((if compressed { 0x20_u16 } else { 0 }).to_le_bytes());
        data.extend(WRITTEN.to_le_bytes());
        for number in [
            0,
            NOWHERE,
            count,
            0,
            subkeys,
            NOWHERE,
            values.len() as u32,
            list,
            NOWHERE,
            NOWHERE,
            0,
            0,
            0,
            0,
            0,
        ] {
            data.extend(number.to_le_bytes());
        }
        data.extend((name.len() as u16).to_le_bytes());
        data.extend([0; 2]);
        data.extend(name);
        self.cell(&data)
    }

    pub fn key(&mut self, name: &str, subkeys: &[u32], values: &[u32]) -> u32 {
        let list = if subkeys.is_empty() { NOWHERE } else { self.list(*b"lf", subkeys) };
        self.key_of(name.as_bytes(), true, subkeys.len() as u32, list, values)
    }

    pub fn value(&mut self, name: &str, kind: u32, data: &[u8]) -> u32 {
        let (length, at) = if data.len() <= 4 {
            let mut four = [0; 4];
            four[..data.len()].copy_from_slice(data);
            (data.len() as u32 | 1 << 31, u32::from_le_bytes(four))
        } else if data.len() > SEGMENT {
            let segments: Vec<u32> = data.chunks(SEGMENT).map(|part| self.cell(part)).collect();
            let list: Vec<u8> = segments.iter().flat_map(|at| at.to_le_bytes()).collect();
            let list = self.cell(&list);
            let mut head = b"db".to_vec();
            head.extend((segments.len() as u16).to_le_bytes());
            head.extend(list.to_le_bytes());
            (data.len() as u32, self.cell(&head))
        } else {
            (data.len() as u32, self.cell(data))
        };
        self.value_of(name, kind, length, at)
    }

    pub fn value_of(&mut self, name: &str, kind: u32, length: u32, at: u32) -> u32 {
        let mut cell = b"vk".to_vec();
        cell.extend((name.len() as u16).to_le_bytes());
        for number in [length, at, kind, 1] {
            cell.extend(number.to_le_bytes());
        }
        cell.extend(name.as_bytes());
        self.cell(&cell)
    }

    /// Four bytes of a cell, changed after it was made.
    pub fn put(&mut self, at: u32, number: u32) {
        let at = at as usize;
        self.bins[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }

    /// The whole file.
    pub fn finish(mut self, root: u32) -> Vec<u8> {
        let used = self.bins.len();
        let size = used.next_multiple_of(4096);
        if size > used {
            self.bins.extend(((size - used) as u32).to_le_bytes());
        }
        self.bins.resize(size, 0);
        self.bins[8..12].copy_from_slice(&(size as u32).to_le_bytes());
        [base(1, 1, root, size as u32, 0), self.bins].concat()
    }
}

/// A base block with the right checksum.
pub fn base(primary: u32, secondary: u32, root: u32, bins: u32, file_type: u32) -> Vec<u8> {
    let mut block = b"regf".to_vec();
    block.extend(primary.to_le_bytes());
    block.extend(secondary.to_le_bytes());
    block.extend(WRITTEN.to_le_bytes());
    for number in [1, 5, file_type, 1, root, bins, 1] {
        block.extend(number.to_le_bytes());
    }
    block.resize(4096, 0);
    seal(&mut block);
    block
}

/// Writes the checksum of a base block.
pub fn seal(block: &mut [u8]) {
    let words = block[..508].chunks_exact(4);
    let sum = words.fold(0, |sum, word| sum ^ u32::from_le_bytes(word.try_into().expect("four bytes")));
    let sum = match sum {
        u32::MAX => u32::MAX - 1,
        0 => 1,
        sum => sum,
    };
    block[508..512].copy_from_slice(&sum.to_le_bytes());
}

/// A hive with nothing in it but who may use it, which writers pass on to each key.
pub fn empty() -> Vec<u8> {
    let mut built = Built::new();
    let root = built.key("ROOT", &[], &[]);
    let descriptor = [1, 0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut security = b"sk\0\0".to_vec();
    for number in [0, 0, 1, descriptor.len() as u32] {
        security.extend(number.to_le_bytes());
    }
    security.extend(descriptor);
    let security = built.cell(&security);
    built.put(security + 8, security);
    built.put(security + 12, security);
    built.put(root + 4 + 44, security);
    built.finish(root)
}

pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}
