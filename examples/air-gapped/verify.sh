#!/bin/sh
# Verifies models where there is no network. Beside this script lie, all from a place that you trust:
#   dist/               the bundle of Model Assay (Node 20.18 or later runs it)
#   trusted_root.json   whom to believe; where there is a network: node dist/cli.js trusted-root -o trusted_root.json
#                       (for what private repositories of GitHub signed, with --sigstore github)
#   signers.yml         who may have signed: a policy file with `signers`
# Usage: verify.sh DIRECTORY...    exits 0 only if all of them hold
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ "$#" -gt 0 ] || { echo "usage: verify.sh DIRECTORY..." >&2; exit 2; }
for file in dist/cli.js trusted_root.json signers.yml; do
  [ -f "$here/$file" ] || { echo "verify.sh: $here/$file is missing" >&2; exit 2; }
done

failed=0
for model in "$@"; do
  case $model in -*) model=./$model ;; esac
  node "$here/dist/cli.js" verify "$model" \
    --trusted-root "$here/trusted_root.json" --config "$here/signers.yml" --offline || failed=$?
done
exit "$failed"
