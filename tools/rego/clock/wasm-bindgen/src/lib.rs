//! A number on its way to `js_sys::Date`.

pub struct JsValue(pub f64);

impl JsValue {
    pub fn from_f64(value: f64) -> Self {
        Self(value)
    }
}
