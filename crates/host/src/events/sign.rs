//! Signs of an attack in what is run: told by their names, so that nothing of a
//! command or a script leaves the computer.
//!
//! The signs are plain words that attacks need and everyday work does not; what hides
//! them better is not found here. Not here: programs that are run (`topics`).

use crate::windows::names;
use std::collections::BTreeSet;

/// Characters of a program's name, at most.
const LONGEST_NAME: usize = 100;

/// A sign and the words of it, in small letters.
type Sign = (&'static str, &'static [&'static str]);

/// In the command of a service or a task.
const IN_COMMANDS: &[Sign] = &[
    ("psexec", &["psexesvc"]),
    ("command_shell", &["cmd.exe /", "cmd /", "%comspec%", "cmd.exe\" /"]),
    (
        "script_engine",
        &["powershell", "pwsh", "wscript", "cscript", "mshta", "regsvr32 /s /n", "javascript:"],
    ),
    ("encoded_command", &[" -enc", " -e jab", "frombase64string"]),
    ("remote_pipe", &[r"\\127.0.0.1\", r"\\.\pipe\", r"\admin$\", r"\c$\"]),
    ("download", &["http://", "https://", "bitsadmin", "certutil"]),
    (
        "odd_folder",
        &[
            r"\temp\",
            r"\appdata\",
            r"\users\public\",
            r"\downloads\",
            r"\perflogs\",
            r"\$recycle.bin\",
            r"%temp%",
            r"%appdata%",
            r"%public%",
        ],
    ),
];

/// In a script, with quotes, spaces and marks that split words taken out.
const IN_SCRIPTS: &[Sign] = &[
    (
        "memory_injection",
        &[
            "virtualalloc",
            "writeprocessmemory",
            "createremotethread",
            "getdelegateforfunctionpointer",
            "reflection.assembly]::load(",
        ],
    ),
    (
        "credential_theft",
        &[
            "mimikatz",
            "sekurlsa",
            "minidumpwritedump",
            "comsvcs.dll",
            "invoke-kerberoast",
            "lsadump",
            "dumpcreds",
        ],
    ),
    (
        "attack_tool",
        &[
            "powersploit",
            "invoke-shellcode",
            "sharphound",
            "bloodhound",
            "nishang",
            "powerview",
            "invoke-empire",
            "cobaltstrike",
            "powercat",
        ],
    ),
    ("protection_off", &["amsiutils", "amsiinitfailed", "amsiscanbuffer", "set-mppreference-disable"]),
    ("exclusion_added", &["add-mppreference-exclusion", "set-mppreference-exclusion"]),
    (
        "download_and_run",
        &["downloadstring(", "downloaddata(", "invoke-webrequest|iex", "iwr|iex", "irm|iex"],
    ),
    ("encoded_command", &["frombase64string(", "-encodedcommand"]),
    ("log_clearing", &["clear-eventlog", "wevtutilcl", "wevtutil.execl", "remove-eventlog"]),
    ("backup_deletion", &["vssadmindelete", "vssadmin.exedelete", "shadowcopydelete", "wbadmindelete"]),
    ("spying", &["getasynckeystate", "copyfromscreen(", "get-clipboard-raw"]),
];

fn found(text: &str, signs: &[Sign]) -> BTreeSet<&'static str> {
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    signs.iter().filter(|(_, words)| holds(words)).map(|(sign, _)| *sign).collect()
}

/// Signs in the command of a service or a task.
pub(super) fn in_command(command: &str) -> BTreeSet<&'static str> {
    let text = command.to_lowercase();
    let mut signs = found(&text, IN_COMMANDS);
    if names::product(names::REMOTE_CONTROL, &text).is_some() {
        signs.insert("remote_control");
    }
    if names::LICENCE_TOOLS.iter().any(|tool| names::is_in(&text, tool)) {
        signs.insert("licence_tool");
    }
    signs
}

/// Signs in the text of a script.
pub(super) fn in_script(script: &str) -> BTreeSet<&'static str> {
    const SPLITTING: [char; 8] = ['`', '^', '\'', '"', '+', ' ', '\t', '\n'];
    let text: String = script.chars().filter(|c| !SPLITTING.contains(c)).collect();
    found(&text.to_lowercase(), IN_SCRIPTS)
}

/// The name of the program a command runs, without its folder and what it is given;
/// none where that cannot be told.
pub(super) fn program(command: &str) -> Option<String> {
    let command = command.trim();
    let path = if let Some(rest) = command.strip_prefix('"') {
        rest.split('"').next()?
    } else {
        let lower = command.to_ascii_lowercase();
        let ends = [".exe", ".sys", ".dll", ".bat", ".cmd", ".vbs", ".ps1", ".com", ".scr"];
        let end = ends.iter().filter_map(|end| lower.find(end).map(|at| at + end.len())).min();
        match end {
            Some(end) => command.get(..end)?,
            None => command.split_whitespace().next()?,
        }
    };
    let name = path.rsplit(['\\', '/']).next()?.trim();
    let plain = |c: char| c.is_alphanumeric() || "._-()[]{}~$@ ".contains(c);
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(plain);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(found: BTreeSet<&'static str>) -> Vec<&'static str> {
        found.into_iter().collect()
    }

    #[test]
    fn signs_are_told_and_everyday_commands_have_none() {
        let odd = r"%COMSPEC% /Q /c echo cd ^> \\127.0.0.1\C$\__output 2^>^&1";
        assert_eq!(signs(in_command(odd)), ["command_shell", "remote_pipe"]);
        assert_eq!(signs(in_command(r"C:\Users\an\AppData\Local\x.exe")), ["odd_folder"]);
        assert_eq!(signs(in_command(r"C:\Program Files\AnyDesk\AnyDesk.exe --service")), ["remote_control"]);
        assert!(in_command(r"C:\Windows\System32\svchost.exe -k netsvcs").is_empty());
        assert!(in_command(r"system32\DRIVERS\e1d.sys").is_empty());
        assert_eq!(
            signs(in_script("IEX (New-Object Net.WebClient).Download`String('x')")),
            ["download_and_run"]
        );
        assert_eq!(signs(in_script("\"Ams\"+\"iUtils\"")), ["protection_off"]);
        assert!(in_script("Get-ChildItem C:\\ | Sort-Object Length").is_empty());
    }

    #[test]
    fn a_command_gives_no_more_than_its_programs_name() {
        for (command, name) in [
            (r#""C:\Program Files\A\b.exe" --token=bimat"#, Some("b.exe")),
            (r"C:\Program Files\A B\c d.exe -p bimat", Some("c d.exe")),
            (r"\SystemRoot\system32\drivers\x.sys", Some("x.sys")),
            ("notepad bimat", Some("notepad")),
            ("|||", None),
            ("", None),
        ] {
            assert_eq!(program(command).as_deref(), name, "{command}");
        }
    }
}
