//! chrono takes the clock and the zone of a WebAssembly module from JavaScript. Rules have neither: the time is the
//! caller's (`time.now_ns` is answered before chrono is asked), and the local zone is UTC wherever the gate runs.

use wasm_bindgen::JsValue;

pub struct Date {
    milliseconds: f64,
}

impl Date {
    /// The machine's clock, which is not there.
    pub fn new_0() -> Self {
        panic!("the machine's clock was asked")
    }

    pub fn new(milliseconds: &JsValue) -> Self {
        Self { milliseconds: milliseconds.0 }
    }

    /// A local time, of which chrono only asks the offset.
    pub fn new_with_year_month_day_hr_min_sec(_: u32, _: i32, _: i32, _: i32, _: i32, _: i32) -> Self {
        Self { milliseconds: 0.0 }
    }

    pub fn get_time(&self) -> f64 {
        self.milliseconds
    }

    /// Minutes west of UTC.
    pub fn get_timezone_offset(&self) -> f64 {
        0.0
    }
}
