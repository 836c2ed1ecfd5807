//! Traces of how Windows and Office got their licence: servers that answer for keys,
//! and programs that get round them.

use super::Role;
use super::look::Look;
use super::names::{LICENCE_TOOLS, is_in};
use super::record::Record;
use super::shape::Shape;
use evidence::Value;

/// Where the service for licences keeps the server it asks; Office has its own.
const PLATFORMS: [&str; 3] = [
    r"Microsoft\Windows NT\CurrentVersion\SoftwareProtectionPlatform",
    r"Microsoft\OfficeSoftwareProtectionPlatform",
    r"WOW6432Node\Microsoft\Windows NT\CurrentVersion\SoftwareProtectionPlatform",
];
const TASKS: &str = r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree";
/// Levels of folders of tasks.
const DEEPEST: usize = 8;

pub(super) fn see(look: &mut Look<'_>) {
    servers(look);
    tools(look);
}

/// A server stands at the top, or under the product's number, or under that of one of
/// its editions.
fn servers(look: &mut Look<'_>) {
    for (number, path) in PLATFORMS.into_iter().enumerate() {
        let spots = if number == 0 {
            look.open(Role::Software, path, &["licence.server"])
        } else {
            look.peek(Role::Software, path, "licence.server")
        };
        let mut waiting: Vec<_> = spots.into_iter().map(|spot| (spot, 0)).collect();
        while let Some((spot, depth)) = waiting.pop() {
            if spot.text("KeyManagementServiceName").is_some_and(|name| !name.is_empty()) {
                let mut record = Record::of(&spot);
                record.take("server", "KeyManagementServiceName", Shape::Text);
                record.take("port", "KeyManagementServicePort", Shape::Text);
                look.record("licence.server", record, spot.key.written());
            }
            if depth < 2 {
                let below = look.children(&spot, "licence.server");
                waiting.extend(below.into_iter().map(|spot| (spot, depth + 1)));
            }
        }
    }
}

fn tools(look: &mut Look<'_>) {
    for parent in look.open(Role::System, r"CurrentControlSet\Services", &["licence.tool"]) {
        for spot in look.children(&parent, "licence.tool") {
            let file = spot.text("ImagePath").unwrap_or_default();
            if is_tool(&format!("{} {file}", spot.name())) {
                look.seen("licence.tool", &spot, Value::Text(spot.name()));
            }
        }
    }
    let mut waiting: Vec<_> =
        look.open(Role::Software, TASKS, &["licence.tool"]).into_iter().map(|spot| (spot, 0)).collect();
    while let Some((parent, depth)) = waiting.pop() {
        for spot in look.children(&parent, "licence.tool") {
            if is_tool(&spot.name()) {
                look.seen("licence.tool", &spot, Value::Text(spot.name()));
            }
            if depth < DEEPEST {
                waiting.push((spot, depth + 1));
            }
        }
    }
}

fn is_tool(said: &str) -> bool {
    let said = said.to_lowercase();
    LICENCE_TOOLS.iter().any(|word| is_in(&said, word))
}
