//! Starting a plugin's process, as the application does.

use std::ffi::OsStr;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{error::Elapsed, timeout};

use crate::application::Application;
use crate::connection::Connection;
use crate::handshake::{Address, Handshake, HandshakeError, MagicCookie};

/// From the start of the process to its handshake line.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(3);

/// From the answer to Quit to the end of the process.
const EXIT_LIMIT: Duration = Duration::from_secs(2);

/// A longer line comes in pieces.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// TCP ports that plugins may listen on where they do not use Unix sockets.
const PORT_MIN: &str = "10000";
const PORT_MAX: &str = "25000";

/// A plugin to be started.
pub struct Launch {
    command: Command,
    app_protocol: u32,
    on_stderr: Box<dyn FnMut(String) + Send>,
}

/// A started plugin. Its process is killed when this is dropped.
pub struct Process {
    child: Child,
    handshake: Handshake,
}

/// How a process came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It exited when it was asked to.
    Exited(ExitStatus),
    /// It did not, and was killed.
    Killed,
}

/// The plugin did not start.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The executable cannot be run, or its output not be read.
    #[error("the plugin cannot be run: {0}")]
    Process(#[from] io::Error),
    /// No line came in three seconds.
    #[error("timeout while waiting for plugin to start")]
    Timeout(#[from] Elapsed),
    /// It ended instead, often with a word on stderr.
    #[error("plugin exited before we could connect")]
    Exited,
    /// The line cannot be used.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    /// The plugin was made for another version of the application.
    #[error("the plugin speaks version {plugin} of the application's protocol, not {application}")]
    AppProtocol {
        /// The plugin's version.
        plugin: u32,
        /// The application's version.
        application: u32,
    },
}

impl Launch {
    /// A plugin's executable. It inherits this process's environment.
    pub fn new(executable: impl AsRef<OsStr>, cookie: MagicCookie<'_>, app_protocol: u32) -> Self {
        let mut command = Command::new(executable);
        command
            .env(cookie.key, cookie.value)
            .env("PLUGIN_MIN_PORT", PORT_MIN)
            .env("PLUGIN_MAX_PORT", PORT_MAX)
            .env("PLUGIN_PROTOCOL_VERSIONS", app_protocol.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        Self { command, app_protocol, on_stderr: Box::new(drop) }
    }

    /// Sets a variable of the plugin's environment.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Hands every line of the plugin's stderr to `take`, without its line feed.
    #[must_use]
    pub fn on_stderr(mut self, take: impl FnMut(String) + Send + 'static) -> Self {
        self.on_stderr = Box::new(take);
        self
    }

    /// Starts the process and reads its handshake, for three seconds at most.
    ///
    /// # Errors
    /// See [`LaunchError`]; the process is killed.
    pub async fn start(mut self) -> Result<Process, LaunchError> {
        let mut child = self.command.spawn()?;
        let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
        let stderr = child.stderr.take().ok_or_else(missing)?;
        tokio::spawn(each_line(stderr, self.on_stderr));
        let mut stdout = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        let handshake = read_handshake(&mut stdout).await?;
        let process = Process { child, handshake };
        if process.handshake.app_protocol != self.app_protocol {
            let (plugin, application) = (process.handshake.app_protocol, self.app_protocol);
            return Err(LaunchError::AppProtocol { plugin, application });
        }
        // A full pipe would block a plugin that writes there.
        tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
        Ok(process)
    }
}

impl Process {
    /// What the plugin said at its start.
    pub fn handshake(&self) -> &Handshake {
        &self.handshake
    }

    /// The operating system's number for the process, `None` once it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Connects to the plugin, which accepts this once.
    ///
    /// # Errors
    /// The plugin no longer listens.
    pub async fn connect(&self) -> io::Result<Connection> {
        match &self.handshake.address {
            #[cfg(unix)]
            Address::Unix(path) => Ok(tokio::net::UnixStream::connect(path).await?.into()),
            #[cfg(not(unix))]
            Address::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
            Address::Tcp(address) => Ok(TcpStream::connect(address).await?.into()),
        }
    }

    /// Waits for the end of the process.
    ///
    /// # Errors
    /// The system cannot tell.
    pub async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks the plugin to exit, gives it two seconds if it agrees, and kills it otherwise.
    ///
    /// # Errors
    /// The system cannot end it.
    pub async fn stop(mut self, application: &Application) -> io::Result<Stopped> {
        if application.quit().await.is_ok()
            && let Ok(status) = timeout(EXIT_LIMIT, self.child.wait()).await
        {
            return Ok(Stopped::Exited(status?));
        }
        self.kill().await?;
        Ok(Stopped::Killed)
    }

    /// Ends the process at once and waits for it.
    ///
    /// # Errors
    /// The system cannot end it.
    pub async fn kill(&mut self) -> io::Result<()> {
        self.child.kill().await
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A plugin that is killed before it was connected leaves its socket file behind.
        if let Address::Unix(path) = &self.handshake.address {
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn read_handshake(stdout: &mut BufReader<impl AsyncRead + Unpin>) -> Result<Handshake, LaunchError> {
    let line = timeout(HANDSHAKE_LIMIT, next_line(stdout)).await??;
    Ok(line.ok_or(LaunchError::Exited)?.parse()?)
}

async fn each_line(stderr: impl AsyncRead + Unpin, mut take: Box<dyn FnMut(String) + Send>) {
    let mut stderr = BufReader::new(stderr);
    while let Ok(Some(line)) = next_line(&mut stderr).await {
        take(line);
    }
}

async fn next_line(reader: &mut BufReader<impl AsyncRead + Unpin>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.take(LINE_BYTES_MAX).read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&line);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_plugin_has_three_seconds_for_its_handshake() {
        let (stdout, mut plugin) = tokio::io::duplex(64);
        plugin.write_all(b"1|1|unix|/tmp/but then nothing").await.unwrap();
        let start = tokio::time::Instant::now();
        let error = read_handshake(&mut BufReader::new(stdout)).await.unwrap_err();
        assert_eq!(error.to_string(), "timeout while waiting for plugin to start");
        assert_eq!(start.elapsed(), HANDSHAKE_LIMIT);
    }

    #[tokio::test]
    async fn lines_come_without_their_ends_and_long_ones_in_pieces() {
        let long = "x".repeat(LINE_BYTES_MAX as usize + 1);
        let text = format!("one\r\n\n{long}\nlast");
        let (sender, lines) = std::sync::mpsc::channel();
        each_line(text.as_bytes(), Box::new(move |line| sender.send(line).unwrap())).await;
        let lines: Vec<_> = lines.iter().collect();
        assert_eq!(lines, ["one", "", &long[1..], "x", "last"]);
    }
}
