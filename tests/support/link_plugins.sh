#!/bin/sh
# Fills a folder with links to the few system plugins that the tests use, so that scanning them is
# quick even in a process that has to do it by itself.
#
#   link_plugins.sh FOLDER PLUGINSDIR NAME...
set -eu
folder=$1 plugins=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
for name; do
    file=$plugins/libgst$name.so
    [ -e "$file" ] || { echo "The tests need the GStreamer plugin $name: no $file" >&2; exit 1; }
    ln -s "$file" "$folder/"
done
