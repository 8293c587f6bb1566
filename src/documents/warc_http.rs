//! HTTP in archives: the response of a server, as it was sent, in; status, type and content out.

use super::encoding;
use std::io::Read;

/// The most bytes that are unpacked of one response.
const MAX_BODY: u64 = super::MAX_BYTES as u64;

/// What a server sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub status: u16,
    /// The media type, in lower case without parameters; empty where none was told.
    pub kind: String,
    pub charset: Option<String>,
    pub body: Vec<u8>,
}

/// Takes a response apart; none where it does not begin as one.
pub(super) fn read_response(bytes: &[u8]) -> Option<Response> {
    let (head, body) = split_head(bytes);
    let head = encoding::head_text(head);
    let mut lines = head.lines();
    let mut first = lines.next()?.split_whitespace();
    if !first.next()?.starts_with("HTTP/") {
        return None;
    }
    let status = first.next()?.parse().ok()?;
    let header = |name: &str| {
        let mut pairs = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let (kind, charset) = read_kind(&header("content-type").unwrap_or_default());
    let chunked = header("transfer-encoding").is_some_and(|how| how.contains("chunked"));
    let body = if chunked { join_chunks(body) } else { body.to_vec() };
    let body = header("content-encoding").map_or_else(|| body.clone(), |how| unpack(&body, &how));
    Some(Response { status, kind, charset, body })
}

/// A media type and its charset.
pub(super) fn read_kind(value: &str) -> (String, Option<String>) {
    let value = value.to_ascii_lowercase();
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_owned();
    let charset =
        parts.find_map(|part| part.trim().strip_prefix("charset=").map(|name| name.trim_matches('"').to_owned()));
    (kind, charset)
}

/// The bytes before the first empty line, and those behind it.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = bytes[at..].iter().position(|&byte| byte == b'\n') {
        let line = bytes[at..at + end].trim_ascii();
        at += end + 1;
        if line.is_empty() {
            return (&bytes[..at], &bytes[at..]);
        }
    }
    (bytes, &[])
}

/// Joins the chunks of a body. What is not chunked although it says so, as archives have it, is left as it is, and so is the rest
/// behind a damaged chunk.
fn join_chunks(body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n');
        let line = end.map(|end| rest[..end].trim_ascii()).and_then(|line| std::str::from_utf8(line).ok());
        let size = line.and_then(|line| usize::from_str_radix(line.split(';').next()?.trim(), 16).ok());
        let (Some(end), Some(size)) = (end, size) else {
            joined.extend_from_slice(rest);
            return joined;
        };
        if size == 0 {
            return joined;
        }
        rest = &rest[end + 1..];
        let size = size.min(rest.len());
        joined.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return joined;
        }
    }
}

/// Undoes the compression of a body, as far as it goes; one that is not compressed although it says so is left as it is.
fn unpack(body: &[u8], how: &str) -> Vec<u8> {
    let decoder: Box<dyn Read> = match how {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        // Servers send both what the name says and what the standard says.
        "deflate" if body.first().is_some_and(|first| first & 0x0f == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(body))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 1 << 14)),
        "zstd" => match zstd::stream::read::Decoder::with_buffer(body) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return body.to_vec(),
        },
        _ => return body.to_vec(),
    };
    let mut plain = Vec::new();
    // A damaged end leaves what stands before it.
    let _ = decoder.take(MAX_BODY).read_to_end(&mut plain);
    if plain.is_empty() { body.to_vec() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(head: &str, body: &[u8]) -> String {
        let bytes = [head.as_bytes(), b"\r\n\r\n", body].concat();
        String::from_utf8(read_response(&bytes).unwrap().body).unwrap()
    }

    #[test]
    fn a_response_is_taken_apart() {
        let response =
            read_response(b"HTTP/1.1 404 Not Found\r\nContent-Type: Text/HTML; charset=\"UTF-8\"\r\n\r\nno").unwrap();
        let expected =
            Response { status: 404, kind: "text/html".into(), charset: Some("utf-8".into()), body: b"no".to_vec() };
        assert_eq!(response, expected);
        assert_eq!(read_response(b"<html>"), None);
        assert_eq!(read_response(b""), None);
    }

    #[test]
    fn chunks_are_joined_whether_sound_or_not() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
        assert_eq!(body(head, b"4\r\nWiki\r\n6;x\r\npedia \r\n0\r\n\r\n"), "Wikipedia ");
        assert_eq!(body(head, b"<p>not chunked</p>"), "<p>not chunked</p>");
        assert_eq!(body(head, b"4\r\nWiki\r\nffffff\r\ncut"), "Wikicut");
        assert_eq!(body(head, b"4\r\nWiki\r\nzz\r\nrest"), "Wikizz\r\nrest");
    }

    #[test]
    fn compression_is_undone_where_there_is_some() {
        use std::io::Write;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"They met.").unwrap();
        let gzip = gzip.finish().unwrap();
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", &gzip), "They met.");
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", b"They met."), "They met.");
    }
}
