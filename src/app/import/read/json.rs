//! From text to JSON values, and the questions every envelope is asked.

use serde_json::Value;

use super::super::ImportError;

/// Says whether text starts like a JSON document.
pub fn looks_like(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Reads one JSON document, or several one after another (JSON lines) as a list.
///
/// # Errors
/// Names line and column of the first character that does not fit.
pub fn parse(text: &str, notes: &mut Vec<String>) -> Result<Value, ImportError> {
    let broken = |error: &serde_json::Error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default().to_owned();
        let hint = if error.is_eof() {
            "the file ends too early; fetch or export it again"
        } else {
            "correct it there; JSON has no comments (//) and no comma after the last value"
        };
        ImportError::at(error.line(), format!("invalid JSON in column {}: {what}", error.column()), hint)
    };
    let mut documents = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        documents.push(document.map_err(|error| broken(&error))?);
    }
    if documents.len() == 1 {
        return Ok(documents.remove(0));
    }
    notes.push(format!("Read as JSON lines: {} documents one after another.", documents.len()));
    // A list a line is one page after another; of anything else each line is a record.
    if documents.iter().all(Value::is_array) {
        let pages = documents.into_iter().filter_map(|page| if let Value::Array(all) = page { Some(all) } else { None });
        return Ok(Value::Array(pages.flatten().collect()));
    }
    Ok(Value::Array(documents))
}

/// Gives a scalar as text; null, lists and objects are nothing.
pub fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// Gives the elements of a list under a key; anything else is empty.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Says whether a document holds no records at all, so that "nothing in it" can be told from "unknown".
pub fn is_empty(root: &Value) -> bool {
    match root {
        Value::Array(all) => all.is_empty(),
        Value::Object(map) => {
            let lists = ["incidents", "issues", "result", "data", "items", "records"];
            map.is_empty() || lists.iter().any(|key| map.get(*key).and_then(Value::as_array).is_some_and(Vec::is_empty))
        }
        _ => false,
    }
}

/// Warns when an envelope says that it is one page of several.
pub fn partial(root: &Value, count: usize) -> Option<String> {
    let truthy = |value: &Value| !matches!(value, Value::Null | Value::Bool(false)) && value.as_str() != Some("");
    let more = ["more", "has_more", "hasMore", "has_next_page"].iter().any(|key| root.get(*key) == Some(&Value::Bool(true)))
        || ["isLast", "is_last"].iter().any(|key| root.get(*key) == Some(&Value::Bool(false)));
    let next = ["next", "next_page", "nextPage", "nextPageToken"].iter().any(|key| root.get(*key).is_some_and(truthy))
        || ["paging", "links", "_links", "meta", "pagination"]
            .iter()
            .any(|key| root.get(*key).and_then(|inner| inner.get("next")).is_some_and(truthy));
    let total = ["total", "total_count", "totalCount"].iter().filter_map(|key| root.get(*key)?.as_u64()).max().unwrap_or(0);
    let short = usize::try_from(total).is_ok_and(|total| total > count);
    if short {
        return Some(format!("Partial export: the file holds {count} of {total} records. Fetch the other pages and import them too."));
    }
    (more || next).then(|| {
        format!("Partial export: the file holds {count} records and says that more follow. Fetch the other pages and import them too.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_refused_with_line_and_column() {
        let parse = |text: &str| super::parse(text, &mut Vec::new());
        let error = parse("{\n  \"a\": 1, // why\n}").unwrap_err();
        assert_eq!(error.line, Some(2));
        assert!(error.why.raw().contains("column 11"), "{error:?}");
        assert!(parse("{\"a\":").unwrap_err().hint.raw().contains("ends too early"));
        assert_eq!(parse("{\"a\":1}\n{\"a\":2}").unwrap().as_array().map(Vec::len), Some(2), "JSON lines");
        assert_eq!(parse("[1]\n[2,3]").unwrap().as_array().map(Vec::len), Some(3), "pages");
        assert!(parse(&"[".repeat(100_000)).is_err(), "depth is bounded");
    }

    #[test]
    fn pages_that_are_missing_are_said() {
        let page = |text: &str| partial(&parse(text, &mut Vec::new()).unwrap(), 2);
        assert!(page(r#"{"incidents":[1,2],"more":true,"total":900}"#).unwrap().contains("2 of 900"));
        assert!(page(r#"{"data":[1,2],"paging":{"next":"https://example.org"}}"#).is_some());
        assert_eq!(page(r#"{"incidents":[1,2],"more":false,"total":2,"next":null}"#), None);
        assert_eq!(page("[1,2]"), None);
    }
}
