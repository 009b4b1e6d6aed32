//! Keeps secrets in memory from leaving the process by the back door.

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core dumps, and no other process of the same user may look into this one. What the system
/// does not offer is left as it is.
pub fn harden() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Nothing depends on it: a system that refuses is no worse than before.
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
