//! From XML to the values of JSON, so that a feed is read like any other answer: elements by name, the same one twice as a list.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::super::ImportError;

/// Deepest nesting that is read; feeds have five or six.
const DEEPEST: usize = 100;

/// Says whether text starts like an XML document.
pub fn looks_like(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("<?xml") || text.starts_with("<feed") || text.starts_with("<rss")
}

/// One element while it is read.
#[derive(Default)]
struct Element {
    name: String,
    fields: Map<String, Value>,
    text: String,
}

/// Reads one document. Attributes stand under `@name`; an element of nothing but text is that text.
///
/// # Errors
/// Names the line of what does not fit, and refuses documents that declare entities of their own.
pub fn parse(text: &str) -> Result<Value, ImportError> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let line = |reader: &Reader<&[u8]>| {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(0).min(text.len());
            text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
        };
        let broken = |line: usize, why: String| ImportError::at(line, format!("invalid XML: {why}"), "fetch or export it again");
        let event = reader.read_event().map_err(|e| broken(line(&reader), super::super::dates::shorten(&e.to_string())))?;
        match event {
            Event::Start(tag) => {
                if open.len() > DEEPEST {
                    return Err(broken(line(&reader), format!("nested deeper than {DEEPEST} elements")));
                }
                open.push(element(&tag));
            }
            Event::Empty(tag) => {
                let element = element(&tag);
                close(&mut open, element);
            }
            Event::End(_) => {
                if open.len() > 1
                    && let Some(element) = open.pop()
                {
                    close(&mut open, element);
                }
            }
            Event::Text(piece) => push(&mut open, &piece.xml10_content()),
            Event::CData(piece) => push(&mut open, &piece),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                push(
                    &mut open,
                    &quick_xml::escape::unescape(&written)
                        .map_err(|_| broken(line(&reader), format!("the entity {written} is not known")))?,
                );
            }
            Event::DocType(_) => return Err(broken(line(&reader), "a document type is declared, which no export does".to_owned())),
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() > 1 {
        return Err(ImportError::whole("invalid XML: the file ends inside an element", "fetch or export it again"));
    }
    Ok(open.pop().map_or(Value::Null, value))
}

fn element(tag: &BytesStart<'_>) -> Element {
    let mut element = Element { name: tag.local_name().as_ref().to_owned(), ..Element::default() };
    for attribute in tag.attributes().flatten() {
        let text = quick_xml::escape::unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        element.fields.insert(format!("@{}", attribute.key.local_name().as_ref()), Value::String(text));
    }
    element
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Puts a finished element into the one around it; a name that comes again makes a list.
fn close(open: &mut [Element], element: Element) {
    let Some(parent) = open.last_mut() else { return };
    let name = element.name.clone();
    let value = value(element);
    match parent.fields.get_mut(&name) {
        Some(Value::Array(all)) => all.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            parent.fields.insert(name, value);
        }
    }
}

fn value(mut element: Element) -> Value {
    let text = element.text.trim();
    if element.fields.keys().all(|key| key.starts_with('@')) && !text.is_empty() {
        return Value::String(text.to_owned());
    }
    if !text.is_empty() {
        element.fields.insert("#text".to_owned(), Value::String(text.to_owned()));
    }
    Value::Object(element.fields)
}
