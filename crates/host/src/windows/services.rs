//! Services and drivers: what each is, when it starts, which file it runs; and the
//! folders and printers that are shared.

use super::Role;
use super::look::Look;
use super::names;
use super::record::Record;
use super::shape::Shape;
use evidence::Value;

const SERVICES: &str = r"CurrentControlSet\Services";

pub(super) fn see(look: &mut Look<'_>) {
    for parent in look.open(Role::System, SERVICES, &["service"]) {
        for spot in look.children(&parent, "service") {
            let mut record = Record::of(&spot);
            record.take("file", "ImagePath", Shape::Text);
            record.take("title", "DisplayName", Shape::Text);
            record.take("account", "ObjectName", Shape::Text);
            if let Some(number) = record.whole("Start") {
                record.put_text("start", names::start(number));
            }
            if let Some(number) = record.whole("Type") {
                record.put_text("type", names::service(number));
            }
            // A service that others share a process with runs a library of its own.
            if let Some(parameters) = spot.at("Parameters") {
                record.take_of(&parameters, "library", "ServiceDll", Shape::Text);
            }
            // Keys without any of these only hold settings.
            if record.is_empty() {
                continue;
            }
            record.put_text("name", &spot.name());
            look.record("service", record, spot.key.written());
        }
    }
    shares(look);
}

/// One value a share, of lines like `Path=C:\Data`.
fn shares(look: &mut Look<'_>) {
    for spot in look.open(Role::System, &format!(r"{SERVICES}\LanmanServer\Shares"), &["share"]) {
        for value in look.values(&spot, "share") {
            let mut record = Record::of(&spot);
            record.put_text("name", &value.name());
            match value.several() {
                Ok(Some(lines)) => {
                    for (field, mark) in [
                        ("path", "Path="),
                        ("remark", "Remark="),
                        ("type", "Type="),
                        ("most_users", "MaxUses="),
                    ] {
                        let found = lines.iter().find_map(|line| line.strip_prefix(mark));
                        record.put_text(field, found.unwrap_or_default());
                    }
                }
                Ok(None) => record.put("name", Value::Text(value.name())),
                Err(_) => record.miss(&value.name()),
            }
            look.record("share", record, spot.key.written());
        }
    }
}
