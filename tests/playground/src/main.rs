//! Runs the playground until Ctrl-C.
//!
//! | variable | meaning |
//! | --- | --- |
//! | `BUNDLE` | The plugin: the folder of an unpacked bundle. |
//! | `PLAYGROUND_PORT` | Port on loopback; 8065 if absent, 0 for any. |
//! | `ODOO_URL`, `ODOO_DB`, `ODOO_LOGIN`, `ODOO_API_KEY` | A real Odoo in place of the stand-in. |

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

use playground::{OdooAccess, Options, Playground};

const PORT_DEFAULT: u16 = 8065;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let bundle = std::env::var_os("BUNDLE").map(PathBuf::from).ok_or("BUNDLE must name an unpacked bundle")?;
    let port = std::env::var("PLAYGROUND_PORT").ok().map_or(Ok(PORT_DEFAULT), |port| port.parse())?;
    let playground = Playground::start(Options { bundle, port, odoo: OdooAccess::from_env() }).await?;
    writeln!(std::io::stdout(), "ready {}", playground.url())?;
    tokio::signal::ctrl_c().await?;
    playground.stop().await;
    Ok(())
}
