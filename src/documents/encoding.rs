//! Encoding: the bytes of a text in any encoding in, the text out.

use super::{Error, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What a text in UTF-8 may begin with.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// How many bytes tell the encoding.
const LOOKED_AT: usize = 1 << 16;
/// How many sound characters of several bytes there are for one that is broken, in a text that is UTF-8 with faults.
const SOUND_FOR_BROKEN: usize = 8;

/// The text of bytes whose encoding only they tell.
///
/// # Errors
/// When they are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String> {
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        Ok(text) => decode_other(text.as_bytes()),
        Err(error) => decode_other(error.as_bytes()),
    }
}

/// The text of bytes for which an encoding was told, which a byte order mark overrules.
pub(super) fn decode_as(bytes: &[u8], told: Option<&str>) -> Result<String> {
    match told.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        Some(encoding) => Ok(encoding.decode(bytes).0.into_owned()),
        None => decode(bytes.to_vec()),
    }
}

/// The beginning of a text, to look at; what is no character of it does not matter.
pub(super) fn head_text(head: &[u8]) -> String {
    match Encoding::for_bom(head).map(|(encoding, _)| encoding).or_else(|| utf16_of(head)) {
        Some(encoding) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

/// Whether these may be the first bytes of a text: none of its signs controls a device, and few are of no encoding.
pub(super) fn is_text(head: &[u8]) -> bool {
    let text = head_text(head);
    let (unknown, all) = (text.matches(char::REPLACEMENT_CHARACTER).count(), text.chars().count());
    text.chars().all(|c| !c.is_control() || c.is_whitespace()) && unknown * 4 <= all
}

fn decode_other(bytes: &[u8]) -> Result<String> {
    let encoding = told_by(bytes).unwrap_or_else(|| guess(bytes));
    let text = encoding.decode(bytes).0.into_owned();
    let head: String = text.chars().take(LOOKED_AT).collect();
    if head.contains('\0') {
        let line = head.split('\0').next().unwrap_or_default().matches('\n').count() + 1;
        let error = Error::new("no text: it holds zero bytes").line(line);
        let at = bytes.iter().position(|&byte| byte == 0).filter(|_| encoding.is_ascii_compatible());
        return Err(at.into_iter().fold(error, |error, at| error.offset(at as u64)));
    }
    Ok(text)
}

/// Whether a text of these first bytes is UTF-16.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    told_by(head).is_some_and(|encoding| encoding != UTF_8)
}

/// The encoding that the first bytes tell beyond doubt.
fn told_by(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding).or_else(|| utf16_of(head))
}

/// UTF-16 without a mark, which the zeros of Latin letters give away.
fn utf16_of(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |parity| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half >= 2 && odd * 2 > half && even * 8 < odd {
        Some(UTF_16LE)
    } else if half >= 2 && even * 2 > half && odd * 8 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    if is_broken_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // A long ASCII beginning tells nothing, so the bytes from the first other one on are looked at too.
    detector.feed(head, head.len() == bytes.len());
    if head.len() < bytes.len() {
        let other = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(head.len()).max(head.len());
        detector.feed(&bytes[other..bytes.len().min(other + LOOKED_AT)], true);
    }
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether a text is UTF-8 but for a few places.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > 0 && sound >= broken.saturating_sub(1) * SOUND_FOR_BROKEN
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Der Präsident traf Orbán in Zürich. Sie sprachen über die Brücke, die größer würde.\n";

    #[test]
    fn a_text_is_read_in_its_encoding() {
        let utf16 = |to: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let marked = |mark: [u8; 2], rest: Vec<u8>| [mark.to_vec(), rest].concat();
        let latin = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            latin,
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            marked([0xff, 0xfe], utf16(u16::to_le_bytes)),
            marked([0xfe, 0xff], utf16(u16::to_be_bytes)),
        ] {
            assert_eq!(decode(bytes.clone()).unwrap(), TEXT, "{:?}", &bytes[..8]);
        }
    }

    #[test]
    fn a_broken_place_does_not_change_the_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(3, 0xff);
        assert_eq!(decode(bytes).unwrap(), format!("Der\u{fffd}{}", &TEXT[3..]));
        let cut = &"Orbán met Merkel in Zürich, and then in Köln…".as_bytes()[..48];
        assert!(decode(cut.to_vec()).unwrap().starts_with("Orbán met Merkel in Zürich"));
    }

    #[test]
    fn an_encoding_that_is_told_is_believed() {
        assert_eq!(decode_as(b"\xc1", Some("windows-1251")).unwrap(), "Б");
        assert_eq!(decode_as("Б".as_bytes(), Some("no such")).unwrap(), "Б");
    }

    #[test]
    fn zero_bytes_are_no_text() {
        assert_eq!(
            decode(b"one\n\x01\x00\x00\x00two".to_vec()).unwrap_err().to_string(),
            "no text: it holds zero bytes"
        );
    }
}
