//! Profiles, where secrets come from, and choices of theme and keys: read, validated, and every
//! mistake reported at once with its line.

pub mod duration;
pub mod environment;
pub mod file;
pub mod http_url;
mod layered;
pub mod location;
pub mod mistake;
mod parse;
pub mod secret_source;
pub mod setting;
pub mod settings;
mod values;

pub use file::{Choice, Config};
pub use http_url::HttpUrl;
pub use mistake::{Mistake, Mistakes};
pub use secret_source::{SecretError, SecretSource};
pub use settings::Settings;
pub use values::{AuthMethod, BodyFormat, SettingOrigin, Verify};
