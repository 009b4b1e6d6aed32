//! The protocol: requests as plain data, answers, and one HTTP client.
