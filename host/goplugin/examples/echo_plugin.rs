//! The smallest plugin: started by an application, it answers every call of `Echo.Text` with its argument.

use std::process::ExitCode;

use gob::Limits;
use goplugin::rpc::{Answer, Call, Service, serve};
use goplugin::{Handshake, ListenSettings, Listener, MagicCookie, Plugin};

const COOKIE: MagicCookie<'_> = MagicCookie { key: "ECHO_PLUGIN", value: "hello" };

struct Echo;

impl Service for Echo {
    async fn call(&self, call: Call<'_>) -> Answer {
        match call.method() {
            "Echo.Text" => call.answer(|text: String| async move { Ok(text) }).await,
            _ => call.no_such_method().await,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).ok();
    COOKIE.check(variable(COOKIE.key).as_deref())?;
    let listener = Listener::bind(&ListenSettings::from_env(variable)?).await?;
    Handshake { app_protocol: 1, address: listener.address().clone() }.announce()?;
    let mut plugin = Plugin::start(listener.accept().await?, "echo", Limits::default()).await?;
    let ended = plugin.ended();
    tokio::spawn(async move {
        while let Some(stream) = plugin.dispensed().await {
            tokio::spawn(serve(stream, Limits::default(), Echo));
        }
    });
    eprintln!("connected");
    ended.await;
    Ok(())
}
