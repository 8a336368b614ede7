//! The only way out.

use std::net::SocketAddr;

use peer::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{probe, say};

/// Answers every connection with the same bytes and closes it.
async fn origin(answer: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = [0; 1024];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    address
}

fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

async fn granted(address: SocketAddr) -> Server {
    probe().setting("Origin", format!("http://{address}").into()).start().await.unwrap()
}

#[tokio::test]
async fn the_granted_origin_answers() {
    let address = origin(ok("hello")).await;
    let server = granted(address).await;
    assert_eq!(say(&server, &format!("/probe fetch http://{address}/x")).await, "200 hello");
}

#[tokio::test]
async fn another_origin_is_denied_without_a_connection() {
    let server = granted(origin(ok("hello")).await).await;
    let other = origin(ok("secret")).await;
    let answer = say(&server, &format!("/probe fetch http://{other}/x")).await;
    assert!(answer.contains("HttpRequestDenied"), "{answer}");
}

#[tokio::test]
async fn settings_that_the_component_refuses_leave_the_earlier_origin_granted() {
    let (address, other) = (origin(ok("hello")).await, origin(ok("other")).await);
    let server = granted(address).await;
    let mut refused = server.config();
    refused.insert("Origin".into(), format!("http://{other}").into());
    refused.insert("Mood".into(), "bad-configuration".into());
    server.set_config(refused).await;
    assert_eq!(say(&server, &format!("/probe fetch http://{address}/")).await, "200 hello");
    let answer = say(&server, &format!("/probe fetch http://{other}/")).await;
    assert!(answer.contains("HttpRequestDenied"), "{answer}");
}

#[tokio::test]
async fn a_process_that_starts_with_settings_that_the_component_refuses_reaches_the_saved_origin() {
    let (address, other) = (origin(ok("hello")).await, origin(ok("other")).await);
    let refused = probe().setting("Mood", "bad-configuration".into());
    let server = refused.setting("Origin", format!("http://{address}").into()).start().await.unwrap();
    assert_eq!(say(&server, &format!("/probe fetch http://{address}/")).await, "200 hello");
    let answer = say(&server, &format!("/probe fetch http://{other}/")).await;
    assert!(answer.contains("HttpRequestDenied"), "{answer}");
}

#[tokio::test]
async fn nothing_is_granted_while_the_setting_is_empty() {
    let server = probe().start().await.unwrap();
    let address = origin(ok("secret")).await;
    let answer = say(&server, &format!("/probe fetch http://{address}/x")).await;
    assert!(answer.contains("HttpRequestDenied"), "{answer}");
}

#[tokio::test]
async fn a_private_address_needs_the_admins_permission() {
    let address = origin(ok("secret")).await;
    let server = probe()
        .setting("Origin", format!("http://{address}").into())
        .setting("AllowPrivate", false.into())
        .start()
        .await
        .unwrap();
    let answer = say(&server, &format!("/probe fetch http://{address}/x")).await;
    assert!(answer.contains("DestinationIpProhibited"), "{answer}");
}

#[tokio::test]
async fn a_redirect_is_handed_over_and_not_followed() {
    let other = origin(ok("secret")).await;
    let redirect = format!("HTTP/1.1 302 Found\r\nLocation: http://{other}/\r\nContent-Length: 0\r\n\r\n");
    let address = origin(redirect.into_bytes()).await;
    let server = granted(address).await;
    assert_eq!(say(&server, &format!("/probe fetch http://{address}/")).await, "302 ");
}

#[tokio::test]
async fn an_answer_above_the_limit_is_cut_off() {
    let address = origin(ok(&"x".repeat((1 << 20) + 1))).await;
    let server = granted(address).await;
    let answer = say(&server, &format!("/probe fetch http://{address}/")).await;
    assert!(!answer.starts_with("200"), "{}", &answer[..40.min(answer.len())]);
}

#[tokio::test]
async fn an_origin_that_answers_nothing_is_an_error_to_the_component() {
    let address = origin(Vec::new()).await;
    let server = granted(address).await;
    let answer = say(&server, &format!("/probe fetch http://{address}/")).await;
    assert!(answer.contains("ConnectionTerminated") || answer.contains("HttpResponseIncomplete"), "{answer}");
}

#[tokio::test]
async fn what_is_no_http_is_an_error_to_the_component() {
    let address = origin(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()).await;
    let server = granted(address).await;
    let answer = say(&server, &format!("/probe fetch http://{address}/")).await;
    assert!(answer.contains("HttpProtocolError"), "{answer}");
}
