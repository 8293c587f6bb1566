//! Guard: work of a library on a file that nobody checked in; its result out, or an error where it panics.
//!
//! The readers of some formats are written for sound files. One file of a hundred thousand must not end the program.

use super::{Error, Result};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; a panic in it is an error.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    be_quiet();
    let outer = IS_GUARDED.replace(true);
    // What was half done is dropped with the work.
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(outer);
    done.unwrap_or_else(|panic| {
        let cause = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(Error::new(format!("cannot be made sense of: {}", cause.unwrap_or("an unknown fault"))))
    })
}

/// Keeps panics that become errors from being printed, too.
fn be_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                print(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_a_result_is_a_result() {
        let work = |bytes: &[u8]| guarded(|| Ok(bytes[2]));
        assert_eq!(work(&[1, 2, 3]).unwrap(), 3);
        let error = work(&[1]).unwrap_err().to_string();
        assert!(error.starts_with("cannot be made sense of: index out of bounds"), "{error}");
    }
}
