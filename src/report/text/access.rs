//! Why a request was refused, in the report for people.

use std::fmt::{self, Write as _};

use super::ReportWriter;
use crate::{
    emphasis::Emphasis,
    explain::{self, AccessCheck, AccessRow},
    inspection::Inspection,
};

impl ReportWriter<'_> {
    /// What the server demands beside what the request presented.
    pub(super) fn access(&mut self, inspection: &Inspection) -> fmt::Result {
        let Some(check) = explain::access(inspection) else { return Ok(()) };
        let AccessCheck { request, presented, answer, reason, advice, rows } = check;
        self.title("Why it was refused")?;
        writeln!(self.out, "  {}", self.paint.emphasis(Emphasis::Bad, &reason))?;
        writeln!(self.out, "  {advice}\n")?;
        if let Some(request) = request {
            writeln!(self.out, "  request  {request}")?;
        }
        writeln!(self.out, "  with     {presented}")?;
        writeln!(self.out, "  answer   {answer}\n")?;
        let width = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
        let wanted = rows.iter().map(|row| width(&row.demanded)).max().unwrap_or(0).clamp(16, 48);
        let head = format!("  {:13}  {:wanted$}  the request has", "", "the server wants");
        writeln!(self.out, "{}", self.paint.emphasis(Emphasis::Dim, &head))?;
        for AccessRow { label, demanded, presented, mark } in rows {
            let mark = self.paint.emphasis(mark, mark.symbol());
            let demanded = demanded.unwrap_or_else(|| "nothing is said".to_owned());
            let presented = presented.unwrap_or_else(|| "cannot be seen".to_owned());
            let line = format!("  {mark} {label:11}  {demanded:wanted$}  {presented}");
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
