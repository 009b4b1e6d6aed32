//! The text report of a collection: a table of what there is, the soonest end first, and the whole
//! report of each behind it where that is wanted.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{Paint, ReportWriter, finish, table};
use crate::{
    emphasis::Emphasis,
    findings::{Finding, Severity},
    inspection::{Collection, CollectionItem, Contents},
    report::{Masking, ReportOptions},
    text::visible,
    words,
};

/// The report of everything that an input holds.
pub fn render_contents(contents: &Contents, options: &ReportOptions) -> String {
    match contents {
        Contents::One(item) => item_report(item, options),
        Contents::Several(collection) => render_collection(collection, options),
    }
}

fn render_collection(collection: &Collection, options: &ReportOptions) -> String {
    let paint = Paint(options.colour);
    let secrets = collection.secrets();
    let masking = Masking { secrets, reveal: options.reveal };
    let count = words::count(collection.items.len(), "item");
    let mut out = paint.title(&count);
    // A board is in no notation.
    if collection.items.iter().all(|item| item.tool.is_none()) {
        let _ = write!(out, " · {}", collection.encoding.name());
    }
    out.push('\n');
    // Writing to a String cannot fail.
    if let Some(problem) = &collection.problem {
        let _ = writeln!(out, "{}", paint.emphasis(Emphasis::Warning, &problem.to_string()));
    }
    let rows = table::rows(collection, options);
    if !rows.is_empty() {
        out.push('\n');
        table::write(&mut out, &rows, options.columns, paint);
    }
    if options.all {
        for (number, item) in (1..).zip(&collection.items) {
            let _ = write!(
                out,
                "\n{}\n{}",
                paint.title(&format!("── {number} ──")),
                item_report(item, options)
            );
        }
    } else {
        write_findings(&mut out, collection, paint);
    }
    finish(out, masking, options)
}

/// The errors and warnings of all items, a line for each code with the numbers of the items.
fn write_findings(out: &mut String, collection: &Collection, paint: Paint) {
    /// How many numbers a line has.
    const MOST_NUMBERS: usize = 8;
    let mut numbers: BTreeMap<(Severity, &'static str), Vec<usize>> = BTreeMap::new();
    for (number, item) in (1..).zip(&collection.items) {
        let findings = item.all().flat_map(|it| &it.inspection.findings);
        // The table says which are over.
        let is_news = |it: &&Finding| it.severity < Severity::Info && it.code != "expired";
        for finding in findings.filter(is_news) {
            let of_code = numbers.entry((finding.severity, finding.code)).or_default();
            if of_code.last() != Some(&number) {
                of_code.push(number);
            }
        }
    }
    if numbers.is_empty() {
        return;
    }
    out.push('\n');
    let widest = numbers.keys().map(|(_, code)| code.len()).max().unwrap_or_default();
    for ((severity, code), items) in &numbers {
        let mark = paint.emphasis(severity.emphasis(), severity.symbol());
        let shown: Vec<_> = items.iter().take(MOST_NUMBERS).map(ToString::to_string).collect();
        let more = items.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{mark} {code:widest$}  {}{more}", shown.join(", "));
    }
    out.push_str(&paint.emphasis(Emphasis::Dim, "  --all says what they mean"));
    out.push('\n');
}

/// The report of one item: its place and label, its own report, and those inside it.
fn item_report(item: &CollectionItem, options: &ReportOptions) -> String {
    let inspection = &*options.reported(&item.inspection);
    let masking = options.masking(inspection);
    let paint = Paint(options.colour);
    let mut page = ReportWriter { out: String::new(), paint, options, masking };
    // Writing to a String cannot fail.
    let _ = write!(
        page.out,
        "{} · {}",
        paint.title(inspection.kind.words()),
        inspection.encoding.name()
    );
    for part in [options.reported_label(item), options.reported_place(item)].into_iter().flatten() {
        let _ = write!(page.out, " · {}", visible(&part));
    }
    page.out.push('\n');
    let _ = page.write_body(inspection);
    let mut out = finish(page.out, masking, options);
    for inner in &item.nested {
        let _ =
            write!(out, "\n{}\n{}", paint.title("── inside it ──"), item_report(inner, options));
    }
    out
}
