//! What starts by itself when the computer or a person does: run keys, what logon
//! runs, and what is put before or into other programs. Services that start by
//! themselves are under services.

use super::Role;
use super::look::Look;
use super::record::Record;
use super::shape::Shape;
use evidence::Value;

/// Keys each of whose values starts a program.
const RUN: [&str; 7] = [
    r"Microsoft\Windows\CurrentVersion\Run",
    r"Microsoft\Windows\CurrentVersion\RunOnce",
    r"Microsoft\Windows\CurrentVersion\RunOnceEx",
    r"Microsoft\Windows\CurrentVersion\RunServices",
    r"Microsoft\Windows\CurrentVersion\Policies\Explorer\Run",
    r"WOW6432Node\Microsoft\Windows\CurrentVersion\Run",
    r"WOW6432Node\Microsoft\Windows\CurrentVersion\RunOnce",
];
const LOGON: &str = r"Microsoft\Windows NT\CurrentVersion\Winlogon";
const EXECUTION: &str = r"Microsoft\Windows NT\CurrentVersion\Image File Execution Options";

pub(super) fn see(look: &mut Look<'_>) {
    for (number, path) in RUN.into_iter().enumerate() {
        for (role, path) in [(Role::Software, path.to_owned()), (Role::User, format!(r"Software\{path}"))] {
            // Every Windows has the first; that another is not there says nothing.
            let spots = if number == 0 {
                look.open(role, &path, &["autorun"])
            } else {
                look.peek(role, &path, "autorun")
            };
            for spot in spots {
                for value in look.values(&spot, "autorun") {
                    let mut record = Record::of(&spot);
                    record.take("command", &value.name(), Shape::Text);
                    if record.is_empty() {
                        continue;
                    }
                    record.put("name", Value::Text(value.name()));
                    look.record("autorun", record, spot.key.written());
                }
            }
        }
    }
    let attributes = ["logon.shell", "logon.userinit", "logon.automatic"];
    for spot in look.open(Role::Software, LOGON, &attributes) {
        look.value("logon.shell", &spot, "Shell", Shape::Text);
        look.value("logon.userinit", &spot, "Userinit", Shape::Text);
        // With it a password stands in the registry; it is not looked at.
        look.value("logon.automatic", &spot, "AutoAdminLogon", Shape::Flag);
    }
    for spot in look.peek(Role::User, &format!(r"Software\{LOGON}"), "logon.shell") {
        look.value("logon.shell", &spot, "Shell", Shape::Text);
    }
    debuggers(look);
}

/// A debugger is started in place of the program whose name it stands under.
fn debuggers(look: &mut Look<'_>) {
    for parent in look.open(Role::Software, EXECUTION, &["autorun.debugger"]) {
        for spot in look.children(&parent, "autorun.debugger") {
            if spot.text("Debugger").is_none() {
                continue;
            }
            let mut record = Record::of(&spot);
            record.put_text("program", &spot.name());
            record.take("command", "Debugger", Shape::Text);
            look.record("autorun.debugger", record, spot.key.written());
        }
    }
}
