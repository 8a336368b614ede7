use super::*;
use crate::rpc::{Answer, Call, Client, RpcError, Service, serve};
use crate::yamux::{Role, Session};

struct Echo;

impl Service for Echo {
    async fn call(&self, call: Call<'_>) -> Answer {
        match call.method() {
            "Echo.Bytes" => call.answer(|bytes: Vec<u8>| async move { Ok(bytes) }).await,
            _ => call.no_such_method().await,
        }
    }
}

/// A client and a server on one stream of two sessions.
async fn client_of_echo() -> (Client, [Session; 2]) {
    let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
    let start = |role, pipe| {
        let (read, write) = tokio::io::split(pipe);
        Session::start(role, Connection::new(read, write))
    };
    let (plugin, mut incoming) = start(Role::Server, ours);
    let (application, _) = start(Role::Client, theirs);
    let client = Client::start(application.open(b"").await.unwrap(), Limits::default());
    let stream = incoming.next().await.unwrap();
    tokio::spawn(serve(stream, Limits::default(), Echo));
    (client, [plugin, application])
}

#[tokio::test]
async fn arguments_and_replies_may_exceed_the_window_of_their_stream() {
    let (client, _sessions) = client_of_echo().await;
    let body: Vec<u8> = (0..5 * 1024 * 1024_u32).map(|index| (index >> 3) as u8).collect();
    let calls = [client.call("Echo.Bytes", &body), client.call("Echo.Bytes", &body)];
    for call in calls {
        assert!(call.await == Ok(body.clone()), "the body came back changed");
    }
}

#[tokio::test]
async fn a_call_dropped_while_its_argument_is_on_the_way_leaves_the_connection_usable() {
    let (client, _sessions) = client_of_echo().await;
    drop(client.call::<_, Vec<u8>>("Echo.Bytes", &vec![1; 1024 * 1024]));
    assert_eq!(client.call("Echo.Bytes", &b"next".to_vec()).await, Ok(b"next".to_vec()));
}

#[tokio::test]
async fn calls_end_with_the_session() {
    let (client, [plugin, _application]) = client_of_echo().await;
    let call = client.call::<_, Vec<u8>>("Echo.Bytes", &vec![1; 1024 * 1024]);
    plugin.close();
    assert!(matches!(call.await, Err(RpcError::ConnectionLost(_))));
}
