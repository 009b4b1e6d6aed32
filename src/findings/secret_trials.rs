//! Bounds how many secrets are tried on the tokens of a long input: each costs a hash of the token.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

/// So many tokens of an issuer in a row are tried with every secret, although none fits.
const IN_VAIN: u8 = 4;

/// So many of all issuers together.
const IN_VAIN_TOGETHER: u8 = 32;

/// To any other token only the secrets from the beginning of the list are tried, which are the
/// commonest, and those that fitted another token of its issuer.
const COMMONEST: usize = 16;

/// What the trials on the tokens of one block of an input have brought so far.
#[derive(Default)]
pub struct SecretTrials(Mutex<Trials>);

#[derive(Default)]
struct Trials {
    issuers: HashMap<String, IssuerTrials>,
    in_vain: u8,
}

#[derive(Clone, Default)]
struct IssuerTrials {
    /// The places of the secrets that fitted.
    fitted: Vec<usize>,
    /// How many tokens in a row none of all fitted.
    in_vain: u8,
}

impl SecretTrials {
    /// Finds the secret of a token of this issuer among so many, and says how many were tried at most.
    /// `find_among` says which of those in the given places fits.
    pub(super) fn find(
        &self,
        issuer: &str,
        count: usize,
        find_among: impl Fn(&mut dyn Iterator<Item = usize>) -> Option<usize>,
    ) -> (Option<usize>, usize) {
        let mut trials = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = trials.issuers.get(issuer).cloned().unwrap_or_default();
        let common = (0..COMMONEST.min(count)).filter(|place| !known.fitted.contains(place));
        let tried = known.fitted.len() + common.clone().count();
        let found = find_among(&mut known.fitted.iter().copied().chain(common));
        let is_full = known.in_vain < IN_VAIN && trials.in_vain < IN_VAIN_TOGETHER;
        if found.is_some_and(|place| known.fitted.contains(&place)) || found.is_none() && !is_full {
            return (found, tried);
        }
        let rest = (COMMONEST..count).filter(|place| !known.fitted.contains(place));
        let found = found.or_else(|| find_among(&mut { rest }));
        let IssuerTrials { mut fitted, mut in_vain } = known;
        if let Some(place) = found {
            fitted.push(place);
            in_vain = 0;
        } else {
            in_vain += 1;
            trials.in_vain += 1;
        }
        trials.issuers.insert(issuer.to_owned(), IssuerTrials { fitted, in_vain });
        (found, count)
    }
}

impl fmt::Debug for SecretTrials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretTrials")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// The secret that is found for a token which the one in this place signed, and how many were
    /// tried.
    fn find(trials: &SecretTrials, issuer: &str, signed_by: usize) -> (Option<usize>, usize) {
        let tried = Cell::new(0);
        let (found, most) = trials.find(issuer, 100, |places| {
            places.inspect(|_| tried.set(tried.get() + 1)).find(|place| *place == signed_by)
        });
        assert!(tried.get() <= most && (found.is_some() || tried.get() == most), "{most}");
        (found, tried.get())
    }

    #[test]
    fn all_are_tried_until_none_fitted_often_enough() {
        let trials = SecretTrials::default();
        for _ in 0..IN_VAIN {
            assert_eq!(find(&trials, "a", 1000), (None, 100));
        }
        assert_eq!(find(&trials, "a", 99), (None, COMMONEST));
        assert_eq!(find(&trials, "a", 3), (Some(3), 4));
        // That one fitted says that more may.
        assert_eq!(find(&trials, "a", 99), (Some(99), 100));
        assert_eq!(find(&trials, "a", 99).0, Some(99));
        assert!(find(&trials, "a", 99).1 <= 2);
        assert_eq!(find(&trials, "b", 1000), (None, 100));
    }

    #[test]
    fn many_issuers_share_one_bound() {
        let trials = SecretTrials::default();
        for issuer in 0..IN_VAIN_TOGETHER {
            assert_eq!(find(&trials, &issuer.to_string(), 1000).1, 100);
        }
        assert_eq!(find(&trials, "another", 1000), (None, COMMONEST));
    }
}
