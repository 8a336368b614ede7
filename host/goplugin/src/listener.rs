//! The plugin's listener: a Unix socket, a TCP port on Windows. It takes exactly one connection.

use std::io;
use std::net::Ipv4Addr;
#[cfg(unix)]
use std::path::{Path, PathBuf};

use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

use crate::connection::Connection;
use crate::handshake::Address;

/// What the application's environment says about listening. Empty values count as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListenSettings {
    /// `PLUGIN_MIN_PORT`: the first TCP port to try, 0 lets the system choose.
    pub port_min: u16,
    /// `PLUGIN_MAX_PORT`: the last TCP port to try.
    pub port_max: u16,
    /// `PLUGIN_UNIX_SOCKET_DIR`: where the socket goes, else the system's temporary directory.
    pub socket_dir: Option<String>,
    /// `PLUGIN_UNIX_SOCKET_GROUP`: name or number of the group that may connect, too.
    pub socket_group: Option<String>,
}

/// No place to listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// A port variable is not a port number.
    #[error("{variable} is {value:?}, which is not a port")]
    Port {
        /// Its name.
        variable: &'static str,
        /// What it holds.
        value: String,
    },
    /// Every port of the range is taken.
    #[error("no free port from {0} to {1}")]
    NoFreePort(u16, u16),
    /// The socket could not be made.
    #[error("cannot listen on {path}: {source}")]
    Socket {
        /// Its path.
        path: String,
        /// What failed.
        source: io::Error,
    },
    /// The group is unknown or the socket cannot be given to it.
    #[error("cannot give the socket to group {group:?}: {source}")]
    Group {
        /// Name or number, as configured.
        group: String,
        /// What failed.
        source: io::Error,
    },
}

/// A listener for the application's one connection. Its socket file is removed once it is connected or dropped.
pub struct Listener {
    socket: Socket,
    address: Address,
}

enum Socket {
    #[cfg(unix)]
    Unix(UnixListener, RemovedOnDrop),
    Tcp(TcpListener),
}

impl ListenSettings {
    /// Reads the settings through `variable`, usually `|name| std::env::var(name).ok()`.
    ///
    /// # Errors
    /// A port variable does not hold a port.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ListenError> {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let port = |name| match variable(name) {
            None => Ok(0),
            Some(value) => value.parse().map_err(|_| ListenError::Port { variable: name, value }),
        };
        Ok(Self {
            port_min: port("PLUGIN_MIN_PORT")?,
            port_max: port("PLUGIN_MAX_PORT")?,
            socket_dir: variable("PLUGIN_UNIX_SOCKET_DIR"),
            socket_group: variable("PLUGIN_UNIX_SOCKET_GROUP"),
        })
    }
}

impl Listener {
    /// Listens where plugins listen on this platform. Needs a tokio runtime with I/O.
    ///
    /// # Errors
    /// No port is free, or the socket cannot be made.
    pub async fn bind(settings: &ListenSettings) -> Result<Self, ListenError> {
        #[cfg(unix)]
        return Self::bind_unix(settings);
        #[cfg(not(unix))]
        return Self::bind_tcp(settings).await;
    }

    /// Listens on the first free port of the range on 127.0.0.1.
    ///
    /// # Errors
    /// No port of the range is free.
    pub async fn bind_tcp(settings: &ListenSettings) -> Result<Self, ListenError> {
        for port in settings.port_min..=settings.port_max {
            if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
                && let Ok(address) = listener.local_addr()
            {
                return Ok(Self { socket: Socket::Tcp(listener), address: Address::Tcp(address) });
            }
        }
        Err(ListenError::NoFreePort(settings.port_min, settings.port_max))
    }

    /// Where the application finds this listener.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for the application.
    ///
    /// # Errors
    /// The system refuses to accept.
    pub async fn accept(self) -> io::Result<Connection> {
        match self.socket {
            #[cfg(unix)]
            Socket::Unix(listener, _path) => Ok(listener.accept().await?.0.into()),
            Socket::Tcp(listener) => Ok(listener.accept().await?.0.into()),
        }
    }
}

#[cfg(unix)]
impl Listener {
    fn bind_unix(settings: &ListenSettings) -> Result<Self, ListenError> {
        let dir = settings.socket_dir.as_ref().map_or_else(std::env::temp_dir, PathBuf::from);
        let (listener, path) = bind_fresh(&dir)?;
        let path = RemovedOnDrop(path);
        if let Some(group) = &settings.socket_group {
            share_with_group(&path.0, group).map_err(|source| ListenError::Group { group: group.clone(), source })?;
        }
        let address = Address::Unix(path.0.clone());
        Ok(Self { socket: Socket::Unix(listener, path), address })
    }
}

#[cfg(unix)]
struct RemovedOnDrop(PathBuf);

#[cfg(unix)]
impl Drop for RemovedOnDrop {
    fn drop(&mut self) {
        // Whoever removed it first is welcome.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Binds `<dir>/plugin<random digits>`.
#[cfg(unix)]
fn bind_fresh(dir: &Path) -> Result<(UnixListener, PathBuf), ListenError> {
    use std::hash::{BuildHasher, Hasher, RandomState};

    const ATTEMPTS_MAX: u32 = 100;
    let mut attempt = 1;
    loop {
        let random = RandomState::new().build_hasher().finish() % 10_000_000_000;
        let path = dir.join(format!("plugin{random}"));
        match UnixListener::bind(&path) {
            Ok(listener) => return Ok((listener, path)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && attempt < ATTEMPTS_MAX => attempt += 1,
            Err(source) => {
                return Err(ListenError::Socket { path: path.display().to_string(), source });
            }
        }
    }
}

#[cfg(unix)]
fn share_with_group(path: &Path, group: &str) -> io::Result<()> {
    use std::os::unix::fs::{PermissionsExt, chown};

    const OWNER_AND_GROUP: u32 = 0o660;
    let id = match group.parse() {
        Ok(id) => id,
        Err(_) => group_id(&std::fs::read_to_string("/etc/group")?, group).ok_or(io::ErrorKind::NotFound)?,
    };
    chown(path, None, Some(id))?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(OWNER_AND_GROUP))
}

/// Looks a group up by name in the text of `/etc/group`. Groups that only a directory service knows need their number.
#[cfg(unix)]
fn group_id(groups: &str, name: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then(|| fields.nth(1)?.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn settings_come_from_the_environment_and_empty_is_absent() {
        let environment = |name: &str| match name {
            "PLUGIN_MIN_PORT" => Some("10000".to_owned()),
            "PLUGIN_MAX_PORT" => Some("25000".to_owned()),
            "PLUGIN_UNIX_SOCKET_DIR" => Some(String::new()),
            _ => None,
        };
        let expected = ListenSettings { port_min: 10000, port_max: 25000, ..ListenSettings::default() };
        assert_eq!(ListenSettings::from_env(environment).unwrap(), expected);
        let error = ListenSettings::from_env(|_| Some("many".to_owned())).unwrap_err();
        assert_eq!(error.to_string(), "PLUGIN_MIN_PORT is \"many\", which is not a port");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn socket_file_lives_until_the_application_connected() {
        let listener = Listener::bind(&ListenSettings::default()).await.unwrap();
        let Address::Unix(path) = listener.address().clone() else { unreachable!("Unix listens on sockets") };
        assert!(path.exists() && path.as_os_str().len() < 107, "{path:?}");

        let (accepted, connected) = tokio::join!(listener.accept(), tokio::net::UnixStream::connect(&path));

        assert!(accepted.is_ok() && connected.is_ok());
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn socket_file_of_a_dropped_listener_is_removed() {
        let listener = Listener::bind(&ListenSettings::default()).await.unwrap();
        let Address::Unix(path) = listener.address().clone() else { unreachable!("Unix listens on sockets") };
        drop(listener);
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn socket_is_shared_with_the_configured_group() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};

        let own_group = std::fs::metadata(std::env::current_exe().unwrap()).unwrap().gid();
        let settings = ListenSettings { socket_group: Some(own_group.to_string()), ..ListenSettings::default() };
        let listener = Listener::bind(&settings).await.unwrap();
        let Address::Unix(path) = listener.address() else { unreachable!("Unix listens on sockets") };
        let metadata = std::fs::metadata(path).unwrap();
        assert_eq!((metadata.gid(), metadata.permissions().mode() & 0o777), (own_group, 0o660));
    }

    #[cfg(unix)]
    #[test]
    fn group_names_are_looked_up() {
        let groups = "root:x:0:\nmattermost:x:2000:ann,ben\n";
        assert_eq!(group_id(groups, "mattermost"), Some(2000));
        assert_eq!(group_id(groups, "ann"), None);
    }

    #[tokio::test]
    async fn tcp_listener_takes_the_next_free_port() {
        let taken = Listener::bind_tcp(&ListenSettings::default()).await.unwrap();
        let Address::Tcp(address) = taken.address() else { unreachable!("TCP was asked for") };
        let port = address.port();
        let full = ListenSettings { port_min: port, port_max: port, ..ListenSettings::default() };
        let error = Listener::bind_tcp(&full).await.err().unwrap();
        assert_eq!(error.to_string(), format!("no free port from {port} to {port}"));
    }
}
