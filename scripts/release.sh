#!/usr/bin/env bash
# Makes a release (`npm run release`): from a clean tree whose CHANGELOG begins with the version of package.json, after
# .ci/run has passed. Nothing is published and nothing is tagged: what to do then is printed.
set -euo pipefail
cd "$(dirname "$0")/.."

[[ -z $(git status --porcelain) ]] || { echo "The tree has changes: commit them first" >&2; exit 1; }
version=$(node -p 'require("./package.json").version')
grep -qE "^## ${version//./\\.} \([0-9]{4}-[0-9]{2}-[0-9]{2}\)\$" CHANGELOG.md || {
  echo "CHANGELOG.md has no '## $version (YYYY-MM-DD)'" >&2
  exit 1
}
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then
  echo "v$version is there already" >&2
  exit 1
fi

bash .ci/run
rm -rf release dist
mkdir release
npm run build
npm run build:binary
npm run build:packages
npm pack --pack-destination release
cp dist/crane-doctor.xz dist/*.deb dist/*.rpm release/
(cd release && sha256sum -- * >SHA256SUMS)
[[ -z $(git status --porcelain) ]] || { echo "The build has changed the tree" >&2; exit 1; }

ls -l release
echo
echo "Next: git tag -a v$version -m 'crane-doctor $version', and hand out what is in release/"
