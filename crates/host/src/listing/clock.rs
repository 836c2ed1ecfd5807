//! Days and hours as systems of different languages print them: which of two numbers
//! is the day shows only over many lines.
//!
//! Not here: finding them in a line (`line`).

use jiff::civil::{Date, DateTime, Time};

/// A moment as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed {
    pub date: [u16; 3],
    pub hour: u8,
    pub minute: u8,
    pub half: Half,
}

/// Of a day of twice twelve hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    None,
    Morning,
    Afternoon,
}

/// What was seen of the order of numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Order {
    day_first: u64,
    month_first: u64,
}

impl Order {
    pub fn see(&mut self, printed: &Printed) {
        let [first, second, _] = printed.date;
        self.day_first += u64::from((13..=31).contains(&first));
        self.month_first += u64::from((13..=31).contains(&second) && first <= 12);
    }

    /// The moment meant; `None` when it cannot be told which number is the day.
    pub fn moment(&self, printed: &Printed) -> Option<DateTime> {
        let [first, second, third] = printed.date;
        let (year, month, day) = if first > 31 {
            (first, second, third)
        } else {
            let (day, month) = match (self.day_first, self.month_first) {
                (0, 0) if first == second => (first, second),
                (days, months) if days > months => (first, second),
                (days, months) if months > days => (second, first),
                _ => return None,
            };
            // Two digits of a year are of this century.
            (if third < 100 { third + 2_000 } else { third }, month, day)
        };
        let small = |number: u16| i8::try_from(number).ok();
        let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
        let hour = match (printed.half, printed.hour) {
            (Half::Morning, 12) => 0,
            (Half::Afternoon, hour @ 1..12) => hour + 12,
            (_, hour) => hour,
        };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(printed.minute).ok()?, 0, 0).ok()?;
        Some(date.to_datetime(time))
    }
}

/// `27/11/2026`, `2026-11-27`, `27.11.2026`, `11/27/26`.
pub(super) fn date(token: &[u8]) -> Option<[u16; 3]> {
    if token.len() < 6 || token.len() > 11 {
        return None;
    }
    let mut numbers = [0_u16; 3];
    let mut place = 0;
    let mut digits = 0;
    for byte in token {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                numbers[place] = numbers[place].checked_mul(10)?.checked_add(u16::from(byte - b'0'))?;
            }
            b'/' | b'-' | b'.' if digits > 0 && place < 2 => {
                place += 1;
                digits = 0;
            }
            _ => return None,
        }
    }
    (place == 2 && digits > 0).then_some(numbers)
}

/// `04:13`, `4:13`.
pub(super) fn time(token: &[u8]) -> Option<(u8, u8)> {
    let at = token.iter().position(|byte| *byte == b':')?;
    let number = |digits: &[u8]| -> Option<u8> {
        let whole = (1..=2).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        whole.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + (digit - b'0')))
    };
    let rest = &token[at + 1..];
    let minutes = rest.get(..2)?;
    Some((number(&token[..at])?, number(minutes)?)).filter(|(hour, minute)| *hour < 24 && *minute < 60)
}

/// AM and PM, in Vietnamese SA (sáng) and CH (chiều); other languages' words are not
/// known, and an hour without them is taken as it stands.
pub(super) fn half(token: &[u8]) -> Half {
    match token.first().map(u8::to_ascii_uppercase) {
        Some(b'A' | b'S') => Half::Morning,
        Some(b'P' | b'C') => Half::Afternoon,
        _ => Half::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, half: Half) -> Printed {
        let (date_text, time_text) = text.split_once(' ').expect("two parts");
        let (hour, minute) = time(time_text.as_bytes()).expect("a time");
        Printed { date: date(date_text.as_bytes()).expect("a date"), hour, minute, half }
    }

    #[test]
    fn which_number_is_the_day_shows_over_many_lines() {
        let unclear = printed("05/06/2026 04:13", Half::None);
        let mut order = Order::default();
        assert_eq!(order.moment(&unclear), None);
        order.see(&printed("27/11/2026 04:13", Half::None));
        assert_eq!(order.moment(&unclear), "2026-06-05T04:13".parse().ok());
        let mut order = Order::default();
        order.see(&printed("11/27/2026 04:13", Half::None));
        assert_eq!(order.moment(&unclear), "2026-05-06T04:13".parse().ok());
        let plain = printed("2026-11-27 12:05", Half::Morning);
        assert_eq!(Order::default().moment(&plain), "2026-11-27T00:05".parse().ok());
        let late = printed("2026-11-27 3:05", Half::Afternoon);
        assert_eq!(Order::default().moment(&late), "2026-11-27T15:05".parse().ok());
        for none in ["1234567", "12/34", "a/b/c", "1/2/3/4", "99999999/1/1"] {
            assert_eq!(date(none.as_bytes()), None, "{none}");
        }
    }
}
