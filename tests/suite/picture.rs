//! The pictures of the README, drawn from the real screen:
//! `cargo test --test suite picture -- --ignored` writes them anew.

use std::fmt::Write as _;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use tokenscope::{
    app::{App, InspectorSettings},
    input::InputOrigin,
};

use crate::{
    harness::{frame, load, settings, start},
    support::{project, sample},
};

const CELL_WIDTH: f64 = 8.4;
const CELL_HEIGHT: f64 = 18.0;
const BACKGROUND: &str = "#16161a";
const FOREGROUND: &str = "#d0d0d0";

/// One of the 16 ANSI colours, as a common dark theme shows it.
fn colour(colour: Color, otherwise: &'static str) -> &'static str {
    match colour {
        Color::Black => "#1c1c1c",
        Color::Red => "#d75f5f",
        Color::Green => "#87af5f",
        Color::Yellow => "#d7af5f",
        Color::Blue => "#5f87d7",
        Color::Magenta => "#af87d7",
        Color::Cyan => "#5fafaf",
        Color::Gray => "#d0d0d0",
        Color::DarkGray => "#808080",
        Color::LightRed => "#ff8787",
        Color::LightGreen => "#afd787",
        Color::LightYellow => "#ffd787",
        Color::LightBlue => "#87afff",
        Color::LightMagenta => "#d7afff",
        Color::LightCyan => "#87d7d7",
        Color::White => "#ffffff",
        _ => otherwise,
    }
}

/// How a cell looks: foreground, background, bold, dim, underlined.
fn look(cell: &Cell) -> (&'static str, &'static str, bool, bool, bool) {
    let (mut front, mut back) = (colour(cell.fg, FOREGROUND), colour(cell.bg, BACKGROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut back);
    }
    let has = |modifier| cell.modifier.contains(modifier);
    (front, back, has(Modifier::BOLD), has(Modifier::DIM), has(Modifier::UNDERLINED))
}

/// The buffer as an SVG image: a run of cells of one look is one piece of text, each character at
/// a place of its own so that no font can shift it.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) =
        (f64::from(columns) * CELL_WIDTH + 24.0, f64::from(rows) * CELL_HEIGHT + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" \
         font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let start = column;
            let first = look(&buffer[(column, row)]);
            let mut text = String::new();
            let mut places = String::new();
            while column < columns && look(&buffer[(column, row)]) == first {
                let symbol = buffer[(column, row)].symbol();
                if symbol != " " {
                    let _ = write!(places, "{:.1} ", 12.0 + f64::from(column) * CELL_WIDTH);
                    text.push_str(symbol);
                }
                column += 1;
            }
            piece(&mut out, row, start..column, first, (&text, places.trim_end()));
        }
    }
    out.push_str("</svg>\n");
    out
}

fn piece(
    out: &mut String,
    row: u16,
    columns: std::ops::Range<u16>,
    (front, back, bold, dim, underlined): (&str, &str, bool, bool, bool),
    (text, places): (&str, &str),
) {
    let top = 12.0 + f64::from(row) * CELL_HEIGHT;
    let left = 12.0 + f64::from(columns.start) * CELL_WIDTH;
    let width = f64::from(columns.end - columns.start) * CELL_WIDTH;
    if back != BACKGROUND {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{back}\"/>"
        );
    }
    if text.is_empty() {
        return;
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let mut style = format!("fill=\"{front}\"");
    if bold {
        style.push_str(" font-weight=\"bold\"");
    }
    if dim {
        style.push_str(" opacity=\"0.6\"");
    }
    if underlined {
        style.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(out, "<text x=\"{places}\" y=\"{:.1}\" {style}>{text}</text>", top + 13.5);
}

#[test]
#[ignore = "writes assets/inspector.svg, which is committed"]
fn picture() {
    let mut app = App::new(InspectorSettings { received_at: None, ..settings() }, start());
    let bytes = std::fs::read(sample("gusto.json")).expect("the sample is there");
    load(&mut app, InputOrigin::File(sample("gusto.json").into()), &bytes);
    let (buffer, _) = frame(&app, 112, 34);
    std::fs::write(project("assets/inspector.svg"), svg(&buffer)).expect("the picture is written");
}
