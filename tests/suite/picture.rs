//! The picture of the README, drawn from the real screen. A test says when it no longer shows what
//! the program shows; `UPDATE_EXPECTED=1 cargo test --test suite picture` draws it anew.

mod recording;

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
    inspector::item_list::board,
    support::{compare_with_file, project, sample},
};

pub const CELL_WIDTH: f64 = 8.4;
pub const CELL_HEIGHT: f64 = 18.0;
const BACKGROUND: &str = "#16161a";
const FOREGROUND: &str = "#d0d0d0";

/// The 16 ANSI colours, as a common dark theme shows them.
const ANSI: [&str; 16] = [
    "#1c1c1c", "#d75f5f", "#87af5f", "#d7af5f", "#5f87d7", "#af87d7", "#5fafaf", "#d0d0d0",
    "#808080", "#ff8787", "#afd787", "#ffd787", "#87afff", "#d7afff", "#87d7d7", "#ffffff",
];

fn colour(colour: Color, otherwise: &'static str) -> &'static str {
    let index = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => usize::from(index),
        _ => return otherwise,
    };
    ANSI.get(index).copied().unwrap_or(otherwise)
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

/// The start of an SVG image of so many cells.
pub fn opening(columns: u16, rows: u16) -> String {
    let (width, height) =
        (f64::from(columns) * CELL_WIDTH + 24.0, f64::from(rows) * CELL_HEIGHT + 24.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" \
         font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{BACKGROUND}\"/>\n"
    )
}

/// Each row of a buffer, drawn at the top: a run of cells of one look is one piece of text, as wide
/// as its cells whatever the font.
pub fn rows_of(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height).map(|row| drawn_row(buffer, row)).collect()
}

fn drawn_row(buffer: &Buffer, row: u16) -> String {
    let mut out = String::new();
    let mut column = 0;
    while column < buffer.area.width {
        let start = column;
        let first = look(&buffer[(column, row)]);
        let mut text = String::new();
        while column < buffer.area.width && look(&buffer[(column, row)]) == first {
            text.push_str(buffer[(column, row)].symbol());
            column += 1;
        }
        piece(&mut out, start, first, &text);
    }
    out
}

fn piece(
    out: &mut String,
    column: u16,
    (front, back, bold, dim, underlined): (&str, &str, bool, bool, bool),
    text: &str,
) {
    let cells =
        |text: &str| f64::from(u16::try_from(text.chars().count()).unwrap_or(0)) * CELL_WIDTH;
    let left = 12.0 + f64::from(column) * CELL_WIDTH;
    if back != BACKGROUND {
        let width = cells(text);
        let _ = write!(
            out,
            "<rect x=\"{left:.1}\" y=\"12\" width=\"{width:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{back}\"/>"
        );
    }
    let left = left + cells(text) - cells(text.trim_start());
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let width = cells(text);
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
    let _ = write!(
        out,
        "<text x=\"{left:.1}\" y=\"25.5\" textLength=\"{width:.1}\" xml:space=\"preserve\" {style}>{text}</text>"
    );
}

/// The buffer as an SVG image.
fn svg(buffer: &Buffer) -> String {
    let mut out = opening(buffer.area.width, buffer.area.height);
    for (row, drawn) in rows_of(buffer).into_iter().enumerate().filter(|(_, it)| !it.is_empty()) {
        let top = f64::from(u16::try_from(row).unwrap_or(0)) * CELL_HEIGHT;
        let _ = writeln!(out, "<g transform=\"translate(0 {top:.0})\">{drawn}</g>");
    }
    out.push_str("</svg>\n");
    out
}

#[test]
fn the_picture_of_the_board_shows_it_as_it_is() {
    let (buffer, _) = frame(&board::inspector(), 120, 30);
    compare_with_file(&project("assets/board.svg"), &svg(&buffer))
        .unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn the_picture_shows_the_program_as_it_is() {
    let mut app = App::new(InspectorSettings { received_at: None, ..settings() }, start());
    let bytes = std::fs::read(sample("keycloak.http")).expect("the sample is there");
    load(&mut app, InputOrigin::File(sample("keycloak.http").into()), &bytes);
    let (buffer, _) = frame(&app, 120, 36);
    compare_with_file(&project("assets/inspector.svg"), &svg(&buffer))
        .unwrap_or_else(|difference| panic!("{difference}"));
}
