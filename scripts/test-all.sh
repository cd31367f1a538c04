#!/usr/bin/env bash
# All tests, with the Debian packages that those against real components need (`npm run test:all`).
# `-- --install` installs them also where this is not a container; other arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"

bash scripts/debian-packages.sh "$@"
bash scripts/fetch-containerd.sh >/dev/null

results=$(mktemp)
trap 'rm -f "$results"' EXIT
arguments=()
for argument in "$@"; do [[ $argument == --install ]] || arguments+=("$argument"); done

code=0
vitest run --project unit --project system --reporter=default --reporter=json --outputFile.json="$results" \
  "${arguments[@]}" </dev/null || code=$?
node scripts/test-summary.ts "$results" || code=$((code ? code : 1))
exit "$code"
