//! Settings that are one value each: the table below is all there is to them. What a
//! setting means when it is not there is for rules to know.

use super::Role::{self, Software, System, User};
use super::look::Look;
use super::shape::Shape::{self, Flag, Several, Text, Whole};

type Setting = (&'static str, Role, &'static str, &'static str, Shape);

const POLICIES: &str = r"Microsoft\Windows\CurrentVersion\Policies\System";
const EXPLORER: &str = r"Microsoft\Windows\CurrentVersion\Policies\Explorer";
const LSA: &str = r"CurrentControlSet\Control\Lsa";
const TERMINAL: &str = r"CurrentControlSet\Control\Terminal Server";
const RDP: &str = r"CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp";
const SERVER: &str = r"CurrentControlSet\Services\LanmanServer\Parameters";
const CLIENT: &str = r"CurrentControlSet\Services\LanmanWorkstation\Parameters";
const TIME: &str = r"CurrentControlSet\Services\W32Time\Parameters";
const DOMAIN_FIREWALL: &str =
    r"CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile";
const PRIVATE_FIREWALL: &str =
    r"CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile";
const PUBLIC_FIREWALL: &str =
    r"CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile";
const DEFENDER: &str = r"Microsoft\Windows Defender";
const DEFENDER_POLICY: &str = r"Policies\Microsoft\Windows Defender";
const UPDATE_POLICY: &str = r"Policies\Microsoft\Windows\WindowsUpdate";
const UPDATE_POLICY_AUTO: &str = r"Policies\Microsoft\Windows\WindowsUpdate\AU";
const STORAGE_POLICY: &str = r"Policies\Microsoft\Windows\RemovableStorageDevices";
const DESKTOP: &str = r"Control Panel\Desktop";
const DESKTOP_POLICY: &str = r"Software\Policies\Microsoft\Windows\Control Panel\Desktop";

/// Attribute, hive, key, value, and what it is read as.
const SETTINGS: &[Setting] = &[
    ("uac.enabled", Software, POLICIES, "EnableLUA", Flag),
    ("uac.prompt_administrators", Software, POLICIES, "ConsentPromptBehaviorAdmin", Whole),
    ("uac.prompt_users", Software, POLICIES, "ConsentPromptBehaviorUser", Whole),
    ("uac.secure_desktop", Software, POLICIES, "PromptOnSecureDesktop", Flag),
    ("uac.filter_administrator", Software, POLICIES, "FilterAdministratorToken", Flag),
    ("uac.virtualization", Software, POLICIES, "EnableVirtualization", Flag),
    ("uac.remote_unfiltered", Software, POLICIES, "LocalAccountTokenFilterPolicy", Flag),
    ("logon.hide_last_user", Software, POLICIES, "DontDisplayLastUserName", Flag),
    ("logon.without_keys", Software, POLICIES, "DisableCAD", Flag),
    ("logon.notice", Software, POLICIES, "legalnoticecaption", Text),
    ("logon.lock_after", Software, POLICIES, "InactivityTimeoutSecs", Whole),
    ("logon.cached", Software, r"Microsoft\Windows NT\CurrentVersion\Winlogon", "CachedLogonsCount", Whole),
    (
        "logon.last_user",
        Software,
        r"Microsoft\Windows\CurrentVersion\Authentication\LogonUI",
        "LastLoggedOnUser",
        Text,
    ),
    ("autoplay.machine", Software, EXPLORER, "NoDriveTypeAutoRun", Whole),
    ("autoplay.no_autorun", Software, EXPLORER, "NoAutorun", Flag),
    (
        "autoplay.user",
        User,
        r"Software\Microsoft\Windows\CurrentVersion\Policies\Explorer",
        "NoDriveTypeAutoRun",
        Whole,
    ),
    (
        "autoplay.user_disabled",
        User,
        r"Software\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers",
        "DisableAutoplay",
        Flag,
    ),
    ("lsa.lm_compatibility", System, LSA, "LmCompatibilityLevel", Whole),
    ("lsa.no_lm_hash", System, LSA, "NoLMHash", Flag),
    ("lsa.protected", System, LSA, "RunAsPPL", Whole),
    ("lsa.restrict_anonymous", System, LSA, "RestrictAnonymous", Whole),
    ("lsa.restrict_anonymous_sam", System, LSA, "RestrictAnonymousSAM", Whole),
    ("lsa.everyone_includes_anonymous", System, LSA, "EveryoneIncludesAnonymous", Flag),
    ("lsa.limit_blank_passwords", System, LSA, "LimitBlankPasswordUse", Flag),
    ("lsa.no_domain_credentials", System, LSA, "DisableDomainCreds", Flag),
    ("lsa.audit_subcategories", System, LSA, "SCENoApplyLegacyAuditPolicy", Flag),
    ("lsa.authentication_packages", System, LSA, "Authentication Packages", Several),
    ("lsa.security_packages", System, LSA, "Security Packages", Several),
    ("lsa.notification_packages", System, LSA, "Notification Packages", Several),
    (
        "lsa.least_session_security",
        System,
        r"CurrentControlSet\Control\Lsa\MSV1_0",
        "NtlmMinServerSec",
        Whole,
    ),
    (
        "wdigest.keeps_password",
        System,
        r"CurrentControlSet\Control\SecurityProviders\WDigest",
        "UseLogonCredential",
        Flag,
    ),
    ("remote_desktop.denied", System, TERMINAL, "fDenyTSConnections", Flag),
    (
        "remote_desktop.assistance",
        System,
        r"CurrentControlSet\Control\Remote Assistance",
        "fAllowToGetHelp",
        Flag,
    ),
    ("remote_desktop.port", System, RDP, "PortNumber", Whole),
    ("remote_desktop.network_level", System, RDP, "UserAuthentication", Flag),
    ("remote_desktop.security_layer", System, RDP, "SecurityLayer", Whole),
    ("remote_desktop.least_encryption", System, RDP, "MinEncryptionLevel", Whole),
    ("smb.version_1", System, SERVER, "SMB1", Flag),
    ("smb.version_1_client", System, r"CurrentControlSet\Services\mrxsmb10", "Start", Whole),
    ("smb.server_signs_always", System, SERVER, "RequireSecuritySignature", Flag),
    ("smb.client_signs_always", System, CLIENT, "RequireSecuritySignature", Flag),
    ("smb.plain_passwords", System, CLIENT, "EnablePlainTextPassword", Flag),
    ("smb.null_session_shares", System, SERVER, "NullSessionShares", Several),
    ("smb.restrict_null_sessions", System, SERVER, "RestrictNullSessAccess", Flag),
    ("smb.administrative_shares", System, SERVER, "AutoShareWks", Flag),
    ("firewall.domain", System, DOMAIN_FIREWALL, "EnableFirewall", Flag),
    ("firewall.private", System, PRIVATE_FIREWALL, "EnableFirewall", Flag),
    ("firewall.public", System, PUBLIC_FIREWALL, "EnableFirewall", Flag),
    (
        "firewall.policy.domain",
        Software,
        r"Policies\Microsoft\WindowsFirewall\DomainProfile",
        "EnableFirewall",
        Flag,
    ),
    (
        "firewall.policy.private",
        Software,
        r"Policies\Microsoft\WindowsFirewall\StandardProfile",
        "EnableFirewall",
        Flag,
    ),
    (
        "firewall.policy.public",
        Software,
        r"Policies\Microsoft\WindowsFirewall\PublicProfile",
        "EnableFirewall",
        Flag,
    ),
    ("time.source", System, TIME, "NtpServer", Text),
    ("time.type", System, TIME, "Type", Text),
    ("usb.storage_start", System, r"CurrentControlSet\Services\USBSTOR", "Start", Whole),
    (
        "usb.storage_write_protect",
        System,
        r"CurrentControlSet\Control\StorageDevicePolicies",
        "WriteProtect",
        Flag,
    ),
    ("usb.policy_deny_all", Software, STORAGE_POLICY, "Deny_All", Flag),
    (
        "usb.policy_deny_read",
        Software,
        r"Policies\Microsoft\Windows\RemovableStorageDevices\{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}",
        "Deny_Read",
        Flag,
    ),
    (
        "usb.policy_deny_write",
        Software,
        r"Policies\Microsoft\Windows\RemovableStorageDevices\{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}",
        "Deny_Write",
        Flag,
    ),
    ("update.policy_off", Software, UPDATE_POLICY_AUTO, "NoAutoUpdate", Flag),
    ("update.policy_how", Software, UPDATE_POLICY_AUTO, "AUOptions", Whole),
    ("update.server", Software, UPDATE_POLICY, "WUServer", Text),
    ("defender.off", Software, DEFENDER, "DisableAntiSpyware", Flag),
    ("defender.policy_off", Software, DEFENDER_POLICY, "DisableAntiSpyware", Flag),
    (
        "defender.realtime_off",
        Software,
        r"Microsoft\Windows Defender\Real-Time Protection",
        "DisableRealtimeMonitoring",
        Flag,
    ),
    (
        "defender.policy_realtime_off",
        Software,
        r"Policies\Microsoft\Windows Defender\Real-Time Protection",
        "DisableRealtimeMonitoring",
        Flag,
    ),
    ("smartscreen", Software, r"Microsoft\Windows\CurrentVersion\Explorer", "SmartScreenEnabled", Text),
    (
        "powershell.script_log",
        Software,
        r"Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging",
        "EnableScriptBlockLogging",
        Flag,
    ),
    (
        "powershell.execution_policy",
        Software,
        r"Microsoft\PowerShell\1\ShellIds\Microsoft.PowerShell",
        "ExecutionPolicy",
        Text,
    ),
    ("script_host.enabled", Software, r"Microsoft\Windows Script Host\Settings", "Enabled", Flag),
    (
        "installer.always_elevated",
        Software,
        r"Policies\Microsoft\Windows\Installer",
        "AlwaysInstallElevated",
        Flag,
    ),
    ("log.security_size", System, r"CurrentControlSet\Services\EventLog\Security", "MaxSize", Whole),
    ("log.security_retention", System, r"CurrentControlSet\Services\EventLog\Security", "Retention", Whole),
    ("log.system_size", System, r"CurrentControlSet\Services\EventLog\System", "MaxSize", Whole),
    ("log.application_size", System, r"CurrentControlSet\Services\EventLog\Application", "MaxSize", Whole),
    (
        "pagefile.cleared",
        System,
        r"CurrentControlSet\Control\Session Manager\Memory Management",
        "ClearPageFileAtShutdown",
        Flag,
    ),
    ("dump.kind", System, r"CurrentControlSet\Control\CrashControl", "CrashDumpEnabled", Whole),
    ("boot.secure", System, r"CurrentControlSet\Control\SecureBoot\State", "UEFISecureBootEnabled", Flag),
    ("cloud.disabled", Software, r"Policies\Microsoft\Windows\OneDrive", "DisableFileSyncNGSC", Flag),
    ("screensaver.active", User, DESKTOP, "ScreenSaveActive", Flag),
    ("screensaver.locks", User, DESKTOP, "ScreenSaverIsSecure", Flag),
    ("screensaver.after", User, DESKTOP, "ScreenSaveTimeOut", Whole),
    ("screensaver.policy_active", User, DESKTOP_POLICY, "ScreenSaveActive", Flag),
    ("screensaver.policy_locks", User, DESKTOP_POLICY, "ScreenSaverIsSecure", Flag),
    ("screensaver.policy_after", User, DESKTOP_POLICY, "ScreenSaveTimeOut", Whole),
    ("office.macros.word", User, r"Software\Microsoft\Office\16.0\Word\Security", "VBAWarnings", Whole),
    ("office.macros.excel", User, r"Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings", Whole),
];

pub(super) fn see(look: &mut Look<'_>) {
    for (attribute, role, path, value, shape) in SETTINGS {
        for spot in look.open(*role, path, &[attribute]) {
            look.value(attribute, &spot, value, *shape);
        }
    }
}
