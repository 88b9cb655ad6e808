#!/usr/bin/env bash
# Fetches two real clips into FOLDER: vtest.avi (a street, a fixed camera) and Megamind.avi (a
# film with cuts). They are part of Debian's opencv-doc, which is unpacked, not installed (270 MB).
set -euo pipefail
folder=$1
[ -f "$folder/vtest.avi" ] && [ -f "$folder/Megamind.avi" ] && exit

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
download() { (cd "$1" && apt-get -q download opencv-doc >/dev/null 2>&1); }

echo "Fetching two clips from Debian's opencv-doc (96 MB) ..." >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download "$work" || { as_root apt-get -q update >&2 && download "$work"; } ||
    { echo "dev: could not download opencv-doc with apt" >&2 && exit 1; }

data=./usr/share/doc/opencv-doc/examples/data
mkdir -p "$folder"
dpkg-deb --fsys-tarfile "$work"/opencv-doc_*.deb |
    tar -x -C "$work" --transform 's,.*/,,' "$data/vtest.avi" "$data/Megamind.avi"
mv "$work/vtest.avi" "$work/Megamind.avi" "$folder"
