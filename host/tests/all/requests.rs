//! Requests to `/plugins/probe/…`.

use peer::Request;

use super::probe;

#[tokio::test]
async fn bodies_of_every_size_travel_both_ways() {
    let server = probe().start().await.unwrap();
    for size in [0, 1, 64 << 10, 5 << 20] {
        let body = vec![b'o'; size];
        let answer = server.http(Request::new("POST", "/plugins/probe/echo").body(body.clone())).await;
        assert!(answer.status == 200 && answer.body == body, "{size}: {} with {}", answer.status, answer.body.len());
    }
}

#[tokio::test]
async fn a_body_above_the_manifests_limit_is_refused() {
    let server = probe().start().await.unwrap();
    let answer = server.http(Request::new("POST", "/plugins/probe/echo").body(vec![0; (6 << 20) + 1])).await;
    assert_eq!((answer.status, answer.header("Content-Type")), (413, Some("application/json")));
}

#[tokio::test]
async fn only_the_servers_word_proves_a_person() {
    let server = probe().start().await.unwrap();
    let forged = Request::new("GET", "/plugins/probe/whoami").header("Mattermost-User-Id", "mallory");
    assert_eq!(server.http(forged).await.text(), "nobody");
    let signed_in = Request::new("GET", "/plugins/probe/whoami").user("ben");
    assert_eq!(server.http(signed_in).await.text(), server.user("ben").unwrap().id);
}

#[tokio::test]
async fn two_hundred_requests_at_once_get_their_own_answers() {
    let server = probe().start().await.unwrap();
    let asked: Vec<_> = (0..200)
        .map(|n| {
            let server = server.clone();
            tokio::spawn(async move {
                server.http(Request::new("POST", "/plugins/probe/echo").body(n.to_string())).await.text()
            })
        })
        .collect();
    for (n, answer) in asked.into_iter().enumerate() {
        assert_eq!(answer.await.unwrap(), n.to_string(), "{:?}", server.log_lines());
    }
}

#[tokio::test]
async fn an_unknown_path_is_the_components_to_answer() {
    let server = probe().start().await.unwrap();
    let answer = server.http(Request::new("GET", "/plugins/probe/nowhere")).await;
    assert_eq!((answer.status, answer.text().as_str()), (404, "not found"));
}
