//! The real program on a pseudo-terminal: the demonstration, refreshed and renewed, and a server
//! that hangs.

use std::{net::TcpListener, sync::mpsc};

use crate::{inspector::terminal::Terminal, oauth::read_request, support::sample};

#[test]
fn the_demonstration_is_refreshed_and_leaving_asks() {
    let mut terminal = Terminal::start(&["demo"]);
    terminal.see("VALID");
    terminal.press("r");
    terminal.see("To be sent");
    terminal.press("\r");
    terminal.see("What changed");
    terminal.see("rotated");
    terminal.press("\r");
    terminal.until("closed", |screen| !screen.contents().contains("What changed"));
    terminal.press("q");
    terminal.see("Leave?");
    terminal.press("d");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn keys_are_answered_while_a_server_hangs() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    let (hold, released) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream);
        let _ = released.recv();
    });
    let arguments = [env!("CARGO_BIN_EXE_tokenscope"), &sample("gusto.json")];
    let variables = [("TOKENSCOPE_TOKEN_URL", url.as_str()), ("TOKENSCOPE_CLIENT_ID", "test")];
    let mut terminal = Terminal::run(&arguments, &variables);
    terminal.see("refresh_token");
    terminal.press("r");
    terminal.see("To be sent");
    terminal.press("\r");
    // It moves by itself: the time it has waited is counted.
    for waited in ["0.1 s", "0.5 s"] {
        let later =
            |text: &str| text.split("for the answer  ").nth(1).is_some_and(|at| *at >= *waited);
        terminal.until(waited, |screen| later(&screen.contents()));
    }
    terminal.press("\u{1b}");
    terminal.see("No longer waiting");
    terminal.press("j");
    terminal.see("▌token_type");
    terminal.press("q");
    terminal.see("A refresh is still on its way");
    terminal.press("\u{1b}");
    terminal.until("closed", |screen| !screen.contents().contains("still on its way"));
    drop(hold);
    terminal.see("The abandoned request got no answer");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
#[ignore = "waits for the demonstration's token to expire, a minute"]
fn the_demonstration_expires_and_is_renewed() {
    let mut terminal = Terminal::start(&["demo"]);
    terminal.see("EXPIRED");
    terminal.press("a");
    terminal.see("● VALID");
    terminal.see("kept fresh");
    terminal.press("\x03");
    terminal.see("Leave?");
    terminal.press("\x03");
    assert_eq!(terminal.end(), 0);
}
