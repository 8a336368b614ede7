//! The example plugin as a process of its own.

use std::path::PathBuf;
use std::sync::mpsc;

use gob::Limits;
use goplugin::rpc::Client;
use goplugin::yamux::SessionEnd;
use goplugin::{Address, Application, Launch, MagicCookie, Process, Stopped};

const COOKIE: MagicCookie<'_> = MagicCookie { key: "ECHO_PLUGIN", value: "hello" };

/// Cargo builds examples along with tests and puts them beside the tests' directory.
fn echo_plugin() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.parent().and_then(|deps| deps.parent()).unwrap().join("examples/echo_plugin");
    assert!(path.exists(), "{} is missing: run the tests with `cargo test` and no target filter", path.display());
    path
}

async fn started() -> (Process, Application) {
    let process = Launch::new(echo_plugin(), COOKIE, 1).start().await.unwrap();
    let connection = process.connect().await.unwrap();
    let (application, _output) = Application::start(connection, Limits::default()).await.unwrap();
    (process, application)
}

#[tokio::test]
async fn a_plugin_starts_answers_and_exits_when_asked() {
    let (process, application) = started().await;
    let echo = Client::start(application.dispense("echo").await.unwrap(), Limits::default());
    assert_eq!(echo.call("Echo.Text", &"hello".to_owned()).await, Ok("hello".to_owned()));
    let Stopped::Exited(status) = process.stop(&application).await.unwrap() else { panic!("it had to be killed") };
    assert!(status.success());
}

#[cfg(unix)]
#[tokio::test]
async fn no_socket_file_is_left_once_a_plugin_is_connected() {
    let (process, application) = started().await;
    // An answer means that the plugin has accepted.
    application.ping().await.unwrap();
    let Address::Unix(path) = &process.handshake().address else { panic!("Unix listens on sockets") };
    assert!(!path.exists());
}

#[tokio::test]
async fn lines_on_stderr_are_handed_over() {
    let (lines, received) = mpsc::channel();
    let launch = Launch::new(echo_plugin(), COOKIE, 1).on_stderr(move |line| lines.send(line).unwrap());
    let process = launch.start().await.unwrap();
    let connection = process.connect().await.unwrap();
    let (application, _output) = Application::start(connection, Limits::default()).await.unwrap();
    process.stop(&application).await.unwrap();
    assert_eq!(tokio::task::spawn_blocking(move || received.iter().collect::<Vec<_>>()).await.unwrap(), ["connected"]);
}

#[tokio::test]
async fn a_killed_plugin_ends_the_session() {
    let (mut process, application) = started().await;
    process.kill().await.unwrap();
    assert_eq!(application.ended().await, SessionEnd::PeerClosed);
    assert_eq!(process.stop(&application).await.unwrap(), Stopped::Killed);
}

#[tokio::test]
async fn a_plugin_exits_when_its_application_is_gone() {
    let (mut process, application) = started().await;
    drop(application);
    assert!(process.wait().await.unwrap().success());
}

#[tokio::test]
async fn a_plugin_that_gets_no_cookie_exits_before_the_handshake() {
    let wrong = MagicCookie { key: "ECHO_PLUGIN", value: "goodbye" };
    let (lines, received) = mpsc::channel();
    let launch = Launch::new(echo_plugin(), wrong, 1).on_stderr(move |line| lines.send(line).unwrap());
    let error = launch.start().await.err().unwrap();
    assert_eq!(error.to_string(), "plugin exited before we could connect");
    let lines: Vec<_> = tokio::task::spawn_blocking(move || received.iter().collect()).await.unwrap();
    assert_eq!(
        lines,
        ["This binary is a plugin. It is not meant to be executed directly: \
         the application that uses it starts it, with the environment variable ECHO_PLUGIN set"]
    );
}

#[tokio::test]
async fn a_plugin_for_another_version_is_refused() {
    let error = Launch::new(echo_plugin(), COOKIE, 2).start().await.err().unwrap();
    assert_eq!(error.to_string(), "the plugin speaks version 1 of the application's protocol, not 2");
}

#[tokio::test]
async fn an_executable_that_is_not_there_is_reported() {
    let error = Launch::new("/nowhere/plugin", COOKIE, 1).start().await.err().unwrap();
    assert!(error.to_string().starts_with("the plugin cannot be run: "));
}
