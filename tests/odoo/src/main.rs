//! Runs the stand-in by itself: `odoo-stand-in [address]`, 127.0.0.1:8069 if none is given, until Ctrl-C.

use std::io::{self, Write as _};

use odoo_stand_in::StandIn;

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8069".to_owned());
    let odoo = StandIn::demo().on(&address).try_start().await?;
    writeln!(
        io::stdout(),
        "ready {} (database {}, login {}, key {})",
        odoo.url(),
        odoo.database(),
        odoo.login(),
        odoo.api_key()
    )?;
    tokio::signal::ctrl_c().await
}
