//! Reads lines in blocks, which several threads can work on.

use std::io::{self, BufRead, BufReader, Read};

use crate::secret::{self, Wiping};

use super::progress::LineProgress;

/// The longest line that is read whole; a longer one is reported as unrecognized.
const MAX_LINE: usize = 16 << 20;

/// A block has so many lines at most.
const BLOCK_LINES: usize = 1024;

/// From so many bytes on a block has no further line.
const BLOCK_BYTES: usize = 256 << 10;

/// From so many bytes on lines are passed on, although more could be read at once.
const PIECE_BYTES: usize = 64 << 10;

/// Reads an input line by line.
pub(super) struct LineReader {
    reader: BufReader<Box<dyn Read>>,
    progress: LineProgress,
}

impl LineReader {
    pub(super) fn new(reader: Box<dyn Read>, length: Option<u64>) -> Self {
        let reader = BufReader::with_capacity(PIECE_BYTES, reader);
        Self { reader, progress: LineProgress::new(length) }
    }

    /// Reads one block, and passes its lines on in pieces of whole lines, each ended by a line feed:
    /// what is there goes on before more is waited for. Where a block ends depends on its lines
    /// alone, not on how they arrive. Says whether the input may go on behind it.
    ///
    /// # Errors
    /// The reader's. What was read before has been passed on.
    pub(super) fn read_block(&mut self, mut pass: impl FnMut(Wiping<Vec<u8>>)) -> io::Result<bool> {
        let mut piece = Wiping::<Vec<u8>>::default();
        let (mut lines, mut bytes) = (0, 0);
        while lines < BLOCK_LINES && bytes < BLOCK_BYTES {
            let before = piece.len();
            let read = match self.read_line(&mut piece) {
                Ok(read) => read,
                Err(error) => {
                    piece.truncate(before);
                    pass(piece);
                    return Err(error);
                }
            };
            if read == 0 {
                pass(piece);
                return Ok(false);
            }
            lines += 1;
            bytes += piece.len() - before;
            self.progress.advance(read);
            if self.reader.buffer().is_empty() || piece.len() >= PIECE_BYTES {
                pass(std::mem::take(&mut piece));
            }
        }
        pass(piece);
        Ok(true)
    }

    /// Appends one line, ended by a line feed, and says how many bytes were read; zero at the end.
    /// What is over [`MAX_LINE`] is skipped, and the line is left cut.
    fn read_line(&mut self, piece: &mut Wiping<Vec<u8>>) -> io::Result<usize> {
        let mut read = 0;
        loop {
            let ready = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                ready => ready?,
            };
            let end = memchr::memchr(b'\n', ready);
            let taken = end.map_or(ready.len(), |end| end + 1);
            // A line may hold a secret: what the piece outgrows is wiped.
            secret::append(piece, &ready[..taken.min(MAX_LINE - read.min(MAX_LINE))]);
            self.reader.consume(taken);
            read += taken;
            if taken == 0 || end.is_some() {
                break;
            }
        }
        if read > 0 && piece.last() != Some(&b'\n') {
            secret::append(piece, b"\n");
        }
        Ok(read)
    }

    pub(super) fn finish(self) {
        self.progress.finish();
    }
}

/// The lines of a piece, without their ends.
pub(super) fn lines(piece: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = piece.strip_suffix(b"\n").map(|lines| lines.split(|byte| *byte == b'\n'));
    lines.into_iter().flatten().map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of each block.
    fn blocks(input: Vec<u8>) -> Vec<Vec<String>> {
        let mut reader = LineReader::new(Box::new(io::Cursor::new(input)), None);
        let mut blocks = Vec::new();
        loop {
            let mut block = Vec::new();
            let more = reader.read_block(|piece| {
                block.extend(lines(&piece).map(|line| String::from_utf8_lossy(line).into_owned()));
            });
            blocks.push(block);
            if !more.expect("memory can be read") {
                return blocks;
            }
        }
    }

    #[test]
    fn lines_end_with_lf_crlf_or_the_input() {
        assert_eq!(blocks(b"ab\r\n\nlast".to_vec()), [["ab", "", "last"]]);
        assert_eq!(blocks(b"ab\n".to_vec()), [["ab"]]);
        assert_eq!(blocks(Vec::new()), [[""; 0]]);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_is_whole() {
        let long = [vec![b'a'; MAX_LINE + 70_000], b"\nnext".to_vec()].concat();
        let lines: Vec<String> = blocks(long).into_iter().flatten().collect();
        assert_eq!(lines.iter().map(String::len).collect::<Vec<_>>(), [MAX_LINE, 4]);
    }

    #[test]
    fn a_block_has_a_number_of_lines_or_of_bytes() {
        let counts =
            |input: String| blocks(input.into_bytes()).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(counts("a\n".repeat(BLOCK_LINES + 1)), [BLOCK_LINES, 1]);
        let long = format!("{}\n", "a".repeat(BLOCK_BYTES / 2));
        assert_eq!(counts(long.repeat(3)), [2, 1]);
    }
}
