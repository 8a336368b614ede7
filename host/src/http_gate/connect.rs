//! From an origin to a connection: resolve once, check every address, connect to a checked one.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Grant;
use super::address::{Place, place};
use super::certificate;

/// Makes the connections of one grant.
#[derive(Clone)]
pub(super) struct Connector {
    grant: Arc<Grant>,
    tls: Arc<ClientConfig>,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    #[error("the name {0} does not resolve")]
    Unresolved(String),
    #[error("the address {0} is not allowed")]
    Prohibited(SocketAddr),
    #[error("no connection: {0}")]
    Refused(std::io::Error),
    #[error("no TLS connection: {0}")]
    Tls(std::io::Error),
}

impl Connector {
    pub(super) fn new(grant: Arc<Grant>, tls: Arc<ClientConfig>) -> Self {
        Self { grant, tls }
    }

    async fn connect(self) -> Result<Stream, ConnectError> {
        let origin = &self.grant.origin;
        let addresses = resolve(&origin.host, origin.port).await?;
        for address in &addresses {
            match place(address.ip()) {
                Place::Public => {}
                Place::Private if self.grant.allow_private => {}
                Place::Private | Place::Never => return Err(ConnectError::Prohibited(*address)),
            }
        }
        // The checked addresses, not the name: a second look-up could answer differently.
        let tcp = TcpStream::connect(addresses.as_slice()).await.map_err(ConnectError::Refused)?;
        // Small requests and answers alternate; waiting to fill a segment only delays them.
        tcp.set_nodelay(true).map_err(ConnectError::Refused)?;
        if !origin.tls {
            return Ok(Stream::Plain(TokioIo::new(tcp)));
        }
        let name =
            ServerName::try_from(origin.host.clone()).map_err(|_| ConnectError::Unresolved(origin.host.clone()))?;
        let tls = TlsConnector::from(self.tls).connect(name, tcp).await.map_err(ConnectError::Tls)?;
        Ok(Stream::Tls(Box::new(TokioIo::new(tls))))
    }
}

async fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, ConnectError> {
    let unresolved = || ConnectError::Unresolved(host.to_owned());
    let addresses: Vec<_> = tokio::net::lookup_host((host, port)).await.map_err(|_| unresolved())?.collect();
    if addresses.is_empty() { Err(unresolved()) } else { Ok(addresses) }
}

impl tower_service::Service<Uri> for Connector {
    type Response = Stream;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    /// The address is the grant's own: [`super::Gate`] hands a request only to the client of its origin.
    fn call(&mut self, _: Uri) -> Self::Future {
        Box::pin(self.clone().connect())
    }
}

/// A connection, plain or encrypted.
pub(super) enum Stream {
    Plain(TokioIo<TcpStream>),
    Tls(Box<TokioIo<TlsStream<TcpStream>>>),
}

/// Until when the certificate of the other side counts, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct CertificateEnd(pub(super) i64);

impl Connection for Stream {
    /// What is said here travels with every answer over this connection.
    fn connected(&self) -> Connected {
        let end = match self {
            Self::Plain(_) => None,
            Self::Tls(stream) => {
                let certificates = stream.inner().get_ref().1.peer_certificates();
                certificates.and_then(<[_]>::first).and_then(certificate::not_after)
            }
        };
        end.map_or_else(Connected::new, |end| Connected::new().extra(CertificateEnd(end)))
    }
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
