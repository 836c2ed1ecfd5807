//! Archives: ZIP, 7z, RAR, tar and gzip. Each file in one is a member.

use super::package::{Package, bounded};
use crate::text::{Gather, Unread};
use flate2::read::MultiGzDecoder;
use rars::{ArchiveReadOptions, ArchiveReader as RarReader, ErrorKind, ExtractionDecision};
use sevenz_rust2::{ArchiveReader, Password};
use std::io::{Cursor, Read, Write};
use std::sync::{Arc, Mutex};

pub(super) fn zip(package: &mut Package, gather: &mut Gather) {
    if package.damaged {
        gather.fail(Unread::Corrupt);
    }
    let entries = package.entries.clone();
    for entry in entries.iter().filter(|entry| !entry.folder) {
        let most = gather.limits.file_bytes;
        match package.read_part(entry, most, &mut gather.left) {
            Ok((bytes, _)) => gather.member(&entry.name, Ok(&bytes), false),
            Err(reason) => gather.member(&entry.name, Err(reason), false),
        }
    }
}

pub(super) fn seven(bytes: &[u8], gather: &mut Gather) {
    let memory_kib = usize::try_from(gather.limits.decoder_bytes >> 10).unwrap_or(usize::MAX);
    let archive = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), memory_kib);
    let mut archive = match archive {
        Ok(archive) => archive,
        Err(error) => return gather.fail(seven_reason(&error)),
    };
    archive.set_thread_count(1);
    let all: Vec<String> = archive
        .archive()
        .files
        .iter()
        .filter(|file| !file.is_directory)
        .map(|file| file.name.clone())
        .collect();
    let mut given = 0;
    let read = archive.for_each_entries(|entry, from| {
        if entry.is_directory {
            return Ok(true);
        }
        given += 1;
        let most = gather.limits.file_bytes.min(gather.left);
        match bounded(from, most) {
            Ok((bytes, _)) => {
                gather.left = gather.left.saturating_sub(bytes.len() as u64);
                gather.member(&entry.name, Ok(&bytes), false);
                Ok(true)
            }
            Err(reason) => {
                gather.member(&entry.name, Err(reason), false);
                // Decoding what is left over would cost as much as reading it.
                Ok(reason != Unread::TooLarge)
            }
        }
    });
    if let Err(error) = read {
        let reason = seven_reason(&error);
        for name in all.iter().skip(given) {
            gather.member(name, Err(reason), false);
        }
        if all.is_empty() {
            gather.fail(reason);
        }
    }
}

fn seven_reason(error: &sevenz_rust2::Error) -> Unread {
    use sevenz_rust2::Error;
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => Unread::Encrypted,
        Error::MaxMemLimited { .. } => Unread::TooLarge,
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported => {
            Unread::Unsupported
        }
        _ => Unread::Corrupt,
    }
}

/// Where a RAR member is unpacked to.
#[derive(Clone, Default)]
struct Unpacked(Arc<Mutex<Vec<u8>>>);

impl Write for Unpacked {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Ok(mut all) = self.0.lock() {
            all.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) fn rar(bytes: &[u8], gather: &mut Gather) {
    let limit = gather.limits.file_bytes.min(gather.left);
    let memory = gather.limits.decoder_bytes;
    let options = || {
        ArchiveReadOptions::new()
            .with_max_header_count(crate::limits::PARTS as u64)
            .with_max_reader_workspace_bytes(memory)
            .with_rar50_dictionary_size_limit(memory)
            .with_max_member_output_bytes(limit)
            .with_max_total_output_bytes(limit.saturating_mul(2))
    };
    let archive = match RarReader::read_with_options(bytes, options()) {
        Ok(archive) => archive,
        Err(error) => return gather.fail(rar_reason(&error)),
    };
    let members: Vec<rars::ArchiveMember> =
        archive.members().filter(|member| !member.meta.is_directory).collect();
    let mut open: Option<(String, Unpacked)> = None;
    let mut given = 0;
    let read = archive.extract_with_control(options(), |member| {
        if let Some((name, unpacked)) = open.take() {
            given += 1;
            give(&name, &unpacked, gather);
        }
        if member.meta.is_directory {
            return Ok(ExtractionDecision::Skip);
        }
        let name = name_of(member);
        if member.meta.is_redirection || member.meta.is_encrypted {
            given += 1;
            let reason = if member.meta.is_encrypted { Unread::Encrypted } else { Unread::Unsupported };
            gather.member(&name, Err(reason), false);
            return Ok(ExtractionDecision::Skip);
        }
        let unpacked = Unpacked::default();
        open = Some((name, unpacked.clone()));
        Ok(ExtractionDecision::Extract(Box::new(unpacked)))
    });
    match read {
        Ok(_) => {
            if let Some((name, unpacked)) = open.take() {
                give(&name, &unpacked, gather);
            }
        }
        Err(error) => {
            let reason = rar_reason(&error);
            for member in members.iter().skip(given) {
                gather.member(&name_of(member), Err(reason), false);
            }
        }
    }
}

fn name_of(member: &rars::ArchiveMember) -> String {
    let name = member.decoded_name(None).map(|name| String::from_utf8_lossy(&name).into_owned());
    name.unwrap_or_else(|_| member.meta.name_lossy()).replace('\\', "/")
}

fn give(name: &str, unpacked: &Unpacked, gather: &mut Gather) {
    let bytes = unpacked.0.lock().map(|mut bytes| std::mem::take(&mut *bytes)).unwrap_or_default();
    gather.left = gather.left.saturating_sub(bytes.len() as u64);
    gather.member(name, Ok(&bytes), false);
}

fn rar_reason(error: &rars::Error) -> Unread {
    // What needs a key is refused as a feature that is left out.
    if error.to_string().to_lowercase().contains("encrypt") {
        return Unread::Encrypted;
    }
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => Unread::Encrypted,
        ErrorKind::ResourceLimit => Unread::TooLarge,
        ErrorKind::UnsupportedFeature | ErrorKind::UnsupportedFormat => Unread::Unsupported,
        _ => Unread::Corrupt,
    }
}

pub(super) fn tar(bytes: &[u8], gather: &mut Gather) {
    let mut archive = tar::Archive::new(bytes);
    let Ok(entries) = archive.entries() else { return gather.fail(Unread::Corrupt) };
    for entry in entries.take(crate::limits::PARTS) {
        let Ok(mut entry) = entry else { return gather.fail(Unread::Corrupt) };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let raw = entry.path_bytes().into_owned();
        let name = String::from_utf8(raw)
            .unwrap_or_else(|raw| raw.as_bytes().iter().map(|byte| char::from(*byte)).collect());
        if !kind.is_file() && !kind.is_contiguous() && !kind.is_gnu_sparse() {
            gather.member(&name, Err(Unread::Unsupported), false);
            continue;
        }
        let most = gather.limits.file_bytes.min(gather.left);
        match bounded(entry.by_ref(), most) {
            Ok((bytes, _)) => {
                gather.left = gather.left.saturating_sub(bytes.len() as u64);
                gather.member(&name, Ok(&bytes), false);
            }
            Err(reason) => gather.member(&name, Err(reason), false),
        }
    }
}

/// One packed file, or an archive that was packed whole.
pub(super) fn gzip(name: &str, bytes: &[u8], gather: &mut Gather) {
    let most = gather.limits.file_bytes.min(gather.left);
    match bounded(MultiGzDecoder::new(bytes), most) {
        Ok((inner, whole)) => {
            gather.left = gather.left.saturating_sub(inner.len() as u64);
            if !whole {
                gather.fail(Unread::Corrupt);
            }
            if is_tar(&inner) {
                return tar(&inner, gather);
            }
            let name = name.rsplit('/').next().unwrap_or_default();
            let stem = name.strip_suffix(".gz").unwrap_or("content");
            gather.member(stem, Ok(&inner), false);
        }
        Err(reason) => gather.fail(reason),
    }
}

pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}
