//! Draws what was drawn again with ASCII alone, for fonts without the rest.

use ratatui::buffer::Buffer;

use crate::text::ascii::stand_in;

/// Puts the stand-ins in the place of the characters that the program draws with. What a token says
/// in letters of its own stays.
pub fn draw_again(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut characters = cell.symbol().chars();
        if let (Some(c), None) = (characters.next(), characters.next())
            && let Some(ascii) = stand_in(c)
        {
            cell.set_char(ascii);
        }
    }
}
