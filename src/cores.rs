//! Shares work among the cores of the machine.

use std::{num::NonZero, thread};

/// So many items are for one core: to share less costs more than it wins.
pub const BLOCK: usize = 256;

/// What a function makes of each item, in their order. It runs on all cores where the items are
/// many; where no thread can be had, on this one. Of each [`BLOCK`] of them one core converts all, in order.
pub fn map<T: Send, R: Send>(items: Vec<T>, convert: impl Fn(T) -> R + Sync) -> Vec<R> {
    // To ask for the cores costs as much as a tenth of a report.
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let cores = if items.len() < BLOCK { 1 } else { cores() };
    if cores == 1 {
        return items.into_iter().map(convert).collect();
    }
    let share = items.len().div_ceil(cores).next_multiple_of(BLOCK);
    let mut work: Vec<(Option<T>, Option<R>)> =
        items.into_iter().map(|item| (Some(item), None)).collect();
    let convert_part = |part: &mut [(Option<T>, Option<R>)]| {
        for (item, result) in part {
            *result = item.take().map(&convert);
        }
    };
    thread::scope(|scope| {
        for part in work.chunks_mut(share) {
            // Where no thread can be had, this one does its part below.
            let _ = thread::Builder::new().spawn_scoped(scope, || convert_part(part));
        }
    });
    work.into_iter().filter_map(|(item, result)| result.or_else(|| item.map(&convert))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept_whatever_the_number() {
        for count in [0, 1, BLOCK - 1, BLOCK, 3 * BLOCK + 1] {
            let doubled = map((0..count).collect(), |number| 2 * number);
            assert!(doubled.iter().enumerate().all(|(at, number)| *number == 2 * at), "{count}");
            assert_eq!(doubled.len(), count);
        }
    }
}
