//! The thresholds of the rules; a TOML file may set each of them.

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Names are the keys of the file; each says its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Months of the period when no first day is given.
    pub period_months: u32,
    /// How long before a dossier is opened a lookup fits it, hours.
    pub before_opened_hours: f64,
    /// How long after a dossier is closed a lookup fits it, days.
    pub after_closed_days: f64,
    /// L2: lookups of a system's middle working day from which on a silent day counts.
    pub silence_median: f64,
    /// L2: office hours [from, to), hours of the day.
    pub silence_from_hour: f64,
    pub silence_to_hour: f64,
    /// L3: how far time may step back, seconds.
    pub step_back_seconds: f64,
    /// L8: working hours [from, to), hours of the day.
    pub hours_from: f64,
    pub hours_to: f64,
    /// L9: how far apart two terminals are too close, seconds.
    pub shared_seconds: f64,
    /// L10: flagged above median + `volume_factor` × max(MAD, `volume_least_deviation`).
    pub volume_factor: f64,
    pub volume_least_deviation: f64,
    /// L10: active days an account needs, and lookups a day needs.
    pub volume_active_days: u64,
    pub volume_lookups: u64,
    /// L11: days of the window, accounts and units in it.
    pub breadth_days: f64,
    pub breadth_accounts: usize,
    pub breadth_units: usize,
    /// L13: days without use.
    pub dormant_days: f64,
    /// L18: denied and failed lookups of an account in a day.
    pub denied: u64,
    /// L19: days without a record before the end of the period.
    pub ended_days: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            period_months: 24,
            before_opened_hours: 1.0,
            after_closed_days: 15.0,
            silence_median: 20.0,
            silence_from_hour: 8.0,
            silence_to_hour: 17.0,
            step_back_seconds: 300.0,
            hours_from: 7.0,
            hours_to: 18.0,
            shared_seconds: 120.0,
            volume_factor: 6.0,
            volume_least_deviation: 5.0,
            volume_active_days: 10,
            volume_lookups: 50,
            breadth_days: 30.0,
            breadth_accounts: 5,
            breadth_units: 3,
            dormant_days: 60.0,
            denied: 20,
            ended_days: 7.0,
        }
    }
}

impl Parameters {
    /// # Errors
    /// When the file cannot be read, names what is no parameter, or sets one to what
    /// it cannot be.
    pub fn read(path: Option<&Path>) -> Result<Parameters> {
        let Some(path) = path else { return Ok(Parameters::default()) };
        let name = || format!("tệp tham số {}", path.display());
        let text = std::fs::read_to_string(path).with_context(name)?;
        let parameters: Parameters = toml::from_str(&text).with_context(name)?;
        parameters.check().with_context(name)?;
        Ok(parameters)
    }

    fn check(&self) -> Result<()> {
        let numbers = [
            self.before_opened_hours,
            self.after_closed_days,
            self.silence_median,
            self.silence_from_hour,
            self.silence_to_hour,
            self.step_back_seconds,
            self.hours_from,
            self.hours_to,
            self.shared_seconds,
            self.volume_factor,
            self.volume_least_deviation,
            self.breadth_days,
            self.dormant_days,
            self.ended_days,
        ];
        anyhow::ensure!(
            numbers.iter().all(|number| (0.0..=1e6).contains(number)),
            "mỗi ngưỡng phải là số từ 0 đến 1.000.000"
        );
        // The earliest and the latest lookup of a day stand for all between: true of
        // windows longer than a day.
        anyhow::ensure!(self.breadth_days > 1.0, "breadth_days phải lớn hơn 1");
        Ok(())
    }
}

/// A number of units in microseconds.
pub fn micros(number: f64, unit: i64) -> i64 {
    (number * unit as f64).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_some_and_only_what_there_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.toml");
        std::fs::write(&path, "denied = 3\nhours_from = 6.5\n").expect("written");
        let read = Parameters::read(Some(&path)).expect("parameters");
        assert_eq!(read, Parameters { denied: 3, hours_from: 6.5, ..Parameters::default() });
        for wrong in ["dennied = 3", "hours_from = -1.0", "hours_from = nan", "breadth_days = 1.0"] {
            std::fs::write(&path, wrong).expect("written");
            assert!(Parameters::read(Some(&path)).is_err(), "{wrong}");
        }
    }
}
