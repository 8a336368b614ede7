//! The executable in a plugin's bundle.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::SystemTime;

use goplugin::{Handshake, ListenSettings, Listener, MagicCookie};
use mattermost::log::{Level, line};

/// What a Mattermost server puts into the environment of its plugins (protocol 1.2).
const COOKIE: MagicCookie = MagicCookie { key: "MATTERMOST_PLUGIN", value: "Securely message teams, anywhere." };
const APP_PROTOCOL: u32 = 1;

/// Threads that run hooks. A call that waits takes no thread.
const WORKERS: usize = 2;

fn main() -> ExitCode {
    if let Err(error) = COOKIE.check(std::env::var(COOKIE.key).ok().as_deref()) {
        let _ = writeln!(std::io::stderr(), "{error}");
        return ExitCode::FAILURE;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    let served = runtime.map_err(Into::into).and_then(|runtime| {
        let served = runtime.block_on(serve());
        // A component that still runs must not hold the process.
        runtime.shutdown_background();
        served
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line = line(SystemTime::now().into(), Level::Error, &error.to_string(), &[]);
            let _ = std::io::stderr().write_all(line.as_bytes());
            ExitCode::FAILURE
        }
    }
}

/// Says where it listens, which the server awaits for three seconds, and then does everything else.
async fn serve() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = Listener::bind(&ListenSettings::from_env(|name| std::env::var(name).ok())?).await?;
    let handshake = Handshake { app_protocol: APP_PROTOCOL, address: listener.address().clone() };
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{handshake}")?;
    stdout.flush()?;
    let executable = std::env::current_exe()?;
    tokio::select! {
        served = plugin_host::run(listener, &executable) => served,
        () = terminated() => Ok(()),
    }
}

/// Waits for SIGTERM. SIGINT is ignored: Ctrl-C at the server's terminal reaches its plugins too, and the server
/// stops them in its own order.
#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    loop {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => return,
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
