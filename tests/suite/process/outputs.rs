//! Where an answer goes is known before a token is spent; what cannot go there all the same is kept.

use std::{
    fs::{self, File, OpenOptions},
    io::Read as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Stdio},
};

use super::{
    NEW, OLD, PendingRequest, Server, files, home, make_pipe, mode, read, refresh, rescued,
};

/// Nobody listens there: whoever sends something fails in another way.
const NOBODY: &str = "http://127.0.0.1:9/token";

/// A shell that becomes this command after another one.
fn after(before: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    let line = format!(r#"{before} "$0" "$@""#);
    shell.args(["-c", &line]).arg(command.get_program()).args(command.get_args());
    shell.current_dir(command.get_current_dir().unwrap()).env_clear().stdin(Stdio::null());
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

fn assert_refused(command: Command, what: &str) {
    let ended = PendingRequest::start(command).end();
    assert_eq!(ended.status, Some(2), "{what}: {}", ended.err);
    assert!(ended.err.contains("nothing was sent"), "{what}: {}", ended.err);
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let home = home();
    let path = |name: &str| home.path().join(name);
    make_pipe(&path("pipe"));
    fs::create_dir(path("folder")).unwrap();
    symlink(path("token.json").join("below/a/file"), path("astray")).unwrap();
    symlink("folder", path("to-folder")).unwrap();
    symlink("round", path("round")).unwrap();
    symlink("new/", path("slash")).unwrap();
    let long = "x".repeat(300);
    let outputs = [
        "pipe",
        "folder",
        "folder/",
        "new/",
        "new/.",
        ".",
        "..",
        "folder/..",
        "astray",
        "to-folder",
        "round",
        "slash",
        "token.json/x",
        "none/x",
        &long,
    ];
    for output in outputs {
        assert_refused(refresh(home.path(), NOBODY, &["token.json", "--output", output]), output);
    }
    #[cfg(target_os = "linux")]
    assert_refused(refresh(home.path(), NOBODY, &["token.json", "--output", "/dev/full"]), "full");
    let socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    assert_refused(refresh(home.path(), NOBODY, &["token.json", "--output", "socket"]), "socket");
    drop(socket);
    // A disk without room, as the limit on the size of a file makes it.
    let command = refresh(home.path(), NOBODY, &["token.json", "--output", "token.json"]);
    for before in ["ulimit -f 8; exec", "trap '' XFSZ; ulimit -f 8; exec"] {
        assert_refused(after(before, &command), before);
    }
    assert_eq!(read(home.path(), "token.json"), OLD);
    assert_eq!(files(home.path()).len(), 8, "{:?}", files(home.path()));
}

#[test]
fn a_standard_output_that_takes_nothing_is_refused_before_anything_is_sent() {
    let home = home();
    let command = refresh(home.path(), NOBODY, &["token.json", "--output", "-"]);
    for redirect in ["exec >&-; exec", "exec >/dev/null; exec", "exec >/dev/full; exec"] {
        assert_refused(after(redirect, &command), redirect);
    }
    let mut command = refresh(home.path(), NOBODY, &["token.json", "--output", "-"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("nothing was sent"), "{err}");
}

/// Whoever is not root, where root runs the tests.
fn as_nobody(command: &Command) -> Option<Command> {
    let is_root = rustix::process::geteuid().is_root();
    let has_setpriv = Command::new("setpriv").arg("--version").output().is_ok();
    (is_root && has_setpriv)
        .then(|| after("exec setpriv --reuid=65534 --regid=65534 --clear-groups --", command))
}

#[test]
fn a_file_of_somebody_else_in_a_sticky_folder_is_refused() {
    let home = home();
    let sticky = home.path().join("sticky");
    fs::create_dir(&sticky).unwrap();
    fs::write(sticky.join("theirs.json"), OLD).unwrap();
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    set(home.path(), 0o777);
    set(&home.path().join("token.json"), 0o644);
    set(&sticky, 0o1777);
    set(&sticky.join("theirs.json"), 0o666);
    let command = refresh(home.path(), NOBODY, &["token.json", "--output", "sticky/theirs.json"]);
    let Some(command) = as_nobody(&command) else { return };
    assert_refused(command, "sticky");
}

#[test]
fn the_place_for_what_would_be_lost_is_certain_too() {
    let home = home();
    let mut command = refresh(home.path(), NOBODY, &["token.json"]);
    command.env("XDG_STATE_HOME", "/dev/null/state");
    assert_refused(command, "nowhere");
    // The folder for temporary files is the second choice.
    let (server, second) = (Server::start(), home.path().join("tmp"));
    fs::create_dir(&second).unwrap();
    let mut command = refresh(home.path(), &server.url, &["token.json"]);
    command.env("XDG_STATE_HOME", "/dev/null/state").env("TMPDIR", &second);
    let running = PendingRequest::start(command);
    server.asked();
    server.answer(NEW);
    let ended = running.end();
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    let [kept] = files(&second).try_into().unwrap();
    assert_eq!((fs::read_to_string(&kept).unwrap().as_str(), mode(&kept)), (NEW, 0o600));
    assert!(ended.err.contains(&kept.display().to_string()), "{}", ended.err);
}

/// A response that is larger than the room that was made for it.
fn large() -> String {
    NEW.replace("3600}", &format!(r#"3600,"note":"{}"}}"#, "x".repeat(300_000)))
}

#[test]
fn a_response_that_fits_nowhere_goes_to_standard_output() {
    let (server, home) = (Server::start(), home());
    let command = refresh(home.path(), &server.url, &["token.json", "--output", "token.json"]);
    let running = PendingRequest::start(after("ulimit -f 160; exec", &command));
    server.asked();
    server.answer(&large());
    let ended = running.end();
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    assert!(ended.err.contains("could not be saved in token.json"), "{}", ended.err);
    assert!(ended.err.contains("it is written to standard output"), "{}", ended.err);
    assert!(ended.out.ends_with(&large()), "{}", ended.out);
    assert_eq!(read(home.path(), "token.json"), OLD);
    assert_eq!(files(home.path()).len(), 2, "nothing is left beside it");
}

#[test]
fn a_reader_that_goes_away_loses_nothing() {
    let (server, home) = (Server::start(), home());
    let pipe = home.path().join("pipe");
    make_pipe(&pipe);
    let reader = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let args = ["token.json", "--output", "pipe"];
    let running = PendingRequest::start(refresh(home.path(), &server.url, &args));
    server.asked();
    drop(reader);
    server.answer(NEW);
    let ended = running.end();
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    let [kept] = rescued(home.path()).try_into().unwrap();
    assert_eq!(fs::read_to_string(&kept).unwrap(), NEW);
    assert!(!ended.out.contains("new-refresh") && !ended.err.contains("new-refresh"));
    // The same on standard output.
    let mut command = refresh(home.path(), &server.url, &["token.json", "--output", "-"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    server.asked();
    drop(child.stdout.take());
    server.answer(NEW);
    child.wait().unwrap();
    assert_eq!(rescued(home.path()).len(), 2);
}

#[test]
fn a_pipe_with_a_reader_gets_the_response() {
    let (server, home) = (Server::start(), home());
    let pipe = home.path().join("pipe");
    make_pipe(&pipe);
    let mut reader = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let args = ["token.json", "--output", "pipe"];
    let running = PendingRequest::start(refresh(home.path(), &server.url, &args));
    server.asked();
    server.answer(NEW);
    let ended = running.end();
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    let mut got = vec![0; NEW.len()];
    reader.read_exact(&mut got).unwrap();
    assert_eq!(got, NEW.as_bytes());
}

#[test]
fn a_report_that_shows_nothing_whole_is_no_place() {
    let (server, home) = (Server::start(), home());
    for args in [&["token.json", "--reveal"][..], &["token.json", "--json"]] {
        let mut command = refresh(home.path(), &server.url, args);
        let null = File::options().write(true).open("/dev/null").unwrap();
        let mut child = command.stdout(null).stderr(Stdio::null()).spawn().unwrap();
        server.asked();
        server.answer(NEW);
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(rescued(home.path()).len(), 2);
}

#[test]
fn an_answer_without_a_token_never_takes_the_place_of_one() {
    for (body, kept) in [
        ("{}", 0),
        ("[]", 0),
        (r#"{"token_type":"Bearer","expires_in":3600}"#, 0),
        (r#"{"access_token":""}"#, 0),
        (r#"{"access_token":null,"refresh_token":"new-refresh"}"#, 1),
        (r#"{"error":"invalid_grant"}"#, 0),
        (r#"{"error":"temporarily_unavailable","access_token":"a","refresh_token":"new"}"#, 1),
        (r#"{"access_token":false,"expires_in":1}"#, 0),
        (r#"{"access_token":{},"refresh_token":"new-refresh"}"#, 1),
        (&NEW[..NEW.len() - 1], 1),
        (r#"{"refresh_token":"new-re"#, 1),
        ("refreshToken is new-refresh", 1),
        ("<html>Refresh token?</html>", 0),
    ] {
        let (server, home) = (Server::start(), home());
        let args = ["token.json", "--output", "token.json"];
        let running = PendingRequest::start(refresh(home.path(), &server.url, &args));
        server.asked();
        server.answer(body);
        let ended = running.end();
        assert_eq!(ended.status, Some(4), "{body}: {}", ended.err);
        assert_eq!(read(home.path(), "token.json"), OLD, "{body}");
        assert_eq!(rescued(home.path()).len(), kept, "{body}: {}", ended.err);
    }
}
