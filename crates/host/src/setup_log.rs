//! The log Windows keeps of devices it installs: `setupapi.dev.log` since Vista,
//! `setupapi.log` before. A stick's first time on the computer stands in it, and
//! stays when somebody cleans the registry.
//!
//! Its times are the computer's own local time, and are said to be. Not here: devices
//! that carry no data.

mod device;
mod observe;
mod read;

use jiff::civil::DateTime;

pub use observe::{ATTRIBUTES, not_collected, observations};
pub use read::read;

/// Bytes of a log that are read, at most; Windows begins a new one long before.
pub const LARGEST: usize = 256 << 20;
/// Devices that are told of one log, at most.
pub const MOST_DEVICES: usize = 5_000;

/// What a log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetupLog {
    /// In the order of their first section.
    pub devices: Vec<Device>,
    /// Sections of any kind.
    pub sections: usize,
    /// The first and the last moment in it: before and after, it says nothing.
    pub from: Option<DateTime>,
    pub to: Option<DateTime>,
    pub doubts: Vec<Doubt>,
}

/// What could not be read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Larger than is read; what is behind was not.
    TooLarge,
    TooManyDevices,
    /// A section that begins on this line has no moment that can be read.
    NoTime {
        line: usize,
    },
}

/// A device that carries data, told by its serial number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// As it is written there.
    pub serial: String,
    /// `storage`, `portable`, `tethering`.
    pub kind: &'static str,
    /// `Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`, where it is written.
    pub model: Option<String>,
    /// `VID_0781&PID_5530`, where it is written.
    pub numbers: Option<String>,
    pub first: Option<DateTime>,
    pub last: Option<DateTime>,
    /// When its entry was taken out: by Windows, or by somebody who cleans up.
    pub deleted: Option<DateTime>,
    pub sections: usize,
    /// Where its first section begins.
    pub line: usize,
}
