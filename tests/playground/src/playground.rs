//! Starting and stopping.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use odoo_stand_in::StandIn;
use peer::{Server, StartError};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::odoo::OdooAccess;
use crate::rest::Views;
use crate::{App, router};

/// What to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The plugin: an unpacked bundle.
    pub bundle: PathBuf,
    /// Port on loopback; 0 lets the system choose.
    pub port: u16,
    /// A real Odoo; without one the stand-in is started.
    pub odoo: Option<OdooAccess>,
}

impl Options {
    /// A port of the system's choice and the stand-in for Odoo.
    pub fn new(bundle: PathBuf) -> Self {
        Self { bundle, port: 0, odoo: None }
    }
}

/// Why the playground did not start.
#[derive(Debug, thiserror::Error)]
pub enum PlaygroundError {
    /// The port is taken, or not allowed.
    #[error("The playground cannot listen on port {port}")]
    Port {
        /// As asked for.
        port: u16,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The bundle is not there or broken, or the plugin does not start.
    #[error("The plugin does not start from {bundle}")]
    Plugin {
        /// As asked for.
        bundle: String,
        /// What the server says.
        #[source]
        cause: StartError,
    },
}

/// A running playground. Dropping it ends the plugin's process with it.
pub struct Playground {
    url: String,
    odoo: OdooAccess,
    server: Server,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
    /// Answers as long as it is kept.
    stand_in: Option<StandIn>,
}

impl Playground {
    /// Starts Odoo's stand-in if needed, the plugin, and the page; everything answers when this returns.
    ///
    /// # Errors
    /// See [`PlaygroundError`].
    pub async fn start(options: Options) -> Result<Self, PlaygroundError> {
        let Options { bundle, port, odoo } = options;
        let in_the_way = |cause| PlaygroundError::Port { port, cause };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await.map_err(in_the_way)?;
        let url = format!("http://{}", listener.local_addr().map_err(in_the_way)?);

        let stand_in = if odoo.is_none() { Some(StandIn::demo().start().await) } else { None };
        let odoo = odoo.or_else(|| stand_in.as_ref().map(OdooAccess::of)).unwrap_or_default();
        let mut builder = Server::builder().demo().site_url(&url).bundle(&bundle);
        for (key, value) in odoo.settings() {
            builder = builder.setting(&key, value);
        }
        let broken = |cause| PlaygroundError::Plugin { bundle: bundle.display().to_string(), cause };
        let server = builder.start().await.map_err(broken)?;

        let (stop, stopped) = oneshot::channel();
        let service = router(App {
            server: server.clone(),
            bundle: bundle.into(),
            url: url.as_str().into(),
            views: Views::default(),
        });
        let serve = axum::serve(listener, service).with_graceful_shutdown(async {
            // An error is the playground being dropped, which means the same.
            let _ = stopped.await;
        });
        let serving = tokio::spawn(async { serve.await });
        Ok(Self { url, odoo, server, stop, serving, stand_in })
    }

    /// Base address without a trailing slash.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The Odoo that the plugin is connected to.
    pub fn odoo(&self) -> &OdooAccess {
        &self.odoo
    }

    /// The stand-in for Odoo, unless there is a real one.
    pub fn stand_in(&self) -> Option<&StandIn> {
        self.stand_in.as_ref()
    }

    /// Stops answering, and the plugin in an orderly way.
    pub async fn stop(self) {
        // An error is a server that is gone already.
        let _ = self.stop.send(());
        self.serving.abort();
        self.server.deactivate().await;
    }
}
