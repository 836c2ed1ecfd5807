//! What a row looks at and asks, in the terms of our rules.
//!
//! Not here: words.

use crate::Row;

/// What is asked, as a rule has it.
pub struct Asked {
    pub attribute: String,
    pub place: Option<String>,
    pub some: bool,
    pub test: Test,
    pub absence: Absence,
}

#[derive(Clone)]
pub enum Test {
    Equals(Value),
    AtLeast(i64),
    AtMost(i64),
    Within(i64, i64),
    Contains(Value),
    Absent,
}

#[derive(Clone)]
pub enum Value {
    Whole(i64),
    Text(String),
    List(Vec<String>),
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
            some: true,
            test: Test::Equals(Value::Text(cell("RecommendedValue").into())),
            absence: Absence::Fails,
        },
        "accountpolicy" => policy(account_policy(cell("Name"))?, row),
        "secedit" => policy(secedit(argument)?, row),
        "auditpol" => audit(argument, row),
        "accesschk" => right(argument, row),
        "service" => startup("service", argument.to_owned(), row),
        "ScheduledTask" => startup("task", format!("*{argument}"), row),
        _ => return None,
    })
}

fn key(path: &str) -> String {
    path.replace(":\\", "\\").trim_end_matches('\\').to_owned()
}

fn literal(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Whole)
}

fn compared(row: &Row) -> Test {
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
    Asked { attribute: "registry.value".into(), place: Some(place), some: false, test, absence }
}

fn account_policy(name: &str) -> Option<&'static str> {
    Some(match name {
        "Account lockout duration" => "policy.lockout.duration_minutes",
        "Account lockout threshold" => "policy.lockout.threshold",
        "Reset account lockout counter" => "policy.lockout.window_minutes",
        "Length of password history maintained" => "policy.password.history",
        "Minimum password length" => "policy.password.minimum_length",
        "Maximum password age" => "policy.password.maximum_age_days",
        "Minimum password age" => "policy.password.minimum_age_days",
        _ => return None,
    })
}

fn secedit(argument: &str) -> Option<&'static str> {
    Some(match argument.strip_prefix(r"System Access\")? {
        "PasswordComplexity" => "policy.password.complexity",
        "ClearTextPassword" => "policy.password.reversible_encryption",
        "LSAAnonymousNameLookup" => "policy.anonymous_name_lookup",
        "AllowAdministratorLockout" => "policy.lockout.administrator",
        _ => return None,
    })
}

fn policy(attribute: &str, row: &Row) -> Asked {
    let test = match compared(row) {
        // A threshold of 0 locks no account, ever.
        Test::AtMost(most) if attribute == "policy.lockout.threshold" => Test::Within(1, most),
        other => other,
    };
    // "Never" and "None" are 0 where the system keeps them.
    let default = row["DefaultValue"].parse().unwrap_or(0);
    Asked {
        attribute: attribute.to_owned(),
        place: None,
        some: false,
        test,
        absence: Absence::CountsAs(Value::Whole(default)),
    }
}

fn audited(text: &str) -> Value {
    let kinds = ["success", "failure"];
    let text = text.to_lowercase();
    Value::List(kinds.into_iter().filter(|kind| text.contains(kind)).map(str::to_owned).collect())
}

fn audit(argument: &str, row: &Row) -> Asked {
    let wanted = audited(&row["RecommendedValue"]);
    let test = if row["Operator"] == "contains" { Test::Contains(wanted) } else { Test::Equals(wanted) };
    Asked {
        attribute: format!("audit.{}", argument.trim_matches(['{', '}']).to_lowercase()),
        place: None,
        some: false,
        test,
        absence: Absence::CountsAs(audited(&row["DefaultValue"])),
    }
}

/// Accounts by their well-known identifiers (MS-DTYP §2.4.2.4): their names are
/// translated.
pub const ACCOUNTS: [(&str, &str); 11] = [
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

fn right(argument: &str, row: &Row) -> Asked {
    let sid = |name: &str| {
        ACCOUNTS.into_iter().find(|(known, _)| *known == name).map_or(name, |(_, sid)| sid).to_owned()
    };
    let wanted = row["RecommendedValue"].split(';').map(str::trim).filter(|name| !name.is_empty());
    let wanted = Value::List(wanted.map(sid).collect());
    // To deny it to more than is asked is no fault.
    let test = if argument.starts_with("SeDeny") { Test::Contains(wanted) } else { Test::Equals(wanted) };
    Asked {
        attribute: format!("right.{argument}"),
        place: None,
        some: false,
        test,
        absence: Absence::CountsAs(Value::List(Vec::new())),
    }
}

fn startup(attribute: &str, place: String, row: &Row) -> Asked {
    Asked {
        attribute: attribute.to_owned(),
        place: Some(place),
        some: false,
        test: Test::Equals(Value::Text(row["RecommendedValue"].to_lowercase())),
        absence: Absence::Passes,
    }
}
