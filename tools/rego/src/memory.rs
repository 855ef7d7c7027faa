//! The heap, and the two ways in which this module ends without an answer. Both are told to the host, whose functions do
//! not come back: they throw.

use std::alloc::{GlobalAlloc, Layout, System};

#[link(wasm_import_module = "host")]
extern "C" {
    fn out_of_memory(bytes: usize) -> !;
    fn panicked(start: *const u8, length: usize) -> !;
}

/// The system's allocator; where the memory that the host gave is used up, it says so instead of aborting without a word.
struct Bounded;

// SAFETY: everything is passed on to `System` as it came.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = System.alloc(layout);
        if start.is_null() {
            out_of_memory(layout.size())
        }
        start
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let start = System.alloc_zeroed(layout);
        if start.is_null() {
            out_of_memory(layout.size())
        }
        start
    }

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = System.realloc(start, layout, size);
        if moved.is_null() {
            out_of_memory(size)
        }
        moved
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        System.dealloc(start, layout)
    }
}

#[global_allocator]
static HEAP: Bounded = Bounded;

pub fn tell_panics() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        // SAFETY: the host reads the text before it throws.
        unsafe { panicked(text.as_ptr(), text.len()) }
    }));
}

/// Room for `length` bytes, for the host to write a request into.
#[no_mangle]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    Box::leak(vec![0u8; length].into_boxed_slice()).as_mut_ptr()
}

/// Gives back what `alloc(length)` returned.
///
/// # Safety
/// `start` and `length` have to be those of one `alloc` that was not given back yet.
#[no_mangle]
pub unsafe extern "C" fn free(start: *mut u8, length: usize) {
    drop(Box::from_raw(core::ptr::slice_from_raw_parts_mut(start, length)));
}
