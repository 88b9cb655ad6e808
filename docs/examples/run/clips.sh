#!/usr/bin/env bash
# Fetches real clips into FOLDER: vtest.avi (a street, a fixed camera), Megamind.avi (a film with
# cuts) and tree.avi (leaves in the wind). They are part of Debian's opencv-doc, which is unpacked, not installed (270 MB).
set -euo pipefail
folder=$1
clips=(vtest.avi Megamind.avi tree.avi)
[ "$(cd "$folder" 2>/dev/null && ls "${clips[@]}" 2>/dev/null | wc -l)" = 3 ] && exit

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
download() { (cd "$1" && apt-get -q download opencv-doc >/dev/null 2>&1); }

echo "Fetching three clips from Debian's opencv-doc (96 MB) ..." >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download "$work" || { as_root apt-get -q update >&2 && download "$work"; } ||
    { echo "dev: could not download opencv-doc with apt" >&2 && exit 1; }

data=./usr/share/doc/opencv-doc/examples/data
mkdir -p "$folder"
dpkg-deb --fsys-tarfile "$work"/opencv-doc_*.deb |
    tar -x -C "$work" --transform 's,.*/,,' "${clips[@]/#/$data/}"
mv "${clips[@]/#/$work/}" "$folder"
