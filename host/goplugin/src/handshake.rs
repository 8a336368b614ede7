//! What both sides say before they connect: a secret that is none, and one line on stdout.

use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// The version of go-plugin's own protocol, the first field of the line.
const CORE_PROTOCOL: &str = "1";

/// The only RPC kind spoken here.
const RPC_KIND: &str = "netrpc";

/// Environment variable and value by which a plugin knows that an application started it, and not a curious person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MagicCookie<'a> {
    /// Name of the environment variable.
    pub key: &'a str,
    /// The value it must have.
    pub value: &'a str,
}

/// The plugin was started by hand.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This binary is a plugin. It is not meant to be executed directly: \
     the application that uses it starts it, with the environment variable {key} set"
)]
pub struct NotAPluginHost {
    key: String,
}

impl MagicCookie<'_> {
    /// Checks `found`, the variable's value in the environment.
    ///
    /// # Errors
    /// It is absent or different. Print the error to stderr and exit with code 1.
    pub fn check(&self, found: Option<&str>) -> Result<(), NotAPluginHost> {
        if found == Some(self.value) { Ok(()) } else { Err(NotAPluginHost { key: self.key.to_owned() }) }
    }
}

/// The line that a plugin prints to stdout once it listens: `1|1|unix|/tmp/plugin42|netrpc|`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// Version of the protocol between this application and its plugins.
    pub app_protocol: u32,
    /// Where the plugin listens.
    pub address: Address,
}

/// Where a plugin listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A Unix socket.
    Unix(PathBuf),
    /// A TCP port.
    Tcp(SocketAddr),
}

/// The line is not a handshake that can be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    /// Not even the shape of one.
    #[error("unrecognized plugin message: {0:?}")]
    NotAHandshake(String),
    /// A version of go-plugin itself that is not 1.
    #[error("the plugin speaks version {0} of go-plugin, only 1 is known")]
    CoreProtocol(String),
    /// Neither a Unix socket nor a TCP port.
    #[error("the plugin listens on {network:?} at {address:?}, which is neither a Unix socket nor a TCP port")]
    Address {
        /// Third field.
        network: String,
        /// Fourth field.
        address: String,
    },
    /// gRPC, for instance.
    #[error("unsupported plugin protocol {0:?}, only netrpc is supported")]
    RpcKind(String),
    /// The plugin wants TLS.
    #[error("the plugin sent a certificate, but TLS is not supported")]
    Certificate,
}

impl Handshake {
    /// Prints the line to stdout, the only thing a plugin ever prints there.
    ///
    /// # Errors
    /// Stdout is closed: nobody waits for this plugin.
    pub fn announce(&self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{self}")?;
        stdout.flush()
    }
}

impl fmt::Display for Handshake {
    /// The line without its line feed. The last field, a certificate, stays empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{CORE_PROTOCOL}|{}|", self.app_protocol)?;
        match &self.address {
            Address::Unix(path) => write!(f, "unix|{}", path.display())?,
            Address::Tcp(address) => write!(f, "tcp|{address}")?,
        }
        write!(f, "|{RPC_KIND}|")
    }
}

impl FromStr for Handshake {
    type Err = HandshakeError;

    /// Reads a line of four or more fields; a missing fifth one means `netrpc`.
    fn from_str(line: &str) -> Result<Self, HandshakeError> {
        let not_a_handshake = || HandshakeError::NotAHandshake(line.to_owned());
        let fields: Vec<&str> = line.trim().split('|').collect();
        let &[core, app, network, address, ..] = fields.as_slice() else {
            return Err(not_a_handshake());
        };
        if core != CORE_PROTOCOL {
            return Err(HandshakeError::CoreProtocol(core.to_owned()));
        }
        let app_protocol = app.parse().map_err(|_| not_a_handshake())?;
        let address = Address::parse(network, address)?;
        match fields.get(4) {
            None | Some(&RPC_KIND) => {}
            Some(kind) => return Err(HandshakeError::RpcKind((*kind).to_owned())),
        }
        if fields.get(5).is_some_and(|certificate| !certificate.is_empty()) {
            return Err(HandshakeError::Certificate);
        }
        Ok(Self { app_protocol, address })
    }
}

impl Address {
    fn parse(network: &str, address: &str) -> Result<Self, HandshakeError> {
        let parsed = match network {
            "unix" if !address.is_empty() => Some(Self::Unix(address.into())),
            "tcp" => address.parse().ok().map(Self::Tcp),
            _ => None,
        };
        parsed.ok_or_else(|| HandshakeError::Address { network: network.to_owned(), address: address.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(path: &str) -> Handshake {
        Handshake { app_protocol: 1, address: Address::Unix(path.into()) }
    }

    #[test]
    fn line_is_what_a_go_plugin_prints() {
        assert_eq!(unix("/tmp/plugin2382910334").to_string(), "1|1|unix|/tmp/plugin2382910334|netrpc|");
    }

    #[test]
    fn lines_with_four_to_seven_fields_are_understood() {
        for line in
            ["1|1|unix|/tmp/p", "1|1|unix|/tmp/p|netrpc", "1|1|unix|/tmp/p|netrpc|\n", "1|1|unix|/tmp/p|netrpc||true"]
        {
            assert_eq!(line.parse(), Ok(unix("/tmp/p")), "{line}");
        }
        let tcp = Handshake { app_protocol: 3, address: Address::Tcp(([127, 0, 0, 1], 10000).into()) };
        assert_eq!("1|3|tcp|127.0.0.1:10000|netrpc|".parse(), Ok(tcp));
    }

    #[test]
    fn every_other_line_is_refused_with_its_reason() {
        let refusals = [
            ("hello", "unrecognized plugin message: \"hello\""),
            ("1|x|unix|/tmp/p|netrpc|", "unrecognized plugin message: \"1|x|unix|/tmp/p|netrpc|\""),
            ("2|1|unix|/tmp/p|netrpc|", "the plugin speaks version 2 of go-plugin, only 1 is known"),
            ("1|1|unix|/tmp/p|grpc|", "unsupported plugin protocol \"grpc\", only netrpc is supported"),
            ("1|1|unix|/tmp/p|netrpc|MIIC", "the plugin sent a certificate, but TLS is not supported"),
            (
                "1|1|tcp|nowhere|netrpc|",
                "the plugin listens on \"tcp\" at \"nowhere\", which is neither a Unix socket nor a TCP port",
            ),
        ];
        for (line, reason) in refusals {
            assert_eq!(line.parse::<Handshake>().map_err(|error| error.to_string()), Err(reason.to_owned()), "{line}");
        }
    }

    #[test]
    fn cookie_must_be_there_and_right() {
        let cookie = MagicCookie { key: "SOME_PLUGIN", value: "yes" };
        let refused = Err(NotAPluginHost { key: "SOME_PLUGIN".to_owned() });
        assert_eq!(cookie.check(Some("yes")), Ok(()));
        assert_eq!(cookie.check(Some("no")), refused);
        assert_eq!(cookie.check(None), refused);
    }
}
