//! What goes back: the members of `deny` and `warn`, or one problem with its place.

use regorus::Value;
use serde::Serialize;

/// Characters of a message; the engine repeats lines of the source in some.
const MAX_MESSAGE: usize = 2000;

#[derive(Serialize)]
pub struct Reply {
    pub deny: Value,
    pub warn: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

impl Default for Reply {
    fn default() -> Self {
        Self { deny: Value::new_set(), warn: Value::new_set(), problem: None }
    }
}

impl Reply {
    pub fn of_problem(problem: Problem) -> Self {
        Self { problem: Some(problem), ..Self::default() }
    }

    /// Refuses results whose JSON is longer than `max` bytes.
    pub fn within(self, max: usize) -> Result<Self, Problem> {
        let length = self.to_json().len();
        if length > max {
            return Err(Problem::new("output", format!("{length}")));
        }
        Ok(self)
    }

    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_else(|_| br#"{"problem":{"kind":"request","message":"no JSON"}}"#.to_vec())
    }
}

/// Why there is no result.
#[derive(Serialize)]
pub struct Problem {
    /// `request`, `parse`, `function`, `field`, `shape`, `package`, `no-rules`, `evaluation` or `output`.
    kind: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place>,
}

#[derive(Serialize)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl Problem {
    pub fn new(kind: &'static str, message: String) -> Self {
        Self { kind, message: message.chars().take(MAX_MESSAGE).collect(), at: None }
    }

    pub fn at(kind: &'static str, message: &str, at: Place) -> Self {
        Self { at: Some(at), ..Self::new(kind, message.into()) }
    }

    /// Takes apart the engine's own words: `\n--> file:line:column\n<source>\nerror: <message>`.
    pub fn read(kind: &'static str, error: &anyhow::Error) -> Self {
        let text = format!("{error:#}");
        let whole = || Self::new(kind, text.trim().into());
        let Some((_, rest)) = text.split_once("--> ") else { return whole() };
        let Some((place, rest)) = rest.split_once('\n') else { return whole() };
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next().and_then(|part| part.parse().ok());
        let line = parts.next().and_then(|part| part.parse().ok());
        let (Some(column), Some(line), Some(file)) = (column, line, parts.next()) else { return whole() };
        let message = rest.split_once("\nerror: ").map_or(rest, |(_, message)| message).trim();
        Self::at(kind, message, Place { file: file.into(), line, column })
    }
}
