//! Which addresses a request may reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kind of place an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The public internet.
    Public,
    /// This machine or a private network: only with the admin's permission.
    Private,
    /// Never an origin: link-local (cloud metadata lives there), multicast, unspecified, reserved.
    Never,
}

/// Tells what kind of place an address is, looking through IPv6 forms that carry an IPv4 address.
pub(super) fn place(address: IpAddr) -> Place {
    match address {
        IpAddr::V4(v4) => place_v4(v4),
        IpAddr::V6(v6) => embedded_v4(v6).map_or_else(|| place_v6(v6), place_v4),
    }
}

fn place_v4(address: Ipv4Addr) -> Place {
    let [a, b, c, _] = address.octets();
    if address.is_unspecified()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a, b, c) == (192, 0, 0)
    {
        Place::Never
    } else if address.is_loopback()
        || address.is_private()
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19))
    {
        Place::Private
    } else {
        Place::Public
    }
}

fn place_v6(address: Ipv6Addr) -> Place {
    let first = address.segments()[0];
    if address.is_loopback() || (first & 0xfe00) == 0xfc00 {
        Place::Private
    } else if address.is_unspecified()
        || address.is_multicast()
        || (first & 0xffc0) == 0xfe80
        || (first, address.segments()[1]) == (0x2001, 0x0db8)
        || (first & 0xe000) != 0x2000
    {
        Place::Never
    } else {
        Place::Public
    }
}

/// The IPv4 address inside a mapped (`::ffff:a.b.c.d`), compatible, NAT64 (`64:ff9b::/96`) or 6to4 (`2002::/16`)
/// address.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let low = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, a, b] if (a, b) != (0, 0) && (a, b) != (0, 1) => Some(low(a, b)),
        [0x64, 0xff9b, 0, 0, 0, 0, a, b] => Some(low(a, b)),
        [0x2002, a, b, ..] => Some(low(a, b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{Place, place};

    #[test]
    fn every_special_range_is_told_from_the_public_internet() {
        let table = [
            ("93.184.216.34", Place::Public),
            ("2a00:1450:4001::1", Place::Public),
            ("127.0.0.1", Place::Private),
            ("10.1.2.3", Place::Private),
            ("172.16.0.1", Place::Private),
            ("172.32.0.1", Place::Public),
            ("192.168.1.1", Place::Private),
            ("100.64.0.1", Place::Private),
            ("100.128.0.1", Place::Public),
            ("198.18.0.1", Place::Private),
            ("::1", Place::Private),
            ("fd00::1", Place::Private),
            ("0.0.0.0", Place::Never),
            ("169.254.169.254", Place::Never),
            ("224.0.0.1", Place::Never),
            ("255.255.255.255", Place::Never),
            ("240.0.0.1", Place::Never),
            ("192.0.2.1", Place::Never),
            ("::", Place::Never),
            ("fe80::1", Place::Never),
            ("ff02::1", Place::Never),
            ("2001:db8::1", Place::Never),
            ("::ffff:10.0.0.1", Place::Private),
            ("::ffff:169.254.169.254", Place::Never),
            ("64:ff9b::a00:1", Place::Private),
            ("2002:a9fe:a9fe::1", Place::Never),
        ];
        let seen: Vec<_> = table.iter().map(|(text, _)| (*text, place(text.parse().unwrap()))).collect();
        assert_eq!(seen, table);
    }
}
