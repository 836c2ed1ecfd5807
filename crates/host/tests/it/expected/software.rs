//! What is stated of a SOFTWARE hive that is not in the collection: written into one
//! by another program, and read back.

use super::{json, moment, said};
use crate::corpus;
use crate::regedit::{Written, records};
use evidence::{Observation, Sight, Value};
use rasoat_host::windows::{Given, examine};
use serde_json::Value as Json;

/// What the cases call a setting, its key, its value, and our attribute.
const SETTINGS: [(&str, &str, &str, &str); 9] = [
    ("consent_prompt_admin", POLICIES, "ConsentPromptBehaviorAdmin", "uac.prompt_administrators"),
    ("consent_prompt_user", POLICIES, "ConsentPromptBehaviorUser", "uac.prompt_users"),
    ("enable_limited_user_accounts", POLICIES, "EnableLUA", "uac.enabled"),
    ("enable_virtualization", POLICIES, "EnableVirtualization", "uac.virtualization"),
    ("filter_admin_token", POLICIES, "FilterAdministratorToken", "uac.filter_administrator"),
    ("last_logged_on_user", LOGON, "LastLoggedOnUser", "logon.last_user"),
    ("antispyware_disabled", r"Microsoft\Windows Defender", "DisableAntiSpyware", "defender.off"),
    ("ProductName", VERSION, "ProductName", "os.product"),
    ("EditionID", VERSION, "EditionID", "os.edition"),
];
const POLICIES: &str = r"Microsoft\Windows\CurrentVersion\Policies\System";
const LOGON: &str = r"Microsoft\Windows\CurrentVersion\Authentication\LogonUI";
const VERSION: &str = r"Microsoft\Windows NT\CurrentVersion";
const PROFILES: &str = r"Microsoft\Windows NT\CurrentVersion\ProfileList";

/// Entries of a case, however it states them.
fn entries(rows: &[Json], plugin: &str) -> Vec<Json> {
    let row = rows.iter().find(|row| row["plugin"] == plugin).expect("the case");
    let mut entries: Vec<Json> = row["expected_entries"].as_array().into_iter().flatten().cloned().collect();
    match &row["exact_expected_result"] {
        Json::Array(exact) => entries.extend(exact.iter().cloned()),
        Json::Object(paths) if paths.keys().all(|path| path.starts_with('\\')) => {
            entries.extend(paths.values().cloned());
        }
        Json::Object(_) => entries.push(row["exact_expected_result"].clone()),
        _ => {}
    }
    entries
}

#[test]
fn what_is_stated_of_a_hive_that_is_not_here_is_read_when_it_is_written() {
    let Some(folder) = corpus::folder() else {
        eprintln!("skipped: the collection of hives is not here");
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("the stated results");
    let rows: Vec<Json> = serde_json::from_str(&text).expect("JSON");
    let mut written = Written::default();
    let mut wanted = 0;
    write(&rows, &mut written);
    let Some(bytes) = written.hive() else { return };
    let given = [Given::open("SOFTWARE", &bytes, &[]).expect("a hive")];
    let seen = examine(&given, "MAY-01", None);
    for plugin in ["uac_plugin", "last_logon_plugin", "windows_defender", "winver_plugin"] {
        for entry in entries(&rows, plugin) {
            for (_, theirs, attribute) in settings(&entry) {
                let ours = sight(&seen, attribute);
                let alike = match (&ours, theirs) {
                    (Json::Bool(flag), Json::Number(number)) => *flag == (number.as_u64() != Some(0)),
                    (ours, theirs) => ours == theirs,
                };
                assert!(alike, "{attribute}: {ours}, not {theirs}");
                wanted += 1;
            }
        }
    }
    let version = &entries(&rows, "winver_plugin")[0];
    assert_eq!(sight(&seen, "os.build"), version["CurrentBuild"]);
    assert_eq!(sight(&seen, "os.version"), version["CurrentVersion"]);
    assert_eq!(sight(&seen, "os.service_pack"), version["CSDVersion"]);
    let installed = moment(said(&version["InstallDate"])).expect("a time").to_string();
    assert_eq!(sight(&seen, "os.installed"), Json::from(installed));
    let profiles = records(&seen, "profile");
    for entry in entries(&rows, "profilelist_plugin") {
        let record = profiles.iter().find(|one| json(&one["sid"]) == entry["sid"]).expect("a profile");
        assert_eq!(
            (json(&record["path"]), json(&record["state"])),
            (entry["path"].clone(), entry["state"].clone())
        );
        wanted += 2;
    }
    let network = &records(&seen, "network.joined")[0];
    let stated = &entries(&rows, "networklist")[0];
    assert_eq!(
        (json(&network["name"]), json(&network["managed"])),
        (stated["profile_name"].clone(), true.into())
    );
    for field in ["type", "category"] {
        let theirs = if field == "type" { &stated["name_type"] } else { &stated["category"] };
        assert_eq!(json(&network[field]), Json::from(said(theirs).to_lowercase()));
    }
    let autoruns = records(&seen, "autorun");
    for entry in entries(&rows, "software_plugin") {
        for value in entry["values"].as_array().expect("values") {
            let record = autoruns.iter().find(|one| json(&one["name"]) == value["name"]).expect("an autorun");
            assert_eq!(json(&record["command"]), value["value"]);
            wanted += 1;
        }
    }
    let programs: Vec<Json> = records(&seen, "software").iter().map(|one| json(&one["key"])).collect();
    for entry in entries(&rows, "installed_programs_software") {
        assert!(programs.contains(&entry["service_name"]), "{entry}");
        wanted += 1;
    }
    eprintln!("{} values that are stated of the missing hive were written and read back", wanted + 8);
}

fn write(rows: &[Json], written: &mut Written) {
    for plugin in ["uac_plugin", "last_logon_plugin", "windows_defender", "winver_plugin"] {
        for entry in entries(rows, plugin) {
            for ((path, name), value, _) in settings(&entry) {
                match value {
                    Json::String(text) => written.text(path, name, text),
                    value => written.whole(path, name, number(value)),
                }
            }
            for name in ["CurrentBuild", "CurrentVersion", "CSDVersion"] {
                if let Some(text) = entry[name].as_str() {
                    written.text(VERSION, name, text);
                }
            }
            if let Some(time) = entry["InstallDate"].as_str().and_then(moment) {
                written.whole(VERSION, "InstallDate", u32::try_from(time.as_second()).expect("after 1970"));
            }
        }
    }
    for entry in entries(rows, "profilelist_plugin") {
        let path = format!(r"{PROFILES}\{}", said(&entry["sid"]));
        written.text(&path, "ProfileImagePath", said(&entry["path"]));
        written.whole(&path, "State", number(&entry["state"]));
    }
    for entry in entries(rows, "networklist") {
        let path = said(&entry["key_path"]).trim_start_matches('\\');
        written.text(path, "ProfileName", said(&entry["profile_name"]));
        written.whole(path, "Managed", u32::from(entry["managed"] == true));
        written.whole(path, "NameType", 6);
        written.whole(path, "Category", 2);
    }
    for entry in entries(rows, "software_plugin") {
        for value in entry["values"].as_array().expect("values") {
            let run = r"Microsoft\Windows\CurrentVersion\Run";
            written.text(run, said(&value["name"]), said(&value["value"]));
        }
    }
    for entry in entries(rows, "installed_programs_software") {
        let path = said(&entry["registry_path"]).trim_start_matches('\\');
        written.key(&format!(r"{path}\{}", said(&entry["service_name"])));
    }
}

/// Settings an entry states: key and value, what it says, and our attribute.
fn settings(entry: &Json) -> Vec<((&'static str, &'static str), &Json, &'static str)> {
    let stated = SETTINGS.into_iter().filter(|(field, ..)| !entry[*field].is_null());
    stated.map(|(field, path, name, attribute)| ((path, name), &entry[field], attribute)).collect()
}

fn number(value: &Json) -> u32 {
    value.as_u64().map_or(u32::from(*value == true), |number| u32::try_from(number).expect("32 bits"))
}

fn sight(seen: &[Observation], attribute: &str) -> Json {
    let found = seen.iter().find(|one| one.attribute == attribute).expect("it is said");
    match &found.sight {
        Sight::Seen(Value::Instant(time)) => Json::from(time.to_string()),
        Sight::Seen(value) => json(value),
        other => panic!("{attribute}: {other:?}"),
    }
}
