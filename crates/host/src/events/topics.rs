//! What events say, topic by topic: each takes what is its own from an event as it
//! streams by, and tells of it when the log is over.

mod accounts;
mod devices;
mod logons;
mod machine;
mod networks;
mod programs;
mod protection;
mod records;

use super::channels::Provider;
use super::event::Event;
use super::examination::Glance;
use super::out::Out;

#[derive(Debug, Default)]
pub(super) struct Topics {
    records: records::Records,
    logons: logons::Logons,
    accounts: accounts::Accounts,
    programs: programs::Programs,
    protection: protection::Protection,
    networks: networks::Networks,
    devices: devices::Devices,
    machine: machine::Machine,
}

impl Topics {
    /// Takes what matters of an event.
    pub fn see(&mut self, event: &Event<'_>) {
        let Some(provider) = event.provider else { return };
        match (provider, event.id) {
            (Provider::Auditing, 4616 | 4719) | (Provider::EventLog, _) | (Provider::KernelGeneral, 1) => {
                self.records.see(provider, event);
            }
            (Provider::Auditing, 4624) => self.logons.entered(event),
            (Provider::Auditing, 4625) => self.logons.failed(event),
            (Provider::SessionManager | Provider::ConnectionManager, _) => self.logons.remote(event),
            (Provider::RemoteClient, _) => self.logons.went_out(event),
            (Provider::Auditing, 4697 | 4698)
            | (Provider::ServiceControl | Provider::TaskScheduler | Provider::PowerShell, _) => {
                self.programs.see(event);
            }
            (Provider::Auditing, 4950) | (Provider::Defender | Provider::Firewall, _) => {
                self.protection.see(event);
            }
            (Provider::Auditing, 6416)
            | (
                Provider::KernelPnp | Provider::UserPnp | Provider::DriverFrameworks | Provider::Partition,
                _,
            ) => self.devices.see(provider, event),
            (Provider::Auditing, _) => self.accounts.see(event),
            (Provider::NetworkProfile | Provider::Wlan | Provider::TimeService | Provider::DnsClient, _) => {
                self.networks.see(provider, event);
            }
            (Provider::UpdateClient, _) => {
                self.machine.updated(event);
                if event.id == 44 {
                    self.networks.see(provider, event);
                }
            }
            (Provider::KernelGeneral | Provider::KernelPower | Provider::ClassicEventLog, _) => {
                self.machine.see(event);
            }
        }
    }

    /// Tells what the log said.
    pub fn tell(self, out: &mut Out, glance: &Glance) {
        self.records.tell(out);
        self.logons.tell(out);
        self.accounts.tell(out);
        self.programs.tell(out);
        self.protection.tell(out);
        self.networks.tell(out);
        self.devices.tell(out);
        self.machine.tell(out, glance);
    }
}
