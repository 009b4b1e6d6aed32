//! `environment.md`: every variable that the program reads.

use strum::VariantArray as _;
use tokenscope::{
    catalog::tools::{self, Platform, Tool},
    config::{environment, settings::SETTINGS},
};

use super::{
    check_page,
    markdown::{codes, table},
    source_files,
};

#[test]
fn variables_are_those_of_the_program() {
    check_page("environment.md", &page());
}

fn page() -> String {
    let settings = SETTINGS.iter().filter_map(|setting| {
        let member = format!("[`{}`](settings.md#a-profile)", setting.member);
        Some([format!("`{}`", setting.variable()?), member, setting.help.to_owned()])
    });
    let others = environment::OTHERS
        .iter()
        .map(|(names, meaning)| [codes(names.split(", ")), (*meaning).to_owned()]);
    let tools = variables_of_tools();
    let tools = tools.iter().map(|(label, names)| [label.clone(), codes(names)]);
    format!(
        "# Environment\n\n\
         Every variable that the program reads. One that is empty counts as none.\n\n\
         ## Settings\n\n\
         A flag beats the variable, which beats the member of a profile.\n\n{}\n\
         Beside them, `env:NAME` in a setting or in `--key` reads the variable that it names.\n\n\
         ## Everything else\n\n{}\n\
         ## Tools\n\n\
         `tokenscope board` looks where these variables of the tools say, and at the tokens in \
         them.\n\n{}",
        table(["variable", "setting", "meaning"], settings),
        table(["variable", "meaning"], others),
        table(["tool", "variables"], tools),
    )
}

/// The variables that hold tokens of a tool, or say where its files are.
fn variables_of_tools() -> Vec<(String, Vec<String>)> {
    let of = |tool: Tool| {
        let files = || tool.files();
        let paths =
            files().flat_map(|file| Platform::VARIANTS.iter().map(move |it| file.paths(*it)));
        let mut names: Vec<String> = tool.variables().map(str::to_owned).collect();
        for part in paths.flatten().flat_map(|path| path.split("${").skip(1)) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            names.push(part[..end.unwrap_or(part.len())].to_owned());
        }
        names.sort_unstable();
        names.dedup();
        (tool.label().to_owned(), names)
    };
    tools::tools().map(of).filter(|(_, names)| !names.is_empty()).collect()
}

/// The files that read a variable whose name does not stand where it is read, and why the page has it
/// all the same.
const BY_NAME: [(&str, &str); 8] = [
    ("src/commands/client_args.rs", "the settings' own, from their table"),
    ("src/commands/configuration.rs", "a constant of the table"),
    ("src/config/secret_source.rs", "the one that the person names"),
    ("src/oauth/http_client/proxy.rs", "a list that stands beside it"),
    ("src/storage/tool_files/environment.rs", "the tools' own, from their table"),
    ("src/workers/clipboard/programs.rs", "names that stand beside it"),
    ("src/workers/server/delegate.rs", "names that stand beside it"),
    ("src/workers/verification_key.rs", "the one that the person names"),
];

#[test]
fn no_variable_is_read_that_the_page_does_not_name() {
    let page = page();
    let files = source_files();
    let mut by_name = Vec::new();
    for (file, code) in &files {
        let Some(read) = variables(code) else { continue };
        if read.by_name {
            by_name.push(&**file);
        }
        for name in read.names {
            assert!(page.contains(&format!("`{name}`")), "{file} reads {name}");
        }
    }
    assert_eq!(by_name, BY_NAME.map(|(file, _)| file));
}

/// What a source file reads of the environment.
#[derive(Debug, PartialEq, Eq)]
struct VariablesRead<'a> {
    /// Every text in it that could be the name of a variable.
    names: Vec<&'a str>,
    /// Whether one is read whose name is no text where it is read.
    by_name: bool,
}

/// None of a file that reads no variable. Its tests do not count.
fn variables(code: &str) -> Option<VariablesRead<'_>> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let reads: Vec<&str> =
        ["env::var(", "env::var_os("].iter().flat_map(|read| code.split(read).skip(1)).collect();
    let is_name = |text: &&str| {
        text.len() > 1
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    // What stands in quotes, but for the variables that other programs are given.
    let mut names = Vec::new();
    let mut before = "";
    for (at, part) in code.split('"').enumerate() {
        if at % 2 == 1 && is_name(&part) && !before.ends_with(".env(") {
            names.push(part);
        }
        before = part;
    }
    (!reads.is_empty()).then(|| VariablesRead {
        names,
        by_name: reads.iter().any(|argument| !argument.starts_with('"')),
    })
}

#[test]
fn a_variable_is_seen_where_it_is_read() {
    assert_eq!(variables("let name = \"NO_COLOR\";"), None);
    let code = "env::var_os(\"TERM\").or_else(|| set(\"NO_2\")); command.env(\"LC_ALL\", \"C\")";
    let read = variables(code).unwrap();
    assert_eq!(read, VariablesRead { names: vec!["TERM", "NO_2"], by_name: false });
    assert!(variables("const A: &str = \"A_B\"; env::var(A)").unwrap().by_name);
}
