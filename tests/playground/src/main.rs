//! Runs the playground until Ctrl-C.
//!
//! `playground <unpacked bundle>`; port `PLAYGROUND_PORT` (8065 if absent, 0 for any). `ODOO_URL`, `ODOO_DB`,
//! `ODOO_LOGIN` and `ODOO_API_KEY` lead to a real Odoo in place of the stand-in.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

use playground::{OdooAccess, Options, Playground};

const PORT_DEFAULT: u16 = 8065;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let bundle = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: playground <unpacked bundle>")?;
    let port = std::env::var("PLAYGROUND_PORT").ok().map_or(Ok(PORT_DEFAULT), |port| port.parse())?;
    let playground = Playground::start(Options { bundle, port, odoo: OdooAccess::from_env() }).await?;
    writeln!(std::io::stdout(), "ready {}", playground.url())?;
    tokio::signal::ctrl_c().await?;
    playground.stop().await;
    Ok(())
}
