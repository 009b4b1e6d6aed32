//! Wipes memory in bulk.

use std::{
    fmt, mem,
    ops::{Deref, DerefMut},
};

/// A text or bytes whose memory is wiped on drop, its spare room too. As
/// [`Zeroizing`](zeroize::Zeroizing), but in bulk: that one goes byte by byte, which was a tenth of
/// an inspection.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Wiping<T: Wipe>(T);

/// What [`Wiping`] can wipe.
pub trait Wipe {
    /// Overwrites all of its memory with zeros, and leaves it empty where it can be.
    fn wipe(&mut self);
}

impl Wipe for Vec<u8> {
    fn wipe(&mut self) {
        // Never allocates: this much room is there.
        self.resize(self.capacity(), 0);
        zeroize::zeroize_bytes(self);
        self.clear();
    }
}

impl Wipe for String {
    fn wipe(&mut self) {
        mem::take(self).into_bytes().wipe();
    }
}

impl<const N: usize> Wipe for [u8; N] {
    fn wipe(&mut self) {
        zeroize::zeroize_bytes(self);
    }
}

impl<T: Wipe> Wiping<T> {
    pub fn new(content: T) -> Self {
        Self(content)
    }
}

impl<T: Wipe> From<T> for Wiping<T> {
    fn from(content: T) -> Self {
        Self(content)
    }
}

impl<T: Wipe> Drop for Wiping<T> {
    fn drop(&mut self) {
        self.0.wipe();
    }
}

impl<T: Wipe> Deref for Wiping<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Wipe> DerefMut for Wiping<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl AsRef<[u8]> for Wiping<Vec<u8>> {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl<T: Wipe> fmt::Debug for Wiping<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wiping(…)")
    }
}
