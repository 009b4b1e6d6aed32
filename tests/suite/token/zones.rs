//! Times without a zone are local: on the days that clocks are set, too.

use crate::support::{command, run_command};

/// New York since 2007, by the rules themselves: no database is needed.
const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";

/// When a token ends that gives this local time, and what is said of that.
fn end(local: &str, zone: &str) -> (String, String) {
    let mut command = command(&["inspect", "--json", "--at", "2026-01-01T00:00:00Z", "-"]);
    command.env("TZ", zone);
    let input = format!(r#"{{"access_token":"abc","token_type":"bearer","expires_at":"{local}"}}"#);
    let report = run_command(command, input).json();
    let findings = report["findings"].as_array().expect("findings");
    let said = findings.iter().find(|it| it["code"] == "zoneless-time").expect("the finding");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    (text(&report["expiry"]["expires_at"]), text(&said["message"]))
}

#[test]
fn the_earlier_instant_counts_where_clocks_are_set() {
    for (local, instant, offset, odd) in [
        ("2026-03-08 01:59:59", "2026-03-08T06:59:59Z", "UTC−05:00", None),
        ("2026-03-08 02:00:00", "2026-03-08T06:00:00Z", "UTC−04:00", Some("skip that time")),
        ("2026-03-08 02:30:00", "2026-03-08T06:30:00Z", "UTC−04:00", Some("skip that time")),
        ("2026-03-08 02:59:59", "2026-03-08T06:59:59Z", "UTC−04:00", Some("skip that time")),
        ("2026-03-08 03:00:00", "2026-03-08T07:00:00Z", "UTC−04:00", None),
        ("2026-11-01 00:59:59", "2026-11-01T04:59:59Z", "UTC−04:00", None),
        ("2026-11-01 01:00:00", "2026-11-01T05:00:00Z", "UTC−04:00", Some("twice")),
        ("2026-11-01 01:59:59", "2026-11-01T05:59:59Z", "UTC−04:00", Some("twice")),
        ("2026-11-01 02:00:00", "2026-11-01T07:00:00Z", "UTC−05:00", None),
    ] {
        let (at, message) = end(local, NEW_YORK);
        assert_eq!(at, instant, "{local}");
        assert!(message.contains(offset), "{local}: {message}");
        for words in ["skip that time", "twice"] {
            assert_eq!(message.contains(words), odd == Some(words), "{local}: {message}");
        }
    }
}

#[test]
fn a_zone_far_from_utc_has_its_own_day() {
    let (at, _) = end("2026-06-01 00:30:00", "<+14>-14");
    assert_eq!(at, "2026-05-31T10:30:00Z");
    let (at, _) = end("2026-06-01 23:30:00", "<-12>12");
    assert_eq!(at, "2026-06-02T11:30:00Z");
}
