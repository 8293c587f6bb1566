//! Kinds: the name and the first bytes of a file in; what it is, if it surely holds no document, out.
//!
//! Saved pages lie among their images, styles and scripts. What may hold text that is not read (an office document, an archive of
//! another format) is of no kind, as who reads a folder wants to hear of it.

use super::encoding;
use std::path::Path;

/// Files that hold no documents.
struct Kind {
    name: &'static str,
    endings: &'static [&'static str],
    /// Bytes that it is told by, and where they stand. No text has them.
    signatures: &'static [(usize, &'static [u8])],
    is_text: bool,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "image",
        endings: &["jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff"],
        signatures: &[
            (0, b"\xff\xd8\xff"),
            (0, b"\x89PNG\r\n"),
            (0, b"GIF8"),
            (8, b"WEBP"),
            (4, b"ftypavif"),
            (0, b"\0\0\x01\0"),
            (0, b"II*\0"),
            (0, b"MM\0*"),
        ],
        is_text: false,
    },
    Kind { name: "image", endings: &["svg"], signatures: &[], is_text: true },
    Kind { name: "style", endings: &["css"], signatures: &[], is_text: true },
    Kind { name: "script", endings: &["js", "mjs"], signatures: &[], is_text: true },
    Kind {
        name: "font",
        endings: &["woff", "woff2", "ttf", "otf", "eot"],
        signatures: &[(0, b"wOFF"), (0, b"wOF2"), (0, b"OTTO"), (0, b"\0\x01\0\0")],
        is_text: false,
    },
    Kind {
        name: "sound",
        endings: &["mp3", "ogg", "oga", "opus", "wav", "flac", "m4a", "aac"],
        signatures: &[(0, b"ID3"), (0, b"OggS"), (0, b"fLaC"), (8, b"WAVE")],
        is_text: false,
    },
    Kind {
        name: "video",
        endings: &["mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "flv"],
        signatures: &[(4, b"ftyp"), (0, b"\x1a\x45\xdf\xa3"), (8, b"AVI ")],
        is_text: false,
    },
    Kind {
        name: "program",
        endings: &["exe", "dll", "so", "dylib", "o", "class", "jar", "wasm", "swf"],
        signatures: &[(0, b"\x7fELF"), (0, b"MZ"), (0, b"\xca\xfe\xba\xbe"), (0, b"\0asm")],
        is_text: false,
    },
];

/// What a file is by its bytes, whatever it is called.
pub(super) fn by_bytes(head: &[u8]) -> Option<&'static str> {
    let has = |(at, bytes): &(usize, &[u8])| head.get(*at..).is_some_and(|rest| rest.starts_with(bytes));
    let kind = KINDS.iter().find(|kind| kind.signatures.iter().any(has))?;
    (!encoding::is_text(head)).then_some(kind.name)
}

/// What a file of no known format is by its name, unless it is a text that is called so.
pub(super) fn by_name(name: &Path, head: &[u8]) -> Option<&'static str> {
    let ending = name.extension()?.to_string_lossy().to_lowercase();
    let kind = KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str()))?;
    (kind.is_text || head.is_empty() || !encoding::is_text(head)).then_some(kind.name)
}
