//! What a row looks at and asks, in the terms of our rules.
//!
//! Not here: words.

use crate::Row;

/// What is asked, as a rule has it.
pub struct Asked {
    pub attribute: String,
    pub place: Option<String>,
    /// Of a record: which one, and the field that is meant.
    pub record: Option<Record>,
    pub some: bool,
    pub test: Test,
    pub absence: Absence,
}

impl Asked {
    /// Which record and field, as one text.
    pub fn key(&self) -> String {
        self.record.as_ref().map_or_else(String::new, |record| format!("{:?} {}", record.with, record.field))
    }
}

pub struct Record {
    pub with: Vec<(&'static str, String)>,
    pub field: &'static str,
}

#[derive(Clone)]
pub enum Test {
    Equals(Value),
    AtLeast(i64),
    AtMost(i64),
    Within(i64, i64),
    Contains(Value),
    OneOf(Vec<&'static str>),
    Present,
    Absent,
}

#[derive(Clone)]
pub enum Value {
    Whole(i64),
    Text(String),
}

pub enum Absence {
    Fails,
    Passes,
    CountsAs(Value),
}

/// `None` for what is left out: methods we have no sight for, and the advice to
/// send files of the machine to its maker, which is not ours to give where state
/// secrets are protected.
pub fn asked(row: &Row) -> Option<Asked> {
    let cell = |name: &str| row.get(name).map_or("", String::as_str);
    if cell("RegistryItem") == "SubmitSamplesConsent" {
        return None;
    }
    let argument = cell("MethodArgument");
    Some(match cell("Method") {
        "Registry" => registry(row),
        "RegistryList" => Asked {
            attribute: "registry.value".into(),
            place: Some(format!("{}\\*", key(cell("RegistryPath")))),
            record: None,
            some: true,
            test: Test::Equals(Value::Text(cell("RecommendedValue").into())),
            absence: Absence::Fails,
        },
        "accountpolicy" => policy(account_policy(cell("Name"))?, row),
        "secedit" => policy(secedit(argument)?, row),
        "auditpol" => audit(argument, row)?,
        "accesschk" => right(argument, row),
        "service" => service(argument, row),
        "ScheduledTask" => task(argument, row),
        _ => return None,
    })
}

/// A key's path: of a person, whosever; of a set of controls, whichever is used.
fn key(path: &str) -> String {
    let path = path.replace(":\\", "\\");
    let path = path.trim_end_matches('\\');
    let after = |start: &str| {
        path.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start)).map(|_| &path[start.len()..])
    };
    if let Some(rest) = after(r"HKLM\SYSTEM\CurrentControlSet\") {
        return format!(r"HKLM\SYSTEM\*ControlSet*\{rest}");
    }
    after(r"HKCU\").map_or_else(|| path.to_owned(), |rest| format!(r"HKU\*\{rest}"))
}

fn literal(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Whole)
}

/// What the list itself asks, in its own units.
pub fn compared(row: &Row) -> Test {
    let wanted = row["RecommendedValue"].as_str();
    let number = wanted.parse::<i64>();
    match (row.get("Operator").map_or("=", String::as_str), number) {
        (">=", Ok(number)) => Test::AtLeast(number),
        ("<=", Ok(number)) => Test::AtMost(number),
        ("<=!0", Ok(number)) => Test::Within(1, number),
        ("contains", _) => Test::Contains(literal(wanted)),
        _ if wanted.is_empty() => Test::Absent,
        _ => Test::Equals(literal(wanted)),
    }
}

fn registry(row: &Row) -> Asked {
    let place = format!("{}\\{}", key(&row["RegistryPath"]), row["RegistryItem"]);
    let test = compared(row);
    // A service that is not there cannot start.
    let never = place.to_lowercase().contains(r"\services\") && row["RegistryItem"] == "Start";
    let tolerated = row.get("Operator").is_some_and(|operator| operator == "=|0");
    let absence = match (&test, row["DefaultValue"].as_str()) {
        (Test::Absent, _) => Absence::Fails,
        _ if never || tolerated => Absence::Passes,
        (_, "") => Absence::Fails,
        (_, default) => Absence::CountsAs(literal(default)),
    };
    Asked { attribute: "registry.value".into(), place: Some(place), record: None, some: false, test, absence }
}

/// The policy, and how many of its units one of the list's is: the system keeps
/// seconds.
fn account_policy(name: &str) -> Option<(&'static str, i64)> {
    const MINUTE: i64 = 60;
    const DAY: i64 = 24 * 60 * 60;
    Some(match name {
        "Account lockout duration" => ("lockout.duration", MINUTE),
        "Account lockout threshold" => ("lockout.threshold", 1),
        "Reset account lockout counter" => ("lockout.window", MINUTE),
        "Length of password history maintained" => ("password.history", 1),
        "Minimum password length" => ("password.minimum_length", 1),
        "Maximum password age" => ("password.maximum_age", DAY),
        "Minimum password age" => ("password.minimum_age", DAY),
        _ => return None,
    })
}

fn secedit(argument: &str) -> Option<(&'static str, i64)> {
    let attribute = match argument.strip_prefix(r"System Access\")? {
        "PasswordComplexity" => "password.complex",
        "ClearTextPassword" => "password.reversible",
        "LSAAnonymousNameLookup" => "policy.anonymous_name_lookup",
        "AllowAdministratorLockout" => "policy.lockout_administrator",
        _ => return None,
    };
    Some((attribute, 1))
}

fn policy((attribute, unit): (&str, i64), row: &Row) -> Asked {
    let test = match compared(row) {
        // A threshold of 0 locks no account, ever.
        Test::AtMost(most) if attribute == "lockout.threshold" => Test::Within(1, most),
        Test::AtLeast(least) => Test::AtLeast(least * unit),
        Test::AtMost(most) => Test::AtMost(most * unit),
        other => other,
    };
    // "Never" and "None" are 0 where the system keeps them.
    let default: i64 = row["DefaultValue"].parse().unwrap_or(0);
    let absence = match attribute {
        // What locks without an end has no duration.
        "lockout.duration" => Absence::Passes,
        _ => Absence::CountsAs(Value::Whole(default * unit)),
    };
    Asked { attribute: attribute.to_owned(), place: None, record: None, some: false, test, absence }
}

/// Subcategories of the audit policy by the last four digits of their identifiers
/// (ntsecapi.h): the category, and the subcategory's name in our records.
const SUBCATEGORIES: [(&str, &str, &str); 26] = [
    ("9210", "system", "state_change"),
    ("9211", "system", "extension"),
    ("9212", "system", "integrity"),
    ("9213", "system", "ipsec_driver"),
    ("9214", "system", "other"),
    ("9215", "logon", "logon"),
    ("9217", "logon", "lockout"),
    ("921b", "logon", "special_logon"),
    ("921c", "logon", "other"),
    ("9249", "logon", "group_membership"),
    ("9224", "object_access", "share"),
    ("9227", "object_access", "other"),
    ("9244", "object_access", "detailed_share"),
    ("9245", "object_access", "removable_storage"),
    ("9228", "privilege_use", "sensitive"),
    ("922b", "tracking", "process_creation"),
    ("9248", "tracking", "plug_and_play"),
    ("922f", "policy_change", "audit"),
    ("9230", "policy_change", "authentication"),
    ("9231", "policy_change", "authorization"),
    ("9232", "policy_change", "firewall_rules"),
    ("9234", "policy_change", "other"),
    ("9235", "account_management", "user"),
    ("9236", "account_management", "computer"),
    ("9237", "account_management", "security_group"),
    ("923f", "account_logon", "credential_validation"),
];

fn audited(text: &str) -> &'static str {
    match text {
        "Success and Failure" => "both",
        "Success" => "success",
        "Failure" => "failure",
        _ => "none",
    }
}

fn audit(argument: &str, row: &Row) -> Option<Asked> {
    let number = argument.trim_start_matches('{').get(4..8)?.to_lowercase();
    let (_, category, field) = SUBCATEGORIES.into_iter().find(|(known, ..)| *known == number)?;
    let wanted = audited(&row["RecommendedValue"]);
    let test = match row["Operator"].as_str() {
        "contains" if wanted != "both" => Test::OneOf(vec![wanted, "both"]),
        _ => Test::Equals(Value::Text(wanted.to_owned())),
    };
    Some(Asked {
        attribute: "audit.policy".to_owned(),
        place: None,
        record: Some(Record { with: vec![("category", category.to_owned())], field }),
        some: false,
        test,
        absence: Absence::CountsAs(Value::Text(audited(&row["DefaultValue"]).to_owned())),
    })
}

/// Accounts by their well-known identifiers (MS-DTYP §2.4.2.4): their names are
/// translated.
const ACCOUNTS: [(&str, &str); 11] = [
    ("BUILTIN\\Administrators", "S-1-5-32-544"),
    ("BUILTIN\\Users", "S-1-5-32-545"),
    ("BUILTIN\\Backup Operators", "S-1-5-32-551"),
    ("BUILTIN\\Remote Desktop Users", "S-1-5-32-555"),
    ("NT AUTHORITY\\SERVICE", "S-1-5-6"),
    ("NT AUTHORITY\\Authenticated Users", "S-1-5-11"),
    ("NT AUTHORITY\\LOCAL SERVICE", "S-1-5-19"),
    ("NT AUTHORITY\\NETWORK SERVICE", "S-1-5-20"),
    ("NT AUTHORITY\\Local account", "S-1-5-113"),
    ("NT AUTHORITY\\Local account and member of Administrators group", "S-1-5-114"),
    ("Everyone", "S-1-1-0"),
];

/// Records are of accounts, each with its rights: the right is nobody's, or no
/// other account has it than those named, or an account is denied it. To deny it to
/// more, or to give it to fewer, than the list says is no fault.
fn right(argument: &str, row: &Row) -> Asked {
    let names = row["RecommendedValue"].split(';').map(str::trim).filter(|name| !name.is_empty());
    let sid = |name: &str| ACCOUNTS.into_iter().find(|(known, _)| *known == name).map(|(_, sid)| sid);
    let accounts: Vec<&'static str> = names.filter_map(sid).collect();
    let record = |with| Some(Record { with, field: "sid" });
    let of_right = vec![("rights", argument.to_owned())];
    let (with, test, absence) = match accounts.as_slice() {
        [] => (of_right, Test::Absent, Absence::Fails),
        [account, ..] if argument.starts_with("SeDeny") => {
            let account = ("sid", (*account).to_owned());
            (of_right.into_iter().chain([account]).collect(), Test::Present, Absence::Fails)
        }
        _ => (of_right, Test::OneOf(accounts), Absence::Passes),
    };
    Asked { attribute: "right".to_owned(), place: None, record: record(with), some: false, test, absence }
}

fn service(name: &str, row: &Row) -> Asked {
    Asked {
        attribute: "service".to_owned(),
        place: None,
        record: Some(Record { with: vec![("name", name.to_owned())], field: "start" }),
        some: false,
        test: Test::Equals(Value::Text(row["RecommendedValue"].to_lowercase())),
        absence: Absence::Passes,
    }
}

fn task(name: &str, row: &Row) -> Asked {
    Asked {
        attribute: "task".to_owned(),
        place: Some(format!("*{name}")),
        record: None,
        some: false,
        test: Test::Equals(Value::Text(row["RecommendedValue"].to_lowercase())),
        absence: Absence::Passes,
    }
}
