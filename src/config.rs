//! Settings of flags, variables and profiles, where secrets come from, and preferences of theme and
//! keys: read, validated, and all that is wrong reported at once, with its line.

mod choices;
pub mod duration;
pub mod environment;
pub mod error;
pub mod file;
pub mod http_url;
pub mod location;
pub mod secret_source;
pub mod settings;

pub use choices::{AuthMethod, BodyFormat, SettingOrigin, Verify};
pub use error::{SettingError, SettingErrors};
pub use file::{Config, ConfigMember, Preference};
pub use http_url::HttpUrl;
pub use secret_source::{SecretError, SecretSource};
pub use settings::Settings;
