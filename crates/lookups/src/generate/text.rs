//! Numbers and times as text, fast: they are most of what is written.

use crate::local::{DAY, Day, SECOND};

const OFFSET: i64 = 7 * 3600 * SECOND;

/// Puts a number with leading zeros.
pub fn digits(out: &mut String, mut value: u64, width: usize) {
    let mut buffer = [b'0'; 20];
    let mut at = buffer.len();
    while value > 0 || buffer.len() - at < width {
        at -= 1;
        buffer[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.push_str(std::str::from_utf8(&buffer[at..]).unwrap_or_default());
}

/// Moments in RFC 3339, Vietnamese time; the date is remembered from one to the next.
#[derive(Debug, Default)]
pub struct Stamp {
    day: i32,
    date: String,
}

impl Stamp {
    pub fn write(&mut self, out: &mut String, moment: i64) {
        let local = moment + OFFSET;
        let day = local.div_euclid(DAY) as i32;
        if day != self.day || self.date.is_empty() {
            self.day = day;
            self.date = Day(day).to_string();
        }
        let micros = local.rem_euclid(DAY);
        let seconds = (micros / SECOND) as u64;
        out.push_str(&self.date);
        for (mark, part) in [('T', seconds / 3600), (':', seconds / 60 % 60), (':', seconds % 60)] {
            out.push(mark);
            digits(out, part, 2);
        }
        let rest = micros % SECOND;
        if rest > 0 {
            out.push('.');
            if rest % 1000 == 0 { digits(out, rest as u64 / 1000, 3) } else { digits(out, rest as u64, 6) }
        }
        out.push_str("+07:00");
    }
}
