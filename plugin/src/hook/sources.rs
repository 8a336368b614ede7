//! From where a hook takes requests (requirement 6.2): single addresses and networks. A secret that leaks, such as the address of a
//! doorbell in Odoo's log, is of no use elsewhere.

use std::fmt::{self, Display, Formatter};
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Hook;

/// In the place of a list: no list.
const ANYWHERE: &str = "anywhere";
/// Each request is compared with all of them.
pub const NETWORKS_MAX: usize = 50;

/// The addresses that requests to a hook may come from; all of them if the list is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sources(Vec<Network>);

/// Why a text is no list of addresses. Entries are as they were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// An entry is neither an address nor a network.
    #[error("“{entry}” is no address")]
    Malformed {
        /// Which one.
        entry: String,
    },
    /// What follows the `/` of an entry is no such number.
    #[error("“{entry}” has to end in a number from 0 to {bits_max}")]
    Prefix {
        /// Which one.
        entry: String,
        /// Bits of an address of its kind.
        bits_max: u8,
    },
    /// An entry names an address within a network: it may mean either.
    #[error("“{entry}” is within {network}")]
    Within {
        /// Which one.
        entry: String,
        /// What it would have to be.
        network: String,
    },
    /// There are more than [`NETWORKS_MAX`].
    #[error("more than {NETWORKS_MAX} entries")]
    TooMany,
}

/// Addresses that begin with the same bits; all of them if it is a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    first: IpAddr,
    prefix: u8,
}

impl Sources {
    /// Reads a list with commas or spaces between its entries, or [`ANYWHERE`].
    ///
    /// # Errors
    /// See [`SourceError`].
    pub fn parse(text: &str) -> Result<Self, SourceError> {
        if text.eq_ignore_ascii_case(ANYWHERE) {
            return Ok(Self::default());
        }
        let entries = text.split([',', ' ']).filter(|entry| !entry.is_empty());
        let mut networks = Vec::new();
        for entry in entries {
            let network = Network::parse(entry)?;
            if !networks.contains(&network) {
                networks.push(network);
            }
        }
        match networks.len() {
            // Nothing between commas is no wish for everybody.
            0 => Err(SourceError::Malformed { entry: text.to_owned() }),
            1..=NETWORKS_MAX => Ok(Self(networks)),
            _ => Err(SourceError::TooMany),
        }
    }

    /// Whether there is no list.
    #[must_use]
    pub fn is_anywhere(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a request from that address is taken, as the server tells it; one from nowhere only without a list.
    #[must_use]
    pub fn admit(&self, address: &str) -> bool {
        self.is_anywhere()
            || address.parse().is_ok_and(|address| self.0.iter().any(|network| network.contains(address)))
    }
}

impl Hook {
    /// Whether a request from that address is taken; the plugin's own have none.
    #[must_use]
    pub fn is_open_to(&self, address: Option<&str>) -> bool {
        address.is_none_or(|address| self.sources.admit(address))
    }
}

impl Display for Sources {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_anywhere() {
            return f.write_str(ANYWHERE);
        }
        for (number, network) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            write!(f, "{comma}{network}")?;
        }
        Ok(())
    }
}

impl From<Sources> for String {
    fn from(sources: Sources) -> Self {
        sources.to_string()
    }
}

impl TryFrom<String> for Sources {
    type Error = SourceError;

    fn try_from(text: String) -> Result<Self, SourceError> {
        Self::parse(&text)
    }
}

impl Network {
    fn parse(entry: &str) -> Result<Self, SourceError> {
        let (address, prefix) =
            entry.split_once('/').map_or((entry, None), |(address, prefix)| (address, Some(prefix)));
        let malformed = |_| SourceError::Malformed { entry: entry.to_owned() };
        let written: IpAddr = address.parse().map_err(malformed)?;
        let (first, bits_max) = (written.to_canonical(), bits(written));
        let prefix = match prefix {
            None => bits(first),
            Some(prefix) => {
                let is_number = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
                let prefix = is_number.then(|| prefix.parse().ok()).flatten().filter(|prefix| *prefix <= bits_max);
                // The first 96 bits of an IPv4 address in the clothes of IPv6 are the clothes.
                prefix
                    .and_then(|prefix: u8| prefix.checked_sub(bits_max - bits(first)))
                    .ok_or_else(|| SourceError::Prefix { entry: entry.to_owned(), bits_max })?
            }
        };
        let network = Self { first, prefix };
        let begins = network.begin();
        if begins == first {
            return Ok(network);
        }
        Err(SourceError::Within { entry: entry.to_owned(), network: Self { first: begins, prefix }.to_string() })
    }

    fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && Self { first: address, ..self }.begin() == self.first
    }

    /// The first address that begins with the same bits.
    fn begin(self) -> IpAddr {
        let free = u32::from(bits(self.first) - self.prefix);
        match self.first {
            IpAddr::V4(address) => {
                IpAddr::V4((u32::MAX.checked_shl(free).unwrap_or_default() & address.to_bits()).into())
            }
            IpAddr::V6(address) => {
                IpAddr::V6((u128::MAX.checked_shl(free).unwrap_or_default() & address.to_bits()).into())
            }
        }
    }
}

impl Display for Network {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.prefix == bits(self.first) {
            return write!(f, "{}", self.first);
        }
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

/// How many an address has.
fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

#[cfg(test)]
mod tests {
    use super::{SourceError, Sources};

    fn shown(text: &str) -> Result<String, SourceError> {
        Sources::parse(text).map(|sources| sources.to_string())
    }

    #[test]
    fn a_list_is_shown_as_short_as_it_can_be() {
        for (text, expected) in [
            ("10.0.0.0/8,192.0.2.7,2001:db8::/32", "10.0.0.0/8,192.0.2.7,2001:db8::/32"),
            ("192.0.2.7/32, 192.0.2.7", "192.0.2.7"),
            ("2001:0DB8:0:0::1/128", "2001:db8::1"),
            ("::ffff:192.0.2.7 ::ffff:10.0.0.0/104", "192.0.2.7,10.0.0.0/8"),
            ("0.0.0.0/0, ::/0", "0.0.0.0/0,::/0"),
            ("Anywhere", "anywhere"),
        ] {
            assert_eq!(shown(text), Ok(expected.into()), "{text}");
        }
    }

    #[test]
    fn an_entry_that_does_not_fit_is_named() {
        for entry in ["example.com", "10.0.0", "10.0.0.0.0", "10.0.0.1:80", "[::1]", "fe80::1%eth0", ",", "/8"] {
            let expected = Err(SourceError::Malformed { entry: entry.into() });
            assert_eq!(shown(&format!("192.0.2.7,{entry}")).and(shown(entry)), expected, "{entry}");
        }
        for (entry, bits_max) in
            [("10.0.0.0/", 32), ("10.0.0.0/33", 32), ("10.0.0.0/+8", 32), ("::/129", 128), ("::ffff:10.0.0.0/95", 128)]
        {
            assert_eq!(shown(entry), Err(SourceError::Prefix { entry: entry.into(), bits_max }), "{entry}");
        }
        for (entry, network) in
            [("10.1.2.3/8", "10.0.0.0/8"), ("10.0.0.1/0", "0.0.0.0/0"), ("2001:db8::1/32", "2001:db8::/32")]
        {
            let expected = SourceError::Within { entry: entry.into(), network: network.into() };
            assert_eq!(shown(entry), Err(expected), "{entry}");
        }
        let many: Vec<_> = (0..51).map(|number| format!("10.0.0.{number}")).collect();
        assert_eq!(shown(&many.join(",")), Err(SourceError::TooMany));
    }

    #[test]
    fn a_network_ends_where_its_bits_end() {
        let admits = |list: &str, address: &str| Sources::parse(list).is_ok_and(|sources| sources.admit(address));
        for prefix in 0..=32_u8 {
            let first = u32::MAX.checked_shl((32 - prefix).into()).unwrap_or_default();
            let shown = |address: u32| std::net::Ipv4Addr::from(address).to_string();
            let list = format!("{}/{prefix}", shown(first));
            assert!(admits(&list, &shown(first)) && admits(&list, "255.255.255.255"), "{list}");
            assert!(first == 0 || !admits(&list, &shown(first - 1)), "{list}");
            assert!(!admits(&list, "2001:db8::1"), "{list}");
        }
        for prefix in 0..=128_u8 {
            let first = u128::MAX.checked_shl((128 - prefix).into()).unwrap_or_default();
            let shown = |address: u128| std::net::Ipv6Addr::from(address).to_string();
            let list = format!("{}/{prefix}", shown(first));
            assert!(admits(&list, &shown(first)) && admits(&list, &shown(u128::MAX)), "{list}");
            assert!(first == 0 || !admits(&list, &shown(first - 1)), "{list}");
            assert!(!admits(&list, "192.0.2.7"), "{list}");
        }
    }
}
