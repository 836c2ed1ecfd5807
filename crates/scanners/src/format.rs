//! Which scanner's file it is, by what stands in it; its name says nothing.

use crate::table::Header;
use crate::{ImportError, xml};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    NmapXml,
    ZapXml,
    OpenvasXml,
    OpenvasCsv,
    NessusXml,
    NessusCsv,
    NucleiJson,
    TestsslCsv,
    Sarif,
    CyclonedxXml,
    CyclonedxJson,
    SslyzeXml,
    SslyzeJson,
}

/// The largest beginning of a JSON file in which its keys are looked for.
const BEGINNING: usize = 4096;

impl Format {
    /// The tool of the format, where a file does not name its own.
    pub fn tool(self) -> &'static str {
        match self {
            Format::NmapXml => "nmap",
            Format::ZapXml => "zap",
            Format::OpenvasXml | Format::OpenvasCsv => "openvas",
            Format::NessusXml | Format::NessusCsv => "nessus",
            Format::NucleiJson => "nuclei",
            Format::TestsslCsv => "testssl",
            Format::Sarif => "sarif",
            Format::CyclonedxXml | Format::CyclonedxJson => "cyclonedx",
            Format::SslyzeXml | Format::SslyzeJson => "sslyze",
        }
    }

    pub(crate) fn of(text: &str) -> Result<Format, ImportError> {
        match text.trim_start().as_bytes().first() {
            None => Ok(Format::NucleiJson),
            Some(b'<') => by_root(text),
            Some(b'{' | b'[') => by_keys(text),
            Some(_) => by_header(text),
        }
    }
}

fn by_root(text: &str) -> Result<Format, ImportError> {
    let root = xml::root(text).ok_or(ImportError::Unknown)?;
    match root.name.as_str() {
        "nmaprun" => Ok(Format::NmapXml),
        "OWASPZAPReport" => Ok(Format::ZapXml),
        "report" => Ok(Format::OpenvasXml),
        "NessusClientData_v2" => Ok(Format::NessusXml),
        "bom" => Ok(Format::CyclonedxXml),
        "document" if root.attribute("SSLyzeVersion").is_some() => Ok(Format::SslyzeXml),
        _ => Err(ImportError::Unknown),
    }
}

fn by_keys(text: &str) -> Result<Format, ImportError> {
    let mut end = text.len().min(BEGINNING);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let beginning = &text[..end];
    let has = |key: &str| beginning.contains(&format!("\"{key}\""));
    let compact = text.trim();
    if has("bomFormat") || text.contains("\"bomFormat\"") {
        Ok(Format::CyclonedxJson)
    } else if has("template-id") || has("templateID") || compact == "[]" {
        Ok(Format::NucleiJson)
    } else if has("server_scan_results") || has("accepted_targets") || text.contains("\"sslyze_version\"") {
        Ok(Format::SslyzeJson)
    } else if has("runs") || text.contains("\"runs\"") {
        Ok(Format::Sarif)
    } else if text.contains("\"template-id\"") {
        Ok(Format::NucleiJson)
    } else {
        Err(ImportError::Unknown)
    }
}

fn by_header(text: &str) -> Result<Format, ImportError> {
    let (header, _) = Header::of(text).ok_or(ImportError::Unknown)?;
    if header.has("fqdn/ip") && header.has("finding") {
        Ok(Format::TestsslCsv)
    } else if header.has("nvt name") || header.has("nvt oid") {
        Ok(Format::OpenvasCsv)
    } else if ["plugin", "plugin id", "plugin name", "definition.id", "asset.name"]
        .iter()
        .any(|name| header.has(name))
    {
        Ok(Format::NessusCsv)
    } else {
        Err(ImportError::Unknown)
    }
}
