//! Maximum matching in a bipartite graph, by augmenting paths (H. W. Kuhn, "The Hungarian method for the assignment problem", 1955):
//! so many on the left get one on the right as possible, earlier ones first.

/// For each of `left`, the index of the one of `right` that it is matched with.
pub(super) fn assign(left: usize, right: usize, fits: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let fitting: Vec<Vec<usize>> = (0..left).map(|l| (0..right).filter(|&r| fits(l, r)).collect()).collect();
    let mut taken = vec![None; right];
    for l in 0..left {
        place(l, &fitting, &mut taken, &mut vec![false; right]);
    }
    let mut matched = vec![None; left];
    for (r, l) in taken.into_iter().enumerate() {
        if let Some(l) = l {
            matched[l] = Some(r);
        }
    }
    matched
}

/// Finds a place for one, moving others where they have another.
fn place(l: usize, fitting: &[Vec<usize>], taken: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &r in &fitting[l] {
        if std::mem::replace(&mut seen[r], true) {
            continue;
        }
        if taken[r].is_none_or(|other| place(other, fitting, taken, seen)) {
            taken[r] = Some(l);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_has_a_choice_makes_room_for_one_that_has_none() {
        let pairs = [(0, 0), (0, 1), (1, 0)];
        assert_eq!(assign(2, 2, |l, r| pairs.contains(&(l, r))), [Some(1), Some(0)]);
    }

    #[test]
    fn of_two_that_want_the_same_the_first_gets_it() {
        assert_eq!(assign(2, 1, |_, _| true), [Some(0), None]);
        assert_eq!(assign(0, 1, |_, _| true), []);
    }
}
