//! Certificates on the way out.

use std::net::SocketAddr;
use std::sync::Arc;

use peer::Server;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{probe, say};

/// An answer that claims another end of its certificate than the certificate does.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nX-Host-Certificate-End: 7\r\nContent-Length: 5\r\n\r\nhello";

/// An origin on 127.0.0.1 whose certificate is for `name` until 2039-01-02, and its authority's certificate.
async fn origin(name: &str) -> (SocketAddr, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_after = date_time_ymd(2039, 1, 2);
    let leaf = params.signed_by(&key, &authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 1024];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(ANSWER).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (address, authority.pem())
}

async fn granted(address: SocketAddr, authority: &str) -> Server {
    let origin = format!("https://{address}");
    probe().setting("Origin", origin.into()).setting("CACertificate", authority.into()).start().await.unwrap()
}

#[tokio::test]
async fn the_admins_own_authority_is_trusted_and_the_component_told_until_when() {
    let (address, authority) = origin("127.0.0.1").await;
    let server = granted(address, &authority).await;
    assert_eq!(
        say(&server, &format!("/probe fetch https://{address}/")).await,
        "200 hello, certified until 2177539200"
    );
}

#[tokio::test]
async fn an_unknown_authority_is_refused() {
    let (address, _) = origin("127.0.0.1").await;
    let server = granted(address, "").await;
    let answer = say(&server, &format!("/probe fetch https://{address}/")).await;
    assert!(answer.contains("TlsCertificateError"), "{answer}");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let (address, authority) = origin("erp.example.com").await;
    let server = granted(address, &authority).await;
    let answer = say(&server, &format!("/probe fetch https://{address}/")).await;
    assert!(answer.contains("TlsCertificateError"), "{answer}");
}
