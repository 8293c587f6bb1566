//! PDF, in a build that reads none: any file in, how to get a build that reads it out.

use super::detect::Format;
use super::source::Source;
use super::{Documents, Error, Reader, only};

pub(super) const FORMAT: Format = Format { endings: &["pdf"], read };

fn read(source: Source, _: &Reader) -> Documents {
    let message = "a PDF, which this build does not read (one made with `cargo build --release --features pdf` does)";
    only(Err(Error::new(message).at(&source.path)))
}
