//! What a test can make go wrong.

use std::net::SocketAddr;

use odoo_stand_in::{Fault, Gate, OVERSIZED_BODY_BYTES, StandIn};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::wire::{Message, error_name, execute, result, rpc};

#[tokio::test]
async fn a_refused_login_is_false_while_calls_with_the_key_go_on() {
    let odoo = StandIn::demo().with_fault(Fault::LoginRefused).start().await;
    assert_eq!(result(&log_in(&odoo).await), json!(false));
    assert_eq!(result(&count_companies(&odoo).await), json!(9));
}

#[tokio::test]
async fn a_revoked_key_is_denied_until_the_fault_is_cleared() {
    let odoo = StandIn::demo().start().await;
    odoo.set_fault(Fault::KeyRevoked);
    assert_eq!(result(&log_in(&odoo).await), json!(false));
    assert_eq!(error_name(&count_companies(&odoo).await), "odoo.exceptions.AccessDenied");
    odoo.clear_fault();
    assert_eq!(result(&log_in(&odoo).await), json!(8));
    assert_eq!(result(&count_companies(&odoo).await), json!(9));
}

#[tokio::test]
async fn a_proxy_page_is_ok_and_html() {
    let odoo = StandIn::demo().with_fault(Fault::Html).start().await;
    let answer = count_companies(&odoo).await;
    assert_eq!((answer.status(), answer.headers["content-type"].as_str()), (200, "text/html; charset=utf-8"));
    assert!(answer.body.contains("<h1>Sign in to continue</h1>"), "{}", answer.body);
}

#[tokio::test]
async fn no_answer_closes_the_connection_without_a_byte() {
    let odoo = StandIn::demo().with_fault(Fault::NoAnswer).start().await;
    let mut stream = TcpStream::connect(odoo.address()).await.unwrap();
    stream.write_all(b"GET /web/health HTTP/1.1\r\nHost: odoo\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer, b"");
}

#[tokio::test]
async fn a_status_carries_its_time_to_retry_if_it_has_one() {
    let odoo = StandIn::demo().start().await;
    for (code, retry_after_s) in [(403, None), (429, Some(7)), (500, None), (502, None), (503, Some(120))] {
        odoo.set_fault(Fault::Status { code, retry_after_s });
        let answer = count_companies(&odoo).await;
        assert_eq!(answer.status(), code);
        assert_eq!(answer.headers.get("retry-after").cloned(), retry_after_s.map(|seconds| seconds.to_string()));
    }
}

#[tokio::test]
async fn a_held_answer_comes_once_the_gate_opens() {
    let gate = Gate::closed();
    let odoo = StandIn::demo().with_fault(Fault::Held(gate.clone())).start().await;
    let call = count_companies(&odoo);
    let open = async {
        odoo.wait_until("the call has arrived", |calls| calls.len() == 1).await;
        gate.open();
    };
    let (answer, ()) = tokio::join!(call, open);
    assert_eq!(result(&answer), json!(9));
}

#[tokio::test]
async fn an_oversized_answer_is_well_formed() {
    let odoo = StandIn::demo().with_fault(Fault::Oversized).start().await;
    let answer = count_companies(&odoo).await;
    assert!(answer.body.len() > OVERSIZED_BODY_BYTES);
    assert_eq!(result(&answer).as_str().map(str::len), Some(OVERSIZED_BODY_BYTES));
}

#[tokio::test]
async fn malformed_json_is_ok_and_called_json() {
    let odoo = StandIn::demo().with_fault(Fault::MalformedJson).start().await;
    let answer = count_companies(&odoo).await;
    assert_eq!((answer.status(), answer.headers["content-type"].as_str()), (200, "application/json; charset=utf-8"));
    assert!(serde_json::from_str::<Json>(&answer.body).is_err(), "{}", answer.body);
}

#[tokio::test]
async fn a_redirect_names_another_origin() {
    let odoo = StandIn::demo().with_fault(Fault::Redirect("http://192.0.2.1/jsonrpc".to_owned())).start().await;
    let answer = count_companies(&odoo).await;
    assert_eq!((answer.status(), answer.headers["location"].as_str()), (302, "http://192.0.2.1/jsonrpc"));
}

#[tokio::test]
async fn a_connection_is_kept_where_the_test_wants_it() {
    let odoo = StandIn::demo().keeping_connections().start().await;
    let mut stream = TcpStream::connect(odoo.address()).await.unwrap();
    for _ in 0..2 {
        stream.write_all(b"GET /web/health HTTP/1.1\r\nHost: odoo\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(br#"{"status": "pass"}"#) {
            assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "the connection closed");
        }
    }
}

#[tokio::test]
async fn a_dropped_stand_in_gives_its_port_back() {
    let odoo = StandIn::demo().start().await;
    let address = odoo.address();
    drop(odoo);
    assert!(can_be_had_again(address).await);
}

/// The port is free once the task that held it is gone, which takes a turn or more of the scheduler.
async fn can_be_had_again(address: SocketAddr) -> bool {
    for _ in 0..1000 {
        if StandIn::demo().on(&address.to_string()).try_start().await.is_ok() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

async fn log_in(odoo: &StandIn) -> Message {
    rpc(odoo, "common", "authenticate", json!([odoo.database(), odoo.login(), odoo.api_key(), {}])).await
}

async fn count_companies(odoo: &StandIn) -> Message {
    execute(odoo, "res.partner", "search_count", json!([[["is_company", "=", true]]]), json!({})).await
}
