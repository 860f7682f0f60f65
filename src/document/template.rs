//! Templates of documents: built in, or a file of the same name in the user's folder.
//!
//! **Escaping belongs to the environment**: whatever a template prints is escaped for Markdown, unless one of the block
//! functions made it. An author cannot forget it, and there is no filter that turns it off.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;

use crate::model::Untrusted;

use super::print::{json, log, markdown};
use super::rca::diagram;

/// Templates that come with the program, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("review/rca.md.j2", include_str!("../../assets/templates/review/rca.md.j2")),
    ("review/rows.md.j2", include_str!("../../assets/templates/review/rows.md.j2")),
    ("review/management.md.j2", include_str!("../../assets/templates/review/management.md.j2")),
    ("review/customer.md.j2", include_str!("../../assets/templates/review/customer.md.j2")),
    ("issue/report.md.j2", include_str!("../../assets/templates/issue/report.md.j2")),
    ("updates/en/investigating.md.j2", include_str!("../../assets/templates/updates/en/investigating.md.j2")),
    ("updates/en/identified.md.j2", include_str!("../../assets/templates/updates/en/identified.md.j2")),
    ("updates/en/monitoring.md.j2", include_str!("../../assets/templates/updates/en/monitoring.md.j2")),
    ("updates/en/resolved.md.j2", include_str!("../../assets/templates/updates/en/resolved.md.j2")),
    ("updates/en/no-news.md.j2", include_str!("../../assets/templates/updates/en/no-news.md.j2")),
    ("updates/nl/investigating.md.j2", include_str!("../../assets/templates/updates/nl/investigating.md.j2")),
    ("updates/nl/identified.md.j2", include_str!("../../assets/templates/updates/nl/identified.md.j2")),
    ("updates/nl/monitoring.md.j2", include_str!("../../assets/templates/updates/nl/monitoring.md.j2")),
    ("updates/nl/resolved.md.j2", include_str!("../../assets/templates/updates/nl/resolved.md.j2")),
    ("updates/nl/no-news.md.j2", include_str!("../../assets/templates/updates/nl/no-news.md.j2")),
    ("updates/zh/investigating.md.j2", include_str!("../../assets/templates/updates/zh/investigating.md.j2")),
    ("updates/zh/identified.md.j2", include_str!("../../assets/templates/updates/zh/identified.md.j2")),
    ("updates/zh/monitoring.md.j2", include_str!("../../assets/templates/updates/zh/monitoring.md.j2")),
    ("updates/zh/resolved.md.j2", include_str!("../../assets/templates/updates/zh/resolved.md.j2")),
    ("updates/zh/no-news.md.j2", include_str!("../../assets/templates/updates/zh/no-news.md.j2")),
];

/// Most work one rendering may do; some hundred thousand table rows.
const FUEL: u64 = 5_000_000;

/// Deepest level of a list that is printed; deeper items stand at this one.
const DEEPEST: usize = 12;

/// Holds all templates, ready to be rendered.
pub struct Templates {
    environment: Environment<'static>,
    /// The person's own that cannot be read.
    broken: Vec<TemplateError>,
}

/// Says which template is wrong, where, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template {}{}: {}", log(.name), .line.map(|line| format!(", line {line}")).unwrap_or_default(), log(.why))]
pub struct TemplateError {
    /// Name of the template.
    pub name: String,
    /// Line in its source, from 1.
    pub line: Option<usize>,
    /// One sentence; it may quote the template.
    pub why: Untrusted,
}

impl Templates {
    /// Gives the templates that come with the program.
    pub fn built_in() -> Self {
        let mut templates = Self { environment: environment(), broken: Vec::new() };
        for (name, source) in BUILT_IN {
            templates.environment.add_template(name, source).expect("a test reads every built-in template");
        }
        templates
    }

    /// Gives the built-in templates with the user's own over and beside them, as `(name, source)`.
    ///
    /// # Errors
    /// Names the first template that cannot be read, with the line.
    pub fn with_folder(texts: impl IntoIterator<Item = (String, String)>) -> Result<Self, TemplateError> {
        let mut templates = Self::built_in();
        for (name, source) in texts {
            templates.environment.add_template_owned(name.clone(), source).map_err(|e| error(&name, &e))?;
        }
        Ok(templates)
    }

    /// Gives the built-in templates with the user's own over and beside them; one that cannot be read refuses to be rendered,
    /// and the others are not touched by it.
    pub fn with_own(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut templates = Self::built_in();
        for (name, source) in texts {
            if let Err(e) = templates.environment.add_template_owned(name.clone(), source) {
                templates.broken.push(error(&name, &e));
            }
        }
        templates
    }

    /// Says what is wrong with a template, if it cannot be read.
    pub fn trouble(&self, name: &str) -> Option<&TemplateError> {
        self.broken.iter().find(|broken| broken.name == name)
    }

    /// Lists the names of all templates in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.environment.templates().map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    /// Renders a template as Markdown.
    ///
    /// # Errors
    /// Names the template and the line: no such template, a value that is not given, or more work than one rendering may do.
    pub fn render<C: Serialize>(&self, name: &str, context: &C) -> Result<String, TemplateError> {
        if let Some(broken) = self.trouble(name) {
            return Err(broken.clone());
        }
        let template = self.environment.get_template(name).map_err(|e| error(name, &e))?;
        template.render(Value::from(Serde(context))).map_err(|e| error(name, &e))
    }
}

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    env.set_syntax(syntax.expect("the delimiters are the usual ones"));
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(100);
    // Any escaping but none makes the engine treat macros and captures as printed text; the formatter does the work.
    env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    env.set_formatter(print);
    for filter in ["safe", "escape", "e", "reverse", "replace", "split", "lines", "list", "format", "urlencode", "tojson"] {
        env.remove_filter(filter);
    }
    env.add_function("prose", |text: &Value, indent: Option<usize>| block(text, |t| markdown::prose(t, indent.unwrap_or(0).min(40))));
    env.add_function("items", |text: &Value| block(text, markdown::items));
    env.add_function("verbatim", |text: &Value, language: Option<&str>| {
        block(text, |t| markdown::verbatim(t, language.unwrap_or_default()))
    });
    env.add_function("code", |text: &Value| block(text, markdown::code));
    env.add_function("yaml", |text: &Value| block(text, json::string));
    env.add_function("margin", |depth: usize| Value::from_safe_string("  ".repeat(depth.min(DEEPEST))));
    env.add_function("flowchart", |rows: Serde<Vec<diagram::Box>>| {
        Value::from_safe_string(markdown::verbatim(&diagram::flowchart(&rows), "mermaid"))
    });
    env.add_function("link", |url: &Value, text: Option<&Value>| {
        let shown = text.map(words).unwrap_or_default();
        block(url, |target| markdown::link(target, &shown))
    });
    env
}

/// Prints a value into Markdown: escaped, unless a block function or a macro made it.
fn print(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text),
        _ => out.write_str(&markdown::inline(&words(value))),
    }
    .map_err(Error::from)
}

/// Gives a value as text; nothing is an empty text.
fn words(value: &Value) -> String {
    if value.is_none() || value.is_undefined() { String::new() } else { value.to_string() }
}

/// Makes a block of a value, once.
fn block(value: &Value, printer: impl FnOnce(&str) -> String) -> Value {
    if value.is_safe() { value.clone() } else { Value::from_safe_string(printer(&words(value))) }
}

fn error(name: &str, error: &Error) -> TemplateError {
    let why = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it does more work than one document may take; look for a loop that does not end".to_owned(),
        (ErrorKind::TemplateNotFound, _) => "there is no template of this name".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError { name: error.name().unwrap_or(name).to_owned(), line: error.line(), why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(source: &str, text: &str) -> Result<String, TemplateError> {
        let templates = Templates::with_folder([("t.md.j2".to_owned(), source.to_owned())])?;
        templates.render("t.md.j2", &serde_json::json!({ "x": text, "none": null, "list": ["a|b", "c"] }))
    }

    #[test]
    fn every_printed_value_is_escaped_and_no_filter_turns_that_off() {
        assert_eq!(render("{{ x }}", "# <b>|").unwrap(), "\\# &lt;b&gt;\\|");
        assert_eq!(render("{{ list | join(', ') }}", "").unwrap(), "a\\|b, c");
        assert_eq!(render("{{ x | upper ~ '*' }}", "a|b").unwrap(), "A\\|B\\*");
        assert_eq!(render("{% autoescape false %}{{ x }}{% endautoescape %}", "<b>").unwrap(), "&lt;b&gt;");
        assert!(render("{{ x | safe }}", "<b>").is_err());
        assert_eq!(render("{{ none }}", "").unwrap(), "");
    }

    #[test]
    fn macros_and_block_functions_are_escaped_once() {
        assert_eq!(render("{% macro m(v) %}*{{ v }}*{% endmacro %}{{ m(x) }}", "a*b").unwrap(), "*a\\*b*");
        assert_eq!(render("{% set v %}{{ x }}{% endset %}{{ v }}", "a*b").unwrap(), "a\\*b");
        assert_eq!(render("{{ prose(x) }}", "a*b\n\nc").unwrap(), "a\\*b\n\nc");
        assert_eq!(render("{{ prose(prose(x)) }}", "a*b").unwrap(), "a\\*b");
        assert_eq!(render("{{ link('javascript:x', x) }}", "a").unwrap(), "a (javascript:x)");
        assert_eq!(render("case: {{ yaml(x) }}", "a\"\n---").unwrap(), "case: \"a\\\"\\n---\"");
    }

    #[test]
    fn errors_name_the_template_and_the_line() {
        let e = render("one\n\n{{ y }}", "").unwrap_err();
        assert_eq!((e.name.as_str(), e.line), ("t.md.j2", Some(3)));
        let e = render("{% if x %}\n{{ x", "").unwrap_err();
        assert!(e.line.is_some() && e.to_string().starts_with("template t.md.j2, line "), "{e}");
        assert_eq!(Templates::built_in().render("no", &()).unwrap_err().line, None);
    }

    #[test]
    fn a_runaway_template_is_stopped() {
        let e = render("{% for a in range(9999) %}{% for b in range(9999) %}{{ x }}{% endfor %}{% endfor %}", "y").unwrap_err();
        assert!(e.why.raw().contains("more work"), "{e}");
        assert!(render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "").is_err());
    }

    #[test]
    fn a_broken_template_refuses_with_its_line_and_leaves_the_others_alone() {
        let own =
            Templates::with_own([("review/rca.md.j2".to_owned(), "one\n{{ broken".to_owned()), ("a.j2".to_owned(), "fine".to_owned())]);
        let why = own.render("review/rca.md.j2", &()).unwrap_err();
        assert_eq!((why.name.as_str(), why.line), ("review/rca.md.j2", Some(2)));
        assert_eq!(own.render("a.j2", &()).unwrap(), "fine");
    }

    #[test]
    fn a_users_template_stands_over_the_built_in_one() {
        let own = Templates::with_folder([("review/rca.md.j2".to_owned(), "mine".to_owned())]).unwrap();
        assert_eq!(own.render("review/rca.md.j2", &()).unwrap(), "mine");
        assert_eq!(own.names(), Templates::built_in().names());
    }
}
