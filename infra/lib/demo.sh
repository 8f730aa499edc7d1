# What the edge serves under /demo/: the page, and the client library from the cache.

fetch_demo_client() {
  local folder=$DEMO_CLIENT
  [[ ! -f $folder/complete ]] || return 0
  say "fetching the client library of the demo page ($(basename "$folder"), by pip)"
  rm -rf "$folder"
  mkdir -p "$folder"
  "$PYTHON" -m pip download -q --no-deps --only-binary :all: --require-hashes -r "$REPO/infra/demo/client.txt" -d "$folder/wheel" ||
    fail 'pip could not fetch the wheel that infra/demo/client.txt names (its own message is above)'
  "$PYTHON" -m zipfile -e "$folder"/wheel/*.whl "$folder/wheel/files"
  mv "$folder/wheel/files/nicegui/static/socket.io.min.js" "$folder"
  rm -rf "$folder/wheel"
  (cd "$folder" && sha256sum --quiet -c "$REPO/infra/demo/client.sha256") ||
    fail 'the client library of the demo page is not the one that infra/demo/client.sha256 names'
  touch "$folder/complete"
}

# In a folder that the edge's own user can read.
write_demo() {
  local folder=$1 file
  mkdir -p -m 755 "$folder"
  for file in "$REPO"/infra/demo/*.{html,css,js} "$DEMO_CLIENT/socket.io.min.js"; do
    write_file 644 "$folder/$(basename "$file")" <"$file"
  done
}
