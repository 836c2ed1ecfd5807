//! What each person's hive says of where they were: addresses typed into the browser,
//! drives of the network, computers worked on from afar.
//!
//! Not here: which folders and files they opened. What documents are called may be
//! as secret as what they say.

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use super::shape::Shape;
use evidence::Value;

pub(super) fn see(look: &mut Look<'_>) {
    typed(look);
    drives(look);
    remote(look);
}

/// Addresses typed into Internet Explorer, with when, where Windows keeps that.
fn typed(look: &mut Look<'_>) {
    let path = r"Software\Microsoft\Internet Explorer\TypedURLs";
    for spot in look.open(Role::User, path, &["browser.typed"]) {
        let times = look
            .peek(Role::User, r"Software\Microsoft\Internet Explorer\TypedURLsTime", "browser.typed")
            .into_iter()
            .find(|times| std::ptr::eq(times.given, spot.given));
        for value in look.values(&spot, "browser.typed") {
            let mut record = Record::of(&spot);
            record.take("address", &value.name(), Shape::Text);
            record.put_text("number", &value.name());
            if let Some(times) = &times {
                record.take_of(times, "typed", &value.name(), Shape::Instant);
            }
            look.record("browser.typed", record, spot.key.written());
        }
    }
}

fn drives(look: &mut Look<'_>) {
    for parent in look.open(Role::User, "Network", &["network.drive"]) {
        for spot in look.children(&parent, "network.drive") {
            let mut record = Record::of(&spot);
            record.put_text("drive", &spot.name().to_uppercase());
            record.take("path", "RemotePath", Shape::Text);
            // The number zero when it is the person's own.
            if spot.text("UserName").is_some_and(|name| name != "0") {
                record.take("user", "UserName", Shape::Text);
            }
            look.record("network.drive", record, spot.key.written());
        }
    }
}

/// Computers that were worked on from this one.
fn remote(look: &mut Look<'_>) {
    let path = r"Software\Microsoft\Terminal Server Client";
    for parent in look.open(Role::User, path, &["remote_desktop.visited"]) {
        let Some(servers) = parent.at("Servers") else { continue };
        for spot in look.children(&servers, "remote_desktop.visited") {
            visited(look, &spot);
        }
    }
}

fn visited<'a>(look: &mut Look<'a>, spot: &Spot<'a>) {
    let mut record = Record::of(spot);
    record.put("host", Value::Text(super::shape::cut(&spot.name())));
    record.take("user", "UsernameHint", Shape::Text);
    look.record("remote_desktop.visited", record, spot.key.written());
}
