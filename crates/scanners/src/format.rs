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
    TrivyJson,
    GrypeJson,
    LynisReport,
    OsqueryJson,
    HardeningkittyCsv,
}

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
            Format::TrivyJson => "trivy",
            Format::GrypeJson => "grype",
            Format::LynisReport => "lynis",
            Format::OsqueryJson => "osquery",
            Format::HardeningkittyCsv => "hardeningkitty",
        }
    }

    pub(crate) fn of(text: &str) -> Result<Format, ImportError> {
        match text.trim_start().as_bytes().first() {
            // What nuclei leaves when nothing was found, and what old Trivy did.
            None => Ok(Format::NucleiJson),
            Some(b'n') if text.trim() == "null" => Ok(Format::TrivyJson),
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

/// The keys of the outermost value: a document's, or those of the first of a
/// list or of lines.
#[derive(Debug, Default)]
struct Keys(Vec<String>);

impl Keys {
    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|known| known == key)
    }
}

/// Reads names only; what they name is passed over.
impl<'de> serde::Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> serde::de::Visitor<'de> for Visit {
            type Value = Keys;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("a document or a list of them")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Keys::default();
                while let Some(key) = map.next_key()? {
                    map.next_value::<serde::de::IgnoredAny>()?;
                    keys.0.push(key);
                }
                Ok(keys)
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let first = list.next_element::<Keys>()?.unwrap_or_default();
                while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                Ok(first)
            }
        }
        from.deserialize_any(Visit)
    }
}

fn by_keys(text: &str) -> Result<Format, ImportError> {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<Keys>();
    let keys = match documents.next() {
        Some(Ok(keys)) => keys,
        Some(Err(error)) if error.is_data() => return Err(ImportError::Unknown),
        Some(Err(error)) => return Err(ImportError::Broken { what: error.to_string() }),
        None => return Err(ImportError::Empty),
    };
    // A list of nothing is what a scan without results leaves.
    if keys.0.is_empty() && text.trim_start().starts_with('[') {
        return Ok(Format::NucleiJson);
    }
    let all: [(&[&str], Format); 12] = [
        (&["bomFormat"], Format::CyclonedxJson),
        (&["template-id"], Format::NucleiJson),
        (&["templateID"], Format::NucleiJson),
        (&["server_scan_results"], Format::SslyzeJson),
        (&["runs"], Format::Sarif),
        (&["matches", "descriptor"], Format::GrypeJson),
        (&["matches", "source"], Format::GrypeJson),
        (&["SchemaVersion", "ArtifactName"], Format::TrivyJson),
        (&["SchemaVersion", "ArtifactType"], Format::TrivyJson),
        (&["ClusterName"], Format::TrivyJson),
        (&["Target"], Format::TrivyJson),
        (&["hostIdentifier", "name"], Format::OsqueryJson),
    ];
    let found = all.into_iter().find(|(wanted, _)| wanted.iter().all(|key| keys.has(key)));
    found.map(|(_, format)| format).ok_or(ImportError::Unknown)
}

fn by_header(text: &str) -> Result<Format, ImportError> {
    if text.lines().take(50).any(|line| line.starts_with("lynis_version=")) {
        return Ok(Format::LynisReport);
    }
    let (header, _) = Header::of(text).ok_or(ImportError::Unknown)?;
    if header.has("fqdn/ip") && header.has("finding") {
        Ok(Format::TestsslCsv)
    } else if header.has("id") && header.has("category") && header.has("recommended") {
        Ok(Format::HardeningkittyCsv)
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
