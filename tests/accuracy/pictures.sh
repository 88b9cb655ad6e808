#!/usr/bin/env bash
# Fetches photographs and disparity truth into FOLDER, from Debian packages that are unpacked, not
# installed: the aloe pair and more of opencv-doc, the motorcycle of python3-skimage (its disparity
# as a PFM), and the wallpapers of lomiri and plasma.
set -euo pipefail
folder=$1
[ -e "$folder/complete" ] && exit
packages=(opencv-doc python3-skimage lomiri-wallpapers-16.04 lomiri-wallpapers-20.04
    plasma-workspace-wallpapers)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
download() { (cd "$1" && apt-get -q download "${packages[@]}" >/dev/null 2>&1); }

echo "Fetching photographs from ${#packages[@]} Debian packages (240 MB) ..." >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download "$work" || { as_root apt-get -q update >&2 && download "$work"; } ||
    { echo "pictures.sh: could not download the packages with apt" >&2 && exit 1; }

mkdir -p "$folder"
for package in "$work"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work" --wildcards --wildcards-match-slash \
        './usr/share/doc/opencv-doc/examples/data/*.jpg' \
        './usr/share/doc/opencv-doc/examples/data/aloeGT.png' '*/skimage/data/motorcycle_*' \
        './usr/share/backgrounds/*.jpg' '*/wallpapers/*/contents/images/2560x1600.jpg' 2>/dev/null ||
        true # a package doesn't have them all
done
cp "$work"/usr/share/doc/opencv-doc/examples/data/* "$work"/usr/share/backgrounds/*.jpg "$folder"
for picture in "$work"/usr/share/wallpapers/*/contents/images/2560x1600.jpg; do
    name=${picture#"$work"/usr/share/wallpapers/}
    [ -L "$picture" ] || cp "$picture" "$folder/${name%%/*}.jpg"
done
cp "$work"/usr/lib/python3/dist-packages/skimage/data/motorcycle_*.png "$folder"
python3 - "$work"/usr/lib/python3/dist-packages/skimage/data/motorcycle_disp.npz \
    "$folder/motorcycle_disp.pfm" <<'PY'
import ast, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
data = archive.read(archive.namelist()[0])
end = 10 + int.from_bytes(data[8:10], 'little')
rows, columns = ast.literal_eval(data[10:end].decode())['shape']
with open(sys.argv[2], 'wb') as file:
    file.write(b'Pf\n%d %d\n-1.0\n' % (columns, rows))
    for row in reversed(range(rows)):
        file.write(data[end + 4 * columns * row:end + 4 * columns * (row + 1)])
PY
touch "$folder/complete"
