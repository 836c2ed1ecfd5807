//! Where somebody came from: addresses of the computer itself, of networks that do not
//! lead out (RFC 1918, 4193, 6598, 3927), and all others.

use std::net::{IpAddr, Ipv4Addr};

/// Where an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whereabouts {
    Here,
    Inside,
    Outside,
    /// No address: a name, or nothing.
    Unknown,
}

pub(super) fn of(text: &str) -> Whereabouts {
    let text = text.trim().trim_start_matches('[');
    let text = text.split([']', '%']).next().unwrap_or_default();
    let with_port = || text.rsplit_once(':').filter(|(before, _)| !before.contains(':'))?.0.parse().ok();
    let Some(address) = text.parse::<IpAddr>().ok().or_else(with_port) else {
        return if text.eq_ignore_ascii_case("LOCAL") { Whereabouts::Here } else { Whereabouts::Unknown };
    };
    let address = address.to_canonical();
    if address.is_loopback() || address.is_unspecified() {
        return Whereabouts::Here;
    }
    let inside = match address {
        IpAddr::V4(four) => {
            four.is_private() || four.is_link_local() || four.is_broadcast() || is_of_a_carrier(four)
        }
        IpAddr::V6(six) => six.is_unique_local() || six.is_unicast_link_local(),
    };
    if inside { Whereabouts::Inside } else { Whereabouts::Outside }
}

/// 100.64.0.0/10: shared among a provider's customers (RFC 6598).
fn is_of_a_carrier(four: Ipv4Addr) -> bool {
    let [first, second, ..] = four.octets();
    first == 100 && second & 0xC0 == 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_out_are_told_from_those_that_do_not() {
        for (text, whereabouts) in [
            ("127.0.0.1", Whereabouts::Here),
            ("::1", Whereabouts::Here),
            ("LOCAL", Whereabouts::Here),
            ("192.168.1.20", Whereabouts::Inside),
            ("10.1.2.3:3389", Whereabouts::Inside),
            ("::ffff:10.0.0.9", Whereabouts::Inside),
            ("fe80::1%12", Whereabouts::Inside),
            ("100.70.0.1", Whereabouts::Inside),
            ("203.0.113.9", Whereabouts::Outside),
            ("[2001:db8::9]:3389", Whereabouts::Outside),
            ("MAY-02", Whereabouts::Unknown),
            ("", Whereabouts::Unknown),
        ] {
            assert_eq!(of(text), whereabouts, "{text}");
        }
    }
}
