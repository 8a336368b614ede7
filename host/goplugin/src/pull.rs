//! Bodies on a broker stream that are sent on request: the reader asks for a number of bytes, the other side sends so
//! many or, where its source ends, what is left and a FIN. Requests are Go varints.
//!
//! The other way round, a body that is just pushed, needs nothing of this: write it to the stream and shut it down.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncBufRead, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf, copy_buf};

use crate::yamux::Stream;

/// One request. Two of them are on their way at most, which is half of the stream's window.
const REQUEST_BYTES: usize = 64 * 1024;

/// Bytes of the longest varint.
const VARINT_BYTES_MAX: usize = 10;

/// A body that the other side sends on request, read ahead by up to 128 KiB.
///
/// It ends where the other side's source ends, or fails: the protocol does not tell these apart.
pub struct PullReader {
    stream: Stream,
    /// What was asked for and has not been read.
    outstanding: usize,
    /// The rest of a request that is not written yet.
    unwritten: Vec<u8>,
}

impl PullReader {
    /// A reader of the body behind a freshly dialled stream.
    pub fn new(stream: Stream) -> Self {
        Self { stream, outstanding: 0, unwritten: Vec::new() }
    }

    fn poll_ask(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.outstanding <= REQUEST_BYTES {
            self.outstanding += REQUEST_BYTES;
            put_varint(REQUEST_BYTES as i64, &mut self.unwritten);
        }
        while !self.unwritten.is_empty() {
            let length = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.unwritten))?;
            self.unwritten.drain(..length);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for PullReader {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // A request that cannot be written now, or no longer, does not keep from reading what was asked for before.
        let _ = self.poll_ask(cx);
        let before = out.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, out))?;
        self.outstanding = self.outstanding.saturating_sub(out.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

/// Serves `source` to a reader on the other side of `stream`, until either ends.
///
/// # Errors
/// The stream or the source failed; to the reader the latter looks like the body's end.
pub async fn serve_pull(source: impl AsyncRead + Unpin, mut stream: Stream) -> io::Result<()> {
    let mut source = BufReader::with_capacity(REQUEST_BYTES, source);
    let result = answer_requests(&mut source, &mut stream).await;
    stream.shutdown().await?;
    // The reader may have asked ahead. Dropping the stream now would answer that with a reset.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
    result
}

async fn answer_requests(source: &mut (impl AsyncBufRead + Unpin), stream: &mut Stream) -> io::Result<()> {
    while let Some(wanted) = read_varint(stream).await? {
        let wanted = u64::try_from(wanted).map_err(|_| io::ErrorKind::InvalidData)?;
        if copy_buf(&mut (&mut *source).take(wanted), stream).await? < wanted {
            break;
        }
    }
    Ok(())
}

/// Go's signed varint: zig-zag, then seven bits a byte, the lowest first.
fn put_varint(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// The next varint, `None` if the stream ends instead.
async fn read_varint(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<i64>> {
    let mut value = 0_u64;
    for index in 0..VARINT_BYTES_MAX {
        let byte = match stream.read_u8().await {
            Ok(byte) => byte,
            Err(error) if index == 0 && error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        };
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Ok(Some((value >> 1) as i64 ^ -((value & 1) as i64)));
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}
