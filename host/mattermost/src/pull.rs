//! The pull protocol of byte streams: the reader writes how much it wants, the other side sends that much.
//!
//! A wish is a Go varint (zig-zag, seven bits per byte). A source that ends sends less and closes the stream.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A varint of 64 bits.
const VARINT_BYTES_MAX: usize = 10;

/// Bytes in memory while a source is served.
const PIECE_BYTES: usize = 64 * 1024;

/// Why a stream was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// It has more bytes than the reader takes.
    #[error("more than {0} bytes")]
    TooLong(usize),
    /// It broke: what was read is incomplete.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads everything, in one wish for more than the reader takes.
///
/// # Errors
/// More than `bytes_max` bytes, or the stream breaks.
pub async fn pull<S>(mut stream: S, bytes_max: usize) -> Result<Vec<u8>, PullError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let wish = bytes_max.saturating_add(1).min(i64::MAX as usize) as u64;
    let (varint, length) = varint(wish);
    stream.write_all(&varint[..length]).await?;
    stream.flush().await?;
    let mut bytes = Vec::new();
    (&mut stream).take(wish).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 == wish {
        return Err(PullError::TooLong(bytes_max));
    }
    Ok(bytes)
}

/// Answers the reader's wishes from `source` until one of them ends, then closes the stream.
///
/// # Errors
/// The stream or the source breaks.
pub async fn serve_pull<R, S>(mut source: R, mut stream: S) -> io::Result<()>
where
    R: AsyncRead + Unpin,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut piece = vec![0; PIECE_BYTES];
    while let Some(mut wanted) = read_wish(&mut stream).await? {
        while wanted > 0 {
            let room = usize::try_from(wanted).map_or(PIECE_BYTES, |wanted| wanted.min(PIECE_BYTES));
            let length = source.read(&mut piece[..room]).await?;
            if length == 0 {
                return stream.shutdown().await;
            }
            stream.write_all(&piece[..length]).await?;
            wanted -= length as u64;
        }
        stream.flush().await?;
    }
    stream.shutdown().await
}

/// A wish, or `None` where the reader has closed the stream.
async fn read_wish<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Option<u64>> {
    let mut zigzag = 0;
    for position in 0..VARINT_BYTES_MAX {
        let byte = match stream.read_u8().await {
            Ok(byte) => byte,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && position == 0 => return Ok(None),
            Err(error) => return Err(error),
        };
        zigzag |= u64::from(byte & 0x7f) << (7 * position);
        if byte < 0x80 {
            if zigzag & 1 == 1 {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a wish for less than nothing"));
            }
            return Ok(Some(zigzag >> 1));
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "a varint longer than ten bytes"))
}

fn varint(value: u64) -> ([u8; VARINT_BYTES_MAX], usize) {
    let mut bytes = [0; VARINT_BYTES_MAX];
    let mut rest = value << 1;
    let mut length = 0;
    while rest >= 0x80 {
        bytes[length] = rest as u8 | 0x80;
        rest >>= 7;
        length += 1;
    }
    bytes[length] = rest as u8;
    (bytes, length + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use tokio::io::duplex;

    use super::*;

    async fn pulled(source: &[u8], bytes_max: usize) -> Result<Vec<u8>, PullError> {
        let (reader, server) = duplex(1000);
        let (result, served) = tokio::join!(pull(reader, bytes_max), serve_pull(source, server));
        served.unwrap();
        result
    }

    #[test]
    fn a_wish_is_a_zig_zag_varint() {
        let encoded = [0, 508, 1024, 32768].map(|wish| {
            let (bytes, length) = varint(wish);
            bytes[..length].to_vec()
        });

        assert_eq!(encoded, [vec![0], vec![0xf8, 0x07], vec![0x80, 0x10], vec![0x80, 0x80, 0x04]]);
    }

    #[tokio::test]
    async fn a_body_is_read_to_its_end() {
        for length in [0, 1, 1000, 64 * 1024, 5 * 1024 * 1024] {
            let body: Vec<u8> = (0..length).map(|index| index as u8).collect();

            assert_eq!(pulled(&body, length).await.unwrap(), body);
        }
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused() {
        let refusal = pulled(&[7; 5000], 1001).await.unwrap_err();

        assert_eq!(refusal.to_string(), "more than 1001 bytes");
    }

    #[tokio::test]
    async fn wishes_are_answered_one_by_one() {
        let (mut reader, server) = duplex(1000);
        let served = tokio::spawn(serve_pull(&b"BODY"[..], server));

        reader.write_all(&[4, 0x80, 0x08]).await.unwrap();
        let mut answer = Vec::new();
        reader.read_to_end(&mut answer).await.unwrap();

        assert_eq!(answer, b"BODY");
        served.await.unwrap().unwrap();
    }
}
