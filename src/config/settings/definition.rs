//! What a setting is: one definition gives it a member of a profile, a flag, a variable, its help,
//! how its text is read, and what a higher layer does to a lower one.

use std::{ffi::OsStr, path::Path};

use super::{
    SETTINGS, Settings,
    setting_value::{Directories, SettingForm},
};
use crate::config::SettingOrigin;

/// The definition of a setting. [`SETTINGS`] lists them all.
#[derive(Debug)]
pub struct Setting {
    /// The name in a profile; the field of [`Settings`] has the same.
    pub member: &'static str,
    pub form: SettingForm,
    /// None where only a profile and the environment can say it.
    pub flag: Option<Flag>,
    /// What it is for, in one sentence without a full stop.
    pub help: &'static str,
    /// What holds where no layer says anything, in words; none where that is nothing at all.
    pub default: Option<&'static str>,
    pub(super) read: ReadSetting,
    /// Fills the value of the first settings from the second, where the first have none.
    pub(super) fill: fn(&mut Settings, &mut Settings),
    pub(super) locate: fn(&mut Settings, &Directories<'_>),
    pub(super) has_literal: fn(&Settings) -> bool,
}

/// The flag of a setting.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Without its two hyphens.
    pub name: &'static str,
    pub takes: FlagValue,
}

/// What follows a flag.
#[derive(Clone, Copy, Debug)]
pub enum FlagValue {
    /// A value, called by this name in the help.
    Named(&'static str),
    /// Nothing: the flag itself stands for this text.
    Implied(&'static str),
}

/// The function that reads the text of a setting.
#[derive(Debug)]
pub(super) enum ReadSetting {
    Whole(fn(&mut Settings, &str, SettingOrigin) -> Result<(), String>),
    /// Anything is a path.
    Path(fn(&mut Settings, &OsStr)),
    /// An entry of a table, which is one text in a flag.
    Entry {
        split: fn(&str) -> Result<(&str, &str), String>,
        read: fn(&mut Settings, &str, &str, SettingOrigin) -> Result<(), String>,
    },
}

impl Setting {
    /// The environment variable; a table has none.
    pub fn variable(&self) -> Option<String> {
        (self.form != SettingForm::Table)
            .then(|| format!("TOKENSCOPE_{}", self.member.to_ascii_uppercase()))
    }
}

impl Settings {
    /// Sets a member from its text; a list grows by it. The reason for a refusal never quotes the
    /// text of a secret.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn set(&mut self, member: &str, text: &str, origin: SettingOrigin) -> Result<(), String> {
        let setting = SETTINGS.iter().find(|setting| setting.member == member);
        self.read(setting.ok_or("is not known")?, text, origin)
    }

    /// Takes the text of a setting. The reason for a refusal never quotes the text of a secret.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn read(
        &mut self,
        setting: &Setting,
        text: &str,
        origin: SettingOrigin,
    ) -> Result<(), String> {
        if text.is_empty() {
            return Err("is empty".to_owned());
        }
        match setting.read {
            ReadSetting::Whole(read) => read(self, text, origin),
            ReadSetting::Path(read) => {
                read(self, OsStr::new(text));
                Ok(())
            }
            ReadSetting::Entry { split, read } => {
                let (name, text) = split(text)?;
                read(self, name, text, origin)
            }
        }
    }

    /// Takes a path, which need not be Unicode. A setting that is none is left as it is.
    pub fn read_path(&mut self, setting: &Setting, path: &Path) {
        if let ReadSetting::Path(read) = setting.read {
            read(self, path.as_os_str());
        }
    }

    /// Takes an entry of a setting that is a table.
    ///
    /// # Errors
    /// What is wrong with it, in words; or the setting is no table.
    pub fn read_entry(
        &mut self,
        setting: &Setting,
        (name, text): (&str, &str),
        origin: SettingOrigin,
    ) -> Result<(), String> {
        match setting.read {
            ReadSetting::Whole(_) | ReadSetting::Path(_) => Err("is no table".to_owned()),
            ReadSetting::Entry { read, .. } => read(self, name, text, origin),
        }
    }
}

/// Defines [`Settings`] and the table of its definitions. A setting is a member with the type of
/// its value and
/// - `value`, the function that reads its text; or `path`, the one that takes it as the system
///   does; or for a table `entry`, the one that reads an entry's name and text, and `split`, which
///   takes them apart in a flag;
/// - `fill`, where a lower layer is not taken as [`Layered`] takes it;
/// - `flag`, its name and what its value is called in the help; or `switch`, the name of a flag
///   without a value, and the text that it stands for;
/// - `help`;
/// - `default`, what holds where nothing is said.
macro_rules! define_settings {
    (
        $(#[$about:meta])*
        pub struct Settings {
            $(
                $(#[$doc:meta])*
                $member:ident: $type:ty = {
                    $(value: $value:expr,)?
                    $(path: $path:expr,)?
                    $(entry: $entry:expr, split: $split:expr,)?
                    $(fill: $fill:expr,)?
                    $(flag: ($flag:literal, $placeholder:literal),)?
                    $(switch: ($switch:literal, $implied:literal),)?
                    help: $help:literal,
                    $(default: $default:literal,)?
                }
            )*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Settings {
            $($(#[$doc])* pub $member: $type,)*
        }

        /// Every setting, in the order of the help.
        pub static SETTINGS: &[Setting] = &[$(Setting {
            member: stringify!($member),
            form: <$type as Layered>::FORM,
            flag: define_settings!(
                @optional
                $(Flag { name: $flag, takes: FlagValue::Named($placeholder) })?
                $(Flag { name: $switch, takes: FlagValue::Implied($implied) })?
            ),
            help: $help,
            default: define_settings!(@optional $($default)?),
            read: define_settings!(
                @read $member $(value $value)? $(path $path)? $(entry $entry, $split)?
            ),
            fill: |higher, lower| {
                let fill = define_settings!(@or $(($fill))? (Layered::fill));
                fill(&mut higher.$member, std::mem::take(&mut lower.$member));
            },
            locate: |settings, directories| settings.$member.locate(directories),
            has_literal: |settings| settings.$member.has_literal(),
        },)*];
    };
    (@optional) => { None };
    (@optional $given:expr) => { Some($given) };
    (@or ($given:expr) ($default:expr)) => { $given };
    (@or ($default:expr)) => { $default };
    (@read $member:ident value $value:expr) => {
        ReadSetting::Whole(|settings, text, origin| {
            settings.$member.add($value(text, origin)?);
            Ok(())
        })
    };
    (@read $member:ident path $path:expr) => {
        ReadSetting::Path(|settings, path| settings.$member.add($path(path)))
    };
    (@read $member:ident entry $entry:expr, $split:expr) => {
        ReadSetting::Entry {
            split: $split,
            read: |settings, name, text, origin| {
                settings.$member.add($entry(name, text, origin)?);
                Ok(())
            },
        }
    };
}

pub(super) use define_settings;
