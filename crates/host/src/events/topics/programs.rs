//! What was set up to run: services, tasks, and scripts that show signs of an attack.
//! Of a command the program's name is told and which signs it shows, of a script the
//! signs alone.

use crate::events::event::{Event, LONGEST};
use crate::events::out::{Fields, Out};
use crate::events::sign;
use crate::events::tally::{Apart, Tally};
use std::collections::BTreeSet;

/// The level of a script block Windows itself found suspicious (a warning).
const WARNING: u64 = 3;

#[derive(Debug, Default)]
pub(super) struct Programs {
    services: Apart<String, Run>,
    tasks: Apart<String, Run>,
    scripts: Apart<&'static str, BTreeSet<String>>,
}

/// What a service or a task runs.
#[derive(Debug, Default)]
struct Run {
    programs: BTreeSet<String>,
    signs: BTreeSet<&'static str>,
    by: BTreeSet<String>,
    account: Option<String>,
}

impl Run {
    fn runs(&mut self, command: &str, with: &str) {
        self.programs.extend(sign::program(command));
        self.signs.extend(sign::in_command(&format!("{command} {with}")));
    }
}

impl Programs {
    pub fn see(&mut self, event: &Event<'_>) {
        match event.id {
            7045 | 4697 => self.service(event),
            4104 => self.script(event),
            _ => self.task(event),
        }
    }

    fn service(&mut self, event: &Event<'_>) {
        let Some(name) = event.text("ServiceName") else { return };
        let command = event.searched("ImagePath").or_else(|| event.searched("ServiceFileName"));
        if let Some(run) = self.services.add(name, event.at) {
            run.runs(&command.unwrap_or_default(), "");
            run.account = event.first_text(&["AccountName", "ServiceAccount"]);
            run.by.extend(event.account("SubjectUserName", "SubjectDomainName"));
        }
    }

    fn task(&mut self, event: &Event<'_>) {
        let Some(name) = event.text("TaskName") else { return };
        let content = event.searched("TaskContent").unwrap_or_default();
        let by = event.account("SubjectUserName", "SubjectDomainName").or_else(|| event.text("UserContext"));
        if let Some(run) = self.tasks.add(name, event.at) {
            if let Some(command) = within(&content, "Command") {
                run.runs(command, within(&content, "Arguments").unwrap_or_default());
            }
            run.by.extend(by);
        }
    }

    fn script(&mut self, event: &Event<'_>) {
        let text = event.searched("ScriptBlockText").unwrap_or_default();
        let mut signs = sign::in_script(&text);
        if event.of_system("Level").and_then(|level| level.whole()) == Some(WARNING) {
            signs.insert("warned_by_windows");
        }
        let who = event.of_system("UserID").and_then(|sid| sid.text(LONGEST));
        for sign in signs {
            if let Some(people) = self.scripts.add(sign, event.at) {
                people.extend(who.clone());
            }
        }
    }

    pub fn tell(self, out: &mut Out) {
        for (attribute, runs) in
            [("event.service_installed", self.services), ("event.task_created", self.tasks)]
        {
            out.left_out(attribute, runs.left_out);
            let (with_signs, without): (Vec<_>, Vec<_>) =
                runs.all().into_iter().partition(|(_, _, run)| !run.signs.is_empty());
            for (name, tally, run) in with_signs {
                let fields = Fields::of(&tally)
                    .text("name", &name)
                    .texts("programs", &run.programs)
                    .texts("signs", &run.signs)
                    .texts("by", &run.by)
                    .maybe("account", run.account.as_deref());
                out.record(attribute, &name, fields, tally.last);
            }
            tell_ordinary(out, attribute, without);
        }
        for (sign, tally, people) in self.scripts.all() {
            let fields = Fields::of(&tally).text("sign", sign).texts("users", &people);
            out.record("event.script_sign", sign, fields, tally.last);
        }
    }
}

/// Those without a sign, and there are many, are told together.
fn tell_ordinary(out: &mut Out, attribute: &'static str, runs: Vec<(String, Tally, Run)>) {
    let names: BTreeSet<String> = runs.iter().map(|(name, ..)| name.clone()).collect();
    let by: BTreeSet<String> = runs.iter().flat_map(|(_, _, run)| run.by.iter().cloned()).collect();
    let tallies = runs.iter().map(|(_, tally, _)| *tally);
    let Some(tally) = tallies.reduce(|one, other| Tally {
        count: one.count + other.count,
        first: one.first.min(other.first),
        last: one.last.max(other.last),
    }) else {
        return;
    };
    let fields =
        Fields::of(&tally).whole("kinds", names.len() as u64).texts("names", &names).texts("by", &by);
    out.record(attribute, "", fields, tally.last);
}

/// What stands in the first element of a name (Task Scheduler Schema: `Exec`).
fn within<'t>(xml: &'t str, name: &str) -> Option<&'t str> {
    let from = xml.find(&format!("<{name}>"))? + name.len() + 2;
    let rest = &xml[from..];
    Some(&rest[..rest.find(&format!("</{name}>"))?])
}
