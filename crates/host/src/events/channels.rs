//! Which events matter, in which log each stands, and what is answered of it.
//!
//! Not here: what each event says (`topics`).

use super::value::Scalar;

/// Who wrote an event, of those any of whose events matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    Auditing,
    /// Of the service that keeps the logs; the classic one's name is shorter.
    EventLog,
    ClassicEventLog,
    KernelGeneral,
    KernelPower,
    KernelPnp,
    ServiceControl,
    UpdateClient,
    TimeService,
    DnsClient,
    UserPnp,
    SessionManager,
    ConnectionManager,
    RemoteClient,
    Defender,
    PowerShell,
    Firewall,
    DriverFrameworks,
    Partition,
    NetworkProfile,
    Wlan,
    TaskScheduler,
}

const PROVIDERS: [(&str, Provider); 22] = [
    ("Microsoft-Windows-Security-Auditing", Provider::Auditing),
    ("Microsoft-Windows-Eventlog", Provider::EventLog),
    ("EventLog", Provider::ClassicEventLog),
    ("Microsoft-Windows-Kernel-General", Provider::KernelGeneral),
    ("Microsoft-Windows-Kernel-Power", Provider::KernelPower),
    ("Microsoft-Windows-Kernel-PnP", Provider::KernelPnp),
    ("Service Control Manager", Provider::ServiceControl),
    ("Microsoft-Windows-WindowsUpdateClient", Provider::UpdateClient),
    ("Microsoft-Windows-Time-Service", Provider::TimeService),
    ("Microsoft-Windows-DNS-Client", Provider::DnsClient),
    ("Microsoft-Windows-UserPnp", Provider::UserPnp),
    ("Microsoft-Windows-TerminalServices-LocalSessionManager", Provider::SessionManager),
    ("Microsoft-Windows-TerminalServices-RemoteConnectionManager", Provider::ConnectionManager),
    ("Microsoft-Windows-TerminalServices-ClientActiveXCore", Provider::RemoteClient),
    ("Microsoft-Windows-Windows Defender", Provider::Defender),
    ("Microsoft-Windows-PowerShell", Provider::PowerShell),
    ("Microsoft-Windows-Windows Firewall With Advanced Security", Provider::Firewall),
    ("Microsoft-Windows-DriverFrameworks-UserMode", Provider::DriverFrameworks),
    ("Microsoft-Windows-Partition", Provider::Partition),
    ("Microsoft-Windows-NetworkProfile", Provider::NetworkProfile),
    ("Microsoft-Windows-WLAN-AutoConfig", Provider::Wlan),
    ("Microsoft-Windows-TaskScheduler", Provider::TaskScheduler),
];

impl Provider {
    pub fn of(name: &Scalar<'_>) -> Option<Self> {
        let name = name.name()?;
        PROVIDERS.iter().find(|(known, _)| name.is(known)).map(|(_, provider)| *provider)
    }
}

/// Whether an event is one of those that are looked at beyond its head.
pub(super) fn matters(provider: Provider, id: u16) -> bool {
    let ids: &[u16] = match provider {
        Provider::Auditing => &[
            4616, 4624, 4625, 4697, 4698, 4719, 4720, 4722, 4724, 4726, 4728, 4732, 4740, 4756, 4950, 5025,
            6416,
        ],
        Provider::EventLog => &[104, 1101, 1102, 1104],
        Provider::ClassicEventLog => &[6005, 6008],
        Provider::KernelGeneral => &[1, 12, 13],
        Provider::KernelPower => &[41],
        Provider::KernelPnp => &[400, 410, 430],
        Provider::ServiceControl => &[7045],
        Provider::UpdateClient => &[19, 20, 44],
        Provider::TimeService => &[35, 37],
        Provider::DnsClient => &[1014],
        Provider::UserPnp => &[20001],
        Provider::SessionManager => &[21, 25],
        Provider::ConnectionManager => &[1149],
        Provider::RemoteClient => &[1024, 1102],
        Provider::Defender => &[1006, 1007, 1008, 1116, 1117, 1118, 1119, 5000, 5001, 5010, 5012],
        Provider::PowerShell => &[4104],
        Provider::Firewall => &[2003],
        Provider::DriverFrameworks => &[2003, 2100],
        Provider::Partition => &[1006],
        Provider::NetworkProfile => &[10000, 10001],
        Provider::Wlan => &[8001, 8003, 11001],
        Provider::TaskScheduler => &[106],
    };
    ids.contains(&id)
}

pub(super) const SECURITY: &str = "Security";
pub(super) const SYSTEM: &str = "System";
const SESSIONS: &str = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
const CONNECTIONS: &str = "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational";
const REMOTE_CLIENT: &str = "Microsoft-Windows-TerminalServices-RDPClient/Operational";
const DEFENDER: &str = "Microsoft-Windows-Windows Defender/Operational";
const POWERSHELL: &str = "Microsoft-Windows-PowerShell/Operational";
const FIREWALL: &str = "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall";
const FRAMEWORKS: &str = "Microsoft-Windows-DriverFrameworks-UserMode/Operational";
const PNP: &str = "Microsoft-Windows-Kernel-PnP/Configuration";
const PNP_NEWER: &str = "Microsoft-Windows-Kernel-PnP/Device Configuration";
const PARTITION: &str = "Microsoft-Windows-Partition/Diagnostic";
const NETWORKS: &str = "Microsoft-Windows-NetworkProfile/Operational";
const WIRELESS: &str = "Microsoft-Windows-WLAN-AutoConfig/Operational";
const TASKS: &str = "Microsoft-Windows-TaskScheduler/Operational";

/// Each attribute but that of the logs themselves, with the logs that tell of it.
pub(super) const ATTRIBUTES: [(&str, &[&str]); 26] = [
    ("event.log_cleared", &[SECURITY, SYSTEM]),
    ("event.log_lost", &[SECURITY]),
    ("event.log_restarted", &[SYSTEM]),
    ("event.audit_policy", &[SECURITY]),
    ("event.time_changed", &[SECURITY, SYSTEM]),
    ("event.failed_logons", &[SECURITY]),
    ("event.failed_logon", &[SECURITY]),
    ("event.remote_logon", &[SECURITY, SESSIONS, CONNECTIONS]),
    ("event.account_used", &[SECURITY]),
    ("event.accounts_used", &[SECURITY]),
    ("event.account_change", &[SECURITY]),
    ("event.privileged_member", &[SECURITY]),
    ("event.service_installed", &[SYSTEM, SECURITY]),
    ("event.task_created", &[SECURITY, TASKS]),
    ("event.script_sign", &[POWERSHELL]),
    ("event.malware", &[DEFENDER]),
    ("event.protection_off", &[DEFENDER]),
    ("event.firewall_off", &[FIREWALL, SECURITY]),
    ("event.usb", &[FRAMEWORKS, PNP, PNP_NEWER, PARTITION, SYSTEM, SECURITY]),
    ("event.network", &[NETWORKS]),
    ("event.wifi", &[WIRELESS]),
    ("event.network_use", &[SYSTEM]),
    ("event.remote_desktop_used", &[REMOTE_CLIENT]),
    ("event.machine_run", &[SYSTEM]),
    ("event.updates", &[SYSTEM]),
    ("event.update_failed", &[SYSTEM]),
];

/// Every log that is looked for.
pub(super) fn channels() -> impl Iterator<Item = &'static str> {
    let mut seen: Vec<&str> = ATTRIBUTES.iter().flat_map(|(_, channels)| channels.iter().copied()).collect();
    seen.sort_unstable();
    seen.dedup();
    // Under either name it is the same log.
    seen.into_iter().filter(|channel| *channel != PNP_NEWER)
}

/// The log a file holds by its own name, as Windows names its files and as the
/// collecting script does; for one without records.
pub(super) fn by_file(file: &str) -> Option<&'static str> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.get(..name.len().checked_sub(5)?)?.replace("%4", "/");
    let short = [
        ("NetworkProfile", NETWORKS),
        ("WLAN-AutoConfig", WIRELESS),
        ("DriverFrameworks", FRAMEWORKS),
        ("Kernel-PnP", PNP),
        ("Kernel-PnP-Device", PNP_NEWER),
        ("Partition", PARTITION),
        ("Defender", DEFENDER),
        ("RemoteDesktop", SESSIONS),
        ("RemoteConnection", CONNECTIONS),
        ("RemoteDesktopClient", REMOTE_CLIENT),
        ("PowerShell", POWERSHELL),
        ("Firewall", FIREWALL),
        ("TaskScheduler", TASKS),
    ];
    let full = channels().map(|channel| (channel, channel));
    short
        .into_iter()
        .chain(full)
        .find(|(name, _)| name.eq_ignore_ascii_case(&stem))
        .map(|(_, channel)| channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_log_by_its_name() {
        assert_eq!(by_file("Security.evtx"), Some(SECURITY));
        assert_eq!(by_file("Microsoft-Windows-NetworkProfile%4Operational.evtx"), Some(NETWORKS));
        assert_eq!(by_file("networkprofile.EVTX"), Some(NETWORKS));
        assert_eq!(by_file("HardwareEvents.evtx"), None);
        assert_eq!(by_file("evtx"), None);
    }
}
