//! A made-up home, and the board in it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{AT, Ran, command, project, run_command};

/// A folder that is the home of nobody.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self) -> PathBuf {
        fs::canonicalize(self.0.path()).expect("it is there")
    }

    /// Writes a file with its folders, for its owner's eyes only.
    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(&file, content).expect("a file");
        set_mode(&file, 0o600);
        file
    }

    /// Puts a copy of a fixture there.
    pub fn put_fixture(&self, path: &str, fixture: &str) {
        self.put(path, fs::read(project("tests/fixtures").join(fixture)).expect("a fixture"));
    }

    /// The board with these arguments, and variables.
    pub fn run(&self, args: &[&str], variables: &[(&str, &str)]) -> Ran {
        let args = [&["board", "--at", AT], args].concat();
        let mut command = command(&args);
        command.env("HOME", self.path()).env_remove("XDG_STATE_HOME").current_dir(self.path());
        command.envs(variables.iter().copied());
        run_command(command, "")
    }

    /// The items of `board --json` with these arguments.
    pub fn items(&self, args: &[&str]) -> Vec<Value> {
        let ran = self.run(&[&["--json"], args].concat(), &[]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let report = ran.json();
        assert_eq!(report["kind"], "collection");
        report["items"].as_array().expect("items").clone()
    }
}

pub fn set_mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("its mode is set");
    }
    let _ = (path, mode);
}

/// A signed token with these claims; nobody has the key.
pub fn jwt(claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": "k1"});
    format!("{}.{}.{}", part(&header), part(claims), BASE64URL_NOPAD.encode(&[7; 96]))
}

/// A token of somebody that ends so many seconds after [`AT`].
pub fn jwt_for(subject: &str, seconds: i64) -> String {
    jwt(&json!({"iss": "https://as.example", "sub": subject, "aud": "api",
        "iat": NOW - 600, "exp": NOW + seconds}))
}

/// A certificate in PEM that ends an hour after [`AT`].
pub const CERTIFICATE: &str = include_str!("../../fixtures/certificates/hour.pem");

/// A certificate of `OpenSSH` for an Ed25519 key that ends so many seconds after [`AT`].
pub fn ssh_certificate(seconds: i64) -> String {
    const KIND: &[u8] = b"ssh-ed25519-cert-v01@openssh.com";
    let mut blob = Vec::new();
    let string = |blob: &mut Vec<u8>, bytes: &[u8]| {
        blob.extend(u32::try_from(bytes.len()).expect("short").to_be_bytes());
        blob.extend(bytes);
    };
    for part in [KIND, &[1; 32], &[2; 32]] {
        string(&mut blob, part);
    }
    blob.extend(7_u64.to_be_bytes());
    blob.extend(1_u32.to_be_bytes());
    string(&mut blob, b"jo");
    string(&mut blob, b"\0\0\0\x02jo");
    blob.extend((NOW - 3_600).to_be_bytes());
    blob.extend((NOW + seconds).to_be_bytes());
    for _ in 0..5 {
        string(&mut blob, b"");
    }
    format!("ssh-ed25519-cert-v01@openssh.com {} jo", data_encoding::BASE64.encode(&blob))
}

/// [`AT`] in seconds since 1970.
pub const NOW: i64 = 1_795_374_487;

/// Items in a line each, as a failed assertion shows them.
pub fn summary(items: &[Value]) -> String {
    let line = |item: &Value| {
        let problem = &item["problem"]["message"];
        format!(
            "{} {} {} {} {} {problem}\n",
            item["tool"], item["place"], item["label"], item["kind"], item["usable"]
        )
    };
    items.iter().map(line).collect()
}
