//! An iterator in; every item, worked on in parallel and handed over in the order of the iterator, out.
//!
//! Reading, work and taking overlap, and no more than a window of items is in memory at a time: an item is read only when one
//! before it was taken.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

/// Items that are in memory at a time, for each thread.
const WINDOW: usize = 32;

/// What is still to be read, and leave to read it.
struct Source<I> {
    items: std::iter::Enumerate<I>,
    permits: Receiver<()>,
}

/// Does `work` on every item, on so many threads (one a processor by default), and hands the results to `take` in the order of the
/// items. When `take` fails, what was begun is finished and no more is read.
///
/// # Errors
/// When `take` fails, or threads cannot be started.
pub(super) fn for_each_in_order<T: Send, U: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: Option<NonZeroUsize>,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<()>,
) -> Result<()> {
    let threads = jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::new("cannot start threads").caused_by(e))?;
    let (allow, permits) = channel();
    let source = Mutex::new(Source { items: items.enumerate(), permits });
    let (hand_over, results) = channel();
    for _ in 0..WINDOW * pool.current_num_threads() {
        // The receiver lives as long as the source.
        let _ = allow.send(());
    }
    pool.in_place_scope(|scope| {
        // Goes with this closure, so that nobody waits for leave when it returns early.
        let allow = allow;
        for _ in 0..pool.current_num_threads() {
            let (hand_over, source, work) = (hand_over.clone(), &source, &work);
            scope.spawn(move |_| {
                while let Some((idx, item)) = next(source) {
                    if hand_over.send((idx, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_over);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (idx, result) in results {
            early.insert(idx, result);
            while let Some(result) = early.remove(&due) {
                take(result)?;
                due += 1;
                let _ = allow.send(());
            }
        }
        Ok(())
    })
}

/// The next item, once there is leave to read it; `None` at the end, or when nobody takes results any more.
fn next<I: Iterator>(source: &Mutex<Source<I>>) -> Option<(usize, I::Item)> {
    let mut source = source.lock().ok()?;
    source.permits.recv().ok()?;
    source.items.next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn jobs(count: usize) -> Option<NonZeroUsize> {
        NonZeroUsize::new(count)
    }

    #[test]
    fn results_come_in_the_order_of_the_items() -> Result<()> {
        for threads in 1..=4 {
            let mut taken = Vec::new();
            // Later items are quicker.
            let work = |item: u64| {
                std::thread::sleep(std::time::Duration::from_micros((200 - item) % 7 * 50));
                item * 2
            };
            for_each_in_order(0..200, jobs(threads), work, |item| {
                taken.push(item);
                Ok(())
            })?;
            assert_eq!(taken, (0..200).map(|item| item * 2).collect::<Vec<_>>());
        }
        Ok(())
    }

    #[test]
    fn no_more_than_a_window_is_read_ahead() -> Result<()> {
        let read = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let mut taken = 0;
        for_each_in_order(
            items,
            jobs(2),
            |item| item,
            |_| {
                taken += 1;
                assert!(read.load(Ordering::SeqCst) <= taken + 2 * WINDOW);
                Ok(())
            },
        )
    }

    #[test]
    fn a_taker_that_fails_stops_the_reading() {
        let read = AtomicUsize::new(0);
        let items = (0..100_000).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let failing = for_each_in_order(
            items,
            jobs(2),
            |item| item,
            |item| {
                if item == 10 { Err(Error::new("full")) } else { Ok(()) }
            },
        );
        assert!(failing.is_err_and(|error| error.to_string() == "full"));
        assert!(read.into_inner() < 1000);
    }
}
