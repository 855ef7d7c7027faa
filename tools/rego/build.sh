#!/bin/sh
# Makes the Rego engine: tools/rego/build.sh [OUT]. The same bytes wherever the checkout, the registry and the target
# directory are: versions stand in Cargo.lock and rust-toolchain.toml, and no path of the machine gets into the module.
#   tools/rego/build.sh            writes tools/rego/rego.wasm
#   tools/rego/build.sh --check    builds elsewhere and compares; exit 1 where the committed file is not what this makes
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd -P)
out=${1:-$here/rego.wasm}
target=$(mktemp -d "${TMPDIR:-/tmp}/rego-build-XXXXXX")
trap 'rm -rf "$target"' EXIT INT TERM
cargo_home=${CARGO_HOME:-$HOME/.cargo}

# 0x1f stands between flags: a path may have spaces. The memory is the host's, which bounds it.
sep=$(printf '\037')
CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=$here=/rego${sep}--remap-path-prefix=$cargo_home=/cargo"
CARGO_ENCODED_RUSTFLAGS="$CARGO_ENCODED_RUSTFLAGS${sep}--remap-path-prefix=$target=/target"
CARGO_ENCODED_RUSTFLAGS="$CARGO_ENCODED_RUSTFLAGS${sep}-Clink-arg=--import-memory"
export CARGO_ENCODED_RUSTFLAGS CARGO_INCREMENTAL=0
unset RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_TARGET || true

(cd "$here" && cargo build --quiet --locked --release --target wasm32-unknown-unknown --target-dir "$target")
made=$target/wasm32-unknown-unknown/release/model_assay_rego.wasm

if [ "${1:-}" = --check ]; then
  if cmp -s "$made" "$here/rego.wasm"; then
    node "$here/licenses.mjs" --check
    echo "tools/rego/rego.wasm is what its sources make"
  else
    echo "tools/rego/rego.wasm is not what its sources make. Run: tools/rego/build.sh" >&2
    exit 1
  fi
else
  cp "$made" "$out"
  chmod 644 "$out"
  node "$here/licenses.mjs"
  wc -c "$out"
fi
