//! Profiles, where secrets come from, and choices of theme and keys: read, validated, and every
//! mistake reported at once with its line.

pub mod duration;
pub mod environment;
pub mod file;
pub mod http_url;
pub mod location;
pub mod member;
pub mod mistake;
pub mod secret_source;
pub mod settings;

pub use file::{Choice, Config};
pub use http_url::HttpUrl;
pub use mistake::{Mistake, Mistakes};
pub use secret_source::{SecretError, SecretSource};
pub use settings::{AuthMethod, BodyFormat, SettingOrigin, Settings, Verify};
