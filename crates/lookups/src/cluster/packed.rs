//! Rows of a day on their way between machines: with the names in them.

use crate::day::DayState;
use crate::judge::{Met, Order};
use crate::local::Day;
use crate::names::Names;
use crate::parameters::Parameters;
use crate::part::Part;
use anyhow::{Context as _, Result};

/// Stands for the day of what was rejected.
pub const REJECTED: i32 = i32::MIN;

/// A block with the names its rows use, numbered anew.
pub fn pack(block: &[u8], met: &[Met]) -> Result<Vec<u8>> {
    let (reader, mut part) = Part::of_bytes(block)?;
    let met = met.get(reader as usize).context("no such reader")?;
    let mut bytes = Vec::new();
    for (numbers, names) in [
        (&mut part.system, &met.systems),
        (&mut part.account, &met.accounts),
        (&mut part.terminal, &met.terminals),
    ] {
        let mut used = Names::default();
        let mut places = vec![u32::MAX; names.len()];
        for number in numbers.iter_mut() {
            let place = &mut places[*number as usize];
            if *place == u32::MAX {
                *place = used.number(names.text(*number));
            }
            *number = *place;
        }
        bytes.extend_from_slice(&(used.len() as u32).to_le_bytes());
        for text in used.texts() {
            bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    bytes.extend_from_slice(&part.bytes(0));
    Ok(bytes)
}

fn names<'a>(bytes: &mut &'a [u8]) -> Option<Names> {
    let mut names = Names::default();
    let count = u32::from_le_bytes(*take(bytes)?);
    for _ in 0..count {
        let length = u32::from_le_bytes(*take(bytes)?) as usize;
        let (text, rest): (&'a [u8], &'a [u8]) = bytes.split_at_checked(length)?;
        names.number(std::str::from_utf8(text).ok()?);
        *bytes = rest;
    }
    Some(names)
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8; 4]> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(first)
}

/// Adds a packed block to others, so that they can be told apart again.
pub fn join(all: &mut Vec<u8>, block: &[u8]) {
    all.extend_from_slice(&(block.len() as u64).to_le_bytes());
    all.extend_from_slice(block);
}

fn apart(mut all: &[u8]) -> Option<Vec<&[u8]>> {
    let mut blocks = Vec::new();
    while !all.is_empty() {
        let (length, rest) = all.split_first_chunk::<8>()?;
        let (block, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        blocks.push(block);
        all = rest;
    }
    Some(blocks)
}

/// The blocks that were joined.
///
/// # Errors
/// When they are cut short.
pub fn blocks(all: &[u8]) -> Result<Vec<&[u8]>> {
    apart(all).context("dữ liệu trung gian bị cắt ngắn")
}

/// The state of a day, from all its blocks.
///
/// # Errors
/// When one is damaged.
pub fn state(day: Day, all: &[u8], parameters: &Parameters) -> Result<DayState> {
    let mut met = Vec::new();
    let mut parts = Vec::new();
    for (reader, block) in blocks(all)?.into_iter().enumerate() {
        let mut rest = block;
        let read = (|| {
            Some(Met {
                systems: names(&mut rest)?,
                accounts: names(&mut rest)?,
                terminals: names(&mut rest)?,
            })
        })();
        met.push(read.context("dữ liệu trung gian bị cắt ngắn")?);
        let mut part = rest.to_vec();
        part[..4].copy_from_slice(&(reader as u32).to_le_bytes());
        parts.push(part);
    }
    DayState::of(day, &parts, &Order::of(&met), parameters)
}
