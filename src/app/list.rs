//! A list with a cursor that can be narrowed down.

/// Which rows of a list are shown, and which one the cursor is on.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// How many rows there are in all.
    total: usize,
    /// The rows that match what is looked for, in order; none: all of them.
    matches: Option<Vec<usize>>,
    /// The cursor, counted in shown rows.
    cursor: usize,
    /// The first shown row that was on screen when it was last drawn.
    offset: usize,
}

impl List {
    /// A list of this many rows with the cursor on the first.
    pub fn new(total: usize) -> Self {
        Self { total, ..Self::default() }
    }

    /// Another number of rows; nothing is narrowed down, the cursor stays where it can.
    pub fn resize(&mut self, total: usize) {
        self.total = total;
        self.matches = None;
        self.select(self.cursor);
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.matches.as_ref().map_or(self.total, Vec::len)
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows there are in all.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The row of the whole list that is shown at this place.
    pub fn row(&self, place: usize) -> Option<usize> {
        match &self.matches {
            Some(matches) => matches.get(place).copied(),
            None => (place < self.total).then_some(place),
        }
    }

    /// The row of the whole list that the cursor is on.
    pub fn selected(&self) -> Option<usize> {
        self.row(self.cursor)
    }

    /// The cursor, counted in shown rows.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The cursor to this place, or as near as it can.
    pub fn select(&mut self, place: usize) {
        self.cursor = place.min(self.len().saturating_sub(1));
    }

    /// The cursor to this row of the whole list; whatever hides it is cleared.
    pub fn reveal(&mut self, row: usize) {
        let place = match &self.matches {
            Some(matches) => matches.binary_search(&row).ok(),
            None => Some(row),
        };
        if let Some(place) = place {
            self.select(place);
        } else {
            self.matches = None;
            self.select(row);
        }
    }

    /// The cursor up (negative) or down.
    pub fn step(&mut self, rows: isize) {
        self.select(self.cursor.saturating_add_signed(rows));
    }

    /// Shows only these rows, in order, or all of them; the cursor stays on its row if it can.
    pub fn narrow(&mut self, matches: Option<Vec<usize>>) {
        let selected = self.selected();
        self.matches = matches;
        self.cursor = match (&self.matches, selected) {
            (Some(matches), Some(row)) => {
                matches.partition_point(|shown| *shown < row).min(matches.len().saturating_sub(1))
            }
            (None, Some(row)) => row,
            _ => 0,
        };
    }

    /// The first row to draw where `height` rows fit: moved no further than the cursor needs.
    pub fn offset(&self, height: usize) -> usize {
        let height = height.max(1);
        let highest = self.len().saturating_sub(height);
        let lowest = (self.cursor + 1).saturating_sub(height);
        self.offset.clamp(lowest, self.cursor.max(lowest)).min(highest.max(lowest))
    }

    /// What [`List::offset`] was when it was last drawn.
    pub fn drawn(&mut self, offset: usize) {
        self.offset = offset;
    }
}

/// How far a text is scrolled down. Its length is known when it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// Lines above the first visible one.
    pub offset: usize,
    /// The furthest that it may be scrolled, as last drawn.
    pub end: usize,
    /// Lines that fit, as last drawn.
    pub page: usize,
}

impl Scroll {
    /// Up (negative) or down, no further than the text goes.
    pub fn by(&mut self, lines: isize) {
        self.offset = self.offset.saturating_add_signed(lines).min(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_on_screen() {
        let mut list = List::new(100);
        list.select(50);
        assert_eq!(list.offset(10), 41);
        list.drawn(41);
        list.step(-5);
        assert_eq!(list.offset(10), 41);
        list.step(-10);
        assert_eq!(list.offset(10), 35);
        assert_eq!(list.offset(0), 35);
        list.select(usize::MAX);
        assert_eq!((list.cursor(), list.offset(10)), (99, 90));
        assert_eq!(list.offset(200), 0);
    }

    #[test]
    fn narrowing_down_keeps_the_row() {
        let mut list = List::new(10);
        list.select(6);
        list.narrow(Some(vec![1, 6, 8]));
        assert_eq!((list.cursor(), list.selected(), list.len()), (1, Some(6), 3));
        list.narrow(Some(vec![1, 8]));
        assert_eq!(list.selected(), Some(8));
        list.narrow(None);
        assert_eq!(list.selected(), Some(8));
        list.narrow(Some(vec![]));
        assert_eq!((list.selected(), list.offset(5)), (None, 0));
        list.reveal(3);
        assert_eq!((list.selected(), list.len()), (Some(3), 10));
    }
}
