use goplugin::{Broker, BrokerError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Pair, connected};

/// Offers a stream on one side, dials it from the other and passes a byte each way.
async fn meet(offering: &Broker, dialling: &Broker) {
    let offer = offering.offer();
    let id = offer.id();
    let (offered, dialled) = tokio::join!(offer.accept(), dialling.dial(id));
    let (mut offered, mut dialled) = (offered.unwrap(), dialled.unwrap());
    offered.write_u8(b'o').await.unwrap();
    dialled.write_u8(b'd').await.unwrap();
    assert_eq!((dialled.read_u8().await.unwrap(), offered.read_u8().await.unwrap()), (b'o', b'd'));
}

#[tokio::test]
async fn both_sides_offer_and_dial_and_may_use_the_same_numbers() {
    let Pair { plugin, application, output: _output } = connected().await;
    for _ in 0..3 {
        meet(plugin.broker(), application.broker()).await;
        meet(application.broker(), plugin.broker()).await;
    }
    assert_eq!((plugin.broker().offer().id(), application.broker().offer().id()), (4, 4));
}

#[tokio::test]
async fn a_stream_that_was_dialled_before_anyone_accepts_waits() {
    let Pair { plugin, application, output: _output } = connected().await;
    let offer = plugin.broker().offer();
    let mut dialled = application.broker().dial(offer.id()).await.unwrap();
    dialled.write_u8(7).await.unwrap();
    assert_eq!(offer.accept().await.unwrap().read_u8().await.unwrap(), 7);
}

#[tokio::test]
async fn a_number_that_nobody_offers_is_refused() {
    let Pair { plugin, application, output: _output } = connected().await;
    let withdrawn = plugin.broker().offer().id();
    for id in [withdrawn, 99] {
        let refused = application.broker().dial(id).await;
        assert!(matches!(refused, Err(BrokerError::Refused { id: refused, .. }) if refused == id));
    }
    meet(plugin.broker(), application.broker()).await;
}

#[tokio::test]
async fn an_offer_is_dialled_once() {
    let Pair { plugin, application, output: _output } = connected().await;
    let offer = plugin.broker().offer();
    let _first = application.broker().dial(offer.id()).await.unwrap();
    assert!(matches!(application.broker().dial(offer.id()).await, Err(BrokerError::Refused { .. })));
}

#[tokio::test(start_paused = true)]
async fn an_offer_that_nobody_dials_times_out_after_five_seconds() {
    let Pair { plugin, application: _application, output: _output } = connected().await;
    let start = tokio::time::Instant::now();
    let error = plugin.broker().offer().accept().await.err().unwrap();
    assert_eq!(error.to_string(), "timeout waiting for the other side of stream 1");
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn dialling_after_the_sessions_end_says_why_it_ended() {
    let Pair { plugin, application, output: _output } = connected().await;
    drop(application);
    plugin.ended().await;
    let error = plugin.broker().dial(1).await.err().unwrap();
    assert_eq!(error.to_string(), "the peer closed the connection");
}
