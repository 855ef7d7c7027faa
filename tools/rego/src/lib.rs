//! Evaluates the rules of package `model_assay` over one evidence document. JSON in, JSON out; see `src/policy/rego/`
//! for the other side. One instance answers one question: a trap leaves it in no state to go on.

mod check;
mod memory;
mod reply;

use regorus::{Engine, Value};
use reply::{Problem, Reply};
use serde::Deserialize;

/// What the caller asks. Names are not written with snakes, as everywhere in the project's JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    files: Vec<RuleFile>,
    input: Value,
    /// Names at the top of the evidence document: `input.` with another one is a mistake in writing.
    input_fields: Vec<String>,
    /// What `time.now_ns()` answers, in decimal digits: a JSON number cannot hold it exactly.
    now_ns: String,
    /// Bytes of JSON that the results may have.
    max_output: usize,
}

#[derive(Deserialize)]
struct RuleFile {
    name: String,
    text: String,
}

/// `length` bytes at `start` are the request; the answer is the address of a length (4 bytes, little-endian) with
/// the reply's JSON behind it.
#[no_mangle]
pub extern "C" fn evaluate(start: *const u8, length: usize) -> *const u8 {
    memory::tell_panics();
    // SAFETY: the caller has written `length` bytes at what `alloc(length)` returned.
    let request = unsafe { core::slice::from_raw_parts(start, length) };
    let json = answer(request).unwrap_or_else(Reply::of_problem).to_json();
    let mut out = (json.len() as u32).to_le_bytes().to_vec();
    out.extend_from_slice(&json);
    Box::leak(out.into_boxed_slice()).as_ptr()
}

fn answer(request: &[u8]) -> Result<Reply, Problem> {
    let request: Request =
        serde_json::from_slice(request).map_err(|error| Problem::new("request", error.to_string()))?;
    let now: i64 = request.now_ns.parse().map_err(|_| Problem::new("request", "nowNs is no number".into()))?;
    let mut engine = Engine::new();
    // An extension is found before the builtin of its name, so the clock of the machine is never asked.
    engine
        .add_extension("time.now_ns".into(), 0, Box::new(move |_| Ok(Value::from(now))))
        .map_err(|error| Problem::new("request", error.to_string()))?;
    for file in request.files {
        engine.add_policy(file.name, file.text).map_err(|error| Problem::read("parse", &error))?;
    }
    let asked = check::modules(engine.get_modules(), &request.input_fields)?;
    engine.set_input(request.input);
    let mut reply = Reply::default();
    for (is_asked, name, into) in [(asked.deny, "deny", &mut reply.deny), (asked.warn, "warn", &mut reply.warn)] {
        if is_asked {
            let rule = format!("data.{}.{name}", check::PACKAGE);
            *into = engine.eval_rule(rule).map_err(|error| Problem::read("evaluation", &error))?;
        }
    }
    reply.within(request.max_output)
}
