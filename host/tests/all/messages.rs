//! What the component says about posts and people.

use super::probe;

#[tokio::test]
async fn posts_are_accepted_replaced_rejected_and_dismissed() {
    let server = probe().start().await.unwrap();
    let mut outcomes = Vec::new();
    for message in ["hello", "replace me", "reject me", "dismiss me"] {
        outcomes
            .push(server.post("ben", "sales", message).await.map(|post| post.message).map_err(|error| error.message));
    }
    assert_eq!(outcomes[0], Ok("hello".into()));
    assert_eq!(outcomes[1], Ok("replaced".into()));
    assert!(outcomes[2].as_ref().unwrap_err().contains("The probe does not want this."), "{outcomes:?}");
    assert!(outcomes[3].is_err());
    let kept: Vec<_> = server.posts("sales").into_iter().map(|post| post.message).collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
}

#[tokio::test]
async fn a_sign_in_can_be_refused() {
    let server = probe().user("mallory", peer::Role::Member).start().await.unwrap();
    assert!(server.log_in("mallory").await.unwrap_err().message.contains("Not today."));
    assert!(server.log_in("ben").await.is_ok());
}
